"""What the rules of `relations` ask of two figures of one event, and the relation that they make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aggregator.core import vocab
from aggregator.core.model import Basis, Outcome, Relation, RelationType
from aggregator.explain import sentence
from aggregator.intervals import overlap, ratio
from aggregator.standing import Standing

PARTIAL = frozenset({Basis.INCREMENT, Basis.RATE, Basis.STOCK})  # counts of a part, never compared with a total


@dataclass(frozen=True, slots=True)
class Frame:
    """What a pair cannot know by itself: when the event began, which claims each doubt speaks of, which somebody denies.

    `several` are the outcomes of which somebody counts more than one person.
    """

    began: datetime | None = None
    aims: Mapping[str, frozenset[str]] | None = None
    denied: frozenset[str] = frozenset()
    renewed: Mapping[str, frozenset[str]] | None = None
    several: frozenset[Outcome] = frozenset()


def policy() -> dict[str, Any]:
    """Return the numbers of `vocab/reconcile.toml` that the rules use."""
    return dict(vocab.read("reconcile")["relations"])


def relation(kind: RelationType, a: Standing, b: Standing, rule: str, **more: Any) -> list[Relation]:
    """Return "a `kind` b", told by this rule, with its sentence."""
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


def printed(s: Standing) -> tuple[float, tuple[object, ...]]:
    """Sorts by publication, for what tells of no moment that it counts to: a bare denial, "the toll of Thursday's strikes"."""
    published = s.figure.published
    return (published.timestamp() if published else 0.0, s.order)


def same_value(a: Standing, b: Standing) -> bool:
    """Whether two figures give one number: the same bounds, or one stated number, its bounds met or left out."""
    if a.bounds == b.bounds:
        return True
    x, y = a.figure.claim, b.figure.claim
    if a.bounds.unit != b.bounds.unit or x.stated_low is None or x.stated_low != x.stated_high:
        return False
    short = (a.short or b.short) and (x.document, a.speaker) == (y.document, b.speaker)
    return (x.stated_low, x.stated_high) == (y.stated_low, y.stated_high) and (short or overlap(a.bounds, b.bounds))


def conflict(higher: Standing, lower: Standing, rule: str) -> list[Relation]:
    """Return the conflict of two figures, with its size."""
    gap = ratio(lower.bounds, higher.bounds)
    size = next((s["name"] for s in vocab.read("reconcile")["sizes"] if gap is not None and gap < s["under"]), "extreme")
    return relation(RelationType.CONFLICT, higher, lower, rule, gap=gap, size=size)
