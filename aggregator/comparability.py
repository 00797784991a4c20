"""Rules 3 to 7b: whether two figures count the same thing - outcome, unit, basis, place and time, people."""

from __future__ import annotations

from aggregator.core.model import Basis, Relation, RelationType, Status
from aggregator.intervals import overlap
from aggregator.pairs import PARTIAL, Frame, conflict, hours_apart, policy, relation
from aggregator.scope import narrower, same_scope
from aggregator.singles import two_people
from aggregator.standing import ATTACKERS, Standing
from aggregator.whosedead import no_civilians, others_than
from aggregator.wounded import OWN_END


def comparable(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 3: different outcomes, or units that nothing converts. Stored only where a reader could mistake one for the other."""
    if later.bounds.empty or earlier.bounds.empty:
        return []
    if later.outcome != earlier.outcome:
        pair = {later.outcome.value, earlier.outcome.value}
        mistakable = any(set(known) == pair for known in policy()["confusable"])
        return (
            relation(RelationType.NOT_COMPARABLE, later, earlier, "3-outcome")
            if mistakable and later.whole and earlier.whole
            else []
        )
    if later.bounds.unit != earlier.bounds.unit:
        return relation(RelationType.NOT_COMPARABLE, later, earlier, "3-unit")
    return None


def basis(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 4: an increment, a rate or a stock is never compared with a total of another basis, nor two increments at all."""
    if later.basis == earlier.basis and later.basis is not Basis.INCREMENT:
        return None
    partial = [s for s in (later, earlier) if s.basis in PARTIAL]
    if not partial:
        return None
    first = partial[0]
    return relation(RelationType.DIFFERENT_BASIS, first, earlier if first is later else later, "4")


def scope(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 5: one counts within a window or place that lies in the other's. A conflict only if the narrower exceeds the wider.

    A wider count that was given long before the narrower one says nothing of what came after it: tolls grow.
    """
    if later.abroad != earlier.abroad and later.id != earlier.parent and earlier.id != later.parent:
        return []  # the dead of two countries
    if same_scope(later, earlier):
        return None
    small = narrower(later, earlier)
    if small is None:
        return []
    wide = earlier if small is later else later
    found = relation(RelationType.DIFFERENT_SCOPE, small, wide, "5")
    grown = small.order > wide.order and (hours_apart(small, wide) or 0) > policy()["later_hours"]
    if wide.bounds.high is not None and small.bounds.bottom > wide.bounds.high and not grown:
        found += conflict(small, wide, "5-narrower-exceeds-wider")
    return found


def population(later: Standing, earlier: Standing, frame: Frame) -> list[Relation] | None:
    """Rules 6, 7 and 7b: a part and its whole, civilians against fighters, different people of one toll."""
    if later.beside(earlier) or (later.whole and earlier.whole and two_people(later, earlier)):
        return relation(RelationType.COMPLEMENT, earlier, later, "7b")
    if (
        later.whole
        and earlier.whole
        and "all" not in (later.population, earlier.population)
        and later.population != earlier.population
    ):
        return relation(RelationType.COMPLEMENT, earlier, later, "7b")  # the two sides of a fight
    if later.whole and earlier.whole:
        return _status(later, earlier, frame)
    if later.whole != earlier.whole and later.population == earlier.population:
        return None  # one side's dead, whoever takes them for everybody
    if any(whole.whole and part.bounds.high == 0 and whole.named == part.population for whole, part in _both(later, earlier)):
        return None  # "no soldier" against "12 soldiers"
    if later.whole != earlier.whole:
        return _part(earlier, later, frame) if later.whole else _part(later, earlier, frame)
    if later.population != earlier.population or later.population == "part":
        return []
    return None


def _both(a: Standing, b: Standing) -> tuple[tuple[Standing, Standing], ...]:
    return (a, b), (b, a)


def _part(part: Standing, whole: Standing, frame: Frame) -> list[Relation]:
    """Rule 6: a part beside the whole it is said to be of; one without such a whole, beside everybody's."""
    if part.sum or part.onto:
        return []
    if part.population == ATTACKERS:
        return relation(RelationType.COMPLEMENT, whole, part, "7b") if others_than(part, whole) else []
    if whole.villagers and no_civilians(part) and part.speaker != whole.speaker:
        return relation(RelationType.CONFLICT_STATUS, whole, part, "7-no-civilians")
    if disputed := _status(part, whole, frame):
        return disputed
    if part.parent not in (None, whole.id):
        return []
    if whole.bounds.high is not None and part.bounds.bottom > whole.bounds.high:
        grown = (
            part.speaker != whole.speaker
            and (hours_apart(part, whole) or 0) > policy()["later_hours"]
            and part.order > whole.order
        )
        return [] if grown else relation(RelationType.CONFLICT_PART, part, whole, "6-part-exceeds-whole")
    return relation(RelationType.SUBSET, part, whole, "6") if part.parent or part.population != "part" else []


def _status(a: Standing, b: Standing, frame: Frame) -> list[Relation] | None:
    """Rule 7: one toll, told as civilians by one speaker and as fighters by the other."""
    kinds = {a.figure.claim.victims.status, b.figure.claim.victims.status}
    if kinds != {Status.CIVILIAN, Status.COMBATANT} or a.speaker == b.speaker or _lone(a, b, frame):
        return None
    named = all(s.whole or s.population == "civilian" for s in (a, b))  # "20 women" of 500 leave the other dead open
    if not overlap(a.bounds, b.bounds) and ((a.whole and b.whole) or not named or not _within(a, b)):
        return None  # other numbers are other people: "the driver", "19 soldiers"
    if a.bounds.bottom == 0 or b.bounds.bottom == 0:
        return None
    first, second = sorted((a, b), key=lambda s: s.figure.claim.victims.status)
    return relation(RelationType.CONFLICT_STATUS, first, second, "7")


def _lone(a: Standing, b: Standing, frame: Frame) -> bool:
    """Whether one of two counts is of a single person who may be of no other count: of several dead, or by their own hand."""
    alone = [s for s in (a, b) if s.bounds.high == 1 and not s.figure.claim.explicit]
    if any(s.figure.claim.rule in OWN_END for s in alone):
        return True
    return bool(alone) and (a.outcome in frame.several or not (a.whole and b.whole))


def _within(a: Standing, b: Standing) -> bool:
    """Whether a part can be of the whole beside it: 11 civilians of 17 who another says were all fighters."""
    part, whole = (b, a) if a.whole else (a, b)
    return whole.bounds.high is None or part.bounds.bottom <= whole.bounds.high
