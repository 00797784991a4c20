"""Whose storm a figure is: a text on one storm tells of others by their names."""

from __future__ import annotations

import re
from functools import cache

from aggregator.core import vocab
from aggregator.core.model import Claim
from parsers.text.reading import Line, Reading


@cache
def _named() -> re.Pattern[str]:
    """Return the pattern of a storm with its name: "Cyclone Nele"."""
    words = vocab.read("en/background")["named"]
    return re.compile(rf"\b(?:{'|'.join(word.title() for word in words)}) ([A-Z][a-z]+)\b")


def other_storm(reading: Reading, line: Line, claim: Claim, own: frozenset[str]) -> bool:
    """Whether a figure is another storm's: "it struck a week after Cyclone Orla, which killed 98", in a text on Cyclone Nele."""
    if not own:
        return False
    named = list(_named().finditer(reading.text, line.start, claim.start))
    last = named[-1] if named else None
    if last is None or last[1] in own or any(name in reading.text[last.end() : claim.start] for name in own):
        return False
    return last.start() == line.start or _RELATIVE.match(reading.lower, last.end(), claim.start) is not None


def own_storms(reading: Reading) -> frozenset[str]:
    """Return the names of the storm that a text opens with: the first one, and what else it is known as."""
    named = list(_named().finditer(reading.text, 0, OPENING))
    return frozenset(match[1] for n, match in enumerate(named) if n == 0 or _ALIAS.search(reading.lower, 0, match.start()))


OPENING = 500  # characters in which a text names what it is about
_ALIAS = re.compile(r"\bas (?:the )?(?:\w+ ){0,2}$")  # "known in the Philippines as Tropical Storm Karding"
_RELATIVE = re.compile(r"[^.;,]{0,30},? (?:which|that)\b")
