"""What triggers keep beside the claims: always what the rows say, whoever wrote them and however."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seeded import DEFAULTS, Seed, market

from db import kept
from db.columns import CLAIM_COLUMNS, Type
from db.connect import transaction, writer
from db.migrations import STEPS, migrate
from db.nouns import CLAIMS
from db.queries import Query
from db.reading import Reading
from db.shapes import Shape, plain_sql, plain_text, row_sql
from db.summaries import FACETS, facets

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS = ("chain", "chain_text", "plain", "conflicts")
NAUGHTY = (
    *(
        "=1+1",
        "+1",
        "-1",
        "@x",
        " =1",
        "\t=1",
        "\r\n=1",
        "a\n=1",
        "a\n b",
        "\n",
        "＝1",
        "\u200b=1",
        "\ufeff@",
        "\x85-",
        "﹢1",
        "a\x00",
    ),
    *(
        "\x00=1",
        'say "no"',
        '"',
        '", "=1',
        '="',
        "plain",
        "",
        "63-year-old",
        "é=",
        ",",
        "'=",
        "x\r",
        "NULL",
        "［",
        "]",
        "*",
        "\\",
        ";",
    ),
)
TEXT = st.one_of(
    st.sampled_from(NAUGHTY),
    st.text(alphabet='=+-@"\n\t \x00a,＝é', max_size=4),
    st.text(st.characters(codec="utf-8"), max_size=9),
)
LIST = st.lists(TEXT, max_size=3)
SPACED = st.sampled_from(['[ "=x" ]', '["a" , "-b"]', "[1, 2]", '["a;b"]', '["a\\u003d"]', '["\\u003dx"]', "[null]", '[["=x"]]'])
PLACES = (*kept.TEXTS, *kept.QUOTING)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    seed = Seed(tmp_path_factory.mktemp("kept") / "figures.db")
    seed.add("documents", id="doc-1")
    seed.database.conn.execute("PRAGMA foreign_keys=OFF")
    yield seed.database
    seed.close()


def insert(database: Database, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    database.conn.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def lines(database: Database) -> list[tuple[str, str]]:
    """Every claim as CSV, the quick way where there is one, and with a look at every cell."""
    quick, careful = (row_sql(CLAIM_COLUMNS, Shape.CSV, plain) for plain in (CLAIMS.plain, ""))
    sql = f"SELECT {quick}, {careful} FROM {CLAIMS.tables}"
    for place, now in (("{event}", "c.event"), ("{retired}", "c.retired_at"), ("{review:c}", "c.review")):
        sql = sql.replace(place, now)
    return list(database.conn.execute(sql))


@settings(deadline=None, max_examples=400)
@given(
    st.dictionaries(st.sampled_from(PLACES), TEXT, max_size=4),
    st.dictionaries(st.sampled_from(kept.LISTS), st.one_of(LIST.map(json.dumps), SPACED), max_size=3),
    TEXT,
    st.booleans(),
    st.none() | TEXT,
)
def test_the_quick_line_is_the_careful_one(
    store: Database, texts: dict[str, str], lists: dict[str, str], name: str, later: bool, reviewer: str | None
) -> None:
    review = None if reviewer is None else json.dumps({"decision": "rejected", "flags": ["rejected"], "by": reviewer})
    with transaction(store) as database:
        row = {**DEFAULTS["claims"], "id": "c", "low": 3, "review": review}
        insert(database, "claims", row if later else row | texts | lists)
        for column, text in (texts | lists).items() if later else ():
            database.conn.execute(f"UPDATE claims SET {column} = ?", [text])
        step = {"claim": texts.get("id", "c"), "position": 0, "role": name, "name": name, "stance": "asserts"}
        insert(database, "attributions", step)
        ((quick, careful),) = lines(database)
        database.conn.execute("DELETE FROM attributions")
        database.conn.execute("DELETE FROM claims")
    assert quick == careful


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from([name for name in PLACES if name != "id"]), TEXT, max_size=4),
            st.dictionaries(st.sampled_from(kept.LISTS), st.one_of(LIST.map(json.dumps), SPACED), max_size=3),
            st.lists(st.tuples(TEXT, TEXT, st.none() | TEXT), max_size=3),
        ),
        max_size=4,
    )
)
def test_what_is_worked_out_beforehand_is_what_triggers_keep(
    store: Database, said: list[tuple[dict[str, str], dict[str, str], list[tuple[str, str, str | None]]]]
) -> None:
    claims = [{**DEFAULTS["claims"], **texts, **lists, "id": f"c{9 - n}"} for n, (texts, lists, _) in enumerate(said)]
    steps = [
        (f"c{9 - n}", place, role, name, source, None, "asserts")
        for n, (_, _, chain) in enumerate(said)
        for place, (role, name, source) in reversed(list(enumerate(chain)))
    ]
    beforehand = kept.cells([{k: v for k, v in row.items() if k != "known_at"} for row in claims], steps)
    with transaction(store) as database:
        for row in claims:
            insert(database, "claims", row | {"known_at": "2030-01-01T00:00:00.000Z"})
        database.conn.executemany("INSERT INTO attributions VALUES (?, ?, ?, ?, ?, ?, ?)", steps)
        by_trigger = database.conn.execute(f"SELECT {', '.join(kept.CELLS)} FROM claims ORDER BY seq").fetchall()
        for table in ("attributions", "claims", "tallies"):
            database.conn.execute(f"DELETE FROM {table}")
    assert [tuple(row.values()) for row in beforehand] == by_trigger


@pytest.mark.parametrize("column", PLACES)
@pytest.mark.parametrize("text", ["=1", " \t@x", "a\n=1", "a\x00", "\u3000＝1"])
def test_no_text_of_a_plain_row_is_a_formula(store: Database, column: str, text: str) -> None:
    with transaction(store) as database:
        insert(database, "claims", {**DEFAULTS["claims"], "id": "c"})
        assert database.conn.execute("SELECT plain FROM claims").fetchall() == [(1,)]
        database.conn.execute(f"UPDATE claims SET {column} = ?", [text])
        assert database.conn.execute("SELECT plain FROM claims").fetchall() == [(0,)]
        database.conn.execute(f"UPDATE claims SET {column} = 'x'")
        assert database.conn.execute("SELECT plain FROM claims").fetchall() == [(1,)]
        database.conn.execute("DELETE FROM claims")


def test_usual_rows_take_the_quick_way(store: Database) -> None:
    usual = {
        "sentence": 'The ministry said: "63 people were killed."',
        "victims_groups": '["civilian","children"]',
        "flags": "[]",
    }
    with transaction(store) as database:
        for n, more in enumerate(({}, usual, {"figure_flags": '["two_places"]'}, {"cause_text": "", "place_text": None})):
            insert(database, "claims", {**DEFAULTS["claims"], "id": f"c{n}", **more})
        assert {plain for (plain,) in database.conn.execute("SELECT plain FROM claims")} == {1}
        assert all(quick == careful for quick, careful in lines(database))
        database.conn.execute("DELETE FROM claims")


def test_the_quick_way_looks_at_what_may_change_and_at_other_tables(store: Database) -> None:
    by_itself = {c.name for c in CLAIM_COLUMNS if not plain_text(c) and c.type not in (Type.INTEGER, Type.NUMBER, Type.BOOLEAN)}
    assert by_itself == {"event", "attribution", "title", "url", "publisher", "review", "retired_at", "retired_reason"}
    assert "c.event" not in plain_sql(CLAIM_COLUMNS) and "{event}" in plain_sql(CLAIM_COLUMNS)


def test_a_statement_is_compiled_once_also_after_a_migration(store: Database) -> None:
    compiled: list[str] = []
    store.conn.set_authorizer(lambda action, *_: compiled.append(action) or 0)
    for number in range(20):
        store.conn.execute("DELETE FROM pending WHERE document = ?", [str(number)])
        store.conn.execute("DELETE FROM poison WHERE id = ?", [str(number)])
    assert 0 < len(compiled) < 20
    store.conn.set_authorizer(None)


def test_what_is_never_missing_is_so_by_the_schema(store: Database) -> None:
    required = {row[1] for row in store.conn.execute("PRAGMA table_info(claims)") if row[3]}
    assert set(kept.FILLED) == required & set(PLACES)


def counted(database: Database) -> dict[tuple[str, str], int]:
    """The tallies, counted anew; an event's conflicts are those of its relations."""
    found: dict[tuple[str, str], int] = {}
    for name, sql in kept.FACETS.items():
        field = sql.replace("{row}", "").replace("conflicts", "(SELECT count(*) FROM relations k WHERE " + IN_CONFLICT + ")")
        rows = database.conn.execute(f"SELECT {field}, count(*) FROM claims WHERE retired_at IS NULL GROUP BY 1")
        found |= {(name, value): number for value, number in rows if value is not None}
    return found


def counted_there(database: Database) -> dict[tuple[str, ...], int]:
    """The tallies of each country and outcome, counted anew."""
    found: dict[tuple[str, ...], int] = {}
    for name, sql in kept.FACETS.items():
        field = sql.replace("{row}", "")
        rows = database.conn.execute(
            f"SELECT ifnull(country, ''), {field}, outcome, count(*) FROM claims WHERE retired_at IS NULL GROUP BY 1, 2, 3"
        )
        found |= {(name, country, value, outcome): number for country, value, outcome, number in rows if value is not None}
    return found


def tallies(database: Database) -> tuple[dict[tuple[str, str], int], dict[tuple[str, ...], int]]:
    """What is kept of all claims, and of each country's of each outcome; a value that nobody has any more is left out."""
    every = database.conn.execute("SELECT * FROM tallies WHERE claims <> 0")
    there = database.conn.execute("SELECT * FROM tallies_there WHERE claims <> 0")
    return {(f, v): n for f, v, n in every}, {(f, c, v, o): n for f, c, v, o, n in there}


IN_CONFLICT = "k.retired_at IS NULL AND k.type LIKE 'conflict%' AND claims.id IN (k.a, k.b)"
ACTS = st.lists(
    st.tuples(
        st.sampled_from(("claim", "retire", "revive", "correct", "relate", "end", "turn", "drop", "step", "rename", "unstep")),
        st.integers(0, 5),
        st.integers(0, 5),
        st.sampled_from(("SYR", "YEM", None)),
    ),
    max_size=25,
)


def act(database: Database, what: str, one: int, other: int, country: str | None) -> None:
    """One write, as any writer may make it."""
    run, a, b = database.conn.execute, f"c{one}", f"c{other}"
    exists = run("SELECT 1 FROM claims WHERE id = ?", [a]).fetchone() and run("SELECT 1 FROM claims WHERE id = ?", [b]).fetchone()
    if what == "claim" and not run("SELECT 1 FROM claims WHERE id = ?", [a]).fetchone():
        retired = "2031" if other == 5 else None
        more = {"country": country, "window_start": None if other == 4 else "2029-01-01", "retired_at": retired}
        insert(database, "claims", {**DEFAULTS["claims"], "id": a, **more})
    elif what in ("retire", "revive"):
        run("UPDATE claims SET retired_at = ? WHERE id = ?", ["2031" if what == "retire" else None, a])
    elif what == "correct":
        outcome = "injured" if other % 2 else "killed"
        run("UPDATE claims SET country = ?, claimant = ?, outcome = ? WHERE id = ?", [country, b, outcome, a])
    elif what == "relate" and exists and not run("SELECT 1 FROM relations WHERE id = ?", [a + b]).fetchone():
        row = {
            **DEFAULTS["relations"],
            "id": a + b,
            "event": "e",
            "a": a,
            "b": b,
            "type": "conflict" if country else "compatible",
        }
        insert(database, "relations", row)
    elif what == "end":
        run("UPDATE relations SET retired_at = ? WHERE a = ?", ["2031" if country else None, a])
    elif what == "turn":
        run("UPDATE relations SET type = ? WHERE b = ?", ["conflict_basis" if country else "compatible", b])
    elif what == "drop":
        run("DELETE FROM relations WHERE a = ?", [a])
    elif what == "step" and exists:
        run("INSERT OR IGNORE INTO attributions VALUES (?, ?, 'relay', ?, NULL, 'said', 'asserts')", [a, other, f"= {country}"])
    elif what == "rename":
        run("UPDATE attributions SET name = 'x' WHERE claim = ?", [a])
    elif what == "unstep":
        run("DELETE FROM attributions WHERE claim = ?", [a])


def state(database: Database) -> list[tuple[Any, ...]]:
    return list(database.conn.execute(f"SELECT id, {', '.join(COLUMNS)} FROM claims ORDER BY id"))


@settings(deadline=None, max_examples=150)
@given(ACTS)
def test_after_any_writes_what_is_kept_is_what_the_rows_say(
    store: Database, acts: list[tuple[str, int, int, str | None]]
) -> None:
    with transaction(store) as database:
        for what in acts:
            act(database, *what)
        by_trigger = state(database)
        kept_tallies = tallies(database)
        assert kept_tallies == (counted(database), counted_there(database))
        database.conn.execute("UPDATE claims SET plain = NULL, chain = NULL, chain_text = NULL, conflicts = 0")
        triggers = list(database.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        for name, _ in triggers:
            database.conn.execute(f"DROP TRIGGER {name}")
        for table in ("tallies", "tallies_there"):
            database.conn.execute(f"DELETE FROM {table}")
        kept.fill(database.conn.execute)
        assert state(database) == by_trigger
        assert tallies(database) == kept_tallies
        for _, sql in triggers:
            database.conn.execute(sql)
        for table in ("relations", "attributions", "claims", "tallies", "tallies_there"):
            database.conn.execute(f"DELETE FROM {table}")


def test_a_file_of_the_schema_before_is_filled(tmp_path: Path) -> None:
    before, after = tmp_path / "before.db", tmp_path / "after.db"
    market(after).close()
    with writer(before) as database, writer(after) as whole:
        for step in STEPS[:8]:
            step(database)
        database.execute(
            "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)"
        )
        for step in STEPS[:8]:
            database.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('casualty-figures', ?)", [step.__name__]
            )
        with transaction(database):
            database.conn.execute("PRAGMA defer_foreign_keys=ON")
            for table in ("documents", "events", "claims", "attributions", "relations"):
                names = [column.name for column in database[table].columns]
                for row in whole.conn.execute(f"SELECT {', '.join(f'{chr(34)}{n}{chr(34)}' for n in names)} FROM {table}"):
                    insert(database, table, dict(zip(names, row, strict=True)))
        assert migrate(database) == [step.__name__ for step in STEPS[8:]]
        assert state(database) == state(whole)
        assert tallies(database) == tallies(whole)
        for sql in ("SELECT type, name, sql FROM sqlite_master WHERE tbl_name NOT LIKE '%migrations'",):
            assert sorted(database.conn.execute(sql), key=str) == sorted(whole.conn.execute(sql), key=str)


def test_facets_of_everything_are_those_that_counting_finds(tmp_path: Path) -> None:
    market(tmp_path / "figures.db").close()
    reading = Reading(tmp_path / "figures.db")
    assert set(FACETS["claims"]) == set(kept.FACETS) - {kept.ALL}
    every = Query(noun=CLAIMS)
    counting = every.having("min", 0)  # a question that every one of these claims meets, but not the same one
    assert facets(reading, every, ()) == facets(reading, counting, ())
    reading.close()


@pytest.mark.parametrize("countries", [(), ("XKX",), ("SYR", "XKX"), ("XKX", "XKX"), ("ZZZ",)])
@pytest.mark.parametrize("outcomes", [(), ("killed",), ("missing", "injured")])
def test_facets_of_countries_and_outcomes_are_those_that_counting_finds(
    tmp_path: Path, countries: tuple[str, ...], outcomes: tuple[str, ...]
) -> None:
    seed = market(tmp_path / "figures.db")
    seed.add("claims", id="c-elsewhere", document="doc-1", country="SYR", outcome="missing", cause_code=None, low=2)
    seed.add("claims", id="c-nowhere", document="doc-1", country=None, outcome="missing", low=2)
    seed.add("claims", id="c-hurt", document="doc-1", outcome="injured", low=2)
    reading = Reading(tmp_path / "figures.db")
    there = Query(noun=CLAIMS)
    for name, given_values in (("country", countries), ("outcome", outcomes)):
        there = there.having(name, *given_values) if given_values else there
    found = facets(reading, there, ())
    assert found == facets(reading, there.having("min", 0), ())
    assert bool(found[1].values) == (countries != ("ZZZ",)), "or there is nothing to compare"
    reading.close()
    seed.close()
