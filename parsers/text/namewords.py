"""The words and marks of a sentence in which speakers are looked for, and what is asked of each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from parsers.text.clean import shouted
from parsers.text.speech import Words

Range = tuple[int, int]

BREAKS = frozenset({",", ";", ":", "-", "--", "\u2014", '"', "'"})
ENDS = frozenset({*BREAKS, ".", "(", ")", "[", "]", "!", "?", "\u2026"})
_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?:-\w+)*(?![\w,])|@?[^\W_]\w*(?:['./&@-]\w+|(?<=s)'(?=\s))*|--|[^\w\s]")


class Token(NamedTuple):
    """A word or a mark of folded text. `capital`: whether the text itself writes it with one, or as a handle."""

    start: int
    end: int
    low: str
    capital: bool


def tokens(text: str, lower: str, start: int, end: int, *, upper: bool = False) -> list[Token]:
    """Return the words and marks of `text[start:end]`; `lower` is `clean.fold(text)`, `upper` says that capitals tell nothing.

    The World Health Organization's letters are no "who", but "who/".
    """
    made, new = [], tuple.__new__  # what `Token` itself calls
    for match in _TOKEN.finditer(lower, start, end):
        at, to = match.span()
        made.append(new(Token, (at, to, match[0], text[at].isupper() or text[at] == "@")))
    if not upper and text.find("WHO", start, end) >= 0 and not shouted(text[start:end]):
        made = [token._replace(low="who/") if text[token.start : token.end] == "WHO" else token for token in made]
    return made


@dataclass(slots=True)
class Sentence:
    """A sentence in which names are looked for; indexes are into `toks`."""

    toks: list[Token]
    times: Sequence[Range]
    upper: bool
    w: Words

    def in_time(self, index: int) -> bool:
        """Return whether the word at `index` belongs to words of time."""
        at = self.toks[index].start
        return any(s[0] <= at < s[1] for s in self.times)

    def titled(self, i: int) -> bool:
        """Return whether the stop at `i` belongs to a title: "Gen.", "U.S."."""
        before = self.toks[i - 1] if i else self.toks[i]
        return before.end == self.toks[i].start and (
            before.low in self.w.titles or "." in before.low or (len(before.low) == 1 and before.capital)
        )

    def capitals(self, *indexes: int) -> bool:
        """Return whether the text itself writes these words with a capital."""
        return not self.upper and all(0 <= i < len(self.toks) and self.toks[i].capital for i in indexes)

    def text_before(self, at: int) -> str:
        """Return the folded token that ends before offset `at`, "" at the start."""
        index = bisect_left(self.toks, at, key=lambda token: token.start) - 1
        return self.toks[index].low if index >= 0 else ""

    def low(self, index: int) -> str:
        """Return the folded word at `index`, "." beyond the end."""
        return self.toks[index].low if 0 <= index < len(self.toks) else "."

    def quantity(self, index: int) -> bool:
        """Whether a number stands at `index`."""
        return self.low(index)[:1].isdigit() or self.low(index) in self.w.quantities

    def past_times(self, index: int) -> int:
        """Return the first index from `index` on that belongs to no words of time."""
        while index < len(self.toks) and self.in_time(index):
            index += 1
        return index

    def span(self, name: Range | None) -> Range | None:
        """Return the offsets of a name in the text."""
        return (self.toks[name[0]].start, self.toks[name[1] - 1].end) if name else None
