"""Ages and limits of age that stand beside people, and are no count of anybody: "aged 8 and 10", "children under five"."""

from __future__ import annotations

import re

from parsers.text.kinds import OLDEST
from parsers.text.pieces import Piece


def without_ages(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Leave out "aged 8", "aged 8 and 10", ", ages 8 and 10," and "under five": who they are of is told before."""
    if not _OLD.isdisjoint(words):
        pieces = _without_limits(words, pieces)
    if "," in words:
        pieces = _without_bare_ages(pieces)
    if _AGED.isdisjoint(words):
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_BOTH_AGED.finditer(codes))):
        number = pieces[match.end() - 1].quantity
        if words[pieces[match.start(1)].start] in _AGED and number and (number.high or OLDEST + 1) <= OLDEST:
            del pieces[match.start(1) : match.end()]
            codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_SEVERAL.finditer(codes))):
        if words[pieces[max(match.start(1), match.start(2))].start] in _AGED:
            del pieces[match.start() : match.end()]
            codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_ONE_AGED.finditer(codes))):
        if words[pieces[match.end() - 2].start] in _AGED:
            del pieces[match.start() : match.end()]
    return pieces


def _without_limits(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Leave out limits of age behind people: "210 children under five", "women between 18 and 30", "boys no older than 14"."""
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_LIMIT.finditer(codes))):
        first, last = pieces[match.start(1)], pieces[match.end(1) - 1]
        said = words[first.start] if first.code != "Z" else words[pieces[match.end(1) - 3].start]
        years = last.quantity.high or last.quantity.low if last.quantity else 0
        counted = match[0][0] == "Q" or said in ("aged", "under", "older", "younger")  # "of the soldiers over 60 were killed"
        if said in _OLD and counted and (years or 0) <= OLDEST:
            del pieces[match.start(1) : match.end(1)]
    return pieces


def _without_bare_ages(pieces: list[Piece]) -> list[Piece]:
    """Leave out numbers set in commas behind people and before a verb: "the victims, 16, 17 and 19, were shot"."""
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_BARE_AGES.finditer(codes))) if ",Q" in codes else ():
        numbers = [piece.quantity.high for piece in pieces[match.start(1) : match.end(1)] if piece.quantity]
        if all(number is not None and number <= OLDEST for number in numbers):
            del pieces[match.start(1) : match.end(1)]
    return pieces


_BARE_AGES = re.compile(r"[PA](,Q(?:,Q)*(?:,?cQ)?,)(?=[bhVI])")
_OLD = frozenset(("aged", "from", "under", "over", "between", "above", "below", "older", "younger"))
_LIMIT = re.compile(r"(?:Q[jxCef-]{0,4})?P(Q|Z?xW[gQ]|[xeV]?pQzQ)(?=[hbVIA,.;:)cwpB\"]|$)")
_ONE_AGED = re.compile(r"(?:(?<=[HPC]),)?[xeVdj]g(?=[,.;)wcbhVIp\"]|$)")  # "a boy aged 9 and 12 others", "Ana, aged 9, and"
_AGED = frozenset(("aged", "ages"))
_BOTH_AGED = re.compile(r"P([xeVdj])[gQ](?:,[gQ])*,?cQ(?=[hbVIA,.;:)wpB\"]|$)")  # "two girls aged 11 and 13 were"
_SEVERAL = re.compile(r",([xeVdj])g(?:,?c?g)+,|,?([xeVdj])g(?:,?c?g)+")
