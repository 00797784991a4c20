"""Events with their estimates and relations: what no longer holds retires, what is new is inserted, what is the same stays.

An event's id is minted once and kept: a regrouped event keeps the id of the old event with which it shares most claims. An old
event whose claims went elsewhere redirects (`merged_into`); a part that was split off says so (`split_from`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from aggregator.core.leading import scope, slow
from aggregator.core.model import Basis, Estimate, Event, Outcome, content_id
from db import facets_of_events
from db.ranges import other_bests, set_estimates, set_relations
from db.store import Store

Members = tuple[frozenset[str], frozenset[str]]

HEADER = (
    "title", "sentence", "country", "admin1", "place_text", "place_name", "lat", "lon", "place_precision", "geoname",
    "first_day", "last_day", "days_basis", "cause", "documents", "claims", "claimants", "conflicts",
    "killed_low", "killed_high", "killed_open", "killed_best", "killed_best_claim", "killed_bests",
)  # fmt: skip
MERGED = "merged into another event"
EMPTIED = "none of its claims stands"
SPLIT_OFF = "its claims went to other events"


def pending(store: Store, most: int | None = None) -> list[str]:
    """Return the documents, oldest first, whose events are still to be regrouped."""
    return [
        row["document"]
        for row in store.all(
            "SELECT p.document FROM pending p CROSS JOIN documents d ON d.id = p.document ORDER BY d.seq LIMIT ?", [most or -1]
        )
    ]


def memberships(store: Store, ids: Collection[str] | None = None) -> dict[str, Members]:
    """Return the claims and documents of every standing event, or of those in which one of these documents is."""
    if ids is None:
        wanted = {row["id"] for row in store.all("SELECT id FROM events WHERE retired_at IS NULL")}
    else:
        asked = [store.all("SELECT event FROM event_documents WHERE document = ? AND retired_at IS NULL", [one]) for one in ids]
        wanted = {row["event"] for found in asked for row in found}
    return {event: (frozenset(_claims(store, event)), frozenset(_documents(store, event))) for event in sorted(wanted)}


def unruled(store: Store, ids: Collection[str]) -> set[str]:
    """Return those of these events whose estimates were made before the store kept what every rule chooses."""
    found = store.all("SELECT DISTINCT event FROM estimates WHERE bests IS NULL AND retired_at IS NULL")
    return {row["event"] for row in found} & set(ids)


def replace(store: Store, old: Collection[str], new: Sequence[tuple[Event, str]], at: str, run: int | None = None) -> None:
    """Put the `new` events (each with its title) in the place of the `old` ones, inside the caller's transaction.

    `new` must hold every claim that stands in `old`. Rows that came out the same are not touched.
    """
    home = {claim: event for event in sorted(old) for claim in _claims(store, event)}
    claims = [dict.fromkeys(figure.claim.id for figure in event.figures) for event, _ in new]
    origins = [Counter(home[claim] for claim in each if claim in home) for each in claims]
    identities = _ids(store, origins, [event for event, _ in new])
    chosen = set(identities)
    into: dict[str, Counter[str]] = {event: Counter() for event in old}
    for identity, (event, title), of in zip(identities, new, origins, strict=True):
        for origin, shared in of.items():
            into[origin][identity] += shared
        split = next((origin for origin, _ in of.most_common() if origin in chosen), None) if identity not in into else None
        _write(store, identity, event, title, at, split_from=split)
        _members(store, identity, event, at)
        set_estimates(store, identity, event.estimates, at, run)
        set_relations(store, identity, event.relations, at, run)
    for gone in sorted(into.keys() - chosen):
        heirs = into[gone].most_common()
        _retire(store, gone, heirs[0][0] if heirs else None, len(heirs), at)
    facets_of_events.say(store.database.conn.execute, identities)


def _claims(store: Store, event: str) -> set[str]:
    return {row["claim"] for row in store.all("SELECT claim FROM event_claims WHERE event = ? AND retired_at IS NULL", [event])}


def _documents(store: Store, event: str) -> set[str]:
    return {
        row["document"]
        for row in store.all("SELECT document FROM event_documents WHERE event = ? AND retired_at IS NULL", [event])
    }


def _ids(store: Store, origins: Sequence[Mapping[str, int]], new: Sequence[Event]) -> list[str]:
    """The id of each new event: of the old one it shares most claims with, else a new one; the largest overlaps choose first.

    `origins` tell of each how many claims it shares with which old events.
    """
    known = {old for each in origins for old in each}
    ages = {row["id"]: row["seq"] for old in known for row in store.all("SELECT id, seq FROM events WHERE id = ?", [old])}
    overlaps = sorted((-shared, ages.get(old, 0), i, old) for i, each in enumerate(origins) for old, shared in each.items())
    chosen: dict[int, str] = {}
    taken = set[str]()
    for _, _, i, old in overlaps:
        if i not in chosen and old not in taken:
            chosen[i] = old
            taken.add(old)
    return [chosen[i] if i in chosen else _mint(store, event) for i, event in enumerate(new)]


def _mint(store: Store, event: Event) -> str:
    """A new id, made from the event's first claim so that the same start gives the same id; never one that was used."""
    first = min((figure.claim.id for figure in event.figures), default=min(event.documents))
    nth = 0
    while store.one("SELECT 1 FROM events WHERE id = ?", [identity := content_id("event", first, nth)]):
        nth += 1
    return identity


def header(event: Event, title: str) -> dict[str, Any]:
    """Return the columns of `events` that describe an event as it now is."""
    toll = _toll(event.estimates, event.cause)
    return {
        "title": title,
        "sentence": event.sentence,
        "country": event.place.country,
        "admin1": event.place.admin1,
        "place_text": event.place.text,
        "place_name": event.place.name,
        "lat": event.place.lat,
        "lon": event.place.lon,
        "place_precision": event.place.precision.value if event.place.precision else None,
        "geoname": event.place.geoname,
        "first_day": event.first_day.isoformat() if event.first_day else None,
        "last_day": event.last_day.isoformat() if event.last_day else None,
        "days_basis": event.days_basis if event.first_day else None,
        "cause": event.cause,
        "documents": len(event.documents),
        "claims": len(event.figures),
        "claimants": len({figure.claimant for figure in event.figures}),
        "conflicts": sum(relation.type.value.startswith("conflict") for relation in event.relations),
        "killed_low": toll.low if toll else None,
        "killed_high": toll.high if toll else None,
        "killed_open": int(toll.high_open) if toll else None,
        "killed_best": toll.best if toll else None,
        "killed_best_claim": toll.best_claim if toll else None,
        "killed_bests": other_bests(toll) if toll else None,
    }


def _toll(estimates: Sequence[Estimate], cause: str | None) -> Estimate | None:
    """The whole toll of killed that the event's sentence tells: of the incident where it has one, else the running total."""
    told = (Basis.INCIDENT, Basis.CUMULATIVE, *((Basis.PERIOD,) if slow(cause) else ()))
    whole = [
        estimate
        for estimate in estimates
        if estimate.outcome is Outcome.KILLED and estimate.population == "all" and estimate.group == "all"
    ]
    return min((e for e in whole if e.basis in told), key=lambda e: scope(e, cause), default=None)


def _write(store: Store, identity: str, event: Event, title: str, at: str, *, split_from: str | None) -> None:
    """Insert the event's row, or change it where it differs; what it said until now stays in `event_versions`."""
    now = header(event, title)
    standing = store.one("SELECT * FROM events WHERE id = ?", [identity])
    if standing is None:
        store.insert("events", {"id": identity, **now, "known_at": at, "updated_at": at, "split_from": split_from})
    elif {name: standing[name] for name in HEADER} == now:
        return
    else:
        names = ", ".join(f"{name} = ?" for name in HEADER)
        store.database.conn.execute(
            f"UPDATE events SET {names}, said = NULL, updated_at = ? WHERE id = ?",
            [*(now[name] for name in HEADER), at, identity],
        )
        store.database.conn.execute(
            "UPDATE event_versions SET retired_at = ? WHERE event = ? AND retired_at IS NULL", [at, identity]
        )
    store.database.conn.execute(
        "INSERT INTO event_versions (event, known_at, header) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (event, known_at) DO UPDATE SET header = ?3, retired_at = NULL",
        [identity, at, json.dumps(now, ensure_ascii=False)],
    )
    store.changed(at, "event", "upsert", [identity])


def _retire(store: Store, identity: str, heir: str | None, heirs: int, at: str) -> None:
    """Retire an event with all that hangs on it; its id redirects to the heir."""
    reason = EMPTIED if heir is None else MERGED if heirs == 1 else SPLIT_OFF
    conn = store.database.conn
    conn.execute(
        "UPDATE events SET retired_at = ?1, updated_at = ?1, retired_reason = ?2, merged_into = ?3 WHERE id = ?4",
        [at, reason, heir, identity],
    )
    for table in ("event_versions", "event_claims", "event_documents"):
        conn.execute(f"UPDATE {table} SET retired_at = ? WHERE event = ? AND retired_at IS NULL", [at, identity])
    conn.execute("UPDATE claims SET event = NULL WHERE event = ? AND retired_at IS NULL", [identity])
    set_estimates(store, identity, (), at, None)
    set_relations(store, identity, (), at, None)
    store.changed(at, "event", "tombstone", [identity])


def _members(store: Store, identity: str, event: Event, at: str) -> None:
    """Make the event's claims and documents these; a claim's row points to the event it is now in, or was in when it retired."""
    conn = store.database.conn
    for table, column, wanted in (
        ("event_claims", "claim", {figure.claim.id for figure in event.figures}),
        ("event_documents", "document", set(event.documents)),
    ):
        found = store.all(f"SELECT {column} FROM {table} WHERE event = ? AND retired_at IS NULL", [identity])
        standing = {row[column] for row in found}
        conn.executemany(
            f"UPDATE {table} SET retired_at = ? WHERE event = ? AND {column} = ? AND retired_at IS NULL",
            [(at, identity, gone) for gone in sorted(standing - wanted)],
        )
        conn.executemany(
            f"INSERT INTO {table} (event, {column}, known_at) VALUES (?, ?, ?) "
            f"ON CONFLICT (event, {column}, known_at) DO UPDATE SET retired_at = NULL",
            [(identity, come, at) for come in sorted(wanted - standing)],
        )
        if column == "claim":
            conn.executemany(
                "UPDATE claims SET event = NULL WHERE id = ? AND event = ? AND retired_at IS NULL",
                [(gone, identity) for gone in sorted(standing - wanted)],
            )
            conn.executemany("UPDATE claims SET event = ? WHERE id = ?", [(identity, come) for come in sorted(wanted - standing)])


def done(store: Store, ids: Iterable[str]) -> None:
    """Note inside the caller's transaction that these documents' events are regrouped."""
    store.database.conn.executemany("DELETE FROM pending WHERE document = ?", [(one,) for one in ids])
