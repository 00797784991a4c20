"""Crowds: reports of one happening that so many outlets tell that every word of it is common.

A word that more than `rare` reports bear says nothing about which event they mean, unless nearly all who bear it then tell of
one day, one country, one kind of harm and tolls that follow each other. Then it names that happening. Its bearers are too many
for all pairs: in the order of the news each meets the next few.

Policy is `[crowd]` of `vocab/grouping.toml`. Whether days crowd is decided by numbers alone (`peaks`), so that an archive in
many files finds the few words worth collecting without collecting all.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from aggregator.core.model import Outcome
from aggregator.harms import families
from aggregator.profile import Profile, rules

SHARP = 3  # days: who tells a longer span tells no day
Bearer = tuple[int, bool]
Days = Counter[Bearer | None]
Reports = Mapping[int, Profile] | Sequence[Profile]


@dataclass(frozen=True, slots=True)
class Peak:
    """A day (an ordinal) about which the bearers of a word crowd, and how many they are."""

    day: int
    size: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """Reports of one happening under a word: its `occasion` (country and day), and who they are, with how much it tells each.

    The members come in the order of the news.
    """

    day: int
    occasion: str
    members: tuple[tuple[int, float], ...]

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """Yield (i, j, value), i the smaller, of every two that meet: each report and the next few."""
        beside: int = rules("crowd")["beside"]
        for n, (one, value) in enumerate(self.members):
            for other, its in self.members[n + 1 : n + 1 + beside]:
                yield min(one, other), max(one, other), min(value, its)


def crowds(days: Days, bearers: Sequence[tuple[int, float]], reports: Reports, total: int, weeks: int) -> Iterator[Crowd]:
    """Yield the crowds under a word that `total` reports of the whole store bear, in so many `weeks`.

    `days` is what `day_told` gives for those that are compared here, `bearers` those of them (in `reports`) of which the word is
    no page furniture, with its weight.
    """
    by_day: dict[Bearer | None, list[tuple[int, float]]] = defaultdict(list)
    for each in bearers:
        by_day[day_told(reports[each[0]].span, reports[each[0]].printed)].append(each)
    for peak in peaks(days, unseen(total, days, weeks)):
        tells = math.log(rules("wording")["rare"] * 1.5 * peak.size / total)
        about = [each for told in news_of(peak.day) for each in by_day.get(told, ())]
        about.sort(key=lambda each: (reports[each[0]].order, each[0]))
        members = [reports[i] for i, _ in about]
        if tells > 0 and one_happening(members):
            kept = [each for each, stray in zip(about, strays(members), strict=True) if not stray]
            if kept:  # none where the word stood in page furniture alone on those days
                yield Crowd(peak.day, occasion_of(members, peak.day), tuple((i, weight * tells) for i, weight in kept))


def day_told(span: tuple[int, int] | None, printed: int | None) -> Bearer | None:
    """Return the day a report is about (an ordinal) and whether it tells that day or was only printed then; None without both."""
    if span is not None and span[1] - span[0] <= SHARP:
        return span[0], True
    return None if printed is None else (printed, False)


def news_of(day: int) -> list[Bearer]:
    """Return what reports that may be of a happening of this day are about: they tell it, or nearly, or come soon after."""
    return [(day + shift, True) for shift in (-1, 0, 1)] + [(day + shift, False) for shift in range(rules("crowd")["after"] + 1)]


def unseen(total: int, days: Days, weeks: int) -> float:
    """Return how many more reports bear a word in the weeks around a day than `days` has, if the rest are spread evenly."""
    around: float = (rules("crowd")["before"] + rules("crowd")["after"]) / 7
    return (total - days.total()) * min(1.0, around / weeks)


def peaks(days: Mapping[Bearer | None, int], more: float = 0.0) -> list[Peak]:
    """Return the days about which the bearers of a word crowd: more than `rare`, and nearly all who bear it in the weeks around.

    `days` says of how many reports `day_told` gives what; `more` is how many more bear the word in those weeks. The days that
    most tell come first, and what lies in the weeks around one of them counts for no other.
    """
    rule, rare = rules("crowd"), rules("wording")["rare"]
    left = {about: n for about, n in days.items() if about}
    number, found = sum(left.values()), list[Peak]()
    for day in sorted((at for at, tells in left if tells), key=lambda at: (-left.get((at, True), 0), at)):
        if number <= rare or (day, True) not in left:
            continue
        near = ((day + shift, tells) for shift in range(-rule["before"], rule["after"] + 1) for tells in (True, False))
        around = {about: left.pop(about) for about in near if about in left}
        inside = {about: around[about] for about in news_of(day) if about in around}
        size, telling = sum(inside.values()), sum(n for (_, tells), n in inside.items() if tells)
        nearly_all = size >= rule["share"] * (sum(around.values()) + more)
        if size > rare and nearly_all and telling >= rule["share"] * sum(n for (_, tells), n in around.items() if tells):
            found.append(Peak(day, size))
        number -= sum(around.values())
    return found


def one_happening(members: Sequence[Profile]) -> bool:
    """Whether these reports, in the order of the news, nearly all tell of one country, one kind of harm and one growing toll.

    An earthquake and its like (`[reach]`) may strike several countries.
    """
    share, wide = rules("crowd")["share"], frozenset(rules("reach")["wide"])
    countries = Counter(p.place.country for p in members if p.place.country)
    causes = [p.causes for p in members if p.causes]
    kinds = Counter(family for told in causes for family in families(told))
    if causes and max(kinds.values(), default=0) < share * len(causes):
        return False
    far = sum(not told.isdisjoint(wide) for told in causes) >= share * len(causes) > 0
    if countries and not far and max(countries.values()) < share * countries.total():
        return False
    return _one_toll([toll for toll in map(_toll, members) if toll])


def strays(members: Sequence[Profile]) -> list[bool]:
    """Return which of these reports, in the order of the news, tell quite another toll than those beside them.

    Theirs is another incident of that place and time. A toll is held against the median of a few before and after it; a report
    that tells none is no stray.
    """
    rule, tolls = rules("crowd"), [_toll(p) for p in members]
    told = [n for n, toll in enumerate(tolls) if toll]
    found = [False] * len(members)
    for place, n in enumerate(told):
        beside = [tolls[m] for m in told[max(0, place - rule["toll_beside"]) : place + rule["toll_beside"] + 1] if m != n]
        usual = median(beside) if beside else tolls[n]
        found[n] = not usual <= tolls[n] * rule["stray_times"] or not tolls[n] <= usual * rule["stray_times"]
    return found


def _toll(report: Profile) -> int:
    """The most dead that a report tells, or 0. One is no toll: in a disaster many tell of somebody's brother."""
    return max((n for outcome, n in report.counts if outcome == Outcome.KILLED.value and n > 1), default=0)


def _one_toll(tolls: Sequence[int]) -> bool:
    """Whether most numbers of dead lie near the one before."""
    rule = rules("crowd")
    near = [max(a, b) <= rule["toll_times"] * min(a, b) for a, b in pairwise(tolls)]
    return not near or sum(near) >= rule["tolls"] * len(near)


def occasion_of(members: Iterable[Profile], day: int) -> str:
    """Return the country and day that a crowd tells of; reports of one occasion that never met may well be of one event."""
    countries = Counter(p.place.country for p in members if p.place.country)
    return f"{min(countries, key=lambda code: (-countries[code], code), default='')}:{day}"
