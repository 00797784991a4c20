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


_NOUN = r"(?:[jxCekgf]|[Pu](?=H)){0,5}H"
_BARE, _LABELLED = re.compile(_NOUN), re.compile(rf"(?:[?=]|\([jxCefdSukP]{{1,3}}\)[:=]?)(?={_NOUN})")


def opened(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces of a headline without its bullet or "[Video]", and with a colon for the dash of its dateline."""
    codes = "".join([piece.code for piece in pieces[:24]])
    if "H" not in codes:
        return pieces
    if match := _LABELLED.match(codes):
        return pieces[match.end() :]
    end = behind_dateline(pieces) if "=" in codes else 0
    if end and codes[end - 1] == "=" and _BARE.match(codes, end):
        return [*pieces[: end - 1], pieces[end - 1].but(code=":"), *pieces[end:]]
    return pieces


def one(piece: Piece) -> bool:
    """Return whether the piece means a single person."""
    return piece.code == "S" or bool(piece.quantity and piece.quantity.high == 1)
