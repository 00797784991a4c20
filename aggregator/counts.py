"""A toll while it is read: outer bounds add, an open end stays open, nothing is averaged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from aggregator.core import vocab
from aggregator.core.model import Tally

LESS = "less_the_dead"  # the rule of those shot without those of them who died


@cache
def cue(section: str) -> re.Pattern[str]:
    """Return the pattern of a section's words in `vocab/en/tally.toml`."""
    words = sorted(vocab.read("en/tally")[section]["words"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """A toll as read so far: bounds in people, what was stated, and the figures (by index) that it rests on."""

    low: int | None
    high: int | None
    best: int | None
    stated_high: int | None
    members: tuple[int, ...]
    claimant: str
    own_voice: bool = False
    rule: str = "single_figure"
    single: bool = False
    total: bool = False
    further: bool = False
    besides: bool = False
    attacker: bool = False
    floored: bool = False  # its low end is only what its parts come to
    everywhere: bool = False  # "nationwide": beside it the tolls of places are no rivals, whoever gives them
    named: bool = False  # a person's name and no number
    narrow: bool = False  # of children, of bodies found: below a toll of everybody it is no other toll
    rank: int = 0  # 3 of "a third victim": one more only behind fewer than three

    @property
    def size(self) -> int:
        """The figure to compare by: the stated value, else the nearest bound."""
        return next((value for value in (self.best, self.low, self.high) if value is not None), 0)

    @property
    def hollow(self) -> bool:
        """True for "many", "others", "an unknown number": no more than that there was somebody."""
        return self.best is None and self.high is None and (self.low or 0) <= 1


def tallied(count: Count) -> Tally:
    """Return a count as the contract's tally."""
    return Tally(
        low=count.low,
        high=count.high,
        high_open=count.high is None,
        best=count.best,
        stated_high=count.stated_high,
        claims=count.members,
        rule=count.rule,
    )


def solid(said: list[Count]) -> list[Count]:
    """Leave out counts that say no number, where another says one."""
    return [count for count in said if not count.hollow] or said[:1]


def lead(said: list[Count]) -> Count:
    """Return the first count that states a number, else the first: reports open with their toll."""
    return next((count for count in said if count.best is not None or count.high is not None), said[0])


def added(said: Sequence[Count], rule: str) -> Count:
    """Return the sum of counts of different people: outer bounds add, an open end stays open."""
    lows, highs = [c.low for c in said], [c.high for c in said]
    bests, stated = [c.best for c in said], [c.stated_high for c in said]
    return replace(
        said[0],
        low=sum(low or 0 for low in lows) if any(low is not None for low in lows) else None,
        high=None if None in highs else sum(high or 0 for high in highs),
        best=None if None in bests else sum(best or 0 for best in bests),
        stated_high=None if None in stated else sum(value or 0 for value in stated),
        members=tuple(i for c in said for i in c.members),
        rule=rule,
        single=len(said) == 1 and said[0].single,
        attacker=all(c.attacker for c in said),
        named=all(c.named for c in said),
    )


def times(count: Count, places: int) -> Count:
    """Return so many in each of several places."""
    if places == 1:
        return count
    ends = (count.low, count.high, count.best, count.stated_high)
    low, high, best, stated = (None if end is None else end * places for end in ends)
    return replace(count, low=low, high=high, best=best, stated_high=stated, rule="each_place")


def less(count: Count, dead: int) -> Count:
    """Return those shot less those of them who died."""
    return replace(
        count,
        low=None if count.low is None else count.low - dead,
        high=None if count.high is None else count.high - dead,
        best=None if count.best is None else count.best - dead,
        stated_high=None if count.stated_high is None else count.stated_high - dead,
        rule=LESS,
    )


def two_ends(a: Count, b: Count, *, same: bool = False) -> Count | None:
    """Return "at least 11 and up to 15" as one range; None when the two are not the ends of one.

    `same` says that both count the same people, so that "five, possibly as many as nine" is a range as well.
    """
    low, high = (a, b) if not b.low else (b, a)
    if high.low or low.low is None or (low.high is not None and not same) or low.low > high.size:
        return None
    members = tuple(sorted((*low.members, *high.members)))
    return replace(low, high=high.high, best=None, stated_high=high.stated_high, members=members, rule="two_ends")


def hull(a: Count, b: Count) -> Count:
    """Return the range over two counts of the same people by different voices."""
    lows, highs, stated = (
        [value for value in pair if value is not None]
        for pair in ((a.low, b.low), (a.high, b.high), (a.stated_high, b.stated_high))
    )
    return replace(
        a,
        low=min(lows, default=None),
        high=None if a.high is None or b.high is None else max(highs),
        best=a.best if a.best == b.best else None,
        stated_high=max(stated, default=None),
        members=(*a.members, *b.members),
        rule="range_over_claimants",
        single=False,
    )


def against(foes: list[Count]) -> list[Count]:
    """Return the dead of the other side: those that the first to count them gives, as a range where others differ."""
    if len({count.claimant for count in foes}) < 2:
        return foes
    first = [count for count in foes if count.claimant == foes[0].claimant]
    return [spread(first[0] if len(first) == 1 else added(first, "sum_of_parts"), foes)]


def disjoint(a: Count, b: Count) -> bool:
    """Say whether no number satisfies both counts."""
    return (a.high is not None and b.low is not None and b.low > a.high) or (
        b.high is not None and a.low is not None and a.low > b.high
    )


def reaches_above(toll: Count, count: Count) -> bool:
    """Say whether a count without a low end ("up to seven") goes beyond a toll that has both ends."""
    return count.low is None and toll.high is not None and count.high is not None and count.high > toll.high


def spread(toll: Count, others: Sequence[Count]) -> Count:
    """Widen the toll to a range over what other claimants say of it, where they cannot both be right.

    A text that gives a toll in its own voice has weighed the lower figures it quotes; they do not lower it. An end that the
    toll leaves open ("up to nine", "at least four") is filled by the nearest figure that others give inside it.
    """
    rivals = [
        count
        for count in others
        if count.claimant != toll.claimant
        and count.stated_high is not None
        and (disjoint(toll, count) or reaches_above(toll, count))
        and not (count.size == 1 and toll.size > 2)  # one of them, not another toll
        and not (count.narrow and not toll.narrow and count.size < toll.size)
        and not (toll.everywhere and not count.everywhere and count.size < toll.size)
        and not (count.named and count.size < toll.size)  # who some of them were
        and not ((toll.own_voice or count.own_voice) and count.size < toll.size)
    ]
    inside = [count.size for count in others if count.claimant != toll.claimant and not count.hollow]
    if toll.high is None:
        above = max((size for size in inside if size > toll.size), default=None)
        toll = replace(toll, stated_high=above or toll.stated_high)
    if toll.low is None or toll.floored:
        toll = replace(toll, low=max((size for size in (*inside, toll.low or 0) if 0 < size < toll.size), default=None))
    if not rivals:
        return toll
    everyone = [toll, *rivals]
    highs = [c.high if c.high is not None else c.low for c in everyone]
    return replace(
        toll,
        low=min((c.low for c in everyone if c.low is not None), default=None),
        high=None if any(c.high is None for c in everyone) else max(h for h in highs if h is not None),
        stated_high=max((c.stated_high for c in everyone if c.stated_high is not None), default=None),
        members=tuple(dict.fromkeys(i for c in everyone for i in c.members)),
        rule="range_over_claimants",
    )
