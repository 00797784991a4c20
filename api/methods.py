"""What the methods page says of qualifiers, relations and measured accuracy, in a reader's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"

QUALIFIERS = (
    ("a bare number", "n", "n"),
    ("at least, no fewer than, n or more", "n", "open"),
    ("more than, over, upwards of", "n + 1", "open"),
    ("at most, no more than", "0", "n"),
    ("fewer than, under", "0", "n − 1"),
    ("up to, as many as", "open", "n, soft"),
    ("nearly, almost, close to", "n − t", "n − 1"),
    ("about, around, some, an estimated", "n − t", "n + t"),
    ("between a and b, a to b", "a", "b"),
    ("tens", "10", "99"),
    ("dozens", "24", "99"),
    ("several dozen", "36", "99"),
    ("scores", "40", "199"),
    ("hundreds", "200", "999"),
    ("thousands", "2,000", "9,999"),
    ("several", "3", "9"),
    ("many, numerous, an unknown number", "1", "open"),
    ("nobody, none, zero", "0", "0"),
)
RELATIONS_SAID = (
    ("The same statement, passed on", "A copy adds no independence, however many print it."),
    ("Denied, disputed, unverified, taken back", "Kept as such, also without a number."),
    ("Count something else", "Another outcome, unit or kind of count: never compared, never summed with a total."),
    ("Count another place or time", "One window or place lies within the other: a conflict only if the part exceeds the whole."),
    ("One counts a part of the other", "Children among the dead are not added to the dead."),
    ("Disagree on who the dead were", "The same toll called fighters by one side and civilians by the other."),
    ("A newer count by the same body", "Replaces its older one; a lower one is marked as revised down."),
    ("Of another order", "A soft upper bound (“as many as 2,000”) ten or more times the other figure."),
    ("Could both be right", "Their ranges overlap: “at least 63” and 70 are no conflict."),
    (
        "Differ by rounding",
        "The other lies within half the grain of a round number from 100 on, or near a vague word: 100 stands for 50 to 150.",
    ),
    (
        "A later count is higher",
        (
            "Another body, more than a day later (or told as a rise, “so far”) and higher: perhaps the newer count, perhaps "
            "another view. Not where somebody denies it, nor where an opponent gives it."
        ),
    ),
    ("A later count is lower, as such counts become", "The missing and the trapped become fewer as people are found."),
    (
        "Cannot both be right",
        (
            "The same question, about the same time, by different claimants, and the ranges do not meet. "
            "The size is the higher figure’s low over the lower figure’s high: below 1.1 minor, below 2 moderate, "
            "below 10 major, else extreme."
        ),
    ),
    ("Differ, and no rule says why", "Anything else; a person should look."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How well the reader reads: `rows` of what was measured and the result, and the sentences before and after them."""

    before: str
    rows: tuple[tuple[str, str], ...]
    after: str


@lru_cache(maxsize=1)
def measured(readme: Path = README) -> Measured | None:
    """Return the table of the README, so that there is one; None where there is no README, or no table in it."""
    text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    found = re.search(
        r"^## How well it reads\n\n(.*?)\n\n\| [^\n]*\n\|[-|]+\|\n((?:\|[^\n]*\n)+)\n?(.*?)(?=\n## |\Z)", text, re.M | re.S
    )
    if not found:
        return None
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in found[2].splitlines()]
    return Measured(before=prose(found[1]), rows=tuple((row[0], row[1]) for row in rows if len(row) == 2), after=prose(found[3]))


def prose(text: str) -> str:
    """Return Markdown's words without its links and line ends."""
    return " ".join(re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text).split())
