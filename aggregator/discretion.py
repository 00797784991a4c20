"""Do no harm: no stored, served or exported record is about a single named person.

A victim's name may stand inside a quoted sentence; it never becomes a field. Where the words of a figure are a name, the
figure keeps its number and its sentence, and the sentence is its quote. Only the commands that read a researcher's own texts
(`extract`, `tally`, `events`) show the words as they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aggregator.core.model import Figure

NAMED = "named_person"


def unnamed(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the figures, in order, with every name of a single person taken out of their fields.

    The law of offsets holds on: the quote is the sentence, and its offsets are the sentence's.
    """
    return tuple(_unnamed(figure) if NAMED in figure.claim.flags else figure for figure in figures)


def _unnamed(figure: Figure) -> Figure:
    claim = figure.claim
    return replace(
        figure,
        claim=replace(
            claim,
            start=claim.sentence_start,
            end=claim.sentence_start + len(claim.sentence),
            quote=claim.sentence,
            victims=replace(claim.victims, text=None),
        ),
    )
