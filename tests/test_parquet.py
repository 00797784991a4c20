"""Parquet as pandas and R's arrow get it: JSON's rows with types, group by group; half a stream is no file."""

from __future__ import annotations

import contextlib
import http.client
import io
import os
import random
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from live import serving
from seeded import Seed, market

from aggregator.core.settings import Settings
from api.app import create_app
from db import parquet, reading
from db.columns import Column, Type
from db.nouns import NOUNS

MANY = 12_007


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parquet") / "figures.db"
    market(path).close()
    return path


@pytest.fixture(scope="module")
def client(path: Path) -> FlaskClient:
    return create_app(Settings(database=path)).test_client()


def table(client: FlaskClient, url: str) -> pa.Table:
    reply = client.get(url)
    assert reply.status_code == 200 and reply.mimetype == "application/vnd.apache.parquet", reply.data
    return pq.read_table(io.BytesIO(reply.data))


def plain(value: Any) -> Any:
    """A Parquet value as JSON has it."""
    if isinstance(value, datetime):
        text = value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")
        return text.replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("name", NOUNS)
def test_every_list_says_the_same_as_its_json(client: FlaskClient, name: str) -> None:
    rows = client.get(f"/api/v1/{name}?limit=1000").get_json()["data"]
    found = table(client, f"/api/v1/{name}.parquet")
    assert [{key: plain(value) for key, value in row.items()} for row in found.to_pylist()] == rows != []
    assert found.column_names == [column.name for column in NOUNS[name].columns]


def test_one_events_lists_and_the_timeline_come_as_parquet(client: FlaskClient) -> None:
    for name in ("claims", "figures", "relations"):
        rows = client.get(f"/api/v1/events/ev-market/{name}").get_json()["data"]
        assert table(client, f"/api/v1/events/ev-market/{name}.parquet")["id"].to_pylist() == [row["id"] for row in rows]
    assert (
        table(client, "/api/v1/timeline.parquet?by=year").to_pylist() == client.get("/api/v1/timeline?by=year").get_json()["data"]
    )


def test_filters_order_and_limit_are_those_of_the_list(client: FlaskClient) -> None:
    query = "?outcome=killed&min=10&sort=-published"
    rows = client.get("/api/v1/claims" + query).get_json()["data"]
    assert table(client, "/api/v1/claims.parquet" + query)["id"].to_pylist() == [row["id"] for row in rows]
    assert table(client, "/api/v1/claims.parquet?limit=2").num_rows == 2
    assert table(client, "/api/v1/claims.parquet?country=ZZZ").num_rows == 0
    wrong = client.get("/api/v1/claims.parquet?contry=SYR")
    assert wrong.status_code == 400 and wrong.get_json()["parameter"] == "contry"


def test_types_bounds_and_terms_are_kept(client: FlaskClient) -> None:
    found = table(client, "/api/v1/claims.parquet")
    first = found.to_pylist()[0]
    assert (first["low"], first["high"], first["window_start"]) == (63, None, date(2030, 5, 14))
    assert first["published"] == datetime(2030, 5, 14, 12, tzinfo=UTC) and first["party"] is False
    assert [step["role"] for step in first["attribution"]] == ["claimant", "relay"]
    said = found.schema.metadata
    assert said[b"licence"] == b"CC-BY-4.0" and b"not a death toll" in said[b"caveat"] and said[b"revision"].isdigit()
    assert found.schema.field("high").metadata[b"description"].startswith(b"Upper bound")


def test_the_codebook_tells_each_columns_type(client: FlaskClient) -> None:
    listed = {entry["name"]: entry for entry in client.get("/api/v1/codebook").get_json()["lists"]}
    for name, noun in NOUNS.items():
        told = [column["parquet"] for column in listed[name]["columns"]]
        held = [str(field.type) for field in table(client, f"/api/v1/{name}.parquet").schema]
        assert [kind.split("[")[0].split("<")[0] for kind in told] == [kind.split("[")[0].split("<")[0] for kind in held]
        assert len(told) == len(noun.columns)


def test_pandas_reads_it_from_a_live_server(path: Path) -> None:
    with serving(path) as url:
        claims = pd.read_parquet(url + "api/v1/claims.parquet?qualifier=at_least", dtype_backend="pyarrow")
        with urllib.request.urlopen(url + "api/v1/claims.parquet", timeout=120) as reply:
            assert reply.headers["X-Licence"] == "CC-BY-4.0" and "claims.parquet" in reply.headers["Content-Disposition"]
            tag = reply.headers["ETag"]
        again = urllib.request.Request(url + "api/v1/claims.parquet", headers={"If-None-Match": tag})
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(again, timeout=120)
    assert caught.value.code == 304
    assert claims["low"].tolist() == [63] and pd.isna(claims["high"][0]) and str(claims["low"].dtype).startswith("int64")


def test_a_long_list_is_many_row_groups_each_sent_when_it_is_full(tmp_path: Path) -> None:
    seed = Seed(tmp_path / "many.db")
    seed.add("documents", id="doc-1")
    seed.add("claims", id="c0")
    [first] = seed.database.query("SELECT * FROM claims")
    seed.database["claims"].insert_all(first | {"seq": n + 1, "id": f"c{n}", "low": n} for n in range(1, MANY))
    seed.close()
    client = create_app(Settings(database=tmp_path / "many.db")).test_client()
    reply = client.get("/api/v1/claims.parquet", buffered=False)
    parts = list(reply.iter_encoded())
    file = pq.ParquetFile(io.BytesIO(b"".join(parts)))
    groups = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert groups == [parquet.GROUP, parquet.GROUP, MANY - 2 * parquet.GROUP] and len(parts) == len(groups) + 1
    assert file.read(["low"])["low"].to_pylist()[1:] == list(range(1, MANY))


def test_a_stream_that_fails_midway_is_cut_and_no_parquet(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = reading.Reading.stream

    def failing(self: reading.Reading, query: Any, shape: Any) -> Iterator[list[Any]]:
        rows = next(real(self, query, shape))
        for _ in range(3):
            yield rows * parquet.GROUP
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(reading.Reading, "stream", failing)
    monkeypatch.setattr(parquet, "GROUP", 50)
    with serving(path) as url:
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=120)
        connection.request("GET", "/api/v1/sources.parquet")
        reply = connection.getresponse()
        assert reply.status == 200
        with pytest.raises((http.client.IncompleteRead, ConnectionError)) as caught:
            reply.read()
        connection.close()
    if isinstance(caught.value, http.client.IncompleteRead):
        assert caught.value.partial.startswith(b"PAR1") and not caught.value.partial.endswith(b"PAR1")


def children(words: str) -> list[int]:
    """The processes that this one started and whose command line holds these words."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it may end while we look
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and words in (folder / "cmdline").read_text().replace("\0", " "):
                found.append(int(folder.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the process by /proc")
def test_a_writer_killed_in_mid_export_breaks_the_connection(tmp_path: Path) -> None:
    """More than the server holds back, so that the writer still has to write when nobody reads: then kill -9."""
    seed = Seed(tmp_path / "many.db")
    seed.add("documents", id="doc-1")
    seed.add("claims", id="c0")
    [first] = seed.database.query("SELECT * FROM claims")
    dice = random.Random(7)
    told = (first | {"seq": n + 1, "id": f"c{n}", "sentence": dice.randbytes(2000).hex()} for n in range(1, MANY))
    seed.database["claims"].insert_all(told)
    seed.close()
    with serving(tmp_path / "many.db") as url:
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=120)
        connection.request("GET", "/api/v1/claims.parquet")
        reply = connection.getresponse()
        begun = reply.read(4)
        [writer] = children("db.apart")
        os.kill(writer, signal.SIGKILL)
        with pytest.raises((http.client.IncompleteRead, ConnectionError)) as caught:
            reply.read()
        connection.close()
        with urllib.request.urlopen(url + "api/v1/claims.parquet?limit=3", timeout=120) as next_one:
            assert pq.read_table(io.BytesIO(next_one.read())).num_rows == 3
    assert (reply.status, begun, children("db.apart")) == (200, b"PAR1", [])
    if isinstance(caught.value, http.client.IncompleteRead):
        with pytest.raises(pa.ArrowInvalid):
            pq.read_table(io.BytesIO(begun + caught.value.partial))


def test_pyarrow_stays_out_of_the_service_and_too_many_at_once_are_told_when_to_come_back(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from api.app import create_app; from aggregator.core.settings import Settings; "
        f"client = create_app(Settings(database=Path({str(path)!r}))).test_client(); "
        "assert client.get('/api/v1/claims.parquet').data.endswith(b'PAR1'); assert 'pyarrow' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    app = create_app(Settings(database=path))
    with app.extensions["store"].writer(), app.extensions["store"].writer():
        for name in ("claims", "timeline"):
            refused = app.test_client().get(f"/api/v1/{name}.parquet")
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
        assert app.test_client().get("/api/v1/claims.csv").status_code == 200
    for _ in range(3):
        assert app.test_client().get("/api/v1/claims.parquet").data.endswith(b"PAR1")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
COLUMNS = (
    (Type.TEXT, st.none() | TEXTS),
    (Type.INTEGER, st.none() | st.integers(-(2**63), 2**63 - 1)),
    (Type.NUMBER, st.none() | st.floats(allow_nan=False)),
    (Type.DAY, st.none() | st.dates().map(str)),
    (Type.MOMENT, st.none() | st.datetimes().map(lambda at: at.isoformat(timespec="milliseconds") + "Z")),
)


@settings(deadline=None)
@given(st.lists(st.tuples(*(values for _, values in COLUMNS)), max_size=20), st.integers(1, 7))
def test_what_goes_in_comes_out(rows: list[tuple[Any, ...]], size: int) -> None:
    columns = [Column(name=kind.value, type=kind, doc="", sql="") for kind, _ in COLUMNS]
    batches = [rows[at : at + size] for at in range(0, len(rows), size)]
    body = b"".join(parquet.pieces(columns, batches, {}))
    found = pq.read_table(io.BytesIO(body)).to_pylist()
    for row, (text, integer, number, day, moment) in zip(found, rows, strict=True):
        assert (row["text"], row["integer"], row["number"]) == (text, integer, number)
        assert (row["day"] and row["day"].isoformat()) == day
        assert (row["moment"] and row["moment"].isoformat(timespec="milliseconds").replace("+00:00", "Z")) == moment
    assert body == b"".join(parquet.pieces(columns, [rows], {})), "the batches show in the bytes"
