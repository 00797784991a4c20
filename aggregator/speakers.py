"""Who is the same speaker within one event: names written in several ways become one key, so that independence is counted once.

Canonical sources are never merged with one another; a name joins another when its telling words are all among the other's, and
only if no second candidate is left ("two candidates means none"). Crowds ("residents", "officials") stay apart by publisher.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from aggregator.core import vocab
from aggregator.core.model import Figure

WORD = re.compile(r"[^\W_]+")
POSSESSIVE = re.compile(r"['’]s?\b")


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(vocab.read("speakers")[name])


@cache
def telling(name: str) -> frozenset[str]:
    """Return the words of a name that tell who it is, lower-case: "a police spokesman" -> {police}."""
    words = [w for w in WORD.findall(POSSESSIVE.sub(" ", name.casefold())) if w not in _list("empty")]
    body = [w for w in words if w not in _list("voices")]
    return frozenset(body or words)


@cache
def crowd(name: str) -> bool:
    """Whether anybody could be meant: no telling word is left but those of `crowds`."""
    return telling(name) <= _list("crowds")


@cache
def initials(name: str) -> str:
    """Return the initials of the words that a body's short name is made of, lower-case, or nothing below three."""
    small = {"of", "the", "for", "and", "in", "on", "to", "de", "la", "du", "des"}
    made = "".join(w[0] for w in WORD.findall(name) if w.casefold() not in small).casefold()
    return made if len(made) >= 3 else ""


def same_speaker(left: str, right: str) -> bool:
    """Whether two names, as written, may stand for one speaker of one event."""
    a, b = telling(left), telling(right)
    if not a or not b or crowd(left) or crowd(right):
        return False
    short, long = sorted((left.strip(), right.strip()), key=len)
    if short.replace(".", "").casefold() == initials(long):
        return True
    return a <= b or b <= a


def _own(figure: Figure) -> str:
    """Return the key before any merging: crowds are told apart by publisher."""
    name = figure.claimant_name or figure.claimant
    if figure.claim.claimant is not None and figure.claimant == name.casefold() and crowd(name):
        return f"{figure.claimant} @ {(figure.publisher or figure.claim.document).casefold()}"
    return figure.claimant


def speakers(figures: Sequence[Figure]) -> dict[str, str]:
    """Return each claim id's speaker key. The order of `figures` does not matter; a key is the longest of its merged keys."""
    names: dict[str, set[str]] = defaultdict(set)
    canonical: set[str] = set()
    for figure in figures:
        key = _own(figure)
        names[key].add(figure.claimant_name or figure.claimant)
        if figure.claimant != figure.claimant_name.casefold():
            canonical.add(key)
    target = {key: key for key in names}
    for key in sorted(names, key=lambda k: (len(k), k)):
        if key in canonical or " @ " in key:
            continue
        fits = [o for o in names if o != key and " @ " not in o and _alike(names[key], names[o])]
        homes = {o for o in fits if not any(p != o and _within(names[o], names[p]) for p in fits)}
        if len(homes) == 1:
            (home,) = homes
            if target[home] != key:
                target[key] = home
    return {figure.claim.id: _follow(target, _own(figure)) for figure in figures}


def _alike(some: set[str], others: set[str]) -> bool:
    return any(same_speaker(a, b) for a in some for b in others)


def _within(some: set[str], others: set[str]) -> bool:
    """Whether the first's words are strictly fewer than the second's: a chain of longer and longer names has one end."""
    return any(telling(a) < telling(b) for a in some for b in others)


def _follow(target: dict[str, str], key: str) -> str:
    seen = {key}
    while target[key] not in seen:
        key = target[key]
        seen.add(key)
    return key
