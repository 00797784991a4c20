"""A speaker who is told only in the sentence behind the figure."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Stance
from parsers.text.claims import extract

SPOKEN = [
    ("Nine people were killed in Ardo. The figure came from police.", "police", Stance.ASSERTS),
    ("Nine people were killed in Ardo. The information came from hospital officials.", "hospital officials", Stance.ASSERTS),
    ("Nine people were killed in Ardo. That is according to the health ministry.", "the health ministry", Stance.ASSERTS),
    ("Nine people were killed in Ardo. This was confirmed by the governor.", "the governor", Stance.CONFIRMS),
    ("Nine people were killed in Ardo. The toll was given by the Red Cross.", "the Red Cross", Stance.ASSERTS),
    ("Nine people were killed in Ardo. The toll was announced by the army on Monday.", "the army", Stance.ASSERTS),
    ("Nine people were killed in Ardo. Police confirmed the deaths.", "Police", Stance.CONFIRMS),
    ("Nine people were killed in Ardo.\n\nThe governor confirmed the toll on Monday.", "The governor", Stance.CONFIRMS),
    ("Nine people were killed in Ardo, the army said. Police confirmed the deaths.", "the army", Stance.ASSERTS),
]


@pytest.mark.parametrize(("text", "name", "stance"), SPOKEN, ids=[row[0] for row in SPOKEN])
def test_who_is_told_behind_is_the_claimant(text: str, name: str, stance: Stance) -> None:
    (claim,) = extract(Document(id="d", text=text))
    assert claim.claimant is not None
    assert (claim.claimant.name, claim.stance) == (name, stance)


@pytest.mark.parametrize(
    "behind",
    [
        "Police confirmed the arrests.",
        "Police confirmed the route of the march.",
        "The figure could not be confirmed by police.",
        "Police did not confirm the deaths.",
        "Police have yet to confirm the deaths.",
        "The toll has not been confirmed by the army.",
        "The road came from the north.",
        "The gunmen came from Velsk.",
        "It was a quiet town, according to the mayor.",
        "The mayor said the market was closed.",
        "The army announced a curfew.",
        "The governor confirmed the death of 12 others.",
        "Police confirmed the number of arrests.",
        "That is according to plan.",
    ],
)
def test_another_statement_hands_nothing_over(behind: str) -> None:
    claim = extract(Document(id="d", text=f"Nine people were killed in Ardo. {behind}"))[0]
    assert claim.claimant is None


def test_the_sentence_behind_speaks_for_the_one_before_it_only() -> None:
    text = "Two people were killed in Velsk. Nine people were killed in Ardo. The figure came from police."
    first, second = extract(Document(id="d", text=text))
    assert first.claimant is None
    assert second.claimant is not None
