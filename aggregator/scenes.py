"""The kinds of place and people a report tells of, and of harm: a post, a march, a mine; a blast (`vocab/en/scenes.toml`).

Two reports of one happening may share no name at all, and still both tell of soldiers at a post.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from aggregator.core import vocab


def scenes(texts: Iterable[str]) -> frozenset[str]:
    """Return the kinds of place and people that any of these texts tell."""
    return _told("where", texts)


def hows(texts: Iterable[str]) -> frozenset[str]:
    """Return the causes (codes of `causes.toml`) that any of these texts tell, roughly."""
    return _told("how", texts)


def _told(part: str, texts: Iterable[str]) -> frozenset[str]:
    kinds, pattern = _words(part)
    return frozenset(kind for text in texts for match in pattern.finditer(text.casefold()) for kind in kinds[match.group(1)])


@cache
def _words(part: str) -> tuple[dict[str, list[str]], re.Pattern[str]]:
    """The kinds that each word tells, and what finds the words, the longest first."""
    kinds: dict[str, list[str]] = {}
    for kind, words in vocab.read("en/scenes")[part].items():
        for word in words:
            kinds.setdefault(word, []).append(kind)
    longest = "|".join(re.escape(word) for word in sorted(kinds, key=lambda word: (-len(word), word)))
    return kinds, re.compile(rf"\b({longest})(?:e?s)?\b")


@cache
def kind_words() -> frozenset[str]:
    """Return the single words that tell a kind or a cause, folded for comparison: they say which kind, not which event."""
    every = {word for part in ("where", "how") for word in _words(part)[0]}
    every |= {word for words in vocab.read("causes")["codes"].values() for word in words}
    return frozenset(word.removesuffix("s") if len(word) > 4 else word for word in every if " " not in word)
