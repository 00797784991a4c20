"""A ministry and its minister are one speaker, whatever its field: "Zimbabwe's mines minister", "the mines ministry".

Those that `vocab/roles.toml` lists ("the health ministry") are offices of their own; this is for all others. "The minister" is
the last ministry that the document named, "minister Winston Moyo" the only one; else either is the only one of that land that the
event's reports name. Two candidates means none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from aggregator.core import gazetteer
from aggregator.core.gazetteer import fold
from aggregator.core.model import Place
from aggregator.offices import office
from aggregator.places import Surroundings
from aggregator.sources import Claimant
from aggregator.whoswho import Role, register

ROLE = "ministry"
_OF = re.compile(r"\bminist(?:ry|er)\s+(?:of|for)\s+(?:the\s+)?([^,()]+)", re.IGNORECASE)
_BODY = re.compile(r"\bminist(?:ry|er)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ANY = re.compile(r"(?:an?|one|another|some|two|several)\b.*\bminister\b|.*\b(?:former|ex)\b", re.IGNORECASE)
_END = re.compile(r"\b(?:and|in)\b")
_FIELDS = 3  # words that a field may have: "public works", "mines"


def minister(
    name: str, role: Role, around: Surroundings, place: Place | None, publisher: str, text: str, before: Sequence[Claimant]
) -> Claimant | None:
    """Return which ministry a name speaks of, None where it could be any ("a minister"); see `claimants.resolve`."""
    if role.id != ROLE or _ANY.match(name) or not _BODY.search(name):
        return None
    field = _field(name)
    if field is not None:
        one = replace(role, id=f"{field}_{ROLE}", scope="country", levels=True)
        return replace(office(name, one, around, place, publisher, text, before), role=ROLE)
    whose = _named(name)
    if whose is None:
        return None
    told = [each for each in before if _is_one(each) and _fits(each, whose)]
    if told and (not whose or len({each.key for each in told}) == 1):
        return told[-1]
    if around.main is None or (not whose and fold(name).removeprefix("the ") not in ("minister", "ministry")):
        return None
    key = f"{ROLE}:{around.main}" + (f":{whose}" if whose else f"@{publisher.lstrip('@') or '?'}")
    return Claimant(key, name, role.kind, role=ROLE, country=around.main)


def _field(name: str) -> str | None:
    """Return what a ministry is for, as a key's word: "mines" of "the mines ministry" and of "Ministry of Mines and Energy"."""
    found = _OF.search(name)
    if found:
        words = list(_WORD.findall(_END.split(found[1])[0]))
    else:
        body = _BODY.search(name)
        words = _before(name[: body.start()]) if body else []
    kept = [fold(word) for word in words if fold(word) not in register().empty]
    return "-".join(kept) if kept and len(kept) <= _FIELDS else None


def _before(words: str) -> list[str]:
    """Return the words that stand for a field before "ministry": no land's, and of "mines and energy" the first."""
    found: list[str] = []
    for word in reversed(_WORD.findall(words.rpartition(",")[2])):
        plain = re.sub(r"['’]s?$", "", word)
        if fold(word) in register().empty - {"and"} or plain != word or gazetteer.country_of(plain) or fold(word) in _ANYS:
            break
        found.insert(0, word)
    return found[: found.index("and")] if "and" in found else found


_ANYS = frozenset({"government", "cabinet", "country", "junior", "line", "prime", "state"})


def _named(name: str) -> str | None:
    """Return the last name of a minister told by name, empty for "the minister"; None where more is told."""
    rest = _WORD.findall(name[_BODY.search(name).end() :]) if _BODY.search(name) else []  # type: ignore[union-attr]
    if not rest:
        return ""
    return fold(rest[-1]) if len(rest) <= _FIELDS and all(word[:1].isupper() for word in rest) else None


def _is_one(claimant: Claimant) -> bool:
    return _PORTFOLIO.fullmatch(claimant.key) is not None or (claimant.role or "").endswith(f"_{ROLE}")


def _fits(claimant: Claimant, whose: str) -> bool:
    """Whether a ministry told before may be the one of a minister of this name: none is told, or the same."""
    told = _BODY.split(claimant.name)[-1]
    names = [fold(word) for word in _WORD.findall(told) if word[:1].isupper()]
    return not whose or not names or whose in names


_PORTFOLIO = re.compile(r"[\w-]+_ministry:([A-Z]{3})(?::.*)?")
_BARE = re.compile(r"ministry:([A-Z]{3})[:@].*")


def only_ones(keys: Iterable[str]) -> dict[str, str]:
    """Return for keys of a minister without a field that of the one ministry of the land among the keys, where there is one."""
    fields, bare = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for key in sorted(set(keys)):
        if found := _PORTFOLIO.fullmatch(key):
            fields[found[1]].append(key)
        elif found := _BARE.fullmatch(key):
            bare[found[1]].append(key)
    return {
        key: fields[land][0]
        for land, some in bare.items()
        if len(fields[land]) == 1 and sum(key.count(":") > 1 for key in some) <= 1
        for key in some
    }
