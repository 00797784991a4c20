"""Place words: what is found behind which words, what is one place, and what is none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.core import vocab
from parsers.text import when, where
from parsers.text.clean import fold, shouted
from parsers.text.placenames import Where

EXAMPLES = vocab.read("en/places")["examples"]


def found(text: str) -> list[Where]:
    low = fold(text)
    times = [(time.start, time.end) for time in when.find(text, low, 0, len(text))]
    return where.find(text, low, 0, len(text), times, upper=shouted(text))


@pytest.mark.parametrize(("text", "words"), EXAMPLES["place"])
def test_vocabulary_examples_are_found(text: str, words: str) -> None:
    assert any(words in place.text for place in found(text) if place.named)


@pytest.mark.parametrize("text", EXAMPLES["none"])
def test_vocabulary_counter_examples_are_not(text: str) -> None:
    assert [place.text for place in found(text) if not place.weak] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Six fell in the village of Kosti, west of Aleppo.", ["the village of Kosti, west of Aleppo"]),
        ("A barrel bomb hit a market in Deir al-Zor overnight.", ["Deir al-Zor"]),
        ("The dead were found in Sindh and Punjab.", ["Sindh and Punjab"]),
        ("Nine drowned in two other districts, Mandera and Wajir.", ["two other districts, Mandera and Wajir"]),
        ("A mine went off near Mt. Elgon.", ["Mt. Elgon"]),
        ("Kenya was hit by floods in April.", ["Kenya"]),
        ("KENYA: nine dead in floods", ["KENYA"]),
        ("Shots were fired in Syria's north.", ["Syria's north"]),
        ("The worst-hit areas are Mandera, Wajir and parts of Garissa.", ["Mandera, Wajir and parts of Garissa"]),
        ("GUNMEN KILLED TWO FARMERS IN MANDERA DISTRICT, ALLIES OF THE MAYOR SAID YESTERDAY.", ["MANDERA DISTRICT"]),
    ],
)
def test_places(text: str, words: list[str]) -> None:
    assert [place.text for place in found(text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "He spoke in French about it.",
        "They trained in the Kenyan army.",
        "A man died in a Nissan truck.",
        "It was published in the Kampala Times.",
        "He was shot in the leg.",
        "Most of THEM WERE KILLED AT THE TIME OF THE SERVICE.",
    ],
)
def test_no_places(text: str) -> None:
    assert [place.text for place in found(text) if place.named and not place.weak] == []


def test_a_kind_with_its_article_is_an_unnamed_place() -> None:
    (place,) = found("Five people died in the camp.")
    assert (place.text, place.named) == ("the camp", False)


def test_where_people_are_taken_is_not_where_they_were_harmed() -> None:
    places = found("He was taken to Mandera Hospital.")
    assert [(place.care, place.moving) for place in places] == [(True, True)]


def test_spans_of_other_things_are_left_alone() -> None:
    text = "Four died in May near Mandera."
    at = text.index("in May")
    assert [place.text for place in where.find(text, fold(text), 0, len(text), [(at, at + 6)])] == ["Mandera"]


@settings(deadline=None)  # the first example loads the vocabulary and the gazetteer
@given(st.text(max_size=200))
def test_any_text_is_survived_and_offsets_slice_back(text: str) -> None:
    for place in found(text):
        assert text[place.start : place.end] == place.text != ""


@settings(deadline=None)  # the first example loads the vocabulary and the gazetteer
@given(
    st.lists(
        st.sampled_from(["in", "the", "Mandera", "district", ",", "and", "of", "near", "Wajir", "a", "two", "3", "camp", "'s"]),
        max_size=30,
    )
)
def test_places_stand_in_order_and_apart(words: list[str]) -> None:
    places = found(" ".join(words))
    assert all(left.end <= right.start for left, right in pairwise(places))
