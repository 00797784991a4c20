"""Pairs of reports to groups: the most alike are joined first, and two groups only when they are alike on the whole."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aggregator.profile import Profile, rules

Pair = tuple[int, int]
Occasions = Mapping[int, frozenset[str]]
NO_OCCASION = frozenset[str]()


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


def join(
    reports: Sequence[Profile], scores: Mapping[Pair, float], occasions: Occasions | None = None, decided: Decided | None = None
) -> list[list[Profile]]:
    """Join the most alike first; two groups are joined only when their reports are alike on the whole.

    Two reports without a score are not alike, unless they are of one of the `occasions`: there only some meet, and those count.
    Two groups of several reports each must be more so: they may be two incidents of one town and day. Reports without any figure
    come last: they keep no others apart. What people decided comes before: the documents they put together start as one group,
    those they keep apart never meet.
    """
    rule, decided = rules("joining"), decided or Decided()
    groups = _Groups(len(reports), scores, occasions or {})
    for together in decided.linked:
        first, *rest = [i for i, report in enumerate(reports) if report.unit in together] or [-1]
        for other in rest:
            groups.merge(groups.home[first], groups.home[other])
    likely = [(pair, score) for pair, score in scores.items() if score >= rule["enough"]]
    empty = [not report.figures for report in reports]
    for (i, j), _ in sorted(likely, key=lambda item: (empty[item[0][0]] or empty[item[0][1]], -item[1], item[0])):
        a, b = groups.home[i], groups.home[j]
        if a == b:
            continue
        some, others = groups.members[a], groups.members[b]
        if groups.alike(a, b) < rule["together" if 1 in (len(some), len(others)) else "two_groups"]:
            continue
        if {reports[x].document for x in some} & {reports[x].document for x in others}:
            continue  # two happenings of one document are two
        if not decided.apart((reports[x] for x in some), (reports[x] for x in others)):
            groups.merge(a, b)
    return [[reports[x] for x in sorted(group)] for group in groups.members.values()]


class _Groups:
    """Reports by number in groups that merge; who is alike is looked up from the smaller group, so that hundreds may join one."""

    def __init__(self, number: int, scores: Mapping[Pair, float], occasions: Occasions) -> None:
        self.home = list(range(number))
        self.members = {i: [i] for i in range(number)}
        self._occasions = occasions
        self._held = {i: Counter([names]) for i, names in occasions.items()}  # of each group, how many reports of which
        self._met: list[dict[int, float]] = [{} for _ in range(number)]
        for (i, j), score in scores.items():
            self._met[i][j] = self._met[j][i] = score

    def alike(self, a: int, b: int) -> float:
        """Return the mean of the scores between two groups; pairs of one occasion that did not meet are left out."""
        small, large = (a, b) if len(self.members[a]) <= len(self.members[b]) else (b, a)
        found, mates = list[float](), 0
        for x in self.members[small]:
            here = self._occasions.get(x, NO_OCCASION)
            for y, score in self._met[x].items():
                if self.home[y] == large:
                    found.append(score)
                    mates += not here.isdisjoint(self._occasions.get(y, NO_OCCASION))
        held, theirs = (self._held.get(group, Counter[frozenset[str]]()) for group in (a, b))
        of_one = sum(n * m for s, n in held.items() for t, m in theirs.items() if not s.isdisjoint(t))
        return math.fsum(found) / (len(self.members[a]) * len(self.members[b]) - of_one + mates)

    def merge(self, a: int, b: int) -> None:
        """Put group `b` into group `a`."""
        if a == b:
            return
        for x in self.members[b]:
            self.home[x] = a
        self.members[a] += self.members.pop(b)
        if b in self._held:
            self._held[a] = self._held.get(a, Counter()) + self._held.pop(b)
