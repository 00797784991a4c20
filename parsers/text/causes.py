"""What harmed the people of a claim: the words of `vocab/causes.toml` that stand nearest to it in its sentence."""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.model import Cause
from aggregator.core.vocab import read
from parsers.text import trie
from parsers.text.pieces import Piece
from parsers.text.tokens import Line


@cache
def _words() -> tuple[trie.Finder, dict[str, str], frozenset[str]]:
    """Return a finder of cause words, the code of each word, and the codes that give way to any other."""
    data = read("causes")
    codes = {word: code for code, words in data["codes"].items() for word in words}
    return trie.words(codes), codes, frozenset(data["weak"])


def find(folded: str, start: int, end: int) -> list[tuple[int, Cause]]:
    """Return the causes named in `folded[start:end]` with where they stand; the text is what stands there, folded."""
    pattern, codes, _ = _words()
    found, done = [], start
    for match in pattern.finditer(folded, start, end):
        words, at = " ".join(match.group().split()), match.start()
        behind = _BEHIND.match(folded, match.end(), end)
        if at < done:
            continue
        if behind and words in _bodies()[0] and behind[1] in _bodies()[1]:
            continue  # "the fire chief said"
        longer = f"{words.split()[-1]} {behind[1]}" if behind and " " in words else ""
        if longer in codes:  # "killed by a mine collapse" is no mine
            words, at, done = longer, at + len(match.group()) - len(words.split()[-1]), behind.end() if behind else end
        found.append((at, Cause(text=words, code=codes[words])))
    return found


_BEHIND = re.compile(r" ([a-z]+)")


@cache
def _bodies() -> tuple[frozenset[str], frozenset[str]]:
    """Return the causes by which somebody is called, and the words behind them: "the fire | brigade"."""
    data = read("causes")
    return frozenset(data["named_by"]), frozenset(data["bodies"])


def suffered(causes: list[tuple[int, Cause]], line: Line, people: list[Piece]) -> list[tuple[int, Cause]]:
    """Return the causes without those that are only who was harmed: "nine gunmen drowned"."""
    doers = read("causes")["doers"]
    if not any(cause.text in doers for _, cause in causes):
        return causes
    counted = [piece for piece in people if piece.word is not None and piece.end <= len(line.ends)]
    spans = [(line.starts[piece.start], line.ends[piece.end - 1]) for piece in counted]
    return [item for item in causes if item[1].text not in doers or not any(a <= item[0] < b for a, b in spans)]


def took_homes(folded: str) -> bool:
    """Return whether a text tells of what takes people's homes: without it, "300 homeless people" lived so before."""
    homes = read("causes")["unhousing"]
    return any(cause.code in homes for _, cause in find(folded, 0, len(folded)))


def nearest(causes: list[tuple[int, Cause]], at: int) -> Cause:
    """Return the cause nearest to offset `at`, a precise one before a weak one; an empty Cause where none is named."""
    weak = _words()[2]
    best = min(causes, key=lambda item: (item[1].code in weak, abs(item[0] - at)), default=None)
    return best[1] if best else Cause()
