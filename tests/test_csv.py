"""CSV as a researcher gets it: pandas reads it as it is, bounds stay open, no cell is a formula, a broken stream is cut."""

from __future__ import annotations

import csv
import http.client
import io
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from live import serving
from seeded import Seed, market

from aggregator.core.settings import Settings
from api.app import create_app
from db.columns import Column, Type
from db.connect import writer
from db.shapes import csv_sql

TEXTS = {
    "=1+1": "'=1+1",
    "+1": "'+1",
    "-1": "'-1",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t=1",
    "\r\n=1": "'\r\n=1",
    " =cmd|' /C calc'!A0": "' =cmd|' /C calc'!A0",
    "＝1": "'＝1",
    "\u200b=1": "'\u200b=1",
    'say "hi", twice': 'say "hi", twice',
    "two\nlines": "two\nlines",
    "63-year-old": "63-year-old",
    "": "",
    "NULL": "NULL",
    "ASCII \x01 control": "ASCII \x01 control",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("csv") / "figures.db"
    market(path).close()
    return path


@pytest.fixture(scope="module")
def client(path: Path) -> FlaskClient:
    return create_app(Settings(database=path)).test_client()


def test_pandas_reads_it_as_it_is(path: Path) -> None:
    with serving(path) as url:
        claims = pd.read_csv(url + "api/v1/claims.csv")
        events = pd.read_csv(url + "api/v1/events.csv", parse_dates=["first_day", "updated_at"])
    monitor = claims.set_index("id").loc["c1"]
    assert monitor["low"] == 63 and pd.isna(monitor["high"]) and monitor["qualifier"] == "at_least"
    assert claims["party"].dtype == bool and claims["low"].tolist() == [63, 90, 7, 24, 12, 0]
    assert monitor["attribution"] == "claimant: Harmon Monitor > relay: Relay News"
    assert events["first_day"].dt.year.tolist()[0] == 2030 and str(events["updated_at"].dt.tz) == "UTC"


@pytest.mark.parametrize(
    "name", ["claims", "events", "figures", "relations", "conflicts", "sources", "feeds", "documents", "changes"]
)
def test_every_list_says_the_same_in_every_format(client: FlaskClient, name: str) -> None:
    rows = client.get(f"/api/v1/{name}?limit=1000").get_json()["data"]
    lines = client.get(f"/api/v1/{name}.ndjson").get_data(as_text=True).splitlines()
    cells = list(csv.DictReader(io.StringIO(client.get(f"/api/v1/{name}.csv").get_data(as_text=True), newline="")))
    assert len(rows) == len(lines) == len(cells) > 0
    for row, line in zip(rows, cells, strict=True):
        assert list(row) == list(line)
        for column, value in row.items():
            if not isinstance(value, list):
                shown = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
                assert line[column].removeprefix("'") == shown, column


def test_headers_name_the_data(client: FlaskClient) -> None:
    reply = client.get("/api/v1/claims.csv")
    assert reply.mimetype == "text/csv" and reply.headers["X-Licence"] == "CC-BY-4.0"
    assert reply.headers["X-Data-Version"].isdecimal() and 'rel="describedby"' in reply.headers["Link"]
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert not reply.data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(("text", "cell"), TEXTS.items())
def test_no_cell_can_start_a_formula(tmp_path: Path, text: str, cell: str) -> None:
    assert written(tmp_path, text) == cell


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40))
def test_a_cell_comes_back_as_it_was_unless_it_was_a_formula(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    cell = written(tmp_path_factory.getbasetemp(), text)
    assert cell in (text, "'" + text)
    assert not cell.lstrip("\t\n\v\f\r \x85\xa0\u200b\u2060\u3000\ufeff").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def written(folder: Path, text: str) -> str:
    """What a CSV reader gets of this text."""
    database = writer(folder / "one.db")
    column = Column(name="x", type=Type.TEXT, doc="", sql="v.x")
    line = database.conn.execute(f"SELECT {csv_sql(column)} FROM (SELECT ? AS x) v", (text,)).fetchone()[0]
    database.close()
    rows = list(csv.reader(io.StringIO(line + "\r\n", newline="")))
    return rows[0][0] if rows and rows[0] else ""


def test_every_text_column_is_guarded(tmp_path: Path) -> None:
    seed = Seed(tmp_path / "f.db")
    seed.add("documents", id="doc-1", title="=1+1", url="@url", publisher="+p")
    seed.add("events", id="e", title="=1+1", sentence="-x", country="=c", admin1="@a", place_name="+n", cause="=z")
    seed.add(
        "claims",
        id="c",
        event="e",
        quote="=q",
        sentence="=s",
        victims_text="+v",
        cause_text="-c",
        place_text="@p",
        place_name="=n",
        claimant="=me",
        claimant_name="+me",
        outcome="=o",
        population="-p",
        rule="@r",
        flags='["=f"]',
        attribution=({"role": "=claimant", "name": "=x"},),
    )
    seed.close()
    client = create_app(Settings(database=tmp_path / "f.db")).test_client()
    for name in ("claims", "events", "documents"):
        body = client.get(f"/api/v1/{name}.csv").get_data(as_text=True)
        (row,) = csv.DictReader(io.StringIO(body, newline=""))
        assert any(value.startswith("'") for value in row.values())
        assert not [value for value in row.values() if value.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("text", ['say "no"', '"', '", "=1', "a\n=1", "\n=1", "\u3000=1", "=1", '="', "plain", ""])
def test_one_suspicious_cell_makes_its_row_a_careful_one(tmp_path: Path, text: str) -> None:
    seed = Seed(tmp_path / "f.db")
    seed.add("documents", id="doc-1", title="plain")
    seed.add("claims", id="c", sentence=text, claimant=text, cause_code=text)
    seed.close()
    body = create_app(Settings(database=tmp_path / "f.db")).test_client().get("/api/v1/claims.csv").get_data(as_text=True)
    (row,) = csv.DictReader(io.StringIO(body, newline=""))
    wanted = "'" + text if text.lstrip("\n\u3000").startswith("=") else text
    assert (row["sentence"], row["claimant"], row["cause_code"], row["title"]) == (wanted, wanted, wanted, "plain")


def test_a_stream_that_fails_midway_is_cut(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from db import reading

    real = reading.Reading.stream

    def failing(self: reading.Reading, query: object, shape: object) -> Iterator[list[str]]:
        yield from real(self, query, shape)  # type: ignore[arg-type]
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(reading.Reading, "stream", failing)
    with serving(path) as url:
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=120)
        connection.request("GET", "/api/v1/claims.csv")
        reply = connection.getresponse()
        assert reply.status == 200
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            reply.read()
        connection.close()


def test_a_stream_has_every_row_and_a_limit_cuts_it(tmp_path: Path) -> None:
    seed = Seed(tmp_path / "many.db")
    seed.add("documents", id="doc-1")
    with_many = 1203
    for number in range(with_many):
        seed.add("claims", id=f"c{number:05}", low=number, position=number)
    seed.close()
    client = create_app(Settings(database=tmp_path / "many.db")).test_client()
    body = client.get("/api/v1/claims.csv").get_data(as_text=True)
    assert [int(row["low"]) for row in csv.DictReader(io.StringIO(body))] == list(range(with_many))
    limited = client.get("/api/v1/claims.csv?limit=7").get_data(as_text=True)
    assert len(limited.splitlines()) == 8
