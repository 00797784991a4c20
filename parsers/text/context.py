"""Context: what a claim takes from the text around it: who says so, where, when, and whether it is another incident's.

One cheap pass over the document finds its anchors; the rest is read only in the sentences that carry claims.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from aggregator.core.model import Claim, Document, Place, Role, Stance, Step
from parsers.text import attribution, clean, when, where


@dataclass(slots=True)
class _Line:
    """A sentence and what was found in it."""

    start: int
    end: int
    times: list[when.When]
    cues: list[attribution.Cue]
    places: list[where.Where]


@dataclass(slots=True)
class Reading:
    """A document under reading: its text, its sentences, and the lines read so far."""

    document: Document
    text: str
    lower: str
    spans: Sequence[tuple[int, int]]
    upper: bool
    lines: dict[int, _Line] = field(default_factory=dict)

    def index(self, at: int) -> int:
        """Return the index of the sentence that holds offset `at` (the last one that starts before it)."""
        return max(0, bisect_right(self.spans, at, key=lambda span: span[0]) - 1)

    def line(self, index: int) -> _Line:
        """Return sentence `index`, read."""
        if index not in self.lines:
            start, end = self.spans[index]
            times = when.find(self.text, self.lower, start, end)
            taken = [(t.start, t.end) for t in times]
            cues = attribution.cues(self.text, self.lower, start, end, taken, upper=self.upper)
            names = [c.name for c in cues if c.name]
            places = where.find(self.text, self.lower, start, end, [*taken, *names], upper=self.upper)
            self.lines[index] = _Line(start, end, times, cues, places)
        return self.lines[index]


def enrich(document: Document, sentences: Sequence[tuple[int, int]], claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return `claims`, in order, with attribution, stance, place, times and background filled from the document.

    `sentences` are the spans of `parsers.text.sentences.split`. A stance that the grammar set is kept.
    """
    if not claims:
        return ()
    lower = clean.fold(document.text)
    upper = clean.shouted(document.text)
    spans = sentences or [(0, len(document.text))]
    reading = Reading(document, document.text, lower, spans, upper)
    return tuple(_one(reading, claim) for claim in claims)


def _one(reading: Reading, claim: Claim) -> Claim:
    line = reading.line(reading.index(claim.start))
    cue = attribution.governing(line.cues, claim.start, claim.end)
    steps: list[Step] = []
    stance = claim.stance
    if cue is not None and cue.name is not None:
        steps.append(Step(role=Role.CLAIMANT, name=reading.text[slice(*cue.name)], verb=cue.verb, stance=cue.stance))
        if cue.by:
            steps.append(Step(role=Role.CITED_BY, name=reading.text[slice(*cue.by)]))
    if reading.document.publisher:
        steps.append(Step(role=Role.PUBLISHER, name=reading.document.publisher))
    if stance is Stance.ASSERTS and cue is not None:
        stance = cue.stance
    own = [t for t in line.times if t.kind is not when.Kind.WEAK]
    place = min(line.places, key=lambda p: abs(p.start - claim.end), default=None)
    return replace(
        claim,
        attribution=tuple(steps),
        stance=stance,
        place=Place(text=place.text) if place and not claim.place.text else claim.place,
        window_text=claim.window_text or (min(own, key=lambda t: abs(t.start - claim.end)).text if own else None),
    )
