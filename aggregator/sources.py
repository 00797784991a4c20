"""A speaker that is a source of `vocab/sources.toml`: by its name or an alias, alone or within longer words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from aggregator import whoswho
from aggregator.core.model import SourceKind
from aggregator.places import Surroundings
from aggregator.whoswho import register

NOTHING: Mapping[str, str] = MappingProxyType({})
MOST_WORDS = 24  # of a name that are read


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


def source_of(name: str, around: Surroundings, text: str) -> Claimant | None:
    """Return the one source that a name is in a document about `around`, or None; `text` is the document."""
    strict, loose = _named(name)
    found = set(strict) or {id for id in loose if _applies(register().sources[id], around, text)}
    if len(found) > 1:
        found = _narrowed(found, around)
    if len(found) > 1:
        found = {id for id in found if _in_full(register().sources[id], text)}
    return registered(next(iter(found))) if len(found) == 1 else None


@lru_cache(maxsize=4096)
def _named(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The sources that a name may be in any document, and those that it may be in one about their countries."""
    known = register()
    folded = whoswho.bare(whoswho.folded(name))
    capitals = name.removeprefix("the ").removeprefix("The ").replace(".", "")
    found = known.capitals.get(capitals, set()) | known.alias.get(folded, set()) or _within(name, folded)
    return frozenset(found), frozenset(known.loose.get(folded, set()))


def registered(id: str) -> Claimant:
    """Return a source of the registry as a speaker."""
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
    words = folded.split()[:MOST_WORDS]
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
