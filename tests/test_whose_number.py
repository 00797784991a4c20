"""Whose a number is, and which number of two a speaker means: counts set aside, denied, taken back, passed on, told by rank.

Each line: a text, and its claims as "outcome: exact words" with a stance where it is no plain assertion, the bounds where they
are not those of the words (`=12..`), and behind "by" who vouches ("nobody": the text's own voice) where it matters.
"""

from __future__ import annotations

import pytest

from aggregator.core.model import Basis, Claim, Document, Role, Stance, Status
from parsers.text.claims import extract
from tests.rows import each_row

TEXTS = """
Police said on Tuesday that seven people, not nine, were killed in Goma. -> killed: seven by Police
The ministry said that 8 people and not 12 were killed. -> killed: 8 by The ministry
Five people, rather than ten, were killed. -> killed: Five
At least 63 people died, a count by the Associated Press shows. -> killed: At least 63 by the Associated Press
At least nine people died, a tally by the agency found. -> killed: At least nine by the agency
An intelligence official questioned the toll, telling an agency that nine died. -> killed: nine by An intelligence official
The mayor visited the site, telling reporters that nine people had died. -> killed: nine by The mayor
Ardan intelligence said nine died. -> killed: nine by Ardan intelligence
The RSF said nine people were killed. It said 60 were hurt. -> killed: nine by The RSF; injured: 60 by The RSF
The ministry said 8 people, fewer than the 12 reported earlier, were killed. -> killed: 8 by The ministry
The ministry said 8 people, more than an earlier toll of five, were injured. -> injured: 8 by The ministry
Police said that 12 people, not 15 as reported earlier, died in Goma on Monday. -> killed: 12 by Police
Six people instead of nine were injured in the blast. -> injured: Six
Six people, as opposed to nine, are missing. -> missing: Six
The blast killed eight people, and not the 11 first announced. -> killed: eight
The blast killed eight people, not 11, and injured three. -> killed: eight; injured: three
The blast killed eight people rather than the 11 announced by the army. -> killed: eight by nobody
In Goma 12 people, not 15 as the mayor had said, died on Monday. -> killed: 12 by nobody
Eight people, fewer than the 12 reported by the ministry, were killed. -> killed: Eight by nobody
Eight people were killed, down from the 11 announced by the army. -> killed: Eight by nobody
Eight people, down from the 11 reported earlier, were killed. -> killed: Eight
Eight people, up from five, were killed. -> killed: Eight
Police said seven people, not nine, were missing and 12, not 20, were injured. -> missing: seven; injured: 12
Seven (not nine) people were killed. -> killed: Seven
The death toll is seven and not nine. -> killed: seven
The number of dead is 7, not 9, the mayor said. -> killed: 7 by the mayor
Not nine but seven people were killed. -> killed: seven
The rebels killed not 16 soldiers, as they claimed, but four. -> killed: four
Not 30 people died but three. ->
It was not 30 but three people who died. -> killed: three
The toll was lower than the 12 first reported: eight people had died. -> killed: eight by nobody
The army put the toll at 8, not 12. -> killed: 8 by The army
The army killed 12 rebels, not civilians, the governor said. -> killed: 12 by the governor
Rather than nine, seven people were killed, police said. -> killed: seven by police
Instead of the 11 dead first announced, the army said only four men had died. -> killed: four by the army
Eight people were killed, not nine, the mayor said. -> killed: Eight by the mayor
Eight people were killed, not far from the school, the mayor said. -> killed: Eight by the mayor
Eight people were killed, not 300 metres from the school. -> killed: Eight
Twelve people were killed, more than the nine killed in March. -> killed: Twelve; killed: nine
Eight people, not more than 12, were killed. -> killed: Eight
Not one but two nurses were killed. -> killed: two
Two guards, not one of them armed, were killed. -> killed: Two
Seven people died, not counting two bombers. -> killed: Seven; killed: two
Police arrested 12 men instead of the two gunmen who killed five people. -> detained: 12; killed: five
Forty people were on the bus, more than twice the 18 it can carry, and 12 died. -> killed: 12
Contrary to what the army said, 12 people were killed. -> killed: 12 by nobody
Contrary to earlier reports of 30 dead, only four people were killed, police said. -> killed: 30 denies by police; \
killed: four by police
Despite early reports of 30 deaths, four people died, the mayor said. -> killed: 30 denies by the mayor; killed: four by the mayor
Despite reports of 30 deaths, the fair went on. -> killed: 30
Contrary to first reports, the blast killed 12 people. -> killed: 12

Police said on Monday that ten people, all miners, died in Goma. -> killed: ten by Police
Police said on Monday that ten people, most of them women, died in Goma. -> killed: ten
Police said on Monday that two people, both teachers, were killed in Goma. -> killed: two by Police
Two people, both of them teachers, were killed. -> killed: Two
Police said on Monday that ten people, one of them a child, were killed. -> killed: ten; killed: one
The ministry said late on Monday that 12 guards, most of them recruits, had died. -> killed: 12 by The ministry
The army said in a statement on 12 May that 12 men, mostly recruits, had died. -> killed: 12 by The army
Police said on Monday that two nurses and both drivers died. -> killed: two; killed: both
Two men and both of their wives were killed. -> killed: Two; killed: both
Two nurses, both wounded in a raid, died. -> injured: Two; killed: Two

The mayor said the 49 deaths reported by the mining agency were an exaggeration. -> killed: 49 denies by The mayor
The mayor said reports that 49 people had died were exaggerated. -> killed: 49 denies by The mayor
The mayor said the toll of 49 was grossly inflated. -> killed: 49 denies by The mayor
The mayor said that the figure of 49 dead had been overstated. -> killed: 49 denies by The mayor
The mayor called the 49 deaths reported by the agency an exaggeration. -> killed: 49 denies by The mayor
The mayor called reports that 49 people had died false. -> killed: 49 denies by The mayor
The mayor called the raid that killed 49 people a crime. -> killed: 49
The mayor described the blast, which killed 49, as a crime. -> killed: 49
The toll of 49 was not exaggerated, the mayor said. -> killed: 49 by the mayor
The toll of 49, which the mayor called an exaggeration, was confirmed by the agency. -> killed: 49 confirms by the agency
The army called the report of 12 dead a lie and said two men had been hurt. -> killed: 12 denies by The army; \
injured: two by The army
Nine people were killed and the danger was exaggerated. -> killed: Nine

A front adviser denied that its drones had hit the market and said the raid had struck a depot, killing more than 60 \
gunmen. -> killed: more than 60 by A front adviser
The adviser denied that drones had hit the market and said the raid killed 60 gunmen. -> killed: 60 by The adviser
The army denied the attack and said 12 people had died in an accident. -> killed: 12 by The army
The army denied any civilian deaths and said 12 rebels were killed. -> killed: denied any civilian deaths denies by The army; \
killed: 12 by The army
The army denied that 30 people were killed and said nobody was hurt. -> killed: 30 denies; injured: nobody
The army denied reports that 30 people were killed and 40 hurt. -> killed: 30 denies; injured: 40 denies
The army denied that the raid killed 20 people and wounded 30. -> killed: 20 denies; injured: 30 denies

The company that owns the mine, Acme Mining, said that two people had died on its site. -> killed: two by Acme Mining
The agency that counts the dead, SAEMAPE, said that two people had died. -> killed: two by SAEMAPE
The rights group that tracks the war said that 12 people had died. -> killed: 12 by The rights group
The ministry told the agency that officials said 12 people had died. -> killed: 12 by officials
The minister told the company that police said that nine people had died. -> killed: nine by police
The ministry said that the army had killed 12 people. -> killed: 12 by The ministry
The mayor of the town, Lena Holm, said six people had died. -> killed: six by The mayor of the town, Lena Holm

Five people were killed, Rights Watch Ardo said on Tuesday in a report that took a year. -> killed: Five by Rights Watch Ardo
Rights Watch Ardo said on Tuesday in a report that five people were killed. -> killed: five by Rights Watch Ardo
Nine people were hurt, and the agency said in a statement that five people were killed. -> injured: Nine by nobody; \
killed: five by the agency
Two people were killed, the mayor said, Northwind Wire reported. -> killed: Two by the mayor via Northwind Wire
Two people were killed, the mayor said, police said later that three were hurt. -> killed: Two by the mayor; \
injured: three by police

The mining agency retracted its figure of 49 dead, saying that it had not been verified. -> killed: 49 retracts by The \
mining agency
Forty-nine people died and 12 were hurt, the mining agency said. On Tuesday it withdrew its figure of 49. -> killed: Forty-nine; \
injured: 12; killed: 49 retracts by the mining agency
Forty-nine people died, the mining agency said. The army denied the figure of 49. -> killed: Forty-nine; killed: 49 denies by \
The army
Forty-nine people died, the mining agency said. It withdrew its figure of 52 tonnes. -> killed: Forty-nine
The president said "at least 20" people had died in Goma. -> killed: at least 20 by The president
"At least 20" soldiers were killed, the army said. -> killed: At least 20 by the army
The film "12" was shown; nine people died. -> killed: nine
The coast guard stood by its figure of 29 dead and 14 missing. -> killed: 29 confirms by The coast guard; missing: 14 confirms
He stood by as gunmen killed 12 people. -> killed: 12
The army defended the town and killed 29 people. -> killed: 29

Nine guards and as many porters were hurt. -> injured: Nine; injured: as many =9..9
Four clerks and their wives were killed. -> killed: Four; killed: their wives =4..4
Of the 40 porters on the ferry, 31 drowned and the rest were hurt. -> killed: 31; injured: the rest =9..9

A bomb killed one person and injured six last night, the mayor says. -> killed: one; injured: six
A bomb killed six last week in Ardo. -> killed: six
The army killed six last month, police said. -> killed: six
The mayor saw six last night. ->
Ten people, including the gunman, were killed. The attacker shot himself. -> killed: Ten; killed: the gunman
Nine people were shot dead. The gunman shot himself. -> killed: Nine; injured: The gunman
Nine people, including a guard, were killed. The gunman shot himself. -> killed: Nine; killed: a guard; injured: The gunman
Two of the gunmen were killed. A third gunman shot himself. -> killed: Two; injured: A third gunman

A twelfth victim of Tuesday's grenade attack died in hospital on Thursday. -> killed: A twelfth victim =12..
The 12th victim died in hospital on Thursday. -> killed: The 12th victim =12..
A third Indian soldier died of his wounds. -> killed: A third Indian soldier =3..
Twelfth victim of grenade attack dies. A twelfth victim died in hospital. -> killed: A twelfth victim =12..
Two men were wounded in a raid. A third man died in hospital. -> injured: Two; killed: A third man
A third man was wounded. -> injured: A third man
The second victim died in hospital. -> killed: The second victim
A fifth grade teacher died in hospital. -> killed: A fifth grade teacher
A Third Army soldier died of his wounds. -> killed: A Third Army soldier
"""


def _said(claim: Claim, expected: str) -> str:
    """Return a claim in words, with as much of it as the row tells."""
    words = f"{claim.outcome.value}: {claim.quote}"
    if claim.stance is not Stance.ASSERTS:
        words += f" {claim.stance.value}"
    if "=" in expected or (not claim.explicit and claim.best not in (None, 1)):
        words += f" ={claim.low}..{'' if claim.high is None else claim.high}"
    if " by " in expected:
        words += f" by {claim.claimant.name if claim.claimant else 'nobody'}"
    if " via " in expected:
        words += f" via {next((step.name for step in claim.attribution if step.role is Role.RELAY), '')}"
    return words


@each_row(("text", "claims"), TEXTS)
def test_whose_number_it_is(text: str, claims: str) -> None:
    expected = claims.split("; ") if claims else []
    found = extract(Document(id="d", text=text))
    shown = [_said(claim, row) for claim, row in zip(found, [*expected, *[""] * len(found)], strict=False)]
    assert shown == expected


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        ("The army said its forces had suffered no casualties.", "its forces", Status.COMBATANT),
        ("There were no casualties among its forces, the army said.", "its forces", Status.COMBATANT),
        ("The army said none of its soldiers had been hurt.", "of its soldiers", Status.COMBATANT),
        ("The company said none of its workers had died.", "of its workers", Status.CIVILIAN),
        ("None of the company's workers was hurt, it said.", "of the company's workers", Status.CIVILIAN),
        ("There were no injuries among the miners.", "miners", Status.CIVILIAN),
        ("The blast caused no casualties.", None, Status.UNKNOWN),
        ("The village suffered no casualties.", None, Status.UNKNOWN),
        ("Ten people, all miners, were killed.", "miners", Status.CIVILIAN),
        ("Three people, all Kenyans, were killed.", "people", Status.UNKNOWN),
    ],
)
def test_of_whom_a_count_is(text: str, words: str | None, status: Status) -> None:
    (claim,) = extract(Document(id="d", text=text))
    assert (claim.victims.text, claim.victims.status) == (words, status)


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Eleven people died in a grenade attack. The 12th victim died in hospital.", Basis.INCREMENT),
        ("Two people died at the scene. A third victim died of her injuries.", Basis.INCREMENT),
        ("Two guards were killed and three wounded on Monday. A guard died of his wounds on Thursday.", Basis.INCREMENT),
        ("Two guards were killed and three wounded on Monday. A guard died of his wounds on Monday.", Basis.INCIDENT),
        ("Three people died on Monday and four were hurt. One man died of his wounds in hospital.", Basis.INCIDENT),
        ("Two men were wounded in a raid. A third man died in hospital.", Basis.INCIDENT),
        ("A guard died of his wounds on Thursday.", Basis.INCIDENT),
    ],
)
def test_one_more_dead_adds_to_those_told_before(text: str, basis: Basis) -> None:
    assert extract(Document(id="d", text=text))[-1].basis is basis


LINES = (  # at a fixed width, as a machine wraps them
    "A cook who had worked at the Ardo mill for eleven years, and two or",
    "three of his friends said that he was ill, came to its yard and shot",
    "three of his foremen dead beside the gate. His knife wounded two men",
    "who had followed him through the gate, and he then fled to the hills.",
)


@pytest.mark.parametrize("pad", ["", "  ", "   ", "\t", "        "])
def test_indented_lines_are_no_table(pad: str) -> None:
    text = "".join(f"{pad}{line}\n" for line in LINES)
    claims = extract(Document(id="d", text=text))
    assert [(c.outcome.value, c.quote) for c in claims] == [("killed", "three"), ("injured", "two")]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("A fire killed   nine people.", ["nine"]),
        ("Two    miners were killed in Tora.", ["Two"]),
        ("Officers shot   and killed two men.", ["two"]),
        ("Dead: 9   Injured: 12", ["9", "12"]),
    ],
)
def test_a_lone_gap_is_a_slip(text: str, quotes: list[str]) -> None:
    assert [claim.quote for claim in extract(Document(id="d", text=text))] == quotes
