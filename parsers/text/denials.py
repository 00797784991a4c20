"""Denials, doubts and retractions in a sentence's own words: `vocab/en/denials.toml`. They are data, even with no number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from aggregator.core.model import Stance
from aggregator.core.vocab import read
from parsers.text import trie

REACH = 40  # characters between "reports that" and the figure that they told


@dataclass(frozen=True, slots=True)
class Denial:
    """A cue at [start, end), its words, and what it does with a figure; `behind`: with one that stands before it."""

    stance: Stance
    start: int
    end: int
    behind: bool = False
    words: str = ""


@cache
def _patterns() -> tuple[trie.Finder, dict[str, Stance], trie.Finder, trie.Finder]:
    """Return the finder of cues, the stance of each, and the finders of the words a denial may be about."""
    data = read("en/denials")
    stances = {cue: Stance(code) for code in ("denies", "unverified", "retracts") for cue in data[code]}
    stances |= dict.fromkeys(data["untold"]["untrue"], Stance.DENIES)
    stances |= dict.fromkeys(data["untold"]["rumours"], Stance.UNVERIFIED)
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
    data = read("en/denials")
    if words in data["untold"]["rumours"] and (later := pattern.search(folded, match.end(), end)):
        said = " ".join(later.group().split())
        match, words = (later, said) if said in data["behind"] else (match, words)  # "rumours of dozens of deaths are false"
    return Denial(stances[words], match.start(), match.end(), words in data["behind"], words)


def colours(cue: Denial, folded: str, start: int) -> bool:
    """Return whether a cue speaks of the figure at `start`: a denial of what its clause says behind it, a retraction of what
    stands before it or in its clause, a doubt of all in the sentence."""
    if cue.stance is Stance.UNVERIFIED and cue.words not in read("en/denials")["untold"]["rumours"]:
        return True
    if start < cue.start:
        told = cue.behind and not any(folded.find(mark, start, cue.start) >= 0 for mark in ",;")
        return cue.stance is Stance.RETRACTS or told or _said_untrue(cue, folded, start)
    return not ended(folded, cue.end, start)


def _said_untrue(cue: Denial, folded: str, start: int) -> bool:
    """Return whether the figure at `start` is what reports told that "were false"."""
    if cue.words not in read("en/denials")["untold"]["untrue"] or ended(folded, start, cue.start):
        return False
    return _reports().search(folded, max(0, start - REACH), start) is not None


@cache
def _reports() -> trie.Finder:
    return trie.words(read("en/denials")["untold"]["reports"])


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
