"""Harm to people whom nobody counted: "Civilians were killed" is more than one."""

from __future__ import annotations

import re

from aggregator.core.model import Outcome, Qualifier
from parsers.text.clause import Clause, Finding, unreal, verb_group
from parsers.text.lexicon import lexicon
from parsers.text.pieces import Piece
from parsers.text.posture import neither
from parsers.text.quantities import PLURAL, Quantity

_HEADLINE = re.compile(r"^d*(G)d*(V)(?=[p,.;:W]|cV[p,.;:W]|cV$|cN|$)")  # "Children killed in school strike"
_BARE = re.compile(r"(?:^|(?<=[.;:qB])|(?<=[VIA]c))d*(G)d*(?:(?:h[hd]*)?b[bhd]*(V)|(?:hd*)?(I))")


def plurals(clause: Clause) -> None:
    """ "Civilians were killed": more than one, though nobody counted."""
    headline = _HEADLINE.match(clause.shape)
    if headline and (who := clause.pieces[headline.start(1)].word) and who.lemma == who.text:
        headline = None  # "Local staff kidnapped": one or more
    for match in (*((headline,) if headline else ()), *_BARE.finditer(clause.shape)):
        at, trigger = match.start(1), match.end() - 1
        piece, word = clause.pieces[at], clause.pieces[trigger].trigger
        if word is None or word.outcome not in _HARM or word.lemma == "taken to hospital" or not _uncounted(clause, piece):
            continue
        group = verb_group(clause, trigger)
        if trigger in clause.taken or unreal(clause, group) or group.words & _NOT_PAST or neither(clause, at):
            continue
        _tell(clause, at, word.outcome, trigger)


def some(clause: Clause, at: int, trigger: int) -> None:
    """Add the people at `at`, whom the verb at `trigger` befell, as more than one: "gunmen killed worshippers"."""
    piece, word = clause.pieces[at], clause.pieces[trigger].trigger
    if word and word.outcome in _HARM and piece.code == "G" and _uncounted(clause, piece):
        _tell(clause, at, word.outcome, trigger)


def _tell(clause: Clause, at: int, outcome: Outcome, trigger: int) -> None:
    piece = clause.pieces[at]
    number = Quantity(
        start=piece.start, end=piece.end, low=None, high=None, qualifier=Qualifier.VAGUE, vague=PLURAL, figure=piece.start
    )
    clause.pieces[at] = piece.but(quantity=number, words=(piece.start, piece.end), head=piece.end - 1)
    clause.found.append(Finding(piece=at, outcome=outcome, rule="plural", trigger=trigger))


def _uncounted(clause: Clause, piece: Piece) -> bool:
    """Return whether a plural tells of people not told of before: no "the", no "victims", no "how many"."""
    first = clause.words[piece.start]
    known = lexicon().singles.get(first)
    if first in _MANY or (known is not None and known.role in "ts"):
        return False
    word = piece.word
    return word is not None and word.outcome is None and word.lemma not in _NOBODY_NEW and word.unit == "person"


_HARM = frozenset((Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED))
_NOT_PAST = frozenset(("is", "was", "has", "are", "get", "getting", "gets"))  # one staff, or what happens all the time
_MANY = frozenset(("many", "more", "most", "such", "fewer", "enough", "any"))  # "how many people were killed"
_NOBODY_NEW = frozenset(("victim", "survivor"))  # told of already
