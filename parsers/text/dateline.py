"""The dateline of a report: "QUETTA, Pakistan, 4 May (AP) -- ". Where the reporter sat, and whose copy it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.text.speech import words

_NAME = r"[^\W\d_][\w.'’-]*(?:[ /-][^\W\d_][\w.'’-]*){0,4}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}}| \d\d)?"
# With a credit it may stand anywhere near the top (a headline may run into it); without one it must open the text or a paragraph.
_CREDITED = re.compile(
    rf"(?:^|(?<=\s))(?P<place>{_NAME}(?:, ?{_NAME}){{0,2}}),? ?(?P<day>{_DAY})? ?\((?P<credit>[^()\n]{{2,40}})\) ?(?:--|-|:)\s*(?:\[[^\]\n]{{1,40}}\]\s*)*"
)
_DATED = re.compile(rf"(?P<day>{_DAY}) \((?P<credit>[^()\n]{{2,40}})\) ?(?:--|-)\s*")
_PLAIN = re.compile(rf"(?:^|\n)(?P<place>{_NAME}(?:, ?{_NAME}){{0,2}})(?:,? (?P<day>{_DAY}))?(?: ?(?:--|-)\s+|:\s+|\.\s+(?=[A-Z\"a-z]))")
_TOP = 900  # characters


@dataclass(frozen=True, slots=True)
class Dateline:
    """Spans into the text: the whole, the place words, the credited agency and the day, where given."""

    start: int
    end: int
    place: tuple[int, int] | None
    credit: tuple[int, int] | None
    day: tuple[int, int] | None


def find(text: str, lower: str) -> Dateline | None:
    """Return the dateline of `text`, or None. `lower` is `clean.fold(text)`."""
    for match in _CREDITED.finditer(lower, 0, _TOP):
        at = _capitals_from(text, match.start("place"), match.end("place"))
        if at is not None:
            return Dateline(at, match.end(), (at, match.end("place")), match.span("credit"), _group(match, "day"))
    dated = _DATED.search(lower, 0, _TOP)
    if dated:
        return Dateline(dated.start(), dated.end(), None, dated.span("credit"), dated.span("day"))
    for match in _PLAIN.finditer(lower, 0, _TOP):
        start, end = match.span("place")
        first = text[start:end].split(",")[0]
        dotted = lower[match.end("place")] == "."
        loud = first.isupper() and len(first) > 2
        if loud or (match.group("day") and first[:1].isupper()):
            if (dotted and len(first.split()) > 3) or first.lower().split()[-1] in words().heads:
                continue
            return Dateline(start, match.end(), (start, end), None, _group(match, "day"))
    return None


def _group(match: re.Match[str], name: str) -> tuple[int, int] | None:
    return match.span(name) if match.group(name) else None


def _capitals_from(text: str, start: int, end: int) -> int | None:
    """Return where the place proper starts: at the run of capitals when a headline runs into it. None when it is no name."""
    head = text[start:end].split(",")[0]
    words = list(re.finditer(r"\S+", head))
    loud = len(words)
    while loud and words[loud - 1].group().isupper() and len(words[loud - 1].group()) > 1:
        loud -= 1
    if loud < len(words):
        return start + words[loud].start()
    return start if words and all(word.group()[0].isupper() for word in words) and len(words) <= 3 else None
