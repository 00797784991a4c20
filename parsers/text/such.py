"""What counted people all are, said behind the count: "two people, both teachers", "ten people, all miners"."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.text.clause import Clause
from parsers.text.lexicon import lexicon
from parsers.text.pieces import Piece
from parsers.text.tokens import Line

_BOTH = re.compile(r"Q(?:[jxCeH]{0,3}P)?[,(](Q)(?:(or)(?=[jxCe]{0,3}P)|(?=[jxCe]{0,3}[PVA]))")


def both(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "two people, both teachers," as one count: "both" says who they are, as "all" does of more."""
    if "both" not in words:
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_BOTH.finditer(codes))):
        first, last, number = pieces[match.start(1)], pieces[match.end() - 1], pieces[match.start()].quantity
        if words[first.start] == "both" and number and number.low == number.high == 2:
            known = lexicon().singles["including"] if match[2] else lexicon().singles["all"]
            pieces[match.start(1) : match.end()] = [Piece(known.role, first.start, last.end, known)]
    return pieces


_SUCH_AND = re.compile(r"[MN](,dG),?(?=c[SMN])")


def such_and(line: Line, pieces: list[Piece]) -> list[Piece]:
    """Take what two people both are into their count, where a list goes on: "two people, both teachers, and a boy"."""
    if "both" not in line.words and "all" not in line.words:
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_SUCH_AND.finditer(codes))):
        people, told = pieces[match.start()], pieces[match.start(1) + 1 : match.end()]
        if line.words[told[0].start] in ("all", "both"):
            pieces[match.start() : match.end()] = [people.but(end=told[-1].end)]
    return pieces


_ALL_SUCH = re.compile(r"[MN][,(][di]G")
_ALL = frozenset(("all", "both", "all of them", "both of them"))


def all_such(clause: Clause) -> None:
    """ "Ten people, all miners", "ten men, all of them miners": who they all were is said behind them."""
    told = {m.start() for m in _ALL_SUCH.finditer(clause.shape) if clause.text(m.start() + 2) in _ALL}
    for n, finding in enumerate(clause.found):
        word = clause.pieces[finding.piece].word
        if (
            finding.piece in told
            and finding.like is None
            and clause.pieces[finding.piece + 3].word
            and (word is None or word.lemma in _ANYBODY)
        ):
            clause.found[n] = replace(finding, like=finding.piece + 3)


_ANYBODY = frozenset(("person", "others-only", "victim", "man"))
