"""Near-copies are told from texts that only speak of the same thing."""

from __future__ import annotations

import pytest

from aggregator.wording import same_wording

WIRE = (
    "A bomb left in a handcart went off beside the grain market of Harmon on Tuesday, and nine traders were killed, "
    "the governor said. "
    "The road to the coast was shut until nightfall while sappers searched the stalls. No group has spoken of it."
)
OWN = "Nine people died when a device exploded near Harmon's market. The governor gave the number. Sappers are at work."


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
        (WIRE, "HARMON (Wire) - " + WIRE.rsplit(". ", 1)[0], True),
        (WIRE, OWN, False),
        ("Deaths: 4", "Deaths: 4", False),
        ("", "", False),
    ],
)
def test_sentences_that_are_one_text(a: str, b: str, same: bool) -> None:
    assert same_wording(a, b) is same
    assert same_wording(b, a) is same
