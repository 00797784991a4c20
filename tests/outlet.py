"""A news outlet on 127.0.0.1: a real HTTP server whose feed and faults the test sets."""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ITEM = """<item><title>{title}</title><link>{base}/story/{id}</link><pubDate>Tue, 14 May 2030 {hour:02}:00:00 GMT</pubDate>
<description>{text}</description></item>"""
TOML = """
name = "{id}"
publisher = "Harbour News"
kind = "broadcaster_press"
format = "feed"
url = "{url}"
every_minutes = {every}
jitter_seconds = 0
{more}
"""


class Outlet:
    """Items by id; `status` other than 200 answers with that; requests are counted by path."""

    def __init__(self) -> None:
        self.items: dict[str, str] = {}
        self.pages: dict[str, str] = {}
        self.status, self.retry_after, self.body = 200, "", b""
        self.asked: list[str] = []
        self.base = ""

    def feed(self) -> bytes:
        items = "".join(
            ITEM.format(title=f"Report {key}", base=self.base, id=key, hour=n % 24, text=text)
            for n, (key, text) in enumerate(self.items.items())
        )
        return self.body or f"<rss version='2.0'><channel><title>Harbour News</title>{items}</channel></rss>".encode()


@contextmanager
def outlet() -> Iterator[Outlet]:
    """Run an outlet for the block."""
    state = Outlet()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            state.asked.append(self.path)
            if self.path == "/robots.txt":
                self.answer(404, b"")
            elif self.path.startswith("/story/"):
                page = state.pages.get(self.path.removeprefix("/story/"))
                self.answer(200 if page else 404, (page or "").encode(), "text/html")
            elif state.status != 200:
                self.answer(state.status, b"no")
            else:
                body = state.feed()
                tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
                same = self.headers.get("If-None-Match") == tag
                self.answer(304 if same else 200, b"" if same else body, "application/rss+xml", tag)

        def answer(self, status: int, body: bytes, kind: str = "text/plain", tag: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if tag:
                self.send_header("ETag", tag)
            if state.retry_after:
                self.send_header("Retry-After", state.retry_after)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def source_file(folder: Path, name: str, url: str, *, every: int = 60, more: str = "") -> Path:
    """Write a source's file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(TOML.format(id=name, url=url, every=every, more=more))
    return path
