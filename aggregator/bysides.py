"""The dead of the two sides of a fight: 200 soldiers whom a group says it killed are no rival toll of 60 fighters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from aggregator.core import vocab
from aggregator.intervals import outer, overlap
from aggregator.sides import FOES, side_of
from aggregator.standing import Standing, part_name

UNARMED = "unarmed"
NAMES = {"uniformed": "soldiers", "fighters": "fighters"}


def by_side(standing: Sequence[Standing]) -> list[Standing]:
    """Tell soldiers and those they fight apart where an event's figures count both; either alone is what the dead are called.

    So it is with people who can be of neither side ("aid workers") beside a count of either.

    Beside a toll of everybody they are parts, unless they lie above every such toll: then they are rivals of it. Without one
    each stands for all that its speaker counts, and is compared with counts of its own side only.
    """
    for outcome in {s.outcome for s in standing}:
        said = [s for s in standing if s.outcome == outcome and not s.doubt and s.bounds.bottom > 0]
        said = [s for s in said if s.whole or s.sum or s.onto]
        sides = {s.id: _side(s) or _unarmed(s, said) for s in said}
        met = set(sides.values())
        if not met >= FOES and not (UNARMED in met and met & FOES):
            continue
        everybody = [s.reach.top or 0 for s in said if s.whole and (s.besides or not sides[s.id])]
        everybody += [outer([s.bounds for s in said if s.id in ids]).top or 0 for ids in {s.sum for s in said if s.sum}]
        named = {s.id: _of_side(s, sides[s.id], everybody) for s in said if sides[s.id]}
        standing = [named.get(s.id, s) for s in standing]
    return list(standing)


def _side(s: Standing) -> str:
    """Return on which side all those counted stand; "officials and soldiers" stand on none."""
    return "" if _AND.search(s.figure.claim.victims.text or "") else side_of(s.figure.claim)


def _unarmed(s: Standing, said: Sequence[Standing]) -> str:
    """Return that people can be of no side: aid workers, children. One speaker's as many fighters may be another's children."""
    if part_name(s.figure) not in vocab.read("reconcile")["populations"]["unarmed"]:
        return ""
    same = any(o.speaker != s.speaker and _side(o) and overlap(o.bounds, s.bounds) for o in said)
    return "" if same else UNARMED


_AND = re.compile(r",|\band\b")


def _of_side(s: Standing, side: str, everybody: Sequence[int]) -> Standing:
    """Return a figure as one of its side's: a part where the event has a toll of everybody that it is not."""
    if s.besides:
        return s
    rival = not everybody or s.bounds.bottom > max(everybody)
    known = part_name(s.figure)
    name = NAMES.get(side, known) if known in ("combatant", "part") else known
    return replace(s, whole=s.whole and rival, population=name)
