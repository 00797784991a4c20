"""A figure of the text named again with no word of harm: "the agency retracted its figure of 49"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aggregator.core.model import Claim
from aggregator.core.vocab import read
from parsers.text.clause import Finding
from parsers.text.pieces import Piece

_FIGURE_OF = re.compile(r"xo[tsd]*(N)(?=[.,;:)cWwpd]|$)")
RULE = "again"


def named(pieces: list[Piece], words: list[str], told: Sequence[Claim]) -> list[Finding]:
    """Return what "its figure of 49" was told to be: the outcome of the text's own 49, nothing where it has none."""
    shape = "".join([piece.code for piece in pieces])
    found = []
    for match in _FIGURE_OF.finditer(shape):
        at, number = match.start(1), pieces[match.start(1)].quantity
        if number is None or number.low is None or words[pieces[match.start()].start] not in read("en/denials")["figures"]:
            continue
        same = next((c for c in reversed(told) if c.explicit and c.best == number.low and c.subset_of is None), None)
        if same is not None:
            found.append(Finding(piece=at, outcome=same.outcome, rule=RULE, trigger=at))
    return found
