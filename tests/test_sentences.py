"""Where sentences start and end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text.sentences import LONGEST, split

WRAPPED = (
    "PORT LAND, 3 MAY (OWN NEWS) -- THE GOVERNOR SAID THAT TWO BRIDGES HAD BEEN\n"
    "CLOSED AND THAT THE RIVER WAS STILL RISING IN THE NORTHERN PART OF THE\n"
    "PROVINCE.  ENGINEERS WILL LOOK AT THE DAM TODAY.\n"
    "\n"
    "   NO TRAINS RAN."
)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One came. Two went.", ["One came.", "Two went."]),
        ("Dr. Ama Owusu spoke. She left.", ["Dr. Ama Owusu spoke.", "She left."]),
        ("At 5 p.m. they came. It rained.", ["At 5 p.m. they came.", "It rained."]),
        ("They live in the U.S. The rest left.", ["They live in the U.S.", "The rest left."]),
        ("Some 4.5 million fled. They walked.", ["Some 4.5 million fled.", "They walked."]),
        ('"It fell." He ran.', ['"It fell."', "He ran."]),
        ("Really? Yes! Good.", ["Really?", "Yes!", "Good."]),
        ("Flood in the valley\nTwo people died.", ["Flood in the valley", "Two people died."]),
        ("First part.\n\nSecond part", ["First part.", "Second part"]),
        ("- Deaths: 12\n- Injured: 4", ["- Deaths: 12", "- Injured: 4"]),
        ("The rain came.IMPACT followed.", ["The rain came.", "IMPACT followed."]),
        ("J. K. Adeyemi wrote it.", ["J. K. Adeyemi wrote it."]),
        ("See No. 4 for more.", ["See No. 4 for more."]),
        ("", []),
        ("   \n\n ", []),
    ],
)
def test_split(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_hard_wrapped_lines_are_joined() -> None:
    assert [" ".join(s.split()) for s in sentences(WRAPPED)] == [
        " ".join(WRAPPED.partition("PROVINCE.")[0].split()) + " PROVINCE.",
        "ENGINEERS WILL LOOK AT THE DAM TODAY.",
        "NO TRAINS RAN.",
    ]


def test_no_window_is_longer_than_the_cap() -> None:
    assert all(end - start <= LONGEST for start, end in split("word " * 5000))
    assert all(end - start <= LONGEST for start, end in split("x" * 5000))


@given(st.text(alphabet=st.sampled_from("ab AB.!?\n\"'()1,-\u2028 "), max_size=300))
def test_windows_are_in_order_apart_and_hold_all_that_is_not_white(text: str) -> None:
    spans = split(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    inside = "".join(text[start:end] for start, end in spans)
    assert "".join(inside.split()) == "".join(text.split())
