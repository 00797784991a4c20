"""Reports to groups: blocks by telling words and by place and day, likeness within blocks, then the most alike joined first.

Never all pairs: two reports meet only under a key that few reports share. The outcome depends on the set of reports alone,
not on the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aggregator.core.model import Place
from aggregator.evidence import Counts, likeness, telling_words, week
from aggregator.profile import POINT, Profile, country_key, place_key, rules

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Decided:
    """Documents that people put together (`linked`) and pairs of sets of documents that they keep apart (`parted`)."""

    linked: tuple[frozenset[str], ...] = ()
    parted: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()

    def apart(self, some: Iterable[Profile], others: Iterable[Profile]) -> bool:
        """Whether a person keeps some of these reports from some of the others."""
        if not self.parted:
            return False
        a, b = {p.document for p in some}, {p.document for p in others}
        return any((x & a and y & b) or (x & b and y & a) for x, y in self.parted)


class Grouper:
    """Collects reports and groups them.

    `add` takes one report (a second with the same unit replaces the first), `groups` returns all groups, each sorted by unit.
    Who adds only a part of a larger store gives `known`: for keys of these reports, how many reports of the whole store bear
    them and in how many weeks. Without it a word that is rare among the part, but common in the store, would tell too much.
    `decided` are the documents that people put together or keep apart.
    """

    def __init__(self, known: Counts | None = None, decided: Decided | None = None) -> None:
        self._profiles: dict[str, Profile] = {}
        self._known: Counts = known or {}
        self._decided = decided or Decided()

    def add(self, report: Profile) -> None:
        """Take in one report."""
        self._profiles[report.unit] = report

    def groups(self) -> list[list[Profile]]:
        """Return the groups; every report is in exactly one. The order of arrival does not matter."""
        reports = [self._profiles[unit] for unit in sorted(self._profiles)]
        counts = key_counts(reports)
        for key in counts.keys() & self._known.keys():
            (here, weeks), (all_over, all_weeks) = counts[key], self._known[key]
            counts[key] = max(here, all_over), max(weeks, all_weeks)
        return join(reports, alike(reports, counts), self._decided)


def standing_sentences(reports: Iterable[Profile]) -> frozenset[int]:
    """Return the sentences that stand on pages week after week, or on those of several countries."""
    weeks: dict[int, set[int]] = defaultdict(set)
    countries: dict[int, set[str]] = defaultdict(set)
    for report in reports:
        for sentence in report.sentences:
            weeks[sentence].add(week(report))
            if report.place.country:
                countries[sentence].add(report.place.country)
    return frozenset(sentence for sentence in weeks if furniture(len(weeks[sentence]), len(countries[sentence])))


def furniture(weeks: int, countries: int) -> bool:
    """Whether a sentence told in so many weeks and of so many countries is page furniture: no one happening is told like that.

    A young store has seen few weeks; there the countries tell.
    """
    rule = rules("wording")
    return bool(weeks >= rule["standing_weeks"] or countries >= rule["standing_countries"])


def key_counts(reports: Iterable[Profile]) -> dict[str, tuple[int, int]]:
    """Return for each key how many of these reports bear it, and in how many different weeks."""
    number: dict[str, int] = defaultdict(int)
    weeks: dict[str, set[int]] = defaultdict(set)
    for report in reports:
        for key in {*report.keys, place_key(report.place), country_key(report.place)}:
            number[key] += 1
            weeks[key].add(week(report))
    return {key: (number[key], len(found)) for key, found in weeks.items()}


def meeting_keys(report: Profile) -> list[str]:
    """Return the keys under which reports of few words in common may still meet: cell and day, country and day.

    Each day has two keys, so that neighbouring days share one.
    """
    day = report.day or report.published
    if day is None or not report.place.country:
        return []
    where = [cell(report.place), report.place.country]
    return [f"@{place}:{day.toordinal() + shift}" for place in where if place for shift in (0, 1)]


def cell(place: Place) -> str:
    """Return a cell of a fifth of a degree, or nothing where a place is known no finer than its province."""
    if place.precision not in POINT or place.lat is None or place.lon is None:
        return ""
    return f"{round(place.lat * 5)},{round(place.lon * 5)}"


def alike(reports: list[Profile], counts: Counts) -> dict[Pair, float]:
    """Return how likely every two reports that meet under a key are of one event, where that is not negligible."""
    common: dict[Pair, float] = defaultdict(float)
    for shared in _postings(reports, counts):
        for n, (j, other) in enumerate(shared):
            for i, value in shared[:n]:
                common[(i, j)] += min(value, other)
    for meeting in _meetings(reports):
        for n, j in enumerate(meeting):
            for i in meeting[:n]:
                common[(i, j)] += 0.0
    least = rules("joining")["least"]
    scores = ((pair, likeness(reports[pair[0]], reports[pair[1]], value, counts)) for pair, value in common.items())
    return {pair: score for pair, score in scores if score >= least}


def _postings(reports: list[Profile], counts: Counts) -> Iterable[list[tuple[int, float]]]:
    standing = standing_sentences(reports)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for i, report in enumerate(reports):
        for key, value in telling_words(report, counts, standing).items():
            postings[key].append((i, value))
    return (shared for shared in postings.values() if len(shared) > 1)


def _meetings(reports: list[Profile]) -> Iterable[list[int]]:
    meetings: dict[str, list[int]] = defaultdict(list)
    for i, report in enumerate(reports):
        for key in meeting_keys(report):
            meetings[key].append(i)
    limit = rules("wording")["rare"]
    return (met for met in meetings.values() if 1 < len(met) <= limit)


def join(reports: list[Profile], scores: Mapping[Pair, float], decided: Decided | None = None) -> list[list[Profile]]:
    """Join the most alike first; two groups are joined only when their reports are alike on the whole.

    Two groups of several reports each must be more so: they may be two incidents of one town and day. Reports without any figure
    come last: they keep no others apart. What people decided comes before: the documents they put together start as one group,
    those they keep apart never meet.
    """
    rule, decided = rules("joining"), decided or Decided()
    home = list(range(len(reports)))
    members = {i: [i] for i in home}
    for together in decided.linked:
        first, *rest = [i for i, report in enumerate(reports) if report.unit in together] or [-1]
        for other in rest:
            _merge(home, members, home[first], home[other])
    likely = [(pair, score) for pair, score in scores.items() if score >= rule["enough"]]
    empty = [not report.figures for report in reports]
    for (i, j), _ in sorted(likely, key=lambda item: (empty[item[0][0]] or empty[item[0][1]], -item[1], item[0])):
        a, b = home[i], home[j]
        if a == b:
            continue
        total = sum(scores.get((min(x, y), max(x, y)), 0.0) for x in members[a] for y in members[b])
        least = rule["together"] if 1 in (len(members[a]), len(members[b])) else rule["two_groups"]
        if total < least * len(members[a]) * len(members[b]):
            continue
        if {reports[x].document for x in members[a]} & {reports[x].document for x in members[b]}:
            continue  # two happenings of one document are two
        if not decided.apart((reports[x] for x in members[a]), (reports[x] for x in members[b])):
            _merge(home, members, a, b)
    return [[reports[x] for x in sorted(group)] for group in members.values()]


def _merge(home: list[int], members: dict[int, list[int]], a: int, b: int) -> None:
    """Put group `b` into group `a`."""
    if a != b:
        for x in members[b]:
            home[x] = a
        members[a] += members.pop(b)
