"""Folded text keeps every offset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text.clean import JOIN, THIN, fold, shouted


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Sixty-Three", "sixty-three"),
        ("\u0130zmir", "izmir"),
        ("\u0666\u0663 killed", "63 killed"),
        ("\uff11\uff12 dead", "12 dead"),
        ("6\u200b3", f"6{JOIN}3"),
        ("63\u202f000", f"63{THIN}000"),
        ("\u201cOne\u2019s\u201d", '"one\'s"'),
        ("12\u201315", "12-15"),
        ("a\u2014b", "a\u2014b"),
        ("x\ty", "x y"),
    ],
)
def test_fold_makes_plain(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_is_one_character_to_one(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "loud"),
    [
        ("TWO MEN WERE KILLED NEAR THE BRIDGE ON MONDAY.", True),
        ("Two men were killed near the bridge on Monday.", False),
        ("UN, EU and US officials met in the capital on Monday.", False),
        ("", False),
        ("12 34 56", False),
    ],
)
def test_shouted_sees_capitals_throughout(text: str, loud: bool) -> None:
    assert shouted(text) is loud
