"""Quantities: what was stated, how it was bounded, what only looks like a count."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aggregator.core.model import BoundBasis, Qualifier
from parsers.text import numbers, quantities
from parsers.text.clean import fold
from parsers.text.quantities import AGE, COUNT, ORDINAL, OTHER, Quantity
from parsers.text.tokens import tokenise


def quantity(text: str) -> Quantity | None:
    """Return the last quantity of a text (an earlier one may be the start of it)."""
    line = tokenise(fold(text), text, 0, len(text))
    found, at = None, 0
    while at < len(line.words):
        read = numbers.read(line, at)
        found, at = (read, read.end) if read else (found, at + 1)
    return found


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("63 people", 63, 63),
        ("63,000 people", 63000, 63000),
        ("63\u00a0000 people", 63000, 63000),
        ("63 000 people", 63000, 63000),
        ("1,23,456 people", 123456, 123456),
        ("1.2 million people", 1200000, 1200000),
        ("4.5m people", 4500000, 4500000),
        ("40k people", 40000, 40000),
        ("sixty-three people", 63, 63),
        ("a hundred and four people", 104, 104),
        ("two thousand three hundred people", 2300, 2300),
        ("half a million people", 500000, 500000),
        ("two and a half million people", 2500000, 2500000),
        ("a dozen people", 12, 12),
        ("half a dozen people", 6, 6),
        ("two dozen people", 24, 24),
        ("two score people", 40, 40),
        ("\u0666\u0663 people", 63, 63),
        ("\uff11\uff12 people", 12, 12),
        ("12 to 15 people", 12, 15),
        ("12-15 people", 12, 15),
        ("12\u201315 people", 12, 15),
        ("between 12 and 15 people", 12, 15),
        ("twelve or fifteen people", 12, 15),
        ("2 to 3.5 million people", 2000000, 3500000),
        ("both died", 2, 2),
        ("3 lakh people", 300000, 300000),
    ],
)
def test_values(text: str, low: int, high: int) -> None:
    found = quantity(text)
    assert found is not None and found.kind == COUNT
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12 people", Qualifier.EXACT),
        ("at least 12 people", Qualifier.AT_LEAST),
        ("no fewer than 12 people", Qualifier.AT_LEAST),
        ("12 or more people", Qualifier.AT_LEAST),
        ("more than 12 people", Qualifier.MORE_THAN),
        ("12+ people", Qualifier.MORE_THAN),
        ("at most 12 people", Qualifier.AT_MOST),
        ("fewer than 12 people", Qualifier.LESS_THAN),
        ("up to 12 people", Qualifier.UP_TO),
        ("as many as 12 people", Qualifier.UP_TO),
        ("nearly 12 people", Qualifier.NEARLY),
        ("some 12 people", Qualifier.ABOUT),
        ("12 or so people", Qualifier.ABOUT),
        ("12 to 15 people", Qualifier.BETWEEN),
        ("dozens of people", Qualifier.VAGUE),
    ],
)
def test_qualifiers(text: str, code: Qualifier) -> None:
    found = quantity(text)
    assert found is not None
    assert found.qualifier is code


@pytest.mark.parametrize(
    "text", ["1.200 people", "12,34 people", "6\u200b3 people", "1234567890123456 people", "12\u00b2 people"]
)
def test_what_is_ambiguous_is_flagged_and_not_guessed(text: str) -> None:
    found = quantity(text)
    assert found is not None
    assert (found.low, found.high) == (None, None)
    assert "ambiguous_number" in found.flags


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the 12-year-old boy", AGE),
        ("12 years old", AGE),
        ("aged 12", AGE),
        ("on May 11", OTHER),
        ("on 11 May", OTHER),
        ("in 2013", OTHER),
        ("since May 2013", OTHER),
        ("at 9:30", OTHER),
        ("at 11 a.m.", OTHER),
        ("12 percent", OTHER),
        ("12% of them", OTHER),
        ("$12 million", OTHER),
        ("an F-16", OTHER),
        ("7.62mm rounds", OTHER),
        ("5.6 tremor", OTHER),
        ("the 1990s", OTHER),
        ("won 12-3", OTHER),
        ("on 12/03", OTHER),
        ("a three-storey house", OTHER),
        ("the 63rd soldier", ORDINAL),
        ("Flight 370", OTHER),
        ("a 2013 lorry", OTHER),
    ],
)
def test_what_only_looks_like_a_count(text: str, kind: str) -> None:
    found = quantity(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("text", ["how many died", "no number here", "a man", "the score was even"])
def test_no_quantity(text: str) -> None:
    assert quantity(text) is None


def test_a_rise_is_no_range() -> None:
    text = "rose from 12 to 20"
    line = tokenise(fold(text), text, 0, len(text))
    first = numbers.read(line, 2)
    assert first is not None and (first.low, first.high) == (12, 12)


BOUNDS = [
    (Qualifier.EXACT, 63, 63, (63, 63, 63, BoundBasis.STATED)),
    (Qualifier.AT_LEAST, 63, 63, (63, None, 63, BoundBasis.STATED)),
    (Qualifier.MORE_THAN, 80, 80, (81, None, 80, BoundBasis.STATED)),
    (Qualifier.AT_MOST, 12, 12, (0, 12, 12, BoundBasis.STATED)),
    (Qualifier.LESS_THAN, 30, 30, (0, 29, 30, BoundBasis.STATED)),
    (Qualifier.UP_TO, 2000, 2000, (None, 2000, 2000, BoundBasis.STATED)),
    (Qualifier.NEARLY, 100, 100, (90, 99, 100, BoundBasis.LEXICAL_POLICY)),
    (Qualifier.ABOUT, 70, 70, (63, 77, 70, BoundBasis.LEXICAL_POLICY)),
    (Qualifier.ABOUT, 5, 5, (4, 6, 5, BoundBasis.LEXICAL_POLICY)),
    (Qualifier.BETWEEN, 12, 15, (12, 15, None, BoundBasis.STATED)),
    (Qualifier.NONE, 0, 0, (0, 0, 0, BoundBasis.STATED)),
]


@pytest.mark.parametrize(("code", "low", "high", "expected"), BOUNDS)
def test_bounds(code: Qualifier, low: int, high: int, expected: tuple[int | None, int | None, int | None, BoundBasis]) -> None:
    assert quantities.bounds(Quantity(start=0, end=1, low=low, high=high, qualifier=code), "default") == expected


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("default", (24, 99, None)), ("acled", (12, 12, 12)), ("strict", (None, None, None))],
)
def test_a_policy_decides_what_dozens_are(policy: str, expected: tuple[int | None, int | None, int | None]) -> None:
    dozens = quantity("dozens of people")
    assert dozens is not None
    assert quantities.bounds(dozens, policy)[:3] == expected


@given(st.integers(0, 10**9))
def test_digits_are_read_as_written(number: int) -> None:
    for text in (f"{number} people", f"{number:,} people"):
        found = quantity(text)
        assert found is not None
        assert found.low == number


@given(st.text(alphabet=st.sampled_from("0123456789.,-\u200b\u00a0 kmand to"), max_size=40))
@example("0,,")
def test_no_number_is_ever_a_part_of_a_longer_one(text: str) -> None:
    line = tokenise(fold(text), text, 0, len(text))
    for at in range(len(line.words)):
        found = numbers.read(line, at)
        if found is None:
            continue
        end = line.ends[found.end - 1]
        assert not (text[end - 1 : end].isdigit() and text[end : end + 1].isdigit())
