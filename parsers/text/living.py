"""Deaths told by who lived: "none of the nine crew survived", "only two of the 30 survived", "all but three died".

What is left of a whole when so many of it are taken away is the text's own number, though not printed: it is flagged. A sentence
that tells its dead itself is left alone. The words are `vocab/en/grammar.toml`'s (`living`).
"""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.model import Outcome, Qualifier
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.lexicon import Word, lexicon
from parsers.text.pieces import Piece
from parsers.text.quantities import SUBTRACTED, Quantity

_NONE = re.compile(r"0o[tsa]*(Q)[^.;:0Qv]{0,12}?d?(v)")
_FEW = re.compile(r"(d)(Q)o[tsa]*(Q)[^.;:,Qv]{0,12}?(v)")
_OF_SO_MANY = re.compile(r"(o)[tsa]*(Q)[^.;:Qv]{0,12}?(,)(d)Q[jxePH]{0,2}(v)")
_NONE_OF_WHOM = re.compile(r"Q[^.;:0Qv]{1,12}?(,)(?:c0|0i)d?(v)")
_ALL_BUT = re.compile(r"(d)B([Qu])o[tsa]*(?:[PH]o)?(Q)(?![AV])")  # "all but three of the 19 killed were women" counts the 19
_DIED = Word("I", Outcome.KILLED, "past", lemma="did not survive")


@cache
def words(kind: str) -> frozenset[str]:
    """Return the words of one kind (`en/grammar`, `living`)."""
    return frozenset(read_vocabulary("en/grammar")["living"][kind])


def read_as_dead(line: list[str], pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with those who did not live in the place of those who did; `line` are the words."""
    if "but" in line and "all" in line:
        pieces = _all_but(line, pieces)
    if words("gate").isdisjoint(line) or any(p.trigger and p.trigger.outcome is Outcome.KILLED for p in pieces):
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for pattern, rewrite in ((_NONE, _nobody), (_NONE_OF_WHOM, _none_of_whom), (_FEW, _few), (_OF_SO_MANY, _of_so_many)):
        match = pattern.search(codes)
        verb = pieces[match.end() - 1] if match else None
        if match and verb and " ".join(line[verb.start : verb.end]) in words("verbs"):
            behind = line[pieces[match.end() - 1].end :][:6]
            if not words("contests").isdisjoint(behind):
                return pieces  # "only two of the 30 survived the first round"
            return rewrite(line, pieces, match)
    return pieces


def _all_but(line: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "all but three of the 19" as 16."""
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_ALL_BUT.finditer(codes))):
        first, few, many = (pieces[match.start(n)] for n in (1, 2, 3))
        left = _left(few, many, first.start, many.end)
        if left and line[first.start] == "all":
            pieces = [*pieces[: match.start()], left, *pieces[match.end() :]]
    return pieces


def _nobody(line: list[str], pieces: list[Piece], match: re.Match[str]) -> list[Piece]:
    """Read "none of the nine crew survived" as "nine crew died"."""
    return [
        *pieces[: match.start()],
        *pieces[match.start(1) : match.start(2)],
        _died(pieces[match.start(2)]),
        *pieces[match.end() :],
    ]


def _none_of_whom(line: list[str], pieces: list[Piece], match: re.Match[str]) -> list[Piece]:
    """Read "16 people on the bus, none of whom survived" as "16 people on the bus, who died"."""
    none = pieces[match.start(1) + 1]
    who = Piece("w", none.start, pieces[match.start(2) - 1].end, lexicon().singles["who"])
    return [*pieces[: match.start(1) + 1], who, _died(pieces[match.start(2)]), *pieces[match.end() :]]


def _few(line: list[str], pieces: list[Piece], match: re.Match[str]) -> list[Piece]:
    """Read "only two of the 30 people survived" as 28."""
    only, few, many, verb = (match.start(n) for n in (1, 2, 3, 4))
    left = _left(pieces[few], pieces[many], pieces[few].start, pieces[many].end)
    if left is None or line[pieces[only].start] not in words("only"):
        return pieces
    return [*pieces[:only], left, *pieces[many + 1 : verb], _died(pieces[verb]), *pieces[verb + 1 :]]


def _of_so_many(line: list[str], pieces: list[Piece], match: re.Match[str]) -> list[Piece]:
    """Read "of the 79 people on board, only two survived" as 77."""
    of, many, comma, only, verb = (match.start(n) for n in (1, 2, 3, 4, 5))
    left = _left(pieces[only + 1], pieces[many], pieces[many].start, pieces[many].end)
    if left is None or line[pieces[only].start] not in words("only"):
        return pieces
    return [*pieces[:of], left, *pieces[many + 1 : comma], _died(pieces[verb]), *pieces[verb + 1 :]]


def _died(verb: Piece) -> Piece:
    return verb.but(code="I", word=_DIED)


def less(many: Quantity, few: int, start: int, end: int) -> Quantity | None:
    """Return what is left of an exact number when so many are taken away, quoted from token `start` to `end`; else None."""
    if many.qualifier is not Qualifier.EXACT or many.low is None or many.low != many.high or not 0 < few < many.low:
        return None
    left = many.low - few
    return Quantity(start=start, end=end, low=left, high=left, figure=start, flags=(SUBTRACTED,))


def _left(few: Piece, many: Piece, start: int, end: int) -> Piece | None:
    """Return a count as a piece: those of `many` who are none of the `few`."""
    taken = few.quantity
    if many.quantity is None or taken is None or taken.qualifier is not Qualifier.EXACT or taken.low != taken.high:
        return None
    quantity = less(many.quantity, taken.low or 0, start, end)
    return quantity and Piece("Q", start, end, quantity=quantity)
