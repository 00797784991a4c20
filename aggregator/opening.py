"""The toll that a report opens with, made firm by what follows: a number for a vague word, the rest of a sum, a list of names.

A part of `tally`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from aggregator.core.model import Claim, Figure, Qualifier
from aggregator.counts import Count, cue, disjoint, lead
from aggregator.discretion import NAMED
from aggregator.mentions import of_bodies, said_before
from aggregator.sides import VAGUE
from aggregator.wounded import attacks


def opening(figures: Sequence[Figure], said: list[Count]) -> Count:
    """Return the first count that states a number, as far as later ones of the same people say it better."""
    said = [count for count in said if not _kin(figures, count)] or said
    return _with_the_rest(figures, _beyond_bodies(figures, _firm(figures, lead(said), said), said), said)


def _beyond_bodies(figures: Sequence[Figure], toll: Count, said: Sequence[Count]) -> Count:
    """Return the first larger count of the dead behind one of the bodies found so far: "eight bodies ... 13 were killed"."""
    if not all(of_bodies(figures[i].claim) for i in toll.members):
        return toll
    others = (count for count in said if count.best is not None and not (count.narrow or count.further))
    return next((count for count in others if count.size > toll.size), toll)


def _kin(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether a count is only of whom somebody lost: "a father who lost his two sons in the attack"."""
    return all(_LOST.search(said_before(figures[i].claim)) for i in count.members)


_LOST = re.compile(r"\bwho (?:had |has )?lost (?:his|her|their)?\s*$")


def _firm(figures: Sequence[Figure], toll: Count, said: Sequence[Count]) -> Count:
    """Return the first number that says what a vague word left open: "several others ... seven people were hurt"."""
    head = figures[toll.members[0]].claim
    if toll.high is None and len(toll.members) == 1 and cue("round_word").search(head.quote):
        open_ends = (
            c for c in said if c.low is not None and c.high is None and len(c.members) == 1 and not (c.further or c.total)
        )
        more = (count for count in open_ends if (count.low or 0) > (toll.low or 0))
        return next(more, toll)  # "more than a dozen were hurt ... at least 31 people were injured"
    vague = head.qualifier is Qualifier.VAGUE and len(toll.members) == 1
    if not vague or toll.best is not None or toll.low is None or toll.high is None:
        return toll
    numbers = (
        count
        for count in said
        if not count.further and (_number_in(count, toll.low, toll.high) or _range_in(figures, count, toll))
    )
    return next(numbers, toll)


def _number_in(count: Count, low: int, high: int) -> bool:
    return count.best is not None and low <= count.best <= high


def _range_in(figures: Sequence[Figure], count: Count, vague: Count) -> bool:
    """Say whether a count is a narrower range than a vague word's: "dozens ... between 30 and 35"."""
    stated = all(figures[i].claim.qualifier is not Qualifier.VAGUE and not figures[i].claim.subset_of for i in count.members)
    if not stated or None in (count.low, count.high, vague.low, vague.high) or count.best is not None:
        return False
    return (count.high or 0) - (count.low or 0) < (vague.high or 0) - (vague.low or 0) and not disjoint(count, vague)


def _with_the_rest(figures: Sequence[Figure], toll: Count, said: Sequence[Count]) -> Count:
    """Return the first later sum that has the toll as a part: "two women killed ... an infant and two women were killed"."""
    head = figures[toll.members[0]].claim
    for count in said:
        if count.named and (count.best or 0) > toll.size and _one_list(figures, count):
            return count  # "one dead ... the shooting killed Ana Silva and Rui Costa"
    if len(toll.members) > 1 or toll.total:
        return toll
    for count in said:
        claims = [figures[i].claim for i in count.members]
        kinds = [_kind(claim) for claim in claims]
        apart = None not in kinds and len(set(kinds)) == len(kinds)
        larger = count.rule == "sum_of_parts" and count.size > toll.size and apart
        if larger and any(_same_people(head, claim) for claim in claims):
            return count
        if count.rule == "sum_of_parts" and _said_again(figures, head, count, said):
            return count
    return toll


def _said_again(figures: Sequence[Figure], head: Claim, whole: Count, said: Sequence[Count]) -> bool:
    """Say whether a sum with as many as the head counts is told again as one: "16 herders ... 16 and five ... 21 dead"."""
    part = any(figures[i].claim.best == head.best for i in whole.members)
    return part and whole.size > (head.best or 0) and any(c.best == whole.size and len(c.members) == 1 for c in said)


def _same_people(one: Claim, other: Claim) -> bool:
    """Say whether two claims count as many of one kind: "two kids", "two young children"."""
    alike = _kind(one) == _kind(other) or bool(set(one.victims.groups) & set(other.victims.groups) - VAGUE)
    return one.low == other.low and one.high in (other.high, None) and alike


def _one_list(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether these names stand in one list behind or before one verb."""
    rules = {figures[i].claim.rule for i in count.members}
    return len(rules) == 1 and rules <= {"active", "passive", "happens", "of"}


def _kind(claim: Claim) -> str | None:
    """Return the noun of those a claim tells of as new to the text; None of a name, of "both" and of "the other victim"."""
    words = (claim.victims.text or "").lower().split()
    return None if not words or (words[0] == "the" and not attacks(claim)) or NAMED in claim.flags else words[-1]
