"""Who is missing, and who is only sought, found again or not reached for what he says."""

from __future__ import annotations

import re

from aggregator.core.model import Outcome
from parsers.text.clause import Clause, asked


def out_of_reach(clause: Clause, at: int, index: int) -> bool:
    """Return whether people who "could not be reached" are missed, and not only asked in vain for what they say.

    Somebody came to harm beside them, or they "remain" so: "nine died and 39 others could not be reached".
    """
    if clause.shape[at] not in "MN" or (at and clause.shape[at - 1] in "ot"):
        return False
    word = clause.pieces[at].word
    if clause.words[clause.pieces[index].end :][:1] in (["for"], ["by"]) or (word is not None and word.lemma in _ASKED):
        return False
    return "able" in clause.text(index) or "contact" in clause.text(index) or bool(clause.found) or clause.told is not None


_ASKED = frozenset(("official", "spokesman", "spokeswoman", "lawyer", "attorney", "representative", "relative", "executive"))


def wanted(clause: Clause, index: int) -> bool:
    """Return whether people who "could not be found" are sought by the police, not by those who miss them."""
    word = clause.pieces[index].word
    return word is not None and word.group in ("suspects", "combatants") and word.lemma not in _ON_DUTY


_ON_DUTY = frozenset(
    "soldier marine airman captain colonel lieutenant sergeant corporal cadet conscript peacekeeper ranger".split()
)


_FOUND = re.compile(r"(?:y[tsaj]*[GSMNXfxC]{1,2}|[Wpyo]?[dtsaxfuSGNX]{1,4}){0,2},?[hd]*(b)d*([vVxej])")


_WOULD_LEAVE = re.compile(r",wmv[td]*NA")


def would_leave(clause: Clause, index: int) -> bool:
    """Return whether so many are missing by the sum of those told before: "said 70 had been on board, which would leave 31 |"."""
    match = _WOULD_LEAVE.search(clause.shape, max(0, index - 6), index + 1) if "would" in clause.has else None
    word = clause.pieces[index].trigger
    if match is None or match.end() != index + 1 or word is None or word.outcome is not Outcome.MISSING:
        return False
    at, counted = match.start(), any(code in "MN" for code in clause.shape[: match.start()])
    return counted and [clause.text(at + n) for n in (1, 2, 3)] == ["which", "would", "leave"]


def turned_up(clause: Clause, index: int) -> bool:
    """Return whether who was missing is told to have been found, and not dead: "reported missing was found at a friend's"."""
    behind = clause.words[clause.pieces[index].end :][:5]
    behind = behind[1:] if behind[:1] in (["have"], ["has"], ["had"]) else behind
    if behind[:2] in (["turned", "up"], ["showed", "up"]):
        return asked("in_death").isdisjoint(behind)  # "two of three listed as missing | turned up alive"
    found = _FOUND.match(clause.shape, index + 1)
    if found is None or clause.text(found.start(2)) not in asked("turns_up") | asked("safe"):
        return False
    end = clause.pieces[found.start(2)].end
    return asked("in_death").isdisjoint(clause.words[end : end + 4])
