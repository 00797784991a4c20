"""Whom a harm can be meant of: "the area was affected" and "the team was beaten" tell of nobody."""

from __future__ import annotations

from aggregator.core.model import Outcome
from parsers.text.pieces import Piece, one

HARD = frozenset((Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED, Outcome.DETAINED))
_SOFT = frozenset(("hurt", "beat", "hit", "gas", "capture", "strand"))  # what befalls teams, places and feelings as well
_KIN = ("family", "children", "men", "women", "combatants", "police", "households")
_OF_FIGHTERS = {
    "destroy": ("combatants",),
    "eliminate": ("combatants", "suspects"),
    "lose": _KIN,
    "wipe out": _KIN,
}  # else of things


OF_LIVES = frozenset(("with the loss of", "at the loss of", "mourn", "mourning for"))


def befalls(outcome: Outcome, lemma: str, piece: Piece) -> bool:
    """Return whether this harm can be meant of these people."""
    if lemma in OF_LIVES and piece.code != "M":
        return False  # "with the loss of 46 jobs"
    if piece.code == "U" and lemma in ("did not survive", "burned", "burnt"):
        return False  # "none of the nine banks survived", "45 huts burned", "12 coffins were burnt"
    if outcome is Outcome.DISPLACED and lemma in ("flee", "escape") and _got_away(piece):
        return False
    if lemma in _OF_FIGHTERS and not (piece.word and piece.word.group in _OF_FIGHTERS[lemma]):
        return False
    if piece.word and piece.word.outcome in (Outcome.KILLED, Outcome.CASUALTIES) and outcome is Outcome.INJURED:
        return False  # "took three bodies to the hospital"; "61 casualties and 204 others were hurt"
    nought = piece.quantity is not None and piece.quantity.high == 0
    if lemma == "harmed" and not (nought and piece.word and piece.word.role != "0"):
        return False  # "no hostage was harmed"; of "nobody" a neighbour says it, and how others were harmed it does not say
    if lemma == "expire" and piece.code != "S" and not piece.word:
        return False  # permits
    if lemma == "move" and not piece.word and one(piece):
        return False  # "one of these had been moved"
    if lemma == "seize" and not piece.word:
        return False  # rifles, farms and cargoes
    if piece.code not in "Sr":
        return True
    if piece.word and piece.word.unit == "household":
        return False  # a family: nobody says how many
    if outcome in (Outcome.AFFECTED, Outcome.HOMELESS, Outcome.DISPLACED):
        return False
    if outcome is Outcome.MISSING and piece.name is None:
        return True  # "a fourth is missing"
    return bool(piece.word) or (outcome in HARD and lemma not in _SOFT)


def _got_away(piece: Piece) -> bool:
    """Return whether those who "fled" ran from the law or from a blow: "three gunmen fled", "the other two men fled"."""
    few = piece.quantity is not None and (piece.quantity.high or 0) <= _FEW
    return piece.word is not None and (
        piece.word.group in ("suspects", "combatants") or (piece.word.group == "men" and (few or piece.code == "S"))
    )


_FEW = 10  # men
