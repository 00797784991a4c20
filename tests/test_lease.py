"""One holder at a time, whatever the clocks do; a holder that was overtaken cannot write."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from aggregator.core.errors import LeaseLost
from db import documents
from db.lease import Lease, holder, this_process
from db.store import Store
from tests.factories import NOON
from tests.said import told


class Times:
    """A wall clock and a monotonic one, set by the test."""

    def __init__(self) -> None:
        self.wall, self.mono = NOON, 0.0

    def clock(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.mono


@pytest.fixture
def times() -> Times:
    return Times()


@pytest.fixture
def store(tmp_path: Path, times: Times):
    opened = Store.open(tmp_path / "a.db", times.clock)
    yield opened
    opened.close()


def lease(times: Times, name: str) -> Lease:
    return Lease(name="scheduler", holder=name, clock=times.clock, monotonic=times.monotonic, lifetime=30)


def test_the_first_takes_it_and_the_second_waits(store: Store, times: Times) -> None:
    one, two = lease(times, "one"), lease(times, "two")
    assert one.acquire(store.database) and not two.acquire(store.database)
    assert holder(store.database, "scheduler") == ("one", "2030-05-14T12:00:30.000Z")


def test_a_living_holder_is_never_overtaken(store: Store, times: Times) -> None:
    one, two = lease(times, "one"), lease(times, "two")
    one.acquire(store.database)
    for _ in range(50):
        times.mono += 10
        one.renew(store.database)
        assert not two.acquire(store.database)


def test_a_dead_holder_is_overtaken_after_one_lifetime_of_watching(store: Store, times: Times) -> None:
    one, two = lease(times, "one"), lease(times, "two")
    one.acquire(store.database)
    times.mono += 1000  # long dead, but two has only begun to look
    assert not two.acquire(store.database)
    times.mono += 29
    assert not two.acquire(store.database)
    times.mono += 1
    assert two.acquire(store.database) and two.token == 2


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=400)])
def test_the_wall_clock_decides_nothing(store: Store, times: Times, step: timedelta) -> None:
    one, two = lease(times, "one"), lease(times, "two")
    one.acquire(store.database)
    two.acquire(store.database)
    times.wall += step
    times.mono += 10
    assert not two.acquire(store.database)
    one.renew(store.database)
    times.mono += 20
    assert not two.acquire(store.database)
    times.mono += 30
    assert two.acquire(store.database), "and a dead holder is overtaken all the same"


def test_a_lease_given_up_is_free_at_once(store: Store, times: Times) -> None:
    one, two = lease(times, "one"), lease(times, "two")
    one.acquire(store.database)
    one.release(store.database)
    assert holder(store.database, "scheduler") is None
    assert two.acquire(store.database)
    one.release(store.database)
    assert holder(store.database, "scheduler") is not None, "a late release takes nothing away"


def test_a_paused_old_holder_cannot_write(store: Store, times: Times) -> None:
    one, two = lease(times, "one"), lease(times, "two")
    one.acquire(store.database)
    store.fence = one.fence
    document, figures = told("12 people died.")
    documents.keep(store, document, figures, snapshot=None, versions="v1")
    two.acquire(store.database)
    times.mono += 30
    assert two.acquire(store.database)
    late, figures = told("13 people died.")
    with pytest.raises(LeaseLost, match="is now two's; nothing was written"):
        documents.keep(store, late, figures, snapshot=None, versions="v1")
    with pytest.raises(LeaseLost):
        one.renew(store.database)
    assert store.one("SELECT count(*) AS n FROM documents") == {"n": 1}


def test_a_lease_never_held_writes_nothing(store: Store, times: Times) -> None:
    store.fence = lease(times, "one").fence
    with pytest.raises(LeaseLost, match="nobody"):
        store.problem("a", "b", "c")


def test_every_process_has_a_name_of_its_own() -> None:
    assert this_process() != this_process()
