"""Whose dead a count is: a land's share of a toll, people whom "and" joins to a sum, captives who are out. Texts end to end."""

from __future__ import annotations

import pytest

from aggregator.core.model import Event
from tests.test_editor import told, types
from tests.test_standing import FRIDAY, TUESDAY, killed, one

QUAKE = "Monday's earthquake killed 36 people in Ecuador and Peru."
STORM = "Storm Odile killed at least 62 people this week."


def count(said: Event, outcome: str, population: str = "all") -> tuple[int | None, int | None, int | None] | None:
    """Low, high and best of an outcome."""
    found = [e for e in said.estimates if (e.outcome, e.population, e.group) == (outcome, population, "all")]
    return (found[0].low, found[0].high, found[0].best) if found else None


@pytest.mark.parametrize(
    ("text", "toll", "shares"),
    [
        (
            f"{QUAKE} Ecuador's risk management agency reported 31 dead; Peru's civil defence said five had died there.",
            36,
            {"ECU": 31, "PER": 5},
        ),
        (
            (
                f"{STORM} In Vietnam, 41 people died, the authorities there said. Eighteen died in the Philippines. "
                "Laos reported three deaths."
            ),
            62,
            {"VNM": 41, "PHL": 18, "LAO": 3},
        ),
        # one share is not told: the total is not Vietnam's, which has a lesser count of its own
        (f"{STORM} In Vietnam 41 people died, police said. Eighteen died in Laos.", 62, {"VNM": 41, "LAO": 18}),
        (
            (
                "The earthquake in Ecuador and Peru on Monday killed 36 people. Nine of them died in Machala, the mayor said. "
                "The Ecuadorean police said 31 people had died; the Peruvian police reported five dead."
            ),
            36,
            {"ECU": 31, "PER": 5},
        ),
        # a land that "said" may speak of all
        (
            "A storm killed 41 people in Vietnam on Monday. Eighteen died in Laos. The United States said at least 70 had died.",
            70,
            {"VNM": 41, "LAO": 18},
        ),
    ],
)
def test_a_lands_count_is_a_share_of_the_toll_of_all(text: str, toll: int, shares: dict[str, int]) -> None:
    said = one(text)
    assert (killed(said) or ())[::2] == (toll, toll)
    assert {land: (killed(said, f"in {land}") or (None,))[0] for land in shares} == shares
    assert set(types(said)) == {"subset"}


def test_a_land_is_compared_with_itself_only() -> None:
    said = told(
        (
            "Harbour Lantern",
            TUESDAY,
            f"{QUAKE} Ecuador reported 31 dead. Five died in Peru, police said.",
        ),
        ("Northwind Wire", TUESDAY, "Monday's earthquake killed 28 people in Ecuador, the health ministry said."),
    )
    assert killed(said) == (36, 36, 36)
    assert (killed(said, "in ECU") or ())[:2] == (28, 31)
    assert types(said).count("conflict") == 1


def test_a_later_share_above_the_toll_of_all_is_no_part_of_it() -> None:
    first = (
        "A strong earthquake struck the border region of Ecuador and Peru on Monday, killing at least 17 people, police said. "
        "Ecuador's risk management agency reported 14 dead. In Peru, three people died in Tumbes, INDECI said."
    )
    then = (
        "Five people died in the Tumbes region of northern Peru in Monday's earthquake, INDECI said on Friday. "
        "Across the border in Ecuador 31 are dead."
    )
    said = told(("Harbour Lantern", TUESDAY, first), ("Northwind Wire", FRIDAY, then))
    assert killed(said) == (17, 31, 31)
    assert killed(said, "in PER") == (5, 5, 5)
    assert "conflict" not in types(said)


@pytest.mark.parametrize(
    ("text", "toll", "conflicts"),
    [
        # two speakers of one land
        ("A quake killed 31 people in Ecuador on Monday, the police said. The Ecuadorean army said 36 had died.", (31, 36), 1),
        # a foreign ministry counts its own people abroad, a foreign agency everybody
        (
            "A fire killed 44 people in Doha, Qatar, on Monday, the interior ministry said. India said 60 had died.",
            (44, 60),
            1,
        ),
        # the border is one place where one thing befell one crowd
        (
            "A bus crash on the border of Kenya and Somalia killed 12 on Monday, police said. A Kenyan doctor said 15 died.",
            (12, 15),
            1,
        ),
        # no toll of all: the land that most figures count is the event's
        ("An earthquake killed 31 people in Ecuador on Monday, police said. Five died in Peru, the army said.", (31, 31), 0),
    ],
)
def test_what_is_no_share_of_a_land(text: str, toll: tuple[int, int], conflicts: int) -> None:
    said = one(text)
    assert (killed(said) or ())[:2] == toll
    assert types(said).count("conflict") == conflicts


IN = "in a fire in Lima, Peru, on Monday, police said."


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        (f"Nine inmates and two guards were killed {IN}", 11),
        (f"All 98 passengers and six crew perished {IN}", 104),
        (f"A driver, two clerks and three miners were killed {IN}", 6),
        (f"Two boys and a girl were killed {IN}", 3),
        (f"All 98 passengers and six crew perished {IN} One passenger was found on the roof and died.", 104),
        # near texts of one toll and its parts
        (f"Twelve people and two children were killed {IN}", 12),
        (f"Eleven people, nine inmates and two guards, were killed {IN}", 11),
        (f"Nine inmates, including two cooks and a tailor, were killed {IN}", 9),
        (f"Nine inmates were killed {IN} Two guards and a cook were among the dead.", 9),
    ],
)
def test_people_of_several_nouns_under_one_verb_add_up(text: str, toll: int) -> None:
    said = one(text)
    assert (killed(said) or ())[:2] == (toll, toll)
    assert "conflict" not in types(said)


def test_a_sum_agrees_with_the_same_toll() -> None:
    said = told(
        (
            "Harbour Lantern",
            TUESDAY,
            "Nine inmates and two guards were killed in a jailbreak in Matadi, Congo, on Monday, the justice ministry said.",
        ),
        (
            "Northwind Wire",
            FRIDAY,
            "Eleven bodies were taken to the morgue after Monday's jailbreak in Matadi, Congo, the prosecutor said.",
        ),
    )
    assert killed(said) == (11, 11, 11)
    assert types(said) == ["complement"]


MINE = "the mine near Kadoma, Zimbabwe, that collapsed on Monday"


@pytest.mark.parametrize(
    ("then", "missing", "trapped"),
    [
        (f"The last 11 missing miners were found dead in {MINE}.", None, None),
        (f"The remaining 11 missing miners were found dead in {MINE}.", None, None),
        (f"Three missing miners were found dead in {MINE}.", 11, 38),
        (f"The last 11 miners were told to leave {MINE}.", 11, 38),
    ],
)
def test_when_the_last_missing_are_found_nobody_is_missing(then: str, missing: int | None, trapped: int | None) -> None:
    first = f"Twelve miners died in {MINE}, and 11 are missing, the mines ministry said. Thirty-eight miners were trapped."
    said = told(("Harbour Lantern", TUESDAY, first), ("Northwind Wire", FRIDAY, then))
    assert ((count(said, "missing") or (None,))[0], (count(said, "trapped") or (None,))[0]) == (missing, trapped)
    assert killed(said) == (12, 12, 12)
    assert "is a part of" not in " ".join(r.explanation for r in said.relations)


@pytest.mark.parametrize(
    ("then", "taken"),
    [
        (
            "Thirty of the girls kidnapped from a college in Kaduna, Nigeria, on Monday were released, the governor said.",
            (112, 112),
        ),
        (
            "One of the girls kidnapped from a college in Kaduna, Nigeria, on Monday died in captivity, the governor said.",
            (112, 112),
        ),
        ("Thirty girls kidnapped from a college in Kaduna, Nigeria, on Monday were released, the governor said.", (112, 112)),
        # near texts that count all who were taken
        ("Gunmen abducted 30 girls from a college in Kaduna, Nigeria, on Monday, the governor said.", (30, 112)),
        ("Gunmen kidnapped 30 girls from a college in Kaduna, Nigeria, on Monday who were freed, the governor said.", (30, 112)),
        ("The 30 girls kidnapped from a college in Kaduna, Nigeria, on Monday were freed, the governor said.", (30, 112)),
        (
            "Thirty girls were kidnapped from a college in Kaduna, Nigeria, on Monday and later freed, the governor said.",
            (30, 112),
        ),
    ],
)
def test_captives_who_are_out_are_a_part_of_the_taken(then: str, taken: tuple[int, int]) -> None:
    first = "Gunmen abducted 112 girls from a college in Kaduna, Nigeria, on Monday, the principal said."
    said = told(("Harbour Lantern", TUESDAY, first), ("Northwind Wire", FRIDAY, then))
    assert (count(said, "abducted") or ())[:2] == taken
    unread = "of the girls kidnapped" in then  # no count of those taken at all
    assert ("subset" in types(said)) == (taken == (112, 112) and not unread)


@pytest.mark.parametrize(
    ("first", "then", "kinds"),
    [
        ("A teacher was killed", "A girl was killed", ["complement"]),
        ("A woman was killed", "A man was killed", ["complement"]),
        # words that one person can bear
        ("A teacher was killed", "A woman was killed", ["copy_of"]),
        ("A girl was killed", "A child was killed", ["copy_of"]),
        ("A teacher was killed", "One person was killed", ["copy_of"]),
        ("Two teachers were killed", "Three girls were killed", ["supersedes"]),
    ],
)
def test_one_of_other_people_replaces_no_one(first: str, then: str, kinds: list[str]) -> None:
    raid = "when gunmen raided a college in Kaduna, Nigeria, on Monday, the governor said."
    said = told(("Harbour Lantern", TUESDAY, f"{first} {raid}"), ("Harbour Lantern", FRIDAY, f"{then} {raid}"))
    assert types(said) == kinds
    assert "(all)" not in said.relations[0].explanation
