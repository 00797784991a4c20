"""People by what they are, counts that follow others, and tolls by ordinals, each as some report was once misread.

Each line: a text, and its claims as "outcome: exact words" with a stance where it is no plain assertion.
"""

from __future__ import annotations

import pytest

from aggregator.core.model import Basis, Document, Status
from parsers.text.claims import extract
from tests.rows import each_row, told

TEXTS = """
Raiders killed a cattle dealer near Tora. -> killed: a cattle dealer
Raiders killed 20 cattle near Tora. ->
Two cattle trucks burned and 12 cattle died. ->
Three arms smugglers were shot dead at the border. -> killed: Three
Three arms were found at the border. ->
A sports reporter and two women leaders were killed. -> killed: A sports reporter; killed: two
Traditional ruler shot dead in Tora -> killed: Traditional ruler
Police captain killed in Tora -> killed: Police captain
Police dog killed in Tora ->
Police car hit in Tora ->
Human rights campaigner shot dead in Tora -> killed: Human rights campaigner
Anti-mining activist killed in Tora -> killed: Anti-mining activist
A rickshaw puller and two street sweepers were killed. -> killed: A rickshaw puller; killed: two
A jail warder and two jail inmates were hurt. -> injured: A jail warder; injured: two
Four lions and a leopard were killed by poachers. ->
Three would-be suicide bombers were killed at a gate. -> killed: Three
Bandits killed village headmen and cattle breeders. -> killed: village headmen
Bandits killed farmers and traders fled. ->
Ivo Sellers was killed in Tora. -> killed: Ivo Sellers
Fruit sellers were killed in Tora. -> killed: Fruit sellers
Seven KBO/bandits were killed by troops. -> killed: Seven
Six drivers/conductors and a guard were kidnapped. -> abducted: Six; abducted: a guard
A driver/conductor was hurt. -> injured: A driver/conductor
Some 300 trucks/day were hit; three men were hurt. -> injured: three
Rescuers recovered a 14th body on Monday. -> killed: 14th
A 14th body was pulled from the mud. -> killed: 14th
The 14th body of water in the list is Lake Tora. ->
A body was pulled from the mud. ->
Four miners died and 29 others could not be reached. -> killed: Four; missing: 29
Some 29 hikers remain unreachable. -> missing: Some 29
Some 29 hamlets remain unreachable. ->
Two men were shot. Three officials could not be reached on Monday. -> injured: Two
Two managers could not be reached for comment. ->
The fate of the other three trapped divers is not known. -> missing: three; trapped: three
The fate of the other three motions is not known. ->
A woman died on Monday, bringing to 17 the number of known victims. -> killed: A woman; killed: 17
A woman called on Monday, bringing to 17 the number of known victims of the fraud. ->
The number of victims of the scam rose to 17. ->
The gale killed nine people and injured at least a further 130. -> killed: nine; injured: at least a further 130
The gale hurt more than another 130 people. -> injured: more than another 130
Over three days thirty-one people in southern Orvia has died. -> killed: thirty-one
The mother of thirty people in southern Orvia has died. -> killed: The mother
Two people, including Ivo Tarn, the mayor of Bell, and his wife, were killed. -> killed: Two; killed: Ivo Tarn; killed: his wife
A clerk (and his son) was killed. -> killed: A clerk; killed: his son
A clerk (and two porters) were killed. -> killed: A clerk; killed: two
A clerk (and father of two) was killed. -> killed: A clerk
A robber took a cashier hostage before he fled. -> abducted: a cashier
A cashier hostage was hurt in the siege. -> injured: A cashier hostage
A mine killed a guard, a cook, 3 porters and 5 drivers, including a girl, at a ford near Tora. -> killed: a guard; killed: a \
cook; killed: 3; killed: 5; killed: a girl
A mine killed a guard and six drivers, including a girl, at a ford were hurt. -> killed: a guard; injured: six; injured: a girl
Neither the bishop nor any other guests were hurt. ->
A man posing as a clerk assassinated a well-known surgeon. -> killed: a well-known surgeon
Raiders shot the headman of the hamlet to death. -> killed: the headman
A clerk of the  port was killed on Monday. -> killed: A clerk
A girl was flown to a local hospital with burns to her arms and upper body. -> injured: A girl
The body of a girl was flown to a local hospital. -> killed: a girl
Two butchers and a village butcher were killed. -> killed: Two; killed: a village butcher
Rebels butcher 12 villagers in Tora -> killed: 12
Raiders killed pro-government fighters near Tora. -> killed: pro-government fighters
Raiders killed a bird catcher and an able seaman. -> killed: a bird catcher; killed: an able seaman
Raiders shot the headman of the hamlet in the leg. -> injured: the headman
"""


@each_row(("text", "claims"), TEXTS)
def test_what_a_report_tells(text: str, claims: str) -> None:
    assert told(text) == claims


def test_a_wife_among_people_of_any_kind_is_one_of_them() -> None:
    text = "Two people, including Ivo Tarn, the mayor of Bell, and his wife, were killed."
    whole, *parts = extract(Document(id="d", text=text))
    assert [part.subset_of for part in parts] == [whole.id, whole.id]


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Other three people were hurt by glass.", Basis.INCREMENT),
        ("The other three people were hurt by glass.", Basis.INCIDENT),
        ("Three people were hurt by glass.", Basis.INCIDENT),
    ],
)
def test_other_people_come_on_top(text: str, basis: Basis) -> None:
    assert [claim.basis for claim in extract(Document(id="d", text=text))] == [basis]


@pytest.mark.parametrize(
    ("text", "victims", "status"),
    [
        ("A cattle dealer was killed.", "A cattle dealer", Status.CIVILIAN),
        ("Two lance corporals were killed.", "lance corporals", Status.COMBATANT),
        ("Two cultists were killed.", "cultists", Status.UNKNOWN),
        ("Two parliamentarians were killed.", "parliamentarians", Status.CIVILIAN),
    ],
)
def test_who_was_killed(text: str, victims: str, status: Status) -> None:
    assert [(claim.victims.text, claim.victims.status) for claim in extract(Document(id="d", text=text))] == [(victims, status)]
