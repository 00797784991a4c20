"""Context: what a claim takes from the text around it."""

from __future__ import annotations

from aggregator.core.model import Claim, Document, Outcome, Role
from parsers.text import context


def claim(text: str, quote: str) -> Claim:
    start = text.index(quote)
    return Claim(
        id="c",
        document="d",
        start=start,
        end=start + len(quote),
        quote=quote,
        sentence=text,
        sentence_start=0,
        outcome=Outcome.KILLED,
    )


def test_publisher_comes_last_and_own_voice_has_no_claimant() -> None:
    text = "Four people died in the mine."
    document = Document(id="d", text=text, publisher="The Hill Gazette")
    (found,) = context.enrich(document, [(0, len(text))], [claim(text, "Four")])
    assert found.claimant is None
    assert [(step.role, step.name) for step in found.attribution] == [(Role.PUBLISHER, "The Hill Gazette")]
