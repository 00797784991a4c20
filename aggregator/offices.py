"""A speaker that is an office of `vocab/roles.toml` ("the health ministry"): its source in that country, or role and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from aggregator import whoswho
from aggregator.core import gazetteer
from aggregator.core.gazetteer import fold
from aggregator.core.model import Place
from aggregator.places import Surroundings
from aggregator.places import resolve as place_of
from aggregator.sources import MOST_WORDS, Claimant, registered
from aggregator.whoswho import Role, register


@lru_cache(maxsize=4096)
def role_of(name: str) -> Role | None:
    """Return the office or crowd that a name speaks of: the longest of its words, the first of several."""
    known = register()
    if name.startswith(known.clergy):
        return known.roles["clergy"]
    if gazetteer.country_of(name.removeprefix("the ")) and not gazetteer.is_demonym(name):
        return known.roles["government"]
    if gazetteer.country_of_capital(name):
        return known.roles["government"]  # "Tehran said"
    words = whoswho.folded(name).split()[:MOST_WORDS]
    if any(word in known.breakers and known.role_words.get(word) == "press" for word in words):
        return known.roles["press"]  # "Israeli army radio"
    best: tuple[int, int, str] | None = None
    for at in range(len(words)):
        for size in range(min(4, len(words) - at), 0, -1):
            id = known.role_words.get(" ".join(words[at : at + size]))
            if id is not None:
                if best is None or size > -best[0]:
                    best = (-size, at, id)
                break
    return known.roles[best[2]] if best else None


def is_press(name: str) -> bool:
    """Return whether a word of a name is one of the press."""
    known = register()
    return any(known.role_words.get(word) == "press" for word in fold(name).split())


def office(
    name: str,
    role: Role,
    around: Surroundings,
    place: Place | None,
    publisher: str,
    text: str,
    before: Sequence[Claimant],
) -> Claimant:
    """Return who holds an office that a name speaks of: a source, else a key of role and place (see `claimants.resolve`)."""
    if role.scope == "publisher":
        country = next(iter(countries_in(name)), around.main)
        return Claimant(f"{role.id}@{publisher.lstrip('@') or '?'}", name, role.kind, role=role.id, country=country)
    where = _named_place(name, around)
    country = where.country or _here(place, around).country or around.main
    if country is None:
        return Claimant(role.id, name, role.kind, role=role.id, fights=role.party)
    lower = role.levels and (where.admin1 is not None or not register().levels.isdisjoint(whoswho.folded(name).split()))
    stated = f"{place.text or ''} {place.name or ''} {place.admin1 or ''}" if place else ""
    source = _holder(role.id, country, (name, stated, text)) if not lower else None
    if source is not None:
        return source
    parts = [role.id, country]
    if role.scope in ("admin1", "town") or lower:
        if where.admin1 is None and where.country in (None, _here(place, around).country):
            where = _here(place, around)
        unit = where.name if role.scope == "town" and where.precision not in _COARSE else where.admin1
        if unit:
            parts.append(_slug(unit))
        else:
            told = [each.key for each in before if each.key.startswith(":".join(parts) + ":")]
            parts = told[-1].split(":") if told else parts
    return Claimant(":".join(parts), name, role.kind, role=role.id, country=country, fights=role.party)


_UNIT_END = re.compile(r"-(?:state|province|region|county|department|oblast|governorate|division|district|raion)$")


def _slug(unit: str) -> str:
    return _UNIT_END.sub("", fold(unit).replace(" ", "-"))


_COARSE = ("country", "admin1", "admin2")


def countries_in(name: str) -> tuple[str, ...]:
    """Return the countries (ISO codes) that a name speaks of, in its order, by their names and their people's."""
    words = [word.removesuffix("'s").removesuffix("’s") for word in name.split()[:MOST_WORDS]]
    found = []
    for at in range(len(words)):
        for size in (4, 3, 2, 1):
            phrase = " ".join(words[at : at + size]).strip(" ,.;:()")
            if phrase[:1].isupper() and at + size <= len(words):
                country = gazetteer.country_of(phrase) or gazetteer.country_of_area(phrase)
                if country:
                    found.append(country)
                    break
    return tuple(dict.fromkeys(found))


def _named_place(name: str, around: Surroundings) -> Place:
    """The place that a name states ("Police in Quetta", "the mayor of Derbent"), or only its country, or nothing."""
    if capital := gazetteer.country_of_capital(name):
        return Place(country=capital)
    found = place_of(name, around)
    if found.country:
        return found
    countries = countries_in(name)
    return Place(country=countries[0]) if len(countries) == 1 else Place()


def _here(place: Place | None, around: Surroundings) -> Place:
    """Where the report is: the claim's own place, else its dateline's."""
    if place is not None and place.country and (place.admin1 or not around.dateline.admin1):
        return place
    if around.dateline.country and (place is None or place.country in (None, around.dateline.country)):
        return around.dateline
    return place or Place()


def _holder(role: str, country: str, wheres: Sequence[str]) -> Claimant | None:
    """The source that holds an office in a country; where two do, the first of `wheres` that speaks of one of them decides."""
    known = register()
    held = known.held.get((role, country), [])
    if len(held) > 1:
        for where in wheres:
            said = [id for id in held if any(word in where.lower() for word in known.sources[id].get("words", ()))]
            if len(said) == 1:
                return registered(said[0])
            if said:
                return None
        return None
    return registered(held[0]) if held else None
