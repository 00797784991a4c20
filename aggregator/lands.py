"""What the names in a document say of the countries it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from aggregator.core import gazetteer
from aggregator.core.gazetteer import ADMIN1, AREA, TOWN, Entry
from aggregator.core.model import Figure
from aggregator.namesakes import FAR_SMALLER, LARGE, rivals
from aggregator.whoswho import bare, folded, register

_OF_A_COUNTRY = frozenset(("government", "military", "civil_defence_rescue", "hospital_morgue"))


def speaks_from(publisher: str) -> str | None:
    """Return the country of a publisher that speaks of its own: an army's command, a ministry, rescuers, a hospital."""
    found = register().alias.get(bare(folded(publisher)), ()) if publisher else ()
    rows = [register().sources[each] for each in found]
    return rows[0].get("country") if len(rows) == 1 and rows[0]["kind"] in _OF_A_COUNTRY else None


def counts_for(figure: Figure) -> str | None:
    """Return the land whose dead a speaker counts by its name: "Laos", "Ecuador's risk agency", "the Peruvian police", "INDECI".

    A party to a fight counts the enemy's too, a foreign ministry its people abroad.
    """
    name = figure.claimant_name
    if figure.party or figure.claim.claimant is None or _ABROAD.search(name):
        return None
    first = _NATION.match(name)
    if first and (land := gazetteer.country_of(first["name"])):
        whole = first.end() == len(name)
        return land if first["owner"] or whole or gazetteer.is_demonym(first["name"]) else None
    source = register().sources.get(figure.claimant, {})
    return source.get("country") if source.get("kind") in _OF_A_COUNTRY else None


_NATION = re.compile(r"(?:[Tt]he )?(?P<name>[A-Z]\w+(?: [A-Z]\w+)*)(?P<owner>['\u2019]s?\b|['\u2019])?(?=\W|$)")
_ABROAD = re.compile(r"(?i)\b(?:foreign minist(?:ry|er)|foreign office|embassy|consulate|ambassador|consul)\b")


@lru_cache(maxsize=4096)
def named_lands(words: str | None) -> frozenset[str]:
    """Return the countries that words name: "the border of Ecuador and Peru"."""
    names = _NAMES.findall(words or "")
    return frozenset(land for name in names if (land := gazetteer.country_of(name)) is not None)


_NAMES = re.compile(r"[A-Z][^\W\d_]+(?:(?: of| the)* [A-Z][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Sign:
    """A country that a name speaks of, how much that tells, and the first-level units of the name."""

    country: str
    telling: int
    units: tuple[int, ...]


@lru_cache(maxsize=16384)
def evidence(run: str) -> tuple[Sign, ...]:
    """What a run of capitalised words says of countries.

    A country's name, or a unit's that only it has, tells twice what a town's or the name of its people does: "Russian missiles"
    fly abroad, and many a town has namesakes that no gazetteer knows.
    """
    words = [gazetteer.fold(word.removesuffix("'s").removesuffix("’s")) for word in run.split()[:12]]
    found: list[Sign] = []
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
def _signs(phrase: str) -> tuple[Sign, ...]:
    country, people = gazetteer.signs().get(phrase, (None, False))
    units = [each for each in gazetteer.lookup(phrase) if each.kind == ADMIN1 and gazetteer.fold(each.name) == phrase]
    records = tuple(each.record for each in units)
    if country:
        abroad = {str(each.country) for each in units} - {country}  # Georgia: a country, or a state of another
        return (Sign(country, 1 if people or abroad else 2, records), *(Sign(each, 1, ()) for each in sorted(abroad)))
    only = one_country(phrase)
    great = None if only else next(filter(gazetteer.great, units), None)
    if great and not rivals(great, gazetteer.lookup(phrase)):
        return (Sign(str(great.country), 1, (great.record,)),)
    only = only or _camp_or_quarter(phrase)
    return (Sign(only, 2 if records else 1, records),) if only else ()


def _camp_or_quarter(phrase: str) -> str | None:
    """The one country of places that only our own areas have, by names of two words and more ("Baga Sola")."""
    entries = gazetteer.lookup(phrase) if " " in phrase else ()
    countries = {each.country for each in entries}
    return countries.pop() if len(countries) == 1 and all(each.kind == AREA for each in entries) else None


@lru_cache(maxsize=65536)
def one_country(name: str, least: int = LARGE) -> str | None:
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
