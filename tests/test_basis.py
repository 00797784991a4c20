"""What the words of a sentence say a count runs over."""

from __future__ import annotations

import pytest

from parsers.text.basis import sentence


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("twelve children are dying a day in the camp", ["rate"]),
        ("twelve were found dead, a week after another boat went down", []),
        ("the attack a year ago killed nine", []),
        ("forty were killed in the past 24 hours", ["period"]),
        ("9,000 people are living in schools", ["stock"]),
        ("nine were killed on sunday", []),
    ],
)
def test_words_of_a_sentence_give_a_basis(text: str, bases: list[str]) -> None:
    assert [basis.value for basis, *_ in sentence(text, 0, len(text))] == bases
