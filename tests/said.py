"""Documents with hand-made figures that slice back: every number in the text is a claim of so many killed."""

from __future__ import annotations

import dataclasses
import re

from aggregator.core.model import Document, Figure, content_id
from db.documents import identity
from tests.factories import document, figure


def told(
    text: str, *, source: str = "feed", extractor: str = "hand/1", claimant: str = "police", **fields: object
) -> tuple[Document, tuple[Figure, ...]]:
    """A document under its stored id and a figure for each number in it."""
    made = document(text, source=source, **fields)
    made = dataclasses.replace(made, id=identity(made))
    figures = []
    for match in re.finditer(r"\d+", text):
        known = figure(int(match[0]), claimant=claimant, document=made.id)
        claim = dataclasses.replace(
            known.claim,
            id=content_id(made.id, match.start(), match[0]),
            document=made.id,
            start=match.start(),
            end=match.end(),
            quote=match[0],
            sentence=text,
            sentence_start=0,
            extractor=extractor,
        )
        figures.append(dataclasses.replace(known, claim=claim, publisher=made.publisher, published=made.published))
    return made, tuple(figures)
