"""How badly people are hurt: the critical and those still in hospital are a part of the injured."""

from __future__ import annotations

import pytest

from aggregator.reconcile import reconcile
from tests.factories import event, figure

MINISTER = {"claimant": "the minister"}


@pytest.mark.parametrize(
    ("sentence", "more", "wanted", "ends"),
    [
        ("3 officers were in critical condition.", {}, ["subset"], (300, 300)),
        ("3 were seriously injured, police said.", {"hours": 20}, ["subset"], (300, 300)),
        ("3 are still in hospital.", {}, ["subset"], (300, 300)),
        ("3 of the injured are still in hospital.", {}, ["subset"], (300, 300)),
        # everybody's count, and words of others
        ("3 officers were injured.", {}, ["conflict"], (3, 300)),
        ("3 officers were injured and one was in critical condition.", {}, ["conflict"], (3, 300)),
        ("3 officers were hurt, two seriously injured.", {}, ["conflict"], (3, 300)),
        ("3 officers died of serious injuries.", {"outcome": "killed"}, [], (300, 300)),
    ],
)
def test_a_grade_of_injury_is_a_part(sentence: str, more: dict[str, object], wanted: list[str], ends: tuple[int, int]) -> None:
    some = figure(3, sentence=sentence, **{"outcome": "injured"} | more)
    said = reconcile(event(some, figure(injured=300, **MINISTER)))
    assert [r.type for r in said.relations] == wanted
    assert [(e.low, e.high) for e in said.estimates if e.outcome == "injured" and e.population == "all"] == [ends]


def test_the_badly_hurt_alone_are_what_is_known() -> None:
    said = reconcile(event(figure(injured=3, sentence="3 were seriously injured."), figure(injured=3, **MINISTER)))
    assert [(e.low, e.high, e.claimants) for e in said.estimates] == [(3, 3, 2)]


def test_some_of_the_injured_are_a_part_of_them() -> None:
    text = "9 of the 27 injured are still in hospital."
    said = reconcile(
        event(figure(injured=9, sentence=text, document="d"), figure(injured=27, sentence=text, start=9, document="d"))
    )
    assert [r.type for r in said.relations] == ["subset"]
    assert [(e.low, e.high) for e in said.estimates] == [(27, 27)]


def test_of_one_group_too() -> None:
    three = figure(injured=3, sentence="3 officers were in critical condition.", population="police", id="x", subset_of="y")
    many = figure(injured=300, population="police", id="z", subset_of="y", **MINISTER)
    every = figure(injured=400, id="y", claimant="medics")
    said = reconcile(event(three, many, every))
    assert "conflict" not in [r.type for r in said.relations]
    assert [(e.population, e.low, e.high) for e in said.estimates] == [("all", 400, 400), ("police", 300, 300)]
