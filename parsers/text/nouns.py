"""Rules of nouns of harm and of the dead themselves: "the deaths of 63", "184 deaths", "his body", "80 lives were lost".

Rules are called like those of `deeds`.
"""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.model import Basis, Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text import moves
from parsers.text.clause import Clause, asked, would_have
from parsers.text.joined import joined_left, objects
from parsers.text.missed import turned_up
from parsers.text.pieces import MULTIPLE, one
from parsers.text.posture import bare_name, before

_OF = re.compile(r"(?:d|p[tsa]?[SXfx]){0,2}o")
_OF_PLACES = frozenset(("massacre", "slaughter", "mass grave"))
_OF_WHOM = re.compile(r"S(?:d|p[tsa]?[SXfx]){0,2}o")
_TO = re.compile(r"z")


def of(clause: Clause, index: int) -> bool:
    """ "the deaths of 63 people", "the murder of a judge", "the bodies of three"."""
    word = clause.pieces[index].trigger
    match = _OF.match(clause.shape, index + 1)
    if word and word.outcome is Outcome.INJURED:
        match = match or _TO.match(clause.shape, index + 1)  # "caused injuries to three others"
    if match is None or (index and clause.shape[before(clause, index - 1, "tsaj")] in "~"):
        return False
    if _settled(clause, match.end()):
        match = _OF_WHOM.match(clause.shape, match.end())  # "the killing in the town of Ardo | of nine men"
    people = objects(clause, match.end(), of_noun=True) if match else []
    if word and word.form == "plural" and len(people) == 1 and clause.pieces[people[0]].name:
        return False  # "the arrests of opponents"
    if word and word.lemma in _OF_PLACES and all(bare_name(clause, i) for i in people):
        return True  # "the massacre of Kasu": the place
    return clause.add(index, people, "of")


def _settled(clause: Clause, at: int) -> bool:
    """Return whether a name behind "of" is that of a place: "the shooting in the town of | Ardo"."""
    return clause.shape[at : at + 1] == "S" and bare_name(clause, at) and clause.last(at - 2) in _kinds_of_place()


@cache
def _kinds_of_place() -> frozenset[str]:
    """Return the kinds that name a settlement or a region with "of"."""
    places = read_vocabulary("en/places")
    return frozenset((*places["settlements"], *places["unnumbered"]))


_CAME = (
    r"(?:[bhdevxz]{1,3}j?(?:p(?=j?p)|p[tsa]?[jfxCSu]{1,3}){0,2}(?:a[fux])?d?)?"  # "were found", "arrived at a hospital in Arlo"
)
_BEARING = re.compile(
    rf"([MNS])(?:,[^,.;:VIKEYAMNO]{{0,5}}q[^,.;:VIKEYAMNO]{{0,5}})?,?{_CAME}(j?p)[jxedHfn~-]{{0,7}}$"
)  # "minor" may be a child


def bearing(clause: Clause, index: int) -> bool:
    """ "Three with minor injuries", "eight more with wounds": the hurt, counted by what they bear."""
    word = clause.pieces[index].trigger
    match = _BEARING.search(clause.shape, max(0, index - 14), index)
    if match is None or word is None or word.outcome is not Outcome.INJURED or clause.text(match.end(2) - 1) != "with":
        return False
    people = match.start(1)
    piece = clause.pieces[people]
    came = moves.words("comes").isdisjoint(clause.words[piece.end : clause.pieces[index].start])
    light = not moves.words("light").isdisjoint(clause.words[clause.pieces[match.start(2)].start : clause.pieces[index].start])
    if piece.code == "S" and came and not light:
        return False  # who is found so may be told of again, as dead
    if (piece.word is not None and piece.word.outcome is not None) or any(f.piece == people for f in clause.found):
        return False
    both = joined_left(clause, people) if piece.code == "S" else [people]
    return clause.add(index, both if all(clause.shape[at] == "S" for at in both) else [people], "bearing")


def possessive(clause: Clause, index: int) -> bool:
    """ "Gray's death"."""
    word = clause.pieces[index].trigger
    if (
        word
        and word.form == "singular"
        and word.outcome is not Outcome.INJURED
        and clause.shape[max(0, index - 2) : index] == "S'"
    ):
        return clause.add(index, [index - 2], "possessive")
    return False


_ALONE_BEFORE = re.compile(r"([MSU])(?:[vxe]?h?b|[vx]zb)[td]*[dxj]$")
_ALONE_BEHIND = re.compile(r"(?:p[tsa]?[jxCSfu]{1,3}){0,2}[hb]{1,2}(?:to)?[tsad]*(?=[MSU])")


def alone(clause: Clause, index: int) -> bool:
    """ "A guard was the only fatality", "the sole death was that of a nurse"."""
    word = clause.pieces[index].trigger
    said = next((at for at in (index - 1, index - 2) if at >= 0 and clause.text(at) in asked("alone")), -1)
    only = said == index - 1 or (said >= 0 and clause.shape[said + 1] in "dj")  # "the only known death"
    if word is None or word.form != "singular" or not only:
        return False
    who = _ALONE_BEFORE.search(clause.shape, max(0, index - 10), said + 1)
    if who:
        return clause.add(index, [who.start(1)], "alone")
    behind = _ALONE_BEHIND.match(clause.shape, index + 1)
    return behind is not None and clause.add(index, objects(clause, behind.end()), "alone")


_OF_WHOSE = re.compile(r" of (?:whose|their) ")
_KIN_OF = ("So", "Mo", "Go")
_COULD_SEE = re.compile(r"m[dn]*[vxKe][^.;,:VIq]{0,4}$")


def counted(clause: Clause, index: int) -> bool:
    """ "184 deaths", "no casualties", "12 bodies": the noun itself tells; captives set free are no abduction."""
    word, piece = clause.pieces[index].trigger, clause.pieces[index]
    if would_have(clause, index):
        return True
    if word and word.outcome is Outcome.MISSING and turned_up(clause, index):
        return True  # "three missing boys were found alive"
    if word and word.outcome is Outcome.ABDUCTED:
        near = {text for at in range(max(0, index - 4), min(len(clause.shape), index + 4)) for text in clause.text(at).split()}
        if near & frozenset(read_vocabulary("en/negatives")["releases"]):
            return True
    if (
        piece.code == "D"
        and index > 1
        and clause.shape[index - 2] == "z"
        and clause.text(index - 1) in ("exceed", "surpass", "top")
    ):
        return True  # "the first crash to exceed one hundred deaths"
    if word and word.outcome is Outcome.ABDUCTED and clause.shape[max(0, index - 2) : index] in _KIN_OF and one(piece):
        return True  # "a relative of one captive"
    if piece.code == "D" and index > 1 and clause.text(index - 1) == "of" and clause.text(index - 2) in asked("chances"):
        return True  # "a 40 percent chance of 10 to 100 deaths": a forecast
    could = _COULD_SEE.search(clause.shape, 0, index) if piece.code == "D" else None
    if could and asked("tells").isdisjoint(clause.text(at) for at in range(could.start(), index)):
        return True  # "could see hundreds more deaths"
    if piece.quantity and piece.quantity.vague and re.search(r" of (?:the|these|those) ", f"{clause.text(index)} "):
        return True  # "some of the bodies": of those told of already
    if word and word.lemma in read_vocabulary("en/victims")["mere"] and _OF_WHOSE.search(clause.text(index)):
        return True  # "46 people, two of whose bodies were never found"
    if piece.quantity and piece.quantity.vague == "some" and word and word.lemma in read_vocabulary("en/victims")["mere"]:
        return True  # "some bodies were burned"
    if piece.quantity and "ordinal" in piece.quantity.flags:
        return clause.add(index, [index], "ordinal", basis=Basis.CUMULATIVE)
    return clause.add(index, [index], MULTIPLE if word and word.lemma == MULTIPLE else "counted")


_FOUND = re.compile(r"[hbd]*[ve]")


def remains(clause: Clause, index: int) -> bool:
    """ "His body was found": whoever was last told of is dead."""
    word, found = clause.pieces[index].trigger, _FOUND.match(clause.shape, index + 1)
    if word is None or word.lemma not in read_vocabulary("en/victims")["mere"] or found is None:
        return False
    words = clause.text(index).split()
    if words[0] == "whose":
        told = {finding.outcome for finding in clause.found}
        if Outcome.KILLED in told:
            return False  # who was told dead before is no other
        if index and clause.shape[index - 1] in "MNUS" and clause.text(found.end() - 1) in asked("finds"):
            return clause.add(index, joined_left(clause, index - 1), "remains")  # "six men whose bodies were found"
        whose = not told.isdisjoint((Outcome.ABDUCTED, Outcome.MISSING))  # "abducted an elder, whose body was found"
    else:
        one = clause.shape[index] == "S" or words[-1] == "remains"
        whose = words[0] in (("his", "her") if one else ("their",)) or "'s" in words
    return whose and clause.text(found.end() - 1) in asked("finds") and clause.add(index, [index], "remains")


def lives(clause: Clause, index: int) -> bool:
    """ "claimed more than 80 lives", "80 lives were lost", "the lives of 12": lives count only where they are taken."""
    word = clause.pieces[index].trigger
    if word is None or word.lemma != "life":
        return False
    before = {clause.text(at) for at in range(max(0, index - 3), index)}
    after = {clause.text(at) for at in range(index + 1, min(len(clause.shape), index + 4))}
    if would_have(clause, index) or not (before & asked("takes") or after & asked("taken")):
        return True
    cost = clause.shape[index - 1 : index] in ("M", "U", "N") and clause.text(index).startswith("their ")
    if cost and not {"cost", "costs", "costing"}.isdisjoint(before):
        return clause.add(index, [index - 1], "lives")  # "cost 72 people their lives"
    return of(clause, index) if clause.shape[index] == "G" else clause.add(index, [index], "lives")
