"""Events by where they are, for a map: those near each other together, and by country those whose place is no position."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db.nouns import EVENTS
from db.queries import Query
from db.reading import Reading

CELL = """CAST(round(e.lon / {step}) AS INTEGER), CAST(round(e.lat / {step}) AS INTEGER)"""
IN_CELL = """count(*), max(e.id), sum(e.conflicts > 0), avg(e.lon), avg(e.lat), min(e.lon), min(e.lat), max(e.lon), max(e.lat),
 group_concat(DISTINCT e.country)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Events that are close to each other: how many, how many of them with a conflict, their middle and their extent in degrees.

    `event` is the id of one of them: of the only one where `events` is 1.
    """

    events: int
    event: str
    conflicts: int
    lon: float
    lat: float
    west: float
    south: float
    east: float
    north: float
    countries: tuple[str, ...]

    def with_(self, other: Spot) -> Spot:
        """Return the two as one."""
        both = self.events + other.events
        return Spot(
            events=both,
            event=self.event,
            conflicts=self.conflicts + other.conflicts,
            lon=(self.lon * self.events + other.lon * other.events) / both,
            lat=(self.lat * self.events + other.lat * other.events) / both,
            west=min(self.west, other.west),
            south=min(self.south, other.south),
            east=max(self.east, other.east),
            north=max(self.north, other.north),
            countries=tuple(sorted({*self.countries, *other.countries})),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """Events known by country at most: `country` is empty where not even that is known; `event` as in Spot."""

    country: str
    events: int
    event: str
    conflicts: int


def spots(reading: Reading, query: Query, step: float) -> list[Spot]:
    """Return the events with a position that match, those in one cell of `step` degrees together, the fullest first."""
    asked = replace(query, noun=EVENTS).having("placed", 1)
    cell = CELL.format(step=float(step))
    rows = reading.rows(asked.counted(IN_CELL, f"GROUP BY {cell} ORDER BY 1 DESC, 2"))
    return [
        Spot(
            events=r[0],
            event=r[1],
            conflicts=r[2] or 0,
            lon=r[3],
            lat=r[4],
            west=r[5],
            south=r[6],
            east=r[7],
            north=r[8],
            countries=tuple(sorted(filter(None, (r[9] or "").split(",")))),
        )
        for r in rows
    ]


def unplaced(reading: Reading, query: Query) -> list[Unplaced]:
    """Return the events without a position that match, by country; a box, which they cannot lie in, is not asked for."""
    filters = tuple((name, values) for name, values in query.filters if name != "bbox")
    asked = replace(query, noun=EVENTS, filters=filters).having("placed", 0)
    columns = "ifnull(e.country, ''), count(*), max(e.id), sum(e.conflicts > 0)"
    rows = reading.rows(asked.counted(columns, "GROUP BY 1 ORDER BY 2 DESC, 1"))
    return [Unplaced(country=r[0], events=r[1], event=r[2], conflicts=r[3] or 0) for r in rows]
