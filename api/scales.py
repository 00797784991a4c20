"""Where a number stands on a plot, in percent of its width: linear, or logarithmic with a place of its own for zero."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

LEFT, RIGHT = 4.0, 94.0
ZERO_GAP = 7.0
SPAN_FOR_LOG = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale from `low` to `high`; on a logarithmic one zero stands at the left, before a gap."""

    low: float
    high: float
    log: bool
    zero: bool = False

    def at(self, value: float) -> float:
        """Return the place of a value, in percent, kept within the plot."""
        if self.log:
            if value <= 0:
                return LEFT
            left = LEFT + (ZERO_GAP if self.zero else 0)
            share = (math.log10(max(value, self.low)) - math.log10(self.low)) / (math.log10(self.high) - math.log10(self.low))
            return round(left + min(share, 1.0) * (RIGHT - left), 2)
        share = (value - self.low) / (self.high - self.low)
        return round(LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT), 2)

    def ticks(self, most: int = 7) -> list[int]:
        """Return a few round numbers to mark, lowest first."""
        if not self.log:
            step = nice_step((self.high - self.low) / (most - 1))
            first = math.ceil(self.low / step) * step
            return [int(first + n * step) for n in range(most + 2) if first + n * step <= self.high]
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        for marks in ((1, 2, 5), (1, 3), (1,)):
            found = [m * 10**p for p in powers if p >= 0 for m in marks if self.low <= m * 10**p <= self.high]
            if len(found) <= most:
                break
        while len(found) > most:
            found = found[::2]
        return ([0] if self.zero else []) + found


def nice_step(rough: float) -> int:
    """Return 1, 2 or 5 times a power of ten, at least `rough` and at least 1."""
    power = 10 ** math.floor(math.log10(max(rough, 1)))
    return int(next(m * power for m in (1, 2, 5, 10) if m * power >= rough))


def scale_for(values: Iterable[int | None], log: bool | None = None) -> Scale:
    """Return a scale that holds these values: logarithmic where they span more than SPAN_FOR_LOG times, unless told."""
    known = [value for value in values if value is not None]
    positive = [value for value in known if value > 0]
    top = max(positive, default=1)
    least = min(positive, default=1)
    zero = 0 in known
    if log is None:
        log = top / least > SPAN_FOR_LOG
    if log:
        low = 10 ** math.floor(math.log10(least))
        return Scale(low=low, high=max(top * 1.15, low * 10), log=True, zero=zero)
    step = nice_step(top / 5)
    return Scale(low=0, high=max(step * math.ceil(top * 1.02 / step), 1), log=False, zero=zero)
