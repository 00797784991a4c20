"""Deaths that no single word tells: "the fever claimed 142 victims", "a reservist fell", "there were no survivors among"."""

from __future__ import annotations

import re

from aggregator.core.model import Outcome
from parsers.text.clause import Clause, asked, unreal, verb_group
from parsers.text.joined import objects
from parsers.text.living import less
from parsers.text.living import words as living
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


_AMONG = re.compile(r"([MS])[<op][tsad]*(?=[MN])")
_CARRYING = re.compile(r"[ev][td]{0,2}(M)[^.M]{1,20}(M)(?=[.;]|$)")
_ABOARD = re.compile(r"M[^.;]{1,8}?p([MN])(?=p)")


def no_survivors(clause: Clause) -> None:
    """ "There were no survivors among the three crew and 29 passengers": all died; "a lone survivor among the 30": 29 did."""
    for match in (*_AMONG.finditer(clause.shape), *_ABOARD.finditer(clause.shape)):
        piece = clause.pieces[match.start()]
        if piece.word is None or piece.word.lemma != "survivor":
            continue
        people = objects(clause, match.end()) if match.re is _AMONG else [match.start(1)]
        if piece.quantity is not None and piece.quantity.high == 0:
            if match.re is _ABOARD and clause.text(match.end()) not in asked("aboard"):
                continue
        elif len(people) != 1 or not _but_few(clause, match.start(), people[0]):
            continue
        for index in people:
            find(clause, index, Outcome.KILLED, match.start(), "no_survivors")
    carrying(clause)
    for match in _ON_BOARD.finditer(clause.shape):
        none = clause.pieces[match.start(2)]
        nobody = none.quantity is not None and none.quantity.high == 0 and none.word is not None and none.word.lemma == "survivor"
        behind = clause.text(match.start(1) + 1)
        if nobody and behind in asked("aboard"):  # "went down with 11 people on board, and there were no survivors"
            find(clause, match.start(1), Outcome.KILLED, match.start(2), "no_survivors")


_ON_BOARD = re.compile(r"([MN])[pd][^.:MNUSG]{0,8}?[,;c]{1,2}d?b(M)")


def carrying(clause: Clause) -> None:
    """ "The plane, carrying 53 people, crashed; there were no survivors": all 53 died."""
    for match in _CARRYING.finditer(clause.shape):
        none = clause.pieces[match.start(2)]
        nobody = none.quantity is not None and none.quantity.high == 0 and none.word is not None and none.word.lemma == "survivor"
        if nobody and clause.text(match.start()) == "carrying":
            find(clause, match.start(1), Outcome.KILLED, match.start(2), "no_survivors")


def _but_few(clause: Clause, survivor: int, people: int) -> bool:
    """Take the few who lived from a count of people; return whether the words say that there were no more of them."""
    piece, lived = clause.pieces[people], clause.pieces[survivor].quantity
    few = 1 if lived is None else lived.low if lived.low == lived.high else None
    alone = not living("lone").isdisjoint(clause.text(survivor).split()) or (
        survivor and clause.text(survivor - 1) in living("only")
    )
    if not alone or not few or piece.quantity is None or any(f.outcome is Outcome.KILLED for f in clause.found):
        return False
    left = less(piece.quantity, few, piece.quantity.start, piece.quantity.end)
    clause.pieces[people] = piece.but(quantity=left) if left else piece
    return left is not None


_OF_WHO_SPEAKS = re.compile(r"[SM],?w[hd]*(V)[^.;:qw]{0,12}?q|q[tsad]*[SM],?w[hd]*(V)[^.;:qw]{0,12}?(?=[.;]|$)")


def of_who_speaks(clause: Clause) -> None:
    """Leave out the own loss of who tells a toll: "a man who lost two brothers said | nine people had died"."""
    if "lost" not in clause.has:
        return
    for match in _OF_WHO_SPEAKS.finditer(clause.shape):
        verb = match.start(match.lastindex or 1)
        dead = [f for f in clause.found if f.outcome is Outcome.KILLED]
        if clause.text(verb) == "lost" and any(f.trigger != verb for f in dead):
            clause.found = [f for f in clause.found if f.trigger != verb]


def survivors() -> list[str]:
    """Return the words that tell of one who lived alone: "a lone survivor"."""
    return [f"{lone} survivor" for lone in living("lone")]
