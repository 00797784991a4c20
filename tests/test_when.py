"""Time expressions: what is found, in its own words, and what it is anchored to."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.core import vocab
from parsers.text import when
from parsers.text.clean import fold
from parsers.text.when import Kind, When

EXAMPLES = vocab.read("en/time")["examples"]


def found(text: str) -> list[When]:
    return when.find(text, fold(text), 0, len(text))


@pytest.mark.parametrize(("text", "words"), [row for name, rows in EXAMPLES.items() if name != "none" for row in rows])
def test_vocabulary_examples_are_found(text: str, words: str) -> None:
    assert words in [time.text for time in found(text)]


@pytest.mark.parametrize("text", EXAMPLES["none"])
def test_vocabulary_counter_examples_are_not(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Two boats sank on Monday and Tuesday.", "on Monday and Tuesday", Kind.DAY),
        ("It happened early on Saturday near the well.", "early on Saturday", Kind.DAY),
        ("Nine died on the morning of Sunday 3rd August 2014.", "on the morning of Sunday 3rd August 2014", Kind.DATE),
        ("Shells fell from 2 to 9 July 2015 on the port.", "from 2 to 9 July 2015", Kind.DATE),
        ("They were taken on March 8 and 9 from a bus.", "on March 8 and 9", Kind.DATE),
        ("06/15/2021: A mast was blown up.", "06/15/2021", Kind.DATE),
        ("In late May 2012 the dyke broke.", "In late May 2012", Kind.MONTH),
        ("In 1974 a quake razed the town.", "In 1974", Kind.YEAR),
        ("Forty were hurt in the past 48 hours.", "in the past 48 hours", Kind.SPAN),
        ("Six drowned in three weeks.", "in three weeks", Kind.SPAN),
        ("Last year eleven fell.", "Last year", Kind.FAR),
        ("His son was shot two years ago.", "two years ago", Kind.FAR),
        ("Since the uprising began 90 have vanished.", "Since the uprising began", Kind.START),
        ("A shell landed at 4.15am.", "at 4.15am", Kind.WEAK),
        ("ON 12 OCT A BRIDGE WAS BLOWN UP.", "ON 12 OCT", Kind.DATE),
    ],
)
def test_kinds(text: str, words: str, kind: Kind) -> None:
    assert [(time.text, time.kind) for time in found(text)] == [(words, kind)]


def test_as_of_and_since_are_told_apart() -> None:
    dated, running = found("As of noon on Friday 12 had died, 40 since January.")
    assert (dated.as_of, dated.since) == (True, False)
    assert (running.as_of, running.since) == (False, True)


def test_a_name_with_a_year_is_no_time_unless_it_opens_the_sentence() -> None:
    assert [time.text for time in found("It was the worst since the 1931 Ardo storm.")] == []
    assert [time.year for time in found("The 1931 Ardo storm killed nine.")] == [1931]


def test_parts_that_the_words_name() -> None:
    (time,) = found("A ferry sank on 7 January 1998.")
    assert (time.year, time.month, time.day) == (1998, 1, 7)


@settings(deadline=None)  # the first example loads the vocabulary and the gazetteer
@given(st.text(max_size=200))
def test_any_text_is_survived_and_offsets_slice_back(text: str) -> None:
    for time in found(text):
        assert text[time.start : time.end] == time.text != ""


@settings(deadline=None)  # the first example loads the vocabulary and the gazetteer
@given(
    st.lists(
        st.sampled_from(["on", "Monday", "3", "May", "2011", ",", "and", "since", "the", "past", "24", "hours", "-"]), max_size=30
    )
)
def test_expressions_stand_in_order_and_apart(words: list[str]) -> None:
    times = found(" ".join(words))
    assert all(left.end <= right.start for left, right in pairwise(times))
