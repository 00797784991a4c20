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
        (
            f"Five aid workers and two soldiers were killed in an ambush {BOMA}, the commissioner said.",
            f"The army said it had killed nine of the gunmen who attacked an aid convoy {BOMA}.",
            (7, 7, None),
        ),
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
def test_those_who_did_the_harm_are_none_of_those_they_harmed(first: str, second: str, toll: tuple[int, int, int | None]) -> None:
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
        (
            f"Five aid workers and two soldiers were killed in an ambush {BOMA}, the commissioner said.",
            f"Health Bridge said three of its staff were killed in the ambush {BOMA}.",
            (7, 7, None),
        ),
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


BOMB = "in the bombing of Khuzdar, Pakistan, on Friday"
TEN = f"Ten people were killed {BOMB}, police said."
NO_SOLDIER = f"No soldier was killed {BOMB}, the military said."


@pytest.mark.parametrize(
    ("reports", "said"),
    [
        # nobody of some people is a word against every count that names these
        (
            (TEN, f"The Balochistan Liberation Front said 12 soldiers were killed {BOMB}.", NO_SOLDIER),
            "The Balochistan Liberation Front’s 12 lies above the military’s nobody",
        ),
        (
            (f"The opposition said 34 civilians were killed {BOMB}.", f"The military said no civilians were killed {BOMB}."),
            "The opposition’s 34 lies above the military’s nobody",
        ),
        # ... and none against others
        ((TEN, NO_SOLDIER), ""),
        ((TEN, f"The army said 12 militants were killed {BOMB}.", NO_SOLDIER), ""),
        (
            (
                f"The Pentagon said 109 American soldiers were killed {BOMB}.",
                f"Iraq's army said none of its soldiers was killed {BOMB}.",
            ),
            "",
        ),
        ((f"Ten people, including two police officers, were killed {BOMB}, a doctor said.", NO_SOLDIER), ""),
    ],
)
def test_nobody_of_some_people_meets_each_count_that_names_them(reports: tuple[str, ...], said: str) -> None:
    event = told(*((f"Paper {n}", FRIDAY, text) for n, text in enumerate(reports)))
    against = [each for each in explained(event) if "lies above the military’s nobody" in each]
    assert (len(against), said in "".join(against)) == (1 if said else 0, True)


STRIKE = "in an air strike on Kanbalu, Myanmar, on Friday"
FOURTEEN = "The military said 14 terrorists were killed and no civilians were among the dead."


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        (f"The opposition said 34 people, including three children and a monk, were killed {STRIKE}. {FOURTEEN}", 1),
        (f"The opposition said 34 people, including nine villagers, were killed {STRIKE}. {FOURTEEN}", 1),
        (f"The opposition said 34 people were killed {STRIKE}. {FOURTEEN}", 0),
        (f"The opposition said 34 people, including three soldiers, were killed {STRIKE}. {FOURTEEN}", 0),
    ],
)
def test_no_civilians_stands_against_the_toll_and_no_single_member_of_it(text: str, statuses: int) -> None:
    said = told(("Harbour Lantern", FRIDAY, text))
    assert types(said).count("conflict: status") == statuses
    assert killed(said) == (14, 34, 34)
    assert killed(said, "civilian") == (0, 0, 0)
    assert not [each for each in explained(said) if "1 lies above" in each or "a monk" in each]


def test_civilians_of_a_toll_by_that_word_are_a_count_of_them() -> None:
    text = f"Rescuers said 34 people, including nine civilians, were killed {STRIKE}. The military said no civilians were killed."
    said = told(("Harbour Lantern", FRIDAY, text))
    assert (killed(said, "civilian") or ())[:2] == (0, 9)
    assert types(said).count("conflict") == 1


RAID = "in Mopti, Mali, on Friday"


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        (f"The army killed 76 terrorists {RAID}, it said.", f"Soldiers executed 132 civilians {RAID}, elders said.", True),
        (f"The army killed 76 terrorists {RAID}, it said.", f"Bandits killed 12 civilians {RAID}, the mayor said.", False),
        (f"The army killed 76 people {RAID}, it said.", f"Soldiers executed 132 civilians {RAID}, elders said.", False),
        # one person each: one and the same where the event tells of no other ...
        (f"A militant was shot dead {RAID}, the army said.", f"A farmer died in the shooting {RAID}, his family said.", True),
        # ... and two where it does, or where one took his own life
        (
            f"Seven people were shot dead {RAID}, police said. A farmer was killed, his family said.",
            f"A militant was shot dead {RAID}, the army said.",
            False,
        ),
        (f"A girl died in a shooting {RAID}, a clinic said.", f"The gunman killed himself {RAID}, police said.", False),
    ],
)
def test_a_status_is_disputed_of_the_same_dead_only(first: str, second: str, kinds: bool) -> None:
    assert ("conflict: status" in types(two(first, second, FRIDAY))) == kinds


def test_a_headline_over_attackers_killed_counts_attackers() -> None:
    body = f"The army said it had killed nine of the gunmen who attacked an aid convoy {BOMA}."
    assert killed(two(AID, f"Army: nine ambushers killed\n\n{body}", MONDAY)) == (5, 5, 5)


def test_one_who_dies_after_days_in_intensive_care_comes_on_top() -> None:
    first = "Seven people were shot dead at a school in Kragujevac, Serbia, on Friday, police said."
    school = "Friday's shooting at a school in Kragujevac, Serbia"
    then = f"A 16-year-old who had been in intensive care since {school}, died, a clinic said."
    assert killed(two(first, then, MONDAY))[:2] == (7, 7)
