"""Where each figure of a sentence stands, also in places that no gazetteer knows."""

from __future__ import annotations

from aggregator.core.model import Document
from parsers.text.claims import extract
from tests.rows import each_row

PLACES = """
Nine people were killed in Ardo and four were wounded in Kherson. -> Nine: Ardo; four: Kherson
Nine people were killed in Ardo and four were wounded in Tirvan. -> Nine: Ardo; four: Tirvan
Four people were killed in Kherson and nine were wounded in Ardo. -> Four: Kherson; nine: Ardo
Nine people were killed in Kherson and four in Ardo. -> Nine: Kherson; four: Ardo

Nine people were killed in Ramadan attacks in Homs. -> Nine: Homs
Nine people were killed in Shell tankers near Homs. -> Nine: Homs
"""


@each_row(("text", "places"), PLACES)
def test_each_figure_has_its_own_place(text: str, places: str) -> None:
    assert "; ".join(f"{claim.quote}: {claim.place.text}" for claim in extract(Document(id="d", text=text))) == places
