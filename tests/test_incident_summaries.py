"""What one entry of an incident database comes to: each text failed before the rule it holds to was mended."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract

# text -> killed, injured, abducted: one number where both ends and the best value are the same, else (low, high); None is silence
Toll = int | tuple[int | None, int | None] | None
ROWS: list[tuple[str, Toll, Toll, Toll]] = [
    # a country, not a pronoun and not two stops
    ("Two US soldiers were killed and 13 US nationals were injured.", 2, 13, None),
    ("Two U.S. soldiers were killed.", 2, None, None),
    ("Three US-backed militiamen were killed.", 3, None, None),
    ("They told us that two men were killed.", 2, None, None),
    # attackers beside a toll that has parts
    ("In addition to the two assailants, six people, including a nurse, were killed.", 8, None, None),
    ("In addition to the chapel, six people, including a nurse, were killed.", 6, None, None),
    # whom a bracket counts again is no subject
    ("Six staff of a national charity (4 male, 2 female) were killed in an ambush.", 6, None, None),
    ("Five people (two soldiers, three clerks) were killed.", 5, None, None),
    # lists
    ("Assailants killed a former clerk, his wife and their two sons.", 4, None, None),
    ("Assailants killed a husband and wife.", 2, None, None),
    ("The driver and bodyguard of the mayor were killed.", 2, None, None),
    ("A teacher and activist was killed.", 1, None, None),
    ("A soldier and policeman were killed.", 2, None, None),
    ("12 rebels, 2 troopers die in clash", 14, None, None),
    ("Seven soldiers, 24 militants dead in clash", 31, None, None),
    ("Mortar hits wedding; bride, 5 guests killed", 6, None, None),
    ("Two drivers and one Ministry of Health nurse were killed.", 3, None, None),
    ("Army says 14 Tamil Tigers, one soldier killed in fighting", 15, None, None),
    ("Two people died, one in a car.", 2, None, None),
    ("Four civilians died, as did the three bombers, and 37 people were injured.", 7, 37, None),
    ("A clerk was killed, as was his wife.", 2, None, None),
    ("Four civilians died, as the three bombers fled.", 4, None, None),
    ("Militants kill 2 policemen, wound 3 in Kasu", 2, 3, None),
    ("Gunmen abducted a mayor, his brother, and a clerk; the brother was found dead.", 1, None, 3),
    # pronouns
    ("Gunmen fired at Judge Ana Bel, killing her and her driver.", 2, None, None),
    ("Gunmen attacked the home of Musa Adu, abducting him and two others.", None, None, 3),
    ("Eight farmers were abducted. They were later found dead.", 8, None, None),
    ("Two men were shot. They died in hospital.", 2, None, None),
    ("Two policemen were kidnapped. Their bodies were found on Monday.", 2, None, None),
    ("Two policemen were kidnapped; their bodies were found on Monday.", 2, None, None),
    ("Four nurses were abducted; the bodies of the other three were found.", 3, None, 4),
    # wounds
    ("The blast killed a soldier and caused injuries to three others.", 1, 3, None),
    ("A daughter survived with injuries.", None, 1, None),
    ("The driver escaped with light injuries.", None, 1, None),
    ("Two guards escaped with their lives.", None, None, None),
    ("Two others sustained machete cuts.", None, 2, None),
    ("Gunmen abducted the head of office.", None, None, 1),
    ("Two volunteers dead, one seriously wounded and three with minor injuries.", 2, 4, None),
    ("Two nurses were shot dead. The doctor's wife sustained bullet injuries.", 2, 1, None),
    # wounded first, dead in the end
    ("Gunmen shot and wounded Sheikh Omar Farid. Farid succumbed to his injuries.", 1, None, None),
    ("A guard was wounded. The guard later died in hospital.", 1, None, None),
    ("Ana Bel was injured and Ivo Bel was killed.", 1, 1, None),
    ("Gunmen abducted councillor Ivo Okel. Okel's body was found on Friday.", 1, None, 1),
    # an attacker who dies is none of those shot
    ("The assailant stabbed five people before he was shot dead by police.", 1, 5, None),
    ("A gunman shot six people before killing himself.", 1, 6, None),
    ("Five people were shot and two died.", 2, 3, None),
    ("A man stabbed six shoppers in Lynmall before police shot him dead.", 1, 6, None),
    ("Bomb kills policeman, wounds 11 others in Kasu", 1, 11, None),
    ("He died of his wounds 11 days later.", None, None, None),
    ("Three officers received light wounds.", None, 3, None),
    # taken along
    ("Raiders killed a man and took seven villagers with them.", 1, None, 7),
    ("The guerrillas also took away five youths.", None, None, 5),
    ("The family took two cousins with them.", None, None, None),
    ("Pirates boarded a boat and seized its crew of eight.", None, None, 8),
    ("The bodies of three of the victims were found.", 3, None, None),
    ("The attack claimed the lives of five of his bodyguards.", 5, None, None),
    # the same people counted twice
    ("A strike killed two people, or four by some accounts.", (2, 4), None, None),
    ("At least one, possibly two men died.", (1, 2), None, None),
    ("Two or three men were killed.", (2, 3), None, None),
    ("At least 11 and up to 15 villagers died in a raid, including four women and three boys.", (11, 15), None, None),
    ("One aid group put the toll as high as 15.", (None, 15), None, None),
    ("They paid the road toll over 40 miles.", None, None, None),
    ("Five people were killed, and possibly as many as nine.", (5, 9), None, None),
    ("Minimum of 10 fighters killed, a maximum of 14.", (10, 14), None, None),
    ("A minimum of 5 and a maximum of 9 people were killed.", (5, 9), None, None),
    ("Five people were killed, and up to nine houses were burned.", 5, None, None),
    ("Five people were killed, and up to nine were injured.", 5, (None, 9), None),
    ("Six people were reported killed by one paper and eight by another.", 6, None, None),
    ("Six people were reported killed by AFP and eight by Reuters.", (6, 8), None, None),
    ("6 reported killed (AFP), 8 (Reuters), 5 (Xinhua).", (5, 8), None, None),
    ("Four fighters were killed, though other reports said up to seven died.", (4, 7), None, None),
    ("Four people were killed, later revised to nine.", 9, None, None),
    ("Four were killed. This rose to nine when more bodies were found.", 9, None, None),
    ("The river rose to nine metres and this rose to 12 in the night.", None, None, None),
    ("Estimates ranged from 5 to 12 dead.", (5, 12), None, None),
    ("The toll rose from 5 to 12 dead.", 12, None, None),
    # two sides of a fight
    ("Two soldiers were killed. Security forces returned fire and killed four assailants.", 6, None, None),
    ("Four soldiers were killed. Troops killed 12 militants in the fight that followed.", 16, None, None),
    ("Twelve militants were killed. Two soldiers also died.", 14, None, None),
    ("A soldier was killed. Rebels lost 3 fighters.", 4, None, None),
    ("Five police officers were killed. Two civilians were also killed.", 7, None, None),
    ("Eight people were killed. Police killed three militants.", 8, None, None),
    ("Four civilians were killed, residents said. The army said four militants were killed.", 4, None, None),
    ("Six children were killed. A woman was killed as she fetched water.", 6, None, None),
    # whom a verb before a semicolon took is not among those behind it
    ("Gunmen attacked Kasu; two drivers and a nurse were killed.", 3, None, None),
    ("Massacre of Kasu: soldiers killed 43 children and seven adults.", 50, None, None),
    ("Gunmen kidnap 20 in Kasu; one hostage escapes", None, None, 20),
    ("Nine people, excluding three hostage-takers, died.", 9, None, None),
    ("A family was killed: Ana Bel, her husband Ivo, and their children Omar (4), Lina (7) and Sami (11).", 5, None, None),
    # a bulleted line
    ("- Deaths: 27 - Injured: 114 - Kidnapped: 3", 27, 114, 3),
    ("Injured people: 356; Dead: 41.", 41, 356, None),
    ("Six priests - five Spaniards and a Salvadoran - were killed.", 6, None, None),
]


@pytest.mark.parametrize(("text", "killed", "injured", "abducted"), ROWS, ids=[row[0][:50] for row in ROWS])
def test_a_summary_comes_to(text: str, killed: Toll, injured: Toll, abducted: Toll) -> None:
    document = Document(id="d", text=text)
    found = tally(document, normalise(document, extract(document)))
    wanted = {Outcome.KILLED: killed, Outcome.INJURED: injured, Outcome.ABDUCTED: abducted}
    for outcome, toll in wanted.items():
        told = found.get(outcome)
        got = None if told is None else told.best if told.low == told.high == told.best else (told.low, told.high)
        assert got == toll, outcome
