"""Whether two sentences are one text: how much of their runs of words they share.

Containment, not resemblance (Broder 1997), is what finds a wire story inside a longer article.
"""

from __future__ import annotations

import re
import zlib
from functools import cache, lru_cache

from aggregator.core import vocab

WORD = re.compile(r"[^\W_]+")
RUN = 3


@lru_cache(maxsize=4096)
def word_runs(text: str) -> frozenset[int]:
    """Return the hashes of all runs of three words, lower-case, stable between machines and runs; of all words where fewer."""
    words = WORD.findall(text.casefold())
    runs = [words[i : i + RUN] for i in range(len(words) - RUN + 1)] or [words] * bool(words)
    return frozenset(zlib.crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in runs)


@cache
def _limits() -> tuple[float, int]:
    rules = vocab.read("reconcile")["relations"]
    return rules["same_sentence"], rules["same_sentence_words"]


def same_wording(a: str, b: str) -> bool:
    """Whether two sentences are one text, give or take a few words; short sentences must be equal to be one."""
    share, words = _limits()
    left, right = word_runs(a), word_runs(b)
    if min(len(left), len(right)) < words - RUN + 1:
        return bool(left) and left == right and len(left) > 2
    return len(left & right) >= share * min(len(left), len(right))
