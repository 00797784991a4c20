"""What is worked out when a row is written, so that reading many rows is quick: SQLite itself keeps it, whoever writes.

Of each claim: its attribution chain as JSON (`chain`) and as CSV shows it (`chain_text`), how many conflicts it is in
(`conflicts`), and whether its texts may stand in a CSV file as they are (`plain`). Of all claims that hold: how many have each
value of each facet (`tallies`), and how many of each country and outcome (`tallies_there`). Triggers do it, row by row; `fill`
does it for a database whose rows came without them, `cells` for claims that are not in a database yet.

The SQL here is that of a step of the schema: where it has to change, a new step replaces the triggers and fills anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from itertools import chain
from typing import Any

from db.connect import in_memory

ALL = ""  # the tally of every claim that holds, whatever it says
FACETS = {
    "country": "{row}country",
    "outcome": "{row}outcome",
    "population": "{row}population",
    "qualifier": "{row}qualifier",
    "basis": "{row}basis",
    "stance": "{row}stance",
    "claimant": "{row}claimant",
    "source_kind": "{row}claimant_kind",
    "cause": "{row}cause_code",
    "has_conflict": "CASE WHEN {row}conflicts > 0 THEN 'true' ELSE 'false' END",
    "year": "substr(coalesce({row}window_start, {row}window_end), 1, 4)",
    ALL: f"'{ALL}'",
}
TALLIED = (
    *("country", "outcome", "population", "qualifier", "basis", "stance", "claimant", "claimant_kind", "cause_code", "conflicts"),
    *("window_start", "window_end", "retired_at"),
)

STEPS = "SELECT * FROM attributions t WHERE t.claim = {id} ORDER BY t.position"
CHAIN = f"""(SELECT nullif(json_group_array(json_object('role', role, 'name', name, 'source', source, 'verb', verb,
 'stance', stance)), '[]') FROM ({STEPS}))"""
CHAIN_TEXT = f"(SELECT group_concat(role || ': ' || name, ' > ') FROM ({STEPS}))"

# A text is plain that no spreadsheet takes for a formula (db/shapes.py says how one begins), that holds no NUL, and no line of
# which begins so either: all texts are looked at at once, a line each. A quote may stand in the two texts where quotes are usual.
STARTS = "char(9, 11, 12, 13, 32, 133, 160, 8203, 8288, 12288, 65279) || '=+@＝＋－＠−﹢﹣﹦﹫'"
QUOTING = ("quote", "sentence")
TEXTS = (
    *("id", "document", "outcome", "qualifier", "bound_basis", "policy", "unit", "population", "victims_text", "victims_status"),
    *("cause_text", "cause_code", "basis", "window_text", "window_start", "window_end", "window_precision", "as_of"),
    *("as_of_basis", "place_text", "place_name", "country", "admin1", "place_precision", "claimant", "claimant_name"),
    *("claimant_kind", "claimant_side", "stance", "subset_of", "published", "rule", "extractor", "known_at"),
)
FILLED = (  # of these, the ones that the schema lets be missing from no row
    *("id", "document", "outcome", "qualifier", "bound_basis", "unit", "population", "victims_status", "basis", "as_of_basis"),
    *("claimant", "claimant_name", "claimant_kind", "stance", "rule", "extractor", "known_at", *QUOTING),
)
LISTS = ("victims_groups", "flags", "figure_flags")
LISTED = """replace(replace(trim({}, '[]"'), '", "', ';'), '","', ';')"""  # a JSON list of texts without backslashes
SHOWN = ", ".join((*TEXTS, *(LISTED.format(name) for name in LISTS)))
EVERY = f"concat_ws(char(10), '', {SHOWN}, {', '.join(QUOTING)})"
PLAIN = f"""(figure_flags = '[]' OR flags = '[]') AND instr(concat({", ".join(LISTS)}), char(92)) = 0
 AND instr(concat({SHOWN}), '"') = 0 AND instr({EVERY}, char(0)) = 0
 AND {EVERY} NOT GLOB '*' || char(10) || '[-' || {STARTS} || ']*'"""


def tallied(row: str) -> str:
    """Return the SELECT of the facets and values of a trigger's row, `new.` or `old.`; of none where the row no longer holds."""
    values = " UNION ALL ".join(f"SELECT '{name}' AS facet, {sql.replace('{row}', row)} AS value" for name, sql in FACETS.items())
    return f"SELECT facet, value FROM ({values}) WHERE value IS NOT NULL AND {row}retired_at IS NULL"


MORE = f"""INSERT INTO tallies (facet, value, claims) SELECT facet, value, 1 FROM ({tallied("new.")}) WHERE 1
    ON CONFLICT (facet, value) DO UPDATE SET claims = claims + 1;"""
FEWER = f"UPDATE tallies SET claims = claims - 1 WHERE (facet, value) IN ({tallied('old.')});"
CHAINED = f"UPDATE claims SET chain = {CHAIN}, chain_text = {CHAIN_TEXT} WHERE id = {{id}};"
IN_CONFLICT = "{row}.retired_at IS NULL AND {row}.type LIKE 'conflict%' AND id IN ({row}.a, {row}.b)"
COUNTED = f"UPDATE claims SET conflicts = conflicts + 1 WHERE {IN_CONFLICT.replace('{row}', 'new')};"
UNCOUNTED = f"UPDATE claims SET conflicts = conflicts - 1 WHERE {IN_CONFLICT.replace('{row}', 'old')};"

SCHEMA = """
ALTER TABLE claims ADD COLUMN chain TEXT;               -- kept by triggers, as the next three: see db/kept.py
ALTER TABLE claims ADD COLUMN chain_text TEXT;
ALTER TABLE claims ADD COLUMN plain INTEGER;            -- 1: its texts stand in CSV as they are; else each is looked at
ALTER TABLE claims ADD COLUMN conflicts INTEGER NOT NULL DEFAULT 0;
CREATE TABLE tallies (                  -- of the claims that hold, how many have each value; facet '': all of them
    facet TEXT NOT NULL,
    value TEXT NOT NULL,
    claims INTEGER NOT NULL,
    PRIMARY KEY (facet, value)
) STRICT, WITHOUT ROWID;
"""
TRIGGERS = f"""
CREATE TRIGGER claims_plain_insert AFTER INSERT ON claims BEGIN
    UPDATE claims SET plain = {PLAIN} WHERE seq = new.seq;
END;
CREATE TRIGGER claims_plain_update AFTER UPDATE OF {", ".join((*TEXTS, *LISTS, *QUOTING))} ON claims BEGIN
    UPDATE claims SET plain = {PLAIN} WHERE seq = new.seq;
END;
CREATE TRIGGER claims_tally_insert AFTER INSERT ON claims BEGIN {MORE} END;
CREATE TRIGGER claims_tally_update AFTER UPDATE OF {", ".join(TALLIED)} ON claims BEGIN {FEWER} {MORE} END;
CREATE TRIGGER claims_tally_delete AFTER DELETE ON claims BEGIN {FEWER} END;
CREATE TRIGGER attributions_insert AFTER INSERT ON attributions BEGIN {CHAINED.replace("{id}", "new.claim")} END;
CREATE TRIGGER attributions_update AFTER UPDATE ON attributions BEGIN
    {CHAINED.replace("{id}", "old.claim")} {CHAINED.replace("{id}", "new.claim")}
END;
CREATE TRIGGER attributions_delete AFTER DELETE ON attributions BEGIN {CHAINED.replace("{id}", "old.claim")} END;
CREATE TRIGGER relations_insert AFTER INSERT ON relations BEGIN {COUNTED} END;
CREATE TRIGGER relations_update AFTER UPDATE OF a, b, type, retired_at ON relations BEGIN {UNCOUNTED} {COUNTED} END;
CREATE TRIGGER relations_delete AFTER DELETE ON relations BEGIN {UNCOUNTED} END;
"""

BY_COUNTRY_SCHEMA = """
CREATE TABLE tallies_by_country (       -- the same of the claims of one country; facet '': all of them
    country TEXT NOT NULL,
    facet TEXT NOT NULL,
    value TEXT NOT NULL,
    claims INTEGER NOT NULL,
    PRIMARY KEY (country, facet, value)
) STRICT, WITHOUT ROWID;
"""
MORE_THERE = f"""INSERT INTO tallies_by_country (country, facet, value, claims)
    SELECT new.country, facet, value, 1 FROM ({tallied("new.")}) WHERE new.country IS NOT NULL
    ON CONFLICT (country, facet, value) DO UPDATE SET claims = claims + 1;"""
FEWER_THERE = f"""UPDATE tallies_by_country SET claims = claims - 1
    WHERE country = old.country AND (facet, value) IN ({tallied("old.")});"""
BY_COUNTRY_TRIGGERS = f"""
CREATE TRIGGER claims_country_insert AFTER INSERT ON claims BEGIN {MORE_THERE} END;
CREATE TRIGGER claims_country_update AFTER UPDATE OF {", ".join(TALLIED)} ON claims BEGIN {FEWER_THERE} {MORE_THERE} END;
CREATE TRIGGER claims_country_delete AFTER DELETE ON claims BEGIN {FEWER_THERE} END;
"""

THERE_SCHEMA = """
DROP TRIGGER claims_country_insert;
DROP TRIGGER claims_country_update;
DROP TRIGGER claims_country_delete;
DROP TABLE tallies_by_country;
CREATE TABLE tallies_there (            -- the same of the claims of one country (or of none: '') and one outcome
    facet TEXT NOT NULL,
    country TEXT NOT NULL,
    value TEXT NOT NULL,
    outcome TEXT NOT NULL,
    claims INTEGER NOT NULL,
    PRIMARY KEY (facet, country, value, outcome)
) STRICT, WITHOUT ROWID;
"""
ONE_MORE = f"""INSERT INTO tallies_there (facet, country, value, outcome, claims)
    SELECT facet, ifnull(new.country, ''), value, new.outcome, 1 FROM ({tallied("new.")}) WHERE 1
    ON CONFLICT (facet, country, value, outcome) DO UPDATE SET claims = claims + 1;"""
ONE_LESS = f"""UPDATE tallies_there SET claims = claims - 1
    WHERE (facet, country, value, outcome) IN
    (SELECT facet, ifnull(old.country, ''), value, old.outcome FROM ({tallied("old.")}));"""
THERE_TRIGGERS = f"""
CREATE TRIGGER claims_there_insert AFTER INSERT ON claims BEGIN {ONE_MORE} END;
CREATE TRIGGER claims_there_update AFTER UPDATE OF {", ".join(TALLIED)} ON claims BEGIN {ONE_LESS} {ONE_MORE} END;
CREATE TRIGGER claims_there_delete AFTER DELETE ON claims BEGIN {ONE_LESS} END;
"""

TOGETHER = 500
FEW = [name for name in FACETS if name != "claimant"]  # what few values are said of
CELLS = {"plain": PLAIN, "chain": CHAIN.replace("{id}", "claims.id"), "chain_text": CHAIN_TEXT.replace("{id}", "claims.id")}
WRITTEN = f"UPDATE claims SET {', '.join(f'{name} = {sql}' for name, sql in CELLS.items())}"
ATTRIBUTED = ("claim", "position", "role", "name", "source", "verb", "stance")  # a step, as `attributions` holds it
DISPUTED = """UPDATE claims SET conflicts = n FROM (SELECT id, count(*) AS n FROM (
 SELECT a AS id FROM relations WHERE retired_at IS NULL AND type LIKE 'conflict%' UNION ALL
 SELECT b FROM relations WHERE retired_at IS NULL AND type LIKE 'conflict%' AND b <> a) GROUP BY id) k WHERE claims.id = k.id"""


def fill(run: Callable[..., Any]) -> None:
    """Work all of it out, with `run(sql, values)`, for rows written without the triggers."""
    run(WRITTEN)
    run(DISPUTED)
    tally(run)


def tally(run: Callable[..., Any]) -> None:
    """Count what all claims say, and what those of each country and outcome, with `run(sql, values)`."""
    said = alike(run)
    fill_tallies(run, said)
    fill_there(run, said)


def alike(run: Callable[..., Any]) -> Counter[tuple[str | None, ...]]:
    """Return how many claims that hold have the same values, in the order of FEW.

    They are counted in Python, whose memory grows with the kinds of claims; SQLite would sort every row. A row comes as one text,
    which costs half of what a text for each of its values does.
    """
    listed = ", ".join(FACETS[name].replace("{row}", "") for name in FEW)
    found = Counter(kind for (kind,) in run(f"SELECT json_array({listed}) FROM claims WHERE retired_at IS NULL"))
    return Counter({tuple(json.loads(kind)): number for kind, number in found.items()})


def fill_tallies(run: Callable[..., Any], said: Counter[tuple[str | None, ...]]) -> None:
    """Fill the tallies of all claims."""
    tallies: Counter[tuple[str, str]] = Counter()
    for values, number in said.items():
        tallies.update({(name, value): number for name, value in zip(FEW, values, strict=True) if value is not None})
    for (name, value), number in sorted(tallies.items()):
        run("INSERT INTO tallies VALUES (?, ?, ?)", [name, value, number])
    run("INSERT INTO tallies SELECT 'claimant', claimant, count(*) FROM claims WHERE retired_at IS NULL GROUP BY claimant")


def fill_countries(run: Callable[..., Any], said: Counter[tuple[str | None, ...]]) -> None:
    """Fill the tallies of each country's claims, as they were kept before those of outcomes."""
    tallies: Counter[tuple[str, str, str]] = Counter()
    for values, number in said.items():
        if (country := values[FEW.index("country")]) is not None:
            tallies.update({(country, n, value): number for n, value in zip(FEW, values, strict=True) if value is not None})
    for (country, name, value), number in sorted(tallies.items()):
        run("INSERT INTO tallies_by_country VALUES (?, ?, ?, ?)", [country, name, value, number])
    run("""INSERT INTO tallies_by_country SELECT country, 'claimant', claimant, count(*) FROM claims
 WHERE retired_at IS NULL AND country IS NOT NULL GROUP BY country, claimant""")


def put(run: Callable[..., Any], table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, many with one statement."""
    for start in range(0, len(rows), TOGETHER):
        some = rows[start : start + TOGETHER]
        places = f"({', '.join('?' * len(some[0]))})"
        run(f"INSERT INTO {table} VALUES {', '.join([places] * len(some))}", [*chain.from_iterable(some)])


def fill_there(run: Callable[..., Any], said: Counter[tuple[str | None, ...]]) -> None:
    """Fill the tallies of each country's claims of each outcome."""
    tallies: Counter[tuple[str, ...]] = Counter()
    for values, number in said.items():
        country, outcome = values[FEW.index("country")] or "", str(values[FEW.index("outcome")])
        tallies.update({(n, country, value, outcome): number for n, value in zip(FEW, values, strict=True) if value is not None})
    put(run, "tallies_there", [(*row, number) for row, number in sorted(tallies.items())])
    claimants = Counter(run("SELECT ifnull(country, ''), claimant, outcome FROM claims WHERE retired_at IS NULL"))
    put(run, "tallies_there", [("claimant", *row, number) for row, number in sorted(claimants.items())])


def cells(claims: Sequence[Mapping[str, Any]], steps: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Return CELLS of each of these rows of `claims`, with their rows of `attributions`, before they are stored.

    The same SQL works it out, in memory. A `known_at` that a row lacks yet is a moment: no look at it could tell otherwise.
    """
    names = (*TEXTS, *LISTS, *QUOTING)
    with closing(in_memory()) as database:
        database.execute(f"CREATE TABLE claims ({', '.join(names)})")
        database.execute(f"CREATE TABLE attributions ({', '.join(ATTRIBUTED)}, PRIMARY KEY (claim, position)) WITHOUT ROWID")
        for table, wide, rows in (
            ("claims", len(names), [[row.get(name) for name in names] for row in claims]),
            ("attributions", len(ATTRIBUTED), steps),
        ):
            database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * wide)})", rows)
        found = database.execute(f"SELECT {', '.join(CELLS.values())} FROM claims ORDER BY rowid")
        return [dict(zip(CELLS, row, strict=True)) for row in found]
