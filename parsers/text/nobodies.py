"""Verbs of harm with an object that befall nobody counted: things, spans of time, deeds undone or spoken of as such."""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text import plurals
from parsers.text.clause import Clause, Group, asked, supposed, unreal

_OF_THINGS = re.compile(
    r"[dtsa\"]*X|f|[at][jxCe]{0,2}[fux]|s[jxC]*[HPCfx]'[jxC]*[fux]|s[jxCe]{0,2}(?:[fu]|x(?=[.,;pcW]|$))"
)  # "killed 12 goats", "shot a small revolver": of no concern here


_MANY = re.compile(r"[tsjxC]{0,3}[Gu](?![qGu]|c(?![EeVvKx]|G(?:[.;,p]|$))|d*[bh])")
_DOES = re.compile(r"(?:[MNUSGXfw]|(?<![A])[cB]|[tsaj]x)$")


def _of_many(clause: Clause, index: int, group: Group) -> int:
    """Return the plural that nobody counted behind a verb with a subject, or 0: "gunmen killed worshippers"."""
    match = _MANY.match(clause.shape, index + 1)
    does = _DOES.search(clause.shape, 0, group.left + 1) or (clause.shape[index] == "E" and clause.shape[group.left] == ",")
    if match is None or not does:
        return 0
    last = clause.words[clause.pieces[match.end() - 1].end - 1]
    return match.end() - 1 if last.isalpha() and last not in _spells() else 0


_AND_KILLED = re.compile(r"cd*V")


def shot_a_thing(clause: Clause, index: int) -> bool:
    """Return whether a verb shares the object of the next, which is a thing: "a hunter | shot | and killed a dog"."""
    joined = _AND_KILLED.match(clause.shape, index + 1)
    things = _OF_THINGS.match(clause.shape, joined.end()) if joined else None
    return things is not None and clause.shape[things.start()] != "f" and not _a_while(clause, things.end() - 1)


def _a_while(clause: Clause, at: int) -> bool:
    """Return whether the words at `at` tell when or how far off: "killed | two days later", "| a mile from home"."""
    last, behind = clause.last(at), clause.words[clause.pieces[at].end :][:1]
    if last == "away" or (behind and behind[0] in asked("measured_from")):
        return last in asked("measures") or clause.words[clause.pieces[at].end - 2] in asked("measures")
    return last in _spells()


@cache
def _spells() -> frozenset[str]:
    units = read_vocabulary("en/time")["units"]
    return frozenset((*units, *(f"{unit}s" for unit in units), "morning", "evening", "afternoon"))


def in_general(clause: Clause, index: int, people: list[int]) -> bool:
    """Return whether a deed is spoken of as such: "killing a policeman is punished with death"."""
    at = people[-1] + 1
    opens = index == 0 or clause.shape[index - 1] in ".;:,"
    anybody = len(people) == 1 and clause.words[clause.pieces[people[0]].start] in ("a", "an")
    if not opens or not anybody or at >= len(clause.shape):
        return False
    return clause.first(at) in asked("in_general")


def _might_too(clause: Clause, end: int) -> bool:
    """Return whether a modal verb before `end` governs what is joined there, too."""
    at = clause.shape.rfind("m", 0, end)
    return at >= 0 and not set(clause.shape[at:end]) & set(".;:wWVIq") and supposed("m", frozenset(clause.text(at).split()))


def held(clause: Clause, at: int) -> bool:
    """Return whether a participle at `at` tells in what state the people before it were: "killed five men | captured in May"."""
    word = clause.pieces[at].trigger if at < len(clause.pieces) else None
    return word is not None and clause.shape[at] in "VA" and word.outcome in _STATES


_STATES = frozenset((Outcome.DETAINED, Outcome.ABDUCTED, Outcome.TRAPPED, Outcome.MISSING, Outcome.DISPLACED))
_ITS_DOER = re.compile(r"s[jxCe]{0,2}[fxuHPSG]$")


def whose(clause: Clause, left: int) -> bool:
    """Return whether what acts is somebody's: "the driver | whose truck | killed nine people was jailed"."""
    match = _ITS_DOER.search(clause.shape, 0, left + 1)
    return match is not None and clause.text(match.start()) == "whose"


def undone(clause: Clause, index: int, group: Group) -> bool:
    """Return whether a verb in its plain or -ing form tells of no deed: "without killing any", "would kill 80 and injure 5"."""
    if clause.shape[index] in "EK" and index and clause.text(index - 1) in asked("undone"):
        return True
    return clause.shape[index] == "K" and clause.shape[group.left : group.left + 1] == "c" and _might_too(clause, group.left)


def without_people(clause: Clause, index: int, group: Group) -> bool:
    """Return whether a verb behind which no people stand is read with that; a plural that nobody counts is told."""
    if group.passive:
        return False
    end = clause.pieces[index].end
    if not asked("more_of").isdisjoint(clause.words[end : end + 1]):
        return True  # "artillery killed more of the recruits"
    if many := _of_many(clause, index, group):
        if not unreal(clause, group):
            plurals.some(clause, many, index)
        return True  # "two gunmen killed worshippers": not the gunmen
    things = _OF_THINGS.match(clause.shape, index + 1)
    if things and clause.shape[index + 1] == "f" and clause.words[clause.pieces[index + 1].start] not in ("a", "an", "the"):
        return False
    return things is not None and not _a_while(clause, things.end() - 1)
