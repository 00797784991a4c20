"""Whom a claim counts: everybody, or the part that its words name. The words are data: `vocab/populations.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from aggregator.core import vocab
from aggregator.core.model import Claim, Status

WHOLE, PART = "all", "part"


@dataclass(frozen=True, slots=True)
class _Population:
    code: str
    groups: frozenset[str]
    words: re.Pattern[str]
    alone: bool


def population(claim: Claim) -> str:
    """Return whom a claim counts: `all`, or a code of `populations.toml`.

    A claim that is part of another (`subset_of`) counts the part its words name, or just `part`. Any other is a toll of its own
    and counts `all`, whatever it calls the dead ("17 militants", "nine workers"), unless its words select people by what they
    are: civilians, children, women, journalists, medics, aid workers. Words that name two populations select neither; a part
    whose noun only implies that they were civilians ("including a monk") is no count of the civilians.
    """
    victims = claim.victims
    return _population(victims.text or "", victims.groups, victims.status, claim.subset_of is not None)


@lru_cache(maxsize=4096)
def _population(text: str, groups: tuple[str, ...], status: Status, part: bool) -> str:
    words = text.lower()
    said = [each for each in _populations() if each.words.search(words)]
    if not said and part:
        said = [each for each in _populations() if each.groups & set(groups)]
    said = [each for each in said if part or each.alone]
    if len({each.code for each in said}) == 1:
        return said[0].code
    if not part:
        return WHOLE
    implied = status is Status.CIVILIAN and words != "" and not words.startswith("of ")
    return status.value if not said and status in (Status.CIVILIAN, Status.COMBATANT) and not implied else PART


@cache
def _populations() -> tuple[_Population, ...]:
    return tuple(
        _Population(row["code"], frozenset(row.get("groups", ())), _pattern(row["words"]), row.get("alone", False))
        for row in vocab.read("populations")["population"]
    )


def _pattern(words: list[str]) -> re.Pattern[str]:
    forms = [re.escape(word.removesuffix("man")) + "m[ae]n" if word.endswith("man") else re.escape(word) for word in words]
    return re.compile(rf"\b(?:{'|'.join(forms)})(?:e?s)?\b")
