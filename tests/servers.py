"""A real HTTP server on 127.0.0.1 that misbehaves on request: each path is a fault that feeds on the internet show.

    with FaultServer() as server:
        Fetcher(...).fetch(server.url("truncated-gzip"))

`FAULTS` is the table: what each path does, and the kind of FetchError that a client should end with (`ok` where none).
"""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

FEED = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Fault Wire</title><item>'
    b"<title>Five die on the pass</title><link>http://fault.example/1</link>"
    b"<description>Five people died on the pass.</description></item></channel></rss>"
)
PATIENCE = 8.0  # no fault keeps a connection longer than this


@dataclass(frozen=True, slots=True)
class Fault:
    """What a path does. `kind` is how a fetch of it ends; `tries` how often a client with three attempts asks for it."""

    does: Callable[[Wire], None]
    kind: str
    tries: int = 1


class Wire:
    """One accepted connection with the request read from it."""

    def __init__(self, sock: socket.socket, server: FaultServer) -> None:
        self.sock, self.server = sock, server
        head = b""
        while b"\r\n\r\n" not in head and len(head) < 65536:
            part = sock.recv(4096)
            if not part:
                break
            head += part
        lines = head.decode("latin-1").split("\r\n")
        self.path = lines[0].split(" ")[1] if lines[0].count(" ") >= 2 else "/"
        self.headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def reply(self, status: str = "200 OK", body: bytes = FEED, *headers: str, length: int | None = None) -> None:
        lines = [f"HTTP/1.1 {status}", *headers]
        if length is None:
            length = len(body)
        if length >= 0:
            lines.append(f"Content-Length: {length}")
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    def reset(self) -> None:
        """End with a TCP reset instead of a goodbye."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def drip(self, data: bytes, pause: float = 0.05) -> None:
        """Send a byte at a time for as long as anybody listens."""
        until = time.monotonic() + PATIENCE
        for number in range(1_000_000):
            self.send(data[number % len(data)].to_bytes(1, "big"))
            if time.monotonic() > until or self.server.stopping.wait(pause):
                return

    def flood(self, piece: bytes) -> None:
        """Send the same piece for as long as anybody listens."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self.server.stopping.is_set():
            self.send(piece)


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


@cache
def bomb() -> bytes:
    """Made once, before anybody waits for it."""
    return gzip.compress(bytes(30_000_000))


def tagged(wire: Wire) -> None:
    if wire.headers.get("if-none-match") == '"v1"':
        wire.reply("304 Not Modified", b"", 'ETag: "v1"')
    else:
        wire.reply(
            "200 OK", FEED, 'ETag: "v1"', "Last-Modified: Tue, 04 Mar 2031 07:00:00 GMT", "Content-Type: application/rss+xml"
        )


def flaky(wire: Wire) -> None:
    """Two failures, then the feed."""
    wire.reply() if wire.server.hits["/flaky"] % 3 == 0 else wire.reply("503 Service Unavailable", b"busy")


CHUNKED = "Transfer-Encoding: chunked"
GZIP = "Content-Encoding: gzip"

FAULTS: dict[str, Fault] = {
    "ok": Fault(lambda wire: wire.reply(), "ok"),
    "tagged": Fault(tagged, "ok"),
    "chunked": Fault(
        lambda wire: wire.reply("200 OK", chunk(FEED[:50]) + chunk(FEED[50:]) + b"0\r\n\r\n", CHUNKED, length=-1), "ok"
    ),
    "gzip": Fault(lambda wire: wire.reply("200 OK", gzip.compress(FEED), GZIP), "ok"),
    "gzip-twice": Fault(
        lambda wire: wire.reply("200 OK", gzip.compress(gzip.compress(FEED)), "Content-Encoding: gzip, gzip"), "ok"
    ),
    "gzip-members": Fault(lambda wire: wire.reply("200 OK", gzip.compress(FEED[:99]) + gzip.compress(FEED[99:]), GZIP), "ok"),
    "gzip-tail": Fault(lambda wire: wire.reply("200 OK", gzip.compress(FEED) + b"rubbish", GZIP), "ok"),
    "deflate-raw": Fault(lambda wire: wire.reply("200 OK", raw_deflate(FEED), "Content-Encoding: deflate"), "ok"),
    "no-length": Fault(lambda wire: wire.reply("200 OK", FEED, length=-1), "ok"),
    "wrong-charset": Fault(lambda wire: wire.reply("200 OK", FEED, "Content-Type: text/xml; charset=klingon"), "ok"),
    "wrong-type": Fault(lambda wire: wire.reply("200 OK", FEED, "Content-Type: image/png"), "ok"),
    "early-hints": Fault(lambda wire: wire.reply("100 Continue\r\n\r\nHTTP/1.1 200 OK"), "ok"),
    "error-page": Fault(lambda wire: wire.reply("200 OK", b"<!doctype html><html><body>Down for repair</body></html>"), "ok"),
    "flaky": Fault(flaky, "ok", 3),
    "redirect": Fault(lambda wire: wire.reply("301 Moved Permanently", b"", "Location: /landing"), "ok"),
    "redirect-loop": Fault(lambda wire: wire.reply("302 Found", b"", "Location: /redirect-loop"), "redirects", 6),
    "redirect-nowhere": Fault(lambda wire: wire.reply("302 Found", b""), "redirects"),
    "redirect-inside": Fault(lambda wire: wire.reply("302 Found", b"", "Location: http://169.254.169.254/latest/"), "blocked"),
    "redirect-file": Fault(lambda wire: wire.reply("302 Found", b"", "Location: file:///etc/passwd"), "blocked"),
    "truncated": Fault(lambda wire: wire.reply("200 OK", FEED[:90], length=len(FEED)), "truncated", 3),
    "truncated-gzip": Fault(lambda wire: wire.reply("200 OK", gzip.compress(FEED)[:-20], GZIP), "truncated", 3),
    "truncated-chunk": Fault(lambda wire: wire.reply("200 OK", b"ffff\r\n" + FEED[:90], CHUNKED, length=-1), "truncated", 3),
    "broken-chunk": Fault(lambda wire: wire.reply("200 OK", b"zz\r\n" + FEED, CHUNKED, length=-1), "truncated", 3),
    "broken-gzip": Fault(lambda wire: wire.reply("200 OK", FEED, GZIP), "encoding", 3),
    "unasked-coding": Fault(lambda wire: wire.reply("200 OK", FEED, "Content-Encoding: br"), "encoding"),
    "many-codings": Fault(lambda wire: wire.reply("200 OK", FEED, "Content-Encoding: gzip, gzip, gzip, gzip"), "encoding"),
    "gzip-bomb": Fault(lambda wire: wire.reply("200 OK", bomb(), GZIP), "too_large"),
    "gzip-bomb-twice": Fault(
        lambda wire: wire.reply("200 OK", gzip.compress(bomb()), "Content-Encoding: gzip, gzip"),
        "too_large",
    ),
    "endless-body": Fault(lambda wire: (wire.reply("200 OK", b"", length=-1), wire.flood(bytes(65536)))[0], "too_large"),
    "endless-chunks": Fault(
        lambda wire: (wire.reply("200 OK", b"", CHUNKED, length=-1), wire.flood(chunk(bytes(999))))[0], "too_large"
    ),
    "announced-large": Fault(lambda wire: wire.reply("200 OK", b"", length=10**12), "too_large"),
    "endless-head": Fault(
        lambda wire: (wire.send(b"HTTP/1.1 200 OK\r\n"), wire.flood(b"X-Filler: 0123456789\r\n"))[0], "protocol"
    ),
    "long-header": Fault(lambda wire: wire.reply("200 OK", FEED, "X-Long: " + "a" * 70_000), "protocol"),
    "garbage": Fault(lambda wire: wire.send(b"\x00\xffgarbage\r\n\r\n"), "protocol"),
    "other-protocol": Fault(lambda wire: wire.send(b"SSH-2.0-OpenSSH_9.9\r\n"), "protocol"),
    "drip-body": Fault(lambda wire: (wire.reply("200 OK", b"", length=10**5), wire.drip(FEED))[0], "timeout", 3),
    "drip-head": Fault(lambda wire: wire.drip(b"HTTP/1.1 200 OK\r\nX-Filler: "), "timeout", 3),
    "drip-chunk": Fault(lambda wire: (wire.reply("200 OK", b"", CHUNKED, length=-1), wire.drip(b"0"))[0], "timeout", 3),
    "silence": Fault(lambda wire: wire.server.stopping.wait(PATIENCE), "timeout", 3),  # type: ignore[arg-type,return-value]
    "stall": Fault(
        lambda wire: (wire.reply("200 OK", FEED[:90], length=999), wire.server.stopping.wait(PATIENCE))[0], "timeout", 3
    ),
    "reset": Fault(lambda wire: (wire.reply("200 OK", FEED[:90], length=999), wire.reset())[0], "reset", 3),
    "reset-at-once": Fault(lambda wire: wire.reset(), "reset", 3),
    "no-answer": Fault(lambda wire: None, "reset", 3),
    "empty": Fault(lambda wire: wire.reply("200 OK", b""), "empty", 3),
    "blank": Fault(lambda wire: wire.reply("200 OK", b" \r\n \n"), "empty", 3),
    "no-content": Fault(lambda wire: wire.reply("204 No Content", b"", length=-1), "status"),
    "partial": Fault(lambda wire: wire.reply("206 Partial Content", FEED[:90], "Content-Range: bytes 0-89/999"), "status"),
    "not-modified-unasked": Fault(lambda wire: wire.reply("304 Not Modified", b"", length=-1), "status"),
    "not-modified-with-body": Fault(lambda wire: wire.reply("304 Not Modified", FEED), "status"),
    "forbidden": Fault(lambda wire: wire.reply("403 Forbidden", b"no"), "status"),
    "missing": Fault(lambda wire: wire.reply("404 Not Found", b"no"), "status"),
    "gone": Fault(lambda wire: wire.reply("410 Gone", b"no"), "status"),
    "server-error": Fault(lambda wire: wire.reply("500 Internal Server Error", b"no"), "status", 3),
    "busy": Fault(lambda wire: wire.reply("503 Service Unavailable", b"no"), "status", 3),
    "slow-down": Fault(lambda wire: wire.reply("429 Too Many Requests", b"no", "Retry-After: 2"), "status", 3),
    "slow-down-long": Fault(lambda wire: wire.reply("429 Too Many Requests", b"no", "Retry-After: 7200"), "status"),
    "slow-down-rubbish": Fault(lambda wire: wire.reply("429 Too Many Requests", b"no", "Retry-After: soon"), "status", 3),
    "odd-status": Fault(lambda wire: wire.reply("999 What", b"no"), "status"),
}


class FaultServer:
    """Listens on a free port of 127.0.0.1 until the block ends. `hits` counts requests by path, robots.txt apart."""

    def __init__(self, extra: dict[str, Callable[[Wire], None]] | None = None, robots: str = "") -> None:
        bomb()
        self.stopping = threading.Event()
        self.hits: Counter[str] = Counter()
        self.accepted = 0
        self.agents: set[str] = set()
        self._does = {f"/{name}": fault.does for name, fault in FAULTS.items()} | {"/landing": FAULTS["ok"].does} | (extra or {})
        self._robots = robots
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._socket.getsockname()[1]
        self._threads: list[threading.Thread] = []

    def url(self, name: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/{name}"

    def __enter__(self) -> FaultServer:
        accepting = threading.Thread(target=self._accept, daemon=True)
        self._threads.append(accepting)
        accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            self.accepted += 1
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        try:
            sock.settimeout(PATIENCE)
            wire = Wire(sock, self)
            path = wire.path.partition("?")[0]
            if path == "/robots.txt":
                wire.reply("200 OK" if self._robots else "404 Not Found", self._robots.encode())
                return
            self.hits[path] += 1
            self.agents.add(wire.headers.get("user-agent", ""))
            does = self._does.get(path)
            if does is None:
                wire.reply("404 Not Found", b"")
            else:
                does(wire)
        except OSError:
            pass  # the client hung up: what many of these faults are about
        finally:
            sock.close()
