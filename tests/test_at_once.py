"""Lists are answered by the thread that reads the requests; whatever may take long waits for no list, and no list for it."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from live import serving
from seeded import market

from aggregator.core.settings import Settings
from api import store
from api.app import create_app
from api.at_once import AT_ONCE, TRIED, Later, is_list
from api.server import Server
from db import reading

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LIST = "/api/v1/claims?limit=2"


class Desk:
    """An application: /slow waits, in a thread of its own, until it is let go; /broken breaks; all else is answered at once."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.asked: list[tuple[str, bool, bool]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self.asked.append((path, AT_ONCE in environ, TRIED in environ))
        if path == "/broken":
            raise RuntimeError("on purpose")
        if path == "/slow":
            if AT_ONCE in environ:
                raise Later(tried=True)
            self.begun.set()
            assert self.go.wait(10)
        body = path.encode() * (300_000 if path.startswith("/long") else 1)
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]


@contextlib.contextmanager
def listening(application: WSGIApplication) -> Iterator[Server]:
    server = Server(application, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.go.set()


def answer(connection: http.client.HTTPConnection) -> tuple[int, bytes]:
    reply = connection.getresponse()
    return reply.status, reply.read()


def asking(server: Server, path: str) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", path)
    return connection


def test_others_are_answered_while_one_waits(desk: Desk) -> None:
    with listening(desk) as server:
        slow = asking(server, "/slow")
        assert desk.begun.wait(10)
        assert answer(asking(server, "/quick")) == (200, b"/quick")
        desk.go.set()
        assert answer(slow) == (200, b"/slow")
    assert desk.asked == [("/slow", True, False), ("/slow", False, True), ("/quick", True, False)]


def test_answers_come_in_the_order_of_the_questions(desk: Desk) -> None:
    desk.go.set()
    paths = ["/a", "/slow", "/b", "/slow", "/c"]
    with listening(desk) as server, socket.create_connection(("127.0.0.1", server.port), timeout=10) as pipe:
        pipe.sendall(b"".join(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths))
        got = b""
        while got.count(b"\r\n\r\n") < len(paths) or not got.endswith(b"/c"):
            got += pipe.recv(4096)
    assert [part.split(b"\r\n")[0] for part in got.split(b"\r\n\r\n")[1:]] == [
        path.encode() + (b"HTTP/1.1 200 OK" if number < len(paths) - 1 else b"") for number, path in enumerate(paths)
    ]


def test_what_the_socket_does_not_take_at_once_comes_later_and_in_order(desk: Desk) -> None:
    """Replies of megabytes to who does not read them yet, then to who reads them all."""
    paths = [f"/long{number}" for number in range(4)]
    with listening(desk) as server, socket.socket() as pipe:
        pipe.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        pipe.settimeout(60)
        pipe.connect(("127.0.0.1", int(server.port)))
        others = asking(server, "/quick")
        pipe.sendall(b"".join(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths))
        assert answer(others) == (200, b"/quick")
        with pipe.makefile("rb") as replies:
            for path in paths:
                assert next(replies).startswith(b"HTTP/1.1 200")
                while next(replies) != b"\r\n":
                    pass
                body = path.encode() * 300_000
                assert replies.read(len(body)) == body


def test_what_breaks_at_once_is_told_once(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with listening(desk) as server:
        status, body = answer(asking(server, "/broken"))
        assert (status, b"on purpose" in body) == (500, False)
        assert answer(asking(server, "/quick")) == (200, b"/quick")
    assert len([record for record in caplog.records if record.exc_info]) == 1


def test_the_end_waits_for_what_is_under_way(desk: Desk) -> None:
    with listening(desk) as server:
        slow = asking(server, "/slow")
        assert desk.begun.wait(10)
        ending = threading.Thread(target=server.close)
        ending.start()
        desk.go.set()
        assert answer(slow) == (200, b"/slow")
        ending.join(10)
        assert not ending.is_alive()


def test_a_server_that_never_ran_gives_its_port_back(desk: Desk) -> None:
    first = Server(desk, "127.0.0.1", 0)
    first.close()
    first.close()
    second = Server(desk, "127.0.0.1", first.port)
    second.close()


def test_a_client_that_goes_leaves_no_trace(desk: Desk) -> None:
    with listening(desk) as server:
        for path in ("/quick", "/slow"):
            with socket.create_connection(("127.0.0.1", server.port)) as gone:
                gone.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        desk.go.set()
        assert answer(asking(server, "/quick")) == (200, b"/quick")


@pytest.mark.parametrize(
    ("method", "path", "more", "quick"),
    [
        ("GET", "/api/v1/claims", {}, True),
        ("HEAD", "/api/v1/changes", {}, True),
        ("GET", "/api/v1/events/e1/figures", {}, True),
        ("GET", "/api/v1/claims.csv", {}, False),
        ("GET", "/api/v1/events/e1/claims.ndjson", {}, False),
        ("GET", "/api/v1/events/e1", {}, False),
        ("GET", "/api/v1/facets", {}, False),
        ("GET", "/api/v1/claims/", {}, False),
        ("GET", "/", {}, False),
        ("POST", "/api/v1/claims", {}, False),
        ("GET", "/api/v1/claims", {"CONTENT_LENGTH": "3"}, False),
    ],
)
def test_only_lists_as_json_are_tried(method: str, path: str, more: dict[str, str], quick: bool) -> None:
    assert is_list({"REQUEST_METHOD": method, "PATH_INFO": path, **more}) is quick


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and no statement is quick enough to be answered at once."""
    monkeypatch.setattr(reading, "STEPS", 1)
    return lambda: monkeypatch.setattr(store, "BRIEF", 0.0)


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each request that the application of a real server sees, whether it was to be answered at once."""
    market(tmp_path / "f.db").close()
    asked: list[bool] = []

    def watched(settings: Settings, regroup: Callable[[], object] | None = None) -> WSGIApplication:
        application = create_app(settings, regroup).wsgi_app

        def watching(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            asked.append(AT_ONCE in environ)
            return application(environ, start_response)

        return watching

    monkeypatch.setattr("api.app.create_app", watched)
    return asked


def got(url: str, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection(url.split("/")[2], timeout=10)
    connection.request(method, path, headers=headers)
    reply = connection.getresponse()
    return reply.status, reply.read(), {name.lower(): value for name, value in reply.getheaders() if name != "Date"}


def test_a_list_its_head_and_its_304_are_answered_at_once_and_alike(
    tmp_path: Path, seen: list[bool], impatient: Callable[[], None]
) -> None:
    with serving(tmp_path / "f.db") as url:
        answers = []
        for prepare in (lambda: None, impatient):
            prepare()
            status, body, head = got(url, LIST)
            assert (status, head["content-length"]) == (200, str(len(body)))
            answers.append([(status, body, head), got(url, LIST, "HEAD"), got(url, LIST, **{"If-None-Match": head["etag"]})])
            answers[-1].append(got(url, LIST.replace("limit", "limmit")))
            answers[-1].append(got(url, LIST, Connection="close"))
        assert answers[0] == answers[1]
        assert [status for status, _, _ in answers[0]] == [200, 200, 304, 400, 200]
        assert answers[0][1][1:] == (b"", answers[0][0][2])
    assert seen[:5] == [True] * 5
    assert seen[5:] == [True, False, True, False, True, False, True, True, False], "a wrong question asks nothing of the store"


def test_a_list_that_takes_longer_is_counted_once(tmp_path: Path, impatient: Callable[[], None]) -> None:
    impatient()
    market(tmp_path / "f.db").close()
    with serving(tmp_path / "f.db", rate="3 per minute") as url:
        statuses = [got(url, LIST)[0] for _ in range(4)]
        metrics = got(url, "/api/v1/metrics")[1].decode()
    assert statuses == [200, 200, 200, 429]
    assert 'figures_requests_total{endpoint="lists.rows",status="200"} 3.0' in metrics
    assert 'endpoint="lists.rows",status="503"' not in metrics


def test_a_store_that_is_not_there_is_told_by_a_thread(tmp_path: Path, seen: list[bool]) -> None:
    with serving(tmp_path / "none.db") as url:
        status, body, head = got(url, LIST)
    assert (status, head["retry-after"]) == (503, "10") and b"no database" in body
    assert seen == [True, False]
