"""Worded places to places: names found in the words, weighed against the document's countries, with a precision, or nothing.

`surroundings` reads a document's countries once; `resolve` makes a `Place` of a claim's place words. The rules, in order:
what the words themselves name as holder ("Jackson, Mississippi", "Libya's Tripoli") decides; else the document's countries do;
a namesake far smaller than another (`FAR_SMALLER`) does not count; two candidates left means none. Directions, "near" and
facilities keep a coarser precision; a finer name that nobody knows leaves the holder's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from aggregator.core import gazetteer
from aggregator.core.gazetteer import ADMIN1, ADMIN2, AREA, NATION, TOWN, Entry
from aggregator.core.model import Document, Place, Precision
from aggregator.lands import Sign, evidence, one_country, speaks_from
from aggregator.namesakes import QUARTER, TOWNISH, apart, the_one
from aggregator.toponyms import Named, find

_READ = 3000  # characters of a document that are read for its countries
_LONGEST = 200
_RUN = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w’'.-]*(?:[ -]+(?:(?:al|el|as|de|la|el|du|of|the|and|on|an|da|do|dos|di)[ -]+)?[A-ZÀ-ÖØ-Þ0-9][\w’'.-]*)*"
)
_DATELINE = re.compile(r"^\W{0,3}([A-ZÀ-ÖØ-Þ][\w’'., -]{2,60}?)\s*(?:\([^)]{2,40}\)\s*)?(?:[—–:]|\s-{1,2}\s|\.\s)")


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a document says about where it is.

    Its countries by weight, the heaviest first; the one main country; its dateline; and the record numbers of the first-level
    units that it names, which tell namesakes within a country apart.
    """

    countries: tuple[str, ...] = ()
    main: str | None = None
    dateline: Place = NOWHERE
    units: frozenset[int] = frozenset()


def surroundings(document: Document) -> Surroundings:
    """Return the countries that a document speaks of, by their names, their people's names and places only they have."""
    return _surroundings(document.title or "", document.text[:_READ], document.publisher or "")


@lru_cache(maxsize=256)
def _surroundings(title: str, text: str, publisher: str) -> Surroundings:
    weight: Counter[str] = Counter()
    named: set[int] = set()

    def add(signs: Iterable[Sign], times: int) -> None:
        for sign in signs:
            weight[sign.country] += times * sign.telling
            named.update(sign.units)

    for piece, heavy in ((title, 2), (text, 1)):
        for match in _RUN.finditer(piece):
            short = gazetteer.short(match.group()) if piece.endswith(", ", 0, match.start()) else ()
            if short:
                add((Sign(str(unit.country), 2, (unit.record,)) for unit in short), heavy)
            elif not piece.startswith("border", match.end() + 1):  # "towards the Niger border": not where it happened
                add(evidence(match.group()), heavy)
    line = _DATELINE.match(text)
    head = line.group(1) if line else ""
    only = one_country(head, 0) if head else None
    add(evidence(head) or ((Sign(only, 2, ()),) if only else ()), 2)
    if not weight:
        add((sign for match in _RUN.finditer(publisher) for sign in evidence(match.group())), 1)
    if not weight and (home := speaks_from(publisher)):
        weight[home] += 1
    order = tuple(sorted(weight, key=lambda each: (-weight[each], each)))
    lead = order[0] if order and (len(order) == 1 or weight[order[0]] > weight[order[1]]) else None
    units = frozenset(record for record in named if gazetteer.entry(record).country in order)
    return Surroundings(order, lead, _resolve(head, order, lead, units) if head else NOWHERE, units)


def resolve(text: str | None, around: Surroundings) -> Place:
    """Return the place that the words name. What could not be told stays empty; `text` is always kept."""
    if not text:
        return Place(text=text)
    return _resolve(text[:_LONGEST], around.countries, around.main, around.units)


_NEAR = re.compile(
    r"\b(?:near|outside|around|outskirts|edge|suburbs?|vicinity|off|between|along|towards?|surrounding|beyond|km|kilomet\w+|miles?"
    r"|coast|border|parts?|(?:north|south|east|west|central|upper|lower|rural|greater|downtown)(?:[- ]?(?:east|west))?(?:ern)?"
    r"(?:\s+(?:part\s+)?of)?(?:\s+the)?\s*$)",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:and|or)\b|&")
_CLOSE = {TOWN: 15.0, AREA: 25.0, ADMIN2: 40.0, ADMIN1: 60.0}  # km: how near the middle of what holds it a camp or quarter lies
_NEIGHBOURS = 15.0  # km
_REACHES = ((QUARTER, Precision.NEAR), (60.0, Precision.ADMIN2), (400.0, Precision.ADMIN1))  # km to the edge of an area


@lru_cache(maxsize=8192)
def _resolve(text: str, countries: tuple[str, ...], main: str | None, units: frozenset[int] = frozenset()) -> Place:
    named = find(text, countries)
    chosen: list[tuple[Entry, Named]] = []
    for name in named:
        entry = the_one(
            name, [e for other in named if _joins(text, name, other) for e in other.candidates], countries, main, units
        )
        if entry is not None:
            chosen.append((entry, name))
    inner = [(entry, name) for entry, name in chosen if not any(_holds(entry, other) for other, _ in chosen)]
    inner = [
        (e, n) for e, n in inner if e.kind != NATION or not any(o.kind != NATION and o.country == e.country for o, _ in inner)
    ]
    if not inner:
        return Place(text=text)
    entries = {entry.record: entry for entry, _ in inner}
    if len(entries) > 1:
        return _common(text, list(entries.values()))
    entry, name = inner[0]
    blurred = name.building or bool(_NEAR.search(text[: name.start])) or _unknown_before(text, name, chosen)
    return _place(text, entry, blurred, name.beside)


def _joins(text: str, name: Named, other: Named) -> bool:
    """Whether another name may hold this one: "Renick in Missouri", not "Texas and Oklahoma"."""
    between = text[min(name.end, other.end) : max(name.start, other.start)]
    return name is not other and _AND.search(between) is None


def _holds(holder: Entry, entry: Entry) -> bool:
    """Whether a place lies within another: by the gazetteer's units, or by how far our own areas reach."""
    if holder.record in entry.within:
        return True
    if holder is entry or entry.kind == NATION or (holder.country and entry.country and holder.country != entry.country):
        return False
    if entry.kind == AREA and entry.reach <= QUARTER and (holder.kind != AREA or holder.reach > QUARTER):
        return holder.kind == NATION or apart(holder, entry) <= _CLOSE[holder.kind] + holder.reach
    return holder.kind == AREA and holder.reach > 2 * entry.reach and apart(holder, entry) <= 1.2 * holder.reach


def _unknown_before(text: str, name: Named, chosen: list[tuple[Entry, Named]]) -> bool:
    """Whether the words open with a finer name that no gazetteer has: "Rawda works, Hodeidah"."""
    known = [(other.start, other.end) for _, other in chosen]
    return any(
        run.end() <= name.start and not any(start < run.end() and run.start() < end for start, end in known)
        for run in _RUN.finditer(text)
        if run.group() not in ("The", "A", "An")
    )


def _common(text: str, entries: list[Entry]) -> Place:
    """Several places side by side: the first where they are neighbours, else the innermost unit that holds them all."""
    if all(apart(entries[0], each) <= _NEIGHBOURS for each in entries[1:]):
        return _place(text, entries[0], True, frozenset())
    shared = set(entries[0].within) | {entries[0].record}
    for each in entries[1:]:
        shared &= set(each.within) | {each.record}
    for record in entries[0].within:
        if record in shared:
            return _place(text, gazetteer.entry(record), False, frozenset())
    countries = {each.country for each in entries}
    nation = gazetteer.nation(next(iter(countries)) or "") if len(countries) == 1 else None
    return _place(text, nation, False, frozenset()) if nation else Place(text=text)


def _place(text: str, entry: Entry, blurred: bool, beside: frozenset[str]) -> Place:
    return Place(
        text=text,
        name=entry.name,
        country=entry.country,
        admin1=entry.admin1,
        lat=entry.lat,
        lon=entry.lon,
        precision=_precision(entry, blurred, beside),
        geoname=entry.geoname,
    )


_LEVELS = {NATION: Precision.COUNTRY, ADMIN1: Precision.ADMIN1, ADMIN2: Precision.ADMIN2}


def _precision(entry: Entry, blurred: bool, beside: frozenset[str]) -> Precision:
    if entry.kind == AREA:
        return next((precision for limit, precision in _REACHES if entry.reach <= limit), Precision.COUNTRY)
    if entry.kind in _LEVELS:
        return _LEVELS[entry.kind]
    shared = entry.admin1 is not None and gazetteer.fold(entry.admin1).startswith(gazetteer.fold(entry.name))
    return Precision.NEAR if blurred or (shared and not beside & TOWNISH) else Precision.EXACT
