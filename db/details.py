"""What the service shows of one source or document beyond its row: how a source compares, a text that may be shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from aggregator.core import vocab
from aggregator.core.errors import NotFound, QueryTooLong
from db.queries import Statement
from db.reading import Reading

Counted = TypeVar("Counted")
MOST_OTHERS = 50
BRIEFLY = 0.5  # seconds: what a page can do without may take so long

COMPARED = """
WITH pairs AS (
    SELECT CASE WHEN a.claimant = :id THEN b.claimant ELSE a.claimant END AS other,
           CASE WHEN a.claimant = :id THEN b.claimant_name ELSE a.claimant_name END AS name,
           r.event AS event, r.type AS type,
           CASE WHEN a.claimant = :id THEN a.low ELSE b.low END AS own_low,
           CASE WHEN a.claimant = :id THEN b.low ELSE a.low END AS other_low,
           CASE WHEN a.claimant = :id THEN ifnull(a.high, a.low) ELSE ifnull(b.high, b.low) END AS own_top,
           CASE WHEN a.claimant = :id THEN ifnull(b.high, b.low) ELSE ifnull(a.high, a.low) END AS other_top
    FROM relations r JOIN claims a ON a.id = r.a JOIN claims b ON b.id = r.b
    WHERE r.retired_at IS NULL AND a.claimant <> b.claimant AND a.outcome = b.outcome
      AND r.rowid IN (
        SELECT k.rowid FROM claims c JOIN relations k ON k.a = c.id WHERE c.claimant = :id
        UNION SELECT k.rowid FROM claims c JOIN relations k ON k.b = c.id WHERE c.claimant = :id)
)
SELECT other, min(name), count(DISTINCT event), sum(type LIKE 'conflict%'),
       sum(type IN ('compatible', 'refines', 'rounding', 'confirms')),
       sum(type LIKE 'conflict%' AND own_low > other_top), sum(type LIKE 'conflict%' AND own_top < other_low)
FROM pairs GROUP BY other ORDER BY 4 DESC, 3 DESC, 1 LIMIT :most
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How a source stands to another on the events both speak of; `higher` and `lower` count its own side of the conflicts."""

    claimant: str
    name: str
    events: int
    conflicts: int
    agreements: int
    higher: int
    lower: int


def compared(reading: Reading, source: str, *, briefly: bool = False) -> list[Compared]:
    """Return the claimants that share events with this source, those it conflicts with most first."""
    statement = Statement(sql=COMPARED, values={"id": source, "most": MOST_OTHERS})
    rows = reading.rows(statement, budget=BRIEFLY if briefly else None)
    return [
        Compared(claimant=r[0], name=r[1], events=r[2], conflicts=r[3], agreements=r[4], higher=r[5] or 0, lower=r[6] or 0)
        for r in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """What carried a source's claims here: a feed and how it fares, or files ingested by hand (`name` is then empty)."""

    name: str
    enabled: bool
    failures: int
    last_outcome: str | None
    last_success: str | None
    documents: int
    claims: int
    latest: str | None


CARRIED = """
SELECT ifnull(f.name, ''), f.enabled, f.failures, f.last_outcome, f.last_success, count(DISTINCT d.id), count(*), max(c.published)
FROM claims c JOIN documents d ON d.id = c.document LEFT JOIN feeds f ON f.id = d.source
WHERE c.claimant = :id AND c.retired_at IS NULL GROUP BY f.id ORDER BY 7 DESC LIMIT :most
"""


def carriers(reading: Reading, source: str) -> list[Carrier]:
    """Return the feeds that carried this source's standing claims, and how each fares, the one with most claims first.

    Raises QueryTooLong after a short time, as `compared` with `briefly` does.
    """
    rows = reading.rows(Statement(sql=CARRIED, values={"id": source, "most": MOST_OTHERS}), budget=BRIEFLY)
    return [
        Carrier(
            name=r[0],
            enabled=bool(r[1]),
            failures=r[2] or 0,
            last_outcome=r[3],
            last_success=r[4],
            documents=r[5],
            claims=r[6],
            latest=r[7],
        )
        for r in rows
    ]


def unless_too_long(count: Callable[[], list[Counted]]) -> list[Counted] | None:
    """Return what is counted, None where that takes too long: a page is shown without it."""
    try:
        return count()
    except QueryTooLong:
        return None


def may_be_shown(licence: str | None) -> bool:
    """Return whether a licence, as stated, lets us serve a document's whole text."""
    return any(re.fullmatch(entry["pattern"], (licence or "").strip(), re.I) for entry in vocab.read("licences")["open"])


def open_text(reading: Reading, document: str) -> str | None:
    """Return a document's text where its licence, or its feed's, allows; else None. Raises NotFound."""
    sql = "SELECT d.text, d.licence, f.licence FROM documents d LEFT JOIN feeds f ON f.id = d.source WHERE d.id = :id"
    rows: list[tuple[Any, ...]] = reading.rows(Statement(sql=sql, values={"id": document}))
    if not rows:
        raise NotFound("document", document)
    text, licence, feed_licence = rows[0]
    return str(text) if may_be_shown(licence or feed_licence) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the store holds now; `changed` is the moment of the last change."""

    documents: int
    claims: int
    events: int
    conflicts: int
    feeds: int
    failing: int
    changed: str | None


TOTALS = """SELECT
 (SELECT count(*) FROM documents WHERE retired_at IS NULL), (SELECT count(*) FROM claims WHERE retired_at IS NULL),
 (SELECT count(*) FROM events WHERE retired_at IS NULL),
 (SELECT count(*) FROM relations WHERE retired_at IS NULL AND type LIKE 'conflict%'),
 (SELECT count(*) FROM feeds WHERE enabled = 1), (SELECT count(*) FROM feeds WHERE enabled = 1 AND failures > 0),
 (SELECT at FROM changes ORDER BY seq DESC LIMIT 1)"""
PROBLEMS = "SELECT known_at, origin, kind, reason FROM problems WHERE resolved_at IS NULL ORDER BY id DESC LIMIT 20"


def totals(reading: Reading) -> Totals:
    """Return how much the store holds."""
    row = reading.rows(Statement(sql=TOTALS, values={}))[0]
    return Totals(documents=row[0], claims=row[1], events=row[2], conflicts=row[3], feeds=row[4], failing=row[5], changed=row[6])


def problems(reading: Reading) -> list[tuple[Any, ...]]:
    """Return the latest inputs that could not be used and are not mended: when, where, what kind, why."""
    return reading.rows(Statement(sql=PROBLEMS, values={}))
