"""Whether two figures count over the same time: an incident, a day's count and a running total of one event are not one toll."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from aggregator.core import vocab
from aggregator.core.model import Basis, Precision
from aggregator.standing import Standing

WIDTH = {Basis.INCIDENT: 0, Basis.PERIOD: 1, Basis.CUMULATIVE: 2}
LOCAL = frozenset({Precision.EXACT, Precision.NEAR, Precision.ADMIN2})
LANDS = frozenset({Precision.COUNTRY, Precision.ADMIN1})
VAGUE = frozenset({Precision.MONTH, Precision.YEAR, Precision.WEEK})


def same_scope(a: Standing, b: Standing) -> bool:
    """Whether two figures of one outcome count over one stretch of time: their basis agrees, and for totals their start too."""
    if a.basis != b.basis:
        return False
    if a.basis not in (Basis.CUMULATIVE, Basis.PERIOD):
        return True
    return same_start(a, b)


def same_start(a: Standing, b: Standing) -> bool:
    """Whether two counts start together, as far as the texts tell; a start that is not told fits any."""
    first, second = a.figure.window.start, b.figure.window.start
    if first is None or second is None:
        return True
    limits = vocab.read("reconcile")["scope"]
    vague = {a.figure.window.precision, b.figure.window.precision} & VAGUE
    limit: int = limits["vague_days"] if vague else limits["near_days"]
    near = abs((first - second).days) <= limit
    if a.basis is Basis.PERIOD:
        return near and _length(a) == _length(b)
    return near


def _length(s: Standing) -> int | None:
    start, end = s.figure.window.start, s.figure.window.end
    return (end - start).days if start and end else None


def wider(standing: Sequence[Standing]) -> list[Standing]:
    """Mark the running totals of a country or province that began before what befell one town of it: other scopes than its toll.

    "Floods have killed 64 across Pakistan since 26 June" is no toll of the flood of one valley on 27 June.
    """
    days: dict[str | None, list[date]] = defaultdict(list)
    for s in standing:
        window, place = s.figure.window, s.figure.place
        of_a_day = s.figure.claim.basis is Basis.INCIDENT and window.start is not None and window.start == window.end
        if of_a_day and place.precision in LOCAL and not s.doubt and window.start is not None:
            days[place.country].append(window.start)
    wide = [s for s in standing if _began_before(s, days.get(s.figure.place.country, []))]
    ids = {s.id for s in wide}
    return [replace(s, wide=True) if s.id in ids else _share(s, wide) for s in standing]


def _share(s: Standing, totals: Sequence[Standing]) -> Standing:
    """Return a province's share of a land's running total, told beside it, as a part of that: no toll of the event's either."""
    of = [t for t in totals if (t.figure.claim.document, t.outcome) == (s.figure.claim.document, s.outcome)]
    below = [t for t in of if s.bounds.high is not None and s.bounds.high < t.bounds.bottom]
    if not below or not s.whole or s.doubt or s.figure.place.precision not in LANDS:
        return s
    return replace(s, whole=False, population="part", parent=below[0].id)


def _began_before(s: Standing, days: Sequence[date]) -> bool:
    """Whether a running total of a land began before the day that most of its local counts tell."""
    start, precision = s.figure.window.start, s.figure.place.precision
    if s.figure.claim.basis is not Basis.CUMULATIVE or precision not in LANDS or start is None or not days:
        return False
    return start < max(sorted(set(days)), key=days.count)


def running(standing: Sequence[Standing]) -> list[Standing]:
    """Mark the counts of a period that run over the time of a running total of the event: one scope, however it is told.

    "Between 1 January and 10 May" is "since January", said on 11 May; a month or a season within it is not.
    """
    totals = [s for s in standing if s.basis is Basis.CUMULATIVE and not s.doubt]
    return [replace(s, running=True) if s.basis is Basis.PERIOD and any(_one_time(s, t) for t in totals) else s for s in standing]


def _one_time(period: Standing, total: Standing) -> bool:
    """Whether a period of more than a week begins and ends within days of a running total's time."""
    (start, end), (first, last) = _window(period), _window(total)
    if period.outcome != total.outcome or None in (start, first) or end is None or last is None:
        return False
    limits = vocab.read("reconcile")["scope"]
    long = (_length(period) or 0) > limits["incident_days"]
    return long and same_start(total, period) and abs((end - last).days) <= limits["near_days"]


def narrower(a: Standing, b: Standing) -> Standing | None:
    """Return the figure that counts over less time, or None when neither is known to lie within the other."""
    if WIDTH.get(a.basis) is None or WIDTH.get(b.basis) is None:
        return None
    if a.basis != b.basis:
        return min(a, b, key=lambda s: WIDTH[s.basis])
    first, second = _window(a), _window(b)
    if first[0] is None or second[0] is None or first[0] == second[0]:
        return None
    return a if first[0] > second[0] else b


def _window(s: Standing) -> tuple[date | None, date | None]:
    return s.figure.window.start, s.figure.window.end
