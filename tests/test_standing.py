"""What a figure counts within its event: everybody, a part, or people who come on top of a toll. Texts end to end."""

from __future__ import annotations

import pytest

from aggregator.core.model import Event
from tests.test_editor import told, types

MONDAY, TUESDAY, FRIDAY = (f"2025-06-{day:02}T20:00:00+00:00" for day in (2, 3, 6))
RIOT = "in a riot at the prison in Machala, Ecuador, on Monday"
SHOT = "at a school in Tampere, Finland, on Monday"
HOTEL = "in an attack on a hotel in Mogadishu, Somalia, on Monday"
BLAST = "The bombing in Konduga, Nigeria, on Monday killed"


def killed(said: Event, population: str = "all") -> tuple[int | None, int | None, int | None] | None:
    """The range and the best of an event's killed."""
    found = [
        e for e in said.estimates if (e.outcome, e.population, e.group, e.basis) == ("killed", population, "all", "incident")
    ]
    return (found[0].low, found[0].high, found[0].best) if found else None


def one(text: str) -> Event:
    return told(("Harbour Lantern", MONDAY, text))


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        # "also" met it: on top, whoever tells it
        (
            f"Fourteen inmates were killed {RIOT}, the prison authority said. A guard was also killed, the police said.",
            (15, 15, 15),
        ),
        (f"Fourteen inmates were killed {RIOT}, the prison authority said. Two guards died too.", (16, 16, 16)),
        (f"Nine people were shot dead {SHOT}, police said. The gunman also died, the ministry said.", (10, 10, 10)),
        (f"Seventeen people were killed {HOTEL}, the minister said. Five attackers died too.", (22, 22, 22)),
        (
            f"Eleven civilians and three police officers were killed {HOTEL}, the ministry said. All five attackers died.",
            (19, 19, None),
        ),
        (f"{BLAST} 27 people, the police said, not counting the two bombers.", (29, 29, 29)),
        # ... and not: a part of the toll, never another
        (f"Fourteen people were killed {RIOT}, the prison authority said. A guard was killed, the police said.", (14, 14, 14)),
        (f"Nine people were shot dead {SHOT}, police said. Two children were also among the dead, a doctor said.", (9, 9, 9)),
        (f"{BLAST} 29 people, the two bombers included, the police said.", (29, 29, 29)),
        (f"Nine people were shot dead {SHOT}. The gunman also died. Ten people died in all, police said.", (10, 10, 10)),
        (f"Fourteen inmates were killed {RIOT}. A guard was also killed, bringing the toll to 15, police said.", (15, 15, 15)),
        # another number of everybody is a rival
        (f"Fourteen people were killed {RIOT}, the prison authority said. The police said nine people were killed.", (9, 14, 9)),
        (f"Fourteen people were killed {RIOT}, the prison authority said. The police said one person was killed.", (1, 14, 1)),
    ],
)
def test_who_is_told_beside_a_toll_makes_no_toll(text: str, toll: tuple[int, int, int | None]) -> None:
    assert killed(one(text)) == toll


def test_people_told_beside_a_toll_contradict_nobody() -> None:
    said = one(f"Fourteen inmates were killed {RIOT}, the prison authority said. A guard was also killed, the police said.")
    assert types(said) == ["complement"]


def test_a_difference_that_is_the_attackers_is_no_conflict() -> None:
    said = told(
        ("Harbour Lantern", MONDAY, f"{BLAST} 27 people, the police said, not counting the two bombers."),
        ("Northwind Wire", MONDAY, f"{BLAST} 29 people, the two bombers included, a hospital said."),
    )
    assert killed(said) == (29, 29, 29)
    assert "conflict" not in types(said)
    (why,) = [r.explanation for r in said.relations if r.rule == "9-beside"]
    assert "tells 2 (combatant) beside it, 29 with it" in why
    apart = told(
        ("Harbour Lantern", MONDAY, f"{BLAST} 27 people, the police said, not counting the two bombers."),
        ("Northwind Wire", MONDAY, f"{BLAST} 34 people, a hospital said."),
    )
    assert "conflict" in types(apart)


@pytest.mark.parametrize(
    ("first", "then", "toll"),
    [
        (
            "Eight pupils and a teacher",
            "A girl wounded in Monday's shooting {at} died on Thursday, the hospital said.",
            (9, 9, None),
        ),
        ("Nine people", "A girl wounded in Monday's shooting {at} died on Thursday, the hospital said.", (9, 9, 9)),
        ("Nine people", "Two pupils injured in Monday's shooting {at} died on Thursday, the hospital said.", (9, 9, 9)),
        (
            "Nine people",
            "A girl who was wounded in Monday's shooting {at} died on Thursday, raising the toll to ten, police said.",
            (10, 10, 10),
        ),
        # no wounds are told: a count of its own
        ("Nine people", "Two people died in Monday's shooting {at}, the hospital said on Friday.", (2, 9, 2)),
    ],
)
def test_who_dies_of_wounds_adds_to_the_toll(first: str, then: str, toll: tuple[int, int, int | None]) -> None:
    said = told(
        ("Harbour Lantern", MONDAY, f"{first} were shot dead {SHOT}, police said."),
        ("Northwind Wire", FRIDAY, then.format(at="at a school in Tampere, Finland,")),
    )
    assert killed(said) == toll
    assert "conflict" not in types(said)
    assert not any(e.outcome == "injured" for e in said.estimates)


def test_the_wounded_who_died_with_nobody_before_them_are_the_toll() -> None:
    assert killed(one("Two workers injured in Monday's fire in Gazipur, Bangladesh, died on Monday, a doctor said.")) == (2, 2, 2)


@pytest.mark.parametrize(
    ("headline", "toll"),
    [
        ("Hotel siege ends, 11 civilians dead", (14, 14, None)),
        ("Hotel siege ends in Mogadishu", (14, 14, None)),
        ("Hotel siege ends, 14 dead", (14, 14, 14)),
    ],
)
def test_a_headline_that_tells_one_part_leaves_the_sum(headline: str, toll: tuple[int, int, int | None]) -> None:
    body = (
        "Somali forces on Monday ended a siege of a Mogadishu hotel in which 11 civilians and three police officers were killed"
    )
    assert killed(one(f"{headline}\n\n{body}, the information ministry said.")) == toll


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (f"Twelve people were killed {SHOT}. The attacker was killed.", {"combatant"}),
        (f"Twelve people were killed {SHOT}. Woman, 40, was killed, police said.", {"women"}),
        (f"Twelve people were killed {SHOT}, among them three Polish nationals.", {"polish"}),
        (f"Twelve people were killed {SHOT}, among them two Masalit men.", {"masalit"}),
    ],
)
def test_a_capital_letter_names_no_people(text: str, parts: set[str]) -> None:
    assert {e.population for e in one(text).estimates if e.outcome == "killed"} - {"all"} == parts


SLIDE = "in Monday's landslide in Karo, Indonesia,"


@pytest.mark.parametrize(
    ("then", "toll", "missing"),
    [
        (f"All 12 people missing {SLIDE} have been found dead, the rescue agency said. The final toll is 19.", (7, 19, 19), None),
        (f"The bodies of all 12 missing {SLIDE} have been found, the rescue agency said.", (7, 7, 7), None),
        (
            f"The 12 people missing {SLIDE} were declared dead, bringing the toll to 19, the rescue agency said.",
            (19, 19, 19),
            None,
        ),
        # some of them, or nobody yet
        (f"Four people missing {SLIDE} were found dead, the rescue agency said.", (7, 7, 7), 12),
        (f"Twelve people are still missing {SLIDE} the rescue agency said.", (7, 7, 7), 12),
    ],
)
def test_the_missing_who_are_found_dead_replace_nobody(then: str, toll: tuple[int, int, int], missing: int | None) -> None:
    said = told(
        (
            "Harbour Lantern",
            MONDAY,
            "A landslide in Karo, Indonesia, on Monday killed seven people and left 12 missing, the rescue agency said.",
        ),
        ("Northwind Wire", FRIDAY, then),
    )
    assert killed(said) == toll
    assert next((e.high for e in said.estimates if e.outcome == "missing"), None) == missing
    assert "conflict" not in types(said)


CRASH = (
    "Harbour Lantern",
    MONDAY,
    "Nineteen people were killed when a bus fell off a road near Abancay in Peru on Monday, police said.",
)


@pytest.mark.parametrize(
    ("text", "toll", "french"),
    [
        ("Four French killed in bus crash near Abancay in Peru on Monday, the French ministry said.", (19, 19, 19), 4),
        (
            "Four dead in bus crash in Peru\n\nFour French citizens died near Abancay, Peru, on Monday, the ministry said.",
            (19, 19, 19),
            4,
        ),
        # the land's own people, and a number that the body gives everybody
        ("Four Peruvians killed in bus crash near Abancay in Peru on Monday, a hospital said.", (4, 19, 4), None),
        (
            "Four dead in bus crash in Peru\n\nFour people died near Abancay in Peru on Monday, a hospital said.",
            (4, 19, 4),
            None,
        ),
    ],
)
def test_the_people_of_another_land_are_a_part(text: str, toll: tuple[int, int, int], french: int | None) -> None:
    said = told(CRASH, ("Northwind Wire", TUESDAY, text))
    assert killed(said) == toll
    assert (killed(said, "french") or (None,))[0] == french


TOTAL = "Floods have killed 64 people across Pakistan since {day}, the national disaster authority said on Tuesday."


def test_a_lands_running_total_is_no_toll_of_one_valley() -> None:
    flood = "Flash floods killed at least 11 people in Pakistan's Swat Valley on Monday, the provincial authority said."
    wide = told(("Harbour Lantern", MONDAY, flood), ("Northwind Wire", TUESDAY, f"{TOTAL.format(day='30 May')} In Swat 14 died."))
    assert killed(wide) == (11, 14, 14)
    assert types(wide) == ["compatible", "different_scope", "different_scope"]
    # begun on the event's own day: its toll, told of all places that it struck
    same = told(("Harbour Lantern", MONDAY, flood), ("Northwind Wire", TUESDAY, TOTAL.format(day="Monday")))
    assert killed(same) == (11, 64, 64)


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        (f"Nine people were killed at once {HOTEL}, and three more have died since, the governor said.", (12, 12, 12)),
        (
            f"Twenty-seven died {HOTEL} on the spot or in hospital, and two more of the injured have died since, he said.",
            (29, 29, 29),
        ),
        # "after" and "as" tell how the toll came about
        (f"Nine people were killed {HOTEL} after three more died overnight, the governor said.", (9, 9, 9)),
    ],
)
def test_a_toll_and_those_who_died_since_are_one_account(text: str, toll: tuple[int, int, int]) -> None:
    said = told(("Harbour Lantern", TUESDAY, text))
    assert killed(said) == toll
    assert not any(e.outcome == "injured" for e in said.estimates)


def test_a_provinces_share_of_a_running_total_is_no_toll_either() -> None:
    said = told(
        (
            "Harbour Lantern",
            MONDAY,
            "Flash floods killed 13 people in Pakistan's Swat Valley on Monday, the provincial authority said.",
        ),
        (
            "Northwind Wire",
            TUESDAY,
            f"{TOTAL.format(day='30 May')} The worst hit was Khyber Pakhtunkhwa, where 23 died, 14 of them in Swat.",
        ),
    )
    assert killed(said) == (13, 13, 13)


def test_when_the_missing_are_declared_dead_nobody_is_missing() -> None:
    said = told(
        (
            "Harbour Lantern",
            MONDAY,
            "A landslide in Karo, Indonesia, on Monday killed seven people and left 30 missing, police said.",
        ),
        (
            "Northwind Wire",
            FRIDAY,
            f"The 12 people missing {SLIDE} were declared dead, bringing the toll to 19, the rescue agency said.",
        ),
    )
    assert not any(e.outcome == "missing" for e in said.estimates)


def test_people_shot_dead_did_not_die_of_wounds_later() -> None:
    said = told(
        ("Harbour Lantern", MONDAY, f"Ten people were killed {SHOT}, police said."),
        (
            "Northwind Wire",
            FRIDAY,
            f"Finland mourned the nine people who were shot dead {SHOT}, a doctor said.",
        ),
    )
    assert killed(said) == (9, 10, 9)
