"""Rules 8 to 13: how two figures of the same count stand to each other - revised, compatible, round, later, in conflict."""

from __future__ import annotations

from aggregator.contested import contested
from aggregator.core import vocab
from aggregator.core.model import Qualifier, Relation, RelationType, SourceKind, Status
from aggregator.intervals import Bounds, distance, granularity, overlap, ratio
from aggregator.ordered import in_order
from aggregator.pairs import Frame, conflict, hours_apart, policy, relation
from aggregator.standing import Standing


def revision(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 8: the same speaker, later. At one and the same moment neither replaces the other."""
    if later.speaker != earlier.speaker:
        return None
    if later.when == earlier.when:
        if overlap(later.bounds, earlier.bounds):
            return None
        if told_beside(later, earlier):
            return relation(RelationType.COMPLEMENT, earlier, later, "7b")
        return relation(RelationType.DIFFERENT, later, earlier, "8-same-moment")
    new, old = later.bounds, earlier.bounds
    lower = new.high is not None and new.high < old.bottom
    if later.figure.claim.qualifier == earlier.figure.claim.qualifier:
        lower = lower or ((new.top or 0) < (old.top or 0) and (new.low or 0) <= (old.low or 0))
    return relation(RelationType.REVISED_DOWN if lower else RelationType.SUPERSEDES, later, earlier, "8")


def told_beside(a: Standing, b: Standing) -> bool:
    """Whether one sentence tells of two parts under words of their own: "two boys and a girl"."""
    x, y = a.figure.claim, b.figure.claim
    parts = not a.whole and not b.whole and x.subset_of == y.subset_of and x.rule == y.rule
    return parts and (x.document, x.sentence_start) == (y.document, y.sentence_start) and x.victims.text != y.victims.text


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


def beside(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 9: one counts with its toll whom the other tells beside it: "ten, the gunman included", "nine ... the gunman also"."""
    if not (later.besides or earlier.besides) or not overlap(later.reach, earlier.reach):
        return None
    return relation(RelationType.COMPATIBLE, later, earlier, "9-beside")


def rounding(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 10: one round number, single and stated, and the other differ by what rounding can do to a number of that size.

    That is a share of the number's granularity (100 stands for 50 to 150, not for 190), and less than `rounding_times`. A bare
    number below `rounding_from` was counted one by one: 20 bodies are not 24.
    """
    rules = policy()
    for round_one, other in ((later, earlier), (earlier, later)):
        claim = round_one.figure.claim
        stated = claim.stated_low if claim.stated_low == claim.stated_high else None
        if not stated or stated % 10 or claim.qualifier in rules["never_round"]:
            continue
        if stated < rules["rounding_from"] and claim.qualifier is not Qualifier.ABOUT:
            continue
        low, high = sorted((Bounds(stated, stated), other.bounds), key=lambda b: b.bottom)
        times = ratio(low, high)
        if times is None or times >= rules["rounding_times"]:
            continue
        if distance(low, high) <= granularity(stated) * rules["rounding_share"]:
            return relation(RelationType.ROUNDING, later, earlier, "10")
    return None


def _single(s: Standing) -> bool:
    claim = s.figure.claim
    return claim.stated_low is not None and claim.stated_low == claim.stated_high


def _vague_enough(later: Standing, earlier: Standing) -> bool:
    """Whether a vague word ("several") lies no further from a number than such words are stretched."""
    if not any(a.figure.claim.qualifier is Qualifier.VAGUE and _single(b) for a, b in ((later, earlier), (earlier, later))):
        return False
    low, high = sorted((later.bounds, earlier.bounds), key=lambda b: b.bottom)
    times = ratio(low, high)
    return times is not None and times < policy()["vague_times"]


def apart(later: Standing, earlier: Standing, frame: Frame) -> list[Relation] | None:
    """Rules 11 to 13: later and higher, in conflict, or simply different.

    Within a day only words give an order ("so far", "has risen to": `ordered`); the missing become fewer.

    A count whose text says that it contradicts the other's ("well above the government's figure of 212") is in conflict with it,
    whenever it is told. A higher count that somebody denies, or that an opponent of the other speaker gives, is no newer count of
    one toll: over `denied_hours` the two are in conflict.
    """
    hours = hours_apart(later, earlier)
    rules = policy()
    higher, lower = (later, earlier) if later.bounds.bottom > earlier.bounds.bottom else (earlier, later)
    if contested(later, earlier):
        return conflict(higher, lower, "12-stated")
    grown = higher is later and (lower.bounds.high is None or lower.bounds.high > 0)  # nobody's zero grows
    against = grown and (later.id in frame.denied or opposed(later, earlier))
    if (
        hours is not None
        and grown
        and not against
        and (hours > rules["later_hours"] or (hours > 0 and in_order(earlier.figure.claim, later.figure.claim)))
    ):
        return relation(RelationType.LATER_HIGHER, later, earlier, "11")
    if hours is not None and hours >= rules["falling_hours"] and higher is earlier and later.outcome in rules["falling"]:
        return relation(RelationType.LATER_LOWER, later, earlier, "11-falling")
    if hours is not None and hours <= rules["later_hours"] and _vague_enough(later, earlier):
        return relation(RelationType.ROUNDING, later, earlier, "10-vague")
    near = rules["denied_hours"] if against else rules["later_hours"]
    if hours is not None and hours <= near and _first_days(later, earlier, frame):
        return _of_one_deed(conflict(higher, lower, "12"), higher, lower)
    return relation(RelationType.DIFFERENT, later, earlier, "13")


def _of_one_deed(found: list[Relation], a: Standing, b: Standing) -> list[Relation]:
    """Return a conflict with what else it is: one toll, told as fighters and as civilians by numbers not twice apart."""
    told = {a.figure.claim.victims.status, b.figure.claim.victims.status} == {Status.CIVILIAN, Status.COMBATANT}
    if (
        not told
        or not (a.whole and b.whole)
        or found[0].size not in policy()["one_deed"]
        or min(a.bounds.bottom, b.bounds.bottom) < 2
    ):
        return found
    first, second = sorted((a, b), key=lambda s: s.figure.claim.victims.status)
    return found + relation(RelationType.CONFLICT_STATUS, first, second, "7")


def opposed(a: Standing, b: Standing) -> bool:
    """Whether two speakers stand on two sides of a fight, or one is the opposition to the other, who governs."""
    sides = {s.figure.side for s in (a, b)}
    if len(sides) == 2 and None not in sides:
        return True
    return any(_opposition(x) and y.figure.claimant_kind in _AUTHORITIES for x, y in ((a, b), (b, a)))


_AUTHORITIES = (SourceKind.GOVERNMENT, SourceKind.MILITARY, SourceKind.CIVIL_DEFENCE_RESCUE)


def _opposition(s: Standing) -> bool:
    words = (s.figure.claimant_name or s.figure.claimant).casefold().split()
    return not set(words).isdisjoint(vocab.read("reconcile")["later"]["opposition"])


def _first_days(later: Standing, earlier: Standing, frame: Frame) -> bool:
    moments = [s.when for s in (later, earlier) if s.when]
    if frame.began is None or not moments:
        return True
    limit: int = policy()["first_days"]
    return (max(moments) - frame.began).days <= limit
