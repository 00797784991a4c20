"""Places that took numbers in, counts that share a verb, victims told of later: most rows failed before their rule."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.places import resolve, surroundings
from aggregator.tally import tally
from parsers.text.claims import extract

# text -> (quote, outcome, low, place words)
ROWS = [
    ("In the Dominican Republic 38 people died.", [("38", "killed", 38, "the Dominican Republic")]),
    ("In the Solomon Islands 52 people died.", [("52", "killed", 52, "the Solomon Islands")]),
    ("In the Kasu district 38 people died.", [("38", "killed", 38, "the Kasu district")]),
    ("In Arlo district 38 were killed.", [("38", "killed", 38, "Arlo district")]),
    ("At the refugee camp, 25 people died.", [("25", "killed", 25, "the refugee camp")]),
    ("Shelling in District 9 killed two people.", [("two", "killed", 2, "District 9")]),
    ("Two people were killed in ward 9 of Arlo.", [("Two", "killed", 2, "ward 9 of Arlo")]),
    ("A crash on Highway 40 killed three people.", [("three", "killed", 3, "Highway 40")]),
    # one verb for the counts of several places
    (
        "In England 307 people and in Scotland 19 were killed.",
        [("307", "killed", 307, "England"), ("19", "killed", 19, "Scotland")],
    ),
    (
        "In Kenya 12 people, and in Uganda seven, were killed.",
        [("12", "killed", 12, "Kenya"), ("seven", "killed", 7, "Uganda")],
    ),
    (
        "In Kenya 12 people, in Uganda seven and in Rwanda three were hurt.",
        [("12", "injured", 12, "Kenya"), ("seven", "injured", 7, "Uganda"), ("three", "injured", 3, "Rwanda")],
    ),
    ("In Kenya 300 people live and in Uganda 19 were killed.", [("19", "killed", 19, "Uganda")]),
    # the other side
    ("Losses were 300 killed on one side and 120 on the other.", [("300", "killed", 300, None), ("120", "killed", 120, None)]),
    ("He lost 12 coins on one side of the street and found three on the other.", []),
    # the number before its toll
    ("Another man died, raising to 12 the death toll.", [("Another man", "killed", 1, None), ("12", "killed", 12, None)]),
    ("The council raised to 12 the number of clerks.", []),
    # a ship's people, lost
    ("The frigate sank and 41 of her crew were lost.", [("41", "killed", 41, None)]),
    ("Twelve crew members were lost when the trawler sank.", [("Twelve", "killed", 12, None)]),
    ("Twelve hikers were lost in the hills for two days.", []),
    ("The 12 crew members were lost for words.", []),
    ("The airline lost 40 crew to a rival.", []),
    # ages of several people
    ("Three girls, ages 5, 7 and 9, were killed and 4 hurt.", [("Three", "killed", 3, None), ("4", "injured", 4, None)]),
    ("A clerk killed his daughters, ages 6 and 9, and later turned the rifle on himself.", [("A clerk", "killed", 1, None)]),
    ("Boys aged nine and eleven were killed.", [("Boys", "killed", 2, None)]),
    ("A boy aged 9 and 12 others were killed.", [("A boy", "killed", 1, None), ("12", "killed", 12, None)]),
    ("A boy aged 9 and two girls were killed.", [("A boy", "killed", 1, None), ("two", "killed", 2, None)]),
    # who shot and killed their own acted
    ("The man stabbed and killed his parents on Monday.", [("his parents", "killed", 2, None)]),
    ("A man shot and killed two women.", [("two", "killed", 2, None)]),
    ("A man was shot and killed, his friends said.", [("A man", "killed", 1, None)]),
]


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[text[:40] for text, _ in ROWS])
def test_construction(text: str, wanted: list[tuple[str, str, int, str | None]]) -> None:
    found = [(c.quote, c.outcome.value, c.low, c.place.text) for c in extract(Document(id="d", text=text))]
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("One person was killed and four wounded on Monday. A second victim has died, police said.", 2),
        ("Two people were killed on Friday. A third victim died on Sunday.", 3),
        ("A man was killed in Arlo. A second man was killed in Benna. A third man was killed at night.", 3),
        ("Two people were killed. The second victim was a teacher who died at the scene.", 2),
        ("Three people were killed. The third victim died at the hospital.", 3),
        ("Two people were killed. One of the wounded died, bringing to three the number of dead.", 3),
    ],
)
def test_a_later_victim_is_one_more_where_fewer_were_told_of(text: str, killed: int) -> None:
    document = Document(id="d", text=text)
    assert tally(document, normalise(document, extract(document)))[Outcome.KILLED].best == killed


@pytest.mark.parametrize(
    ("text", "words", "country", "name"),
    [
        ("A bus crash in Florida killed 12 people.", "Florida", "USA", "Florida"),
        ("Cuban officials said a boat sank off Florida.", "Florida", "USA", "Florida"),
        ("A storm in Virginia killed three.", "Virginia", "USA", "Virginia"),
        ("A fire in Ontario killed three.", "Ontario", "CAN", "Ontario"),
        ("A bus crash in Montana killed three.", "Montana", "USA", "Montana"),
        # what speaks for another is heard, and doubt stays doubt
        ("A flood in Florida, Uruguay, killed three.", "Florida, Uruguay", "URY", "Florida"),
        ("CAMAGUEY, Cuba - A train hit a bus in Florida.", "Florida", None, None),
        ("A mine blast in Virginia, South Africa, killed five.", "Virginia, South Africa", "ZAF", "Virginia"),
        ("A fire in Washington killed three.", "Washington", None, None),
        # two entries of one town
        ("Clashes in El Geneina, Sudan, killed 12 people.", "El Geneina", "SDN", "Al-Junaynah"),
        ("A flood in Georgia killed 12.", "Georgia", "GEO", "Georgia"),
    ],
)
def test_a_state_wins_over_small_towns_of_its_name(text: str, words: str, country: str | None, name: str | None) -> None:
    place = resolve(words, surroundings(Document(id="d", text=text)))
    assert (place.country, place.name) == (country, name)
