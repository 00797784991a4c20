"""What fresh texts brought up of how the figures of one text come to its toll, with what is told apart from it."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract

Ends = tuple[int | None, int | None]
KILLED, INJURED, ABDUCTED = Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED

ROWS: list[tuple[str, dict[Outcome, Ends]]] = [
    # those among the dead, children and bodies are no other tolls
    ("A quake killed 525 people, the mayor said. Eleven foreigners were among the dead, an envoy said.", {KILLED: (525, 525)}),
    ("Bombs killed 137 people, the ministry said. Thirteen children died, according to an aid group.", {KILLED: (137, 137)}),
    ("A quake killed 525 people, the mayor said. The prosecutor said 435 bodies had been identified.", {KILLED: (525, 525)}),
    ("The fire chief says 14 guests are dead; the coroner has received 11 bodies.", {KILLED: (14, 14)}),
    ("The crush killed 717 pilgrims, officials said. Turkey put the number of its dead at 18.", {KILLED: (717, 717)}),
    ("A blast killed 137 people, the ministry said. An aid group said 90 people died.", {KILLED: (90, 137)}),
    ("Three people were shot in Ardo. Among the victims was a boy of 14.", {INJURED: (3, 3)}),
    # both ends
    ("More than 100 but fewer than 150 people died.", {KILLED: (101, 149)}),
    ("Up to six civilians, two of them children, were killed. Radio Ardo reported four dead.", {KILLED: (4, 6)}),
    # another place, another day, what was said earlier
    (
        "Floods killed 10 people in Thanh Hoa, Vietnam, officials said. In Laos, two people drowned, the Daily said.",
        {KILLED: (10, 10)},
    ),
    ("A quake left 9 people dead. An aftershock two days later killed one man.", {KILLED: (10, 10)}),
    ("A strike on a house killed 12 people. A second strike on a school killed four.", {KILLED: (16, 16)}),
    ("At least 238 miners died, Owen Marsh said. Minister Rui Costa earlier gave the toll as 205.", {KILLED: (238, None)}),
    # who was shot, and died or lived
    (
        "A clerk shot the owner, her daughter and a driver, killing all three, and left an apprentice paralysed.",
        {KILLED: (3, 3), INJURED: (1, 1)},
    ),
    ("A woman of 34 was killed and three of her children were shot.", {KILLED: (1, 1), INJURED: (3, 3)}),
    ("A volunteer was stabbed. He is recovering. Two cooks died in the stampede.", {KILLED: (2, 2), INJURED: (1, 1)}),
    ("A nurse was killed. Her colleague was hit in the leg.", {KILLED: (1, 1), INJURED: (1, 1)}),
    ("He wounded four clerks before a guard killed him.", {KILLED: (1, 1), INJURED: (4, 4)}),
    ("He shot nine people dead. Earlier he had bludgeoned his wife and two children to death.", {KILLED: (12, 12)}),
    (
        "A man killed two clerks and injured another before he fled. Later he shot himself in the chest and died.",
        {KILLED: (3, 3), INJURED: (1, 1)},
    ),
    ("A man shot dead two clerks. The man was later found dead of a self-inflicted wound.", {KILLED: (3, 3)}),
    ("A boy died of a self-inflicted wound. The boy was pronounced dead on Friday.", {KILLED: (1, 1)}),
    ("Four staff were abducted; one escaped, three still in captivity.", {ABDUCTED: (4, 4)}),
]


@pytest.mark.parametrize(("text", "ends"), ROWS, ids=[text[:60] for text, _ in ROWS])
def test_toll(text: str, ends: dict[Outcome, Ends]) -> None:
    document = Document(id="d", text=text)
    told = tally(document, normalise(document, extract(document)))
    assert {outcome: (count.low, count.high) for outcome, count in told.items()} == ends
