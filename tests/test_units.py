"""Counts to people: only through vetted units, households only in a context that names its size and source."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core import units, vocab
from aggregator.core.errors import UnknownName
from aggregator.core.units import People, people


@pytest.mark.parametrize(
    ("low", "high", "unit", "expected"),
    [
        (3, 5, "person", (3, 5)),
        (3, None, "person", (3, None)),
        (2, 2, "dozen", (24, 24)),
        (None, 3, "dozen", (None, 36)),
        (4, 4, "score", (80, 80)),
    ],
)
def test_people_dozens_and_scores(low: int | None, high: int | None, unit: str, expected: tuple[int | None, int | None]) -> None:
    made = people(low, high, unit)
    assert (made.low, made.high) == expected
    assert made.known


def test_households_are_no_people_by_themselves() -> None:
    assert people(4000, 4400, "household", country="UGA") == People(low=None, high=None, known=False)
    assert people(4000, 4400, "household", context="surveys", country="ATA") == People(low=None, high=None, known=False)
    assert people(4000, 4400, "household", context="surveys") == People(low=None, high=None, known=False)


def test_households_become_people_in_a_context_with_a_source() -> None:
    made = people(1001, 2001, "household", context="surveys", country="UGA")
    assert (made.low, made.high) == (4504, 9005)  # 4.5 people each, the low rounded down and the high up
    assert made.source is not None
    assert "Uganda" in made.source


def test_a_size_that_is_a_range_widens_the_bounds() -> None:
    made = people(100, 100, "household", context="surveys", country="AFG")
    assert made.low == 730
    assert made.high == 770


def test_unknown_units_and_contexts_are_refused_with_the_valid_ones() -> None:
    with pytest.raises(UnknownName, match="household"):
        people(1, 1, "furlong")
    with pytest.raises(UnknownName, match="surveys"):
        people(1, 1, "household", context="guesses", country="UGA")


def test_every_size_states_its_source() -> None:
    for name in units.contexts():
        for row in vocab.read("households")["context"][name]["sizes"]:
            assert row["source"], row
            assert row.get("low", row["size"]) <= row["size"] <= row.get("high", row["size"])


def test_pint_waits_until_it_is_needed() -> None:
    code = "import sys; from aggregator.core.units import people; people(3, 5, 'person'); sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_bounds_keep_their_order(one: int, other: int) -> None:
    low, high = sorted((one, other))
    made = people(low, high, "household", context="surveys", country="NGA")
    assert made.low is not None
    assert made.high is not None
    assert low <= made.low <= made.high
