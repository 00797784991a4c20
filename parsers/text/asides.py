"""The subject before words set in between: "a guard, 72, who was working there, was killed"."""

from __future__ import annotations

import re

from parsers.text.clause import Clause, Group
from parsers.text.joined import joined_left, joined_right, objects
from parsers.text.posture import agrees, before, besides, in_phrase, names_a_thing, of_the

_WHO_DID = re.compile(r"(?P<who>[MNUSG])w(?=d*[mhbvVIKJexq])d*[^,.;:wWBc\"()][^,.;:wWBcbhm\"()]{0,11}$")


_SAYING = re.compile(r"q[tsad]*(?:G[td]*)?$")


def who_did(clause: Clause, left: int, group: Group) -> list[int] | None:
    """Return those of whom a clause without commas tells what they did: "a guard who faced the robbers | was killed".

    None where no such clause stands before the verb.
    """
    if left < 2 or not set("bh") & set(group.codes) or clause.shape[group.left] == "w":
        return None
    match = _WHO_DID.search(clause.shape, max(0, left - 14), left + 1)
    if match is None or (clause.shape[left] in "MNU" and _SAYING.search(clause.shape, match.start(), left)):
        return None  # "a woman who lost her house said | nine people | had been hurt"
    who = match.start("who")
    if clause.shape[who] == "G":
        return []  # "the men who shot two guards were killed"
    if (some := of_the(clause, who)) >= 0:
        return [some] if agrees(clause, [some], group.words) else []  # "two of the four men who shot him were killed"
    people = joined_left(clause, who)
    return next((found for found in (people, [who]) if agrees(clause, found, group.words)), None)


def of_a_phrase(clause: Clause, left: int, index: int) -> bool:
    """Return whether a verb tells of a plural that stands behind a preposition, and so of no one counted before it."""
    behind = clause.shape[left + 1] == "w" or (left == index - 1 and clause.shape[index] == "V")
    at = before(clause, left - 1, "tsadj")
    return behind and at > 0 and clause.shape[at] == "p"


_ASIDE = re.compile(r"[MNUS],[Ww][^.;:]{1,40},$")  # "two aid workers, while in a taxi, were killed"


_HURT_BEFORE = re.compile(r"(?<=,)(V)[^.;:,VIAbhwWqMN]{1,20},$")


_SOME_OF_THEM = re.compile(r"[MU],N(?:or|i)[^.,;:]{1,24},$")
_ASIDE_BEHIND = re.compile(r"(?:p(?=,)|p[tsa]?[fxSG](?=,))?[,(w]")  # "four men on board, said to be ..., were killed"


_WHICH = re.compile(r",(?:p?w|W)[^,.;:]*,$")


def before_which(clause: Clause, left: int) -> int:
    """Return what stands before a clause in commas that ends at `left`: "a school, which has 400 pupils, |"; `left` for none."""
    match = _WHICH.search(clause.shape, 0, left + 1) if left > 0 and clause.shape[left] == "," else None
    return match.start() - 1 if match else left


def before_brackets(clause: Clause, left: int, group: Group) -> list[int]:
    """Return the subject before a bracket of commas: "Jose Vasquez, 72, who was working there, was killed"."""
    hurt = _HURT_BEFORE.search(clause.shape, 0, left + 1)
    if hurt and (told := clause.taken.get(hurt.start(1), [])) and agrees(clause, told, group.words):
        return told  # "a guard of the park, wounded in a raid on Monday, has died"
    aside = _ASIDE.search(clause.shape, 0, left + 1)
    if aside and clause.shape[left] == ",":
        people = joined_left(clause, aside.start())
        if agrees(clause, people, group.words) and not in_phrase(clause, people[0]):
            return people
    some = _SOME_OF_THEM.search(clause.shape, 0, left + 1) if ",N" in clause.shape else None
    if some and agrees(clause, [some.start()], group.words) and not in_phrase(clause, some.start()):
        return [some.start()]  # "six people, one of them a mother whose baby was hurt, were killed"
    start = left
    while (
        start > 0
        and clause.shape[start - 1] not in ".;:WB="
        and not (clause.shape[start - 1] in "VIA" and start - 1 in clause.taken)
    ):
        start -= 1
    inside = range(before_which(clause, left) + 1, left)
    parts = [p for i in range(start, left) if clause.shape[i] == "i" for p in objects(clause, i + 1)]
    for at in range(start, left):
        if (
            clause.shape[at] in "MNUS"
            and _ASIDE_BEHIND.match(clause.shape, at + 1)
            and at not in parts
            and at not in inside
            and not in_phrase(clause, at)
            and not names_a_thing(clause, at)
        ):
            earlier = joined_left(clause, at)[:-1] if clause.shape[at] != "N" else []
            if earlier and in_phrase(clause, earlier[0]) and not besides(clause, earlier[0]):
                earlier = []
            people = [*earlier, *joined_right(clause, at)]
            people = [i for i in people if i < left and i not in parts]
            if clause.shape[at] == "N" and (clause.shape[at - 1] in "pW" or _in_brackets(clause, at)):
                continue
            if people and agrees(clause, people, group.words) and not set(clause.shape[at:left]) & set("VIA"):
                return people
    if clause.shape[0] in "MS" and left > 1 and "b" in group.codes and clause.text(1).endswith("ing"):
        busy = set(clause.shape[1:left]) & set("MNUSGVIA;:")  # "a nurse driving home after a raid, was shot"
        return [0] if not busy and agrees(clause, [0], group.words) else []
    return []


def _in_brackets(clause: Clause, at: int) -> bool:
    """Return whether a piece stands in brackets: "six staff (4 male, 2 female)"."""
    return clause.shape.rfind("(", 0, at) > clause.shape.rfind(")", 0, at)
