"""Who vouches for each figure of a text: "-" is nobody, so that the text speaks itself."""

from __future__ import annotations

from aggregator.core.model import Document
from parsers.text.claims import extract
from tests.rows import each_row


def spoken(text: str) -> str:
    """Return each figure of a text with who vouches for it."""
    claims = extract(Document(id="d", text=text))
    return "; ".join(f"{claim.quote}: {claim.claimant.name if claim.claimant else '-'}" for claim in claims)


BEHIND_A_COMMA = """
In Ardo, health officials said at least nine people were killed on Monday. -> at least nine: health officials
On Monday, police said at least nine people were killed when a bus overturned near Kasu. -> at least nine: police
Meanwhile, the mayor said as many as nine people were killed. -> as many as nine: the mayor
In a statement, the health ministry said there were nine deaths. -> nine: the health ministry
Earlier, the ministry said at least nine people were killed. -> at least nine: the ministry
In a separate incident, the army said at most nine soldiers were killed. -> at most nine: the army

Nine people were killed, police said at the scene. -> Nine: police
Nine people were killed, police said at least two days after the raid. -> Nine: police
Nine people were killed, the mayor said as crowds gathered. -> Nine: the mayor
Nine people were killed, the mayor said there on Monday. -> Nine: the mayor
Nine people were killed, the mayor said from his office. -> Nine: the mayor
Nine people were killed, police said, at least four of them children. -> Nine: police; at least four: police
"""


@each_row(("text", "speakers"), BEHIND_A_COMMA)
def test_a_speaker_behind_a_fronted_phrase(text: str, speakers: str) -> None:
    assert spoken(text) == speakers


DAYS = """
On Friday, officials said at least nine people were killed. -> at least nine: officials, None
In a statement on Friday, the mayor said nine people died, all boys, on Sunday. -> nine: the mayor, on Sunday
At a news conference on Friday, police said nine people were killed. -> nine: police, None
A report released on Friday by the Ardo Observatory said nine villagers were killed. -> nine: the Ardo Observatory, None

In a raid on Friday, the mayor said, nine people were killed. -> nine: the mayor, on Friday
In the town on Friday, police said nine people were killed. -> nine: police, on Friday
In an attack on Friday, police said nine people were killed. -> nine: police, on Friday
Nine people killed on Friday by police were named. -> Nine: -, on Friday
"""


@each_row(("text", "speakers"), DAYS)
def test_the_day_of_speaking_is_none_of_the_harm(text: str, speakers: str) -> None:
    claims = extract(Document(id="d", text=text))
    told = (f"{c.quote}: {c.claimant.name if c.claimant else '-'}, {c.window_text}" for c in claims)
    assert "; ".join(told) == speakers


QUOTED = """
Nine villagers were killed, AFP quoted police as saying. -> Nine: police
AFP quoted police as saying nine villagers were killed. -> nine: police
AFP quoted police as saying that nine villagers were killed and four hurt. -> nine: police; four: police
Nine villagers were killed, police were quoted by AFP as saying. -> Nine: police
The mayor was quoted by AFP as saying nine villagers were killed. -> nine: The mayor
Nine villagers were killed, police were quoted as saying by AFP. -> Nine: police
Citing police, Reuters said nine villagers were killed. -> nine: police
Quoting the mayor, Kasu Radio reported nine villagers killed. -> nine: the mayor
The governor, quoted by AFP, said nine villagers were killed. -> nine: The governor

Citing the weather, the army said nine soldiers were missing. -> nine: the army
Citing a lack of fuel, the mayor said nine patients had died. -> nine: the mayor
A report quoted by AFP put the number of dead at nine. -> nine: A report quoted by AFP
Nine villagers were killed, a toll cited by AFP. -> Nine: AFP

Nine villagers were killed, the governor told state television. -> Nine: the governor
Nine villagers were killed, the governor told a local radio station on Monday. -> Nine: the governor
Nine villagers were killed, the governor told state media. -> Nine: the governor
Nine villagers were killed, the governor told a state broadcaster. -> Nine: the governor
The governor told state radio nine villagers were killed. -> nine: The governor
The governor told state television that nine villagers were killed. -> nine: The governor
In Ardo, the governor told state radio nine villagers were killed. -> nine: the governor

Nine villagers died of cholera, the WHO said. -> Nine: the WHO
The WHO reported 28 deaths in Kasu. -> 28: The WHO
According to the WHO, 28 people died of cholera. -> 28: the WHO
WHO said nine people died of cholera. -> nine: WHO
A doctor who reached the town said nine people died. -> nine: A doctor
The rebels, who put the toll at 90, said the base had fallen. -> 90: The rebels

The governor, Abel Kone, issued a statement saying nine villagers were killed. -> nine: The governor, Abel Kone
The mayor, Ana Lund, posted a message saying that nine villagers were killed. -> nine: The mayor, Ana Lund
The mayor issued a statement saying nine villagers were killed. -> nine: The mayor
In Ardo, the mayor issued a statement saying nine villagers were killed. -> nine: the mayor
The army released a statement saying nine soldiers were killed. -> nine: The army
"""


@each_row(("text", "speakers"), QUOTED)
def test_who_is_quoted_and_who_hears(text: str, speakers: str) -> None:
    assert spoken(text) == speakers


MEANT = """
“We are in shock,” a shopkeeper, Amina Dele, said. Nine people were killed, the monitor said. -> Nine: the monitor
Doctors for Ardo said the road was closed. Nine people were killed, the charity said. -> Nine: Doctors for Ardo
A rights watchdog said the road was closed. Nine people were killed, the group said. -> Nine: A rights watchdog

A hospital director visited the site. She said that nine villagers were killed. -> nine: A hospital director
Residents fled to the hills. They said nine villagers had died. -> nine: Residents
The rebels attacked the town. They said nine people had died. -> nine: The rebels
Residents fled to the hills. He said nine villagers had died. -> nine: -
The rebels attacked residents. They said nine people had died. -> nine: -
A soldier was wounded. He said nine villagers had died. -> A soldier: -; nine: -
Ten soldiers came home. She said nine villagers had died. -> nine: -

The mayor, Abel Kone, said the road was closed. According to him, nine villagers were killed. -> nine: The mayor, Abel Kone
Governor Lena Holm spoke on Friday. According to her, nine villagers were killed. -> nine: Governor Lena Holm
Nine villagers were killed. According to her brother, two were boys. -> Nine: -
According to her, nine villagers were killed. -> nine: -

Human Rights Watch said the road was closed. It said nine villagers were killed. -> nine: Human Rights Watch
Hezbollah said the road was closed. It said nine fighters were killed. -> nine: Hezbollah
Hezbollah said the road was closed. He said nine fighters were killed. -> nine: -
Lena Holm said the road was closed. It said nine villagers were killed. -> nine: -

Nine villagers were killed, according to figures released by the ministry. -> Nine: the ministry
Nine villagers were killed, according to data published on Friday by the harbour authority. -> Nine: the harbour authority
Nine villagers were killed, according to figures released on Friday. -> Nine: figures

Nine dead in blast in Kabul: hospital director -> Nine: hospital director
Nine dead in blast in Kabul: Taliban -> Nine: Taliban
Nine dead in blast in Kabul - Red Cross -> Nine: Red Cross
Hamas: nine killed in strike on Rafah -> nine: Hamas
Israel: nine killed in strike -> nine: -
Exclusive: nine killed in strike -> nine: -
Reuters: nine killed in strike -> nine: -
Hamas's armed wing put the number of dead at more than ten. -> more than ten: Hamas's armed wing
"""


@each_row(("text", "speakers"), MEANT)
def test_whom_pronouns_labels_and_kinds_mean(text: str, speakers: str) -> None:
    assert spoken(text) == speakers


@each_row(
    ("title", "body", "speaker"),
    """
Observatory: nine dead in Ardo -> The Observatory of Rights said nine people were killed in Ardo. -> The Observatory of Rights
Pentagon: nine dead in Ardo -> The Pentagon said nine people were killed in Ardo. -> The Pentagon
Pentagon: nine dead in Ardo -> The mayor said nine people were killed in Ardo. -> Pentagon
Police: nine dead in Ardo -> The mayor said nine people were killed in Ardo. -> Police
""",
)
def test_a_headline_names_in_short_who_speaks_below(title: str, body: str, speaker: str) -> None:
    first = extract(Document(id="d", title=title, text=f"{title}\n\n{body}"))[0]
    assert first.claimant is not None and first.claimant.name == speaker
