"""The schema: complete, strict, applied once, by one of many at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from db.connect import reader, run_script, writer
from db.migrations import STEPS, known_steps, migrate, pending

SAME = "INSERT INTO blobs VALUES (printf('%064d', 1), 1, 'raw', x'00')"


def test_a_new_database_gets_every_step_and_a_second_call_none(tmp_path: Path) -> None:
    with writer(tmp_path / "a.db") as database:
        assert pending(database) == list(known_steps())
        assert migrate(database) == list(known_steps())
        assert migrate(database) == [] == pending(database)


def test_every_table_is_strict(tmp_path: Path) -> None:
    with writer(tmp_path / "a.db") as database:
        migrate(database)
        loose = database.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND schema = 'main' "
            "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'claims_fts%' AND name <> '_sqlite_migrations'"
        ).fetchall()
        assert loose == []
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA quick_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(
    "question, plan",
    [
        (
            "SELECT count(*) FROM claims WHERE document = 'd' AND retired_at IS NULL",
            "SEARCH claims USING COVERING INDEX claims_document (document=?)",
        ),
        (
            "SELECT DISTINCT document FROM claims WHERE retired_at IS NULL ORDER BY document",
            "SCAN claims USING COVERING INDEX claims_document",
        ),
        (
            "SELECT id FROM claims WHERE document = 'd' ORDER BY position",
            "SEARCH claims USING INDEX claims_document (document=?)",
        ),
        (
            "SELECT id FROM documents WHERE snapshot = 's' AND retired_at IS NULL",
            "SEARCH documents USING INDEX documents_snapshot (snapshot=?)",
        ),
        (
            "SELECT origin, reason FROM problems WHERE snapshot = 's' AND resolved_at IS NULL",
            "SEARCH problems USING INDEX problems_snapshot (snapshot=?)",
        ),
    ],
)
def test_one_index_does_the_work_of_two(question: str, plan: str, tmp_path: Path) -> None:
    with writer(tmp_path / "a.db") as database:
        migrate(database)
        assert [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {question}")] == [plan]


def test_every_column_that_points_elsewhere_is_indexed(tmp_path: Path) -> None:
    with writer(tmp_path / "a.db") as database:
        migrate(database)
        bare = []
        for table in database.table_names():
            keys = {
                row[3] for row in database.execute(f"PRAGMA foreign_key_list([{table}])") if row[3] not in ("run", "undone_by")
            }
            led = {index.columns[0] for index in database[table].indexes} | set(database[table].pks[:1])
            bare += [f"{table}.{key}" for key in keys - led if key not in ("best_claim", "blob", "merged_into", "split_from")]
        assert bare == []


def test_a_step_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with writer(tmp_path / "a.db") as database:
        database.execute("CREATE TABLE relations (in_the_way INTEGER)")
        try:
            migrate(database)
        except Exception as error:
            assert "relations" in str(error)
        assert database.table_names() == ["relations"]
        assert not database.conn.in_transaction


MIGRATE = """
import sys
from pathlib import Path
from db.connect import writer
from db.migrations import migrate
print(len(migrate(writer(Path(sys.argv[1])))))
"""


def test_many_processes_migrate_at_once_and_one_does_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    running = [subprocess.Popen([sys.executable, "-c", MIGRATE, str(path)], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    done = sorted(int(process.communicate(timeout=120)[0]) for process in running)
    assert done == [0, 0, 0, len(known_steps())]
    with reader(path) as database:
        assert pending(database) == []


def test_a_database_of_the_first_schema_is_brought_on_with_its_documents(tmp_path: Path) -> None:
    with writer(tmp_path / "a.db") as database:
        for step in STEPS[:1]:
            step(database)
        database.execute(
            "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)"
        )
        database.execute("INSERT INTO _sqlite_migrations VALUES (1, 'casualty-figures', 'm001_first_schema', '')")
        for name, retired in (("stands", None), ("retired", "2030-01-01T00:00:00.000Z")):
            row = {"id": name, "origin": name, "text": "x", "text_hash": "x", "known_at": "x", "retired_at": retired}
            database["documents"].insert(row)  # type: ignore[union-attr]
        database.execute("INSERT INTO blocks VALUES ('key', 'stands')")
        assert migrate(database) == list(known_steps()[1:])
        assert database.execute("SELECT document FROM pending").fetchall() == [("stands",)]
        assert [column.name for column in database["blocks"].columns] == ["key", "document", "week", "reports"]


def test_a_script_is_run_statement_by_statement_inside_the_transaction(tmp_path: Path) -> None:
    script = """-- a comment; with its sign
CREATE TABLE words (word TEXT); -- one more;
CREATE TRIGGER twice AFTER INSERT ON words WHEN new.word = 'a;b' BEGIN
    INSERT INTO words VALUES ('first;');
    INSERT INTO words VALUES ('second');
END;

INSERT INTO words VALUES ('a;b')
"""
    with writer(tmp_path / "a.db") as database:
        database.conn.execute("BEGIN")
        run_script(database, script)
        assert database.conn.in_transaction
        assert database.conn.execute("SELECT word FROM words").fetchall() == [("a;b",), ("first;",), ("second",)]
        database.conn.execute("ROLLBACK")
        assert database.table_names() == []
