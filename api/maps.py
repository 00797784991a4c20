"""The map of events: what stands where on it, as honestly as the places are known. Drawn on the server; needs no script.

A disc is the lowest figure, a ring around it the highest, a glow a figure without an upper bound, each by its logarithm; a dotted
ring says that the place is only near here, hatching that no more than the country is known, a square counts several.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, render_template, request

from aggregator.core.model import Outcome
from api import words
from api.forms import filled, question
from api.store import snapshot
from api.world import HEIGHT, WIDTH, WORLD, View, basemap, fitted, outlines
from db.nouns import EVENTS
from db.queries import Query
from db.reading import Reading
from db.shapes import Shape
from db.spots import Spot, Unplaced, spots, unplaced

blueprint = Blueprint("maps", __name__)
REGIONS = (
    ("Africa", (-20, -35, 52, 38)),
    ("Middle East", (25, 12, 63, 43)),
    ("Europe", (-11, 35, 45, 70)),
    ("South and Central Asia", (45, 5, 98, 52)),
    ("East and South-East Asia", (92, -12, 150, 52)),
    ("Americas", (-120, -56, -34, 50)),
)
CELLS = 110
NEAR = 1.7
MOST_MARKS = 70
MOST_ROWS = 40
LEAST_SPREAD = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One event, or several, at x and y in percent. Radii in pixels: `disc` of the low, `ring` of the high, `glow` if open."""

    x: float
    y: float
    link: str
    label: str
    events: int
    conflicts: int
    row: Any = None
    words: str = ""
    disc: float | None = None
    ring: float | None = None
    glow: float | None = None
    near: float | None = None
    half: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Somewhere:
    """Events of which no more than the country is known; x and y are of a point inside it, where the view shows it."""

    country: str
    label: str
    events: int
    conflicts: int
    link: str
    row: Any
    x: float | None
    y: float | None


@blueprint.get("/map")
def world() -> str:
    """The events that match, on a map."""
    query = Query.parse(EVENTS, filled(), controls=("as_known_at",))
    box = dict(query.filters).get("bbox")
    view = fitted(*(float(side or 0) for side in box)) if box else WORLD
    with snapshot() as reading:
        found = gathered(spots(reading, query, view.width / CELLS), view)
        nowhere = unplaced(reading, query)
        rows = events_of(reading, query, alone(found) + alone(nowhere[:MOST_ROWS]))
        countries = reading.rows(
            Query(noun=EVENTS).counted("e.country, count(*)", "GROUP BY 1 HAVING e.country <> '' ORDER BY 1")
        )
        revision = reading.revision()
    marks = sorted((mark_of(spot, rows, view) for spot in found), key=lambda m: (-m.events, -(m.disc or 0), m.label))
    return render_template(
        "map.html",
        view=view,
        size=(WIDTH, HEIGHT),
        frame=frame(view, box) if box else None,
        lands=outlines(view),
        marks=marks,
        somewhere=[somewhere(one, rows, view) for one in nowhere if one.country],
        lost=sum(one.events for one in nowhere if not one.country),
        total=sum(mark.events for mark in marks),
        most_rows=MOST_ROWS,
        moves=moves(view) if box else (),
        regions=[(name, address(bbox=fitted(*sides).box())) for name, sides in REGIONS],
        source=basemap().source,
        legend=[(words.number(value), radius(value)) for value in (10, 100, 1000, 10_000)],
        args=request.args,
        countries=countries,
        outcomes=[outcome.value for outcome in Outcome],
        question=question(),
        revision=revision,
        address=address,
    )


def address(path: str = "/map", **changed: str | None) -> str:
    """Return the address of this page, or of another, with its filters, some changed; None leaves one out."""
    pairs = [(name, value) for name, value in filled() if name not in changed]
    pairs += [(name, value) for name, value in changed.items() if value is not None]
    return path + ("?" + urlencode(pairs, safe=",") if pairs else "")


def alone(found: Sequence[Spot] | Sequence[Unplaced]) -> list[str]:
    """Return the events that share their place with no other."""
    return [one.event for one in found if one.events == 1]


def events_of(reading: Reading, query: Query, wanted: Sequence[str]) -> Mapping[str, Any]:
    """Return these events by id, as they are, or were at the moment asked for."""
    if not wanted:
        return {}
    asked = Query(noun=EVENTS, limit=len(wanted), as_known_at=query.as_known_at).having("event", *wanted)
    return {row.id: row for row in reading.page(asked, Shape.CELLS).rows}


def gathered(found: Sequence[Spot], view: View) -> list[Spot]:
    """Return the spots, those whose marks would touch as one; further apart ones too, until few enough are left to read."""
    near = NEAR
    kept = merged(found, view, near)
    while len(kept) > MOST_MARKS:
        near *= 1.3
        kept = merged(kept, view, near)
    return kept


def merged(found: Sequence[Spot], view: View, near: float) -> list[Spot]:
    """Return the spots, each joined to the first kept one within `near` percent of the view's width."""
    cells: dict[tuple[int, int], list[int]] = {}
    kept: list[Spot] = []
    places: list[tuple[float, float]] = []
    for spot in found:
        x, y = view.x(spot.lon), view.y(spot.lat) * HEIGHT / WIDTH
        cell = int(x / near), int(y / near)
        around = [n for dx in (-1, 0, 1) for dy in (-1, 0, 1) for n in cells.get((cell[0] + dx, cell[1] + dy), ())]
        home = next((n for n in around if math.dist(places[n], (x, y)) < near), None)
        if home is not None:
            kept[home] = kept[home].with_(spot)
        else:
            cells.setdefault(cell, []).append(len(kept))
            kept.append(spot)
            places.append((x, y))
    return kept


def radius(value: int) -> float:
    """Return the radius in pixels that stands for a figure."""
    return round(2.5 + 2.8 * math.log10(max(value, 1)), 1)


def mark_of(spot: Spot, rows: Mapping[str, Any], view: View) -> Mark:
    """Return the mark of a spot."""
    x, y = view.x(spot.lon), view.y(spot.lat)
    row = rows.get(spot.event) if spot.events == 1 else None
    if row is None:
        where = ", ".join(spot.countries[:4]) + (" and others" if len(spot.countries) > 4 else "")
        label = words.count(spot.events, "event") + (f" in {where}" if where else "")
        half = round(7 + 1.6 * len(str(spot.events)), 1)
        link = nearer(spot, view)
        return Mark(x=x, y=y, link=link, label=label, events=spot.events, conflicts=spot.conflicts, half=half)
    low, high, is_open = row.killed_low, row.killed_high, bool(row.killed_high_open)
    said = words.toll(row)
    disc = radius(low) if low is not None else None
    ring = radius(high) if high is not None and high != low else None
    edge = max(disc or 0, ring or 0) or 4.0
    return Mark(
        x=x,
        y=y,
        link=page_of(row.id),
        label=f"{row.title}: {said}" + (" killed" if disc or ring else " of killed"),
        events=1,
        conflicts=row.conflicts,
        row=row,
        words=said if disc or ring else "no toll of killed",
        disc=disc,
        ring=ring,
        glow=edge + 8 if is_open else None,
        near=edge + 3.5 if row.place_precision not in ("exact", None) else None,
    )


def nearer(spot: Spot, view: View) -> str:
    """Return where several events lead: to a closer view, or to their list where no view would part them."""
    wide, tall = spot.east - spot.west, spot.north - spot.south
    closer = fitted(spot.west - wide / 4, spot.south - tall / 4, spot.east + wide / 4, spot.north + tall / 4)
    if max(wide, tall) > LEAST_SPREAD and closer.width < 0.9 * view.width and not closer.whole:
        return address(bbox=closer.box())
    sides = (spot.west - 0.005, spot.south - 0.005, spot.east + 0.005, spot.north + 0.005)
    return address("/", bbox=",".join(f"{side:.3f}" for side in sides))


def page_of(event: str) -> str:
    """Return the address of an event's page."""
    return f"/events/{quote(event, safe='')}"


def somewhere(one: Unplaced, rows: Mapping[str, Any], view: View) -> Somewhere:
    """Return a country's events without a position, and where the country's mark stands in this view."""
    country = basemap().countries.get(one.country)
    seen = country is not None and view.shows(country.lon, country.lat)
    row = rows.get(one.event) if one.events == 1 else None
    said = words.toll(row) if row else ""
    return Somewhere(
        country=one.country,
        label=f"{row.title}: {said}" if row else f"{words.count(one.events, 'event')} somewhere in {one.country}",
        events=one.events,
        conflicts=one.conflicts,
        link=page_of(row.id) if row else address("/", bbox=None, country=one.country, placed="false"),
        row=row,
        x=view.x(country.lon) if country and seen else None,
        y=view.y(country.lat) if country and seen else None,
    )


def frame(view: View, box: Sequence[Any]) -> tuple[float, float, float, float] | None:
    """Return the box asked for as x, y, width, height in percent of the view, unless it fills the view."""
    west, south, east, north = (float(side) for side in box)
    left, top = view.x(west), view.y(min(north, view.north))
    wide = ((east - west) % 360 if east < west else east - west) / view.width * 100
    tall = view.y(max(south, view.south)) - top
    return None if wide > 99 and tall > 99 else (left, top, round(min(wide, 100.0), 2), round(tall, 2))


def moves(view: View) -> list[tuple[str, str]]:
    """Return the ways from here: closer, further, and to each side, as (words, address)."""
    if view.whole:
        return []
    steps = (
        ("Closer", view.moved(scale=0.5)),
        ("Further", view.moved(scale=2)),
        ("West", view.moved(east=-0.4)),
        ("East", view.moved(east=0.4)),
        ("North", view.moved(north=0.4)),
        ("South", view.moved(north=-0.4)),
    )
    return [(words, address(bbox=None if there.whole else there.box())) for words, there in steps if there != view]
