"""Which phrases for one person can mean the same one, and what that makes of a report that tells of one person in many words."""

from __future__ import annotations

import re

import pytest

from aggregator.core.model import Outcome
from aggregator.core.persons import described
from aggregator.core.vocab import read
from tests.test_tally import tallied

ONE = [
    ("a teen", "a 15-year-old boy"),
    ("Boy", "a boy of Ardo"),
    ("a person", "a young woman"),
    ("a death", "a man"),
    ("his 68-year-old father", "a 68-year-old man"),
    ("a toddler", "a three-year-old girl"),
    ("an infant", "a nine-month-old"),
    ("a student at the school", "a 17-year-old"),
    ("an officer", "a man"),
]
TWO = [
    ("a man", "a woman"),
    ("a teen", "a 34-year-old man"),
    ("a 14-year-old boy", "a 16-year-old boy"),
    ("a baker", "a clerk"),
    ("his wife", "his mother"),
    ("a baby", "a 5-year-old"),
    ("a man", "his daughter"),
    ("a forty-one-year-old", "a man of 40-year-old looks"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_phrases_that_can_mean_one_person(one: str, other: str) -> None:
    assert described(one).may_be(described(other))
    assert described(other).may_be(described(one))


@pytest.mark.parametrize(("one", "other"), TWO)
def test_phrases_that_mean_two(one: str, other: str) -> None:
    assert not described(one).may_be(described(other))
    assert not described(other).may_be(described(one))


def test_an_age_behind_the_phrase_counts() -> None:
    assert not described("Boy", ", 17, was found dead.").may_be(described("a 12-year-old boy"))
    assert described("Boy", ", and 17 houses burned.").may_be(described("a 12-year-old boy"))


# text, outcome, how many people it comes to
REPORTS = [
    (
        "Teen killed in Arlo\n\nA 16-year-old boy was shot dead in Arlo on Monday. The body of a juvenile was found at noon.",
        "killed",
        1,
    ),
    ("Woman shot in Arlo\n\nA 40-year-old woman was shot in the leg. Neighbours saw a person shot near the mill.", "injured", 1),
    ("A woman was shot and killed in Arlo on Monday. A man was found dead beside her.", "killed", 2),
    ("A man was shot dead in Arlo on Monday. Another man was killed at the mill.", "killed", 2),
    ("A 14-year-old boy was shot dead in Arlo. A 19-year-old was killed at the mill.", "killed", 2),
    ("A baker was shot dead in Arlo. A clerk was killed at the mill.", "killed", 2),
    ("A pupil shot and killed a man. He later shot and killed a man at the mill.", "killed", 2),
]


@pytest.mark.parametrize(("text", "outcome", "people"), REPORTS)
def test_a_report_counts_each_person_once(text: str, outcome: str, people: int) -> None:
    assert tallied(text)[Outcome(outcome)].best == people


def test_the_words_keep_their_examples() -> None:
    for name, section in read("en/persons").items():
        if name in ("version", "ages"):
            continue
        pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, section["words"])) + r")\b")
        assert all(pattern.search(text) for text in section["examples"]), name
        assert not any(pattern.search(text) for text in section["counter"]), name
