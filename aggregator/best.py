"""One number out of a range, by a named rule, with the claim that gave it: never an average, always somebody's own figure.

Where its text tells of people on top of it ("nine were shot dead ... the gunman also died"), they are counted with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from aggregator.core.errors import UnknownName
from aggregator.core.model import Best, BestRule, Qualifier, SourceKind
from aggregator.standing import Standing

Choice = tuple[int, str]
CEILINGS = frozenset({Qualifier.UP_TO, Qualifier.AT_MOST, Qualifier.LESS_THAN})


def check(rule: str) -> BestRule:
    """Return the rule of this name; raise UnknownName, which names those there are, for any other."""
    if rule not in RULES:
        raise UnknownName(f"{rule!r} is no rule for one value", field="best_rule", valid=[each.value for each in RULES])
    return BestRule(rule)


def bests(survivors: Sequence[Standing]) -> tuple[Best, ...]:
    """Return what each rule chooses, or nothing when no survivor states a single value.

    `gtd`: the most recent claim by a source that is no party to the conflict; else the value of most sides; else the lowest
    (after the codebook of the Global Terrorism Database). `median` gives each claimant one vote and takes the lower middle.
    A machine's count, and a ceiling ("up to 2,000"), is nobody's best figure where anything else is said.
    """
    stated = sorted((s for s in survivors if s.figure.claim.best is not None), key=lambda s: s.order)
    people = [s for s in stated if s.figure.claimant_kind is not SourceKind.MACHINE] or stated
    people = [s for s in people if s.figure.claim.qualifier not in CEILINGS] or people
    if not people:
        return ()
    chosen = {rule: choose(people) for rule, choose in RULES.items()}
    return tuple(Best(rule=rule, value=value, claim=claim) for rule, (value, claim) in chosen.items())


def number(s: Standing) -> int:
    """Return the value a figure states, in the unit of its bounds, with those whom its text tells of on top of it."""
    return _stated(s) + sum(map(_stated, s.besides))


def _stated(s: Standing) -> int:
    claim = s.figure.claim
    best = claim.best if claim.best is not None else (s.bounds.top or 0)
    if claim.unit != s.bounds.unit and claim.low == claim.high == best and s.bounds.low == s.bounds.high:
        return s.bounds.low or 0
    return best


def _chosen(s: Standing) -> Choice:
    return number(s), s.id


def _latest(stated: list[Standing]) -> Choice:
    newest = [s for s in stated if s.when == stated[-1].when]
    return _chosen(min(newest, key=lambda s: (number(s), s.id)))


def _lowest(stated: list[Standing]) -> Choice:
    return _chosen(min(stated, key=lambda s: (number(s), s.order)))


def _highest(stated: list[Standing]) -> Choice:
    return _chosen(max(stated, key=lambda s: (number(s), s.order)))


def _median(stated: list[Standing]) -> Choice:
    one_each = {s.speaker: s for s in stated}
    ordered = sorted(one_each.values(), key=lambda s: (number(s), s.order))
    return _chosen(ordered[(len(ordered) - 1) // 2])


def _gtd(stated: list[Standing]) -> Choice:
    outsiders = [s for s in stated if not s.figure.party]
    if outsiders:
        return _latest(outsiders)
    votes = Counter(number(s) for s in {s.figure.side or s.speaker: s for s in stated}.values())  # a side has one vote
    (value, most), *others = votes.most_common()
    if most > 1 and all(n < most for _, n in others):
        return _lowest([s for s in stated if number(s) == value])
    return _lowest(stated)


RULES: dict[BestRule, Callable[[list[Standing]], Choice]] = {
    BestRule.GTD: _gtd,
    BestRule.LATEST: _latest,
    BestRule.MEDIAN: _median,
    BestRule.LOWEST: _lowest,
    BestRule.HIGHEST: _highest,
}
