"""A repeat costs a 304: by the short way where nothing changed, never for a question that would be refused."""

from __future__ import annotations

import http.client
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from live import serving
from seeded import market

from aggregator.core.settings import Settings
from api import unchanged
from api.app import create_app

CLAIMS = "/api/v1/claims?country=XKX&limit=2"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    market(tmp_path / "f.db").close()
    return create_app(Settings(database=tmp_path / "f.db")).test_client()


def counted(client: FlaskClient) -> float:
    text = client.get("/api/v1/metrics").get_data(as_text=True)
    lines = [line for line in text.splitlines() if line.startswith('figures_requests_total{endpoint="lists.rows",status="304"}')]
    return float(lines[0].rpartition(" ")[2]) if lines else 0.0


def test_the_connection_stays_open_after_a_304(tmp_path: Path) -> None:
    market(tmp_path / "f.db").close()
    with serving(tmp_path / "f.db") as url:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
        connection.request("GET", CLAIMS)
        first = connection.getresponse()
        body, etag = first.read(), first.headers["ETag"]
        socket = connection.sock
        for _ in range(3):
            connection.request("GET", CLAIMS, headers={"If-None-Match": etag})
            reply = connection.getresponse()
            assert (reply.status, reply.read(), reply.getheader("Connection")) == (304, b"", None)
        connection.request("GET", CLAIMS)
        assert connection.getresponse().read() == body
        assert connection.sock is socket, "one connection did for all"
        connection.request("GET", CLAIMS, headers={"If-None-Match": etag, "Connection": "close"})
        reply = connection.getresponse()
        assert (reply.status, reply.getheader("Connection")) == (304, "close")


def test_a_repeat_is_told_so_with_the_head_of_the_reply(client: FlaskClient) -> None:
    fresh = client.get(CLAIMS)
    tags = {"If-None-Match": fresh.headers["ETag"]}
    short = client.get(CLAIMS, headers=tags)
    long = client.get(CLAIMS, headers={"If-None-Match": "W/" + fresh.headers["ETag"]})
    for reply in (short, long):
        assert (reply.status_code, reply.data) == (304, b"")
        for name in (
            "ETag",
            "Cache-Control",
            "X-Data-Version",
            "X-Licence",
            "Content-Security-Policy",
            "Access-Control-Allow-Origin",
        ):
            assert reply.headers[name] == fresh.headers[name], name
    assert client.head(CLAIMS, headers=tags).status_code == 304
    assert counted(client) == 3


def test_a_change_ends_it(client: FlaskClient, tmp_path: Path) -> None:
    tags = {"If-None-Match": client.get(CLAIMS).headers["ETag"]}
    assert client.get(CLAIMS, headers=tags).status_code == 304
    with sqlite3.connect(tmp_path / "f.db") as database:
        database.execute("INSERT INTO changes (at, kind, id, op) VALUES ('2030-06-01T00:00:00Z', 'claim', 'c1', 'upsert')")
    database.close()
    reply = client.get(CLAIMS, headers=tags)
    assert reply.status_code == 200 and reply.headers["ETag"] != tags["If-None-Match"]


def test_a_known_etag_makes_no_wrong_question_right(client: FlaskClient) -> None:
    tags = {"If-None-Match": client.get(CLAIMS).headers["ETag"]}
    for _ in range(2):
        assert client.get(CLAIMS.replace("country", "contry"), headers=tags).status_code == 400
        assert client.get("/api/v1/nothing", headers=tags).status_code == 404
        assert client.post(CLAIMS, headers=tags).status_code == 405


def test_a_file_and_a_page_of_one_address_are_not_mixed_up(client: FlaskClient) -> None:
    tags = {"If-None-Match": client.get("/api/v1/claims.csv?limit=2").headers["ETag"]}
    short = client.get("/api/v1/claims.csv?limit=2", headers=tags)
    assert short.status_code == 304 and "Content-Disposition" not in short.headers
    assert client.get("/api/v1/sources").status_code == 200
    assert client.get("/api/v1/sources", headers=tags).status_code == 200, "the feeds' health changes without the data"


def test_only_so_many_are_remembered(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "MOST", 3)
    tags = {"If-None-Match": client.get(CLAIMS).headers["ETag"]}
    for number in range(1, 9):
        client.get(f"/api/v1/claims?limit={number}")
    (kept,) = [
        f.__self__
        for f in client.application.after_request_funcs[None]
        if isinstance(getattr(f, "__self__", None), unchanged.Unchanged)
    ]
    assert len(kept._answered) == 3
    assert client.get(CLAIMS, headers=tags).status_code == 304, "forgotten, it goes the long way"


@pytest.mark.parametrize(
    ("wrong", "right"), [("timeline?by=week", "timeline?by=year"), ("facets?facet=shape", "facets?facet=year")]
)
def test_who_has_the_data_already_is_still_told_what_is_wrong(client: FlaskClient, wrong: str, right: str) -> None:
    etag = {"If-None-Match": client.get(f"/api/v1/{right}").headers["ETag"]}
    assert client.get(f"/api/v1/{right}", headers=etag).status_code == 304
    for _ in range(2):
        reply = client.get(f"/api/v1/{wrong}", headers=etag)
        assert reply.status_code == 400 and reply.get_json()["valid"]
