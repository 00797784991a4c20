"""Names that are words as well: "Anna Day was shot dead", "Ivo Lund, 22, and Will Costa, 24": what stands beside tells them."""

from __future__ import annotations

import re

from aggregator.core import gazetteer
from aggregator.core.model import Outcome
from parsers.text.befalls import of_people
from parsers.text.kinds import OLDEST
from parsers.text.pieces import Piece
from parsers.text.tokens import Line

_SURNAME = re.compile(r"C(?P<word>[fxKvOjmue1](?=[hdbI,(c]))")
_GIVEN = re.compile(r"(?:C(?:,[Qgu],?|\(Q\),?)?(?:,|,?c)|R[tsaAVPHG]{0,3}W?)(?P<word>[fxjmv](?=C))")
_AGED = re.compile(r",(Q)[,.;)]|\((Q)\)")
_FATE = re.compile(r"(?:[hd]*b[bd]*(?P<done>V)|[hd]*(?P<died>I)(?!p))")
_WITH = re.compile(r"(?:,Q,)?,?c(?:k?C+|[Qats][jxCe]{0,3}[PH]+)(?=[,hdbI(])")
_PERSONAL = frozenset((Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED, Outcome.DETAINED))
_OF_PLACES = frozenset(
    "hurt,beat,hit,gas,capture,destroy,eliminate,lose,wipe out,burned,burnt,crushed,annihilate,liquidate".split(",")
)


def names(line: Line, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with words that are names beside other names read as such, from the last of a list to the first."""
    codes = "".join([piece.code for piece in pieces])
    for pattern in (_SURNAME, _GIVEN) if "C" in codes else ():
        for match in reversed(list(pattern.finditer(codes))):
            at = match.start("word")
            beside = at - 1 if pattern is _SURNAME else at + 1
            if not _written(line, pieces, at, beside) or (pattern is _SURNAME and not _person(line, pieces, codes, at)):
                continue
            pieces = [*pieces[:at], Piece("C", pieces[at].start, pieces[at].end), *pieces[at + 1 :]]
            codes = codes[:at] + "C" + codes[at + 1 :]
    return pieces


def _written(line: Line, pieces: list[Piece], at: int, beside: int) -> bool:
    """Return whether a word and the name beside it are written as one name, and no nation stands there."""
    both = (pieces[at], pieces[beside])
    if any(piece.end - piece.start > 1 or piece.quantity or not line.capital(piece.start) for piece in both):
        return False
    near = [piece for piece in pieces[max(0, at - 4) : at + 8] if line.words[piece.start].isalpha() and piece not in both]
    titled = bool(near) and all(line.capital(piece.start) for piece in near)
    nation = any(gazetteer.is_demonym(line.words[piece.start]) for piece in both)
    return not nation and not titled


def _person(line: Line, pieces: list[Piece], codes: str, at: int) -> bool:
    """Return whether what stands behind a name is told of persons only: an age, a death, an arrest."""
    first = at - 1
    while first and codes[first - 1] == "C":
        first -= 1
    before = codes[first - 1] if first else ""
    if before and before in "ptoas'-":
        return False
    aged = _AGED.match(codes, at + 1)
    if aged and _age(line, pieces[aged.start(1) if aged[1] else aged.start(2)]):
        return True
    among = _WITH.match(codes, at + 1) if before in ("", ".", ";", ":", "W", "q") else None
    fate = _FATE.match(codes, among.end() if among else at + 1)
    if fate is None:
        return False
    word = pieces[fate.start("died") if fate["died"] else fate.start("done")].trigger
    if word is None or word.outcome not in _PERSONAL or line.capital(pieces[fate.end() - 1].start):
        return False
    return word.lemma not in _OF_PLACES and word.lemma not in of_people("verbs")


def _age(line: Line, piece: Piece) -> bool:
    number = piece.quantity
    return number is not None and piece.end - piece.start == 1 and number.low == number.high and 0 < (number.low or 0) <= OLDEST
