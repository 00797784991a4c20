"""Reports to groups: blocks by telling words and by place and day, likeness within blocks, then the most alike joined first.

Never all pairs: two reports meet only under a key that few reports share. The outcome depends on the set of reports alone,
not on the order in which they came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from aggregator.core.model import Place
from aggregator.crowds import Crowd, Days, crowds, day_told, peaks, unseen
from aggregator.evidence import Counts, Seen, likeness, seen, shared, week
from aggregator.joining import NO_OCCASION, Decided, Occasions, Pair, join
from aggregator.profile import POINT, Profile, country_key, place_key, rules


class Grouper:
    """Collects reports and groups them.

    `add` takes one report (a second with the same unit replaces the first), `groups` returns all groups, each sorted by unit.
    Who adds only a part of a larger store gives `known`: for keys of these reports, how many reports of the whole store bear
    them and in how many weeks. Without it a word that is rare among the part, but common in the store, would tell too much.
    `decided` are the documents that people put together or keep apart. `crowds`, once grouped, are the keys that name a happening
    of very many reports, each with the document that told of it first and the day.
    """

    def __init__(self, known: Counts | None = None, decided: Decided | None = None) -> None:
        self._profiles: dict[str, Profile] = {}
        self._known: Counts = known or {}
        self._decided = decided or Decided()
        self.crowds: list[tuple[str, str, int]] = []

    def add(self, report: Profile) -> None:
        """Take in one report."""
        self._profiles[report.unit] = report

    def groups(self) -> list[list[Profile]]:
        """Return the groups; every report is in exactly one. The order of arrival does not matter."""
        reports = [self._profiles[unit] for unit in sorted(self._profiles)]
        counts = key_counts(reports)
        for key in counts.keys() & self._known.keys():
            if self._known[key].reports > counts[key].reports:
                counts[key] = self._known[key]
        met = alike(reports, counts)
        self.crowds = [(key, reports[crowd.members[0][0]].document, crowd.day) for key, crowd in met.crowds]
        return join(reports, met.scores, met.occasions, self._decided)


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


def key_counts(reports: Iterable[Profile]) -> dict[str, Seen]:
    """Return for each key how many of these reports bear it, and when."""
    weeks: dict[str, Counter[int]] = defaultdict(Counter)
    for report in reports:
        for key in {*report.keys, place_key(report.place), country_key(report.place)}:
            weeks[key][week(report)] += 1
    return {key: seen(key, found) for key, found in weeks.items()}


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


@dataclass(frozen=True, slots=True)
class Alike:
    """How likely every two reports that met are of one event, where that is not negligible; and the crowds, with their keys.

    Two of one occasion (`occasions` has those of the reports in a crowd) that met and are not alike have 0; other pairs of one
    occasion have nothing: not all of them meet.
    """

    scores: Mapping[Pair, float]
    crowds: Sequence[tuple[str, Crowd]]
    occasions: Occasions


def alike(reports: list[Profile], counts: Counts) -> Alike:
    """Return how alike reports are that share a key which few bear, or one that names a happening which very many tell of."""
    common: dict[Pair, float] = defaultdict(float)
    found: list[tuple[str, Crowd]] = []
    for i, j, value in _met(reports, counts, found):
        common[i, j] += value
    for meeting in _meetings(reports):
        for n, j in enumerate(meeting):
            for i in meeting[:n]:
                common[(i, j)] += 0.0
    least, occasions = rules("joining")["least"], _occasions(crowd for _, crowd in found)
    scores: dict[Pair, float] = {}
    for (i, j), value in common.items():
        score = likeness(reports[i], reports[j], value, counts)
        if score >= least:
            scores[i, j] = score
        elif not occasions.get(i, NO_OCCASION).isdisjoint(occasions.get(j, NO_OCCASION)):
            scores[i, j] = 0.0
    return Alike(scores, found, occasions)


def _occasions(found: Iterable[Crowd]) -> Occasions:
    """Return the occasions of the reports that are in one of these crowds."""
    occasions: dict[int, set[str]] = defaultdict(set)
    for crowd in found:
        for i, _ in crowd.members:
            occasions[i].add(crowd.occasion)
    return {i: frozenset(names) for i, names in occasions.items()}


def _met(reports: list[Profile], counts: Counts, found: list[tuple[str, Crowd]]) -> Iterator[tuple[int, int, float]]:
    """Yield (i, j, value) of every two reports under each word that tells; add the crowds to `found`."""
    days = _crowded(reports, counts)
    for key, bearers in _postings(reports, counts, days).items():
        total, weeks, _ = counts[key]
        if key in days:
            for crowd in crowds(days[key], bearers, reports, total, weeks):
                found.append((key, crowd))
                yield from crowd.pairs()
        else:
            yield from shared([(i, weight, key == place_key(reports[i].place)) for i, weight in bearers], weeks)


def _crowded(reports: list[Profile], counts: Counts) -> dict[str, Days]:
    """Return the days of those who bear a common key, of the keys whose bearers crowd about a day."""
    rare = rules("wording")["rare"]
    days: dict[str, Days] = defaultdict(Counter)
    for report in reports:
        about = day_told(report.span, report.printed)
        for key in report.keys:
            if counts[key][0] > rare:
                days[key][about] += 1
    return {key: told for key, told in days.items() if peaks(told, unseen(counts[key][0], told, counts[key][1]))}


def _postings(reports: list[Profile], counts: Counts, crowded: Collection[str]) -> dict[str, list[tuple[int, float]]]:
    """Return who bears each word that few bear or that is crowded, unless only in sentences of page furniture."""
    rare, standing = rules("wording")["rare"], standing_sentences(reports)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for i, report in enumerate(reports):
        for key, told in report.keys.items():
            if (1 < counts[key][0] <= rare or key in crowded) and not standing.issuperset(told.sentences):
                postings[key].append((i, told.weight))
    return postings


def _meetings(reports: list[Profile]) -> Iterable[list[int]]:
    meetings: dict[str, list[int]] = defaultdict(list)
    for i, report in enumerate(reports):
        for key in meeting_keys(report):
            meetings[key].append(i)
    limit = rules("wording")["rare"]
    return (met for met in meetings.values() if 1 < len(met) <= limit)
