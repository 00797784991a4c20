"""What a second reader from outside found: forecasts, headlines in capitals, captives set free, numbers given before.

Each row: a text, and its claims as in `tests.rows`; the rows of the standing tolls give the range of an event.
"""

from __future__ import annotations

import pytest

from tests.rows import each_row, told
from tests.test_editor import told as events
from tests.test_standing import killed

FORECASTS = """
The survey said its model gave a 40 percent chance of between 10 and 100 deaths. ->
Its model put the probability of more than 1,000 deaths at 35 percent. ->
There is a risk of 50 deaths, the agency said. ->
The agency warned of the likelihood of 300 fatalities. ->
The scenario shows odds of 20 deaths. ->

The storm left a total of 100 deaths. -> killed: 100
The chance of rain fell after 100 deaths. -> killed: 100
A game of chance ended in 10 deaths. -> killed: 10
The clinic has a record of 12 deaths. -> killed: 12
The chance discovery of 12 bodies in Ardo shocked the town. -> killed: 12
Doctors said the high risk led to a count of 20 deaths. -> killed: 20
"""


@each_row(("text", "claims"), FORECASTS)
def test_the_chance_of_deaths_is_no_count(text: str, claims: str) -> None:
    assert told(text) == claims


BODY = (
    " A plane with 46 people aboard came down near the airport of Ardo on Monday, and the crew sent no call, the governor said."
)
CAPITALS = """
BREAKING: PLANE CRASHES IN ARDO, ALL ABOARD FEARED DEAD. ->
TWELVE KILLED AS PLANE CRASHES IN ARDO. -> killed: TWELVE
FARMER SHOT DEAD IN ARDO BY MASKED MEN. -> killed: FARMER
Plane Crashes near Ardo, Dana Brook Feared Dead. -> killed: Dana Brook
Dana Brook is feared dead in Ardo. -> killed: Dana Brook
"""


@each_row(("text", "claims"), CAPITALS)
def test_a_line_in_capitals_holds_no_name_by_its_capitals(text: str, claims: str) -> None:
    assert told(f"{text}{BODY}") == claims


CAPTIVES = """
Thirty of the girls kidnapped in Ardo were released on Monday, the governor said. ->
Two of the villagers abducted in Ardo escaped, an elder said. ->
Six of the pupils seized in Ardo have been freed. ->
Forty of the girls abducted in Ardo are still missing. -> missing: Forty
One of the girls kidnapped in Ardo died in captivity, her father said. -> killed: One

Thirty girls were kidnapped in Ardo. -> abducted: Thirty
Thirty of the girls were kidnapped in Ardo. -> abducted: Thirty
Thirty of the girls were kidnapped in Ardo and later released. -> abducted: Thirty
Thirty girls kidnapped in Ardo were released on Monday. -> abducted: Thirty
Rebels kidnapped 30 of the girls in Ardo. -> abducted: 30
Three of the men wounded in Ardo were taken to a clinic. -> injured: Three
"""


@each_row(("text", "claims"), CAPTIVES)
def test_some_of_the_captives_are_no_count_of_the_taken(text: str, claims: str) -> None:
    assert told(text) == claims


SHOT = """
The massacre killed 132 people. A survivor said that dozens of men were shot by the well. -> killed: 132; casualties: dozens
Rebels executed nine guards. Six clerks were shot in the yard. -> killed: nine; casualties: Six
Soldiers shot at a crowd in Ardo. Dozens of men were shot by the well. -> injured: Dozens
The massacre killed 132 people. Six men were shot and wounded by the well. -> killed: 132; injured: Six
The massacre killed 132 people. Six men were shot and survived. -> killed: 132; injured: Six
The massacre killed 132 people. A boy was shot in the leg. -> killed: 132; injured: A boy
The massacre killed 132 people. Six men were shot dead by the well. -> killed: 132; killed: Six
The firm's executive said six men were shot at the gate. -> injured: six
"""


@each_row(("text", "claims"), SHOT)
def test_those_shot_at_a_massacre_may_be_dead(text: str, claims: str) -> None:
    assert told(text) == claims


MONDAY, TUESDAY = (f"2025-06-{day:02}T20:00:00+00:00" for day in (2, 3))
SLIDE = "were killed by a landslide in Cali, Colombia, on Monday, the mayor said."
SCHOOL = "at a school in Tampere, Finland, on Monday"


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        # a number that its speaker gave earlier is over, wherever it stands
        (f"Twelve people {SLIDE} He had earlier put the figure at 15.", (12, 12, 12)),
        (f"Twelve people {SLIDE} The mayor had initially said 15 people were killed.", (12, 12, 12)),
        (f"Twelve people {SLIDE} He had previously put the death toll at nine.", (12, 12, 12)),
        (f"Twelve people {SLIDE} The mayor later put the figure at 15.", (15, 15, 15)),
        (f"Twelve people {SLIDE} He put the figure at 15 earlier than the police.", (15, 15, 15)),
        (f"Twelve people {SLIDE} The police had earlier put the figure at 15.", (12, 15, 12)),
        # who killed others and then himself comes on top of them
        (f"A former pupil shot dead six pupils and a guard {SCHOOL} and then took his own life, police said.", (8, 8, None)),
        (f"A man shot dead six pupils {SCHOOL} and then killed himself, police said.", (7, 7, 7)),
        (f"A man shot dead six pupils and a guard {SCHOOL}, police said.", (7, 7, None)),
        (f"A man shot dead six pupils and a guard {SCHOOL} and then fled, police said.", (7, 7, None)),
    ],
)
def test_one_text(text: str, toll: tuple[int, int, int | None]) -> None:
    assert killed(events(("Harbour Lantern", MONDAY, text))) == toll


SEVEN = ("Harbour Lantern", MONDAY, f"Seven people were shot dead {SCHOOL}, police said.")
TEN = ("Radio Ardo", MONDAY, f"Ten people were killed in a shooting {SCHOOL}.")


@pytest.mark.parametrize(
    ("later", "first", "toll"),
    [
        # a retraction is of what its text told before it; what it tells then is its new word
        (
            (
                f"Radio Ardo reported on Monday that ten people had been killed in a shooting {SCHOOL}. "
                "The number was wrong, and we apologise. Eight people died."
            ),
            TEN,
            (8, 8, 8),
        ),
        (
            (
                f"Radio Ardo reported on Monday that ten people had been killed in a shooting {SCHOOL}. "
                "The number was wrong, and we apologise."
            ),
            TEN,
            (None, None, None),
        ),
        (f"Eight people were killed in Monday's shooting {SCHOOL}. The report of the weather was wrong.", TEN, (8, 8, 8)),
        # the attacker, told of alone, is no toll of one
        (
            f"A girl who was hurt in Monday's shooting {SCHOOL} met the mother of the attacker, who killed himself.",
            SEVEN,
            (7, 7, 7),
        ),
        (f"One person was shot dead in Monday's shooting {SCHOOL}, the ministry said.", SEVEN, (1, 7, 1)),
    ],
)
def test_two_texts(later: str, first: tuple[str, str, str], toll: tuple[int | None, int | None, int | None]) -> None:
    assert killed(events(first, ("Radio Ardo", TUESDAY, later))) == toll
