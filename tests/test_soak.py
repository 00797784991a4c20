"""A short soak in the tests (the long one is `make soak`), and proof that the soak would notice."""

from __future__ import annotations

import random
from pathlib import Path

from db.connect import writer
from tests.benchmarks.soak import Tally, compare, corpus, ingest, ingest_soak, migration_soak, resumed, state


def test_killed_at_random_moments_nothing_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    tally = ingest_soak(tmp_path, 12, random.Random(7))
    assert (tally.kills, tally.lost, tally.doubled, tally.damaged) == (12, 0, 0, 0), tally.notes


def test_killed_in_migration_a_database_has_all_of_the_schema_or_none(tmp_path: Path) -> None:
    tally = migration_soak(tmp_path, 5, random.Random(7))
    assert (tally.lost, tally.doubled, tally.damaged, tally.moments["a part"]) == (0, 0, 0, 0)


def test_the_soak_notices_what_is_missing_or_too_much(tmp_path: Path) -> None:
    corpus(tmp_path / "texts", random.Random(7), documents=8)
    ingest(tmp_path / "a.db", tmp_path / "texts")
    wanted = state(tmp_path / "a.db")
    assert wanted["claims"].total() >= 8 and wanted["events"] and wanted["estimates"] and wanted["unfinished"].total() == 1
    with writer(tmp_path / "a.db") as database:
        database.execute("PRAGMA foreign_keys=OFF")
        database.execute("DELETE FROM claims WHERE seq = 1")
        database.execute("INSERT INTO documents (id, origin, text, text_hash, known_at) VALUES ('x', 'x', 'x', 'x', 'x')")
    tally = Tally()
    compare(tally, state(tmp_path / "a.db"), wanted)
    assert (tally.lost, tally.doubled) == (1, 1)


def test_a_soak_that_was_interrupted_goes_on_where_it_stopped(tmp_path: Path) -> None:
    first = resumed(tmp_path / "state.json", "migration")
    migration_soak(tmp_path / "one", 2, random.Random(7), first)
    again = resumed(tmp_path / "state.json", "migration")
    assert (again.kills, again.moments, again.notes) == (first.kills, first.moments, first.notes)
    assert resumed(tmp_path / "state.json", "ingest").kills == 0
    migration_soak(tmp_path / "two", again.kills + 1, random.Random(8), again)
    assert resumed(tmp_path / "state.json", "migration").kills == again.kills == first.kills + 1
