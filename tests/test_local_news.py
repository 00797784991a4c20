"""Local news of shootings as papers print it, made up and answered before the program saw it: how many died, how many live.

At first sight the program had both right in 14 of the 20, the code of the day before in 12.
"""

from __future__ import annotations

import pytest

from aggregator.core.model import Outcome
from tests.test_tally import tallied

# text, killed, injured; None where nobody is told of
STORIES: list[tuple[str, int | None, int | None]] = [
    (
        """One dead, two hurt in shooting outside Kettle Creek laundromat

KETTLE CREEK - A 24-year-old man was killed and two women were wounded late Friday when someone fired into a crowd
outside a laundromat on Dorsey Street, police said.

The man was hit in the neck and died at the scene. The women, ages 19 and 31, were taken to Mercy Hospital, where both
were listed in stable condition on Saturday.

Investigators believe the shots came from a passing van. No arrests have been made.""",
        1,
        2,
    ),
    (
        """Father kills ex-wife, two sons before taking own life, sheriff says

HOLLIS, Mont. - A Hollis man shot and killed his former wife and their two young sons at her home Tuesday night, then
turned the gun on himself, Sheriff Dale Whitcomb said.

Deputies found the four bodies after a neighbor asked them to check on the family. A 13-year-old daughter hid in a
closet and was not hurt.

Whitcomb said the couple had divorced in March.""",
        4,
        None,
    ),
    (
        """Teen hospitalized after drive-by in Orchard Park

A 16-year-old boy is recovering after he was shot in the thigh Wednesday evening in the Orchard Park neighborhood.

The teen was walking home from practice about 7:20 p.m. when a car pulled up beside him and somebody inside opened
fire, police said. A bullet also grazed the arm of a friend, who refused treatment.

The victim was driven to County General by his mother. He is expected to be released on Friday.""",
        None,
        2,
    ),
    (
        """Clerk shot dead in robbery at Tillman gas station

Tillman police are looking for two masked men who shot and killed a clerk at the Quick Lane gas station early Sunday.

Harold Pruitt, 58, was behind the counter when the men walked in about 2 a.m. and demanded money. Witnesses told
police Pruitt handed over the drawer and was shot anyway. He was pronounced dead at St. Luke's.

"Harold never hurt a soul," said his sister, Marlene Oakes.

The killing is the city's ninth homicide this year. In April, a clerk was wounded at a store four blocks away.""",
        1,
        None,
    ),
    (
        """Three deputies shot serving warrant; gunman killed

Three Bannock County deputies were wounded and a man was killed Thursday in a gun battle at a mobile home park,
Sheriff Lena Ortiz said.

The deputies were trying to serve a warrant about 6 a.m. when Curtis Dell Maynard, 41, opened fire through a bedroom
wall. Two deputies were struck in the legs and the third was hit in his vest and hand. Other officers returned fire,
and Maynard died at the scene.

All three deputies are expected to survive.""",
        1,
        3,
    ),
    (
        """Police: Boy, 4, accidentally shoots himself

MARLOW - A 4-year-old boy is in critical condition after he found a handgun under a couch cushion and shot himself in
the stomach, Marlow police said Monday.

The boy's grandmother called 911 shortly before noon. The child was flown to Children's Hospital in Dayton Falls.

No charges have been filed.""",
        None,
        1,
    ),
    (
        """Double homicide suspect caught in Nevada

A man wanted in a double homicide in Pineville was arrested Monday at a truck stop outside Elko, Nev.

Jerome Adkins, 33, is accused of killing Tasha Milner, 29, and Andre Cole, 35, at an apartment on Bluff Road on Nov.
2. Police said Milner and Cole were each shot several times.

Adkins will be returned to Pineville next week. It was not known whether he has a lawyer.""",
        2,
        None,
    ),
    (
        """6 shot, 2 fatally, at Galen Heights block party

Two people were killed and four others were wounded when gunfire broke out at a block party in Galen Heights on
Saturday night, authorities said.

The dead were identified as Marcus Tilden, 22, and Renee Fowler, 20. The wounded, three men and a 15-year-old girl,
were taken to three hospitals. The girl was in serious condition; the men were listed as stable.

Police said they recovered more than 40 shell casings from the street.""",
        2,
        4,
    ),
    (
        """Woman's body found in burned car; death ruled homicide

The body of a woman found last week in a burned-out car near Lake Ennis has been identified as that of Carla Dunning,
47, of Stoddard.

An autopsy showed Dunning had been shot in the head before the car was set on fire, the coroner said. Her death has
been ruled a homicide.

Anyone with information is asked to call the Stoddard Police Department.""",
        1,
        None,
    ),
    (
        """Update: Second victim dies after Maple Court shooting

A second man has died after a shooting Sunday at the Maple Court apartments, police said Tuesday.

Luis Barrera, 27, died Monday night at University Hospital. His cousin, Edgar Barrera, 30, was killed at the scene.

A third man who was shot in the shoulder has been released from the hospital. Police have arrested Tony Voss, 25, on
two counts of murder.""",
        2,
        1,
    ),
    (
        """No one hurt when bullets hit Lincoln Street home

Seven bullets struck a home on Lincoln Street early Wednesday while five people slept inside, Dunmore police said.
Nobody was injured.

A 9-year-old girl was asleep in a room where two of the bullets came through the wall. Officers found casings in the
alley.""",
        None,
        0,
    ),
    (
        """Man shot by officers after stabbing two at bus station

A man who stabbed two travelers at the downtown bus station was shot by police Thursday afternoon, officials said.

The travelers, a 62-year-old man and a 40-year-old woman, were treated for cuts to the arms and chest. The suspect was
in surgery Thursday night.

No officers were hurt, Chief Warren Pell said.""",
        None,
        3,
    ),
    (
        """Pregnant woman, her mother gunned down in Sable Point

SABLE POINT - A pregnant woman and her mother were gunned down in their driveway Monday morning, and police are
searching for the younger woman's boyfriend.

Keisha Raynor, 26, and Dolores Raynor, 51, were both dead when officers arrived. A neighbor, who ran out when he heard
the shots, was wounded in the hand.""",
        2,
        1,
    ),
    (
        """Four wounded in separate shootings overnight

Four people were wounded in two separate shootings overnight in Port Amity, police said.

In the first, three men were shot outside a bar on Wharf Avenue about 11:30 p.m. One of them was in critical condition
Sunday. About two hours later, a 17-year-old was shot in the foot on Elm Street.

Police do not believe the shootings are related.""",
        None,
        4,
    ),
    (
        """Security guard fatally shoots would-be robber at pawn shop

A security guard shot and killed a man who tried to rob a pawn shop on Tenth Street on Tuesday, police said.

The man, whose name was not released, pointed a shotgun at the owner and was shot twice by the guard. He died at
Bayside Medical Center an hour later.

The owner was treated for chest pains. The guard was not injured and is not expected to be charged.""",
        1,
        None,
    ),
    (
        """Jury convicts man in 2014 shooting that left teen paralyzed

A jury on Friday convicted Devin Marsh, 28, of attempted murder in a 2014 shooting that left a teenager paralyzed from
the waist down.

Prosecutors said Marsh fired eight shots at Kendrick Hale, then 17, as he rode his bicycle on Ferris Avenue. Hale, now
20, testified from his wheelchair.

Marsh faces up to 30 years in prison.""",
        None,
        1,
    ),
    (
        """Five dead, including gunman, in rampage at Corbin feed plant

CORBIN, Iowa - A former employee shot and killed four people at a feed plant Monday before killing himself as officers
closed in, authorities said.

Two other workers were wounded; one, a forklift driver, was airlifted to Des Moines in critical condition.

The gunman was identified as Roy Lee Stemper, 52, who was fired in October. The dead included plant manager Joyce
Avila and three line workers.""",
        5,
        2,
    ),
    (
        """Hunter killed in accidental shooting near Blue Fork

A hunter from Ames was killed Saturday when his brother's rifle went off as the two men crossed a fence near Blue
Fork, game wardens said.

Ned Rollins, 36, was struck in the back. He was taken to Blue Fork Memorial Hospital, where he was pronounced dead.
The brother was not hurt.

It was the first hunting death in the county since 2009, when two men drowned in a duck blind.""",
        1,
        None,
    ),
    (
        """Mother of three shot in head while sitting on porch

A 34-year-old mother of three is on life support after she was struck in the head by a stray bullet while sitting on
her porch in Fenwick on Sunday evening.

Her brother said doctors have told the family she is not likely to wake up. Her children, ages 5, 8 and 11, were
inside the house.

Police said two groups of young men were shooting at each other from opposite corners. One of them, an 18-year-old,
walked into a clinic an hour later with a gunshot wound to the calf.""",
        None,
        2,
    ),
    (
        """Off-duty officer, wife found shot to death

An off-duty Granger police officer and his wife were found shot to death in their home on Willow Lane on Wednesday in
what investigators are calling a murder-suicide.

Sgt. Paul Kessler, 44, and Amy Kessler, 42, were discovered by their son when he came home from school. A handgun was
found beside the officer's body.

Chief Nora Lind called it a terrible day for the department.""",
        2,
        None,
    ),
]


@pytest.mark.parametrize(("text", "killed", "injured"), STORIES, ids=[story[0].split("\n")[0] for story in STORIES])
def test_a_story_comes_to(text: str, killed: int | None, injured: int | None) -> None:
    found = tallied(text)
    said = tuple(found[outcome].best if outcome in found else None for outcome in (Outcome.KILLED, Outcome.INJURED))
    assert said == (killed, injured), found
