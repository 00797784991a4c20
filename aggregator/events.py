"""Figures to events: which reports speak of the same happening.

`group` is the batch: documents with their figures in, events out. An event's id is the content hash of its earliest report, so
that a batch gives the same ids in every run; the store mints its own once and keeps them. Every document and every figure is in
at least one event, also a document of which nothing else was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from aggregator.core.model import Document, Event, Figure, Place, content_id
from aggregator.grouper import Grouper, meeting_keys
from aggregator.happenings import background, elsewhere, happenings, strangers
from aggregator.profile import POINT, Profile, profile


def group(said: Sequence[tuple[Document, tuple[Figure, ...]]]) -> list[Event]:
    """Return the events of these documents, without estimates, by first day, then id; those only told in passing come last.

    The order of `said` does not matter. Background figures stay with their document's event. Documents of one id count once.
    """
    grouper = Grouper()
    for document, figures in said:
        for report in reports(document, figures):
            grouper.add(report)
    found = [(all("#" in p.unit for p in members), event_of(members)) for members in grouper.groups()]
    return [event for _, event in sorted(found, key=lambda each: (each[0], each[1].first_day or date.max, each[1].id))]


def reports(document: Document, figures: Sequence[Figure]) -> list[Profile]:
    """Return the reports a document holds: one for each happening it tells of."""
    told = happenings(document, figures)
    units = [document.id, *(f"{document.id}#{n}" for n in range(1, len(told)))]
    return [profile(unit, document, each.text, each.figures) for unit, each in zip(units, told, strict=True)]


def blocks(document: Document, figures: Sequence[Figure]) -> frozenset[str]:
    """Return the keys under which a document may meet others: two documents that share none are never of one event.

    At most some eighty, chosen by the document alone. A key that more than `rules("wording")["rare"]` documents bear says
    nothing; a store may leave it out when it looks for neighbours.
    """
    return frozenset(key for report in reports(document, figures) for key in (*report.keys, *meeting_keys(report)))


def event_of(members: Sequence[Profile]) -> Event:
    """Return the event of a group of reports."""
    ordered = sorted(members, key=lambda p: p.order)
    figures = sorted(
        {f.claim.id: f for p in ordered for f in p.figures}.values(),
        key=lambda f: (f.claim.document, f.claim.start, f.claim.end, f.claim.id),
    )
    told = [f for p in ordered for f in p.figures if not background(f)]
    other = strangers(told)
    figures = [elsewhere(f) if f.claim.id in other else f for f in figures]
    days = [p.day for p in ordered if p.day]
    causes = [c for p in ordered for c in sorted(p.causes)]
    return Event(
        id=content_id("event", ordered[0].unit),
        documents=tuple(dict.fromkeys(p.document for p in ordered)),
        figures=tuple(figures),
        place=_finest(ordered),
        first_day=_usual(days) or ordered[0].published,
        last_day=max((p.last_day for p in ordered if p.last_day), default=ordered[0].published),
        days_basis="stated" if days else "published",
        cause=max(sorted(set(causes)), key=causes.count, default=None),
    )


def _finest(ordered: Sequence[Profile]) -> Place:
    places = Counter(p.place for p in ordered if p.place.country and (p.place.name or p.place.text))
    return max(places, key=lambda p: (p.precision in POINT, places[p], p.name or ""), default=Place())


def _usual(days: Sequence[date]) -> date | None:
    return max(sorted(set(days)), key=days.count, default=None)
