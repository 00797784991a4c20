"""How the SQLite file is opened, and what is said when it cannot be."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aggregator.core.errors import StoreBusy, StoreError, UnsafeSQLite
from db.connect import check_safe, is_safe, reader, sqlite_version, transaction, writer
from db.migrations import known_steps, migrate
from db.store import Store


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("3.7.0", False),
        ("3.46.1", False),
        ("3.51.2", False),
        ("3.51.3", True),
        ("3.52.0", True),
        ("3.53.4", True),
        ("4.0.0", True),
    ],
)
def test_versions_that_may_write(version: str, safe: bool) -> None:
    assert is_safe(version) is safe


def test_an_unsafe_sqlite_is_refused_with_the_way_out() -> None:
    with pytest.raises(UnsafeSQLite, match=r"SQLite 3\.45\.0 .*pysqlite3"):
        check_safe("3.45.0")


def test_the_installed_sqlite_is_a_fixed_one() -> None:
    check_safe()
    assert is_safe(sqlite_version())


def test_a_writer_has_the_pragmas(tmp_path: Path) -> None:
    with writer(tmp_path / "new" / "a.db") as database:
        got = {
            name: database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "trusted_schema",
                "cell_size_check",
                "busy_timeout",
                "mmap_size",
            )
        }
    assert got == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "busy_timeout": 10_000,
        "mmap_size": 0,
    }


def test_a_reader_cannot_write_and_sees_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "a?b#c %.db"
    with writer(path) as database, reader(path) as looking:
        with transaction(database):
            database.execute("CREATE TABLE t (n INTEGER) STRICT")
            database.execute("INSERT INTO t VALUES (1)")
        assert looking.execute("SELECT n FROM t").fetchall() == [(1,)]
        with pytest.raises(Exception, match="readonly"):
            looking.execute("INSERT INTO t VALUES (2)")
    assert path.is_file()


def test_a_transaction_is_all_or_nothing_and_takes_the_lock_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with writer(path) as one, writer(path) as two:
        one.execute("CREATE TABLE t (n INTEGER) STRICT")
        with pytest.raises(ValueError, match="no"), transaction(one):
            one.execute("INSERT INTO t VALUES (1)")
            raise ValueError("no")
        two.execute("PRAGMA busy_timeout=50")
        with transaction(one), transaction(one):
            with pytest.raises(StoreBusy, match="another process held the database"), transaction(two):
                raise AssertionError("entered")
            one.execute("INSERT INTO t VALUES (2)")
        assert two.execute("SELECT n FROM t").fetchall() == [(2,)]


KILLED = """
import os, sys
from db.connect import sqlite_connect
from pathlib import Path
database = sqlite_connect(Path(sys.argv[1]))
database.execute("PRAGMA cache_size=1")
database.execute("CREATE TABLE t (n INTEGER, words TEXT)")
database.execute("INSERT INTO t VALUES (1, '')")
database.execute("BEGIN")
database.executemany("INSERT INTO t VALUES (2, ?)", [("x" * 4000,)] * 50)
os.kill(os.getpid(), 9)
"""


def test_a_reader_comes_through_what_a_killed_writer_left(tmp_path: Path) -> None:
    """Killed before the write-ahead log was set up, it leaves a rollback journal, which a read-only connection may not touch."""
    path = tmp_path / "a.db"
    assert subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False).returncode == -9
    assert (tmp_path / "a.db-journal").stat().st_size > 0
    with reader(path) as database:
        assert database.execute("SELECT n FROM t").fetchall() == [(1,)]


def test_no_database_is_said_so(tmp_path: Path) -> None:
    for opening in (lambda: reader(tmp_path / "none.db"), lambda: writer(tmp_path / "none.db", create=False)):
        with pytest.raises(StoreError, match=r"there is no database at .*none\.db; make it with"):
            opening()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all, only words " * 100)
    with pytest.raises(StoreError, match="no SQLite database"):
        writer(path)
    assert path.read_text().startswith("not a database")


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot use"):
        writer(tmp_path / "file" / "a.db")
    with pytest.raises(StoreError, match="cannot be opened"):
        writer(tmp_path)


READ_ONLY = """
import os, sys
from pathlib import Path
from aggregator.core.errors import StoreError
from db.connect import transaction, writer
folder = Path(sys.argv[1])
writer(folder / "mine.db").close()
folder.chmod(0o555)
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
for name in ("mine.db", "new.db", "sub/new.db"):
    try:
        database = writer(folder / name)
        with transaction(database):
            database.execute("CREATE TABLE t (n INTEGER)")
        print("written")
    except StoreError as error:
        print(error)
"""


def test_a_folder_one_may_not_write_to() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        done = subprocess.run([sys.executable, "-c", READ_ONLY, made], capture_output=True, text=True, check=False)
        assert len(said := done.stdout.splitlines()) == 3, done.stderr
        assert all("cannot be written to" in line or "cannot be opened" in line for line in said[:2]), said
        assert "Permission denied" in said[2]
        assert [path.name for path in folder.iterdir()] == ["mine.db"]
        folder.chmod(0o755)


def test_a_full_disk_is_a_plain_sentence_and_stores_nothing(tmp_path: Path) -> None:
    with writer(tmp_path / "a.db") as database:
        database.execute("CREATE TABLE t (words TEXT) STRICT")
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count={pages + 2}")  # SQLite's own way to a full disk
        with pytest.raises(StoreError, match="the disk is full: make room"), transaction(database):
            for _ in range(100):
                database.execute("INSERT INTO t VALUES (?)", ["x" * 4000])
        assert database.execute("SELECT count(*) FROM t").fetchone()[0] == 0


def test_a_store_opened_briefly_is_whole_up_to_date_and_names_no_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"^there is no database at a\.db yet"):
        Store.brief(tmp_path / "a.db", lambda: datetime.now(UTC))
    (tmp_path / "a.db").write_bytes(b"no database at all, but long enough to be taken for one" * 40)
    with pytest.raises(StoreError) as refused:
        Store.brief(tmp_path / "a.db", lambda: datetime.now(UTC))
    assert "no SQLite database" in str(refused.value) and str(tmp_path) not in str(refused.value)
    with writer(tmp_path / "b.db") as database:
        migrate(database)
        database.execute("DELETE FROM _sqlite_migrations WHERE name = ?", [known_steps()[-1]])
    with pytest.raises(StoreError, match=known_steps()[-1]):
        Store.brief(tmp_path / "b.db", lambda: datetime.now(UTC))
