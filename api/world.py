"""The map under the events: what part of the world a view shows, and its countries as SVG paths.

The map is equirectangular, true to shape in the middle of the view. `basemap/world.json` says where the lines are from.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

BASEMAP = Path(__file__).resolve().parent / "basemap" / "world.json"
WIDTH, HEIGHT = 2000, 1000
SMALLEST = 3.0
ALL_ROUND = 360.0
TOP, BOTTOM = 84.0, -58.0
SEAM = -169.0
COARSE, MIDDLE = 90.0, 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A window on the world in degrees, twice as wide as high on the page; `width` counts eastward from `west`."""

    west: float
    width: float
    south: float
    north: float

    @property
    def whole(self) -> bool:
        """Whether it is the whole world."""
        return self.width >= ALL_ROUND

    @property
    def level(self) -> int:
        """How fine the lines are drawn, from 0."""
        return 0 if self.width > COARSE else 1 if self.width > MIDDLE else 2

    def x(self, lon: float) -> float:
        """Return where a longitude stands, in percent of the width; beyond 100 lies outside."""
        return round((lon - self.west) % ALL_ROUND / self.width * 100, 2)

    def y(self, lat: float) -> float:
        """Return where a latitude stands, in percent of the height from the top."""
        return round((self.north - lat) / (self.north - self.south) * 100, 2)

    def shows(self, lon: float, lat: float) -> bool:
        """Whether a position lies within."""
        return self.x(lon) <= 100 and self.south <= lat <= self.north

    def box(self) -> str:
        """Return it as the filter `bbox` takes it."""
        sides = (turned(self.west), self.south, turned(self.west + self.width), self.north)
        return ",".join(f"{side:.3f}".rstrip("0").rstrip(".") for side in sides)

    def moved(self, *, scale: float = 1.0, east: float = 0.0, north: float = 0.0) -> View:
        """Return this view made `scale` times as wide about its middle and moved by parts of its width and height."""
        tall = self.north - self.south
        lon, lat = self.west + self.width * (0.5 + east), (self.south + self.north) / 2 + tall * north
        wide, tall = self.width * scale, tall * scale
        return fitted(lon - wide / 2, lat - tall / 2, lon + wide / 2, lat + tall / 2)


WORLD = View(west=SEAM, width=ALL_ROUND, south=BOTTOM, north=TOP)


def turned(lon: float) -> float:
    """Return a longitude from -180 to 180."""
    return (lon + 180) % ALL_ROUND - 180


def fitted(west: float, south: float, east: float, north: float) -> View:
    """Return the smallest view that holds a box and has the page's shape; east of the antimeridian `east` is below `west`."""
    wide = (east - west) % ALL_ROUND if east < west else east - west
    south, north = max(south, -89.0), min(north, 89.0)
    shape = math.cos(math.radians((south + north) / 2))
    wide_at_least = max(wide, (north - south) * WIDTH / HEIGHT / shape, SMALLEST)
    if wide_at_least >= 0.7 * ALL_ROUND:
        return WORLD
    tall = wide_at_least * shape * HEIGHT / WIDTH
    middle = min(max((south + north) / 2, tall / 2 - 89), 89 - tall / 2)
    return View(
        west=turned(west + wide / 2 - wide_at_least / 2), width=wide_at_least, south=middle - tall / 2, north=middle + tall / 2
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """A line of the base map: longitudes and latitudes in degrees, and the level from which on each point is drawn."""

    points: tuple[tuple[float, float], ...]
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country: its rings as arc numbers (~n: arc n backwards), the box each lies in, and a point inside."""

    rings: tuple[tuple[int, ...], ...]
    boxes: tuple[tuple[float, float, float, float], ...]
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Basemap:
    """The lines of all countries."""

    source: Mapping[str, Any]
    arcs: tuple[Arc, ...]
    countries: Mapping[str, Country]


@lru_cache(maxsize=1)
def basemap() -> Basemap:
    """Return the bundled base map, read when it is first asked for."""
    found = json.loads(BASEMAP.read_text(encoding="utf-8"))
    step = found["source"]["degrees"]
    arcs = tuple(arc_of(flat, levels, step) for flat, levels in found["arcs"])
    countries = {code: country_of(entry, arcs, step) for code, entry in found["countries"].items()}
    return Basemap(source=found["source"], arcs=arcs, countries=countries)


def arc_of(flat: Sequence[int], levels: str, step: float) -> Arc:
    """Return an arc from its first point and the steps to the others."""
    x = y = 0
    points = []
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x * step, y * step))
    return Arc(points=tuple(points), levels=tuple(int(level) for level in levels))


def country_of(entry: Mapping[str, Any], arcs: Sequence[Arc], step: float) -> Country:
    """Return a country with the box of each of its rings."""
    boxes = []
    for ring in entry["rings"]:
        points = [(lon, lat) for lon, lat, _ in along(ring, arcs)]
        lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
        boxes.append((min(lons), min(lats), max(lons), max(lats)))
    rings = tuple(tuple(ring) for ring in entry["rings"])
    return Country(rings=rings, boxes=tuple(boxes), lon=entry["at"][0] * step, lat=entry["at"][1] * step)


def along(ring: Sequence[int], arcs: Sequence[Arc]) -> Iterator[tuple[float, float, int]]:
    """Yield a ring's points as (longitude, latitude, level). Over the antimeridian the longitude counts on, beyond 180.

    A ring about a pole ends a whole turn from where it began: it is closed by way of the pole.
    """
    first = before = turn = 0.0
    begun = False
    for number in ring:
        arc = arcs[max(number, ~number)]
        points = list(zip(arc.points, arc.levels, strict=True))
        for (lon, lat), level in points if number >= 0 else reversed(points):
            if begun and abs(lon + turn - before) > ALL_ROUND / 2:
                turn += math.copysign(ALL_ROUND, before - lon - turn)
            before = lon + turn
            first, begun = (first, True) if begun else (before, True)
            yield before, lat, level
    if abs(before - first) > ALL_ROUND / 2:
        pole = math.copysign(90.0, lat)
        yield before, pole, 0
        yield first, pole, 0


@lru_cache(maxsize=64)
def outlines(view: View) -> Mapping[str, str]:
    """Return the countries that a view shows, by code, each as the `d` of an SVG path in WIDTH times HEIGHT."""
    land = basemap()
    found = {}
    for code, country in land.countries.items():
        paths = "".join(path for ring, box in zip(country.rings, country.boxes, strict=True) for path in drawn(view, ring, box))
        if paths:
            found[code] = paths
    return found


def drawn(view: View, ring: Sequence[int], box: tuple[float, float, float, float]) -> Iterator[str]:
    """Yield a ring's path, once for each turn of the world in which the view shows it."""
    west, south, east, north = box
    if south > view.north or north < view.south:
        return
    for turn in (-ALL_ROUND, 0.0, ALL_ROUND):
        if west + turn < view.west + view.width and east + turn > view.west and (path := path_of(view, ring, turn)):
            yield path


def path_of(view: View, ring: Sequence[int], turn: float) -> str:
    """Return a closed path of whole numbers, points outside the view drawn coarsely; nothing for less than a triangle."""
    across, down = WIDTH / view.width, HEIGHT / (view.north - view.south)
    left, right = view.west - turn, view.west - turn + view.width
    places: list[tuple[int, int]] = []
    for lon, lat, level in along(ring, basemap().arcs):
        inside = left <= lon <= right and view.south <= lat <= view.north
        if level <= (view.level if inside else 0):
            place = round((lon - left) * across), round((view.north - lat) * down)
            if not places or place != places[-1]:
                places.append(place)
    if len(set(places)) < 3:
        return ""
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(places[:-1])]
    return f"M{places[0][0]} {places[0][1]}l{' '.join(steps).replace(' -', '-')}z"
