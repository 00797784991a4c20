"""`make faults`: every kind of server fault, all at once, against one fetcher; how each ended, what it cost, and the table.

    python tests/benchmarks/faults.py [--wire BYTES] [--decoded BYTES] [--total SECONDS]

A real server on 127.0.0.1 (tests/servers.py) misbehaves in every way that it knows. Each fault has a host name of its own, so
that politeness keeps none waiting for another. Ends with 1 when a fault ended otherwise than its table says or a good source
was hurt.
"""

from __future__ import annotations

import resource
import socket
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aggregator.core.errors import FetchError
from aggregator.core.model import Snapshot, Source, SourceKind
from aggregator.core.settings import Settings
from parsers.fetch import Attempt, Fetcher, NotModified
from parsers.wire import Limits
from tests.servers import FAULTS, FEED, FaultServer


def resolve(host: str, port: int, **_: Any) -> list[Any]:
    """Every name is this machine."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))]


def unchanged(hosts: int) -> str:
    """A round over many hosts where nothing changed: robots.txt and a 304 each, sixteen at a time, with the usual pause."""
    with FaultServer() as server:
        fetcher = Fetcher(Settings(allow_private=("127.0.0.0/8",)), resolve=resolve)
        before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        with ThreadPoolExecutor(16) as pool:
            got = list(pool.map(lambda n: fetcher.fetch(server.url("tagged", host=f"h{n}.example"), etag='"v1"'), range(hosts)))
        after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    same = sum(isinstance(each, NotModified) for each in got)
    return (
        f"{hosts} hosts, {same} unchanged: {time.perf_counter() - began:.1f} s, {spent:.1f} s of processor time, server included"
    )


@click.command()
@click.option("--wire", default=10_000_000, show_default=True, help="Most bytes on the wire.")
@click.option("--decoded", default=25_000_000, show_default=True, help="Most bytes once decoded.")
@click.option("--silence", default=2.0, show_default=True, help="Most seconds between two bytes.")
@click.option("--total", default=4.0, show_default=True, help="Most seconds for one request.")
def main(wire: int, decoded: int, silence: float, total: float) -> None:
    """Run them all and report."""
    limits = Limits(wire=wire, decoded=decoded, connect=2.0, silence=silence, total=total)
    attempts: list[Attempt] = []
    ended: dict[str, tuple[str, float]] = {}
    hurt: list[str] = []
    began = time.perf_counter()
    with FaultServer() as server:
        fetcher = Fetcher(
            Settings(allow_private=("127.0.0.0/8",)),
            limits=limits,
            pause=0.0,
            sleep=lambda seconds: None,
            resolve=resolve,
            record=attempts.append,
        )

        def one(name: str) -> None:
            url = server.url(name, host=f"{name}.example")
            source = Source(id=name, name=name, publisher="", kind=SourceKind.UNKNOWN, format="feed", url=url)
            at = time.perf_counter()
            try:
                got = fetcher.fetch(source)
                kind = "ok"
                if name in ("ok", "flaky", "redirect") and not (isinstance(got, Snapshot) and got.body == FEED):
                    hurt.append(name)
            except FetchError as error:
                kind = error.kind
            except Exception as error:
                kind = f"UNCAUGHT {type(error).__name__}"
            ended[name] = (kind, time.perf_counter() - at)

        threads = [threading.Thread(target=one, args=(name,)) for name in FAULTS]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    tries = Counter(attempt.source for attempt in attempts)
    wrong = [name for name in FAULTS if ended[name][0] != FAULTS[name].kind] + hurt
    for name in sorted(FAULTS):
        kind, seconds = ended[name]
        click.echo(f"{name:24} {kind:10} {tries[name]} attempt(s) {seconds:6.2f} s{'   WRONG' if name in wrong else ''}")
    used = resource.getrusage(resource.RUSAGE_SELF)
    click.echo(
        f"{len(FAULTS)} faults, {len(attempts)} attempts; {len(wrong)} ended otherwise than expected; "
        f"{time.perf_counter() - began:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of processor time, {used.ru_maxrss >> 10} MB"
    )
    click.echo(unchanged(500))
    if wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
