"""Who acts in a sentence: whoever "before being shot dead" and "then turned the gun on himself" mean, which have no subject."""

from __future__ import annotations

import re

from parsers.text.clause import Clause
from parsers.text.joined import joined_right
from parsers.text.posture import in_phrase
from parsers.text.telling import spoken_from

_ACTING = re.compile(r",?d*[VKIJvehb]")
_BUSY = re.compile(r"[jev]d?p[^,.;:VIKJ]{1,10},(?=[tsajC]*[SMr])")  # "Armed with his uncle's gun, | a clerk killed two"


def _opens(shape: str, index: int) -> int:
    """Return where the words of a sentence that hold `index` open, behind a mark that stands in no bracket."""
    while (at := max(shape.rfind(mark, 0, index) for mark in ".;:")) >= 0:
        bracket = shape.rfind("(", 0, at)
        if bracket < 0 or shape.rfind(")", 0, at) > bracket or shape.find(")", at, index) < 0:
            return at + 1
        index = bracket
    return 0


_SAYS = re.compile(r"(?:,[^,;]{1,6},|S)?d*q")


def actor(clause: Clause, index: int) -> list[int]:
    """Return who acts in the sentence of the trigger at `index`: the first people in it who stand in no phrase, or a pronoun.

    They are who is meant by "before being shot dead" and "then turned the gun on himself", which have no subject of their own.
    """
    shape = clause.shape
    first = spoken_from(clause, _opens(shape, index), index)
    busy = _BUSY.match(shape, first, index)
    first = busy.end() if busy else first
    for at in range(first, index):
        code, piece = shape[at], clause.pieces[at]
        if code not in "SMrGXU" or in_phrase(clause, at) or _SAYS.match(shape, at + 1):
            continue
        if code == "r" and clause.text(at) in ("he", "she", "they"):
            return [at]
        if code in "GX" or (code == "M" and piece.word is None):
            return []
        if code == "M" or piece.word or (piece.name and piece.name[1] - piece.name[0] > 1) or _ACTING.match(shape, at + 1):
            return joined_right(clause, at) if code in "SM" else []
    return []
