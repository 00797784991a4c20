"""Bounds of figures as arithmetic: what overlaps, how wide the gap is, how round a number is. Integers in, integers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aggregator.core.model import Figure


@dataclass(frozen=True, slots=True)
class Bounds:
    """A closed interval of people (or of `unit`s); None is open at that end. Empty of both means no number was said."""

    low: int | None
    high: int | None
    unit: str = "person"

    @property
    def empty(self) -> bool:
        """Whether no number was said at all."""
        return self.low is None and self.high is None

    @property
    def top(self) -> int | None:
        """The highest value stated: the high, else the low."""
        return self.high if self.high is not None else self.low

    @property
    def bottom(self) -> int:
        """The lowest value the bounds allow: an open low allows nobody at all."""
        return self.low or 0

    def holds(self, other: Bounds) -> bool:
        """Whether `other` lies within these bounds and is narrower."""
        wide = self.high is None or (other.high is not None and other.high <= self.high)
        return self.bottom <= other.bottom and wide and (self.bottom, self.high) != (other.bottom, other.high)


def bounds(figure: Figure) -> Bounds:
    """Return a figure's bounds: in people where it counts or converts to people, else in its own unit.

    Bounds that a text states the wrong way round are put in order.
    """
    claim = figure.claim
    if claim.unit == "person" or figure.people_low is not None or figure.people_high is not None:
        low, high, unit = figure.people_low, figure.people_high, "person"
        if low is None and high is None:
            low, high = claim.low, claim.high
    else:
        low, high, unit = claim.low, claim.high, claim.unit
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Bounds(low, high, unit)


def overlap(a: Bounds, b: Bounds) -> bool:
    """Whether both could be right at once."""
    return (a.high is None or b.bottom <= a.high) and (b.high is None or a.bottom <= b.high)


def outer(parts: Sequence[Bounds]) -> Bounds:
    """Return the outer bounds of different people's counts: lows add, highs add, one open end opens the sum."""
    highs = [b.high for b in parts]
    high = None if None in highs else sum(h for h in highs if h is not None)
    return parts[0] if len(parts) == 1 else Bounds(sum(b.bottom for b in parts), high, parts[0].unit)


def distance(lower: Bounds, higher: Bounds) -> int:
    """Return how many people lie between two disjoint intervals."""
    return higher.bottom - (lower.high if lower.high is not None else lower.bottom)


def ratio(lower: Bounds, higher: Bounds) -> float | None:
    """Return the higher's low over the lower's high, None where that is infinite (a zero below)."""
    ceiling = lower.high if lower.high is not None else lower.bottom
    return higher.bottom / ceiling if ceiling else None


def granularity(number: int) -> int:
    """Return the largest power of ten that divides `number`: 1,200 -> 100, 63 -> 1; 0 has none and gives 1."""
    power = 1
    while number and number % (power * 10) == 0:
        power *= 10
    return power


def intersection(all_bounds: list[Bounds]) -> tuple[int, int | None] | None:
    """Return where everybody could be right, or None; an empty list has no such place."""
    if not all_bounds:
        return None
    low = max(b.bottom for b in all_bounds)
    highs = [b.high for b in all_bounds if b.high is not None]
    high = min(highs) if highs else None
    return None if high is not None and high < low else (low, high)
