"""Where: the place words of a sentence, as written. `aggregator/places.py` makes coordinates of them.

A place is a capitalised name behind a preposition, or a kind of place with its article ("the camp"); organisations, people and
times are told apart by the lists in `aggregator/vocab/en/places.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from aggregator.core import vocab
from parsers.text import trie


@dataclass(frozen=True, slots=True)
class Where:
    """Place words: `text == document.text[start:end]`. `named` when a proper name stands in them; `weak` behind to, from, on."""

    start: int
    end: int
    text: str
    named: bool
    weak: bool


@dataclass(frozen=True, slots=True)
class _Words:
    hits: re.Pattern[str]
    weak: frozenset[str]
    kinds: frozenset[str]
    bare: frozenset[str]
    directions: frozenset[str]
    inside: frozenset[str]
    not_places: frozenset[str]
    not_first: frozenset[str]
    elsewhere: frozenset[str]


_WORD = re.compile(r"[^\W_](?:[\w]|['’./-](?=\w))*|[^\w\s]")
_LONGEST = 14


@cache
def _words() -> _Words:
    data = vocab.read("en/places")
    return _Words(
        hits=trie.words(data["prepositions"]),
        weak=frozenset(data["weak"]),
        kinds=frozenset(data["kinds"]),
        bare=frozenset(data["bare"]),
        directions=frozenset(data["directions"]),
        inside=frozenset(data["inside"]),
        not_places=frozenset(data["not_places"]),
        not_first=frozenset(data["not_first"]),
        elsewhere=frozenset(data["elsewhere"]),
    )


def find(
    text: str, lower: str, start: int, end: int, taken: Sequence[tuple[int, int]] = (), *, upper: bool = False
) -> list[Where]:
    """Return the places of `text[start:end]` in order. `taken` are spans of other things: times, speakers.

    `lower` is `text` lower-cased character by character; `upper` says that capitals tell nothing here.
    """
    found: list[Where] = []
    floor = start
    for hit in _words().hits.finditer(lower, start, end):
        if hit.start() < floor or any(a <= hit.start() < b for a, b in taken):
            continue
        place = _read(text, lower, hit.end(), end, taken, upper, hit.group())
        if place is not None:
            found.append(place)
            floor = place.end
    return found


def _read(
    text: str, lower: str, at: int, end: int, taken: Sequence[tuple[int, int]], upper: bool, preposition: str
) -> Where | None:
    """Read the place that starts at `at`, or return None."""
    words = _words()
    names = kinds = 0
    first = last = at
    count = 0
    open_comma = False
    for match in _WORD.finditer(text, at, end):
        low = lower[match.start() : match.end()]
        if count >= _LONGEST or any(a <= match.start() < b for a, b in taken):
            break
        if count == 0:
            if low in words.not_first or not low[0].isalnum():
                return None
            first = match.start()
        count += 1
        base = low.removesuffix("'s").removesuffix("’s")
        if low in (",", "and"):
            if not names or open_comma:
                break
            open_comma = True
            continue
        capital = match.group()[0].isupper() and (not upper or low not in words.inside)
        if base in words.not_places and capital:
            if open_comma:
                break
            return None
        if base in words.kinds:
            kinds += 1
            last = match.end()
            open_comma = False
        elif (capital and not upper) or (upper and low.isalpha() and low not in _FUNCTION and names < 4):
            names += 1
            last = match.end()
            open_comma = False
        elif low in words.directions or (low in ("the", "a", "an") and not open_comma):
            if open_comma and low not in words.directions:
                break
        elif (low in words.inside and not open_comma) or (low[0].isdigit() and names == 0 and kinds == 0):
            pass
        elif open_comma or not low.isalpha() or low in _FUNCTION or names:
            break
        elif low.isalpha() and count <= 4 and not low.endswith("ly"):
            continue
        else:
            break
    if last <= first:
        return None
    tail = lower[first:last].split()[-1]
    weak = preposition in words.weak
    if not names and (tail not in words.bare or weak):
        return None
    return Where(first, last, text[first:last], bool(names), weak)


_FUNCTION = frozenset(
    [
        "that",
        "when",
        "while",
        "after",
        "before",
        "as",
        "because",
        "if",
        "where",
        "who",
        "which",
        "whom",
        "whose",
        "since",
        "although",
        "though",
        "until",
        "but",
        "so",
        "is",
        "was",
        "were",
        "are",
        "be",
        "been",
        "has",
        "have",
        "had",
        "will",
        "would",
        "could",
        "can",
        "may",
        "might",
        "should",
        "than",
        "said",
        "says",
        "killed",
        "killing",
        "died",
        "dead",
        "injured",
        "wounded",
        "leaving",
        "left",
        "including",
        "or",
        "it",
        "he",
        "she",
        "they",
        "we",
        "there",
        "not",
        "also",
        "this",
        "these",
        "those",
        "to",
        "following",
        "during",
        "amid",
        "despite",
        "by",
        "on",
        "at",
        "from",
        "with",
        "for",
        "into",
        "in",
        "near",
    ]
)
