"""Lists of incidents: lines that open with a date, mostly with a place, or with a country in capitals, before a colon.

Each entry is an incident of its own.

4 June, Bunia: Three staff were kidnapped.
Goma, 5 June: A car was stoned.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from aggregator.core import gazetteer, vocab

FEWEST = 2  # one such line is a dateline or a single report
_HEAD = re.compile(r"^[^\S\n]*(?:[-*\u2022][^\S\n]*)?([^\n:]{3,70}):(?=\s)", re.MULTILINE)
_NAME = re.compile(r"[^\W\d_a-z][\w'\u2019-]*(?: (?:[^\W\d_a-z][\w'\u2019-]*|of|de|al|el|la))*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list of incidents: where it starts, and its heading's place and date, as written."""

    start: int
    place: str | None
    time: str | None


@cache
def _date() -> re.Pattern[str]:
    data = vocab.read("en/time")
    month = "|".join([*data["months"], *data["short_months"]])
    year = r"(?:,? \d{4})?"
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    figures = r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d\d-\d\d"
    return re.compile(rf"(?:on )?(?:{day} (?:{month})\.?{year}|(?:{month})\.? {day}{year}|{figures})", re.IGNORECASE)


def entries(text: str) -> list[Entry]:
    """Return the entries of a text in order; none where fewer than FEWEST lines are of this kind."""
    found: list[Entry] = []
    if text.count(":") < FEWEST:
        return found
    for match in _HEAD.finditer(text):
        head = match.group(1)
        date = _date().search(head)
        if date is None:
            if _is_country(head):
                found.append(Entry(match.start(), head, None))
            continue
        rest = [part.strip(" ,-\u2013\u2014") for part in (head[: date.start()], head[date.end() :])]
        named = [part for part in rest if part]
        if len(named) > 1 or any(not _placelike(part) for part in named):
            continue
        found.append(Entry(match.start(), named[0] if named else None, date.group()))
    return found if len(found) >= FEWEST else []


_STAMP = re.compile(r"^[^\S\n]*[\[(]?(?:[01]?\d|2[0-3])(?::\d\d(?: ?[ap]\.?m\b\.?)?|\.\d\d ?[ap]m\b)(?!:?\d)", re.MULTILINE)


def stamps(text: str) -> list[int]:
    """Return where the items of a live blog start: lines that open with a time of day; none where fewer than FEWEST do."""
    found = [match.start() for match in _STAMP.finditer(text)] if text.count("\n") >= FEWEST - 1 else []
    return found if len(found) >= FEWEST else []


def _is_country(head: str) -> bool:
    """Return whether a heading is a country alone, in capitals: "PERU: Fourteen people were killed ..."."""
    return head.isupper() and gazetteer.country_of(head.lower()) is not None


def _placelike(part: str) -> bool:
    """Return whether what stands beside a heading's date reads as a place: names, set apart by commas."""
    return all(_NAME.fullmatch(name.strip()) for name in part.removeprefix("in ").split(","))


def at(found: list[Entry], offset: int) -> Entry | None:
    """Return the entry that holds an offset, or None before the first."""
    index = bisect_right(found, offset, key=lambda entry: entry.start) - 1
    return found[index] if index >= 0 else None
