"""Tables told as text: a line of headings over lines of cells, set apart by bars, tabs, gaps or, where all are one word, spaces.

Each number under a heading of harm is a claim. The row's first cell says where, if its heading is a kind of place; a row of
totals is the whole that the rows above it are parts of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import takewhile

from aggregator.core.model import Claim, Document, Outcome, Place
from aggregator.core.vocab import read as read_vocabulary
from parsers.text import making, trie
from parsers.text.clause import Finding
from parsers.text.numbers import read as read_number
from parsers.text.pieces import Piece
from parsers.text.sentences import Span
from parsers.text.tokens import tokenise

LONGEST = 400  # characters of a line of a table
MOST = 500  # rows
_NAME = 3  # words that head the column of names: "Hospital", "Health facility"
WIDEST = 40  # characters of a heading
_GAP = re.compile(r"\s*[|\t]\s*| {2,}")
_RUN = re.compile(r"\S+")
_RULE = re.compile(r"[\s|:=+-]*$")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+|#")
Cells = list[Span]


@cache
def _headings() -> dict[str, Outcome]:
    """Return the words of a heading, without those around them, to what it counts."""
    return {words: Outcome(code) for code, known in read_vocabulary("en/columns")["headings"].items() for words in known}


@cache
def _harm() -> trie.Finder:
    """Return the finder of the words that head a column of harm."""
    return trie.words(list(_headings()))


@cache
def _set(kind: str) -> frozenset[str]:
    """Return the words of a kind from `en/columns`."""
    return frozenset(read_vocabulary("en/columns")[kind])


def tables(document: Document, folded: str, policy: str) -> Iterator[Claim]:
    """Yield the claims of the document's tables, in order; `folded` is `clean.fold(document.text)`."""
    if "\t" in document.text:  # folded to spaces, but here they set cells apart
        folded = "".join(["\t" if raw == "\t" else mark for raw, mark in zip(document.text, folded, strict=True)])
    done = 0
    for hit in _harm().everywhere(folded):
        if hit < done:
            continue
        start, end = folded.rfind("\n", done, hit) + 1, _line_end(folded, hit)
        start, done = max(start, done), end
        if end - start > LONGEST or not _DIGIT.search(folded, end, end + LONGEST):
            continue
        cells = _cut(folded, start, end)
        heads = [_heading(folded, cell) for cell in cells]
        if len(cells) < 2 or not any(heads):
            continue
        rows = _rows(folded, end, len(cells), spaced=not _gapped(folded, start, end))
        yield from _told(document, folded, rows, heads, _words(folded, cells[0]) in _set("places"), policy)
        done = _line_end(folded, rows[-1][-1][1]) if rows else end


def _line_end(folded: str, start: int) -> int:
    end = folded.find("\n", start)
    return len(folded) if end < 0 else end


def _cut(folded: str, start: int, end: int, many: int = 0) -> Cells:
    """Return the cells of a line; without gaps, its words if all are headings, or a name and `many` - 1 numbers behind it."""
    if end - start > LONGEST:
        return []
    if _gapped(folded, start, end):
        bounds = [start, *(at for gap in _GAP.finditer(folded, start, end) for at in gap.span()), end]
        cells = [_bare(folded, a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
        inner = cells[1:] if cells[0][0] == cells[0][1] and folded[start:end].lstrip().startswith("|") else cells
        return inner[:-1] if inner and inner[-1][0] == inner[-1][1] and folded[start:end].rstrip().endswith("|") else inner
    words = [match.span() for match in _RUN.finditer(folded, start, end)]
    if not many:
        return _headed(folded, words)
    if len(words) > many:
        words = [(words[0][0], words[-many][1]), *words[1 - many :]]
    return words if all(folded[a].isdigit() or folded[a:b] in "-\u2013" for a, b in words[1:]) else []


def _headed(folded: str, words: Cells) -> Cells:
    """Return the headings of a line of single spaces: of words that each are one, or of a name and two or more words of harm."""
    known = list(takewhile(lambda word: _heading(folded, word) or _words(folded, word) in _set("places"), reversed(words)))
    rest = words[: len(words) - len(known)]
    if not rest:
        return words
    named = len(rest) <= _NAME and len(known) > 1 and all(_heading(folded, word) for word in known)
    return [(rest[0][0], rest[-1][1]), *reversed(known)] if named else []  # else prose, as its last words tell


def _gapped(folded: str, start: int, end: int) -> bool:
    """Return whether anything but single spaces sets words apart in `folded[start:end]`: what `_GAP` finds."""
    return any(folded.find(mark, start, end) >= 0 for mark in ("|", "\t", "  "))


def _bare(folded: str, start: int, end: int) -> Span:
    """Return a span without the spaces and stars at its ends."""
    text = folded[start:end]
    left = len(text) - len(text.lstrip(" \t*"))
    return (start + left, max(start + left, start + len(text.rstrip(" \t*"))))


def _words(folded: str, cell: Span) -> str:
    """Return the words of a heading without those that stand around them: "Number of people killed" is "killed"."""
    words = [match[0] for match in _WORD.finditer(folded, *cell)] if cell[1] - cell[0] < WIDEST else []
    return " ".join([word for word in words if word not in _set("around")] or words)


def _heading(folded: str, cell: Span) -> Outcome | None:
    """Return what a heading counts; a cell with a digit is no heading ("Killed 12")."""
    return None if _DIGIT.search(folded, *cell) else _headings().get(_words(folded, cell))


def _rows(folded: str, end: int, many: int, *, spaced: bool = False) -> list[Cells]:
    """Return the lines behind `end` that have as many cells, a number among them."""
    rows: list[Cells] = []
    while end < len(folded) and len(rows) < MOST:
        start, end = end + 1, _line_end(folded, end + 1)
        if start < end and _RULE.match(folded[start : min(end, start + LONGEST)]):
            continue
        cells = _cut(folded, start, end, many if spaced else 0)
        if len(cells) != many or not any(folded[a : a + 1].isdigit() for a, _ in cells):
            break
        rows.append(cells)
    return rows


def _told(
    document: Document, folded: str, rows: list[Cells], heads: list[Outcome | None], placed: bool, policy: str
) -> Iterator[Claim]:
    """Yield the claims of a table's rows; where the last row sums up, the others are its parts."""
    total = rows[-1] if len(rows) > 1 and _words(folded, rows[-1][0]) in _summing() else None
    wholes = {} if total is None else {claim.outcome: claim for claim in _row(document, folded, total, heads, policy)}
    for cells in rows:
        a, b = cells[0]
        place = document.text[a:b] if placed and cells is not total and folded[a:b].strip("-") else None
        for claim in _row(document, folded, cells, heads, policy):
            whole = wholes.get(claim.outcome) if cells is not total else None
            yield replace(claim, place=Place(text=place), subset_of=whole.id if whole else None)


@cache
def _summing() -> frozenset[str]:
    """Return the words that open a row of totals, as `_words` gives them."""
    return frozenset(_words(words, (0, len(words))) for words in _set("totals"))


def _row(document: Document, folded: str, cells: Cells, heads: list[Outcome | None], policy: str) -> Iterator[Claim]:
    """Yield a claim for each cell of a row that holds a number, and nothing else, under a heading of harm."""
    span = (cells[0][0], cells[-1][1])
    for cell, outcome in zip(cells, heads, strict=True):
        if outcome is None or cell[0] == cell[1]:
            continue
        line = tokenise(folded, document.text, *cell)
        quantity = read_number(line, 0) if line.words else None
        if quantity is None or quantity.end != len(line.words):
            continue
        piece = Piece("N", 0, quantity.end, quantity=quantity)
        sentence = making.Sentence(document, span, line, [piece])
        yield making.claim(sentence, Finding(piece=0, outcome=outcome, rule="column", trigger=0), policy)
