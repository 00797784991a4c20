"""Counts over a query's rows: facets (how many a value) and a timeline (how many an interval, with outer bounds)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from aggregator.core.errors import UnknownName
from db import kept
from db.columns import Column, Type
from db.nouns import CLAIMS, EVENTS, FIGURES, Noun
from db.queries import Query, Statement
from db.reading import Reading
from db.shapes import Shape, row_sql

MOST_VALUES = 50
YEAR = "substr({day}, 1, 4)"
OF_CLAIM = {
    "outcome": "c.outcome",
    "population": "c.population",
    "qualifier": "c.qualifier",
    "basis": "c.basis",
    "stance": "c.stance",
    "claimant": "c.claimant",
    "source_kind": "c.claimant_kind",
}
IN_CONFLICT = "EXISTS (SELECT 1 FROM relations k WHERE {held:k} AND k.type LIKE 'conflict%' AND (k.a = c.id OR k.b = c.id))"
FACETS = {
    "claims": {
        "country": "c.country",
        **OF_CLAIM,
        "cause": "c.cause_code",
        "has_conflict": f"CASE WHEN {IN_CONFLICT} THEN 'true' ELSE 'false' END",
        "year": YEAR.format(day="coalesce(c.window_start, c.window_end)"),
    },
    "events": {
        "country": "e.country",
        **OF_CLAIM,
        "cause": "e.cause",
        "has_conflict": "CASE WHEN e.conflicts > 0 THEN 'true' ELSE 'false' END",
        "year": YEAR.format(day="e.first_day"),
    },
}
NOUN_OF: dict[str, Noun] = {"claims": CLAIMS, "events": EVENTS}
TALLIES = """SELECT value, claims FROM tallies WHERE facet = :facet AND claims > 0
 UNION ALL SELECT NULL, claims - (SELECT ifnull(sum(claims), 0) FROM tallies WHERE facet = :facet) FROM tallies WHERE facet = :all
 ORDER BY 2 DESC, 1"""
OF_COUNTRIES = """SELECT value, sum(claims) FROM tallies_by_country WHERE country IN ({}) AND facet = :facet AND claims > 0
 GROUP BY value
 UNION ALL SELECT NULL, ifnull(sum(CASE WHEN facet = :all THEN claims ELSE -claims END), 0) FROM tallies_by_country
 WHERE country IN ({}) AND facet IN (:all, :facet)
 ORDER BY 2 DESC, 1"""
WIDTHS = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One field's values with how many rows have each, most first; `others` rows have another value, or none."""

    name: str
    values: tuple[tuple[str, int], ...]
    others: int


def facets(reading: Reading, query: Query, wanted: Sequence[str]) -> list[Facet]:
    """Return the facets of every row that matches; raise UnknownName for one that the noun does not have.

    Those of all claims that hold, and of all of a country, are counted when claims are written: they cost nothing, however many
    there are.
    """
    fields = FACETS[query.noun.name]
    found = []
    for name in wanted or tuple(fields):
        if name not in fields:
            raise UnknownName(f"facet is {name!r}", field="facet", valid=fields)
        rows = reading.rows(counting(query, name, fields[name]))
        shown = [(str(value), amount) for value, amount in rows if value is not None][:MOST_VALUES]
        total = sum(amount for _, amount in rows)
        found.append(Facet(name=name, values=tuple(shown), others=total - sum(amount for _, amount in shown)))
    return found


def counting(query: Query, name: str, field: str) -> Statement:
    """Return the statement that counts a field's values: rows of the noun, or events by what is claimed of them."""
    order = "GROUP BY 1 ORDER BY 2 DESC, 1"
    every, countries = Query(noun=CLAIMS, limit=query.limit), dict(query.filters).get("country", ())
    if query == every:
        return Statement(sql=TALLIES, values={"facet": name, "all": kept.ALL})
    if query == every.having("country", *countries):
        places = {f"country_{number}": code for number, code in enumerate(countries)}
        sql = OF_COUNTRIES.replace("{}", ", ".join(f":{place}" for place in places))
        return Statement(sql=sql, values={"facet": name, "all": kept.ALL, **places})
    if query.noun is CLAIMS or name not in OF_CLAIM:
        return query.counted(f"{field}, count(*)", order)
    return query.counted_behind(f"{field}, count(DISTINCT e.id)", order)


def _timeline_columns(width: int) -> tuple[Column, ...]:
    """The timeline's columns for periods of this many characters of a date."""
    return (
        Column(name="period", type=Type.TEXT, doc="Year, month or day.", sql=f"substr(e.first_day, 1, {width})"),
        Column(name="outcome", type=Type.CODE, doc="What befell the people counted.", sql="s.outcome"),
        Column(name="events", type=Type.INTEGER, doc="How many events began in it.", sql="count(DISTINCT s.event)"),
        Column(
            name="low",
            type=Type.INTEGER,
            doc="Outer lower bound: the events' lows added (an event without one adds nothing).",
            sql="sum(ifnull(s.low, 0))",
        ),
        Column(
            name="high",
            type=Type.INTEGER,
            doc="Outer upper bound: the events' highs added; empty where an event has none.",
            sql="CASE WHEN sum(s.high IS NULL) = 0 THEN sum(s.high) END",
        ),
        Column(
            name="high_open",
            type=Type.BOOLEAN,
            doc="True where an event's toll has no upper bound: then `high` is no ceiling.",
            sql="max(s.high_open OR s.high IS NULL)",
        ),
        Column(name="without_low", type=Type.INTEGER, doc="Events whose low nobody states.", sql="sum(s.low IS NULL)"),
    )


TIMELINE_COLUMNS = _timeline_columns(4)


def timeline(reading: Reading, query: Query, by: str, shape: Shape) -> list[Any]:
    """Return a row a period and outcome over the matching estimates of whole tolls of incidents, each event where it began.

    Cumulative totals and parts are left out, a total is never split over days, and lows and highs add as outer bounds only.
    """
    if by not in WIDTHS:
        raise UnknownName(f"by is {by!r}", field="by", valid=WIDTHS)
    whole = "s.grp = 'all' AND s.population = 'all' AND s.basis = 'incident' AND s.unit = 'person' AND e.first_day IS NOT NULL"
    asked = replace(query, noun=replace(FIGURES, base=whole))
    groups = f"substr(e.first_day, 1, {WIDTHS[by]}), s.outcome"
    columns = row_sql(_timeline_columns(WIDTHS[by]), shape)
    rows = reading.rows(asked.counted(columns, f"GROUP BY {groups} ORDER BY {groups}"))
    return list(rows) if shape is Shape.CELLS else [row[0] for row in rows]
