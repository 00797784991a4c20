"""The query object against a plain-Python oracle, page by page; and what it refuses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import MOMENTS, RULES, World
from seeded import market

from aggregator.core.errors import InputError, QueryTooLong
from db.nouns import CLAIMS, EVENTS, NOUNS
from db.queries import Query
from db.reading import Reading
from db.shapes import Shape

QUESTIONS = int(os.environ.get("FIGURES_QUESTIONS", "450"))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("oracle") / "f.db", seed=63)


@pytest.fixture(scope="module")
def reading(world: World) -> Reading:
    return Reading(world.store.path)


def paged(reading: Reading, noun: Any, asked: dict[str, str], limit: int) -> list[str]:
    """Every id, by following cursors."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        query = Query.parse(noun, [*asked.items(), ("limit", str(limit)), *cursor.items()])
        page = reading.page(query, Shape.CELLS)
        assert len(page.rows) <= limit
        found += [row.id for row in page.rows]
        if page.cursor is None:
            return found
        cursor = {"cursor": page.cursor}


@pytest.mark.parametrize("name", ["claims", "events", "conflicts"])
def test_random_questions_agree_with_the_oracle(world: World, reading: Reading, name: str) -> None:
    noun = NOUNS[name]
    found_some = 0
    for _ in range(QUESTIONS // 3):
        asked = world.question(name)
        if name == "events" and "as_known_at" in asked:
            asked.pop("updated_since", None)  # an event's past versions carry their own moments
        sort = world.some(list(noun.orders))
        got = paged(reading, noun, {**asked, "sort": sort}, world.some((3, 17, 1000)))
        assert len(got) == len(set(got)), "a row came twice"
        assert set(got) == world.answer(name, asked), (asked, sort)
        found_some += bool(got)
    assert found_some > QUESTIONS // 10


@pytest.mark.parametrize("name", ["events", "figures"])
def test_each_rule_chooses_what_the_oracle_says(world: World, reading: Reading, name: str) -> None:
    prefix, seen = ("killed_" if name == "events" else ""), set()
    for _ in range(QUESTIONS // 3):
        asked = {"best_rule": world.some(RULES)} if world.dice.random() < 0.9 else {}
        asked |= {"as_known_at": world.some(MOMENTS)} if world.dice.random() < 0.4 else {}
        asked |= {"include_deleted": "true"} if world.dice.random() < 0.2 else {}
        rows = reading.page(Query.parse(NOUNS[name], [*asked.items(), ("limit", "1000")]), Shape.CELLS).rows
        got = {row.id: (getattr(row, f"{prefix}best"), row.best_rule, getattr(row, f"{prefix}best_claim")) for row in rows}
        assert got == world.chosen(name, asked), asked
        seen |= {(rule, best is None) for best, rule, _ in got.values()}
    assert seen == {(rule, none) for rule in RULES for none in (True, False)}


@pytest.mark.parametrize("noun", [CLAIMS, EVENTS], ids=lambda noun: noun.name)
def test_pages_are_in_order(reading: Reading, noun: Any) -> None:
    for sort in noun.orders:
        whole = [row.id for row in reading.page(Query.parse(noun, [("sort", sort), ("limit", "1000")]), Shape.CELLS).rows]
        assert paged(reading, noun, {"sort": sort}, 7) == whole


def test_a_cursor_holds_for_its_question_only(reading: Reading) -> None:
    cursor = reading.page(Query.parse(CLAIMS, [("limit", "2")])).cursor
    assert cursor
    with pytest.raises(InputError, match="other filters"):
        Query.parse(CLAIMS, [("cursor", cursor), ("country", "SYR")])
    with pytest.raises(InputError, match="other filters"):
        Query.parse(EVENTS, [("cursor", cursor)])
    Query.parse(CLAIMS, [("cursor", cursor), ("limit", "5")])


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_is_a_surprise(text: str) -> None:
    for name in ("cursor", "q", "bbox", "country", "as_of_from", "min", "limit", "sort", "event", "has_conflict"):
        try:
            Query.parse(CLAIMS, [(name, text)])
        except InputError as error:
            assert error.field == name


@settings(deadline=None)
@given(st.text(alphabet='abc"*()^:-+ NEAR AND OR NOT {}', min_size=1, max_size=30))
def test_full_text_syntax_is_closed_off(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "fts.db"
    if not path.exists():
        market(path).close()
    try:
        query = Query.parse(CLAIMS, [("q", text)])
    except InputError:
        return
    reading = Reading(path)
    reading.page(query)
    reading.close()


def test_a_phrase_and_a_beginning(tmp_path: Path) -> None:
    market(tmp_path / "f.db").close()
    reading = Reading(tmp_path / "f.db")

    def count(words: str) -> int:
        return len(reading.page(Query.parse(CLAIMS, [("q", words)])).rows)

    assert count('"market was shelled"') == 6 == count("shell*") == count("MARKET harmon")
    assert count('"shelled was market"') == 0 == count("shell")


def test_a_question_past_its_budget_is_stopped(tmp_path: Path) -> None:
    World(tmp_path / "f.db", seed=1, claims=1500)
    reading = Reading(tmp_path / "f.db", budget=1e-9)
    slow = Query.parse(CLAIMS, [("admin1", "nowhere"), ("sort", "-published")])
    with pytest.raises(QueryTooLong):
        reading.page(slow)
    assert Reading(tmp_path / "f.db").page(slow).rows == []


def test_one_snapshot_an_answer(tmp_path: Path) -> None:
    seed = market(tmp_path / "f.db")
    reading = Reading(tmp_path / "f.db")
    with reading.snapshot():
        before = reading.revision()
        seed.add("claims", id="late", document="doc-1", position=9)
        assert reading.revision() == before
        assert "late" not in [row.id for row in reading.page(Query(noun=CLAIMS), Shape.CELLS).rows]
    assert reading.revision() > before
    seed.close()
