"""How each expression that names days is read: dates here, what counts from the day of publication in `daysago`.

`daywords.atoms` finds the expressions; `span` reads one against the day of publication and an anchor. `aggregator/dates.py`
composes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from aggregator import daysago
from aggregator.core.model import Precision, Window
from aggregator.daywords import MONTHS, Span, day_of, length

_PARTS = (("early", 1, 10), ("begin", 1, 10), ("start", 1, 10), ("mid", 11, 20), ("late", 21, 31), ("end", 21, 31))


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


_Reader = Callable[[re.Match[str], date | None, Window], Span | None]
_READERS: dict[str, _Reader] = {
    "iso": _iso,
    "slash": _slash,
    "dmy": _dmy,
    "mdy": _mdy,
    "month": _month,
    "ago": daysago.ago,
    "shift": daysago.shift,
    "past": daysago.past,
    "hours": daysago.hours,
    "this": daysago.this,
    "begun": daysago.begun,
    "weekend": daysago.weekend,
    "next": daysago.coming,
    "dow": daysago.weekday,
    "beforelast": daysago.before_yesterday,
    "yesterday": daysago.yesterday,
    "today": daysago.today,
    "rel": daysago.beside,
    "season": _season,
    "year": _year,
    "nth": daysago.nth,
}


def span(match: re.Match[str], published: date | None, anchor: Window) -> Span | None:
    """Return the days that one match of `atoms` names, or None when it is no date after all ("31 February")."""
    name = next(name for name in _READERS if match.group(name) is not None)
    return _READERS[name](match, published, anchor)
