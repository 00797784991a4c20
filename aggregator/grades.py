"""Counts of the badly hurt and of those still in hospital: a part of the injured, never a rival of their number.

"Three are in critical condition" beside 300 injured is no count of everybody hurt. The words are `vocab/reconcile.toml`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from aggregator.core import vocab
from aggregator.core.model import Outcome
from aggregator.standing import Standing


def by_grade(standing: Sequence[Standing]) -> tuple[Standing, ...]:
    """Return the figures, those of a grade of injury as a part of the largest count of the same injured that lies above them."""
    hurt = [s for s in standing if s.outcome is Outcome.INJURED and not s.doubt and not s.bounds.empty and s.population != "part"]
    graded = {s.id for s in hurt if _graded(s)}
    wholes = [s for s in hurt if s.id not in graded]
    made = {}
    for s in hurt:
        same = [w for w in wholes if s.id in graded and (w.basis, w.population) == (s.basis, s.population)]
        above = [w for w in same if w.bounds.bottom > (s.bounds.top or 0)]
        if above:
            largest = max(above, key=lambda w: (w.bounds.bottom, w.order))
            made[s.id] = replace(s, whole=False, population="part", parent=largest.id)
    return tuple(made.get(s.id, s) for s in standing)


def _graded(s: Standing) -> bool:
    """Whether the words around a number, in its own part of the sentence, tell how badly hurt those are whom it counts."""
    claim = s.figure.claim
    at = claim.start - claim.sentence_start
    if _OF.search(claim.sentence, 0, at):
        return False  # "nine of the 27 injured are still in hospital": the nine are
    opened = max((m.end() for m in _BREAK.finditer(claim.sentence, 0, at)), default=0)
    closed = _BREAK.search(claim.sentence, at)
    return _words().search(claim.sentence, opened, closed.start() if closed else len(claim.sentence)) is not None


_OF = re.compile(r"\bof (?:the |its |their )?$")
_BREAK = re.compile(r"[,;:.] |\band\b|\bwhile\b|\bbut\b|\bincluding\b")


@cache
def _words() -> re.Pattern[str]:
    words = sorted(vocab.read("reconcile")["grades"]["words"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)
