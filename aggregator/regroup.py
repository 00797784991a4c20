"""Brings the stored events up to date with the documents that came or went.

Only what these touch is grouped anew: the documents that share a telling key with them (`events.blocks`), and all documents of
the events those are in. A small store, a bulk of new documents, or `full` is grouped as a whole, which is the batch result by
definition; the scheduler does that once a day, because the weights of words drift as a store grows. An event that comes out as
it stood is not touched.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from aggregator.core.model import Document, Event, Figure
from db import documents, events
from db.store import Store

if TYPE_CHECKING:
    from aggregator.profile import Profile

SMALL = 500
BULK = 0.3
TRIES = 3
CACHED = 4096
Said = tuple[Document, tuple[Figure, ...]]


def regroup(store: Store, *, stop: threading.Event | None = None, full: bool = False, anew: bool = False) -> int:
    """Regroup and reconcile what is pending, in one transaction; return how many documents that was.

    With `full`, everything is grouped; with `anew`, every event is reconciled too, also where its claims are the same (other
    rules reconcile them now). The work is done beside the writers and thrown away when one of them was quicker; the third time
    it holds them up instead.
    """
    for turn in range(TRIES):
        if stop is not None and stop.is_set():
            return 0
        revision, batch = store.revision(), events.pending(store)
        if not batch and not full:
            return 0
        if turn < TRIES - 1:
            old, new = _grouped(store, batch, full=full, anew=anew)
        with store.writing() as at:
            if turn == TRIES - 1:
                batch = events.pending(store)
                old, new = _grouped(store, batch, full=full, anew=anew)
            elif store.revision() != revision:
                continue
            for identity, keys in _keys(store, batch).items():
                events.set_keys(store, identity, keys)
            events.replace(store, old, [(event, title_of(event)) for event in new], at)
            events.done(store, batch)
        return len(batch)
    return 0


def _grouped(store: Store, batch: Sequence[str], *, full: bool, anew: bool) -> tuple[list[str], list[Event]]:
    """The stored events that no longer are as they stand, and the reconciled ones to put in their place."""
    from aggregator.events import event_of
    from aggregator.grouper import Grouper
    from aggregator.reconcile import reconcile

    scope = None if full else _scope(store, batch)
    standing = documents.standing(store) if scope is None else sorted(scope)
    grouper = Grouper()
    for document, figures in documents.load(store, standing):
        for report in _reports(document, figures) if figures else ():
            grouper.add(report)
    found = {}
    for event in map(event_of, grouper.groups()):
        if event.figures:
            found[frozenset(figure.claim.id for figure in event.figures), frozenset(event.documents)] = event
    held = events.memberships(store, scope)
    same = set() if anew else {event for event, members in held.items() if members in found}
    kept = {held[event] for event in same}
    old = [event for event in held if event not in same]
    return old, [reconcile(event) for members, event in found.items() if members not in kept]


def _scope(store: Store, batch: Sequence[str]) -> set[str] | None:
    """The documents to group anew with these, or None for all."""
    from aggregator.profile import rules

    total = documents.total(store)
    if total <= SMALL or len(batch) > total * BULK:
        return None
    near = set(batch)
    for identity, keys in _keys(store, batch).items():
        near |= events.near(store, identity, keys, rare=int(rules("wording")["rare"]))
    return events.companions(store, near)


def _keys(store: Store, batch: Sequence[str]) -> dict[str, frozenset[str]]:
    """The keys under which each of these documents may meet others; none for a retired one."""
    from aggregator.grouper import meeting_keys

    found: dict[str, frozenset[str]] = dict.fromkeys(batch, frozenset())
    for document, figures in documents.load(store, batch):
        told = _reports(document, figures) if figures else ()
        found[document.id] = frozenset(key for report in told for key in (*report.keys, *meeting_keys(report)))
    return found


@lru_cache(maxsize=CACHED)
def _reports(document: Document, figures: tuple[Figure, ...]) -> tuple[Profile, ...]:
    """The reports a document holds: the costly part of grouping, kept for the next round."""
    from aggregator.events import reports

    return tuple(reports(document, figures))


def title_of(event: Event) -> str:
    """Return a name for an event from what is known of it: "Airstrike, Harmon (XKX), 14 May 2030"; never a headline of others."""
    cause = (event.cause or "").replace("_", " ").capitalize()
    where = event.place.name or event.place.text or ""
    if event.place.country and where != event.place.country:
        where = f"{where} ({event.place.country})" if where else event.place.country
    when = ""
    if event.first_day:
        when = f"{event.first_day.day} {event.first_day:%B %Y}"
        if event.last_day and event.last_day != event.first_day:
            when += f" to {event.last_day.day} {event.last_day:%B %Y}"
    return ", ".join(part for part in (cause, where, when) if part) or "An event of unknown place and day"
