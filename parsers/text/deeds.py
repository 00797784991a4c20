"""Rules of deeds: verbs that take whom they befall: "killed 12", "shot him dead", "12 were killed".

Each rule takes a clause and the index of its trigger and returns whether it has read the trigger; `grammar.RULES` says in which
order they are tried.
"""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text import moves, plurals
from parsers.text.clause import SINGULAR, Clause, Group, asked, one, supposed, unreal, verb_group
from parsers.text.fates import ends_in_death
from parsers.text.joined import alongside, has_predicate, joined_left, joined_right, objects
from parsers.text.ownhand import himself
from parsers.text.pieces import Piece
from parsers.text.posture import bare_name
from parsers.text.seek import actor, subject

_OF_THINGS = re.compile(
    r"[dtsa\"]*X|f|[at][jxCe]{0,2}[fux]|s[jxC]*[HPCfx]'[jxC]*[fux]|s[jxCe]{0,2}(?:[fu]|x(?=[.,;pcW]|$))"
)  # "killed 12 goats", "shot a small revolver": of no concern here
_AND_VERB = re.compile(r"c[VEK]")


def active(clause: Clause, index: int) -> bool:
    """ "killed 63 people", "has killed at least 12", "killing a judge"."""
    group, shape = verb_group(clause, index), clause.shape
    if group.passive and shape[index] in "V":
        return False
    if clause.shape[index] in "EK" and index and clause.text(index - 1) in asked("undone"):
        return True  # "without killing anybody", "kept from shooting 12"
    if clause.shape[index] == "K" and clause.shape[group.left : group.left + 1] == "c" and _might_too(clause, group.left):
        return True  # "would kill 800 people and injure 5,000"
    if _opens_bare(clause, index):
        return False  # "Butcher Rui Costa, 55, caught the boy"
    people = objects(clause, index + 1)
    if not people and _AND_VERB.match(shape, index + 1):
        people = objects(clause, index + 3)
    if not people and (aboard := _EVERYBODY.match(shape, index + 1)) and clause.text(aboard.start(1)) in asked("everybody"):
        people = joined_right(clause, aboard.end())
    if not people and not group.passive and clause.words[clause.pieces[index].end : clause.pieces[index].end + 1] in _OTHERS:
        return True  # "artillery killed more of the recruits"
    if not people and not group.passive and (many := _of_many(clause, index, group)):
        if not unreal(clause, group):
            plurals.some(clause, many, index)
        return True  # "two gunmen killed worshippers": not the gunmen
    if not people:
        things = _OF_THINGS.match(shape, index + 1)
        if things and shape[index + 1] == "f" and clause.words[clause.pieces[index + 1].start] not in ("a", "an", "the"):
            return False
        return things is not None and not group.passive and not _a_while(clause, things.end() - 1)
    if shape[index] == "E" and bare_name(clause, people[0]) and _is_noun(clause, index):
        return False
    word = clause.pieces[index].trigger
    if word and word.lemma == "beat" and not _beaten(clause.pieces[people[0]]):
        return True  # "beat 12 rivals"
    if unreal(clause, group) or (group.left >= 0 and shape[group.left] in "ot" and shape[index] == "K"):
        return True
    if shape[index] == "E" and _in_general(clause, index, people):
        return True
    if word and word.lemma == "shoot":
        also = _AND_OTHERS.match(shape, people[-1] + 1)
        everybody = [*people, also.end()] if also and _dead(clause, also.end() + 1) else people
        if _dead(clause, everybody[-1] + 1):
            return clause.add(everybody[-1] + 1, everybody, "active")  # "shot his boss and two guards dead"
    if (
        shape[index] == "V"
        and "h" not in group.codes
        and not ends_in_death(clause, people[-1])
        and has_predicate(clause, people[0])
        and not _held(clause, people[0] + 1)
        and shape[index - 1 : index] not in ("c", ",", "w", "q")  # "the bomb that killed 40 people was hidden in a car"
        and not _whose(clause, group.left)
    ):
        return False
    if (
        word
        and word.lemma in ("drive", "move")
        and (people[-1] + 1 >= len(shape) or shape[people[-1] + 1] not in "p" or clause.text(people[-1] + 1) not in asked("away"))
    ):
        return False
    return clause.add(index, people, "active")


_MANY = re.compile(r"[tsjxC]{0,3}[Gu](?![qGu]|c(?![EeVvKx])|d*[bh])")
_DOES = re.compile(r"(?:[MNUSGXfw]|(?<![A])[cB]|[tsaj]x)$")


def _of_many(clause: Clause, index: int, group: Group) -> int:
    """Return the plural that nobody counted behind a verb with a subject, or 0: "gunmen killed worshippers"."""
    match = _MANY.match(clause.shape, index + 1)
    does = _DOES.search(clause.shape, 0, group.left + 1) or (clause.shape[index] == "E" and clause.shape[group.left] == ",")
    if match is None or not does:
        return 0
    last = clause.words[clause.pieces[match.end() - 1].end - 1]
    return match.end() - 1 if last.isalpha() and last not in _spells() else 0


def _shot_at_nobody(clause: Clause, index: int) -> bool:
    """Return whether "shot" tells of no one: "shot into a crowd", "shot back", but "shot into the leg"."""
    word, at = clause.pieces[index].trigger, index + 1
    if word is None or word.lemma != "shoot" or at >= len(clause.shape) or clause.text(at).split()[0] not in asked("shoots_at"):
        return False
    behind = clause.words[clause.pieces[at].end : clause.pieces[at].end + 4]
    return moves.words("limbs").isdisjoint(behind)


def _a_while(clause: Clause, at: int) -> bool:
    """Return whether the words at `at` end in one for a span of time: "killed | two days later", "shot the next day"."""
    return clause.words[clause.pieces[at].end - 1] in _spells()


@cache
def _spells() -> frozenset[str]:
    units = read_vocabulary("en/time")["units"]
    return frozenset((*units, *(f"{unit}s" for unit in units), "morning", "evening", "afternoon"))


def _whose(clause: Clause, left: int) -> bool:
    """Return whether what acts is somebody's: "the driver | whose truck | killed nine people was jailed"."""
    match = _ITS_DOER.search(clause.shape, 0, left + 1)
    return match is not None and clause.text(match.start()) == "whose"


_OTHERS = (["more"], ["fewer"], ["most"], ["many"], ["some"])


def _in_general(clause: Clause, index: int, people: list[int]) -> bool:
    """Return whether a deed is spoken of as such: "killing a policeman is punished with death"."""
    at = people[-1] + 1
    opens = index == 0 or clause.shape[index - 1] in ".;:,"
    anybody = len(people) == 1 and clause.words[clause.pieces[people[0]].start] in ("a", "an")
    if not opens or not anybody or at >= len(clause.shape):
        return False
    return clause.text(at).split()[0] in ("is", "can", "carries", "should", "means")


def _might_too(clause: Clause, end: int) -> bool:
    """Return whether a modal verb before `end` governs what is joined there, too."""
    at = clause.shape.rfind("m", 0, end)
    return at >= 0 and not set(clause.shape[at:end]) & set(".;:wWVIq") and supposed("m", frozenset(clause.text(at).split()))


def _held(clause: Clause, at: int) -> bool:
    """Return whether a participle at `at` tells in what state the people before it were: "killed five men | captured in May"."""
    word = clause.pieces[at].trigger if at < len(clause.pieces) else None
    return word is not None and clause.shape[at] in "VA" and word.outcome in _STATES


_STATES = frozenset((Outcome.DETAINED, Outcome.ABDUCTED, Outcome.TRAPPED, Outcome.MISSING, Outcome.DISPLACED))
_ITS_DOER = re.compile(r"s[jxCe]{0,2}[fxuHPSG]$")


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


def them(clause: Clause, index: int) -> bool:
    """ "fired at three people, killing them", "wounding her in the arm": the people of the words before."""
    if not _PRONOUN.match(clause.shape, index + 1) or unreal(clause, verb_group(clause, index)):
        return False
    pronoun, group = clause.text(index + 1), verb_group(clause, index)
    codes = "MN" if pronoun == "them" else "S" if pronoun in ("him", "her") else ""
    if _ended_by(clause, index, group):
        return clause.add(index, actor(clause, index), "doer") or True
    acts = {group.left} if clause.shape[index] in "VK" else set()  # "a guard killed him": not the guard
    if clause.shape[index] == "V" and clause.shape[group.left : group.left + 1] == "c":
        acts |= set(actor(clause, index))
    behind = (at for at in range(index - 1, -1, -1) if clause.shape[at] in codes and at not in acts)
    at = next((at for at in behind if not (bare_name(clause, at) and clause.shape[at - 1] == "p")), None) if codes else None
    if at is None and len(acts) > 1:
        return False  # "the guard found the car and arrested him"
    if at is None and codes == "S" and clause.shape[index + 1] == "r":
        at = index + 1  # whom the sentence before tells
    if at is None:
        return False
    people = joined_left(clause, at) if codes == "MN" else [at]
    beside = _AND_OTHERS.match(clause.shape, index + 2)
    if beside and not has_predicate(clause, beside.end()):
        people += joined_right(clause, beside.end())  # "killing him and two others"
    return clause.add(index + 2 if _dead(clause, index + 2) else index, people, "them")  # "shot him dead"


_UNTIL = re.compile(r"W[tsad]*(?:[SMGrNx]|j[GSM]|[SGM]p[tsa]?[SfG])d*$")


def _ended_by(clause: Clause, index: int, group: Group) -> bool:
    """Return whether "before a guard killed him" tells how whoever did the harm that stands before it died."""
    word = clause.pieces[index].trigger
    until = _UNTIL.search(clause.shape, 0, group.left + 1) if word and word.outcome is Outcome.KILLED else None
    if until is None or clause.shape[index] not in "V" or clause.text(until.start()) not in asked("until"):
        return False
    return any(trigger < until.start() for trigger in clause.acted) and len(actor(clause, index)) == 1


def _dead(clause: Clause, at: int) -> bool:
    """Return whether "dead" or "to death" stands at `at`: "shot him dead", "beat him to death"."""
    return at < len(clause.shape) and (clause.text(at) == "dead" or ends_in_death(clause, at - 1))


_DOER = frozenset(",cfSCGxMX")


def wounding(clause: Clause, index: int) -> bool:
    """ "Bomb wounds 11", "kill two, wound three": the verb, where people counted stand behind it."""
    if clause.text(index) not in ("wounds", "wound") or index == 0 or clause.shape[index - 1] not in _DOER:
        return False
    people = objects(clause, index + 1)
    counted = bool(people) and clause.shape[people[0]] in "MNU" and not has_predicate(clause, people[0])
    return counted and clause.add(index, people, "active")


_BOTH_WAYS = frozenset(("suffocate", "burn to death", "hang"))  # "34 workers had suffocated"
_ACTING = re.compile(r"(?:(?<!b)r|wS)d*(?:[VI]cd*)?$")
_AS_OBJECTS = frozenset(("move", "drive", "lose", "beat", "destroy", "eliminate", "seize"))


_NOUN = re.compile(r"[jxCe]{0,2}[GSMPC]")


def passive(clause: Clause, index: int) -> bool:
    """ "63 people were killed", "12 wounded in a raid", "the policeman who was shot"."""
    group = verb_group(clause, index)
    if unreal(clause, group):
        return True
    word = clause.pieces[index].trigger
    if not group.codes and word and word.lemma == "burned" and clause.shape[group.left : group.left + 1] == "S":
        return False  # "the Arlo bushfires burned for a week"
    if not group.passive and word and word.lemma in _AS_OBJECTS and not _done_to(clause, index):
        return False  # "12 lorries moved", "the side lost"
    if word and word.lemma == "drive" and not _driven(clause, index):
        return False  # "40 voters were driven to the polls"
    if "h" in group.codes and not group.passive and not (word and word.lemma in _BOTH_WAYS):
        return False  # "had taken hostages"
    if group.left >= 0 and clause.shape[group.left] in "c," and clause.text(group.left + 1) == "all":
        return True  # "four were hurt, two of them badly, and all were taken to hospital"
    if not group.passive and clause.shape[index + 1 : index + 2] == "r":
        return True  # "killed it"
    if not group.passive and _ACTING.search(clause.shape, 0, index):
        return True  # "he shot and killed the head of the school", "whom Ardan shot": they acted
    if not group.passive and clause.shape[index + 1 : index + 2] == "G" and clause.shape[group.left] in "Sr":
        return True  # "why Ardan shot his parents"
    if not group.passive and _shot_at_nobody(clause, index):
        return True
    if not group.passive and group.left > 0 and clause.shape[group.left] == "S" and _by_whom(clause, group.left):
        return True  # "the women | the gunman | killed"
    if not group.passive and _own_kin(clause, index):
        return True  # "Ardan shot and killed his parents"
    bare = not group.codes.strip("d") and group.left >= 0 and clause.shape[group.left] in "ptsa"
    if bare and clause.text(group.left) not in asked("aboard"):
        return False  # "on injured reserve", "the wounded", "a wounded goose"
    if (
        not group.codes
        and group.left > 0
        and clause.shape[group.left - 1 : group.left + 1] == "zx"
        and _NOUN.match(clause.shape, index + 1)
    ):
        return False  # "gathered to mourn slain officers"
    if group.words == {"being"} and group.left >= 0 and clause.text(group.left) == "before":
        return clause.add(index, actor(clause, index), "doer") or True  # "killed five before being shot dead": who did the deed
    if group.passive and not group.words.isdisjoint(himself("words")) and (slain := actor(clause, index)):
        return clause.add(index, slain, "doer")  # "he wounded five, and was himself killed"
    people = subject(clause, index, group)
    if word and word.outcome is Outcome.EVACUATED and _carried_hurt(clause, index, people):
        clause.pieces[index] = clause.pieces[index].but(word=word._replace(outcome=Outcome.INJURED))
    if people and _neither(clause, people[0]):
        return True
    doer = any(f.rule == "doer" and f.piece in people for f in clause.found)  # "before being shot and killed"
    return clause.add(index, people + alongside(clause, index), "doer" if doer else "passive")


def _carried_hurt(clause: Clause, index: int, people: list[int]) -> bool:
    """Return whether who is flown out is wounded: "airlifted with serious injuries", "the wounded nurse was evacuated"."""
    behind = clause.words[clause.pieces[index].end : clause.pieces[index].end + 8]
    with_wounds = "with" in behind and not moves.words("wounds").isdisjoint(behind)
    said = {word for at in people for word in clause.text(at).split()} | set(clause.words[: clause.pieces[index].start][-1:])
    return with_wounds or not said.isdisjoint(("wounded", "injured", "medically"))


_NEITHER = re.compile(r"n[tsa]*[MNUSGXf]B[tsad]*$")


def _neither(clause: Clause, at: int) -> bool:
    """Return whether people stand behind "neither the guards nor"."""
    match = _NEITHER.search(clause.shape, 0, at) if "nor" in clause.words else None
    return match is not None and clause.text(match.start()) == "neither"


def _by_whom(clause: Clause, at: int) -> bool:
    """Return whether a person told with "the" stands right behind people: who did it to them."""
    return clause.words[clause.pieces[at].start] == "the" and clause.shape[at - 1] in "MSG"


_PAIR = re.compile(r"Sd*(?P<first>[VE])cd*(?P<last>[VE])(?P<kin>G)")
_WHOSE = ("his ", "her ", "their ")


def _own_kin(clause: Clause, index: int) -> bool:
    """Return whether a trigger is one of two verbs joined by "and" before a plural that is the subject's own: they acted."""
    near = (_PAIR.match(clause.shape, at) for at in range(max(0, index - 5), index) if clause.shape[at] == "S")
    return any(
        match and index in (match.start("first"), match.start("last")) and clause.text(match.start("kin")).startswith(_WHOSE)
        for match in near
    )


def _done_to(clause: Clause, index: int) -> bool:
    """Return whether a participle alone is a passive: "two men beaten at a checkpoint", "12 sailors seized by pirates"."""
    text, behind = clause.text(index), clause.shape[index + 1 : index + 2]
    if text == "eliminated":
        return clause.shape[index - 1 : index] == "M" and behind in ("", ",", ".", ";", "p", "c")  # "25 militants eliminated"
    return text == "beaten" or (text == "seized" and behind == "y")


def _driven(clause: Clause, index: int) -> bool:
    """Return whether people driven were driven out, not somewhere in a car."""
    return clause.shape[index + 1 : index + 2] != "z"


_INVERTED = re.compile(r"d*(?:[po][^bMNUVIA]{0,8})?b[td]*(?=[MNUS](?!d*[VIA]))|i[td]*(?=[MNU])")


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
    if match and match.group()[0] != "i" and _described(clause, index, match.end()):
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
