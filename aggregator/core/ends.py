"""A range in words, each end as the claim that gives it puts it: "1,080 to more than 1,400", and no 1,401 that nobody said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

ABOVE = {"at_most", "less_than"}  # qualifiers that bound a count from above only
BEYOND = {"more_than": ("more than", -1), "less_than": ("fewer than", 1)}  # the bound of "more than n" is n + 1


def in_words(low: int | None, high: int | None, is_open: bool = False, said: Iterable[Any] = ()) -> str:
    """Return a range of counts, `high` being the highest that anyone states and `is_open` whether somebody leaves the top open.

    `said` are the claims (or rows of them: `low`, `high`, `qualifier`) that made it. "63", "at least 63", "10 to 50",
    "up to 200", "more than 9,000", "12 to 599 or more", "an unknown number".
    """
    claims = list(said)
    if low == 0 and high and claims and not any(c.low == 0 and c.qualifier not in ABOVE for c in claims):
        low = None  # "at most 25" is no word of nobody
    if low is None and high is None:
        return "an unknown number"
    floor = _end(low, [c for c in claims if c.low == low])
    if high is None or (low == high and is_open):
        return floor if floor.startswith("more") else f"at least {floor}"
    closed = [c for c in claims if c.high == high]
    top = _end(high, closed or [c for c in claims if c.high is None and c.low == high])
    beyond = is_open and not top.startswith("more")
    if low is None:
        words = top if top.startswith(("more", "fewer")) else f"up to {top}"
    else:
        words = top if low == high else f"{floor} to {top}"
    return f"{words} or more" if beyond else words


def _end(value: int | None, givers: Sequence[Any]) -> str:
    """Return a bound as those who give it say it; where one of them names the number itself, the number."""
    qualifiers = {giver.qualifier for giver in givers}
    word, step = BEYOND.get(qualifiers.pop(), ("", 0)) if len(qualifiers) == 1 else ("", 0)
    return f"{word} {(value or 0) + step:,}".strip()
