"""A played day of news: fifty outlets on loopback addresses of this machine, whose feeds fill hour by hour and fail at times.

Everything that will be reported is drawn beforehand from a seed, so that what a scheduler stored can be compared with what there
was to read. Happenings grow: later reports tell more dead. A fifth of the outlets give a first sentence only and the rest on a
page; a third of the reports are printed by others word for word; four in ten have nothing to do with casualties.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import random
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

TOWNS = """
Aleppo Baghdad Benghazi Beni Bunia Butembo Derna Dnipro Gao Goma Herat Hodeidah Homs Idlib Jalalabad Juba Kabul Kandahar Kassala
Kharkiv Khartoum Kherson Kirkuk Kunduz Mandalay Mariupol Mocoa Mosul Nyala Odesa Quetta Raqqa Sanaa Taiz Tripoli
""".split()
HARMS = "a flood|an airstrike|a bus crash|a gas explosion|a fire|shelling|a landslide|a bombing|an ambush".split("|")
SAYERS = ("police said", "the health ministry said", "rescue workers said", "a local official said", "a hospital director said")
MARKETS = ("grain", "fuel", "timber", "cotton", "cement", "onions", "bicycles")
# outlet, from which hour to which, how it fails
FAULTS = (
    (0, 2.0, 5.0, "503"),
    (7, 4.0, 5.5, "page"),
    (10, 6.0, 9.0, "429"),
    (17, 8.0, 10.0, "cut"),
    (20, 10.0, 13.0, "reset"),
    (27, 12.0, 13.0, "blank"),
    (30, 14.0, 17.0, "500"),
    (37, 16.0, 16.5, "404"),
    (40, 18.0, 20.0, "silence"),
    (47, 20.0, 22.0, "503"),
)
SILENCE_SECONDS = 25.0


@dataclass(frozen=True, slots=True)
class Report:
    """One item of one outlet: `hour` is when it appears, in played hours."""

    id: str
    outlet: int
    hour: float
    title: str
    text: str


def fully(outlet: int) -> bool:
    """Whether the outlet's feed gives a first sentence only, and its pages the whole."""
    return outlet % 5 == 1


def drawn(seed: int, outlets: int, hours: float, happenings: int, others: int) -> list[Report]:
    """Return all reports of a day, six hours before its beginning included, by the hour of their appearance."""
    dice, reports = random.Random(seed), list[Report]()

    def add(outlet: int, hour: float, title: str, text: str) -> None:
        reports.append(Report(f"{len(reports)}", outlet, hour, title, text))

    for _ in range(happenings):
        hour, town, harm = dice.uniform(-6, hours), dice.choice(TOWNS), dice.choice(HARMS)
        dead, hurt = dice.randrange(2, 40), dice.randrange(0, 90)
        while hour < hours and dice.random() < 0.85:
            sayer = dice.choice(SAYERS)
            first = f"At least {dead} people were killed in {harm} in {town} on {{day}}, {sayer}."
            more = f" Another {hurt} were injured." if hurt else ""
            last = f" The dead included {dice.randrange(1, dead)} children." if dice.random() < 0.3 else ""
            text = f"{first}{more}{last} Roads into the town stayed closed into the evening, and schools will not open tomorrow."
            for outlet in dice.sample(range(outlets), 1 if dice.random() < 0.67 else dice.randrange(2, 6)):
                add(outlet, hour + dice.random(), f"{harm.split()[-1].capitalize()} in {town}", text)
            dead, hurt, hour = dead + dice.randrange(0, 6), hurt + dice.randrange(0, 12), hour + dice.uniform(0.3, 5)
    for _ in range(others):
        town, goods = dice.choice(TOWNS), dice.choice(MARKETS)
        text = f"The price of {goods} in {town} rose by {dice.randrange(2, 40)} percent in a month, traders said on {{day}}. "
        text += f"{dice.randrange(200, 9000)} people visited the market, which opened {dice.randrange(3, 90)} years ago."
        add(dice.randrange(outlets), dice.uniform(-6, hours), f"{goods.capitalize()} dearer in {town}", text)
    return sorted((each for each in reports if each.hour < hours), key=lambda each: each.hour)


class Day:
    """The day as it is played: `hour_seconds` real seconds are one hour of it."""

    def __init__(self, reports: list[Report], hour_seconds: float) -> None:
        self.reports, self.hour_seconds = reports, hour_seconds
        self.began, self.began_at = time.monotonic(), datetime.now(UTC)
        self.requests = 0

    @property
    def hour(self) -> float:
        return (time.monotonic() - self.began) / self.hour_seconds

    def there(self, outlet: int) -> list[Report]:
        """Return what the outlet's feed holds now, the newest first."""
        now = self.hour
        return [each for each in reversed(self.reports) if each.outlet == outlet and each.hour <= now]

    def fault(self, outlet: int) -> str:
        """Return how the outlet fails now, or nothing."""
        return next((kind for who, start, end, kind in FAULTS if who == outlet and start <= self.hour < end), "")

    def text(self, report: Report) -> str:
        return report.text.format(day=f"{self.moment(report):%A}")

    def moment(self, report: Report) -> datetime:
        return self.began_at + timedelta(seconds=report.hour * self.hour_seconds)

    def feed(self, outlet: int, base: str) -> bytes:
        """Return the outlet's RSS."""
        items = []
        for each in self.there(outlet):
            text = self.text(each)
            shown = text.split(". ")[0] + "." if fully(outlet) else text
            items.append(
                f"<item><title>{escape(each.title)}</title><link>{base}/story/{each.id}</link>"
                f"<pubDate>{format_datetime(self.moment(each))}</pubDate><description>{escape(shown)}</description></item>"
            )
        return f"<rss version='2.0'><channel><title>Outlet {outlet}</title>{''.join(items)}</channel></rss>".encode()

    def page(self, outlet: int, identity: str) -> bytes:
        """Return the page of one report, with the furniture that web pages have."""
        found = next((each for each in self.reports if each.id == identity and each.outlet == outlet), None)
        if found is None:
            return b""
        body = "".join(f"<p>{escape(each)}.</p>" for each in self.text(found).removesuffix(".").split(". "))
        menu = "".join(f"<li><a href='/{each}'>{each}</a></li>" for each in MARKETS)
        return (
            f"<html><head><title>{escape(found.title)}</title></head><body><nav><ul>{menu}</ul></nav>"
            f"<article><h1>{escape(found.title)}</h1>{body}</article><footer>Outlet {outlet}</footer></body></html>"
        ).encode()


@contextmanager
def playing(day: Day, outlets: int) -> Iterator[list[str]]:
    """Serve the outlets, each on a loopback address of its own; give their base addresses."""
    servers = [http.server.ThreadingHTTPServer((f"127.0.0.{2 + n}", 0), _handler(day, n)) for n in range(outlets)]
    for each in servers:
        threading.Thread(target=each.serve_forever, args=(0.5,), daemon=True).start()
    try:
        yield [f"http://{each.server_address[0]!s}:{each.server_address[1]}" for each in servers]
    finally:
        for each in servers:
            each.shutdown()
            each.server_close()


def _handler(day: Day, outlet: int) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            day.requests += 1
            base = f"http://{self.server.server_address[0]!s}:{self.server.server_address[1]}"
            fault = day.fault(outlet)
            if self.path == "/robots.txt":
                self.answer(404, b"")
            elif self.path.startswith("/story/"):
                page = day.page(outlet, self.path.removeprefix("/story/"))
                self.answer(200 if page else 404, page, "text/html")
            elif fault:
                self.fail(fault, day.feed(outlet, base))
            else:
                body = day.feed(outlet, base)
                tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
                same = self.headers.get("If-None-Match") == tag
                self.answer(304 if same else 200, b"" if same else body, "application/rss+xml", {"ETag": tag})

        def fail(self, fault: str, body: bytes) -> None:
            if fault == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
            elif fault == "silence":
                time.sleep(SILENCE_SECONDS)
                self.close_connection = True
            elif fault == "page":
                self.answer(200, b"<html><body><h1>Maintenance</h1><p>We are back soon.</p></body></html>", "text/html")
            elif fault == "blank":
                self.answer(200, b"", "application/rss+xml")
            elif fault == "cut":
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
            else:
                self.answer(int(fault), b"no", more={"Retry-After": "90"} if fault == "429" else {})

        def answer(self, status: int, body: bytes, kind: str = "text/plain", more: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(more or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def finish(self) -> None:
            with contextlib.suppress(OSError, ValueError):  # the connection that we reset ourselves
                super().finish()

        def log_message(self, *given: object) -> None:
            pass

    return Handler
