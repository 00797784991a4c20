"""Figures that a source keeps in fields, not prose: each becomes a claim whose quote is the line that we wrote for it.

A record's document holds one line a figure, so that a reader sees what the claim rests on and `text[start:end] == quote`
holds. The prose extractor may read the same line; `merged` keeps the structured claim where the two overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from aggregator.core import gazetteer
from aggregator.core.errors import FormatError
from aggregator.core.model import (
    Basis,
    BoundBasis,
    Cause,
    Claim,
    Document,
    Outcome,
    Place,
    Qualifier,
    Stance,
    Step,
    Victims,
    content_id,
)

VERSION = "records/1"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# No event in recorded history has more; a larger number in a field is a mistake of the field.
MOST_PEOPLE = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One figure of a record: bounds in people, and the line of the document that states it.

    `part_of` is the line of the figure whose people include these; `about` says that the record calls its number approximate.
    """

    line: str
    outcome: Outcome
    low: int | None
    high: int | None
    best: int | None = None
    victims: Victims = field(default_factory=Victims)
    cause: Cause = field(default_factory=Cause)
    basis: Basis = Basis.INCIDENT
    window: str | None = None
    as_of: str | None = None
    place: Place = field(default_factory=Place)
    attribution: tuple[Step, ...] = ()
    stance: Stance = Stance.ASSERTS
    part_of: str | None = None
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
    about: bool = False


def with_claims(document: Document, stated: Iterable[Stated], *, rule: str) -> Document:
    """Return `document` with a structured claim for each figure; raises FormatError for a line the text does not hold once in
    order.
    """
    claims: list[Claim] = []
    by_line: dict[str, str] = {}
    for each in stated:
        start = document.text.find(each.line)
        if not each.line or start < 0:
            raise FormatError(f"the text does not hold the line {each.line[:80]!r}", source=document.source)
        end = start + len(each.line)
        claim = _claim(document, each, start, end, rule, by_line.get(each.part_of or ""))
        by_line[each.line] = claim.id
        claims.append(claim)
    return replace(document, structured=tuple(sorted(claims, key=lambda claim: claim.start)))


def _claim(document: Document, each: Stated, start: int, end: int, rule: str, whole: str | None) -> Claim:
    low, high = stated_low, stated_high = bounds(each.low, each.high)
    point = low is not None and low == high
    qualifier = Qualifier.EXACT if point else Qualifier.AT_LEAST if high is None else Qualifier.BETWEEN
    if each.about:  # the default policy of vocab/en/qualifiers.toml: a tenth, at least one, rounded outward
        qualifier = Qualifier.ABOUT
        low = None if low is None else max(0, low - max(1, -(-low // 10)))
        high = None if high is None else high + max(1, -(-high // 10))
    return Claim(
        id=content_id(document.id, start, end, each.outcome.value, low, high, each.best, rule),
        document=document.id,
        start=start,
        end=end,
        quote=document.text[start:end],
        sentence=document.text[start:end],
        sentence_start=start,
        outcome=each.outcome,
        low=low,
        high=high,
        best=each.best if each.best is not None else (stated_low if point else None),
        stated_low=stated_low,
        stated_high=stated_high,
        qualifier=qualifier,
        bound_basis=BoundBasis.LEXICAL_POLICY if each.about else BoundBasis.STATED,
        policy="default" if each.about else None,
        victims=each.victims,
        cause=each.cause,
        basis=each.basis,
        window_text=each.window,
        as_of_text=each.as_of,
        place=each.place,
        attribution=each.attribution,
        stance=each.stance,
        subset_of=whole,
        rule=rule,
        extractor=VERSION,
        confidence=each.confidence,
        flags=each.flags,
    )


def bounds(low: int | None, high: int | None) -> tuple[int | None, int | None]:
    """Return the bounds, checked: raises FormatError for a negative, an absurd or a crossed pair. Never swaps, never clips."""
    for each in (low, high):
        if each is not None and not 0 <= each <= MOST_PEOPLE:
            raise FormatError(f"{each} is no number of people")
    if low is not None and high is not None and low > high:
        raise FormatError(f"the low bound {low} is above the high bound {high}")
    return low, high


def count(value: object, *, name: str) -> int | None:
    """Return a field as a whole number; None where it is empty; raises FormatError for anything that is not one (2.5, "many")."""
    if value is None or value is False or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool):
        raise FormatError(f"{name} is {value!r}, not a number")
    if isinstance(value, str):
        words = value.strip().replace(",", "").removeprefix("+")
        words = words.removesuffix(".0")
        if not words.isascii() or not words.isdecimal() or len(words) > 10:
            raise FormatError(f"{name} is {value[:40]!r}, not a whole number")
        value = int(words)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or not 0 <= value <= MOST_PEOPLE:
        raise FormatError(f"{name} is {str(value)[:40]}, not a number of people")
    return value


def worded(low: int | None, high: int | None) -> str:
    """Return bounds as words: "3", "3 to 5", "at least 3", "up to 5"."""
    if low is None:
        return "an unknown number" if high is None else f"up to {high:,}"
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def country(*names: str | None) -> str | None:
    """Return the ISO alpha-3 code of the first of these that names a country; "DR Congo (Zaire)" is read outside its brackets
    first.
    """
    for name in names:
        outside, _, inside = (name or "").partition(" (")
        for each in (name, outside, inside.removesuffix(")")):
            if each and each.strip() and (code := gazetteer.country_of(each)):
                return code
    return None


def day_words(day: date, last: date | None = None) -> str:
    """Return a day, or the days from one to another, as words that our own date reader reads."""
    first = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return first if last is None or last == day else f"between {first} and {last.day} {MONTHS[last.month - 1]} {last.year}"


def merged(structured: Sequence[Claim], read: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return a document's claims in text order: the structured ones, and those read from prose that overlap none of them."""
    taken = [(claim.start, claim.end) for claim in structured]
    free = [claim for claim in read if not any(start < claim.end and claim.start < end for start, end in taken)]
    gone = {claim.id for claim in read} - {claim.id for claim in free}
    free = [replace(claim, subset_of=None) if claim.subset_of in gone else claim for claim in free]
    return tuple(sorted((*structured, *free), key=lambda claim: (claim.start, claim.end)))
