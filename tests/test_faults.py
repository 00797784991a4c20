"""Every kind of server fault against the real fetcher: how it ends, how often it asks, and that nobody else is hurt."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from aggregator.core.errors import FetchError
from aggregator.core.model import Snapshot, Source, SourceKind
from aggregator.core.settings import Settings
from parsers.fetch import Attempt, Fetcher, NotModified
from parsers.wire import Limits
from tests.servers import FAULTS, FEED, FaultServer

LIMITS = Limits(wire=2_000_000, decoded=10_000_000, connect=3.0, silence=1.5, total=3.0)
NETWORK = Settings(allow_private=("127.0.0.0/8",))


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def resolve(host: str, port: int, **_: Any) -> list[Any]:
    """Every name of these tests is this machine; one address each, so that hosts do not wait for one another."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))]


def fetcher(**kinds: Any) -> Fetcher:
    return Fetcher(NETWORK, **({"limits": LIMITS, "pause": 0.0, "sleep": lambda seconds: None, "resolve": resolve} | kinds))


def test_there_are_more_than_25_faults() -> None:
    assert len(FAULTS) >= 50
    assert {fault.kind for fault in FAULTS.values()} >= {
        "ok", "status", "truncated", "timeout", "reset", "too_large", "encoding", "protocol", "redirects", "blocked", "empty",
    }  # fmt: skip


@pytest.fixture(scope="module")
def endings(server: FaultServer) -> dict[str, tuple[str, list[Attempt], Snapshot | NotModified | None]]:
    """All faults at once, each on a host of its own, through one fetcher: how each ended."""
    attempts: list[Attempt] = []
    shared = fetcher(record=attempts.append)
    ended: dict[str, tuple[str, Snapshot | NotModified | None]] = {}

    def run(name: str) -> None:
        source = Source(
            id=name, name=name, publisher="", kind=SourceKind.UNKNOWN, format="feed", url=server.url(name, host=f"{name}.example")
        )
        try:
            ended[name] = ("ok", shared.fetch(source))
        except FetchError as error:
            ended[name] = (error.kind, None)

    threads = [threading.Thread(target=run, args=(name,)) for name in FAULTS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {name: (kind, [each for each in attempts if each.source == name], got) for name, (kind, got) in ended.items()}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_ends_as_its_kind(name: str, endings: dict[str, Any], server: FaultServer) -> None:
    kind, attempts, got = endings[name]
    assert kind == FAULTS[name].kind
    assert server.hits[f"/{name}"] == FAULTS[name].tries
    assert attempts[-1].kind == kind
    assert [each.number for each in attempts] == list(range(1, len(attempts) + 1))
    assert (got is not None) == (kind == "ok")


def test_all_faults_together_hurt_no_good_source(endings: dict[str, Any]) -> None:
    for name in (
        "ok",
        "chunked",
        "gzip",
        "gzip-twice",
        "gzip-members",
        "gzip-tail",
        "deflate-raw",
        "no-length",
        "flaky",
        "redirect",
    ):
        assert endings[name][2].body == FEED, name


def test_a_304_is_no_snapshot_even_with_a_body(server: FaultServer) -> None:
    first = fetcher().fetch(server.url("tagged"))
    assert isinstance(first, Snapshot)
    assert (first.etag, first.last_modified) == ('"v1"', "Tue, 04 Mar 2031 07:00:00 GMT")
    again = fetcher().fetch(server.url("tagged"), etag=first.etag, last_modified=first.last_modified)
    assert isinstance(again, NotModified)
    assert again.etag == '"v1"'
    bodied = fetcher().fetch(server.url("not-modified-with-body"), etag='"v1"')
    assert isinstance(bodied, NotModified)


def test_retry_after_is_waited_for_when_short_and_handed_on_when_long(server: FaultServer) -> None:
    waited: list[float] = []
    with pytest.raises(FetchError) as short:
        fetcher(sleep=waited.append).fetch(server.url("slow-down"))
    assert short.value.retry_after == 2.0
    assert len(waited) == 2
    assert all(seconds >= 2.0 for seconds in waited)
    waited.clear()
    with pytest.raises(FetchError) as long:
        fetcher(sleep=waited.append).fetch(server.url("slow-down-long"))
    assert (long.value.retry_after, waited) == (7200.0, [])


def test_waits_between_attempts_are_jittered_and_bounded(server: FaultServer) -> None:
    waited: list[float] = []
    for _ in range(5):
        with pytest.raises(FetchError):
            fetcher(sleep=waited.append).fetch(server.url("busy"))
    assert len(waited) == 10
    assert len({round(seconds, 6) for seconds in waited}) > 5
    assert all(0 <= seconds <= 30 for seconds in waited)
