"""Snapshots as they are served: whole files and ranges with their checksums as ETags, and nothing that no checksum names."""

from __future__ import annotations

import hashlib
import http.client
import json
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient
from live import serving
from lxml import html
from seeded import T3, Seed, market

from aggregator.core.settings import Settings
from api.app import create_app
from db.frozen.make import freeze
from db.frozen.shelf import Shelf

NOON = datetime(2030, 6, 1, 12, tzinfo=UTC)
PAGES = ("/snapshots", "/snapshots/v1", "/snapshots/v2", "/data")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store, two snapshots of it, and files beside them that are nobody's business."""
    folder = tmp_path_factory.mktemp("served")
    market(folder / "f.db").close()
    shelf = Shelf(folder / "snapshots")
    freeze(folder / "f.db", shelf, lambda: NOON, version="v1")
    seed = Seed(folder / "f.db")
    seed.database.execute("UPDATE events SET sentence = '<b>13</b> killed', updated_at = ? WHERE id = 'ev-slide'", [T3])
    seed.close()
    freeze(folder / "f.db", shelf, lambda: NOON.replace(day=2), version="v2")
    (shelf.folder / "v1" / "notes.txt").write_text("private", encoding="utf-8")
    (shelf.folder / "empty").mkdir()
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with serving(folder / "f.db") as url:
        yield url


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app(Settings(database=folder / "f.db")).test_client()


def asked(site: str, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """What the server answers to exactly this path."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(site).netloc, timeout=120)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()
    finally:
        connection.close()


def test_the_list_names_every_file_with_its_checksum(site: str) -> None:
    status, headers, body = asked(site, "/api/v1/snapshots")
    found = json.loads(body)
    assert (
        status == 200 and [each["version"] for each in found["data"]] == ["v2", "v1"] and headers["access-control-allow-origin"]
    )
    for file in found["data"][0]["files"]:
        status, headers, body = asked(site, file["url"])
        assert status == 200 and len(body) == file["bytes"], file["name"]
        if file["sha256"]:
            assert hashlib.sha256(body).hexdigest() == file["sha256"] and headers["etag"] == f'"{file["sha256"]}"'
    assert found["data"][0]["changes"]["events"]["changed"] == 1 and found["data"][0]["previous"] == "v1"
    assert asked(site, "/api/v1/snapshots", If_None_Match=asked(site, "/api/v1/snapshots")[1]["etag"])[0] == 304


def test_a_file_is_a_304_to_who_has_it_and_comes_in_ranges(site: str, folder: Path) -> None:
    whole = (folder / "snapshots" / "v1" / "casualty-figures.db").read_bytes()
    path = "/snapshots/v1/casualty-figures.db"
    status, headers, body = asked(site, path)
    assert (status, body, headers["accept-ranges"]) == (200, whole, "bytes")
    assert headers["content-type"] == "application/vnd.sqlite3" and headers["x-licence"] == "CC-BY-4.0"
    assert headers["content-disposition"].startswith("attachment") and headers["access-control-allow-origin"] == "*"
    assert asked(site, path, If_None_Match=headers["etag"])[0] == 304
    for asked_for, part in (("0-99", whole[:100]), ("1000-1999", whole[1000:2000]), ("-16", whole[-16:])):
        status, got, body = asked(site, path, Range=f"bytes={asked_for}")
        assert (status, body) == (206, part) and got["content-range"].endswith(f"/{len(whole)}")
    assert asked(site, path, Range=f"bytes={len(whole)}-")[0] == 416
    assert asked(site, path, Range="bytes=0-9", If_Range='"another"')[2] == whole
    status, headers, body = asked(site, path, method="HEAD")
    assert (status, headers["content-length"], body) == (200, str(len(whole)), b"")


@pytest.mark.parametrize(
    "path",
    [
        "/snapshots/v1/../v1/../../f.db",
        "/snapshots/v1/..%2f..%2ff.db",
        "/snapshots/v1/%2e%2e/%2e%2e/f.db",
        "/snapshots/..%2f/f.db",
        "/snapshots/../f.db",
        "/snapshots/%2e%2e/f.db",
        "/snapshots/./f.db",
        "/snapshots/v1/..",
        "/snapshots/v1/%00",
        "/snapshots/v1%00/claims.csv",
        "/snapshots/v1/claims.csv%00.txt",
        "/snapshots/v1/%2fetc%2fpasswd",
        "/snapshots/v1//etc/passwd",
        "/snapshots/v1/..%5c..%5cf.db",
        "/snapshots/v1/notes.txt",
        "/snapshots/v1/CLAIMS.CSV",
        "/snapshots/.lock/claims.csv",
        "/snapshots/empty",
        "/snapshots/empty/claims.csv",
        "/snapshots/v3/claims.csv",
        "/api/v1/snapshots/..%2fv1",
        "/api/v1/snapshots/empty",
    ],
)
def test_nothing_else_is_given_out(site: str, path: str) -> None:
    status, headers, body = asked(site, path)
    if status == 308:  # werkzeug takes a doubled slash out: only ever to another path here
        status, headers, body = asked(site, urllib.parse.urlsplit(headers["location"]).path)
    assert status == 404, path
    assert b"SQLite format" not in body and b"root:" not in body and b"private" not in body
    assert headers["content-type"].startswith("application/problem+json" if path.startswith("/api") else "text/html")


def test_latest_leads_to_the_newest_version_by_its_name(site: str) -> None:
    assert asked(site, "/snapshots/latest/claims.csv")[1]["location"] == "/snapshots/v2/claims.csv"
    assert asked(site, "/snapshots/latest")[1]["location"] == "/snapshots/v2"
    assert json.loads(asked(site, "/api/v1/snapshots/latest")[2])["snapshot"]["version"] == "v2"
    assert (
        len(pd.read_csv(site + "snapshots/latest/claims.csv")) == len(pd.read_parquet(site + "snapshots/v1/claims.parquet")) == 6
    )


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_small_and_run_nothing(client: FlaskClient, page: str) -> None:
    reply = client.get(page)
    assert (
        reply.status_code == 200
        and len(reply.data) < 100_000
        and "default-src 'none'" in reply.headers["Content-Security-Policy"]
    )
    tree = html.fromstring(reply.data)
    assert not tree.xpath("//script | //style | //*[@style]") and len(tree.xpath("//h1")) == 1
    for link in tree.xpath("//main//a/@href"):
        assert client.get(link).status_code in (200, 302), link


def test_a_versions_page_says_how_to_cite_it_and_what_changed(client: FlaskClient) -> None:
    text = " ".join(html.fromstring(client.get("/snapshots/v2").data).text_content().split())
    assert "Version v2 (data revision" in text and "http://localhost/snapshots/v2" in text
    assert "is now “<b>13</b> killed”" in text, "what a text holds is shown as it stands and never run"
    assert "This is the first one" in client.get("/snapshots/v1").get_data(as_text=True)


def test_without_a_snapshot_the_pages_say_so(tmp_path: Path) -> None:
    market(tmp_path / "f.db").close()
    client = create_app(Settings(database=tmp_path / "f.db")).test_client()
    assert "None has been made yet" in client.get("/snapshots").get_data(as_text=True)
    assert "None has been made yet" in client.get("/data").get_data(as_text=True)
    assert client.get("/snapshots/latest").status_code == 404
    assert client.get("/api/v1/snapshots").get_json()["count"] == 0
    assert client.get("/snapshots?x=1").status_code == 400


def test_a_snapshot_whose_owner_removed_a_large_file_is_served_without_it(tmp_path: Path) -> None:
    market(tmp_path / "f.db").close()
    freeze(tmp_path / "f.db", Shelf(tmp_path / "snapshots"), lambda: NOON, version="v1")
    (tmp_path / "snapshots" / "v1" / "casualty-figures.db").unlink()
    client = create_app(Settings(database=tmp_path / "f.db")).test_client()
    (one,) = client.get("/api/v1/snapshots").get_json()["data"]
    names = {file["name"] for file in one["files"]}
    assert {"claims.csv", "SHA256SUMS"} <= names and "casualty-figures.db" not in names
    for url, status in (("", 200), ("/claims.csv", 200), ("/casualty-figures.db", 404)):
        reply = client.get("/snapshots/v1" + url)
        assert reply.status_code == status and str(tmp_path) not in reply.text
