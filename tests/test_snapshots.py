"""Snapshots: all of one state or nothing, the same data the same bytes, no column and no name beyond what the API publishes."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from seeded import T2, T3, Seed, market

from aggregator.cli import cli
from aggregator.core.errors import InputError, NotFound, StoreError
from aggregator.core.settings import Settings, read
from api.app import create_app
from db.connect import transaction, writer
from db.frozen.lists import KEYS, LISTS
from db.frozen.make import freeze
from db.frozen.shelf import Frozen, Shelf
from tests.test_discretion import NAMES, TEXT

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2030, 6, 1, 12, tzinfo=UTC)
DATABASE = "casualty-figures.db"
SECRET = "words that no claim states"


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def frozen(folder: Path, *, now: datetime = NOON, **given: Any) -> Frozen:
    """A snapshot of the database in the folder."""
    return freeze(folder / "f.db", Shelf(folder / "snapshots"), at(now), **given).frozen


def left(folder: Path) -> list[str]:
    """What stands in the folder of snapshots, hidden files too."""
    return sorted(path.name for path in (folder / "snapshots").iterdir() if path.name != ".lock")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    market(tmp_path / "f.db").close()
    return tmp_path


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    folder = tmp_path_factory.mktemp("one")
    seed = market(folder / "f.db")
    seed.database.execute("UPDATE documents SET text = text || ?", [SECRET])
    seed.close()
    return frozen(folder)


@pytest.mark.parametrize("noun", LISTS, ids=lambda noun: noun.name)
def test_every_file_has_the_rows_that_the_api_lists(one: Frozen, noun: Any) -> None:
    client = create_app(Settings(database=one.folder.parent.parent / "f.db")).test_client()
    order = "known" if "known" in noun.orders else "id"
    assert (one.folder / f"{noun.name}.csv").read_bytes() == client.get(f"/api/v1/{noun.name}.csv?sort={order}").data
    asked = client.get(f"/api/v1/{noun.name}.parquet?sort={order}").data
    assert pq.read_table(one.folder / f"{noun.name}.parquet") == pq.read_table(io.BytesIO(asked))
    rows = client.get(f"/api/v1/{noun.name}?limit=1000&sort={order}").get_json()["data"]
    with sqlite3.connect(one.folder / DATABASE) as database:
        cursor = database.execute(f"SELECT * FROM {noun.name} ORDER BY rowid")
        assert [column[0] for column in cursor.description] == [column.name for column in noun.columns]
        assert [row[0] for row in cursor] == [row["id"] for row in rows] != []
    assert one.about["rows"][noun.name] == len(rows)


def test_nothing_is_frozen_but_what_the_api_publishes(one: Frozen) -> None:
    with sqlite3.connect(one.folder / DATABASE) as database:
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert {name for name in tables if not name.startswith("claims_fts")} == {noun.name for noun in LISTS} | {
            "about",
            "codebook",
        }
        assert database.execute("PRAGMA freelist_count").fetchone() == (0,), "not as compact as a vacuumed file"
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = database.execute("SELECT id FROM claims WHERE rowid IN (SELECT rowid FROM claims_fts('market'))").fetchall()
        known = "sql LIKE '%VIRTUAL TABLE%USING FTS%content=\"claims\"%'"  # how Datasette finds out what can be searched
        assert database.execute(f"SELECT name FROM sqlite_master WHERE rootpage = 0 AND {known}").fetchall() == [("claims_fts",)]
        assert found and database.execute("SELECT count(*) FROM conflicts").fetchone() == (2,)
    for file in one.files():
        assert SECRET.encode() not in file.path.read_bytes(), file.name


def test_no_field_but_the_sentence_holds_a_victims_name(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(f"Publisher: Harbour Post\nPublished: 2024-03-06\n\n{TEXT}\n", encoding="utf-8")
    assert run(tmp_path, "ingest", str(tmp_path / "report.txt")).exit_code == 0
    made = frozen(tmp_path)
    told = 0
    with sqlite3.connect(made.folder / DATABASE) as database:
        database.row_factory = sqlite3.Row
        cells = [dict(row) for noun in LISTS for row in database.execute(f"SELECT * FROM {noun.name}")]
    for noun in LISTS:
        cells += [*table(made.folder / f"{noun.name}.csv"), *pq.read_table(made.folder / f"{noun.name}.parquet").to_pylist()]
    for row in cells:
        told += any(name in str(row.get("sentence")) for name in NAMES)
        rest = {column: value for column, value in row.items() if column not in ("sentence", "quote")}
        assert not any(name in str(rest) for name in NAMES), rest
        assert not any(name in str(row.get("quote")) for name in NAMES) or row["quote"] == row["sentence"]
    assert told >= 6
    for name in ("README.md", "CHANGES.md", "changes.csv", "datapackage.json", "metadata.json"):
        assert not any(each in (made.folder / name).read_text(encoding="utf-8") for each in NAMES)


def test_checksums_are_of_the_files(one: Frozen) -> None:
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=one.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and len(done.stdout.splitlines()) == len(list(one.folder.iterdir())) - 1, done.stderr
    assert one.damaged() == []


def test_the_data_package_describes_every_file_column_and_key(one: Frozen) -> None:
    package = json.loads((one.folder / "datapackage.json").read_text(encoding="utf-8"))
    sums = {file.name: file.sha256 for file in one.files()}
    assert {r["path"] for r in package["resources"]} == {name for name in sums if name.endswith((".csv", ".parquet", ".db"))}
    rows = {}
    for resource in package["resources"]:
        path = one.folder / resource["path"]
        assert (resource["hash"], resource["bytes"]) == (f"sha256:{sums[path.name]}", path.stat().st_size)
        if resource["format"] == "csv":
            rows[resource["name"]] = table(path)
            fields = resource["schema"]["fields"]
            assert path.read_bytes().decode().split("\r\n")[0].split(",") == [field["name"] for field in fields]
            for row in rows[resource["name"]]:
                for field in fields:
                    fits(row[field["name"]], field)
    for name, keys in KEYS.items():
        (made,) = [r["schema"] for r in package["resources"] if r["name"] == name]
        assert made["primaryKey"] == "id"
        assert {k["fields"]: k["reference"]["resource"] for k in made["foreignKeys"]} == keys
        for column, there in keys.items():
            assert {row[column] for row in rows[name]} - {""} <= {row["id"] for row in rows[there]} != set()
    assert package["licenses"][0]["name"] == "CC-BY-4.0" and package["version"] == one.version == "2030-06-01"


def fits(cell: str, field: dict[str, Any]) -> None:
    """Assert that a CSV cell is what its field says; empty is missing."""
    if cell == "":
        assert not field.get("constraints", {}).get("required"), field["name"]
        return
    match field["type"]:
        case "integer":
            int(cell)
        case "number":
            float(cell)
        case "boolean":
            assert cell in ("true", "false")
        case "date" | "datetime":
            datetime.fromisoformat(cell)
    assert cell in field.get("constraints", {}).get("enum", [cell]), field["name"]


def test_the_papers_say_how_to_cite_it_and_what_it_is_not(one: Frozen) -> None:
    lines = (one.folder / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    cff = {name: json.loads(value) for name, _, value in (line.partition(": ") for line in lines)}
    assert (cff["version"], cff["license"], cff["date-released"]) == ("2030-06-01", "CC-BY-4.0", "2030-06-01")
    assert {"cff-version", "message", "title", "authors"} <= set(cff)
    for name in ("README.md", "LICENCE.txt"):
        assert "a sum over claims is not a death toll" in (one.folder / name).read_text(encoding="utf-8")
    assert one.about["citation"] in (one.folder / "README.md").read_text(encoding="utf-8")
    assert one.about["fingerprint"][:16] in one.about["citation"] and "2030-06-01" in one.about["citation"]


def test_the_same_data_gives_the_same_bytes(store: Path, tmp_path: Path) -> None:
    first = frozen(store, version="v1")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "f.db").write_bytes((store / "f.db").read_bytes())
    again, later = frozen(tmp_path / "other", version="v1"), frozen(store, version="v2", now=NOON + timedelta(days=40))
    for file in first.files():
        assert file.path.read_bytes() == again.file(file.name).path.read_bytes(), file.name
        if file.name.endswith((".csv", ".parquet", ".db")):
            assert file.sha256 == later.file(file.name).sha256, file.name
    assert first.about["fingerprint"] == later.about["fingerprint"] and later.about["previous"] == "v1"


def test_it_is_one_state_of_the_store_whatever_is_written_meanwhile(store: Path) -> None:
    other = writer(store / "f.db")
    written = 0

    def writing() -> bool:
        nonlocal written
        written += 1
        with transaction(other):
            other.execute("INSERT INTO changes (at, kind, id, op) VALUES (?, 'claim', ?, 'upsert')", [T3, f"x{written}"])
            other.execute("UPDATE claims SET low = low + 1000 WHERE id = 'c1'")
        return False

    before = create_app(Settings(database=store / "f.db")).test_client().get("/api/v1/claims.csv").data
    made = frozen(store, stop=writing)
    other.close()
    assert written > 10
    assert (made.folder / "claims.csv").read_bytes() == before
    with sqlite3.connect(made.folder / DATABASE) as database:
        assert database.execute("SELECT low FROM claims WHERE id = 'c1'").fetchone() == (63,)
    assert pq.read_table(made.folder / "claims.parquet")["low"][0].as_py() == 63


def test_without_a_change_none_is_made_unless_a_version_is_named(store: Path) -> None:
    shelf = Shelf(store / "snapshots")
    assert freeze(store / "f.db", shelf, at(NOON)).new
    assert not freeze(store / "f.db", shelf, at(NOON + timedelta(days=1))).new
    assert left(store) == ["2030-06-01"]
    assert freeze(store / "f.db", shelf, at(NOON), version="v1.0").new
    seed = Seed(store / "f.db")
    seed.add("documents", id="doc-9", origin="z")
    seed.close()
    assert freeze(store / "f.db", shelf, at(NOON)).frozen.version == "2030-06-01.2"


@pytest.mark.parametrize("version", ["", ".x", "..", "../x", "a/b", "a b", "x\n", "latest", "x" * 61, "ü"])
def test_a_version_that_cannot_be_is_refused(store: Path, version: str) -> None:
    with pytest.raises(InputError, match="cannot be a version"):
        frozen(store, version=version)
    assert not (store / "snapshots").exists() or left(store) == []
    with pytest.raises(NotFound):
        Shelf(store / "snapshots").one(version)


def test_none_is_overwritten(store: Path) -> None:
    before = {file.name: file.sha256 for file in frozen(store, version="v1").files()}
    with pytest.raises(InputError, match="there is a snapshot v1 already"):
        frozen(store, version="v1")
    assert {file.name: file.sha256 for file in Shelf(store / "snapshots").one("v1").files()} == before


def test_half_grouped_data_is_not_frozen(store: Path) -> None:
    database = writer(store / "f.db")
    database.execute("INSERT INTO pending (document) VALUES ('doc-1')")
    database.close()
    with pytest.raises(StoreError, match="1 documents wait to be grouped"):
        frozen(store)
    assert left(store) == [] if (store / "snapshots").exists() else True


def test_a_store_whose_rows_lead_nowhere_is_not_frozen(store: Path) -> None:
    database = writer(store / "f.db")
    database.execute("UPDATE claims SET retired_at = ? WHERE id = 'c6'", [T3])
    database.close()
    with pytest.raises(StoreError, match="figures to claims"):
        frozen(store)
    assert left(store) == []


def test_a_snapshot_broken_off_leaves_nothing(store: Path) -> None:
    for calls in (1, 5, 12, 17):
        counted = iter([False] * calls + [True] * 99)
        with pytest.raises(StoreError, match="broken off"):
            frozen(store, stop=lambda counted=counted: next(counted))
        assert left(store) == []


def test_only_one_is_made_at_a_time(store: Path) -> None:
    shelf = Shelf(store / "snapshots")
    with shelf.making("other"), pytest.raises(StoreError, match="another snapshot is being made"):
        frozen(store)
    assert left(store) == ["other"]
    assert frozen(store).version == "2030-06-01"


KILLED = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from db.frozen.make import freeze
from db.frozen.shelf import Shelf
calls = 0
def stop():
    global calls
    calls += 1
    if calls == int(sys.argv[2]):
        print("there", flush=True)
        time.sleep(60)
    return False
folder = Path(sys.argv[1])
freeze(folder / "f.db", Shelf(folder / "snapshots"), lambda: datetime(2030, 6, 1, tzinfo=UTC), stop=stop)
"""


@pytest.mark.parametrize("step", [1, 8, 15])
def test_one_killed_halfway_is_no_snapshot_and_the_next_clears_it_away(store: Path, step: int) -> None:
    command = [sys.executable, "-c", KILLED, str(store), str(step)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "there\n"
        os.kill(process.pid, signal.SIGKILL)
    assert left(store) == [".2030-06-01.part"]
    assert Shelf(store / "snapshots").all() == []
    client = create_app(Settings(database=store / "f.db")).test_client()
    assert client.get("/api/v1/snapshots").get_json()["data"] == []
    assert client.get("/snapshots/.2030-06-01.part/claims.csv").status_code == 404
    assert frozen(store).damaged() == []
    assert left(store) == ["2030-06-01"]


def test_the_changelog_tells_what_was_added_changed_and_removed(store: Path) -> None:
    frozen(store, version="v1")
    seed = Seed(store / "f.db")
    seed.add("claims", id="new", event="ev-slide", document="doc-3", low=14, quote="14 =1+1", position=7)
    with transaction(seed.database) as database:
        database.execute("UPDATE events SET sentence = '12 to 14 killed, two claimants.', killed_high = 14 WHERE id = 'ev-slide'")
        database.execute("UPDATE claims SET event = NULL, retired_at = ?, retired_reason = 'withdrawn' WHERE id = 'c7'", [T3])
        went = "UPDATE events SET retired_at = ?, retired_reason = 'merged', merged_into = 'ev-slide' WHERE id = 'ev-zero'"
        database.execute(went, [T3])
        database.execute("UPDATE claims SET known_at = ? WHERE id = 'c1'", [T2])
    seed.close()
    made = frozen(store, version="v2", now=NOON + timedelta(days=30))
    assert made.about["changes"] == {
        "events": {"added": 0, "changed": 1, "removed": 1},
        "claims": {"added": 1, "changed": 0, "removed": 1},
    }
    rows = [tuple(row.values()) for row in table(made.folder / "changes.csv")]
    assert ("claims", "new", "added", "", "", "Harmon Monitor: 14 =1+1", "") in rows
    assert ("events", "ev-slide", "changed", "killed_high", "12", "14", "") in rows
    removed = {row[1]: row[6] for row in rows if row[2] == "removed"}
    assert removed == {"c7": "withdrawn", "ev-zero": "merged, now ev-slide"}
    assert len(rows) == 5
    words = (made.folder / "CHANGES.md").read_text(encoding="utf-8")
    assert "compared with v1" in words and "“12 killed, one claimant.” is now “12 to 14 killed, two claimants.”" in words


def test_a_formula_in_the_changelog_is_disarmed(store: Path) -> None:
    frozen(store, version="v1")
    seed = Seed(store / "f.db")
    seed.add("claims", id="new", event="ev-slide", claimant_name="=cmd()", document="doc-3", position=8)
    seed.close()
    rows = table(frozen(store, version="v2").folder / "changes.csv")
    assert rows[-1]["after"].startswith("'=cmd()")


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        cli, arguments, env={"FIGURES_DB": str(folder / "f.db"), "FIGURES_SITE": "https://figures.example/"}
    )


def test_the_commands_make_list_show_and_check(store: Path) -> None:
    assert "none in" in run(store, "snapshot", "list").output
    made = run(store, "snapshot", "create", "--version", "v1")
    assert made.exit_code == 0 and "https://figures.example/snapshots/v1" in made.output, made.output
    assert "nothing has changed since v1" in run(store, "snapshot", "create").output
    assert "v1" in run(store, "snapshot", "list").output
    shown = run(store, "snapshot", "show", "--check")
    assert shown.exit_code == 0 and "6 claims" in shown.output and "Every file is what its checksum says" in shown.output
    (store / "snapshots" / "v1" / "claims.csv").write_text("id\n", encoding="utf-8")
    broken = run(store, "snapshot", "show", "v1", "--check")
    assert broken.exit_code == 1 and "DAMAGED: claims.csv" in broken.stderr
    assert isinstance(run(store, "snapshot", "show", "v2").exception, NotFound)


def test_an_old_one_without_its_database_is_passed_over(store: Path) -> None:
    for version in ("v1", "v2"):
        frozen(store, version=version, now=NOON + timedelta(days=version == "v2"))
    (store / "snapshots" / "v2" / DATABASE).unlink()
    made = frozen(store, version="v3", now=NOON + timedelta(days=2))
    assert made.about["previous"] == "v1" and made.about["changes"]["claims"] == {"added": 0, "changed": 0, "removed": 0}
    assert not (store / "snapshots" / "v2" / DATABASE).exists()
    assert Shelf(store / "snapshots").one("v2").damaged() == [DATABASE]


def test_a_damaged_description_is_said(store: Path) -> None:
    folder = frozen(store, version="v1").folder
    (folder / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="v1 is damaged"):
        Shelf(store / "snapshots").all()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FIGURES_SNAPSHOT_DAY", "0"),
        ("FIGURES_SNAPSHOT_DAY", "29"),
        ("FIGURES_SNAPSHOT_DAY", "first"),
        ("FIGURES_SITE", "figures.example"),
        ("FIGURES_SITE", "javascript:alert(1)"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(InputError, match=name):
        read({name: value})


def test_settings_say_where_and_when() -> None:
    assert read({"FIGURES_DB": "x/f.db"}).shelf == Path("x/snapshots") and read({}).snapshot_day is None
    asked = read({"FIGURES_SNAPSHOTS": "y", "FIGURES_SNAPSHOT_DAY": "28", "FIGURES_SITE": "https://figures.example"})
    assert (asked.shelf, asked.snapshot_day, asked.site) == (Path("y"), 28, "https://figures.example")


def test_times_do_not_disorder_the_list(store: Path) -> None:
    for number, days in enumerate((3, 1, 2)):
        frozen(store, version=f"v{number}", now=NOON + timedelta(days=days))
    assert [each.version for each in Shelf(store / "snapshots").all()] == ["v0", "v2", "v1"]
    assert Shelf(store / "snapshots").one("latest").version == "v0"
