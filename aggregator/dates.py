"""Worded days to days: when the harm happened and what moment a count speaks for, read against the day of publication.

A small grammar of our own: `dayspans` reads the expressions one by one; what stands before and between them ("since", "between
... and", "by") makes one window of them. Nothing is guessed: a weekday is the latest one on or before publication, a date without
a year the latest such date, and words that need an anchor which is not there ("two days later", "since the war began") leave
their side open. Days and hours are of the publisher's own clock, as `published` has it (UTC where it was not told).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from aggregator.core.model import Precision, Window
from aggregator.dayspans import span
from aggregator.daywords import MONTHS, Span, atoms, day_of, length

EMPTY = Window()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A window with what is to be said about it.

    `flags`: no_window (no words), unresolved_window (words that give no day), unanchored_window (relative to something unknown),
    future_window, inverted_window. `cumulative`: the words open a running count ("since ...", "so far this year"). `speaks_for`
    is the day a count is dated to by "by", "until" and "as of".
    """

    window: Window = EMPTY
    flags: tuple[str, ...] = ()
    cumulative: bool = False
    speaks_for: date | None = None


_OPEN = re.compile(r"\bsince\b|\bso far\b|\bto date\b")
_CLOSED = re.compile(r"\b(?:by|until|till|as (?:of|at)|up to|up until|to)\s+(?:[\w.:,]+\s+){0,3}$")
_RANGE = re.compile(r"^\W*(?:\w+\s+){0,2}?(?:to|until|till|through|thru)\b|^\s*[-–—]\s*$")
_LONGEST = 200  # characters of words that we look at


def window(text: str | None, published: datetime | None, *, anchor: Window = EMPTY, as_of: datetime | None = None) -> Reading:
    """Return the days that `text` names. `anchor` is what "two days later" refers to: the window last read in the document.

    `as_of` closes a running window ("since Thursday"); the publication does when it is not given.
    """
    if not text or not text.strip():
        return Reading(flags=("no_window",))
    day = published.date() if published else None
    return _read(text[:_LONGEST].lower(), day, anchor, as_of.date() if as_of else day)


@lru_cache(maxsize=8192)
def _read(words: str, published: date | None, anchor: Window, until: date | None) -> Reading:
    read = [(match, span(match, published, anchor)) for match in atoms().finditer(words)]
    found = [(match, each) for match, each in read if each is not None]
    opened = bool(_OPEN.search(words))
    if not found:
        end = until if opened else None
        return Reading(window=Window(end=end), flags=("unresolved_window",), cumulative=opened)
    spans = _with_years([each for _, each in found], published)
    if all(each.unanchored for each in spans):
        return Reading(window=Window(end=until if opened else None), flags=("unanchored_window",), cumulative=opened)
    return _compose(words, [match for match, _ in found], spans, published, until, opened)


def _compose(
    words: str, matches: list[re.Match[str]], spans: list[Span], published: date | None, until: date | None, opened: bool
) -> Reading:
    first, last, precision = _together(words, matches, spans)
    speaks_for = None
    before = words[: matches[0].start()]
    if opened:
        first, last = (first, until) if "since" in words else (first, last)
    elif _CLOSED.search(before) and len(matches) == 1:
        speaks_for, first = last, None
    elif first and last and published and first <= published < last and precision in _WHOLE:
        last = published  # "in June", told in June
    flags = []
    if first and last and last < first:
        flags.append("inverted_window")
    if published and any(day and day > published + timedelta(days=1) for day in (first, last)):
        flags.append("future_window")
    if first is None and last is None:
        flags.append("unresolved_window")
        return Reading(flags=tuple(flags), cumulative=opened)
    window = Window(start=first, end=last, precision=precision)
    return Reading(window=window, flags=tuple(flags), cumulative=opened, speaks_for=speaks_for)


def _together(words: str, matches: list[re.Match[str]], spans: list[Span]) -> tuple[date | None, date | None, Precision]:
    """Make one stretch of time of all expressions: from the first to the last of a range, else the most telling of them."""
    between = re.search(r"\bbetween\b", words[: matches[0].start()]) is not None
    for left, right, a, b in zip(matches, matches[1:], spans, spans[1:], strict=False):
        gap = words[left.end() : right.start()]
        joined = "and" in gap.split() or gap.strip() in ("", "&")
        if _RANGE.match(gap) or (between and joined):
            return a.first, b.last, _coarser(a, b)
        if joined and a.rank == b.rank and a.first and b.last:
            return min(a.first, b.first or a.first), max(a.last or b.last, b.last), _coarser(a, b)
    best = min((each for each in spans if not each.unanchored), key=lambda each: each.rank)
    return best.first, best.last, best.precision


_WHOLE = (Precision.WEEK, Precision.MONTH, Precision.YEAR)
_ORDER = (Precision.MINUTE, Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.YEAR)


def _coarser(a: Span, b: Span) -> Precision:
    return max(a.precision, b.precision, key=_ORDER.index)


def _with_years(spans: list[Span], published: date | None) -> list[Span]:
    """Let dates without a year take the year that a later one in the same words states, else the latest such date."""
    stated = next(
        (each.last.year for each in reversed(spans) if each.last and each.yearless is None and each.rank in (0, 3)), None
    )
    made = []
    for each in spans:
        if each.yearless is None:
            made.append(each)
            continue
        month, first, month2, last = each.yearless
        year = stated if stated is not None else _year_before(month, first, published)
        days = (day_of(year, month, first), day_of(year, month2, min(last, length(year, month2)))) if year else (None, None)
        made.append(Span(days[0], days[1], each.precision, each.rank))
    return made


def _year_before(month: int, day: int, published: date | None) -> int | None:
    if published is None:
        return None
    made = day_of(published.year, month, min(day, length(published.year, month)))
    # One day of grace: a paper's own day may be ahead of UTC.
    return published.year if made and made <= published + timedelta(days=1) else published.year - 1


_CLOCK = re.compile(
    r"\b(?P<h>[01]?\d|2[0-3])(?:[:.h](?P<m>[0-5]\d))?\s*(?P<ap>a\.?m\b|p\.?m\b|o['’]clock|noon|hrs|hours|gmt|utc)"
    r"|\b(?P<h24>[01]\d|2[0-3])[:.](?P<m24>[0-5]\d)\b"
)
_UTC = re.compile(r"\b(?:gmt|utc)\b")
_PART_ENDS = (
    ("midnight", time(0, 0)), ("daybreak", time(7, 0)), ("dawn", time(7, 0)), ("sunrise", time(7, 0)), ("morning", time(12, 0)),
    ("midday", time(12, 0)), ("noon", time(12, 0)), ("afternoon", time(18, 0)), ("dusk", time(19, 0)), ("sunset", time(19, 0)),
    ("nightfall", time(20, 0)), ("evening", time(21, 0)),
)  # fmt: skip


def moment(text: str | None, published: datetime | None, *, anchor: Window = EMPTY) -> tuple[datetime | None, str]:
    """Return the moment a count speaks for and its basis: `stated` by `text`, else `published`.

    A day without an hour means its end; never later than publication.
    """
    if not text or not text.strip():
        return published, "published"
    words = text[:_LONGEST].lower()
    reading = _read(words, published.date() if published else None, anchor, None)
    day = None if reading.cumulative else reading.speaks_for or reading.window.end or reading.window.start
    if day is None or (reading.window.precision in (Precision.MONTH, Precision.YEAR) and not reading.speaks_for):
        hour = _hour(words) if published else None
        if published is None or hour is None:
            return published, "published"
        day = published.date()
    hour = _hour(words)
    # A day without an hour is the same one whoever tells it; an hour is of the clock it names, else of the publisher's.
    there = published.tzinfo if published and hour and not _UTC.search(words) else None
    stated = datetime.combine(day, hour or time(23, 59), tzinfo=there or UTC)
    if published is not None:
        published_at = published if published.tzinfo else published.replace(tzinfo=UTC)
        stated = min(stated, published_at)
    return stated, "stated"


def _hour(words: str) -> time | None:
    match = _CLOCK.search(words)
    if match:
        hour = int(match["h"] or match["h24"])
        if match["ap"] and match["ap"].startswith("p") and hour < 12:
            hour += 12
        elif match["ap"] and match["ap"].startswith("a") and hour == 12:
            hour = 0
        return time(hour, int(match["m"] or match["m24"] or 0))
    return next((end for word, end in _PART_ENDS if re.search(rf"\b{word}\b", words)), None)


_LINE = re.compile(
    r"(?<!\d)(?:(?P<d>[0-3]?\d)\s+(?P<m>[a-z]{3,9})\.?,?\s+(?P<y>\d{4}|\d{2})|(?P<m2>[a-z]{3,9})\.?\s+(?P<d2>[0-3]?\d),?\s+(?P<y2>\d{4}))"
    r"(?=[^\n]{0,60}(?:\(|\[|--|[—–]))"
)
_HEAD = 160  # characters in which a dateline stands


def dateline(text: str) -> datetime | None:
    """Return noon of the day that a text's dateline gives in full ("HARMON, 16 NOV 89 (AFP) --"), or None.

    It stands in for a publication day that nobody told. A year of two digits is of 1970 to 2069.
    """
    match = _LINE.search(text[:_HEAD].lower())
    if match is None:
        return None
    month = MONTHS.get(match["m"] or match["m2"])
    year = int(match["y"] or match["y2"])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    day = day_of(year, month, int(match["d"] or match["d2"])) if month else None
    return datetime.combine(day, time(12, 0), tzinfo=UTC) if day else None
