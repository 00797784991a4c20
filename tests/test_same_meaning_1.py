"""What stays the same where only the wording changes: who says it, who took people, what opens a sentence, whom "he" means."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract
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
A mayor, Omar Haddad, said a driver, while on his way to Velsk, was shot dead. -> killed: a driver

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


# Who takes people, and who only tells of it; whoever acts for a state makes prisoners, whatever stands before.
TAKERS = """
On Tuesday, gunmen stormed a mill and detained six workers. -> abducted: six
In Ardo, rebels stormed a mill and detained six workers. -> abducted: six
ARDO (AP) — Gunmen stormed a mill, detaining six workers. -> abducted: six
Police said gunmen detained 12 villagers. -> abducted: 12
According to police, rebels captured 12 villagers. -> abducted: 12
The police chief of Ardo, Ivo Lund, said on Tuesday that rebels detained 12 villagers. -> abducted: 12
Gunmen riding motorcycles detained 12 villagers. -> abducted: 12
Separatists captured 12 villagers. -> abducted: 12
A militia detained 12 villagers. -> abducted: 12

On Tuesday, police stormed a mill and detained six workers. -> detained: six
Gunmen said police detained 12 villagers. -> detained: 12
According to the rebels, police captured 12 villagers. -> detained: 12
Residents said soldiers hunting for rebels detained 12 villagers. -> detained: 12
On Tuesday, officers raided a camp of gunmen and detained six workers. -> detained: six
The rebels said the army captured 12 villagers. -> detained: 12
Police said separatists captured 12 soldiers. -> detained: 12
A pro-government militia detained 12 villagers. -> detained: 12
"""

TAKEN_OR_SOUGHT = """
The search continued for 38 people off Merak, police said. -> missing: 38
Police said rescuers were searching for nine miners. -> missing: nine
The navy ended its search for five fishermen, police said. -> missing: five
Gunmen took away two brothers, residents said. -> abducted: two
Armed men came to the house and took away two brothers, police said. -> abducted: two
Residents said the gunmen took away two brothers. -> abducted: two
According to relatives, the rebels took away two brothers. -> abducted: two

The search continued for two men, police said. ->
Police said they were searching for nine people. ->
Police are searching for nine people, the mayor said. ->
According to police, officers were searching for nine people. ->
The mayor said police were searching for nine people. ->
Ambulances took away two brothers, residents said. ->
Residents said relatives took away two brothers. ->
Police took away two brothers, the rebels said. ->
The mayor took away two brothers, residents said. ->
"""

OWN_ENDS = """
On Monday a gunman killed two clerks before killing himself. -> killed: a gunman; killed: two
Late on Sunday a man killed his wife before turning the gun on himself. -> killed: a man; killed: his wife
Police said that in May a man killed his wife before turning the gun on himself. -> killed: a man; killed: his wife
According to police, a man killed his wife before turning the gun on himself. -> killed: a man; killed: his wife
According to police, the gunman fired on diners before dying in a shootout with guards. -> killed: the gunman
According to police, the gunman shot four people, seriously wounding two of them, and then died of a self-inflicted wound. -> @
On Monday two clerks were shot in a raid by a gunman. -> injured: two
Witnesses told reporters that a gunman killed two clerks before killing himself. -> killed: a gunman; killed: two
A mayor, Omar Haddad, said a gunman killed two clerks before killing himself. -> killed: a gunman; killed: two
A spokesman said on Monday that a gunman killed two clerks before killing himself. -> killed: a gunman; killed: two

On Monday two clerks of a bank in Ardo were killed before guards arrived. -> killed: two
In a May raid a gunman fled before killing anyone. ->
According to police, the gunman fired on diners before fleeing. ->
The death on Monday of a clerk was told to police before the gunman killed himself. -> killed: the gunman
""".replace("@", "killed: the gunman; injured: four; injured: two")


@each_row(("text", "claims"), TAKERS + TAKEN_OR_SOUGHT + OWN_ENDS)
def test_a_speaker_and_what_opens_a_sentence_do_no_deed(text: str, claims: str) -> None:
    assert told(text) == claims


# Whom a pronoun means behind a speaker, and over a sentence that tells of nobody.
PRONOUNS = """
Witnesses said that the boy was taken to a clinic, where he was pronounced dead. -> injured: the boy; killed: the boy
A cook was shot. A spokesman said the cook was taken to hospital where he passed away. -> injured: A cook; killed: the cook
A driver was shot on Friday. The street was closed. He died in hospital. -> injured: A driver; killed: A driver
A medic was wounded near Ardo. Nobody has claimed responsibility. He died of his wounds. -> injured: A medic; killed: A medic
A gunman fired at guards. The road was closed for two hours. Deputies returned fire, killing him. -> killed: A gunman
The governor of the province said that a man was shot. He received care, but later died. -> injured: a man; killed: a man
The minister of health said a girl was shot. She later died. -> injured: a girl; killed: a girl
The deputy head of the mine said a man was hurt. He later died. -> injured: a man; killed: a man

The mayor said he was shot on Friday. ->
The governor of the province was shot. He later died. -> injured: The governor; killed: The governor
A driver was shot on Friday. His wife closed the street. He died in hospital. -> injured: A driver
A driver was shot on Friday. Two clerks closed the street. The road is long. He died in hospital. -> injured: A driver
The mayor spoke of the fire. The street was closed. Two men died. -> killed: Two
The head of the mine said that he was hurt in a fall. ->
A man was shot on Friday. The street was closed. She died in hospital. -> injured: A man
"""


@each_row(("text", "claims"), PRONOUNS)
def test_whom_he_means(text: str, claims: str) -> None:
    assert told(text) == claims


# Numbers and people of places, roads and asides are not the subject of a verb that stands behind them.
SUBJECTS = """
A nurse was beaten in Ardo, a town of 20,000 people, and treated in a clinic. -> injured: A nurse
Both men were taken to a clinic in Ardo, a town of 20,000 people, and were in serious condition. -> injured: Both
A girl was hit by a car in Ardo, which has 900 residents, and died. -> killed: A girl
A man was shot in Ardo, home to 900 people, and died. -> killed: A man
Nine died in Ardo, population 900, and two were hurt. -> killed: Nine; injured: two
Four people on Highway 101 died. -> killed: Four
Four people on Highway 101 got killed. -> killed: Four
Nine passengers on flight 301 suffered injuries. -> injured: Nine
Five miners at the pit, where 300 men work, died when the cage fell. -> killed: Five
The driver and father of three died. -> killed: The driver

In Arlo district 38 died. -> killed: 38
Of those on the bus 47 died. -> killed: 47
A blast in Ardo killed nine people, and a town of 900 people was evacuated. -> killed: nine
Fire broke out in Ardo, a town of huts, 900 people fled, and nine died. -> displaced: 900; killed: nine
In a ward with 40 patients, 30 of the 40 died. -> killed: 30
The father and mother of three died. -> killed: The father; killed: mother
The driver and father of three were killed. -> killed: The driver; killed: father
Five miners, who worked with 300 men, died. -> killed: Five
The miners went to the pit, where 300 men died. -> killed: 300
"""


@each_row(("text", "claims"), SUBJECTS)
def test_whose_verb_it_is(text: str, claims: str) -> None:
    assert told(text) == claims


# "The raiders" of the same sentence are as many as it told before, unless several are told, or the same was told of them.
SAME_SENTENCE = """
Two raiders fired at a mill in Tora; the raiders were shot dead and a watchman hurt. -> killed: the raiders; injured: a watchman
Two raiders fired at a mill in Tora, but the raiders were shot dead. -> killed: the raiders
Raiders seized four nuns in Tora, and the hostages were killed on Friday. -> abducted: four; killed: the hostages
Two suicide bombers struck a mosque, while the assailants were shot dead at the gate. -> killed: the assailants
Two gunmen killed nine people, and the gunmen were killed by police. -> killed: nine; killed: the gunmen

Two raiders were killed, and the raiders were buried in Tora. -> killed: Two
Two raiders were killed when the raiders were shot by guards. -> killed: Two
Two raiders fired at three other raiders, and the raiders were shot dead. ->
The raiders were shot dead; two raiders had fled. ->
Police killed two of the five robbers; the robbers were shot in a car. -> killed: two
Raiders seized four nuns and nine monks, and the hostages were killed. -> abducted: four; abducted: nine
Dozens of raiders fired at a mill, but the raiders were shot dead. ->
Two gunmen killed nine people and the gunmen shot three guards. -> killed: nine; injured: three
"""


@each_row(("text", "claims"), SAME_SENTENCE)
def test_the_raiders_of_the_same_sentence(text: str, claims: str) -> None:
    assert told(text) == claims


# A headline behind a bullet, a label in brackets or a dateline; where nothing bare follows, all stays as it is.
HEADLINES = """
• Man, 40, shot dead in Ardo -> killed: Man
- Teen killed after party -> killed: Teen
* Mayor shot dead -> killed: Mayor
[Video] Man shot dead in Ardo -> killed: Man
(Ardo) Police captain killed -> killed: Police captain
ARDO (AP) — Teen killed in crash. -> killed: Teen
ARDO - Teen killed in crash. -> killed: Teen
ARDO, Malva (AP) - Mayor shot dead in Velsk. -> killed: Mayor
VELSK, Malva (AP) — Mother of two dies in fire -> killed: Mother
• Mother of two dies in fire -> killed: Mother

• 3 killed, 12 hurt in Ardo -> killed: 3; injured: 12
ARDO (AP) — Nine people were killed. -> killed: Nine
ARDO (AP) — A teen was killed. -> killed: A teen
ARDO (AP) — Teen killers jailed. ->
[Video] Man scores four goals ->
• Man charged over clerk shot dead -> killed: clerk
- Teen band killed it in Ardo ->
(Ardo) Police captain speaks of raid that killed nine -> killed: nine
ARDO - Teen centre destroyed in fire. ->
"""


@each_row(("text", "claims"), HEADLINES)
def test_a_headline_behind_a_bullet_or_a_dateline(text: str, claims: str) -> None:
    assert told(text) == claims


# How far off somebody was killed is no object of the verb; a beast is one, of both verbs that are joined.
MEASURES = """
A clerk was shot and killed a mile from home. -> killed: A clerk
A clerk was shot and killed a little after noon. -> killed: A clerk
A clerk was shot and killed a block away. -> killed: A clerk
Two clerks were shot and killed a few metres from the bank. -> killed: Two
A clerk was stabbed and killed a short distance from the bank. -> killed: A clerk

Police shot and killed a goat from the farm. ->
Two men shot and killed a bear a mile from home. ->
A hunter shot and killed a dog a block away. ->
He shot and killed a few metres of film. ->
Two gunmen shot and killed a clerk a mile from home. -> killed: a clerk
A clerk was shot a mile from home. -> injured: A clerk
"""


@each_row(("text", "claims"), MEASURES)
def test_how_far_off(text: str, claims: str) -> None:
    assert told(text) == claims


TOLLS: list[tuple[str, dict[Outcome, tuple[int | None, int | None]]]] = [
    # an aside on the first place leaves the second count one of its own
    ("Nine people were killed in Ardo, a stronghold of the rebels, and four in Velsk on Saturday.", {Outcome.KILLED: (13, 13)}),
    ("Nine people were killed in Ardo, the capital, and four in Velsk.", {Outcome.KILLED: (13, 13)}),
    ("Six were killed in Ardo, police said, and two in Velsk.", {Outcome.KILLED: (8, 8)}),
    # nor does a comma alone make a part of it
    ("Nine people were killed in Ardo, and four in Velsk.", {Outcome.KILLED: (13, 13)}),
    ("Police said nine people were killed in Ardo, and four in Velsk, on Monday.", {Outcome.KILLED: (13, 13)}),
    ("Nine people were killed, and four in Velsk.", {Outcome.KILLED: (9, 9)}),
    # the police who tell of two towns are one voice, though each town has its own
    ("Police said six were killed in Homs and two in Aleppo.", {Outcome.KILLED: (8, 8)}),
    ("Nine people were killed in the district, five in Ardo, and four in Velsk.", {Outcome.KILLED: (9, 9)}),
    ("Nine people were killed, five in Ardo, the capital, and four in Velsk.", {Outcome.KILLED: (9, 9)}),
    ("Nine people were killed in Malva, five in Ardo, and four in Velsk.", {Outcome.KILLED: (9, 9)}),
    ("Nine people were killed in Malva, police said, five in Ardo and four in Velsk.", {Outcome.KILLED: (9, 9)}),
    ("Nine people were killed: five in Ardo, the capital, and four in Velsk.", {Outcome.KILLED: (9, 9)}),
]


@pytest.mark.parametrize(("text", "ends"), TOLLS, ids=[text[:60] for text, _ in TOLLS])
def test_toll(text: str, ends: dict[Outcome, tuple[int | None, int | None]]) -> None:
    document = Document(id="d", text=text)
    told_of = tally(document, normalise(document, extract(document)))
    assert {outcome: (count.low, count.high) for outcome, count in told_of.items()} == ends


SMALL = """
Seven rebels abducted children, a clerk told reporters. -> abducted: children
Two gunmen killed worshippers, a guard and a nurse said. -> killed: worshippers
Residents said that in addition to the bomber, the blast killed seven people. -> killed: the bomber; killed: seven
A woman, police said, was pulled from the wreck with minor injuries. -> injured: A woman
State radio reported that a national staff of a UN office was killed in a raid. -> killed: a national staff
One teacher was beaten by youths who injured him with sticks. -> injured: One
A driver was beaten by a thief who stabbed him. -> injured: A driver
A woman, officials said on Monday, was pulled from the wreck with minor injuries. -> injured: A woman
A woman, according to the army, was pulled from the wreck with minor injuries. -> injured: A woman

Seven rebels abducted children, a clerk and a nurse. -> abducted: a clerk; abducted: a nurse
Seven rebels abducted a clerk, two nurses and a cook, a guard said. -> abducted: a clerk; abducted: two; abducted: a cook
Police said in addition to a fine, the blast killed seven people. -> killed: seven
A robber shot him dead. -> killed: him
A thief who beat a driver was stabbed by him. -> injured: A thief; injured: a driver
A man shot the guard who arrested him. -> detained: A man; injured: the guard
"""


@each_row(("text", "claims"), SMALL)
def test_speakers_behind_and_between(text: str, claims: str) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The 20,000-strong union said two members died.", "The 20,000-strong union"),
        ("The 1,200 dead included 12 cooks, the mayor said.", "the mayor"),
        ("In 2014, 300 people died, the mayor said.", "the mayor"),
        ("A doctor, Omar Haddad, said a driver was shot dead.", "A doctor, Omar Haddad"),
        ("Nine people were killed, said a doctor who treated them.", "a doctor"),
    ],
)
def test_who_says_it(text: str, who: str) -> None:
    assert {claim.claimant.name for claim in extract(Document(id="d", text=text)) if claim.claimant} == {who}
