"""Words by which one count goes on from another: "12 so far", "has climbed to 51", "taking the toll to six".

They are `later` of `vocab/reconcile.toml`, with examples and counter-examples of their own.
"""

from __future__ import annotations

import re
from functools import cache

from aggregator.core import vocab
from aggregator.core.model import Claim


def in_order(earlier: Claim, later: Claim) -> bool:
    """Whether the words of two counts say that the later one goes on from the earlier."""
    return goes_on(earlier) or took_over(later)


def goes_on(claim: Claim) -> bool:
    """Whether a count is said not to be the last: "12 so far"."""
    told = claim.sentence.casefold()
    return any(phrase in told for phrase in vocab.read("reconcile")["later"]["so_far"])


def took_over(claim: Claim) -> bool:
    """Whether a count is said to have taken the place of a lower one: "rose on Friday to 12"."""
    before = claim.before.casefold().rstrip()
    return risen(before)


def risen(before: str) -> bool:
    """Whether words right before a number, lower-case, say that it took the place of a lower one."""
    words = vocab.read("reconcile")["later"]
    return before.endswith(tuple(words["risen"])) or _turn().search(before) is not None


@cache
def _turn() -> re.Pattern[str]:
    words = vocab.read("reconcile")["later"]
    rise, bring, toll, reach = ("|".join(map(re.escape, words[name])) for name in ("rise", "bring", "tolls", "reach"))
    few = r"(?:\s[\w'’-]+){0,6}?"
    return re.compile(
        rf"\b(?:(?:{rise}){few}\sto|(?:{bring}){few}\s(?:{toll})\b{few}\sto|\b(?:{toll})\b{few}\s(?:{reach}))$", re.IGNORECASE
    )
