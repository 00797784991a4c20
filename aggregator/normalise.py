"""Claims to figures: what was said, beside what we made of it in people, places, days and sources.

Nothing is dropped and nothing is guessed: what cannot be resolved stays empty and is named in `Figure.flags`.
"""

from __future__ import annotations

from collections.abc import Sequence

from aggregator.core.model import Claim, Document, Figure

PEOPLE = "person"


def normalise(document: Document, claims: Sequence[Claim]) -> tuple[Figure, ...]:
    """Return one figure per claim of `document`, in the same order. Never raises for any text."""
    return tuple(_figure(document, claim) for claim in claims)


def _figure(document: Document, claim: Claim) -> Figure:
    step = claim.claimant
    name = (step.name if step else None) or document.publisher or ""
    source = step.source if step else None
    people = claim.unit == PEOPLE
    return Figure(
        claim=claim,
        claimant=source or name.casefold(),
        claimant_name=name,
        publisher=document.publisher,
        published=document.published,
        place=claim.place,
        as_of=document.published,
        people_low=claim.low if people else None,
        people_high=claim.high if people else None,
        flags=() if claim.window_text else ("no_window",),
    )
