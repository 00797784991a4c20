"""Worded places to places: names found in the words, weighed against the document's countries, with a precision, or nothing.

`surroundings` reads a document's countries once; `resolve` makes a `Place` of a claim's place words. The rules, in order:
what the words themselves name as holder ("Jackson, Mississippi", "Libya's Tripoli") decides; else the document's countries do;
a namesake far smaller than another (`FAR_SMALLER`) does not count; two candidates left means none. Directions, "near" and
facilities keep a coarser precision; a finer name that nobody knows leaves the holder's.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from aggregator.core import gazetteer
from aggregator.core.gazetteer import ADMIN1, ADMIN2, AREA, NATION, TOWN, Entry
from aggregator.core.model import Document, Place, Precision
from aggregator.toponyms import Named, find
from aggregator.whoswho import bare, folded, register

FAR_SMALLER = 15  # a namesake with a 15th of the people is not meant when nothing else tells
LARGE = 100_000  # people: without any country in the document, only such towns are recognised by name alone
_READ = 3000  # characters of a document that are read for its countries
_LONGEST = 200
_OF_A_COUNTRY = frozenset(("government", "military", "civil_defence_rescue", "hospital_morgue"))

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

    def add(signs: Iterable[_Sign], times: int) -> None:
        for sign in signs:
            weight[sign.country] += times * sign.telling
            named.update(sign.units)

    for piece, heavy in ((title, 2), (text, 1)):
        for match in _RUN.finditer(piece):
            short = gazetteer.short(match.group()) if piece.endswith(", ", 0, match.start()) else ()
            if short:
                add((_Sign(str(unit.country), 2, (unit.record,)) for unit in short), heavy)
            elif not piece.startswith("border", match.end() + 1):  # "towards the Niger border": not where it happened
                add(_evidence(match.group()), heavy)
    line = _DATELINE.match(text)
    head = line.group(1) if line else ""
    only = _one_country(head, 0) if head else None
    add(_evidence(head) or ((_Sign(only, 2, ()),) if only else ()), 2)
    if not weight:
        add((sign for match in _RUN.finditer(publisher) for sign in _evidence(match.group())), 1)
    if not weight and (home := speaks_from(publisher)):
        weight[home] += 1
    order = tuple(sorted(weight, key=lambda each: (-weight[each], each)))
    lead = order[0] if order and (len(order) == 1 or weight[order[0]] > weight[order[1]]) else None
    units = frozenset(record for record in named if gazetteer.entry(record).country in order)
    return Surroundings(order, lead, _resolve(head, order, lead, units) if head else NOWHERE, units)


def speaks_from(publisher: str) -> str | None:
    """Return the country of a publisher that speaks of its own: an army's command, a ministry, rescuers, a hospital."""
    found = register().alias.get(bare(folded(publisher)), ()) if publisher else ()
    rows = [register().sources[each] for each in found]
    return rows[0].get("country") if len(rows) == 1 and rows[0]["kind"] in _OF_A_COUNTRY else None


@dataclass(frozen=True, slots=True)
class _Sign:
    """A country that a name speaks of, how much that tells, and the first-level units of the name."""

    country: str
    telling: int
    units: tuple[int, ...]


@lru_cache(maxsize=16384)
def _evidence(run: str) -> tuple[_Sign, ...]:
    """What a run of capitalised words says of countries.

    A country's name, or a unit's that only it has, tells twice what a town's or the name of its people does: "Russian missiles"
    fly abroad, and many a town has namesakes that no gazetteer knows.
    """
    words = [gazetteer.fold(word.removesuffix("'s").removesuffix("’s")) for word in run.split()[:12]]
    found: list[_Sign] = []
    at = 0
    while at < len(words):
        for size in range(min(4, len(words) - at), 0, -1):
            signs = _signs(" ".join(words[at : at + size]))
            if signs:
                found += signs
                at += size
                break
        else:
            at += 1
    return tuple(found)


@lru_cache(maxsize=65536)
def _signs(phrase: str) -> tuple[_Sign, ...]:
    country, people = gazetteer.signs().get(phrase, (None, False))
    units = [each for each in gazetteer.lookup(phrase) if each.kind == ADMIN1 and gazetteer.fold(each.name) == phrase]
    records = tuple(each.record for each in units)
    if country:
        abroad = {str(each.country) for each in units} - {country}  # Georgia: a country, or a state of another
        return (_Sign(country, 1 if people or abroad else 2, records), *(_Sign(each, 1, ()) for each in sorted(abroad)))
    only = _one_country(phrase)
    great = None if only else next(filter(gazetteer.great, units), None)
    if great and not _rivals(great, gazetteer.lookup(phrase)):
        return (_Sign(str(great.country), 1, (great.record,)),)
    only = only or _camp_or_quarter(phrase)
    return (_Sign(only, 2 if records else 1, records),) if only else ()


def _camp_or_quarter(phrase: str) -> str | None:
    """The one country of places that only our own areas have, by names of two words and more ("Baga Sola")."""
    entries = gazetteer.lookup(phrase) if " " in phrase else ()
    countries = {each.country for each in entries}
    return countries.pop() if len(countries) == 1 and all(each.kind == AREA for each in entries) else None


@lru_cache(maxsize=65536)
def _one_country(name: str, least: int = LARGE) -> str | None:
    """The one country of a name: its towns of `least` people and first-level units lie in no other, or are far smaller there."""
    entries = gazetteer.lookup(name)
    if not entries:
        return None
    if any(each.kind == AREA and each.country is None for each in entries):
        return None  # the Sahel is a province of one country and a belt of ten
    key = gazetteer.fold(name)
    strong = [each for each in entries if each.kind == ADMIN1 or (each.population >= least and _called(each, key))]
    most = max((each.population for each in strong), default=0)
    countries = {each.country for each in strong if each.kind != TOWN or each.population * FAR_SMALLER > most}
    # A smaller town that has the name itself counts against a larger one that is only also called so.
    countries |= {each.country for each in entries if each.population >= LARGE / 5 and gazetteer.fold(each.name) == key}
    return next(iter(countries)) if len(countries) == 1 else None


def _called(town: Entry, key: str) -> bool:
    """Whether a town has a name itself, or is so large that its other names are known."""
    return gazetteer.fold(town.name) == key or town.population >= 3 * LARGE


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
_FIRST_UNIT = frozenset("province governorate state region oblast department territory".split())
_SECOND_UNIT = frozenset("district county prefecture division canton regency raion".split())
_TOWNISH = frozenset("city town capital municipality village camp quarter neighbourhood neighborhood suburb".split())
_CLOSE = {TOWN: 15.0, AREA: 25.0, ADMIN2: 40.0, ADMIN1: 60.0}  # km: how near the middle of what holds it a camp or quarter lies
_QUARTER = 8.0  # km: an area of no more reach is a camp, a quarter or a village
_VILLAGE = 2.0  # km: an area of less reach is a quarter or a camp
_NEIGHBOURS = 15.0  # km
_SAME = 4.0  # km: namesakes so near are one town, told twice by the gazetteer
_REACHES = ((_QUARTER, Precision.NEAR), (60.0, Precision.ADMIN2), (400.0, Precision.ADMIN1))  # km to the edge of an area
_KNOWN = 20_000  # people: a smaller town is not known abroad by another name than its own
_FAR_LARGE = 300_000  # people: a town of a country that the document does not name must be so large


@lru_cache(maxsize=8192)
def _resolve(text: str, countries: tuple[str, ...], main: str | None, units: frozenset[int] = frozenset()) -> Place:
    named = find(text, countries)
    chosen: list[tuple[Entry, Named]] = []
    for name in named:
        entry = _one(name, [e for other in named if _joins(text, name, other) for e in other.candidates], countries, main, units)
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


def _one(name: Named, others: list[Entry], countries: tuple[str, ...], main: str | None, units: frozenset[int]) -> Entry | None:
    """Return the one candidate that is meant, or None when none or two are left. `others` are the other names' candidates."""
    left = _kinds(name, others, main)
    holders = {each.record for each in others if each.kind in (ADMIN1, ADMIN2, NATION)}
    nations = {each.country for each in others if each.kind == NATION}
    held = [each for each in left if holders & set(each.within)]
    if held:
        left = held
    elif nations and any(each.kind != NATION for each in left):
        left = [each for each in left if each.country in nations or each.country is None]
    elif countries:
        left = _in_context(name, _not_merely_called_so(name, left, countries), countries, main)
    return _alone(left, name.key) or _alone((each for each in left if units & set(each.within)), name.key)


def _in_context(name: Named, left: list[Entry], countries: tuple[str, ...], main: str | None) -> list[Entry]:
    """Keep the candidates of the document's main country, else those of its others beside large namesakes elsewhere."""
    inside = [each for each in left if each.country in countries or each.country is None]
    home = [each for each in inside if each.country == main]
    if home and any(gazetteer.great(each) and each.country in countries and each.country != main for each in left):
        return []  # in Cuba, which speaks of Florida: its own or the state
    if home or not inside:
        sure = len(left) == 1 and (name.words > 1 or left[0].reach >= _VILLAGE)
        return home or [each for each in left if _well_known(each, sure=sure)]
    # Not every country that is named is the place's: "San Jose" in a report that speaks of the United States in passing.
    return [each for each in left if each in inside or (main is not None and each.population >= LARGE)]


def _not_merely_called_so(name: Named, left: list[Entry], countries: tuple[str, ...]) -> list[Entry]:
    """Leave out small places whose other spelling the words are, where a known place has the very name.

    In one of the document's countries that place stays beside the others: the Mina of the Hajj, not a village of Iran, also where
    Iranians speak. Known all over the world but in no country of the document, it leaves nothing to choose: two candidates.
    """
    homes = {each.country for each in left if _bears(each, name.key)}
    small = [e for e in left if e.kind in (TOWN, ADMIN2) and e.population < _KNOWN and e.country not in homes]
    if not small:
        return left
    known = [e for e in left if gazetteer.fold(e.name) == name.key and (e.kind not in (TOWN, ADMIN2) or e.population >= _KNOWN)]
    if any(each.country in countries for each in known):
        return [each for each in left if each not in small]
    inside = [each for each in left if each.country in countries]
    famous = any(each.kind == AREA or each.population >= _FAR_LARGE for each in known)
    return [] if famous and all(each in small for each in inside) else left


def _bears(entry: Entry, key: str) -> bool:
    """Whether a place has this name itself, romanised in one way or another."""
    return gazetteer.skeleton(gazetteer.fold(entry.name)) == gazetteer.skeleton(key)


def _well_known(entry: Entry, *, sure: bool) -> bool:
    """Whether a place may be meant in a document that does not speak of its country; `sure`: no other has so telling a name."""
    if entry.kind == AREA:
        return entry.reach > _QUARTER or sure
    return entry.population >= _FAR_LARGE or entry.kind == NATION


def _kinds(name: Named, others: list[Entry], main: str | None) -> list[Entry]:
    """Let "province", "city" and their like tell a unit from the town of its name; a country's name is the country."""
    found = list(name.candidates)
    nation = next((each for each in found if each.kind == NATION), None)
    if nation is not None and not name.beside & _TOWNISH - {"capital"}:
        states = [each for each in found if each.kind == ADMIN1 and each.country != nation.country]
        held = [each for each in states if any(each.record in other.within for other in others)]
        seat = gazetteer.capital(nation.country or "") if "capital" in name.beside else None
        if seat is not None:
            return [seat]
        return held or [each for each in states if each.country == main] or [nation]
    if name.beside & _TOWNISH:  # "the Mediterranean city" is no sea
        found = [each for each in found if each.kind != AREA or each.country]
    for words, kinds, widest in (
        (_FIRST_UNIT, (ADMIN1, AREA), math.inf),
        (_FIRST_UNIT | _SECOND_UNIT, (ADMIN2,), 0),
        (_TOWNISH, (TOWN, AREA), _QUARTER),
    ):
        if name.beside & words and (meant := [each for each in found if each.kind in kinds and each.reach <= widest]):
            return meant
    return found


def _alone(left: Iterable[Entry], key: str) -> Entry | None:
    """Return the one place that namesakes of `key` are, or None: far smaller towns do not count, nor do units around a town."""
    found = list(left)
    biggest = max(found, key=lambda each: each.population, default=None)
    if biggest is not None and biggest.population >= LARGE:
        found = [
            each
            for each in found
            if not (each.kind == TOWN and each.population * FAR_SMALLER <= biggest.population)
            and not (each.kind == ADMIN2 and each.country != biggest.country)
        ]
    great = next(filter(gazetteer.great, found), None)
    if great and all(each.kind != NATION for each in found) and not _rivals(great, found):
        return great  # "Florida": no town of Cuba, Colombia or Chile
    found = [each for each in found if each.kind not in (TOWN, ADMIN2) or not _only_called_so(each, found, key)]
    inner = [each for each in found if not any(each.record in other.within for other in found)]
    if len({each.country for each in inner}) > 1:
        return None
    seat = gazetteer.capital(inner[0].country or "") if len(inner) > 1 else None
    if seat is not None and seat in inner:
        return seat
    units = [each for each in inner if each.kind == ADMIN1]
    if len(units) == 1 and all(each.population < LARGE and (each.kind != AREA or each.reach > _QUARTER) for each in inner):
        return units[0]
    for kind in (AREA, TOWN):
        chosen = [each for each in inner if each.kind == kind]
        if len(chosen) == 1 or (chosen and all(apart(chosen[0], each) <= _SAME for each in chosen)):
            return max(chosen, key=lambda each: each.population)  # a city and its fort
    return inner[0] if len(inner) == 1 else None


def _rivals(great: Entry, found: Iterable[Entry]) -> list[Entry]:
    """Keep the places that may be meant beside a great unit of their name: large cities that bear it ("Washington")."""
    key = gazetteer.fold(great.name)
    return [
        each
        for each in found
        if each.population >= _FAR_LARGE and key in (gazetteer.fold(each.name), gazetteer.fold(each.name).removesuffix(" city"))
    ]


def _only_called_so(inner: Entry, found: list[Entry], key: str) -> bool:
    """Whether a first-level unit has the name itself and this place in it only as another: Oklahoma is not Oklahoma City, Rio
    Grande do Sul not the town of Rio Grande."""
    unit = next((each for each in found if each.kind == ADMIN1 and each.record in inner.within), None)
    if unit is None:
        return False
    short, long = gazetteer.fold(unit.name), gazetteer.fold(inner.name)
    return short != long and (f" {short} " in f" {long} " or (short == key and f" {long} " in f" {short} "))


def _holds(holder: Entry, entry: Entry) -> bool:
    """Whether a place lies within another: by the gazetteer's units, or by how far our own areas reach."""
    if holder.record in entry.within:
        return True
    if holder is entry or entry.kind == NATION or (holder.country and entry.country and holder.country != entry.country):
        return False
    if entry.kind == AREA and entry.reach <= _QUARTER and (holder.kind != AREA or holder.reach > _QUARTER):
        return holder.kind == NATION or apart(holder, entry) <= _CLOSE[holder.kind] + holder.reach
    return holder.kind == AREA and holder.reach > 2 * entry.reach and apart(holder, entry) <= 1.2 * holder.reach


def apart(a: Entry | Place, b: Entry | Place) -> float:
    """Return the distance of two places in km; infinite where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    across = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(across)))


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
    return Precision.NEAR if blurred or (shared and not beside & _TOWNISH) else Precision.EXACT
