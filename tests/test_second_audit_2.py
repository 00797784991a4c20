"""What a second reader brought up: how numbers are bounded, people told with a clause of their own, corrections, entries."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document
from parsers.text.claims import extract
from tests.rows import each_row, told
from tests.test_aims import doubted


def bounded(text: str) -> str:
    """Return the claims of a text with their bounds: `killed 5-9`, an open bound as nothing, a best value behind `=`."""
    claims = extract(Document(id="d", text=text))
    ends = [("" if c.low is None else c.low, "" if c.high is None else c.high, "" if c.best is None else c.best) for c in claims]
    return "; ".join(
        f"{c.outcome.value} {low}-{high} = {best}".strip() for c, (low, high, best) in zip(claims, ends, strict=True)
    )


BOUNDS = """
    Just under 200 people were killed. -> killed 180-199 = 200
    Fewer than 200 people were killed. -> killed 0-199 = 200
    Under 200 people were killed. -> killed 0-199 = 200

    More or less 30 people were killed. -> killed 27-33 = 30
    A bomb killed more or less 30 people. -> killed 27-33 = 30
    More than 30 people were killed. -> killed 31- = 30
    The number of dead is more or less known. ->

    At the very least nine people were killed. -> killed 9- = 9
    A bomb killed at the very least nine people. -> killed 9- = 9
    A stampede killed at the very least 31 people at a church fair. -> killed 31- = 31
    A bomb killed at the very most nine people. -> killed 0-9 = 9
    A bomb killed at least nine people. -> killed 9- = 9
    The very least the mayor could do was to visit the nine wounded. -> injured 9-9 = 9

    A bomb killed what is believed to be at least nine people. -> killed 9- = 9
    A blast wounded what are thought to be more than 40 people. -> injured 41- = 40
    A bomb killed what is believed to be nine people. -> killed 8-10 = 9
    What is believed to be a bomb killed at least nine people. -> killed 9- = 9

    A bomb killed from 5 to 9 people. -> killed 5-9 =
    From 5 to 9 people were killed. -> killed 5-9 =
    Nine people were killed from 5 to 9 May. -> killed 9-9 = 9
    The toll rose from 5 to 9 dead. -> killed 9-9 = 9

    As few as five or as many as nine people were killed. -> killed 5-9 =
    As few as five and as many as nine people were killed. -> killed 5-9 =
    Five or as many as nine people were killed. -> killed 5-9 =
    Five people were killed, and as many as nine were hurt. -> killed 5-5 = 5; injured -9 = 9
    As many as nine people were killed. -> killed -9 = 9

    Dozens, possibly hundreds, of people were killed. -> killed 24-999 =
    Dozens, if not hundreds, of people were killed. -> killed 24-999 =
    Dozens or hundreds of people were killed. -> killed 24-999 =
    Dozens, perhaps hundreds, were killed. -> killed 24-999 =
    The blast killed scores, perhaps hundreds, of villagers. -> killed 40-999 =
    Dozens were killed and hundreds were injured. -> killed 24-99 =; injured 200-999 =
    Dozens were killed or hundreds were hurt. -> killed 24-99 =; injured 200-999 =

    Nine people, maybe more, were killed. -> killed 9- = 9
    Nine people, possibly more, died in Ardo. -> killed 9- = 9
    The bomb killed nine people, perhaps more, in Ardo. -> killed 9- = 9
    Nine people, perhaps tourists, died. -> killed 9-9 = 9
    Nine people were killed, maybe more were hurt. -> killed 9-9 = 9

    Seven, possibly eight, Ruritanians were killed in a raid. -> killed 7-8 =
    Seven, possibly eight, Palestinians were killed in a raid. -> killed 7-8 =
    Seven, possibly eight, armed men were killed in a raid. -> killed 7-8 =
    Seven, possibly eight, were killed in a raid. -> killed 7-8 =
    A bomb killed seven, possibly eight, and wounded three. -> killed 7-8 =; injured 3-3 = 3
    A bomb killed seven, possibly eight, Ardo Radio said. -> killed 7-8 =
"""


@each_row(("text", "claims"), BOUNDS)
def test_how_words_bound_a_number(text: str, claims: str) -> None:
    assert bounded(text) == claims


SUPPOSED = """
    An estimated 1,180 people died of heat (95% confidence interval: 950 to 1,410), the institute said. -> killed 950-1410 = 1180
    The heat killed 1,180 people (95% CI 950–1,410). -> killed 950-1410 = 1180
    About 1,180 people died, with an uncertainty interval of 950 to 1,410. -> killed 950-1410 = 1180
    The wave killed 4 clerks. Another 1,180 people (95% CI: 950-1,410) died of heat. -> killed 4-4 = 4; killed 950-1410 = 1180
    An estimated 1,180 people died of heat in July. -> killed 1062-1298 = 1180
    An estimated 1,180 people (aged 65 to 90) died of heat. -> killed 1062-1298 = 1180
    An estimated 1,180 people died; the 95% confidence interval of the temperature is 35 to 41. -> killed 1062-1298 = 1180
    Trains ran at an interval of 5 to 15 minutes after 11 people died. -> killed 11-11 = 11

    Researchers say between 1,700 and 2,420 people, with a central estimate of 2,060, died from heat. -> killed 1700-2420 = 2060
    Between 1,700 and 2,420 people died (best estimate: 2,060). -> killed 1700-2420 = 2060
    Between 1,700 and 2,420 people died. -> killed 1700-2420 =
    Between 1,700 and 2,420 people died, above the earlier estimate of 2,060. -> killed 1700-2420 =
    Between 17 and 24 people died, with a best estimate of 60 for the hurt. -> killed 17-24 =
"""


@each_row(("text", "claims"), SUPPOSED)
def test_an_estimate_has_the_bounds_that_its_text_gives(text: str, claims: str) -> None:
    assert bounded(text) == claims


LOSSES = """
    A woman who lost her son said nine people were killed. -> killed: nine
    A man who lost two brothers said nine people had died. -> killed: nine
    Nine people died, said a woman who lost her son. -> killed: Nine
    A woman who lost her son said less than 100 people had been injured in Ardo. -> killed: her son; injured: less than 100
    There was no word from the army, but a woman who lost her son said eight shepherds had been shot dead. -> killed: eight
    A woman who met her son said nine people had been injured. -> injured: nine
    A woman who sold bread told reporters that nine people had been injured. -> injured: nine

    A woman who lost her son said the road was closed. -> killed: her son
    The blast killed nine people, and a man lost two brothers. -> killed: nine; killed: two
    A man who lost two brothers shot nine people dead. -> killed: two; killed: nine
    A team who lost two players said nine fans had been injured. -> injured: nine
    A guard who faced the robbers was killed. -> killed: A guard
    The man who said goodbye to his son was killed. ->
    A woman who said nine people had been injured was arrested. -> injured: nine
"""


@each_row(("text", "claims"), LOSSES)
def test_the_own_loss_of_who_speaks_is_no_toll(text: str, claims: str) -> None:
    assert told(text) == claims


SIDES = """
    The governor said nine villagers loyal to the government had been killed. -> killed: nine
    Mourning was held for the 53 villagers loyal to the government killed in Ardo on Sunday. -> killed: 53
    Nine fighters loyal to the general were killed. -> killed: Nine
    Nine men close to the president were wounded in Ardo. -> injured: Nine
    Nine families related to the senator were displaced. -> displaced: Nine
    Nine rebels allied to the Tora Front had been captured. -> detained: Nine
    The blast wounded nine militiamen loyal to the government and killed a clerk. -> injured: nine; killed: a clerk

    The army stayed loyal to the general killed in the coup. -> killed: the general
    The men loyal to the general killed in the coup have fled. -> killed: the general
    Nine people in a house close to the market were killed. -> killed: Nine
    The mayor, close to the president, had been killed. -> killed: The mayor
"""


@each_row(("text", "claims"), SIDES)
def test_those_whom_people_are_loyal_to_are_not_harmed_with_them(text: str, claims: str) -> None:
    assert told(text) == claims


GAPS = """
    Nine people were killed in the Ruritanian town of Ardo and four in Belin on Saturday. -> killed: Nine; killed: four
    Nine people were killed in Ardo and four in the Ruritanian town of Belin. -> killed: Nine; killed: four
    Nine people were killed in the town of Ardo and four in Belin on Saturday. -> killed: Nine; killed: four
    In Belin 10 people died and in the town of Ardo 3. -> killed: 10; killed: 3
    In the Kenyan town of Ardo 10 people died, in Belin three. -> killed: 10; killed: three
    37 deaths: 18 in the Kenyan town of Ardo, 19 in Malawi. -> killed: 37; killed: 18; killed: 19

    Nine people were killed in the Ruritanian town of Ardo and four were arrested in Belin. -> killed: Nine; detained: four
    Nine people were killed in Ardo and four in serious condition. -> killed: Nine; injured: four
    Nine people were killed in the Ruritanian town of Ardo and four remain in good health. -> killed: Nine
    In Belin 10 people died and in the town of Ardo 3 shops burned. -> killed: 10
    In the town of Ardo 3 shops burned and in Belin 4. ->
"""


@each_row(("text", "claims"), GAPS)
def test_a_second_place_may_be_told_at_length(text: str, claims: str) -> None:
    assert told(text) == claims


FLED = """
    Nine farmers who had fled their homes were killed in Ardo. -> killed: Nine
    Nine farmers who had been displaced were wounded in Ardo. -> injured: Nine
    Nine residents, who had fled the fighting, were killed. -> killed: Nine
    Gunmen abducted nine farmers who had fled their homes. -> abducted: nine
    The raid killed nine farmers who had fled their homes. -> killed: nine

    Nine farmers who had fled their homes said the road was closed. -> displaced: Nine
    Nine farmers were killed and 40 who had fled their homes were wounded. -> killed: Nine; injured: 40
    Nine farmers were killed and 400 had fled their homes. -> killed: Nine; displaced: 400
    The raid wounded nine farmers, who fled. -> displaced: nine; injured: nine
    Nine farmers fled their homes and were killed. -> displaced: Nine; killed: Nine
"""


@each_row(("text", "claims"), FLED)
def test_a_flight_that_tells_who_the_harmed_were_is_no_count(text: str, claims: str) -> None:
    assert told(text) == claims


NOTES = """
    A crush killed 16 people, police said. Correction, 2 September: The toll is 15, not 16. -> killed: 16 retracts; killed: 15
    A crush killed sixteen people. Correction: Fifteen people were killed, not 16. -> killed: sixteen retracts; killed: Fifteen
    A crush killed 16 people. CORRECTION: The toll is 15, not 16, the mayor says. -> killed: 16 retracts; killed: 15
    Correction: The death toll is 15, not 16. -> killed: 15; killed: 16 retracts
    A crush killed 16 people. Correction: An earlier version said 18 people died. -> killed: 16; killed: 18 retracts

    A crush hurt 15 people. Correction: 16 people were killed, not 15. -> injured: 15; killed: 16; killed: 15 retracts
    A crush killed 16 people. The toll is 15, not 16, the mayor says. -> killed: 16; killed: 15
    A crush killed 16 people. Correction: The mayor is 45, not 46. -> killed: 16
    A crush killed 16 people. Correction: The hall where 16 people died is in Belin, not Ardo. -> killed: 16; killed: 16
    The correction of the market came on Monday: 15 people were killed, not 16. -> killed: 15
    House of correction: 15 people were killed, not 16. -> killed: 15
"""


@each_row(("text", "claims"), NOTES)
def test_a_note_of_correction_takes_back_what_the_paper_printed(text: str, claims: str) -> None:
    assert told(text) == claims


def test_what_a_note_takes_back_is_the_papers_own_word() -> None:
    text = "A crush killed 16 people in Ardo, the prosecutor said.\n\nCorrection: The toll is 15, not 16, the ministry says."
    wrong, right = extract(Document(id="d", text=text))
    assert wrong.claimant is None
    assert right.claimant is not None
    assert right.claimant.name == "the ministry"


def test_a_note_does_not_take_back_the_number_that_it_gives() -> None:
    crush = "A crush killed 16 people in Mahajanga, Madagascar, on Tuesday, the prosecutor said."
    assert doubted(f"{crush}\n\nCorrection: The toll is 15, not 16, the ministry says.") == []


def placed(text: str) -> list[tuple[str, str | None, str | None]]:
    """Return the quotes of a text with the place and the day they are told of."""
    return [(claim.quote, claim.place.text, claim.window_text) for claim in extract(Document(id="d", text=text))]


FALAM = "16:05 Two people were killed by artillery in Falam, Myanmar, today, the mayor says."
TWO = ("Two", "Falam, Myanmar", "today")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{FALAM}\n\n09:10 Kanbalu strike: rescuers count 31 dead.", [TWO, ("31", "Kanbalu", None)]),
        (f"{FALAM}\n\n09:10 Mandalay: three dead.", [TWO, ("three", "Mandalay", None)]),
        (f"{FALAM}\n09:10 A raid is told from Mandalay. Rescuers count 31 dead.", [TWO, ("31", "Mandalay", None)]),
        (f"{FALAM}\n09:10 In Mandalay 31 people died on Sunday.", [TWO, ("31", "Mandalay", "on Sunday")]),
        # no place of its own, no other item, no time of day
        (f"{FALAM}\n09:10 Rescuers count 31 dead.", [TWO, ("31", "Falam, Myanmar", "today")]),
        (f"{FALAM}\n09:10 The shelling of Falam is over. Rescuers count 31 dead.", [TWO, ("31", "Falam, Myanmar", "today")]),
        (f"{FALAM}\nIn Mandalay, the market closed. Rescuers count 31 dead.", [TWO, ("31", "Falam, Myanmar", "today")]),
        (f"{FALAM}\n10:1 was the score in Mandalay. Rescuers count 31 dead.", [TWO, ("31", "Falam, Myanmar", "today")]),
    ],
)
def test_an_item_of_a_live_blog_has_the_first_place_that_it_names(
    text: str, wanted: list[tuple[str, str | None, str | None]]
) -> None:
    assert placed(text) == wanted


UNREAD = """
    The number of dead could exceed 50, the union warned; the fire service has so far counted 26. -> killed: 26
    The toll could exceed 50; the police have counted 26 so far. -> killed: 26
    The death toll may rise, but the mayor has confirmed 26. -> killed: 26 confirms
    The death toll could exceed 50, the union warned. ->
    The death toll could exceed 50; the mayor counted 26 burnt cars. ->
    The death toll could exceed 50; the mayor gave 26 interviews. ->
    The costs could exceed 50 million; the bank counted 26. ->

    The UN said 70 people had been on board, which would leave 31 missing. -> missing: 31
    That leaves 31 missing. -> missing: 31
    A quake could leave 31 missing. ->
    The UN said 70 people lived in the valley, and that a quake would leave 31 missing. ->

    Two of three workers listed as missing turned up alive. ->
    Three workers listed as missing have turned up safe. ->
    Three workers listed as missing turned up dead. -> missing: Three
    Three workers are missing; two turned up for work. -> missing: Three

    Of the 34 people whom the opposition says were killed in Ardo, we could confirm 31. -> killed: 34; killed: 31 confirms
    Nine men who police say were killed in Ardo were guests. -> killed: Nine
    Nine clerks who the army said had been wounded in Ardo were guests. -> injured: Nine
    Nine men who said they were beaten were guests. -> injured: Nine
"""


@each_row(("text", "claims"), UNREAD)
def test_what_was_unread_is_read(text: str, claims: str) -> None:
    assert told(text) == claims
