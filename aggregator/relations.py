"""How two figures of one event stand to each other: the rules in order; the first that fires names the relation.

`relate(x, y)` gives the same relations as `relate(y, x)`: the direction lies in the figures, not in who was asked first. Read
"a TYPE b". Symmetric in meaning, ordered only so that a pair is stored once: not_comparable, different_basis (the part-count
first), different_scope (the narrower first), complement, conflict: status, compatible, rounding, disputed_magnitude, conflict
(the higher first), different (the later first). Directed: copy_of, denies, disputes, unverified_by, retracts, subset,
conflict: part_exceeds_whole (the part first), supersedes, revised_down, refines, later_higher, later_lower (the later
first).

Rules and their numbers are those of docs (rules 1 to 13): who repeats or doubts whom stands here (what a doubt speaks of in
`aims`), rules 3 to 7b in `comparability`, 8 to 13 in `agreement`, what a count names as over
in `renewed`. The limits are `vocab/reconcile.toml`.
"""

from __future__ import annotations

from collections.abc import Callable

from aggregator.agreement import apart, beside, compatible, magnitude, revision, rounding
from aggregator.aims import aims
from aggregator.comparability import basis, comparable, population, scope
from aggregator.core import vocab
from aggregator.core.model import Basis, Relation, RelationType, Stance
from aggregator.pairs import Frame, hours_apart, policy, relation, same_value
from aggregator.renewed import renewed
from aggregator.singles import two_people
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
    if two_people(later, earlier):
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
    """A document's own voice that gives a number it attributes elsewhere (a headline, say) repeats that speaker.

    So does "the official toll", which names no speaker, beside one who does.
    """
    for unnamed in (_own_voice, _nobodys):
        voiced = [s for s in (later, earlier) if unnamed(s)]
        if len(voiced) == 1:
            (own,) = voiced
            return relation(RelationType.COPY_OF, own, earlier if own is later else later, "1-own-voice")
    return None


def _own_voice(s: Standing) -> bool:
    return s.figure.claim.claimant is None


def _nobodys(s: Standing) -> bool:
    """Whether the words that stand for a claimant name a toll and no speaker: "the official toll"."""
    return s.figure.claimant_name.casefold() in vocab.read("en/attribution")["official"]


def doubt(later: Standing, earlier: Standing, frame: Frame) -> list[Relation] | None:
    """Rule 2: somebody denies, disputes, cannot verify or takes back a figure, with a number or without (see `aims`)."""
    doubts = [s for s in (later, earlier) if s.doubt]
    if not doubts:
        return None
    if len(doubts) == 2:
        return []
    (doubter,) = doubts
    told = earlier if doubter is later else later
    kind = DOUBT_TYPES[doubter.figure.claim.stance]
    aimed = frame.aims if frame.aims is not None else aims((doubter, told))
    if told.id not in aimed.get(doubter.id, ()):
        return []
    if kind is RelationType.UNVERIFIED_BY:
        return relation(kind, told, doubter, "2")
    return relation(kind, doubter, told, "2")


def named(later: Standing, earlier: Standing, frame: Frame) -> list[Relation] | None:
    """Rule 8, by the number: a newer count names the one that it takes the place of, whatever its speaker was called there."""
    found = frame.renewed if frame.renewed is not None else renewed((later, earlier))
    for newer, old in ((later, earlier), (earlier, later)):
        if old.id in found.get(newer.id, ()):
            lower = newer.bounds.high is not None and newer.bounds.high < old.bounds.bottom
            return relation(RelationType.REVISED_DOWN if lower else RelationType.SUPERSEDES, newer, old, "8-named")
    return None


RULES: tuple[Rule, ...] = (
    copy, doubt, comparable, basis, scope, named, population, revision, magnitude, compatible, beside, rounding, apart,
)  # fmt: skip
