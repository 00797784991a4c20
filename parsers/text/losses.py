"""Deaths that no single word tells: "the fever claimed 142 victims", "a reservist fell", "there were no survivors among"."""

from __future__ import annotations

import re

from aggregator.core.model import Outcome
from parsers.text.clause import Clause, asked, unreal, verb_group
from parsers.text.joined import objects
from parsers.text.moves import find, words

_CLAIMED = re.compile(r"v[td]*([MN])")


def claimed(clause: Clause) -> None:
    """ "the fever has claimed 142 victims"."""
    for match in _CLAIMED.finditer(clause.shape):
        word = clause.pieces[match.start(1)].word
        if clause.text(match.start()) not in asked("claims") or word is None or word.lemma != "victim":
            continue
        if not unreal(clause, verb_group(clause, match.start())):
            find(clause, match.start(1), Outcome.KILLED, match.start(), "claimed")


_FELL = re.compile(r"([SM])d?x(?=[c,.;p]|$)")


def fell(clause: Clause) -> None:
    """ "A reservist fell near the border": of soldiers it means death."""
    for match in _FELL.finditer(clause.shape):
        at = match.end() - 1
        word, after = clause.pieces[match.start(1)].word, clause.text(at + 1) if at + 1 < len(clause.pieces) else "."
        if clause.text(at) == "fell" and word and word.group == "combatants" and after in words("fell_at"):
            find(clause, match.start(1), Outcome.KILLED, at, "fell")


_AMONG = re.compile(r"M[<op][tsad]*(?=[MN])")


def no_survivors(clause: Clause) -> None:
    """ "There were no survivors among the three crew and 29 passengers": all of them died."""
    for match in _AMONG.finditer(clause.shape):
        piece = clause.pieces[match.start()]
        if piece.quantity is None or piece.quantity.high != 0 or piece.word is None or piece.word.lemma != "survivor":
            continue
        for index in objects(clause, match.end()):
            find(clause, index, Outcome.KILLED, match.start(), "no_survivors")
