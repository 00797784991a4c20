"""Which of the places of one name is meant: by kind, by the document's countries, by size; two left means none."""

from __future__ import annotations

import math
from collections.abc import Iterable

from aggregator.core import gazetteer
from aggregator.core.gazetteer import ADMIN1, ADMIN2, AREA, NATION, TOWN, Entry
from aggregator.core.model import Place
from aggregator.toponyms import Named

FAR_SMALLER = 15  # a namesake with a 15th of the people is not meant when nothing else tells
LARGE = 100_000  # people: without any country in the document, only such towns are recognised by name alone
_FIRST_UNIT = frozenset("province governorate state region oblast department territory".split())
_SECOND_UNIT = frozenset("district county prefecture division canton regency raion".split())
TOWNISH = frozenset("city town capital municipality village camp quarter neighbourhood neighborhood suburb".split())
QUARTER = 8.0  # km: an area of no more reach is a camp, a quarter or a village
_VILLAGE = 2.0  # km: an area of less reach is a quarter or a camp
_SAME = 4.0  # km: namesakes so near are one town, told twice by the gazetteer
_KNOWN = 20_000  # people: a smaller town is not known abroad by another name than its own
_FAR_LARGE = 300_000  # people: a town of a country that the document does not name must be so large


def the_one(
    name: Named, others: list[Entry], countries: tuple[str, ...], main: str | None, units: frozenset[int]
) -> Entry | None:
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
        return entry.reach > QUARTER or sure
    return entry.population >= _FAR_LARGE or entry.kind == NATION


def _kinds(name: Named, others: list[Entry], main: str | None) -> list[Entry]:
    """Let "province", "city" and their like tell a unit from the town of its name; a country's name is the country."""
    found = list(name.candidates)
    nation = next((each for each in found if each.kind == NATION), None)
    if nation is not None and not name.beside & TOWNISH - {"capital"}:
        states = [each for each in found if each.kind == ADMIN1 and each.country != nation.country]
        held = [each for each in states if any(each.record in other.within for other in others)]
        seat = gazetteer.capital(nation.country or "") if "capital" in name.beside else None
        if seat is not None:
            return [seat]
        return held or [each for each in states if each.country == main] or [nation]
    if name.beside & TOWNISH:  # "the Mediterranean city" is no sea
        found = [each for each in found if each.kind != AREA or each.country]
    for words, kinds, widest in (
        (_FIRST_UNIT, (ADMIN1, AREA), math.inf),
        (_FIRST_UNIT | _SECOND_UNIT, (ADMIN2,), 0),
        (TOWNISH, (TOWN, AREA), QUARTER),
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
    if great and all(each.kind != NATION for each in found) and not rivals(great, found):
        return great  # "Florida": no town of Cuba, Colombia or Chile
    found = [each for each in found if each.kind not in (TOWN, ADMIN2) or not _only_called_so(each, found, key)]
    inner = [each for each in found if not any(each.record in other.within for other in found)]
    if len({each.country for each in inner}) > 1:
        return None
    seat = gazetteer.capital(inner[0].country or "") if len(inner) > 1 else None
    if seat is not None and seat in inner:
        return seat
    units = [each for each in inner if each.kind == ADMIN1]
    if len(units) == 1 and all(each.population < LARGE and (each.kind != AREA or each.reach > QUARTER) for each in inner):
        return units[0]
    for kind in (AREA, TOWN):
        chosen = [each for each in inner if each.kind == kind]
        if len(chosen) == 1 or (chosen and all(apart(chosen[0], each) <= _SAME for each in chosen)):
            return max(chosen, key=lambda each: each.population)  # a city and its fort
        own = [each for each in chosen if gazetteer.fold(each.name) == key]
        if " " in key and len(own) == 1 and all(each.population < LARGE for each in chosen):
            return own[0]  # of two small towns with a name of two words the one whose very name it is
    return inner[0] if len(inner) == 1 else None


def rivals(great: Entry, found: Iterable[Entry]) -> list[Entry]:
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


def apart(a: Entry | Place, b: Entry | Place) -> float:
    """Return the distance of two places in km; infinite where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    across = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(across)))
