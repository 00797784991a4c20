"""One sentence, two deeds: "kidnapped and killed eight days later" is two claims of the same people."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document
from parsers.text.claims import extract

A, H, K = "abducted", "injured", "killed"
DEEDS = [
    ("Two nurses abducted and killed 8 days later", [("Two", A), ("Two", K)]),
    ("One courier was detained by rebels and killed some 30 days later.", [("One", A), ("One", K)]),
    ("Three miners were kidnapped on Monday and killed on Wednesday.", [("Three", A), ("Three", K)]),
    ("Three miners were kidnapped in March and shot dead the next week.", [("Three", A), ("Three", K)]),
    ("Two clerks kidnapped in June; found dead on 4 October.", [("Two", A), ("Two", K)]),
    ("Two sailors were wounded and died a day later.", [("Two", H), ("Two", K)]),
    ("One monk was kidnapped from a school in the hills while teaching children and later died.", [("One", A), ("One", K)]),
    ("Two clerks were kidnapped and released 12 days later.", [("Two", A)]),
    ("Soldiers killed 12 days before the truce two farmers.", []),
]


@pytest.mark.parametrize(("text", "told"), DEEDS, ids=[text[:50] for text, _ in DEEDS])
def test_each_deed_is_told_of_the_same_people(text: str, told: list[tuple[str, str]]) -> None:
    assert [(claim.quote, claim.outcome.value) for claim in extract(Document(id="d", text=text))] == told


HEADS = [
    ("The head of the election office was killed in an airstrike.", ["The head"]),
    ("Gunmen killed the head of the electoral board.", ["the head"]),
    ("The severed head of a woman was found.", []),
    ("The head of the army said 12 were killed.", ["12"]),
    ("One driver of a hired van with nuns as passengers, was stabbed to death when robbers stopped it.", ["One"]),
]


@pytest.mark.parametrize(("text", "dead"), HEADS, ids=[text[:50] for text, _ in HEADS])
def test_who_leads_a_body_is_a_person(text: str, dead: list[str]) -> None:
    assert [claim.quote for claim in extract(Document(id="d", text=text)) if claim.outcome.value == K] == dead


def test_the_day_of_a_visit_is_not_that_of_the_harm() -> None:
    text = "The prosecutor met relatives on Thursday of the 150 people who died when an airliner hit a mountain on 24 March."
    [claim] = extract(Document(id="d", text=text))
    assert (claim.quote, claim.window_text) == ("150", "on 24 March")
