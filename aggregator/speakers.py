"""Who is the same speaker within one event: names written in several ways become one key, so that independence is counted once.

Canonical sources are never merged with one another, but for a body and the one branch of it that speaks (`police:PAK` and
`police:PAK:quetta`); a name joins another when its telling words are all among the other's, and
only if no second candidate is left ("two candidates means none"). Crowds ("residents", "officials") stay apart by publisher.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

from aggregator import claimants
from aggregator.core import vocab
from aggregator.core.gazetteer import fold
from aggregator.core.model import Figure

WORD = re.compile(r"[^\W_]+")
POSSESSIVE = re.compile(r"['’]s?\b")


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(vocab.read("speakers")[name])


@lru_cache(maxsize=65536)
def telling(name: str) -> frozenset[str]:
    """Return the words of a name that tell who it is, lower-case: "a police spokesman" -> {police}."""
    words = [w for w in WORD.findall(POSSESSIVE.sub(" ", name.casefold())) if w not in _list("empty")]
    body = [w for w in words if w not in _list("voices")]
    return frozenset(body or words)


@lru_cache(maxsize=65536)
def crowd(name: str) -> bool:
    """Whether anybody could be meant: no telling word is left but those of `crowds`."""
    return telling(name) <= _list("crowds")


@lru_cache(maxsize=65536)
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
    if figure.claim.claimant is None or claimants.canonical(figure.claimant):
        return figure.claimant  # "WHO" is one voice, however little its letters say
    if figure.claimant == name.casefold() and crowd(name):
        return f"{figure.claimant} @ {(figure.publisher or figure.claim.document).casefold()}"
    return figure.claimant


def speakers(figures: Sequence[Figure]) -> dict[str, str]:
    """Return each claim id's speaker key. The order of `figures` does not matter."""
    names: dict[str, set[str]] = defaultdict(set)
    canonical: set[str] = set()
    joined = claimants.unify(_own(figure) for figure in figures)
    for figure in sorted(figures, key=lambda f: f.claim.id):
        key = joined[_own(figure)]
        names[key].add(figure.claimant_name or figure.claimant)
        if not _is_a_name(figure):
            canonical.add(key)
    free = sorted(key for key in names if "@" not in key)
    home = {key: key for key in names}
    for key in free:
        if key not in canonical:
            home[key] = _home(key, names, free, canonical)
        elif len(finer := [o for o in sorted(canonical) if o.startswith(f"{key}:")]) == 1:
            home[key] = finer[0]
    return {figure.claim.id: _follow(home, joined[_own(figure)]) for figure in figures}


def _is_a_name(figure: Figure) -> bool:
    """Whether a claimant's key is no more than its name as written, or some of its words: neither a source nor an office."""
    if claimants.canonical(figure.claimant) or ":" in figure.claimant:
        return False
    return set(fold(figure.claimant).split()) <= set(fold(figure.claimant_name).split())


def _home(key: str, names: dict[str, set[str]], free: Sequence[str], canonical: set[str]) -> str:
    """Return the key that `key` is another name of, itself if none is or two could be."""
    fits = [o for o in free if o != key and any(_shorter(a, b) for a in names[key] for b in names[o])]
    ends = [o for o in fits if not any(p != o and _longer(names[p], names[o]) for p in fits)]
    words = {frozenset().union(*(telling(n) for n in names[o])) for o in ends}
    if len(words) > 1 or not ends:
        return key
    known = [o for o in ends if o in canonical]
    same = any(telling(a) == telling(b) for a in names[key] for b in names[ends[0]])
    target = min(known or ends)
    return target if known or not same or target < key else key


def _shorter(name: str, other: str) -> bool:
    """Whether `name` is the same as `other` or a shorter way to say it."""
    if not same_speaker(name, other):
        return False
    return telling(name) <= telling(other) or name.replace(".", "").casefold().strip() == initials(other)


def _longer(some: set[str], others: set[str]) -> bool:
    """Whether one of the first says more than one of the second: of a chain of longer and longer names the last counts."""
    return any(telling(a) > telling(b) and same_speaker(a, b) for a in some for b in others)


def _follow(home: dict[str, str], key: str) -> str:
    seen = {key}
    while home[key] not in seen:
        key = home[key]
        seen.add(key)
    return min(seen) if home[key] != key else key
