"""What a scheduler works with: the store under a lease, the fetcher, a guarded reader, and the signs to stop."""

from __future__ import annotations

import contextlib
import logging
import random
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aggregator.core.errors import AggregatorError, InputError, LeaseLost, StoreBusy, StoreError
from aggregator.core.model import Source
from aggregator.core.settings import Settings
from aggregator.intake import Intake, utc_now
from aggregator.logs import tell
from aggregator.pipeline import Clock, run_source
from aggregator.reader import GuardedReader, Reader
from aggregator.reading import Round
from aggregator.registry import sync_registry
from aggregator.regroup import regroup
from db import feeds
from db.connect import writer
from db.lease import LIFETIME, Lease, holder, this_process
from db.store import Store

if TYPE_CHECKING:
    from parsers.fetch import Fetcher

Stamp = frozenset[tuple[str, int, int]]
NAME = "scheduler"
SPREAD_SECONDS = 60.0
FURTHEST = timedelta(hours=30)
GRACE = 6.0


@dataclass(slots=True)
class Works:
    """A scheduler's tools. `lock` serialises the store; `stop` is the user's wish, `lost` says that the lease went to another;
    either sets `quitting`, on which every loop ends. `busy` counts the rounds under way."""

    settings: Settings
    store: Store
    lease: Lease
    fetcher: Fetcher
    reader: Reader
    sources: Mapping[str, Source]
    clock: Clock
    stop: threading.Event
    quitting: threading.Event
    lock: threading.Lock = field(default_factory=threading.Lock)
    lost: threading.Event = field(default_factory=threading.Event)
    busy: set[str] = field(default_factory=set)
    files: Stamp = frozenset()

    @classmethod
    @contextlib.contextmanager
    def opened(
        cls, settings: Settings, stop: threading.Event, *, clock: Clock = utc_now, lifetime: float = LIFETIME
    ) -> Iterator[Works]:
        """Open store, sources and fetcher; a source file that is wrong is recorded and stops only itself."""
        from parsers.fetch import Fetcher

        store = Store.open(settings.database, clock)
        reader, quitting = GuardedReader(settings.policy), threading.Event()
        works = None
        try:
            sync_registry(store)
            lease = Lease(name=NAME, holder=this_process(), clock=clock, lifetime=lifetime)
            fetcher = Fetcher(settings, clock, sleep=quitting.wait)
            works = cls(settings, store, lease, fetcher, reader, {}, clock, stop, quitting)
            works.load()
            yield works
        finally:
            if works is None or works.settled():
                reader.close()
                store.close()

    def load(self) -> None:
        """Read the source files; one that is wrong is recorded and stops only itself. Raises InputError without the folder."""
        from parsers.registry import sources

        self.files = self.stamp()
        wrong: list[InputError] = []
        found = sources(self.settings.sources, keys=self.settings.keys, problems=wrong)
        with self.lock:
            for error in wrong:
                tell("source file wrong", logging.ERROR, error=str(error))
                self.store.problem("sources", "source", str(error))
            self.store.solved("sources", but=[str(error) for error in wrong])
            feeds.sync(self.store, found.values())
        self.sources = found

    def stamp(self) -> Stamp:
        """Return what changes when a source file is added, edited or taken away."""
        from parsers.registry import HOME

        found = []
        for path in (self.settings.sources or HOME).glob("*.toml"):
            with contextlib.suppress(OSError):  # gone meanwhile
                about = path.stat()
                found.append((path.name, about.st_mtime_ns, about.st_size))
        return frozenset(found)

    def settled(self) -> bool:
        """Wait a little for the rounds under way; return whether all have ended. One that has not can do no harm: it is fenced,
        and what it was reading is read again."""
        until = time.monotonic() + GRACE
        while self.busy and time.monotonic() < until:
            time.sleep(0.05)
        return not self.busy

    def fetch(self, source: Source) -> Round:
        """One round of one source, told to the log; a refusal of the store is told and leaves the rest alone."""
        self.busy.add(source.id)
        try:
            done = run_source(
                source,
                self.store,
                self.fetcher,
                self.clock,
                self.settings,
                reader=self.reader,
                stop=self.quitting,
                lock=self.lock,
            )
        except LeaseLost as error:
            self.lose(error)
            return Round(source=source.id, outcome="stopped")
        except AggregatorError as error:
            tell("source failed", logging.ERROR, source=source.id, error=str(error))
            return Round(source=source.id, outcome="store" if isinstance(error, StoreError) else "error", problems=[str(error)])
        finally:
            self.busy.discard(source.id)
        tell(
            "source fetched",
            logging.INFO if done.outcome in ("ok", "not_modified", "stopped") else logging.WARNING,
            source=source.id,
            outcome=done.outcome,
            new=done.new,
            known=done.known,
            claims=done.claims,
            problems=len(done.problems),
            **({"error": done.error} if done.error else {}),
        )
        return done

    def lose(self, error: LeaseLost) -> None:
        """Take note that the lease went to another process: everything here ends."""
        if not self.lost.is_set():
            tell("lease lost", logging.WARNING, error=str(error))
        self.lost.set()
        self.quitting.set()

    def due(self) -> dict[str, datetime]:
        """Return when each enabled source is next due; one never fetched is due within a minute, spread."""
        with self.lock:
            states = feeds.states(self.store)
        now = self.clock()
        found = {}
        for source in self.sources.values():
            if source.enabled:
                planned = states[source.id].next_due
                fresh = now + timedelta(seconds=min(SPREAD_SECONDS, source.jitter_seconds) * random.random())
                # a plan further off than any pace of ours was made under a clock that was wrong
                found[source.id] = fresh if planned is None or planned > now + FURTHEST else max(planned, now)
        return found

    def catch_up(self) -> None:
        """Finish what an earlier process began: bytes not read through, documents not regrouped."""
        self.busy.add("catching up")
        try:
            with self.lock:
                intake = Intake(self.store, self.reader, self.settings, self.clock, self.quitting, self.clock())
                for identity, source, options in self.store.snapshots(unread=True):
                    if self.quitting.is_set():
                        break
                    intake.again(identity, source, options, anew=False)
                done = intake.finish("resume")
        except LeaseLost as error:
            self.lose(error)
            return
        finally:
            self.busy.discard("catching up")
        if done.new or done.claims:
            tell("caught up", new=done.new, claims=done.claims)

    def settle(self) -> None:
        """Group the whole store, as a batch would: the weights of words have drifted since the last time."""
        self.busy.add("settling")
        try:
            with self.lock:
                before = self.store.revision()
                regroup(self.store, stop=self.quitting, full=True)
                tell("whole store grouped", changes=self.store.revision() - before)
        except LeaseLost as error:
            self.lose(error)
        except AggregatorError as error:
            tell("whole store not grouped", logging.ERROR, error=str(error))
        finally:
            self.busy.discard("settling")

    def freeze(self) -> None:
        """Make this month's snapshot once its day has come; where that cannot be now, a later call makes it."""
        from db.frozen.make import freeze
        from db.frozen.shelf import Shelf

        shelf, now = Shelf(self.settings.shelf), self.clock()
        last, day = shelf.newest(), self.settings.snapshot_day
        if day is None or now.day < day or (last is not None and last.created[:10] >= f"{now:%Y-%m}-{day:02}"):
            return
        self.busy.add("freezing")
        try:
            made = freeze(self.settings.database, shelf, self.clock, site=self.settings.site, stop=self.quitting.is_set)
            if made.new:
                tell("snapshot made", version=made.frozen.version, revision=made.frozen.revision)
        except AggregatorError as error:
            tell("snapshot not made", logging.WARNING, error=str(error))
        finally:
            self.busy.discard("freezing")

    def give_up(self) -> None:
        """Give the lease back, so that a waiting scheduler goes on at once."""
        if self.lock.acquire(timeout=GRACE):
            try:
                with contextlib.suppress(AggregatorError):
                    self.lease.release(self.store.database)
            finally:
                self.lock.release()


def acquire(works: Works, *, wait: bool) -> bool:
    """Take the lease; with `wait`, as long as it takes, else only as long as it takes to see whether its holder lives."""
    lease, before, told = works.lease, None, False
    while not works.stop.is_set():
        try:
            with works.lock:
                if lease.acquire(works.store.database):
                    works.store.fence = lease.fence
                    return True
                now = holder(works.store.database, NAME)
        except StoreBusy as error:
            tell("lease not asked for", logging.WARNING, error=str(error))
            works.stop.wait(lease.lifetime / 6)
            continue
        if not told:
            tell("waiting for the lease", holder=now[0] if now else "")
            told = True
        if not wait and before is not None and now != before:
            return False
        before = now
        works.stop.wait(lease.lifetime / 6)
    return False


@contextlib.contextmanager
def holding(works: Works) -> Iterator[None]:
    """Renew the lease from a thread of its own while the block runs, and pass a wish to stop on to `quitting`."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set():
            if works.stop.wait(0.1):
                works.quitting.set()
                return

    threads = [
        threading.Thread(target=_beat, args=(works, ended), name="lease", daemon=True),
        threading.Thread(target=watch, name="stop", daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join(GRACE)


def _beat(works: Works, ended: threading.Event) -> None:
    """Renew four times a lifetime, by a connection of its own that no long reading holds up."""
    database = writer(works.settings.database, create=False)
    try:
        while not ended.wait(works.lease.lifetime / 4):
            try:
                works.lease.renew(database)
            except LeaseLost as error:
                works.lose(error)
                return
            except StoreError as error:  # locked for a moment: the next beat may get through
                tell("lease not renewed", logging.WARNING, error=str(error))
    finally:
        database.close()
