"""The scheduler as real processes: one holds the lease, another takes over, a paused one cannot write, SIGTERM is heeded."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from aggregator.core.errors import StoreError
from aggregator.core.settings import Settings
from aggregator.intake import utc_now
from aggregator.schedule import one_round, plan, shift
from aggregator.works import FURTHEST, NAME, Works
from db import feeds
from db.connect import reader, transaction, writer
from db.frozen.shelf import Shelf
from db.lease import Lease
from db.store import Store
from tests.outlet import Outlet, outlet, source_file
from tests.test_pipeline import BLAST, FLOOD

LIFETIME = 1.6
SCHEDULE = f"""
import signal, sys, threading
import db.connect as connect
connect.SHARED_PRAGMAS = (*connect.SHARED_PRAGMAS, "busy_timeout=" + sys.argv[1])
from aggregator.core.settings import read
from aggregator.logs import set_up
from aggregator.schedule import run_forever
set_up()
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
run_forever(read(), stop=stop, lifetime={LIFETIME})
"""


class Desk:
    """A folder with a database and sources, an outlet they point to, and the schedulers that a test starts."""

    def __init__(self, folder: Path, state: Outlet) -> None:
        self.folder, self.outlet, self.running = folder, state, list[subprocess.Popen[str]]()
        self.settings = Settings(database=folder / "a.db", sources=folder / "sources", allow_private=("127.0.0.1",))
        self.source("harbour")

    def source(self, name: str, path: str = "/feed", every: int = 60, more: str = "") -> None:
        source_file(self.folder / "sources", name, f"{self.outlet.base}{path}", every=every, more=more)

    def start(self, *, patience: int = 10_000, largest_file: int = resource.RLIM_INFINITY) -> subprocess.Popen[str]:
        """Start a scheduler; beyond `largest_file` bytes its disk is as good as full."""
        env = os.environ | {
            "FIGURES_DB": str(self.settings.database),
            "FIGURES_SOURCES": str(self.settings.sources),
            "FIGURES_ALLOW_PRIVATE": "127.0.0.1",
        }
        with (self.folder / f"log{len(self.running)}").open("w") as log:
            limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))  # noqa: E731
            command = [sys.executable, "-c", SCHEDULE, str(patience)]
            self.running.append(subprocess.Popen(command, env=env, stderr=log, text=True, preexec_fn=limit))
        return self.running[-1]

    def log(self, number: int) -> list[dict[str, object]]:
        """What a scheduler has logged, each line a JSON object."""
        return [json.loads(line) for line in (self.folder / f"log{number}").read_text().splitlines()]

    def said(self, event: str) -> list[int]:
        """The numbers of the schedulers that logged this event."""
        return [n for n in range(len(self.running)) for line in self.log(n) if line["event"] == event]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        try:
            with reader(self.settings.database) as database:
                return [tuple(row) for row in database.execute(sql)]
        except Exception:  # not yet made, or not yet migrated
            return []

    def end(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with outlet() as state:
        made = Desk(tmp_path, state)
        yield made
        made.end()


def until(true: Callable[[], object], seconds: float = 120) -> None:
    """Wait until it is true; fail when it does not become so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.03)


def test_a_round_fetches_what_is_due_and_a_bad_source_hurts_only_itself(desk: Desk) -> None:
    desk.outlet.items = {"1": FLOOD}
    desk.source("gone", "/story/none")
    desk.source("off", more="enabled = false")
    (desk.folder / "sources" / "wrong.toml").write_text("name = 'Wrong'")
    rounds = {done.source: done for done in one_round(desk.settings, stop=threading.Event())}
    assert {name: done.outcome for name, done in rounds.items()} == {"harbour": "ok", "gone": "status"}
    assert desk.rows("SELECT low FROM claims") == [(12,)]
    assert desk.rows("SELECT id, failures, enabled FROM feeds ORDER BY id") == [("gone", 1, 1), ("harbour", 0, 1), ("off", 0, 0)]
    assert "wrong.toml" in str(desk.rows("SELECT reason FROM problems"))
    assert one_round(desk.settings, stop=threading.Event()) == [], "nothing is due so soon"


def test_a_round_is_refused_while_a_scheduler_lives(desk: Desk) -> None:
    Store.open(desk.settings.database, utc_now).close()
    other = Lease(name=NAME, holder="another", clock=utc_now, lifetime=LIFETIME)
    ended = threading.Event()
    with writer(desk.settings.database) as database:
        assert other.acquire(database)

        def live() -> None:
            while not ended.wait(0.1):
                other.renew(database)

        thread = threading.Thread(target=live)
        thread.start()
        with pytest.raises(StoreError, match="a scheduler is running on this database"):
            one_round(desk.settings, stop=threading.Event(), lifetime=LIFETIME)
        ended.set()
        thread.join()
    assert desk.outlet.asked == []


def test_of_several_schedulers_one_works_and_another_takes_over_when_it_is_killed(desk: Desk) -> None:
    desk.outlet.items = {"1": FLOOD}
    for _ in range(3):
        desk.start()
    until(lambda: desk.rows("SELECT 1 FROM claims"))
    until(lambda: len(desk.said("waiting for the lease")) == 2)
    assert len(desk.said("scheduler started")) == 1
    assert desk.outlet.asked.count("/feed") == 1
    (first,) = desk.said("scheduler started")
    desk.running[first].kill()
    until(lambda: len(desk.said("scheduler started")) == 2, seconds=10 * LIFETIME)
    assert desk.outlet.asked.count("/feed") == 1, "it was not due again"
    assert desk.rows("SELECT token FROM leases") == [(2,)]


def test_a_scheduler_that_was_stopped_and_overtaken_cannot_write(desk: Desk) -> None:
    desk.outlet.items = {"1": FLOOD}
    old = desk.start()
    until(lambda: desk.rows("SELECT 1 FROM attempts"))
    old.send_signal(signal.SIGSTOP)
    desk.start()
    until(lambda: desk.said("scheduler started") == [0, 1])
    old.send_signal(signal.SIGCONT)
    until(lambda: desk.said("lease lost") == [0])
    until(lambda: desk.said("waiting for the lease").count(0) == 1)
    assert desk.rows("SELECT token FROM leases") == [(2,)]
    assert desk.rows("SELECT count(*) FROM attempts") == [(1,)]


def test_schedulers_outlast_a_database_that_another_process_holds(desk: Desk) -> None:
    desk.start(patience=200)
    until(lambda: desk.rows("SELECT 1 FROM attempts"))
    desk.start(patience=200)
    until(lambda: desk.said("waiting for the lease") == [1])
    with writer(desk.settings.database) as database, transaction(database):
        until(lambda: desk.said("lease not renewed") and desk.said("lease not asked for"))
    until(lambda: desk.rows("SELECT 1 FROM leases WHERE beat > 2"))
    assert [process.poll() for process in desk.running] == [None, None]


def test_a_scheduler_outlasts_a_full_disk(desk: Desk) -> None:
    desk.outlet.items = {"1": FLOOD}
    Store.open(desk.settings.database, utc_now).close()
    process = desk.start(largest_file=40_000)
    until(lambda: desk.said("store refused"))
    assert process.poll() is None and not desk.rows("SELECT 1 FROM attempts")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    until(lambda: desk.rows("SELECT low FROM claims") == [(12,)])
    assert process.poll() is None


def test_sigterm_ends_it_cleanly_in_the_midst_of_a_round_and_gives_the_lease_up(desk: Desk) -> None:
    desk.outlet.items = {str(n): FLOOD.replace("12", str(n)) for n in range(100, 300)}
    process = desk.start()
    until(lambda: desk.rows("SELECT 1 FROM documents"))
    process.terminate()
    assert process.wait(120) == 0
    last = desk.log(0)[-1]
    assert last["event"] == "scheduler stopped" and last["reason"] == "asked to"
    assert desk.rows("SELECT holder FROM leases") == [("",)]
    stored = desk.rows("SELECT count(*), count(DISTINCT id) FROM documents")[0]
    assert stored[0] == stored[1] and int(str(stored[0])) > 0
    desk.start()
    until(lambda: len(desk.rows("SELECT 1 FROM documents")) == 200)
    until(
        lambda: desk.rows("SELECT 1 FROM attempts WHERE outcome = 'ok'") or desk.rows("SELECT 1 FROM runs WHERE kind = 'resume'")
    )
    assert desk.rows("SELECT count(*), count(DISTINCT low) FROM claims") == [(200, 200)]


def test_bytes_that_a_killed_process_left_unread_are_read_at_the_next_start(desk: Desk) -> None:
    desk.outlet.items = {"1": FLOOD, "2": BLAST}
    one_round(desk.settings, stop=threading.Event())
    with writer(desk.settings.database) as database:  # as a process killed behind the first document leaves it
        database.execute("PRAGMA foreign_keys=OFF")
        for table in ("claims", "attributions", "documents", "events", "event_claims", "event_documents", "pending", "blocks"):
            database.execute(f"DELETE FROM {table}")
        database.execute("UPDATE snapshots SET read_by = NULL")
    assert one_round(desk.settings, stop=threading.Event()) == []
    assert desk.rows("SELECT low FROM claims ORDER BY low") == [(12,), (30,)]
    assert desk.rows("SELECT kind FROM runs ORDER BY id DESC LIMIT 1") == [("resume",)]


def test_a_source_that_is_added_or_mended_is_taken_up_without_a_restart(desk: Desk) -> None:
    desk.outlet.items = {"1": FLOOD}
    (desk.folder / "sources" / "bad.toml").write_text("kind = ")
    desk.start()
    until(lambda: desk.rows("SELECT 1 FROM attempts"))
    desk.source("second", "/second")
    until(lambda: desk.rows("SELECT 1 FROM attempts WHERE feed = 'second'"))
    desk.source("bad", "/mended")
    until(lambda: desk.rows("SELECT 1 FROM attempts WHERE feed = 'bad'"))
    (desk.folder / "sources" / "second.toml").unlink()
    until(lambda: desk.rows("SELECT 1 FROM feeds WHERE id = 'second' AND NOT enabled"))
    assert desk.rows("SELECT feed, count(*) FROM attempts GROUP BY 1") == [("bad", 1), ("harbour", 1), ("second", 1)]
    assert desk.running[0].poll() is None


def test_jobs_come_from_the_sources_and_their_stored_plans(desk: Desk) -> None:
    for name in ("soon", "later", "absurd"):
        desk.source(name)
    desk.source("off", more="enabled = false")
    with Works.opened(desk.settings, threading.Event()) as works:
        now = utc_now()
        for name, due in (("later", now + timedelta(hours=2)), ("absurd", now + FURTHEST + timedelta(days=300))):
            feeds.record(works.store, feeds.Attempt(feed=name, started=now, outcome="ok"), next_due=due)
        scheduler = plan(works)
        scheduler.start(paused=True)
        jobs = {job.id: job for job in scheduler.get_jobs()}
        scheduler.shutdown()
        assert sorted(jobs) == ["*settle", "absurd", "harbour", "later", "soon"]
        assert all(job.max_instances == 1 and job.coalesce and job.misfire_grace_time is None for job in jobs.values())
        due = works.due()
    assert due["soon"] - now < timedelta(minutes=2)
    assert due["later"] - now > timedelta(minutes=119)
    assert due["absurd"] - now < timedelta(minutes=2), "a plan made under a wrong clock is not kept"


def test_a_source_file_that_was_mended_is_no_problem_any_more(desk: Desk) -> None:
    open_problems = "SELECT reason FROM problems WHERE resolved_at IS NULL AND origin = 'sources'"
    for name in ("bad", "worse"):
        (desk.folder / "sources" / f"{name}.toml").write_text("kind = ")
    one_round(desk.settings, stop=threading.Event())
    assert len(desk.rows(open_problems)) == 2
    (desk.folder / "sources" / "bad.toml").unlink()
    one_round(desk.settings, stop=threading.Event())
    assert [row[0].split(":")[0] for row in desk.rows(open_problems)] == ["worse.toml"]


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(hours=-1)])
def test_a_clock_that_is_set_takes_the_plan_along(desk: Desk, step: timedelta) -> None:
    with Works.opened(desk.settings, threading.Event()) as works:
        scheduler = plan(works)
        scheduler.start(paused=True)
        before = {job.id: job.next_run_time for job in scheduler.get_jobs()}
        shift(scheduler, step)
        assert {job.id: job.next_run_time - step for job in scheduler.get_jobs()} == before
        scheduler.shutdown()


@pytest.mark.parametrize(
    ("clock", "made"),
    [
        ("2030-06-14T23:59:00Z", 0),
        ("2030-06-15T00:00:00Z", 1),
        ("2030-06-28T12:00:00Z", 1),
    ],
)
def test_the_months_snapshot_is_made_once_from_its_day_on(tmp_path: Path, clock: str, made: int) -> None:
    now = datetime.fromisoformat(clock)
    settings = Settings(database=tmp_path / "a.db", sources=tmp_path, snapshot_day=15)
    shelf = Shelf(settings.shelf)
    with Works.opened(settings, threading.Event(), clock=lambda: now) as works:
        jobs = {job.id: job for job in plan(works).get_jobs()}
        assert "*snapshot" in jobs
        works.freeze()
        works.freeze()
        assert len(shelf.all()) == made
        with works.store.writing() as at:
            works.store.changed(at, "document", "upsert", ["x"])
        works.freeze()
        assert len(shelf.all()) == made, "the month has its snapshot"
    later = now + timedelta(days=31)
    with Works.opened(settings, threading.Event(), clock=lambda: later) as works:
        works.freeze()
        assert len(shelf.all()) == made + (later.day >= 15)


def test_no_snapshot_is_made_unasked_or_on_the_way_out(tmp_path: Path) -> None:
    settings = Settings(database=tmp_path / "a.db", sources=tmp_path)
    with Works.opened(settings, threading.Event()) as works:
        assert "*snapshot" not in {job.id for job in plan(works).get_jobs()}
        works.freeze()
    settings = replace(settings, snapshot_day=1)
    with Works.opened(settings, threading.Event()) as works:
        works.quitting.set()
        works.freeze()
    assert Shelf(settings.shelf).all() == []
