"""A piece: tokens with a one-character code that says what they do in a clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parsers.text.lexicon import Word
from parsers.text.quantities import Quantity

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
