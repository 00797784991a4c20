"""What stands between people and their verb: whose side they are on, "nine villagers loyal to the government had been killed",
and who tells of them, "34 people whom the opposition says were killed".

Neither is harmed by the verb behind them. The words are `vocab/en/grammar.toml`'s (`sets.loyal_to`).
"""

from __future__ import annotations

import re

from parsers.text.clause import asked
from parsers.text.pieces import Piece

_PEOPLE = frozenset("MNUGS")
_BEHIND = frozenset("bhVIAvmnd.,;:)")  # a verb, or an end
_DONE = frozenset("VIA")


def described(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with "loyal to the government" as one piece, told of the people before it."""
    if asked("loyal_to").isdisjoint(words):
        return pieces
    out: list[Piece] = []
    at = 0
    while at < len(pieces):
        end = _end(words, pieces, at) if out and out[-1].code in _PEOPLE else at
        out.append(pieces[at].but(code="d", end=pieces[end - 1].end, word=None) if end > at else pieces[at])
        at = max(end, at + 1)
    return out


def _end(words: list[str], pieces: list[Piece], at: int) -> int:
    """Return where the pieces "loyal | to | the government" that begin at `at` end; `at` where they are none, or may be more."""
    loyal, to, whom, *behind = [*pieces[at : at + 4], None, None, None, None][:4]
    if loyal is None or to is None or whom is None or words[loyal.start] not in asked("loyal_to") or words[to.start] != "to":
        return at
    if whom.code not in "SGXf" or loyal.end - loyal.start > 1 or (behind[0] is not None and behind[0].code not in _BEHIND):
        return at
    person = whom.word is not None or whom.name is not None
    if person and behind[0] is not None and behind[0].code in _DONE:
        return at  # "loyal to the general | killed in the coup"
    return at + 3


_SAY_SO = re.compile(r"(?<=[MNUGS])w([tsa]?[jxC]{0,2}[SGjxfr]?q)(?=h?[bd]*b)")


def whom_they_say(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Return the pieces of "34 people whom the opposition says | were killed" as "34 people whom | were killed"."""
    if _WHO.isdisjoint(words):
        return pieces
    match = _SAY_SO.search("".join([piece.code for piece in pieces]))
    if match is None or words[pieces[match.start()].start] not in _WHO or match.end(1) - match.start(1) < 2:
        return pieces  # "nine men who | said"
    return pieces[: match.start(1)] + whom_they_say(words, pieces[match.end(1) :])


_WHO = frozenset(("who", "whom"))
