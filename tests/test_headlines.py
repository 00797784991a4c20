"""A headline's figures take speaker, place and time from the report they sum up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aggregator.core.model import Claim, Document
from parsers.text.claims import extract


def read(title: str, body: str) -> list[Claim]:
    published = datetime(2024, 3, 6, tzinfo=UTC)
    return list(extract(Document(id="d", title=title, text=f"{title}\n\n{body}", published=published, publisher="Harbour Post")))


@pytest.mark.parametrize(
    ("title", "body", "speaker"),
    [
        (
            "Nine dead in Harmon blast",
            "A bomb killed nine people in Harmon on Tuesday, the health ministry said.",
            "the health ministry",
        ),
        ("Hundreds dead in Harmon", "At least 500 people were killed in Harmon on Tuesday, the governor said.", "the governor"),
        ("Nine dead in blast", "A bomb killed nine people in Harmon on Tuesday.", None),
        ("Nine dead in blast", "A bomb killed 40 people in Harmon on Tuesday, the governor said.", None),
    ],
)
def test_the_headline_says_what_the_report_attributes(title: str, body: str, speaker: str | None) -> None:
    first, *rest = read(title, body)
    assert first.end <= len(title) < rest[0].start
    assert (first.claimant.name if first.claimant else None) == speaker


def test_a_speaker_named_in_the_headline_stays() -> None:
    first, second = read("Nine dead in blast, police say", "A bomb killed nine people in Harmon on Tuesday, the governor said.")
    assert first.claimant and second.claimant
    assert (first.claimant.name, second.claimant.name) == ("police", "the governor")


def test_a_text_that_is_all_headline_is_left_alone() -> None:
    title = "Nine dead in blast, police say"
    (claim,) = extract(Document(id="d", title=title, text=title))
    assert claim.claimant and claim.claimant.name == "police"
