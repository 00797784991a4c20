"""Counts of those of the hurt or taken of whom more is told: a part of a larger count, never a rival of it.

"Three are in critical condition" beside 300 injured is no count of everybody hurt, and "thirty of the girls kidnapped were
released" none of the taken. The words are `vocab/reconcile.toml`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from aggregator.core import vocab
from aggregator.core.model import Outcome
from aggregator.standing import Standing


def by_grade(standing: Sequence[Standing]) -> tuple[Standing, ...]:
    """Return the figures, those of some of the hurt or taken as a part of the largest count of the same that lies above them."""
    made: dict[str, Standing] = {}
    for outcome, some in _SOME.items():
        made |= _parts([s for s in standing if s.outcome is outcome and not s.doubt and not s.bounds.empty], some)
    return tuple(made.get(s.id, s) for s in standing)


def _parts(said: Sequence[Standing], some: Callable[[Standing], bool]) -> dict[str, Standing]:
    """Return those of `said` of whom only `some` are counted, by claim id."""
    told = [s for s in said if s.population != "part"]
    graded = {s.id for s in told if some(s)}
    wholes = [s for s in told if s.id not in graded]
    made = {}
    for s in told:
        same = [w for w in wholes if s.id in graded and (w.basis, w.population) == (s.basis, s.population)]
        above = [w for w in same if w.bounds.bottom > (s.bounds.top or 0)]
        if above:
            largest = max(above, key=lambda w: (w.bounds.bottom, w.order))
            made[s.id] = replace(s, whole=False, population="part", parent=largest.id)
    return made


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


def _out(s: Standing) -> bool:
    """Whether a number is of those of the taken who are out, dead or still held; "the 30 kidnapped girls were freed" are all."""
    claim = s.figure.claim
    before = claim.before
    clause = _END.split(claim.behind, maxsplit=1)[0]
    taken = _words("captives", "taken")
    held = taken.search(clause)
    if held is None or taken.search(before) or _ALL.search(before):
        return False  # "gunmen abducted 30 girls who were freed": all of the taken
    out = _words("captives").search(clause, held.end())
    return _OF_THE.match(clause) is not None or (out is not None and not _THEN.search(clause, held.end(), out.start()))


_END = re.compile(r"[.;]")
_OF_THE = re.compile(r" of (?:the|those|them|its|their|these)\b(?! \d)")
_THEN = re.compile(r"\b(?:and|but|then|before|until|later|who)\b")
_ALL = re.compile(r"\b(?:the|all|all of the) $", re.IGNORECASE)
_SOME = {Outcome.INJURED: _graded, Outcome.ABDUCTED: _out, Outcome.DETAINED: _out}


@lru_cache(maxsize=8)
def _words(table: str = "grades", key: str = "words") -> re.Pattern[str]:
    words = sorted(vocab.read("reconcile")[table][key], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)
