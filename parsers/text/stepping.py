"""What the search for a subject steps over on its way to the left: brackets, asides, relative clauses, places, objects."""

from __future__ import annotations

import re

from parsers.text.clause import PEOPLE, Clause, Group
from parsers.text.posture import agrees, bare_name, before, in_phrase, names_a_thing


def stepped(clause: Clause, at: int) -> int:
    """Return where the search for a subject goes on, to the left of what is none; `at` where there is something to look at."""
    shape, code = clause.shape, clause.shape[at]
    if code == ")":
        return max(shape.rfind("(", 0, at), -1) - 1
    if code in "WO" and _aside(clause, at):
        return at - 1
    if code in "GX" and at and shape[at - 1] == "W" and shape[at + 1] not in "VA" and _beside_it(clause, at):
        return at - 2
    if code in "MN" and shape[at + 1] == "," and (town := _OF_A_TOWN.search(shape, max(0, at - 14), at + 1)):
        return town.start() - 1  # "was beaten in Ardo, a town of 20,000 people, and died"
    if code == "X" and clause.text(at).endswith(" times"):
        return at - 1  # "was struck several times and was in critical condition"
    if code in "VA" and at and shape[at - 1] == "t":
        return at - 2  # "to the wounded"
    if code == "A" and at > 1 and shape[at - 1] == "o" and shape[at - 2] in PEOPLE and clause.text(at).startswith("the "):
        return at - 1  # "one of the victims"
    if code in PEOPLE and (who := _behind_relative(clause, at)) >= 0:
        return who
    whom = shape[at + 1 : at + 3] == ",w" and clause.text(at + 2) in ("who", "whom")  # a place is no "who"
    if code in PEOPLE and not whom and bare_name(clause, at) and (in_phrase(clause, at) or names_a_thing(clause, at)):
        return at - 1  # a place, most likely
    return at


_OF_A_TOWN = re.compile(r"p[tsaj]*[jxC]?[SfC],(?:[tsa][jxCe]{0,2}[fx]o[tsd]*|[tsa]?[jxCe]*[fx]?(?:w[hb]|z)d*[tsa]*|W)[MN]$")


def busy_with(clause: Clause, at: int, group: Group) -> bool:
    """Return whether people are the object of what those before them were doing: "four men battling the blaze died"."""
    verb = before(clause, at - 1, "tsad")
    if verb < 1 or clause.shape[verb] not in "evEx" or not clause.text(verb).endswith("ing"):
        return False
    if any(clause.text(between) == "that" for between in range(verb + 1, at)):
        return False  # "writing that 17 men had died"
    return (
        clause.shape[verb - 1] in PEOPLE and agrees(clause, [verb - 1], group.words) and (bool(group.codes) or group.left >= at)
    )


def _beside_it(clause: Clause, at: int) -> bool:
    """Return whether what stands behind "as" or "while" has no subject: "staff as passengers, was", "while treating 12"."""
    if clause.text(at - 1) == "as":
        return clause.shape[at + 1 : at + 2] in (",", ")")
    return clause.text(at - 1) == "while" and clause.words[clause.pieces[at].start].endswith("ing")


def _behind_relative(clause: Clause, at: int) -> int:
    """Return where the words before a relative clause end whose object stands at `at`, or -1: "men | who shot nine | were"."""
    deed = next((deed for deed in clause.acted if at in clause.taken.get(deed, ())), -1)
    who = clause.shape.rfind("w", 0, deed) if deed >= 0 else -1
    if who < 0 and deed >= 0 and "whose" in clause.has:
        who = next((i for i in range(deed) if clause.text(i) == "whose"), -1)
    return who - 1 if who > 0 and not set(clause.shape[who:at]) & set(",.;:") else -1


def _aside(clause: Clause, at: int) -> bool:
    """Return whether a word only tells when or what for: "missing since Monday", "called for evacuations, were"."""
    shape = clause.shape
    if shape[at] == "W":
        timed = shape[at + 1 : at + 2] in ("d", "u") and shape[at + 2 : at + 3] in ("b", "h")
        return timed or (shape[at + 1] == "d" and shape[max(0, at - 1)] in "VA")
    if shape[at + 1 : at + 2] == "o":
        return False  # "two men face trial over the death of a girl, who drowned"
    behind = before(clause, at - 1, "tsdaj")
    return behind >= 0 and shape[behind] in "po"
