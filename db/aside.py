"""What is set aside because grouping it raised: documents and events, each a row of `poison` and an open problem.

A document is tried again when something about it is new (it is then `pending`), when everything is grouped, and after a day; an
event, which meanwhile stays as it stands, when everything is grouped or what it holds has changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from db import rows
from db.store import Store

AFTER = timedelta(days=1)
KIND = "grouping"
LONGEST = 300


def held(store: Store, noun: str, *, for_long: bool = False) -> set[str]:
    """Return the ids of the documents or events (`noun`) that are set aside, with `for_long` those last tried a day ago."""
    until = rows.learned(store.clock() - AFTER) if for_long else None
    mark = _mark(noun, "")
    found = store.all("SELECT id FROM poison WHERE id GLOB ?1 || '*' AND (?2 IS NULL OR last_at <= ?2)", [mark, until])
    return {row["id"].removeprefix(mark) for row in found}


def set_aside(store: Store, at: str, noun: str, identity: str, fault: str, about: str) -> None:
    """Set one aside inside the caller's transaction; `fault` is what was raised, `about` its title."""
    told = f"{fault[:LONGEST]} ({about[:LONGEST]})" if about else fault[:LONGEST]
    origin, reason = f"{noun} {identity}", f"could not be grouped, and waits: {told}"
    store.database.conn.execute(
        "INSERT INTO poison (id, origin, tries, reason, first_at, last_at, quarantined_at) VALUES (?1, ?2, 1, ?3, ?4, ?4, ?4) "
        "ON CONFLICT (id) DO UPDATE SET tries = tries + 1, reason = ?3, last_at = ?4",
        [_mark(noun, identity), origin, reason, at],
    )
    store.problem(origin, KIND, reason)
    store.solved(origin, but=[reason])


def taken_back(store: Store, noun: str, ids: Iterable[str]) -> None:
    """Note inside the caller's transaction that these are grouped after all, or gone."""
    for identity in sorted(ids):
        store.database.conn.execute("DELETE FROM poison WHERE id = ?", [_mark(noun, identity)])
        store.solved(f"{noun} {identity}")


def _mark(noun: str, identity: str) -> str:
    return f"{KIND}/{noun}/{identity}"
