"""The dead of the two sides of a fight: 200 soldiers whom a group says it killed are no rival toll of 60 fighters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aggregator.sides import FOES, side_of
from aggregator.standing import Standing, part_name

NAMES = {"uniformed": "soldiers", "fighters": "fighters"}


def by_side(standing: Sequence[Standing]) -> list[Standing]:
    """Tell soldiers and those they fight apart where an event's figures count both; either alone is what the dead are called.

    Beside a toll of everybody they are parts. Without one each stands for all that its speaker counts, and is compared with
    counts of its own side only.
    """
    for outcome in {s.outcome for s in standing}:
        said = [s for s in standing if s.outcome == outcome and not s.doubt and s.bounds.bottom > 0]
        sides = {s.id: side_of(s.figure.claim) for s in said}
        if not {sides[s.id] for s in said if s.figure.claim.subset_of is None} >= FOES:
            continue
        everybody = any(s.sum or (s.whole and (s.besides or not sides[s.id])) for s in said)
        named = {s.id: _of_side(s, sides[s.id], everybody) for s in said if sides[s.id]}
        standing = [named.get(s.id, s) for s in standing]
    return list(standing)


def _of_side(s: Standing, side: str, everybody: bool) -> Standing:
    """Return a figure as one of its side's: a part where the event has a toll of everybody that it is not."""
    if s.besides or (not s.whole and s.population != "combatant"):
        return s
    known = part_name(s.figure)
    name = NAMES[side] if known in ("combatant", "part") else known
    return replace(s, whole=s.whole and not everybody, population=name)
