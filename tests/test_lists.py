"""Parts listed behind a colon, a dash or a comma, however far from the word of harm: where they add up, they are the parts."""

from __future__ import annotations

from aggregator.core.model import Document
from parsers.text.claims import extract
from tests.rows import each_row

TEXTS = """
Seventeen people were killed in the raid in Ardo on Saturday: 13 clerks and four soldiers. -> killed: Seventeen (13, four)
The mayor said 17 died at a mill in Ardo on Monday: 13 clerks and four members of its guard. -> killed: 17 (13, four)
Thirty-one people died, the army said on Friday: 18 soldiers, three nurses and 10 clerks. -> killed: Thirty-one (18, three, 10)
Nine people were injured in the crash on Monday: four men, three women and two children. -> injured: Nine (four, three, two)
Seventeen people were killed on Saturday - 13 clerks and four soldiers - police said. -> killed: Seventeen (13, four)
Seventeen people were killed in Ardo on Saturday, 13 clerks and four soldiers. -> killed: Seventeen (13, four)
Seventeen people died and nine were hurt on Saturday: 13 clerks and four soldiers. -> killed: Seventeen (13, four); injured: nine
Three people were killed in Ardo on Monday: a man, a woman and a child. -> killed: Three (a man, a woman, a child)
Four were killed: the pilot and three others. -> killed: Four (the pilot, three)
Seventeen people were killed on Saturday: 13 in Ardo and four in Corvo. -> killed: Seventeen (13, four)

Seventeen people were killed on Saturday: police blamed 13 gunmen and four drivers. -> killed: Seventeen
Seventeen people were killed in Ardo: it took 13 divers and four guards a day to find them. -> killed: Seventeen
Two people were killed: 13 soldiers and four officers searched the area. -> killed: Two
Seventeen people were killed on Saturday: five homes were burned and 13 cows died. -> killed: Seventeen
Seventeen people were killed in Ardo on Saturday: 13 guards and nine clerks had gone there. -> killed: Seventeen
Two people were killed in Ardo on Monday: they were Ivo Maric and Ana Lund. -> killed: Two
Two people were killed in Ardo on Monday, a nurse and a clerk said. -> killed: Two
Nine people died in Ardo on Monday, five nurses and four clerks were hurt. -> killed: Nine; injured: five; injured: four
At least nine people died in Ardo on Monday: the army sent five doctors and four nurses. -> killed: At least nine
"""


@each_row(("text", "claims"), TEXTS)
def test_parts_that_add_up(text: str, claims: str) -> None:
    found = extract(Document(id="d", text=text))
    wholes = [claim for claim in found if claim.subset_of is None]
    parts = {claim.id: ", ".join(part.quote for part in found if part.subset_of == claim.id) for claim in wholes}
    shown = [f"{claim.outcome.value}: {claim.quote}" + (f" ({parts[claim.id]})" if parts[claim.id] else "") for claim in wholes]
    assert "; ".join(shown) == claims
