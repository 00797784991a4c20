"""A window of text as words with their offsets. Numbers stay whole, a possessive 's stands alone, every other mark is a word of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Each alternative is one run or one character: the scan never looks back.
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*|'s\b|\S")


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens of one sentence, as parallel lists. `words` are folded; `starts`/`ends` are offsets into the document."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    text: str  # the document's own text, to see capitals

    def glued(self, index: int) -> bool:
        """Return whether token `index` follows the one before it without a gap."""
        return 0 < index < len(self.words) and self.ends[index - 1] == self.starts[index]

    def capital(self, index: int) -> bool:
        """Return whether token `index` opens with a capital in the document."""
        return self.text[self.starts[index]].isupper()


def tokenise(folded: str, text: str, start: int, end: int) -> Line:
    """Return the tokens of `text[start:end]`; `folded` is `clean.fold(text)`."""
    words, starts, ends = [], [], []
    for match in _TOKEN.finditer(folded, start, end):
        words.append(match.group())
        starts.append(match.start())
        ends.append(match.end())
    return Line(words, starts, ends, text)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a vocabulary entry, cut as text is."""
    return tuple(_TOKEN.findall(text))
