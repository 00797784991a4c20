"""What fresh texts brought up of how the figures of one text come to its toll, with what is told apart from it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract

Ends = tuple[int | None, int | None]
KILLED, INJURED, ABDUCTED = Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED

ROWS: list[tuple[str, dict[Outcome, Ends]]] = [
    # those among the dead, children and bodies are no other tolls
    ("A quake killed 525 people, the mayor said. Eleven foreigners were among the dead, an envoy said.", {KILLED: (525, 525)}),
    ("Bombs killed 137 people, the ministry said. Thirteen children died, according to an aid group.", {KILLED: (137, 137)}),
    ("A quake killed 525 people, the mayor said. The prosecutor said 435 bodies had been identified.", {KILLED: (525, 525)}),
    ("The fire chief says 14 guests are dead; the coroner has received 11 bodies.", {KILLED: (14, 14)}),
    ("The crush killed 717 pilgrims, officials said. Turkey put the number of its dead at 18.", {KILLED: (717, 717)}),
    ("A blast killed 137 people, the ministry said. An aid group said 90 people died.", {KILLED: (90, 137)}),
    ("Three people were shot in Ardo. Among the victims was a boy of 14.", {INJURED: (3, 3)}),
    # both ends
    ("More than 100 but fewer than 150 people died.", {KILLED: (101, 149)}),
    ("Up to six civilians, two of them children, were killed. Radio Ardo reported four dead.", {KILLED: (4, 6)}),
    # another place, another day, what was said earlier
    (
        "Floods killed 10 people in Thanh Hoa, Vietnam, officials said. In Laos, two people drowned, the Daily said.",
        {KILLED: (12, 12)},
    ),
    ("A quake left 9 people dead. An aftershock two days later killed one man.", {KILLED: (10, 10)}),
    ("A strike on a house killed 12 people. A second strike on a school killed four.", {KILLED: (16, 16)}),
    ("At least 238 miners died, Owen Marsh said. Minister Rui Costa earlier gave the toll as 205.", {KILLED: (238, None)}),
    # who was shot, and died or lived
    (
        "A clerk shot the owner, her daughter and a driver, killing all three, and left an apprentice paralysed.",
        {KILLED: (3, 3), INJURED: (1, 1)},
    ),
    ("A woman of 34 was killed and three of her children were shot.", {KILLED: (1, 1), INJURED: (3, 3)}),
    ("A volunteer was stabbed. He is recovering. Two cooks died in the stampede.", {KILLED: (2, 2), INJURED: (1, 1)}),
    ("A nurse was killed. Her colleague was hit in the leg.", {KILLED: (1, 1), INJURED: (1, 1)}),
    ("He wounded four clerks before a guard killed him.", {KILLED: (1, 1), INJURED: (4, 4)}),
    ("He shot nine people dead. Earlier he had bludgeoned his wife and two children to death.", {KILLED: (12, 12)}),
    (
        "A man killed two clerks and injured another before he fled. Later he shot himself in the chest and died.",
        {KILLED: (3, 3), INJURED: (1, 1)},
    ),
    ("A man shot dead two clerks. The man was later found dead of a self-inflicted wound.", {KILLED: (3, 3)}),
    ("A boy died of a self-inflicted wound. The boy was pronounced dead on Friday.", {KILLED: (1, 1)}),
    ("Four staff were abducted; one escaped, three still in captivity.", {ABDUCTED: (4, 4)}),
    # another calamity, with which a text opens
    (
        (
            "Ten years ago a fire in the market of Ardo killed 36 traders. On Tuesday the stalls burned again. "
            "Four people lost their lives this time."
        ),
        {KILLED: (4, 4)},
    ),
    ("In 2015 a bomb killed 12 people in the square. On Monday another bomb there killed three.", {KILLED: (3, 3)}),
    ("In 2015 a bomb killed 12 people in the square. A memorial was opened on Monday.", {KILLED: (12, 12)}),
    ("Two years after a blast at the plant killed nine clerks, a fire on Sunday left four dead.", {KILLED: (4, 4)}),
    ("Two days after the blast at the plant killed nine clerks, four more died in hospital.", {KILLED: (13, 13)}),
    # who was wounded and died, or lived
    (
        "A guard died at once, and two of the five wounded died later in hospital.",
        {KILLED: (3, 3), INJURED: (3, 3)},
    ),
    (
        (
            "A gunman opened fire in a bar, killing three people and wounding six. One of the wounded died on Monday, "
            "bringing the death toll to four."
        ),
        {KILLED: (4, 4), INJURED: (5, 5)},
    ),
    (
        "Six cooks rode in two cars; one hit a mine: the driver and a nurse died and the other four escaped with injuries.",
        {KILLED: (2, 2), INJURED: (4, 4)},
    ),
    # a nation beside its provinces, a part in the text's own voice
    ("The governor of Ardo reported 41 deaths. Nationwide 67 people have died, the disaster agency said.", {KILLED: (67, 67)}),
    ("Strikes killed 25 people, medics said. Another strike killed five people at a camp.", {KILLED: (25, 25)}),
    # who did the harm and died
    ("The ministry gave the toll as 21 dead and 34 injured, not counting the bomber.", {KILLED: (22, 22), INJURED: (34, 34)}),
    ("A gang killed two of its captives. All three hostage-takers died when the army stormed the house.", {KILLED: (5, 5)}),
    (
        "Two police officers were shot. One of them died. The gunman was found dead in the house.",
        {KILLED: (2, 2), INJURED: (1, 1)},
    ),
    ("Eleven bodies had been found by Monday. By Wednesday the death toll stood at 22, an agency said.", {KILLED: (22, 22)}),
    (
        (
            "A gunman shot dead three people on a farm before turning the gun on himself, the sheriff said. "
            "Deputies found four bodies."
        ),
        {KILLED: (4, 4)},
    ),
    # the last word on a toll, whoever gives it
    (
        "Two people were killed and 12 injured, police said. On Tuesday the premier said the number of dead had risen to five.",
        {KILLED: (5, 5), INJURED: (12, 12)},
    ),
    ("At least 13 people were killed. Officials said the death toll had risen to 22.", {KILLED: (13, None)}),
    (
        "A strike killed a man and his wife, an agency said. Another killed four cooks. The ministry put the day's toll at six.",
        {KILLED: (6, 6)},
    ),
    (
        "Fourteen people were hurt, two of them badly, in a blast. One of the two, a cook, died.",
        {KILLED: (1, 1), INJURED: (13, 13)},
    ),
    ("A gunman wounded seven people. Three of the seven died at the scene.", {KILLED: (3, 3), INJURED: (4, 4)}),
    # who cannot be among those told of
    (
        "Two men were stabbed to death and a third wounded. A clerk, who was himself hurt, fled.",
        {KILLED: (2, 2), INJURED: (2, 2)},
    ),
    ("Police shot dead two protesters, a rights group said. In the riot an officer was killed.", {KILLED: (3, 3)}),
    (
        "Rebels killed 13 soldiers, two officials said. The army said that nine soldiers had died and that it killed 24 rebels.",
        {KILLED: (33, 37)},
    ),
    # who was shot besides the dead, and died
    ("A guard was shot dead. Two of his friends were shot as well; one of them died.", {KILLED: (2, 2), INJURED: (1, 1)}),
    (
        "A gunman killed four clerks. Six others were hit by bullets; one of them, a cook, died.",
        {KILLED: (5, 5), INJURED: (5, 5)},
    ),
    (
        "A woman was trampled to death and 12 people were bruised when a man fired in the air.",
        {KILLED: (1, 1), INJURED: (12, 12)},
    ),
    (
        "Drones killed five members of a militia, it said. A bystander was also killed. A monitor said seven people had died.",
        {KILLED: (6, 7)},
    ),
    # who was missing until found, and a toll of a season
    ("Three hikers who went missing on Sunday were found alive. A fourth was found dead.", {KILLED: (1, 1)}),
    ("Five hikers went missing on Sunday; two were found alive.", {Outcome.MISSING: (5, 5)}),
    ("The bodies of two girls were found. The two sisters had been missing since Monday.", {KILLED: (2, 2)}),
    ("Two men were wounded. The attacks bring the number of people shot dead this year to 58.", {INJURED: (2, 2)}),
    ("Three climbers died. Their deaths bring to 14 the number of people killed in the Alps this season.", {KILLED: (3, 3)}),
    ("A crash killed 82 of the 89 people on board. One of the seven survivors died eleven days later.", {KILLED: (83, 83)}),
    (
        "A gunfight left five people with bullet wounds. Two of them, both cooks, died later that night.",
        {KILLED: (2, 2), INJURED: (3, 3)},
    ),
    ("Raiders killed 39 people and wounded 18. Six of the raiders were killed.", {KILLED: (45, 45), INJURED: (18, 18)}),
    ("The premier said 95 people had been killed. The party that led it put the number of dead at 128.", {KILLED: (95, 128)}),
    ("Men abducted an engineer and his driver. The driver remains missing.", {ABDUCTED: (2, 2)}),
    ("A cook was killed and his brother wounded. Police said the brother died on Sunday.", {KILLED: (2, 2)}),
    (
        "Bandits killed 28 people. Five with wounds were taken to a clinic in Ardo, where one died.",
        {KILLED: (28, 28), INJURED: (4, 4)},
    ),
    ("Police killed seven dealers, taking to 32 the number of people killed in the capital in one week.", {KILLED: (7, 7)}),
    ("A cook and eight pupils were wounded. One of the pupils died two days later.", {KILLED: (1, 1), INJURED: (8, 8)}),
    (
        "A blast left 9 dead and 14 injured; according to hospital sources 12 people were killed.",
        {KILLED: (9, 12), INJURED: (14, 14)},
    ),
    (
        "Searchers found the bodies of two of the four hikers who went missing. The other two are still missing.",
        {KILLED: (2, 2), Outcome.MISSING: (2, 2)},
    ),
    (
        "Two blasts killed three people. Three days later the bombers killed a guard. One bomber died in a shoot-out.",
        {KILLED: (5, 5)},
    ),
    ("A father who lost his two sons wept in court. The gunman has admitted killing 51 people.", {KILLED: (51, 51)}),
    (
        "The army said 23 rebels were killed; four soldiers died. An official said that 22 soldiers had been killed.",
        {KILLED: (27, 45)},
    ),
    (
        (
            "At least 11 people were killed, the opposition said. The police confirmed three deaths. Radio said two officers had "
            "also been killed."
        ),
        {KILLED: (3, None)},
    ),
    (
        "A storm killed 210 people in Malawi and Zambia, an agency said. In Malawi the government said that 98 had died.",
        {KILLED: (210, 210)},
    ),
    ("A blast killed 99 people, a morgue said. By Sunday an agency had raised the toll to 115.", {KILLED: (115, 115)}),
    ("A school collapsed, killing 22 pupils, police said. An earlier count by the Red Cross gave 16 dead.", {KILLED: (22, 22)}),
    ("Two soldiers died of their wounds on Sunday. The attack had killed three soldiers outright.", {KILLED: (5, 5)}),
    ("A gunman opened fire, killing 12 people, including an off-duty officer and himself.", {KILLED: (12, 12)}),
    (
        "A boy stabbed four pupils and a teacher. The teacher and one pupil died.",
        {KILLED: (2, 2), INJURED: (3, 3)},
    ),
    ("A fire killed 15 patients. A nurse who tried to save them is in a coma.", {KILLED: (15, 15), INJURED: (1, 1)}),
    ("A blast killed one soldier. Soldiers then opened fire and killed six civilians.", {KILLED: (7, 7)}),
    (
        "A gunman killed two people. A third man died of his wounds. Guards tracked down the assailant and shot him dead.",
        {KILLED: (4, 4)},
    ),
    ("A guard who was shot on Saturday died on Monday, becoming the second officer to lose his life.", {KILLED: (2, 2)}),
    ("Soldiers killed 14 villagers, a rights group said. The army said two soldiers had been killed.", {KILLED: (16, 16)}),
    ("A raid killed two men in Mosul. In Basra gunmen killed nine guards, the governor said.", {KILLED: (2, 2)}),
    ("A raid killed two men in Mosul. In Mosul nine men had died, the governor said.", {KILLED: (2, 9)}),
    ("A flood killed two men in Mosul. In Basra nine people drowned.", {KILLED: (11, 11)}),
    (
        "Rebels seized two cooks in Mosul. In Basra two cooks were found dead.",
        {KILLED: (2, 2), Outcome.ABDUCTED: (2, 2)},
    ),
    ("A reporter was shot dead on Monday. Her death raised the number of reporters killed there to 33.", {KILLED: (33, 33)}),
    (
        "A reporter was shot dead on Monday. Her death raised the number of reporters killed in the country to 33.",
        {KILLED: (1, 1)},
    ),
    ("The death of a corporal brings to eight the number of guards killed in the raid.", {KILLED: (8, 8)}),
    ("A bomb wounded nine people in Mosul. Two people died of their wounds in Baghdad.", {KILLED: (2, 2), INJURED: (9, 9)}),
    ("Forty people died in the raid in Ardo. Five attackers were also killed.", {KILLED: (45, 45)}),
    (
        "Forty people, among them five attackers, died in Ardo. Five attackers were also killed, the mayor said.",
        {KILLED: (40, 40)},
    ),
    ("Seventy people were hurt in Ardo. Three gunmen were also wounded.", {INJURED: (73, 73)}),
    (
        "Guerrillas killed 30 soldiers and an adviser in a raid on a base. A report said nine rebels died in the raid.",
        {KILLED: (40, 40)},
    ),
    (
        "He killed his aunt and a guest at home. He drove to a college. There, he killed five students, one cook and one clerk.",
        {KILLED: (9, 9)},
    ),
    ("He killed his mother at home, then drove to a school, killing nine girls and three boys.", {KILLED: (13, 13)}),
    ("He killed a clerk in a shop, then walked to a bank and killed two guards. Three people died in all.", {KILLED: (3, 3)}),
    ("He killed nine girls at a school. In all, he killed nine girls, police who went to the school said.", {KILLED: (9, 9)}),
    ("A clerk (and his son) was killed in the raid.", {KILLED: (2, 2)}),
    ("Two people, both nurses, and a boy were killed.", {KILLED: (3, 3)}),
    ("A bomb killed four guards and wounded eight late Friday night.", {KILLED: (4, 4), INJURED: (8, 8)}),
    ("A bomb killed four guards late Friday night", {KILLED: (4, 4)}),
    ("Three Friday night raids killed four guards.", {KILLED: (4, 4)}),
    ("Two men were shot dead in a shootout. One officer was also killed.", {KILLED: (3, 3)}),
    (
        "A cook fired in a hall, killing two and wounding two. He then fired in a shop, killing two more and wounding six.",
        {KILLED: (4, 4), INJURED: (8, 8)},
    ),
    (
        "Two died and five were hurt on Monday. One more died on Tuesday, and five are still hurt.",
        {KILLED: (3, 3), INJURED: (5, 5)},
    ),
    ("A gunman killed 12 clerks. The gunman was shot dead by police. The toll stands at 12.", {KILLED: (13, 13)}),
    ("A gunman killed 12 clerks. The gunman was shot dead by police. The toll stands at 13.", {KILLED: (13, 13)}),
    ("A storm killed 20 people. At least 14 were reported missing.", {KILLED: (20, 20), Outcome.MISSING: (14, None)}),
    ("Rebels killed 71 soldiers. Thirty soldiers went missing in the attack.", {KILLED: (71, 71), Outcome.MISSING: (30, 30)}),
    ("Divers found the bodies of nine sailors. Nine sailors went missing on Monday.", {KILLED: (9, 9)}),
    ("Nine sailors died in the wreck. Nine sailors had been missing since Monday.", {KILLED: (9, 9)}),
    ("No civilians were killed in the raid, the army said. The raid killed more than 60 soldiers.", {KILLED: (61, None)}),
    ("No civilians were killed in the raid, the army said. It killed nine people, a medic said.", {KILLED: (0, 9)}),
    ("A raid killed two men in Mosul. In Tal Kayf nine men died in the raid, doctors said.", {KILLED: (2, 9)}),
    ("A man was killed in Mosul. A second man was killed in Basra.", {KILLED: (2, 2)}),
    (
        "A crash killed 36 people. The toll of that road stands at 100 this month alone, police said.",
        {KILLED: (36, 36)},
    ),
    ("A couple was murdered on Sunday. Their son, 20, who was also stabbed, died on Tuesday.", {KILLED: (3, 3)}),
]


@pytest.mark.parametrize(("text", "ends"), ROWS, ids=[text[:60] for text, _ in ROWS])
def test_toll(text: str, ends: dict[Outcome, Ends]) -> None:
    document = Document(id="d", text=text)
    told = tally(document, normalise(document, extract(document)))
    assert {outcome: (count.low, count.high) for outcome, count in told.items()} == ends


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("A bomb killed two clerks in Ardo on Saturday. On Wednesday nine pupils were killed in a raid.", {KILLED: (2, 2)}),
        ("Four medics were shot dead on Tuesday. Last Saturday rebels seized 17 soldiers at a bridge.", {KILLED: (4, 4)}),
        ("A man died on Tuesday of wounds. On Sunday a gunman had killed two others in Ardo.", {KILLED: (3, 3)}),
    ],
)
def test_days_before_are_another_incident_s(text: str, ends: dict[Outcome, Ends]) -> None:
    document = Document(id="d", text=text, published=datetime(2031, 7, 9, tzinfo=UTC))
    told = tally(document, normalise(document, extract(document)))
    assert {outcome: (count.low, count.high) for outcome, count in told.items()} == ends
