"""A document under reading: its sentences read on demand, its dateline, its quotations. What context and attribution share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from aggregator.core.model import Document, Stance
from parsers.text import clean, cues, dateline, fields, when, where
from parsers.text.placenames import Where

Span = tuple[int, int]
LONGEST_QUOTE = 2000
LEAD = 6  # lines that may open a text
SHORT = 20  # characters: what is no longer is a label, whatever it ends on


class Marks(NamedTuple):
    """What the words of one line say of the figures in it: where the first words of each sort stand, or None."""

    answer: re.Match[str] | None
    another: re.Match[str] | None
    running: re.Match[str] | None
    own: bool


@dataclass(slots=True)
class Line:
    """A sentence and what was found in it; what stands in it is looked for when first asked."""

    index: int
    start: int
    end: int
    reading: Reading
    dated: list[when.When] | None = None  # see `times`
    handed: list[cues.Cue] | None = None  # see `cues`
    found: list[Where] | None = None  # see `places`
    harm: list[when.When] | None = None  # filled by `times.harm_times`
    sound: Stance | None = None  # filled by `attribution`
    marks: Marks | None = None  # filled by `background`

    @property
    def times(self) -> list[when.When]:
        """The time expressions of the line."""
        if self.dated is None:
            self.dated = when.find(self.reading.text, self.reading.lower, self.start, self.end)
        return self.dated

    @property
    def cues(self) -> list[cues.Cue]:
        """The hand-overs of the line."""
        if self.handed is None:
            text, lower, upper = self.reading.text, self.reading.lower, self.reading.upper
            hits = cues.hits(lower, self.start, self.end)
            taken = [(time.start, time.end) for time in self.times] if hits else []
            self.handed = cues.find(text, lower, self.start, self.end, hits, taken, upper=upper) if hits else []
        return self.handed

    @property
    def places(self) -> list[Where]:
        """The places of the line."""
        if self.found is None:
            taken = [(time.start, time.end) for time in self.times] + [cue.name for cue in self.cues if cue.name]
            text, lower, upper = self.reading.text, self.reading.lower, self.reading.upper
            self.found = where.find(text, lower, self.start, self.end, taken, upper=upper)
        return self.found


@dataclass(slots=True)
class Reading:
    """`text` and its folded twin, its lines (a dateline is cut out of them), whether it is all capitals, its quotations."""

    document: Document
    text: str
    lower: str
    spans: list[Span]
    upper: bool
    dateline: dateline.Dateline | None
    starts: list[int]
    quotes: list[Span]
    fields: fields.Fields
    lines: dict[int, Line] = field(default_factory=dict)

    def index(self, at: int) -> int:
        """Return the index of the line that holds offset `at` (the last one that starts before it)."""
        return max(0, bisect_right(self.starts, at) - 1)

    def line(self, index: int) -> Line:
        """Return line `index`."""
        line = self.lines.get(index)
        if line is None:
            line = self.lines[index] = Line(index, *self.spans[index], self)
        return line

    def quote(self, at: int) -> Span | None:
        """Return the quotation that holds offset `at`, marks included, or None."""
        i = bisect_right(self.quotes, (at, len(self.text) + 1)) - 1
        return self.quotes[i] if i >= 0 and self.quotes[i][0] < at < self.quotes[i][1] else None

    def lead(self) -> list[int]:
        """Return the indexes of the lines that open the text: its headline and first sentence, or its first labels."""
        found = []
        for index, (start, end) in enumerate(self.spans[:LEAD]):
            found.append(index)
            if self.text[end - 1 : end] in (".", "!", "?") and end - start > SHORT:
                break
        return found

    def headline(self, index: int) -> bool:
        """Return whether line `index` is a headline or a label rather than a sentence."""
        start, end = self.spans[index]
        return self.text[end - 1 : end] not in (".", "!", "?", '"', "\u201d") and end - start < 200

    def paragraph(self, index: int) -> int:
        """Return the index of the line that opens the paragraph of line `index`."""
        while index > 0 and "\n" not in self.text[self.spans[index - 1][1] : self.spans[index][0]]:
            index -= 1
        return index


def read(document: Document, sentences: Sequence[Span]) -> Reading:
    """Return `document` under reading; nothing but its dateline and its quotations is looked at yet."""
    text, lower = document.text, clean.fold(document.text)
    line = dateline.find(text, lower)
    spans = _cut(_pieces(text, sentences or [(0, len(text))]), line)
    upper = clean.shouted(text)
    return Reading(document, text, lower, spans, upper, line, [s for s, _ in spans], _quotations(text, lower), fields.read(lower))


_GAP = re.compile(r"(?<!\s)[ \u00a0]{2,}(?=\S)")  # but those that indent a line are none


def _pieces(text: str, spans: Sequence[Span]) -> list[Span]:
    """Cut sentences where a table or a page was flattened: at two spaces in a row."""
    made = []
    for start, end in spans:
        at = start
        for gap in _GAP.finditer(text, start, end) if text.find("  ", start, end) >= 0 else ():
            if gap.start() > at:
                made.append((at, gap.start()))
            at = gap.end()
        made.append((at, end))
    return made


def _cut(spans: list[Span], line: dateline.Dateline | None) -> list[Span]:
    """Cut the dateline out of the sentence it stands in: what precedes it is a headline."""
    if line is None:
        return spans
    made = []
    for start, end in spans:
        if end <= line.start or start >= line.end:
            made.append((start, end))
            continue
        made += [piece for piece in ((start, line.start), (line.end, end)) if piece[0] < piece[1]]
    return made or spans


_MARKS = re.compile(r'"|\n\s*\n')


def _quotations(text: str, lower: str) -> list[Span]:
    """Return the spans of the quotations; a new paragraph closes one unless it opens with a mark itself."""
    found: list[Span] = []
    if '"' not in lower:
        return found
    start = -1
    for match in _MARKS.finditer(lower):
        at = match.start()
        if lower[at] != '"':
            if start >= 0 and lower[match.end() : match.end() + 1] != '"':
                start = -1
            continue
        opens = text[at] in "\u201c\u201e\u00ab" or (text[at] in '"\uff02' and not lower[at + 1 : at + 2].isspace() and start < 0)
        if opens:
            start = at if start < 0 or at - start > LONGEST_QUOTE else start
        elif start >= 0:
            if at - start <= LONGEST_QUOTE:
                found.append((start, at))
            start = -1
    return found
