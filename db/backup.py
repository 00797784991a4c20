"""Copies of the live database and the way back, by SQLite's online backup: writers go on meanwhile."""

from __future__ import annotations

import os
from itertools import chain, count
from pathlib import Path

from aggregator.core.errors import StoreError
from db.connect import reader, refused, sqlite_connect, writer
from db.migrations import known_steps

PAGES_A_STEP = 2048
PARTS = ("", "-wal", "-shm")


def backup(database: Path, target: Path, *, replace: bool = False) -> int:
    """Copy the live database to `target`, check the copy, and return its size in bytes.

    The copy appears under its name only once it is whole. Raises StoreError when `target` exists (unless `replace`) or is the
    database itself, its folder is not there, the disk is full, or the copy does not pass SQLite's own check.
    """
    if target.resolve() in [database.resolve().with_name(database.resolve().name + ending) for ending in PARTS]:
        raise StoreError(f"{target} is the database itself: a copy in its place would take the file from whoever is writing")
    if target.exists() and not replace:
        raise StoreError(f"{target} exists; name another file or pass --replace")
    if not target.parent.is_dir():  # a folder misspelt, or a disk that is not there: a copy elsewhere is none
        raise StoreError(f"there is no folder {target.parent}; make it first, or name another")
    part = target.with_name(target.name + ".part")
    source = reader(database)
    try:
        with refused(database):  # one snapshot for the whole copy: SQLite begins anew when it sees that somebody wrote
            source.conn.execute("BEGIN")
            source.conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        with refused(part):
            part.unlink(missing_ok=True)
            copy = sqlite_connect(part)
            try:
                source.conn.backup(copy, pages=PAGES_A_STEP)
                copy.execute("PRAGMA journal_mode=DELETE")
                sound = copy.execute("PRAGMA quick_check").fetchall()
            finally:
                copy.close()
            if sound != [("ok",)]:
                raise StoreError(f"the copy of {database} is damaged: {sound[0][0]}")
            _to_disk(part)
            part.replace(target)
            _to_disk(target.parent)
    finally:
        source.close()
        part.unlink(missing_ok=True)
    return target.stat().st_size


def check(path: Path) -> None:
    """Raise StoreError unless `path` is a whole database of ours that this version can read."""
    if not path.is_file():
        raise StoreError(f"there is no backup at {path}")
    found = reader(path)
    try:
        with refused(path):
            sound = found.conn.execute("PRAGMA quick_check").fetchall()
            if sound != [("ok",)]:
                raise StoreError(f"{path} is damaged: {sound[0][0]}")
            if not found["_sqlite_migrations"].exists() or not found["claims"].exists():
                raise StoreError(f"{path} is no database of casualty figures")
            names = [row[0] for row in found.conn.execute("SELECT name FROM _sqlite_migrations")]
            if unknown := sorted(set(names) - set(known_steps())):
                raise StoreError(f"{path} was written by a newer version (steps {', '.join(unknown)})")
    finally:
        found.close()


def restore(source: Path, database: Path) -> Path | None:
    """Put the backup `source` in the database's place; return where the old database went, or None when there was none.

    The old one is kept beside it as `NAME.before-restore`, or `.before-restore-2` and so on where that is taken. Raises
    StoreError when `source` is not sound, or while another process is writing.
    """
    check(source)
    if database.exists() and database.samefile(source):
        raise StoreError(f"{source} is the database itself")
    kept = _set_aside(database) if database.exists() else None
    try:
        with refused(database):  # the place that the settings name, which is made as for a new database
            database.parent.mkdir(parents=True, exist_ok=True)
        backup(source, database)
    except BaseException:
        if kept and not database.exists():
            kept.replace(database)
        raise
    return kept


def _set_aside(database: Path) -> Path:
    """Rename the old database once nobody else has it open; a damaged one goes as it is, with its write-ahead log."""
    kept = _free(database.with_name(database.name + ".before-restore"))
    try:
        old = writer(database, create=False)
        try:
            with refused(database):  # leaving WAL needs the file to oneself
                old.conn.execute("PRAGMA busy_timeout=2000")
                old.conn.execute("PRAGMA journal_mode=DELETE")
        finally:
            old.close()
    except StoreError as error:
        if "held" in str(error):
            raise StoreError(f"{database} is in use: stop the scheduler and the service first") from error
        if "damaged" not in str(error) and "no SQLite database" not in str(error):
            raise
    for ending in PARTS:
        part = database.with_name(database.name + ending)
        if part.exists():
            part.replace(kept.with_name(kept.name + ending))
    return kept


def _free(path: Path) -> Path:
    """Return this path, or the first of `PATH-2`, `PATH-3`, ... that no database bears."""
    numbered = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(each for each in chain([path], numbered) if not each.exists())


def _to_disk(path: Path) -> None:
    """Flush a file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
