"""The expressions that name days ("7 October 2023", "last Thursday", "the past 24 hours"), and what one comes to.

`atoms` finds them in lower-case words; `dayspans.span` reads one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from aggregator.core.model import Precision


@dataclass(frozen=True, slots=True)
class Span:
    """One expression read: days from `first` to `last`; `month`/`day` without `year` may still borrow a year."""

    first: date | None
    last: date | None
    precision: Precision
    rank: int
    yearless: tuple[int, int, int, int] | None = None
    unanchored: bool = False


_NAMES = "january february march april may june july august september october november december"
MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {name: number for number, name in enumerate(_DAYS)} | {name[:3]: number for number, name in enumerate(_DAYS)}
WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_AMOUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_AMOUNT |= {"ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "twenty-four": 24, "thirty": 30}
_AMOUNT |= {"forty": 40, "forty-eight": 48, "fifty": 50, "seventy-two": 72, "couple": 2, "another": 1}
_VAGUE = ("few", "several", "many", "some", "recent")

_m = rf"(?P<{{0}}>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_w = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_n = rf"\d{{1,4}}|{'|'.join(sorted((*_AMOUNT, *_VAGUE), key=len, reverse=True))}"
_u = r"minute|hour|day|night|week|fortnight|month|year|decade|weekend"
_y = r"(?:1[5-9]|20)\d\d"
_d1 = r"(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?:\s*(?:-|–|—|to|and|&)\s*(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?)?"
_m1 = r"(?P<m1>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:])(?:\s*(?:-|–|—|to|and|&)\s*(?P<m2>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:]))?"
_part = r"(?:(?P<part>early|mid|late|beginning\s+of|start\s+of|end\s+of)[\s-]+(?:in\s+)?)?(?:last\s+|this\s+|next\s+)?"
_daytime = r"(?:day|night|morning|afternoon|evening)"
_EXPRESSIONS = (
    rf"(?P<iso>{_y}-[01]?\d-[0-3]?\d)(?!\d)",
    rf"(?P<slash>[0-3]?\d[/.][0-3]?\d[/.](?:{_y}|\d\d))(?!\d)",
    rf"(?P<dmy>{_d1}(?:\s+of)?[\s-]+{_m.format('dm')}(?:,?[\s-]+(?P<dy>{_y})(?!\d))?)",
    rf"(?P<mdy>{_m.format('mm')}\s+(?:the\s+)?{_m1}(?:,?\s+(?P<my>{_y})(?!\d))?)",
    rf"(?P<month>{_part}{_m.format('mo')}(?:(?:\s+of)?,?\s+(?P<moy>{_y})(?!\d))?)",
    rf"(?P<ago>(?P<an>{_n})\s+(?:of\s+)?(?P<au>{_u})s?\s+ago)",
    rf"(?P<shift>(?P<sn>{_n})\s+(?:of\s+)?(?P<su>{_u})s?\s+(?P<sd>earlier|later|before|after|previously))",
    rf"(?P<past>(?:last|past|previous|preceding|recent)\s+(?:(?P<pn>{_n})[\s-]+(?:of\s+)?)?(?P<pu>{_u})s?)(?!\w)",
    rf"(?P<hours>(?P<hn>{_n})[\s-]+hours?\s+(?:to|until|up\s+to|before|ending))",
    r"(?P<this>(?:this|current)\s+(?P<tu>week|month|year|decade)(?!\w))",
    r"(?P<begun>(?:start\s+of|beginning\s+of|turn\s+of|earlier\s+in)\s+(?:the|this)\s+(?P<bu>week|month|year|decade)(?!\w))",
    r"(?P<weekend>(?:the|this)\s+weekend)",
    r"(?P<next>(?:next|coming)\s+(?P<nu>week|month|year|weekend))",
    rf"(?P<dow>(?:(?P<dp>last|this|next|coming|previous|past)\s+)?(?P<dd>{_w})\b(?P<lw>\s+(?:of\s+)?last\s+week)?)",
    r"(?P<beforelast>(?:the\s+)?day\s+before\s+yesterday)",
    r"(?P<yesterday>yesterday|last\s+night|overnight|last\s+evening)",
    r"(?P<today>today|tonight|this\s+(?:morning|afternoon|evening|noon)|earlier\s+in\s+the\s+day)",
    rf"(?P<rel>(?:that|the\s+same|(?:the\s+)?(?:previous|following|next))\s+{_daytime}|(?:the\s+)?{_daytime}\s+(?:before|after))",
    rf"(?P<season>(?:spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<sy>{_y}))(?!\d)",
    rf"(?P<year>(?P<yy>{_y})(?P<ys>s)?)(?![\d,.]\d)(?!\d)",
    rf"(?P<nth>the\s+(?P<nd>[0-3]?\d)(?:st|nd|rd|th))(?!\s+(?:of\s+)?(?:{'|'.join(MONTHS)})\b)",
)


@cache
def atoms() -> re.Pattern[str]:
    """Return the pattern that finds one expression in lower-case words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(_EXPRESSIONS)})")


def length(year: int, month: int) -> int:
    """Return the days of a month."""
    return monthrange(year, month)[1]


def day_of(year: int | None, month: int, day: int) -> date | None:
    """Return a day of the calendar, or None where it has none such."""
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None


def minus(day: date | None, days: int) -> date | None:
    """Return the day so many days before another, or None beyond the calendar."""
    try:
        return day - timedelta(days=days) if day else None
    except OverflowError:
        return None


def amount(word: str | None) -> int | None:
    """Return the number that a word or figures name, 1 for no word, None for a vague one."""
    if word is None:
        return 1
    return int(word) if word.isdecimal() else _AMOUNT.get(word)
