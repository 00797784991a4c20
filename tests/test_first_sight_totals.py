"""What fresh texts brought up of one text's toll: who is told of twice, what is a part, whose figure is a rival, what runs on."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract

Ends = tuple[int | None, int | None]
KILLED, INJURED, MISSING = Outcome.KILLED, Outcome.INJURED, Outcome.MISSING

TWICE: list[tuple[str, dict[Outcome, Ends]]] = [
    # "another" behind some of a whole is of it; apart from it he is one more
    ("Five guests were killed on Friday. Four of them died at the scene, and another died at a clinic.", {KILLED: (5, 5)}),
    ("Six guests were killed. Five of the six died in the hall, another died in an ambulance.", {KILLED: (6, 6)}),
    ("Five guests were killed on Friday. Another died at a clinic on Sunday.", {KILLED: (6, 6)}),
    ("Four guests were killed. Four of them died in the hall, and another died at a clinic.", {KILLED: (5, 5)}),
    ("A man was shot dead in the yard. Another man died in the house.", {KILLED: (2, 2)}),
    # as many as one noun counts, and not as all
    ("Two soldiers and nine rebels were killed in Ardo. On Friday a third soldier died of his wounds.", {KILLED: (12, 12)}),
    ("Nine people were killed in Ardo. The third victim was a clerk of 40.", {KILLED: (9, 9)}),
    # the suspect whom police killed, the doer of a murder-suicide, the doer told of again
    ("An officer shot and killed a man on Friday. The suspect died at the scene.", {KILLED: (1, 1)}),
    ("A gunman killed a clerk on Friday. The suspect was shot dead by officers.", {KILLED: (2, 2)}),
    ("Two men were killed by a gunman on Friday. The suspect was shot dead by officers.", {KILLED: (3, 3)}),
    ("Two adults and two children were killed in a murder-suicide. The suspect is also dead.", {KILLED: (4, 4)}),
    ("He shot two clerks dead. The gunman is also dead.", {KILLED: (3, 3)}),
    ("A cook shot and killed two waiters before killing himself. The suspect was pronounced dead there.", {KILLED: (3, 3)}),
    (
        "A gunman shot dead four clerks. The gunman was killed by police. A guard was also hurt before the gunman was killed.",
        {KILLED: (5, 5), INJURED: (1, 1)},
    ),
    # how the dead died, and whose body it was
    ("Four people are dead after a man killed three clerks.", {KILLED: (4, 4)}),
    ("Four people are dead after a crash, and two others were killed on Friday.", {KILLED: (6, 6)}),
    ("Ten miners have been confirmed dead, as one body was retrieved on Friday.", {KILLED: (10, 10)}),
    ("Ten miners died at once and one body was retrieved on Friday.", {KILLED: (11, 11)}),
    (
        "Five people were dead when a neighbour came: a man had shot his wife and four children before killing himself.",
        {KILLED: (5, 5)},
    ),
    ("A man killed three clerks at a bank before killing himself.", {KILLED: (4, 4)}),
    # those struck are the dead of before, unless they were hurt
    (
        (
            'Lightning killed five farmers. "The five farmers were struck by lightning as they were sowing," he said, '
            "adding that "
            "14 others were injured."
        ),
        {KILLED: (5, 5), INJURED: (14, 14)},
    ),
    ("Lightning killed five farmers. The five guards of the field were hurt.", {KILLED: (5, 5), INJURED: (5, 5)}),
    # what was found on the dead is no wound survived
    ("A couple and their son were slain at home. At least two of the victims had stab wounds.", {KILLED: (3, 3)}),
    ("A clerk, his wife, their son and a maid were slain at home. Three of the victims had stab wounds.", {KILLED: (4, 4)}),
    ("Two men were killed. At least three other people had stab wounds.", {KILLED: (2, 2), INJURED: (3, None)}),
]

DOERS: list[tuple[str, dict[Outcome, Ends]]] = [
    ("Nine people were killed at a depot. The gunman died in a gun battle with police.", {KILLED: (10, 10)}),
    ("Nine people were killed at a depot. The gunman was shot dead by police.", {KILLED: (10, 10)}),
    ("Nine people were killed at a depot. The attacker was found dead of a self-inflicted wound.", {KILLED: (10, 10)}),
    ("Four people were wounded and one killed when a man opened fire. Police killed the man.", {KILLED: (2, 2), INJURED: (4, 4)}),
    ("Nine people are dead at a depot. The gunman died in a gun battle with police.", {KILLED: (9, 9)}),
    ("Six people, the gunman among them, were killed. The gunman died in a gunfight with deputies.", {KILLED: (6, 6)}),
    ("A driver killed seven waiters. Eight are dead, the shooter included, an officer said.", {KILLED: (8, 8)}),
    ("A driver killed seven waiters. Eight are dead, the shooter said.", {KILLED: (7, 8)}),
]

PARTS: list[tuple[str, dict[Outcome, Ends]]] = [
    # parts by several voices come to the toll of the first
    (
        (
            "Gunmen killed at least 13 people, officials said. Eleven people were killed in Bena, a mayor said. In Buta "
            "militiamen "
            "killed two soldiers, the minister said."
        ),
        {KILLED: (13, None)},
    ),
    ("Police said 13 people were killed in Bena. A hospital said ten people were killed there.", {KILLED: (10, 13)}),
    ("Police said three people died. A clerk said two people died. A cook said one person died.", {KILLED: (2, 3)}),
    # bodies found, the dead of the wounded, the voice that gives the toll
    ("Eight bodies were carried out, a villager said. The governor said 13 people were killed.", {KILLED: (13, 13)}),
    ("A villager said eight people died. The governor said 13 people were killed.", {KILLED: (8, 13)}),
    ("The raid killed at least 18 people, officials said. Eleven dead bodies were found, a chief said.", {KILLED: (18, None)}),
    (
        'A bomb killed at least four people, officials said. "Three of the injured people died," a doctor said.',
        {KILLED: (4, None)},
    ),
    ("A bomb killed at least four people, officials said. Three people died, a doctor said.", {KILLED: (3, None)}),
    (
        (
            'A raid killed at least 24 soldiers, officials said. The governor put the toll at 24. "We carried 23 dead '
            "AU soldiers "
            'off," the governor said.'
        ),
        {KILLED: (24, None)},
    ),
    # a first part and the sum of both, told again
    (
        (
            'A raid killed 16 herders, officials said. The clash left 16 herders and five guards dead. "We have 21 '
            'people dead," a '
            "minister said."
        ),
        {KILLED: (21, 21)},
    ),
    (
        "At least 15 civilians were killed, medics said. The strike killed 15 civilians and four rebels, the army said.",
        {KILLED: (19, 19)},
    ),
    # two attacks, whose dead come to the toll
    (
        (
            "Gunmen attacked two posts, killing nine guards. At Tera they killed four and wounded seven, police said. "
            "At Ayorou five "
            "guards died and one was wounded, a prefect said."
        ),
        {KILLED: (9, 9), INJURED: (8, 8)},
    ),
    (
        (
            "Gunmen attacked a post, killing nine guards. Police said they killed nine and wounded seven. A prefect "
            "said nine guards "
            "died and four were wounded."
        ),
        {KILLED: (9, 9), INJURED: (4, 7)},
    ),
    # of five hurt slightly a sixth is told: six in all
    (
        (
            "A bomb wounded six soldiers in Tiran, the army said. The ministry said five suffered slight wounds while "
            "the sixth was "
            "more seriously hurt in the leg."
        ),
        {INJURED: (6, 6)},
    ),
    (
        "A bomb wounded six soldiers in Tiran, the army said. The ministry said five soldiers suffered slight wounds.",
        {INJURED: (5, 6)},
    ),
]

VOICES: list[tuple[str, dict[Outcome, Ends]]] = [
    ("The official in Ardo said five people died. A second official said eight people died.", {KILLED: (5, 8)}),
    ("The official in Ardo said five people died. The official said the dead were five cooks.", {KILLED: (5, 5)}),
    # others were killed also, whoever tells it
    (
        "Twelve peacekeepers were killed, the mission said. At least four members of the army also were slain, an envoy said.",
        {KILLED: (16, None)},
    ),
    ("Twelve soldiers were killed, the army said. Four soldiers were killed, the minister said.", {KILLED: (4, 12)}),
    (
        (
            "Twelve peacekeepers were killed, the mission said. The chief said 15 had died. Earlier he had said ten "
            "peacekeepers had "
            "been killed."
        ),
        {KILLED: (12, 15)},
    ),
    # a toll has risen since
    ("A shell killed two men. The death toll rose to five, hospital staff said.", {KILLED: (5, 5)}),
    ("A shell killed at least two men. The death toll rose to five, a rebel radio said.", {KILLED: (2, None)}),
    (
        "A mine killed three miners, police said. Two more bodies were found, a mayor said, raising the toll to five.",
        {KILLED: (5, 5)},
    ),
    # a narrower range behind a vague word
    ("Dozens were wounded, clerks said. Between 30 and 35 people were wounded, a clinic said.", {INJURED: (30, 35)}),
    ("More than a dozen were hurt, clerks said. A chief said at least 18 people were hurt.", {INJURED: (18, None)}),
    ("At least four dozen people died, police said. A nurse said 42 died. A chief said 51 people died.", {KILLED: (42, None)}),
    ("At least 12 people were hurt, clerks said. A chief said at least 18 people were hurt.", {INJURED: (12, None)}),
    ("Several people were hurt, police said. Two of them are in critical condition.", {INJURED: (3, 9)}),
]

SINCE: list[tuple[str, dict[Outcome, Ends]]] = [
    # one of the wounded has died since
    (
        (
            "A soldier wounded in Monday's attack has died of his injuries, the army said. It said on Tuesday that 20 "
            "soldiers were "
            "injured in the attack."
        ),
        {KILLED: (1, 1), INJURED: (19, 19)},
    ),
    ("A soldier wounded in Monday's attack has died. Nineteen others were injured in it.", {KILLED: (1, 1), INJURED: (19, 19)}),
    ("A soldier wounded in Monday's attack has died. Nineteen clerks were injured in it.", {KILLED: (1, 1), INJURED: (19, 19)}),
    ("A raid left one person dead and seven injured. One of the injured later died.", {KILLED: (2, 2), INJURED: (6, 6)}),
    ("Two adults and a boy were shot, and one of the adults died.", {KILLED: (1, 1), INJURED: (2, 2)}),
    ("He shot two adults, killing one and wounding one.", {KILLED: (1, 1), INJURED: (1, 1)}),
    # hurt by what the attacker did next; a fourth beside three dead
    ("A quarrel left one man wounded. The gunman then fired at deputies, injuring two deputies.", {INJURED: (3, 3)}),
    ("One man was wounded. The man, 33, is stable.", {INJURED: (1, 1)}),
    ("Three men were shot dead. A fourth suspect was shot and taken to a clinic.", {KILLED: (3, 3), INJURED: (1, 1)}),
    # what the dead bring the number of a land to, and what they bring the toll of a crash to
    (
        "Two teachers were killed in Yala. Their deaths raised the toll of teachers killed by the violence to 96.",
        {KILLED: (2, 2)},
    ),
    ("Three rangers were killed. The killings brought the toll of rangers slain in the park to 51.", {KILLED: (3, 3)}),
    ("Two miners died of burns. Their deaths raised the toll of Monday's explosion to eight.", {KILLED: (8, 8)}),
    # sums that run on stand in for no figure of the incident
    (
        "A landslide left 40 people missing on Friday. Since the start of the rainy season at least 75 people have been killed.",
        {MISSING: (40, 40)},
    ),
    ("Two climbers are missing. So far this winter avalanches have killed 14 people in the range.", {MISSING: (2, 2)}),
    ("The fever has killed 45 people since March. Three guards were hurt on Monday.", {KILLED: (45, 45), INJURED: (3, 3)}),
    (
        "Thirty people were injured in a bus crash. It killed 19 people in the country's deadliest road accident this year.",
        {KILLED: (19, 19), INJURED: (30, 30)},
    ),
]


@pytest.mark.parametrize(("text", "wanted"), [*TWICE, *DOERS, *PARTS, *VOICES, *SINCE])
def test_one_text_comes_to_its_toll(text: str, wanted: dict[Outcome, Ends]) -> None:
    document = Document(id="d", text=text)
    found = tally(document, normalise(document, extract(document)))
    assert {outcome: (toll.low, toll.high) for outcome, toll in found.items() if outcome in (KILLED, INJURED, MISSING)} == wanted
