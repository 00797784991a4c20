"""Whose dead a count counts: those who did the harm, a body's own people, nobody of one kind. Texts end to end."""

from __future__ import annotations

import pytest

from aggregator.core.model import Event
from tests.test_bysides import explained
from tests.test_editor import told, types
from tests.test_standing import killed

FRIDAY, SATURDAY, MONDAY = (f"2026-05-{day}T18:00:00+00:00" for day in (15, 16, 18))
BOMA = "near Pibor, South Sudan, on Friday"
AID = f"Five aid workers were killed in an ambush {BOMA}, the commissioner said."
PEOPLE = f"Five people were killed in an ambush {BOMA}, the commissioner said."


def two(first: str, second: str, when: str = SATURDAY) -> Event:
    return told(("Harbour Lantern", FRIDAY, first), ("Northwind Wire", when, second))


@pytest.mark.parametrize(
    ("first", "second", "toll"),
    [
        (AID, f"The army said it had killed nine of the gunmen who attacked an aid convoy {BOMA}.", (5, 5, 5)),
        (AID, f"Nine attackers who had ambushed a convoy {BOMA} have since been shot dead, the army said.", (5, 5, 5)),
        (PEOPLE, f"The army said it had killed nine bandits responsible for the ambush {BOMA}.", (5, 5, 5)),
        (PEOPLE, f"The army said it had killed two of the gunmen who attacked a convoy {BOMA}.", (5, 5, 5)),
        # nobody else is counted, or they are only called so: the toll as it is told
        (PEOPLE, f"Seven people were killed by gunmen who attacked a convoy {BOMA}, the army said.", (5, 7, 5)),
        (PEOPLE, f"Seven traders who had attended the market were killed in the ambush {BOMA}, the army said.", (5, 7, 5)),
        (
            f"Nine militants were killed {BOMA}, the mayor said.",
            f"The army said it had killed nine of the gunmen who attacked a convoy {BOMA}.",
            (9, 9, 9),
        ),
    ],
)
def test_those_who_did_the_harm_are_none_of_those_they_harmed(first: str, second: str, toll: tuple[int, int, int]) -> None:
    assert killed(two(first, second)) == toll


def test_attackers_killed_since_stand_beside_the_toll() -> None:
    said = two(AID, f"The army said on Monday that it had killed nine of the gunmen who attacked an aid convoy {BOMA}.", MONDAY)
    assert types(said) == ["complement"]
    assert killed(said, "attackers") == (9, 9, 9)
    assert "a part of" not in "".join(explained(said))


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        (f"The army said it had killed nine gunmen {BOMA}.", AID, ["complement"]),
        (f"The army said it had killed nine soldiers {BOMA}.", AID, ["complement"]),
        # everybody's toll holds them
        (f"Nine people were killed in an ambush {BOMA}, the governor said.", AID, ["subset"]),
        # ... and of as many, one speaker's fighters may be the other's children
        (
            f"The army said it had killed nine militants in a strike {BOMA}.",
            f"Nine children died in the strike {BOMA}, residents told reporters.",
            ["conflict: status"],
        ),
    ],
)
def test_people_who_are_no_fighters_are_no_part_of_the_fighters(first: str, second: str, kinds: list[str]) -> None:
    assert types(two(first, second)) == kinds


@pytest.mark.parametrize(
    ("first", "second", "toll"),
    [
        (AID, f"Health Bridge confirms that three members of its staff were killed in Friday's attack {BOMA}.", (5, 5, 5)),
        (AID, f"Health Bridge said three of its aid workers were killed in the ambush {BOMA}.", (5, 5, 5)),
        (PEOPLE, f"Three of our colleagues were killed in the ambush {BOMA}, Health Bridge said.", (5, 5, 5)),
        (PEOPLE, f"The university said three of its students had been killed in the ambush {BOMA}.", (5, 5, 5)),
        # nobody counts more, or the same people, or the speaker is a side of the fight
        (PEOPLE, f"The university said six of its students had been killed in the ambush {BOMA}.", (5, 6, 5)),
        (
            f"Five workers were killed in an ambush {BOMA}, the union said.",
            f"The company said three of its workers were killed in the ambush {BOMA}.",
            (3, 5, 3),
        ),
        (
            f"More than ten soldiers were killed in an ambush {BOMA}, the rebels said.",
            f"The army said four of its soldiers were killed in the ambush {BOMA}.",
            (4, 11, None),
        ),
        (PEOPLE, f"The university said three students had been killed in the ambush {BOMA}.", (3, 5, 3)),
    ],
)
def test_a_bodys_own_people_are_a_part_wherever_somebody_counts_more(
    first: str, second: str, toll: tuple[int, int, int | None]
) -> None:
    assert (killed(two(first, second)) or ())[:2] == toll[:2]


def test_ones_own_people_alone_are_what_their_body_tells() -> None:
    assert killed(told(("Harbour Lantern", FRIDAY, f"Health Bridge said three of its workers were killed {BOMA}."))) == (3, 3, 3)


def test_two_bodies_own_people_are_no_rivals() -> None:
    said = told(
        ("Harbour Lantern", FRIDAY, AID),
        ("Northwind Wire", SATURDAY, f"Health Bridge said three of its staff were killed in the ambush {BOMA}."),
        ("Ardo Post", SATURDAY, f"The Red Cross said one member of its staff had died in the ambush {BOMA}."),
    )
    assert killed(said) == (5, 5, 5)
    assert not [kind for kind in types(said) if kind.startswith(("conflict", "different"))]
