"""Tables told as text, and lists of dated incidents: each number under its heading, each entry at its own place and time."""

from __future__ import annotations

import pytest

from aggregator.core.model import Claim, Document
from parsers.text import columns, entries
from parsers.text.claims import extract
from parsers.text.clean import fold


def told(text: str) -> list[tuple[str, str, str | None]]:
    return [(str(claim.outcome), claim.quote, claim.place.text) for claim in extract(Document(id="d", text=text))]


WANTED = [("killed", "12", "Orlan"), ("injured", "30", "Orlan"), ("killed", "1,204", "Old Kasu"), ("injured", "7", "Old Kasu")]


@pytest.mark.parametrize(
    "text",
    [
        "District  Killed  Injured\nOrlan  12  30\nOld Kasu  1,204  7",
        "District\tKilled\tInjured\nOrlan\t12\t30\nOld Kasu\t1,204\t7",
        "| District | Killed | Injured |\n|---|---|---|\n| Orlan | 12 | 30 |\n| Old Kasu | 1,204 | 7 |",
        "District|Number of people killed|Injured (total)\nOrlan|12|30\nOld Kasu|1,204|7",
        "District Killed Injured\nOrlan 12 30\nOld Kasu 1,204 7",
    ],
)
def test_a_table_is_read_by_its_headings(text: str) -> None:
    assert told(text) == WANTED


def test_a_row_of_totals_is_the_whole_of_the_others() -> None:
    claims: tuple[Claim, ...] = extract(Document(id="d", text="Province  Deaths\nOrlan  12\nKasu  4\nTotal  16"))
    whole = claims[-1]
    assert (whole.best, whole.place.text, whole.subset_of) == (16, None, None)
    assert [claim.subset_of for claim in claims[:-1]] == [whole.id, whole.id]


def test_offsets_of_a_cell_slice_back_and_prose_beside_a_table_is_read_too() -> None:
    text = "Three people drowned.\n\nDistrict  Missing\nOrlan  2\n\nA guard was killed."
    claims = extract(Document(id="d", text=text))
    assert [text[claim.start : claim.end] for claim in claims] == ["Three", "2", "A guard"]
    assert all(text.startswith(claim.sentence, claim.sentence_start) for claim in claims)


@pytest.mark.parametrize(
    "text", ["Killed 12 | Injured 30\nKilled 3 | Injured 4", "Year  Goals\n2019  12", "Deaths  Page\n", "Deaths"]
)
def test_what_is_no_table_has_no_columns(text: str) -> None:
    assert list(columns.tables(Document(id="d", text=text), fold(text), "default")) == []


class Counted(str):
    """A text that counts how many characters were looked up for ends of lines."""

    looked = 0

    def find(self, *arguments: object) -> int:  # type: ignore[override]
        found = str.find(self, *arguments)  # type: ignore[arg-type]
        start = int(arguments[1]) if len(arguments) > 1 else 0  # type: ignore[call-overload]
        end = int(arguments[2]) if len(arguments) > 2 else len(self)  # type: ignore[call-overload]
        self.looked += (found if found >= 0 else end) - start
        return found


@pytest.mark.parametrize("line", ["Killed  Injured\n", "killed ", "Killed | 12 |", "dead\n1\n", "District  Deaths\nOrlan  1\n"])
def test_twice_the_text_is_at_most_twice_the_looking(line: str) -> None:
    def looked(times: int) -> int:
        text = Counted(line * times)
        list(columns.tables(Document(id="d", text=str(text)), text, "default"))
        return text.looked

    assert looked(2000) <= 2.2 * looked(1000) + 100


LIST = "4 June, Orlan: Three staff were kidnapped on the road to Belin.\n5 June, Kasu: A car was stoned. No one was hurt.\n"


def test_each_entry_of_a_list_stands_at_its_own_place_and_time() -> None:
    claims = extract(Document(id="d", text=LIST))
    assert [(claim.quote, claim.place.text, claim.window_text) for claim in claims] == [
        ("Three", "Orlan", "4 June"),
        ("No", "Kasu", "5 June"),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (LIST, [("Orlan", "4 June"), ("Kasu", "5 June")]),
        ("Orlan, 4 June: x\nKasu, 5 June 2021: y", [("Orlan", "4 June"), ("Kasu", "5 June 2021")]),
        ("- 12/03/2021 - Orlan, Kasu: x\n- 13/03/2021: y", [("Orlan, Kasu", "12/03/2021"), (None, "13/03/2021")]),
        ("4 June, Orlan: only one line is a dateline", []),
        ("Said on 4 June by the mayor: x\nSaid on 5 June by the mayor: y", []),
    ],
)
def test_headings_of_entries(text: str, wanted: list[tuple[str | None, str]]) -> None:
    assert [(entry.place, entry.time) for entry in entries.entries(text)] == wanted


def test_an_offset_belongs_to_the_last_entry_before_it() -> None:
    found = entries.entries("Preface.\n" + LIST)
    assert entries.at(found, 0) is None
    assert entries.at(found, len(LIST)) == found[1]
