"""A window of text as words with offsets that slice back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text.clean import fold
from parsers.text.tokens import has_camel, tokenise, words_of


def words(text: str) -> list[str]:
    return tokenise(fold(text), text, 0, len(text)).words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 1,200 died.", ["at", "least", "1,200", "died", "."]),
        ("Amal\u2019s son", ["amal", "'s", "son"]),
        ("didn't", ["didn't"]),
        ("12-year-old", ["12", "-", "year", "-", "old"]),
        ("a -- b", ["a", "--", "b"]),
        ("6 dead  800 out", ["6", "dead", "  ", "800", "out"]),
        ("Gone.  Two", ["gone", ".", "two"]),
        ("wereMOVEDtoday", ["were", "moved", "today"]),
        ("1death", ["1", "death"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_vocabulary_is_cut_as_text_is() -> None:
    assert words_of("mother-in-law") == ("mother", "-", "in", "-", "law")


def test_camel_is_seen() -> None:
    assert has_camel("floodedIMPACT")
    assert not has_camel("McDonald met NATO in the USA")


@given(st.text(max_size=200))
def test_offsets_slice_back(text: str) -> None:
    folded = fold(text)
    line = tokenise(folded, text, 0, len(text))
    assert [folded[a:b] for a, b in zip(line.starts, line.ends, strict=True)] == line.words
    assert line.starts == sorted(line.starts)
