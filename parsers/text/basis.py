"""What a count runs over, as far as its own sentence says (`vocab/en/basis.toml`)."""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.model import Basis
from aggregator.core.vocab import read
from parsers.text import trie
from parsers.text.clause import Finding
from parsers.text.quantities import Quantity, begins

# "twelve dead, a week after ..." tells when, not how often.
NO_RATE = re.compile(r"\s+(?:after|ago|before|later|earlier|since|apart|old|long)\b")


@cache
def _patterns() -> list[tuple[Basis, trie.Finder]]:
    """Return the finders of the words that decide a basis, in the order in which they do."""
    data = read("en/basis")
    return [(Basis(code), trie.words(data[code]["words"])) for code in ("rate", "period", "cumulative", "stock")]


def sentence(folded: str, start: int, end: int) -> list[tuple[Basis, int, int]]:
    """Return the bases that words of this sentence give, with where the words stand and from where on figures take them."""
    found = [
        (basis, match.start(), _since(folded, start, match.start(), basis))
        for basis, pattern in _patterns()
        for match in pattern.finditer(folded, start, end)
        if basis is not Basis.RATE or not (NO_RATE.match(folded, match.end()) or _one(match.group(), match.start() == start))
    ]
    return sorted(found, key=lambda item: item[1])


def _one(words: str, first: bool) -> bool:
    """Return whether "a day" opens a sentence and so is one day ("A day of clashes left nine dead"), where "every day" is not."""
    return first and words.startswith("a ")


def _since(folded: str, start: int, at: int, basis: Basis) -> int:
    """Return from where on figures take a basis that words at `at` give.

    A stock is of the nearest figure: "sixty were hurt, and three of them are still in hospital" tells of three.
    """
    if basis is Basis.STOCK:
        comma = max(folded.rfind(mark, start, at) for mark in (", ", "; "))
        if comma > 0 and any(begins(word) for word in _WORD.findall(folded, comma, at)):
            return comma
    if basis is Basis.RATE and at > start and folded[at - 1] in _QUOTES:
        return at  # 'he said: "Each year 40 people die here"'
    return _turn(folded, start, at)


_QUOTES = "\"'\u201c\u2018"
_WORD = re.compile(r"\w+")


def _turn(folded: str, start: int, at: int) -> int:
    """Return where a total begins before `at` ("..., bringing the toll since May to 40"), else `start`."""
    found = [match.start() for match in turns().finditer(folded, start, at)]
    return found[-1] if found else start


@cache
def turns() -> trie.Finder:
    """Return the finder of the words behind which a total begins: what is said there is not said of the figures before."""
    return trie.words(read("en/basis")["turns"])


def of(finding: Finding, quantity: Quantity | None, told: list[tuple[Basis, int, int]], *, end: int) -> Basis:
    """Return the basis of a finding whose quote ends at `end`: its rule's, its number's, its sentence's, else the incident's."""
    if finding.basis:
        return finding.basis
    if quantity and quantity.increment:
        return Basis.INCREMENT
    for basis, at, floor in told:
        if end > floor and (basis is not Basis.RATE or 0 <= at - end < 60 or at == floor):
            return basis
    return Basis.INCIDENT
