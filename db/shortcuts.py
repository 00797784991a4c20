"""Where to look for what no plain index finds quickly: the claims of a few days, and words that many claims hold.

A shortcut only narrows where SQLite looks; every condition of the question is still asked of what it finds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.values import Value

NARROW = 31  # days: over longer spans so many windows overlap that reading in order finds a page sooner
CLASSES = (1, 8, 64, 512, 4096)  # days: a window is of the first class that it fits in, else of one more
BEGIN, END = "coalesce(window_start, window_end)", "coalesce(window_end, window_start)"
LENGTH = f"julianday({END}) - julianday({BEGIN})"
# the words of the index claims_days (db/schema/007_overlaps.sql): SQLite uses it where they are the same
CLASS = f"CASE {' '.join(f'WHEN {LENGTH} < {days} THEN {n}' for n, days in enumerate(CLASSES))} ELSE {len(CLASSES)} END"
STRETCHES = " UNION ALL ".join(
    f"SELECT seq FROM claims WHERE {CLASS} = {n} AND {END} BETWEEN :date_from_0 AND :until_{n} AND {BEGIN} <= :date_to_0"
    for n in range(len(CLASSES) + 1)
)
WORDS = "c.seq IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH {})"


def overlapping(filters: Mapping[str, tuple[Value, ...]], values: dict[str, Value]) -> str:
    """Return the condition that finds the claims of a few days by the index `claims_days`; empty where many days are asked for.

    A window of at most N days that overlaps the days ends less than N days after them: so each class of windows is one short
    stretch of the index, and the few windows of years cost no other question anything. What is bound goes into `values`.
    """
    if "date_from" not in filters or "date_to" not in filters:
        return ""
    start, end = (date.fromisoformat(str(filters[name][0])) for name in ("date_from", "date_to"))
    if (end - start).days >= NARROW:
        return ""
    for number, days in enumerate((*CLASSES, date.max.toordinal())):
        latest = end + timedelta(days=min(days - 1, (date.max - end).days))
        values[f"until_{number}"] = latest.isoformat()
    return f"c.seq IN ({STRETCHES})"


def in_order_of_words(chosen: str) -> str:
    """Return the SELECT of the claims that hold some words, in the order of `seq`, by a walk of the word index in that order.

    It stops when the page is full; the plain one lists every match first.
    """
    _, _, rest = chosen.replace(WORDS.replace("{}", ":q_0"), "f.claims_fts MATCH :q_0").partition(" WHERE ")
    where = rest.replace("c.seq", "f.rowid")
    return f"SELECT f.rowid AS place FROM claims_fts f CROSS JOIN claims c ON c.seq = f.rowid WHERE {where}"
