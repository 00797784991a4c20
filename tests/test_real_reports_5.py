"""Those told of before, groups in uniform, and deeds that are another incident's, each as some report was once misread.

Each line: a text, and its claims as "outcome: exact words" with a stance where it is no plain assertion.
"""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract
from tests.rows import each_row, told

TEXTS = """
Two raiders fired at a mill in Tora. The raiders were shot dead and a watchman hurt in the fight. -> killed: The raiders; \
injured: a watchman
Three bombers stormed a hotel in Tora. Police killed the bombers after an hour. -> killed: the bombers
Four militants stormed a hotel in Tora. All of the militants were killed. -> killed: the militants
Raiders seized four nuns in Tora. The nuns were killed on Friday. -> abducted: four; killed: The nuns
Raiders shot dead four nuns in Tora. The nuns were killed on their way to a fair. -> killed: four
Two millers died in Tora. The millers were shot at close range. -> killed: Two
Two millers were hurt in Tora. The millers died on Friday. -> injured: Two; killed: The millers
Two raiders fired at a mill. Five raiders blocked a road. The raiders were killed. ->
Two raiders fired at a mill. Some of the raiders were killed. -> killed: Some
Two raiders fired at a mill. The herders were killed by the raiders. ->
Two suicide bombers struck a mosque in Tora. The assailants were shot dead at the gate. -> killed: The assailants
Two guards manned a mill in Tora. The assailants were shot dead at the gate. ->
Gunmen stormed a mill in Tora. The gunmen were shot dead. ->
Raiders seized four nuns in Tora. The hostages were killed on Friday. -> abducted: four; killed: The hostages
Raiders seized six of its cooks at a mill in Tora, Orvia. Three of the captives were killed on May 6, 2011; the fate of the \
other is unknown. -> abducted: six; killed: Three
Two raiders fired on five Orvian monks at a mill. Four of the targeted monks were killed, while the fifth was hurt. -> \
killed: Four; injured: the fifth
Ivo Tarn was killed and his body was found on Friday. -> killed: Ivo Tarn
Ivo Tarn was abducted and his body was found on Friday. -> abducted: Ivo Tarn; killed: his body
A guard was shot dead in Tora. His body was found on Friday. -> killed: A guard
A guard was shot dead in Tora and Ana Lund was abducted. Her body was found on Friday. -> killed: A guard; abducted: Ana Lund; \
killed: Her body
Ivo Tarn was killed and his wife's body was found on Friday. -> killed: Ivo Tarn; killed: his wife's body
Rector Ivo Tarn, an old member of the Bell Church Assembly in east Iran, was killed by suspected rebel raiders. He was on \
his way to a fair when two raiders shot him dead. -> killed: Ivo Tarn
Three Central Reserve Police Guard personnel were killed and 14 hurt in Tora. The minister wept. -> killed: Three; injured: 14
Three Central Reserve Police Guards troopers and two clerks were hurt. -> injured: Three; injured: two
Three Central Reserve Police Force vans were destroyed and 14 guards hurt. -> injured: 14
Five to seven rebel barges were destroyed. ->
Five to seven rebel were killed. -> killed: Five to seven
The death toll from last Monday's ambush in Tora went up to 17. -> killed: 17
The number of jobs from last year's plan in Tora went up to 17. ->
The mayor raised the toll to 14 dead and five hurt on Friday, after earlier reporting 13 dead and seven hurt. -> \
killed: 14 revises; injured: five revises
The mayor spoke to 14 clerks after earlier reporting that 13 nuns had died. -> killed: 13
Some 15 raiders dragged two herders out of a hut and clubbed them to death. -> killed: two
A guard dragged a boy out of a hut and beat him to death. -> killed: a boy
A guard came home. A robber shot him dead. -> killed: A guard
Ana Lund came home. A robber stabbed her to death. -> killed: Ana Lund
A robber stabbed her father to death. -> killed: her father
Ken Lund Jr. was shot dead in Tora. -> killed: Ken Lund Jr.
Ken Lund, Jr. shot dead a clerk before killing himself in Tora. -> killed: Ken Lund, Jr.; killed: a clerk
A painter leapt from a mast to his death. -> killed: A painter
A painter went from a mast to the dock. ->
The raid killed six males, a female, and a baby. -> killed: six; killed: a female; killed: a baby
The raid killed six men, a local, and alarmed all. -> killed: six
Six were killed and nine were hurt, among the dead were two clerks. -> killed: Six; injured: nine; killed: two
A crash killed Ana Lund. Ivo Tarn suffered burns. -> killed: Ana Lund; injured: Ivo Tarn
A robber shot Ana Lund. Lund suffered a wound to the arm. -> injured: Ana Lund
A man was shot. He received care, but later died. -> injured: A man; killed: A man
A man was shot. He sold a car, but it died. -> injured: A man
A mob holds a police commander hostage. -> abducted: a police commander
Council holds hostage talks. ->
A driver was killed in Tora along with his wife and two sons. -> killed: A driver; killed: his wife; killed: two
A driver was arrested in Tora along with two rifles. -> detained: A driver
Police arrested and indicted Ivo Tarn. -> detained: Ivo Tarn
Police arrested nobody and indicted Ivo Tarn. -> detained: nobody
Two pupils were wounded and a teacher. She ran. -> injured: Two; injured: a teacher
Two pupils were wounded and a teacher wept. -> injured: Two
Two pupils were wounded by a guard and a teacher. -> injured: Two
A robber killed three sisters and their husbands. -> killed: three; killed: their husbands
A robber killed three sisters and their children. -> killed: three
A robber killed at least three sisters and their husbands. -> killed: at least three

Four drivers/loaders were killed. -> killed: Four
Three officers/military were killed. -> killed: Three
Two workers/union talks were hurt by a raid; a man died. -> killed: a man
None of the 12 coffins were burnt. ->
None of the 12 drivers was burned. -> injured: None
Gunmen shot one staff driver dead. -> killed: one
A guard shot his wife (a nurse; the two had married in May) before killing himself. -> killed: A guard; injured: his wife
Ana Lund was killed. Ivo Tarn suffered burns. -> killed: Ana Lund; injured: Ivo Tarn
A blast killed Ana Lund. Ivo Tarn was hospitalised. -> killed: Ana Lund; injured: Ivo Tarn
A blast killed Ana Lund. Lund was hospitalised first. -> killed: Ana Lund
Six to eight terrorist crafts were destroyed. ->
Nine people died, the agency said. On Tuesday it withdrew its offer of nine tonnes. -> killed: Nine
The fate of the 12 fishermen is a mystery. ->
Nine men died; the fate of 12 seized by the raiders is unknown. -> killed: Nine; abducted: 12
A guard who detained two men was shot. -> injured: A guard; detained: two
The rebels captured two soldiers and a cook. -> detained: two; abducted: a cook
Nine people (rather than the 12 first reported) died. -> killed: Nine
Two pupils were wounded and the driver. -> injured: Two
One died in Arak and another in Qom. -> killed: One; killed: another
Nine died in Arak and a in Qom. -> killed: Nine
Raiders killed a guard, a local, and a cook. -> killed: a guard; killed: a local; killed: a cook
Two of the 12 nurses could not be reached. ->
"""


@each_row(("text", "claims"), TEXTS)
def test_what_a_report_tells(text: str, claims: str) -> None:
    assert told(text) == claims


def test_those_told_of_before_are_as_many_and_nobody_counted_them_here() -> None:
    *_, claim = extract(Document(id="d", text="Two raiders fired at a mill in Tora. The raiders were shot dead."))
    assert (claim.low, claim.high, claim.best, claim.explicit, claim.flags) == (2, 2, 2, False, ("told_before",))


# What befell people in other incidents than the text's own, by the words of the figure.
OTHERS = """
Raiders seized nine herders near Tora on Monday. On Friday, in Belin, 40 km away, four of the captives were killed. ->
Raiders shot dead Ana Lund in Tora. She had been a witness to the assassination of mayor Ivo Tarn on May 14. -> Ivo Tarn
Raiders shot dead two clerks in Tora. One was on trial for the murder of six nuns. -> six
Ana Lund is on trial in Tora. She was a witness to the murder of six nuns. ->
A mine killed 12 people in Tora, not far from the spot where 31 died in May. -> 31
A mine killed 12 people in Tora, where 31 were hurt in the blast. ->
Rescuers wept near the spot where 31 died in May. ->
A girl was killed in a raid that guards call a reprisal for the murder of another girl. -> another girl
A mine killed three in Tora on Monday. Some 8,400 herders have perished in the decade since bandits took up arms. -> \
Some 8,400
A mob angry at the abduction and murder of 38 pupils burned a mill in Tora and killed a guard. -> 38
"""


@each_row(("text", "others"), OTHERS)
def test_which_figures_are_another_incidents(text: str, others: str) -> None:
    assert "; ".join(c.quote for c in extract(Document(id="d", text=text)) if c.background).endswith(others)
    assert bool(others) == any(c.background for c in extract(Document(id="d", text=text)))


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Raiders killed 10 security personnel.", "police"),
        ("Raiders killed six security men.", "police"),
        ("Raiders killed six security officials.", "police"),
        ("Raiders killed six members of the security forces.", "police"),
        ("Raiders killed six police personnel.", "police"),
        ("Raiders killed six paramilitary personnel.", "combatants"),
        ("Raiders killed six army personnel.", "combatants"),
        ("Raiders killed six jawans.", "combatants"),
        ("Raiders killed six hospital personnel.", "people"),
    ],
)
def test_who_is_in_uniform(text: str, group: str) -> None:
    assert [claim.victims.groups for claim in extract(Document(id="d", text=text))] == [(group,)]


def test_those_hurt_badly_are_some_of_those_hurt() -> None:
    whole, part = extract(Document(id="d", text="A man stabbed six people in Tora, critically wounding one."))
    assert part.subset_of == whole.id
    whole, other = extract(Document(id="d", text="A man stabbed six people in Tora, critically wounding two others."))
    assert other.subset_of is None


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Raiders stormed a post in Tora and killed 10 security personnel. One militant was killed.", 11),
        ("Two raiders fired at a mill and killed nine millers. The raiders were shot dead.", 11),
        ("Raiders seized six of its cooks in Tora. Three of the captives were killed on May 6.", 3),
        ("Ivo Tarn was killed and his body was found on Friday.", 1),
    ],
)
def test_how_many_died(text: str, killed: int) -> None:
    document = Document(id="d", text=text)
    figures = normalise(document, extract(document))
    assert tally(document, figures)[Outcome.KILLED].best == killed
