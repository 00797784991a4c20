"""Decisions replayed: corrected figures before grouping, documents that belong together or apart while grouping."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from aggregator.core.decisions import NUMBERS, OF_CLAIMS, Action, Decision, best_within, correction
from aggregator.core.flags import ACCEPTED, CORRECTED, REJECTED
from aggregator.core.model import Figure


def replayed(figures: Sequence[Figure], decisions: Iterable[Decision]) -> tuple[Figure, ...]:
    """Return figures as people decided they are, in the same order; the last decision on a field counts.

    Corrected numbers are of people. A rejected figure stays, flagged, out of every range. The figures given are not changed:
    they are the machine's result.
    """
    of_claim: dict[str, list[Decision]] = defaultdict(list)
    for decision in sorted(decisions, key=lambda d: d.id):
        if decision.action in OF_CLAIMS:
            of_claim[decision.target].append(decision)
    return tuple(_decided(f, of_claim[f.claim.id]) if f.claim.id in of_claim else f for f in figures)


def _decided(figure: Figure, decisions: Sequence[Decision]) -> Figure:
    for decision in decisions:
        match decision.action:
            case Action.CORRECT:
                figure = _corrected(figure, decision.field or "", decision.value or "")
            case Action.REJECT:
                figure = _flagged(figure, REJECTED, ACCEPTED)
            case _:
                figure = _flagged(figure, ACCEPTED, REJECTED)
    fields = {decision.field for decision in decisions if decision.action is Action.CORRECT}
    if fields & {"low", "high"} and "best" not in fields:
        claim = figure.claim
        figure = replace(figure, claim=replace(claim, best=best_within(claim.low, claim.high, claim.best)))
    return figure


def _flagged(figure: Figure, flag: str, other: str | None = None) -> Figure:
    kept = tuple(each for each in figure.flags if each not in (flag, other))
    return replace(figure, flags=(*kept, flag))


def _corrected(figure: Figure, field: str, value: str) -> Figure:
    new = correction(field, value)
    figure = _flagged(figure, CORRECTED)
    if field == "population":
        return replace(figure, population=str(new))
    if field == "claimant":
        return replace(figure, claimant=str(new).casefold(), claimant_name=str(new))
    changed: dict[str, Any] = {field: new}
    claim = replace(figure.claim, **changed)
    if field not in NUMBERS:
        return replace(figure, claim=claim)
    return replace(figure, claim=claim, people_low=claim.low, people_high=claim.high)


def linked(decisions: Iterable[Decision]) -> list[frozenset[str]]:
    """Return the sets of documents that people put together."""
    return [frozenset(d.documents) for d in decisions if d.action is Action.MERGE]


def parted(decisions: Iterable[Decision]) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return the pairs of sets of documents that people keep apart."""
    return [(frozenset(d.documents), frozenset(d.others)) for d in decisions if d.action is Action.SPLIT]
