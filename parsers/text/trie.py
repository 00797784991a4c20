"""A list of phrases as one regular expression, shaped as a trie: linear, and many times quicker than a flat alternation.

A text holds few of the phrases of a list, so a `Finder` looks once which of their words the whole text has at all, and does not
search for what cannot be there.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

_LETTERS = bytes(code if chr(code) in "abcdefghijklmnopqrstuvwxyz" else 32 for code in range(256))
_RUN = re.compile(r"[a-z]+")
_KEYS: set[str] = set()  # of all finders: what else a text has concerns none


class Finder:
    """Finds phrases as whole words in lower-cased text: exactly what `pattern` finds, which is tried where one may stand.

    What is known of the last text is kept, since a text is searched sentence by sentence.
    """

    __slots__ = ("_keys", "_known", "_last", "pattern")

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
        self._known, self._keys = frozenset(keys), dict(keys)
        if not self._known <= _KEYS:
            _KEYS.update(keys)
            _words_of.cache_clear()
        self._last: tuple[str, frozenset[str]] = ("", frozenset())

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first phrase within `text[start:end]`, the longest where two begin, or None."""
        if self._firsts(text) or _cut(text, end):
            return self.pattern.search(text, start, end)
        return None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return an iterator over the phrases within `text[start:end]`, none overlapping another."""
        if self._firsts(text) or _cut(text, end):
            return self.pattern.finditer(text, start, end)
        return iter(())

    def may_find(self, text: str) -> bool:
        """Return whether the text has all words of some phrase, wherever they stand; without them nothing is found."""
        return bool(self._firsts(text))

    def everywhere(self, text: str) -> Iterator[int]:
        """Yield in order where the phrases of the whole text start: `finditer` for a long text."""
        letters, done, match = _words_of(text)[0], 0, self.pattern.match
        for at in sorted([at for first in self._firsts(text) for at in _all(letters, f" {first} ")]):
            found = match(text, at) if at >= done else None
            if found is not None:
                done = found.end()
                yield at

    def _firsts(self, text: str) -> frozenset[str]:
        """Return the first words of the phrases whose words the text has."""
        last, firsts = self._last
        if last is not text:
            _, present, known = _words_of(text)
            keys = self._keys
            firsts = frozenset([first for key in self._known & known for first, words in keys[key] if words <= present])
            self._last = text, firsts
        return firsts


def _cut(text: str, end: int) -> bool:
    """Return whether a window that ends at `end` ends within a word, and so may hold a phrase that the text has not."""
    return end < len(text) and (text[end].isalnum() or text[end] == "_")


@lru_cache(maxsize=2)
def _words_of(text: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Return a text with all but the letters a to z blanked and a blank put before and behind it, the words that leaves, and
    those of them that are a key of some finder.

    Every run of such letters in a phrase that the text holds is one of these words.
    """
    letters = text.encode("ascii", "replace").translate(_LETTERS).decode("ascii")
    words = frozenset(letters.split())
    return f" {letters} ", words, words & _KEYS


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
