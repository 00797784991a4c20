"""What stays the same where only the wording changes: who says it, who took people, what opens a sentence, whom "he" means."""

from __future__ import annotations

from tests.rows import each_row, told

# Who speaks with an aside in commas before "said", and near texts in which "said" stands before its speaker.
SPEAKERS = """
A doctor, Omar Haddad, said a driver was shot dead. -> killed: a driver
A spokesman, however, said a man was killed. -> killed: a man
The army, in a statement, said a soldier was killed. -> killed: a soldier
Ana Lund, 40, said a man was hurt. -> injured: a man
The clinic's director, Ana Lund, said a man and his son were hurt. -> injured: a man; injured: his son
A resident, Musa Idris, said soldiers shot a boy. -> injured: a boy
On Monday a resident, Musa Idris, said the gunmen killed a boy. -> killed: a boy
In Ardo, the mayor, Ivo Lund, said a nurse had died. -> killed: a nurse
Two clerks were hurt; the mayor, Ivo Lund, said a nurse had died. -> injured: Two; killed: a nurse

Nine people were killed, said a doctor who treated them. -> killed: Nine
Nine people were killed, said a doctor at the clinic. -> killed: Nine
Nine people were killed in Ardo, the capital, said a doctor who treated them. -> killed: Nine
Nine people, two of them children, said a doctor, were killed. -> killed: Nine; killed: two
A cook, Ana Lund, said a doctor, was killed. -> killed: Ana Lund
Nine people were killed, among them a cook, said a doctor who was there. -> killed: Nine; killed: a cook
Nine died, among them the warden, who had warned of the fire, said the governor. -> killed: Nine
In Ardo, a cook, Ana Lund, was killed, said a doctor who had treated her. -> killed: Ana Lund
"""


@each_row(("text", "claims"), SPEAKERS)
def test_a_speaker_with_commas_before_said(text: str, claims: str) -> None:
    assert told(text) == claims
