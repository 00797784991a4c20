"""Whose nought it is: "its forces had suffered no casualties" says nothing of anybody else's."""

from __future__ import annotations

import re

from aggregator.core.vocab import read
from parsers.text.clause import Clause, asked

_SUFFERED = re.compile(r"([ts][jxC]{0,3}x|G)[hdb]*([vxeh])d?$")
_AMONG = re.compile(r"(?:b?d?[vxed]{0,2})?[<p]([ts][jxC]{0,3}x|G)")


def whose(clause: Clause) -> None:
    """Give noughts the words that say of whom: "its soldiers suffered no losses", "no casualties among its soldiers"."""
    for finding in clause.found:
        piece = clause.pieces[finding.piece]
        if piece.code != "D" or piece.words is not None or piece.quantity is None or piece.quantity.high != 0:
            continue
        before = _SUFFERED.search(clause.shape, max(0, finding.piece - 9), finding.piece)
        if before and clause.last(before.start(2)) not in asked("suffers") | {"had", "have", "has"}:
            before = None
        behind = _AMONG.match(clause.shape, finding.piece + 1)
        if behind and not clause.text(behind.start(1) - 1).startswith("among"):
            behind = None
        if (match := before or behind) and _people(clause, match.end(1) - 1):
            first, last = clause.pieces[match.start(1)], clause.pieces[match.end(1) - 1]
            clause.pieces[finding.piece] = piece.but(words=(first.start, last.end))


def _people(clause: Clause, at: int) -> bool:
    """Return whether a piece is people, or "forces"."""
    return clause.pieces[at].word is not None or clause.text(at) in own()


def own() -> frozenset[str]:
    """Return the words for one's own fighters (`en/victims`, `own`)."""
    return frozenset(read("en/victims")["own"]["forces"])
