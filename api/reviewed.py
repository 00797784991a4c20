"""What people decided of a claim, as the pages show it: plots draw the corrected figure, the claim's own words stay beside it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from aggregator.core.decisions import NUMBERS, best_within
from api import words

DONE = {"rejected": "rejected it", "corrected": "corrected it", "accepted": "found it right"}


@lru_cache
def review_of(text: str | None) -> dict[str, Any]:
    """Return what holds of people's decisions on a claim, from its column `review`; empty where nobody decided."""
    return dict(json.loads(text)) if text else {}


def decided(claim: Any) -> Any:
    """Return a claim's row as people corrected it; the same row where nobody did, or where it was done."""
    value = review_of(claim.review).get("value", {})
    changed = {name: each for name, each in value.items() if getattr(claim, name) != each}
    if not changed:
        return claim
    if "claimant" in changed:
        changed |= {"claimant": str(value["claimant"]).casefold(), "claimant_name": value["claimant"]}
    made = claim._replace(**changed)
    if changed.keys().isdisjoint(NUMBERS):
        return made
    low, high = made.low, made.high
    best = made.best if "best" in value else best_within(low, high, made.best)
    bounds = "exact" if low == high else "at_least" if high is None else "up_to" if low is None else "between"
    stated = made._replace(best=best, stated_low=low, stated_high=high if high is not None else low)
    return stated if "qualifier" in value else stated._replace(qualifier=bounds)


def told(claim: Any) -> str:
    """Return what a claim says, as corrected, and that a person corrected or rejected it, where one did."""
    decision = review_of(claim.review).get("decision")
    said = words.said(decided(claim))
    return f"{said} ({decision} by a reviewer)" if decision in ("corrected", "rejected") else said


def note(claim: Any) -> str:
    """Return who decided what of a claim, and why, as a sentence; nothing where nobody did."""
    review = review_of(claim.review)
    if not review:
        return ""
    value = ", ".join(f"{words.spaced(name)} {worded(each)}" for name, each in review["value"].items())
    done = [DONE[flag] for flag in DONE if flag in review["flags"]]
    done = [f"{each}: {value}" if each == DONE["corrected"] else each for each in done]
    when = f", {words.moment(review['at'])}" if review["at"] else ""
    return f"A reviewer {' and '.join(done)} ({review['by']}{when}: “{review['reason']}”)."


def worded(value: object) -> str:
    """Return a corrected value in words."""
    if value is None:
        return "open"
    return words.number(value) if type(value) is int else words.spaced(str(value)).lower() if type(value) is bool else str(value)
