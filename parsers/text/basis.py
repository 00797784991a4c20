"""What a count runs over, as far as its own sentence says (`vocab/en/basis.toml`)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from aggregator.core.model import Basis, Claim, Outcome
from aggregator.core.vocab import read
from parsers.text import trie
from parsers.text.clause import Finding
from parsers.text.quantities import Quantity, begins

# "twelve dead, a week after ..." tells when, "a day-long siege" how long: not how often.
NO_RATE = re.compile(r"-|\s+(?:to the day|of|after|ago|before|later|earlier|since|apart|old|long)\b")

_SO_LONG = ("in ", "within ", "for ", "after ", "than ", "nearly ", "almost ")  # "killed 38 in a day", "held for a month"

NEAR = 150  # characters between a count and the sentence that tells of "another twelve" beside it
_HAPPENS = frozenset((Outcome.KILLED, Outcome.MISSING, Outcome.CASUALTIES))  # what people are not by being somewhere


@cache
def _patterns() -> list[tuple[Basis, trie.Finder]]:
    """Return the finders of the words that decide a basis, in the order in which they do."""
    data = read("en/basis")
    return [(Basis(code), trie.words(data[code]["words"])) for code in ("rate", "period", "cumulative", "stock")]


def sentence(folded: str, start: int, end: int) -> list[tuple[Basis, int, int, int]]:
    """Return the bases that words of this sentence give: where the words stand, from where and up to where figures take them."""
    found = [
        (basis, match.start(), _since(folded, start, match.start(), basis), _next_turn(folded, match.end(), end))
        for basis, pattern in _patterns()
        for match in pattern.finditer(folded, start, end)
        if basis is not Basis.RATE
        or not (NO_RATE.match(folded, match.end()) or _one(match.group(), folded, start, match.start()))
    ]
    found += [(Basis.PERIOD, match.start(), start, end) for match in _months().finditer(folded, start, end)]
    for match in _of_a_kind().finditer(folded, start, end):
        found.append((Basis.CUMULATIVE, match.start(), _turn(folded, start, match.start()), end))
    return sorted(found, key=lambda item: item[1])


@cache
def _months() -> re.Pattern[str]:
    """Return what finds a span of months or years: "between 1 January and 30 June", "in the past six years"."""
    month, number = trie.pattern(read("en/time")["months"]), trie.pattern(read("en/basis")["period"]["how_many"])
    day = rf"(?:\d{{1,2}} )?{month}(?: \d{{1,2}}\b)?(?:,? \d{{4}})?"
    between = rf"(?:between {day} and|from {day} (?:to|until|through)) (?:\d{{1,2}} )?{month}"
    return re.compile(rf"\b(?:{between}|(?:in|over|during|within) the (?:past|last|first) {number} (?:months|years|decades))\b")


@cache
def _of_a_kind() -> re.Pattern[str]:
    """Return what finds a count of all of a kind: "the number of reporters killed in the country", no number of "people"."""
    data = read("en/basis")["of_a_kind"]
    anybody, killed, over = (trie.pattern(data[kind]) for kind in ("anybody", "killed", "over"))
    return re.compile(
        rf"\b(?:toll|number|tally|count) of (?!{anybody}\b)(?:[\w-]+ ){{1,4}}?{killed} (?:by|in|across) the {over}\b"
    )


def _one(words: str, folded: str, start: int, at: int) -> bool:
    """Return whether "a day" is one day, opening the sentence ("A day of clashes left nine dead") or behind a word of time."""
    return words.startswith("a ") and (at == start or folded.endswith(_SO_LONG, start, at))


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
    clause = folded.rfind("; ", start, at)  # "has killed 1,033 since June; 119 died in the past 24 hours"
    if clause >= 0 and folded.find("since ", start, clause) >= 0:
        found.append(clause)
    return max(found, default=start)


def _next_turn(folded: str, at: int, end: int) -> int:
    """Return where a total begins behind `at`: "41 in the past day, bringing the toll to 33,175" counts no 33,175 in a day."""
    match = turns().search(folded, at, end)
    return match.start() if match else end


@cache
def turns() -> trie.Finder:
    """Return the finder of the words behind which a total begins: what is said there is not said of the figures before."""
    return trie.words(read("en/basis")["turns"])


def of(finding: Finding, quantity: Quantity | None, told: list[tuple[Basis, int, int, int]], *, end: int) -> Basis:
    """Return the basis of a finding whose quote ends at `end`: its rule's, its number's, its sentence's, else the incident's."""
    if finding.basis:
        return finding.basis
    if quantity and quantity.increment:
        return Basis.INCREMENT
    for basis, at, floor, ceiling in told:
        if basis is Basis.STOCK and finding.outcome in _HAPPENS:
            continue  # "left two people dead in Ardo, where 3,800 are sheltering in schools"
        if floor < end <= ceiling and (basis is not Basis.RATE or 0 <= at - end < 60 or at == floor):
            return basis
    return Basis.INCIDENT


def set_against(claims: list[Claim], before: list[Claim]) -> list[Claim]:
    """Return a sentence's claims, "another twelve" as the incident's where it sets them against people harmed otherwise.

    "Killed five and wounded another twelve" adds to no wounded: none were told of. Nor does "Another twelve were wounded" right
    behind it.
    """
    told = {claim.outcome for claim in before}
    near = bool(before) and bool(claims) and claims[0].sentence_start - before[-1].end < NEAR
    first = {outcome: min(c.start for c in claims if c.outcome is outcome) for outcome in {c.outcome for c in claims}}
    return [
        replace(claim, basis=Basis.INCIDENT)
        if claim.basis is Basis.INCREMENT
        and claim.rule != "toll"
        and claim.outcome not in told
        and claim.start == first[claim.outcome]
        and (claim.start > min(first.values()) or (near and claim.high != 1))
        else claim
        for claim in claims
    ]
