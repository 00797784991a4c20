"""Backups of a live database, and the way back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from aggregator.core.errors import StoreError
from db import documents
from db.backup import backup, check, restore
from db.connect import reader, writer
from db.store import Store
from tests.factories import moment
from tests.said import told


def add(store: Store, number: int) -> None:
    document, figures = told(f"{number} people died.")
    documents.keep(store, document, figures, snapshot=None, versions="v1")


def lows(path: Path) -> list[int]:
    with reader(path) as database:
        return [row[0] for row in database.execute("SELECT low FROM claims ORDER BY low")]


@pytest.fixture
def store(tmp_path: Path):
    opened = Store.open(tmp_path / "live.db", moment)
    add(opened, 1)
    yield opened
    opened.close()


def test_a_backup_of_a_live_database_is_whole_and_one_file(store: Store, tmp_path: Path) -> None:
    with store.writing() as at:
        store.insert("problems", {"known_at": at, "origin": "a", "kind": "b", "reason": "never committed by then"})
        (tmp_path / "saved").mkdir()
        size = backup(tmp_path / "live.db", tmp_path / "saved" / "copy.db")
    add(store, 2)
    assert size == (tmp_path / "saved" / "copy.db").stat().st_size > 0
    check(tmp_path / "saved" / "copy.db")
    assert lows(tmp_path / "saved" / "copy.db") == [1]
    assert [path.name for path in (tmp_path / "saved").iterdir() if not path.name.endswith(("-wal", "-shm"))] == ["copy.db"]


def test_a_backup_makes_no_folder(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no folder .*missing; make it first"):
        backup(tmp_path / "live.db", tmp_path / "missing" / "copy.db")
    assert not (tmp_path / "missing").exists()


def test_a_backup_does_not_overwrite_unless_told(store: Store, tmp_path: Path) -> None:
    backup(tmp_path / "live.db", tmp_path / "copy.db")
    add(store, 2)
    with pytest.raises(StoreError, match="exists"):
        backup(tmp_path / "live.db", tmp_path / "copy.db")
    backup(tmp_path / "live.db", tmp_path / "copy.db", replace=True)
    assert lows(tmp_path / "copy.db") == [1, 2]


def test_restore_puts_the_backup_in_place_and_keeps_the_old(store: Store, tmp_path: Path) -> None:
    backup(tmp_path / "live.db", tmp_path / "copy.db")
    add(store, 2)
    store.close()
    kept = restore(tmp_path / "copy.db", tmp_path / "live.db")
    assert kept is not None and lows(kept) == [1, 2]
    assert lows(tmp_path / "live.db") == [1]
    again = Store.open(tmp_path / "live.db", moment, make=False)
    add(again, 3)
    again.close()
    assert lows(tmp_path / "live.db") == [1, 3]


def test_restore_into_nothing(store: Store, tmp_path: Path) -> None:
    backup(tmp_path / "live.db", tmp_path / "copy.db")
    assert restore(tmp_path / "copy.db", tmp_path / "new" / "other.db") is None
    assert lows(tmp_path / "new" / "other.db") == [1]


def test_restore_waits_for_no_one_who_still_has_it_open(store: Store, tmp_path: Path) -> None:
    backup(tmp_path / "live.db", tmp_path / "copy.db")
    add(store, 2)
    with pytest.raises(StoreError, match="in use: stop the scheduler"):
        restore(tmp_path / "copy.db", tmp_path / "live.db")
    assert lows(tmp_path / "live.db") == [1, 2]


def test_a_damaged_database_is_found_and_restored_over(store: Store, tmp_path: Path) -> None:
    backup(tmp_path / "live.db", tmp_path / "copy.db")
    for number in range(10, 200):
        add(store, number)
    store.close()
    path = tmp_path / "live.db"
    body = bytearray(path.read_bytes())
    for page in range(5, len(body) // 4096, 3):
        body[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(bytes(body))
    with pytest.raises(StoreError, match="damaged"):
        check(path)
    with pytest.raises(StoreError, match="damaged"):
        backup(path, tmp_path / "of-damaged.db")
    assert not (tmp_path / "of-damaged.db").exists()
    assert restore(tmp_path / "copy.db", path) is not None
    assert lows(path) == [1]


@pytest.mark.parametrize("content", [b"", b"only words " * 999])
def test_what_is_no_backup_is_refused(store: Store, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "notes").write_bytes(content)
    store.close()
    with pytest.raises(StoreError):
        restore(tmp_path / "notes", tmp_path / "live.db")
    assert lows(tmp_path / "live.db") == [1]


def test_a_backup_of_a_newer_version_is_refused(store: Store, tmp_path: Path) -> None:
    store.database.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('x', 'm999_later', '')")
    store.close()
    with pytest.raises(StoreError, match=r"newer version .*m999_later"):
        check(tmp_path / "live.db")


def test_the_database_is_not_its_own_backup(store: Store, tmp_path: Path) -> None:
    store.close()
    with pytest.raises(StoreError, match="is the database itself"):
        restore(tmp_path / "live.db", tmp_path / "live.db")


def test_a_backup_is_never_put_in_the_place_of_the_live_database(store: Store, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "live.db")
    for target in ("live.db", "link.db", "live.db-wal"):
        with pytest.raises(StoreError, match="the database itself"):
            backup(tmp_path / "live.db", tmp_path / target, replace=True)
    add(store, 2)
    assert lows(tmp_path / "live.db") == [1, 2], "a writer that went on writes to the file that readers open"


def test_each_restore_keeps_what_it_replaced(store: Store, tmp_path: Path) -> None:
    backup(tmp_path / "live.db", tmp_path / "first.db")
    add(store, 2)
    store.close()
    kept = [restore(tmp_path / "first.db", tmp_path / "live.db") for _ in range(3)]
    assert len(set(kept)) == 3
    assert [lows(path) for path in kept if path] == [[1, 2], [1], [1]]


def test_a_backup_that_is_not_there_is_no_call_to_migrate(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no backup at") as told:
        restore(tmp_path / "none.db", tmp_path / "live.db")
    assert "migrate" not in str(told.value)


def test_a_backup_ends_although_somebody_writes_all_the_time(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.backup.PAGES_A_STEP", 20)  # as many steps as a database of 6 GB has
    with store.writing() as at:
        store.insert("problems", {"known_at": at, "origin": "large", "kind": "b", "reason": "x" * 20_000_000})
    ended = threading.Event()

    def write() -> None:
        with writer(tmp_path / "live.db") as database:
            while not ended.wait(0.005):
                database.execute("UPDATE runs SET kind = kind")
                database.execute(
                    "INSERT INTO leases (name, holder, token, beat, expires_at) VALUES (hex(randomblob(9)), '', 0, 0, '')"
                )

    writing = threading.Thread(target=write)
    copying = threading.Thread(target=backup, args=(tmp_path / "live.db", tmp_path / "copy.db"), daemon=True)
    writing.start()
    copying.start()
    copying.join(120)
    ended.set()
    writing.join()
    assert not copying.is_alive()
    check(tmp_path / "copy.db")
