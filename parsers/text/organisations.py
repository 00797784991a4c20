"""Names of organisations: "a nurse of Doctors for Peace" (with a preposition), "three Hill Police Force men" (of a force)."""

from __future__ import annotations

from functools import cache

from aggregator.core.vocab import read as read_vocabulary
from parsers.text.pieces import Piece
from parsers.text.tokens import Line

_WITHIN = frozenset(("for", "against", "without"))
_BEHIND = frozenset(("of", "with", "from", "for", "at"))
_NO_NAME = "dQ.,;:()"


def organisations(line: Line, pieces: list[Piece]) -> list[Piece]:
    """Read "of Action Against Hunger" as one name, where its words have capitals and people "of" it were told of."""
    if _WITHIN.isdisjoint(line.words):
        return pieces
    at = 1
    while at < len(pieces) - 1:
        if pieces[at].end - pieces[at].start == 1 and line.words[pieces[at].start] in _WITHIN:
            first, last = _run(line, pieces, at, -1), _run(line, pieces, at, 1)
            if first > 1 and first < at < last and line.words[pieces[first - 1].end - 1] in _BEHIND:
                pieces = [*pieces[:first], Piece("C", pieces[first].start, pieces[last].end), *pieces[last + 1 :]]
                at = first
        at += 1
    return pieces


@cache
def _ends() -> frozenset[str]:
    """Return the last words of the names of forces."""
    return frozenset(read_vocabulary("en/victims")["forces"]["ends"])


def forces(line: Line, pieces: list[Piece]) -> list[Piece]:
    """Read the name of a force between a number and a noun of its people as one word: "three | Hill Police Force | men"."""
    if _ends().isdisjoint(line.words):
        return pieces
    at = 0
    while at < len(pieces) - 2:
        last = _run(line, pieces, at, 1) if pieces[at].code == "Q" else at
        named = last > at + 1 and line.words[pieces[last].end - 1] in _ends()
        if named and last + 1 < len(pieces) and pieces[last + 1].code in "PH":
            pieces = [*pieces[: at + 1], Piece("x", pieces[at + 1].start, pieces[last].end), *pieces[last + 1 :]]
        at += 1
    return pieces


def _run(line: Line, pieces: list[Piece], at: int, step: int) -> int:
    """Return the last piece of the words with capitals on one side of `at`, or `at`."""
    while 0 <= at + step < len(pieces) and pieces[at + step].code not in _NO_NAME and _capital(line, pieces[at + step]):
        at += step
    return at


def _capital(line: Line, piece: Piece) -> bool:
    return all(line.text[line.starts[i]].isupper() for i in range(piece.start, piece.end))
