"""Denials, doubts and retractions in a sentence's own words: `vocab/en/denials.toml`. They are data, even with no number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from aggregator.core.model import Stance
from aggregator.core.vocab import read
from parsers.text import trie


@dataclass(frozen=True, slots=True)
class Denial:
    """A cue at [start, end) and what it does with a figure; `behind`: with one that stands before it."""

    stance: Stance
    start: int
    end: int
    behind: bool = False


@cache
def _patterns() -> tuple[trie.Finder, dict[str, Stance], trie.Finder, trie.Finder]:
    """Return the finder of cues, the stance of each, and the finders of the words a denial may be about."""
    data = read("en/denials")
    stances = {cue: Stance(code) for code in ("denies", "unverified", "retracts") for cue in data[code]}
    return trie.words(stances), stances, trie.words(data["about"]), trie.words(data["harm"])


def cues() -> trie.Finder:
    """Return the finder of all cues: a sentence without a word of harm may still deny one."""
    return _patterns()[0]


def cue(folded: str, start: int, end: int) -> Denial | None:
    """Return the first cue of denial, doubt or retraction in `folded[start:end]`."""
    pattern, stances, _, _ = _patterns()
    match = pattern.search(folded, start, end)
    if match is None:
        return None
    words = " ".join(match.group().split())
    return Denial(stances[words], match.start(), match.end(), words in read("en/denials")["behind"])


def colours(cue: Denial, folded: str, start: int) -> bool:
    """Return whether a cue speaks of the figure at `start`: a denial of what its clause says behind it, a retraction of what
    stands before it or in its clause, a doubt of all in the sentence."""
    if cue.stance is Stance.UNVERIFIED:
        return True
    if start < cue.start:
        return cue.stance is Stance.RETRACTS or (cue.behind and folded.find(",", start, cue.start) < 0)
    return not ended(folded, cue.end, start)


def ended(folded: str, end: int, start: int) -> bool:
    """Return whether what was denied up to `end` is over before `start`: "denied any deaths, but lawyers counted 24"."""
    return _breaks().search(folded, end, start) is not None


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile(rf"[;:] |, {trie.pattern(read('en/denials')['breaks'])} ")


def about_harm(folded: str, start: int, end: int, *, told: bool) -> bool:
    """Return whether the sentence speaks of harm or, where harm was `told` of before, of reports and figures."""
    _, _, about, harm = _patterns()
    return (about if told else harm).search(folded, start, end) is not None
