"""`make ssrf`: every address that must not be reached: written out, behind a name, behind a redirect. Counts connections made.

    python tests/benchmarks/ssrf.py

A server on 127.0.0.1 listens where nothing may arrive. Each vector of tests/test_ssrf.py is fetched with the strict guard;
then asked for by a redirect from a host that is allowed by name. Ends with 1 when one was not refused, or any connection came.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aggregator.core.errors import BlockedAddress, FetchError
from aggregator.core.settings import Settings
from parsers.fetch import Fetcher
from tests.servers import FaultServer, Wire
from tests.test_ssrf import RESOLVED, names, vectors


def refused(fetch: Callable[[], object]) -> bool:
    """Whether a fetch was refused for its address."""
    try:
        fetch()
    except BlockedAddress:
        return True
    except FetchError:
        return False
    return False


def away(location: str) -> Callable[[Wire], None]:
    """A page that redirects to `location`."""
    return lambda wire: wire.send(
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location.encode("utf-8", "replace") + b"\r\n\r\n"
    )


def strict(**kinds: Any) -> Fetcher:
    """A fetcher that may reach nothing private."""
    return Fetcher(Settings(), pause=0.0, sleep=lambda seconds: None, **kinds)


@click.command()
def main() -> None:
    """Try them all and report."""
    open_ones: list[str] = []
    with FaultServer() as canary:
        urls = vectors(canary.port)
        open_ones += [url for url in urls if not refused(lambda url=url: strict().fetch(url))]  # type: ignore[misc]
        addresses = RESOLVED.split()
        for address in addresses:
            behind = strict(resolve=lambda host, port, address=address, **_: names(address, canary.port))
            if not refused(lambda behind=behind: behind.fetch(f"http://news.example:{canary.port}/")):  # type: ignore[misc]
                open_ones.append(f"name -> {address}")
        direct = canary.accepted
        hops = 0
        for url in urls:
            if (
                not url.startswith("http://")
                or "\r" in url
                or url in ("http://", "http:127.0.0.1")
                or "///" in url
                or "http:1" in url
            ):
                continue  # read as relative by the rules of addresses: leads back to the first host
            canary._does["/hop"] = away(url)
            fetcher = Fetcher(
                Settings(allow_private=("first.example",)),
                pause=0.0,
                sleep=lambda seconds: None,
                resolve=lambda host, port, **_: names("127.0.0.1", canary.port),
            )
            hops += 1
            try:
                fetcher.fetch(canary.url("hop", host="first.example"))
                open_ones.append(f"redirect -> {url}")
            except FetchError as error:
                if error.kind not in ("blocked", "redirects"):
                    open_ones.append(f"redirect -> {url} ({error.kind})")
        strays = canary.accepted - direct - 2 * hops  # robots.txt and the page itself, on the allowed host
    for each in open_ones:
        click.echo(f"NOT REFUSED {each}")
    click.echo(
        f"{len(urls)} addresses, {len(addresses)} names for inner addresses, {hops} redirects: {len(open_ones)} not refused, "
        f"{direct} + {strays} connections where none may be"
    )
    if open_ones or direct or strays:
        sys.exit(1)


if __name__ == "__main__":
    main()
