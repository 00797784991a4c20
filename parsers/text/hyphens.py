"""Words joined by hyphens that are one: places ("Stoke-on-Trent", "Deir-ez-Zor") and nouns for people ("a gold-digger")."""

from __future__ import annotations

from functools import cache

from aggregator.core.vocab import read as read_vocabulary
from parsers.text.lexicon import Word, lexicon
from parsers.text.pieces import Piece
from parsers.text.tokens import Line


def joined(line: Line, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with what hyphens join to one name or one noun as one piece."""
    if "-" not in line.words:
        return pieces
    out: list[Piece] = []
    at = 0
    while at < len(pieces):
        end = _chain(line, pieces, at)
        whole = _one(line, pieces[at:end]) if end > at + 2 else None
        out += [whole] if whole else pieces[at:end]
        at = end
    return out


def _chain(line: Line, pieces: list[Piece], at: int) -> int:
    """Return where the words that hyphens join to the one at `at` end."""
    while at + 2 < len(pieces) and pieces[at + 1].code == "-" and all(line.glued(pieces[at + n].start) for n in (1, 2)):
        at += 2
    return at + 1


def _one(line: Line, parts: list[Piece]) -> Piece | None:
    """Return the one piece that a chain of words makes, or None where it stays as it is."""
    start, end = parts[0].start, parts[-1].end
    first, last, words = line.words[start], line.words[end - 1], parts[::2]
    if any(part.quantity or part.end - part.start > 1 for part in words) or not first.isalpha():
        return None
    small = [part for part in words[1:-1] if not line.capital(part.start)]
    if small and line.capital(start) and line.capital(end - 1):
        short = all(len(line.words[part.start]) <= _SHORT for part in small)
        return Piece("C", start, end) if short else None
    known, code = ends().get(last), parts[-1].code
    role = code if code in "HP" else known.role if known else ""
    if len(words) > 2 or not role:
        return None
    if first in _never():
        return Piece("f" if role == "H" else "u", start, end)
    return Piece(role, start, end, known) if known and code not in "HP" else None


_SHORT = 5  # letters


@cache
def _never() -> frozenset[str]:
    """The words before such an ending that make a thing of it: "cherry-picker", "heat-seeker"."""
    return frozenset(read_vocabulary("en/victims")["compounds"]["never"])


@cache
def ends() -> dict[str, Word]:
    """The last words of nouns for people, in singular and plural: the "digger" of "gold-digger"."""
    singles = lexicon().singles
    one, many = singles["worker"], singles["workers"]
    found = {}
    for noun in read_vocabulary("en/victims")["compounds"]["ends"]:
        found[noun] = one._replace(lemma=noun)
        found[noun + "s"] = many._replace(lemma=noun, text=noun + "s")
    return found
