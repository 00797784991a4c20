"""A number of a text, the vocabulary of numbers, and what a number commits its speaker to under a policy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import NamedTuple

from aggregator.core.model import BoundBasis, Qualifier
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.tokens import words_of

PLURAL = "plural"  # the vague entry of a bare plural
COUNT, AGE, ORDINAL, OTHER = "count", "age", "ordinal", "other"
TOLD_BEFORE = "told_before"  # flag: the number is that of a sentence before
OF_OTHERS = "of_others"  # flag: the number follows from that of other people in the sentence
UNSTATED = frozenset((TOLD_BEFORE, OF_OTHERS))  # flags of numbers that the words of a claim do not hold
SPAN = " to "  # joins the two entries of a vague range: "dozens to hundreds"
SUBTRACTED = "subtracted"  # flag: what is left of a whole when so many are taken away
STRONG = ("strong", "member", "person", "man", "woman")  # a six-strong crew, a 12-member family


class Quantity(NamedTuple):
    """A number in the text: tokens [start, end), what was stated, how it was bounded, and what kind of number it is.

    `vague` names the vocabulary entry that gives a vague word its bounds. `kind` is count, age, ordinal or other (a date, ...).
    `figure` is the first token after the qualifier words.
    """

    start: int
    end: int
    low: int | None
    high: int | None
    qualifier: Qualifier = Qualifier.EXACT
    vague: str | None = None
    kind: str = COUNT
    increment: bool = False
    flags: tuple[str, ...] = ()
    figure: int = 0


@dataclass(frozen=True, slots=True)
class Tables:
    """The number vocabulary, compiled."""

    values: dict[str, int]  # units and tens
    scales: dict[str, int]
    plural_scales: dict[str, int]
    suffixes: dict[str, int]
    vague: dict[tuple[str, ...], str]
    vague_starts: frozenset[str]
    before: dict[str, list[tuple[tuple[str, ...], Qualifier]]]  # by last word
    after: dict[str, list[tuple[tuple[str, ...], Qualifier]]]  # by first word
    none: frozenset[str]
    vague_sizes: dict[str, tuple[int, ...]]  # by first word: of how many words entries are, the most first
    after_a: frozenset[str]  # what "a" must stand before to open a quantity
    increments: list[tuple[str, ...]]
    increments_last: frozenset[str]  # their last words
    increments_after: frozenset[str]
    months: frozenset[str]
    currency: frozenset[str]
    designators: frozenset[str]
    areas: frozenset[str]
    goes_on: frozenset[str]
    befalls: frozenset[str]
    over_about: frozenset[str]  # behind these "over" tells what for


def _phrases(table: dict[str, list[str]], end: int) -> dict[str, list[tuple[tuple[str, ...], Qualifier]]]:
    """Key the qualifier phrases by their first (0) or last (-1) word, the longest first."""
    out: dict[str, list[tuple[tuple[str, ...], Qualifier]]] = {}
    for code, texts in table.items():
        for text in texts:
            words = words_of(text)
            out.setdefault(words[end], []).append((words, Qualifier(code)))
    for phrases in out.values():
        phrases.sort(key=lambda item: -len(item[0]))
    return out


@cache
def tables() -> Tables:
    """Compile the vocabulary files of numbers and qualifiers."""
    numbers, qualifiers, negatives = (read_vocabulary(f"en/{name}") for name in ("numbers", "qualifiers", "negatives"))
    vague = {words_of(text): text for text in numbers["vague"]}
    scales, increments = numbers["scales"], [words_of(text) for text in read_vocabulary("en/basis")["increment"]["before"]]
    return Tables(
        values={**numbers["units"], **numbers["tens"]},
        scales=scales,
        plural_scales={word + "s": value for word, value in scales.items()} | {"tens": 10},
        suffixes=numbers["suffixes"],
        vague=vague,
        vague_starts=frozenset(words[0] for words in vague) - {"others", PLURAL},
        before=_phrases(qualifiers["before"], -1),
        after=_phrases(qualifiers["after"], 0),
        none=frozenset(qualifiers["none"]["words"]),
        vague_sizes={
            first: tuple(sorted({len(words) for words in vague if words[0] == first}, reverse=True))
            for first in {words[0] for words in vague}
        },
        after_a=frozenset({*scales, "a", "-", "half", *(words[1] for words in vague if words[0] == "a" and len(words) > 1)}),
        increments=sorted(increments, key=len, reverse=True),
        increments_last=frozenset(words[-1] for words in increments),
        increments_after=frozenset(read_vocabulary("en/basis")["increment"]["after"]),
        months=frozenset(negatives["months"]),
        currency=frozenset(negatives["currency"]),
        designators=frozenset(negatives["designators"]),
        areas=frozenset(negatives["areas"]),
        goes_on=frozenset(negatives["goes_on"]),
        befalls=frozenset(negatives["befalls"]),
        over_about=frozenset(qualifiers["over_about"]["words"]),
    )


@cache
def openings() -> frozenset[str]:
    """Return every word that can open a quantity; a digit can, too."""
    known = tables()
    return frozenset({*known.values, *known.scales, *known.plural_scales, *known.vague_starts, "half", "a", "both"})


def begins(word: str) -> bool:
    """Return whether a quantity may start with this word."""
    return word[0] in "0123456789" or word in openings()


def bounds(quantity: Quantity, policy: str) -> tuple[int | None, int | None, int | None, BoundBasis]:
    """Return (low, high, best, basis) of a quantity under a policy of `numbers.toml`: what the words commit the speaker to."""
    n, m, code = quantity.low, quantity.high, quantity.qualifier
    if code is Qualifier.VAGUE:
        words = (quantity.vague or "").split(SPAN)
        rows = [row for word in words if (row := read_vocabulary("en/numbers")["vague"].get(word))]
        if policy == "strict" or not rows:
            return None, None, None, BoundBasis.LEXICAL_POLICY
        ends = [row.get(policy, row["default"]) for row in rows]
        low, high = (None if bound == "" else bound for bound in (ends[0][0], ends[-1][1]))
        return low, high, low if policy == "acled" and low == high else None, BoundBasis.LEXICAL_POLICY
    if n is None or m is None:
        return None, None, None, BoundBasis.STATED
    if code is Qualifier.EXACT:
        return n, n, n, BoundBasis.STATED
    slack = max(1, ceil(n / read_vocabulary("en/numbers")["policy"]["tolerance"]))
    return {
        Qualifier.NONE: (0, 0, 0, BoundBasis.STATED),
        Qualifier.BETWEEN: (n, m, None, BoundBasis.STATED),
        Qualifier.AT_LEAST: (n, None, n, BoundBasis.STATED),
        Qualifier.MORE_THAN: (n + 1, None, n, BoundBasis.STATED),
        Qualifier.AT_MOST: (0, n, n, BoundBasis.STATED),
        Qualifier.LESS_THAN: (0, max(0, n - 1), n, BoundBasis.STATED),
        Qualifier.UP_TO: (None, n, n, BoundBasis.STATED),
        Qualifier.NEARLY: (max(0, n - slack), max(0, n - 1), n, BoundBasis.LEXICAL_POLICY),
        Qualifier.ABOUT: (max(0, n - slack), n + slack, n, BoundBasis.LEXICAL_POLICY),
    }[code]
