"""A window of text as words with their offsets. Numbers stay whole, a possessive 's stands alone, so does every other mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Each alternative is one run or one character: the scan never looks back.
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*|'s\b|-{2,}|\S| {2,}")
_CAPITALS = re.compile(r"[A-Z][A-Z]+")  # quicker looked for than {2,}
_CLOSED = frozenset(".!?:;,-")


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


@lru_cache(maxsize=4)
def has_camel(text: str, start: int = 0, end: int | None = None) -> bool:
    """Return whether a word of `text[start:end]` changes to capitals or back within itself, as in tables glued to text."""
    return next(_changes(text, start, len(text) if end is None else end), None) is not None


def _changes(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where a word changes from small letters to three capitals or more, or back."""
    for run in _CAPITALS.finditer(text, start, end):
        if run.end() - run.start() > 2 and text[run.start() - 1 : run.start()].islower() and run.start() > start:
            yield run.start()
        after = text[run.end() : min(run.end() + 3, end)]
        if len(after) == 3 and after.isalpha() and after.islower():
            yield run.end()


def tokenise(folded: str, text: str, start: int, end: int) -> Line:
    """Return the tokens of `text[start:end]`; `folded` is `clean.fold(text)`.

    Two or more spaces where no mark closes the words before are a break, as in tables flattened to text, but not a lone
    gap between words; so is a change to capitals within a word ("evacuatedRESPONSE").
    """
    cuts = list(_changes(text, start, end)) if has_camel(text) else []
    found = [match for at, to in zip([start, *cuts], [*cuts, end], strict=True) for match in _TOKEN.finditer(folded, at, to)]
    if folded.find("  ", start, end) >= 0:
        found = list(_without_gaps(found))
    return Line([m[0] for m in found], [m.start() for m in found], [m.end() for m in found], text)


def _without_gaps(found: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield the tokens without spaces that indent a line, those behind a mark, and a lone gap between words (a slip)."""
    found = [match for match in found if match[0][0] != " " or not _indents(match)]
    slip = sum(match[0][0] == " " for match in found) == 1
    for before, match, after in zip([None, *found], found, [*found[1:], None], strict=False):
        if match[0][0] == " ":
            words = before is not None and after is not None and before[0].isalpha() and after[0].isalpha()
            if before is None or before[0] in _CLOSED or (slip and words):
                continue
        yield match


def _indents(gap: re.Match[str]) -> bool:
    """Return whether spaces open a line."""
    return gap.start() == 0 or gap.string[gap.start() - 1] in "\n\r"


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a vocabulary entry, cut as text is."""
    return tuple(_TOKEN.findall(text))
