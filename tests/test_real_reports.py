"""Sentences as local news, aid agencies and wires write them, each of a construction that some report was once misread for.

Each line: a text, and its claims as "outcome: exact words" with a stance where it is no plain assertion.
"""

from __future__ import annotations

import pytest

from aggregator.core.model import Basis, Document
from parsers.text.claims import extract
from tests.rows import each_row, told

TEXTS = """
At least nine, possibly more, miners were killed in a blast. -> killed: At least nine
In May nine, possibly more, trains were late and a guard was killed. -> killed: a guard
Five men believed to be rebels were killed. -> killed: Five
Six people thought to be rice farmers died in a raid. -> killed: Six
Six people believed to be alive were rescued. ->
A doctor confirmed that Marlow died of gunshot wounds. -> killed: Marlow confirms
Police said that Sunday saw nine killed. -> killed: nine
Nine miners died, three were hurt, and the fate of 14 is unclear. -> killed: Nine; injured: three; missing: 14
The fate of two bills is unknown. ->
The search continued for 38 people off Merak. -> missing: 38
The search continues for a new coach. ->
The three are still considered to be missing. -> missing: three
She shot herself fatally after killing two clerks at the feed store. -> killed: She; killed: two
He shot himself fatally after killing two clerks. -> killed: He; killed: two
A gunman killed two clerks, then shot himself fatally. -> killed: A gunman; killed: two
The gunman fired on diners before dying in a shootout with guards. -> killed: The gunman
Nine people were killed at a depot. The gunman died in a gun battle with police. -> killed: Nine; killed: The gunman
He turned the gun on himself after killing three people and is in a hospital in critical condition. -> injured: He; killed: \
three
The gunman fired on shoppers before dying out of sight. ->
An adult male and two children were wounded in Corley. -> injured: An adult male; injured: two
An adult female and a male were killed. -> killed: An adult female; killed: a male
The male nurse was at home. ->
A male nurse and two guards were hurt. -> injured: A male nurse; injured: two
A man of 70 fired at deputies. They found him and a woman dead in the house. -> killed: A man; killed: a woman
Deputies found two men and a woman dead in the house. -> killed: two; killed: a woman
A gunman fired at officers. Deputies returned fire, killing him. -> killed: A gunman
A man shot a woman in the face before officers shot and killed him. -> killed: A man; injured: a woman
Three men were shot dead. A fourth suspect was shot and taken to a hospital. -> killed: Three; injured: A fourth suspect
A homeowner opened fire at two intruders on Friday, killing one and injuring the other. -> killed: one; injured: the other
A fourth victim was struck several times and taken to a clinic in critical condition. -> injured: A fourth victim
The gunman shot four people, seriously wounding two of them, and then died of a self-inflicted wound. -> killed: The gunman; \
injured: four; injured: two
A fourth car was struck several times by bullets. ->
The ball struck the man several times, but he kept playing. ->
A 19-year-old is dead after a shooting in Dayford. -> killed: A 19-year-old
A 20-year-old is in critical condition following a shooting. -> injured: A 20-year-old
A 19-year-old is dead and a 20-year-old is in critical condition following a shooting. -> killed: A 19-year-old; injured: a \
20-year-old
A 19-year-old was killed in Dayford. -> killed: A 19-year-old
A 19-year-old car is dead in the yard; the battery is in critical condition. ->
A couple and their son were slain in their home. At least two of the victims had stab wounds. -> killed: A couple; killed: \
their son
Two men were killed. At least three other people had stab wounds. -> killed: Two; injured: At least three
The girl was taken to a hospital but was not harmed. ->
The boy was taken to a clinic as a precaution; he was not hurt. ->
Both children were taken to a hospital to be checked and were found unharmed. ->
The girl was taken to a hospital with a gunshot wound. -> injured: The girl
The girl was taken to a hospital; her brother was not harmed. -> injured: The girl
Deputies shot Manning. Manning died at the scene. -> injured: Manning; killed: Manning
Deputies found Harding in a car. Harding died at the hospital. -> killed: Harding
Deputies fired at Golding. Golding was killed. -> killed: Golding
It was Halsted, they said. Halsted died at the hospital. -> killed: Halsted
Evening classes died out. ->
Bleeding died down. ->
Bombing killed 12 people. -> killed: 12
Fighting was killed off by the rain. ->
A woman ran out of the shop. She was struck in the leg and is expected to recover. -> injured: A woman
The mayor called the slaying one of the vilest crimes of his term. A clerk was shot and killed. -> killed: A clerk
Investigators described the slaying as one of several in the valley. A man was shot dead. -> killed: A man
Three bodies were found in a car. -> killed: Three
A peacekeeper, wounded in Monday's raid on a camp in the north of the county, has died of his injuries. -> injured: A \
peacekeeper; killed: A peacekeeper
A guard of the park, wounded in Monday's raid on a camp in the north of the county, has died of his injuries, a spokesman \
confirmed on Friday. -> injured: A guard confirms; killed: A guard confirms
A Malvan peacekeeper of the force, wounded in Monday's attack on a post, has died of his injuries, its spokesman confirmed on \
Friday. -> injured: A Malvan peacekeeper confirms; killed: A Malvan peacekeeper confirms
A soldier, wounded in Monday's attack, is out of danger, the army said. -> injured: A soldier
Three reporters have been freed after a twenty-hour abduction by a militia. -> abducted: Three
Four observers seized by rebels on Tuesday were released on Sunday. -> abducted: Four
Three engineers have been freed after two weeks as hostages of a militia. -> abducted: Three
Two nurses are free after being held captive by bandits for ten days. -> abducted: Two
Five farmers were found dead on Sunday, a month after they were kidnapped. -> abducted: Five; killed: Five
Three prisoners were freed on Monday after a court quashed their sentences. ->
Firefighters freed three people from a lift on Monday. ->
Three drivers have been freed after a bus overturned on them. ->
The ship, seized by rebels on Tuesday, was released. ->
Four tankers seized by rebels on Tuesday were released on Sunday. ->
A driver was killed by a car bomb on Monday. He had hired the van from a cousin. "It blew up and he died at once," the cousin \
said. -> killed: A driver
A policeman was killed in the capital on Saturday. The officer was dragged from a bus and shot. -> killed: A policeman; \
injured: The officer
A constable was set upon by youths in Orlan. He was dragged from his van and shot. -> injured: A constable
A guard was killed in a raid on Monday. Two nurses were dragged from their car, beaten and taken to hospital. -> killed: A \
guard; injured: Two
Two nurses were dragged from their car and taken to an unknown place. -> abducted: Two
Three farmers were dragged from their homes by gunmen. -> abducted: Three
Four surveyors were kidnapped on Monday. Two of them were freed on Friday and taken to hospital. -> abducted: Four
One volunteer with Hands for Life and four guides were kidnapped on Sunday. -> abducted: One; abducted: four
One staff member of Action for Hope, two drivers and three nurses are missing, the agency said. -> missing: One; missing: \
two; missing: three
An employee of Doctors for Peace and two guards were killed on Monday. -> killed: An employee; killed: two
One member of Nurses Without Borders, a driver and two guards were wounded on Monday. -> injured: One; injured: a driver; \
injured: two
At least four members of the national army also were slain, the UN chief said. -> killed: At least four
A bomb tore through a cafe on Monday, with three nurses from state clinics among the dead. -> killed: three
A bombing killed and wounded numerous people, with five reporters from state media among the dead, witnesses said. -> \
casualties: numerous; killed: five
Radio Merak identified two of the dead as its director and an anchor. -> killed: two
A surgeon said an injured person had been flown to the coast for treatment. -> injured: an injured person
An injured person said the men came on motorcycles. ->
An injured person is entitled to compensation, the minister said. ->
Eleven rebels and one Malvan soldiers were killed near the lake on Monday. -> killed: Eleven; killed: one
Seven rebel and one soldiers were killed in the raid, police said. -> killed: Seven; killed: one
Three policeman and one civilians were wounded by the bomb. -> injured: Three; injured: one
One village soldiers' bus was hit; nobody was killed. -> killed: nobody
Some 250 people were killed and 9 were hurt, he said. -> killed: Some 250; injured: 9
A bomber killed 24 people on Monday at a camp for families who have fled the fighting, the army said. -> killed: 24
A shell killed seven people in a camp for villagers displaced by the floods. -> killed: seven
Three gunmen stormed the office, a spokesman said. One was shot dead. The other two men fled, he said. -> killed: One
Gunmen killed four people in Tora; the other 200 villagers fled. -> killed: four; displaced: 200
Nine herders were killed including two boys and four more were injured in the raid. -> killed: Nine; killed: two; injured: four
The number of bodies pulled from the collapsed hotel has grown to 42, the fire chief said. -> killed: 42
Officials said on Monday that the death toll from a week of cold in the northern hills has passed 600. -> killed: has passed 600
The number of drought affected people is about 85,000 in nine districts, the agency said. -> affected: about 85,000
The count of corpses recovered from the lake has climbed to 23, a diver said. -> killed: 23
The storm displaced 1,204; as many as 52,310 were registered as affected by it. -> displaced: 1,204; affected: as many as 52,310
The number of houses pulled down has grown to 42; three residents died. -> killed: three
Some 250 other villagers are estimated to be missing. -> missing: Some 250
Divers went on with the search for a missing young swimmer. -> missing: a missing young swimmer
Villagers estimated the number missing at close to 80. -> missing: close to 80
A missing backcountry skier was found alive on Sunday. ->
A missing handrail was to blame, police said. ->
The driver of a truck run by Osprey Freight of Bayou Vista, La., was killed when a tyre burst. -> killed: The driver
The owner of a farm near Hay, N.S.W., died on Friday when his plane hit a power line. -> killed: The owner
A woman was pulled from the wreck with minor injuries. -> injured: A woman
Three climbers were flown off the peak with broken legs. -> injured: Three
A 64-year-old man was recovered from the debris without injuries. ->
Some 420 patients were treated in June, of which 7 have died. -> killed: 7
A deckhand and one crew-member were burned, and another crew-member died when the boat caught fire. -> injured: A deckhand; \
injured: one; killed: another crew-member
A baker who came by heard shouts from people imprisoned in the cellar. ->
The driver and father of three was killed. -> killed: The driver
Rescuers recovered the bodies of 12 miners. -> killed: 12
Unconfirmed reports put the toll from 80 to as high as 900 dead. -> killed: from 80 to as high as 900 unverified
Police went on with the search for a missing skier. -> missing: a missing skier
Police are searching for a man in a red coat. ->
The number of frost affected people is now 14,000. -> affected: 14,000
A bomb went off in a tea house, with three nurses from state broadcasters among the dead. -> killed: three
A third woman, who was shot in the back that night, told the jury she had played dead. -> injured: A third woman
A woman told the jury that two men were shot. -> injured: two
Arlo police say a man shot and killed a painter before he fled to Belle, where he was fatally shot by officers. -> killed: a \
man; killed: a painter
Three men lay dead. A fourth victim was struck several times and was in critical condition at nightfall. -> killed: Three; \
injured: A fourth victim
Two people were shot to death and a third was hit in the foot behind a house. -> killed: Two; injured: a third
Eight people watching fireworks were hit when a car stopped and somebody in it opened fire. -> injured: Eight
Eight people were hit when a wall of the old theatre collapsed. ->
Eight people were hit by a wave of layoffs. ->
A seventh person crawled out with bullet wounds. -> injured: A seventh person
A second teenager has died of wounds. The first, 15, had died in the park. -> killed: A second teenager
Three Malvan engineers working on a dam near Orlan were freed after a week-long abduction. -> abducted: Three
A man out with his three children fatally shot the children and a clerk before killing himself. -> killed: A man; killed: \
three; killed: a clerk
A man with four dogs fatally shot the dogs before killing himself. -> killed: A man
A woman was shot by her husband, who then killed himself. -> injured: A woman; killed: her husband
Two clerks were shot by a man who then shot himself dead. -> injured: Two; killed: a man
An explosion left four more with severe burns. -> injured: four
An explosion left four more with nothing to do. ->
One nurse suffered a broken arm. -> injured: One
The team suffered a broken spirit. ->
Unidentified men kidnapped and later released an aid worker. -> abducted: an aid worker
A teenager was in surgery after the blast. -> injured: A teenager
A clinic was in surgery talks. ->
Eight staff of the aid group remain in detention. -> detained: Eight
A good Samaritan who had tried to end the robbery was stabbed in the neck. -> injured: A good Samaritan
The shooting left a 19-year-old dead and two others with non-life-threatening injuries. -> killed: a 19-year-old; injured: two
A third victim drove himself to the hospital. -> injured: A third victim
Two others drove themselves to St. Anne Medical Center. -> injured: Two
Two men drove themselves to the airport. ->
Police got a call from a man who said his son had been shot. ->
There were 57 people on the plane, and none survived. -> killed: 57
There were 57 people on the plane, and all survived. ->
The cyclone has so far killed 14, left 20 injured and forced 6,000 into shelters. -> killed: 14; injured: 20
The plane went down with 11 people on board, and there were no survivors. -> killed: 11
The plane went down with 11 people on board, and there were no delays. ->
Three nurses were freed on Thursday, a week after being kidnapped. -> abducted: Three
Three nurses were freed on Thursday, a week after the lift broke down. ->
The captain and two engineers remain missing. -> missing: The captain; missing: two
Two gunmen could not be found. ->
"""


@each_row(("text", "claims"), TEXTS)
def test_what_a_report_tells(text: str, claims: str) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Floods killed more than 140 people in one of the worst disasters this year.", Basis.INCIDENT),
        ("At least 30 people drowned on Friday, the third such accident this year.", Basis.INCIDENT),
        ("The deadliest floods in years killed 300 people this year.", Basis.CUMULATIVE),
        ("Such raids have killed 40 people this year.", Basis.CUMULATIVE),
        ("The death is the city's 23rd homicide of the year.", Basis.CUMULATIVE),
        ("The city has had 17 homicides this year.", Basis.CUMULATIVE),
        ("There were 14 murders for the week.", Basis.PERIOD),
    ],
)
def test_what_a_figure_runs_over(text: str, basis: Basis) -> None:
    assert [claim.basis for claim in extract(Document(id="d", text=text))] == [basis]


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("There were 35 probable deaths.", None),
        ("There were 12 storm-related deaths.", None),
        ("There were 12 Kurdish deaths.", "Kurdish"),
        ("There were 12 civilian deaths.", "civilian"),
    ],
)
def test_an_adjective_of_deaths_is_no_victim(text: str, victims: str | None) -> None:
    assert [claim.victims.text for claim in extract(Document(id="d", text=text))] == [victims]


@pytest.mark.parametrize(
    ("title", "place"), [("Man identified in SWAT standoff", None), ("Man identified in Swat standoff", "Swat")]
)
def test_an_acronym_is_no_place(title: str, place: str | None) -> None:
    claims = extract(Document(id="d", title=title, text="A man was killed in a standoff."))
    assert [claim.place.text for claim in claims] == [place]
