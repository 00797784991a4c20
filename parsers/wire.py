"""One request, one reply, with a limit on everything: the lower half of parsers/fetch.py and the only door to urllib3.

The host is resolved once and each address checked; the connection is made to a checked address and its peer checked again.
Nothing is read past the limits: bytes on the wire, bytes once decoded, seconds in all (a timer cuts the connection).
"""

from __future__ import annotations

import os
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import urllib3.exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import BaseHTTPResponse

from aggregator.core.errors import BlockedAddress, FetchError
from parsers.guard import Guard, Target

Resolve = Callable[..., list[Any]]
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may cost: bytes and seconds, redirects and attempts."""

    wire: int = 10_000_000
    decoded: int = 50_000_000
    connect: float = 10.0
    silence: float = 20.0
    total: float = 60.0
    redirects: int = 5
    attempts: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back: header names in lower case, the body decoded, and how many bytes the wire carried."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    received: int


def send(
    target: Target, *, url: str, headers: Mapping[str, str], guard: Guard, limits: Limits, resolve: Resolve = socket.getaddrinfo
) -> Reply:
    """Send one GET and return the reply, whatever its status; raises FetchError of kind dns, connect, tls, timeout, reset,
    truncated, too_large, encoding or protocol, or BlockedAddress. `url` is how errors name it.
    """
    with _deadline(limits.total) as deadline:
        connection = _Connection(target, url, guard, limits, resolve, deadline).open()
        try:
            connection.request(
                "GET", target.path, headers={"Connection": "close", **headers}, preload_content=False, decode_content=False
            )
            response = connection.getresponse()
            try:
                reply = _read(response, url, limits)
            finally:
                response.close()
            if deadline.hit:  # a connection that was cut reads like one that ended
                raise FetchError("took too long in all", url=url, kind="timeout", retry=True)
            return reply
        except FetchError:
            raise
        except Exception as error:
            raise _told(error, url, deadline.hit) from error
        finally:
            connection.close()


def _read(response: BaseHTTPResponse, url: str, limits: Limits) -> Reply:
    stated = response.headers.get("Content-Length", "")
    if stated.isdecimal() and int(stated[:20]) > limits.wire:
        raise FetchError(f"{int(stated[:20]):,} bytes announced, not {limits.wire:,}", url=url, kind="too_large", retry=False)
    wire = bytearray()
    while response.status not in (204, 304):
        part = response.read1(CHUNK, decode_content=False)
        if not part:
            break
        wire += part
        if len(wire) > limits.wire:
            raise FetchError(f"more than {limits.wire:,} bytes", url=url, kind="too_large", retry=False)
    received = len(wire)
    body = bytes(wire)
    codings = [each.strip().lower() for each in response.headers.get("Content-Encoding", "").split(",") if each.strip()]
    if len(codings) > 2:
        raise FetchError(f"{len(codings)} content codings", url=url, kind="encoding", retry=False)
    for coding in reversed(codings):
        body = unpack(body, coding, limits.decoded, url) if body else body
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Reply(status=response.status, headers=headers, body=body, received=received)


def unpack(body: bytes, coding: str, limit: int, url: str) -> bytes:
    """Undo one content coding, making at most `limit` bytes; raises FetchError of kind encoding, truncated or too_large."""
    if coding == "identity":
        return body
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"content coding {coding[:40]!r}, which we did not ask for", url=url, kind="encoding", retry=False)
    wbits = (15 if _zlib_headed(body) else -15) if coding == "deflate" else 31
    made = bytearray()
    while body:
        engine = zlib.decompressobj(wbits)
        try:
            while body and not engine.eof:
                made += engine.decompress(body, min(1 << 20, limit + 1 - len(made)))
                body = engine.unconsumed_tail
                if len(made) > limit:
                    raise FetchError(f"more than {limit:,} bytes once unpacked", url=url, kind="too_large", retry=False)
        except zlib.error as error:
            if made and coding != "deflate":
                break  # rubbish after a whole member
            raise FetchError(f"broken {coding}: {error}", url=url, kind="encoding", retry=True) from None
        if not engine.eof:
            raise FetchError(f"the {coding} data are cut short", url=url, kind="truncated", retry=True)
        body = engine.unused_data if coding != "deflate" else b""
    return bytes(made)


def _zlib_headed(body: bytes) -> bool:
    """Whether deflate data have their zlib header (RFC 1950), which some servers leave out."""
    return len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0


class _Deadline:
    """Cuts the connection when time is up: the timer holds its own handle on it, so a handshake can be cut too."""

    def __init__(self) -> None:
        self.hit = False
        self._handle: int | None = None
        self._lock = threading.Lock()

    def watch(self, sock: socket.socket) -> None:
        with self._lock:
            self._release()
            self._handle = os.dup(sock.fileno())

    def cut(self) -> None:
        with self._lock:
            self.hit = True
            if self._handle is not None:
                other = socket.socket(fileno=self._handle)
                self._handle = None
                try:
                    other.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
                finally:
                    other.close()

    def release(self) -> None:
        with self._lock:
            self._release()

    def _release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


@contextmanager
def _deadline(seconds: float) -> Iterator[_Deadline]:
    deadline = _Deadline()
    timer = threading.Timer(seconds, deadline.cut)
    timer.daemon = True
    timer.start()
    try:
        yield deadline
    finally:
        timer.cancel()
        deadline.release()


class _Connection:
    """Opens a urllib3 connection whose socket goes to an address that the guard let pass."""

    def __init__(self, target: Target, url: str, guard: Guard, limits: Limits, resolve: Resolve, deadline: _Deadline) -> None:
        self.target, self.url, self.guard, self.limits = target, url, guard, limits
        self.resolve, self.deadline = resolve, deadline

    def open(self) -> HTTPConnection:
        """Return the connection, not yet connected: it connects through us on its first request."""
        host, port = self.target.host, self.target.port
        if self.target.scheme == "https":
            secure = HTTPSConnection(host, port, timeout=self.limits.silence, ssl_context=_tls(), cert_reqs="CERT_REQUIRED")
            secure._new_conn = self._connect  # type: ignore[method-assign]
            return secure
        plain = HTTPConnection(host, port, timeout=self.limits.silence)
        plain._new_conn = self._connect  # type: ignore[method-assign]
        return plain

    def _connect(self) -> socket.socket:
        failure: OSError | None = None
        for family, address in self._addresses():
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(min(self.limits.connect, self.limits.total))
                self.deadline.watch(sock)
                sock.connect(address)
                self.guard.check(sock.getpeername()[0], self.target.host, self.url)
                sock.settimeout(min(self.limits.silence, self.limits.total))
                return sock
            except BlockedAddress:
                sock.close()
                raise
            except OSError as error:
                sock.close()
                failure = error
        kind = "timeout" if isinstance(failure, TimeoutError) or self.deadline.hit else "connect"
        raise FetchError(f"cannot connect: {failure}", url=self.url, kind=kind, retry=True) from failure

    def _addresses(self) -> list[tuple[int, Any]]:
        """Resolve once; a name with even one address that is closed to us is refused as a whole."""
        found = self._resolved()
        made = []
        for family, _, _, _, address in found:
            if family in (socket.AF_INET, socket.AF_INET6):
                self.guard.check(str(address[0]), self.target.host, self.url)
                made.append((family, address))
        if not made:
            raise FetchError("no address", url=self.url, kind="dns", retry=True)
        return made[:4]

    def _resolved(self) -> list[Any]:
        """Ask the resolver, in a thread of its own: it takes no deadline, and may hang for longer than we wait."""
        answer: list[list[Any] | Exception] = []

        def ask() -> None:
            try:
                answer.append(self.resolve(self.target.host, self.target.port, type=socket.SOCK_STREAM))
            except Exception as error:  # told in the thread that waits
                answer.append(error)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(min(self.limits.connect, self.limits.total))
        if not answer:
            raise FetchError("no address in time", url=self.url, kind="dns", retry=True)
        if isinstance(answer[0], Exception):
            raise FetchError(f"no address: {answer[0]}", url=self.url, kind="dns", retry=True) from None
        return answer[0]


@cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _told(error: Exception, url: str, late: bool) -> FetchError:
    """An error of the libraries as ours: what happened in a word, and whether trying again may help."""
    cause: BaseException = error
    while (
        isinstance(cause, urllib3.exceptions.ProtocolError) and len(cause.args) > 1 and isinstance(cause.args[1], BaseException)
    ):
        cause = cause.args[1]
    if late:
        return FetchError("took too long in all", url=url, kind="timeout", retry=True)
    if isinstance(cause, (TimeoutError, urllib3.exceptions.TimeoutError)):
        return FetchError("fell silent", url=url, kind="timeout", retry=True)
    if isinstance(cause, (ssl.SSLError, urllib3.exceptions.SSLError)):
        return FetchError(f"TLS: {cause}", url=url, kind="tls", retry=False)
    if isinstance(cause, urllib3.exceptions.IncompleteRead):
        return FetchError(f"cut short: {cause}", url=url, kind="truncated", retry=True)
    if isinstance(cause, OSError):
        return FetchError(f"connection lost: {cause}", url=url, kind="reset", retry=True)
    name = type(cause).__name__
    if name in ("IncompleteRead", "InvalidChunkLength"):
        return FetchError(f"cut short: {cause}", url=url, kind="truncated", retry=True)
    if name == "RemoteDisconnected":
        return FetchError("closed without an answer", url=url, kind="reset", retry=True)
    return FetchError(f"not HTTP as we know it: {name}: {str(cause)[:200]}", url=url, kind="protocol", retry=False)
