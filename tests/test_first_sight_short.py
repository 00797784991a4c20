"""What fresh short texts brought up: incident entries, situation reports, communiques, tickers, openings of articles."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract

Ends = int | tuple[int | None, int | None]
Told = list[tuple[str, str]]
KILLED, INJURED, ABDUCTED, MISSING = Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED, Outcome.MISSING
DISPLACED, EVACUATED, AFFECTED, CASUALTIES = Outcome.DISPLACED, Outcome.EVACUATED, Outcome.AFFECTED, Outcome.CASUALTIES

# text -> the toll of each outcome: one number where both ends and the best value are the same, else (low, high)
TOLLS: list[tuple[str, dict[Outcome, Ends]]] = [
    # the dead are taken off those shot, not off those told as injured
    ("District | Deaths | Injured\nArdo | 4 | 30\nTotal | 4 | 30", {KILLED: 4, INJURED: 30}),
    ("The maiming of 410 children and the killing of 228 were reported.", {KILLED: 228, INJURED: 410}),
    ("Two clerks died and a third lost a foot.", {KILLED: 2, INJURED: 1}),
    # what was said at first
    ("An earlier post said seven people had died. The correct number of deaths is five.", {KILLED: 5}),
    ("First reports spoke of up to 30 dead. Inspectors later documented the deaths of at least 40.", {KILLED: (40, None)}),
    # two sides of a fight, whoever counts them
    ("Eight soldiers were killed. The army stated that 21 militants were also killed.", {KILLED: 29}),
    ("Four soldiers were killed, the army said. The rebels said that 20 soldiers died.", {KILLED: (4, 20)}),
    ("Four civilians died, residents said. The army said four militants died.", {KILLED: 4}),
    ("Civilian deaths: 3-4. Civilian injured: 5-6. Militants killed: 2.", {KILLED: (5, 6), INJURED: (5, 6)}),
    # the wounded and the seized who die
    ("A drone hit a bus, killing two women and injuring six men, one of whom died in hospital.", {KILLED: 3, INJURED: 5}),
    ("A guard died and nine clerks were hurt. One of the injured, a cook, died on 31 May.", {KILLED: 2, INJURED: 8}),
    ("One dead, 12 hurt in blast. One of the wounded later died in hospital.", {KILLED: 1, INJURED: 12}),
    ("The toll of the blast rose to nine. One of the wounded died two days later.", {KILLED: 9}),
    ("Team of 5 attacked, 2 injured, 1 subsequently died.", {KILLED: 1, INJURED: 1}),
    ("90 people were killed and 26 wounded, of whom nine women and two children lost their lives.", {KILLED: 90, INJURED: 26}),
    ("Two clerks were killed and two abducted. The bodies of the two abducted clerks were found.", {KILLED: 4, ABDUCTED: 2}),
    ("Six guards were dragged from a taxi and executed.", {KILLED: 6}),
    # attackers who are left out
    ("At least 59 people, excluding the two bombers, were killed.", {KILLED: (61, None)}),
    ("Ten people were killed (excluding the gunman).", {KILLED: 11}),
    # a period is what a text tells that tells nothing else
    ("In the past 24 hours 41 people were killed.", {KILLED: 41}),
    ("Raids left 74 dead in October, against 51 dead in September.", {KILLED: 74}),
    ("Rumours that 'dozens' died are FALSE. One man was hurt.", {INJURED: 1}),
    ("The number of victims has grown to 8 wounded.", {INJURED: 8}),
    # lists and labels
    (
        "As at 18:00: dead 7 (Ardo 4, Kasu 3), injured 22, evacuees 5,012, houses lost 318.",
        {KILLED: 7, INJURED: 22, EVACUATED: 5012},
    ),
    ("53 deaths, 167 injured people and 81,200 people displaced.", {KILLED: 53, INJURED: 167, DISPLACED: 81200}),
    ("The bodies of 41 men and 103 injured people arrived.", {KILLED: 41, INJURED: 103}),
    ("Affected population: 7,214 persons.", {AFFECTED: 7214}),
    ("Total number of fatalities since the start of the raids: 1,978.", {KILLED: 1978}),
    ("Deaths by cause: drowning 23, lightning 4.", {}),
    # lists in brackets and in headlines
    ("92 people were killed (51 women, 28 children, 13 men) and 300 were hurt.", {KILLED: 92, INJURED: 300}),
    ("Twelve people were killed (three suspects held).", {KILLED: 12}),
    ("Avalanche kills father, son; mother survives", {KILLED: 2}),
    ("Fire guts market in Ardo, trader dies, 12 hospitalised", {KILLED: 1, INJURED: 12}),
    ("Woman dead, two men hurt after crash", {KILLED: 1, INJURED: 2}),
    ("Captain missing from side", {}),
    ("Star dies aged 80", {}),
    ("Man dead in Ardo police shooting\n\nOfficers shot and killed a suspect on Friday.", {KILLED: 1}),
    # who is treated, and for what
    ("Twelve people died of tainted alcohol. Another 66 are being treated.", {KILLED: 12, INJURED: 66}),
    ("Cholera killed 12 people. Another 66 are being treated.", {KILLED: 12}),
    ("Twenty-two people were treated by volunteers for burns.", {INJURED: 22}),
    ("Their mother and a baby were pulled alive from the rubble with injuries.", {INJURED: 2}),
    ("17 fallen and 29 wounded on our side; 48 rebels neutralised.", {KILLED: 65, INJURED: 29}),
    ("12 fallen trees blocked the road.", {}),
    ("We have lost three of our people.", {KILLED: 3}),
    ("The club lost three of its players to injury.", {}),
    ("31 deaths were notified, with four deaths among those of this week.", {KILLED: 31}),
    ("A strike killed a commander known as Abu Adu and his bodyguard.", {KILLED: 2}),
    ("Five to seven people, all described as clerks, were killed.", {KILLED: (5, 7)}),
    ("Manager of a Norwegian agency detained and beaten before being freed.", {INJURED: 1, Outcome.DETAINED: 1}),
    # a time, an age, an abbreviation
    ("19:40 - 37 people wounded, four of them children.", {INJURED: 37}),
    ("A 71yo woman died on the spot.", {KILLED: 1}),
    ("At least 9 ppl reported dead & over 40 inj. after collapse", {KILLED: (9, None), INJURED: (41, None)}),
    ("9 soldiers KIA, 14 WIA, 1 MIA.", {KILLED: 9, INJURED: 14, MISSING: 1}),
    ("There were 14 Mia fans at the wounded club.", {}),
    # who is told of, and by what words
    ("Reports of the death toll ranged from 20 to 35.", {KILLED: (20, 35)}),
    ("Between five and ten people were killed; residents recovered the bodies of six.", {KILLED: (5, 10)}),
    ("There were no rebels there, and the list had 36 labourers who had died.", {KILLED: 36}),
    ("Engineer killed and colleague badly wounded when bike hit mine", {KILLED: 1, INJURED: 1}),
    ("Children killed in school strike", {KILLED: (2, None)}),
    ("Sources killed the story", {}),
    ("The fire cost 72 people their lives.", {KILLED: 72}),
    ("Eleven persons with cuts and bruises were taken to Ardo.", {INJURED: 11}),
    ("A couple - 64 and 66 years old - died.", {KILLED: 2}),
    ("The raid freed 103 of the 106 hostages; two guards and all seven hijackers were killed.", {KILLED: 9}),
    ("The raid left a father and four of his five sons dead.", {KILLED: 5}),
    ("241 of 242 on board killed", {KILLED: 241}),
    ("A total of 2,977 victims died, as did the 19 hijackers.", {KILLED: 2996}),
    ("Lightning kills 38 in a day", {KILLED: 38}),
    ("Killed 38. Injured 116. Missing 5.", {KILLED: 38, INJURED: 116, MISSING: 5}),
    ("The death tally crossed 50 as eight more persons expired.", {KILLED: (51, None)}),
    ("Nurse dies of gunshot wound", {KILLED: 1}),
    ("25 militants eliminated in raid", {KILLED: 25}),
    ("14 people were hurt; the groom was among those hurt.", {INJURED: 14}),
    ("One rebel was killed. A local radio station named a farmer among the dead.", {KILLED: 1}),
    ("Two clerks - aged 30, and 41 - and one cook, 52, had been shot.", {INJURED: 3}),
    ("Nine cooks and 400 displaced villagers are missing.", {MISSING: 409, DISPLACED: 400}),
    ("Pirates freed the ship but continue to hold six of its crew.", {ABDUCTED: 6}),
    ("The whereabouts of at least 60 people taken by the rebels remain unclear.", {ABDUCTED: (60, None)}),
    ("Gunmen kidnapped nine girls. All were killed.", {KILLED: 9}),
    ("Twelve people were detained. All were released.", {Outcome.DETAINED: 12}),
    ("A child died and five relatives were poisoned by carbon monoxide.", {KILLED: 1, INJURED: 5}),
    ("Killed (4), wounded (11), missing (2)", {KILLED: 4, INJURED: 11, MISSING: 2}),
    ("IDPs: 1,250 individuals (250 HHs)", {DISPLACED: 1250}),
    ("Displaced: 350 HH / 1,750 individuals", {DISPLACED: 1750}),
    ("Injured: approx. 30", {INJURED: (27, 33)}),
    ("11 guards, driver martyred in Ardo", {KILLED: 12}),
    ("The mayor, driver killed", {KILLED: 1}),
    ("A constable was killed while another sustained bullet injuries.", {KILLED: 1, INJURED: 1}),
    ("They fired at a stall, leaving three dead; a fourth expired at hospital.", {KILLED: 4}),
    ("Officials earlier reported eight deaths but later said only six people had died.", {KILLED: 6}),
    ("Four of a family found hanging", {KILLED: 4}),
    ("The plane, carrying 53 people, crashed into a hill; there were no survivors.", {KILLED: 53}),
    ("The battle cost them 9,198 killed, wounded and missing.", {KILLED: (None, 9198)}),
    ("Three men were kidnapped, beaten and killed.", {KILLED: 3}),
    ("Deaths 12 Injured 30 Missing 4", {KILLED: 12, INJURED: 30, MISSING: 4}),
    ("Deaths: 12 Injured: 30", {KILLED: 12, INJURED: 30}),
    ("Between 10 (government) and 60 (opposition) people were killed.", {KILLED: (10, 60)}),
    ("At least six dead - up to nine according to some - in Ardo raid.", {KILLED: (6, None)}),
    ("Cook and 3 relatives die in airstrike on home.", {KILLED: 4}),
    ("Rebels abducted an elder, whose bullet-riddled body was recovered a day later.", {KILLED: 1, ABDUCTED: 1}),
    ("1,460 dead | 2,200 injured | 23 of 45 districts hit", {KILLED: 1460, INJURED: 2200}),
    ("202 violations against 461 villagers, including 59 killed and 20 abducted.", {KILLED: 59, ABDUCTED: 20}),
    ("Seven of the 13 people poisoned by spirits have died; the remaining six are on ventilators.", {KILLED: 7, INJURED: 6}),
    ("As many as 20 people died in the raid, which the army said had killed a dozen fighters.", {KILLED: (12, 20)}),
    ("The quake had a death toll of 242,769, though some estimates are as high as 655,000.", {KILLED: (242769, 655000)}),
    ("Country director and local driver died when their helicopter went down.", {KILLED: 2}),
    ("Man held after wife, two daughters stabbed to death in Ardo", {KILLED: 3}),
    ("The driver broke his arm.", {INJURED: 1}),
    ("Two of the patients badly burned in Sunday's tanker blast died overnight.", {KILLED: 2}),
    ("Three days of mourning were declared for the dead.", {}),
    ("A day of mourning for the 78 victims of the sinking was declared.", {KILLED: 78}),
    ("They wounded a guard and kidnapped the chief's two wives.", {INJURED: 1, ABDUCTED: 2}),
    ("Rebels abducted a trader; his remains were found in a forest.", {KILLED: 1}),
    ("Rebels abducted a trader. His remains were found in a forest.", {KILLED: 1}),
    ("Three people were hurt; the cause remains unknown.", {INJURED: 3}),
    ("The remains of two miners were found.", {KILLED: 2}),
    ("The remains of two temples were found.", {}),
    # what is lowered, and what runs over more
    ("The death toll was put at 19; it was later revised to 11.", {KILLED: 11}),
    ("An initial claim that 17 had died was lowered to 12.", {KILLED: 12}),
    ("Three deaths were reported in week 12, bringing the cumulative number to 41.", {KILLED: 41}),
    ("The ship sank with the loss of 30 of the 66 people aboard.", {KILLED: 30}),
    ("Teacher and 2 students killed, gunman dead in Ardo school shooting", {KILLED: 4}),
    ("12 rebels were killed. Own casualties: 1 killed, 4 wounded.", {KILLED: 13, INJURED: 4}),
    # who lived
    ("Of the 79 people on board, only two survived.", {KILLED: 77}),
    ("'No survivors' as plane with 62 aboard crashes", {KILLED: 62}),
    ("All but three of the 19 labourers trapped by the fire died.", {KILLED: 16}),
    ("The crash resulted in the loss of all 14 on board.", {KILLED: 14}),
]


@pytest.mark.parametrize(("text", "ends"), TOLLS, ids=[text[:60] for text, _ in TOLLS])
def test_toll(text: str, ends: dict[Outcome, Ends]) -> None:
    document = Document(id="d", text=text)
    told = tally(document, normalise(document, extract(document)))
    assert {o: c.best if c.low == c.high == c.best else (c.low, c.high) for o, c in told.items()} == ends


CLAIMS: list[tuple[str, Told]] = [
    ("A sniper shot a guard. He died of his wounds.", [("a guard", "injured"), ("a guard", "killed")]),
    ("A gunman wounded a guard. He was shot dead by police.", [("A gunman", "killed"), ("a guard", "injured")]),
    ("13 people were wounded; 45 barns burned.", [("13", "injured")]),
    ("Two men were taken from their house and shot dead.", [("Two", "abducted"), ("Two", "killed")]),
    ("Three clerks were dragged from a bus and freed.", [("Three", "abducted")]),
    ("Civilians killed: 4-7 (including 1-2 children).", [("4-7", "killed"), ("1-2", "killed")]),
    ("There was a lone survivor among the 155 on board.", [("155", "killed")]),
    (
        "Four people died and six were injured, two of them officers.",
        [("Four", "killed"), ("six", "injured"), ("two", "injured")],
    ),
    ("All but two of the 30 hostages were freed.", []),
    ("All but three of the 19 killed were women.", [("19", "killed")]),
]


@pytest.mark.parametrize(("text", "told"), CLAIMS, ids=[text[:50] for text, _ in CLAIMS])
def test_claims(text: str, told: Told) -> None:
    assert [(c.quote, c.outcome.value) for c in extract(Document(id="d", text=text))] == told


BASES = [
    ("The storm left two people dead in Ardo, where 3,800 are sheltering in schools.", "incident"),
    ("The radio claimed 41 dead in a week of fighting.", "incident"),
    ("A raid killed 40 people a week.", "rate"),
    ("41 people died in the past 24 hours, bringing the death toll since May to 33,175.", "cumulative"),
    ("The number of people killed by floods has reached 1,033.", "incident"),
    ("The number of people killed rose by 33.", "increment"),
]


@pytest.mark.parametrize(("text", "basis"), BASES, ids=[text[:50] for text, _ in BASES])
def test_basis_of_the_last(text: str, basis: str) -> None:
    killed = [c for c in extract(Document(id="d", text=text)) if c.outcome is KILLED]
    assert killed[-1].basis.value == basis
