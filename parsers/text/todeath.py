"""People beaten, shot or fallen "to death", or "dead": the harm told behind whom it befell.

`to_death` is called like the rules of `deeds`.
"""

from __future__ import annotations

import re

from aggregator.core.model import Outcome
from parsers.text import moves
from parsers.text.clause import PEOPLE, Clause, unreal, verb_group
from parsers.text.joined import joined_left, objects
from parsers.text.moves import find
from parsers.text.posture import before
from parsers.text.seek import subject


def burned_alive(clause: Clause) -> None:
    """ "Set fire to a house, burning three people alive"."""
    for at, piece in enumerate(clause.pieces):
        if piece.code not in "VevE" or not clause.text(at).startswith("burn") or unreal(clause, verb_group(clause, at)):
            continue
        people = objects(clause, at + 1)
        if people and clause.words[clause.pieces[people[-1]].end :][:1] == ["alive"]:
            clause.found = [f for f in clause.found if f.piece not in people or f.outcome is not Outcome.INJURED]
            for index in people:
                find(clause, index, Outcome.KILLED, at, "to_death")


TO_DEATH = frozenset(("to death", "to their deaths", "to his death", "to her death"))


# "shot the chief | of the village | to death"
_DEADLY = re.compile(r"([VKEIJexv])[tds]*(?:[MNUS],?c?[tsa]*){0,4}([MNUS])(?:[po][tsa]*[jxCe]{0,3}[fSGxX]{1,2})?d*$")


_FROM_WHERE = re.compile(r"([VKEIexv])(?:d*[po][tsa]*[jxC]{0,2}[fSGxX]{1,2}){1,2}d*$")  # "leaped | from the plane |"


def to_death(clause: Clause, index: int) -> bool:
    """ "choked six students to death", "were kicked to death", "jumped to their deaths"."""
    shape = clause.shape
    match = _DEADLY.search(shape, 0, index)
    if match:
        verb, last = match.start(1), match.start(2)
        listed = "c" in shape[verb:last]  # "stabbed his wife and two children to death"
        people = [i for i in range(verb, last + 1) if shape[i] in PEOPLE] if listed else joined_left(clause, last)
    else:
        where = _FROM_WHERE.search(shape, 0, index)
        verb = where.start(1) if where else before(clause, index - 1, "dX")  # "fell 30 feet to his death"
        if verb < 0 or shape[verb] not in "VKEIexv":
            return False
        people = subject(clause, verb, verb_group(clause, verb))
    group = verb_group(clause, verb)
    if clause.last(verb) in moves.words("no_deed") or set(group.words) & moves.words("no_deed") or unreal(clause, group):
        return True
    if match:
        clause.acted.add(index)  # "... and fled": not they
    return clause.add(index, people, "to_death")


def ends_in_death(clause: Clause, people: int) -> bool:
    """Return whether "to death" stands behind people: no predicate of theirs."""
    word = clause.pieces[people + 1].word if people + 1 < len(clause.pieces) else None
    return word is not None and word.lemma in TO_DEATH


_OF_WHERE = re.compile(r"(?:[po][tsa]*[jxCe]{0,3}[fSGxX]{1,2}|x)(?=A)")


def dead_behind(clause: Clause, people: int) -> int:
    """Return where "dead" or "to death" stands behind people and whose or where they were ("shot a man of Tora dead"), or 0."""
    of = _OF_WHERE.match(clause.shape, people + 1)
    for at in (people + 1, of.end() if of else people + 1):
        if at < len(clause.shape) and (clause.text(at) == "dead" or ends_in_death(clause, at - 1)):
            return at
    return 0
