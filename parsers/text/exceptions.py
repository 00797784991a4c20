"""Who is left out of a nought: "killed nobody but the bomber" tells of one dead, and of no nought."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.actors import actor
from parsers.text.clause import Clause, Finding
from parsers.text.joined import objects
from parsers.text.ownhand import himself


@cache
def _words(kind: str) -> frozenset[str]:
    """Return the words of one kind (`en/grammar`, `but_for`)."""
    return frozenset(read_vocabulary("en/grammar")["but_for"][kind])


def but_for(clause: Clause) -> None:
    """Put those who are excepted in the place of the nought."""
    for finding in list(clause.found):
        quantity = clause.pieces[finding.piece].quantity
        if quantity is None or quantity.high != 0:
            continue
        people = _excepted(clause, finding)
        if people:
            told = {(f.piece, f.outcome) for f in clause.found}
            clause.found.remove(finding)
            clause.found += [replace(finding, piece=at) for at in people if (at, finding.outcome) not in told]


def _excepted(clause: Clause, finding: Finding) -> list[int]:
    """Return who is excepted, behind the nought or behind the word of harm; those of whom more is told next are not."""
    for at, excepts in (
        (finding.piece + 1, _words("words") | _words("behind_nobody")),
        (finding.trigger + 1, _words("words")),
    ):
        while clause.shape[at : at + 1] in ("b", "d") and clause.text(at) not in excepts:
            at += 1  # "no casualties were reported other than"
        if at >= len(clause.shape) or clause.text(at) not in excepts:
            continue
        if at + 1 < len(clause.shape) and clause.text(at + 1) in himself("words"):
            return actor(clause, finding.trigger)
        people = objects(clause, at + 1)
        if people and (finding.trigger > people[-1] or _MORE_TOLD.match(clause.shape, people[-1] + 1) is None):
            return people
    return []


_MORE_TOLD = re.compile(r"(?:,?c[tsad]*[MNUS])*[bhVIA]")  # "no deaths but four cooks and two guards | were hurt"
_LEFT_OUT = re.compile(r"(?:(e)|n([ie]))[tsa]*(?=([MS]))")


def left_out(clause: Clause) -> None:
    """ "59 people, excluding the two bombers, were killed": they died as well, and are none of the 59."""
    for match in _LEFT_OUT.finditer(clause.shape):
        at, word = match.start(3), clause.pieces[match.start(3)].word
        said = clause.text(match.start(1) if match[1] else match.start(2))
        if (
            said not in _words("left_out")
            or (match[1] and said != "excluding")
            or word is None
            or word.lemma not in _words("doers")
        ):
            continue
        dead = [f for f in clause.found if f.outcome is Outcome.KILLED and f.whole is None and f.piece < at]
        if dead:
            clause.found = [f for f in clause.found if f.piece != at]
            clause.found.append(replace(dead[-1], piece=at, rule="besides", like=None))
