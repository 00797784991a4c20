"""A new database filled in bulk, for serving what an archive came to: rows in large transactions, indexes when all are in.

Only for a file that does not exist yet: it is written beside its place, without a journal, and moved there whole, so that a kill
leaves nothing that could be served. The schema is that of `db.migrations`; its indexes are dropped first and made again last.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aggregator.core.errors import StoreError
from db import rows
from db.connect import refused, transaction, writer
from db.migrations import migrate

if TYPE_CHECKING:
    from sqlite_utils import Database

CACHE_KIB = 256 * 1024
FED = "INSERT INTO changes (at, kind, id, op) SELECT ?, '{kind}', id, 'upsert' FROM {table} ORDER BY seq"
KINDS = {"documents": "document", "claims": "claim", "events": "event", "estimates": "estimate", "relations": "relation"}


class Bulk:
    """A database being filled. Every row gets the one `known_at` of the load."""

    def __init__(self, database: Database, at: str) -> None:
        self.database, self.at = database, at

    def insert(self, table: str, columns: Sequence[str], found: Iterable[Sequence[Any]]) -> int:
        """Insert rows in one transaction and return how many; one whose id is there already is left out."""
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        with transaction(self.database):
            cursor = self.database.conn.executemany(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", found)
        return int(cursor.rowcount)

    def run(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement in a transaction of its own."""
        with transaction(self.database):
            self.database.conn.execute(sql, parameters)


@contextmanager
def filling(path: Path, clock: Callable[[], datetime], *, said: Callable[[str], object] = str) -> Iterator[Bulk]:
    """Give a new database to fill; at the end make its indexes, search index and change feed, check it and put it in its place.

    Raises StoreError when there is a file already, when a row points to one that is missing, or when SQLite refuses.
    """
    if path.exists():
        raise StoreError(f"{path} exists; a bulk load makes a new database (move the old one away first)")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.loading")
    _remove(unfinished)
    database = writer(unfinished)
    try:
        migrate(database)
        with refused(unfinished):
            for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", f"cache_size=-{CACHE_KIB}"):
                database.conn.execute(f"PRAGMA {pragma}").fetchall()
            later = _without_indexes(database)
            bulk = Bulk(database, rows.learned(clock()))
            yield bulk
            said("indexes")
            _finish(bulk, later)
            database.conn.execute("PRAGMA journal_mode=WAL").fetchall()
        database.close()
        _sync(unfinished)
        unfinished.replace(path)
    finally:
        database.close()
        _remove(unfinished)


def _without_indexes(database: Database) -> list[str]:
    """Drop every index and trigger and return the statements that make them again."""
    found = database.conn.execute("SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql NOTNULL")
    later = found.fetchall()
    for kind, name, _ in later:
        database.conn.execute(f"DROP {kind} {name}")
    return [sql for _, _, sql in later]


def _finish(bulk: Bulk, later: Sequence[str]) -> None:
    for sql in later:
        bulk.run(sql)
    bulk.run("INSERT INTO claims_fts (claims_fts) VALUES ('rebuild')")
    for table, kind in KINDS.items():
        bulk.run(FED.format(kind=kind, table=table), [bulk.at])
    broken = bulk.database.conn.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise StoreError(f"a row of {broken[0]} points to a row of {broken[2]} that is missing")
    bulk.run("ANALYZE")


def text_hash(text: str) -> str:
    """Return the hash of a text as `documents.text_hash` has it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    for each in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
        each.unlink(missing_ok=True)
