"""The store as its writer sees it: transactions under a fence, the change feed, raw bytes, problems, runs.

What is said of documents, events and feeds is written by `db/documents.py`, `db/events.py` and `db/feeds.py`, all through here.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aggregator.core.errors import NotFound, StoreError
from aggregator.core.model import Snapshot
from db import rows
from db.connect import PATIENCE_MS, brief_writer, refused, transaction, writer
from db.migrations import known_steps, migrate, pending

if TYPE_CHECKING:
    from sqlite_utils import Database

Clock = Callable[[], datetime]
Fence = Callable[["Database"], None]


class Store:
    """The database as its one writer sees it. `clock` gives the time; `fence` is asked inside every transaction whether
    this process may still write (it raises LeaseLost where not)."""

    def __init__(self, database: Database, clock: Clock, *, fence: Fence | None = None) -> None:
        self.database, self.clock, self.fence = database, clock, fence

    @classmethod
    def open(cls, path: Path, clock: Clock, *, make: bool = True) -> Store:
        """Open the store at `path`; with `make`, create it and bring it to this version's schema.

        Raises StoreError when it cannot be opened, or lacks steps of the schema and `make` is false.
        """
        database = writer(path, create=make)
        try:
            if make:
                migrate(database)
            elif missing := pending(database):
                raise StoreError(f"{path} lacks {', '.join(missing)}: run `python -m aggregator migrate`")
        except BaseException:
            database.close()
            raise
        return cls(database, clock)

    @classmethod
    def brief(cls, path: Path, clock: Clock, *, patience_ms: int = PATIENCE_MS) -> Store:
        """Open the store at `path` for a short command or transaction: quicker and smaller than `open`, and never makes one.

        Raises StoreError when there is none, or it lacks steps of the schema.
        """
        store = cls(brief_writer(path, patience_ms=patience_ms), clock)
        try:
            with refused(Path(path.name)):
                applied = {row["name"] for row in store.all("SELECT name FROM _sqlite_migrations")}
            if missing := [step for step in known_steps() if step not in applied]:
                raise StoreError(f"the database lacks {', '.join(missing)}: run `python -m aggregator migrate`")
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close the connection; SQLite folds the write-ahead log back when the last one goes."""
        self.database.close()

    @contextmanager
    def writing(self) -> Iterator[str]:
        """One transaction; gives the `known_at` of its rows. Nothing is written when the fence or SQLite says no."""
        with transaction(self.database):
            if self.fence:
                self.fence(self.database)
            yield self._now()

    def _now(self) -> str:
        """The time of knowing: the clock's, but never before the last change's, lest a clock set back disorder the history.

        A last change more than a day ahead is a clock that was wrong then; it is not followed.
        """
        now = self.clock()
        last = self.one("SELECT at FROM changes ORDER BY seq DESC LIMIT 1")
        ahead = rows.moment_of(last["at"]) if last else None
        return rows.learned(ahead if ahead and now < ahead < now + timedelta(days=1) else now)

    def all(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[dict[str, Any]]:
        """Return every row of a query as a dict by column name."""
        with refused(None):
            cursor = self.database.conn.execute(sql, parameters)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def one(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> dict[str, Any] | None:
        """Return the first row of a query, or None."""
        found = self.all(sql, parameters)
        return found[0] if found else None

    def insert(self, table: str, row: Mapping[str, Any], *, ignore: bool = False) -> int:
        """Insert one row inside the caller's transaction and return its rowid."""
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        how = "INSERT OR IGNORE" if ignore else "INSERT"
        cursor = self.database.conn.execute(f"{how} INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
        return int(cursor.lastrowid or 0)

    def changed(self, at: str, kind: str, op: str, ids: Iterable[str]) -> None:
        """Add rows to the change feed inside the caller's transaction."""
        self.database.conn.executemany(
            "INSERT INTO changes (at, kind, id, op) VALUES (?, ?, ?, ?)", [(at, kind, one, op) for one in ids]
        )

    def revision(self) -> int:
        """Return the number of the last change: the same number, the same data."""
        row = self.one("SELECT max(seq) AS n FROM changes")
        return int(row["n"] or 0) if row else 0

    def keep_snapshot(self, snapshot: Snapshot, options: Mapping[str, object] | None = None) -> str:
        """Store the bytes of a reply or file, compressed, once; return the id of the snapshot's row.

        The id joins source, bytes and what the caller said of them (`options`: JSON values): the same bytes from two sources, or
        ingested again with another date, are two snapshots of one blob.
        """
        body = Snapshot.digest(snapshot.body)
        said = json.dumps(dict(options or {}), sort_keys=True)
        identity = hashlib.sha256(f"{snapshot.source}/{said}/{body}".encode()).hexdigest()
        if self.one("SELECT 1 FROM snapshots WHERE id = ?", [identity]):
            return identity
        packed = zlib.compress(snapshot.body, 6)
        encoding, stored = ("zlib", packed) if len(packed) < len(snapshot.body) else ("raw", snapshot.body)
        with self.writing():
            blob = {"hash": body, "size": len(snapshot.body), "encoding": encoding, "bytes": stored}
            self.insert("blobs", blob, ignore=True)
            row = {
                "id": identity,
                "source": snapshot.source,
                "url": snapshot.url,
                "blob": body,
                "media_type": snapshot.media_type,
                "charset": snapshot.charset,
                "status": snapshot.status,
                "etag": snapshot.etag,
                "last_modified": snapshot.last_modified,
                "fetched_at": rows.said(snapshot.fetched_at),
                "options": said,
            }
            self.insert("snapshots", row, ignore=True)
        return identity

    def read_by(self, snapshot: str) -> str | None:
        """Return the versions that read a snapshot through to its end, or None when none has."""
        row = self.one("SELECT read_by FROM snapshots WHERE id = ?", [snapshot])
        return row["read_by"] if row else None

    def mark_read(self, snapshot: str, versions: str) -> None:
        """Note that these versions read the snapshot through to its end."""
        if self.read_by(snapshot) != versions:
            with self.writing():
                self.database.conn.execute("UPDATE snapshots SET read_by = ? WHERE id = ?", [versions, snapshot])

    def snapshot(self, identity: str) -> Snapshot:
        """Return a stored snapshot with its bytes as they came; raise NotFound, or StoreError when they are damaged."""
        row = self.one("SELECT * FROM snapshots s JOIN blobs b ON s.blob = b.hash WHERE s.id = ?", [identity])
        if row is None:
            raise NotFound("snapshot", identity)
        try:
            body: bytes = zlib.decompress(row["bytes"]) if row["encoding"] == "zlib" else row["bytes"]
        except zlib.error as error:
            raise StoreError(f"the stored bytes of snapshot {identity} are damaged: {error}") from error
        if Snapshot.digest(body) != row["hash"]:
            raise StoreError(f"the stored bytes of snapshot {identity} are not the ones that came: their hash differs")
        return Snapshot(
            id=row["hash"],
            source=row["source"],
            url=row["url"],
            body=body,
            media_type=row["media_type"],
            charset=row["charset"],
            status=row["status"],
            etag=row["etag"],
            last_modified=row["last_modified"],
            fetched_at=datetime.fromisoformat(row["fetched_at"]),
        )

    def snapshots(self, *, since: datetime | None = None, unread: bool = False) -> list[tuple[str, str, dict[str, object]]]:
        """Return (id, source, options) of the snapshots, oldest first: of all, those since a moment, those not read through."""
        found = self.all(
            "SELECT id, source, options FROM snapshots WHERE (?1 IS NULL OR fetched_at >= ?1) AND (NOT ?2 OR read_by IS NULL) "
            "ORDER BY fetched_at, rowid",
            [rows.said(since), unread],
        )
        return [(row["id"], row["source"], json.loads(row["options"])) for row in found]

    def problem(self, origin: str, kind: str, reason: str, *, snapshot: str | None = None) -> None:
        """Record that an input could not be used; the same again changes nothing."""
        seen = self.one("SELECT resolved_at FROM problems WHERE origin = ? AND kind = ? AND reason = ?", [origin, kind, reason])
        if seen and seen["resolved_at"] is None:
            return
        with self.writing() as at:
            self.database.conn.execute(
                "INSERT INTO problems (known_at, origin, kind, reason, snapshot) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (origin, kind, reason) DO UPDATE SET resolved_at = NULL, known_at = excluded.known_at",
                [at, origin, kind, reason, snapshot],
            )

    def open_problems(self, snapshot: str) -> list[str]:
        """Return what could not be used of a snapshot, each as its origin and the reason."""
        found = self.all("SELECT origin, reason FROM problems WHERE snapshot = ? AND resolved_at IS NULL ORDER BY id", [snapshot])
        return [row["reason"] if row["origin"] in row["reason"] else f"{row['origin']}: {row['reason']}" for row in found]

    def solved(self, origin: str, *, snapshot: str | None = None, but: Collection[str] = ()) -> None:
        """Note that what once could not be used of an input now can, all but the reasons that were given again."""
        found = self.all(
            "SELECT id, reason FROM problems WHERE (origin = ? OR snapshot = ?) AND resolved_at IS NULL", [origin, snapshot]
        )
        if gone := [row["id"] for row in found if row["reason"] not in but]:
            with self.writing() as at:
                self.database.conn.executemany("UPDATE problems SET resolved_at = ? WHERE id = ?", [(at, one) for one in gone])

    def last_version(self) -> str | None:
        """Return what read and grouped last, or None before the first run."""
        row = self.one("SELECT code_version FROM runs ORDER BY id DESC LIMIT 1")
        return row["code_version"] if row else None

    def record_run(self, kind: str, *, started: datetime, version: str, policy: str, counts: Mapping[str, int]) -> int:
        """Record a finished run with what it counted; return its id."""
        with self.writing() as at:
            row = {
                "kind": kind,
                "started_at": rows.learned(started),
                "finished_at": at,
                "code_version": version,
                "policy": policy,
                "counts": json.dumps(counts, sort_keys=True),
            }
            return self.insert("runs", row)
