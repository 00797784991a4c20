"""What became of those taken: hostages killed are dead, bodies brought out are no captives, a nought is of its own harm."""

from __future__ import annotations

from tests.rows import each_row, told

TEXTS = """
Eighteen bodies were taken from the prison to the morgue, prosecutors said. -> killed: Eighteen
The office said 18 bodies had been taken from the prison in Corvo to the morgue. -> killed: 18
Eighteen corpses were dragged from the river. -> killed: Eighteen
Eighteen dead were taken from the prison. -> killed: Eighteen
The remains of nine soldiers were taken from the wreck. -> killed: nine
Nine wounded people were taken from the prison to a hospital. -> injured: Nine
Nine survivors were taken from the barracks. ->
Nine workers were taken from the rubble. ->
Nine pupils were taken from a school by gunmen. -> abducted: Nine
Nine clerks were taken from their homes at night. -> abducted: Nine
Two drivers were dragged from a bus by gunmen. -> abducted: Two

The group said it had executed 50 hostages. -> killed: 50
The group claimed to have killed 214 hostages in Ardo. -> killed: 214
The siege ended with 21 hostages dead. -> killed: 21
Twenty-one hostages were killed. -> killed: Twenty-one
Four hostages were wounded in the assault. -> injured: Four
Ten captives died in the camp. -> killed: Ten
Rebels took 50 hostages and killed nine of them. -> abducted: 50; killed: nine
Rebels abducted 50 people and killed nine hostages. -> abducted: 50; killed: nine
Four of the 50 hostages were killed. -> killed: Four; abducted: 50
Rebels hold 50 hostages in Corvo. -> abducted: 50
Soldiers freed 21 hostages and killed 33 gunmen. -> killed: 33
Gunmen abducted and killed three nurses. -> abducted: three; killed: three

No hostage was harmed in the assault, the army said. -> casualties: No
None of the hostages was harmed. -> casualties: None
No hostages were hurt in the assault. -> injured: No
No hostage was killed in the assault. -> killed: No
No civilians were harmed, the army said. -> casualties: No
Thank God, nobody was harmed. ->
Nine officers were harmed in the riot. ->
No one was abducted in the raid. -> abducted: No
No hostages were taken. -> abducted: No
There were no hostages in the building. -> abducted: no
No birds were harmed in the blast that killed nine people. -> killed: nine
"""


@each_row(("text", "claims"), TEXTS)
def test_what_became_of_those_taken(text: str, claims: str) -> None:
    assert told(text) == claims
