"""Near-copies of a text by sketches of our own: the smallest hashes of its word runs stand for the text (bottom-k).

Two sketches of k hashes estimate how much of their word runs two texts share (Broder 1997); containment, not resemblance, is
what finds a wire story inside a longer article.
"""

from __future__ import annotations

import re
import zlib
from functools import cache, lru_cache

from aggregator.core import vocab

WORD = re.compile(r"[^\W_]+")
RUN = 3


def word_runs(text: str, length: int = RUN) -> frozenset[int]:
    """Return the hashes of all runs of `length` words, lower-case, stable between machines and runs."""
    words = WORD.findall(text.casefold())
    if len(words) < length:
        return frozenset({zlib.crc32(" ".join(words).encode("utf-8", "surrogatepass"))}) if words else frozenset()
    return frozenset(
        zlib.crc32(" ".join(words[i : i + length]).encode("utf-8", "surrogatepass")) for i in range(len(words) - length + 1)
    )


def sketch(text: str, size: int = 128, length: int = RUN) -> tuple[int, ...]:
    """Return the `size` smallest hashes of the word runs of `text`, in order: its bottom-k sketch."""
    mixed = sorted({(run * 0x9E3779B1 + 0x7F4A7C15) & 0xFFFFFFFF for run in word_runs(text, length)})
    return tuple(mixed[:size])


def resemblance(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Estimate which part of all word runs of two texts both have, 0 to 1, from their sketches of one size."""
    if not a or not b:
        return 0.0
    size = min(max(len(a), len(b)), len(set(a) | set(b)))
    smallest = set(sorted(set(a) | set(b))[:size])
    return len(smallest & set(a) & set(b)) / len(smallest)


@lru_cache(maxsize=4096)
def _runs(text: str) -> frozenset[int]:
    return word_runs(text)


@cache
def _limits() -> tuple[float, int]:
    rules = vocab.read("reconcile")["relations"]
    return rules["same_sentence"], rules["same_sentence_words"]


def same_wording(a: str, b: str) -> bool:
    """Whether two sentences are one text, give or take a few words; short sentences must be equal to be one."""
    share, words = _limits()
    left, right = _runs(a), _runs(b)
    if min(len(left), len(right)) < words - RUN + 1:
        return bool(left) and left == right and len(left) > 2
    return len(left & right) >= share * min(len(left), len(right))
