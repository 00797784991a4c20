"""How people stand in a clause: behind a preposition, as a bare name, counting nobody, in the number of their verb."""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.vocab import read
from parsers.text.clause import PLURAL, SINGULAR, Clause
from parsers.text.pieces import Piece, one


def before(clause: Clause, at: int, skip: str) -> int:
    """Return the nearest piece at or left of `at` whose code is not in `skip`."""
    while at >= 0 and clause.shape[at] in skip:
        at -= 1
    return at


_QUARTERS = ("ern", "central", "north", "south", "east", "west")


def in_phrase(clause: Clause, index: int) -> bool:
    """Return whether people stand behind a preposition ("in a convoy of 12"); so does a place ("in southern Orvia")."""
    at = before(clause, index - 1, "tsd")
    if at > 0 and clause.shape[at] == "x" and clause.text(at).endswith(_QUARTERS) and bare_name(clause, index):
        at = before(clause, at - 1, "tsd")
    return at >= 0 and clause.shape[at] in "poy&i" and not (clause.shape[at + 1] == "d" and clause.last(at + 1) in _dates())


@cache
def _dates() -> frozenset[str]:
    """Return the words with which a phrase of time ends: "On Monday | a clerk"."""
    return frozenset((*read("en/time")["weekdays"], *read("en/time")["months"], *read("en/time")["parts_of_day"]))


def _either(piece: Piece) -> bool:
    """Return whether a count takes a singular verb as well (a family of five, nobody, a number alone)."""
    q = piece.quantity
    group = piece.word is not None and (piece.word.role == "H" or piece.word.lemma in read("en/victims")["of_number"])
    return bool(q and (q.high == 0 or q.vague)) or group


def agrees(clause: Clause, people: list[int], words: frozenset[str]) -> bool:
    """Return whether the verb's number fits: "12 were", "a man was"."""
    plural = len(people) > 1 or not one(clause.pieces[people[0]])
    if words & SINGULAR:
        return not plural or _either(clause.pieces[people[-1]])
    return plural or not words & PLURAL


_DID = frozenset(("did", "was", "were", "have", "has", "had"))


def as_did(clause: Clause, index: int) -> bool:
    """Return whether people stand behind "as did" or "as were": they share what befell those before."""
    at = before(clause, index - 1, "tsad")
    return at > 1 and clause.shape[at - 1] == "W" and clause.text(at - 1) == "as" and clause.text(at) in _DID


def besides(clause: Clause, index: int) -> bool:
    """Return whether people stand behind words that open a clause: "In addition to the bomber, four cadets were killed"."""
    at = before(clause, index - 1, "tsad")
    return at >= 0 and clause.shape[at] == "&" and (at == 0 or clause.shape[at - 1] in ".;:")


def bare_name(clause: Clause, index: int) -> bool:
    """Return whether a piece is a name that nothing tells to be a person's."""
    return clause.pieces[index].name is not None and clause.pieces[index].word is None


def nobody(clause: Clause, index: int) -> bool:
    """Return whether a piece counts nobody: "killing a clerk, and no charges will be filed"."""
    quantity = clause.pieces[index].quantity
    return quantity is not None and quantity.high == 0


_NEITHER = re.compile(r"n[tsa]*[MNUSGXf],?B[tsad]*$")


def neither(clause: Clause, at: int) -> bool:
    """Return whether people stand behind "neither the guards nor"."""
    match = _NEITHER.search(clause.shape, 0, at) if "nor" in clause.has else None
    return match is not None and clause.text(match.start()) == "neither"


def names_a_thing(clause: Clause, index: int) -> bool:
    """Return whether a bare name between commas is that of the thing before it: "a police dog, Rex, was shot"."""
    shape = clause.shape
    if index > 1 and shape[index - 1] == "R" and shape[index - 2] in "fx" and bare_name(clause, index):
        return True  # "a police dog named Rex"
    if _of_a_place(clause, index):
        return True
    if index < 2 or shape[index - 2 : index] != "f," or shape[index + 1 : index + 2] != "," or not bare_name(clause, index):
        return False
    return before(clause, index - 3, "tsaj") < 0 or shape[before(clause, index - 3, "tsaj")] not in "pozy"


def _of_a_place(clause: Clause, index: int) -> bool:
    """Return whether a name of one word behind a place says where that is: "the owner of a farm near Hay, Ohio, died"."""
    name = clause.pieces[index].name
    if index < 2 or name is None or clause.shape[index - 2 : index] != "S,":
        return False
    if name[1] - name[0] > 1 and any(len(word) > 1 for word in clause.words[slice(*name)]):
        return False  # "N.S.W."
    near = clause.shape[index + 1 : index + 2] in (",", "") and bare_name(clause, index) and bare_name(clause, index - 2)
    return near and clause.shape[index - 3 : index - 2] in ("p", "o") and not _listed(clause, index)


def _listed(clause: Clause, index: int) -> bool:
    """Return whether names go on behind a name: "the murders of Silva, Costa, Amado and Reis"."""
    return clause.shape[index + 1 : index + 3] in (",S", ",c")


def of_the(clause: Clause, index: int) -> int:
    """Return the number that counts some of the people at `index` ("two | of the nine climbers", "one of six who ..."), or -1."""
    for words in ("Not", "No"):
        if index >= len(words) and clause.shape[index - len(words) : index] == words:
            return index - len(words)
    return -1


def same_person(clause: Clause, people: list[int], words: frozenset[str]) -> bool:
    """Return whether the last of these only says more of the one before: "a teacher and activist was killed"."""
    first, last = (clause.pieces[i] for i in people[-2:])
    shape = clause.shape[people[-2] : people[-1] + 1]
    if shape not in ("ScS", "McS") or first.name or last.name or not one(first) or words & PLURAL:
        return False
    bare = last.start == last.head or clause.words[last.start] in ("former",)
    kin, parent = (piece.word is not None and piece.word.group == "family" for piece in (last, first))
    if bare and clause.words[last.start : last.end][1:2] == ["of"] and (words & SINGULAR or not parent):
        return True  # "the driver and father of three was killed", "and mother of two died"
    kin = kin or parent
    return bool(words & SINGULAR) and bare and not kin and clause.words[first.start] in ("a", "an", "one", "1")


def further(clause: Clause, index: int, words: frozenset[str]) -> bool:
    """Return whether people who could be the subject stand further left in the clause."""
    for at in range(index - 1, -1, -1):
        code = clause.shape[at]
        if code in ".;:WVITq":
            return False
        if (
            (code in "MNU" or (code == "S" and clause.pieces[at].word))
            and agrees(clause, [at], words)
            and not (code == "S" and in_phrase(clause, at))
        ):
            return True
    return False
