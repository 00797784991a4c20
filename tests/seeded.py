"""A small store with rows put in by hand, so that the service is tested without the pipeline: a row says only its point."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.connect import transaction, writer
from db.migrations import migrate

T1, T2, T3 = "2030-05-14T12:00:00Z", "2030-05-15T09:30:00Z", "2030-05-20T00:00:00Z"
TEXT = "HARMON: At least 63 people were killed when the market was shelled on Tuesday, the Harmon Monitor said."
OTHERS = '{"latest": [7, "c3"], "median": [7, "c3"], "lowest": [7, "c3"]}'
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "documents": {
        "origin": "https://example.org/a",
        "url": "https://example.org/a",
        "title": "Market shelled",
        "publisher": "Harmon Post",
        "published": T1,
        "language": "en",
        "text": TEXT,
        "text_hash": "00",
        "known_at": T1,
    },
    "claims": {
        "document": "doc-1",
        "start": 8,
        "end": 34,
        "quote": TEXT[8:34],
        "sentence": TEXT,
        "sentence_start": 0,
        "outcome": "killed",
        "qualifier": "exact",
        "bound_basis": "stated",
        "unit": "person",
        "explicit": 1,
        "victims_text": "people",
        "victims_groups": "[]",
        "victims_status": "unknown",
        "population": "all",
        "cause_code": "shelling",
        "basis": "incident",
        "window_start": "2030-05-14",
        "window_end": "2030-05-14",
        "window_precision": "day",
        "as_of": T1,
        "as_of_basis": "published",
        "place_text": "Harmon",
        "place_name": "Harmon",
        "country": "XKX",
        "admin1": "North",
        "lat": 10.5,
        "lon": 20.25,
        "place_precision": "exact",
        "said_place": "{}",
        "claimant": "harmon_monitor",
        "claimant_name": "Harmon Monitor",
        "claimant_kind": "monitor_ngo",
        "party": 0,
        "stance": "asserts",
        "background": 0,
        "rule": "killed",
        "extractor": "1",
        "confidence": 0.9,
        "flags": "[]",
        "figure_flags": "[]",
        "published": T1,
        "publisher": "Harmon Post",
        "position": 0,
        "known_at": T1,
    },
    "events": {
        "title": "Shelling in Harmon, 14 May 2030",
        "sentence": "",
        "country": "XKX",
        "admin1": "North",
        "place_text": "Harmon",
        "place_name": "Harmon",
        "lat": 10.5,
        "lon": 20.25,
        "place_precision": "exact",
        "first_day": "2030-05-14",
        "last_day": "2030-05-14",
        "cause": "shelling",
        "documents": 1,
        "claims": 1,
        "claimants": 1,
        "conflicts": 0,
        "known_at": T1,
        "updated_at": T1,
    },
    "estimates": {
        "outcome": "killed",
        "population": "all",
        "basis": "incident",
        "unit": "person",
        "grp": "all",
        "high_open": 0,
        "agreed": 0,
        "best_rule": "gtd",
        "support": "single_source",
        "claimants": 1,
        "known_at": T1,
    },
    "relations": {"rule": "12", "explanation": "They cannot both be right.", "known_at": T1},
    "sources": {"kind": "monitor_ngo"},
    "feeds": {
        "publisher": "Harmon Post",
        "kind": "local_media",
        "format": "feed",
        "url": "https://example.org/feed",
        "homepage": "",
        "language": "en",
        "licence": "",
        "enabled": 1,
        "every_minutes": 30,
    },
}


class Seed:
    """A store under construction: `seed.add("claims", id="c1", low=63)`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = writer(path)
        migrate(self.database)
        self.number = 0

    def add(self, table: str, **fields: Any) -> str:
        """Insert a row and its change; an id is made where none is given, and links between tables follow the fields."""
        self.number += 1
        row = {"id": f"{table[:-1]}-{self.number}", **DEFAULTS.get(table, {}), **fields}
        chain = row.pop("attribution", ())
        claims = row.pop("claims", ()) if table == "estimates" else ()
        with transaction(self.database):
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join(f":{name}" for name in row)
            self.database.conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)
            self._links(table, row, chain, claims)
        return str(row["id"])

    def _links(self, table: str, row: Mapping[str, Any], chain: Any, claims: Any) -> None:
        run = self.database.conn.execute
        for position, step in enumerate(chain):
            step = {"role": "claimant", "source": None, "verb": "said", "stance": "asserts", **step}
            run(
                "INSERT INTO attributions (claim, position, role, name, source, verb, stance) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (row["id"], position, step["role"], step["name"], step["source"], step["verb"], step["stance"]),
            )
        for claim in claims:
            run("INSERT INTO estimate_claims VALUES (?, ?)", (row["id"], claim))
        if table == "claims" and row.get("event"):
            values = (row["event"], row["id"], row["known_at"], row.get("retired_at"))
            run("INSERT INTO event_claims (event, claim, known_at, retired_at) VALUES (?, ?, ?, ?)", values)
        if table == "events":
            header = {k: v for k, v in row.items() if k not in ("id", "known_at", "updated_at", "retired_at", "retired_reason")}
            values = (row["id"], row["known_at"], row.get("retired_at"), json.dumps(header))
            run("INSERT INTO event_versions (event, known_at, retired_at, header) VALUES (?, ?, ?, ?)", values)
        if table in ("documents", "claims", "events", "estimates", "relations"):
            for at, op in ((row["known_at"], "upsert"), (row.get("retired_at"), "tombstone")):
                if at:
                    run("INSERT INTO changes (at, kind, id, op) VALUES (?, ?, ?, ?)", (at, table[:-1], row["id"], op))

    def close(self) -> None:
        self.database.close()


def market(path: Path) -> Seed:
    """The shelling of a market that four bodies count differently, an uncontested landslide, a strike in which nobody died."""
    seed = Seed(path)
    add = seed.add
    for id, name, kind in (
        ("harmon_monitor", "Harmon Monitor", "monitor_ngo"),
        ("harmon_ministry", "Harmon Ministry of Health", "government"),
        ("veld_army", "Army of Veld", "party_to_conflict"),
        ("relay_news", "Relay News", "wire_agency"),
    ):
        add("sources", id=id, name=name, kind=kind, homepage="https://example.org/" + id)
    add("documents", id="doc-1")
    add("documents", id="doc-2", origin="b", title="Ministry raises toll", published=T2, known_at=T2, licence="CC-BY-4.0")
    toll = {"killed_low": 7, "killed_high": 100, "killed_open": 1, "killed_best": 63, "killed_best_claim": "c1"}
    toll["sentence"] = "7 to 100 or more killed, four claimants, as of 15 May."
    add("events", id="ev-market", claims=4, claimants=4, conflicts=2, **toll, killed_bests=OTHERS, updated_at=T2)
    monitor = (
        {"name": "Harmon Monitor", "source": "harmon_monitor"},
        {"role": "relay", "name": "Relay News", "source": "relay_news"},
    )
    add(
        "claims",
        id="c1",
        event="ev-market",
        low=63,
        best=63,
        stated_low=63,
        stated_high=63,
        people_low=63,
        qualifier="at_least",
        attribution=monitor,
    )
    add(
        "claims",
        id="c2",
        event="ev-market",
        document="doc-2",
        low=90,
        high=100,
        people_low=90,
        people_high=100,
        stated_low=90,
        stated_high=100,
        qualifier="between",
        claimant="harmon_ministry",
        claimant_name="Harmon Ministry of Health",
        claimant_kind="government",
        as_of=T2,
        published=T2,
        known_at=T2,
        position=0,
    )
    add(
        "claims",
        id="c3",
        event="ev-market",
        low=7,
        high=7,
        best=7,
        people_low=7,
        people_high=7,
        stated_low=7,
        stated_high=7,
        claimant="veld_army",
        claimant_name="Army of Veld",
        claimant_kind="party_to_conflict",
        party=1,
        position=1,
    )
    add(
        "claims",
        id="c4",
        event="ev-market",
        low=24,
        high=99,
        people_low=24,
        people_high=99,
        qualifier="vague",
        bound_basis="lexical_policy",
        policy="default",
        claimant="two witnesses",
        claimant_name="two witnesses",
        claimant_kind="eyewitness",
        position=2,
    )
    add(
        "claims",
        id="c5",
        outcome="injured",
        event="ev-market",
        low=120,
        high=120,
        best=120,
        people_low=120,
        people_high=120,
        known_at=T1,
        retired_at=T2,
        retired_reason="the document was read anew",
        position=3,
    )
    add(
        "estimates",
        id="es-1",
        event="ev-market",
        low=7,
        high=100,
        high_open=1,
        best=63,
        best_claim="c1",
        bests=OTHERS,
        support="conflicting",
        claimants=4,
        claims=("c1", "c2", "c3", "c4"),
        known_at=T2,
    )
    add(
        "relations",
        id="r1",
        event="ev-market",
        a="c2",
        b="c3",
        type="conflict",
        gap=12.86,
        size="extreme",
        known_at=T2,
        explanation="the ministry's 90 to 100 and the army's 7 cannot both be right",
    )
    add("relations", id="r2", event="ev-market", a="c1", b="c3", type="conflict", gap=9.0, size="major")
    add("relations", id="r3", event="ev-market", a="c1", b="c2", type="compatible", rule="9", explanation="at least 63 allows 90")
    add("documents", id="doc-3", origin="c", title="Landslide", publisher="Relay News", published=T2)
    add(
        "events",
        id="ev-slide",
        title="Landslide in Orsa",
        country="YEM",
        admin1="East",
        place_name="Orsa",
        first_day="2030-04-01",
        last_day="2030-04-02",
        cause="landslide",
        killed_low=12,
        killed_high=12,
        killed_open=0,
        killed_best=12,
        killed_best_claim="c6",
        killed_bests="{}",
        sentence="12 killed, one claimant.",
        lat=-5.0,
        lon=-170.0,
    )
    add(
        "claims",
        id="c6",
        event="ev-slide",
        document="doc-3",
        low=12,
        high=12,
        best=12,
        people_low=12,
        people_high=12,
        country="YEM",
        admin1="East",
        lat=-5.0,
        lon=-170.0,
        window_start="2030-04-01",
        window_end="2030-04-02",
        place_name="Orsa",
    )
    add("estimates", id="es-2", event="ev-slide", low=12, high=12, best=12, best_claim="c6", bests="{}", claims=("c6",))
    add(
        "events",
        id="ev-zero",
        title="Strike near Orsa",
        country=None,
        first_day=None,
        last_day=None,
        killed_low=0,
        killed_high=0,
        killed_open=0,
        sentence="Nobody killed, one claimant.",
        lat=None,
        lon=None,
    )
    add(
        "claims",
        id="c7",
        event="ev-zero",
        document="doc-3",
        low=0,
        high=0,
        people_low=0,
        people_high=0,
        qualifier="none",
        country=None,
        lat=None,
        lon=None,
        window_start=None,
        window_end=None,
        position=1,
    )
    add("feeds", id="post", name="Harmon Post", failures=3, last_outcome="timeout", last_error="no answer in 20 s", next_due=T3)
    return seed
