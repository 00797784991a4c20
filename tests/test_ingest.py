"""`ingest`, `reparse`, `status`, `doctor`, `backup`, `restore` and `migrate` as a user calls them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aggregator.cli import cli
from aggregator.core.errors import AggregatorError
from db.connect import reader
from tests.test_store import dump as _dump

FLOOD = "At least 12 people were killed in a flood in Harmon on Monday, police said."
BLAST = "The health ministry said 30 people were killed in an explosion in Delmar on Monday."


class Home:
    """A database and a folder of files, and the command line over them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.database = folder, folder / "store" / "a.db"
        self.env = {"FIGURES_DB": str(self.database)}
        self.quick = True

    def call(self, *words: object) -> Result:
        """Call a command here; `ingest` reads in this process, which is quicker (tests/test_reader.py is about the child)."""
        trusted = ["--trusted"] if words[0] == "ingest" and self.quick else []
        return CliRunner().invoke(cli, [*map(str, words), *trusted], env=self.env, catch_exceptions=True)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with reader(self.database) as database:
            return [tuple(row) for row in database.execute(sql)]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def rss(*texts: str) -> str:
    items = "".join(f"<item><title>Report {n}</title><description>{text}</description></item>" for n, text in enumerate(texts))
    return f"<rss version='2.0'><channel><title>Harbour News</title>{items}</channel></rss>"


def test_one_file_with_what_the_caller_says_of_it(home: Home) -> None:
    path = home.write("a.txt", f"Flood in Harmon\n\n{FLOOD}")
    done = home.call("ingest", path, "--publisher", "Harbour News", "--published", "2030-05-14", "--url", "http://h.example/1")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("1 files: 1 new documents (0 known), 1 new claims; 1 events in the store; 0 problems.")
    assert home.rows("SELECT publisher, published, url FROM documents") == [
        ("Harbour News", "2030-05-14T00:00:00Z", "http://h.example/1")
    ]
    assert home.rows("SELECT quote, low, high, qualifier FROM claims") == [("At least 12", 12, None, "at_least")]
    assert home.rows("SELECT kind, policy FROM runs") == [("ingest", "default")]


def test_a_folder_of_many_formats_once_and_not_twice(home: Home) -> None:
    home.write("feeds/a.xml", rss(FLOOD))
    home.write("pages/b.html", f"<html><head><title>Blast</title></head><body><article><p>{BLAST}</p></article></body></html>")
    home.write("c.json", json.dumps({"text": FLOOD.replace("12", "13"), "published": "2030-05-14", "publisher": "A"}))
    home.write("d.jsonl", "\n".join(json.dumps({"text": FLOOD.replace("12", str(n))}) for n in (14, 15)))
    home.write("e.csv", f'text,published\n"{FLOOD.replace("12", "16")}",2030-05-14\n')
    home.write(".hidden/f.txt", FLOOD.replace("12", "99"))
    with zipfile.ZipFile(home.folder / "in" / "g.zip", "w") as archive:
        archive.writestr("inside.txt", FLOOD.replace("12", "17"))
    done = home.call("ingest", home.folder / "in")
    assert done.exit_code == 0, done.output
    assert [row[0] for row in home.rows("SELECT low FROM claims ORDER BY low")] == [12, 13, 14, 15, 16, 17, 30]
    before = home.rows("SELECT max(seq) FROM changes") + home.rows("SELECT count(*) FROM runs")
    again = home.call("ingest", home.folder / "in")
    assert again.exit_code == 0 and "0 new documents (7 known), 0 new claims" in again.output
    assert home.rows("SELECT max(seq) FROM changes") + home.rows("SELECT count(*) FROM runs") == before


def test_the_second_run_changes_no_row_of_any_table(home: Home) -> None:
    home.write("a.txt", FLOOD)
    home.write("broken.json", "{")
    home.call("ingest", home.folder / "in")
    from aggregator.intake import utc_now
    from db.store import Store

    def everything() -> str:
        store = Store.open(home.database, utc_now)
        try:
            return _dump(store)
        finally:
            store.close()

    before = everything()
    assert home.call("ingest", home.folder / "in").exit_code == 1
    assert everything() == before


BAD = {
    "broken.json": (b'{"text": ', "not JSON"),
    "empty.txt": (b"", "empty"),
    "spaces.txt": (b"  \n\n ", "empty"),
    "no-items.xml": (b"<rss version='2.0'><channel><title>A</title></channel></rss>", "no items"),
    "no-text.json": (b'{"text": "  "}', "no text"),
    "no-date.json": (b'{"text": "At least 77 people were killed.", "published": "soon"}', "is no"),
    "picture.png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "picture.png"),
    "cut.zip": (b"PK\x03\x04 and no more", ""),
    "scan.pdf": (b"%PDF-1.4 nothing", ""),
}


def test_what_cannot_be_used_is_named_with_the_reason_recorded_and_the_rest_ingested(home: Home) -> None:
    home.quick = False
    for name, (body, _) in BAD.items():
        home.write(name, body)
    home.write("zz-good.txt", FLOOD)
    done = home.call("ingest", home.folder / "in", home.folder / "nowhere.txt")
    assert done.exit_code == 1
    assert "1 new documents" in done.output and [row[0] for row in home.rows("SELECT low FROM claims")] == [12]
    assert "nowhere.txt: there is no such file or folder" in done.output
    recorded = {
        Path(str(origin).split(" document ")[0]).name: str(reason)
        for origin, reason in home.rows("SELECT origin, reason FROM problems")
    }
    for name, (_, words) in BAD.items():
        assert name in done.output, name
        assert name in recorded or any(name in reason for reason in recorded.values()), (name, recorded)
        assert words in done.output
    again = home.call("ingest", home.folder / "in")
    assert again.exit_code == 1 and all(name in again.output for name in BAD)


def test_a_file_that_was_mended_is_no_problem_any_more(home: Home) -> None:
    home.write("a.jsonl", '{"text": "' + FLOOD + '"}\n{"text": ')
    assert home.call("ingest", home.folder / "in").exit_code == 1
    path = home.write("a.jsonl", '{"text": "' + FLOOD + '"}')
    assert home.call("ingest", path).exit_code == 0
    assert home.rows("SELECT count(*) FROM problems WHERE resolved_at IS NULL") == [(0,)]


@pytest.mark.parametrize(
    ("words", "message"),
    [(("--published", "soon"), "--published"), (("--url", "http://a.example/"), "--url names one document; 2 files were given")],
)
def test_options_that_cannot_be(home: Home, words: tuple[str, ...], message: str) -> None:
    home.write("a.txt", FLOOD)
    home.write("b.txt", BLAST)
    done = home.call("ingest", home.folder / "in", *words)
    assert isinstance(done.exception, AggregatorError) and message in str(done.exception)
    assert not home.database.exists()


def test_the_same_file_with_another_date_corrects_the_first(home: Home) -> None:
    path = home.write("a.txt", FLOOD)
    url = ("--url", "http://h.example/1")
    home.call("ingest", path, "--published", "2030-05-14", *url)
    assert home.call("ingest", path, "--published", "2030-05-21", *url).exit_code == 0
    standing = home.rows("SELECT published FROM documents WHERE retired_at IS NULL")
    assert standing == [("2030-05-21T00:00:00Z",)]
    assert home.rows("SELECT count(*), count(DISTINCT blob) FROM snapshots") == [(2, 1)]


def test_reparse_with_nothing_changed_changes_nothing(home: Home) -> None:
    home.write("a.txt", FLOOD)
    home.write("b.txt", BLAST)
    home.call("ingest", home.folder / "in", "--publisher", "Harbour News", "--published", "2030-05-14")
    before = home.rows("SELECT max(seq) FROM changes")
    done = home.call("reparse")
    assert done.exit_code == 0 and "0 new claims" in done.output and "2 stored replies and files" in done.output
    assert home.rows("SELECT max(seq) FROM changes") == before
    home.env["FIGURES_POLICY"] = "acled"
    assert home.call("reparse", "--since", "2999-01-01").output.startswith("0 stored")


@pytest.mark.parametrize("words", [("backup",), ("export", "claims", "--output")])
def test_what_writes_a_file_makes_no_folder_for_it(home: Home, tmp_path: Path, words: tuple[str, ...]) -> None:
    home.call("migrate")
    done = home.call(*words, tmp_path / "missing" / "a")
    assert done.exit_code != 0
    assert str(done.exception) == f"there is no folder {tmp_path / 'missing'}; make it first, or name another"
    assert not (tmp_path / "missing").exists()


def test_status_doctor_backup_restore_migrate(home: Home, tmp_path: Path) -> None:
    for words in (("status",), ("backup", tmp_path / "b.db")):
        done = home.call(*words)
        assert "there is no database" in str(done.exception), words
    assert home.call("doctor").exit_code == 1
    assert "m001_first_schema" in home.call("migrate").output
    assert "up to date" in home.call("migrate").output
    home.write("a.txt", FLOOD)
    home.call("ingest", home.folder / "in")
    said = home.call("status").output
    assert "documents                              1" in said and "Scheduler: none" in said
    healthy = home.call("doctor")
    assert healthy.exit_code == 0, healthy.output
    assert "is safe to write with" in healthy.output and "is sound" in healthy.output
    assert "checked" in home.call("backup", tmp_path / "b.db").output
    assert "exists" in str(home.call("backup", tmp_path / "b.db").exception)
    home.write("b.txt", BLAST)
    home.call("ingest", home.folder / "in")
    assert home.call("restore", tmp_path / "b.db").exit_code == 1, "asks, and hears no answer"
    assert home.rows("SELECT count(*) FROM claims") == [(2,)]
    assert "what was there is now" in home.call("restore", tmp_path / "b.db", "--yes").output
    assert home.rows("SELECT count(*) FROM claims") == [(1,)]


def test_doctor_names_damage_a_wrong_clock_and_other_versions(home: Home) -> None:
    home.write("a.txt", FLOOD)
    home.call("ingest", home.folder / "in")
    from db.connect import writer

    with writer(home.database) as database:
        database.execute("UPDATE documents SET extracted_by = 'an older one'")
        database.execute("INSERT INTO changes (at, kind, id, op) VALUES ('2999-01-01T00:00:00.000Z', 'claim', 'x', 'upsert')")
        database.execute("PRAGMA foreign_keys=OFF")
        database.execute("DELETE FROM documents")
        database.execute("UPDATE documents SET extracted_by = 'x'")
    done = home.call("doctor")
    assert done.exit_code == 1
    assert "points to a missing documents" in done.output and "but the store learned something at 2999" in done.output


IMPATIENT = """
import db.connect as connect
connect.PATIENCE_MS = 300
connect.SHARED_PRAGMAS = tuple("busy_timeout=300" if "busy" in each else each for each in connect.SHARED_PRAGMAS)
from aggregator.cli import main
main()
"""


def test_a_locked_database_is_a_plain_sentence_and_the_file_can_be_ingested_later(home: Home) -> None:
    from db.connect import transaction, writer

    path = home.write("a.txt", FLOOD)
    home.call("migrate")
    command = [sys.executable, "-c", IMPATIENT, "ingest", str(path)]
    with writer(home.database) as database, transaction(database):
        held = subprocess.run(command, capture_output=True, text=True, env=os.environ | home.env, check=False)
    assert held.returncode == 1 and "error: another process held the database" in held.stderr and "Traceback" not in held.stderr
    assert home.call("ingest", path).exit_code == 0


def test_ctrl_c_ends_cleanly_and_the_same_command_goes_on(home: Home) -> None:
    home.write("many.jsonl", "\n".join(json.dumps({"text": FLOOD.replace("12", str(n))}) for n in range(100, 1600)))
    command = [sys.executable, "-m", "aggregator", "ingest", str(home.folder / "in")]
    process = subprocess.Popen(command, env=os.environ | home.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    stored = 0
    while not stored and process.poll() is None:
        time.sleep(0.05)
        if home.database.exists():
            try:
                stored = int(str(home.rows("SELECT count(*) FROM documents")[0][0]))
            except Exception:  # not yet migrated
                stored = 0
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130 and "goes on where this one stopped" in err and "Traceback" not in err, (out, err)
    (n,) = home.rows("SELECT count(*) FROM documents")[0]
    assert 0 < int(str(n)) < 1500


def test_several_at_once_over_the_same_files_store_each_document_once(home: Home) -> None:
    home.write("a.jsonl", "\n".join(json.dumps({"text": FLOOD.replace("12", str(n))}) for n in range(100, 160)))
    command = [sys.executable, "-m", "aggregator", "ingest", "--trusted", str(home.folder / "in")]
    running = [subprocess.Popen(command, env=os.environ | home.env, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(process.communicate(timeout=120)[1], process.returncode) for process in running] == [("", 0)] * 3
    assert home.rows("SELECT count(*), count(DISTINCT low) FROM claims") == [(60, 60)]
    assert home.rows("SELECT count(*) FROM pending") == [(0,)]
    homes = home.rows("SELECT count(*), count(DISTINCT claim) FROM event_claims WHERE retired_at IS NULL")
    assert homes == [(60, 60)]


def damage(path: Path) -> None:
    """Overwrite the start of every fifth page behind the schema."""
    body = bytearray(path.read_bytes())
    for page in range(10, len(body) // 4096, 2):
        body[page * 4096 : page * 4096 + 300] = b"\xa5" * 300
    path.write_bytes(bytes(body))


@pytest.mark.parametrize(
    "words",
    [("status",), ("doctor",), ("ingest", "in"), ("reparse",), ("run",), ("backup", "b.db"), ("export", "claims")],
    ids=str,
)
def test_a_damaged_database_is_a_plain_sentence_for_every_command(home: Home, words: tuple[str, ...]) -> None:
    path = home.write("many.jsonl", "\n".join(json.dumps({"text": FLOOD.replace("12", str(n))}) for n in range(100, 160)))
    home.call("ingest", path)
    damage(home.database)
    done = home.call(*(str(home.folder / word) if word in ("in", "b.db") else word for word in words))
    assert done.exit_code == 1
    assert isinstance(done.exception, (AggregatorError, SystemExit)), done.exception
    assert "damaged" in f"{done.output} {done.exception}"


@pytest.mark.parametrize("words", [("status",), ("doctor",), ("export", "claims"), ("explain", "x")], ids=str)
def test_a_file_without_our_tables_is_a_plain_sentence(home: Home, words: tuple[str, ...]) -> None:
    home.database.parent.mkdir(parents=True)
    home.database.write_bytes(b"")
    done = home.call(*words)
    assert done.exit_code == 1 and isinstance(done.exception, (AggregatorError, SystemExit)), done.exception
    assert "aggregator migrate" in f"{done.output} {done.exception}"


def test_reparse_makes_no_database_where_there_is_none(home: Home) -> None:
    done = home.call("reparse")
    assert "there is no database" in str(done.exception) and not home.database.exists()


def test_doctor_names_wrong_source_files_and_a_folder_that_cannot_be_written_to(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.call("migrate")
    home.env["FIGURES_SOURCES"] = str(home.folder / "sources")
    (home.folder / "sources").mkdir()
    (home.folder / "sources" / "bad.toml").write_text("kind = ")
    done = home.call("doctor")
    assert done.exit_code == 1 and "bad.toml: cannot be read" in done.output
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != home.database.parent)  # root may write anywhere
    assert f"{home.database.parent} cannot be written to" in home.call("doctor").output


def test_a_file_that_cannot_be_written_is_a_plain_sentence(home: Home) -> None:
    home.call("migrate")
    command = [sys.executable, "-m", "aggregator", "export", "claims", "--output", str(home.folder / "none" / "x.csv")]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | home.env, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        f"error: there is no folder {home.folder / 'none'}; make it first, or name another\n",
    )
