"""The same told in other words: of being taken, killed, hurt, held and lost; lists, names and marks that change no figure.

Each line: a sentence, and its claims as "outcome: exact words" with a stance where it is no plain assertion.
"""

from __future__ import annotations

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract
from tests.rows import each_row, told

TAKEN = """
Two nurses were snatched by gunmen. -> abducted: Two
Gunmen snatched two nurses. -> abducted: two
Two girls were snatched on their way to school. -> abducted: Two
Two nurses were carried off by gunmen. -> abducted: Two
Two nurses were grabbed by gunmen. -> abducted: Two
Two nurses were spirited away by rebels. -> abducted: Two
Two nurses were marched off by rebels. -> abducted: Two
Rebels marched away nine boys. -> abducted: nine
Gunmen stormed a farm and carried off two boys. -> abducted: two
Nine miners were forcibly taken in Velsk. -> abducted: Nine
Gunmen took captive two nurses. -> abducted: two
Rebels took prisoner two drivers. -> abducted: two
Five were snatched by bandits. -> abducted: Five
Two nurses were carried off by unknown actors. -> abducted: Two

Rebels took prisoner two soldiers. -> detained: two
Two robbers snatched a bag. ->
Two men were grabbed by armed police. ->
Ardo snatched victory from two rivals. ->
Three thieves grabbed two bags. ->
A man grabbed two boys by the collar. ->
The wind carried off two kites. ->
The flood carried off four villagers. ->
The waves snatched two swimmers. ->
A boy was grabbed by a crocodile. ->
Two boys were snatched to safety by a neighbour. ->
Two players were snatched up by a club in Ardo. ->
Rescuers snatched three boys from the flames. ->
Two wallets were snatched. ->
Two men were led away by nurses. ->
The gunmen carried off four bodies. -> killed: four
Rebels grabbed two cooks and shot them dead. -> killed: two
Gunmen tried to snatch two nurses. ->
"""


@each_row(("sentence", "claims"), TAKEN)
def test_words_for_being_taken(sentence: str, claims: str) -> None:
    assert told(sentence) == claims


KILLED = """
Five miners were blown up in Ardo. -> killed: Five
A guard was blown up by a mine near Ardo. -> killed: A guard
A mine blew up two soldiers. -> killed: two
Five miners were blown to bits in Ardo. -> killed: Five
Five miners were mown down by gunmen. -> killed: Five
A blast snuffed out five lives. -> killed: five
Rebels finished off two guards. -> killed: two
Two men were cut to pieces. -> killed: Two
Soldiers bayoneted two prisoners. -> killed: two
Soldiers machine-gunned six villagers. -> killed: six
Two boys were smothered. -> killed: Two
A clerk throttled two women. -> killed: two
Five men were riddled with bullets. -> killed: Five
A man clubbed to death two guards. -> killed: two
Guards clubbed two men to death. -> killed: two
Five people were claimed by the flood. -> killed: Five
Two men dropped dead. -> killed: Two

The story was blown up out of proportion. ->
Two photographs were blown up. ->
Two bridges were blown up by rebels. ->
Rebels blew up two bridges. ->
Two rebels blew up Ardo station. ->
A bomber blew up near two soldiers. ->
At 1000 hours local time a bus was blown up by a bomb. ->
A man blew up and shouted at two clerks. ->
A car blew up, killing nine people and wounding 30. -> killed: nine; injured: 30
The row was blown up by two critics. ->
Two hopes were snuffed out. ->
The side finished off two rivals. ->
Two runners finished off the race. ->
Two men were cut to pieces by critics. ->
He throttled back two engines. ->
Two cars were riddled with bullets. ->
A car with two men was riddled with bullets. ->
Two wallets were claimed by their owners. ->
Five seats were claimed by the party. ->
"""

HURT = """
Nine miners were knifed in Velsk. -> injured: Nine
Two monks were knifed and killed. -> killed: Two
Nine miners were clubbed by guards. -> injured: Nine
Nine miners were bitten in Velsk. -> injured: Nine
Nine miners were run over in Velsk. -> injured: Nine
A lorry ran over two boys. -> injured: two
A man was run over and killed. -> killed: A man
Two cyclists were knocked down. -> injured: Two
Two guards were knocked out by robbers. -> injured: Two
Two pupils were blinded. -> injured: Two
Two boys were crippled by a mine. -> injured: Two
Nine marchers were gassed. -> injured: Nine
Nine miners were peppered with shrapnel. -> injured: Nine
Nine miners were hit by flying glass. -> injured: Nine
Nine miners inhaled smoke. -> injured: Nine
Nine miners required stitches. -> injured: Nine
Two cooks have burns. -> injured: Two
Two boys are nursing wounds. -> injured: Two

Two ministers were knifed in the back by the press. ->
Two clerks clubbed together to buy a boat. ->
Two singers were bitten by the bug. ->
Two apples were bitten. ->
Two boys ran over to help. ->
The show was run over two days. ->
Five people run over 30 shops. ->
Two men run over budget. ->
Two teams were knocked out. ->
Two boxers were knocked out in the second round. ->
Two players were knocked out of the cup. ->
Two drivers were blinded by the sun. ->
Two men were blinded by greed. ->
Two clerks were crippled by debt. ->
Two cars were gassed up. ->
The wound required stitches. ->
The dress needed stitches. ->
Two parties are nursing wounds from the vote. ->
"""

HELD_OR_LOST = """
Nine miners were held for questioning in Velsk. -> detained: Nine
Police locked up nine miners. -> detained: nine
Police nabbed two thieves. -> detained: two
Two rebels were interned. -> detained: Two
Two men were remanded. -> detained: Two
Two men were picked up by police. -> detained: Two
Nine miners were swept away. -> missing: Nine
The flood swept away nine miners. -> missing: nine
Two houses and five villagers were washed away. -> missing: five
Nine miners cannot be located. -> missing: Nine
Nine miners were posted as missing. -> missing: Nine

Two clerks locked up and left. ->
Robbers locked up two clerks in a storeroom. ->
Ann Reed nabbed two medals. ->
Two students interned at a bank. ->
The case was remanded. ->
Two men were remanded on bail. ->
A bus picked up two passengers. ->
Two sailors were picked up by a ship. ->
The flood swept away two bridges. ->
Two bridges were washed away. ->
Two boys were swept away but rescued. ->
Nine people were swept away by emotion. ->
Nine people were swept away and five bodies were found. -> killed: five
Floods killed nine people and swept away two houses. -> killed: nine
"""


@each_row(("sentence", "claims"), KILLED)
def test_verbs_of_killing(sentence: str, claims: str) -> None:
    assert told(sentence) == claims


@each_row(("sentence", "claims"), HURT)
def test_words_for_being_hurt(sentence: str, claims: str) -> None:
    assert told(sentence) == claims


@each_row(("sentence", "claims"), HELD_OR_LOST)
def test_words_for_arrest_and_loss(sentence: str, claims: str) -> None:
    assert told(sentence) == claims


LISTED = """
A bomb killed two guards, a coroner and three boys. -> killed: two; killed: a coroner; killed: three
Two guards, a messenger and three boys were killed. -> killed: Two; killed: a messenger; killed: three
Two guards, a scout, and three boys were killed. -> killed: Two; killed: a scout; killed: three
Two guards, a coroner and three boys were hurt. -> injured: Two; injured: a coroner; injured: three
Gunmen abducted two guards, a sherpa and a cook. -> abducted: two; abducted: a sherpa; abducted: a cook
Two guards, a bookseller from Velsk and three boys were killed. -> killed: Two; killed: a bookseller; killed: three
Two guards, a bookseller, three boys and a clerk died. -> killed: Two; killed: a bookseller; killed: three; killed: a clerk
A bomb killed a judge, a coroner and three boys. -> killed: a judge; killed: a coroner; killed: three

Rebels killed two men, a coroner and three clerks said. -> killed: two
A bomb killed nine people, a wedding guest and a scout told reporters. -> killed: nine
A raid killed two men, a blow to the party and three of its allies. -> killed: two
Gunmen killed two guards, a mile from the border and three hours from Ardo. -> killed: two
A fire killed two women, a llama and three boys. -> killed: two
A bomb killed 12 people, a record and a source of shame. -> killed: 12
Two guards, a wedding and three boys were filmed. ->
The fire destroyed two homes, a garage and three cars. ->
Ivo Lund, a coroner and three boys were hurt. -> injured: three
"""


@each_row(("sentence", "claims"), LISTED)
def test_a_singular_in_a_list_of_people(sentence: str, claims: str) -> None:
    assert told(sentence) == claims


HYPHENS = """
A nurse was beaten in Port-au-Prince and treated in a clinic. -> injured: A nurse
A guard was shot in Deir-ez-Zor and died. -> killed: A guard
A nurse was shot near Berwick-upon-Tweed and suffered a wound to the leg. -> injured: A nurse
A guard was shot in Aix-en-Provence and died. -> killed: A guard
The body of a gold-digger was found. -> killed: a gold-digger
Gunmen killed an asylum-seeker. -> killed: an asylum-seeker
A stretcher-bearer was killed. -> killed: A stretcher-bearer
A blast killed nine street-sweepers. -> killed: nine
Five altar servers were killed. -> killed: Five
The remains of eleven charcoal-burners were found. -> killed: eleven
The remains of two gold-diggers were found. -> killed: two

Jean-Pierre Lund and two guards were shot. -> injured: Jean-Pierre Lund; injured: two
Anne-Marie Kors was shot. -> injured: Anne-Marie Kors
A mother-in-law was shot in Ardo. -> injured: A mother-in-law
The Paris-to-Dakar rally was hit and nine were hurt. -> injured: nine
A one-on-one fight killed a man. -> killed: a man
An asylum-seeker camp was hit, killing two. -> killed: two
Hit-and-Run Driver Kills Man -> killed: Man
A cherry-picker was destroyed and killed. ->
A blast hit nine oil-tankers. ->
A pace-maker was hurt. ->
Nine fire-crackers were hurt. ->
The remains of two screw-drivers were found. ->
Two pile-drivers were crushed. ->
"""


@each_row(("sentence", "claims"), HYPHENS)
def test_words_that_hyphens_join(sentence: str, claims: str) -> None:
    assert told(sentence) == claims


NAMES = """
Anna Day was shot dead in Ardo. -> killed: Anna Day
Ivo Field and Anna Day died at the scene. -> killed: Ivo Field; killed: Anna Day
Police named the dead as Anna Page, 41, and Rui Costa, 38. -> killed: Anna Page; killed: Rui Costa
Police named the dead as Christian Costa, 41, and Ivo Lund, 38. -> killed: Christian Costa; killed: Ivo Lund
Ivo Lund, 22, and Will Costa, 24, were injured in the blast. -> injured: Ivo Lund; injured: Will Costa
The dead are Rui Costa, River Lund and Ida Holm. -> killed: Rui Costa; killed: River Lund; killed: Ida Holm
The dead were named as Innocent Okoro and Will Lund. -> killed: Innocent Okoro; killed: Will Lund
Rui Camp, 40, and Ida Field, 12, were killed. -> killed: Rui Camp; killed: Ida Field
Rui Lynch was shot dead. -> killed: Rui Lynch
Omar Rose and two guards were killed. -> killed: Omar Rose; killed: two

Ardo Church was destroyed and nine people were killed. -> killed: nine
Gunmen attacked Ardo Church and Rui Costa was shot. -> injured: Rui Costa
Gunmen attacked Ardo Church and Rui Costa died. -> killed: Rui Costa
Two people in Rui Camp were shot. -> injured: Two
Ardo Camp was attacked and nine guards were killed. -> killed: nine
Ardo Flood killed 20. -> killed: 20
Kors Street and Ardo Bridge were closed after nine people died. -> killed: nine
Tora Bridge Collapse Kills Nine -> killed: Nine
Floods in Tora, River Nile and Kasala killed nine people. -> killed: nine
Nine died at Ardo Camp, 40, and Kors Camp, 12. -> killed: Nine
Police at Ardo Bank were shot. ->
Rui Storm died down. ->
Ardo House was evacuated and Kors Field was shot at. ->
"""


@each_row(("sentence", "claims"), NAMES)
def test_names_that_are_words(sentence: str, claims: str) -> None:
    assert told(sentence) == claims


MOVED = """
Three people escaped with minor injuries when a bus overturned in Ardo, a stronghold of the rebels. -> injured: Three
Three people escaped with cuts after an attack by rebels. -> injured: Three
Three people escaped unhurt when rebels attacked. ->
Two villagers were left hurt as a result of an airstrike. -> injured: Two
Shelling forced nearly 9,000 pilgrims to abandon Kasu. -> displaced: nearly 9,000

Three hundred families escaped the fighting. -> displaced: Three hundred
Some 300 people escaped shelling in Ardo. -> displaced: Some 300
Shelling forced 9,000 nomads to abandon Kasu. -> displaced: 9,000
Shelling forced 90 soldiers to abandon Kasu. ->
Shelling forced 900 fans to abandon Kasu Stadium. ->
Rain forced nearly 9,000 pilgrims to abandon the march. ->
Floods forced 400 tourists to leave Ardo. ->
"""

SAID_BEHIND = """
Updated figures: killed 4, injured 3, missing 1, the army said. -> killed: 4; injured: 3; missing: 1
Dead 4, hurt 3, missing 1, according to the army. -> killed: 4; injured: 3; missing: 1

Updated figures: killed 4, injured 3, missing 1. -> killed: 4; injured: 3; missing: 1
Gunmen killed 4, injured 3, police said. -> killed: 4; injured: 3
The army killed 4, injured 3, and left, police said. -> killed: 4; injured: 3
"""

TOTALS_OF_MONTHS = """
In April a total of 31 people were killed by mines in Malva. -> killed: 31
Since April a total of 31 people have died. -> killed: 31

On April 31 people were killed. ->
In April at least 31 people were killed. -> killed: at least 31
"""


@each_row(("sentence", "claims"), MOVED + SAID_BEHIND + TOTALS_OF_MONTHS)
def test_words_behind_the_figure(sentence: str, claims: str) -> None:
    assert told(sentence) == claims


KILLED_IN_ALL = """
A mine killed a woman, her cook and a porter and hurt altogether six others. -> 3
A bomb killed a total of two guards and three boys. -> 5
THREE OFFICERS, TWO NURSES AND A DRIVER DIED IN THE BLAST AT THE HOSPITAL IN ARDO. -> 6

A bomb killed two guards and three boys. -> 5
A total of nine people, seven men and two women, were killed. -> 9
A storm killed nine people in Ardo and 12 altogether. -> 12
Two men and a boy were killed, a total of three people. -> 3
A total of 12 people were killed and 30 injured. -> 12
"""


@each_row(("sentence", "toll"), KILLED_IN_ALL)
def test_a_total_is_of_its_own_figure(sentence: str, toll: str) -> None:
    document = Document(id="d", text=sentence)
    count = tally(document, normalise(document, extract(document)))[Outcome.KILLED]
    assert (count.low, count.high) == (int(toll), int(toll))


CAPITALS = """
THREE SISTERS AGED FIVE, EIGHT AND ELEVEN DIED IN A FIRE. -> killed: THREE
TWO GIRLS AGED 11 AND 13 HAD BEEN HIT BY A BULLET. -> injured: TWO
A PAINTER LEAPT FROM A MAST TO HIS DEATH. -> killed: A PAINTER
A BOY AGED 9 AND 12 OTHERS WERE KILLED. -> killed: A BOY; killed: 12
TWO PUPILS WERE WOUNDED AND A TEACHER WEPT. -> injured: TWO

IVO LUND AND RUI COSTA WERE KILLED. -> killed: IVO LUND; killed: RUI COSTA
Rose Costa was shot dead. -> killed: Costa
Drew Lund was shot dead. -> killed: Drew Lund
A KORS MAN WAS SHOT DEAD. -> killed: A KORS MAN
"""


@each_row(("sentence", "claims"), CAPITALS)
def test_capitals_throughout(sentence: str, claims: str) -> None:
    assert told(sentence) == claims


NAMED = """
The dead are named as Rui Costa, 41, and Ivo Lund, and a cook was hurt. -> killed: Rui Costa; killed: Ivo Lund; injured: a cook
Police named the dead as Rui Costa and Ivo Lund, and two others were wounded. -> killed: Rui Costa; killed: Ivo Lund; injured: two
The dead were named as Ana, his wife Huda and their sons Rim and Aya. -> killed: Ana; killed: Huda; killed: Rim; killed: Aya

Two men identified as Rui Costa and Ivo Lund were shot dead. -> killed: Rui Costa; killed: Ivo Lund
A driver named Rui Costa and a guard was shot. -> injured: Rui Costa; injured: a guard
The dead were identified as Rui Costa and his sister Ana, who was shot. -> killed: Rui Costa; killed: Ana
Police named the suspects as Ana and their sons Ivo and Omar. ->
"""


@each_row(("sentence", "claims"), NAMED)
def test_lists_of_names(sentence: str, claims: str) -> None:
    assert told(sentence) == claims
