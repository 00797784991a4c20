"""The rule of the passive: "63 people were killed", "12 wounded in a raid", and what looks like one and tells of a doer.

It is called like the rules of `deeds`.
"""

from __future__ import annotations

import re

from aggregator.core.model import Outcome
from parsers.text import moves
from parsers.text.actors import actor
from parsers.text.befalls import of_people
from parsers.text.clause import Clause, asked, unreal, verb_group
from parsers.text.joined import alongside
from parsers.text.nobodies import shot_a_thing
from parsers.text.ownhand import himself
from parsers.text.posture import neither
from parsers.text.seek import subject

_BOTH_WAYS = frozenset(("suffocate", "burn to death", "hang"))  # "34 workers had suffocated"
_ACTING = re.compile(r"(?:(?<!b)r|wS)d*(?:[VI]cd*)?$")
_AS_OBJECTS = frozenset(("move", "drive", "lose", "beat", "destroy", "eliminate")) | of_people("acting")
_NOUN = re.compile(r"[jxCe]{0,2}[GSMPC]")


def passive(clause: Clause, index: int) -> bool:
    """ "63 people were killed", "12 wounded in a raid", "the policeman who was shot"."""
    group = verb_group(clause, index)
    if unreal(clause, group):
        return True
    word = clause.pieces[index].trigger
    if not group.passive and _killed_off(clause, index):
        return True
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
    if not group.passive and (_own_kin(clause, index) or shot_a_thing(clause, index)):
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
    if people and neither(clause, people[0]):
        return True
    doer = any(f.rule == "doer" and f.piece in people for f in clause.found)  # "before being shot and killed"
    return clause.add(index, people + alongside(clause, index), "doer" if doer else "passive")


def _killed_off(clause: Clause, index: int) -> bool:
    """Return whether a deed ended no life: "killed off the game", but "killed off the coast"."""
    behind = clause.words[clause.pieces[index].end :][:4]
    return behind[:1] == ["off"] and not of_people("killed_off").isdisjoint(behind)


def _shot_at_nobody(clause: Clause, index: int) -> bool:
    """Return whether "shot" tells of no one: "shot into a crowd", "shot back", but "shot into the leg"."""
    word, at = clause.pieces[index].trigger, index + 1
    if word is None or word.lemma != "shoot" or at >= len(clause.shape) or clause.first(at) not in asked("shoots_at"):
        return False
    behind = clause.words[clause.pieces[at].end : clause.pieces[at].end + 4]
    return moves.words("limbs").isdisjoint(behind)


def _carried_hurt(clause: Clause, index: int, people: list[int]) -> bool:
    """Return whether who is flown out is wounded: "airlifted with serious injuries", "the wounded nurse was evacuated"."""
    behind = clause.words[clause.pieces[index].end : clause.pieces[index].end + 8]
    with_wounds = "with" in behind and not moves.words("wounds").isdisjoint(behind)
    said = {word for at in people for word in clause.text(at).split()} | set(clause.words[: clause.pieces[index].start][-1:])
    return with_wounds or not said.isdisjoint(("wounded", "injured", "medically"))


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
    return text == "beaten" or (text != "lost" and behind == "y")


def _driven(clause: Clause, index: int) -> bool:
    """Return whether people driven were driven out, not somewhere in a car."""
    return clause.shape[index + 1 : index + 2] != "z"
