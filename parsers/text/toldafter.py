"""A speaker told only in the sentence behind a figure: "Nine died. The toll came from police", "Police confirmed the deaths"."""

from __future__ import annotations

import re
from functools import cache

from aggregator.core import vocab
from aggregator.core.model import Stance
from parsers.text import trie
from parsers.text.cues import Cue
from parsers.text.reading import Line, Reading

_LONGEST = 160  # characters of a sentence that tells no more than who said so
_NUMBER = re.compile(r"\d")


def told_after(reading: Reading, line: Line) -> tuple[Line, Cue] | None:
    """Return the sentence behind `line` and its hand-over, where it hands over what `line` told; None where it does not."""
    if line.index + 1 >= len(reading.spans) or reading.headline(line.index):
        return None
    start, end = reading.spans[line.index + 1]
    if end - start > _LONGEST or _NUMBER.search(reading.lower, start, end):
        return None
    opens, confirmed = _opening().match(reading.lower, start, end), _confirmed().search(reading.lower, start, end)
    if (opens is None and confirmed is None) or _unsaid().search(reading.lower, start, end):
        return None
    behind = reading.line(line.index + 1)
    for cue in behind.cues:
        spoken = cue.name is not None and cue.stance in (Stance.ASSERTS, Stance.CONFIRMS)
        if spoken and (cue.before if opens else cue.stance is Stance.CONFIRMS and confirmed and cue.end <= confirmed.start() + 1):
            return behind, cue
    return None


def _part(name: str) -> str:
    return trie.pattern(vocab.read("en/attribution")["told_after"][name])


@cache
def _opening() -> re.Pattern[str]:
    """What opens such a sentence: "The toll came from", "That is according to", "This was confirmed by"."""
    return re.compile(rf"(?:{_part('that')}|(?:the|that|this|these|those|both)\s+{_part('figures')})\s+{_part('given')}\b")


@cache
def _confirmed() -> re.Pattern[str]:
    """What is confirmed by who speaks: "confirmed the deaths"."""
    return re.compile(rf"\s(?:the|that|this|these|those|both)\s+{_part('figures')}(?=[.,]|$|\s(?:on|in|to|late|early)\b)")


@cache
def _unsaid() -> re.Pattern[str]:
    """What makes it no hand-over: "could not be confirmed by", "has yet to be confirmed by"."""
    return re.compile(rf"\b(?:{_part('unsaid')})\b|n't\b")
