"""Whose toll nobody is named for: "the official death toll stands at 16" is the authorities', not the text's own count."""

from __future__ import annotations

from functools import cache

from aggregator.core.vocab import read
from parsers.text import trie
from parsers.text.reading import Line, Reading

REACH = 80  # characters in front of the number


def official(reading: Reading, line: Line, start: int) -> str | None:
    """Return the words that make the number at `start` the authorities': "the official toll", where its clause has them."""
    floor = max(line.start, start - REACH)
    opened = max(floor, *(reading.lower.rfind(mark, floor, start) + 1 for mark in ',;:"“'))
    found = _words().search(reading.lower, opened, start)
    return reading.text[found.start() : found.end()] if found else None


@cache
def _words() -> trie.Finder:
    return trie.words(read("en/attribution")["official"])
