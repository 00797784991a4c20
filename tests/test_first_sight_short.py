"""What fresh short texts brought up: incident entries, situation reports, communiques, tickers, openings of articles."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Outcome
from aggregator.normalise import normalise
from aggregator.tally import tally
from parsers.text.claims import extract

Ends = int | tuple[int | None, int | None]
KILLED, INJURED, ABDUCTED, MISSING = Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED, Outcome.MISSING
DISPLACED, EVACUATED, AFFECTED = Outcome.DISPLACED, Outcome.EVACUATED, Outcome.AFFECTED

# text -> the toll of each outcome: one number where both ends and the best value are the same, else (low, high)
TOLLS: list[tuple[str, dict[Outcome, Ends]]] = [
    # the dead are taken off those shot, not off those told as injured
    ("District | Deaths | Injured\nArdo | 4 | 30\nTotal | 4 | 30", {KILLED: 4, INJURED: 30}),
    ("The maiming of 410 children and the killing of 228 were reported.", {KILLED: 228, INJURED: 410}),
    # what was said at first
    ("An earlier post said seven people had died. The correct number of deaths is five.", {KILLED: 5}),
]


@pytest.mark.parametrize(("text", "ends"), TOLLS, ids=[text[:60] for text, _ in TOLLS])
def test_toll(text: str, ends: dict[Outcome, Ends]) -> None:
    document = Document(id="d", text=text)
    told = tally(document, normalise(document, extract(document)))
    assert {o: c.best if c.low == c.high == c.best else (c.low, c.high) for o, c in told.items()} == ends
