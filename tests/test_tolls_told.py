"""Tolls that a text does not give in one figure: attackers who die, places and waves of one calamity, late totals.

Each text is our own, with counter-examples beside it.
"""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract

# text -> killed, injured: one number where both ends and the best value are the same, else (low, high); None is silence
Toll = int | tuple[int | None, int | None] | None | str
ANY = "not asked"
ROWS: list[tuple[str, Toll, Toll]] = [
    # an attacker who dies of it, by their own hand or by others
    ("She killed seven and injured two more before being shot and killed by guards.", 8, 2),
    ("A gunman killed two bakers and wounded six before being shot and killed by troops.", 3, 6),
    ("The gunman killed three people before he was shot dead by officers.", 4, None),
    ("A former clerk killed four colleagues before committing suicide.", 5, None),
    (
        ("A former clerk came to the mill and opened fire. He killed six of his bosses before committing suicide."),
        7,
        None,
    ),
    (
        (
            "An angry 29-year-old former guard came back to the depot. He killed three drivers and wounded another "
            "before being killed by guards."
        ),
        4,
        1,
    ),
    (
        (
            "On 3 May 1971, a fired welder walked into the mill in Arlo, Ohio and began shooting. He killed two cooks,"
            " the manager and his son before killing himself in the yard."
        ),
        5,
        None,
    ),
    ("A gunman fired into a market, killing eight before committing suicide.", 9, None),
    ("A gunman opened fire in a mall, killing six and injuring two before taking his own life.", 7, 2),
    ("A gunman opened fire in a mall, killing six people. He then killed himself.", 7, None),
    ("The shooter killed three of his cousins. He shot and injured his uncle. Then he killed himself.", 4, 1),
    ("The shooter killed three of his cousins. Then killed himself.", 4, None),
    (
        ("Two cadets opened fire in their barracks, killing four cadets and a cook. The two killed themselves in the yard."),
        7,
        None,
    ),
    (
        (
            "Two cadets opened fire in their barracks, killing four recruits and a cook. It was over when the cadets "
            "killed themselves in the yard."
        ),
        7,
        None,
    ),
    ("Two gunmen killed nine people before being shot dead by troops.", 11, None),
    (
        ("Three of four sisters were shot and killed at a farm in Arlo. The suspect died after being shot by police."),
        4,
        None,
    ),
    ("Three sailors were shot dead on Friday when a gunman opened fire. The gunman was also killed.", 4, None),
    (
        ("Nine people were killed and two wounded. The gunman took his own life when guards had hit him in the leg."),
        10,
        2,
    ),
    ("The attack left five dead and three injured before the attacker ended his own life.", 6, 3),
    ("A cook shot two of his guests, killing them both, before committing suicide.", 3, None),
    (
        ("A baker killed three people before dragging his sister into a barn, where he killed her and then himself."),
        5,
        None,
    ),
    ("A man killed his wife and then himself.", 2, None),
    ("A man killed his wife, his two sons and then himself.", 4, None),
    (
        (
            "A farmer killed his wife and three children, then shot four people dead at an inn. He was hunted by "
            "police until he committed suicide in a wood."
        ),
        9,
        None,
    ),
    ("Eight carpenters were killed. The shooter was later shot dead by a neighbour.", 9, None),
    ("A 37-year-old man shot and killed four people. He was later killed by police.", 5, None),
    ("A student killed eight people at a school. After a standoff, the gunman shot himself and died.", 9, None),
    ("Randall killed nine people in the church hall, then turned the gun on himself.", 10, None),
    ("Police shot dead a gunman who had killed four people at a bus station.", 5, None),
    ("A man who killed four people at a bus station was shot dead by police.", 5, None),
    ("The attacker stabbed three people to death before officers shot him dead.", 4, None),
    ("A man drove a van into a crowd, killing five people. Police shot and killed the driver.", 6, None),
    ("A suicide bomber killed 12 people in Kabul.", 12, None),
    ("A suicide bomber killed himself and 12 others in Kabul.", 13, None),
    ("A gunman shot a guard dead, then turned the gun on himself as police arrived.", 2, None),
    ("A bomber blew himself up in a mosque, killing at least 40 worshippers.", (41, None), None),
    ("He killed five people before being arrested by police.", 5, None),
    ("Five people were killed, including the gunman, who shot himself.", 5, None),
    ("Five people are dead, including the gunman, after a shooting. The gunman shot himself, police said.", 5, None),
    ("The gunman killed five people before he was shot and wounded by police.", 5, 1),
    ("The gunman killed five people and then tried to kill himself.", 5, None),
    ("The gunman killed five people and threatened to kill himself.", 5, None),
    ("Six people died, among them the attacker, who was shot dead by police.", 6, None),
    ("Two people died in the fire. Police had warned residents before being called away.", 2, None),
    ("Four people were killed before being buried by the landslide.", 4, None),
    ("Three hostages were held for a week before being killed.", 3, None),
    ("Gunmen seized two teachers and held them for a week before killing them.", 2, None),
    ("Seven people, including the attacker, were killed.", 7, None),
    ("A shooting left five people dead, one of them the gunman.", 5, None),
    ("Police shot and killed a man who had threatened to kill himself.", 1, None),
    # murder-suicides, deeds that go on, and whom police shot
    ("Murder-suicide in Arlo. A husband shot his wife dead, then shot himself.", 2, None),
    ("Police called it a murder-suicide. A man killed his two sons before shooting himself at the house.", 3, None),
    (
        ("Murder suicide at Arlo farm. 51-year-old farmer murders wife, shoots three guests, then shoots himself in the barn."),
        2,
        3,
    ),
    ("A man killed his wife before shooting himself. He is in a critical condition.", 1, ANY),
    ("A hunter accidentally shot himself in the foot.", None, 1),
    (
        (
            "A 20-year-old shot his aunt dead at their farm. He then drove to an inn, where he killed 12 people before"
            " killing himself."
        ),
        14,
        None,
    ),
    ("A miller killed his wife and four children at home. He then entered a church, killing six people.", 11, None),
    (
        (
            "A nurse killed her cousin before walking to the clinic. She then opened fire on patients, killing three "
            "before committing suicide."
        ),
        5,
        None,
    ),
    (
        (
            "A man broke into a bakery, where he shot five people, killing two and wounding three. He then ran to the "
            "next street, where he killed two others at an inn."
        ),
        4,
        3,
    ),
    ("A man killed his wife on Monday. Police said that five people were killed, including his wife.", 5, None),
    ("A gunman killed five people in a mall. He killed his wife and two shoppers before police shot him.", 5, ANY),
    ("A man drove a van into a crowd, killing five people. Police shot and killed the driver.", 6, None),
    ("A man stabbed three people to death in a park. The man was shot dead by police.", 4, None),
    ("Nine people were killed in protests. A student was shot dead by police.", 9, None),
    ("A guard was shot dead at a bank before the gunman was killed by soldiers.", 2, None),
    ("The attacker killed six people. He was killed in a shoot-out with police.", 7, None),
    ("Eleven people were killed and 14 wounded before the gunman died in a shoot-out with police.", 12, 14),
    ("The siege ended with the deaths of three hostages and the gunman.", 4, None),
    (
        ("Three gunmen attacked a hotel in Mogadishu, killing 14 people. All three attackers were killed by security forces."),
        17,
        None,
    ),
    ("Gunmen stormed a hotel, killing 14 people. All four attackers were killed by troops.", 18, None),
    ("Militants attacked an army post, killing six soldiers. Nine militants were killed in return fire.", 15, None),
    # a calamity told over places, waves and late totals; another storm
    (
        (
            "Typhoon Orla struck Honshu in 1974. Orla caused heavy damage and 61 casualties, and 204 others were hurt."
            " Nine people were killed by falling trees."
        ),
        61,
        204,
    ),
    ("The storm caused 85 casualties and 119 injuries.", 85, 119),
    ("The earthquake caused 85 casualties and left 300 people injured.", 85, 300),
    ("There were 85 casualties, including 20 dead and 65 injured.", 20, 65),
    ("The attack caused 85 casualties.", None, None),
    ("The blast caused 40 casualties: 12 killed and 28 wounded.", 12, 28),
    (
        (
            "Floods struck the Lagar valley twice in one spring. The first flood came on 4 April, killing three "
            "people. A second flood swept the valley in June, killing at least 20 people."
        ),
        (23, None),
        None,
    ),
    (
        (
            "Two earthquakes struck the valley of Arlo. The first quake, on 3 May, killed 40 people. The second, a "
            "week later, killed 12 people."
        ),
        52,
        None,
    ),
    (
        ("A wildfire in Portugal killed 64 people. The fire was the deadliest since 1966, when a fire killed 25 soldiers."),
        64,
        None,
    ),
    ("The landslide on Monday killed 12 people. A second landslide on Wednesday killed four rescuers.", 16, None),
    (
        (
            "Typhoon Orla struck the Philippines and Vietnam. In the Philippines, a wall fell in Manila, killing six "
            "people. Four others drowned at sea. In Vietnam, rice fields were flooded. Nationwide, 51 people were hurt"
            " and 13 were killed."
        ),
        23,
        51,
    ),
    (
        (
            "Typhoon Orla formed east of Luzon in 1961. Orla brought winds to Taiwan. Across the country, 11 people "
            "were killed. The typhoon then flooded the coast of China. There, the storm killed 70 people and hurt 94 "
            "others."
        ),
        81,
        94,
    ),
    (
        (
            "Tornadoes struck the plains in May. One tornado crossed Lagar, Kansas, causing six deaths. Another "
            "tornado near Belin, Iowa wrecked a farm and killed one person."
        ),
        7,
        None,
    ),
    (
        (
            "Hurricane Tala passed west of the Azores. High waves drowned four people in Portugal and a bather in "
            "Morocco. Tala killed nine people and wrecked 200 boats."
        ),
        9,
        None,
    ),
    ("Two people each were killed in Haiti and Cuba by Hurricane Tala.", 4, None),
    ("Storm Tala killed two people each on Reunion and Mauritius.", 4, None),
    (
        (
            "Cyclone Nele killed five people in Madagascar. In Mozambique, rivers rose over 300 villages. Ultimately, "
            "72 people were killed."
        ),
        72,
        None,
    ),
    ("Hurricane Tala killed 12 people in Haiti. Tala killed 30 people overall.", 30, None),
    (
        (
            "Floods swept the province of Lagar in June. Eight people died when a bridge fell in Arlo. By the end of "
            "the month, the floods had killed 61 people."
        ),
        61,
        None,
    ),
    (
        (
            "A cold wave struck Poland in January. On the first night nine homeless people froze to death in Warsaw. "
            "In total the cold killed 59 people."
        ),
        59,
        None,
    ),
    ("A heat wave struck Spain. Four farm workers died near Seville. The heat wave killed 140 people.", 140, None),
    (
        (
            "The storm struck Cuba and killed seven people there. Its remnants killed 11 more in Florida, bringing the"
            " death toll to 18."
        ),
        18,
        None,
    ),
    (
        ("An outbreak of tornadoes struck the plains. One of them killed 14 people. Overall, the outbreak killed 31 people."),
        31,
        None,
    ),
    (
        (
            "Hurricane Tala struck Texas in 2008. It was the deadliest storm in Texas since Hurricane Carla in 1961, "
            "which killed 43 people. Tala killed 20 people."
        ),
        20,
        None,
    ),
    (
        ("Cyclone Nele struck two weeks after Cyclone Orla, which had killed 98 people. Nele killed six people."),
        6,
        None,
    ),
    (
        (
            "Hurricane Tala followed a path close to that of Hurricane Berit, which killed 216 people the year before."
            " Tala killed nine people."
        ),
        9,
        None,
    ),
    ("Typhoon Orla killed 40 people in Vietnam. In Hanoi, 12 people drowned. In Hue, nine people died.", 40, None),
    ("Floods killed 45 people in India. In the state of Kerala alone, 31 people died.", 45, None),
    ("An earthquake struck Nepal and killed 130 people. One person died in India.", 131, None),
    ("The earthquake killed 2,100 people. In Amizmiz, 40 people died under one roof.", 2100, None),
    ("A first quake killed nine people. On Tuesday the death toll rose to 14.", 14, None),
    ("The first bomb killed 12 people and a second bomb killed nine.", 21, None),
    (
        (
            "At least 20 people were killed on Monday. A hospital said that 12 people were killed at the market and "
            "eight at the bus stop."
        ),
        (20, None),
        None,
    ),
    ("Shells fell on the town on Friday. 12 people were killed in the market and seven at the bus stop.", 19, None),
    ("Nineteen people were killed on Friday. Twelve died in the market and seven at the bus stop.", 19, None),
    # openings of encyclopaedia articles and short news
    (
        (
            "The 2011 Norway attacks were two acts of domestic terrorism committed on 22 July 2011. The first was a "
            "car bomb explosion in Oslo within the government quarter. The explosion killed eight people and injured "
            "at least 209. The second attack occurred less than two hours later at a summer camp on the island of "
            "Utøya, where a gunman killed 69 people."
        ),
        77,
        ANY,
    ),
    (
        (
            "The Lockerbie bombing destroyed Pan Am Flight 103 on 21 December 1988, killing all 243 passengers and 16 "
            "crew aboard. Large sections of the aircraft crashed onto Lockerbie, killing 11 residents. With 270 "
            "fatalities, it is the deadliest terrorist attack in the history of the United Kingdom."
        ),
        270,
        None,
    ),
    (
        (
            "The Port Arthur massacre was a mass shooting on 28 April 1996 at a tourist town in Tasmania. The "
            "perpetrator killed 35 people and wounded 23 others."
        ),
        35,
        23,
    ),
    (
        (
            "On 24 March 2015 the co-pilot of a Germanwings airliner deliberately crashed it in the French Alps. All "
            "144 passengers and six crew members were killed."
        ),
        150,
        None,
    ),
    (
        (
            "The Bhola cyclone struck East Pakistan on 11 November 1970. At least 300,000 people died in the storm, "
            "possibly as many as 500,000."
        ),
        (300000, 500000),
        None,
    ),
    (
        (
            "The Halifax Explosion was a disaster on 6 December 1917. A French cargo ship collided with the Norwegian "
            "vessel Imo. The blast killed at least 1,782 people, largely in Halifax and Dartmouth, and injured an "
            "estimated 9,000 others."
        ),
        (1782, None),
        ANY,
    ),
    (
        (
            "The Aberfan disaster was the collapse of a colliery spoil tip on 21 October 1966. The slip killed 116 "
            "children and 28 adults as it engulfed a school and other buildings."
        ),
        144,
        None,
    ),
    (
        (
            "The Kegworth air disaster occurred when a Boeing 737 crashed onto a motorway embankment on 8 January "
            "1989. Of the 126 people aboard, 47 died and 74 sustained serious injuries."
        ),
        47,
        74,
    ),
    (
        (
            "The Hillsborough disaster was a fatal crowd crush at a football match in Sheffield on 15 April 1989. With"
            " a total of 97 fatalities and 766 injuries, it is the worst disaster in British sporting history."
        ),
        97,
        766,
    ),
    (
        (
            "A suicide bomber detonated his vest at a checkpoint in Kasu on Monday. Two soldiers, three passers-by and"
            " the bomber died; 14 people were hurt."
        ),
        6,
        14,
    ),
    (
        (
            "Gunmen on motorcycles opened fire on a funeral in Arlo, killing 11 mourners before fleeing. A twelfth man"
            " died in hospital on Tuesday."
        ),
        12,
        None,
    ),
    (
        (
            "A bus fell into a gorge near Arlo on Sunday. 23 bodies were recovered by nightfall. Four of the injured "
            "died later in hospital, raising the toll to 27."
        ),
        27,
        ANY,
    ),
    (
        ("At a wedding in Kasu a wall collapsed, burying guests. Police first spoke of nine dead. By Monday 17 had died."),
        17,
        None,
    ),
    (
        ("The fire at the Lakanal flats killed six people, three of them children. More than 20 people were injured."),
        6,
        ANY,
    ),
    (
        (
            "A 28-year-old man killed his parents at their farm near Arlo, then drove to the town and shot three "
            "strangers dead in a cafe. He surrendered to police."
        ),
        5,
        None,
    ),
    (
        (
            "Two gunmen, a husband and wife, killed 14 people at a party in San Bernardino on 2 December 2015 and "
            "wounded 22. The couple were killed by police four hours later."
        ),
        16,
        22,
    ),
    (
        (
            "The Christchurch mosque shootings were two attacks on 15 March 2019. The first killed 44 people at the Al"
            " Noor Mosque. Seven died at the Linwood Islamic Centre. In all, 51 people were killed and 89 injured."
        ),
        51,
        89,
    ),
    (
        (
            "The 1993 storm of the century hit the eastern United States. In Florida 47 people died, in Cuba three. "
            "The storm killed 318 people."
        ),
        318,
        None,
    ),
    (
        (
            "The avalanche at Galtür on 23 February 1999 killed 31 people. A day later a second avalanche killed seven"
            " people in nearby Valzur."
        ),
        38,
        None,
    ),
    (
        ("Tropical Storm Odile killed 11 people in Mexico. Six more people drowned in Guatemala, and one person was missing."),
        17,
        None,
    ),
    ("The earthquake killed 62 people in Arlo, 11 in Belin and four in Corvo.", 77, None),
    ("The attack on the convoy left nine peacekeepers dead, eight from Tanzania and one from Malawi.", 9, None),
    (
        ("An explosion in a fireworks factory killed 12 workers. The owner of the factory and his brother were also killed."),
        14,
        None,
    ),
    (
        ("Three days of clashes between the Oru and the Kembe have killed 45 people. Thirty-one of the dead were Kembe."),
        45,
        None,
    ),
    (
        ("A landslide buried a mine in Arlo. Rescuers brought out 14 dead and 22 injured; five men are still missing."),
        14,
        22,
    ),
    (
        ("Twelve hostages died when police stormed the embassy. All five hostage-takers and two policemen were also killed."),
        19,
        None,
    ),
    (
        (
            "In the city of Arlo, a policeman shot and killed three colleagues at his station, wounded two and fled. "
            "He was found dead in a field the next day, having shot himself."
        ),
        4,
        2,
    ),
    (
        (
            "The Wall Street bombing on 16 September 1920 killed 30 people immediately; another 10 died later of "
            "wounds. There were 143 seriously injured."
        ),
        40,
        143,
    ),
    # one person told again, halves of one noun
    ("Three female and one male UN drivers were killed in the strike.", 4, None),
    ("Three female and one male medics were killed, and one female nurse was injured.", 4, 1),
    ("Four male and two female teachers were abducted.", None, None),
    ("One male volunteer giving first aid after a strike, was killed in Arlo.", 1, None),
    ("A nurse working for a charity, was shot dead in Belin.", 1, None),
    ("One aid worker was killed when gunmen entered his house and fatally shot the individual.", 1, None),
    (
        ("An aid worker was killed in Arlo in May. Officials believe that the aid worker was killed by shelling."),
        1,
        None,
    ),
    ("A baker was killed in Arlo in May. A farmer was killed there too.", 2, None),
    ("One female teacher of a school was kidnapped and also shot dead.", 1, None),
    ("12 first aid workers killed in fighting between troops and rebels.", 12, None),
    # texts written before the program read them, and mended after
    (
        (
            "The 1953 North Sea flood struck the Netherlands, England and Belgium. In the Netherlands 1,836 people "
            "died, in England 307 and in Belgium 28."
        ),
        2171,
        None,
    ),
    (
        (
            "The Station nightclub fire occurred on the night of 20 February 2003 in West Warwick, Rhode Island. The "
            "fire killed 100 people and injured 230. It was caused by pyrotechnics set off by the tour manager of the "
            "evening's headlining band."
        ),
        100,
        230,
    ),
    (
        (
            "The Ramstein air show disaster occurred on 28 August 1988 at the US air base of Ramstein in West Germany."
            " Three aircraft of the Italian display team collided and one of them crashed into the crowd. Of the 70 "
            "dead, 67 were spectators and three were pilots; 346 spectators sustained serious injuries."
        ),
        70,
        346,
    ),
    (
        (
            "The Enschede fireworks disaster was a catastrophic explosion on 13 May 2000 in the Dutch city of "
            "Enschede. The blast killed 23 people, among them four firefighters, and injured nearly 1,000."
        ),
        23,
        ANY,
    ),
    (
        (
            "The Dunblane massacre took place on 13 March 1996, when Thomas Hamilton shot dead 16 pupils and one "
            "teacher and injured 15 others at a primary school before killing himself."
        ),
        18,
        15,
    ),
    (
        (
            "The 2010 eruptions of Mount Merapi began in late October. The eruptions claimed the lives of 353 people "
            "and drove 350,000 from their homes."
        ),
        353,
        None,
    ),
    (
        (
            "The Mont Blanc tunnel fire broke out on 24 March 1999 when a lorry carrying flour and margarine caught "
            "fire. Thirty-nine people died, most of them trapped in their vehicles."
        ),
        39,
        None,
    ),
    (
        (
            "Cyclone Idai made landfall near Beira in March 2019. The storm and the floods that followed left more "
            "than 1,300 people dead in Mozambique, Zimbabwe and Malawi."
        ),
        (1301, None),
        None,
    ),
    (
        (
            "The 1987 Great Storm hit southern England in the night of 15 October. Eighteen people were killed in "
            "England and four in France."
        ),
        22,
        None,
    ),
    (
        (
            "Typhoon Vera was the strongest typhoon to make landfall in Japan. It struck in September 1959, killing "
            "4,697 people and leaving 401 missing and 38,921 injured."
        ),
        4697,
        38921,
    ),
    (
        (
            "The Moorgate tube crash occurred on 28 February 1975 when a train ran into the end wall of the tunnel. "
            "Forty-two people on the train died at the scene and one succumbed to injuries later; 74 people were taken"
            " to hospital."
        ),
        43,
        74,
    ),
    (
        (
            "The 2008 Sichuan earthquake struck on 12 May. Official figures state that 69,197 people were killed and "
            "374,176 injured, with 18,222 listed as missing."
        ),
        69197,
        374176,
    ),
    (
        (
            "The Lorne Valley bushfires burned in two waves in January 1962. The first wave destroyed the town of "
            "Corvo and killed 14 people. A second wave of fires ten days later killed nine, five of them volunteers."
        ),
        23,
        None,
    ),
    (
        (
            "Cyclone Odessa was a small but deadly storm. It crossed Fiji on 4 February, where it killed three people,"
            " and reached Tonga two days later. A further 11 people died in Tonga. Odessa came only weeks after "
            "Cyclone Petra, which had left 40 dead in Fiji."
        ),
        14,
        None,
    ),
    (
        (
            "Belin, 3 June. Unknown armed men ambushed a convoy of a medical charity, killing a driver and two nurses."
            " A third nurse escaped unhurt."
        ),
        3,
        None,
    ),
    (
        (
            "A man armed with an axe attacked passengers on a tram in Corvo, wounding five, two of them badly. "
            "Officers shot and wounded him; he died the same evening."
        ),
        1,
        ANY,
    ),
    (
        (
            "A 44-year-old electrician shot his former boss and two colleagues dead at a depot and wounded a security "
            "guard. He drove off and took his own life in a car park an hour later."
        ),
        4,
        1,
    ),
    ("Two militants attacked a police post with grenades. One officer and both attackers were killed.", 3, None),
    (
        (
            "Rockets hit a school used as a shelter. Health officials reported 22 dead; the army said eight of those "
            "were fighters. Forty people were injured."
        ),
        22,
        40,
    ),
    ("A woman drowned her two children in a bathtub and then hanged herself, police said.", 3, None),
    (
        ("Seven construction workers fell to their deaths when a scaffold gave way. An eighth worker is in intensive care."),
        7,
        1,
    ),
    (
        (
            "Armed robbers stormed a bank and took 14 hostages. After six hours special forces moved in: two hostages "
            "were killed, 12 freed, and all three robbers shot dead."
        ),
        5,
        None,
    ),
    (
        (
            "At least six people are dead after a bridge collapsed in the town of Orlan on Saturday night, the mayor "
            "said. Divers recovered two more bodies on Sunday morning, bringing the toll to eight."
        ),
        8,
        None,
    ),
    ("Early reports put the number of dead at 15. On Wednesday the ministry corrected the figure to 11.", 11, None),
    (
        (
            "Police say the gunman who killed three women in a hair salon last night was found dead in his flat this "
            "morning. A fourth woman is being treated for wounds."
        ),
        4,
        1,
    ),
    (
        (
            "Heavy snow in the Alps has claimed 13 lives since Monday. Five skiers were swept away by an avalanche in "
            "Tyrol, and eight people died on the roads."
        ),
        13,
        None,
    ),
    (
        (
            "A lorry ploughed into worshippers leaving a mosque in Kasu, killing nine. Bystanders beat the driver to "
            "death, residents said. Twenty-one people were hurt."
        ),
        10,
        21,
    ),
]


@pytest.mark.parametrize(("text", "killed", "injured"), ROWS)
def test_toll(text: str, killed: Toll, injured: Toll) -> None:
    document = Document(id="d", text=text)
    found = tally(document, normalise(document, extract(document)))
    for outcome, want in ((Outcome.KILLED, killed), (Outcome.INJURED, injured)):
        if want == ANY:
            continue
        toll = found.get(outcome)
        got: Toll = None
        if toll is not None:
            got = toll.best if toll.low == toll.high == toll.best else (toll.low, toll.high)
        assert got == want, outcome
