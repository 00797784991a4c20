"""When a source is next due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.errors import FetchError, FormatError
from aggregator.core.model import Source, SourceKind
from aggregator.pacing import LASTING, LONGEST, after_failure, after_success
from tests.factories import NOON


def source(every: int = 60, jitter: int = 0) -> Source:
    return Source(
        id="a", name="A", publisher="A", kind=SourceKind.UNKNOWN, format="feed", url="http://a.example/",
        every_minutes=every, jitter_seconds=jitter,
    )  # fmt: skip


def refused(kind: str = "timeout", status: int | None = None, after: float | None = None) -> FetchError:
    return FetchError("no", url="http://a.example/", kind=kind, retry=True, status=status, retry_after=after)


@pytest.mark.parametrize(("unchanged", "hours"), [(0, 1), (7, 1), (8, 2), (16, 3), (24, 4), (1000, 4)])
def test_a_source_that_does_not_change_is_asked_less_often(unchanged: int, hours: int) -> None:
    assert after_success(source(), now=NOON, unchanged=unchanged, dice=lambda: 0.5) == NOON + timedelta(hours=hours)


def test_jitter_is_the_sources_own() -> None:
    assert after_success(source(jitter=40), now=NOON, unchanged=0, dice=lambda: 0.5) == NOON + timedelta(hours=1, seconds=20)


@pytest.mark.parametrize(("failures", "hours"), [(1, 1), (2, 2), (3, 4), (5, 16), (6, 24), (600, 24)])
def test_failures_double_the_wait_up_to_a_day(failures: int, hours: int) -> None:
    assert after_failure(source(), now=NOON, failures=failures, error=refused(), dice=lambda: 0) == NOON + timedelta(hours=hours)


NOT_SOON = [refused("status", 404), refused("status", 403), refused("status", 444), refused("robots"), refused("key")]


@pytest.mark.parametrize("error", NOT_SOON)
def test_what_an_hour_will_not_mend_waits_longer(error: FetchError) -> None:
    assert after_failure(source(5), now=NOON, failures=1, error=error, dice=lambda: 0) == NOON + LASTING


def test_a_passing_fault_does_not() -> None:
    assert after_failure(source(5), now=NOON, failures=1, error=refused("status", 503), dice=lambda: 0) == NOON + timedelta(
        minutes=5
    )
    assert after_failure(source(5), now=NOON, failures=1, error=FormatError("no feed"), dice=lambda: 0) == NOON + timedelta(
        minutes=5
    )


def test_a_machine_that_was_offline_comes_back_within_hours() -> None:
    def wait(every: int) -> timedelta:
        return after_failure(source(every), now=NOON, failures=50, error=refused("dns"), dice=lambda: 0) - NOON

    assert (wait(5), wait(60), wait(600)) == (timedelta(hours=2), timedelta(hours=2), timedelta(hours=10))


def test_retry_after_is_kept_even_beyond_a_day() -> None:
    two_days = 2 * 86_400.0
    found = after_failure(source(5), now=NOON, failures=1, error=refused("status", 429, after=two_days), dice=lambda: 0)
    assert found == NOON + timedelta(days=2)


@given(
    every=st.integers(1, 100_000),
    failures=st.integers(1, 10_000),
    after=st.none() | st.floats(0, 1e6),
    dice=st.floats(0, 1),
    kind=st.sampled_from(["timeout", "robots", "connect"]),
)
def test_never_at_once_and_never_beyond_all_measure(
    every: int, failures: int, after: float | None, dice: float, kind: str
) -> None:
    found = after_failure(source(every), now=NOON, failures=failures, error=refused(kind, None, after), dice=lambda: dice)
    assert NOON + timedelta(minutes=min(every, 1440)) <= found
    assert found <= NOON + max(LONGEST, timedelta(seconds=after or 0)) * 1.25 + timedelta(milliseconds=1)
