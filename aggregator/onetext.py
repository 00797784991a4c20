"""What one text's figures make of one another: parts of a sum, a total and its parts, people who come on top of a total.

Whoever tells it: "14 inmates were killed, the prison service said. A guard was also killed, the police said" counts 14 and one
beside them, and never a toll of 1.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from aggregator.attackers import ANYBODY, dies_apart, within
from aggregator.core.model import Basis
from aggregator.counted import count_of
from aggregator.counts import Count, added, cue
from aggregator.intervals import Bounds, outer
from aggregator.renewed import corrects
from aggregator.sides import ALSO, met_it_too, side_of
from aggregator.standing import Standing, nation, part_name
from aggregator.wounded import attacks

Total = list[Standing]  # one figure, or the parts of one sum


def within_text(standing: list[Standing]) -> list[Standing]:
    """Sort out several wholes of one document: parts of a sum, who comes on top of a total, and what is a part of it.

    One speaker's lesser counts are parts of their total; what a text counts in its own voice below the toll it attributes to
    somebody is a part of that toll too, and so is a lone person, whoever tells of them. A correction is no part.
    """
    accounts: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
    told: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
    for s in sorted(standing, key=lambda s: s.figure.claim.start):
        if s.whole and not s.doubt and not s.bounds.empty and s.basis is Basis.INCIDENT and not corrects(s):
            accounts[_account(s)].append(s)
            told[(s.figure.claim.document, s.outcome, s.bounds.unit)].append(s)
    changed: dict[str, Standing] = {}
    for account in accounts.values():
        for addends in _sums(account):
            ids = tuple(s.id for s in addends)
            changed |= {s.id: replace(s, whole=False, population=part_name(s.figure), sum=ids) for s in addends}
    for said in told.values():
        changed |= _echoes(said, changed)
        changed |= _on_top(said, changed)
    for s in standing:
        changed |= _died_more(s, accounts.get(_account(s), []), changed)
    for account in accounts.values():
        changed |= _lesser(account, account, changed)
    for said in told.values():
        attributed = [s for s in said if s.figure.claim.claimant is not None]
        changed |= _lesser([s for s in said if s.figure.claim.claimant is None], attributed, changed)
        changed |= _lesser([s for s in said if _singled_out(s)], said, changed)
    return [changed.get(s.id, s) for s in standing]


def _account(s: Standing) -> tuple[object, ...]:
    """Return what one speaker's figures of one document share; at one moment: a later word of the same speaker is a revision."""
    return s.figure.claim.document, s.speaker, s.outcome, s.bounds.unit, s.when


def _died_more(s: Standing, account: Sequence[Standing], changed: Mapping[str, Standing]) -> dict[str, Standing]:
    """Return those who died since with the toll that the same breath gives: "27 died ..., and two more have died since"."""
    claim = s.figure.claim
    if s.figure.claim.basis is not Basis.INCREMENT or not cue("died_since").search(
        claim.sentence, claim.end - claim.sentence_start
    ):
        return {}
    before = [o for o in account if o.figure.claim.sentence_start == claim.sentence_start and o.figure.claim.end < claim.start]
    if len(before) != 1 or before[0].id in changed:
        return {}
    between = claim.sentence[before[0].figure.claim.end - claim.sentence_start : claim.start - claim.sentence_start]
    if not _AND.search(between):
        return {}
    more = replace(s, whole=False, population="part", onto=before[0].id)
    return {s.id: more, before[0].id: replace(before[0], besides=(more,))}


_AND = re.compile(r"(?:\band|;)\s+(?:a further |another )?$")


def _lesser(said: Sequence[Standing], totals: Sequence[Standing], changed: Mapping[str, Standing]) -> dict[str, Standing]:
    """Return those of `said`, as parts, that lie below the largest of `totals`."""
    total = _largest(totals, changed)
    if total is None:
        return {}
    of = outer([s.bounds for s in total])
    below = (s for s in said if _free(s, changed) and s not in total and _below(s.bounds, of))
    return {s.id: replace(s, whole=False, population=nation(s.figure) or part_name(s.figure), parent=total[0].id) for s in below}


def _free(s: Standing, changed: Mapping[str, Standing]) -> bool:
    """Whether nothing is known yet to make a figure anything but a whole."""
    return s.id not in changed or changed[s.id].whole


def _largest(said: Sequence[Standing], changed: Mapping[str, Standing]) -> Total | None:
    """Return the largest whole of some figures."""
    left = [s for s in said if _free(s, changed)]
    return [max(left, key=lambda s: (s.bounds.bottom, s.bounds.top or 0, -s.figure.claim.start))] if left else None


def _below(some: Bounds, total: Bounds) -> bool:
    """Whether a count lies below a total, or says no more than "some of them" beside it."""
    return total.bottom > some.bottom == 1 if some.high is None else some.high < total.bottom


def _singled_out(s: Standing) -> bool:
    """Whether a figure is of a lone person told without a number ("a guard"), or of people told to have died "also"."""
    claim = s.figure.claim
    return s.bounds.bottom > 0 and ((s.bounds.high == 1 and not claim.explicit) or ALSO.search(claim.sentence) is not None)


def _sums(account: list[Standing]) -> list[Total]:
    """Return runs of figures of one sentence that count different people: "two soldiers and a civilian were killed".

    A headline that a later sentence tells once more is no sentence of its own; where one speaker says both, its figure stands
    for the later one, which repeats it.
    """
    told: dict[int, list[Standing]] = defaultdict(list)
    for s in account:
        told[s.figure.claim.sentence_start].append(s)
    sentences = [said for said in told.values() if not all(any(_repeats(o, s) for o in account) for s in said)]
    if len(sentences) != 1 or len(sentences[0]) < 2:
        return []
    kinds = [_kind(s) for s in sentences[0]]
    if "part" in kinds or len(set(kinds)) < len(kinds):
        return []
    return [[next((o for o in account if _repeats(s, o)), s) for s in sentences[0]]]


def _kind(s: Standing) -> str:
    """Return what people of a sum are: by their side in a fight, where they have one, and else by the name of their part."""
    name = part_name(s.figure)
    return side_of(s.figure.claim) or name if name == "combatant" else name


def _repeats(later: Standing, earlier: Standing) -> bool:
    """Whether a later sentence gives an earlier one's number of the same people."""
    return later.figure.claim.sentence_start > earlier.figure.claim.sentence_start and _same(later, earlier)


def _same(a: Standing, b: Standing) -> bool:
    """Whether two figures of one document give one number of people of one kind."""
    return a.bounds == b.bounds and part_name(a.figure) == part_name(b.figure)


def _echoes(said: Sequence[Standing], changed: Mapping[str, Standing]) -> dict[str, Standing]:
    """Return the figures that repeat a part of a sum, as that part: a headline's "11 civilians dead"."""
    parts = [s for s in changed.values() if s.sum]
    again = ((s, next((p for p in parts if _same(s, p)), None)) for s in said if s.id not in changed)
    return {s.id: replace(s, whole=False, population=part.population) for s, part in again if part is not None}


def _on_top(said: Sequence[Standing], changed: Mapping[str, Standing]) -> dict[str, Standing]:
    """Return those who come on top of the text's toll, and that toll with them."""
    sums = {s.sum: [o for o in said if o.id in s.sum] for s in (changed[s.id] for s in said if s.id in changed) if s.sum}
    wholes = [[s] for s in said if s.id not in changed]
    totals = [*wholes, *sums.values()]
    if not totals:
        return {}
    total = max(totals, key=lambda t: (outer([s.bounds for s in t]).bottom, -t[0].figure.claim.start))
    toll = outer([s.bounds for s in total])
    apart = [s for (s,) in wholes if [s] != total and _below(s.bounds, toll) and _comes_on_top(said, total, s)]
    if not apart:
        return {}
    found = {s.id: replace(s, whole=False, population=nation(s.figure) or part_name(s.figure), onto=total[0].id) for s in apart}
    base = changed.get(total[0].id, total[0])
    return found | {base.id: replace(base, besides=tuple(found.values()))}


def _comes_on_top(said: Sequence[Standing], total: Total, s: Standing) -> bool:
    """Whether a figure is of people who are none of the total told before them, nor counted in a total of both."""
    if s.figure.claim.start < total[-1].figure.claim.start or s.bounds.high is None:
        return False
    figures = [o.figure for o in said]
    of, count = (_count(said, some) for some in (total, [s]))
    rest = [_count(said, [o]) for o in said if o not in total and o is not s]
    less = of.size - count.size
    if any(o.size == less for o in rest):
        return False  # "nine were shot ... the gunman also died ... ten died in all"
    if _lost(s) and s.speaker == total[0].speaker and not any(_lost(o) for o in total):
        return True
    if not attacks(s.figure.claim):
        return met_it_too([o.figure.claim for o in total], [s.figure.claim])
    others = all(told and ANYBODY.isdisjoint(told) for told in (o.figure.claim.victims.groups for o in total))
    return not within(figures, of, [count], rest) and (others or dies_apart(figures, of, count))


def _lost(s: Standing) -> bool:
    """Whether a figure is of its speaker's own dead: "the group said it lost 12 fighters"."""
    claim = s.figure.claim
    return cue("lost").search(claim.sentence[: max(0, claim.start - claim.sentence_start)][-12:]) is not None


def _count(said: Sequence[Standing], some: Total) -> Count:
    counts = [count_of(s.figure, n) for n, s in enumerate(said) if s in some]
    return counts[0] if len(counts) == 1 else added(counts, "sum_of_parts")
