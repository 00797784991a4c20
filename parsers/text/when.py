"""When: the time expressions of a sentence, in their own words.

The words are `aggregator/vocab/en/time.toml`'s; `aggregator/dates.py` makes days of them. Here we only say what kind they are and
what they name, as far as is needed to tell a claim's own time from the time of speaking and from another incident's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from aggregator.core import vocab
from parsers.text.timewords import Patterns, compiled


class Kind(StrEnum):
    """What a time expression is anchored to."""

    DAY = "day"  # a weekday, today, overnight: near the moment of writing
    DATE = "date"  # a day of a month
    MONTH = "month"
    YEAR = "year"
    SPAN = "span"  # in the past 24 hours, over the last two weeks
    FAR = "far"  # years ago, last year, in recent years
    START = "start"  # since the war began
    WEAK = "weak"  # an hour of the clock, later, the same day: no day of its own


class When(NamedTuple):
    """A time expression: `text == document.text[start:end]`. `year` and `month` where its words name them."""

    start: int
    end: int
    text: str
    kind: Kind
    prefix: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def as_of(self) -> bool:
        """Whether the words date the count, not the harm: "as of noon"."""
        return self.prefix.startswith(("as of", "as at", "dated"))

    @property
    def since(self) -> bool:
        """Whether the words open a running window: "since January"."""
        return self.prefix.startswith("since")


_GLUE = re.compile(
    r"(?:\s*,\s*|\s+)(?:(?:on|of|at|in|the|and|to|until|through|or|evening of|morning of)\s+)*|\s*[-–—]\s*|\s+and\s+|\s*$"
)
_LONGEST_PREFIX = 40
_SINCE_CLAUSE = re.compile(r"(?<!\w)(since)\s+(?:[\w'’-]+\s+){2,14}$")  # "since the army took the town" last Thursday


def _cores(patterns: Patterns, lower: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the matches of `core`, tried only where its quick twin `first` says that one may begin."""
    at = start
    while (begin := patterns.first.search(lower, at, end)) is not None:
        found = begin.start()
        core = patterns.figures if lower[found].isdecimal() else patterns.core
        match = core.match(lower, found, end)
        if match is not None:
            yield match
        at = match.end() if match is not None else max(begin.end(), found + 1)


def find(text: str, lower: str, start: int, end: int) -> list[When]:
    """Return the time expressions of `text[start:end]` in order. `lower` is `text` lower-cased character by character."""
    patterns = compiled()
    merged: list[list[re.Match[str]]] = []
    for match in _cores(patterns, lower, start, end):
        if merged and _joins(lower[merged[-1][-1].end() : match.start()]):
            merged[-1].append(match)
        else:
            merged.append([match])
    found: list[When] = []
    for group in merged:
        when = _make(text, lower, found[-1].end if found else start, group, patterns)
        if when is not None:
            found.append(when)
    return found


def others(lower: str, time: When) -> str:
    """Return the verb right before `time` that claims it for itself ("which began in May"), or ""."""
    found = compiled().other.search(lower, max(0, time.start - 30), time.start)
    return found.group(1) if found else ""


def opening(verb: str) -> bool:
    """Return whether `verb` tells of a beginning, whose time is better than none: "the offensive that began in May"."""
    return verb in vocab.read("en/time")["opening"]


def posted(lower: str, start: int, end: int) -> bool:
    """Return whether these words tell when a page was put up: "Posted: 3 May", "Last updated on"."""
    return any(lower.find(word, start, end) >= 0 for word in vocab.read("en/time")["posting"])


def status(lower: str, start: int, end: int) -> bool:
    """Return whether a heading dates the figures below it: "Status at", "Report date"."""
    return any(lower.find(word, start, end) >= 0 for word in vocab.read("en/time")["status"])


def bulletin(lower: str) -> bool:
    """Return whether a text opens as a report of a series, whose date is the report's and not the incident's."""
    return any(lower.find(word, 0, 200) >= 0 for word in vocab.read("en/time")["bulletins"])


@cache
def quiet() -> frozenset[str]:
    """Return the words that may stand between a verb of saying and the time of speaking."""
    return frozenset(vocab.read("en/time")["quiet"])


def _joins(between: str) -> bool:
    return len(between) < 20 and _GLUE.fullmatch(between) is not None and " and the" not in between


_RANK = (
    "iso",
    "dmy",
    "mdy",
    "my",
    "since",
    "ago",
    "past",
    "lastmonth",
    "earlier",
    "alone",
    "dow",
    "month",
    "year",
    "this",
    "within",
    "hours",
    "clock",
    "part",
)
_KINDS = {
    **dict.fromkeys(("iso", "dmy", "mdy"), Kind.DATE),
    **dict.fromkeys(("my", "month", "lastmonth"), Kind.MONTH),
    **dict.fromkeys(("hours", "within"), Kind.SPAN),
    **dict.fromkeys(("clock", "part"), Kind.WEAK),
    "since": Kind.START,
    "dow": Kind.DAY,
    "year": Kind.YEAR,
    "earlier": Kind.FAR,
}  # fmt: skip


def _make(text: str, lower: str, floor: int, group: list[re.Match[str]], patterns: Patterns) -> When | None:
    start, end = group[0].start(), group[-1].end()
    before = patterns.prefix.search(lower, max(floor, start - _LONGEST_PREFIX), start)
    prefix = before.group(1) if before else ""
    if before and not (prefix in ("in", "after", "from", "for", "by", "at") and lower.startswith("'s", end)):
        start = before.start(1)
    elif before:
        prefix = ""
    since = None
    if prefix in ("", "on", "in") and lower.find("since", max(floor, start - 120), start) >= 0:
        since = _SINCE_CLAUSE.search(lower, max(floor, start - 120), start)
    if since:
        start, prefix = since.start(1), "since"
    if _compared(lower, floor, start, patterns):
        return None
    kinds = {str(match.lastgroup) for match in group}
    name = min(kinds, key=_RANK.index)
    words = lower[start:end]
    if name == "month" and not _is_month(text, group, prefix, patterns):
        return None
    if name == "year" and len(group) == 1 and not _is_year(text, lower, group[0], prefix, floor):
        return None
    if name == "within" and _IN_YEARS.search(words):
        return None
    if prefix == "for" and name in ("month", "dmy", "mdy", "year", "dow"):
        return None
    kind = _KINDS.get(name) or _kind(name, lower[group[0].start() : end])
    year, month, day = _parts(words, patterns)
    return When(start, end, text[start:end], kind, prefix, year, month, day)


_TWO_WORDS = re.compile(r"\S+\s+\S*")
_IN_YEARS = re.compile(r"^in .*(?:years|decades)")
_THIS = re.compile(r"\b(?:this|so far)\b|this year")
_LASTING = re.compile(r"\bthe\b|days|hours|weeks|months")


def _compared(lower: str, floor: int, start: int, patterns: Patterns) -> bool:
    """Return whether the time at `start` ends a comparison: "the worst since", "more than in"."""
    words = _TWO_WORDS.match(lower, start, start + 40)
    span = max(floor, start - 60), words.end() if words else start
    if lower.startswith("this ", start) and patterns.ranking.search(lower[span[0] : start]):
        return True  # "in one of the worst floods | this year"
    if lower.find("since", *span) < 0 and lower.find("than", *span) < 0:  # one of which every comparison has
        return False
    return any(match.end() > start for match in patterns.comparing.finditer(lower, *span))


def _is_year(text: str, lower: str, match: re.Match[str], prefix: str, floor: int) -> bool:
    """ "In 2009" is a year; in "since the 1886 hurricane" it only names something, unless that opens the sentence."""
    before, after = lower[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 2]
    named = before == "the " and after[:1] == " " and after[1:].isalnum()
    opens = named and match.start() - floor <= 4
    return opens or (bool(prefix) and not named)


def _is_month(text: str, group: list[re.Match[str]], prefix: str, patterns: Patterns) -> bool:
    """ "In May" and "since late March" are months; "may" and "march" without a preposition or a capital are not."""
    match = group[0]
    word = match.group().split()[-1].split("-")[-1]
    if word not in patterns.doubtful:
        return True
    return bool(prefix) and text[match.end() - len(word)].isupper()


def _kind(name: str, words: str) -> Kind:
    if "year" in words or "decade" in words:
        return Kind.SPAN if _THIS.search(words) else Kind.FAR
    if name == "ago":
        if words.endswith(("later", "before", "earlier")) or "minute" in words or "hour" in words:
            return Kind.DAY
        return Kind.FAR if "month" in words else Kind.DAY
    if name == "past":
        return Kind.SPAN if _LASTING.search(words) else Kind.DAY
    if name == "this" and words.startswith("that"):
        return Kind.WEAK
    if "recent" in words or "season" in words:
        return Kind.SPAN
    return Kind.DAY


_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_WORD = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"\b[0-3]?\d(?=st|nd|rd|th|\b)(?![:.]\d)")


def _parts(words: str, patterns: Patterns) -> tuple[int | None, int | None, int | None]:
    year = _YEAR.search(words)
    month = next((patterns.month_numbers[word] for word in _WORD.findall(words) if word in patterns.month_numbers), None)
    day = _NUMBER.search(words) if month else None
    return (int(year.group()) if year else None, month, int(day.group()) if day else None)
