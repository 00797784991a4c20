"""`explain` and `export` on a store made by `ingest`: from a number down to the bytes, and a damaged link is said."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from aggregator.cli import cli
from aggregator.core.errors import UnknownName
from db.connect import transaction, writer

ROOT = Path(__file__).resolve().parent.parent
REPORT = """Publisher: Harmon Post
Published: 2030-05-14T18:00:00Z
URL: https://harmon-post.sample.example/market
Title: Market shelled in Harmon

At least 63 people were killed when shells hit the market in Harmon on Tuesday, the Harmon Monitor said.
"""


def run(*arguments: str, database: Path) -> Result:
    """A command within this process, as `main` would run it."""
    return CliRunner().invoke(cli, arguments, env={"FIGURES_DB": str(database)})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    made = run("ingest", str(folder / "report.txt"), database=folder / "f.db")
    assert made.exit_code == 0, made.stderr
    return folder / "f.db"


def exported(store: Path, what: str, *filters: str) -> list[dict[str, str]]:
    given = [part for item in filters for part in ("--filter", item)]
    done = run("export", what, *given, database=store)
    assert done.exit_code == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_export_keeps_the_bound_open(store: Path) -> None:
    (row,) = exported(store, "claims", "qualifier=at_least")
    assert (row["low"], row["high"], row["best"], row["publisher"]) == ("63", "", "63", "Harmon Post")
    done = run("export", "claims", "--format", "ndjson", database=store)
    assert json.loads(done.stdout)["quote"] == row["quote"]
    done = run("export", "claims", "--format", "parquet", database=store)
    assert pq.read_table(io.BytesIO(done.stdout_bytes))["quote"].to_pylist() == [row["quote"]]


def test_export_names_what_it_does_not_know(store: Path) -> None:
    wrong = run("export", "claims", "--filter", "contry=SYR", database=store).exception
    assert isinstance(wrong, UnknownName) and "country" in wrong.valid
    wrong = run("export", "deaths", database=store).exception
    assert "events" in str(wrong)


@pytest.mark.parametrize("what", ["events", "figures", "claims", "documents"])
def test_explain_goes_down_to_the_bytes(store: Path, what: str) -> None:
    identity = exported(store, what)[0]["id"]
    done = run("explain", identity, database=store)
    assert done.exit_code == 0, done.stderr
    for words in (identity, "stands there", "Harmon Monitor", "sha256", "intact", "harmon-post.sample.example"):
        assert words in done.stdout


def test_explain_names_the_claim_that_each_rule_chose(store: Path) -> None:
    claim = exported(store, "claims")[0]["id"]
    done = run("explain", exported(store, "figures")[0]["id"], database=store)
    assert f"one value by gtd, latest, median, lowest, highest: 63, from claim {claim}\n" in done.stdout


def test_explain_says_whose_words_make_a_range(store: Path) -> None:
    claims = exported(store, "claims")
    done = run("explain", exported(store, "figures")[0]["id"], database=store)
    for claim in claims:
        if claim["outcome"] == "killed":
            assert f"    claim {claim['id']}: {claim['claimant_name']}, {claim['quote']!r}\n" in done.stdout


def test_export_takes_a_rule(store: Path) -> None:
    (row,) = exported(store, "figures", "best_rule=highest")
    assert (row["best"], row["best_rule"]) == ("63", "highest")


def test_an_unknown_id_is_said_on_stderr(store: Path) -> None:
    command = [sys.executable, "-m", "aggregator", "explain", "nothing"]
    done = subprocess.run(command, cwd=ROOT, env={"FIGURES_DB": str(store)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "'nothing'" in done.stderr and "Traceback" not in done.stderr


def test_damaged_bytes_are_said(store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    database = writer(store)
    database.conn.execute("VACUUM INTO ?", (str(copy),))
    database.close()
    database = writer(copy)
    with transaction(database):
        database.conn.execute("UPDATE blobs SET bytes = ?, encoding = 'zlib'", (zlib.compress(b"something else"),))
    database.close()
    done = run("explain", exported(copy, "claims")[0]["id"], database=copy)
    assert done.exit_code == 1
    assert "DAMAGED" in done.stdout and "broken" in done.stderr
