"""Sketches tell near-copies from texts that only speak of the same thing."""

from __future__ import annotations

import pytest

from aggregator.sketches import resemblance, same_wording, sketch

WIRE = (
    "A bomb left in a handcart went off beside the grain market of Harmon on Tuesday, and nine traders were killed, "
    "the governor said. "
    "The road to the coast was shut until nightfall while sappers searched the stalls. No group has spoken of it."
)
SHOT = "Gunmen shot twelve farmers dead near the well on Sunday."
OWN = "Nine people died when a device exploded near Harmon's market. The governor gave the number. Sappers are at work."


def test_a_text_is_wholly_like_itself() -> None:
    assert resemblance(sketch(WIRE), sketch(WIRE)) == 1.0


def test_a_copy_with_a_byline_and_a_cut_is_nearly_the_same() -> None:
    copy = "HARMON (Wire) - " + WIRE.rsplit(". ", 1)[0]
    assert resemblance(sketch(copy), sketch(WIRE)) > 0.7


def test_the_same_news_in_other_words_is_no_copy() -> None:
    assert resemblance(sketch(OWN), sketch(WIRE)) < 0.1


def test_nothing_is_like_nothing() -> None:
    assert resemblance(sketch(""), sketch("")) == 0.0


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (
            "Gunmen shot twelve farmers dead near the well on Sunday.",
            "Gunmen shot twelve farmers dead near the well on Sunday night.",
            True,
        ),
        (
            "Gunmen shot twelve farmers dead near the well on Sunday.",
            "Twelve farmers were shot near a well by gunmen, say elders.",
            False,
        ),
        ("Deaths: 4", "Deaths: 4", False),
        ("", "", False),
    ],
)
def test_sentences_that_are_one_text(a: str, b: str, same: bool) -> None:
    assert same_wording(a, b) is same
    assert same_wording(b, a) is same
