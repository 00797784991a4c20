"""What a person wants to know of a store: what it holds, how its sources fare, and whether it is sound. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from db import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

COUNTED = ("documents", "claims", "events", "estimates", "relations")
QUIET_INTERVALS = 4
QUIET_AT_LEAST = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """How one source fares, in words and times. `quiet` says why nothing may have come for long, or is None."""

    id: str
    enabled: bool
    outcome: str | None
    error: str | None
    failures: int
    last_success: datetime | None
    last_change: datetime | None
    next_due: datetime | None
    documents: int
    quiet: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An input that could not be used."""

    known_at: datetime
    origin: str
    kind: str
    reason: str


def counts(database: Database) -> dict[str, int]:
    """Return how many rows stand of each kind, how many have retired, and what is waiting."""
    found = {}
    for table in COUNTED:
        standing, retired = database.execute(
            f"SELECT count(*) FILTER (WHERE retired_at IS NULL), count(*) FILTER (WHERE retired_at IS NOT NULL) FROM {table}"
        ).fetchone()
        found[table], found[f"{table}, retired"] = standing, retired
    for name, sql in (
        ("snapshots", "SELECT count(*) FROM snapshots"),
        ("snapshots not read through", "SELECT count(*) FROM snapshots WHERE read_by IS NULL"),
        ("documents to regroup", "SELECT count(*) FROM pending"),
        ("problems", "SELECT count(*) FROM problems WHERE resolved_at IS NULL"),
        ("quarantined", "SELECT count(*) FROM poison WHERE quarantined_at IS NOT NULL"),
        ("changes", "SELECT coalesce(max(seq), 0) FROM changes"),
    ):
        found[name] = database.execute(sql).fetchone()[0]
    return found


def read_by_others(database: Database, versions: str) -> int:
    """Return how many standing documents were read by other versions than these."""
    sql = "SELECT count(*) FROM documents WHERE retired_at IS NULL AND extracted_by IS NOT ?"
    return int(database.execute(sql, [versions]).fetchone()[0])


def feeds(database: Database, now: datetime) -> list[Feed]:
    """Return every source, those in trouble first."""
    found = [
        Feed(
            id=row["id"],
            enabled=bool(row["enabled"]),
            outcome=row["last_outcome"],
            error=row["last_error"],
            failures=row["failures"],
            last_success=rows.moment_of(row["last_success"]),
            last_change=rows.moment_of(row["last_change"]),
            next_due=rows.moment_of(row["next_due"]),
            documents=row["documents"],
            quiet=_quiet(row, now),
        )
        for row in database.query("SELECT * FROM feeds")
    ]
    return sorted(found, key=lambda feed: (not feed.enabled, feed.quiet is None, -feed.failures, feed.id))


def _quiet(row: rows.Row, now: datetime) -> str | None:
    """Why a source that is switched on has gone quiet, or None when it has not."""
    if not row["enabled"]:
        return None
    interval = timedelta(minutes=row["every_minutes"])
    if row["last_attempt"] is None:
        return None
    due = rows.moment_of(row["next_due"])
    if due is not None and now - due > interval * QUIET_INTERVALS + timedelta(minutes=5):
        return f"due since {rows.said(due)}, but no scheduler has fetched it"
    if row["failures"]:
        since = row["last_success"] or "never"
        return f"failing ({row['last_outcome']}, {row['failures']} in a row; last success {since}): {row['last_error']}"
    change = rows.moment_of(row["last_change"] or row["last_success"])
    if change is not None and now - change > max(interval * 4 * QUIET_INTERVALS, QUIET_AT_LEAST):
        return f"answers, but has brought nothing new since {rows.said(change)}"
    return str(row["last_error"]) if row["last_error"] else None


def troubles(database: Database, most: int = 10) -> list[Trouble]:
    """Return the latest inputs that could not be used."""
    sql = "SELECT * FROM problems WHERE resolved_at IS NULL ORDER BY known_at DESC, id DESC LIMIT ?"
    return [
        Trouble(known_at=datetime.fromisoformat(row["known_at"]), origin=row["origin"], kind=row["kind"], reason=row["reason"])
        for row in database.query(sql, [most])
    ]


def quarantine(database: Database) -> list[Trouble]:
    """Return the inputs that were set aside because reading them failed three times."""
    sql = "SELECT * FROM poison WHERE quarantined_at IS NOT NULL ORDER BY quarantined_at DESC"
    return [
        Trouble(
            known_at=datetime.fromisoformat(row["quarantined_at"]),
            origin=row["origin"],
            kind="quarantined",
            reason=row["reason"] or "",
        )
        for row in database.query(sql)
    ]


def last_change(database: Database) -> datetime | None:
    """Return when the store last learned something."""
    row = database.execute("SELECT at FROM changes ORDER BY seq DESC LIMIT 1").fetchone()
    return rows.moment_of(row[0]) if row else None


def damage(database: Database) -> list[str]:
    """Return what SQLite's own checks find wrong with the file: nothing, in a sound one."""
    found = [row[0] for row in database.execute("PRAGMA quick_check")]
    broken = [] if found == ["ok"] else found
    return broken + [
        f"{row[0]} row {row[1]} points to a missing {row[2]}" for row in database.execute("PRAGMA foreign_key_check")
    ]
