"""A new database filled in bulk, for serving what an archive came to: rows straight from Arrow's columns, indexes at the end.

Only for a file that does not exist yet: it is written beside its place, without a journal, and moved there whole, so that a kill
leaves nothing that could be served. The schema is that of `db.migrations`, to the letter.

SQLite writes a file with one core, so there are two of the same schema, each filled and indexed by a thread of its own: one for
the documents and claims, one for what points to them. In the end SQLite copies the second's tables into the first's empty ones,
with their indexes as they are (https://sqlite.org/src/file/src/insert.c, xferOptimization).

This is the only door to ADBC, whose C code binds Arrow's columns without making a Python object of every cell. It brings a SQLite
of its own; the two never have a file open at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aggregator.core.errors import StoreError
from db import facets_of_events, kept, rows
from db.connect import refused, transaction, writer
from db.migrations import migrate

if TYPE_CHECKING:
    from sqlite_utils import Database

ALONE = (  # nobody else has the file
    "journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cell_size_check=OFF", "analysis_limit=1000",
    f"mmap_size={2 << 30}", f"cache_size=-{256 * 1024}",
)  # fmt: skip
FEW = f"cache_size=-{8 * 1024}"  # pages, while rows are added at the end: none is read again
KINDS = {"documents": "document", "claims": "claim", "events": "event", "estimates": "estimate", "relations": "relation"}
DEAR = {  # what would be kept up row by row; a list of more than two values is made a table for every row
    "id TEXT NOT NULL UNIQUE,": "id TEXT NOT NULL,",
    "CHECK (kind IN ('document', 'claim', 'event', 'estimate', 'relation'))": "",
}
LINKS = (  # filled in the second file
    "attributions", "events", "event_versions", "event_claims", "event_documents", "estimates", "estimate_claims", "relations",
)  # fmt: skip


class Bulk:
    """A file being filled: by `arrow()`, statements, then `index()`. `at` is the one moment at which all of it is known."""

    def __init__(self, path: Path, at: str) -> None:
        self.path, self.at = path, at
        self.database = _opened(path)
        self.later = _without_indexes(self.database)

    @contextmanager
    def arrow(self) -> Iterator[Callable[..., None]]:
        """Give `add(table, rows, **same)`: append an Arrow table's rows, each with the values of `same` in the columns so named.

        Rows of a table without rowid should come in the order of their keys: each is then added at the end.
        """
        import pyarrow as pa
        from adbc_driver_manager import Error
        from adbc_driver_sqlite.dbapi import connect

        def add(table: str, found: Any, **same: object) -> None:
            for name, value in same.items():
                found = found.append_column(name, pa.repeat(pa.scalar(value), found.num_rows))
            cursor.adbc_ingest(table, found, mode="append")

        self.close()
        try:
            with connect(str(self.path), autocommit=True) as connection, connection.cursor() as cursor:
                for pragma in (*ALONE, FEW):
                    cursor.execute(f"PRAGMA {pragma}")
                    cursor.fetchall()
                yield add
        except Error as error:
            raise StoreError(f"the database refused a row: {error}") from error
        self.database = _opened(self.path)

    def run(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement in a transaction of its own."""
        with transaction(self.database):
            self.database.conn.execute(sql, parameters)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a question."""
        found: list[tuple[Any, ...]] = self.database.conn.execute(sql).fetchall()
        return found

    def index(self) -> None:
        """Make the indexes and the search index, and count what the claims say."""
        for table in KINDS:
            self.run(f"CREATE UNIQUE INDEX bulk_{table} ON {table} (id)")
        for kind, _, sql in self.later:
            if kind == "index":
                self.run(sql)
        self.run("INSERT INTO claims_fts (claims_fts) VALUES ('rebuild')")
        with transaction(self.database):
            kept.tally(self.database.conn.execute)

    def take(self, other: Bulk) -> None:
        """Copy the tables that the other file holds, with their indexes."""
        other.close()
        self.database.conn.execute("ATTACH ? AS other", [str(other.path)])
        for table in LINKS:
            self.run(f"INSERT INTO main.{table} SELECT * FROM other.{table}")
        self.ask("DETACH other")

    def finish(self) -> None:
        """Begin the change feed, make the schema a migrated store's, check the whole, and leave one file for many readers.

        It is no write-ahead log's: a reader needs no second file, so the file may be replaced under readers.
        """
        for table, kind in KINDS.items():
            self.run(
                f"INSERT INTO changes (at, kind, id, op) SELECT ?, ?, id, 'upsert' FROM {table} ORDER BY seq", [self.at, kind]
            )
        with transaction(self.database):
            facets_of_events.fill(self.database.conn.execute)
        _as_migrated(self.database, self.later)
        for kind, _, sql in self.later:
            if kind == "trigger":
                self.run(sql)
        if broken := self.ask("PRAGMA foreign_key_check"):
            raise StoreError(f"a row of {broken[0][0]} points to a row of {broken[0][2]} that is missing")
        self.run("ANALYZE")
        self.ask("PRAGMA journal_mode=DELETE")

    def close(self) -> None:
        """Leave the file to others; a second call does nothing."""
        self.database.close()


@contextmanager
def filling(path: Path, clock: Callable[[], datetime], *, said: Callable[[str], object] = str) -> Iterator[tuple[Bulk, Bulk]]:
    """Give a new database to fill and index, and a second file for the tables of LINKS; at the end make them one and check it.

    Raises StoreError when there is a file already, when a row points to one that is missing, or when SQLite refuses.
    """
    if path.exists():
        raise StoreError(f"{path} exists; a bulk load makes a new database (move the old one away first)")
    unfinished, links = (path.with_name(f".{path.name}.{os.getpid()}.{end}") for end in ("loading", "links"))
    _remove(unfinished, links)
    at = rows.learned(clock())
    try:
        with refused(unfinished), closing(Bulk(unfinished, at)) as bulk, closing(Bulk(links, at)) as beside:
            yield bulk, beside
            said("one file of two")
            bulk.take(beside)
            said("references checked")
            bulk.finish()
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        _remove(unfinished, links)


def _opened(path: Path) -> Database:
    """Open for one writer that nobody else sees: no journal, no waiting for the disk."""
    database = writer(path)
    for pragma in ALONE:
        database.conn.execute(f"PRAGMA {pragma}").fetchall()
    return database


def _without_indexes(database: Database) -> list[tuple[str, str, str]]:
    """Make the schema without indexes, triggers and what is DEAR; return (type, name, SQL) of what is missing.

    An index kept while rows come is read at a random place for each: ids are hashes.
    """
    migrate(database)
    found = "SELECT type, name, sql FROM sqlite_master WHERE sql NOTNULL AND (type IN ('index', 'trigger') OR name IN ({}))"
    later: list[tuple[str, str, str]] = database.conn.execute(
        found.format(", ".join(f"'{name}'" for name in (*KINDS, "changes")))
    ).fetchall()
    for kind, name, _ in later:
        database.conn.execute(f"DROP {kind} IF EXISTS {name}")
    for kind, _, sql in later:
        if kind == "table":
            for dear, cheap in DEAR.items():
                sql = sql.replace(dear, cheap, 1)
            database.conn.execute(sql)
    return later


def _as_migrated(database: Database, later: Sequence[tuple[str, str, str]]) -> None:
    """Declare again what was DEAR: the index of the ids is there, it only has to bear the name that SQLite gives it.

    SQLite reads its own schema from this table (https://sqlite.org/pragma.html#pragma_writable_schema). Nothing on disk but the
    two rows changes; the tests compare the schema with a migrated one and run SQLite's integrity check.
    """
    with transaction(database):
        database.conn.execute("PRAGMA writable_schema=ON")
        for kind, name, sql in later:
            if kind == "table":
                database.conn.execute("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", [sql, name])
                database.conn.execute(
                    "UPDATE sqlite_master SET sql = NULL, name = ? WHERE name = ?", [f"sqlite_autoindex_{name}_1", f"bulk_{name}"]
                )
    database.conn.execute("PRAGMA writable_schema=RESET")


def _remove(*paths: Path) -> None:
    for path in paths:
        for end in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + end).unlink(missing_ok=True)
