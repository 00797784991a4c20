"""The expressions that name days ("7 October 2023", "last Thursday", "the past 24 hours") and how each is read.

`atoms` finds them in lower-case words; `span` reads one against the day of publication and an anchor. `aggregator/dates.py`
composes them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from aggregator.core.model import Precision, Window


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
_DAY = {name: number for number, name in enumerate(_DAYS)} | {name[:3]: number for number, name in enumerate(_DAYS)}
_DAY |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_AMOUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_AMOUNT |= {"ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "twenty-four": 24, "thirty": 30}
_AMOUNT |= {"forty": 40, "forty-eight": 48, "fifty": 50, "seventy-two": 72, "couple": 2, "another": 1}
_PARTS = (("early", 1, 10), ("begin", 1, 10), ("start", 1, 10), ("mid", 11, 20), ("late", 21, 31), ("end", 21, 31))
_VAGUE = ("few", "several", "many", "some", "recent")

_m = rf"(?P<{{0}}>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_w = "|".join(sorted(_DAY, key=len, reverse=True))
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
    r"(?P<this>(?:this|current)\s+(?P<tu>week|month|year|decade))",
    r"(?P<begun>(?:start\s+of|beginning\s+of|turn\s+of|earlier\s+in)\s+(?:the|this)\s+(?P<bu>week|month|year|decade))",
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
    return monthrange(year, month)[1]


def day_of(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None


def minus(day: date | None, days: int) -> date | None:
    try:
        return day - timedelta(days=days) if day else None
    except OverflowError:
        return None


def _iso(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    year, month, day = (int(part) for part in match["iso"].split("-"))
    made = day_of(year, month, day) if 1 <= month <= 12 else None
    return Span(made, made, Precision.DAY, 0) if made else None


def _slash(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """A date in figures: read only where day and month cannot be taken for each other."""
    one, two, year = (int(part) for part in re.split(r"[/.]", match["slash"]))
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    if one > 12 >= two >= 1:
        made = day_of(year, two, one)
    elif (two > 12 or one == two) and 1 <= one <= 12:
        made = day_of(year, one, two)
    else:
        return None
    return Span(made, made, Precision.DAY, 0) if made else None


def _dated(month: int, first: str, last: str | None, year: str | None, published: date | None) -> Span | None:
    one, two = int(first), int(last or first)
    if not (1 <= one <= 31 and 1 <= two <= 31):
        return None
    if year is None:
        return Span(None, None, Precision.DAY, 1, yearless=(month, one, month, two))
    start, end = day_of(int(year), month, one), day_of(int(year), month, two)
    return Span(start, end, Precision.DAY, 0) if start and end else None


def _dmy(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    return _dated(MONTHS[match["dm"]], match["d1"], match["d2"], match["dy"], published)


def _mdy(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    return _dated(MONTHS[match["mm"]], match["m1"], match["m2"], match["my"], published)


def _month(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    month, part = MONTHS[match["mo"]], match["part"]
    first, last = next(((a, b) for word, a, b in _PARTS if part and part.startswith(word)), (1, 31))
    precision = Precision.WEEK if part else Precision.MONTH
    if match["moy"]:
        year = int(match["moy"])
        return Span(day_of(year, month, first), day_of(year, month, min(last, length(year, month))), precision, 3)
    return Span(None, None, precision, 4, yearless=(month, first, month, last))


def _year(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    year = int(match["yy"])
    return Span(date(year, 1, 1), date(year + 9 if match["ys"] else year, 12, 31), Precision.YEAR, 3)


def _season(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    year = int(match["sy"])
    return Span(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, 3)


def _amount(word: str | None) -> int | None:
    if word is None:
        return 1
    return int(word) if word.isdecimal() else _AMOUNT.get(word)


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


def _ago(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "Three days ago" is a day; "two weeks ago" a week around it; "four years ago" a year."""
    number, unit = _amount(match["an"]), match["au"]
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


def _shift(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    number, unit, later = _amount(match["sn"]), match["su"], match["sd"] in ("later", "after")
    day = anchor.end if later else anchor.start
    if day is None or number is None or anchor.precision not in (Precision.DAY, Precision.MINUTE):
        return Span(None, None, Precision.DAY, 6, unanchored=True)
    days = number * _UNIT_DAYS[unit]
    made = minus(day, -days if later else days)
    return Span(made, made, _UNIT_PRECISION.get(unit, Precision.DAY), 6)


def _rel(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    words = match["rel"]
    later = words.endswith("after") or "following" in words or "next" in words
    step = 0 if words.startswith(("that", "the same")) else 1
    day = anchor.end if later else anchor.start
    if day is None or anchor.precision not in (Precision.DAY, Precision.MINUTE):
        return Span(None, None, Precision.DAY, 6, unanchored=True)
    made = minus(day, -step if later else step)
    return Span(made, made, Precision.DAY, 6)


def _past(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "The past 24 hours" and "the last three weeks" run up to publication; "last week", "last month", "last year" are over."""
    words, number, unit = match["past"], _amount(match["pn"]), match["pu"]
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


def _hours(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    number = _amount(match["hn"])
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


def _this(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    return _calendar(match["tu"], published, 0) if published else Span(None, None, Precision.WEEK, 5, unanchored=True)


def _begun(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    return _calendar(match["bu"], published, 0) if published else Span(None, None, Precision.WEEK, 5, unanchored=True)


def _weekend(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """The latest Saturday and Sunday that have begun."""
    if published is None:
        return Span(None, None, Precision.WEEK, 5, unanchored=True)
    saturday = minus(published, (published.weekday() - 5) % 7)
    return Span(saturday, minus(saturday, -1), Precision.WEEK, 5)


def _next(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    return _calendar(match["nu"], published, -1) if published else Span(None, None, Precision.WEEK, 5, unanchored=True)


def _weekday(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """The latest such day on or before publication; "last" and "previous" exclude publication day, "next" looks ahead."""
    if published is None:
        return Span(None, None, Precision.DAY, 2, unanchored=True)
    back = (published.weekday() - _DAY[match["dd"]]) % 7
    before = match["dp"]
    if before in ("next", "coming"):
        back -= 7
    elif match["lw"]:
        back = published.weekday() + 7 - _DAY[match["dd"]]
    elif before in ("last", "previous") and back == 0:
        back = 7
    made = minus(published, back)
    return Span(made, made, Precision.DAY, 2)


def _yesterday(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """ "Last night" and "overnight" reach from the day before into the day of publication."""
    if published is None:
        return Span(None, None, Precision.DAY, 5, unanchored=True)
    first = minus(published, 1)
    return Span(first, first if match["yesterday"] in ("yesterday", "last evening") else published, Precision.DAY, 5)


def _today(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    return Span(published, published, Precision.DAY, 5, unanchored=published is None)


def _before_last(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    day = minus(published, 2)
    return Span(day, day, Precision.DAY, 5, unanchored=published is None)


def _nth(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
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


_Reader = Callable[[re.Match[str], date | None, Window], Span | None]
_READERS: dict[str, _Reader] = {
    "iso": _iso,
    "slash": _slash,
    "dmy": _dmy,
    "mdy": _mdy,
    "month": _month,
    "ago": _ago,
    "shift": _shift,
    "past": _past,
    "hours": _hours,
    "this": _this,
    "begun": _begun,
    "weekend": _weekend,
    "next": _next,
    "dow": _weekday,
    "beforelast": _before_last,
    "yesterday": _yesterday,
    "today": _today,
    "rel": _rel,
    "season": _season,
    "year": _year,
    "nth": _nth,
}


def span(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """Return the days that one match of `atoms` names, or None when it is no date after all ("31 February")."""
    name = next(name for name in _READERS if match.group(name) is not None)
    return _READERS[name](match, published, anchor)
