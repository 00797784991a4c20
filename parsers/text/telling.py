"""Where in a sentence what is told begins and ends: behind its dateline, its speaker and a fronted day, before who said it."""

from __future__ import annotations

import re

from parsers.text.clause import Clause
from parsers.text.pieces import behind_dateline

_ACCORDING = re.compile(r"[Bcd]*qz[^.;:,VIKEYAMNvbh]{1,12},")  # "According to the police, |"
_SAID = re.compile(
    r"[^.;:VIKEYAMNvbhwWQO]{0,9}[SGjr](?:,(?:[^,.;:VIKEYA]{1,8},)?)?[dh]*q(?:G(?=[tGWSM])|[dp]*d(?=[tsaGMSr]))?t?(?=[^.,;])"
)
_FRONTED = re.compile(r"(?:[dx]?p[^.,;:VIKEYAvbhqwWMNUr]{1,8}|d{1,3}),(?=[tsadjxCe]*[GMSUr])")  # "On Tuesday, |", "In Ardo, |"
_SAID_BEHIND = re.compile(r",(?:[^.,;:VIKEYAMNvbhwWq]{0,9}[SGj][dh]*q|q[^.,;:VIKEYAMNvbhwWq]{1,9})(?=[^VIKEYAvbh;:]*(?:[.;]|$))")
_FAR = 30  # pieces within which a speaker opens a sentence


def spoken_from(clause: Clause, first: int, end: int) -> int:
    """Return where, from piece `first` on and before `end`, the sentence goes on behind the speaker it opens with."""
    first = max(first, behind_dateline(clause.pieces[:end]))
    match = _SAID.match(clause.shape, first, min(end, first + _FAR)) if "q" in clause.shape else None
    return match.end() if match else accorded(clause, first, end)


def accorded(clause: Clause, first: int, end: int) -> int:
    """Return where the sentence goes on behind "According to the police," at `first`; `first` for none."""
    match = _ACCORDING.match(clause.shape, first, end) if "according" in clause.has else None
    return match.end() if match else first


def told_from(clause: Clause, first: int, end: int) -> int:
    """Return where, from `first` on and before `end`, what is told begins: behind the speaker and a fronted day or place."""
    for _ in range(2):
        first = spoken_from(clause, first, end)
        match = _FRONTED.match(clause.shape, first, end)
        first = match.end() if match else first
    return first


def told_words(clause: Clause) -> frozenset[str]:
    """Return the words of a sentence without those of who says it, before and behind: of "Police said 12 died" the last two."""
    end = len(clause.pieces)
    first = spoken_from(clause, 0, end)
    behind = _SAID_BEHIND.search(clause.shape, first) if "q" in clause.shape else None
    last = behind.start() if behind else end
    if first >= last:
        return frozenset()
    return frozenset(clause.words[clause.pieces[first].start : clause.pieces[last - 1].end])
