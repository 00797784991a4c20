"""A list of phrases as one regular expression, shaped as a trie: linear, and many times quicker than a flat alternation.

A text holds few of the phrases of a list, and a sentence fewer: a `Finder` looks which of the words of a window it knows at all,
in one look for all finders, and does not search for what cannot be there.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count
from typing import Any

_LETTERS = bytes(code if chr(code) in "abcdefghijklmnopqrstuvwxyz" else 32 for code in range(256))
_RUN = re.compile(r"[a-z]+")
_KEYS: set[str] = set()  # the keys of all finders: what else a text has concerns none
_NUMBERS = count()
_FINDERS: defaultdict[str, int] = defaultdict(int)  # a key to its finders, a bit each


class Finder:
    """Finds phrases as whole words in lower-cased text: exactly what `pattern` finds, which is tried where one may stand."""

    __slots__ = ("_bit", "_keys", "_known", "pattern")

    def __init__(self, phrases: Iterable[str]) -> None:
        listed = list(phrases)
        self.pattern = re.compile(rf"\b(?<!-){pattern(listed)}(?!\w)")  # \b fails soonest
        # by its longest word, the rarest: the first word of a phrase, and all its words
        keys: defaultdict[str, set[tuple[str, frozenset[str]]]] = defaultdict(set)
        for phrase in listed:
            words = _RUN.findall(phrase)
            if not words or not phrase.startswith(words[0]):
                raise ValueError(f"a phrase must begin with a letter: {phrase!r}")
            keys[max(words, key=len)].add((words[0], frozenset(words)))
        self._known, self._keys, self._bit = frozenset(keys), dict(keys), 1 << next(_NUMBERS)
        _KEYS.update(keys)
        for key in keys:
            _FINDERS[key] |= self._bit
        _finders.cache_clear()

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first phrase within `text[start:end]`, the longest where two begin, or None."""
        return self.pattern.search(text, start, end) if _finders(text, start, end) & self._bit else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return an iterator over the phrases within `text[start:end]`, none overlapping another."""
        return self.pattern.finditer(text, start, end) if _finders(text, start, end) & self._bit else iter(())

    def may_find(self, text: str, start: int = 0, end: int = sys.maxsize) -> bool:
        """Return whether `text[start:end]` has the longest word of some phrase; without one nothing is found."""
        return _finders(text, start, end) & self._bit != 0

    def known_to(self, text: str) -> bool:
        """`may_find` for a whole long text."""
        return not self._known.isdisjoint(_words_of(text)[1])

    def everywhere(self, text: str) -> Iterator[int]:
        """Yield in order where the phrases of the whole text start: `finditer` for a long text."""
        letters, present = _words_of(text)
        done, match = 0, self.pattern.match
        for at in sorted([at for first in self._firsts(present) for at in _all(letters, f" {first} ")]):
            found = match(text, at) if at >= done else None
            if found is not None:
                done = found.end()
                yield at

    def _firsts(self, present: frozenset[str]) -> set[str]:
        """Return the first words of the phrases whose words are all present."""
        keys = self._keys
        return {first for key in self._known & present for first, words in keys[key] if words <= present}


@lru_cache(maxsize=64)
def _finders(text: str, start: int, end: int) -> int:
    """Return the finders, a bit each, that know a word of `text[start:end]`: all of them where the window ends within a word,
    which may make a phrase of what the text has not."""
    if end < len(text) and (text[end].isalnum() or text[end] == "_"):
        return -1
    bits = 0
    for key in _KEYS.intersection(_words_of(text)[0][start + 1 : end + 1].split()):
        bits |= _FINDERS[key]
    return bits


@lru_cache(maxsize=4)
def _words_of(text: str) -> tuple[str, frozenset[str]]:
    """Return a text with all but the letters a to z blanked and a blank put before and behind it, and the words that leaves.

    Every run of such letters in a phrase that the text holds is one of these words.
    """
    letters = text.encode("ascii", "replace").translate(_LETTERS).decode("ascii")
    return f" {letters} ", frozenset(letters.split())


def _all(letters: str, word: str) -> list[int]:
    at, found = letters.find(word), []
    while at >= 0:
        found.append(at)
        at = letters.find(word, at + 1)
    return found


def pattern(phrases: Iterable[str]) -> str:
    """Return a pattern that matches the longest of `phrases` (lower-cased; one space stands for any blanks)."""
    root: dict[str, Any] = {}
    for phrase in phrases:
        node = root
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _shape(root)


def words(phrases: Iterable[str]) -> Finder:
    """Return a finder of `phrases` as whole words in lower-cased text."""
    return Finder(phrases)


def _shape(node: dict[str, Any]) -> str:
    branches = [(r"\s+" if letter == " " else re.escape(letter)) + _shape(node[letter]) for letter in sorted(node) if letter]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return joined + "?" if "" in node else joined
