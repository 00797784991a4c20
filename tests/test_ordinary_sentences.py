"""Ordinary sentences of news in which somebody, or some number, stands near a word of harm and is not what it seems.

Each line: a sentence, and its claims as "outcome: exact words" with a stance where it is no plain assertion.
"""

from __future__ import annotations

from tests.rows import each_row, told

SENTENCES = """
Two gunmen killed worshippers in a mosque. -> killed: worshippers
Five soldiers shot civilians at a checkpoint. -> injured: civilians
Seven rebels abducted children. -> abducted: children
Two men killed animals at the zoo. ->
The two brothers drove to a mosque then killed worshippers. -> killed: worshippers
Six militants attacked a village and burned houses. ->
Three men who stabbed passengers on a train were arrested. -> detained: Three; injured: passengers
She was helping injured civilians. ->
A driver was reported killed 15 June by rebels. -> killed: A driver
Gunmen killed three guards and wounded another at a bank. -> killed: three; injured: another
They abducted two men and killed another in the village. -> abducted: two; killed: another
Youths beat up two nurses in Goma. -> injured: two
Robbers broke into the house of an elder and beat him to death. -> killed: an elder
Robbers seized and beat up the victims near a bridge. ->
A police K-9 was injured. ->
The storm could force 200,000 people from their homes. ->
She asked if the 12 people killed were soldiers. -> killed: 12
Police asked whether 12 people were killed. ->
Imagine Example cancelled a concert after 12 people died. -> killed: 12
A cook died, and her two sons—15 and 9-years-old, were hurt. -> killed: A cook; injured: two
Two commanders killed with at least six others in strike on Toma. -> killed: Two; killed: at least six
The mayor was killed with three of his guards. -> killed: The mayor; killed: three
The engineer was abducted with his driver. -> abducted: The engineer; abducted: his driver
The pilot was killed with all 40 passengers. -> killed: The pilot; killed: 40
A nurse dies with at least one other in strike. -> killed: A nurse; killed: at least one
The mayor died with his wife at his side. -> killed: The mayor
The bus driver was killed with five others injured. -> killed: The bus driver; injured: five
The boy was shot with another boy's gun. -> injured: The boy
A man was hurt in a fight with two other men. -> injured: A man
The death toll is bound to grow because there are some 40 hurt miners. -> injured: some 40
"Many people were killed," said one who was there. -> killed: Many
Footage showed several dead and wounded men, none in uniform. -> casualties: several
A blast killed three nurses, including a Dane, and their driver. -> killed: three; killed: Dane; killed: their driver
Gunmen killed a cook and took two others briefly hostage. -> killed: a cook; abducted: two
One Doctors Without Borders nurse and two drivers are missing. -> missing: One; missing: two
The 5,200 dead comprise 3,100 civilians and 2,100 rebels. -> killed: 5,200; killed: 3,100; killed: 2,100
Suppose 12 people died. ->
Fighting has forced some 200,000 people from their homes. -> displaced: some 200,000
Police forced 12 men from the car. ->
Around 9,000 people have fled, mostly to camps and cities, mostly Chad, Mali and Egypt. -> displaced: Around 9,000
Of 28,600 who fell ill in Guinea, Liberia and Ghana, 11,325 died. -> affected: 28,600; killed: 11,325
About 600 people were injured in four provinces, mostly Hatay, Adana and Malatya. -> injured: About 600
Omar Ali, Musa Ali and two guards were killed. -> killed: Omar Ali; killed: Musa Ali; killed: two
A cook lost her life savings to fraudsters. ->
Divers had recovered 93 bodies, with dozens still unaccounted for. -> killed: 93; missing: dozens
A strike hit a camp, killing 10 displaced people. -> killed: 10
There were no reports of injuries. -> injured: no
Three sisters aged five, eight and eleven died in a fire. -> killed: Three
Missiles hit a migrant holding centre. ->
A tornado killed eight people, and another touched down later. -> killed: eight
By evening the count had reached 100, and 53 were still in hospital. -> injured: 53
There were no deaths but 4 cooks and 2 guards were injured. -> killed: no; injured: 4; injured: 2
The mayor first gave a figure of 110 dead and later withdrew it. -> killed: 110 retracts
A man forced his way into a house in Pearl, Ohio, killing her and fleeing. ->
A bullet hit the girl, killing her. -> killed: the girl
Ten more bodies were pulled from the ruin, bringing the confirmed dead to 46. -> killed: Ten; killed: 46
A roofer fell 30 feet to his death Wednesday. -> killed: A roofer
The girl was pulled from the pool and could not be revived. -> killed: The girl
Woman, 81, dies in house fire; husband hurt. -> killed: Woman; injured: husband
The actor, 90, dies in Paris. ->
They rejected claims of 171 killed, putting the number of civilian dead at eight. -> killed: 171 denies; killed: eight
38 passengers died at once and two later in hospital. -> killed: 38; killed: two
A bomb hurt 17 tourists, most of them South Africans. -> injured: 17
A couple whose 2-year-old drowned in a pool lost a second child. -> killed: a second child
Russia has lost 1,080 soldiers, killed or wounded, in the past day. -> casualties: 1,080
Two teachers working with an education NGO disappeared on the road. -> missing: Two
Sources told of varying numbers: from 10 to 25 dead. -> killed: from 10 to 25
The toll rose from 10 to 25 dead. -> killed: 25
But for the seat belts, there would have been four deaths. ->
There have been four deaths. -> killed: four
With less luck there would have been 50 dead on the platform. ->
Inspectors said a fire in the hostel could easily have cost 90 lives. ->
The storm has cost 90 lives. -> killed: 90
A dirty bomb in the port would kill 800 people and injure 5,000. ->
Gunmen kill 80 people and injure 50. -> killed: 80; injured: 50
Eight men who had been due to be hanged were freed. ->
A police dog named Rex was shot and killed. ->
A man named Rex was shot and killed. -> killed: Rex
The party captured 41 of the 60 seats. ->
Killing a policeman is punished with death. ->
Every time a policeman is shot in this city, the mayor promises more money. ->
What would happen if a plane crashed and killed 5,000 people? ->
Iran executed four men convicted of spying. -> killed: four
Hamas killed two men accused of working for Israel. -> killed: two
The police detained 14 men wanted for murder. -> detained: 14
Rebels shot dead a chief accused of theft. -> killed: a chief
3 killed 12 injured in Arlo blast -> killed: 3; injured: 12
Four people on Highway 101 were killed. -> killed: Four
In Arlo district 38 were killed. -> killed: 38
Nine passengers on flight 301 were injured. -> injured: Nine
Five people aged from 19 to 64 were killed. -> killed: Five
The ceremony honoured Kurds and Arabs killed in the battle. ->
A clerk who pressed the alarm while a robber shot two of the customers was praised. -> injured: two
The square where the army killed 48 marchers was renamed. -> killed: 48
For every civilian who died in the first war, ten died in the second. ->
He was not one of the nine men killed at the quarry. -> killed: nine
Up to 40 centimetres of snow fell, and a man died. -> killed: a man
Artillery killed more of the recruits than the winter. ->
Fourteen people face execution for murder. ->
The marines took the island without losing a man. ->
Police were called to stop a man from killing his two daughters. ->
Rather than kill the three guards, the robbers let them go. ->
Two of the twelve were said to be close to death. ->
There were no reported casualties. -> casualties: no
The fourth was killed in captivity. -> killed: The fourth
The blast killed 51, among whom were six rescuers. -> killed: 51; killed: six
88 people were killed, taking the overall death toll since October 7 to 37,084. -> killed: 88; killed: 37,084
The 26 pupils are still buried beneath it. -> trapped: 26
Twenty-three people died on the spot and two more at hospital. -> killed: Twenty-three; killed: two
30 were saved and the remainder are missing. ->
The defence ministry put its own dead at three. -> killed: three
A passenger was airlifted with serious injuries. -> injured: A passenger
The wounded nurse was evacuated to Goma by helicopter. -> injured: The wounded nurse
Two hundred villagers were evacuated to Goma. -> evacuated: Two hundred
Kyiv rejects a claim of 900 Ukrainian dead. -> killed: 900 denies
Rebels have abducted children in three villages. -> abducted: children
Three soldiers shot into a crowd, killing nine. -> killed: nine
Two reporters were shot in the leg. -> injured: Two
The officer shot back. ->
Troops freed 17 hostages and killed their captors. ->
The gunman killed his wife's dog. ->
A farmer shot a bear that had killed his sheep. ->
A man was shot by a guard and died. -> killed: A man
A woman visiting her sister was killed. -> killed: A woman
Four firefighters battling the blaze died. -> killed: Four
A cousin sent a note writing that 17 children had died. -> killed: 17
The driver whose truck killed nine people was jailed. -> detained: The driver; killed: nine
The captain whose boat killed a swimmer has been arrested. -> detained: The captain; killed: a swimmer
The women the gunman killed were teachers. ->
The victims, 16, 17 and 19, were shot in a car. ->
The army rejected accusations that it had killed 30 villagers. -> killed: 30 denies
Two cooks are held over the sinking, which drowned 71. -> killed: 71
The navy ended its search for five fishermen, presumed drowned. -> missing: five
A couple shot up a staff party, killing 14. -> killed: 14
Three gunmen fled in a car. ->
Nine people escaped the fire with burns. -> injured: Nine
Gunmen raided villages, killing residents and burning homes. -> killed: residents
Man dies in crash on M4. -> killed: Man
The blaze claimed the life of a nurse. -> killed: a nurse
Six people died at the scene and three in hospital. -> killed: Six; killed: three
210 children under five had died of hunger. -> killed: 210
31 men over 60 had been murdered. -> killed: 31
At least 45 women between 18 and 30 have been murdered. -> killed: At least 45
Two girls aged 11 and 13 had been hit by a bullet. -> injured: Two
A boy aged 9 and 12 others were killed. -> killed: A boy; killed: 12
Police killed over 60 men over five days. -> killed: over 60
Two teachers at the school, which has 400 pupils, were shot dead. -> killed: Two
Five miners at the pit, where 300 men work, were killed when the cage fell. -> killed: Five
The mayor of the town, in which 8,000 people live, was killed by a mine. -> killed: The mayor
The hospital took in 400 patients, of whom 30 have since died. -> killed: 30
The class had 30 pupils, and four of them died that winter. -> killed: four
The owner was fined over the death of a maid, and three managers were dismissed. -> killed: a maid
The deaths of a soldier and two guards were reported on Monday. -> killed: a soldier; killed: two
Two police vans were burned and an officer was hurt. -> injured: an officer
They killed 12 people 15 June in Arlo. -> killed: 12
It remains unclear whether any of the 130 passengers were hurt. ->
Police ask whether a raid that left two people dead was lawful. -> killed: two
Six climbers were nearly killed on Sunday. ->
Almost 40 people were killed. -> killed: Almost 40
None of the eleven men killed in the raid was on the list. -> killed: eleven
None of the four priests and 100 refugees was hurt. -> injured: None
Police have not confirmed reports that 14 people died. -> killed: 14 unverified
The army denied responsibility for the deaths of 14 children. -> killed: 14
The owner, Jamie Banks, 40, died at the scene. -> killed: Jamie Banks
The embassy asked for the release of David Kent, who has been kidnapped. -> abducted: David Kent
A court sentenced 75 people to death over a sit-in at which hundreds were killed. -> killed: hundreds
The number of those killed is 21, and 117 were injured. -> killed: 21; injured: 117
The number of those injured is 50 and three died. -> injured: 50; killed: three
The number of people trapped rose to 33. -> trapped: 33
Neither the guards nor the two shopkeepers were killed. ->
Two residents were treated at the scene for burns and a cat perished. -> injured: Two
At least 11 pilgrims died, in addition to the bomber, and 25 were wounded. -> killed: At least 11; killed: the bomber; injured: 25
Twelve passengers escaped injury after the bus caught fire. ->
Fears that thousands had perished proved unfounded: 13 people died. -> killed: thousands denies; killed: 13
A report that four officers were shot proved to be a hoax. -> injured: four denies
The minister dismissed the rebels' claim of 200 dead soldiers. -> killed: 200 denies
The army ridiculed the militia's claim to have killed 70 troops. -> killed: 70 denies
A man who had been reported missing by his family was found safe Wednesday. ->
A girl missing since Tuesday was located unharmed. ->
Three sailors who went missing in a storm were rescued. ->
The four crew members, who had been missing for two days, are safe. ->
Three sailors who went missing in a storm were found dead. -> killed: Three; missing: Three
The man was himself shot and killed. -> killed: The man
The attacker killed two people and was then shot dead. -> killed: The attacker; killed: two
Harris, 51, shot his wife before taking his own life. -> killed: Harris; injured: his wife
"""


@each_row(("text", "claims"), SENTENCES)
def test_what_an_ordinary_sentence_tells(text: str, claims: str) -> None:
    assert told(text) == claims
