"""Rules of who harms himself: "killed himself", "before taking her own life", "killed his wife and then himself".

Rules are called like those of `deeds`.
"""

from __future__ import annotations

import itertools
import re
from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.actors import actor
from parsers.text.clause import Clause, asked, unreal, verb_group
from parsers.text.joined import has_predicate, objects
from parsers.text.posture import bare_name
from parsers.text.seek import subject


@cache
def himself(kind: str) -> frozenset[str]:
    """Return words of who harms himself, or of who lives through it (`en/grammar`, `himself`)."""
    return frozenset(read_vocabulary("en/grammar")["himself"][kind])


@cache
def _own_hand() -> frozenset[str]:
    """Return the verbs of dying by one's own hand."""
    return frozenset(read_vocabulary("en/outcomes")["killed"]["own_hand"])


def reflexive(clause: Clause, index: int) -> bool:
    """ "killed himself", "before committing suicide": whoever acts is the victim."""
    word = clause.pieces[index].trigger
    only = index + 1 < len(clause.shape) and clause.text(index + 1) in himself("only")  # "killing only herself"
    selves = index + 1 + only < len(clause.shape) and clause.text(index + 1 + only) in himself("words")
    if not selves and not (word and word.lemma in _own_hand()):
        return False
    if word and word.outcome is Outcome.DISPLACED:
        return False  # "drove themselves to the airport"
    if clause.shape[index] == "K" and word and word.lemma != "shoot" and word.outcome is not Outcome.KILLED:
        return False
    group = verb_group(clause, index)
    if unreal(clause, group):
        return True
    near = group.left >= 0 and clause.shape[group.left] in _NEAR
    who = _WHO.search(clause.shape, 0, group.left + 1)  # "by Ivo Maric, who hanged himself"
    people = [who.start()] if who else subject(clause, index, group) if near else []
    people = people or actor(clause, index) or subject(clause, index, group)
    if clause.shape[index] == "K" and all(bare_name(clause, at) for at in people):
        people = []  # "Arlo Boy Accidentally Shoots Himself"
    if not people and selves and word and word.outcome is Outcome.KILLED:  # whom the text told of before
        if near and clause.shape[group.left] == "G":
            people = [group.left]  # "the pupils killed themselves"
        elif not set(clause.shape[: group.left + 1]) - _NOBODY:
            people = [index + 1]  # "Then killed himself"
    if word and word.outcome is Outcome.KILLED and not selves and _lives_on(clause, index):
        clause.pieces[index] = clause.pieces[index].but(word=word._replace(outcome=Outcome.INJURED))
    elif word and word.lemma == "shoot" and _ended_it(clause, index):
        clause.pieces[index] = clause.pieces[index].but(word=word._replace(outcome=Outcome.KILLED))
    others = objects(clause, index + 3) if selves and clause.shape[index + 2 : index + 3] in ("c", ",") else []
    if len(others) < 2 and clause.shape[index + 2 : index + 3] == ",":
        others = []  # "killed himself, two clerks said"; but "killed himself, a guard, and two clerks"
    if others and has_predicate(clause, others[0]):
        others = []  # "he shot himself and two others were hurt"
    clause.add(index, people + others, "reflexive")
    return True


def dying(clause: Clause, index: int) -> bool:
    """ "Fired on shoppers before dying in a gun battle": whoever acts dies, where the sentence tells of harm."""
    if index == 0 or clause.text(index - 1) not in himself("before") or clause.pieces[index].word is None:
        return False
    behind = clause.words[clause.pieces[index].end : clause.pieces[index].end + 6]
    harmed = any(f.outcome in _HARM for f in clause.found)
    if not harmed and (asked("accidents") | himself("fights")).isdisjoint(behind):
        return False
    return clause.add(index, actor(clause, index), "doer" if clause.acted else "happens")


def by_own_wound(clause: Clause, index: int) -> bool:
    """ "Shot four people and then died of a self-inflicted wound": whoever acts."""
    group = verb_group(clause, index)
    if group.left < 0 or clause.shape[group.left] not in "cB," or unreal(clause, group):
        return False
    behind = clause.words[clause.pieces[index].end : clause.pieces[index].end + 8]
    return "inflicted" in behind and "self" in behind and clause.add(index, actor(clause, index), "doer")


_HARM = frozenset((Outcome.KILLED, Outcome.INJURED))
_NEAR = frozenset("MNUSGrw)")  # a subject right before its verb, or before "who"
_WHO = re.compile(r"S,?w[dB]*$")
_NOBODY = frozenset("Bcd,")
_AND_SELF = re.compile(r"[MNUSrjs](?:,?[cB]|,)d*(r)")


def and_himself(clause: Clause) -> None:
    """ "Killed his wife and then himself": the last whom a killer killed is the killer."""
    for match in _AND_SELF.finditer(clause.shape):
        at = match.start(1)
        if clause.text(at) not in himself("words"):
            continue
        deeds = [trigger for trigger in clause.taken if trigger < at and clause.shape[trigger] in "VKE"]
        deed = max(deeds, default=None)
        word = clause.pieces[deed].trigger if deed is not None else None
        if deed is None or word is None or word.outcome is not Outcome.KILLED or verb_group(clause, deed).passive:
            continue
        near = subject(clause, deed, verb_group(clause, deed))
        clause.add(deed, near if len(near) == 1 else actor(clause, deed), "reflexive")


_AND_IS = re.compile(r"(?<=[MNSUG])cb[^.;:MNSU]{1,12}")


def _lives_on(clause: Clause, index: int) -> bool:
    """Return whether the words right behind tell that whoever harmed himself lives: "and is in a critical condition"."""
    behind = list(itertools.takewhile(lambda piece: piece.code not in "MNSU.;", clause.pieces[index + 1 :]))
    goes_on = _AND_IS.search(clause.shape, index + 1)  # "after killing three people | and is in a hospital"
    behind += clause.pieces[goes_on.start() : goes_on.end()] if goes_on else []
    words = {word for piece in behind for word in clause.words[piece.start : piece.end]}
    return not himself("lives_on").isdisjoint(words) and words.isdisjoint(("died", "dead"))


def _ended_it(clause: Clause, index: int) -> bool:
    """Return whether "shot himself" stands behind a killing and nothing tells that they lived: the end of a murder-suicide."""
    killed = any(f.outcome is Outcome.KILLED and f.rule == "active" and f.trigger < index for f in clause.found)
    lived = himself("lived").isdisjoint(clause.words[clause.pieces[index].end :])
    return killed and lived and himself("attempts").isdisjoint(clause.words)
