"""What a hostile client sends to a real server: odd hosts, long addresses, paths out of the house, ways elsewhere."""

from __future__ import annotations

import contextlib
import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from live import serving
from seeded import T2, market

ELSEWHERE = "elsewhere.example"
CUT = 0


@dataclass(frozen=True)
class Answer:
    status: int
    head: str
    body: str

    @property
    def location(self) -> str | None:
        found = re.search(r"^location: *(.*?)\r?$", self.head, re.I | re.M)
        return found[1] if found else None


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path: Path = tmp_path_factory.mktemp("refusals") / "f.db"
    seed = market(path)
    seed.add("events", id="ev-old", merged_into="ev-market", retired_at=T2)
    seed.close()
    with serving(path) as address:
        yield address


def send(url: str, target: str, *headers: str, method: str = "GET", host: str | None = "figures.example") -> Answer:
    """Send a request whose target and headers are exactly these."""
    parts = urlsplit(url)
    lines = [
        f"{method} {target} HTTP/1.1",
        *([f"Host: {host}"] if host is not None else []),
        *headers,
        "Connection: close",
        "",
        "",
    ]
    with socket.create_connection((parts.hostname, parts.port), timeout=120) as wire:
        wire.sendall("\r\n".join(lines).encode("latin-1"))
        raw = b""
        with contextlib.suppress(ConnectionResetError):  # a server that has heard enough hangs up
            while part := wire.recv(65536):
                raw += part
    head, _, body = raw.decode("utf-8", "replace").partition("\r\n\r\n")
    return Answer(int(head.split(" ")[1]) if head else CUT, head, body)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "a b",
        "a/b",
        f"x@{ELSEWHERE}",
        "<script>",
        "a" * 300,
        "a..b",
        "a:port",
        "a:123456",
        "[::1",
        "é.example",
        f"{ELSEWHERE}\t",
    ],
)
@pytest.mark.parametrize("target", ["/", "/api/v1/claims", "/data"])
def test_a_host_that_is_none_is_refused_and_not_repeated(url: str, host: str, target: str) -> None:
    answer = send(url, target, host=host)
    if host.strip() == ELSEWHERE:  # white space around a header's value is none of it
        assert answer.status == 200
        return
    assert answer.status == 400, answer.head
    assert not host or host not in answer.body


@pytest.mark.parametrize(
    "host", ["figures.example", "figures.example.:8000", "127.0.0.1:80", "[2001:db8::1]:8000", "localhost", None]
)
def test_a_host_that_may_be_is_served(url: str, host: str | None) -> None:
    assert send(url, "/api/v1/health", host=host).status == 200


def test_two_hosts_are_none(url: str) -> None:
    assert send(url, "/", f"Host: {ELSEWHERE}").status == 400


def test_whatever_host_is_named_no_link_leads_there(url: str) -> None:
    headers = [f"X-Forwarded-Host: {ELSEWHERE}", f"Forwarded: host={ELSEWHERE}", f"X-Original-URL: //{ELSEWHERE}/"]
    for target in ("/", "/events/ev-market", "/conflicts", "/sources", "/events/ev-old", "/api/v1/events?limit=1"):
        answer = send(url, target, *headers)
        assert answer.status in (200, 301) and ELSEWHERE not in answer.head + answer.body, target


@pytest.mark.parametrize("length", [8_001, 20_000, 60_000])
@pytest.mark.parametrize("target", ["/?q={}", "/api/v1/claims?q={}", "/api/v1/{}", "/{}", "/static/{}", "/api/v1/review/{}"])
def test_an_address_that_is_too_long_is_refused(url: str, target: str, length: int) -> None:
    answer = send(url, target.format("x" * length))
    assert answer.status == 414
    assert "x" * 100 not in answer.body
    if target.startswith("/api/"):
        assert json.loads(answer.body)["status"] == 414


@pytest.mark.parametrize("headers", [["X-Long: " + "x" * 65_500], [f"X-{n}: " + "x" * 1000 for n in range(65)]])
def test_a_head_that_is_too_long_is_refused(url: str, headers: list[str]) -> None:
    assert send(url, "/", *headers).status in (431, CUT)
    assert send(url, "/api/v1/health").status == 200


@pytest.mark.parametrize(
    "target",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/static/..%5c..%5capp.py",
        "/static/....//app.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/%00style.css",
        "/static/style.css%00.txt",
        "/static/../../f.db",
        "/static/",
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/documents/..%2f..%2fetc%2fpasswd",
        "/events/..%2f..%2ff.db",
        "/api/v1/documents/../../../../etc/passwd",
        "/api/v1/documents/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/api/v1/claims.csv%2f..%2f..%2ff.db",
        "/api/v1/claims./../../etc/passwd",
    ],
)
def test_no_path_leads_out_of_the_house(url: str, target: str) -> None:
    answer = send(url, target)
    assert answer.status in (400, 404) or (answer.location or "").startswith(("/", url)), answer.head
    assert "root:" not in answer.body and "SQLite format" not in answer.body and "create_app" not in answer.body


@pytest.mark.parametrize(
    "target",
    [
        f"//{ELSEWHERE}",
        f"//{ELSEWHERE}/",
        f"///{ELSEWHERE}/%2e%2e",
        f"/{ELSEWHERE}//",
        f"/%2f%2f{ELSEWHERE}",
        f"/\\{ELSEWHERE}",
        f"/%5c{ELSEWHERE}",
        f"/%09/{ELSEWHERE}",
        f"/events//{ELSEWHERE}",
        f"/events/%2f%2f{ELSEWHERE}",
        f"/events/https://{ELSEWHERE}",
        f"/events/ev-old?next=//{ELSEWHERE}",
        f"/events/ev-old?scale=//{ELSEWHERE}",
        f"/api/v1/events/ev-old?as_known_at=//{ELSEWHERE}",
        f"/events/ev-old/%0d%0aLocation:%20//{ELSEWHERE}",
        f"/events/ev-old?scale=log%0d%0aLocation:%20//{ELSEWHERE}",
        f"http://{ELSEWHERE}/events/ev-old",
        f"http://{ELSEWHERE}/static",
    ],
)
def test_no_address_of_ours_leads_elsewhere(url: str, target: str) -> None:
    answer = send(url, target)
    assert answer.status in (200, 301, 308, 400, 404), answer.head
    if answer.location is not None:
        assert (urlsplit(answer.location).hostname or "figures.example") == "figures.example", answer.location
        assert not re.match(r"[/\\]{2}|[a-z]+:(?!//figures\.example)", answer.location)
    assert answer.head.lower().count("\r\nlocation:") <= 1


def test_a_redirect_stays_in_the_house(url: str) -> None:
    assert send(url, "/events/ev-old", host=ELSEWHERE).location == "/events/ev-market"
    assert send(url, "/api/v1/events/ev-old?best_rule=median").location == "/api/v1/events/ev-market?best_rule=median"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW"])
@pytest.mark.parametrize("target", ["/", "/api/v1/claims", "/static/style.css"])
def test_what_only_reads_takes_no_other_method(url: str, method: str, target: str) -> None:
    answer = send(url, target, "Content-Length: 0", method=method)
    assert answer.status == 405
    assert re.search(r"^allow: .*GET", answer.head, re.I | re.M)


def test_reading_is_open_to_every_origin(url: str) -> None:
    asked = [f"Origin: https://{ELSEWHERE}", "Access-Control-Request-Method: GET"]
    for method, target in (
        ("OPTIONS", "/api/v1/claims"),
        ("GET", "/api/v1/claims"),
        ("GET", "/api/v1/claims.csv"),
        ("GET", "/api/v1/no"),
    ):
        head = send(url, target, *asked, method=method).head.lower()
        assert "access-control-allow-origin: *" in head and "allow-credentials" not in head
        assert ("access-control-allow-methods: get, head, options" in head) == (method == "OPTIONS")
    for target in ("/", "/api/v1/review/decisions"):
        assert "access-control" not in send(url, target, *asked).head.lower()
