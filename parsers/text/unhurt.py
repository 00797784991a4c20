"""Who is taken to a hospital and not hurt: "as a precaution", "but was not harmed", or because they were set free."""

from __future__ import annotations

from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.clause import Clause, Finding

_FAR = 24  # words


@cache
def _words(kind: str) -> tuple[str, ...]:
    """Return the words of one kind (`en/negatives`, `unhurt`)."""
    return tuple(read_vocabulary("en/negatives")["unhurt"][kind])


def unhurt(clause: Clause) -> None:
    """Leave out those of whom the words behind "taken to hospital" tell that they were not hurt."""
    if any(f.outcome is Outcome.INJURED for f in clause.found):
        clause.found = [f for f in clause.found if f.outcome is not Outcome.INJURED or not _was_not(clause, f)]


def _was_not(clause: Clause, finding: Finding) -> bool:
    """Return whether a finding tells of care alone, and words of the same people tell of no wound."""
    word = clause.pieces[finding.trigger].trigger
    if word is None or not word.lemma.endswith(_words("care")):
        return False
    first, start = clause.pieces[finding.piece].end, clause.pieces[finding.trigger].start
    if not set(_words("freed")).isdisjoint(clause.words[first:start][-_FAR:]):
        return True  # "were released on Friday and taken to hospital"
    end = next((piece.start for piece in clause.pieces[finding.trigger + 1 :] if piece.code in "MNSUG."), len(clause.words))
    behind = clause.words[clause.pieces[finding.trigger].end : end][:_FAR]
    return f" {' '.join(behind)} ".find(" no ") < 0 and any(f" {told} " in f" {' '.join(behind)} " for told in _words("told"))
