"""Brings the stored events up to date with the documents that came or went.

Only what these touch is grouped anew: the documents that share a telling key with them (`db.blocks`), and all documents of
the events those are in. A small store, a bulk of new documents, or `full` is grouped as a whole, which is the batch result by
definition; the scheduler does that once a day, because the weights of words drift as a store grows. An event that comes out as
it stood is not touched.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from aggregator.core.model import Document, Event, Figure
from aggregator.core.vocab import read
from db import blocks, decisions, documents, events
from db.store import Store

if TYPE_CHECKING:
    from aggregator.profile import Profile

SMALL = 500
BULK = 0.3
TRIES = 3
CACHED = 4096
STEP = 200


def regroup(
    store: Store, *, stop: threading.Event | None = None, full: bool = False, anew: bool = False, small: int = SMALL
) -> int:
    """Regroup and reconcile what is pending, in one transaction; return how many documents that was.

    With `full`, or up to `small` documents, everything is grouped; with `anew`, every event is reconciled too, also where its
    claims are the same (other rules reconcile them now). The work is done beside the writers, and done again when one of them
    was quicker; what is still pending after three times is left for the next round.
    """
    for _ in range(TRIES):
        batch = events.pending(store)
        if (not batch and not full) or (stop is not None and stop.is_set()):
            return 0
        _set_keys(store, batch)
        seen, still = _seen(store), events.pending(store)
        scope = None if full else _scope(store, still, small)
        old, new, crowds = _grouped(store, still, scope, anew=anew)
        with store.writing() as at:
            if _seen(store) == seen:
                events.replace(store, old, [(event, title_of(event)) for event in new], at)
                blocks.set_crowds(store, crowds, scope)
                events.done(store, still)
                return len(still)
    return 0


def _seen(store: Store) -> tuple[int, int]:
    """What a regrouping rests on: the last change and the last decision, which changes no data before it is replayed."""
    return store.revision(), decisions.last(store)


def _grouped(
    store: Store, batch: Sequence[str], scope: set[str] | None, *, anew: bool
) -> tuple[list[str], list[Event], list[tuple[str, str, int]]]:
    """The stored events that no longer are as they stand, the reconciled ones to put in their place, and the crowds.

    `scope` are the documents to group anew, None for all; a crowd is a key, the first document of the happening and its week.
    """
    from aggregator.decided import linked, parted, replayed
    from aggregator.events import event_of
    from aggregator.evidence import seen
    from aggregator.grouper import Grouper
    from aggregator.joining import Decided
    from aggregator.reconcile import reconcile

    decided = decisions.standing(store)
    standing = documents.standing(store) if scope is None else sorted(scope)
    loaded = documents.load(store, standing)
    reports = [report for document, figures in loaded for report in _reports(document, replayed(figures, decided))]
    keys = set() if scope is None else {key for report in reports for key in keys_of(report)}
    known = {key: seen(key, weeks) for key, weeks in blocks.key_counts(store, keys).items()}
    grouper = Grouper(known, Decided(tuple(linked(decided)), tuple(parted(decided))))
    for report in reports:
        grouper.add(report)
    found = {}
    for event in map(event_of, grouper.groups()):
        if event.figures:
            found[frozenset(figure.claim.id for figure in event.figures), frozenset(event.documents)] = event
    held = events.memberships(store, scope)
    ruled = decisions.documents_of(store) & set(batch)  # people decided something here: the same claims may read otherwise
    touched = {event for event, members in held.items() if members[1] & ruled} | events.unruled(store, held)
    same = set() if anew else {event for event, members in held.items() if members in found} - touched
    kept = {held[event] for event in same}
    old = [event for event in held if event not in same]
    crowds = [(key, document, day // 7) for key, document, day in grouper.crowds]
    return old, [reconcile(event) for members, event in found.items() if members not in kept], crowds


def _scope(store: Store, batch: Sequence[str], small: int) -> set[str] | None:
    """The documents to group anew with these, or None for all."""
    from aggregator.profile import rules

    total = documents.total(store)
    if total <= small or len(batch) > max(1, total * BULK):
        return None
    rare = int(rules("wording")["rare"])
    near = {met for identity in batch for met in blocks.near(store, identity, rare=rare)}
    return blocks.companions(store, near)


def _set_keys(store: Store, batch: Sequence[str]) -> None:
    """Note under which keys these documents may meet others; a retired one under none."""
    from aggregator.evidence import week

    told = {document.id: _reports(document, figures) for document, figures in documents.load(store, batch)}
    for start in range(0, len(batch), STEP):
        with store.writing():
            for identity in batch[start : start + STEP]:
                reports = told.get(identity, ())
                keys = Counter(key for report in reports for key in keys_of(report))
                blocks.set_keys(store, identity, keys, week=week(reports[0]) if reports else 0)


def keys_of(report: Profile) -> set[str]:
    """Return the keys by which a report meets others, and those whose number in the store weighs what it tells."""
    from aggregator.grouper import meeting_keys
    from aggregator.profile import country_key, place_key

    return {*report.keys, *meeting_keys(report), place_key(report.place), country_key(report.place)} - {""}


@lru_cache(maxsize=CACHED)
def _reports(document: Document, figures: tuple[Figure, ...]) -> tuple[Profile, ...]:
    """The reports a document holds: the costly part of grouping, kept for the next round."""
    from aggregator.events import reports

    return tuple(reports(document, figures)) if figures else ()


def span_of(first: date, last: date) -> str:
    """Return "14 May 2030", "14 to 16 May 2030" or, over the end of a month, "29 May to 3 June 2030"."""
    until = f"{last.day} {last:%B %Y}"
    if first == last:
        return until
    month = "" if (first.year, first.month) == (last.year, last.month) else f" {first:%B}"
    return f"{first.day}{month}{'' if first.year == last.year else f' {first.year}'} to {until}"


def title_of(event: Event) -> str:
    """Return a name for an event from what is known of it: "Airstrike, Harmon (XKX), 14 May 2030"; never a headline of others."""
    cause = read("causes")["titles"].get(event.cause) or (event.cause or "").replace("_", " ").capitalize()
    where = event.place.name or event.place.text or ""
    if event.place.country and where != event.place.country:
        where = f"{where} ({event.place.country})" if where else event.place.country
    when = ""
    if event.first_day:
        when = "reported " if event.days_basis == "published" else ""
        when += span_of(event.first_day, event.last_day or event.first_day)
    return ", ".join(part for part in (cause, where, when) if part) or "An event of unknown place and day"
