"""Rules of deeds: verbs that take whom they befall: "killed 12", "shot him dead", "12 were killed".

Each rule takes a clause and the index of its trigger and returns whether it has read the trigger; `grammar.RULES` says in which
order they are tried.
"""

from __future__ import annotations

import re

from aggregator.core.model import Outcome
from parsers.text import moves
from parsers.text.actors import actor
from parsers.text.clause import SINGULAR, Clause, Group, asked, unreal, verb_group
from parsers.text.joined import has_predicate, joined_left, joined_right, objects
from parsers.text.nobodies import held, in_general, undone, whose, without_people
from parsers.text.pieces import Piece, one
from parsers.text.posture import bare_name
from parsers.text.pronouns import of_other_sex
from parsers.text.telling import spoken_from
from parsers.text.todeath import dead_behind, ends_in_death

_AND_VERB = re.compile(r"cd*([VEK]|[ve])")


def active(clause: Clause, index: int) -> bool:
    """ "killed 63 people", "has killed at least 12", "killing a judge"."""
    group, shape = verb_group(clause, index), clause.shape
    if group.passive and shape[index] in "V":
        return False
    if undone(clause, index, group):
        return True
    if _opens_bare(clause, index):
        return False  # "Butcher Rui Costa, 55, caught the boy"
    people, before = _whom(clause, index), _told_before(clause, index)
    if before and not people and not unreal(clause, group):
        return clause.add(index, before, "active")
    if not people:
        return without_people(clause, index, group)
    before += _beside(clause, index)
    if shape[index] == "E" and (bare_name(clause, people[0]) or shape[index - 1] == "t") and _is_noun(clause, index):
        return False  # "the shooting near Arlo", "called the killing one of the worst"
    word = clause.pieces[index].trigger
    if word and word.lemma == "beat" and not _beaten(clause.pieces[people[0]]):
        return True  # "beat 12 rivals"
    if unreal(clause, group) or (group.left >= 0 and shape[group.left] in "ot" and shape[index] == "K"):
        return True
    if shape[index] == "E" and in_general(clause, index, people):
        return True
    if word and word.lemma == "shoot":
        also = _AND_OTHERS.match(shape, people[-1] + 1)
        everybody = [*people, also.end()] if also and dead_behind(clause, also.end()) else people
        if dead := dead_behind(clause, everybody[-1]):
            return clause.add(dead, everybody, "active")  # "shot his boss and two guards dead"
    if shape[index] == "V" and "h" not in group.codes and _of_another_verb(clause, index, people, group):
        return False
    if (
        word
        and word.lemma in ("drive", "move")
        and (people[-1] + 1 >= len(shape) or shape[people[-1] + 1] not in "p" or clause.text(people[-1] + 1) not in asked("away"))
    ):
        return False
    return clause.add(index, [*people, *before], "active")


_BESIDE = re.compile(r"&[tsad]*([MS]),[tsaj]*[jxCe]{0,3}[fx]d*$")


def _beside(clause: Clause, index: int) -> list[int]:
    """Return who opens the sentence as harmed too: "In addition to the bomber, the blast | killed seven people"."""
    if "&" not in clause.shape or clause.shape[index] != "V":
        return []
    match = _BESIDE.match(clause.shape, spoken_from(clause, 0, index), index)
    return [match.start(1)] if match else []


_FAR = 40  # pieces


def _told_before(clause: Clause, index: int) -> list[int]:
    """Return the people counted before whom "the" means: "a man meeting his three children shot the children and a guard"."""
    if clause.shape[index + 1 : index + 2] != "G" or clause.words[clause.pieces[index + 1].start] != "the":
        return []
    who = clause.pieces[index + 1].word
    counted = (at for at in range(index - 1, max(-1, index - _FAR), -1) if clause.shape[at] == "M" and not one(clause.pieces[at]))
    at = next((at for at in counted if (word := clause.pieces[at].word) and who and word.lemma == who.lemma), None)
    told = at is None or any(at in people for people in clause.taken.values())
    return [] if at is None or told or who is None or who.outcome else [at]


def _whom(clause: Clause, index: int) -> list[int]:
    """Return the people whom a verb befalls, who stand behind it or behind another verb joined to it."""
    people = objects(clause, index + 1)
    joined = _AND_VERB.match(clause.shape, index + 1)
    if not people and joined and (joined[1] in "VEK" or clause.text(joined.start(1)) in asked("did_as_well")):
        people = objects(clause, joined.end())  # "kidnapped and later released a driver"
    if (
        not people
        and (aboard := _EVERYBODY.match(clause.shape, index + 1))
        and clause.text(aboard.start(1)) in asked("everybody")
    ):
        people = joined_right(clause, aboard.end())
    return people


def _of_another_verb(clause: Clause, index: int, people: list[int], group: Group) -> bool:
    """Return whether people behind a past tense have a verb of their own, which makes it a participle: "two killed, 12 hurt"."""
    if ends_in_death(clause, people[-1]) or not has_predicate(clause, people[0]) or held(clause, people[0] + 1):
        return False
    if clause.shape[index - 1 : index] in ("c", ",", "w", "q"):
        return False  # "the bomb that killed 40 people was hidden in a car"
    return not whose(clause, group.left)


def _opens_bare(clause: Clause, index: int) -> bool:
    """Return whether a verb opens its sentence in the form of the infinitive before a name: a title or an order, no deed."""
    word = clause.pieces[index].trigger
    if clause.shape[index] != "K" or word is None or word.form != "base" or (index and clause.shape[index - 1] not in ".;:"):
        return False
    return index + 1 < len(clause.shape) and bare_name(clause, index + 1)


# "killing everyone on board - 41 singers and a crew of 5"
_EVERYBODY = re.compile(r"([rd])(?:p(?:[tsa]?[fSx])?)?[=:(,-][td]*(?=[MNU])")


def _is_noun(clause: Clause, index: int) -> bool:
    """Return whether a verb in -ing is a noun: "two wounded in Arlo shooting", "the shooting"."""
    return index > 0 and (clause.shape[index - 1] in "tafCXxSj" or clause.text(index - 1) == "in")


def _beaten(piece: Piece) -> bool:
    """Return whether these people are beaten with fists, not in a game or at the polls."""
    word = piece.word
    return word is not None and (
        word.group in ("aid_workers", "family", "women", "children") or word.lemma in moves.words("beaten")
    )


_PRONOUN = re.compile(r"r|s(?![SMGxjfH])")
_AND_OTHERS = re.compile(r",?[c&][tsad]*(?=[MNUS])")


def them_to_death(clause: Clause, index: int) -> bool:
    """ "dragged two men out and stoned them | to death": whom "them" means, by the verb before it."""
    beaten = index > 1 and clause.shape[index - 1] in "rs" and clause.shape[index - 2] in "VKEevx"
    if not beaten or not ends_in_death(clause, index - 1) or clause.text(index - 2) in moves.words("no_deed"):
        return False
    return them(clause, index - 2)


def them(clause: Clause, index: int) -> bool:
    """ "fired at three people, killing them", "wounding her in the arm": the people of the words before."""
    if not _PRONOUN.match(clause.shape, index + 1) or unreal(clause, verb_group(clause, index)):
        return False
    pronoun, group = clause.text(index + 1), verb_group(clause, index)
    codes = "MN" if pronoun == "them" else "S" if pronoun in ("him", "her") else ""
    if _ended_by(clause, index, group):
        return clause.add(index, actor(clause, index), "doer") or True
    acts = {group.left} if clause.shape[index] in "VKevx" else set()  # "a guard killed him": not the guard
    if group.left > 0 and clause.shape[group.left] == "w":
        acts = {group.left - 1}  # "was beaten by a thief who | stabbed him"
    joined = clause.shape[index] in "Vevx" and clause.shape[group.left : group.left + 1] == "c"
    if joined:
        acts |= {at for at in actor(clause, index) if clause.shape[at - 1] not in "vexVE"}  # not "raiders | dragged | two men"
    elif (
        clause.shape[index] == "E"
        and clause.shape[0] == "S"
        and clause.shape[1:2] in ("v", "x", "e", "V")
        and actor(clause, index) == [0]
    ):
        acts = {0}  # "a man forced his way into a house, killing her"
    behind = (at for at in range(index - 1, -1, -1) if clause.shape[at] in codes and at not in acts)
    behind = (at for at in behind if not (bare_name(clause, at) and clause.shape[at - 1] in "p,"))  # a place: "in Pearl, Ohio,"
    behind = (at for at in behind if not of_other_sex(clause.pieces[at], pronoun))  # "took a woman hostage before ... shot him"
    at = next(behind, None) if codes else None
    if pronoun == "them" and (both := _both_before(clause, index, at or 0)):
        return clause.add(index, both, "them")
    if at is None and len(acts) > 1:
        return False  # "the guard found the car and arrested him"
    if at is None and codes == "S" and (clause.shape[index + 1] == "r" or (acts and dead_behind(clause, index + 1))):
        at = index + 1  # whom the sentence before tells
        clause.pieces[at] = clause.pieces[at].but(code="r")  # "stabbed | her | to death": nothing of hers
    if at is None:
        return False
    people = joined_left(clause, at) if codes == "MN" else [at]
    beside = _AND_OTHERS.match(clause.shape, index + 2)
    if beside and not has_predicate(clause, beside.end()):
        people += joined_right(clause, beside.end())  # "killing him and two others"
    return clause.add(dead_behind(clause, index + 1) or index, people, "them")  # "shot him dead"


_BOTH = re.compile(r"[vexVKE][tsad]*(S(?:,[tsad]*S)*,?c[tsad]*S)")
_NEAR = 14  # pieces


def _both_before(clause: Clause, index: int, since: int) -> list[int]:
    """Return the two or more persons who are the object of a verb before, behind any that are counted: "dragged A and B out and
    killed them".
    """
    last = None
    for match in _BOTH.finditer(clause.shape, max(since, index - _NEAR), index):
        last = match
    return [at for at in range(*last.span(1)) if clause.shape[at] == "S"] if last else []


_UNTIL = re.compile(r"W[tsad]*(?:[SMGrNx]|j[GSM]|[SGM]p[tsa]?[SfG])d*$")


def _ended_by(clause: Clause, index: int, group: Group) -> bool:
    """Return whether "before a guard killed him" tells how whoever did the harm that stands before it died."""
    word, left = clause.pieces[index].trigger, group.left
    if left > 1 and clause.shape[left - 1 : left + 1] == "Vc":
        left -= 2  # "before officers | shot and killed him"
    until = _UNTIL.search(clause.shape, 0, left + 1) if word and word.outcome is Outcome.KILLED else None
    if until is None or clause.shape[index] not in "V" or clause.text(until.start()) not in asked("until"):
        return False
    return any(trigger < until.start() for trigger in clause.acted) and len(actor(clause, index)) == 1


_DOER = frozenset(",cfSCGxMX")


def wounding(clause: Clause, index: int) -> bool:
    """ "Bomb wounds 11", "kill two, wound three": the verb, where people counted stand behind it."""
    if clause.text(index) not in ("wounds", "wound") or index == 0 or clause.shape[index - 1] not in _DOER:
        return False
    people = objects(clause, index + 1)
    counted = bool(people) and clause.shape[people[0]] in "MNU" and not has_predicate(clause, people[0])
    return counted and clause.add(index, people, "active")


_INVERTED = re.compile(r"d*(?:[po][^bMNUVIA]{0,8})?b[td]*(?=[MNUS](?!d*[VIA]))|i[td]*(?=[MNUS])|:[td]*(?=[MS][,c])")


def inverted(clause: Clause, index: int) -> bool:
    """ "Killed were two soldiers", "the man killed was Jamar", "those killed included two children"."""
    match = _INVERTED.match(clause.shape, index + 1)
    if (
        match
        and clause.shape[match.end()] == "N"
        and clause.text(match.end() - 1) in SINGULAR
        and not one(clause.pieces[match.end()])
    ):
        return False  # "the boy killed in the raid was 12": his age
    if match and match.group()[0] == ":" and clause.shape[index - 1 : index] != "t":
        return False  # "Dead: two men, Ivo"; but "the dead: two men, a woman and a girl"
    if match and match.group()[0] not in "i:" and _described(clause, index, match.end()):
        return False
    if match and match.group()[0] == "i" and clause.shape[index - 1 : index] != "t":
        return False  # "20 killed including two children"
    return bool(match) and clause.add(index, joined_right(clause, match.end()), "inverted") if match else False


def _described(clause: Clause, index: int, behind: int) -> bool:
    """Return whether the verb says more of people before it: "who were killed were guides", "two men killed were Polish"."""
    if clause.shape[index - 1 : index] in ("b", "h"):
        return True
    several = clause.shape[index - 1 : index] in ("M", "N") and not one(clause.pieces[index - 1])
    return several and clause.shape[behind] == "S" and clause.shape[behind + 1 : behind + 2] not in (",", "c")


def burning(clause: Clause, index: int) -> bool:
    """ "trapping and burning to death 16 guests", "drowning 42 people"."""
    word = clause.pieces[index].trigger
    deadly = word is not None and (word.lemma.endswith(" to death") or word.lemma == "drown")
    labels = clause.shape[index - 1 : index] == ":" and clause.shape[index + 1 : index + 2] == "N"  # "by cause: drowning 23"
    return deadly and not labels and clause.add(index, objects(clause, index + 1), "active")
