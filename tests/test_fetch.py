"""The fetcher's manners: who it says it is, how it waits, what it keeps to itself."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from aggregator.core.errors import FetchError
from aggregator.core.model import Snapshot, Source, SourceKind
from aggregator.core.settings import Settings
from parsers.fetch import Attempt, Fetcher
from parsers.urls import canonical
from parsers.wire import Limits
from tests.servers import FEED, FaultServer, Wire

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def ticks(self) -> float:
        return self.now


def resolve(host: str, port: int, **_: Any) -> list[Any]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))]


def fetcher(clock: Clock | None = None, *, contact: str = "", keys: dict[str, str] | None = None, **kinds: Any) -> Fetcher:
    clock = clock or Clock()
    settings = Settings(allow_private=("127.0.0.0/8",), contact=contact, keys=keys or {})
    return Fetcher(
        settings, lambda: NOON, **({"sleep": clock.sleep, "ticks": clock.ticks, "pause": 0.0, "resolve": resolve} | kinds)
    )


def source(url: str, **fields: Any) -> Source:
    return Source(id="s", name="S", publisher="", kind=SourceKind.UNKNOWN, format="feed", url=url, **fields)


def body(text: bytes, *headers: str) -> Callable[[Wire], None]:
    return lambda wire: wire.reply("200 OK", text, *headers)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer({"/a": body(b"a"), "/b": body(b"b")}) as running:
        yield running


def test_a_reply_becomes_a_snapshot_with_how_it_came(server: FaultServer) -> None:
    got = fetcher().fetch(source(server.url("tagged")))
    assert isinstance(got, Snapshot)
    assert got == Snapshot(
        id=Snapshot.digest(FEED),
        source="s",
        url=server.url("tagged"),
        body=FEED,
        media_type="application/rss+xml",
        fetched_at=NOON,
        status=200,
        etag='"v1"',
        last_modified="Tue, 04 Mar 2031 07:00:00 GMT",
    )


def test_a_redirected_snapshot_has_the_final_address(server: FaultServer) -> None:
    got = fetcher().fetch(server.url("redirect"))
    assert isinstance(got, Snapshot)
    assert got.url == server.url("landing")


@pytest.mark.parametrize(
    ("contact", "agent"),
    [("", ""), ("desk@example.org", " (+desk@example.org)"), ("a\r\nX: é", " (+aX: )")],
)
def test_the_user_agent_names_a_contact_and_cannot_break_the_header(contact: str, agent: str, server: FaultServer) -> None:
    fetcher(contact=contact).fetch(server.url("ok"))
    assert server.agents == {"casualty-figures/0.1" + agent}


ROBOTS = "User-agent: *\nDisallow: /private\nCrawl-delay: 7\n\nUser-agent: casualty-figures\nDisallow: /b\nCrawl-delay: 3\n"


def test_robots_txt_is_asked_once_and_obeyed() -> None:
    with FaultServer({"/a": body(b"a"), "/b": body(b"b"), "/private": body(b"p")}, robots=ROBOTS) as server:
        clock = Clock()
        polite = fetcher(clock, pause=1.0)
        assert polite.fetch(server.url("a")).url == server.url("a")
        with pytest.raises(FetchError) as caught:
            polite.fetch(server.url("b"))
        assert (caught.value.kind, caught.value.retry) == ("robots", False)
        polite.fetch(server.url("private"))  # the rules for everybody else are not ours
        assert server.hits == {"/a": 1, "/private": 1}
        assert server.accepted == 3  # robots.txt once
        assert clock.slept == [3.0]  # robots.txt costs no turn; between two pages the site's own delay
        assert fetcher(robots=False).fetch(server.url("b")).url == server.url("b")


def test_a_source_may_skip_robots_txt_for_an_api_that_invites_programs() -> None:
    with FaultServer({"/b": body(b"b")}, robots=ROBOTS) as server:
        assert isinstance(fetcher().fetch(source(server.url("b"), options={"robots": False})), Snapshot)
        assert server.accepted == 1


def test_robots_txt_out_of_order_means_stay_away_for_now() -> None:
    class Broken(FaultServer):
        def _serve(self, sock: socket.socket) -> None:
            Wire(sock, self).reply("500 Internal Server Error", b"")
            sock.close()

    with Broken() as server, pytest.raises(FetchError) as caught:
        fetcher().fetch(server.url("a"))
    assert (caught.value.kind, caught.value.retry, caught.value.status) == ("robots", True, 500)


def test_two_requests_to_a_host_are_apart_and_hosts_do_not_wait_for_one_another(server: FaultServer) -> None:
    clock = Clock()
    polite = fetcher(clock, pause=2.0, robots=False)
    for name in ("a", "b", "a"):
        polite.fetch(server.url(name, host="one.example"))
    assert clock.slept == [2.0, 2.0]
    polite.fetch(server.url("a", host="two.example"))
    assert clock.slept == [2.0, 2.0]
    polite.fetch(source(server.url("a", host="two.example"), options={"pause_seconds": 9}))
    polite.fetch(server.url("a", host="two.example"))
    assert clock.slept == [2.0, 2.0, 2.0, 9.0]


def test_a_key_is_sent_and_never_shown() -> None:
    seen: list[tuple[str, str]] = []

    def keep(wire: Wire) -> None:
        seen.append((wire.path, wire.headers.get("x-token", "")))
        wire.reply("302 Found", b"", "Location: /fail?appname=s3cret-name")

    def fail(wire: Wire) -> None:
        wire.reply("404 Not Found", b"")

    attempts: list[Attempt] = []
    with FaultServer({"/keyed": keep, "/fail": fail}) as server:
        keyed = source(
            server.url("keyed") + "?appname={FIGURES_KEY_APP}", options={"headers": {"x-token": "{FIGURES_KEY_TOKEN}"}}, needs="x"
        )
        keys = {"FIGURES_KEY_APP": "s3cret-name", "FIGURES_KEY_TOKEN": "t0ken-value"}
        with pytest.raises(FetchError) as caught:
            fetcher(keys=keys, record=attempts.append).fetch(keyed)
        assert seen == [("/keyed?appname=s3cret-name", "t0ken-value")]
        told = repr((str(caught.value), caught.value.url, attempts, Settings(keys=keys)))
        assert "s3cret" not in told
        assert "t0ken" not in told
        assert "{FIGURES_KEY_APP}" in caught.value.url


def test_a_key_does_not_follow_a_redirect_to_another_host() -> None:
    seen: list[str | None] = []
    with FaultServer() as server:

        def away(wire: Wire) -> None:
            wire.reply("302 Found", b"", f"Location: {server.url('there', host='other.example')}")

        def there(wire: Wire) -> None:
            seen.append(wire.headers.get("x-token"))
            wire.reply()

        server._does |= {"/away": away, "/there": there}
        keyed = source(server.url("away", host="one.example"), options={"headers": {"x-token": "{FIGURES_KEY_T}"}})
        fetcher(keys={"FIGURES_KEY_T": "t0ken-value"}).fetch(keyed)
    assert seen == [None]


def test_a_missing_key_is_an_error_that_names_it(server: FaultServer) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher().fetch(source(server.url("a") + "?k={FIGURES_KEY_APP}", needs="FIGURES_KEY_APP"))
    assert (caught.value.kind, caught.value.retry) == ("key", False)
    assert "FIGURES_KEY_APP" in str(caught.value)


@pytest.mark.parametrize(
    ("url", "back", "filled"),
    [
        ("http://x.example/{yyyy}_{month}_{d}", 0, "http://x.example/2031_March_4"),
        ("http://x.example/{yyyy}-{mm}-{dd}", 4, "http://x.example/2031-02-28"),
        ("http://x.example/v{yy}_0_{m}.csv", 64, "http://x.example/v30_0_12.csv"),
        ("http://x.example/{other}", 0, "http://x.example/{other}"),
    ],
)
def test_an_address_is_filled_for_its_day(url: str, back: int, filled: str) -> None:
    assert fetcher().address(source(url, options={"days_back": back})) == filled


@pytest.mark.parametrize(
    ("header", "media_type", "charset"),
    [
        ("Text/HTML; Charset=ISO-8859-1", "text/html", "iso-8859-1"),
        ('application/xml; x=y; charset="utf-8"', "application/xml", "utf-8"),
        ("text/plain", "text/plain", None),
        (";;=;charset", "", None),
    ],
)
def test_content_type_is_read_with_care(header: str, media_type: str, charset: str | None) -> None:
    with FaultServer({"/typed": body(b"x", f"Content-Type: {header}")}) as server:
        got = fetcher().fetch(server.url("typed"))
    assert isinstance(got, Snapshot)
    assert (got.media_type, got.charset) == (media_type, charset)


def test_every_attempt_is_told(server: FaultServer) -> None:
    attempts: list[Attempt] = []
    fetcher(record=attempts.append).fetch(source(server.url("flaky")))
    assert [(each.number, each.kind, each.status) for each in attempts] == [
        (1, "status", 503),
        (2, "status", 503),
        (3, "ok", 200),
    ]
    assert attempts[-1].received == len(FEED)
    assert all(each.source == "s" and each.at == NOON for each in attempts)


def test_the_size_limit_is_exact() -> None:
    with FaultServer({"/edge": body(b"x" * 1000)}) as server:
        assert isinstance(fetcher(limits=Limits(wire=1000)).fetch(server.url("edge")), Snapshot)
        with pytest.raises(FetchError) as caught:
            fetcher(limits=Limits(wire=999)).fetch(server.url("edge"))
    assert caught.value.kind == "too_large"


def test_nobody_there_and_no_such_name() -> None:
    with FaultServer() as server:
        gone = server.url("a")
    with pytest.raises(FetchError) as caught:
        fetcher().fetch(gone)
    assert caught.value.kind == "connect"

    def unknown(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(FetchError) as caught:
        fetcher(resolve=unknown).fetch("http://nowhere.example/")
    assert (caught.value.kind, caught.value.retry) == ("dns", True)


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    let_go = threading.Event()

    def hanging(*_: Any, **__: Any) -> list[Any]:
        let_go.wait(10)
        return []

    with pytest.raises(FetchError) as caught:
        fetcher(resolve=hanging, limits=Limits(connect=0.1, attempts=1)).fetch("http://slow.example/")
    let_go.set()
    assert (caught.value.kind, caught.value.retry) == ("dns", True)


def test_a_server_without_a_certificate_we_trust_is_refused() -> None:
    with FaultServer() as server, pytest.raises(FetchError) as caught:
        fetcher(robots=False, limits=Limits(silence=0.5, total=1.0, attempts=1)).fetch(server.url("a").replace("http:", "https:"))
    assert caught.value.kind in ("tls", "timeout")


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTPS://News.Example:443/a?utm_source=x&b=1&fbclid=2#part", "https://news.example/a?b=1"),
        ("http://news.example", "http://news.example/"),
        ("http://news.example:8080/a?x=%20y&x=", "http://news.example:8080/a?x=%20y&x="),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
        ("mailto:a@b.example", None),
        ("javascript:alert(1)", None),
        ("http://[::1", None),
        ("http://a.example/\nb", None),
        ("http://a.example:port/", None),
        ("", None),
        (None, None),
    ],
)
def test_one_address_has_one_spelling(url: str | None, same: str | None) -> None:
    assert canonical(url) == same
    assert canonical(same) == same
