"""What sentences written without a look at the rules brought up, a table per cause, with what must not change beside it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract
from tests.rows import each_row, told

KILLED, INJURED, ABDUCTED = Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED
Ends = tuple[int | None, int | None]


@each_row(
    ("text", "claims"),
    """
    The raid killed nine guards and injured as many. -> killed: nine; injured: as many
    The blast killed nine and wounded as many others. -> killed: nine; injured: as many
    Nine clerks were killed, and as many were injured. -> killed: Nine; injured: as many
    The raid killed nine guards and injured as many as 20. -> killed: nine; injured: as many as 20
    The raid killed nine guards and injured many. -> killed: nine; injured: many
    The raid killed nine guards and destroyed as many lorries. -> killed: nine
    The raid killed nine guards, not as many as were feared. -> killed: nine
    """,
)
def test_as_many_hurt_as_died(text: str, claims: str) -> None:
    assert told(text) == claims


@each_row(
    ("text", "claims"),
    """
    The dead were identified as brothers Nasir and Karim Dosri. -> killed: Nasir; killed: Karim Dosri
    The victims were named as cousins Ana and Rui Costa, who rode a motorcycle. -> killed: Ana; killed: Rui Costa
    The dead were identified as residents of Ardo. ->
    The dead were identified as clerks by Karim Dosri. ->
    The wounded were identified as brothers Ana and Rui Costa. -> injured: Ana; injured: Rui Costa
    """,
)
def test_names_behind_a_bare_noun(text: str, claims: str) -> None:
    assert told(text) == claims


@each_row(
    ("text", "claims"),
    """
    Three engineers are still in the hands of the rebels. -> abducted: Three
    Five mayors remain in the hands of their kidnappers. -> abducted: Five
    Five towns are still in the hands of the rebels. ->
    Five players are in the hands of the doctors. ->
    The fate of the talks is in the hands of the rebels. ->
    Five mayors died in the hands of the rebels. -> killed: Five
    """,
)
def test_in_their_hands(text: str, claims: str) -> None:
    assert told(text) == claims


@each_row(
    ("text", "claims"),
    """
    The Hawks killed off the game with three late goals. ->
    The Hawks killed off the tie after the break. ->
    Two goals from Dean Moss killed off the match. ->
    Three fishermen killed off the coast of Ardo were brothers. -> killed: Three
    Three pilots killed off Ardo are to be buried. -> killed: Three
    """,
)
def test_a_game_is_killed_off(text: str, claims: str) -> None:
    assert told(text) == claims


TOLLS: list[tuple[str, dict[Outcome, Ends]]] = [
    ("A shooting in Ardo killed two. Three others remain hospitalized.", {KILLED: (2, 2), INJURED: (3, 3)}),
    ("Two people were shot dead in Ardo on Friday. Four others remain in hospital.", {KILLED: (2, 2), INJURED: (4, 4)}),
    ("Five people were wounded in a shooting in Ardo. Three remain hospitalized.", {INJURED: (5, 5)}),
    ("A flood in Ardo killed two. Three hundred people remain displaced.", {KILLED: (2, 2)}),
    ("A raid killed nine guards and injured as many.", {KILLED: (9, 9), INJURED: (9, 9)}),
]


@pytest.mark.parametrize(("text", "want"), TOLLS, ids=[text for text, _ in TOLLS])
def test_tolls(text: str, want: dict[Outcome, Ends]) -> None:
    document = Document(id="d", text=text, published=datetime(2026, 3, 4, tzinfo=UTC))
    claims = extract(document)
    found = tally(document, normalise(document, claims))
    assert {outcome: (toll.low, toll.stated_high) for outcome, toll in found.items()} == want
