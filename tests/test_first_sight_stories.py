"""Constructions of whole news stories that fresh texts brought up: what each tells, and what it does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aggregator.core.model import Basis, Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract

Told = list[tuple[str, str]]

WHO: list[tuple[str, Told]] = [
    # names that hold a word for a person or for a thing
    ("Two United Nations peacekeepers were killed and four were hurt.", [("Two", "killed"), ("four", "injured")]),
    ("A United Nations peacekeeper was killed.", [("A United Nations peacekeeper", "killed")]),
    ("A hiker died in Ardo National Park, and a guide was injured.", [("A hiker", "killed"), ("a guide", "injured")]),
    ("A national was killed.", [("A national", "killed")]),
    # a year is nobody
    (
        "Ana Lind was killed in November 2021 by Ivo Maric, who hanged himself.",
        [("Ana Lind", "killed"), ("Ivo Maric", "killed")],
    ),
    ("In April 31 civilians were killed.", [("31", "killed")]),
    # "that" opens another statement
    ("A nurse saw the bodies of 20 men and said that 33 civilians lived.", [("20", "killed")]),
    ("She saw the bodies of 20 men in uniform, and that 33 civilians were fed.", [("20", "killed")]),
    # a dateline is nobody, and its dash opens no bracket
    (
        "UPPER ARDO, Ohio (AP) — A cook shot four people, among them two sisters, before turning the gun on himself.",
        [("A cook", "killed"), ("four", "injured"), ("two", "injured")],
    ),
    ("ARDO, Spain (dpa) - A man stabbed two people before he was shot dead.", [("A man", "killed"), ("two", "injured")]),
    ("ARDO, Spain — Nine people — including a child — were killed.", [("Nine", "killed"), ("a child", "killed")]),
    # whom a headline tells dead
    ("Man charged over clerk shot dead", [("clerk", "killed")]),
    ("Fire kills 60 and more than 150 are hurt", [("60", "killed"), ("more than 150", "injured")]),
    # whom "him" means
    ("The Ardo Guard found the car and arrested him.", []),
    ("Guards found the cook at a motel and shot him.", [("the cook", "injured")]),
    # "over" that tells what for
    ("Prosecutors dropped charges over three other killings.", [("three", "killed")]),
    ("Police arrested over 30 people.", [("over 30", "detained")]),
    # an age is no count, nor is a thing that bears people's name
    ("A third passenger, Ana Lind, then 19, broke her back.", [("Ana Lind", "injured")]),
    ("A missile struck a passenger train, injuring 34 people.", [("34", "injured")]),
    ("A bullet struck a passenger.", [("a passenger", "injured")]),
    ("A police dog, Drago, was shot and killed.", []),
    ("In the city, Ana Lind, 38, was killed.", [("Ana Lind", "killed")]),
    ("A driver with a bullet wound to the chest was among the dead.", [("A driver", "killed")]),
    ("The body of a man was found two days after he was abducted.", [("a man", "abducted"), ("a man", "killed")]),
    # what a word means, and who is not counted
    ("The database counts killings in which four or more people die.", []),
    ("In the raid, in which 20 or more people died, a cook was hurt.", [("20 or more", "killed"), ("a cook", "injured")]),
    ("Blocks stood there, but one of these had been moved.", []),
    # the dead by their bodies, those led away by who led them
    ("Six men whose bodies were found in a van were clerks.", [("Six", "killed")]),
    ("Two others were led away by the attackers and have not been seen since.", [("Two", "abducted"), ("Two", "missing")]),
    ("Guards kill rebel commander; 21 militants dead", [("rebel commander", "killed"), ("21", "killed")]),
    # names and trades that are verbs as well
    ("Butcher Rui Costa, 55, caught him as he rolled off.", []),
    ("Lynch, 34, and two others were hurt.", [("two", "injured")]),
    # hurt otherwise
    ("Two officers were struck by stones.", [("Two", "injured")]),
    ("Two cars were struck by stones.", []),
    ("Three fans were crushed against a fence.", [("Three", "injured")]),
    ("Nine people were burnt.", [("Nine", "injured")]),
    ("She said that 12 coffins were burnt.", []),
    ("A boy of 12 is in a coma.", [("A boy", "injured")]),
    # to death, and who fled
    ("A man stabbed his wife and two girls to death in Ardo and fled.", [("his wife", "killed"), ("two", "killed")]),
    (
        "A cook killed two men, then turned the gun on himself and is in a critical condition.",
        [("A cook", "injured"), ("two", "killed")],
    ),
    ("A cook killed two men, then turned the gun on himself and died.", [("A cook", "killed"), ("two", "killed")]),
    # whose relative or lawyer is told of
    ("The widow of a man killed in a raid spoke.", [("a man", "killed")]),
    ("The lawyer of a man shot dead by police spoke.", [("a man", "killed")]),
    ("The mother of one of the four men killed in a raid told a court.", [("four", "killed")]),
    ("The son of a minister was killed.", [("The son", "killed")]),
    ("The boy killed in the raid was 12.", [("The boy", "killed")]),
    ("Rui Costa was one of six soldiers who died.", [("six", "killed")]),
    (
        "A man suspected of killing his parents and two sisters was arrested.",
        [("A man", "detained"), ("his parents", "killed"), ("two", "killed")],
    ),
    ("Two men died and a third was hurt.", [("Two", "killed"), ("a third", "injured")]),
    # two ages behind two names, one more of those counted
    (
        "Killed were two brothers, Ivo and Rui Costa, 19 and 21, who ran a booth.",
        [("two", "killed"), ("Ivo", "killed"), ("Rui Costa", "killed")],
    ),
    ("In Belin, 19 and 21 people died.", [("21", "killed")]),
    ("Seven people were killed and another was badly hurt.", [("Seven", "killed"), ("another", "injured")]),
    (
        "Six people, one of them a mother whose baby was also stabbed, were killed.",
        [("Six", "killed"), ("one", "killed"), ("whose baby", "injured")],
    ),
    (
        "Sixteen settlers, two of them priests, and four soldiers were killed.",
        [("Sixteen", "killed"), ("two", "killed"), ("four", "killed")],
    ),
    (
        "Six men were hurt, two of them badly, and four soldiers were killed.",
        [("Six", "injured"), ("two", "injured"), ("four", "killed")],
    ),
    # missing no more
    ("Three people who had been reported missing were found safe.", []),
    ("A boy who had been reported missing was later found at a friend's house.", []),
    ("Two hikers missing since Monday were found dead.", [("Two", "killed"), ("Two", "missing")]),
    ("Two hikers are missing.", [("Two", "missing")]),
    # some of more
    ("Four of the 12 people shot have died.", [("Four", "killed"), ("12", "injured")]),
    ("Three of the nine people who were stabbed died.", [("Three", "killed"), ("nine", "injured")]),
    ("Three of the nine who were stabbed have died.", [("Three", "killed"), ("nine", "injured")]),
    ("Two of the four men who raided the shop were killed.", [("Two", "killed")]),
    ("Eleven of the 14 who died were from one village.", [("14", "killed")]),
    ("Two of the nine climbers were killed.", [("Two", "killed")]),
    # nobody of those hurt: who they were, not what befell them
    ("None of the wounded was younger than 16.", []),
    ("None of the wounded died.", [("None", "killed")]),
    ("None of the passengers was hurt.", [("None", "injured")]),
    # named as
    (
        "Deputies identified the dead as Ana Lind, 38, of Corvo, and Rui Costa, 19.",
        [("Ana Lind", "killed"), ("Rui Costa", "killed")],
    ),
    # nursed beside the dead, and driven off
    ("Some 41 people have died and 60 are being treated.", [("Some 41", "killed"), ("60", "injured")]),
    ("Sixty people are being treated unfairly.", []),
    ("The crash killed two, sending 23 pupils to three hospitals.", [("two", "killed"), ("23", "injured")]),
    ("Gunmen marched 21 pupils and two teachers into the forest.", [("21", "abducted"), ("two", "abducted")]),
    ("The guide marched 21 pupils into the forest.", []),
]


@pytest.mark.parametrize(("text", "told"), WHO, ids=[text[:50] for text, _ in WHO])
def test_who_is_meant(text: str, told: Told) -> None:
    assert [(c.quote, c.outcome.value) for c in extract(Document(id="d", text=text))] == told


PARTS = [
    # text, the quote of a part, its outcome, the quote of its whole
    ("Nine people were killed and 20 injured. Two of the wounded later died.", "Two", "killed", "20"),
    ("A raid killed eight, and 64 were hurt. Of the injured, nine are in intensive care.", "nine", "injured", "64"),
    ("The fire killed 60 and more than 150 were hurt. Of those, 45 are still in hospital.", "45", "injured", "more than 150"),
    (
        "Seventeen men died and 30 were hurt. Nine of the dead were hanged, and four were shot.",
        "Nine",
        "killed",
        "Seventeen",
    ),
    (
        "Seventeen men died and 30 were hurt. Nine of the dead were hanged, and four were shot.",
        "four",
        "killed",
        "Seventeen",
    ),
    ("Nine people were killed. Some were shot while they slept.", "Some", "killed", "Nine"),
    ("The toll rose to 59. Three cooks were killed, too. Fifteen of the victims were girls.", "Fifteen", "killed", "59"),
    ("Gunmen killed 16 people and abducted seven. Five of the victims were women.", "Five", "killed", "16"),
    ("Gunmen killed two people and abducted seven. Five of the victims were women.", "Five", "abducted", "seven"),
    ("The gunman wounded 12 people, four of whom have died.", "four", "killed", "12"),
    ("Some 41 people have died and 60 are being treated, nine of whom have lost their sight.", "nine", "injured", "60"),
]


@pytest.mark.parametrize(("text", "part", "outcome", "whole"), PARTS, ids=[f"{row[1]}-{row[0][:40]}" for row in PARTS])
def test_of_whom_a_part_is(text: str, part: str, outcome: str, whole: str) -> None:
    claims = extract(Document(id="d", text=text))
    found = next(c for c in claims if c.quote == part)
    assert found.outcome.value == outcome
    assert [c.quote for c in claims if c.id == found.subset_of] == [whole]


TOLLS: list[tuple[str, str, tuple[int | None, int | None, int | None]]] = [
    ("Nine people were killed and 20 injured. Two of the wounded later died.", "killed", (11, 11, 11)),
    ("Nine people were killed and 20 injured. Two of the wounded later died.", "injured", (18, 18, 18)),
    ("Nine were killed and 20 injured. Two of the wounded died, bringing the toll to 11.", "killed", (11, 11, 11)),
    ("Nine people died and 64 were taken to hospital. Of the injured, nine are critical.", "injured", (64, 64, 64)),
    ("The toll has risen to 59, a clerk said. “We lost another child today,” Ana Lind said.", "killed", (59, 59, 59)),
    ("Nine residents were shot dead, the chief said; three people died in a burning shop.", "killed", (12, 12, 12)),
    ("Many more people were hurt; a doctor said he had counted 50.", "injured", (50, 50, 50)),
    (
        (
            "Seven soldiers were killed\n\nSeven soldiers were killed, the army said. It said it killed some 30 militants. "
            "A medic put the number of dead soldiers at 22."
        ),
        "killed",
        (7, 22, 7),
    ),
    ("Sixty people were hurt, and three of them are still in hospital.", "injured", (60, 60, 60)),
    ("Twenty-four people were hurt; five are in intensive care.", "injured", (24, 24, 24)),
    (
        "A fire killed at least 28 people, a mayor said, but a nurse said that the real figure was 50 or more.",
        "killed",
        (28, None, 28),
    ),
    ("Two bombs killed 22 people. The first killed four. The second was stronger, killing 18.", "killed", (22, 22, 22)),
    (
        "Toll climbs to 72\n\nRescuers gave up on Thursday, two days after a quake in Ardo killed 72 people and injured 360.",
        "injured",
        (360, 360, 360),
    ),
    (
        "A deputy is dead and two other officers are hurt. Marsh is in jail on charges of murder of a police officer.",
        "killed",
        (1, 1, 1),
    ),
    (
        "Twelve people died. Nineteen were taken to hospital. A school said that six were dead and two were in hospital.",
        "injured",
        (19, 19, 19),
    ),
    ("Nine people were killed in Ardo. It was the 14th such attack. In those attacks, 71 people have died.", "killed", (9, 9, 9)),
    (
        "Gunmen raided Ardo on Saturday, killing at least 17 people.\n\nFive soldiers died last month in the same area.",
        "killed",
        (17, None, 17),
    ),
    (
        "Five people were killed when a bus crashed on Sunday.\n\nTwelve days earlier, a lorry fell off a cliff, killing six.",
        "killed",
        (5, 5, 5),
    ),
    (
        (
            "Gunmen raided a school in Ardo on Friday. A guard was shot dead.\n\nOn Monday, 25 girls were seized in Belin; "
            "one of them escaped a few hours later, and a teacher was killed."
        ),
        "killed",
        (1, 1, 1),
    ),
    ("Ana Lind was shot dead in Ardo on Sunday.\n\nOn Monday last week, Rui Costa was killed there.", "killed", (1, 1, 1)),
    ("At first it was thought that 30 had died, but the true number was 12.", "killed", (12, 12, 12)),
    ("It was thought that 30 people had died, but only 12 bodies were found.", "killed", (12, 12, 12)),
    ("Thirty people were reported dead but police later said that 12 had been killed.", "killed", (12, 12, 12)),
    ("Nine men died in Ardo, but 12 women lost their lives in Belin.", "killed", (21, 21, 21)),
    ("Nine people were killed when two masked attackers stormed a hotel. Both attackers were killed.", "killed", (11, 11, 11)),
    ("Four people died in Ardo, three in Belin and two in Corvo when a storm struck.", "killed", (9, 9, 9)),
    ("Nine people died in Ardo, five in the port, three in cars and one in a tent.", "killed", (9, 9, 9)),
    ("Four attackers and five soldiers died as well, bringing the dead to 14.", "killed", (14, 14, 14)),
    ("By Friday the number of dead had gone up to eight, after two girls died.", "killed", (8, 8, 8)),
    ("A lorry killed two people. The driver, a man of 40, was shot dead by armed civilians.", "killed", (3, 3, 3)),
    (
        (
            "Nobody died when an aircraft landed on a beach in Ardo on Tuesday.\n\n"
            "Two men died when a plane of the same model crashed into the sea off Belin in 2010."
        ),
        "killed",
        (0, 0, 0),
    ),
    ("Killed were Ana Lind, 38; her son Rui, 9; and two brothers, Ivo and Jan Maric.", "killed", (4, 4, 4)),
]


@pytest.mark.parametrize(("text", "outcome", "toll"), TOLLS, ids=[f"{row[1]}-{row[0][:40]}" for row in TOLLS])
def test_what_a_story_comes_to(text: str, outcome: str, toll: tuple[int | None, int | None, int | None]) -> None:
    document = Document(id="d", text=text, published=datetime(2025, 2, 9, 12, tzinfo=UTC))
    found = tally(document, normalise(document, extract(document))).get(Outcome(outcome))
    assert found is not None, "nothing was tallied"
    assert (found.low, found.high, found.best) == toll


def test_a_stock_is_of_the_nearest_figure() -> None:
    claims = extract(Document(id="d", text="Sixty people were hurt, and three of them are still in hospital."))
    assert [(c.quote, c.basis) for c in claims] == [("Sixty", Basis.INCIDENT), ("three", Basis.STOCK)]


def test_a_rate_may_open_what_somebody_says() -> None:
    [claim] = extract(Document(id="d", text='"Each year we see around 40 people killed on these roads," he said.'))
    assert claim.basis is Basis.RATE


def test_a_country_in_capitals_opens_an_item_of_its_own() -> None:
    text = "PERU: Nine people were killed near Camaná.\n\nNEPAL: A slope gave way. Two bodies were found.\n"
    assert [(c.quote, c.place.text) for c in extract(Document(id="d", text=text))] == [("Nine", "Camaná"), ("Two", "NEPAL")]


def test_who_answers_speaks_next() -> None:
    text = (
        "Army spokesman Rui Costa said that troops killed 45 rebels.\n\n"
        "The rebels' Ivo Maric called that a lie. He said that two fighters had died."
    )
    claims = extract(Document(id="d", text=text))
    assert [(c.quote, c.claimant and c.claimant.name) for c in claims] == [
        ("45", "Army spokesman Rui Costa"),
        ("two", "The rebels' Ivo Maric"),
    ]


def test_who_was_killed_does_not_speak() -> None:
    [claim] = extract(Document(id="d", text="Ten soldiers were killed on our side, he said."))
    assert claim.claimant is None


SPEAKERS = [
    ("Raids killed 50 people, local leaders and aid workers said.", "local leaders and aid workers"),
    ("Raids killed 50 people, local leaders and the Red Cross said.", "local leaders and the Red Cross"),
    ("Fifty people died, a doctor and two nurses told AFP.", "a doctor and two nurses"),
    ("The rebels attacked police and aid workers said 50 people died.", "aid workers"),
    ("A doctor told AFP his colleagues had counted 50 bodies.", "A doctor"),
]


@pytest.mark.parametrize(("text", "name"), SPEAKERS, ids=[text[:40] for text, _ in SPEAKERS])
def test_speakers_joined_and_not(text: str, name: str) -> None:
    [claim] = extract(Document(id="d", text=text))
    assert claim.claimant is not None
    assert claim.claimant.name == name
