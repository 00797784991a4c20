"""How many events each thing is said of: always what the rows say, whoever wrote them and however."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seeded import DEFAULTS, T1, Seed

from aggregator.core.errors import QueryTooLong
from aggregator.regroup import title_of
from db import documents, events, facets_of_events
from db.connect import transaction
from db.nouns import CLAIMS, EVENTS, SOURCES
from db.queries import Query
from db.reading import Reading
from db.shapes import Shape
from db.store import Store
from db.summaries import FACETS, MOST_VALUES, facets
from tests.test_events_store import event, known
from tests.test_kept import insert
from tests.test_store import Clock

if TYPE_CHECKING:
    from sqlite_utils import Database

OUTCOMES = ("killed", "injured", "missing")
QUESTIONS: tuple[dict[str, tuple[str, ...]], ...] = (
    {},
    {"country": ("SYR",)},
    {"country": ("YEM", "SYR")},
    {"outcome": ("killed",)},
    {"outcome": ("missing", "injured")},
    {"country": ("SYR",), "outcome": ("killed",)},
    {"country": ("YEM", "YEM"), "outcome": ("missing", "killed")},
    {"date_from": ("2029-01-01",)},
    {"date_from": ("2029-01-01",), "outcome": ("injured",)},
)
COLUMN = {"source_kind": "claimant_kind"}


def plainly(database: Database, asked: dict[str, tuple[str, ...]], name: str) -> Counter[str | None]:
    """A facet of events, counted in Python from the tables; a value that no event has is None."""
    conn = database.conn
    found: Counter[str | None] = Counter()
    own = {"country": "country", "cause": "cause", "year": "substr(first_day, 1, 4)", "has_conflict": "conflicts"}
    for identity, country, first, last, value in conn.execute(
        f"SELECT id, country, first_day, last_day, {own.get(name, 'NULL')} FROM events WHERE retired_at IS NULL"
    ).fetchall():
        column = COLUMN.get(name, name) if name not in own else "NULL"
        sql = f"SELECT outcome, {column} FROM claims WHERE event = ? AND retired_at IS NULL"
        claims = conn.execute(sql, [identity]).fetchall()
        told = {outcome for outcome, _ in claims}
        if ("country" in asked and country not in asked["country"]) or ("outcome" in asked and not told & set(asked["outcome"])):
            continue
        if "date_from" in asked and not ((last or first) and (last or first) >= asked["date_from"][0]):
            continue
        if name == "has_conflict":
            found["true" if value else "false"] += 1
        else:
            found.update([value] if name in own else {each for _, each in claims})
    return found


def of_sources(database: Database) -> dict[str, tuple[int, int]]:
    """How many claims each source vouches for and on how many events, counted from the tables."""
    sql = """SELECT o.id, count(c.id), count(DISTINCT e.id) FROM sources o LEFT JOIN claims c ON c.claimant = o.id
        AND c.retired_at IS NULL LEFT JOIN events e ON e.id = c.event AND e.retired_at IS NULL GROUP BY o.id"""
    return {row[0]: (row[1], row[2]) for row in database.conn.execute(sql)}


def agree(database: Database, path: Path, questions: tuple[dict[str, tuple[str, ...]], ...] = QUESTIONS) -> bool:
    """Whether the service counts what Python counts; true where there was anything to count."""
    reading = Reading(path)
    some = False
    for asked in questions:
        query = Query(noun=EVENTS, filters=tuple(sorted(asked.items())))
        for facet in facets(reading, query, ()):
            expected = plainly(database, asked, facet.name)
            assert dict(facet.values) == {value: n for value, n in expected.items() if value is not None}, (asked, facet)
            assert facet.others == expected[None], (asked, facet)
            some = some or bool(facet.values)
    sources = reading.page(Query(noun=SOURCES), Shape.CELLS).rows
    assert {row.id: (row.claims, row.events) for row in sources} == of_sources(database)
    reading.close()
    return some


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    seed = Seed(tmp_path_factory.mktemp("facets") / "figures.db")
    seed.add("documents", id="doc-1")
    for name in ("SYR", "YEM", 'say "no"', "silent"):
        seed.add("sources", id=name, name=name)
    seed.database.conn.execute("PRAGMA foreign_keys=OFF")
    yield seed.database
    seed.close()


WHATS = ("event", "claim", "move", "leave", "retire", "revive", "correct", "drop", "head", "end", "begin", "lose", "say", "say")
ACTS = st.lists(
    st.tuples(st.sampled_from(WHATS), st.integers(0, 4), st.integers(0, 2), st.sampled_from(("SYR", "YEM", None))), max_size=30
)


def act(database: Database, what: str, one: int, other: int, country: str | None) -> None:
    """One write, as any writer may make it."""
    run, claim, its = database.conn.execute, f"c{one}", f"e{other}"
    said = {"outcome": OUTCOMES[other], "claimant": country or 'say "no"', "population": f"group {one}"}
    header = {
        "country": country,
        "cause": country and "flood",
        "conflicts": one % 2,
        "first_day": None if one == 4 else f"{2028 + one}-05-01",
    }
    if what == "event" and not run("SELECT 1 FROM events WHERE id = ?", [its]).fetchone():
        insert(database, "events", {**DEFAULTS["events"], "last_day": None, "id": its, **header})
    elif what == "claim" and not run("SELECT 1 FROM claims WHERE id = ?", [claim]).fetchone():
        insert(database, "claims", {**DEFAULTS["claims"], "id": claim, "event": its if one else None, **said})
    elif what in ("move", "leave"):
        run("UPDATE claims SET event = ? WHERE id = ?", [its if what == "move" else None, claim])
    elif what in ("retire", "revive"):
        run("UPDATE claims SET retired_at = ? WHERE id = ?", ["2031" if what == "retire" else None, claim])
    elif what == "correct":
        run("UPDATE claims SET outcome = ?, claimant = ?, stance = 'denies' WHERE id = ?", [*list(said.values())[:2], claim])
    elif what == "drop":
        run("DELETE FROM claims WHERE id = ?", [claim])
    elif what == "head":
        names = ", ".join(f"{name} = ?" for name in header)
        run(f"UPDATE events SET {names} WHERE id = ?", [*header.values(), its])
    elif what in ("end", "begin"):
        run("UPDATE events SET retired_at = ? WHERE id = ?", ["2031" if what == "end" else None, its])
    elif what == "lose":
        run("DELETE FROM events WHERE id = ?", [its])
    elif what == "say":
        facets_of_events.say(run, [its, f"e{one}"])


def tallies(database: Database) -> set[tuple[Any, ...]]:
    return set(database.conn.execute("SELECT * FROM event_tallies WHERE events <> 0"))


@settings(deadline=None, max_examples=120)
@given(ACTS)
def test_after_any_writes_the_facets_are_what_counting_finds(
    store: Database, acts: list[tuple[str, int, int, str | None]]
) -> None:
    path = Path(store.conn.execute("PRAGMA database_list").fetchone()[2])
    for what in acts:
        with transaction(store) as database:
            act(database, *what)
    agree(store, path)
    with transaction(store) as database:
        facets_of_events.say(database.conn.execute, ["e0", "e1", "e2"])
        by_trigger, said = tallies(database), list(database.conn.execute("SELECT id, said FROM events WHERE retired_at IS NULL"))
        database.conn.execute("UPDATE events SET said = NULL")
        assert not tallies(database), "what is not said is counted nowhere"
        database.conn.execute("DELETE FROM event_tallies")
        triggers = database.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.conn.execute(f"DROP TRIGGER {name}")
        facets_of_events.fill(database.conn.execute)
        assert tallies(database) == by_trigger
        assert list(database.conn.execute("SELECT id, said FROM events WHERE retired_at IS NULL")) == said
        for _, sql in triggers:
            database.conn.execute(sql)
    agree(store, path)
    with transaction(store) as database:
        for table in ("claims", "events"):
            database.conn.execute(f"DELETE FROM {table}")
        assert not tallies(database)
        database.conn.execute("DELETE FROM event_tallies")


@pytest.mark.parametrize("seed", range(6))
def test_merges_splits_and_retirements_leave_the_facets_right(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    store = Store.open(tmp_path / "a.db", Clock())
    told = known(store, *(f"{n} people {verb}." for n in range(11, 15) for verb in ("died", "were injured", "are missing")))
    for _ in range(5):
        parts: list[list[Any]] = [[] for _ in range(4)]
        for each in told:
            dice.choice(parts).append(each)
        with store.writing() as at:
            new = [event(*part) for part in parts if part]
            events.replace(store, list(events.memberships(store)), [(each, title_of(each)) for each in new], at)
        unsaid = store.all("SELECT id FROM events WHERE said IS NULL AND retired_at IS NULL")
        assert not unsaid, "or they would have to be counted at every question"
        for found in new:
            rows = store.all("SELECT said FROM events WHERE said = ?", [facets_of_events.said(found.figures)])
            assert rows, "what a bulk load says of an event beforehand is what the store says of it"
        assert agree(store.database, tmp_path / "a.db")
        gone = told.pop(dice.randrange(len(told)))
        with store.writing() as at:
            documents.retire(store, gone[0].id, "withdrawn", at)
        assert agree(store.database, tmp_path / "a.db"), "also before the next regrouping"
    store.close()


def test_more_values_than_are_shown_are_among_the_others(tmp_path: Path) -> None:
    seed = Seed(tmp_path / "a.db")
    seed.add("documents", id="doc-1")
    seed.add("events", id="e")
    for n in range(MOST_VALUES + 3):
        seed.add("claims", id=f"c{n}", event="e", claimant=f"claimant {n}", low=3, position=n)
    for _ in range(2):  # unsaid, then said
        reading = Reading(tmp_path / "a.db")
        (facet,) = facets(reading, Query(noun=EVENTS), ["claimant"])
        assert (len(facet.values), facet.others) == (MOST_VALUES, 3)
        reading.close()
        facets_of_events.say(seed.database.conn.execute, ["e"])
    seed.close()


def test_the_past_is_counted_as_it_was(tmp_path: Path) -> None:
    seed = Seed(tmp_path / "a.db")
    seed.add("documents", id="doc-1")
    seed.add("events", id="e")
    seed.add("claims", id="c", event="e", low=3, retired_at="2031-01-01T00:00:00.000Z")
    reading = Reading(tmp_path / "a.db")
    now, then = Query(noun=EVENTS), Query(noun=EVENTS, as_known_at=T1)
    assert [facet.values for facet in facets(reading, now, ["outcome"])] == [()]
    assert [facet.values for facet in facets(reading, then, ["outcome"])] == [(("killed", 1),)]
    reading.close()
    seed.close()


@pytest.mark.parametrize("noun", [CLAIMS, EVENTS], ids=lambda noun: str(noun.name))
def test_what_cannot_be_counted_in_time_says_what_to_narrow(tmp_path: Path, noun: Any) -> None:
    seed = Seed(tmp_path / "a.db")
    seed.add("documents", id="doc-1")
    with transaction(seed.database) as database:
        row = {**DEFAULTS["claims"], "low": 3}
        for n in range(3000):
            insert(database, "claims", {**row, "id": f"c{n}", "event": f"e{n}"})
            insert(database, "events", {**DEFAULTS["events"], "id": f"e{n}"})
        facets_of_events.fill(database.conn.execute)
    reading = Reading(tmp_path / "a.db", budget=0.0)
    with pytest.raises(QueryTooLong, match=f"counting {noun.name} by country takes too long.*date_from.*facet="):
        facets(reading, Query(noun=noun).having("min", 3), ())
    reading.close()
    seed.close()


def test_the_fields_are_those_that_are_kept() -> None:
    assert set(FACETS["events"]) == {*facets_of_events.OF_CLAIM, *facets_of_events.OF_EVENT}
