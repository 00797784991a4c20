"""Rules 8 to 13: how two figures of the same count stand to each other - revised, compatible, round, later, in conflict."""

from __future__ import annotations

from aggregator.core.model import Relation, RelationType
from aggregator.intervals import distance, granularity, overlap, ratio
from aggregator.pairs import Frame, conflict, hours_apart, policy, relation
from aggregator.standing import Standing


def revision(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 8: the same speaker, later. At one and the same moment neither replaces the other."""
    if later.speaker != earlier.speaker:
        return None
    if later.when == earlier.when:
        if overlap(later.bounds, earlier.bounds):
            return None
        return relation(RelationType.DIFFERENT, later, earlier, "8-same-moment")
    new, old = later.bounds, earlier.bounds
    lower = new.high is not None and new.high < old.bottom
    if later.figure.claim.qualifier == earlier.figure.claim.qualifier:
        lower = lower or ((new.top or 0) < (old.top or 0) and (new.low or 0) <= (old.low or 0))
    return relation(RelationType.REVISED_DOWN if lower else RelationType.SUPERSEDES, later, earlier, "8")


def magnitude(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 8b: a soft bound ("as many as 2,000") overlaps, but names ten or more times the other's number."""
    rules = policy()
    if not overlap(later.bounds, earlier.bounds):
        return None
    for soft, other in ((later, earlier), (earlier, later)):
        top = other.bounds.top or 0
        if soft.figure.claim.qualifier in rules["soft"] and top and (soft.bounds.high or 0) >= rules["soft_times"] * top:
            return relation(RelationType.DISPUTED_MAGNITUDE, soft, other, "8b")
    return None


def compatible(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 9: intervals overlap; where one lies within the other's two bounds it also refines it."""
    if not overlap(later.bounds, earlier.bounds):
        return None
    found = relation(RelationType.COMPATIBLE, later, earlier, "9")
    for narrow, wide in ((later, earlier), (earlier, later)):
        if wide.bounds.low is not None and wide.bounds.high is not None and wide.bounds.holds(narrow.bounds):
            return found + relation(RelationType.REFINES, narrow, wide, "9")
    return found


def rounding(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 10: the gap is no larger than the granularity of one single round figure, and the two are of one size."""
    low, high = sorted((later, earlier), key=lambda s: s.bounds.bottom)
    times = ratio(low.bounds, high.bounds)
    if times is None or times >= policy()["rounding_times"]:
        return None
    gap = distance(low.bounds, high.bounds)
    for s in (later, earlier):
        claim = s.figure.claim
        stated = claim.stated_low if claim.stated_low == claim.stated_high else None
        single = stated and claim.qualifier not in policy()["never_round"]
        if single and stated and stated % 10 == 0 and gap <= granularity(stated):
            return relation(RelationType.ROUNDING, later, earlier, "10")
    return None


def apart(later: Standing, earlier: Standing, frame: Frame) -> list[Relation] | None:
    """Rules 11 to 13: later and higher, in conflict, or simply different."""
    hours = hours_apart(later, earlier)
    rules = policy()
    higher, lower = (later, earlier) if later.bounds.bottom > earlier.bounds.bottom else (earlier, later)
    if hours is not None and hours > rules["later_hours"] and higher is later:
        return relation(RelationType.LATER_HIGHER, later, earlier, "11")
    if hours is not None and hours <= rules["later_hours"] and _first_days(later, earlier, frame):
        return conflict(higher, lower, "12")
    return relation(RelationType.DIFFERENT, later, earlier, "13")


def _first_days(later: Standing, earlier: Standing, frame: Frame) -> bool:
    moments = [s.when for s in (later, earlier) if s.when]
    if frame.began is None or not moments:
        return True
    limit: int = policy()["first_days"]
    return (max(moments) - frame.began).days <= limit
