"""Two lone people who cannot be one: a girl who died in captivity is not the teacher who was shot in the raid."""

from __future__ import annotations

import re
from functools import cache

from aggregator.core import vocab
from aggregator.standing import Standing


def two_people(a: Standing, b: Standing) -> bool:
    """Whether two figures each count one person, by words that no one person bears: "a teacher", "one of the girls"."""
    if a.outcome != b.outcome or not all(s.bounds.low == s.bounds.high == 1 for s in (a, b)):
        return False
    first, second = (_told(s.figure.claim.victims.text or "") for s in (a, b))
    return any((x, y) in _apart() or (y, x) in _apart() for x in first for y in second)


def _told(words: str) -> set[str]:
    """Return what the words for one person tell of age, sex and work."""
    return {name for name, pattern in _words().items() if pattern.search(words)}


@cache
def _words() -> dict[str, re.Pattern[str]]:
    table = vocab.read("reconcile")["persons"]["words"]
    return {name: re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})s?\b", re.IGNORECASE) for name, words in table.items()}


@cache
def _apart() -> frozenset[tuple[str, str]]:
    return frozenset((one, other) for one, other in vocab.read("reconcile")["persons"]["apart"])
