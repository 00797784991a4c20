"""Whom a harm can be meant of: "the area was affected" and "the team was beaten" tell of nobody."""

from __future__ import annotations

from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read
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


@cache
def of_people(kind: str) -> frozenset[str]:
    """Return words of one kind of the verbs that befall people only where a noun tells them to be people (`en/outcomes`)."""
    return frozenset(read("en/outcomes")["of_people"][kind])


def figurative(lemma: str, words: list[str], end: int) -> bool:
    """Return whether words tell that such a verb, which ends at `end`, is meant of no harm: "cut to pieces by critics"."""
    if lemma not in of_people("verbs"):
        return False
    if lemma in of_people("swept"):
        return not of_people("ended_well").isdisjoint(words)
    blew = words[end - 2 : end + 1] == ["blew", "up", "near"]  # "a bomber blew up near two soldiers"
    return blew or not of_people("figurative").isdisjoint(words[end : end + _NEAR])


_NEAR = 6  # words


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
    if lemma in of_people("verbs") and _no_victims(piece):
        return False  # rifles, farms and cargoes seized, photographs blown up, families torn apart
    if piece.code not in "Sr":
        return True
    if piece.word and piece.word.unit == "household":
        return False  # a family: nobody says how many
    if outcome in (Outcome.AFFECTED, Outcome.HOMELESS, Outcome.DISPLACED):
        return False
    if outcome is Outcome.MISSING and piece.name is None:
        return True  # "a fourth is missing"
    return bool(piece.word) or (outcome in HARD and lemma not in _SOFT)


def _no_victims(piece: Piece) -> bool:
    """Return whether people are not told to be people, are families, or sides in a game."""
    return not piece.word or piece.word.unit != "person" or piece.word.lemma in of_people("rivals")


def _got_away(piece: Piece) -> bool:
    """Return whether those who "fled" ran from the law or from a blow: "three gunmen fled", "the other two men fled"."""
    few = piece.quantity is not None and (piece.quantity.high or 0) <= _FEW
    return piece.word is not None and (
        piece.word.group in ("suspects", "combatants") or (piece.word.group == "men" and (few or piece.code == "S"))
    )


_FEW = 10  # men
