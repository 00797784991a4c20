"""Context: what a claim takes from the text around it: who says so, where, when, and whether it is another incident's.

One cheap pass over the document finds its anchors; the rest is read only in the sentences that carry claims and the few they lean on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aggregator.core.model import Claim, Document, Place, Stance
from parsers.text import attribution, when
from parsers.text.reading import Reading, read


def enrich(document: Document, sentences: Sequence[tuple[int, int]], claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return `claims`, in order, with attribution, stance, place, times and background filled from the document.

    `sentences` are the spans of `parsers.text.sentences.split`. A stance that the grammar set is kept.
    """
    if not claims:
        return ()
    reading = read(document, sentences)
    return tuple(_one(reading, claim) for claim in claims)


def _one(reading: Reading, claim: Claim) -> Claim:
    line = reading.line(reading.index(claim.start))
    chain, stance = attribution.steps(reading, line, claim.start, claim.end)
    own = [t for t in line.times if t.kind is not when.Kind.WEAK]
    place = min(line.places, key=lambda p: abs(p.start - claim.end), default=None)
    return replace(
        claim,
        attribution=chain,
        stance=stance if claim.stance is Stance.ASSERTS else claim.stance,
        place=Place(text=place.text) if place and not claim.place.text else claim.place,
        window_text=claim.window_text or (min(own, key=lambda t: abs(t.start - claim.end)).text if own else None),
    )
