"""Counts over a query's rows: facets (how many a value) and a timeline (how many an interval, with outer bounds)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aggregator.core.errors import QueryTooLong, UnknownName
from db import facets_of_events, kept
from db.columns import Column, Type
from db.nouns import CLAIMS, EVENTS, FIGURES, Noun
from db.queries import Query, Statement
from db.reading import Reading
from db.shapes import Shape, row_sql
from db.values import Value

MOST_VALUES = 50
YEAR = "substr({day}, 1, 4)"
IN_CONFLICT = "EXISTS (SELECT 1 FROM relations k WHERE {held:k} AND k.type LIKE 'conflict%' AND (k.a = c.id OR k.b = c.id))"
OF_CLAIM = {name: f"c.{column}" for name, column in facets_of_events.OF_CLAIM.items()}
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
        **{name: sql.replace("{row}", "e.") for name, sql in facets_of_events.OF_EVENT.items() if name != "country"},
    },
}
NOUN_OF: dict[str, Noun] = {"claims": CLAIMS, "events": EVENTS}
TALLIES = """SELECT value, claims FROM tallies WHERE facet = :facet AND claims > 0
 UNION ALL SELECT NULL, claims - (SELECT ifnull(sum(claims), 0) FROM tallies WHERE facet = :facet) FROM tallies WHERE facet = :all
 ORDER BY 2 DESC, 1"""
OF_THERE = """SELECT value, sum(claims) FROM tallies_there WHERE facet = :facet AND claims > 0 AND {there} GROUP BY value
 UNION ALL SELECT NULL, ifnull(sum(CASE WHEN facet = :all THEN claims ELSE -claims END), 0) FROM tallies_there
 WHERE facet IN (:all, :facet) AND {there}
 ORDER BY 2 DESC, 1"""
ORDER = "GROUP BY 1 ORDER BY 2 DESC, 1"
# an event of which nothing is said just now is counted from its claims: those are few
UNSAID = "events e INDEXED BY events_unsaid"
SAYING = f"{{}}, json_each(coalesce(e.said, {facets_of_events.SAID.replace('{id}', 'e.id')}), '$.{{}}') v"
OF_EVENTS = """SELECT value, sum(events) FROM (
 SELECT value, sum(events) AS events FROM event_tallies
 WHERE country IN ({countries}) AND facet = :facet AND ({outcomes}) GROUP BY value
 UNION ALL SELECT NULL, sum(CASE WHEN facet = :all THEN events ELSE -events END) FROM event_tallies
 WHERE country IN ({countries}) AND facet IN (:all, :facet) AND :whole AND ({outcomes})
 UNION ALL SELECT * FROM ({unsaid})) GROUP BY 1 HAVING sum(events) > 0 ORDER BY 2 DESC, 1"""
WIDTHS = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One field's values with how many rows have each, most first; `others` rows have another value, or none."""

    name: str
    values: tuple[tuple[str, int], ...]
    others: int


def one_of(field: str, given: str, valid: Collection[str]) -> str:
    """Return what a parameter was given, raise UnknownName where it is none of the valid values."""
    if given not in valid:
        raise UnknownName(f"{field} is {given!r}", field=field, valid=valid)
    return given


def facets(reading: Reading, query: Query, wanted: Sequence[str]) -> list[Facet]:
    """Return the facets of every row that matches; raise UnknownName for one that the noun does not have.

    Those of all claims and events that hold, and of those of a country, an outcome or both, are counted when rows are written:
    they cost nothing, however many there are. Raises QueryTooLong, with what to narrow, where counting the others takes too long.
    """
    fields = FACETS[query.noun.name]
    found = []
    for name in wanted or tuple(fields):
        try:
            rows = reading.rows(counting(query, name, fields[one_of("facet", name, fields)]))
        except QueryTooLong as error:
            raise QueryTooLong(too_long(query, name)) from error
        shown = [(str(value), amount) for value, amount in rows if value is not None][:MOST_VALUES]
        total = sum(amount for _, amount in rows)
        found.append(Facet(name=name, values=tuple(shown), others=total - sum(amount for _, amount in shown)))
    return found


def too_long(query: Query, name: str) -> str:
    """Return what to say when this cannot be counted in time."""
    now = " of what holds now" if query.as_known_at is not None or query.include_deleted else ""
    return (
        f"counting {query.noun.name} by {name} takes too long: too many match. Counted at any size are the facets{now} with no "
        "filter but country and outcome; else narrow the days (date_from, date_to) or the source, or ask for few fields: "
        "facet=country,year"
    )


def counting(query: Query, name: str, field: str) -> Statement:
    """Return the statement that counts a field's values: rows of the noun, or events by what is claimed of them."""
    asked = dict(query.filters)
    now = query.as_known_at is None and not query.include_deleted
    looked_up = now and set(asked) <= {"country", "outcome"}
    if query.noun is CLAIMS:
        return of_claims(name, asked) if looked_up else query.counted(f"{field}, count(*)", ORDER)
    if looked_up:
        return of_events(query, name, field)
    if now or name not in OF_CLAIM:
        return saying(query, name, field)
    return query.counted_behind(f"{field}, count(DISTINCT e.id)", ORDER)


def of_claims(name: str, asked: Mapping[str, Sequence[Value]]) -> Statement:
    """Return the statement that looks up how many claims have each value: of all, or of countries and outcomes."""
    values: dict[str, Value] = {"facet": name, "all": kept.ALL}
    if not asked:
        return Statement(sql=TALLIES, values=values)
    there = " AND ".join(f"{each} IN ({placed(each, given, values)})" for each, given in asked.items())
    return Statement(sql=OF_THERE.format(there=there), values=values)


def of_events(query: Query, name: str, field: str) -> Statement:
    """Return the statement that looks up how many events have each value, and counts the few of which nothing is said."""
    asked = dict(query.filters)
    unsaid = saying(query, name, field, UNSAID, "e.said IS NULL")
    values = dict(unsaid.values) | {"facet": name, "all": facets_of_events.ALL, "whole": int(name not in OF_CLAIM)}
    countries = placed("country", asked.get("country", (facets_of_events.ALL,)), values)
    outcomes = (f"instr(outcomes, '\"' || :outcome_{n} || '\"')" for n, _ in enumerate(asked.get("outcome", ())))
    sql = OF_EVENTS.format(countries=countries, outcomes=" OR ".join(outcomes) or "1", unsaid=unsaid.sql)
    return Statement(sql=sql, values=values)


def saying(query: Query, name: str, field: str, tables: str = EVENTS.tables, base: str = "") -> Statement:
    """Return the statement that counts events by a field of theirs, or by what is said of them."""
    if name not in OF_CLAIM:
        return replace(query, noun=replace(EVENTS, tables=tables, base=base)).counted(f"{field}, count(*) AS events", ORDER)
    return replace(query, noun=replace(EVENTS, tables=SAYING.format(tables, name), base=base)).counted(
        "v.value, count(*) AS events", ORDER
    )


def placed(name: str, given: Sequence[Value], values: dict[str, Value]) -> str:
    """Return the named places of values, which go into `values`."""
    places = {f"{name}_{number}": value for number, value in enumerate(given)}
    values.update(places)
    return ", ".join(f":{place}" for place in places)


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
    one_of("by", by, WIDTHS)
    whole = "s.grp = 'all' AND s.population = 'all' AND s.basis = 'incident' AND s.unit = 'person' AND e.first_day IS NOT NULL"
    asked = replace(query, noun=replace(FIGURES, base=whole))
    groups = f"substr(e.first_day, 1, {WIDTHS[by]}), s.outcome"
    columns = row_sql(_timeline_columns(WIDTHS[by]), shape)
    rows = reading.rows(asked.counted(columns, f"GROUP BY {groups} ORDER BY {groups}"))
    return list(rows) if shape is Shape.CELLS else [row[0] for row in rows]
