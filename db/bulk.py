"""A new database filled in bulk, for serving what an archive came to: rows straight from Arrow's columns, indexes at the end.

Only for a file that does not exist yet: it is written beside its place, without a journal, and moved there whole, so that a kill
leaves nothing that could be served. The schema is that of `db.migrations`, to the letter.

This is the only door to ADBC, whose C code binds Arrow's columns without making a Python object of every cell. It brings a SQLite
of its own; the two never have the file open at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aggregator.core.errors import StoreError
from db import rows
from db.connect import refused, transaction, writer
from db.migrations import migrate

if TYPE_CHECKING:
    from sqlite_utils import Database

UNIQUE = "id TEXT NOT NULL UNIQUE,"
ALONE = (  # nobody else has the file
    "journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cell_size_check=OFF", "analysis_limit=1000",
    f"mmap_size={2 << 30}", f"cache_size=-{256 * 1024}",
)  # fmt: skip
KINDS = {"documents": "document", "claims": "claim", "events": "event", "estimates": "estimate", "relations": "relation"}
BY_KEY = {  # tables without rowid: filled in the order of their keys, so that every row is added at the end
    "attributions": "claim, position",
    "event_claims": "event, claim",
    "event_documents": "event, document",
    "estimate_claims": "estimate, claim",
}
ONCE = "DELETE FROM {table} WHERE seq NOT IN (SELECT min(seq) FROM {table} GROUP BY id)"
FED = "INSERT INTO changes (at, kind, id, op) SELECT ?, '{kind}', id, 'upsert' FROM {table} ORDER BY seq"


class Bulk:
    """A database being filled: by `arrow()`, then by statements. `at` is the one moment at which all of it is known."""

    def __init__(self, path: Path, at: str) -> None:
        self.path, self.at, self.sorting = path, at, path.with_name(f"{path.name}-sorting")
        self.database = _opened(path)
        self.later = _without_indexes(self.database)
        self.database.close()

    @contextmanager
    def arrow(self) -> Iterator[Callable[..., None]]:
        """Give `add(table, rows, **same)`: append an Arrow table's rows, each with the values of `same` in the columns so named.

        A row whose id is there already is left out.
        """
        import pyarrow as pa
        from adbc_driver_manager import Error
        from adbc_driver_sqlite.dbapi import connect

        def add(table: str, found: Any, **same: str) -> None:
            for name, value in same.items():
                found = found.append_column(name, pa.repeat(pa.scalar(value), found.num_rows))
            if table in BY_KEY:
                sorting.adbc_ingest(table, found, mode="create_append", catalog_name="sorting")
            else:
                main.adbc_ingest(table, found, mode="append")

        try:
            with connect(str(self.path), autocommit=True) as one, one.cursor() as main, one.cursor() as sorting:
                main.execute("ATTACH ? AS sorting", [str(self.sorting)])
                for pragma in (*ALONE, "sorting.journal_mode=OFF", "sorting.synchronous=OFF"):
                    main.execute(f"PRAGMA {pragma}")
                    main.fetchall()
                yield add
        except Error as error:
            raise StoreError(f"the database refused a row: {error}") from error
        self.database = _opened(self.path)
        for table in KINDS:
            self._once(table)
        self._sort()

    def _once(self, table: str) -> None:
        """Make the index of the ids; where an id came twice, keep its first row."""
        index = f"CREATE UNIQUE INDEX bulk_{table} ON {table} (id)"
        try:
            self.run(index)
        except StoreError:
            self.run(ONCE.format(table=table))
            self.run(index)

    def _sort(self) -> None:
        """Move the rows of the tables without rowid to their place."""
        self.database.conn.execute("ATTACH ? AS sorting", [str(self.sorting)])
        for (table,) in self.ask("SELECT name FROM sorting.sqlite_master WHERE type = 'table'"):
            names = ", ".join(name for _, name, *_ in self.ask(f"PRAGMA sorting.table_info({table})"))
            self.run(f"INSERT OR IGNORE INTO {table} ({names}) SELECT {names} FROM sorting.{table} ORDER BY {BY_KEY[table]}")
        self.ask("DETACH sorting")

    def run(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement in a transaction of its own."""
        with transaction(self.database):
            self.database.conn.execute(sql, parameters)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a question."""
        found: list[tuple[Any, ...]] = self.database.conn.execute(sql).fetchall()
        return found

    def finish(self) -> None:
        """Make the indexes, the search index and the change feed, check the whole, and leave one file for many readers.

        It is no write-ahead log's: a reader needs no second file, so the file may be replaced under readers.
        """
        for table, kind in KINDS.items():
            self.run(FED.format(kind=kind, table=table), [self.at])
        for kind, _, sql in self.later:
            if kind != "table":
                self.run(sql)
        _as_migrated(self.database, self.later)
        self.run("INSERT INTO claims_fts (claims_fts) VALUES ('rebuild')")
        if broken := self.ask("PRAGMA foreign_key_check"):
            raise StoreError(f"a row of {broken[0][0]} points to a row of {broken[0][2]} that is missing")
        self.run("ANALYZE")
        self.ask("PRAGMA journal_mode=DELETE")

    def close(self) -> None:
        """Leave the file to others; a second call does nothing."""
        self.database.close()


@contextmanager
def filling(path: Path, clock: Callable[[], datetime], *, said: Callable[[str], object] = str) -> Iterator[Bulk]:
    """Give a new database to fill; at the end make its indexes, search index and change feed, check it and put it in its place.

    Raises StoreError when there is a file already, when a row points to one that is missing, or when SQLite refuses.
    """
    if path.exists():
        raise StoreError(f"{path} exists; a bulk load makes a new database (move the old one away first)")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.loading")
    _remove(unfinished)
    try:
        with refused(unfinished), closing(Bulk(unfinished, rows.learned(clock()))) as bulk:
            yield bulk
            said("indexes")
            bulk.finish()
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        _remove(unfinished)


def _opened(path: Path) -> Database:
    """Open for one writer that nobody else sees: no journal, no waiting for the disk."""
    database = writer(path)
    for pragma in ALONE:
        database.conn.execute(f"PRAGMA {pragma}").fetchall()
    return database


def _without_indexes(database: Database) -> list[tuple[str, str, str]]:
    """Make the schema without indexes, triggers and the UNIQUE of the ids; return (type, name, SQL) of what is missing.

    An index kept while rows come is read at a random place for each: ids are hashes.
    """
    migrate(database)
    found = "SELECT type, name, sql FROM sqlite_master WHERE sql NOTNULL AND (type IN ('index', 'trigger') OR name IN ({}))"
    later: list[tuple[str, str, str]] = database.conn.execute(found.format(", ".join(f"'{name}'" for name in KINDS))).fetchall()
    for kind, name, _ in later:
        database.conn.execute(f"DROP {kind} IF EXISTS {name}")
    for kind, _, sql in later:
        if kind == "table":
            database.conn.execute(sql.replace(UNIQUE, "id TEXT NOT NULL,", 1))
    return later


def _as_migrated(database: Database, later: Sequence[tuple[str, str, str]]) -> None:
    """Declare the ids UNIQUE again: the index that this makes is there, it only has to bear the name that SQLite gives it.

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


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal", "-sorting", "-sorting-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)
