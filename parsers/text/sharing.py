"""Verbs that share their people: "two men were shot in the chest and later killed", "three men wounded in the blast died"."""

from __future__ import annotations

import re

from parsers.text.clause import PEOPLE, Clause
from parsers.text.posture import of_the

# what may stand between "shot" and "killed" in "were shot in the chest and later killed"
_SHARING = re.compile(
    r"(?:c[vex][tsa]*[jxCe]{0,3}[xfO])?(?:(?:,[vex])?d*[zpoy][tsajd']*[SXGMNUfxeuj']{1,4}(?:d[uf])?|pd{1,2}u?|,?W[eG][tsaj]*[SXGMNUf]?){0,3}[,d]*[cB]?[dbhB]*"
)


_WITH_PLACE = frozenset(("from", "into", "to", "of", "off", "a"))  # "dragged from | a taxi and shot"
_PLACE = re.compile(r"[tsaj]*[SXGfxeuj]{1,3}")


_RAN = frozenset(("combatants", "suspects", "men"))


def _ran(clause: Clause, at: int) -> bool:
    """Return whether a verb of fleeing tells that those who did a deed ran: "both attackers | fled | the scene"."""
    word, who = clause.pieces[at].trigger, [clause.pieces[i].word for i in clause.taken[at]]
    return word is not None and word.lemma == "flee" and all(piece is not None and piece.group in _RAN for piece in who)


def shared(clause: Clause, at: int, left: int) -> list[int] | None:
    """Return the people of an earlier trigger that this one is joined to ("were shot and killed"), None if it is not."""
    if at not in clause.taken or at in clause.acted:
        return None
    from_where = clause.last(at) in _WITH_PLACE or _ran(clause, at)
    place = _PLACE.match(clause.shape, at + 1) if from_where else None  # "fled | the scene and were later killed"
    if not _SHARING.fullmatch(clause.shape, place.end() if place else at + 1, left + 1):
        return None
    first = clause.taken[at][0] if clause.taken[at] else 0
    if (reduced(clause, at) or clause.shape[first + 1] == "w") and (some := of_the(clause, first)) >= 0:
        return [some]  # "seven of the 13 people poisoned by spirits have died"
    return clause.taken[at]


def reduced(clause: Clause, at: int) -> bool:
    """Return whether a trigger describes its people ("three men wounded in the blast died", "two missing since Monday")."""
    describes = clause.shape[at] == "V" or (clause.shape[at] == "A" and clause.text(at).endswith("missing"))
    return describes and at > 0 and clause.shape[at - 1] in PEOPLE
