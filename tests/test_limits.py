"""How many requests one address may make: counted by address, exact under threads, with a word on when to come back."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from live import serving
from seeded import market

from aggregator.core.errors import InputError
from aggregator.core.settings import Settings, read
from api.app import create_app

FREE = ("/api/v1/health", "/api/v1/ready", "/api/v1/metrics", "/static/style.css")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path: Path = tmp_path_factory.mktemp("limits") / "f.db"
    market(path).close()
    yield path


def client(database: Path, **settled: object) -> FlaskClient:
    return create_app(Settings(database=database, **settled)).test_client()  # type: ignore[arg-type]


def statuses(client: FlaskClient, address: str, times: int, path: str = "/api/v1/openapi.json") -> Counter[int]:
    return Counter(client.get(path, environ_base={"REMOTE_ADDR": address}).status_code for _ in range(times))


def test_one_request_too_many_is_a_429_that_says_when_to_come_back(database: Path) -> None:
    asking = client(database, rate="3 per hour")
    assert statuses(asking, "203.0.113.9", 3) == {200: 3}
    refused = asking.get("/api/v1/claims?country=SYR", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert 3000 <= int(refused.headers["Retry-After"]) <= 3601 and refused.headers["Cache-Control"] == "no-store"
    assert "3 requests per hour" in refused.get_json()["detail"]
    assert "Retry-After" in refused.headers["Access-Control-Expose-Headers"]
    page = asking.get("/", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert (page.status_code, page.mimetype) == (429, "text/html") and page.headers["Retry-After"]
    for path in FREE:
        assert asking.get(path, environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200, path
    text = asking.get("/api/v1/metrics").get_data(as_text=True)
    assert 'figures_requests_total{endpoint="lists.rows",status="429"} 1.0' in text


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("203.0.113.9", "203.0.113.10", False),
        ("203.0.113.9", "::ffff:203.0.113.9", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_each_address_has_its_own_count_and_a_household_one(database: Path, one: str, other: str, shared: bool) -> None:
    asking = client(database, rate="2 per day")
    assert statuses(asking, one, 2) == {200: 2}
    assert statuses(asking, other, 2) == ({429: 2} if shared else {200: 2})


def test_without_a_setting_others_are_limited_and_this_machine_is_not(database: Path) -> None:
    assert statuses(client(database, proxy="127.0.0.1"), "203.0.113.9", 700)[429] >= 1
    asking = client(database, host="0.0.0.0")
    assert statuses(asking, "203.0.113.9", 700)[429] >= 1
    for here in ("127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"):
        assert statuses(asking, here, 700) == {200: 700}


def test_a_limit_that_is_set_holds_for_this_machine_too_and_off_for_nobody(database: Path) -> None:
    assert statuses(client(database, rate="2 per day"), "127.0.0.1", 3) == {200: 2, 429: 1}
    assert statuses(client(database, rate="off"), "203.0.113.9", 700) == {200: 700}


def test_review_has_a_tighter_limit_of_its_own(database: Path) -> None:
    asking = client(database, review=True)
    assert statuses(asking, "127.0.0.1", 70, "/api/v1/review/decisions")[429] >= 9
    assert statuses(asking, "127.0.0.1", 1) == {200: 1}


def status(url: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=120) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        assert json.loads(error.read())["status"] == error.code and error.headers["Retry-After"]
        return error.code


def test_the_count_is_exact_although_many_threads_answer(database: Path) -> None:
    with serving(database, rate="25 per day") as url, ThreadPoolExecutor(16) as pool:
        given = Counter(pool.map(lambda _: status(url + "api/v1/openapi.json"), range(60)))
    assert given == {200: 25, 429: 35}


@pytest.mark.parametrize(("proxy", "apart"), [("127.0.0.1", True), (None, False), ("192.0.2.1", False)])
def test_only_the_proxy_that_is_named_is_believed(database: Path, proxy: str | None, apart: bool) -> None:
    with serving(database, rate="1 per day", proxy=proxy) as url:
        given = [status(url + "api/v1/openapi.json", **{"X-Forwarded-For": f"198.51.100.{n}"}) for n in (1, 1, 2)]
    assert given == ([200, 429, 200] if apart else [200, 429, 429])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FIGURES_RATE", "many"),
        ("FIGURES_RATE", "0 per minute"),
        ("FIGURES_RATE", "10 per fortnight"),
        ("FIGURES_PROXY", "proxy.example"),
        ("FIGURES_REVIEW", "yes"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(InputError, match=name):
        read({name: value})


def test_the_settings_are_read() -> None:
    given = read({"FIGURES_RATE": "5 per second", "FIGURES_PROXY": "::1", "FIGURES_REVIEW": "on"})
    assert (given.rate, given.proxy, given.review) == ("5 per second", "::1", True)
    assert (read({}).rate, read({}).proxy, read({}).review) == (None, None, False)
    for rate in ("off", "600 per minute", "1 per day"):
        create_app(Settings(rate=rate))
