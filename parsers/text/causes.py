"""What harmed the people of a claim: the words of `vocab/causes.toml` that stand nearest to it in its sentence."""

from __future__ import annotations

from functools import cache

from aggregator.core.model import Cause
from aggregator.core.vocab import read
from parsers.text import trie


@cache
def _words() -> tuple[trie.Finder, dict[str, str], frozenset[str]]:
    """Return a finder of cause words, the code of each word, and the codes that give way to any other."""
    data = read("causes")
    codes = {word: code for code, words in data["codes"].items() for word in words}
    return trie.words(codes), codes, frozenset(data["weak"])


def find(folded: str, start: int, end: int) -> list[tuple[int, Cause]]:
    """Return the causes named in `folded[start:end]` with where they stand; the text is what stands there, folded."""
    pattern, codes, _ = _words()
    found = []
    for match in pattern.finditer(folded, start, end):
        words = " ".join(match.group().split())
        found.append((match.start(), Cause(text=words, code=codes[words])))
    return found


def took_homes(folded: str) -> bool:
    """Return whether a text tells of what takes people's homes: without it, "300 homeless people" lived so before."""
    homes = read("causes")["unhousing"]
    return any(cause.code in homes for _, cause in find(folded, 0, len(folded)))


def nearest(causes: list[tuple[int, Cause]], at: int) -> Cause:
    """Return the cause nearest to offset `at`, a precise one before a weak one; an empty Cause where none is named."""
    weak = _words()[2]
    best = min(causes, key=lambda item: (item[1].code in weak, abs(item[0] - at)), default=None)
    return best[1] if best else Cause()
