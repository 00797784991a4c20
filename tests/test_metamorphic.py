"""What does not change what a text tells may not change its claims: laws over the rows of `tests/gold`, which need no answers.

Each law rewrites a text so that every reader would take the same figures from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from textwrap import wrap

import pytest

from aggregator.core.model import Document
from parsers.text.claims import extract

ROWS = [json.loads(line) for line in (Path(__file__).parent / "gold" / "en.jsonl").read_text(encoding="utf-8").splitlines()]
TEXTS = [row["text"] for row in ROWS]
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
DIGITS = {word: str(n) for n, word in enumerate(WORDS, 2)}
PAD = "   "

Law = Callable[[str], str]


def goes_on(text: str) -> str:
    """A neutral sentence behind."""
    ends = text.endswith((".", '"', "\u201d")) and "\n" not in text
    return f"{text} The council will meet again next month." if ends else text


def behind_another(text: str) -> str:
    """A neutral sentence in front."""
    return text if "\n" in text else f"Roads in the area are narrow. {text}"


def tagged(text: str) -> str:
    """A dateline of an agency."""
    return text if "\n" in text or not re.match(r"[A-Z][a-z]+ [a-z]", text) else f"TORA (Fault Wire) - {text}"


def listed(text: str) -> str:
    """The mark of a list."""
    return text if "\n" in text else f"- {text}"


def said(text: str) -> str:
    """Somebody who says it, in front of one sentence."""
    if not re.match(r"(?:A|An|The|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|At least|More than) ", text) or ". " in text:
        return text
    return f"Officials said that {text[0].lower()}{text[1:]}"


def on_a_day(text: str) -> str:
    """A day in front."""
    if not re.match(r"(?:A|An|The|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten) ", text) or re.search("day|since", text):
        return text
    return f"On Tuesday, {text[0].lower()}{text[1:]}"


def wrapped(text: str) -> str:
    """Lines of a fixed width, indented."""
    if "\n" in text or "  " in text or len(text) < 160:
        return text
    return "".join(f"{PAD}{line}\n" for line in wrap(text, 72, break_long_words=False, break_on_hyphens=False))


def answered(text: str) -> str:
    """A mail quoted in another."""
    return "".join(f"> {line}\n" for line in text.split("\n"))


def curled(text: str) -> str:
    """The marks of a printer."""
    opened = re.sub(r'(^|[\s(])"', "\\1\u201c", text)
    return opened.replace('"', "\u201d").replace("'", "\u2019")


def other_days(text: str) -> str:
    """Each day of the week a day later."""
    return re.sub("|".join(DAYS), lambda day: DAYS[(DAYS.index(day[0]) + 1) % len(DAYS)], text)


def in_digits(text: str) -> str:
    """Small numbers in digits, where none is a part of a larger one."""
    if re.search(r"hundred|thousand|million|dozen|score|twent|thirt|fort|fift|sixt|sevent|eight[yi]|ninet", text, re.IGNORECASE):
        return text
    return re.sub(rf"(?<![-\w])(?:{'|'.join(WORDS)})(?![-\w])", lambda word: DIGITS[word[0]], text)


def spaced(text: str) -> str:
    """No-break spaces between a number and its noun."""
    return re.sub(r"(?<=\d) (?=[a-z])", "\u00a0", text)


LAWS: tuple[Law, ...] = (
    goes_on,
    behind_another,
    tagged,
    listed,
    said,
    on_a_day,
    wrapped,
    answered,
    curled,
    other_days,
    in_digits,
    spaced,
)


def told(text: str) -> list[tuple[str, ...]]:
    """What a text tells, without the words that the laws change."""
    claims = extract(Document(id="d", text=text))
    return sorted((c.outcome.value, str((c.low, c.high)), c.qualifier.value, c.stance.value, c.basis.value) for c in claims)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_same_is_told(law: Law) -> None:
    rewritten = {text: other for text in TEXTS if (other := law(text)) != text}
    assert len(rewritten) >= 20, "a law that changes hardly a text holds nothing"
    assert [other for text, other in rewritten.items() if told(other) != told(text)] == []
