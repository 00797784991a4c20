"""Estimates whose bounds or best value the text prints itself: "1,180 (95% confidence interval: 950 to 1,410)".

They stand in place of what a policy would make of "an estimated 1,180". The words are `vocab/en/qualifiers.toml`'s (`estimates`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from aggregator.core.model import BoundBasis, Claim, Qualifier
from aggregator.core.vocab import read
from parsers.text import trie

REACH = 200  # characters between a figure and the interval that bounds it
_IS = r"(?:[ ,:=(]|of|is|was|being|from|between|at)*"
_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+)(?![\d.,]*\d|%| ?percent| per ?cent)"
_TO = r"(?: to | and | ?[-\u2013\u2014] ?)"


@cache
def _interval() -> re.Pattern[str]:
    return re.compile(rf"\b{trie.pattern(_words('interval'))}\b{_IS}{_NUMBER}{_TO}{_NUMBER}")


@cache
def _central() -> re.Pattern[str]:
    return re.compile(rf"\b{trie.pattern(_words('central'))}\b{_IS}{_NUMBER}")


def _words(kind: str) -> list[str]:
    words: list[str] = read("en/qualifiers")["estimates"][kind]
    return words


def bounded(folded: str, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Return the claims of a text, those that it gives an interval or a best value itself with these."""
    if not claims or not any(word in folded for word in _words("gate")):
        return claims
    known = {claim.id: claim for claim in claims}
    for match in _interval().finditer(folded):
        low, high = (_value(number) for number in match.groups())
        claim = _before(claims, match.start())
        if claim and claim.qualifier in (Qualifier.EXACT, Qualifier.ABOUT) and low <= (claim.best or 0) <= high:
            known[claim.id] = replace(
                claim,
                low=low,
                high=high,
                stated_low=low,
                stated_high=high,
                qualifier=Qualifier.BETWEEN,
                bound_basis=BoundBasis.STATED,
                policy=None,
            )
    for match in _central().finditer(folded):
        claim, best = _before(claims, match.start()), _value(match.group(1))
        if claim and claim.qualifier is Qualifier.BETWEEN and (claim.low or 0) <= best <= (claim.high or 0):
            known[claim.id] = replace(claim, best=best)
    return tuple(known.values())


def _value(number: str) -> int:
    return int(number.replace(",", ""))


def _before(claims: tuple[Claim, ...], at: int) -> Claim | None:
    """Return the claim that stands last before an offset and near it."""
    near = [claim for claim in claims if claim.end <= at and at - claim.end < REACH]
    return max(near, key=lambda claim: claim.end, default=None)
