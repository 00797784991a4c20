"""Constructions that were once read wrongly: each row failed before the rule it now holds to was mended."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document
from parsers.text.claims import extract

# text -> (quote, outcome, low, is a part of another claim)
ROWS = [
    ("20 killed including 10 civilians in strike on a camp.", [("20", "killed", 20, False), ("10", "killed", 10, True)]),
    ("Four fighters killed including one named leader.", [("Four", "killed", 4, False), ("one", "killed", 1, True)]),
    ("2 Red Cross (1 Swiss, 1 Italian) staff kidnapped in Harmon.", [("2", "abducted", 2, False)]),
    ("The monitors put the number of villagers killed at between 320 and 500.", [("between 320 and 500", "killed", 320, False)]),
    ("The army says the number of rebels killed has reached 60.", [("60", "killed", 60, False)]),
    ("Over 870 people have died on the crossing; boats, of which none was ever found, mean more.", [("Over 870", "killed", 871, False)]),
    ("Some of the bodies had been burned.", []),
    ("Some of the corpses were burned; some bore bullet holes.", []),
    ("Mass graves of several dozens of villagers were found near Harmon.", [("several dozens", "killed", 36, False)]),
    ("Three relief (one British) workers were kidnapped and two (local) guards were killed.",
     [("Three", "abducted", 3, False), ("two", "killed", 2, False)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[text[:40] for text, _ in ROWS])
def test_construction(text: str, wanted: list[tuple[str, str, int, bool]]) -> None:
    found = [(c.quote, c.outcome.value, c.low, c.subset_of is not None) for c in extract(Document(id="d", text=text))]
    assert found == wanted
