"""The range of one count of an event: copies, superseded, retracted and added figures out; each claimant's latest in.

One estimate for each (outcome, population, basis, unit) and, for running totals, each stretch of time they run over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from aggregator.agreement import told_beside
from aggregator.best import bests
from aggregator.core.model import Basis, BestRule, Estimate, Outcome, Qualifier, Relation, RelationType, Support
from aggregator.intervals import Bounds, intersection, outer, overlap
from aggregator.pairs import policy
from aggregator.scope import same_start
from aggregator.standing import Standing, goes_on, part_name

OUT = {
    RelationType.COPY_OF: "a",
    RelationType.SUPERSEDES: "b",
    RelationType.REVISED_DOWN: "b",
    RelationType.RETRACTS: "b",
}
CONFLICTS = frozenset({RelationType.CONFLICT, RelationType.CONFLICT_STATUS})
AGREEING = frozenset({RelationType.COMPATIBLE, RelationType.REFINES, RelationType.ROUNDING})


@dataclass(frozen=True, slots=True)
class Account:
    """What one speaker's latest word on a count comes to: one figure, or the parts of one sum together."""

    bounds: Bounds
    said: tuple[Standing, ...]


def estimates(standing: Sequence[Standing], relations: Sequence[Relation], best_rule: BestRule) -> tuple[Estimate, ...]:
    """Return the ranges of an event, wholes first. `relations` are those of the same figures (see relations.relate)."""
    gone = fallen(relations)
    counts: dict[tuple[str, Outcome, Basis, str], list[Standing]] = defaultdict(list)
    for s in standing:
        if s.doubt or s.bounds.empty or s.basis is Basis.INCREMENT:
            continue
        for population in populations(s):
            counts[(population, s.outcome, s.basis, s.bounds.unit)].append(s)
    found: list[Estimate] = []
    for key in sorted(counts, key=lambda k: (k[0] != "all", *map(str, k))):
        for stretch in stretches(counts[key], key[2]):
            found += _estimates(key, stretch, relations, gone, best_rule)
    return tuple(found)


def populations(s: Standing) -> set[str]:
    """Return the populations a figure counts for: a whole for `all` and for the people it selects, a part for its own."""
    if not s.whole:
        named = {s.population} if s.population != "part" else set()
        return named | ({"all"} if s.sum else set())
    own = s.figure.population if s.figure.population == "all" else part_name(s.figure)
    return {"all", s.population, own, s.named or "all"} - {"part"}


def fallen(relations: Iterable[Relation]) -> dict[str, RelationType]:
    """Return the claims that make no range any more, each with why."""
    return {getattr(r, OUT[r.type]): r.type for r in relations if r.type in OUT}


def stretches(said: Sequence[Standing], basis: Basis) -> list[list[Standing]]:
    """Split running totals by the time they run over; other counts are one stretch."""
    if basis not in (Basis.CUMULATIVE, Basis.PERIOD):
        return [list(said)]
    groups: list[list[Standing]] = []
    for s in sorted(said, key=lambda s: (s.figure.window.start is None, s.order)):
        home = next((g for g in groups if same_start(g[0], s)), None)
        if home is None:
            groups.append([s])
        else:
            home.append(s)
    return groups


def accounts(said: Sequence[Standing], gone: Mapping[str, RelationType], population: str) -> list[Account]:
    """Return each speaker's latest account. Parts of a sum count together, and only for everyone."""
    latest: dict[str, list[Standing]] = defaultdict(list)
    for s in sorted((s for s in said if s.id not in gone), key=lambda s: s.order):
        held = latest[s.speaker]
        if held and held[-1].when != s.when and s.when is not None:
            held.clear()
        held.append(s)
    found = []
    for held in map(_firm, latest.values()):
        sums = [s for s in held if s.sum and population == "all"]
        found += [_together([s for s in sums if s.sum == ids], population) for ids in dict.fromkeys(s.sum for s in sums)]
        rest = [s for s in held if s not in sums]
        found += [_together(run, population) for run in _lists(rest)]
    return found


def _lists(held: Sequence[Standing]) -> list[list[Standing]]:
    """Put counts together that one list tells of different people of one kind: "54 men, 16 women, two boys and a girl"."""
    runs: list[list[Standing]] = []
    for s in sorted(held, key=lambda s: (s.figure.claim.document, s.figure.claim.start)):
        if runs and told_beside(runs[-1][-1], s) and goes_on(runs[-1][-1].figure.claim, s.figure.claim):
            runs[-1].append(s)
        else:
            runs.append([s])
    return runs


def _firm(held: list[Standing]) -> list[Standing]:
    """Return the firmest of what one speaker says at one moment: "hundreds" and "at least 300" yield to "at least 717"."""
    numbers = [s for s in held if s.figure.claim.qualifier is not Qualifier.VAGUE]
    said = [s for s in held if s in numbers or not any(overlap(s.bounds, n.bounds) for n in numbers)]
    return [s for s in said if not any(s.bounds.holds(n.bounds) and n.whole == s.whole for n in said)]


def countless(s: Standing) -> bool:
    """Whether a figure says no more than that there were some ("many", "an unknown number"): no range beside a number."""
    return s.figure.claim.qualifier is Qualifier.VAGUE and s.bounds.low == 1 and s.bounds.high is None


def _together(parts: list[Standing], population: str) -> Account:
    """Return what different people's counts come to, for everyone with those who come on top of them."""
    besides = [s for part in parts for s in part.besides] if population == "all" else []
    said = (*parts, *besides)
    return Account(outer([s.bounds for s in said]), said)


def _estimates(
    key: tuple[str, Outcome, Basis, str],
    said: Sequence[Standing],
    relations: Sequence[Relation],
    gone: Mapping[str, RelationType],
    best_rule: BestRule,
) -> list[Estimate]:
    """Return the estimate of one count and, where parties and others both speak, of each side of that line."""
    population, outcome, basis, unit = key
    numbered = [s for s in said if s.id not in gone and not countless(s)]
    standing = accounts(numbered or said, gone, population)
    if not standing:
        reason = Support.RETRACTED if any(gone.get(s.id) is RelationType.RETRACTS for s in said) else Support.SUPERSEDED
        if reason is Support.SUPERSEDED:
            return []
        empty = Estimate(
            outcome=outcome, population=population, basis=basis, low=None, high=None, high_open=False, agreed=None, best=None,
            best_rule=best_rule, best_claim=None, support=reason, claimants=0, claims=(), unit=unit,
        )  # fmt: skip
        return [empty]
    whole = _range(key, standing, relations, best_rule)
    parties = [a for a in standing if a.said[0].figure.party]
    others = [a for a in standing if not a.said[0].figure.party]
    if not parties or not others:
        return [whole]
    apart = (("parties", parties), ("third_parties", others))
    return [whole, *(replace(_range(key, some, relations, best_rule), group=name) for name, some in apart)]


def _range(
    key: tuple[str, Outcome, Basis, str], standing: Sequence[Account], relations: Sequence[Relation], best_rule: BestRule
) -> Estimate:
    population, outcome, basis, unit = key
    bounds = [a.bounds for a in standing]
    lows = [b.low for b in bounds if b.low is not None]
    tops = [b.top for b in bounds if b.top is not None]
    said = [s for a in standing for s in a.said]
    chosen = bests([_alone(a) for a in standing if all(s.onto == a.said[0].id for s in a.said[1:])])
    best = next((b for b in chosen if b.rule is best_rule), None)
    return Estimate(
        outcome=outcome,
        population=population,
        basis=basis,
        low=min(lows, default=None),
        high=max(tops, default=None),
        high_open=any(b.high is None for b in bounds),
        agreed=intersection(bounds),
        best=best.value if best else None,
        best_rule=best_rule,
        best_claim=best.claim if best else None,
        bests=chosen,
        support=support(standing, relations),
        claimants=len({a.said[0].speaker for a in standing}),
        claims=tuple(s.id for s in sorted(said, key=lambda s: s.order)),
        unit=unit,
    )


def _alone(account: Account) -> Standing:
    """Return the one figure of an account, with those who come on top of it where the account counts them."""
    first, *besides = account.said
    return replace(first, besides=tuple(besides))


def support(standing: Sequence[Account], relations: Sequence[Relation]) -> Support:
    """Return how well independent claimants bear one another out; a conflict among them comes before any agreement."""
    ids = {s.id for a in standing for s in a.said}
    among = [r for r in relations if r.a in ids and r.b in ids]
    if any(r.type is RelationType.CONFLICT for r in among):
        return Support.CONFLICTING
    speakers = {a.said[0].speaker for a in standing}
    if len(speakers) == 1:
        return Support.SINGLE_SOURCE
    if intersection([a.bounds for a in standing]) is None:
        return Support.UNCORROBORATED  # some may bear one another out, but no number is right for all
    home = {s.id: s.speaker for a in standing for s in a.said}
    bounds = {s.id: s.bounds for a in standing for s in a.said}
    if any(r.type in AGREEING and home[r.a] != home[r.b] and bears_out(bounds[r.a], bounds[r.b]) for r in among):
        return Support.CORROBORATED
    for i, a in enumerate(standing):
        for b in standing[i + 1 :]:
            apart = a.said[0].speaker != b.said[0].speaker and len(a.said) + len(b.said) > 2
            if apart and overlap(a.bounds, b.bounds) and bears_out(a.bounds, b.bounds):
                return Support.CORROBORATED
    return Support.UNCORROBORATED


def bears_out(a: Bounds, b: Bounds) -> bool:
    """Whether two overlapping counts bear one another out: two open ones ("at least 10", "more than 3,000") only if near."""
    if a.high is not None or b.high is not None:
        return True
    low, high = sorted((a.bottom, b.bottom))
    times: float = policy()["bears_out_times"]
    return high < times * low or high == low
