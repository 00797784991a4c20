"""More sentences as reports of attacks and armed groups write them: verbs and voices that some report was once misread for.

Each line: a text, and its claims as in `test_real_reports`.
"""

from __future__ import annotations

import pytest

from aggregator.core.model import Basis, Document
from parsers.text.claims import extract
from tests.rows import each_row, told

TEXTS = """
Two guides were detained for nine days by an unknown armed group. -> abducted: Two
Two guides were detained for nine days by an army unit. -> detained: Two
Insurgents in Tora detained three surveyors for a week. -> abducted: three
Police in rebel-held Tora detained three surveyors. -> detained: three
Militants arrested five herders. -> abducted: five
Police arrested five militants. -> detained: five
Five militants were arrested. -> detained: Five
Soldiers hunting for militants detained five herders. -> detained: five
Two nurses were arrested at a checkpoint by members of Boko Haram. -> abducted: Two
Two nurses were arrested at a checkpoint by police looking for members of Boko Haram. -> detained: Two
Gunmen stormed a mill and detained six workers. -> abducted: six
Gunmen stormed a mill and police detained six workers. -> detained: six
Gunmen stormed a mill, detaining six workers. -> abducted: six
Rebels captured 12 soldiers. -> detained: 12
Rebels captured 12 villagers. -> abducted: 12
Four clerks were arrested by pro-government militiamen. -> detained: Four
Seven drivers were being held by the Taliban, an elder said. -> abducted: Seven
A driver has been held for two weeks by rebels. -> abducted: A driver
Seven drivers were being held by the police, an elder said. -> detained: Seven
Talks were held by the rebels with seven drivers. ->
The Taliban leader was detained by rebels of another faction. -> abducted: The Taliban leader
A raider killed two bakers and took a woman hostage before guards shot him dead. -> killed: A raider; killed: two; abducted: \
a woman
A raider killed two bakers and took a woman hostage before being shot dead. -> killed: A raider; killed: two; abducted: \
a woman
A woman hostage was killed in the raid. -> killed: A woman hostage
A robber held the shop and its nearly 80 customers hostage for an hour. -> abducted: nearly 80
Villagers took two policewomen and their children hostage. -> abducted: two
A gunman killed a hostage. -> killed: a hostage
Bandits shot the old chief of the village to death. -> killed: the old chief
Guards shot a 22-year-old Malvan man of Ardan descent dead after he stabbed a clerk. -> killed: a 22-year-old Malvan man; \
injured: a clerk
They stabbed the owner of the shop to death. -> killed: the owner
A guard shot the owner of the shop dead. -> killed: the owner
A guard shot the owner of a dead dog. -> injured: the owner
The raiders dragged Ana Silva and Rui Costa out of their house and killed them with axes. -> killed: Ana Silva; killed: Rui Costa
The raiders dragged two farmers out of their homes and killed them. -> killed: two
Ana Silva and Rui Costa heard the bombs and killed them with spray. ->
Rain and hail drove 40 families out of their homes. -> displaced: 40
Both attackers fled the area and were later killed by guards. -> killed: Both
Both attackers fled the area and were later arrested. -> detained: Both
Nine families fled the area, and two attackers were later killed. -> displaced: Nine; killed: two
A tall man posing as a patient assassinated a well-known surgeon. -> killed: a well-known surgeon
A well-known surgeon assassinated a guard. -> killed: a guard
Neither Silva nor any other clerks were wounded in either raid. ->
Neither Silva, nor any other clerks were wounded in either raid. ->
Neither the driver nor his guards were hurt. ->
Neither side gave a figure, but three guards were hurt. -> injured: three
Some 27 passengers required medical treatment. -> injured: Some 27
Nine riders needed treatment at a clinic. -> injured: Nine
Some 27 passengers required medicine. ->
Some 27 passengers required medical treatment for malaria. ->
A driver went missing on the coast road and is presumed kidnapped. -> abducted: A driver; missing: A driver
A driver went missing on the coast road, and presumed kidnapped. -> abducted: A driver; missing: A driver
A driver went missing and his brother was kidnapped. -> missing: A driver; abducted: his brother
A mob tracked and killed Silva. -> killed: Silva
Villagers chased and stabbed two thieves. -> injured: two
Villagers hunted down and killed two thieves. -> killed: two
A boy fired three shots as he ran, wounding vice principal Rui Costa, and two pupils. -> injured: Rui Costa; injured: two
A boy fired three shots as he ran, wounding two pupils. -> injured: two
The robber killed four bakers before surrendering to police. -> detained: The robber; killed: four
The robber killed four bakers before surrendering the money. -> killed: four
Four rebels surrendered. ->
Four rebels surrendered their guns. ->
On Monday the bomber, Rui Costa, was captured in Tora after a shootout. -> detained: Rui Costa
On Monday the bomber, Rui Costa, was captured in Tora after a shootout which left two guards and Costa wounded. -> \
detained: Rui Costa; injured: two; injured: Costa
The mine killed a corporal, five recruits and nine civilians, including a baker and her son, at a bridge. -> killed: a \
corporal; killed: five; killed: nine; killed: a baker; killed: her son
The mine killed five recruits and nine civilians, including a baker, were hurt. -> killed: five; injured: nine; injured: a baker
One man, 34, was flown to a clinic with burns to his legs and upper body. -> injured: One
One man, 34, was flown to a clinic where his body lies. ->
A fire killed two boys. Seven others in the house were treated and released. -> killed: two; injured: Seven
A flu shut the school. Seven others were treated and released. ->
Rui Costa, 34, who had taught at the mill school (primary; day pupils), killed two clerks before being shot dead by guards. -> \
killed: Rui Costa; killed: two
Armed with his uncle's police gun, Costa killed two clerks before committing suicide. -> killed: Costa; killed: two
Police said nine others who had been at the mill remain uncontactable. -> missing: nine
The mayor said that he was uncontactable. ->
Divers found two more bodies, bringing to 31 the number of known victims. -> killed: two; killed: 31
In addition to the bomber, the blast killed seven people and injured 12 others. -> killed: the bomber; killed: seven; injured: 12
In addition to the mayor, the gang had insulted a judge and it killed seven people. -> killed: seven
Forty-one people in northern Malva has died in hospitals after a party. -> killed: Forty-one
A youth fired into a crowd. He then ran. He was later arrested. -> detained: A youth
A youth lay in a tent. He slept badly. He was taken from the clinic to a ward. ->
Raiders set fire to a barn, burning three herders alive. -> killed: three
Raiders burned two guards alive. -> killed: two
Raiders burned two guards; a third was found alive. -> injured: two
A bandit wounded two pupils and then fled. -> injured: two
A shell wounded two pupils and 300 others fled. -> injured: two; displaced: 300
A pupil opened fire in a hall, hitting four others, one fatally. -> injured: four; killed: one
A pupil opened the hall, hitting four others with news. ->
Three people died instantly and two more in hospital. -> killed: Three; killed: two
Three people died instantly and two more are in hospital. -> killed: Three; injured: two
One of the raiders blew himself up, and two others were shot by guards. -> killed: One; injured: two
A raider killed himself and two others. -> killed: A raider; killed: two
A raider shot himself and two others were hurt. -> injured: A raider; injured: two
Rebels are believed to be holding seven weavers. -> abducted: seven
Police are believed to be holding seven weavers. ->
Armed men forced a reporter into a car. -> abducted: a reporter
Armed men forced a door into a car park. ->
Armed men came to the house and took away two brothers. -> abducted: two
Medics came to the house and took away two brothers. ->
"""


@each_row(("text", "claims"), TEXTS)
def test_what_a_report_tells(text: str, claims: str) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Four herders were held captive for a month by rebels.", Basis.INCIDENT),
        ("Four herders were freed after a week as hostages.", Basis.INCIDENT),
        ("Some 30 people a month are killed on the road.", Basis.RATE),
    ],
)
def test_what_tells_how_long_is_no_rate(text: str, basis: Basis) -> None:
    assert [claim.basis for claim in extract(Document(id="d", text=text))] == [basis]
