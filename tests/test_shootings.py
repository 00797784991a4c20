"""What local news of shootings comes to: each text, all of our own making, failed before the rule it holds to was mended."""

from __future__ import annotations

import pytest

from aggregator.core.model import Outcome
from tests.test_tally import tallied

# text -> killed, injured; None is silence
ROWS: list[tuple[str, int | None, int | None]] = [
    # who is shot at a place is shot; who is shot at is not
    ("Five people were shot at a house party in Arlo.", None, 5),
    ("Five people shot at house party", None, 5),
    ("Four people were shot at the end of a vigil.", None, 4),
    ("Gunmen shot at police in Arlo.", None, None),
    ("Two officers were shot at by gunmen.", None, None),
    ("Police said two men were shot at while driving.", None, None),
    ("Two men shot at a police car in Arlo.", None, None),
    # the noun counts them
    ("Police are investigating a triple shooting in Arlo.", None, 3),
    ("A man was convicted of a double homicide in Arlo.", 2, None),
    ("Police arrested a man in a triple slaying in Arlo.", 3, None),
    ("Police are investigating a shooting that happened in Arlo on Monday.", None, None),
    ("The double doors of the bar were shot to pieces.", None, None),
    ("A triple shooting left one man dead and two others wounded.", 1, 2),
    # found with wounds, one by one; victims of gunshots
    ("Rangers discovered three adults and a 16-year-old suffering from gunshot wounds.", None, 4),
    ("Two other gunshot victims arrived at the hospital by car.", None, 2),
    ("Four shooting victims walked into a hospital in Arlo.", None, 4),
    ("Two shooting victims were found dead in Arlo.", 2, None),
    # ages are no people
    ("Ivo Maric, 28, and Ana Point, 27, were found dead inside the home.", 2, None),
    ("Her sons, 7 and 8, were critically hurt.", None, None),
    ("A woman and her sons, 7 and 8, were hurt.", None, None),
    ("Her father, Ivo Maric Jr., 60, was injured.", None, 1),
    # the attacker's own death, in half a sentence
    ("A man shot and killed his son before fatally shooting himself.", 2, None),
    ("A man killed his two daughters in a car before shooting himself, deputies said.", 3, None),
    ("Mother killed 2 children, herself", 3, None),
    ("A man shot and killed his wife and then himself, police said.", 2, None),
    ("A gunman killed a customer before being fatally shot by police.", 2, None),
    ("A gunman killed a customer before being shot and killed by police.", 2, None),
    ("A gunman killed a customer before being shot and wounded by police.", 1, 1),
    ("A gunman killed a customer before being arrested.", 1, None),
    ("A man killed his wife before shooting himself in an attempted suicide, police said.", 1, 1),
    ("A man killed his wife, then shot himself and is in critical condition.", 1, 1),
    ("A hunter killed a deer before shooting himself in the foot.", None, 1),
    ("The rampage left four soldiers including the gunman dead and 16 others injured.", 4, 16),
    ("Four people are dead after a shooting in Arlo. The gunman, Ivo Maric, turned the gun on himself.", 4, None),
    ("Two bailiffs were shot and killed in Arlo. The gunman is dead.", 3, None),
    ("A gunman shot and killed two clerks. He turned the gun on himself.", 3, None),
    # lists behind a noun of death, and before a verb
    ("The shooting deaths of a farmer, wife and their two sons are being looked into.", 4, None),
    ("Two women killed in Arlo\\n\\nAn infant and two women were killed in Arlo on Monday.", 3, None),
    ("Two women hurt in Arlo\\n\\nTwo women were hurt in Arlo and the other victim was treated.", None, 2),
    ("The deaths of two men were reported. All four bodies were found in a barn.", 4, None),
    # names of those told of
    ("The man killed was identified as Ivo Maric.", 1, None),
    ("Two people were shot in Arlo. The victims were identified as Ana Silva and Rui Costa.", None, 2),
    ("Two people were killed in Arlo. The victims were identified as Ana Silva and Rui Costa.", 2, None),
    ("One of three people shot in Arlo has died. The victims were identified as Ana Silva, Rui Costa and Jan Kos.", 1, 2),
    ("The two victims who survived were identified as Ana Silva and Rui Costa.", None, 2),
    ("Two people died in Arlo. They were identified as Ivo Maric, 23, of Southeast, Arlo, and Ana Silva, 30, of Benna.", 2, None),
    # in hospital are those who live
    ("A shooting left one man dead and two others in the hospital. All three victims were driven to Belin Hospital.", 1, 2),
    ("Several people were hurt at a bar. Four people suffered gunshot wounds. One of the victims died.", 1, 3),
    # places and datelines are nobody; nor are things
    ("BELIN - A girl of 15 is in serious condition since she was shot in the jaw.", None, 1),
    ("The man shot a small caliber revolver into the air.", None, None),
    ("Police executed a search warrant at the house.", None, None),
    # grazed
    ("A bullet grazed a boy in Arlo.", None, 1),
    ("A woman was grazed by a bullet. A man was grazed in the leg.", None, 2),
    ("Two men grazed their goats in Arlo.", None, None),
    # who lives beside the dead
    ("Two bailiffs were shot dead in Arlo. A civilian was shot too, but is expected to be OK.", 2, 1),
    ("A man was killed in Arlo. Two other gunshot victims arrived at the hospital by car.", 1, 2),
    ("Two men were killed in Arlo. Two other gunshot victims arrived at the hospital by car.", 2, 2),
    ("A man was killed in Arlo. A woman was shot in the hip.", 1, 1),
    ("A man was shot in the hip in Arlo. The victim died.", 1, None),
    ("A clerk was shot during the robbery and later died of his wounds.", 1, None),
    ("A clerk was shot while driving a van in Arlo and later died.", 1, None),
    ("A guard was shot in Arlo. The guard was taken to a hospital where he passed away.", 1, None),
    ("A former mayor passed away in Arlo on Monday.", None, None),
    ("A teen died of a gunshot wound. Police said a boy had been brought to a clinic, where he died from his wounds.", 1, None),
    ("A 15-year-old was killed in Arlo. A second teen was shot in the foot.", 1, 1),
    ("A 15-year-old was killed in Arlo. Another teen was shot in the foot.", 1, 1),
    ("Ana Silva was killed while hunting. Silva was the only person injured.", 1, None),
    ("Ana Silva was killed while hunting. Rui Costa was wounded in the foot.", 1, 1),
    ("2-year-old girl in critical condition\\n\\nOn Monday police said the girl had died.", 1, None),
    ("A clerk said he heard a shot inside. The hunter went to fetch a wounded goose.", None, None),
    ("A baby was shot in Arlo. The shooting came a day after a boy in Benna was shot in the mouth.", None, 1),
    ("Gunman killed in Arlo\\n\\nA man was killed by deputies in Arlo on Monday. Ivo Maric died at the scene.", 1, None),
    ("A man was killed in Arlo. The gunman was killed by deputies.", 2, None),
    ("A shooting left a clerk paralyzed from the waist down.", None, 1),
    ("A strike left the city paralyzed.", None, None),
    ("Suspect jailed in Arlo shooting that killed girlfriend, injured 5 others", 1, 5),
    ("A bullet grazed the arm of a boy. A bullet struck the wall of a school.", None, 1),
    ("Mother of three shot in Arlo", None, 1),
    ("A boy walked into a clinic in Arlo with a gunshot wound.", None, 1),
    ("Police found a boy in Arlo with a gunshot wound.", None, None),
    ("A man kills wife, two sons before taking own life", 4, None),
    ("Police said two bailiffs were killed in Arlo. Two bailiffs and the shooter are dead.", 3, None),
    ("Police said two bailiffs were killed in Arlo. Two bailiffs and the judge are mourning.", 2, None),
    ("A mother and her 2 kids were found dead. Officials say the mother and her two children were killed.", 3, None),
    ("A 34-year-old clerk was shot and killed in Belin. Ana Silva, a customer, was also killed.", 2, None),
    ("Neighbours found the man dead. The girl was taken to a clinic, where she was pronounced dead.", 2, None),
    ("They found a clerk dead. The victim was pronounced dead at noon.", 1, None),
    ("The Twins were beaten by the Bears in Arlo.", None, None),
    ("The twins were killed in a crash.", 2, None),
    ("A triple murder mystery opens at the Arlo theater.", None, None),
    # headlines
    ("6-year-old girl fatally shoots herself with pistol left in car", 1, None),
    ("Father charged with neglect after toddler fatally shot himself", 1, None),
    ("Father facing murder charge after son, 9, fatally shot", 1, None),
    ("Man fatally shoots son, himself", 2, None),
    ("Police are asking for help in the homicide of Ana Baker, 4, who died in September.", 1, None),
    # whom the police speak of is no speaker
    ("A woman who police say shot and killed her uncle before fatally shooting herself had debts.", 2, None),
    # one sentence that tells of one death twice, and of two
    ("A Belin woman is dead and a suspect in custody after a woman died from a gunshot wound on Friday.", 1, None),
    ("An Arlo man is dead after a shooting in which a woman died.", 2, None),
    # a number is firmer than a vague word before it
    ("The gunfire killed one and hurt several others in Arlo. Seven people were injured, police said on Tuesday.", 1, 7),
    ("The gunfire hurt dozens in Arlo. Two of them were children.", None, None),
    # names are people: more of them than a first count
    ("One dead in Arlo shooting\\n\\nPolice said the shooting killed Ana Silva, 21, and Rui Costa, 22, on Monday.", 2, None),
    # a shooting is no deed where a headline runs on
    ("Two wounded in Arlo shooting Ana Silva", None, 2),
    ("Two wounded in Arlo shooting\\n\\nA man was charged with shooting Ana Silva and Rui Costa.", None, 2),
    ("A man was charged after the fatal police shooting of a clerk.", 1, None),
    ("The deadly shooting of a clerk shook Arlo.", 1, None),
    # found, brought and come with wounds
    ("Two men were found with gunshot wounds.", None, 2),
    ("Three people arrived at a hospital in Arlo with gunshot wounds.", None, 3),
    ("Three people arrived at a hospital in Arlo with flowers.", None, None),
    ("Medics transported three of the four victims to local hospitals.", None, 3),
    # others than the one told of just before are part of the first count
    (
        "Five injured in Arlo\\n\\nA shooting injured five. Police met a man with a wound. Four more victims came to hospital.",
        None,
        5,
    ),
    ("A shooting injured three people in Arlo. Two more people were injured in Benna.", None, 5),
]


@pytest.mark.parametrize(("text", "killed", "injured"), ROWS, ids=[row[0][:50] for row in ROWS])
def test_a_report_comes_to(text: str, killed: int | None, injured: int | None) -> None:
    found = tallied(text.replace("\\n", "\n"))
    said = tuple(found[outcome].best if outcome in found else None for outcome in (Outcome.KILLED, Outcome.INJURED))
    assert said == (killed, injured), found
