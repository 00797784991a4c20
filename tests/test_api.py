"""The REST service over a small seeded store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from seeded import market

from aggregator.core.settings import Settings
from api.app import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    path: Path = tmp_path_factory.mktemp("api") / "figures.db"
    seed = market(path)
    yield create_app(Settings(database=path)).test_client()
    seed.close()


def ids(client: FlaskClient, url: str) -> list[str]:
    reply = client.get(url)
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return [row["id"] for row in reply.get_json()["data"]]


def test_claims_keep_their_bounds(client: FlaskClient) -> None:
    row = client.get("/api/v1/claims?qualifier=at_least").get_json()["data"][0]
    assert (row["low"], row["high"], row["best"], row["qualifier"]) == (63, None, 63, "at_least")
    assert row["attribution"][0]["source"] == "harmon_monitor"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", ["c1", "c2", "c3", "c4", "c6", "c7"]),
        ("include_deleted=true&outcome=injured", ["c5"]),
        ("country=YEM,xkx&min=60", ["c1", "c2"]),
        ("source=relay_news", ["c1"]),
        ("source_kind=government,eyewitness", ["c2", "c4"]),
        ("has_conflict=true", ["c1", "c2", "c3"]),
        ("date_to=2030-04-30", ["c6"]),
        ("date_from=2030-04-02&date_to=2030-04-02", ["c6"]),
        ("bbox=19,10,21,11", ["c1", "c2", "c3", "c4"]),
        ("bbox=170,-10,-160,0", ["c6"]),
        ("as_known_at=2030-05-15", ["c1", "c2", "c3", "c4", "c6", "c7"]),
        ("as_known_at=2030-05-14T13:00:00Z&event=ev-market", ["c1", "c3", "c4", "c5"]),
        ("max=7", ["c3", "c7"]),
        ("document=doc-2", ["c2"]),
        ("q=market+shelled&event=ev-zero", ["c7"]),
    ],
)
def test_filters(client: FlaskClient, question: str, expected: list[str]) -> None:
    assert ids(client, f"/api/v1/claims?{question}") == expected


@pytest.mark.parametrize(
    ("question", "named", "valid"),
    [
        ("contry=SYR", "contry", "country"),
        ("qualifier=atleast", "qualifier", "at_least"),
        ("country=SYR&country=IRQ", "country", None),
        ("country=Syria", "country", None),
        ("country=", "country", None),
        ("limit=1001", "limit", None),
        ("limit=0", "limit", None),
        ("date_from=2016-13-01", "date_from", None),
        ("bbox=1,2,3", "bbox", None),
        ("has_conflict=maybe", "has_conflict", "true"),
        ("sort=size", "sort", "known"),
        ("cursor=abc", "cursor", None),
        ("q=!!!", "q", None),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(client: FlaskClient, question: str, named: str, valid: str | None) -> None:
    reply = client.get(f"/api/v1/claims?{question}")
    assert (reply.status_code, reply.mimetype) == (400, "application/problem+json")
    body = reply.get_json()
    assert body["parameter"] == named and body["status"] == 400
    assert valid is None or valid in body["valid"]
