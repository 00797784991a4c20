"""What we fetch on a schedule and how it fares: a row a source, a row an attempt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from aggregator.core.model import Source
from db import rows
from db.store import Store

COLUMNS = ("name", "publisher", "kind", "format", "url", "homepage", "language", "licence", "enabled", "every_minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a source fares: failures and unchanged rounds in a row, when it is next due, what its last reply said of itself."""

    id: str
    failures: int = 0
    unchanged: int = 0
    next_due: datetime | None = None
    last_success: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One round of one source: `outcome` is ok, not_modified, stopped, or the kind of failure that `error` words."""

    feed: str
    started: datetime
    outcome: str
    error: str | None = None
    status: int | None = None
    bytes: int | None = None
    documents: int = 0
    claims: int = 0
    etag: str | None = None
    last_modified: str | None = None

    @property
    def failed(self) -> bool:
        return self.outcome not in ("ok", "not_modified", "stopped")


def sync(store: Store, sources: Iterable[Source], *, whole: bool = True) -> None:
    """Make `feeds` hold these sources; with `whole`, one that is not among them is switched off, its history stays."""
    wanted = {
        source.id: [*(str(getattr(source, name)) for name in COLUMNS[:-2]), int(source.enabled), source.every_minutes]
        for source in sources
    }
    held = {row["id"]: [row[name] for name in COLUMNS] for row in store.all("SELECT * FROM feeds")}
    changed = {name: row for name, row in wanted.items() if held.get(name) != row}
    gone = [name for name, row in held.items() if whole and name not in wanted and row[COLUMNS.index("enabled")]]
    if not changed and not gone:
        return
    names, marks = ", ".join(COLUMNS), ", ".join("?" for _ in COLUMNS)
    updates = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS)
    with store.writing():
        store.database.conn.executemany(
            f"INSERT INTO feeds (id, {names}) VALUES (?, {marks}) ON CONFLICT (id) DO UPDATE SET {updates}",
            [(name, *row) for name, row in changed.items()],
        )
        store.database.conn.executemany("UPDATE feeds SET enabled = 0 WHERE id = ?", [(name,) for name in gone])


def states(store: Store) -> dict[str, State]:
    """Return the state of every source by id."""
    return {
        row["id"]: State(
            id=row["id"],
            failures=row["failures"],
            unchanged=row["unchanged"],
            next_due=rows.moment_of(row["next_due"]),
            last_success=rows.moment_of(row["last_success"]),
            etag=row["etag"],
            last_modified=row["last_modified"],
        )
        for row in store.all("SELECT * FROM feeds ORDER BY id")
    }


# A round's mark on its source: a failure counts up, what went through settles; a tag is kept only from a reply read through.
SETTLE = """
UPDATE feeds SET last_attempt = :now, last_outcome = :outcome, last_error = :error, next_due = :due,
    failures = CASE WHEN :failed THEN failures + 1 WHEN :settled THEN 0 ELSE failures END,
    unchanged = CASE WHEN :changed THEN 0 WHEN :settled THEN unchanged + 1 ELSE unchanged END,
    last_success = CASE WHEN :settled THEN :now ELSE last_success END,
    last_change = CASE WHEN :changed THEN :now ELSE last_change END,
    etag = CASE WHEN :settled THEN coalesce(:etag, CASE WHEN :ok THEN NULL ELSE etag END) ELSE etag END,
    last_modified = CASE WHEN :settled THEN coalesce(:modified, CASE WHEN :ok THEN NULL ELSE last_modified END)
        ELSE last_modified END,
    documents = documents + :documents
WHERE id = :id
"""


def record(store: Store, attempt: Attempt, *, next_due: datetime) -> None:
    """Record a finished round: the attempt's row, and on the source's own row what came of it and when it is next due.

    A reply's tag and date are kept only from a round that read the reply through, so that a round cut short is fetched again.
    """
    changed = attempt.outcome == "ok" and attempt.documents > 0
    with store.writing():
        now = rows.learned(store.clock())
        row = {
            "feed": attempt.feed,
            "started_at": rows.learned(attempt.started),
            "finished_at": now,
            "outcome": attempt.outcome,
            "status": attempt.status,
            "bytes": attempt.bytes,
            "documents": attempt.documents,
            "claims": attempt.claims,
            "error": attempt.error,
        }
        store.insert("attempts", row)
        store.database.conn.execute(
            SETTLE,
            {
                "id": attempt.feed,
                "now": now,
                "outcome": attempt.outcome,
                "error": attempt.error,
                "due": rows.learned(next_due),
                "failed": attempt.failed,
                "settled": attempt.outcome in ("ok", "not_modified"),
                "ok": attempt.outcome == "ok",
                "changed": changed,
                "etag": attempt.etag,
                "modified": attempt.last_modified,
                "documents": attempt.documents,
            },
        )
