"""What one text's figures make of one another: parts of a sum, a total and its parts, people who come on top of a total.

Whoever tells it: "14 inmates were killed, the prison service said. A guard was also killed, the police said" counts 14 and one
beside them, and never a toll of 1.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from aggregator.attackers import ANYBODY, dies_apart, within
from aggregator.core.model import Basis, Claim, Stance
from aggregator.counted import count_of
from aggregator.counts import Count, added, cue
from aggregator.intervals import Bounds, outer
from aggregator.renewed import at_first, corrects
from aggregator.sides import ALSO, met_it_too, side_of
from aggregator.standing import Standing, goes_on, nation, part_name
from aggregator.wounded import OWN_END, attacks

Total = list[Standing]  # one figure, or the parts of one sum


def within_text(standing: list[Standing]) -> list[Standing]:
    """Sort out several wholes of one document: parts of a sum, who comes on top of a total, and what is a part of it.

    One speaker's lesser counts are parts of their total; what a text counts in its own voice below the toll it attributes to
    somebody is a part of that toll too, and so is a lone person, whoever tells of them. A correction is no part.
    """
    accounts: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
    told: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
    over = {s.id for s in standing if at_first(s.figure.claim)} | _taken_back(standing)
    for s in sorted(standing, key=lambda s: s.figure.claim.start):
        if s.id in over or s.doubt or s.bounds.empty or corrects(s):
            continue
        if s.whole and s.basis is Basis.INCIDENT:
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


def _taken_back(standing: Sequence[Standing]) -> set[str]:
    """Return the counts that their own text takes back behind them, and which so have no parts: "ten died ... That was wrong"."""
    back = [s for s in standing if s.figure.claim.stance is Stance.RETRACTS and s.bounds.empty]
    return {
        s.id
        for b in back
        for s in standing
        if s.id != b.id and s.outcome == b.outcome and _before(s.figure.claim, b.figure.claim)
    }


def _before(claim: Claim, other: Claim) -> bool:
    return claim.document == other.document and claim.start < other.start


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
    parent = total[0].id if len(total) == 1 else None
    return {s.id: replace(s, whole=False, population=_part_of(s, total), parent=parent) for s in below}


def _part_of(s: Standing, total: Total) -> str:
    """Return what to call a part of a total; one of those whom a sum counts more of by that name is no count of them all."""
    name = nation(s.figure) or part_name(s.figure)
    return "part" if len(total) > 1 and any(part_name(o.figure) == name and _below(s.bounds, o.bounds) for o in total) else name


def _free(s: Standing, changed: Mapping[str, Standing]) -> bool:
    """Whether nothing is known yet to make a figure anything but a whole."""
    return s.id not in changed or changed[s.id].whole


def _largest(said: Sequence[Standing], changed: Mapping[str, Standing]) -> Total | None:
    """Return the largest whole of some figures, or sum of them."""
    sums = dict.fromkeys(changed[s.id].sum for s in said if s.id in changed and changed[s.id].sum)
    left = [[s] for s in said if _free(s, changed)] + [[s for s in said if s.id in ids] for ids in sums]
    return max(left, key=_size, default=None)


def _size(total: Total) -> tuple[int, int, int]:
    of = outer([s.bounds for s in total])
    return of.bottom, of.top or 0, -total[0].figure.claim.start


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
        if s.figure.claim.rule not in OWN_END or s.bounds.high != 1:  # whoever killed these and then himself is none of them
            told[s.figure.claim.sentence_start].append(s)
    sentences = [said for said in told.values() if not all(any(_repeats(o, s) for o in account) for s in said)]
    if len(sentences) != 1 or len(sentences[0]) < 2:
        return []
    kinds = [_kind(s) for s in sentences[0]]
    if ("part" in kinds or len(set(kinds)) < len(kinds)) and not _joined(sentences[0]):
        return []
    return [[next((o for o in account if _repeats(s, o)), s) for s in sentences[0]]]


def _joined(said: Sequence[Standing]) -> bool:
    """Whether "and" joins people of several nouns under one verb: "nine inmates and two guards were killed".

    A noun for everybody holds the others: "98 people and six crew".
    """
    claims = [s.figure.claim for s in sorted(said, key=lambda s: s.figure.claim.start)]
    nouns = [(claim.victims.text or "").casefold() for claim in claims]
    if (
        len(set(nouns)) < len(nouns)
        or any(cue("general").search(noun) for noun in nouns)
        or any(s.bounds.high == 0 for s in said)
    ):
        return False
    return len({claim.rule for claim in claims}) == 1 and all(goes_on(a, b) for a, b in pairwise(claims))


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
    names = {s.id: "part" if s.figure.claim.rule in OWN_END else nation(s.figure) or part_name(s.figure) for s in apart}
    found = {s.id: replace(s, whole=False, population=names[s.id], onto=total[0].id) for s in apart}
    base = changed.get(total[0].id, total[0])
    return found | {base.id: replace(base, besides=tuple(found.values()))}


def _comes_on_top(said: Sequence[Standing], total: Total, s: Standing) -> bool:
    """Whether a figure is of people who are none of the total told before them, nor counted in a total of both."""
    own_end = s.figure.claim.rule in OWN_END and s.bounds.high == 1  # "a man shot six pupils and then took his own life"
    beside = own_end and s.figure.claim.sentence_start == total[0].figure.claim.sentence_start
    if s.bounds.high is None or (s.figure.claim.start < total[-1].figure.claim.start and not beside):
        return False
    figures = [o.figure for o in said]
    of, count = (_count(said, some) for some in (total, [s]))
    rest = [_count(said, [o]) for o in said if o not in total and o is not s]
    less = of.size - count.size
    if any(o.size == less for o in rest):
        return False  # "nine were shot ... the gunman also died ... ten died in all"
    if _lost(s) and s.speaker == total[0].speaker and not any(_lost(o) for o in total):
        return True
    if not (beside or attacks(s.figure.claim)):
        return met_it_too([o.figure.claim for o in total], [s.figure.claim])
    others = all(told and ANYBODY.isdisjoint(told) for told in (o.figure.claim.victims.groups for o in total))
    return not within(figures, of, [count], rest) and (others or dies_apart(figures, of, count))


def _lost(s: Standing) -> bool:
    """Whether a figure is of its speaker's own dead: "the group said it lost 12 fighters"."""
    claim = s.figure.claim
    return cue("lost").search(claim.before[-12:]) is not None


def _count(said: Sequence[Standing], some: Total) -> Count:
    counts = [count_of(s.figure, n) for n, s in enumerate(said) if s in some]
    return counts[0] if len(counts) == 1 else added(counts, "sum_of_parts")
