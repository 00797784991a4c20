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


STATUSES = """
Nine non-combatants were killed. -> civilian
Nine noncombatants were killed. -> civilian
Nine non-military staff were killed. -> civilian
Nine people, all of them soldiers, were killed. -> combatant
Nine people, all of them civilians, were killed. -> civilian
Nine men, all soldiers, were killed. -> combatant
Nine men, all of them soldiers, were killed. -> combatant
Nine army families were killed. -> civilian
Nine soldiers' wives were killed. -> civilian
A soldier's wife was killed. -> civilian
Nine members of Hezbollah were killed. -> combatant
A strike killed nine members of a rebel group. -> combatant
Nine members of the army were killed. -> combatant
Nine members of the Wagner group were killed in Ardo. -> combatant
Nine volunteers fighting alongside the army were killed in Ardo. -> combatant
Nine men fighting for the rebels were killed. -> combatant

Nine combatants were killed. -> combatant
Nine former combatants were killed. -> combatant
Nine people, most of them soldiers, were killed. -> unknown
Nine people, some of them civilians, were killed. -> unknown
Nine men were killed. -> unknown
Nine civilians, all of them farmers, were killed. -> civilian
Nine armed men were killed. -> combatant
Nine army doctors were killed. -> combatant
Two militant brothers were killed. -> combatant
Nine civilians and soldiers were killed. -> mixed
Nine members of a church choir were killed. -> unknown
Nine members of army families were killed. -> unknown
Nine members of the army's football team were killed. -> unknown
Nine members of the militia leader's family were killed. -> unknown
Nine members of parliament were killed in an army raid. -> civilian
Nine members of the family of a soldier were killed. -> civilian
Nine volunteers fighting against fires were killed. -> civilian
Nine volunteers fighting fires near the army base were killed. -> civilian
Two driver's mates were killed. -> civilian
"""


@each_row(("text", "status"), STATUSES)
def test_whether_the_people_of_a_figure_fight(text: str, status: str) -> None:
    assert [claim.victims.status.value for claim in extract(Document(id="d", text=text))] == [status]


CAUSES = """
Three miners were killed, the fire chief said. ->
Three miners were killed, the earthquake authority said. ->
Three miners were killed, a drone operator said. ->
The flood relief committee said three miners were killed. ->
Three miners were killed when a bridge collapsed, the fire brigade said. -> collapse
Nine gunmen drowned in Ardo. ->
Nine snipers were killed. ->
Artillery fire killed nine villagers. -> shelling
Machine-gun fire killed nine villagers. -> small_arms
On Monday nine villagers were killed by artillery fire. -> shelling
Nine soldiers were killed by friendly fire. -> small_arms
Nine soldiers were killed by return fire. -> small_arms
Nine villagers were killed by cross fire. -> clash
Nine villagers were killed by a mine. -> landmine
Nine villagers were killed by a train. -> transport
Nine villagers were killed when a shell struck Ardo. -> shelling

Three miners were killed in a fire, the fire chief said. -> fire
Three miners died when the fire spread. -> fire
Fire officials said a fire killed three. -> fire
Gunmen killed nine villagers. -> small_arms
A sniper killed nine villagers. -> small_arms
A drone killed the fire chief. -> drone_strike
Nine villagers were killed by a mine collapse. -> industrial
Nine villagers were killed by a car bomb. -> car_bomb
Nine villagers were hit by a car bomb and died. -> car_bomb
Nine shell collectors were killed. ->
"""


@each_row(("text", "cause"), CAUSES)
def test_what_harmed_the_people_of_a_figure(text: str, cause: str) -> None:
    assert {claim.cause.code or "" for claim in extract(Document(id="d", text=text))} == {cause}


DAYS = """
Nine people were killed in Ardo over the weekend. -> over the weekend
Nine people have been killed since the start of the year. -> since the start of the year
Nine people were killed in Ardo. Schools will stay closed until Monday. ->
Nine people were killed in Ardo. Schools stay closed until Monday. ->
Nine people were killed in Ardo, the army said. A funeral will take place on Sunday. ->
The mayor will speak on Sunday. Nine people were killed in Ardo. ->
Talks resume on Monday. Nine people were killed, the army said. ->

Nine people were killed in Ardo. The blast struck on Sunday. -> on Sunday
Nine people were killed during the night from Saturday to Sunday. -> from Saturday to Sunday
Nine people were killed in Ardo. The bus will be raised from the river into which it fell on Sunday. -> on Sunday
Nine people were killed in Ardo on Sunday. A funeral will take place on Monday. -> on Sunday
A bus fell into a river on Sunday. Nine people were killed. A funeral will take place on Monday. -> on Sunday
The army will investigate a raid that took place on Sunday. Nine people were killed in Ardo. -> on Sunday
Since the start of the rainy season nine people have drowned. -> Since the start of the rainy season
"""


@each_row(("text", "day"), DAYS)
def test_when_the_people_of_a_figure_were_harmed(text: str, day: str) -> None:
    assert [claim.window_text or "" for claim in extract(Document(id="d", text=text))] == [day]


PLACES = """
Nine people died in Pattani. -> Pattani
Nine people were killed in Kasese on Monday. -> Kasese
Nine people, most of them women, were killed in Lashkar Gah. -> Lashkar Gah
The incident happened on Monday. Nine people, most of them women, were killed in Mopti, police said. -> Mopti
SHAN STATE, May 16 - Nine soldiers were captured on Monday, police said. -> SHAN STATE
KACHIN STATE, May 16 - Nine rebels were killed in an ambush. -> KACHIN STATE
Nine people were killed in the capital, Bamako, on Monday. -> the capital, Bamako
Nine people were killed in the capital city, Bamako. -> the capital city, Bamako
Nine people were killed in its capital, Sanaa. -> capital, Sanaa
A bomb struck Tandala on Monday, killing nine villagers. -> Tandala
Nine people were killed when a rocket hit Kasu. -> Kasu
Five bodies were recovered from Lake Albert on Sunday. -> Lake Albert

Nine people were killed in a Chinese town. -> a Chinese town
Nine people were killed in Chinese tankers. ->
Nine people were killed in Iraqi shelling. ->
Nine people were killed in the capital, police said. -> the capital
Nine people were killed in the capital, Karim Duru said. -> the capital
Nine people were killed in the capital, Bamako officials said. -> the capital
Nine people were killed in its capital. ->
A rocket hit Amal Duru, killing her. ->
A rocket hit Kasu Airlines, killing nine passengers. ->
A car hit Karvo on Monday, killing nine passengers. ->
A blow struck Karvo on Monday, killing him. ->
The raiders came from Lake Albert and killed nine people. ->
Nine people were killed in Orlan, 38 of them in Tandala. -> Orlan
"""


@each_row(("text", "place"), PLACES)
def test_where_the_people_of_a_figure_were_harmed(text: str, place: str) -> None:
    assert {claim.place.text or "" for claim in extract(Document(id="d", text=text))[:1]} == {place}
