"""The rules of the grammar: one row a construction, the ones that must stay silent in the same table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.core.model import Document, Outcome
from parsers.text.chunks import chunk
from parsers.text.claims import extract
from parsers.text.clause import Clause, Finding
from parsers.text.clean import fold, shouted
from parsers.text.grammar import PARTS
from parsers.text.joined import joined_left, joined_right, objects
from parsers.text.lex import lex
from parsers.text.pieces import Piece
from parsers.text.tokens import tokenise

ROWS = [
    # text, claims as "outcome quote", the rule of the first
    ("Seven villagers were killed.", ["killed Seven"], "passive"),
    ("Seven villagers have been killed in the hills.", ["killed Seven"], "passive"),
    ("The blast killed seven villagers.", ["killed seven"], "active"),
    ("The blast has killed seven villagers and wounded nine.", ["killed seven", "injured nine"], "active"),
    ("A shell fell on the market, killing seven.", ["killed seven"], "active"),
    ("Seven villagers died when the dam broke.", ["killed Seven"], "happens"),
    ("Seven drown in ferry sinking", ["killed Seven"], "happens"),
    ("Seven dead, nine wounded in blast", ["killed Seven", "injured nine"], "state"),
    ("The blast left seven people dead and nine injured.", ["killed seven", "injured nine"], "state"),
    ("The flood left 40 families homeless.", ["homeless 40"], "state"),
    ("Deaths: 12", ["killed 12"], "label"),
    ("Injured - 40", ["injured 40"], "label"),
    ("Deaths in Arak: 12", ["killed 12"], "label"),
    ("The office counted 12 storm-related deaths.", ["killed 12"], "counted"),
    ("There were no casualties.", ["casualties no"], "counted"),
    ("Divers found 12 bodies.", ["killed 12"], "counted"),
    ("The court heard of the murder of six farmers.", ["killed six"], "of"),
    ("He was tried for the killing of a judge.", ["killed a judge"], "of"),
    ("Police are looking into Adeyemi's death.", ["killed Adeyemi"], "possessive"),
    ("The toll rose from 12 to 20.", ["killed 20"], "toll"),
    ("The death toll stands at 68.", ["killed 68"], "toll"),
    ("The death toll rose by five to 68.", ["killed five", "killed 68"], "toll"),
    ("Two more died, bringing the total to 31.", ["killed Two", "killed 31"], "happens"),
    ("Deaths rose to 12 by Monday.", ["killed 12"], "toll"),
    ("The quake claimed 80 lives.", ["killed 80"], "lives"),
    ("Eighty lives were lost.", ["killed Eighty"], "lives"),
    ("Twelve others suffered head injuries.", ["injured Twelve"], "suffered"),
    ("Fighting forced thousands to flee.", ["displaced thousands"], "forced"),
    ("The gunman shot himself and two others.", ["injured The gunman", "injured two"], "reflexive"),
    ("A drone fired at three men, killing them.", ["killed three"], "them"),
    ("Killed were two drivers and a guard.", ["killed two", "killed a guard"], "inverted"),
    ("Among the dead were three children.", ["killed three"], "inverted"),
    ("Nine people, including two children, were killed.", ["killed Nine", "killed two"], "passive"),
    ("Three civilians among nine killed in raid", ["killed Three", "killed nine"], "among"),
    ("Nine people died, four of them children.", ["killed Nine", "killed four"], "happens"),
    ("Of nine bodies found, four were women.", ["killed nine", "killed four"], "counted"),
    ("Nine were killed in Arak and four in Qom.", ["killed Nine", "killed four"], "passive"),
    ("Four people were killed: the pilot and three farmers.", ["killed Four", "killed the pilot", "killed three"], "passive"),
    ("Two farmers and a rebel were killed.", ["killed Two", "killed a rebel"], "passive"),
    ("A man, two women and three children were killed.", ["killed A man", "killed two", "killed three"], "passive"),
    ("The strike killed or wounded 12 people.", ["casualties 12"], "joined"),
    ("A guard was shot in the chest and killed.", ["killed A guard"], "passive"),
    ("Two nurses, while on their way home, were killed.", ["killed Two"], "passive"),
    ("Ivo Maric, 37, who was working nearby, was killed.", ["killed Ivo Maric"], "passive"),
    ("His brother, Ivo, was killed.", ["killed Ivo"], "passive"),
    ("Ana Maric was killed alongside her son, Ivo Maric.", ["killed Ana Maric", "killed Ivo Maric"], "passive"),
    ("One soldier was killed and another was wounded.", ["killed One", "injured another"], "passive"),
    ("The guard was killed and two others wounded.", ["killed The guard", "injured two"], "passive"),
    ("Two of the nine climbers hurt on Monday have died.", ["killed Two", "injured nine"], "happens"),
    ("One of the 63 passengers was killed.", ["killed One"], "passive"),
    ("None of the 40 passengers was hurt.", ["injured None"], "passive"),
    ("Nobody was killed.", ["killed Nobody"], "passive"),
    ("A family of five was killed.", ["killed five"], "passive"),
    ("A six-strong crew was killed.", ["killed six"], "passive"),
    ("He is the 63rd soldier to die there.", ["killed 63rd"], "happens"),
    ("The army said 12 dead bodies were found.", ["killed 12"], "counted"),
    ("About 163,000 displaced people live there.", ["displaced About 163,000"], "counted"),
    ("THREE REBELS WERE KILLED AND SEVEN WERE WOUNDED YESTERDAY.", ["killed THREE", "injured SEVEN"], "passive"),
    # silent
    ("The dam could kill thousands.", [], None),
    ("He threatened to kill 12 clerks.", [], None),
    ("Seven villagers were not killed.", [], None),
    ("Seven houses were destroyed.", [], None),
    ("The army freed 25 hostages.", [], None),
    ("Hundreds would have died without the wall.", [], None),
    ("How many people died?", [], None),
    ("The volunteer saved 12 lives.", [], None),
    ("Planes shot down 12 drones.", [], None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "rule"), ROWS)
def test_constructions(text: str, expected: list[str], rule: str | None) -> None:
    claims = extract(Document(id="d", text=text))
    assert [f"{claim.outcome} {claim.quote}" for claim in claims] == expected
    if rule:
        assert claims[0].rule == rule


def clause(text: str) -> Clause:
    line = tokenise(fold(text), text, 0, len(text))
    return Clause(chunk(line, lex(line, shouted=shouted(text))), line.words)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("at least 63 Syrian soldiers were killed", "MbV"),
        ("two homes and 63", "XcN"),
        ("six zelotes", "U"),
        ("a young soldier died", "SI"),
        ("the soldiers fled", "GI"),
        ("184 deaths", "D"),
        ("no casualties", "D"),
        ("three of them", "Nor"),
        ("Amal's 12-year-old son died", "SI"),
    ],
)
def test_shapes(text: str, shape: str) -> None:
    assert clause(text).shape == shape


def test_joined_people_stop_at_one_with_a_verb_of_its_own() -> None:
    read = clause("killed three people and two were wounded")
    assert read.shape == "VMcNbV"
    assert objects(read, 1) == [1]
    assert joined_right(read, 1) == [1]


def test_joined_people_are_found_from_behind() -> None:
    read = clause("a man, two women and three children were killed")
    assert joined_left(read, read.shape.rindex("M")) == [0, 2, 4]


# People, what befell them, and what joins parts to their whole.
SHAPES = (
    "M",
    "N",
    "MI",
    "bV",
    "Mi",
    "Ni",
    "Mor",
    "Nor",
    "M<M",
    ",iM",
    ",Nd",
    ",NpS",
    "cNpS",
    "NbG",
    "No",
    "S",
    "U",
    ".",
    "d",
    "McM",
)
SMALL = ("of whom", "among them", "of them", "or", "they", "two", "critically", "were")


@pytest.mark.parametrize("number", range(len(PARTS)))
@settings(max_examples=500, deadline=None)
@given(st.data())
def test_a_part_is_found_only_where_the_codes_stand_that_it_asks_for(number: int, data: st.DataObject) -> None:
    part, asked = PARTS[number]
    without = [shape for shape in SHAPES if not set(shape) & set(asked)]
    shape = "".join(data.draw(st.lists(st.sampled_from(without), min_size=1, max_size=6)))
    words = data.draw(st.lists(st.sampled_from(SMALL), min_size=len(shape), max_size=len(shape)))
    clause = Clause([Piece(code, at, at + 1) for at, code in enumerate(shape)], words)
    people = [at for at, code in enumerate(shape) if code in "MNUD"][: data.draw(st.integers(1, 2))]
    clause.found = [Finding(piece=at, outcome=Outcome.INJURED, rule="active", trigger=people[0]) for at in people]
    before = list(clause.found)
    part(clause)
    assert clause.found == before
