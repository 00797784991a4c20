"""The dead of the two sides of a fight, and whose word on them is a party's. Texts end to end."""

from __future__ import annotations

import pytest

from aggregator.core.model import Event
from tests.test_editor import told, types
from tests.test_standing import MONDAY, TUESDAY, killed, one

DJIBO = "in the attack on Djibo, Burkina Faso, on Monday"


def explained(said: Event) -> list[str]:
    return [f"{r.type.value}: {r.explanation}" for r in said.relations]


def test_the_dead_of_two_sides_are_no_rival_tolls() -> None:
    said = told(
        ("Harbour Lantern", MONDAY, f"JNIM said it killed 200 soldiers {DJIBO}."),
        ("Northwind Wire", TUESDAY, f"The army said some 60 terrorists were killed {DJIBO}."),
    )
    assert types(said) == ["complement"]
    assert (killed(said, "soldiers"), killed(said, "fighters")) == ((200, 200, 200), (54, 66, 60))
    like = told(
        ("Harbour Lantern", MONDAY, f"JNIM said it killed 200 soldiers {DJIBO}."),
        ("Northwind Wire", TUESDAY, f"The army said some 60 soldiers were killed {DJIBO}."),
    )
    assert types(like) == ["conflict"]


def test_ones_own_dead_and_the_enemys_add_up() -> None:
    said = told(
        ("Harbour Lantern", MONDAY, f"The army said several soldiers fell {DJIBO} and that some 60 terrorists were killed."),
        ("Northwind Wire", MONDAY, f"Dozens of soldiers were killed {DJIBO}, security sources said."),
    )
    assert (killed(said), killed(said, "fighters")) == ((57, 75, None), (54, 66, 60))
    assert killed(said, "soldiers") == (3, 99, None)
    assert types(said) == ["complement", "conflict"]
    assert "several" not in "".join(explained(said))


def test_what_an_armed_group_says_it_lost_is_no_part_of_whom_it_killed() -> None:
    said = one("The BLA said it had executed 50 hostages in the Bolan Pass in Pakistan on Monday and lost 12 fighters.")
    assert killed(said) == (62, 62, 62)
    assert types(said) == ["complement"]
    part = one("The BLA said it had killed 50 people in the Bolan Pass in Pakistan on Monday, including 12 soldiers.")
    assert killed(part) == (50, 50, 50)


@pytest.mark.parametrize(
    ("first", "then", "kinds"),
    [
        ("JNIM said it killed 200 soldiers", "A doctor said 40 people were killed", ["conflict"]),
        ("The army said it killed 17 militants", "A family said 17 civilians were killed", ["conflict: status"]),
        ("The army said it killed 17 militants", "The army said 12 militants were killed", ["different"]),
    ],
)
def test_one_side_alone_is_what_the_dead_are_said_to_have_been(first: str, then: str, kinds: list[str]) -> None:
    said = told(("Harbour Lantern", MONDAY, f"{first} {DJIBO}."), ("Northwind Wire", MONDAY, f"{then} {DJIBO}."))
    assert types(said) == kinds


def test_who_made_the_strike_is_no_third_party() -> None:
    said = told(
        ("Harbour Lantern", MONDAY, "Israeli strikes on Hodeidah, Yemen, killed 13 people on Monday, a hospital said."),
        ("Northwind Wire", TUESDAY, "The Israeli army said its strikes on Hodeidah, Yemen, on Monday killed 20 Houthi fighters."),
    )
    assert killed(said) == (13, 20, 13)


def test_one_side_beside_a_toll_of_everybody() -> None:
    army = f"The army said three soldiers fell {DJIBO} and that 60 terrorists were killed."
    above = told(("Harbour Lantern", MONDAY, army), ("Northwind Wire", MONDAY, f"JNIM said it killed 200 soldiers {DJIBO}."))
    assert (killed(above), killed(above, "soldiers")) == ((63, 200, 200), (3, 200, 3))
    assert types(above) == ["complement", "conflict"]
    below = told(("Harbour Lantern", MONDAY, army), ("Northwind Wire", MONDAY, f"JNIM said it killed 20 soldiers {DJIBO}."))
    assert (killed(below), killed(below, "soldiers")) == ((63, 63, None), (3, 20, 3))
    mixed = told(
        ("Harbour Lantern", MONDAY, army), ("Northwind Wire", MONDAY, f"JNIM said it killed 20 officials and soldiers {DJIBO}.")
    )
    assert killed(mixed) == (20, 63, 20)
