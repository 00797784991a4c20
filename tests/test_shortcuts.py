"""Where SQLite looks for the claims of a few days and for words: as a plain reading finds them, and by the index."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from seeded import Seed

from db.nouns import CLAIMS, DOCUMENTS
from db.queries import Query
from db.reading import Reading
from db.shapes import Shape

FIRST = date(2030, 1, 1)
EDGES = (0, 1, 6, 7, 8, 62, 63, 64, 510, 511, 512, 4094, 4095, 4096, 9000)


def windows() -> list[tuple[str | None, str | None]]:
    """Windows of every length at which a class ends, open ones, one that ends before it begins, and none."""
    dice = random.Random(63)
    found: list[tuple[str | None, str | None]] = [(None, None), ("2030-02-01", None), (None, "2030-02-01")]
    found += [
        ("2030-03-05", "2030-03-01"),
        ("0001-01-01", "9999-12-31"),
        ("9999-12-30", "9999-12-31"),
        ("0001-01-01", "0001-01-02"),
    ]
    for length in EDGES * 8:
        start = FIRST + timedelta(days=dice.randint(-length - 40, 80))
        found.append((start.isoformat(), (start + timedelta(days=length)).isoformat()))
    return found


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    seed = Seed(tmp_path_factory.mktemp("days") / "f.db")
    for n, (start, end) in enumerate(windows()):
        seed.add("documents", id=f"d{n}", origin=f"o{n}")
        words = "a flood in Harmon" if n % 3 else "a fire in Harmon"
        seed.add("claims", id=f"c{n}", document=f"d{n}", window_start=start, window_end=end, sentence=words, quote=words)
    seed.close()
    return Reading(seed.path)


def ids(reading: Reading, query: Query) -> list[str]:
    return [row.id for row in reading.page(query, Shape.CELLS).rows]


@pytest.mark.parametrize("span", [0, 1, 29, 30, 31, 400])
@pytest.mark.parametrize("from_first", [-70, -8, -1, 0, 17, 31, 59, 90])
def test_the_claims_of_some_days_are_those_whose_windows_overlap_them(reading: Reading, from_first: int, span: int) -> None:
    start = FIRST + timedelta(days=from_first)
    end = start + timedelta(days=span)
    asked = [("date_from", start.isoformat()), ("date_to", end.isoformat()), ("limit", "1000")]
    wanted = [
        n
        for n, (first, last) in enumerate(windows())
        if (first or last) and (last or first) >= start.isoformat() and (first or last) <= end.isoformat()  # type: ignore[operator]
    ]
    assert ids(reading, Query.parse(CLAIMS, asked)) == [f"c{n}" for n in wanted]
    assert ids(reading, Query.parse(DOCUMENTS, asked)) == [f"d{n}" for n in wanted]


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-02", "9999-12-30", "9999-12-31"])
def test_the_ends_of_the_calendar(reading: Reading, day: str) -> None:
    found = ids(reading, Query.parse(CLAIMS, [("date_from", day), ("date_to", day), ("limit", "1000")]))
    assert found == [f"c{n}" for n, (first, last) in enumerate(windows()) if first and last and first <= day <= last]


def plan(reading: Reading, query: Query) -> str:
    statement = query.statement(Shape.JSON)
    rows = reading._connection.execute("EXPLAIN QUERY PLAN " + statement.sql, dict(statement.values)).fetchall()
    return "\n".join(row[3] for row in rows)


def test_a_few_days_are_found_by_their_index(reading: Reading) -> None:
    few = plan(reading, Query.parse(CLAIMS, [("date_from", "2030-01-01"), ("date_to", "2030-01-31")]))
    assert few.count("claims_days (<expr>=? AND <expr>>? AND <expr><?)") == 6, few
    assert "claims_days" not in plan(reading, Query.parse(CLAIMS, [("date_from", "2030-01-01"), ("date_to", "2030-02-01")]))


@pytest.mark.parametrize("sort", ["known", "-known", "published"])
def test_words_are_found_in_every_order_page_by_page(reading: Reading, sort: str) -> None:
    wanted = [f"c{n}" for n in range(len(windows())) if n % 3]
    found: list[str] = []
    cursor: list[tuple[str, str]] = []
    while True:
        page = reading.page(Query.parse(CLAIMS, [("q", "flood harmon"), ("sort", sort), ("limit", "17"), *cursor]), Shape.CELLS)
        found += [row.id for row in page.rows]
        if page.cursor is None:
            break
        cursor = [("cursor", page.cursor)]
    assert found == (wanted[::-1] if sort == "-known" else wanted)


@pytest.mark.parametrize("sort", ["known", "-known"])
def test_words_alone_are_walked_in_order_and_need_no_sorting(reading: Reading, sort: str) -> None:
    found = plan(reading, Query.parse(CLAIMS, [("q", "flood"), ("sort", sort)]))
    assert "SCAN f VIRTUAL TABLE" in found
    assert "LIST SUBQUERY" not in found and "TEMP B-TREE" not in found.partition("SCAN chosen")[0], found
