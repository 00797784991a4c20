"""How two figures of one event stand to each other: the rules in order; the first that fires names the relation.

`relate(x, y)` gives the same relations as `relate(y, x)`: the direction lies in the figures, not in who was asked first. Read
"a TYPE b". Symmetric in meaning, ordered only so that a pair is stored once: not_comparable, different_basis (the part-count
first), different_scope (the narrower first), complement, conflict: status, compatible, rounding, disputed_magnitude, conflict
(the higher first), different (the later first). Directed: copy_of, denies, disputes, unverified_by, retracts, subset,
conflict: part_exceeds_whole (the part first), supersedes, revised_down, refines, later_higher (the later first).

Rules and their numbers are those of docs (rules 1 to 13); the limits are `vocab/reconcile.toml`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aggregator.core import vocab
from aggregator.core.model import Basis, Relation, RelationType, Stance, Status
from aggregator.explain import sentence
from aggregator.intervals import distance, granularity, overlap, ratio
from aggregator.scope import narrower, same_scope
from aggregator.standing import Standing
from aggregator.wording import same_wording

Rule = Callable[[Standing, Standing, "Frame"], "list[Relation] | None"]
PARTIAL = frozenset({Basis.INCREMENT, Basis.RATE, Basis.STOCK})
DOUBT_TYPES = {
    Stance.DENIES: RelationType.DENIES,
    Stance.DISPUTES: RelationType.DISPUTES,
    Stance.UNVERIFIED: RelationType.UNVERIFIED_BY,
    Stance.RETRACTS: RelationType.RETRACTS,
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a pair cannot know by itself: when the event began, or None."""

    began: datetime | None = None


def policy() -> dict[str, Any]:
    """Return the numbers of `vocab/reconcile.toml` that the rules use."""
    return dict(vocab.read("reconcile")["relations"])


def relate(x: Standing, y: Standing, frame: Frame | None = None) -> list[Relation]:
    """Return the relations of two figures of one event: none where nothing is worth saying, rarely two.

    Two doubts ("could not verify") have no relation to each other. Never raises.
    """
    earlier, later = sorted((x, y), key=lambda s: s.order)
    if x.id == y.id:
        return []
    for rule in RULES:
        found = rule(later, earlier, frame or Frame())
        if found is not None:
            return found
    return []


def _one(kind: RelationType, a: Standing, b: Standing, rule: str, **more: Any) -> list[Relation]:
    return [Relation(a=a.id, b=b.id, type=kind, rule=rule, explanation=sentence(kind, a, b), **more)]


def hours_apart(a: Standing, b: Standing) -> float | None:
    """Return the hours between two as-of moments: 0 when neither is known, None when only one is.

    A figure that its speaker repeated speaks for all the time in between.
    """
    if a.when is None or b.when is None:
        return 0.0 if a.when is b.when else None
    first, second = sorted((a, b), key=lambda s: s.order)
    assert first.when is not None
    assert second.when is not None
    ended = max(first.when, first.until or first.when)
    return max(0.0, (second.when - ended).total_seconds() / 3600)


def same_value(a: Standing, b: Standing) -> bool:
    """Whether two figures give one number: the same bounds, or one stated number whose bounds lie in the other's."""
    if a.bounds == b.bounds:
        return True
    x, y = a.figure.claim, b.figure.claim
    if a.bounds.unit != b.bounds.unit or x.stated_low is None or x.stated_low != x.stated_high:
        return False
    return (x.stated_low, x.stated_high) == (y.stated_low, y.stated_high) and overlap(a.bounds, b.bounds)


def copy(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 1: one speaker and one value within hours, or near-duplicate text with one value."""
    if later.doubt or earlier.doubt or later.outcome != earlier.outcome or not same_value(later, earlier):
        return None
    if later.bounds.empty or later.population != earlier.population or not _one_count(later, earlier):
        return None
    if later.speaker == earlier.speaker:
        hours = hours_apart(later, earlier)
        if hours is None or hours <= policy()["copy_hours"]:
            return _one(RelationType.COPY_OF, later, earlier, "1-same-claimant")
    if later.figure.claim.document == earlier.figure.claim.document:
        return _own_headline(later, earlier)
    if same_wording(later.figure.claim.sentence, earlier.figure.claim.sentence):
        return _one(RelationType.COPY_OF, later, earlier, "1-same-text")
    return None


def _one_count(a: Standing, b: Standing) -> bool:
    """Whether two figures may be one count: of one basis, or one speaker's total that another text tells on another basis."""
    if a.basis == b.basis:
        return True
    apart = a.figure.claim.document != b.figure.claim.document
    return apart and a.speaker == b.speaker and Basis.INCREMENT not in (a.basis, b.basis)


def _own_headline(later: Standing, earlier: Standing) -> list[Relation] | None:
    """A document's own voice that gives a number it attributes elsewhere (a headline, say) repeats that speaker."""
    voiced = [s for s in (later, earlier) if s.figure.claim.claimant is None]
    if len(voiced) != 1:
        return None
    (own,) = voiced
    return _one(RelationType.COPY_OF, own, earlier if own is later else later, "1-own-voice")


def doubt(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 2: somebody denies, disputes, cannot verify or takes back a figure, with a number or without."""
    doubts = [s for s in (later, earlier) if s.doubt]
    if not doubts:
        return None
    if len(doubts) == 2:
        return []
    (doubter,) = doubts
    told = earlier if doubter is later else later
    kind = DOUBT_TYPES[doubter.figure.claim.stance]
    if not _aims_at(doubter, told, kind):
        return []
    if kind is RelationType.UNVERIFIED_BY:
        return _one(kind, told, doubter, "2")
    return _one(kind, doubter, told, "2")


def _aims_at(doubter: Standing, told: Standing, kind: RelationType) -> bool:
    """Whether a doubt speaks of this figure: its outcome, its value if it names one, its speaker if it takes back."""
    if doubter.outcome != told.outcome or told.bounds.empty or told.basis in PARTIAL:
        return False
    if not doubter.bounds.empty and not overlap(doubter.bounds, told.bounds):
        return False
    same = doubter.speaker == told.speaker
    if kind is RelationType.RETRACTS:
        return same and doubter.order > told.order
    return not same or kind is RelationType.UNVERIFIED_BY


def comparable(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 3: different outcomes, or units that nothing converts. Stored only where a reader could mistake one for the other."""
    if later.bounds.empty or earlier.bounds.empty:
        return []
    if later.outcome != earlier.outcome:
        pair = {later.outcome.value, earlier.outcome.value}
        mistakable = any(set(known) == pair for known in policy()["confusable"])
        return (
            _one(RelationType.NOT_COMPARABLE, later, earlier, "3-outcome") if mistakable and later.whole and earlier.whole else []
        )
    if later.bounds.unit != earlier.bounds.unit:
        return _one(RelationType.NOT_COMPARABLE, later, earlier, "3-unit")
    return None


def basis(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 4: an increment, a rate or a stock is never compared with a total of another basis, nor two increments at all."""
    if later.basis == earlier.basis and later.basis is not Basis.INCREMENT:
        return None
    partial = [s for s in (later, earlier) if s.basis in PARTIAL]
    if not partial:
        return None
    first = partial[0]
    return _one(RelationType.DIFFERENT_BASIS, first, earlier if first is later else later, "4")


def scope(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 5: one counts within a window or place that lies in the other's. A conflict only if the narrower exceeds the wider.

    A wider count that was given long before the narrower one says nothing of what came after it: tolls grow.
    """
    if later.abroad != earlier.abroad:
        return []  # the dead of two countries
    if same_scope(later, earlier):
        return None
    small = narrower(later, earlier)
    if small is None:
        return []
    wide = earlier if small is later else later
    found = _one(RelationType.DIFFERENT_SCOPE, small, wide, "5")
    grown = small.order > wide.order and (hours_apart(small, wide) or 0) > policy()["later_hours"]
    if wide.bounds.high is not None and small.bounds.bottom > wide.bounds.high and not grown:
        found += _conflict(small, wide, "5-narrower-exceeds-wider")
    return found


def population(later: Standing, earlier: Standing, frame: Frame) -> list[Relation] | None:
    """Rules 6, 7 and 7b: a part and its whole, civilians against fighters, different people of one toll."""
    if later.id in earlier.sum and earlier.id in later.sum:
        return _one(RelationType.COMPLEMENT, earlier, later, "7b")
    if later.whole and earlier.whole:
        return _status(later, earlier)
    if later.whole != earlier.whole:
        return _part(earlier, later) if later.whole else _part(later, earlier)
    if later.population != earlier.population or later.population == "part":
        return []
    return None


def _part(part: Standing, whole: Standing) -> list[Relation]:
    """Rule 6: a part beside the whole it is said to be of; one without such a whole, beside everybody's."""
    if part.sum:
        return []
    if disputed := _status(part, whole):
        return disputed
    if part.parent not in (None, whole.id):
        return []
    if whole.bounds.high is not None and part.bounds.bottom > whole.bounds.high:
        grown = (
            part.speaker != whole.speaker
            and (hours_apart(part, whole) or 0) > policy()["later_hours"]
            and part.order > whole.order
        )
        return [] if grown else _one(RelationType.CONFLICT_PART, part, whole, "6-part-exceeds-whole")
    return _one(RelationType.SUBSET, part, whole, "6") if part.parent or part.population != "part" else []


def _status(a: Standing, b: Standing) -> list[Relation] | None:
    """Rule 7: one toll, told as civilians by one speaker and as fighters by the other."""
    kinds = {a.figure.claim.victims.status, b.figure.claim.victims.status}
    if kinds != {Status.CIVILIAN, Status.COMBATANT} or a.speaker == b.speaker:
        return None
    named = all(s.whole or s.population == "civilian" for s in (a, b))  # "20 women" of 500 leave the other dead open
    if not overlap(a.bounds, b.bounds) and ((a.whole and b.whole) or not named):
        return None
    if a.bounds.bottom == 0 or b.bounds.bottom == 0:
        return None
    first, second = sorted((a, b), key=lambda s: s.figure.claim.victims.status)
    return _one(RelationType.CONFLICT_STATUS, first, second, "7")


def revision(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 8: the same speaker, later. At one and the same moment neither replaces the other."""
    if later.speaker != earlier.speaker:
        return None
    if later.when == earlier.when:
        if overlap(later.bounds, earlier.bounds):
            return None
        return _one(RelationType.DIFFERENT, later, earlier, "8-same-moment")
    new, old = later.bounds, earlier.bounds
    lower = new.high is not None and new.high < old.bottom
    if later.figure.claim.qualifier == earlier.figure.claim.qualifier:
        lower = lower or ((new.top or 0) < (old.top or 0) and (new.low or 0) <= (old.low or 0))
    return _one(RelationType.REVISED_DOWN if lower else RelationType.SUPERSEDES, later, earlier, "8")


def magnitude(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 8b: a soft bound ("as many as 2,000") overlaps, but names ten or more times the other's number."""
    rules = policy()
    if not overlap(later.bounds, earlier.bounds):
        return None
    for soft, other in ((later, earlier), (earlier, later)):
        top = other.bounds.top or 0
        if soft.figure.claim.qualifier in rules["soft"] and top and (soft.bounds.high or 0) >= rules["soft_times"] * top:
            return _one(RelationType.DISPUTED_MAGNITUDE, soft, other, "8b")
    return None


def compatible(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 9: intervals overlap; where one lies within the other's two bounds it also refines it."""
    if not overlap(later.bounds, earlier.bounds):
        return None
    found = _one(RelationType.COMPATIBLE, later, earlier, "9")
    for narrow, wide in ((later, earlier), (earlier, later)):
        if wide.bounds.low is not None and wide.bounds.high is not None and wide.bounds.holds(narrow.bounds):
            return found + _one(RelationType.REFINES, narrow, wide, "9")
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
            return _one(RelationType.ROUNDING, later, earlier, "10")
    return None


def apart(later: Standing, earlier: Standing, frame: Frame) -> list[Relation] | None:
    """Rules 11 to 13: later and higher, in conflict, or simply different."""
    hours = hours_apart(later, earlier)
    rules = policy()
    higher, lower = (later, earlier) if later.bounds.bottom > earlier.bounds.bottom else (earlier, later)
    if hours is not None and hours > rules["later_hours"] and higher is later:
        return _one(RelationType.LATER_HIGHER, later, earlier, "11")
    if hours is not None and hours <= rules["later_hours"] and _first_days(later, earlier, frame):
        return _conflict(higher, lower, "12")
    return _one(RelationType.DIFFERENT, later, earlier, "13")


def _first_days(later: Standing, earlier: Standing, frame: Frame) -> bool:
    moments = [s.when for s in (later, earlier) if s.when]
    if frame.began is None or not moments:
        return True
    limit: int = policy()["first_days"]
    return (max(moments) - frame.began).days <= limit


def _conflict(higher: Standing, lower: Standing, rule: str) -> list[Relation]:
    gap = ratio(lower.bounds, higher.bounds)
    size = next((s["name"] for s in vocab.read("reconcile")["sizes"] if gap is not None and gap < s["under"]), "extreme")
    return _one(RelationType.CONFLICT, higher, lower, rule, gap=gap, size=size)


RULES: tuple[Rule, ...] = (
    copy, doubt, comparable, basis, scope, population, revision, magnitude, compatible, rounding, apart,
)  # fmt: skip
