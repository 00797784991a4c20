"""No stored or exported field names a single person harmed; the figure and its sentence stay."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from aggregator.core.model import Document
from aggregator.discretion import NAMED, unnamed
from aggregator.normalise import normalise
from parsers.text.claims import extract

ROOT = Path(__file__).resolve().parent.parent
TEXT = (
    "Two people were killed when a shell hit a kiosk in Harmon on Tuesday, police said. "
    "Marta Quell, 31, was killed at the counter. Her neighbour Ivo Brandt was wounded in the leg."
)
NAMES = ("Quell", "Brandt")


def test_a_name_is_taken_out_of_the_fields_and_the_offsets_still_slice_back() -> None:
    document = Document(id="d", text=TEXT)
    figures = normalise(document, extract(document))
    assert any(NAMED in f.claim.flags for f in figures), "the text no longer tests anything"
    for before, after in zip(figures, unnamed(figures), strict=True):
        claim = after.claim
        assert TEXT[claim.start : claim.end] == claim.quote
        assert (claim.id, claim.low, claim.high, claim.outcome) == (
            before.claim.id, before.claim.low, before.claim.high, before.claim.outcome,
        )  # fmt: skip
        if NAMED in claim.flags:
            assert claim.quote == claim.sentence
            assert claim.victims.text is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Marta Carpenter was killed.", True),
        ("Police said Ivo Mason died.", True),
        ("Police said 33-year-old Ivo Groom was killed.", True),
        ("A Harmon carpenter was killed.", False),
        ("Harmon carpenter killed in crash.", False),
        ("A French Cook was killed.", False),
    ],
)
def test_a_surname_that_is_a_craft_is_a_name(text: str, named: bool) -> None:
    assert [NAMED in claim.flags for claim in extract(Document(id="d", text=text))] == [named]


def test_figures_without_a_name_are_left_as_they_are() -> None:
    document = Document(id="d", text="Nine people were killed in Harmon, police said.")
    figures = normalise(document, extract(document))
    assert unnamed(figures) == figures


def test_no_export_column_but_the_sentence_holds_a_victims_name(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(f"Publisher: Harbour Post\nPublished: 2024-03-06\n\n{TEXT}\n", encoding="utf-8")
    environment = {"FIGURES_DB": str(tmp_path / "f.db"), "PATH": "/usr/bin:/bin"}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "aggregator", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    run("ingest", str(report))
    rows = [json.loads(line) for line in run("export", "claims", "--format", "ndjson").splitlines()]
    assert sum(any(name in row["sentence"] for name in NAMES) for row in rows) >= 2
    for row in rows:
        told = {column: value for column, value in row.items() if column not in ("sentence", "quote")}
        assert not any(name in json.dumps(told) for name in NAMES), told
        assert not any(name in row["quote"] for name in NAMES) or row["quote"] == row["sentence"]


def test_a_figure_has_no_field_for_a_person() -> None:
    from aggregator.core.model import Claim, Victims

    assert not {"name", "person", "victim"} & {field.name for kind in (Claim, Victims) for field in fields(kind)}
