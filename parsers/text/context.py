"""Context: what a claim takes from the text around it: who says so, where, when, and whether it is another incident's.

One cheap pass over the document finds its anchors; the rest is read only in the sentences that carry claims and the few that
these lean on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from aggregator.core.model import Basis, Claim, Document, Place, Stance
from parsers.text import attribution, background, carry, times
from parsers.text.anchor import Anchor, anchor
from parsers.text.headlines import settled
from parsers.text.reading import Line, Reading, read

_REGISTERS = re.compile(
    r"\b(?:recorded|documented|registered|verified|logged|counted|tallied)\b"
)  # a register's span, not one harm's
_WHO_WAS = re.compile(r",? who (?:was|were|had been|has been|survived)\b")
SPEAKER = "names_speaker"  # flag: the words of an implied figure are the name of a speaker


def enrich(document: Document, sentences: Sequence[tuple[int, int]], claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return `claims`, in order, with attribution, stance, place, times, background and running counts filled from the document.

    `sentences` are the spans of `parsers.text.sentences.split`. What the grammar set (a stance, a basis, a place) is kept.
    """
    if not claims:
        return ()
    reading = read(document, sentences)
    course = carry.Course(reading)
    course.open()
    own = anchor(reading, claims)
    others = background.flags(reading, claims, own)
    return settled(document, [_one(reading, course, own, claim, alone) for claim, alone in zip(claims, others, strict=True)])


def _one(reading: Reading, course: carry.Course, own: Anchor, claim: Claim, alone: bool) -> Claim:
    line = reading.line(reading.index(claim.start))
    chain, stance = attribution.steps(reading, line, claim.start, claim.end)
    one = claim.high == 1 and not claim.explicit  # "a girl in intensive care since Friday died" is no running total
    running = claim.basis is Basis.INCIDENT and not one and background.running(reading, line, claim, own)
    alone = alone or claim.background
    course.move(line)
    window = claim.window_text or _plain(course.when(line, claim, alone or claim.basis is Basis.STOCK))
    spans = claim.basis is Basis.INCIDENT and (window or "").lower().startswith("between ") and _REGISTERS.search(claim.sentence)
    return replace(
        claim,
        attribution=chain,
        stance=stance if claim.stance is Stance.ASSERTS else claim.stance,
        background=alone,
        basis=Basis.CUMULATIVE if running else Basis.PERIOD if spans else claim.basis,
        place=claim.place if claim.place.text else Place(text=_plain(course.where(line, claim, alone))),
        window_text=window,
        as_of_text=claim.as_of_text or _plain(times.as_of(reading, line)),
        flags=(*claim.flags, SPEAKER) if _speaks(line, claim) and SPEAKER not in claim.flags else claim.flags,
    )


def _speaks(line: Line, claim: Claim) -> bool:
    """Whether an implied figure is nobody harmed but the name of somebody who speaks."""
    names = (cue.name for cue in line.cues if cue.name)
    if _WHO_WAS.match(claim.sentence, claim.end - claim.sentence_start):
        return False  # "a third woman, who was shot in the back, told ..."
    return not claim.explicit and any(name[0] <= claim.start and claim.end <= name[1] for name in names)


def _plain(words: str | None) -> str | None:
    """Return `words` on one line, or None."""
    return " ".join(words.split()) if words else None
