"""A grouped archive as a database: whole or not at all, served as it is, and each row what the archive's files say."""

from __future__ import annotations

import gc
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("adbc_driver_sqlite", reason="backfill-load needs requirements-scale.txt")

from click.testing import CliRunner

from aggregator.backfill import Options, run_local
from aggregator.backfill_engine import uncollected
from aggregator.backfill_group import group_archive
from aggregator.backfill_load import load
from aggregator.backfill_whole import ahead
from aggregator.commands.backfill import backfill, backfill_group, backfill_load
from aggregator.core.errors import InputError, StoreError
from aggregator.discretion import unnamed
from aggregator.normalise import normalise
from aggregator.registry import sync_registry
from aggregator.regroup import regroup
from aggregator.versions import versions
from db.connect import reader
from db.documents import identity, keep
from db.migrations import migrate, pending
from db.store import Store
from parsers.shards import Skipped, plan, read
from parsers.text.claims import extract
from tests.incidents import documents, rows_of, write

if TYPE_CHECKING:
    from sqlite_utils import Database

SERVED = (
    "documents", "claims", "attributions", "events", "event_versions", "event_claims", "event_documents", "estimates",
    "relations", "sources",
)  # fmt: skip


ODD = (
    {"text": "=At least 9 people were killed when a ferry sank off Mombasa, the coast guard said.", "publisher": "=Wire"},
    {"text": "Nine people were killed when a wall fell in Mombasa, @portwatch said."},
    {"text": "Seven people were killed in a fire in Mombasa."},
    {"text": "Six people were killed in a fire in Baguio on Monday, police said.", "published": "2026-11-09T06:00:00+08:00"},
)


def archive(path: Path) -> Path:
    """Write sixty documents that tell of the same incidents in other words, and ODD ones: formulas, nobody who vouches for it."""
    return write(path, documents(60) + [{"id": f"odd{n}"} | row for n, row in enumerate(ODD)])


def now() -> datetime:
    return datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("load")
    path = archive(folder / "in.jsonl")
    list(run_local(plan([path], shard_bytes=9_000), folder / "out", Options(languages=()), 1))
    group_archive(folder / "out", say=str)
    load(folder / "out", folder / "db.sqlite3", clock=now, say=str)
    return folder / "out", folder / "db.sqlite3"


def test_every_row_of_the_files_is_in_the_store(loaded: tuple[Path, Path]) -> None:
    out, path = loaded
    database = reader(path)
    for kind in ("documents", "claims", "events", "estimates", "relations"):
        ids = {row["id"] for row in database.query(f"SELECT id FROM {kind}")}
        assert ids == {row["id"] for row in rows_of(out, kind)}
        assert ids
    assert not list(database.query("SELECT 1 FROM claims WHERE event IS NULL"))
    assert not list(database.query("PRAGMA foreign_key_check"))
    assert list(database.query("PRAGMA integrity_check")) == [{"integrity_check": "ok"}]
    for row in database.query('SELECT d.text, c.start, c."end", c.quote FROM claims c JOIN documents d ON d.id = c.document'):
        assert row["text"][row["start"] : row["end"]] == row["quote"]


def test_the_schema_is_the_one_of_a_migrated_store(loaded: tuple[Path, Path], tmp_path: Path) -> None:
    plain = Store.open(tmp_path / "plain.sqlite3", now)
    migrate(plain.database)
    schema = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
    assert list(reader(loaded[1]).query(schema)) == list(plain.database.query(schema))
    assert not pending(reader(loaded[1]))


def test_the_change_feed_goes_on_where_it_ends(loaded: tuple[Path, Path]) -> None:
    database = reader(loaded[1])
    (last,) = database.query("SELECT max(seq) AS seq FROM changes")
    assert list(database.query("SELECT name, seq FROM sqlite_sequence")) == [{"name": "changes", "seq": last["seq"]}]
    kinds = [row["kind"] for row in database.query("SELECT kind FROM changes ORDER BY seq")]
    assert list(dict.fromkeys(kinds)) == ["document", "claim", "event", "estimate", "relation"]


def ingested(folder: Path, archive: Path) -> Database:
    """The same archive by the ordinary way: each document in a transaction of its own, then regrouped."""
    store = Store.open(folder / "ordinary.sqlite3", now)
    sync_registry(store)
    for shard in plan([archive]):
        for item in read(shard):
            assert not isinstance(item, Skipped)
            document = replace(item, id=identity(item))
            figures = unnamed(normalise(document, extract(document, policy="default")))
            keep(store, document, figures, snapshot=None, versions=versions("default"))
    regroup(store)
    return store.database


def content(database: Database) -> dict[str, Any]:
    """Every row of what is served, without our own clock and numbering; an event is called by its first claim."""
    names = {
        row["event"]: row["name"]
        for row in database.query("SELECT event, min(claim) AS name FROM event_claims WHERE retired_at IS NULL GROUP BY event")
    }
    found: dict[str, Any] = {}
    for table in SERVED:
        rows = []
        for row in database.query(f"SELECT * FROM {table}"):
            own = {k: v for k, v in row.items() if k not in ("seq", "known_at", "updated_at", "run")}
            if "event" in own:
                own["event"] = names[own["event"]]
            if table == "events":
                own["id"] = names[own["id"]]
            elif table in ("estimates", "relations"):
                own.pop("id")
            elif table == "event_versions":
                own["header"] = json.loads(own["header"])
            rows.append(json.dumps(own, sort_keys=True))
        found[table] = sorted(rows)
    found["estimate_claims"] = sorted(
        (names[row["event"]], row["outcome"], row["population"], row["basis"], row["unit"], row["grp"], row["claim"])
        for row in database.query("SELECT e.*, u.claim FROM estimates e JOIN estimate_claims u ON u.estimate = e.id")
    )
    found["tallies"] = sorted(database.conn.execute("SELECT facet, value, claims FROM tallies WHERE claims > 0"))
    found["event_tallies"] = sorted(database.conn.execute("SELECT * FROM event_tallies WHERE events > 0"))
    fed = "SELECT kind, count(DISTINCT id) AS number FROM changes WHERE op = 'upsert' GROUP BY kind"
    found["changes"] = list(database.query(fed))
    found["search"] = [
        sorted(
            row["id"] for row in database.query(f"SELECT c.id FROM claims_fts JOIN claims c ON c.seq = claims_fts.rowid {match}")
        )
        for match in ("", "WHERE claims_fts MATCH 'bridge'", "WHERE claims_fts MATCH 'ministry'")
    ]
    return found


@pytest.fixture(scope="module")
def ordinary(loaded: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return content(ingested(tmp_path_factory.mktemp("ordinary"), loaded[0].parent / "in.jsonl"))


@pytest.mark.parametrize("table", [*SERVED, "estimate_claims", "tallies", "event_tallies", "changes", "search"])
def test_each_row_is_the_one_of_an_ordinary_store(table: str, loaded: tuple[Path, Path], ordinary: dict[str, Any]) -> None:
    assert content(reader(loaded[1]))[table] == ordinary[table]
    assert ordinary[table]


def test_words_of_days_are_of_the_publishers_day(loaded: tuple[Path, Path]) -> None:
    sql = "SELECT d.published, d.utc_offset, c.window_start FROM documents d JOIN claims c ON c.document = d.id"
    found = reader(loaded[1]).query(f"{sql} WHERE d.utc_offset IS NOT NULL")
    assert [tuple(row.values()) for row in found] == [("2026-11-08T22:00:00Z", 480, "2026-11-09")]


def test_what_is_kept_of_a_claim_differs_between_those_compared(loaded: tuple[Path, Path]) -> None:
    found = reader(loaded[1]).conn.execute("SELECT DISTINCT plain FROM claims ORDER BY plain")
    assert list(found) == [(0,), (1,)]
    ((least, most, without),) = reader(loaded[1]).conn.execute(
        "SELECT min(conflicts), max(conflicts), count(*) - count(chain_text) FROM claims"
    )
    assert least == 0 and most > 1 and without > 0


def test_a_document_of_two_shards_is_loaded_once(loaded: tuple[Path, Path], ordinary: dict[str, Any], tmp_path: Path) -> None:
    for name in ("a", "b"):
        archive(tmp_path / f"{name}.jsonl")
    list(run_local(plan([tmp_path]), tmp_path / "out", Options(languages=()), 1))
    group_archive(tmp_path / "out", say=str)
    load(tmp_path / "out", tmp_path / "db.sqlite3", clock=now, say=str)
    assert content(reader(tmp_path / "db.sqlite3")) == ordinary
    assert list(reader(tmp_path / "db.sqlite3").query("PRAGMA integrity_check")) == [{"integrity_check": "ok"}]


def test_an_archive_that_states_nothing_is_loaded_too(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", [{"id": "quiet", "text": "The council met on Tuesday and approved the budget."}])
    list(run_local(plan([path]), tmp_path / "out", Options(languages=()), 1))
    group_archive(tmp_path / "out", say=str)
    counts = load(tmp_path / "out", tmp_path / "db.sqlite3", clock=now, say=str)
    assert counts == {"documents": 1, "claims": 0, "events": 0, "estimates": 0, "relations": 0, "attributions": 0}


def test_chains_sorted_in_several_passes_are_the_same(
    loaded: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aggregator.backfill_links.CLAIMS_A_PASS", 7)
    load(loaded[0], tmp_path / "db.sqlite3", clock=now, say=str)
    chains = "SELECT * FROM attributions ORDER BY claim, position"
    assert list(reader(tmp_path / "db.sqlite3").query(chains)) == list(reader(loaded[1]).query(chains))


def test_a_publisher_that_is_a_source_bears_its_id(tmp_path: Path) -> None:
    rows = documents(3)
    for row, publisher in zip(rows, ("Reuters", "REUTERS", "No Such Outlet"), strict=True):
        row["publisher"] = publisher
    list(run_local(plan([write(tmp_path / "in.jsonl", rows)]), tmp_path / "out", Options(languages=()), 1))
    group_archive(tmp_path / "out", say=str)
    load(tmp_path / "out", tmp_path / "db.sqlite3", clock=now, say=str)
    found = reader(tmp_path / "db.sqlite3").query("SELECT publisher, publisher_source FROM documents")
    assert {row["publisher"]: row["publisher_source"] for row in found} == {
        "Reuters": "reuters",
        "REUTERS": "reuters",
        "No Such Outlet": None,
    }


def test_it_is_served_as_it_is(loaded: tuple[Path, Path]) -> None:
    from aggregator.core.settings import Settings
    from api.app import create_app

    client = create_app(Settings(database=loaded[1])).test_client()
    answer = client.get("/api/v1/claims?country=KEN&outcome=killed").get_json()
    assert answer["data"]
    event = client.get(f"/api/v1/events/{answer['data'][0]['event']}")
    assert event.status_code == 200
    assert event.get_json()["estimates"]
    assert client.get("/api/v1/claims?q=bridge").get_json()["data"], "the search index holds the words"


def test_a_file_that_is_there_and_an_archive_not_grouped_are_refused(loaded: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="exists"):
        load(loaded[0], loaded[1], clock=now, say=str)
    list(run_local(plan([write(tmp_path / "in.jsonl", documents(2))]), tmp_path / "out", Options(languages=()), 1))
    with pytest.raises(InputError, match="backfill-group"):
        load(tmp_path / "out", tmp_path / "db.sqlite3", clock=now, say=str)


def test_files_of_another_version_are_refused(loaded: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(loaded[0], tmp_path / "out")
    (manifest, *_) = sorted((tmp_path / "out" / "done").iterdir())
    told = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({name: told[name] for name in told if name != "format"}))
    for stage in (group_archive, lambda out, say: load(out, tmp_path / "db.sqlite3", clock=now, say=say)):
        with pytest.raises(InputError, match="another version"):
            stage(tmp_path / "out", say=str)


def test_a_load_that_fails_leaves_nothing(loaded: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from db import bulk

    monkeypatch.setitem(bulk.KINDS, "nothing", "claim")
    with pytest.raises(StoreError):
        load(loaded[0], tmp_path / "db.sqlite3", clock=now, say=str)
    assert not list(tmp_path.iterdir())


def test_a_row_that_the_schema_refuses_ends_the_load(loaded: tuple[Path, Path], tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = tmp_path / "out"
    shutil.copytree(loaded[0], out)
    (path, *_) = sorted((out / "claims").iterdir())
    claims = pq.read_table(path)
    wrong = pa.array([7] * claims.num_rows, pa.int64())
    pq.write_table(claims.set_column(claims.column_names.index("party"), "party", wrong), path)
    with pytest.raises(StoreError, match="party IN"):
        load(out, tmp_path / "db.sqlite3", clock=now, say=str)
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_the_three_commands_in_a_row(tmp_path: Path) -> None:
    path, out = write(tmp_path / "in.jsonl", documents(12)), str(tmp_path / "out")
    run = CliRunner().invoke
    assert run(backfill, [str(path), "--out", out, "--language", ""], catch_exceptions=False).exit_code == 0
    assert " events; " in run(backfill_group, [out], catch_exceptions=False).output
    assert "claims/s" in run(backfill_load, [out, "--db", str(tmp_path / "x.sqlite3")], catch_exceptions=False).output
    assert (tmp_path / "out" / "report.json").exists()


def test_items_made_ahead_come_in_their_order_and_an_error_comes_through() -> None:
    def items() -> Iterator[int]:
        yield from range(5)
        raise InputError("the file is cut short", field="OUT")

    coming = ahead(items())
    assert [next(coming) for _ in range(5)] == list(range(5))
    with pytest.raises(InputError, match="cut short"):
        next(coming)


@pytest.mark.parametrize("on", [True, False])
def test_the_search_for_garbage_is_as_it_was_after_a_task_that_fails(on: bool) -> None:
    (gc.enable if on else gc.disable)()
    try:
        with pytest.raises(ZeroDivisionError), uncollected():
            assert not gc.isenabled()
            _ = 1 / 0
        assert gc.isenabled() == on
    finally:
        gc.enable()
