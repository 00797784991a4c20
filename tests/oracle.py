"""A plain-Python oracle for the query object: the same questions answered by loops over the same rows."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from seeded import Seed

Row = Mapping[str, Any]
COUNTRIES = ("SYR", "UKR", "YEM", None)
CLAIMANTS = ("monitor", "ministry", "army", "two witnesses")
KINDS = {"monitor": "monitor_ngo", "ministry": "government", "army": "military", "two witnesses": "eyewitness"}
RULES = ("gtd", "latest", "median", "lowest", "highest")
OUTCOMES = ("killed", "injured", "missing")
QUALIFIERS = ("exact", "at_least", "vague", "about")
WORDS = ("market", "hospital", "shelled", "bridge", "children")
DAYS = tuple(f"2030-05-{day:02}" for day in range(1, 10))
MOMENTS = tuple(f"2030-05-{day:02}T{hour:02}:00:00Z" for day in range(1, 10) for hour in (0, 12))


class World:
    """A random store, and its rows in Python."""

    def __init__(self, path: Path, seed: int, claims: int = 120) -> None:
        self.dice = random.Random(seed)
        self.store = Seed(path)
        self.documents = [self.document(n) for n in range(8)]
        self.events = [self.event(n) for n in range(14)]
        self.claims = [self.claim(n) for n in range(claims)]
        self.relations = [self.relation(n) for n in range(40)]
        self.figures = [self.figure(n) for n in range(40)]
        self.store.close()

    def some(self, values: Any) -> Any:
        return self.dice.choice(values)

    def retired(self, known: str) -> str | None:
        later = [moment for moment in MOMENTS if moment > known]
        return self.some(later) if later and self.dice.random() < 0.25 else None

    def document(self, n: int) -> Row:
        row = {"id": f"d{n}", "origin": f"o{n}", "known_at": MOMENTS[0], "published": self.some(MOMENTS)}
        self.store.add("documents", **row)
        return row

    def event(self, n: int) -> Row:
        known = self.some(MOMENTS)
        first = self.some((None, *DAYS))
        row = {
            "id": f"e{n}",
            "country": self.some(COUNTRIES),
            "admin1": self.some(("North", "South", None)),
            "first_day": first,
            "last_day": self.some((first, None, *DAYS)),
            "conflicts": self.some((0, 0, 1, 3)),
            "killed_low": self.some((None, 0, 5, 40)),
            "killed_high": self.some((None, 40, 90)),
            "killed_open": self.some((0, 1)),
            "known_at": known,
            "updated_at": self.some(MOMENTS),
            "retired_at": self.retired(known),
            "cause": self.some(("shelling", "flood", None)),
            "lat": self.some((None, -20.0, 10.0, 50.0)),
            "lon": self.some((-170.0, 20.0, 175.0)),
            **{f"killed_{name}": value for name, value in self.choices().items()},
        }
        self.store.add("events", **row)
        return row

    def claim(self, n: int) -> Row:
        known, claimant = self.some(MOMENTS), self.some(CLAIMANTS)
        first = self.some((None, *DAYS))
        low = self.some((None, 0, 3, 12, 63, 200))
        row = {
            "id": f"c{n:03}",
            "event": self.some((None, *[e["id"] for e in self.events])),
            "document": self.some(self.documents)["id"],
            "country": self.some(COUNTRIES),
            "admin1": self.some(("North", "South", None)),
            "outcome": self.some(OUTCOMES),
            "population": self.some(("all", "children")),
            "qualifier": self.some(QUALIFIERS),
            "basis": self.some(("incident", "cumulative")),
            "stance": self.some(("asserts", "denies")),
            "claimant": claimant,
            "claimant_kind": KINDS[claimant],
            "low": low,
            "high": self.some((None, low, 300)),
            "window_start": first,
            "window_end": self.some((first, *DAYS)) if first else None,
            "as_of": self.some((None, *MOMENTS)),
            "published": self.some((None, *MOMENTS)),
            "known_at": known,
            "position": n,
            "retired_at": self.retired(known),
            "sentence": " ".join(self.dice.sample(WORDS, 2)),
            "quote": "q",
            "place_text": "x",
            "claimant_name": "y",
            "cause_code": self.some(("shelling", "flood", None)),
            "lat": self.some((None, -20.0, 10.0, 50.0)),
            "lon": self.some((-170.0, 20.0, 175.0)),
        }
        relay = self.some((None, "relay_one", "relay_two"))
        self.store.add("claims", **row, attribution=({"name": "r", "role": "relay", "source": relay},) if relay else ())
        return {**row, "relay": relay, "moves": self.moved(row)}

    def moved(self, claim: Row) -> tuple[tuple[str | None, str, str | None], ...]:
        """When the claim belonged to which event: (event, from, until). Some were in another one first."""
        standing = (claim["event"], claim["known_at"], claim["retired_at"])
        later = [moment for moment in MOMENTS if claim["known_at"] < moment < (claim["retired_at"] or "9")]
        if claim["event"] is None or not later or self.dice.random() < 0.7:
            return (standing,)
        at, before = self.some(later), self.some([e["id"] for e in self.events if e["id"] != claim["event"]])
        run = self.store.database.conn.execute
        run("UPDATE event_claims SET known_at = ? WHERE claim = ?", (at, claim["id"]))
        values = (before, claim["id"], claim["known_at"], at)
        run("INSERT INTO event_claims (event, claim, known_at, retired_at) VALUES (?, ?, ?, ?)", values)
        return (before, claim["known_at"], at), (claim["event"], at, claim["retired_at"])

    def relation(self, n: int) -> Row:
        event = self.some([e["id"] for e in self.events])
        a, b = self.dice.sample(self.claims, 2)
        known = self.some(MOMENTS)
        row = {
            "id": f"r{n:02}",
            "event": event,
            "a": a["id"],
            "b": b["id"],
            "type": self.some(("conflict", "compatible", "conflict: status")),
            "size": self.some((None, "minor", "extreme")),
            "gap": self.some((None, 1.5, 3.0)),
            "known_at": known,
            "retired_at": self.retired(known),
        }
        self.store.add("relations", **row)
        return row

    def figure(self, n: int) -> Row:
        event, claim = self.some(self.events), self.some(self.claims)
        known = self.some([moment for moment in MOMENTS if moment >= event["known_at"]])
        row = {
            "id": f"f{n:02}",
            "event": event["id"],
            "known_at": known,
            "retired_at": self.retired(known),
            **self.choices(),
        }
        if row["best_claim"]:
            row["best_claim"] = claim["id"]  # this one is a key into the claims
        self.store.add("estimates", **row)
        return row

    def choices(self) -> dict[str, Any]:
        """What the usual rule chooses and who gave it, and what others choose where that differs; None where nobody knows."""
        best = self.some((None, 5, 40, 63))
        others = {rule: (self.some((3, 12, 90)), f"by {rule}") for rule in RULES[1:] if self.dice.random() < 0.5}
        bests = None if self.dice.random() < 0.2 else json.dumps(others if best is not None else {})
        return {"best": best, "best_claim": None if best is None else "by gtd", "bests": bests}

    def chosen(self, noun: str, asked: Mapping[str, str]) -> dict[str, tuple[Any, ...]]:
        """The one value of each event or figure that holds, by the rule asked for, and the claim that gave it."""
        rows, prefix = (self.events, "killed_") if noun == "events" else (self.figures, "")
        rule, found = asked.get("best_rule", RULES[0]), {}
        for row in (row for row in rows if holds(row, asked)):
            best, claim, bests = (row[f"{prefix}{name}"] for name in ("best", "best_claim", "bests"))
            if rule != RULES[0]:
                best, claim = (None, None) if bests is None else json.loads(bests).get(rule, (best, claim))
            found[row["id"]] = (best, rule, claim)
        return found

    def question(self, noun: str) -> dict[str, str]:
        """A random question about a noun."""
        makers: dict[str, Callable[[], str]] = {
            "country": lambda: self.several(("SYR", "UKR", "YEM")),
            "admin1": lambda: self.several(("North", "South")),
            "outcome": lambda: self.several(OUTCOMES),
            "population": lambda: self.several(("all", "children")),
            "qualifier": lambda: self.several(QUALIFIERS),
            "basis": lambda: self.several(("incident", "cumulative")),
            "stance": lambda: self.several(("asserts", "denies")),
            "claimant": lambda: self.several(CLAIMANTS),
            "source": lambda: self.several((*CLAIMANTS, "relay_one", "relay_two")),
            "vague": lambda: self.some(("true", "false")),
            "source_kind": lambda: self.several(tuple(KINDS.values())),
            "date_from": lambda: self.some(DAYS),
            "date_to": lambda: self.some(DAYS),
            "as_of_from": lambda: self.some(MOMENTS),
            "as_of_to": lambda: self.some(DAYS),
            "published_from": lambda: self.some(DAYS),
            "published_to": lambda: self.some(MOMENTS),
            "updated_since": lambda: self.some(MOMENTS),
            "min": lambda: self.some(("0", "5", "63")),
            "max": lambda: self.some(("12", "90", "300")),
            "q": lambda: self.some(WORDS),
            "has_conflict": lambda: self.some(("true", "false")),
            "cause": lambda: self.several(("shelling", "flood")),
            "bbox": lambda: self.some(("0,0,30,60", "170,-30,-160,60", "-180,-90,180,90")),
            "placed": lambda: self.some(("true", "false")),
            "event": lambda: self.several([e["id"] for e in self.events]),
            "document": lambda: self.several([d["id"] for d in self.documents]),
        }
        if noun == "conflicts":
            makers |= {
                "type": lambda: self.several(("conflict", "conflict: status")),
                "size": lambda: self.several(("minor", "extreme")),
            }
        names = self.dice.sample(sorted(makers), self.dice.choice((0, 1, 1, 2, 2, 3)))
        asked = {name: makers[name]() for name in names}
        if self.dice.random() < 0.3:
            asked["as_known_at"] = self.some(MOMENTS)
        if self.dice.random() < 0.2:
            asked["include_deleted"] = "true"
        return asked

    def several(self, values: Any) -> str:
        return ",".join(self.dice.sample(list(values), self.dice.randint(1, min(2, len(values)))))

    def answer(self, noun: str, asked: Mapping[str, str]) -> set[str]:
        """The ids that answer the question."""
        rows = {"claims": [at_home(c, asked) for c in self.claims], "events": self.events, "conflicts": self.relations}[noun]
        return {row["id"] for row in rows if holds(row, asked) and getattr(self, noun.removesuffix("s") + "_fits")(row, asked)}

    def claim_fits(self, c: Row, asked: Mapping[str, str], but: frozenset[str] = frozenset()) -> bool:
        if "has_conflict" in asked and "has_conflict" not in but:
            current = {k: v for k, v in asked.items() if k != "include_deleted"}
            mine = [
                r
                for r in self.relations
                if c["id"] in (r["a"], r["b"]) and r["type"].startswith("conflict") and holds(r, current)
            ]
            if bool(mine) != (asked["has_conflict"] == "true"):
                return False
        return all(TESTS[name](c, value) for name, value in asked.items() if name in TESTS and name not in but)

    def event_fits(self, e: Row, asked: Mapping[str, str]) -> bool:
        if not event_level(e, asked):
            return False
        of_claim = [name for name in asked if name in TESTS and name not in EVENT_LEVEL]
        if not of_claim:
            return True
        mine = [c for c in (at_home(c, asked) for c in self.claims) if c["event"] == e["id"] and holds(c, asked)]
        return any(all(TESTS[name](c, asked[name]) for name in of_claim) for c in mine)

    def conflict_fits(self, r: Row, asked: Mapping[str, str]) -> bool:
        if not r["type"].startswith("conflict"):
            return False
        event = next(e for e in self.events if e["id"] == r["event"])
        shown = event if event["known_at"] <= asked.get("as_known_at", "9") else NO_EVENT
        a, b = (next(at_home(c, asked) for c in self.claims if c["id"] == r[side]) for side in "ab")
        own = {
            "type": lambda v: r["type"] in v.split(","),
            "size": lambda v: r["size"] in v.split(","),
            "outcome": lambda v: a["outcome"] in v.split(","),
            "population": lambda v: a["population"] in v.split(","),
            "source": lambda v: a["claimant"] in v.split(",") or b["claimant"] in v.split(","),
            "claimant": lambda v: a["claimant"] in v.split(",") or b["claimant"] in v.split(","),
            "source_kind": lambda v: a["claimant_kind"] in v.split(",") or b["claimant_kind"] in v.split(","),
            "event": lambda v: r["event"] in v.split(","),
            "updated_since": lambda v: max(r["known_at"], r["retired_at"] or "") >= v,
        }
        if not all(test(asked[name]) for name, test in own.items() if name in asked):
            return False
        level = {k: v for k, v in asked.items() if k in EVENT_LEVEL and k not in ("event", "updated_since", "min", "max")}
        if not event_level(shown, level):
            return False
        of_claim = [name for name in asked if name in TESTS and name not in own and name not in level]
        return not of_claim or any(all(TESTS[name](c, asked[name]) for name in of_claim) for c in (a, b))


NO_EVENT: Row = dict.fromkeys(("country", "admin1", "first_day", "last_day", "cause", "lat", "lon", "conflicts", "id"))
EVENT_LEVEL = (
    "event",
    "country",
    "admin1",
    "date_from",
    "date_to",
    "updated_since",
    "bbox",
    "placed",
    "cause",
    "has_conflict",
    "min",
    "max",
)


def in_force(row: Row, at: str) -> bool:
    return row["known_at"] <= at and (not row["retired_at"] or row["retired_at"] > at)


def at_home(claim: Row, asked: Mapping[str, str]) -> Row:
    """The claim with the event it belonged to at the moment asked for."""
    if "as_known_at" not in asked:
        return claim
    at = asked["as_known_at"]
    homes = [event for event, start, end in claim["moves"] if start <= at and (not end or end > at)]
    return {**claim, "event": homes[0] if homes else None}


def holds(row: Row, asked: Mapping[str, str]) -> bool:
    """Whether a row holds at the moment asked for, or ever did by then."""
    deleted = asked.get("include_deleted") == "true"
    if "as_known_at" in asked:
        return row["known_at"] <= asked["as_known_at"] if deleted else in_force(row, asked["as_known_at"])
    return deleted or not row["retired_at"]


def inside(row: Row, box: str) -> bool:
    west, south, east, north = (float(part) for part in box.split(","))
    if row["lat"] is None or row["lon"] is None or not south <= row["lat"] <= north:
        return False
    return west <= row["lon"] <= east if west <= east else row["lon"] >= west or row["lon"] <= east


def placed(row: Row, value: str) -> bool:
    return (row["lat"] is not None) == (value == "true")


def among(field: str) -> Callable[[Row, str], bool]:
    return lambda row, value: row[field] in value.split(",")


def end_of(value: str) -> str:
    return value if "T" in value else value + "T23:59:59Z"


def start_of(value: str) -> str:
    return value if "T" in value else value + "T00:00:00Z"


TESTS: dict[str, Callable[[Row, str], bool]] = {
    **{name: among(name) for name in ("country", "admin1", "outcome", "population", "qualifier", "basis", "stance", "claimant")},
    "event": among("event"),
    "document": among("document"),
    "source_kind": among("claimant_kind"),
    "cause": among("cause_code"),
    "source": lambda c, v: c["claimant"] in v.split(",") or c["relay"] in v.split(","),
    "vague": lambda c, v: (c["qualifier"] == "vague") == (v == "true"),
    "date_from": lambda c, v: (c["window_end"] or c["window_start"] or "") >= v,
    "date_to": lambda c, v: (c["window_start"] or c["window_end"] or "9") <= v,
    "as_of_from": lambda c, v: (c["as_of"] or "") >= start_of(v),
    "as_of_to": lambda c, v: (c["as_of"] or "9") <= end_of(v),
    "published_from": lambda c, v: (c["published"] or "") >= start_of(v),
    "published_to": lambda c, v: (c["published"] or "9") <= end_of(v),
    "updated_since": lambda c, v: max(c["known_at"], c["retired_at"] or "") >= v,
    "min": lambda c, v: c["low"] is not None and c["low"] >= int(v),
    "max": lambda c, v: c["high"] is not None and c["high"] <= int(v),
    "q": lambda c, v: v in c["sentence"].split(),
    "bbox": inside,
    "placed": placed,
}
EVENT_TESTS: dict[str, Callable[[Row, str], bool]] = {
    "event": among("id"),
    "country": among("country"),
    "admin1": among("admin1"),
    "cause": among("cause"),
    "bbox": inside,
    "placed": placed,
    "date_from": lambda e, v: (e["last_day"] or e["first_day"] or "") >= v,
    "date_to": lambda e, v: (e["first_day"] or e["last_day"] or "9") <= v,
    "has_conflict": lambda e, v: e["conflicts"] is not None and (e["conflicts"] > 0) == (v == "true"),
    "updated_since": lambda e, v: e["updated_at"] >= v,
    "min": lambda e, v: e["killed_low"] is not None and e["killed_low"] >= int(v),
    "max": lambda e, v: e["killed_high"] is not None and e["killed_high"] <= int(v) and e["killed_open"] == 0,
}


def event_level(e: Row, asked: Mapping[str, str]) -> bool:
    return all(test(e, asked[name]) for name, test in EVENT_TESTS.items() if name in asked)
