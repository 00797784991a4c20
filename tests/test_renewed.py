"""A newer count that names the number it takes the place of, and bodies told by other names: what is over is out of the range."""

from __future__ import annotations

import pytest

from aggregator.core import vocab
from aggregator.reconcile import reconcile
from aggregator.renewed import olds
from tests.factories import event, figure
from tests.test_editor import told

MONDAY, WEDNESDAY = "2026-10-19T20:00:00+00:00", "2026-10-21T16:00:00+00:00"


@pytest.mark.parametrize("case", [*vocab.read("renewed")["example"], *vocab.read("renewed")["counter_example"]])
def test_the_numbers_that_a_sentence_says_are_over(case: dict[str, object]) -> None:
    assert [old.number for old in olds(str(case["text"]))] == case.get("numbers", [])


FROM_17 = "The ministry lowered the toll of the riot from 17 to 16."
ITS = "The ministry said that 16 had died, correcting its earlier figure of 17."


@pytest.mark.parametrize(
    ("figures", "wanted"),
    [
        # whoever of those who tell the toll
        ([figure(17, kind="government"), figure(16, claimant="the ministry", hours=40, sentence=FROM_17)], ["revised_down"]),
        ([figure(17), figure(16, claimant="the ministry", hours=40, sentence=FROM_17)], ["revised_down"]),
        # a hospital has its own count, and so has a monitor
        (
            [figure(17, kind="hospital_morgue"), figure(16, claimant="the ministry", hours=40, sentence=FROM_17)],
            ["different"],
        ),
        ([figure(17, kind="monitor_ngo"), figure(16, claimant="the ministry", hours=40, sentence=FROM_17)], ["different"]),
        # its own is its own
        ([figure(17), figure(16, claimant="the ministry", hours=40, sentence=ITS)], ["different"]),
        # another number is another's
        ([figure(19), figure(16, claimant="the ministry", hours=40, sentence=FROM_17)], ["different"]),
        # told later it is not over
        ([figure(16, claimant="the ministry", sentence=FROM_17), figure(17, hours=40)], ["later_higher"]),
    ],
)
def test_what_a_revision_names_is_over(figures: list[object], wanted: list[str]) -> None:
    said = reconcile(event(*figures))  # type: ignore[arg-type]
    assert [r.type for r in said.relations] == wanted
    assert ((said.estimates[0].low, said.estimates[0].high) == (16, 16)) == (wanted == ["revised_down"])


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        # a body with its acronym, with a spokesman's name, by its owner's adjective or genitive
        (
            "Seventeen inmates were killed in a riot at a prison in Machala, Ecuador, on Monday, the prison authority said.",
            "The prison authority SNAI lowered the death toll of Monday's riot at the prison in Machala, Ecuador, to 16.",
            [("revised_down", "16")],
        ),
        (
            "A quake in Badghis, Afghanistan, killed 2,053 people on Monday, said Ali Qader, spokesman of the disaster ministry.",
            "The disaster ministry lowered the death toll of Monday's quake in Badghis, Afghanistan, to about 1,000.",
            [("revised_down", "about 1,000")],
        ),
        (
            "Air strikes on Hodeidah, Yemen, killed nine people on Monday, the Houthi-run health ministry said.",
            "The number of dead in Monday's air strikes on Hodeidah, Yemen, has risen to 13, the Houthis' health ministry said.",
            [("supersedes", "13")],
        ),
        # ... and other bodies
        (
            "Seventeen inmates were killed in a riot at a prison in Machala, Ecuador, on Monday, the local authority said.",
            "The prison authority said that 16 inmates were killed in Monday's riot at the prison in Machala, Ecuador.",
            [("different", "16")],
        ),
        (
            "Air strikes on Hodeidah, Yemen, killed nine people on Monday, the Houthis said.",
            "The number of dead in Monday's air strikes on Hodeidah, Yemen, has risen to 13, the Houthis' health ministry said.",
            [("later_higher", "13")],
        ),
    ],
)
def test_a_body_by_another_name_is_one_speaker(first: str, second: str, wanted: list[tuple[str, str]]) -> None:
    said = told(("Harbour Lantern", MONDAY, first), ("Northwind Wire", WEDNESDAY, second))
    quotes = {f.claim.id: f.claim.quote for f in said.figures}
    assert [(r.type, quotes[r.a]) for r in said.relations] == wanted


def test_an_earlier_toll_told_beside_the_new_one_is_no_part_of_it() -> None:
    text = (
        "Thirty-one people were killed in Nairobi, Kenya, on Monday, the rights commission said, raising an earlier toll of 10."
    )
    said = told(("Harbour Lantern", WEDNESDAY, text))
    assert [r.type for r in said.relations] == ["supersedes"]
    assert [(e.low, e.high) for e in said.estimates] == [(31, 31)]
    apart = told(("Harbour Lantern", WEDNESDAY, text.replace("raising an earlier toll of 10", "10 of them children")))
    assert [r.type for r in apart.relations] == ["subset"]
