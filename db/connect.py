"""The only door to sqlite_utils: how this project opens its SQLite file, for writing and for reading.

Writers: WAL, synchronous NORMAL, foreign keys, BEGIN IMMEDIATE. Readers: `mode=ro` and query_only. Both: ten seconds of patience
for a lock, no mmap, cell-size checks, an untrusted schema. SQLite up to 3.51.2 can corrupt a WAL database when two connections
checkpoint at once (https://sqlite.org/wal.html#walresetbug), so a writer refuses it. One SQLite per process: sqlite-utils takes
`pysqlite3` where it is installed, and so does everything here.
"""

from __future__ import annotations

import importlib
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aggregator.core.errors import StoreBusy, StoreError, StoreFull, UnsafeSQLite

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

SAFE_FROM = (3, 51, 3)
PATIENCE_MS = 10_000
STATEMENTS = (
    1000  # that a writer keeps compiled; where Python's 128 are full, as after a migration, each new one is compiled anew
)

DAMAGED = "the database file is damaged: stop the writers and restore a backup"

SHARED_PRAGMAS = ("foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", f"busy_timeout={PATIENCE_MS}")


def sqlite_version() -> str:
    """Return the version of the SQLite library that sqlite-utils uses in this process, like `3.53.4`."""
    return str(_sqlite3().sqlite_version)


def is_safe(version: str) -> bool:
    """Return whether this SQLite version (like `3.53.4`) has the fix for the WAL-reset bug, which came with 3.51.3."""
    return tuple(int(part) for part in version.split(".")) >= SAFE_FROM


def check_safe(version: str | None = None) -> None:
    """Raise UnsafeSQLite unless this process's SQLite (or `version`) is one that may write a WAL database."""
    found = version or sqlite_version()
    if not is_safe(found):
        raise UnsafeSQLite(
            f"SQLite {found} can corrupt a WAL database under concurrent checkpoints; install pysqlite3 >= 0.6.1 "
            f"or a Python with SQLite >= {'.'.join(map(str, SAFE_FROM))}"
        )


def writer(path: Path, *, create: bool = True) -> Database:
    """Open the database at `path` for writing, making the file and its folder where `create`.

    Raises UnsafeSQLite for a SQLite that may corrupt it, and StoreError when the file cannot be opened or is no database.
    """
    check_safe()
    if not create and not path.is_file():
        raise StoreError(f"there is no database at {path}; make it with `python -m aggregator migrate`")
    with refused(path):
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        database = _open(path, "rwc" if create else "rw")
        try:
            _set_up_writer(database, path)
        except BaseException:
            database.close()
            raise
    return database


@dataclass(frozen=True, slots=True)
class Bare:
    """A connection as `Store` needs it, without sqlite-utils around it: importing that loads pandas, 80 MB and a second."""

    conn: Any

    def close(self) -> None:
        """Give the file back."""
        self.conn.close()


def brief_writer(path: Path, *, patience_ms: int = PATIENCE_MS) -> Database:
    """Open the database at `path` for writing without sqlite-utils, for a short command or transaction; raises as `writer` does.

    `patience_ms` is how long it waits for a lock.
    """
    check_safe()
    if not path.is_file():
        raise StoreError(f"there is no database at {path.name} yet; `python -m aggregator migrate` makes it")
    with refused(Path(path.name)):  # what is said here may be read by others: no folder of this machine
        bare: Any = Bare(_connect(path, "rw"))
        try:
            _set_up_writer(bare, path)
            bare.conn.execute(f"PRAGMA busy_timeout={patience_ms}")
        except BaseException:
            bare.close()
            raise
    return bare  # type: ignore[no-any-return]


def reader(path: Path) -> Database:
    """Open the database at `path` for reading only; raise StoreError when there is none."""
    from sqlite_utils import Database

    return Database(read_connection(path))


def read_connection(path: Path, *, named: Path | None = None) -> Any:
    """Return SQLite's own read-only connection to `path`, without sqlite-utils (which loads pandas where that is installed).

    Raises StoreError when there is no database; its words call the file as it is `named`, else by its whole path.
    """
    named = named or path
    if not path.is_file():
        raise StoreError(f"there is no database at {named}; make it with `python -m aggregator migrate`")
    with refused(named):
        try:
            return _read_only(path)
        except _sqlite3().OperationalError as error:
            if "readonly" not in str(error):
                raise
        # a writer was killed and left its journal: only one that may write can roll it back
        healing = _connect(path, "rw")
        try:
            healing.execute("PRAGMA schema_version").fetchone()
        finally:
            healing.close()
        return _read_only(path)


@contextmanager
def transaction(database: Database) -> Iterator[Database]:
    """Run the block in one BEGIN IMMEDIATE transaction: all of it is stored or none.

    Nested blocks join the outer one. SQLite's own complaints (disk full, read-only, locked, malformed) come out as StoreError.
    """
    if database.conn.in_transaction:
        yield database
        return
    with refused(None):
        database.conn.execute("BEGIN IMMEDIATE")
        try:
            yield database
            database.conn.execute("COMMIT")
        except BaseException:
            if database.conn.in_transaction:
                database.conn.execute("ROLLBACK")
            raise


def run_script(database: Database, sql: str) -> None:
    """Run the statements of a script, each of which ends a line, inside the caller's transaction.

    sqlite-utils looks for the end of a statement after every character of it; that was most of the time of making a store.
    """
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if _sqlite3().complete_statement(statement):
            database.conn.execute(statement)
            statement = ""
    if statement.strip():
        database.conn.execute(statement)


@contextmanager
def refused(path: Path | None) -> Iterator[None]:
    """Turn what SQLite or the file system says no to into a StoreError with a plain sentence."""
    sqlite3 = _sqlite3()
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):
            raise StoreError(f"the database refused a row: {error}") from error
        raise _kind(str(error))(_plainly(str(error), path)) from error
    except OverflowError as error:
        raise StoreError(f"the database refused a row: a number beyond 64 bits ({error})") from error
    except OSError as error:
        raise StoreError(f"cannot use {error.filename or path}: {error.strerror}") from error


def sqlite_connect(path: Path) -> Any:
    """Return a bare connection to `path` for copying pages into; `db/backup.py` alone needs one."""
    return _sqlite3().connect(path, timeout=PATIENCE_MS / 1000, isolation_level=None)


def migration_set(name: str) -> Migrations:
    """Return sqlite-utils' list of schema steps of this name; it keeps the applied ones in `_sqlite_migrations`."""
    from sqlite_utils.migrations import Migrations

    return Migrations(name)


def _kind(message: str) -> type[StoreError]:
    if "locked" in message:
        return StoreBusy
    return StoreFull if "is full" in message or "disk I/O error" in message else StoreError


def _plainly(message: str, path: Path | None) -> str:
    """SQLite's short words with what to do about them."""
    where = f"{path}: " if path else ""
    for words, advice in (
        ("full", "the disk is full: make room and run it again; what was stored before is whole"),
        ("readonly", "the database or its folder cannot be written to"),
        ("read-only", "the database or its folder cannot be written to"),
        ("unable to open", "the database cannot be opened: check that its folder exists and may be written to"),
        ("locked", "another process held the database for longer than we wait; the same again may work"),
        ("not a database", "this file is no SQLite database"),
        ("malformed", DAMAGED),
        ("vtable constructor failed", DAMAGED),
        ("no such table", "this database lacks steps of the schema: run `python -m aggregator migrate`"),
        ("no such column", "this database lacks steps of the schema: run `python -m aggregator migrate`"),
        ("disk i/o", "the disk refused to read or write, or a limit on file sizes was met; what was stored before is whole"),
    ):
        if words in message.lower():
            return f"{where}{advice} ({message})"
    return f"{where}the database failed: {message}"


@cache
def _sqlite3() -> Any:
    """The SQLite module that sqlite-utils chooses, found as it finds it: `pysqlite3` where that is installed."""
    try:
        return importlib.import_module("pysqlite3")
    except ImportError:
        return importlib.import_module("sqlite3")


def _connect(path: Path, mode: str) -> Any:
    """Connect without Python's implicit transactions: ours are explicit."""
    uri = f"file:{urllib.parse.quote(str(path.absolute()))}?mode={mode}"
    more = {} if mode == "ro" else {"cached_statements": STATEMENTS}
    return _sqlite3().connect(uri, uri=True, timeout=PATIENCE_MS / 1000, check_same_thread=False, isolation_level=None, **more)


def in_memory() -> Any:
    """Return a connection to a database of its own that no file holds: the same SQLite, for working something out."""
    return _sqlite3().connect(":memory:", isolation_level=None)


def _open(path: Path, mode: str) -> Database:
    """Connect, with sqlite-utils around the connection."""
    from sqlite_utils import Database

    return Database(_connect(path, mode))


def _read_only(path: Path) -> Any:
    """Open for reading, and read once, so that what is wrong shows here."""
    connection = _connect(path, "ro")
    try:
        for pragma in (*SHARED_PRAGMAS, "query_only=ON", "schema_version"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up_writer(database: Database, path: Path) -> None:
    """Apply the pragmas; WAL must really have come about (it cannot on some network file systems)."""
    for pragma in SHARED_PRAGMAS:
        database.conn.execute(f"PRAGMA {pragma}")
    mode = database.conn.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        raise StoreError(f"{path}: the file system does not allow a write-ahead log (journal mode is {mode})")
    database.conn.execute("PRAGMA synchronous=NORMAL")
