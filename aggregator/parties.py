"""Whether a speaker is a party to the fighting that a claim is about, and on which side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from aggregator.core import vocab
from aggregator.core.model import Place, SourceKind
from aggregator.places import Surroundings
from aggregator.sources import Claimant


def party(claimant: Claimant, place: Place, around: Surroundings, cause: str | None) -> tuple[bool, str | None]:
    """Return whether the speaker is a party to the fighting that the claim is about, and its side.

    The claim's country decides, else the document's; nobody is a party to an earthquake. Rescuers and hospitals on one side of
    the front have that side and are no party.
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
    return False, None


_PARTIES = (SourceKind.PARTY_TO_CONFLICT, SourceKind.MILITARY, SourceKind.GOVERNMENT)


@cache
def _conflicts() -> Mapping[str, frozenset[str]]:
    return MappingProxyType({row["id"]: frozenset(row["countries"]) for row in vocab.read("sources")["conflict"]})
