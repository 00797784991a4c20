"""How two figures of one event stand to each other: the rules in order; the first that fires names the relation.

`relate(x, y)` gives the same relations as `relate(y, x)`: the direction lies in the figures, not in who was asked first. Read
"a TYPE b". Symmetric in meaning, ordered only so that a pair is stored once: not_comparable, different_basis (the part-count
first), different_scope (the narrower first), complement, conflict: status, compatible, rounding, disputed_magnitude, conflict
(the higher first), different (the later first). Directed: copy_of, denies, disputes, unverified_by, retracts, subset,
conflict: part_exceeds_whole (the part first), supersedes, revised_down, refines, later_higher (the later first).

Rules and their numbers are those of docs (rules 1 to 13): who repeats or doubts whom stands here, rules 3 to 7b in
`comparability`, 8 to 13 in `agreement`. The limits are `vocab/reconcile.toml`.
"""

from __future__ import annotations

from collections.abc import Callable

from aggregator.agreement import apart, beside, compatible, magnitude, revision, rounding
from aggregator.comparability import basis, comparable, population, scope
from aggregator.core.model import Basis, Relation, RelationType, Stance
from aggregator.intervals import overlap
from aggregator.pairs import PARTIAL, Frame, hours_apart, policy, relation, same_value
from aggregator.standing import Standing
from aggregator.wording import same_wording

Rule = Callable[[Standing, Standing, Frame], "list[Relation] | None"]
DOUBT_TYPES = {
    Stance.DENIES: RelationType.DENIES,
    Stance.DISPUTES: RelationType.DISPUTES,
    Stance.UNVERIFIED: RelationType.UNVERIFIED_BY,
    Stance.RETRACTS: RelationType.RETRACTS,
}


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


def copy_of(copied: Standing, told: Standing, frame: Frame) -> Relation | None:
    """Return the relation that makes a figure a copy of one told before, or None."""
    earlier, later = sorted((copied, told), key=lambda s: s.order)
    return next((r for r in copy(later, earlier, frame) or () if r.a == copied.id), None)


def copy(later: Standing, earlier: Standing, _: Frame) -> list[Relation] | None:
    """Rule 1: one speaker and one value within hours, or near-duplicate text with one value."""
    if later.doubt or earlier.doubt or later.outcome != earlier.outcome or not same_value(later, earlier):
        return None
    if later.bounds.empty or later.population != earlier.population or not _one_count(later, earlier):
        return None
    if later.speaker == earlier.speaker:
        hours = hours_apart(later, earlier)
        if hours is None or hours <= policy()["copy_hours"]:
            return relation(RelationType.COPY_OF, later, earlier, "1-same-claimant")
    if later.figure.claim.document == earlier.figure.claim.document:
        return _own_headline(later, earlier)
    if same_wording(later.figure.claim.sentence, earlier.figure.claim.sentence):
        return relation(RelationType.COPY_OF, later, earlier, "1-same-text")
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
    return relation(RelationType.COPY_OF, own, earlier if own is later else later, "1-own-voice")


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
        return relation(kind, told, doubter, "2")
    return relation(kind, doubter, told, "2")


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


RULES: tuple[Rule, ...] = (
    copy, doubt, comparable, basis, scope, population, revision, magnitude, compatible, beside, rounding, apart,
)  # fmt: skip
