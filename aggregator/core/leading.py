"""Which of an event's counts of all its people is told first: that of the incident, or of the time that most sources tell.

What strikes on a day has its own toll, however many tell a running total beside it. An epidemic or a heatwave (`slow` of
`vocab/causes.toml`) has no such day: "18 died last week" is a share of "212 since January".
"""

from __future__ import annotations

from aggregator.core import vocab
from aggregator.core.model import Basis, Estimate

WIDEST = (Basis.CUMULATIVE, Basis.PERIOD, Basis.INCIDENT)


def slow(cause: str | None) -> bool:
    """Return whether harm of this cause goes on for weeks."""
    return cause in vocab.read("causes")["slow"]


def scope(estimate: Estimate, cause: str | None) -> tuple[int, ...]:
    """Return what sorts estimates of one outcome, the one told first first; the widest of those told by equally many."""
    if not slow(cause):
        return (int(estimate.basis is not Basis.INCIDENT),)
    width = WIDEST.index(estimate.basis) if estimate.basis in WIDEST else len(WIDEST)
    return (int(width == len(WIDEST)), -estimate.claimants, width)
