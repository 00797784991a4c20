"""Sentences of lists, names and people joined to one another, each of a construction that some report was once misread for.

Each line: a text, and its claims as "outcome: exact words" with a stance where it is no plain assertion.
"""

from __future__ import annotations

import pytest

from aggregator.core.model import Document
from parsers.text.claims import extract
from parsers.text.ends import OTHER_VOICE
from tests.rows import each_row, told

TEXTS = """
The mine killed nine males, a female, and an infant and hurt 12 porters. -> killed: nine; killed: a female; killed: an infant; \
injured: 12
Four females, a male, and a girl were killed. -> killed: Four; killed: a male; killed: a girl
A female was shot dead in Tora. -> killed: A female
A male nurse, a female clerk, and a guard were killed. -> killed: A male nurse; killed: a female clerk; killed: a guard
One male and one female guard were killed. -> killed: One; killed: one
A male and female goose were killed. ->
One staff nurse was shot dead in Tora along with her husband, their niece aged 9 and their cook. -> killed: One; killed: her \
husband; killed: their niece; killed: their cook
A clerk was wounded near the port of Tora together with two porters. -> injured: A clerk; injured: two
Two clerks died in Tora along with their plans for a school. -> killed: Two
Three staff were killed in Tora. -> killed: Three
A mine near Tora killed a woman standing for a post on the district council, her cook and a porter and hurt 6 others. -> killed: \
a woman; killed: her cook; killed: a porter; injured: 6
A mine killed a member of the assembly, his cook and a porter. -> killed: a member; killed: his cook; killed: a porter
A mine killed a man working for a firm in the port, his cook said. -> killed: a man
A mine killed a man working for a firm in the port, and a porter was hurt. -> killed: a man; injured: a porter
Ivo T. shot and killed his cousin Lev R. and wounded Rui M., Jr. before killing himself in a barn. -> killed: Ivo T; killed: \
Lev R; injured: Rui M., Jr.
Lev Tarn, Jr. and Rui Mora, Sr., were killed. -> killed: Lev Tarn, Jr.; killed: Rui Mora, Sr.
Rebels of Camp B. Two porters were hurt. -> injured: Two
He shot three of his cousins and their wives dead. -> killed: three; killed: their wives
Four clerks and their wives were killed. -> killed: Four; killed: their wives
Four clerks and their wives were at home; a guard was killed. -> killed: a guard
Dozens of clerks and their wives were killed. -> killed: Dozens
Four clerks and their children were killed. -> killed: Four
Of the 40 porters on the ferry, 31 drowned and the rest were hurt. -> killed: 31; injured: the rest
Of 40 porters, 31 drowned and the others were hurt. -> killed: 31; injured: the others
Of the 40 porters on the ferry, at least 31 drowned and the rest were hurt. -> killed: at least 31
Of the 40 porters on the ferry, 31 drowned and the rest were unhurt. -> killed: 31
Blast in Tora: 7 killed/14 wounded. -> killed: 7; injured: 14
Raids in Tora: 7 killed/14 trucks burned. -> killed: 7
Four nuns, including a Swede, and their cook were killed. -> killed: Four; killed: Swede; killed: their cook
Three of the targeted nuns were killed, while the fourth was hurt in the raid. -> killed: Three; injured: the fourth
Two of the ambushed porters died. -> killed: Two
Two of those attacked porters in Tora, who fled. ->
Rebels seized nine pupils in Tora. Three of the abducted pupils were released. -> abducted: nine; abducted: Three
Three of the kidnapped nuns were freed on Monday. -> abducted: Three
Three of the arrested nuns were released. ->
Raiders pulled two porters out of a hut and hacked them to death. -> killed: two
A mob chased a porter into a field and hacked him to death. -> killed: a porter
Rebels burned two huts and tickled them to death. ->
A guard jumped from a window to her death. -> killed: A guard
A guard brought a message from the mayor to his death bed. ->
A clerk was shot at home. She was hospitalized and underwent surgery, but later died. -> injured: A clerk; killed: A clerk
A man hurt a nun and wounded a clerk and another clerk using a knife. -> injured: a nun; injured: a clerk; injured: another clerk
A man wounded a clerk and another porter used a knife. -> injured: a clerk
At least nine security personal and porters were killed. -> killed: At least nine
The head of Al-Sol's Tora branch and his cook were shot dead. -> killed: The head; killed: his cook
A gunman killed a clerk, Will R. Mora, and a guard, Ana T. Sol. -> killed: Will R. Mora; killed: Ana T. Sol
The judge will R. Mora hear. ->
Three pupils were hurt and a fourth-grade teacher. -> injured: Three; injured: a fourth-grade teacher
Three pupils were hurt and a teacher left. -> injured: Three
One source says 40 people were killed and 50 hurt; another says 25 killed and 90 hurt. -> killed: 40; injured: 50; killed: 25; \
injured: 90
A clerk took a gun and used it to shoot and kill a guard and two porters in Tora. -> killed: a guard; killed: two
A clerk used a rifle to kill two guards. -> killed: two
Raiders used axes to hack nine porters to death. -> killed: nine
A rifle was used to kill two guards in Tora. -> killed: two
A man went on to kill nine porters before he was shot. -> injured: A man; killed: nine
A clerk planned on using a rifle to kill two guards. ->
A rifle could be used to kill two guards. ->
Raiders used to kill two guards each year. ->
A clerk used a rifle to try to kill two guards. ->
Raiders used a mine in a bid to kill two guards. ->
A mine killed Mayor Ivo Tarn, his driver, and two guards. -> killed: Ivo Tarn; killed: his driver; killed: two
A mine killed Mayor Ivo Tarn, his driver, his wife and two guards. -> killed: Ivo Tarn; killed: his driver; killed: his wife; \
killed: two
Mayor Ivo Tarn, a driver, was killed. -> killed: Ivo Tarn
The dead include a girl of three, her mother and an aunt. -> killed: a girl; killed: her mother; killed: an aunt
The dead included Mayor Ivo Tarn and two clerks. -> killed: Ivo Tarn; killed: two
Four were killed including a girl. -> killed: Four; killed: a girl
Raiders took four officers and their dependents hostage. -> abducted: four
Nine dependents of soldiers were hurt. -> injured: Nine
A bus fell into the Tora. The dead: three men, a woman and a 6-year-old. -> killed: three; killed: a woman; killed: a 6-year-old
The dead: Ana Mora, 34, and Rui Sol, 22. -> killed: Ana Mora; killed: Rui Sol
The dead: nobody counts them. ->
Six clerks working for ZKO/IFXO were kidnapped. -> abducted: Six
A bomber killed himself, a guard, and two porters. -> killed: A bomber; killed: a guard; killed: two
A bomber killed himself, two porters said. -> killed: A bomber
A bomber killed himself, a guard was hurt. -> killed: A bomber; injured: a guard
Nine guards and as many porters were hurt. -> injured: Nine; injured: as many
Nine guards and as many as six porters were hurt. -> injured: Nine; injured: as many as six
Her mother, Ana Mora (60), and their sons, Ivo (8) and Rui (5), were killed. -> killed: Ana Mora; killed: Ivo; killed: Rui
Seven of the 15 divers drowned, while the others were hurt. -> killed: Seven; injured: the others
Two of the 15 divers drowned and the rest were not hurt. -> killed: Two
"""


@each_row(("text", "claims"), TEXTS)
def test_what_a_report_tells(text: str, claims: str) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("One source says 40 people were killed and 50 hurt; another says 25 killed and 90 hurt.", [False, False, True, True]),
        ("One report says 40 people were killed, another report says 25 were killed.", [False, True]),
        ("Some sources said nine people had died, others said 12 had died.", [False, True]),
        ("One clerk said two porters were killed, another said her husband was killed.", [False, False]),
        ("One clerk said two porters were killed, another said three of her sons were killed.", [False, False]),
        ("Police said 40 people were killed; another nine died at a clinic.", [False, False]),
        ("Police said 40 people were killed; another clerk says nine people were hurt.", [False, False]),
    ],
)
def test_what_another_says_is_no_more_people(text: str, rules: list[bool]) -> None:
    assert [claim.rule == OTHER_VOICE for claim in extract(Document(id="d", text=text))] == rules
