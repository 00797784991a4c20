"""Whether a speaker is a party to the fighting that a claim is about, and on which side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from aggregator.core import vocab
from aggregator.core.gazetteer import country_of
from aggregator.core.model import Claim, Place, SourceKind
from aggregator.places import Surroundings
from aggregator.sources import Claimant


def party(
    claimant: Claimant, place: Place, around: Surroundings, cause: str | None, *, claim: Claim | None = None, text: str = ""
) -> tuple[bool, str | None]:
    """Return whether the speaker is a party to the fighting that the claim is about, and its side.

    The claim's country decides, else the document's; nobody is a party to an earthquake. Rescuers and hospitals on one side of
    the front have that side and are no party. Who did the deed is a party wherever it was done: the `claim`'s sentence tells
    it of the speaker ("said its strikes killed 20"), or the document's `text` of its country ("Israeli strikes on ..."). So is
    who speaks there of its own people abroad ("no Americans died", says the White House of Iranian strikes in Iraq).
    """
    if cause in vocab.read("roles")["conflict"]["no_conflict"]:
        return False, None
    here = {place.country} if place.country else {around.main} if around.main else set(around.countries)
    fights_in = _conflicts()
    for conflict, side in claimant.sides.items():
        if not here or fights_in[conflict] & here:
            return claimant.kind in _PARTIES, side
    if claimant.fights and (claimant.country is None or claimant.country in here):
        return True, claimant.country
    state = claimant.kind in _PARTIES or claimant.role == "state_media"
    if claim and state and (_own_deed(claimant, place, claim, text) or _own_loss(claimant, place, claim, text)):
        sides = set(claimant.sides.values())
        return True, sides.pop() if len(sides) == 1 else claimant.country
    return False, None


def _own_loss(claimant: Claimant, place: Place, claim: Claim, text: str) -> bool:
    """Whether a state tells what a foreign strike that the text tells of did to its own people abroad."""
    if claimant.country in (None, place.country, *_striking(text)) or not _striking(text):
        return False
    told = f"{claim.victims.text or ''} {claim.quote}"
    return any(country_of(word) == claimant.country for word in _NAME.findall(told))


_NAME = re.compile(r"\b[A-Z]\w+")


def _own_deed(claimant: Claimant, place: Place, claim: Claim, text: str) -> bool:
    """Whether an army, an armed group or a government tells of what its own forces did; a government's at home are no foe's."""
    if claimant.kind is SourceKind.GOVERNMENT and claimant.country in (None, place.country):
        return False
    return _deed("own").search(claim.sentence) is not None or claimant.country in _striking(text)


@lru_cache(maxsize=4)
def _striking(text: str) -> frozenset[str]:
    """Return the countries whose strikes a text tells: "Israeli strikes", "a Turkish drone"."""
    return frozenset(found for told in _deed("of_a_land").finditer(text) if (found := country_of(told[1])))


@lru_cache(maxsize=2)
def _deed(which: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in vocab.read("roles")["deeds"][which])
    return re.compile(rf"\b([A-Z]\w+) (?:{words})s?\b" if which == "of_a_land" else rf"\b(?:{words})\b")


_PARTIES = (SourceKind.PARTY_TO_CONFLICT, SourceKind.MILITARY, SourceKind.GOVERNMENT)


@cache
def _conflicts() -> Mapping[str, frozenset[str]]:
    return MappingProxyType({row["id"]: frozenset(row["countries"]) for row in vocab.read("sources")["conflict"]})
