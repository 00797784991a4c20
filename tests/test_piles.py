"""Small piles of made-up reports (`gold/piles.toml`): each alone and all in one heap, what is joined is what belongs together."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from aggregator.core.model import Document, Figure
from aggregator.events import group
from aggregator.normalise import normalise
from parsers.text.claims import extract

PILES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "gold/piles.toml").read_text(encoding="utf-8"))["pile"]
NUMBERS = range(len(PILES))
Pairs = set[tuple[str, str]]


@cache
def read(number: int) -> tuple[tuple[Document, tuple[Figure, ...]], ...]:
    """The reports of one pile with their figures."""
    said = []
    for place, row in enumerate(PILES[number]["report"]):
        fields = row | {"published": datetime.fromisoformat(row["published"])}
        document = Document(id=f"{number:02}/{place}", **fields)
        said.append((document, normalise(document, extract(document))))
    return tuple(said)


def wanted(number: int) -> Pairs:
    together = PILES[number]["groups"]
    return {(f"{number:02}/{a}", f"{number:02}/{b}") for each in together for a, b in combinations(sorted(each), 2)}


def joined(numbers: tuple[int, ...]) -> Pairs:
    return {
        pair for event in group([each for n in numbers for each in read(n)]) for pair in combinations(sorted(event.documents), 2)
    }


@cache
def heap() -> Pairs:
    return joined(tuple(NUMBERS))


def known_to_fail(number: int) -> Any:
    todo = PILES[number].get("todo")
    return pytest.param(number, marks=pytest.mark.xfail(reason=todo, strict=True) if todo else (), id=PILES[number]["about"])


CASES = [known_to_fail(number) for number in NUMBERS]


def test_in_half_of_the_piles_nothing_belongs_together() -> None:
    assert 2 * sum(not pile["groups"] for pile in PILES) >= len(PILES) > 20


@pytest.mark.parametrize("number", NUMBERS)
def test_every_report_states_a_figure(number: int) -> None:
    assert all(figures for _, figures in read(number))


@pytest.mark.parametrize("number", CASES)
def test_a_pile_alone(number: int) -> None:
    assert joined((number,)) == wanted(number)


@pytest.mark.parametrize("number", CASES)
def test_a_pile_in_the_heap(number: int) -> None:
    mine = {pair for pair in heap() if any(unit.startswith(f"{number:02}/") for unit in pair)}
    assert mine == wanted(number)
