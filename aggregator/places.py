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

FAR_SMALLER = 15  # a namesake with a 15th of the people is not meant when nothing else tells
LARGE = 100_000  # people: without any country in the document, only such towns are recognised by name alone
_READ = 3000  # characters of a document that are read for its countries
_LONGEST = 200

_RUN = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w’'.-]*(?:[ -]+(?:(?:al|el|as|de|la|el|du|of|the|and|on|an|da|do|dos|di)[ -]+)?[A-ZÀ-ÖØ-Þ0-9][\w’'.-]*)*"
)
_DATELINE = re.compile(r"^\W{0,3}([A-ZÀ-ÖØ-Þ][\w’'., -]{2,60}?)\s*(?:\([^)]{2,40}\)\s*)?(?:[—–:]|\s-{1,2}\s|\.\s)")


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a document says about where it is: countries by weight, the heaviest first, its one main country, and its dateline."""

    countries: tuple[str, ...] = ()
    main: str | None = None
    dateline: Place = NOWHERE


def surroundings(document: Document) -> Surroundings:
    """Return the countries that a document speaks of, by their names, their people's names and places only they have."""
    return _surroundings(document.title or "", document.text[:_READ], document.publisher or "")


@lru_cache(maxsize=256)
def _surroundings(title: str, text: str, publisher: str) -> Surroundings:
    weight: Counter[str] = Counter()
    for piece, heavy in ((title, 2), (text, 1)):
        for match in _RUN.finditer(piece):
            if not piece.startswith("border", match.end() + 1):  # "towards the Niger border": not where it happened
                for country, telling in _evidence(match.group()):
                    weight[country] += heavy * telling
    line = _DATELINE.match(text)
    head = line.group(1) if line else ""
    only = _one_country(head, 0) if head else None
    for country, telling in _evidence(head) or (((only, 2),) if only else ()):
        weight[country] += 2 * telling
    for country, telling in _evidence(publisher) if not weight else ():
        weight[country] += telling
    order = tuple(sorted(weight, key=lambda each: (-weight[each], each)))
    lead = order[0] if order and (len(order) == 1 or weight[order[0]] > weight[order[1]]) else None
    dateline = _resolve(head, order, lead) if head else NOWHERE
    return Surroundings(order, lead, dateline)


@lru_cache(maxsize=16384)
def _evidence(run: str) -> tuple[tuple[str, int], ...]:
    """Countries that a run of capitalised words speaks of, each with how much it tells.

    A country's name or a place that only it has tells twice what the name of its people does: "Russian missiles" fly abroad.
    """
    signs = gazetteer.signs()
    words = [gazetteer.fold(word.removesuffix("'s").removesuffix("’s")) for word in run.split()[:12]]
    found = []
    at = 0
    while at < len(words):
        for size in range(min(4, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            country, people = signs.get(phrase) or (_one_country(phrase), False)
            if country:
                found.append((country, 1 if people else 2))
                at += size
                break
        else:
            at += 1
    return tuple(found)


@lru_cache(maxsize=65536)
def _one_country(name: str, least: int = LARGE) -> str | None:
    """The one country of a name: its towns of `least` people and first-level units lie in no other, or are far smaller there."""
    entries = gazetteer.lookup(name)
    if not entries:
        return None
    strong = [each for each in entries if each.population >= least or each.kind in (ADMIN1, AREA)]
    most = max((each.population for each in strong), default=0)
    countries = {each.country for each in strong if each.kind != TOWN or each.population * FAR_SMALLER > most}
    # A smaller town that has the name itself counts against a larger one that is only also called so.
    key = gazetteer.fold(name)
    countries |= {each.country for each in entries if each.population >= _KNOWN_TOWN and gazetteer.fold(each.name) == key}
    return next(iter(countries)) if len(countries) == 1 else None


def resolve(text: str | None, around: Surroundings) -> Place:
    """Return the place that the words name. What could not be told stays empty; `text` is always kept."""
    if not text:
        return Place(text=text)
    return _resolve(text[:_LONGEST], around.countries, around.main)


@dataclass(frozen=True, slots=True)
class _Named:
    """A name in the words: its candidates, and whether it is only the name of a street or a building."""

    start: int
    end: int
    candidates: tuple[Entry, ...]
    blurred: bool


_WORD = re.compile(r"[^\W_](?:[\w’'.]|-(?=\w))*")
_JOINED = frozenset("al el as ash ar ad an at az de la le les du des del of the and on da do dos di en upon sur y e i".split())
_NEAR = re.compile(
    r"\b(?:near|outside|around|outskirts|edge|suburbs?|vicinity|off|between|along|towards?|surrounding|beyond|km|kilomet\w+|miles?"
    r"|coast|border|parts?|(?:north|south|east|west|central|upper|lower|rural|greater|downtown)(?:[- ]?(?:east|west))?(?:ern)?"
    r"(?:\s+(?:part\s+)?of)?(?:\s+the)?\s*$)",
    re.IGNORECASE,
)
_DIRECTION = re.compile(r"^(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)?$|^central$")
_STREETS = frozenset("street st road rd avenue ave boulevard blvd lane drive highway square".split())
_BUILDINGS = frozenset(
    "tower towers building hotel inn mall restaurant bar club theatre theater stadium church mosque temple cathedral school "
    "university college bank company market bridge hospital clinic airport station terminal prison jail port base junction "
    "center centre mine factory".split()
)
_FIRST_UNIT = frozenset("province governorate state region oblast department territory strip".split())
_SECOND_UNIT = frozenset("district county prefecture division canton regency raion".split())
_TOWNISH = frozenset("city town capital municipality village camp quarter neighbourhood neighborhood suburb".split())
_OPEN = frozenset("junction market bridge port base station terminal airport prison mine".split())
_KNOWN_TOWN, _KNOWN_VILLAGE = 20_000, 1_000  # people: a building is named after such a town, an open place after such a village


@lru_cache(maxsize=8192)
def _resolve(text: str, countries: tuple[str, ...], main: str | None) -> Place:
    named, low = _names(text, countries)
    if not named:
        return Place(text=text)
    chosen: list[tuple[Entry, _Named]] = []
    for name in named:
        others = [each for other in named if other is not name for each in other.candidates]
        entry = _one(name.candidates, others, countries, main, low)
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
    blurred = name.blurred or bool(_NEAR.search(text[: name.start])) or _unknown_before(text, name)
    return _place(text, entry, blurred, low)


def _holds(holder: Entry, entry: Entry) -> bool:
    """Whether a place lies within another: by the gazetteer's units, or within the reach of one of our own areas."""
    if holder.record in entry.within:
        return True
    if holder.kind != AREA or entry.kind in (AREA, NATION) or None in (holder.lat, holder.lon, entry.lat, entry.lon):
        return False
    return holder.country in (None, entry.country) and apart(holder, entry) <= 1.2 * gazetteer.reach(holder.name)


def apart(a: Entry | Place, b: Entry | Place) -> float:
    """Return the distance of two places in km; infinite where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    across = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(across)))


def _names(text: str, countries: tuple[str, ...]) -> tuple[list[_Named], list[str]]:
    """Find the longest known names from left to right; return them and all words, lower-cased."""
    words = list(_WORD.finditer(text))
    low = [word.group().lower().rstrip(".").removesuffix("'s").removesuffix("’s") for word in words]
    named: list[_Named] = []
    at = 0
    while at < len(words):
        size = next((n for n in range(min(6, len(words) - at), 0, -1) if _fits(text, words, low, at, n, countries)), 0)
        if size:
            found = _usable(_candidates(text, words, at, size, countries), low[at + size : at + size + 3], countries)
            if _goes_on(text, words, at, size):  # "Khair Khana": a name of which only a part is known may be another place
                found = tuple(each for each in found if each.country in countries or each.kind == NATION)
            building = any(word in _BUILDINGS for word in low[at + size : at + size + 3])
            if found:
                named.append(_Named(words[at].start(), words[at + size - 1].end(), found, building))
        at += size or 1
    return named, low


def _goes_on(text: str, words: list[re.Match[str]], at: int, size: int) -> bool:
    """Whether a capitalised word follows a name directly, which the gazetteer does not know as part of it."""
    if at + size >= len(words):
        return False
    between = text[words[at + size - 1].end() : words[at + size].start()]
    return between == " " and words[at + size].group()[0].isupper() and not text[: words[at + size].end()].isupper()


def _usable(candidates: tuple[Entry, ...], after: list[str], countries: tuple[str, ...]) -> tuple[Entry, ...]:
    """Drop the names of streets, and of buildings that are not called after a town of the document's countries."""
    if after and after[0] in _STREETS:
        return tuple(each for each in candidates if each.kind == NATION)
    if any(word in _BUILDINGS for word in after):
        least = _KNOWN_VILLAGE if any(word in _OPEN for word in after) else _KNOWN_TOWN
        return tuple(
            each
            for each in candidates
            if each.kind in (NATION, ADMIN1) or (each.population >= least and each.country in countries)
        )
    return candidates


def _phrase(text: str, words: list[re.Match[str]], at: int, size: int) -> str:
    phrase = text[words[at].start() : words[at + size - 1].end()].rstrip(".")
    return phrase.removesuffix("'s").removesuffix("’s")


def _fits(text: str, words: list[re.Match[str]], low: list[str], at: int, size: int, countries: tuple[str, ...]) -> bool:
    """Whether the `size` words from `at` may be a name and are one: capitals at both ends, no comma inside."""
    first, last = words[at].group(), words[at + size - 1].group()
    if _DIRECTION.match(first):
        # "north Darfur", "northern Gaza": a unit or area of its own, or only a part of what follows.
        return (
            size > 1 and last != last.lower() and any(e.kind in (AREA, ADMIN1) for e in _part(text, words, at, size, countries))
        )
    if (last == last.lower() and not last[0].isdigit()) or first == first.lower():
        return False
    if size == 1 and (low[at] in _JOINED or (text.isupper() and low[at] in _NOISE)):
        return False
    if any(words[at + k].group() == words[at + k].group().lower() and low[at + k] not in _JOINED for k in range(1, size)):
        return False
    if any("," in text[words[at + k].end() : words[at + k + 1].start()] for k in range(size - 1)):
        return False
    return bool(_candidates(text, words, at, size, countries))


_NOISE = frozenset(
    "the of in a an and at on to near from section town city capital southern northern eastern western part".split()
)


def _part(text: str, words: list[re.Match[str]], at: int, size: int, countries: tuple[str, ...]) -> tuple[Entry, ...]:
    found = gazetteer.lookup(_phrase(text, words, at, size), sure=True)
    return tuple(each for each in found if each.kind in (AREA, ADMIN1) and (not countries or each.country in countries))


def _candidates(text: str, words: list[re.Match[str]], at: int, size: int, countries: tuple[str, ...]) -> tuple[Entry, ...]:
    if _DIRECTION.match(words[at].group()):
        return _part(text, words, at, size, countries)
    phrase = _phrase(text, words, at, size)
    country = gazetteer.country_of(phrase)
    # A name inside longer words may be somebody's; the whole of them, or one with its holder behind it, is a place.
    sure = size == len(words) or text[words[at + size - 1].end() :].startswith(",") or "," in text[: words[at].start()]
    exact = gazetteer.lookup(phrase)
    if sure and not exact:
        exact = tuple(each for each in gazetteer.lookup(phrase, sure=True) if not countries or each.country in countries)
    if country and not any(each.kind == NATION for each in exact):
        demonym = gazetteer.nation(country)
        return (*exact, demonym) if demonym else exact
    if any(each.country in countries or each.country is None for each in exact):
        return exact
    return exact + tuple(each for home in countries[:3] for each in gazetteer.similar(phrase, home))


def _one(
    candidates: tuple[Entry, ...], others: list[Entry], countries: tuple[str, ...], main: str | None, low: list[str]
) -> Entry | None:
    """Return the one candidate that is meant, or None when none or two are left. `others` are the other names' candidates."""
    left = _kinds(candidates, main, low)
    holders = {each.record for each in others if each.kind in (ADMIN1, ADMIN2, NATION)}
    nations = {each.country for each in others if each.kind == NATION}
    held = [each for each in left if holders & set(each.within)]
    if held:
        left = held
    elif nations and any(each.kind != NATION for each in left):
        left = [each for each in left if each.country in nations or each.country is None]
    elif countries:
        inside = [each for each in left if each.country in countries or each.country is None]
        if main and len({each.country for each in inside}) > 1:
            inside = [each for each in inside if each.country == main] or inside
        left = inside or [each for each in left if each.population >= LARGE * 3 or each.kind in (NATION, AREA)]
    return _alone(left)


def _kinds(candidates: tuple[Entry, ...], main: str | None, low: list[str]) -> list[Entry]:
    """Let "province", "city" and their like tell a unit from the town of its name; a country's name is the country."""
    found = list(candidates)
    nation = next((each for each in found if each.kind == NATION), None)
    if nation is not None and not any(word in _TOWNISH for word in low):
        state = [each for each in found if each.kind == ADMIN1 and each.country == main != nation.country]
        return state or [nation]
    for words, kinds in ((_FIRST_UNIT, (ADMIN1, AREA)), (_SECOND_UNIT, (ADMIN2,)), (_TOWNISH, (TOWN, AREA))):
        if any(word in words for word in low):
            found = [each for each in found if each.kind in kinds] or found
    return found


def _alone(left: Iterable[Entry]) -> Entry | None:
    """Return the one place that these namesakes are, or None: far smaller towns do not count, nor do units around a town."""
    found = list(left)
    biggest = max(found, key=lambda each: each.population, default=None)
    if biggest is not None and biggest.population >= LARGE:
        found = [
            each
            for each in found
            if not (each.kind == TOWN and each.population * FAR_SMALLER <= biggest.population)
            and not (each.kind == ADMIN2 and each.country != biggest.country)
        ]
    inner = [each for each in found if not any(each.record in other.within for other in found)]
    state = [each for each in inner if each.kind == ADMIN1]
    if len(state) == 1 and all(each.country == state[0].country and each.population < LARGE for each in inner):
        return state[0]
    for kind in (AREA, TOWN):
        chosen = [each for each in inner if each.kind == kind]
        if len(chosen) == 1 and all(
            each.kind != kind and each.country == chosen[0].country for each in inner if each is not chosen[0]
        ):
            return chosen[0]
    return inner[0] if len(inner) == 1 else None


def _unknown_before(text: str, name: _Named) -> bool:
    """Whether the words open with a finer name that no gazetteer has: "Rawda works, Hodeidah"."""
    return any(run.end() <= name.start for run in _RUN.finditer(text) if run.group() not in ("The", "A", "An"))


def _common(text: str, entries: list[Entry]) -> Place:
    """Several places side by side: the innermost unit that holds them all."""
    shared = set(entries[0].within) | {entries[0].record}
    for each in entries[1:]:
        shared &= set(each.within) | {each.record}
    for record in entries[0].within:
        if record in shared:
            return _place(text, gazetteer.entry(record), False, [])
    return Place(text=text)


def _place(text: str, entry: Entry, blurred: bool, low: list[str]) -> Place:
    return Place(
        text=text,
        name=entry.name,
        country=entry.country,
        admin1=entry.admin1,
        lat=entry.lat,
        lon=entry.lon,
        precision=_precision(entry, blurred, low),
        geoname=entry.geoname,
    )


_REACHES = ((8, Precision.NEAR), (60, Precision.ADMIN2), (400, Precision.ADMIN1))  # km to the edge of an area


def _precision(entry: Entry, blurred: bool, low: list[str]) -> Precision:
    if entry.kind == NATION:
        return Precision.COUNTRY
    if entry.kind == ADMIN1:
        return Precision.ADMIN1
    if entry.kind == ADMIN2:
        return Precision.ADMIN2
    if entry.kind == AREA:
        reach = gazetteer.reach(entry.name)
        return next((precision for limit, precision in _REACHES if reach <= limit), Precision.COUNTRY)
    shared = entry.admin1 is not None and gazetteer.fold(entry.admin1).startswith(gazetteer.fold(entry.name))
    if blurred or (shared and not any(word in _TOWNISH for word in low)):
        return Precision.NEAR
    return Precision.EXACT
