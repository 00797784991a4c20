"""Brings the stored events up to date with the documents that came or went: only the events these touch are grouped anew."""

from __future__ import annotations

import threading

from aggregator.core.model import Event
from db import documents, events
from db.store import Store


def regroup(store: Store, *, stop: threading.Event | None = None, run: int | None = None) -> int:
    """Regroup and reconcile what is pending in one transaction; return how many documents that was."""
    if not events.pending(store, 1) or (stop is not None and stop.is_set()):
        return 0
    with store.writing() as at:
        batch = events.pending(store)
        _regroup(store, at, run)
        events.done(store, batch)
    return len(batch)


def _regroup(store: Store, at: str, run: int | None) -> None:
    from aggregator.events import group
    from aggregator.reconcile import reconcile

    old, standing = events.everything(store)
    said = documents.load(store, standing)
    new = [reconcile(event) for event in group([each for each in said if each[1]])]
    events.replace(store, old, [(event, title_of(event)) for event in new], at, run)


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
