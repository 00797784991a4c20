"""The labelled lines of a report that is a form: "Location: Wajir County", "Date: 3 May", "Source: the county office".

They speak for the list items around them ("Dead: 9"), which have no words of their own for where, when and who.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from aggregator.core import vocab
from parsers.text import trie

LONGEST = 120  # characters of a field


@dataclass(frozen=True, slots=True)
class Fields:
    """Spans into the text of what the labels introduce, None where there is no such label."""

    place: tuple[int, int] | None = None
    date: tuple[int, int] | None = None
    source: tuple[int, int] | None = None


@cache
def _label() -> re.Pattern[str]:
    date = trie.pattern(vocab.read("en/time")["labels"])
    place = trie.pattern(vocab.read("en/places")["labels"])
    source = trie.pattern(vocab.read("en/attribution")["passing"]["labels"])
    return re.compile(
        rf"[ \t(\[*\u2022-]*(?:(?P<date>{date})|(?P<place>{place})|(?P<source>{source}))[ \t]*:[ \t]*"
        rf"(?P<value>[^\s:][^\n]{{0,{LONGEST}}})"
    )


def _labelled(lower: str) -> Iterator[re.Match[str]]:
    """Yield the labels that open a line."""
    at, label, last = 0, _label(), lower.rfind(":")
    while 0 <= at <= last:
        match = label.match(lower, at)
        if match is not None:
            yield match
        at = lower.find("\n", match.end() if match is not None else at) + 1 or -1


def read(lower: str) -> Fields:
    """Return the first field of each kind in `lower` (`clean.fold(text)`); a kind that is stated twice differently is none."""
    found: dict[str, tuple[int, int]] = {}
    twice: set[str] = set()
    for match in _labelled(lower):
        kind = next(kind for kind in ("date", "place", "source") if match.group(kind))
        value = match.group("value").split(". ")[0].rstrip(" .;,)]")
        span = match.start("value"), match.start("value") + len(value)
        if kind in found and lower[slice(*found[kind])] != value:
            twice.add(kind)
        found.setdefault(kind, span)
    return Fields(**{kind: span for kind, span in found.items() if kind not in twice and span[0] < span[1]})
