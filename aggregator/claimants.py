"""Who said it: a name as written becomes a canonical source, or an office with its place, or a tidied name; never a guess.

`resolve` tries, in order: a source of `vocab/sources.toml` by its name or an alias, alone or within longer words; a loose alias
("the Observatory") where the document's country lets it; an office of `vocab/roles.toml` ("the health ministry"), which is a
source where one holds it in that country, else a key of role and place; and the name itself without the words that say nothing.

The key is what independence is counted by (`Figure.claimant`). Keys of sources have neither colon nor `@`; offices are like
`police:PAK:balochistan`, coarser where the report tells less (`police:PAK`, `police`); people of whom anybody could be meant are
`witnesses@afp`. `unify` lets the coarser keys of one event's reports join the one finer key that they can mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from aggregator import whoswho
from aggregator.core import gazetteer, vocab
from aggregator.core.gazetteer import fold
from aggregator.core.model import Place, SourceKind
from aggregator.places import Surroundings
from aggregator.places import resolve as place_of
from aggregator.whoswho import Role, register

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Claimant:
    """One speaker. `source` is a canonical id or None; `sides` are its sides by conflict id; `role` an office of `roles.toml`."""

    key: str
    name: str
    kind: SourceKind = SourceKind.UNKNOWN
    source: str | None = None
    role: str | None = None
    country: str | None = None
    fights: bool = False
    sides: Mapping[str, str] = field(default_factory=lambda: NOTHING, hash=False)


_LONGEST = 160
_MOST_WORDS = 24


def resolve(
    name: str,
    around: Surroundings,
    *,
    place: Place | None = None,
    publisher: str = "",
    text: str = "",
    before: Sequence[Claimant] = (),
    own_voice: bool = False,
) -> Claimant:
    """Return who `name` is, in a document about `around`.

    `place` is where the claim's harm happened, `publisher` the key of who prints it (for crowds), `text` the document, in which a
    full name may decide between two sources, `before` the claimants already named in it (for "the ministry"). `own_voice` says
    that the name is the publisher's: a newspaper called "Army Times" is no army.
    """
    name = " ".join(name.split())[:_LONGEST]
    source = _source(_HANDLE.sub(_spaced, name), around, text)
    if source is not None:
        return replace(source, name=name)
    if _HANDLE.fullmatch(name):
        return Claimant(f"account {name[1:].casefold()}", name, SourceKind.SOCIAL_MEDIA)
    role = _role(name)
    if own_voice and role is not None and role.scope != "name" and _is_press(name):
        role = register().roles["press"]
    if role is None or role.scope == "name":
        again = _again(name, before)
        if again is not None:
            return replace(again, name=name)
    if role is not None and role.scope != "name":
        return replace(_office(name, role, around, place, publisher, text, before), name=name)
    country = next(iter(_countries(name)), None)
    kind = role.kind if role else SourceKind.UNKNOWN
    key = _plain(name) if own_voice else _tidy(name)
    known = register()
    if not own_voice and publisher and all(word in known.paper or word in known.empty for word in whoswho.folded(name).split()):
        return Claimant(publisher, name, kind)  # "preliminary findings" are the publisher's own
    anybody = not own_voice and (not _proper(name) or key in known.again)  # "aid groups", "its leader"
    if anybody or key in known.sources:
        key = f"{key}@{publisher.lstrip('@') or '?'}"
    return Claimant(key, name, kind, role=role.id if role else None, country=country, fights=bool(role and role.party))


def _plain(name: str) -> str:
    return whoswho.bare(fold(name)) or name.casefold()


def _proper(name: str) -> bool:
    """Whether a name holds a name of its own: a capital or a figure, but for an article's that opens a sentence."""
    words = name.split()
    own = [word for at, word in enumerate(words) if at or word.lower() not in register().empty]
    return name.isupper() or any(word[:1].isupper() or word.isdigit() for word in own)


_HANDLE = re.compile(r"@\w+")


def _spaced(handle: re.Match[str]) -> str:
    """An account's name as words: "@ShehabAgency" is "Shehab Agency"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", handle.group()[1:])


# --- sources by name


def _source(name: str, around: Surroundings, text: str) -> Claimant | None:
    strict, loose = _named(name)
    found = set(strict) or {id for id in loose if _applies(register().sources[id], around, text)}
    if len(found) > 1:
        found = _narrowed(found, around)
    if len(found) > 1:
        found = {id for id in found if _in_full(register().sources[id], text)}
    return _claimant(next(iter(found))) if len(found) == 1 else None


@lru_cache(maxsize=4096)
def _named(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The sources that a name may be in any document, and those that it may be in one about their countries."""
    known = register()
    folded = whoswho.bare(whoswho.folded(name))
    capitals = name.removeprefix("the ").removeprefix("The ").replace(".", "")
    found = known.capitals.get(capitals, set()) | known.alias.get(folded, set()) or _within(name, folded)
    return frozenset(found), frozenset(known.loose.get(folded, set()))


def _claimant(id: str) -> Claimant:
    row = register().sources[id]
    return Claimant(
        key=id,
        name=row["name"],
        kind=SourceKind(row["kind"]),
        source=id,
        role=row.get("role"),
        country=row.get("country"),
        sides=MappingProxyType(row.get("sides", {})),
    )


def _applies(row: dict[str, Any], around: Surroundings, text: str) -> bool:
    """Whether a loose alias may be this source's: the document speaks of its countries, or writes its name in full."""
    return bool(set(row.get("where", ())) & set(around.countries)) or _in_full(row, text)


def _in_full(row: dict[str, Any], text: str) -> bool:
    """Whether a document writes one of a source's names of several words."""
    return any(alias in text for alias in (row["name"], *row.get("aliases", ())) if " " in alias)


def _narrowed(found: set[str], around: Surroundings) -> set[str]:
    """Of several sources keep a child before its parent, then those of the document's countries, main one first."""
    sources = register().sources
    left = {id for id in found if not any(sources[other].get("parent") == id for other in found)}
    if len(left) > 1:
        left = {id for id in left if sources[id].get("country") in around.countries} or left
    if len(left) > 1 and around.main:
        left = {id for id in left if sources[id].get("country") == around.main} or left
    return left


def _within(name: str, folded: str) -> set[str]:
    """Sources whose names stand within longer words: "an IOM spokesman", "the director of the Syrian Observatory ..."."""
    known = register()
    words = folded.split()[:_MOST_WORDS]
    if len(words) < 2:
        return set()
    spans: list[tuple[int, int, set[str]]] = []
    for at in range(len(words)):
        for size in range(min(10, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            ids = known.alias.get(phrase)
            if ids and size == 1:  # one word must be a name of its own, written as one
                ids = {id for id in ids - known.whole if len(phrase) >= 5 and f"{phrase[0].upper()}{phrase[1:]}" in name}
            if ids and not any(a <= at and at + size <= b for a, b, _ in spans):
                spans.append((at, at + size, ids))
                break
    if any(word in known.breakers and not any(a <= at < b for a, b, _ in spans) for at, word in enumerate(words)):
        return set()  # "a former Hamas member", "Israeli army radio"
    found = {id for _, _, ids in spans for id in ids}
    if not name.isupper():
        for token in re.findall(r"\b[A-Z][A-Z0-9.-]*[A-Z]\b", name):
            found |= known.capitals.get(token.replace(".", ""), set())
    covered = {id for a, b, ids in spans if any((c, d) != (a, b) and c <= a and b <= d for c, d, _ in spans) for id in ids}
    return found - covered


# --- offices


@lru_cache(maxsize=4096)
def _role(name: str) -> Role | None:
    """Return the office or crowd that a name speaks of: the longest of its words, the first of several."""
    known = register()
    if name.startswith(known.clergy):
        return known.roles["clergy"]
    if gazetteer.country_of(name.removeprefix("the ")) and not gazetteer.is_demonym(name):
        return known.roles["government"]
    words = whoswho.folded(name).split()[:_MOST_WORDS]
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


def _is_press(name: str) -> bool:
    known = register()
    return any(known.role_words.get(word) == "press" for word in fold(name).split())


def _office(
    name: str,
    role: Role,
    around: Surroundings,
    place: Place | None,
    publisher: str,
    text: str,
    before: Sequence[Claimant],
) -> Claimant:
    if role.scope == "publisher":
        country = next(iter(_countries(name)), around.main)
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


def _countries(name: str) -> tuple[str, ...]:
    words = [word.removesuffix("'s").removesuffix("’s") for word in name.split()[:_MOST_WORDS]]
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
    found = place_of(name, around)
    if found.country:
        return found
    countries = _countries(name)
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
                return _claimant(said[0])
            if said:
                return None
        return None
    return _claimant(held[0]) if held else None


# --- other names


_OWNER = re.compile(r"^(?:the|its|our|their)\s+(\w+)['’]s?\s.*$", re.IGNORECASE)


def _again(name: str, before: Sequence[Claimant]) -> Claimant | None:
    """ "The ministry" and "the group" are the last body named so in the document."""
    known = register()
    words = [word for word in whoswho.folded(_OWNER.sub(r"\1", name)).split() if word not in known.empty]
    if len(words) != 1 or words[0] not in known.again:
        return None
    return next(
        (each for each in reversed(before) if words[0] in fold(each.name).split() and fold(each.name) != fold(name)), None
    )


@lru_cache(maxsize=4096)
def _tidy(name: str) -> str:
    """Return a name without the words that say nothing, as a key; a name of nothing else is kept whole."""
    words = fold(name.replace("'s ", " ").replace("’s ", " ")).split()
    kept = [word for word in words if word not in register().empty and not word.isdigit()]
    return " ".join(kept or words) or name.casefold()


# --- sides


def party(claimant: Claimant, place: Place, around: Surroundings, cause: str | None) -> tuple[bool, str | None]:
    """Return whether the speaker is a party to the fighting that the claim is about, and its side.

    The claim's country decides, else the document's; nobody is a party to an earthquake. Rescuers and hospitals on one side of
    the front have that side and are no party.
    """
    if cause in vocab.read("roles")["conflict"]["no_conflict"]:
        return False, None
    here = {place.country} if place.country else {around.main} if around.main else set(around.countries)
    fights_in = _conflicts()
    for conflict, side in claimant.sides.items():
        if not here or fights_in[conflict] & here:
            return claimant.kind in _PARTIES, side
    if claimant.fights and (claimant.country is None or claimant.country in here):
        return True, claimant.country
    return False, None


_PARTIES = (SourceKind.PARTY_TO_CONFLICT, SourceKind.MILITARY, SourceKind.GOVERNMENT)


@cache
def _conflicts() -> Mapping[str, frozenset[str]]:
    return MappingProxyType({row["id"]: frozenset(row["countries"]) for row in vocab.read("sources")["conflict"]})


def canonical(key: str) -> bool:
    """Whether a key is the id of a source in the registry."""
    return key in register().sources


def unify(keys: Iterable[str]) -> dict[str, str]:
    """Return the key under which each of one event's keys is counted: a coarser office joins the one finer it can mean.

    `police` and `police:PAK` become `police:PAK:balochistan` when that is the only finer one; with two candidates they stay.
    The order of `keys` does not matter.
    """
    all_keys = sorted(set(keys))
    made = {}
    for key in all_keys:
        finer = [other for other in all_keys if other.startswith(key + ":")]
        tips = [other for other in finer if not any(third.startswith(other + ":") for third in finer)]
        made[key] = tips[0] if len(tips) == 1 and not canonical(key) and "@" not in key else key
    return made
