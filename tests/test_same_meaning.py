"""What words beside people may not change: ages, what befell them before, when it was, who else; and what looks alike."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract
from tests.rows import each_row, told

TEXTS = """
Two 22-year-old men were killed in Ardo. -> killed: Two
A 25-year-old clerk and two 15-year-old pupils were killed. -> killed: A 25-year-old clerk; killed: two
Three 15-year-old girls drowned in Ardo. -> killed: Three
Two local 16-year-old pupils were arrested. -> detained: Two
Two 40-year-old trees fell. ->
Two 12-year-old horses died. ->
A 12-year-old law killed the plan. ->

Every day 4 women are killed in Ardo. -> killed: 4
On an average day 3 people drown. -> killed: 3
On day 4 women were killed. ->
In each ward 12 patients died. -> killed: 12
In ward 12 patients died. ->

Two homeless men were shot dead in Ardo. -> killed: Two
Two homeless men were arrested in Ardo. -> detained: Two
Two wounded men were shot dead. -> killed: Two
Two missing boys were found dead. -> killed: Two
Three missing boys were found alive. ->
300 homeless families were moved to a school. -> evacuated: 300
The flood left 300 homeless people in the town. -> homeless: 300
The quake struck at night. Some 300 homeless survivors slept in a school. -> homeless: Some 300
Two homeless men visited the mayor. ->
Police questioned four homeless people. ->
The quake left two homeless and one dead. -> homeless: two; killed: one
Two kidnapped engineers were injured. -> injured: Two
Two injured men were arrested. -> detained: Two; injured: Two

Nine fleeing villagers were killed in Ardo. -> killed: Nine
Four rescued migrants died in Ardo. -> killed: Four
Two freed hostages died. -> killed: Two
Two drowning boys died. -> killed: Two
Three accused men were killed. -> killed: Three
Two attacking soldiers were hurt. -> injured: Two
A fleeing villager was killed. -> killed: A fleeing villager
Police said a convicted murderer was killed in jail. -> killed: a convicted murderer
Two released prisoners and fled. ->
The committee released prisoners and two men died. -> killed: two
A court convicted men of murder. ->
Three accused the army; two were killed. -> killed: two
Two charged the gate and were shot. -> injured: Two
Police shot at two fleeing cars. ->
Two dying languages were saved. ->

The plane went down with 11 mostly young people on board, and there were no survivors. -> killed: 11
Raiders beat two mostly young guards. -> injured: two
A blast killed 12 people, mostly women. -> killed: 12
A blast killed 12 mostly women and children. -> killed: 12

Four as yet unidentified people were killed in Ardo. -> killed: Four
Nine not yet identified women died in Ardo. -> killed: Nine
Police said an as yet unidentified woman was killed in Ardo. -> killed: an as yet unidentified woman
As yet nobody has been killed. -> killed: nobody
Two women not yet identified by police died. -> killed: Two
The names are not yet identified. ->

A driver was killed on Tuesday in Ardo along with his wife and two sons. -> killed: A driver; killed: his wife; killed: two
A mayor was shot dead late on Friday night together with two guards. -> killed: A mayor; killed: two
A mayor was abducted on Friday with his driver. -> abducted: A mayor; abducted: his driver
A guard was found dead on Sunday along with the wounded driver. -> killed: A guard
A guard was wounded on Sunday along with the injured driver. -> injured: A guard; injured: the injured driver
A mayor was abducted on Friday with a rope. -> abducted: A mayor
A mayor was killed on Friday with his killers at large. -> killed: A mayor
The minister met two guards on Friday together with his wife. ->
A driver was killed on Tuesday; along with two guards he had left Ardo. -> killed: A driver

One was killed and another has been hurt. -> killed: One; injured: another
One was killed and the other has been hurt. -> killed: One; injured: the other
One team won and the other was beaten. ->
One man died; one bank rose and the other was hit. -> killed: One
Three nuns were killed, while the fourth had been hurt in the raid. -> killed: Three; injured: the fourth
The fourth had been killed in captivity. -> killed: The fourth
The first had killed two men. -> killed: two
The second has been open since May. ->
Another has been planned for May. ->
"""


@each_row(("text", "claims"), TEXTS)
def test_what_a_sentence_tells(text: str, claims: str) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Floods killed two people in Nakuru, police said. A landslide killed 15 in Kisumu.", (17, 17)),
        ("Floods killed two people in Nakuru. A landslide killed 15 in Kisumu, police said.", (17, 17)),
        ("Floods killed two people in Nakuru, police said. A landslide killed 15 in Kisumu, officials said.", (17, 17)),
        ("Floods killed two people in Nakuru, police said. Officials said that 15 had died in Nakuru.", (2, 15)),
        ("Floods killed two people in Nakuru, police said. Officials said that 15 had died in Kenya.", (2, 15)),
        ("Floods killed two people in Nakuru, police said. Officials said that 15 had died.", (2, 15)),
        ("Gunmen killed two people in Nakuru, police said. Officials said that 15 had died in Kisumu.", (2, 2)),
    ],
)
def test_whoever_tells_of_each_place(text: str, killed: tuple[int, int]) -> None:
    document = Document(id="d", text=text)
    toll = tally(document, normalise(document, extract(document)))[Outcome.KILLED]
    assert (toll.low, toll.high) == killed
