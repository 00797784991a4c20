"""Which other count a text says that its own contradicts, by its number: "well above the government's figure of 212".

The words are `vocab/contested.toml`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from aggregator.core import vocab
from aggregator.renewed import numerals, value
from aggregator.standing import Standing


def contested(one: Standing, other: Standing) -> bool:
    """Whether the text of one of two counts says that it contradicts the other's."""
    return _names(one, other) or _names(other, one)


def _names(one: Standing, other: Standing) -> bool:
    a, b = one.figure.claim, other.figure.claim
    told = b.stated_low if b.stated_low == b.stated_high else None
    if told is None or one.speaker == other.speaker or a.stated_low == told:
        return False
    return told in numbers(a.behind)


@lru_cache(maxsize=4096)
def numbers(words: str) -> tuple[int, ...]:
    """Return the numbers of others that words behind a count say to be contradicted by it."""
    found = [(match, value(match["a"] or match["b"])) for match in _pattern().finditer(words.casefold())]
    older = _older()
    return tuple(n for match, n in found if n is not None and older.search(match.group()) is None)


@cache
def _older() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(vocab.read('contested')['older'])})\b")


@cache
def _pattern() -> re.Pattern[str]:
    words = vocab.read("contested")
    some = "|".join(numerals())
    number = rf"(?P<{{}}>\d[\d,]*\b(?<!,)|\b(?:{some})(?:-(?:{some}))?\b)"
    against, counts, given, whose = ("|".join(words[name]) for name in ("against", "counts", "given", "whose"))
    few = r"(?:\s[^\s,;.]+){0,5}?"
    return re.compile(
        rf"\b(?:{against}){few}\s(?:[^\s,;.]+['’]s?|{whose})(?:\s[^\s,;.]+)?\s(?:{counts})\sof\s{number.format('a')}"
        rf"|\b(?:{against})\sthe\s{number.format('b')}(?:\s[^\s,;.]+)?\s(?:{given})(?:\s[^\s,;.]+)?\sby\b"
    )
