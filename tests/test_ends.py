"""A range in words: each end as the claim that gives it puts it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from aggregator.core.ends import in_words
from api.pages import range_words
from api.words import toll


def claim(low: int | None, high: int | None, qualifier: str = "exact") -> Any:
    return SimpleNamespace(low=low, high=high, qualifier=qualifier)


@pytest.mark.parametrize(
    ("low", "high", "is_open", "said", "words"),
    [
        (63, 63, False, [claim(63, 63)], "63"),
        (63, 63, True, [claim(63, None, "at_least")], "at least 63"),
        (9001, 9001, True, [claim(9001, None, "more_than")], "more than 9,000"),
        (1080, 1401, True, [claim(1080, 1080), claim(1401, None, "more_than")], "1,080 to more than 1,400"),
        (301, 410, True, [claim(301, None, "more_than"), claim(410, 410)], "more than 300 to 410 or more"),
        (12, 599, True, [claim(12, None, "at_least"), claim(401, None, "more_than"), claim(599, 599)], "12 to 599 or more"),
        (10, 12, True, [claim(10, 10), claim(12, None, "more_than"), claim(12, 12)], "10 to 12 or more"),
        (None, 200, False, [claim(None, 200, "up_to")], "up to 200"),
        (None, 299, False, [claim(None, 299, "less_than")], "fewer than 300"),
        (0, 299, False, [claim(0, 0, "none"), claim(None, 299, "less_than")], "0 to fewer than 300"),
        (None, 401, True, [claim(None, 100, "up_to"), claim(401, None, "more_than")], "more than 400"),
        (None, 400, True, [claim(None, 100, "up_to"), claim(400, None, "at_least")], "up to 400 or more"),
        (31, 31, False, [claim(31, 31), claim(31, None, "more_than")], "31"),
        (40, 60, False, [], "40 to 60"),
        (None, None, False, [], "an unknown number"),
    ],
)
def test_an_end_is_worded_as_it_was_said(low: int | None, high: int | None, is_open: bool, said: list[Any], words: str) -> None:
    assert in_words(low, high, is_open, said) == words


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("More than 9,000 killed, one claimant, as of 18 September", "More than 9,000"),
        ("Nobody killed, one claimant", "Nobody"),
        ("40 to 60 killed in all so far, two claimants", "40 to 60"),
        ("12 injured, one claimant", "3 to 5 or more"),
        ("40 killed or wounded, one claimant", "3 to 5 or more"),
        ("", "3 to 5 or more"),
        (None, "3 to 5 or more"),
    ],
)
def test_a_list_words_a_toll_as_the_events_own_sentence(sentence: str | None, words: str) -> None:
    event = SimpleNamespace(sentence=sentence, killed_low=3, killed_high=5, killed_high_open=1)
    assert toll(event) == words


def test_every_range_of_an_event_page_is_worded_so() -> None:
    """Also in the table of all figures, where no number may stand that nobody said."""
    claims = [
        SimpleNamespace(id="a", low=9001, high=None, qualifier="more_than"),
        SimpleNamespace(id="b", low=1, high=1, qualifier="exact"),
    ]
    estimate = {
        "low": 9001,
        "high": 9001,
        "high_open": 1,
        "agreed": 1,
        "agreed_low": 9001,
        "agreed_high": None,
        "claims": '["a"]',
    }
    assert range_words(SimpleNamespace(**estimate), claims) == ("more than 9,000", "more than 9,000")
    assert range_words(SimpleNamespace(**estimate | {"agreed": 0}), claims)[1] == ""
