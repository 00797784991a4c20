"""The dateline of a report: "QUETTA, Pakistan, 4 May (AP) -- ". Where the reporter sat, and whose copy it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aggregator.core import gazetteer
from parsers.text.speech import words

_NAME = r"[^\W\d_][\w.'’-]*(?:[ /-][^\W\d_][\w.'’-]*){0,4}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}}| \d\d)?"
# With a credit it may stand anywhere near the top (a headline may run into it); without one it must open the text or a paragraph.
_CREDIT = re.compile(r"\((?P<credit>[^()\n]{2,40})\) ?(?:--|-|\u2014)\s*(?:\[[^\]\n]{1,40}\]\s*)*")
_NO_CREDIT = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\d")
_BEFORE_CREDIT = re.compile(rf"(?:^|(?<=\s))(?P<place>{_NAME}(?:, ?{_NAME}){{0,2}}),? ?(?P<day>{_DAY})? ?$")
_ONLY_DAY = re.compile(rf"(?<!\w)(?P<day>{_DAY}) $")
_PLAIN = re.compile(
    rf"(?P<place>{_NAME}(?:, ?{_NAME}){{0,2}})(?:,? (?P<day>{_DAY}))?(?: ?(?:--|-|\u2014)\s+|:\s+|\.\s+(?=[A-Z\"a-z]))"
)
_TOP = 900  # characters
_REACH = 90  # characters before a credit
_LINES = 12


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
    for credit in _CREDIT.finditer(lower, 0, _TOP):
        if _NO_CREDIT.match(lower, credit.start("credit")):
            continue
        floor = max(0, credit.start() - _REACH, lower.rfind("\n", 0, credit.start()) + 1)
        for at in _word_starts(lower, floor, credit.start()):
            before = _BEFORE_CREDIT.match(lower, at, credit.start())
            start = _capitals_from(text, *before.span("place")) if before else None
            if before and start is not None:
                return Dateline(start, credit.end(), (start, before.end("place")), credit.span("credit"), _group(before, "day"))
        dated = _ONLY_DAY.search(lower, floor, credit.start())
        if dated:
            return Dateline(dated.start(), credit.end(), None, credit.span("credit"), dated.span("day"))
    return _plain(text, lower)


def _word_starts(lower: str, start: int, end: int) -> list[int]:
    return [start + match.end() for match in re.finditer(r"^|\s+", lower[start:end])]


def _plain(text: str, lower: str) -> Dateline | None:
    """A dateline without a credit, at the start of the text or of a line near its top."""
    at = 0
    for _ in range(_LINES):
        match = _PLAIN.match(lower, at, _TOP + 100) if text[at : at + 1].isupper() else None
        if match and _opens(text, match):
            return Dateline(at, match.end(), match.span("place"), None, _group(match, "day"))
        at = lower.find("\n", at, _TOP) + 1
        if at <= 0:
            return None
    return None


def _opens(text: str, match: re.Match[str]) -> bool:
    first = text[slice(*match.span("place"))].split(",")[0]
    parts = first.split()
    dated = first.isupper() and match.group("day") is not None  # "KASU STATE, May 16 -"
    if len(parts) > 3 or not all(part[0].isupper() for part in parts) or (parts[-1].lower() in words().heads and not dated):
        return False
    if text[match.end("place")] == "." and (len(first) < 4 or not text[match.end() : match.end() + 1].isupper()):
        return False
    if match.group("day") is not None:
        return True
    return first.isupper() and len(first) > 2 and (":" not in match.group()[len(first) :] or gazetteer.known(first))


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
