"""Tables of sentences as text, a row a line: `a sentence -> outcome: words; outcome: words stance`."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Stance
from parsers.text.claims import extract


def each_row(names: tuple[str, ...], table: str) -> pytest.MarkDecorator:
    """Return the mark that runs a test on each row of a table, named by its sentence; empty lines part what belongs together."""
    cells = [[part.strip() for part in row.split(" ->")] for row in table.splitlines() if row.strip()]
    return pytest.mark.parametrize(names, cells, ids=[row[0] for row in cells])


def told(text: str) -> str:
    """Return what the claims of a text tell, as a row has it; a stance is told where it is no assertion."""
    claims = extract(Document(id="d", text=text))
    stances = ["" if claim.stance is Stance.ASSERTS else f" {claim.stance.value}" for claim in claims]
    return "; ".join(f"{claim.outcome.value}: {claim.quote}{stance}" for claim, stance in zip(claims, stances, strict=True))
