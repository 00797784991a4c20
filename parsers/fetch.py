"""The only door to the network: polite, bounded, conditional GET.

Politeness: robots.txt, a pause between two requests to a host, one at a time per host, Retry-After, a user agent with a contact.
Failures: a FetchError of a kind; kinds that may pass are tried again after a pause of full jitter. `record` hears each attempt.
"""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from aggregator.core.errors import FetchError
from aggregator.core.model import Snapshot, Source, SourceKind
from aggregator.core.settings import Settings
from parsers.addresses import Keys
from parsers.guard import Guard
from parsers.headers import conditions, content_type, redirected, retry_after
from parsers.robots import Robots
from parsers.wire import Limits, Reply, Resolve, send

AGENT = "casualty-figures"
VERSION = "0.1"
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
MOVED = frozenset({301, 302, 303, 307, 308})
LONGEST_WAIT = 30.0
ROBOTS_BYTES = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that nothing changed since the tag or date we sent."""

    source: str
    url: str
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One request and how it went: `kind` is ok, not_modified or a FetchError's kind; bytes as the wire carried them."""

    source: str
    url: str
    at: datetime
    number: int
    kind: str
    seconds: float
    status: int | None = None
    received: int = 0
    message: str = ""


class Fetcher:
    """Fetches for everybody; safe to share between threads. Clock, sleep, resolver and dice are arguments."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime] | None = None,
        *,
        keys: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        pause: float = 1.0,
        robots: bool = True,
        sleep: Callable[[float], object] = time.sleep,
        ticks: Callable[[], float] = time.monotonic,
        resolve: Resolve = socket.getaddrinfo,
        dice: random.Random | None = None,
        record: Callable[[Attempt], None] | None = None,
    ) -> None:
        self.settings, self.limits, self.pause = settings, limits or Limits(), pause
        self._robots = Robots(AGENT, self._read_robots, ticks) if robots else None
        self._keys = Keys(settings.keys if keys is None else keys)
        self._now = clock or (lambda: datetime.now(UTC))
        self._sleep, self._ticks, self._resolve = sleep, ticks, resolve
        self._dice = dice or random.Random()
        self._record = record or (lambda attempt: None)
        self._guard = Guard(settings.allow_private)
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @property
    def agent(self) -> str:
        """The user agent: who we are and how to reach whoever runs this."""
        contact = "".join(char for char in self.settings.contact if " " <= char <= "~")
        return f"{AGENT}/{VERSION}" + (f" (+{contact})" if contact else "")

    def fetch(
        self, source: Source | str, *, at: str | None = None, etag: str | None = None, last_modified: str | None = None
    ) -> Snapshot | NotModified:
        """Return what the address holds now, or NotModified; raises FetchError (`kind`, `retry`, `retry_after` say what next).

        A string is an address outside any source. `at` is an address that a reply of the source named: it is given the source's
        keys and headers only where it leads back to the source's own host. `etag` and `last_modified` are what the last reply
        said.
        """
        if isinstance(source, str):
            source = Source(id="url", name=source, publisher="", kind=SourceKind.UNKNOWN, format="files", url=source)
        url, own = self.address(source), self._keys.headers(source)
        if at is not None:
            trusted = self._guard.target(at).origin == self._guard.target(url).origin
            url, own = (self._keys.filled(at, source), own) if trusted else (at, {})
        own |= conditions(etag, last_modified)
        headers = {"User-Agent": self.agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate", **own}
        for number in range(1, self.limits.attempts + 1):
            try:
                return self._attempt(source, url, headers, number)
            except FetchError as error:
                if not error.retry or number == self.limits.attempts:
                    raise
                if error.retry_after is not None and error.retry_after > LONGEST_WAIT:
                    raise
                self._sleep(max(error.retry_after or 0.0, self._dice.uniform(0, min(LONGEST_WAIT, 2.0**number))))
        raise AssertionError("the last attempt returns or raises")

    def address(self, source: Source) -> str:
        """Return the source's address as it would be asked for now; raises FetchError where a key is missing."""
        return self._keys.address(source, self._now())

    def _attempt(self, source: Source, url: str, headers: Mapping[str, str], number: int) -> Snapshot | NotModified:
        """One attempt, redirects included, told to `record` however it ends."""
        began, at = self._ticks(), self._now()

        def told(kind: str, status: int | None = None, received: int = 0, message: str = "") -> None:
            self._record(
                Attempt(
                    source=source.id,
                    url=self._keys.hidden(url, source),
                    at=at,
                    number=number,
                    kind=kind,
                    seconds=self._ticks() - began,
                    status=status,
                    received=received,
                    message=self._keys.hidden(message, source),
                )
            )

        try:
            final, reply = self._follow(source, url, headers)
            result = self._result(source, final, reply, headers)
        except FetchError as error:
            shown = type(error)(
                self._keys.hidden(str(error).removeprefix(f"{error.url}: "), source),
                url=self._keys.hidden(error.url, source),
                kind=error.kind,
                retry=error.retry,
                status=error.status,
                retry_after=error.retry_after,
            )
            told(error.kind, error.status, message=str(shown))
            raise shown from error
        told("ok" if isinstance(result, Snapshot) else "not_modified", reply.status, reply.received)
        return result

    def _follow(self, source: Source, url: str, headers: Mapping[str, str]) -> tuple[str, Reply]:
        """Ask, and follow redirects; each hop is checked, waited for and asked of robots.txt like a first request."""
        origin = self._guard.target(url).origin
        for _ in range(self.limits.redirects + 1):
            target = self._guard.target(url)
            if target.origin != origin:  # what was meant for one host goes to no other
                headers = {k: v for k, v in headers.items() if k in ("User-Agent", "Accept", "Accept-Encoding")}
            if self._robots and source.options.get("robots", True) is not False:
                self._ask_robots(url)
            reply = self._send(url, headers, source)
            if reply.status not in MOVED:
                return url, reply
            location = reply.headers.get("location")
            if not location:
                raise FetchError(
                    f"status {reply.status} without a place to go", url=url, kind="redirects", retry=False, status=reply.status
                )
            url = redirected(url, location)
        raise FetchError(f"more than {self.limits.redirects} redirects", url=url, kind="redirects", retry=False)

    def _send(self, url: str, headers: Mapping[str, str], source: Source | None, limits: Limits | None = None) -> Reply:
        target = self._guard.target(url)
        host = self._host(target.host)
        stated = source.options.get("pause_seconds") if source else None
        pause = max(self.pause, float(stated) if isinstance(stated, (int, float)) and self.pause else 0.0)
        with host.lock:
            wait = host.free_at - self._ticks()
            if wait > 0:
                self._sleep(wait)
            try:
                return send(
                    target, url=url, headers=headers, guard=self._guard, limits=limits or self.limits, resolve=self._resolve
                )
            finally:
                if source:  # robots.txt itself costs no turn: the page that it was asked for comes next
                    host.free_at = self._ticks() + max(pause, host.delay if self.pause else 0.0)

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host())

    def _result(self, source: Source, url: str, reply: Reply, headers: Mapping[str, str]) -> Snapshot | NotModified:
        etag, changed = reply.headers.get("etag"), reply.headers.get("last-modified")
        if reply.status == 304 and ("If-None-Match" in headers or "If-Modified-Since" in headers):
            return NotModified(
                source=source.id,
                url=self._keys.hidden(url, source),
                fetched_at=self._now(),
                etag=etag or headers.get("If-None-Match"),
                last_modified=changed or headers.get("If-Modified-Since"),
            )
        if reply.status != 200:
            raise FetchError(
                f"status {reply.status}",
                url=url,
                kind="status",
                retry=reply.status in AGAIN,
                status=reply.status,
                retry_after=retry_after(reply.headers.get("retry-after"), self._now()),
            )
        if not reply.body.strip():
            raise FetchError("an empty reply", url=url, kind="empty", retry=True, status=200)
        media_type, charset = content_type(reply.headers.get("content-type", ""))
        return Snapshot(
            id=Snapshot.digest(reply.body),
            source=source.id,
            url=self._keys.hidden(url, source),
            body=reply.body,
            media_type=media_type,
            fetched_at=self._now(),
            charset=charset,
            status=reply.status,
            etag=etag,
            last_modified=changed,
        )

    def _ask_robots(self, url: str) -> None:
        """Raise FetchError of kind robots where the site asks programs like us to stay away."""
        target = self._guard.target(url)
        assert self._robots is not None
        if not self._robots.allows(target.origin, url):
            raise FetchError("robots.txt asks us to stay away", url=url, kind="robots", retry=False)
        self._host(target.host).delay = self._robots.delay(target.origin)

    def _read_robots(self, origin: str) -> str:
        """Return the origin's robots.txt: nothing where there is none; raises FetchError while it is out of reach."""
        url = f"{origin}/robots.txt"
        limits = replace(self.limits, wire=ROBOTS_BYTES, decoded=ROBOTS_BYTES)
        headers = {"User-Agent": self.agent, "Accept": "text/plain, */*", "Accept-Encoding": "gzip, deflate"}
        for _ in range(self.limits.redirects + 1):
            try:
                reply = self._send(url, headers, None, limits)
            except FetchError as error:
                if error.kind in ("too_large", "encoding", "protocol"):
                    return ""
                raise
            if reply.status in MOVED and reply.headers.get("location"):
                url = redirected(url, reply.headers["location"])
                continue
            if reply.status >= 500 or reply.status == 429:
                wait = retry_after(reply.headers.get("retry-after"), self._now())
                raise FetchError(
                    f"robots.txt: status {reply.status}",
                    url=url,
                    kind="robots",
                    retry=True,
                    status=reply.status,
                    retry_after=wait,
                )
            return reply.body.decode("utf-8", "replace") if reply.status == 200 else ""
        return ""


@dataclass(slots=True)
class _Host:
    """A host's turn-taking: one request at a time, the next not before `free_at`; `delay` is what its robots.txt asks for."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    delay: float = 0.0
