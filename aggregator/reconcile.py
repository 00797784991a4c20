"""One event's figures to its relations, ranges and opening sentence.

Background figures (another happening, told for comparison) stay with the event and enter no relation and no range, unless
nothing else was said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from aggregator.aims import aims, denied
from aggregator.best import check
from aggregator.core.flags import REJECTED
from aggregator.core.model import BestRule, Event, Figure, Precision, Relation, RelationType
from aggregator.explain import headline
from aggregator.grades import by_grade
from aggregator.happenings import background
from aggregator.intervals import overlap
from aggregator.pairs import Frame, policy
from aggregator.ranges import CONFLICTS, estimates, fallen
from aggregator.relations import copy_of, relate
from aggregator.renewed import renewed
from aggregator.standing import Standing
from aggregator.wholes import stand

A_DAY = frozenset({Precision.DAY, Precision.MINUTE})


def reconcile(event: Event, best_rule: str = BestRule.GTD) -> Event:
    """Return the event with `relations`, `estimates` and `sentence`; `figures` and `id` stay as they were.

    `best_rule` is gtd, latest, median, lowest or highest (UnknownName for another). The order of the figures does not matter.
    """
    rule = check(best_rule)
    told = [f for f in event.figures if not background(f)] or [f for f in event.figures if REJECTED not in f.flags]
    standing = by_grade(stand(told))
    relations = still_standing(standing, relations_of(standing, _frame(event, standing)))
    found = estimates(standing, relations, rule)
    latest = max((s.when for s in standing if s.when and not s.bounds.empty), default=None)
    sentence = headline(found, standing, _day_told(latest, event.first_day), event.first_day, event.cause)
    return replace(event, estimates=found, relations=relations, sentence=sentence)


def _day_told(latest: datetime | None, began: date | None) -> datetime | None:
    """Return the moment that an event's sentence names: the day of those who tell it where in UTC it is still the one before."""
    if latest is None or began is None or (began - latest.date()).days != 1:
        return latest
    return datetime.combine(began, time(), tzinfo=UTC)


def still_standing(standing: Sequence[Standing], relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Return the relations without conflicts that are over: a side was taken back, or the newer words agree or conflict instead.

    A conflict whose newer figures are merely told at other times stays: nothing has settled it.
    """
    found = tuple(relations)
    by_id = {s.id: s for s in standing}
    newer = {r.b: r.a for r in found if r.type in (RelationType.SUPERSEDES, RelationType.REVISED_DOWN)}
    gone = {id for id, why in fallen(found).items() if why is RelationType.RETRACTS}
    opposed = {frozenset((r.a, r.b)) for r in found if r.type in CONFLICTS}

    def over(r: Relation) -> bool:
        a, b = _newest(r.a, newer), _newest(r.b, newer)
        if not gone.isdisjoint((r.a, r.b, a, b)):
            return True
        if r.type is RelationType.DIFFERENT:
            return False
        return (a, b) != (r.a, r.b) and (frozenset((a, b)) in opposed or overlap(by_id[a].bounds, by_id[b].bounds))

    return tuple(r for r in found if r.type not in (*CONFLICTS, RelationType.DIFFERENT) or not over(r))


def _newest(id: str, newer: Mapping[str, str]) -> str:
    """Return the claim that replaced this one last."""
    seen = {id}
    while (after := newer.get(id)) is not None and after not in seen:
        seen.add(after)
        id = after
    return id


def _frame(event: Event, standing: Sequence[Standing]) -> Frame:
    """Return when the event began: the day most figures tell, else the event's own first day, else the first word of it."""
    told = [s.figure.window.start for s in standing if s.figure.window.precision in A_DAY and s.figure.window.start]
    day = max(sorted(set(told)), key=told.count) if told else None
    first = min((s.when for s in standing if s.when), default=None)
    if day is None and first is not None:
        return Frame(first)
    day = day or event.first_day
    return Frame(datetime(day.year, day.month, day.day, tzinfo=UTC)) if day else Frame()


def relations_of(standing: Sequence[Standing], frame: Frame) -> Iterator[Relation]:
    """Yield the relations of an event: each copy to its original, each revision to what it replaced, and every pair that
    stood at the same time. What was replaced before the other figure was said is not set against it.
    """
    kept, copies = _without_copies(standing, frame)
    yield from copies
    aimed = aims(standing, copies)
    by_number = renewed(standing)
    several = frozenset(s.outcome for s in standing if s.whole and not s.doubt and s.bounds.bottom > 1)
    frame = replace(frame, aims=aimed, denied=denied(aimed, standing), renewed=by_number, several=several)
    replaced: dict[str, Standing] = {}
    for chain in _chains(kept):
        for before, after in _steps(chain):
            found = relate(before, after, frame)
            yield from found
            if any(r.type in (RelationType.SUPERSEDES, RelationType.REVISED_DOWN) and r.a == after.id for r in found):
                replaced[before.id] = after
    replaced |= {old: s for s in kept for old in by_number.get(s.id, ())}
    replaced |= {told.id: s for s in kept if s.doubt for told in kept if _takes_back(s, told, frame)}
    chained = {frozenset((a.id, b.id)) for chain in _chains(kept) for a in chain for b in chain}
    for a, b in pairs(kept, replaced):
        if frozenset((a.id, b.id)) not in chained:
            yield from relate(a, b, frame)


def _takes_back(doubter: Standing, told: Standing, frame: Frame) -> bool:
    return any(r.type is RelationType.RETRACTS and r.a == doubter.id for r in relate(doubter, told, frame))


def _without_copies(standing: Sequence[Standing], frame: Frame) -> tuple[list[Standing], list[Relation]]:
    """Return the statements that say something new, each until its speaker last repeated it, and why the others are copies."""
    kept, copies = list[Standing](), list[Relation]()
    place: dict[str, int] = {}
    gave: dict[tuple[object, ...], list[int]] = defaultdict(list)  # of each value, where in `kept` those are that gave it
    for s in standing:
        before = sorted({n for value in _values(s) for n in gave[value]}) if not s.doubt else ()
        original = next((found for n in before if (found := copy_of(s, kept[n], frame))), None)
        if original is None:
            place[s.id] = len(kept)
            for value in _values(s):
                gave[value].append(len(kept))
            kept.append(s)
            continue
        copies.append(original)
        n = place[original.b]
        if kept[n].speaker == s.speaker:
            kept[n] = replace(kept[n], until=s.when)
    return kept, copies


def _values(s: Standing) -> list[tuple[object, ...]]:
    """Return what `same_value` looks at: two statements that share none of these give two values."""
    claim = s.figure.claim
    return [(s.outcome, s.bounds), (s.outcome, claim.stated_low, claim.stated_high)]


def _chains(kept: Sequence[Standing]) -> list[list[Standing]]:
    """Return each speaker's statements on one count in the order in which they were said."""
    chains: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
    for s in kept:
        if not s.doubt and not s.bounds.empty and s.whole:
            chains[(s.speaker, s.outcome, s.basis, s.bounds.unit)].append(s)
    return [chain for chain in chains.values() if len(chain) > 1]


def _steps(chain: Sequence[Standing]) -> Iterator[tuple[Standing, Standing]]:
    """Yield each statement of a chain with the first one of the next moment, and those of one moment with one another."""
    for n, before in enumerate(chain):
        for after in chain[n + 1 :]:
            yield before, after
            if after.when != before.when:
                break


def pairs(kept: Sequence[Standing], replaced: dict[str, Standing]) -> Iterator[tuple[Standing, Standing]]:
    """Yield the pairs worth comparing. In a very large event only what still stands is compared."""
    limit = policy()["most_figures"]
    standing = [s for s in kept if s.id not in replaced] if len(kept) > limit else list(kept)
    standing = standing[-limit:] if len(standing) > limit else standing
    for i, earlier in enumerate(standing):
        after = replaced.get(earlier.id)
        for later in standing[i + 1 :]:
            if after is not None and after.order <= later.order and later.id != after.id and later.outcome == earlier.outcome:
                continue
            yield earlier, later


def order(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return figures in the order every event keeps them: by document, then by place in the text."""
    return tuple(sorted(figures, key=lambda f: (f.claim.document, f.claim.start, f.claim.end, f.claim.id)))
