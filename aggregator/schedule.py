"""The scheduler: one job a source, in a process of its own; the only door to APScheduler.

Who holds the lease in the database fetches; a second scheduler waits, and takes over within two lifetimes of the first's death.
Fetching runs in threads side by side, storing one at a time. Jobs are planned in UTC: an interval from the source's file, jitter,
one instance, misfires coalesced; after every round the job moves to the moment that `aggregator/pacing.py` chose and the store
keeps, so that a restart or a takeover changes no plan.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from typing import Any

from aggregator.core.errors import AggregatorError, StoreBusy, StoreError, StoreFull
from aggregator.core.model import Source
from aggregator.core.settings import Settings
from aggregator.intake import utc_now
from aggregator.logs import tell
from aggregator.pipeline import Clock
from aggregator.reading import Round
from aggregator.works import SPREAD_SECONDS, Works, acquire, holding
from db import feeds
from db.lease import LIFETIME

THREADS = 8
CLOCK_STEP = 60.0
SETTLE = "*settle"
SETTLE_HOURS = 24
FREEZE = "*snapshot"
FREEZE_AFTER = timedelta(minutes=10)
AFTER_REFUSAL = timedelta(minutes=5)


def one_round(
    settings: Settings,
    *,
    stop: threading.Event,
    everything: bool = False,
    clock: Clock = utc_now,
    lifetime: float = LIFETIME,
) -> list[Round]:
    """Fetch every due source once (with `everything`, every enabled one) and return the rounds.

    Raises StoreError when a living scheduler holds the lease: it fetches what is due.
    """
    with Works.opened(settings, stop, clock=clock, lifetime=lifetime) as works:
        if not acquire(works, wait=False):
            if stop.is_set():
                return []
            raise StoreError("a scheduler is running on this database and fetches what is due; stop it, or let it")
        with holding(works):
            works.catch_up()
            soon = clock() + timedelta(seconds=SPREAD_SECONDS)
            rounds = fetch_all(works, [works.sources[name] for name, at in works.due().items() if everything or at <= soon])
        works.give_up()
    return rounds


def fetch_all(works: Works, due: list[Source]) -> list[Round]:
    """Fetch these sources side by side; what is under way when it is time to quit is left."""
    rounds = []
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="fetch")
    try:
        waiting = {pool.submit(works.fetch, source) for source in due}
        while waiting and not works.quitting.is_set():
            try:
                for done in as_completed(waiting, timeout=0.2):
                    waiting.discard(done)
                    rounds.append(done.result())
            except TimeoutError:
                continue
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return rounds


def run_forever(settings: Settings, *, stop: threading.Event, clock: Clock = utc_now, lifetime: float = LIFETIME) -> None:
    """Run until `stop`: wait for the lease, fetch on plan while it holds, wait again when it is lost, or when the store is busy
    or its disk full.
    """
    while not stop.is_set():
        try:
            with Works.opened(settings, stop, clock=clock, lifetime=lifetime) as works:
                if acquire(works, wait=True):
                    _hold(works)
        except (StoreBusy, StoreFull) as error:
            tell("store refused", logging.WARNING, error=str(error))
            stop.wait(lifetime / 6 if isinstance(error, StoreBusy) else lifetime * 2)


def _hold(works: Works) -> None:
    """Work while the lease is ours and nobody asked us to stop."""
    tell("scheduler started", holder=works.lease.holder, sources=sum(each.enabled for each in works.sources.values()))
    with holding(works):
        works.catch_up()
        _tick(works)
        works.settled()
    works.give_up()
    tell("scheduler stopped", reason="lease lost" if works.lost.is_set() else "asked to")


def _tick(works: Works) -> None:
    """Plan a job a source, and sleep until it is time to quit; when the clock is set, the plan moves with it, and when source
    files change, it is made anew.
    """
    scheduler = plan(works)
    scheduler.start()
    try:
        wall, ticks = works.clock(), time.monotonic()
        while not works.quitting.wait(min(1.0, works.lease.lifetime / 4)):
            step = (works.clock() - wall).total_seconds() - (time.monotonic() - ticks)
            if abs(step) >= CLOCK_STEP:
                tell("the clock was set", logging.WARNING, seconds=round(step))
                shift(scheduler, timedelta(seconds=step))
            wall, ticks = works.clock(), time.monotonic()
            if works.stamp() != works.files:
                reload(scheduler, works)
    finally:
        scheduler.shutdown(wait=False)


def plan(works: Works) -> Any:
    """Return an APScheduler, not yet started: a job for each enabled source, one to group the whole store, one for snapshots."""
    from apscheduler.executors.pool import ThreadPoolExecutor as Pool
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.interval import IntervalTrigger

    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": Pool(THREADS)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    _plan_sources(scheduler, works)
    scheduler.add_job(works.settle, IntervalTrigger(hours=SETTLE_HOURS, timezone="UTC"), id=SETTLE, name="Group the whole store")
    if works.settings.snapshot_day is not None:
        soon = works.clock() + FREEZE_AFTER
        scheduler.add_job(works.freeze, IntervalTrigger(hours=1, timezone="UTC"), id=FREEZE, name="Snapshot", next_run_time=soon)
    return scheduler


def _plan_sources(scheduler: Any, works: Works) -> None:
    from apscheduler.triggers.interval import IntervalTrigger

    for name, at in works.due().items():
        source = works.sources[name]
        trigger = IntervalTrigger(minutes=source.every_minutes, jitter=source.jitter_seconds, timezone="UTC")
        scheduler.add_job(_job, trigger, args=[scheduler, works, source], id=name, name=source.name, next_run_time=at)


def reload(scheduler: Any, works: Works) -> None:
    """Read the source files again and plan by them; what is under way goes on as it was."""
    try:
        works.load()
    except AggregatorError as error:
        tell("source files not read again", logging.ERROR, error=str(error))
        if isinstance(error, StoreError):  # the files are well: again with the next tick
            works.files = frozenset()
        return
    for job in scheduler.get_jobs():
        if job.id != SETTLE:
            job.remove()
    _plan_sources(scheduler, works)
    tell("source files read again", sources=sum(each.enabled for each in works.sources.values()))


def _job(scheduler: Any, works: Works, source: Source) -> None:
    """One run of one job: fetch unless another process has meanwhile, then move the job to when the source is next due."""
    from apscheduler.jobstores.base import JobLookupError

    if works.quitting.is_set():
        return
    with works.lock:
        planned = feeds.states(works.store)[source.id].next_due
    if planned is None or planned <= works.clock() + timedelta(seconds=1):
        done = works.fetch(source)
        with works.lock:
            planned = feeds.states(works.store)[source.id].next_due
        if done.outcome in ("store", "error"):
            planned = works.clock() + AFTER_REFUSAL
    if planned is not None and not works.quitting.is_set():
        with contextlib.suppress(JobLookupError):  # its file was taken away meanwhile
            scheduler.modify_job(source.id, next_run_time=planned)


def shift(scheduler: Any, step: timedelta) -> None:
    """Move every planned job by so much."""
    for job in scheduler.get_jobs():
        if job.next_run_time is not None:
            job.modify(next_run_time=job.next_run_time + step)
