"""Constructions that fresh texts brought up, each with what it looks like and is not."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document
from parsers.text.claims import extract

Told = list[tuple[str, str]]

ROWS: list[tuple[str, Told]] = [
    # who did something, in a clause without commas, before what befell them
    ("Nine worshippers and a guard who confronted the attackers were killed.", [("Nine", "killed"), ("a guard", "killed")]),
    ("Two men who were driving home were shot dead.", [("Two", "killed")]),
    ("The men who shot two guards were killed.", [("two", "injured")]),
    ("The woman who drove them is Ana Moor, a nurse who was shot in May.", [("Ana Moor", "injured")]),
    # what stands between people and their verb
    ("All four men on board, said to be local fighters, were killed.", [("four", "killed")]),
    ("The patient on board and a paramedic died.", [("The patient", "killed"), ("a paramedic", "killed")]),
    ("Four people died, one of them a girl, and six were hurt.", [("Four", "killed"), ("one", "killed"), ("six", "injured")]),
    ("Teacher and her husband killed in Ardo", [("Teacher", "killed"), ("her husband", "killed")]),
    ("Four others were hurt, attacker also killed.", [("Four", "injured"), ("attacker", "killed")]),
    # whom "him" means, and whom it does not
    ("He wounded four others before a guard killed him.", [("He", "killed"), ("four", "injured")]),
    ("A teen chased a boy and shot him dead.", [("a boy", "killed")]),
    # people led away
    ("Two nurses were led into the bush and freed three days later.", [("Two", "abducted")]),
    ("Three surveyors were taken to an unknown location by armed men.", [("Three", "abducted")]),
    ("Three surveyors were taken to a hotel.", []),
    ("Attackers killed a guard and carried off two nurses.", [("a guard", "killed"), ("two", "abducted")]),
    ("The flood killed nine people and carried off 12 villagers.", [("nine", "killed")]),
    ("Before leaving, the rebels took with them six youths.", [("six", "abducted")]),
    ("A relative of one captive said they were well.", []),
    # both ends of one count
    ("More than 100 but fewer than 150 people died.", [("More than 100", "killed"), ("fewer than 150", "killed")]),
    ("No fewer than 10, and perhaps as many as 25, people died.", [("No fewer than 10, and perhaps as many as 25,", "killed")]),
    ("Estimates of the number who perished range from 110 to as many as 250.", [("from 110 to as many as 250", "killed")]),
    # ages
    ("A boy aged 9 and 12 others were killed.", [("A boy", "killed"), ("12", "killed")]),
    ("Ana, aged 9, and Rui, aged 12, were killed.", [("Ana", "killed"), ("Rui", "killed")]),
    ("Boys aged 5 to 10 were killed.", [("Boys", "killed")]),
    # all of them
    ("There were no survivors among the three crew and 29 passengers.", [("three", "killed"), ("29", "killed")]),
    ("There were no survivors.", []),
    (
        "It came down in woodland, killing everyone on board - 41 singers, four teachers and a crew of five.",
        [("41", "killed"), ("four", "killed"), ("five", "killed")],
    ),
    ("The bodies of the remaining two were found a week later.", [("two", "killed")]),
    ("The ferry sank with the loss of 46 people, two of whose bodies were never found.", [("46", "killed")]),
    ("The firm closed with the loss of 46 jobs.", []),
    # other verbs and nouns
    ("A cook escaped with a graze to the arm.", [("A cook", "injured")]),
    ("A sapper lost an arm.", [("A sapper", "injured")]),
    ("Nine people had been buried in a mass grave.", [("Nine", "killed")]),
    ("Eighteen passengers have yet to be traced.", [("Eighteen", "missing")]),
    ("Fifty-two pupils could not be found.", [("Fifty-two", "missing")]),
    ("Three gunmen could not be found.", []),
    ("Three sailors were reported missing and presumed drowned.", [("Three", "missing")]),
    ("The office puts the displaced at 4,800.", [("4,800", "displaced")]),
    ("The number of people known to have died in Ardo rose above 840.", [("above 840", "killed")]),
    ("The storm brushed Ardo, drowning 42 people.", [("42", "killed")]),
    ("He had bludgeoned his wife and two children to death.", [("his wife", "killed"), ("two", "killed")]),
    ("He killed Ana Silva, 61, and Rui Costa, 63, both retired clerks.", [("Ana Silva", "killed"), ("Rui Costa", "killed")]),
    ("Floods killed 7 in Ardo and 19 in that of Belmonte.", [("7", "killed"), ("19", "killed")]),
    ("Turkey put the number of its dead at 18.", [("18", "killed")]),
    ("The bodies of two students kidnapped on Saturday were found.", [("two", "abducted"), ("two", "killed")]),
    # pronouns
    (
        "Sheriff Owen Marsh said the driver shot himself. He died at the scene.",
        [("the driver", "injured"), ("the driver", "killed")],
    ),
]


@pytest.mark.parametrize(("text", "told"), ROWS, ids=[text[:50] for text, _ in ROWS])
def test_construction(text: str, told: Told) -> None:
    assert [(c.quote, c.outcome.value) for c in extract(Document(id="d", text=text))] == told


MORE: list[tuple[str, Told]] = [
    ("Twenty people, all but two of them women, died.", [("Twenty", "killed")]),
    ("Officers shot dead five men wearing masks.", [("five", "killed")]),
    ("A woman they had stabbed later died.", [("A woman", "killed")]),
    ("Hospital sources said that 64 had been admitted, nine with serious injuries.", [("64", "injured"), ("nine", "injured")]),
    ("The party said that 64 had been admitted.", []),
    ("Mother-of-four Ana Silva died.", [("Ana Silva", "killed")]),
    ("A guard was shot; he passed away in hospital.", [("A guard", "injured"), ("A guard", "killed")]),
    ("A clerk was grazed on the ear by a bullet.", [("A clerk", "injured")]),
    ("Local NGO programme officer killed by a mine.", [("Local NGO programme officer", "killed")]),
    ("A local was killed.", [("A local", "killed")]),
    (
        "Sixteen settlers, among them two priests, and four soldiers were killed.",
        [("Sixteen", "killed"), ("two", "killed"), ("four", "killed")],
    ),
    (
        "The fires took the lives of 49 people, including a child, and dozens more were injured.",
        [("49", "killed"), ("a child", "killed"), ("dozens", "injured")],
    ),
    ("He had counted 19 bodies, and the wounded numbered 18.", [("19", "killed"), ("18", "injured")]),
    ("The police said that a man was killed.", [("a man", "killed")]),
    ("Police: girl accidentally shot in Ardo", [("girl", "injured")]),
    ("Police: girl accidentally shot, killed brother", []),
    ("Of the 52 passengers, 28 students and a teacher died.", [("28", "killed"), ("a teacher", "killed")]),
    ("Two drivers received fatal wounds and a cook sustained cuts.", [("Two", "killed"), ("a cook", "injured")]),
    ("Two drivers received non-fatal wounds.", [("Two", "injured")]),
    ("Local staff member robbed and beaten by five youths.", [("Local staff member", "injured")]),
    ("A man is charged in the death of a woman who was gunned down.", [("a woman", "killed")]),
    ("The three are charged in the death of Ana Silva, who died after a fight.", [("Ana Silva", "killed")]),
    (
        "So Marsh is now a third suspect arrested in the death of Rui Costa who was shot dead.",
        [("a third suspect", "detained"), ("Rui Costa", "killed")],
    ),
    ("The envoy put the number of American dead at one.", [("one", "killed")]),
    ("The number of people killed by floods in the north of the state of Ardo surpassed 150.", [("surpassed 150", "killed")]),
    ("The crash killed a senior Qaeda figure and 11 others.", [("a senior Qaeda figure", "killed"), ("11", "killed")]),
    ("According to SMHR, a girl died of her wounds.", [("a girl", "killed")]),
    ("Four civilians were killed (Ardo News).", [("Four", "killed")]),
    ("He wounded five, and was himself killed by a deputy.", [("He", "killed"), ("five", "injured")]),
]


@pytest.mark.parametrize(("text", "told"), MORE, ids=[text[:50] for text, _ in MORE])
def test_another_construction(text: str, told: Told) -> None:
    assert [(c.quote, c.outcome.value) for c in extract(Document(id="d", text=text))] == told


SPEAKERS = [
    ("The government of Ardo has so far certified 64 deaths.", "The government of Ardo"),
    ("The coastguard on Saturday lowered the number of dead from 41 to 38.", "The coastguard"),
    ("Officials counted 23 dead; opposition politicians spoke of 36.", "opposition politicians"),
    ("Task force member Ana Silva told AFP that she had counted 19 bodies.", "Task force member Ana Silva"),
    ("President Owen Marsh fears that 40 people were killed.", "President Owen Marsh"),
    ("The Red Cross said 34 had died. The disaster agency has recorded 632 serious injuries.", "The disaster agency"),
    ("Save the Orphans says six guards were killed. Three more were hurt, the organisation said.", "Save the Orphans"),
    ("The company increased its staff. Nine people died.", None),
    ("An aircraft fired on the MSF hospital and killed 42 people, the group said.", "MSF"),
    ("The ARDO CUP was called off. A cook died, the group said.", "the group"),
    ("Police appealed for calm, saying 12 people had died.", "Police"),
    ("Ardo fell silent, saying farewell to 12 people who had died.", None),
    ("The U.N. mission condemned the raid, noting that 80 villagers were killed.", "The U.N. mission"),
]


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS, ids=[text[:50] for text, _ in SPEAKERS])
def test_who_says_so(text: str, speaker: str | None) -> None:
    claims = extract(Document(id="d", text=text, publisher="Quayside Organisation Herald"))
    said = claims[-1].claimant
    assert (said.name if said else None) == speaker


PLACES = [
    ("Kenya raises flood toll to 64", "Kenya"),
    ("Owen raises flood toll to 64", None),
    ("Pakistan's disaster authority says 61 people have perished.", "Pakistan"),
    ("Owen's disaster authority says 61 people have perished.", None),
    ("In the resort of Cambrils, officers shot dead five men.", "Cambrils"),
    (
        "In the hamlet of Sa Na, water swept off 23 homes; rescuers have so far recovered five bodies there.",
        "the hamlet of Sa Na",
    ),
]


@pytest.mark.parametrize(("text", "place"), PLACES, ids=[text[:50] for text, _ in PLACES])
def test_where(text: str, place: str | None) -> None:
    assert extract(Document(id="d", text=text))[-1].place.text == place
