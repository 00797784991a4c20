"""Brings the stored events up to date with the documents that came or went.

Only what these touch is grouped anew: the documents that share a telling key with them (`db.blocks`), and all documents of
the events those are in. A small store, a bulk of new documents, or `full` is grouped as a whole, which is the batch result by
definition; the scheduler does that once a day, because the weights of words drift as a store grows. An event that comes out as
it stood is not touched.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from aggregator.core.model import Document, Event, Figure
from aggregator.core.vocab import read
from aggregator.logs import tell
from db import aside, blocks, decisions, documents, events
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
    was quicker; what is still pending after three times is left for the next round. A document or event whose grouping raises
    what nobody foresaw is set aside (`db.aside`), and the rest is grouped.
    """
    for _ in range(TRIES):
        if (not events.pending(store) and not full) or (stop is not None and stop.is_set()):
            return 0
        whole = full or documents.total(store) <= small
        _set_keys(store, _waiting(store, whole))
        seen, still = _seen(store), _waiting(store, whole)
        scope = None if whole else _scope(store, still)
        made = _grouped(store, still, scope, anew=anew)
        with store.writing() as at:
            if _seen(store) == seen:
                events.replace(store, made.old, made.new, at)
                blocks.set_crowds(store, made.crowds, scope)
                events.done(store, still)
                _set_aside(store, at, made, set(still), whole=scope is None)
                return len(still)
    return 0


def _seen(store: Store) -> tuple[int, int]:
    """What a regrouping rests on: the last change and the last decision, which changes no data before it is replayed."""
    return store.revision(), decisions.last(store)


def _waiting(store: Store, whole: bool) -> list[str]:
    """The documents to group: those pending, and those set aside that are to be tried again."""
    batch = events.pending(store)
    return [*batch, *sorted(aside.held(store, "document", for_long=not whole).difference(batch))]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grouping:
    """The stored events that no longer are as they stand, the reconciled ones to put in their place with their titles, and the
    crowds (a key, the first document of the happening, its week); what was raised on the way, by document and by event.
    """

    old: list[str]
    new: list[tuple[Event, str]]
    crowds: list[tuple[str, str, int]]
    faults: dict[str, Exception]
    unreconciled: dict[str, Exception]


def _grouped(store: Store, batch: Sequence[str], scope: set[str] | None, *, anew: bool) -> _Grouping:
    """Group what is in `scope`, None for all; what raises is sought among the `batch` first."""
    from aggregator.events import event_of
    from aggregator.sparing import formed, put_back

    late = set(batch)
    told, reports, faults = _told(store, documents.standing(store) if scope is None else sorted(scope), late)
    groups, crowds, failed = _joined(store, reports, whole=scope is None)
    faults |= failed
    held = events.memberships(store, scope)
    put_back(groups, [said for identity, said in told.items() if identity not in reports or identity in failed], held)
    found: dict[events.Members, tuple[Event, list[Profile]]] = {}
    for group in groups:
        event, failed = formed(group, event_of, late)
        faults |= failed
        if event is not None and event.figures:
            found[frozenset(figure.claim.id for figure in event.figures), frozenset(event.documents)] = event, group
    ruled = decisions.documents_of(store) & late  # people decided something here: the same claims may read otherwise
    touched = {event for event, members in held.items() if members[1] & ruled} | events.unruled(store, held)
    if scope is None:
        touched |= aside.held(store, "event")
    same = set() if anew else {event for event, members in held.items() if members in found} - touched
    kept = {held[event] for event in same}
    as_they_were = {members: event for event, members in held.items() if not members[1] & ruled}
    new, unreconciled, failed = _reconciled({each: found[each] for each in found if each not in kept}, as_they_were, late)
    faults |= failed
    same |= unreconciled.keys()
    if faults:  # what was left out alone must not end the event it was in
        placed = {claim for event in same for claim in held[event][0]}
        placed |= {figure.claim.id for event, _ in new for figure in event.figures}
        standing = {figure.claim.id for _, figures in told.values() for figure in figures}
        same |= {event for event, (claims, _) in held.items() if claims <= standing and placed.isdisjoint(claims)}
    old = [event for event in held if event not in same]
    return _Grouping(old=old, new=new, crowds=crowds, faults=faults, unreconciled=unreconciled)


def _told(
    store: Store, standing: Iterable[str], late: Collection[str]
) -> tuple[dict[str, tuple[Document, tuple[Figure, ...]]], dict[str, tuple[Profile, ...]], dict[str, Exception]]:
    """Load these documents, the `late` ones last: with what is decided of their figures, their reports, and what was raised.

    One that is set aside and not to be tried now has no reports.
    """
    from aggregator.decided import replayed
    from aggregator.sparing import NO_DOCUMENTS_FAULT

    told: dict[str, tuple[Document, tuple[Figure, ...]]] = {}
    reports: dict[str, tuple[Profile, ...]] = {}
    faults: dict[str, Exception] = {}
    decided, left = decisions.standing(store), aside.held(store, "document").difference(late)
    for identity in sorted(standing, key=lambda each: each in late):
        try:
            for document, figures in documents.load(store, [identity]):
                told[identity] = document, replayed(figures, decided)
                if identity not in left:
                    reports[identity] = _reports(*told[identity])
        except NO_DOCUMENTS_FAULT:
            raise
        except Exception as error:
            faults[identity] = error
    return told, reports, faults


def _joined(
    store: Store, reports: dict[str, tuple[Profile, ...]], *, whole: bool
) -> tuple[list[list[Profile]], list[tuple[str, str, int]], dict[str, Exception]]:
    """Return the groups of these reports, the crowds among them, and the documents left out because grouping them raised."""
    from aggregator.decided import linked, parted
    from aggregator.evidence import seen
    from aggregator.grouper import Grouper
    from aggregator.joining import Decided
    from aggregator.sparing import spare

    decided = decisions.standing(store)
    people = Decided(tuple(linked(decided)), tuple(parted(decided)))

    def join(some: list[str]) -> tuple[list[list[Profile]], list[tuple[str, str, int]]]:
        chosen = [report for identity in some for report in reports[identity]]
        keys = set() if whole else {key for report in chosen for key in keys_of(report)}
        grouper = Grouper({key: seen(key, weeks) for key, weeks in blocks.key_counts(store, keys).items()}, people)
        for report in chosen:
            grouper.add(report)
        return grouper.groups(), [(key, document, day // 7) for key, document, day in grouper.crowds]

    (groups, crowds), failed = spare(join, list(reports))
    return groups, crowds, failed


def _reconciled(
    found: Mapping[events.Members, tuple[Event, list[Profile]]], held: Mapping[events.Members, str], late: Collection[str]
) -> tuple[list[tuple[Event, str]], dict[str, Exception], dict[str, Exception]]:
    """Reconcile events; return them with titles, those `held` that cannot be and so stay as they stand, and who was left out."""
    from aggregator.events import event_of
    from aggregator.reconcile import reconcile
    from aggregator.sparing import NO_DOCUMENTS_FAULT, formed

    def told(event: Event) -> tuple[Event, str]:
        done = reconcile(event)
        return done, title_of(done)

    new, stay, faults = list[tuple[Event, str]](), dict[str, Exception](), dict[str, Exception]()
    for members, (event, group) in found.items():
        try:
            new.append(told(event))
        except NO_DOCUMENTS_FAULT:
            raise
        except Exception as error:
            if members in held:
                stay[held[members]] = error
                continue
            made, failed = formed(group, lambda some: told(event_of(some)), late)
            faults |= failed
            if made is not None and made[0].figures:
                new.append(made)
    return new, stay, faults


def _set_aside(store: Store, at: str, made: _Grouping, tried: Collection[str], *, whole: bool) -> None:
    """Note inside the caller's transaction what was set aside, and what no longer is; tell the log which, and why."""
    stood = aside.held(store, "event")
    aside.taken_back(store, "document", aside.held(store, "document") & tried - made.faults.keys())
    aside.taken_back(store, "event", (stood if whole else stood.intersection(made.old)) - made.unreconciled.keys())
    for noun, faults in (("document", made.faults), ("event", made.unreconciled)):
        for identity, error in faults.items():
            row = store.one(f"SELECT title FROM {noun}s WHERE id = ?", [identity])
            title = (row and row["title"]) or ""
            aside.set_aside(store, at, noun, identity, f"{type(error).__name__}: {error}", title)
            told = "".join(traceback.format_exception(error))
            tell(f"{noun} set aside", logging.ERROR, id=identity, title=title, exception=told)


def _scope(store: Store, batch: Sequence[str]) -> set[str] | None:
    """The documents to group anew with these, or None for all: they are too many."""
    from aggregator.profile import rules

    if len(batch) > max(1, documents.total(store) * BULK):
        return None
    rare = int(rules("wording")["rare"])
    near = {met for identity in batch for met in blocks.near(store, identity, rare=rare)}
    return blocks.companions(store, near)


def _set_keys(store: Store, batch: Sequence[str]) -> None:
    """Note under which keys these documents may meet others; a retired one, or one whose grouping raises, under none."""
    from aggregator.evidence import week
    from aggregator.sparing import NO_DOCUMENTS_FAULT

    told: dict[str, tuple[Counter[str], int]] = {}
    for identity in batch:
        try:
            for document, figures in documents.load(store, [identity]):
                if reports := _reports(document, figures):
                    told[identity] = Counter(key for report in reports for key in keys_of(report)), week(reports[0])
        except NO_DOCUMENTS_FAULT:
            raise
        except Exception:
            continue  # told when it is grouped
    for start in range(0, len(batch), STEP):
        with store.writing():
            for identity in batch[start : start + STEP]:
                keys, when = told.get(identity, (Counter[str](), 0))
                blocks.set_keys(store, identity, keys, week=when)


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
