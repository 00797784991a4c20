"""Who is missing, and who is only sought, found again or not reached for what he says."""

from __future__ import annotations

import re

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


def turned_up(clause: Clause, index: int) -> bool:
    """Return whether who was missing is told to have been found, and not dead: "reported missing was found at a friend's"."""
    found = _FOUND.match(clause.shape, index + 1)
    if found is None or clause.text(found.start(2)) not in asked("turns_up") | asked("safe"):
        return False
    end = clause.pieces[found.start(2)].end
    return asked("in_death").isdisjoint(clause.words[end : end + 4])
