"""A headline says in short what the report below it attributes: its figures take speaker, place and time from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aggregator.core.model import Claim, Document


def settled(document: Document, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return `claims` with each figure of the headline that names no speaker given that of the figure it sums up.

    That is the first of the body with the same outcome and the same number, else the first whose bounds lie within the
    headline's ("hundreds dead" over "at least 500 people were killed, the ministry said").
    """
    title = document.title or ""
    if not title or not document.text.startswith(title) or len(document.text) <= len(title):
        return tuple(claims)
    body = [claim for claim in claims if claim.start >= len(title) and not claim.background]
    return tuple(_settled(claim, body) if claim.end <= len(title) else claim for claim in claims)


def _settled(claim: Claim, body: Sequence[Claim]) -> Claim:
    told = [other for other in body if other.outcome is claim.outcome and other.unit == claim.unit and other.subset_of is None]
    same = next((other for other in told if _numbers(other) == _numbers(claim)), None)
    found = same or next((other for other in told if _within(other, claim)), None)
    if found is None:
        return claim
    return replace(
        claim,
        attribution=claim.attribution if claim.claimant and not _in_short(claim, found) else found.attribution,
        stance=found.stance if not claim.claimant else claim.stance,
        place=found.place if found.place.text else claim.place,
        window_text=found.window_text or claim.window_text,
        as_of_text=claim.as_of_text or found.as_of_text,
        basis=found.basis,
    )


def _in_short(claim: Claim, found: Claim) -> bool:
    """Whether a headline's label is the short form of who speaks in the body: "Observatory: nine dead"."""
    if not claim.claimant or not found.claimant or not claim.claimant.name[0].isupper():
        return False
    short, full = claim.claimant.name.lower(), found.claimant.name.lower().removeprefix("the ")
    return full == short or full.startswith(f"{short} ")


def _numbers(claim: Claim) -> tuple[int | None, int | None]:
    return claim.stated_low, claim.stated_high


def _within(inner: Claim, outer: Claim) -> bool:
    """Whether what the body states lies within the headline's bounds; a headline without bounds sums up nothing."""
    value = inner.best if inner.best is not None else inner.low
    if value is None or (outer.low is None and outer.high is None):
        return False
    return (outer.low is None or value >= outer.low) and (outer.high is None or value <= outer.high)
