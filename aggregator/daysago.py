"""Days told from the day of publication or from another: "three days ago", "last month", "two days later", "on Monday"."""

from __future__ import annotations

import re
from datetime import date

from aggregator.core.model import Precision, Window
from aggregator.daywords import WEEKDAYS, Span, amount, day_of, length, minus

_UNIT_DAYS = {
    "minute": 0,
    "hour": 0,
    "day": 1,
    "night": 1,
    "week": 7,
    "weekend": 7,
    "fortnight": 14,
    "month": 30,
    "year": 365,
    "decade": 3652,
}
_UNIT_PRECISION = {"week": Precision.WEEK, "weekend": Precision.WEEK, "fortnight": Precision.WEEK, "month": Precision.MONTH}
_UNIT_PRECISION |= {"year": Precision.YEAR, "decade": Precision.YEAR}


def ago(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "Three days ago" is a day; "two weeks ago" a week around it; "four years ago" a year."""
    number, unit = amount(match["an"]), match["au"]
    precision = _UNIT_PRECISION.get(unit, Precision.DAY)
    if published is None:
        return Span(None, None, precision, 5, unanchored=True)
    if number is None:
        return Span(None, published, precision, 5)
    if unit in ("year", "decade"):
        year = published.year - number * (10 if unit == "decade" else 1)
        return Span(date(year, 1, 1), date(year, 12, 31), precision, 5) if year > 0 else None
    if unit == "month":
        month = published.year * 12 + published.month - 1 - number
        year, month = month // 12, month % 12 + 1
        return Span(date(year, month, 1), date(year, month, length(year, month)), precision, 5) if year > 0 else None
    middle = minus(published, number * _UNIT_DAYS[unit] + (number // 24 if unit == "hour" else 0))
    slack = 3 if precision is Precision.WEEK else 0
    return Span(minus(middle, slack), minus(middle, -slack), precision, 5)


def shift(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "Two days later": so long before or after the anchor, where that is a day."""
    number, unit, later = amount(match["sn"]), match["su"], match["sd"] in ("later", "after")
    day = anchor.end if later else anchor.start
    if day is None or number is None or anchor.precision not in (Precision.DAY, Precision.MINUTE):
        return Span(None, None, Precision.DAY, 6, unanchored=True)
    days = number * _UNIT_DAYS[unit]
    made = minus(day, -days if later else days)
    return Span(made, made, _UNIT_PRECISION.get(unit, Precision.DAY), 6)


def beside(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "The same night", "the previous day": the anchor or the day beside it."""
    words = match["rel"]
    later = words.endswith("after") or "following" in words or "next" in words
    step = 0 if words.startswith(("that", "the same")) else 1
    day = anchor.end if later else anchor.start
    if day is None or anchor.precision not in (Precision.DAY, Precision.MINUTE):
        return Span(None, None, Precision.DAY, 6, unanchored=True)
    made = minus(day, -step if later else step)
    return Span(made, made, Precision.DAY, 6)


def past(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "The past 24 hours" and "the last three weeks" run up to publication; "last week", "last month", "last year" are over."""
    words, number, unit = match["past"], amount(match["pn"]), match["pu"]
    precision = _UNIT_PRECISION.get(unit, Precision.DAY)
    if published is None:
        return Span(None, None, precision, 5, unanchored=True)
    if number is None and unit == "hour":
        return Span(minus(published, 1), published, precision, 5)
    if number is None or words.startswith("recent"):
        return Span(None, published, precision, 5)
    definite = match.string[: match.start()].rstrip().endswith(("the", "these"))
    if match["pn"] is None and words.startswith(("last", "previous")) and not definite:
        return _calendar(unit, published, 1)
    days = max(1, (number + 23) // 24) if unit == "hour" else number * _UNIT_DAYS[unit]
    return Span(minus(published, days), published, precision, 5)


def hours(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "The 24 hours to ...": so many up to publication."""
    number = amount(match["hn"])
    if published is None or number is None:
        return None
    return Span(minus(published, (number + 23) // 24), published, Precision.DAY, 5)


def _calendar(unit: str, published: date, back: int) -> Span | None:
    """Return the calendar week, month or year `back` before the one of publication; the present one ends with publication."""
    if unit in ("night", "day", "hour", "minute"):
        day = minus(published, back)
        return Span(day, published, Precision.DAY, 5)
    first: date | None
    if unit in ("week", "weekend", "fortnight"):
        monday = minus(published, published.weekday())
        first = minus(monday, 7 * back)
        last = minus(first, -6)
        if unit == "weekend":
            first = minus(last, 1)
        precision = Precision.WEEK
    elif unit == "month":
        months = published.year * 12 + published.month - 1 - back
        year, month = months // 12, months % 12 + 1
        first, last, precision = day_of(year, month, 1), day_of(year, month, length(max(year, 1), month)), Precision.MONTH
    else:
        year = published.year - back * (10 if unit == "decade" else 1)
        first, last, precision = day_of(year, 1, 1), day_of(year, 12, 31), Precision.YEAR
    if back == 0 and last and last > published:
        last = published
    return Span(first, last, precision, 5)


def this(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "This week": the calendar's, as far as publication."""
    return _calendar(match["tu"], published, 0) if published else Span(None, None, Precision.WEEK, 5, unanchored=True)


def begun(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "The start of the year": the present one, as far as publication."""
    return _calendar(match["bu"], published, 0) if published else Span(None, None, Precision.WEEK, 5, unanchored=True)


def weekend(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """The latest Saturday and Sunday that have begun."""
    if published is None:
        return Span(None, None, Precision.WEEK, 5, unanchored=True)
    saturday = minus(published, (published.weekday() - 5) % 7)
    return Span(saturday, minus(saturday, -1), Precision.WEEK, 5)


def coming(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "Next month": the calendar's."""
    return _calendar(match["nu"], published, -1) if published else Span(None, None, Precision.WEEK, 5, unanchored=True)


def weekday(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """The latest such day on or before publication; "last" and "previous" exclude publication day, "next" looks ahead."""
    if published is None:
        return Span(None, None, Precision.DAY, 2, unanchored=True)
    back = (published.weekday() - WEEKDAYS[match["dd"]]) % 7
    before = match["dp"]
    if before in ("next", "coming"):
        back -= 7
    elif match["lw"]:
        back = published.weekday() + 7 - WEEKDAYS[match["dd"]]
    elif before in ("last", "previous") and back == 0:
        back = 7
    made = minus(published, back)
    return Span(made, made, Precision.DAY, 2)


def yesterday(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "Last night" and "overnight" reach from the day before into the day of publication."""
    if published is None:
        return Span(None, None, Precision.DAY, 5, unanchored=True)
    first = minus(published, 1)
    return Span(first, first if match["yesterday"] in ("yesterday", "last evening") else published, Precision.DAY, 5)


def today(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """The day of publication."""
    return Span(published, published, Precision.DAY, 5, unanchored=published is None)


def before_yesterday(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """Two days before publication."""
    day = minus(published, 2)
    return Span(day, day, Precision.DAY, 5, unanchored=published is None)


def nth(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "The 15th": the latest day of that number."""
    number = int(match["nd"])
    if published is None or not 1 <= number <= 31:
        return None
    for back in range(3):
        months = published.year * 12 + published.month - 1 - back
        made = day_of(months // 12, months % 12 + 1, number)
        if made and made <= published:
            return Span(made, made, Precision.DAY, 5)
    return None
