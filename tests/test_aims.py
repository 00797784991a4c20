"""What a denial, a doubt and a correction speak of: the figure they name or follow, and no other one of the event."""

from __future__ import annotations

import pytest

from aggregator.reconcile import reconcile
from tests.factories import event, figure
from tests.test_editor import told

AT_TEN, AT_NOON, AT_SIX = (f"2026-10-20T{hour}:00:00+00:00" for hour in ("10", "12", "18"))
DOUBTS = ("denies", "disputes", "unverified_by", "retracts")
OPPOSITION = "The opposition said that at least 40 people died in a stampede in Ujjain, India, on Tuesday."
REBELS = "The rebels said on Tuesday that they had killed 214 soldiers on a train near Zurmi, Nigeria."


def doubted(*texts: str) -> list[str]:
    """The sentences on what is doubted in the event of texts, told by one paper each at ten, noon and six."""
    moments = (AT_TEN, AT_NOON, AT_SIX)
    papers = ("Harbour Lantern", "Northwind Wire", "Quayside Post")
    said = told(*zip(papers, moments, texts, strict=False))
    return sorted(r.explanation for r in said.relations if r.type in DOUBTS)


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        # the claim right before it, and no figure of another paper
        (
            (
                f"{REBELS} The army rejected the claim.",
                "Twenty-five bodies were taken off the train near Zurmi, Nigeria, on Tuesday, a rail official said.",
            ),
            ["The army denies the rebels’ 214 killed."],
        ),
        # whom it names, not the last one told
        (
            (f"{REBELS} Doctors counted 31 bodies. The army rejected the claim of the rebels.",),
            ["The army denies the rebels’ 214 killed."],
        ),
        # what follows it is not doubted
        (
            (f"{REBELS} The figure could not be independently verified. A doctor said 43 people died.",),
            ["Harbour Lantern could not verify the rebels’ 214 killed."],
        ),
        # the number it names, and not a lower bound that could reach it
        (
            (
                "The army denied that 200 soldiers had died in an attack near Zurmi, Nigeria, on Tuesday.",
                "At least 26 civilians died in the attack near Zurmi, Nigeria, on Tuesday, a rights group said.",
            ),
            [],
        ),
        (
            (
                "Residents said at least 200 soldiers died in an attack near Zurmi, Nigeria, on Tuesday.",
                "The army denied that 200 soldiers had died in the attack near Zurmi, Nigeria, on Tuesday.",
            ),
            ["The army denies Residents’ at least 200 killed."],
        ),
        # a bare one is a word on civilians, shown once
        (
            (
                "Residents said 20 villagers died in an air strike on Zurmi, Nigeria, on Tuesday.",
                "A doctor said 22 villagers died in the air strike on Zurmi, Nigeria, on Tuesday.",
                "The army denied killing civilians in the air strike on Zurmi, Nigeria, on Tuesday.",
            ),
            ["The army denies a doctor’s 22 killed."],
        ),
        (
            (
                "The governor said 20 gunmen died in an air strike on Zurmi, Nigeria, on Tuesday.",
                "The army denied killing civilians in the air strike on Zurmi, Nigeria, on Tuesday.",
            ),
            [],
        ),
        # said over and over it is one denial
        (
            (
                f"{REBELS} The army rejected the claim.",
                f"{REBELS} The army rejected the claim.",
                f"{REBELS} The army rejected the claim.",
            ),
            ["The army denies the rebels’ 214 killed."],
        ),
        # "called the claim baseless"
        (
            (f"{OPPOSITION} The government called the claim baseless; the official toll is 16.",),
            ["The government denies the opposition’s at least 40 killed."],
        ),
    ],
)
def test_a_doubt_speaks_of_one_figure(texts: tuple[str, ...], wanted: list[str]) -> None:
    assert doubted(*texts) == wanted


def test_the_official_toll_is_no_part_of_what_the_government_denies() -> None:
    said = told(
        (
            "Harbour Lantern",
            AT_TEN,
            f"{OPPOSITION} The government called the claim baseless; the official toll is 16.",
        )
    )
    (killed,) = said.estimates
    assert (killed.low, killed.high, killed.high_open, killed.claimants) == (16, 40, True, 2)
    assert sorted(r.type for r in said.relations) == ["conflict", "denies"]


@pytest.mark.parametrize(
    ("name", "later", "kind"),
    [
        ("a priest", "", "later_higher"),
        ("a priest", " The police rejected the claim.", "conflict"),
        ("the opposition", "", "conflict"),
        ("the mayor", "", "later_higher"),
    ],
)
def test_what_is_denied_or_an_opponents_is_no_newer_count(name: str, later: str, kind: str) -> None:
    said = told(
        (
            "Harbour Lantern",
            AT_TEN,
            "Sixteen people died in a stampede in Ujjain, India, on Monday, the district magistrate said.",
        ),
        (
            "Northwind Wire",
            "2026-10-22T06:00:00+00:00",
            f"At least 40 people died in Monday's stampede in Ujjain, India, {name} said on Thursday.{later}",
        ),
    )
    assert [r.type for r in said.relations if r.type != "denies"] == [kind]


def test_the_two_sides_of_a_fight_have_no_newer_count_of_each_other() -> None:
    ours, theirs = figure(9, side="north", party=True), figure(20, hours=40, claimant="the army", side="south", party=True)
    assert [r.type for r in reconcile(event(ours, theirs)).relations] == ["conflict"]


def test_a_denied_count_of_days_later_is_in_no_conflict_with_the_first() -> None:
    first, later = figure(1, claimant="officials"), figure(214, claimant="the rebels", hours=70)
    denial = figure(214, stance="denies", claimant="the army", hours=71)
    assert sorted(r.type for r in reconcile(event(first, later, denial)).relations) == ["denies", "different"]


def test_the_official_toll_repeats_who_gave_it() -> None:
    said = told(
        (
            "Harbour Lantern",
            AT_TEN,
            "Sixteen people died in a crush in Ujjain, India, on Monday, the magistrate said. The official toll stood at 16.",
        )
    )
    assert [(e.low, e.claimants) for e in said.estimates] == [(16, 1)]


@pytest.mark.parametrize(
    ("text", "wanted", "ends"),
    [
        ("Correction: An earlier version of this article said that 24 bodies had been found.", ["retracts"], (20, 20)),
        ("Correction: An earlier article said that 24 bodies had been found.", ["retracts"], (20, 20)),
        ("A previous version of this story wrongly gave the toll as 24.", ["retracts"], (20, 20)),
        # what is corrected is not the toll
        ("An earlier version of this article said that the 20 people had died on Sunday.", ["different"], (20, 24)),
        ("An earlier version of this article misspelt the name of the mayor.", ["different"], (20, 24)),
    ],
)
def test_a_papers_correction_takes_back_its_own_number(text: str, wanted: list[str], ends: tuple[int, int]) -> None:
    said = told(
        ("Harbour Lantern", AT_TEN, "The bodies of 24 people were found in Culiacan, Mexico, on Monday, Northwind Wire reports."),
        (
            "Harbour Lantern",
            "2026-10-23T14:00:00+00:00",
            f"The bodies of 20 people were found in Culiacan, Mexico, on Monday, prosecutors said.\n\n{text}",
        ),
    )
    assert [r.type for r in said.relations] == wanted
    assert [(e.low, e.high) for e in said.estimates] == [ends]
