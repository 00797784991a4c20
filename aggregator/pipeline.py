"""The line as code, on one screen:

    fetch -> parse -> extract -> normalise -> store -> regroup the touched events -> reconcile -> store

`run_source` does it for one source on a schedule, `reading.read` for bytes that are already here (files, stored replies). A
document is one transaction, a regrouping another. Killed anywhere, the next round goes on where this one stopped: bytes that were
not read through are read again, stored documents are known, and those whose events were not regrouped yet are `pending`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import random
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from aggregator import pacing
from aggregator.core.errors import AggregatorError, FetchError, FormatError
from aggregator.core.model import Document, Snapshot, Source
from aggregator.core.settings import Settings
from aggregator.logs import tell
from aggregator.reader import GuardedReader, Poisoned, Reader
from aggregator.reading import NEVER, Reading, Round, read, read_article
from aggregator.regroup import regroup
from db import feeds
from db.store import Store

if TYPE_CHECKING:
    from parsers.fetch import Fetcher, NotModified

Clock = Callable[[], datetime]
MOST_ARTICLES = 50


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
    chosen = reader or GuardedReader(settings.policy)
    round, started = Round(source=source.id), clock()
    with using:
        state = state_of(source, store)
    replies: list[Snapshot | NotModified] = []
    try:
        error = take_all(source, state, store, fetcher, clock, chosen, round, replies, stop=stop, using=using)
    finally:
        if reader is None:
            chosen.close()
    with using:
        if replies:
            regroup(store, stop=stop)
        _record(round, source, state, store, clock, started=started, replies=replies, error=error, stopped=stop.is_set())
    return round


def take_all(
    source: Source,
    state: feeds.State,
    store: Store,
    fetcher: Fetcher,
    clock: Clock,
    reader: Reader,
    round: Round,
    replies: list[Snapshot | NotModified],
    *,
    stop: threading.Event,
    using: AbstractContextManager[object],
) -> Exception | None:
    """Read what the source holds now into the store, each reply put into `replies`; return what makes the round a failure."""
    announced: list[tuple[Document, Reading]] = []
    errors: list[Exception] = []
    try:
        for reply in incoming(source, state, fetcher, clock):
            if stop.is_set():
                break
            with using:
                failure = take(reply, source, store, reader, round, stop, announced if source.full_text else None)
            errors += [failure] if failure else []
            if not isinstance(reply, FetchError):
                replies.append(dataclasses.replace(reply, body=b"") if isinstance(reply, Snapshot) else reply)
        pages = articles(source, announced, fetcher, stop)
        with using:
            read_articles(source, announced, pages, round, stop)
    except (FetchError, FormatError, Poisoned) as refusal:
        errors.append(refusal)
    except AggregatorError:
        raise
    except Exception as fault:  # ours, which this source provoked: it is recorded there, and the others go on
        tell("fault", logging.ERROR, source=source.id, exception=traceback.format_exc())
        return Poisoned(f"{type(fault).__name__}: {fault}")
    return errors[0] if errors else None


def state_of(source: Source, store: Store) -> feeds.State:
    """Return what is known of earlier rounds; a source that is new is entered."""
    state = feeds.states(store).get(source.id)
    if state is None:
        feeds.sync(store, [source], whole=False)
        state = feeds.State(id=source.id)
    return state


def incoming(source: Source, state: feeds.State, fetcher: Fetcher, clock: Clock) -> Iterator[Snapshot | NotModified | FetchError]:
    """Yield what the source holds now, page by page, or file by file where its URL is a path: one in memory at a time.

    A later page or a file that cannot be had is a value. Raises FetchError when nothing can.
    """
    if _local(source):
        from aggregator.intake import snapshots_of

        yield from snapshots_of(source, clock)
    else:
        from parsers.collect import collect

        yield from collect(fetcher, source, etag=state.etag, last_modified=state.last_modified)


def take(
    reply: Snapshot | NotModified | FetchError,
    source: Source,
    store: Store,
    reader: Reader,
    round: Round,
    stop: threading.Event,
    announced: list[tuple[Document, Reading]] | None,
) -> Exception | None:
    """Read one reply into the store; return what makes the round a failure.

    A file that cannot be used is recorded and no failure: the folder it lies in is asked as often as before.
    """
    if isinstance(reply, Snapshot):
        round.received += len(reply.body)
        try:
            read(reply, source, store, reader, round, stop=stop, announced=announced)
        except (FormatError, Poisoned) as error:
            return None if _local(source) else error
    elif isinstance(reply, FetchError):
        if not _local(source):
            return reply
        store.problem(reply.url, reply.kind, str(reply).removeprefix(f"{reply.url}: "))
        round.problems.append(str(reply))
    return None


def _local(source: Source) -> bool:
    return "://" not in source.url


def articles(
    source: Source, announced: list[tuple[Document, Reading]], fetcher: Fetcher, stop: threading.Event
) -> list[tuple[Document, Reading, Snapshot | None]]:
    """Fetch the pages of announced documents, fifty a round; None where one cannot be had: its announcement then stands."""
    options = {name: value for name, value in source.options.items() if name in ("pause_seconds", "robots")}
    plain = dataclasses.replace(source, options=options)
    found: list[tuple[Document, Reading, Snapshot | None]] = []
    for document, one in announced[:MOST_ARTICLES]:
        if stop.is_set():
            break
        page = None
        with contextlib.suppress(FetchError):
            page = fetcher.fetch(plain, at=document.url)
        found.append((document, one, page if isinstance(page, Snapshot) else None))
    return found


def read_articles(
    source: Source,
    announced: list[tuple[Document, Reading]],
    pages: list[tuple[Document, Reading, Snapshot | None]],
    round: Round,
    stop: threading.Event,
) -> None:
    """Read the fetched pages in place of what announced them; a reply is read through when all of them were fetched."""
    for document, one, page in pages:
        read_article(document, one, page, source, stop=stop)
    round.unfinished |= len(pages) < len(announced)
    for one in [] if round.unfinished else {id(one): one for _, one in announced}.values():
        one.finish()


def _record(
    round: Round,
    source: Source,
    state: feeds.State,
    store: Store,
    clock: Clock,
    *,
    started: datetime,
    replies: list[Snapshot | NotModified],
    error: Exception | None,
    stopped: bool,
) -> None:
    """Write the attempt, and when the source is next due."""
    now, dice = clock(), random.random
    bodies = [reply for reply in replies if isinstance(reply, Snapshot)]
    round.error = None if stopped or error is None else str(error)
    if stopped:
        round.outcome, due = "stopped", now
    elif error is not None:
        round.outcome = error.kind if isinstance(error, FetchError) else "format" if isinstance(error, FormatError) else "poison"
        due = pacing.after_failure(source, now=now, failures=state.failures + 1, error=error, dice=dice)
    else:
        round.outcome = "ok" if bodies else "not_modified"
        due = pacing.after_success(source, now=now, unchanged=0 if round.new else state.unchanged + 1, dice=dice)
    first = replies[0] if replies else None
    whole = first is not None and not round.unfinished
    attempt = feeds.Attempt(
        feed=source.id,
        started=started,
        outcome=round.outcome,
        error=None if stopped else str(error) if error else _expectation(round, source),
        status=getattr(error, "status", None) if error else getattr(first, "status", None),
        bytes=round.received if bodies else None,
        documents=round.new,
        claims=round.claims,
        etag=first.etag if first and whole else None,
        last_modified=first.last_modified if first and whole else None,
    )
    feeds.record(store, attempt, next_due=due)


def _expectation(round: Round, source: Source) -> str | None:
    """What a round that went well nevertheless lacks, by the source's own expectations."""
    if round.outcome == "ok" and round.documents < source.min_documents:
        return f"{round.documents} documents; this source expects at least {source.min_documents}"
    return f"{len(round.problems)} of its items could not be used" if round.problems else None
