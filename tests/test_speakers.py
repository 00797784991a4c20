"""Names that are one speaker within an event, and names that are not: the vocabulary's own examples, then whole events."""

from __future__ import annotations

import pytest

from aggregator.core import vocab
from aggregator.speakers import same_speaker, speakers
from tests.factories import figure

WORDS = vocab.read("speakers")


@pytest.mark.parametrize("pair", WORDS["examples"], ids=lambda p: p["left"])
def test_examples_are_one_speaker(pair: dict[str, str]) -> None:
    assert same_speaker(pair["left"], pair["right"])
    assert same_speaker(pair["right"], pair["left"])


@pytest.mark.parametrize("pair", WORDS["counter"], ids=lambda p: p["left"])
def test_counter_examples_are_two(pair: dict[str, str]) -> None:
    assert not same_speaker(pair["left"], pair["right"])
    assert not same_speaker(pair["right"], pair["left"])


def keys(*names: str, publisher: str = "") -> list[str]:
    said = [
        figure(3, claimant=n.casefold(), name=n, document=f"d{i}", publisher=publisher or f"p{i}") for i, n in enumerate(names)
    ]
    found = speakers(said)
    return [found[f.claim.id] for f in said]


def test_ever_shorter_names_are_one_speaker() -> None:
    one, two, three = keys(
        "the governor of the neighbouring district of Harmon", "the governor of Harmon", "The district's governor"
    )
    assert one == two == three


def test_a_short_name_that_fits_two_is_neither() -> None:
    health, defence, short = keys("the Health Ministry", "the Defence Ministry", "the Ministry")
    assert len({health, defence, short}) == 3


def test_crowds_are_apart_by_publisher() -> None:
    assert len(set(keys("residents", "residents"))) == 2
    assert len(set(keys("residents", "residents", publisher="one paper"))) == 1


def test_canonical_sources_are_never_merged() -> None:
    said = [figure(3, claimant="un", name="United Nations"), figure(4, claimant="un_ocha", name="United Nations OCHA")]
    assert len(set(speakers(said).values())) == 2


def test_a_body_and_its_one_branch_are_one_speaker() -> None:
    country, town, other = (figure(3, claimant=f"police:PAK{end}", name="police") for end in ("", ":quetta", ":karachi"))
    assert len(set(speakers([country, town]).values())) == 1
    assert len(set(speakers([country, town, other]).values())) == 3
