"""A piece: tokens with a one-character code that says what they do in a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parsers.text.lexicon import Word
from parsers.text.quantities import Quantity

_DATELINE = re.compile(r"(?:[CSfxj]{1,4}(?:[,?][CSfxj]{1,4}){0,2}\.?(?:,?[du]{1,3})?(?:\([^()]{1,8}\))?|\([^()]{1,8}\))[=:]")
MULTIPLE = "multiple"  # the lemma of "triple homicide", whatever the noun


@dataclass(slots=True, eq=False)
class Piece:
    """Tokens [start, end) with one code; never changed once made (a frozen class would be thrice as slow to make).

    `word` is the entry of its head and `head` its token, `quantity` its number, `name` the tokens of a personal name, `words` the
    tokens that say who they are; None where the text gives none.
    """

    code: str
    start: int
    end: int
    word: Word | None = None
    quantity: Quantity | None = None
    head: int | None = None
    words: tuple[int, int] | None = None
    name: tuple[int, int] | None = None

    def but(self, **changes: Any) -> Piece:
        """Return a copy with these fields changed."""
        other = Piece(self.code, self.start, self.end, self.word, self.quantity, self.head, self.words, self.name)
        for field, value in changes.items():
            setattr(other, field, value)
        return other

    @property
    def trigger(self) -> Word | None:
        """The word that tells of harm, if this piece is or holds one."""
        return self.word if self.word and self.word.outcome else None


def behind_dateline(pieces: Sequence[Piece]) -> int:
    """Return where a sentence begins behind "ARDO, Spain (AP) - " or "ARDO: "; 0 where it has no dateline."""
    match = _DATELINE.match("".join([piece.code for piece in pieces[:14]]))
    return match.end() if match else 0


_LABELLED = re.compile(r"\([jxCefdSukP]{1,3}\)[:=]?(?=(?:[jxCekgf]|[Pu](?=H)){0,5}H)")


def opened(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces of a headline without the "[Video]" or "(Ardo)" before its bare noun."""
    labelled = _LABELLED.match("".join([piece.code for piece in pieces[:12]])) if pieces and pieces[0].code == "(" else None
    return pieces[labelled.end() :] if labelled else pieces


def one(piece: Piece) -> bool:
    """Return whether the piece means a single person."""
    return piece.code == "S" or bool(piece.quantity and piece.quantity.high == 1)
