"""What stands in the fields of a figure: its place, its day, its cause and whose people they were."""

from __future__ import annotations

from aggregator.core.model import Document
from parsers.text.claims import extract
from tests.rows import each_row, told

PLACES_ARE_NOBODY = """
Three people were killed in a shooting in the city of Ardo. -> killed: Three
Police are investigating a shooting in the town of Ardo. ->
Police are investigating the killing in the district of Kasu. ->
Residents fear a shooting in the state of Orlan. ->
Police are investigating the killing in the town of Ardo of nine farmers. -> killed: nine

Police are investigating the killing of Amal Duru. -> killed: Amal Duru
Police are investigating the killing in Ardo of Amal Duru. -> killed: Amal Duru
The shooting in the city of a guard shocked many. -> injured: a guard
Police are investigating the killing of the guard in the town of Ardo. -> killed: the guard
The killing in the mosque of nine men shocked many. -> killed: nine
"""


@each_row(("text", "claims"), PLACES_ARE_NOBODY)
def test_a_place_is_nobody_hurt(text: str, claims: str) -> None:
    assert told(text) == claims
