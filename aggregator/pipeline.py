"""The line as code, on one screen:

    fetch -> parse -> extract -> normalise -> store -> regroup the touched events -> reconcile -> store

`run_source` does it for one source on a schedule, `read` for bytes that are already here (files, stored snapshots). A document is
one transaction, a regrouping another. Killed anywhere, the next round goes on where this one stopped: bytes that were not read
through are read again, documents that are stored are known, and those whose events were not regrouped yet are `pending`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import random
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from aggregator import pacing
from aggregator.core.errors import FetchError, FormatError
from aggregator.core.model import Document, Snapshot, Source
from aggregator.core.settings import Settings
from aggregator.reader import GuardedReader, Poisoned, Reader
from aggregator.regroup import regroup
from aggregator.versions import versions
from db import documents, feeds, poison
from db.store import Store

if TYPE_CHECKING:
    from parsers.fetch import Fetcher, NotModified

Clock = Callable[[], datetime]
NEVER = threading.Event()


@dataclass(slots=True, kw_only=True)
class Round:
    """What came of reading one source or file: counts, and each input that could not be used with the reason."""

    source: str
    outcome: str = "ok"
    new: int = 0
    known: int = 0
    claims: int = 0
    retired: int = 0
    events: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def documents(self) -> int:
        return self.new + self.known

    def sentence(self, inputs: int, noun: str = "files") -> str:
        """Return the counts in words."""
        gone = f", {self.retired} retired" if self.retired else ""
        return (
            f"{inputs} {noun}: {self.new} new documents ({self.known} known), {self.claims} new claims{gone}; "
            f"{self.events} events in the store; {len(self.problems)} problems."
        )


def run_source(
    source: Source,
    store: Store,
    fetcher: Fetcher,
    clock: Clock,
    settings: Settings,
    *,
    reader: Reader | None = None,
    stop: threading.Event = NEVER,
    lock: AbstractContextManager[object] | None = None,
) -> Round:
    """Fetch one source, store what is new in it, bring its events up to date, and record how it went and when it is next due.

    What the source did wrong is recorded, not raised. Raises StoreError (LeaseLost among them) when the store refuses. `lock`
    is held while the store is used, so that fetching can go on beside it in other threads.
    """
    using = lock or contextlib.nullcontext()
    own = reader or GuardedReader(settings.policy)
    with using:
        state = feeds.states(store).get(source.id) or feeds.State(id=source.id)
    started = clock()
    reply: Snapshot | NotModified | None = None
    error: Exception | None = None
    round = Round(source=source.id)
    try:
        reply = fetcher.fetch(source, etag=state.etag, last_modified=state.last_modified)
    except FetchError as refused:
        error, round.outcome = refused, refused.kind
    with using:
        try:
            if isinstance(reply, Snapshot):
                read(reply, source, store, own, round, stop=stop)
                regroup(store, stop=stop)
            elif reply is not None:
                round.outcome = "not_modified"
        except (FormatError, Poisoned) as failure:
            error, round.outcome = failure, "format" if isinstance(failure, FormatError) else "poison"
        finally:
            if reader is None:
                own.close()
        _record(round, source, state, store, clock, started=started, reply=reply, error=error)
    return round


def read(
    snapshot: Snapshot,
    source: Source,
    store: Store,
    reader: Reader,
    round: Round,
    *,
    options: Mapping[str, object] | None = None,
    stop: threading.Event = NEVER,
    anew: bool = False,
) -> None:
    """Store a snapshot and every new document in it, counting in `round`; what these versions have read through is known.

    `options` are what the caller said of the bytes. With `anew` they are read again all the same, and documents that they gave
    and no longer give retire. Raises FormatError when nothing can be read in them, Poisoned when they break the reader; either
    is recorded as a problem first.
    """
    kept, reading = store.keep_snapshot(snapshot, options), versions(reader.policy)
    if store.read_by(kept) == reading and not anew:
        round.known += documents.count(store, kept)
        round.problems += store.open_problems(kept)
        return
    one = Reading(store, reader, round, snapshot, kept, reading, anew)
    if one.set_aside(kept, snapshot.url):
        return
    try:
        for item in reader.documents(snapshot, source):
            if stop.is_set():
                round.outcome = "stopped"
                return
            if isinstance(item, FormatError):
                one.problem(item.where or snapshot.url, "format", str(item))
            else:
                one.keep(stored_form(item))
    except FormatError as error:
        one.problem(error.where or snapshot.url, "format", str(error))
        one.finish()
        raise
    except Poisoned as error:
        one.poisoned(kept, snapshot.url, error)
        raise
    one.finish()


@dataclass(slots=True)
class Reading:
    """One pass over one snapshot's documents; `versions` say what reads them."""

    store: Store
    reader: Reader
    round: Round
    snapshot: Snapshot
    kept: str
    versions: str
    anew: bool
    seen: set[str] = field(default_factory=set)
    reasons: set[str] = field(default_factory=set)
    again: bool = False

    def keep(self, document: Document) -> None:
        """Extract and store one document, unless it is known or set aside."""
        self.seen.add(document.id)
        origin = document.url or document.title or document.id
        if documents.knows(self.store, document.id, None if self.anew else self.versions):
            self.round.known += 1
            return
        if self.set_aside(document.id, origin):
            return
        try:
            figures = self.reader.figures(document)
        except Poisoned as error:
            self.poisoned(document.id, origin, error)
            return
        result = documents.keep(self.store, document, figures, snapshot=self.kept, versions=self.versions, anew=self.anew)
        poison.read_well(self.store, self._blame(document.id))
        self.round.new += result.new
        self.round.known += not result.new
        self.round.claims += result.added
        self.round.retired += result.retired

    def finish(self) -> None:
        """Note that the snapshot was read through, unless a part of it is to be tried again."""
        if self.anew:
            self.round.retired += documents.unseen(self.store, self.kept, self.seen)
        if self.again:
            return
        poison.read_well(self.store, self._blame(self.kept))
        self.store.solved(self.snapshot.url, snapshot=self.kept, but=self.reasons)
        self.store.mark_read(self.kept, self.versions)

    def problem(self, origin: str, kind: str, reason: str) -> None:
        """Record and count an input that could not be used."""
        self.store.problem(origin, kind, reason, snapshot=self.kept)
        self.reasons.add(reason)
        self.round.problems.append(reason if origin in reason else f"{origin}: {reason}")

    def poisoned(self, identity: str, origin: str, error: Poisoned) -> None:
        """Record an input that broke the reader; it is tried again in later rounds, three times in all."""
        self.again |= not poison.failed(self.store, self._blame(identity), origin, str(error))
        self.problem(origin, "poison", str(error))

    def set_aside(self, identity: str, origin: str) -> bool:
        """Whether an input is in quarantine; it then counts as a problem."""
        if not poison.quarantined(self.store, self._blame(identity)):
            return False
        self.problem(origin, "quarantined", "set aside: reading it failed three times")
        return True

    def _blame(self, identity: str) -> str:
        """Quarantine is from one reader: other versions try again."""
        return f"{identity}@{self.versions}"


def stored_form(document: Document) -> Document:
    """Return the document under the id it is stored by, in text that any database holds, its date to the second."""
    text = document.text.encode("utf-8", "replace").decode()
    published = document.published.replace(microsecond=0) if document.published else None
    clean = dataclasses.replace(document, text=text, published=published)
    identity = documents.identity(clean)
    claims = tuple(dataclasses.replace(claim, document=identity) for claim in clean.structured)
    return dataclasses.replace(clean, id=identity, structured=claims)


def _record(
    round: Round,
    source: Source,
    state: feeds.State,
    store: Store,
    clock: Clock,
    *,
    started: datetime,
    reply: object,
    error: Exception | None,
) -> None:
    """Write the attempt, and when the source is next due."""
    now, dice = clock(), random.random
    if error is not None:
        due = pacing.after_failure(source, now=now, failures=state.failures + 1, error=error, dice=dice)
    elif round.outcome == "stopped":
        due = now
    else:
        quiet = 0 if round.new else state.unchanged + 1
        due = pacing.after_success(source, now=now, unchanged=quiet, dice=dice)
    words = str(error) if error else _expectation(round, source)
    body = reply.body if isinstance(reply, Snapshot) else None
    attempt = feeds.Attempt(
        feed=source.id,
        started=started,
        outcome=round.outcome,
        error=words,
        status=getattr(error, "status", None) if error else getattr(reply, "status", None),
        bytes=None if body is None else len(body),
        documents=round.new,
        claims=round.claims,
        etag=getattr(reply, "etag", None),
        last_modified=getattr(reply, "last_modified", None),
    )
    feeds.record(store, attempt, next_due=due)


def _expectation(round: Round, source: Source) -> str | None:
    """What a round that went well nevertheless lacks, by the source's own expectations."""
    if round.outcome == "ok" and round.documents < source.min_documents:
        return f"{round.documents} documents; this source expects at least {source.min_documents}"
    return f"{len(round.problems)} of its items could not be used" if round.problems else None
