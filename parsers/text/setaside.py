"""Whose a count is that another is set against: "eight people, not the 11 announced by the army", "contrary to what X said"."""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.vocab import read
from parsers.text import trie
from parsers.text.quantities import begins


@cache
def _words() -> trie.Finder:
    """Return the finder of the words behind which another count stands (`en/qualifiers`, `rejected`)."""
    data = read("en/qualifiers")["rejected"]
    return trie.words([*data["not"], *data["rather"], *data["than"], *data["compared"]])


_COUNT = re.compile(
    r"\s+(?:(?:the|an?|its|their)\s+)?(?:(?:earlier|initial|first|previous)\s+)?(?:(?:toll|count|figure)\s+of\s+)?([^\W_]+)"
)
_AGAINST_WHAT = re.compile(r"\b(?:contrary to|despite|unlike) what\s+$")


def whose_other(lower: str, cue: int, behind: int, start: int, end: int) -> bool:
    """Return whether the hand-over at `cue:behind` is of another count than that at `start:end`."""
    if cue >= end:
        last = next(reversed(list(_words().finditer(lower, end, cue))), None)
        if last is None or not set(lower[last.end() : cue]).isdisjoint(",;:()"):
            return False
        count = _COUNT.match(lower, last.end(), cue)
        return count is not None and begins(count.group(1))
    return "," in lower[behind:start] and _AGAINST_WHAT.search(lower, max(0, cue - 20), cue) is not None
