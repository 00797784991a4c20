"""The REST service over a small seeded store."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree
from prometheus_client.parser import text_string_to_metric_families
from seeded import T3, Seed, market

from aggregator.core.settings import Settings
from api import nouns
from api.app import create_app
from db import documents
from db.store import Store
from tests.test_events_store import event, known, put
from tests.test_store import Clock


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


def test_a_repeat_costs_a_304(client: FlaskClient) -> None:
    first = client.get("/api/v1/claims?country=XKX")
    again = client.get("/api/v1/claims?country=XKX", headers={"If-None-Match": f'W/{first.headers["ETag"]}, "x"'})
    assert (again.status_code, again.data) == (304, b"") and again.headers["ETag"] == first.headers["ETag"]
    assert client.get("/api/v1/claims?country=XKX", headers={"If-None-Match": '"1-0"'}).status_code == 200
    assert client.get("/api/v1/claims?contry=XKX", headers={"If-None-Match": first.headers["ETag"]}).status_code == 400


def test_the_tag_moves_with_the_data(tmp_path: Path) -> None:
    seed = market(tmp_path / "f.db")
    client = create_app(Settings(database=tmp_path / "f.db")).test_client()
    before = client.get("/api/v1/events").headers["ETag"]
    seed.add("claims", id="new", document="doc-1", position=9)
    assert client.get("/api/v1/events", headers={"If-None-Match": before}).status_code == 200
    seed.close()


def test_a_feeds_health_is_never_taken_for_unchanged(client: FlaskClient) -> None:
    reply = client.get("/api/v1/sources")
    assert "ETag" not in reply.headers
    (feed,) = reply.get_json()["feeds"]
    assert (feed["failures"], feed["last_outcome"], feed["last_error"]) == (3, "timeout", "no answer in 20 s")


def test_pages_follow_each_other(client: FlaskClient) -> None:
    url, found = "/api/v1/claims?limit=2&outcome=killed", []
    while url:
        reply = client.get(url)
        found += [row["id"] for row in reply.get_json()["data"]]
        url = reply.get_json()["next"]
        assert bool(url) == ('rel="next"' in reply.headers["Link"])
    assert found == ["c1", "c2", "c3", "c4", "c6", "c7"]


@pytest.mark.parametrize(
    "asked", ["", "?as_known_at=2030-05-15", "?best_rule=median", "?best_rule=lowest&as_known_at=2030-06-01"]
)
@pytest.mark.parametrize("path", ["/api/v1/events/ev-market", "/api/v1/sources/harmon_monitor", "/api/v1/documents/doc-1"])
def test_a_list_that_was_cut_says_where_it_goes_on(
    client: FlaskClient, path: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No claim of an event of thousands is left out in silence."""
    asked = asked if "events" in path else ""
    whole = client.get(path + asked).get_json()
    assert whole["next"] == {}
    monkeypatch.setattr(nouns, "MOST", 1)
    cut = client.get(path + asked).get_json()
    lists = {name for name in ("estimates", "relations", "claims", "documents") if len(whole.get(name, ())) > 1}
    assert set(cut["next"]) == lists and (lists or "events" not in path)
    for name in lists:
        rows, address = cut[name], cut["next"][name]
        while address:
            page = client.get(address).get_json()
            rows, address = rows + page["data"], page["next"]
        assert rows == whole[name]


def test_an_event_has_all_that_is_said_of_it(client: FlaskClient) -> None:
    body = client.get("/api/v1/events/ev-market").get_json()
    assert body["event"]["sentence"] == "7 to 100 or more killed, four claimants, as of 15 May."
    (estimate,) = body["estimates"]
    assert (estimate["low"], estimate["high"], estimate["high_open"], estimate["best"]) == (7, 100, True, 63)
    assert estimate["claims"] == ["c1", "c2", "c3", "c4"]
    assert [r["type"] for r in body["relations"]] == ["conflict", "conflict", "compatible"]
    assert {c["id"] for c in body["claims"]} == {"c1", "c2", "c3", "c4"}
    assert {d["id"] for d in body["documents"]} == {"doc-1", "doc-2"}
    assert "text" not in body["documents"][0]


@pytest.mark.parametrize(
    ("rule", "value", "claim"),
    [("gtd", 63, "c1"), ("latest", 7, "c3"), ("median", 7, "c3"), ("lowest", 7, "c3"), ("highest", 63, "c1")],
)
def test_one_value_by_the_rule_asked_for(client: FlaskClient, rule: str, value: int, claim: str) -> None:
    url = f"best_rule={rule}&event=ev-market"
    (figure,) = client.get(f"/api/v1/figures?{url}").get_json()["data"]
    assert (figure["best"], figure["best_rule"], figure["best_claim"]) == (value, rule, claim)
    (event,) = client.get(f"/api/v1/events?{url}").get_json()["data"]
    assert (event["killed_best"], event["best_rule"], event["killed_best_claim"]) == (value, rule, claim)
    whole = client.get(f"/api/v1/events/ev-market?best_rule={rule}").get_json()
    assert (whole["event"], whole["estimates"]) == (event, [figure])
    (row,) = csv.DictReader(client.get(f"/api/v1/figures.csv?{url}").get_data(as_text=True).splitlines())
    assert (row["best"], row["best_rule"], row["best_claim"]) == (str(value), rule, claim)
    (row,) = csv.DictReader(client.get(f"/api/v1/events.csv?{url}").get_data(as_text=True).splitlines())
    assert (row["killed_best"], row["killed_best_claim"]) == (str(value), claim)
    (feature,) = client.get(f"/api/v1/events.geojson?{url}").get_json(force=True)["features"]
    assert feature["properties"] == event
    (then,) = client.get(f"/api/v1/events?{url}&as_known_at=2030-05-16").get_json()["data"]
    assert (then["killed_best"], then["killed_best_claim"]) == (value, claim)


def test_a_rule_is_never_answered_by_another(client: FlaskClient, tmp_path: Path) -> None:
    seed = market(tmp_path / "f.db")
    seed.add("estimates", id="old", event="ev-zero", best=5, best_claim="c7")
    seed.close()
    old = create_app(Settings(database=tmp_path / "f.db")).test_client()
    by = {rule: old.get(f"/api/v1/figures?event=ev-zero&best_rule={rule}").get_json()["data"][0] for rule in ("gtd", "median")}
    assert (by["gtd"]["best"], by["gtd"]["best_claim"]) == (5, "c7")
    assert (by["median"]["best"], by["median"]["best_claim"], by["median"]["best_rule"]) == (None, None, "median")
    page = client.get("/api/v1/figures?limit=1&best_rule=median").get_json()
    assert "best_rule=median" in page["next"]
    stray = client.get(page["next"].replace("median", "lowest"))
    assert stray.status_code == 400 and stray.get_json()["parameter"] == "cursor"


@pytest.mark.parametrize(
    ("path", "valid"), [("figures", "median"), ("events", "median"), ("events/ev-market", "median"), ("claims", "qualifier")]
)
def test_a_rule_that_is_none_is_refused_with_those_there_are(client: FlaskClient, path: str, valid: str) -> None:
    reply = client.get(f"/api/v1/{path}?best_rule=mean")
    assert reply.status_code == 400 and reply.get_json()["parameter"] == "best_rule" and valid in reply.get_json()["valid"]


def test_an_event_as_it_was_known(client: FlaskClient) -> None:
    body = client.get("/api/v1/events/ev-market?as_known_at=2030-05-14T13:00:00Z").get_json()
    assert {c["id"] for c in body["claims"]} == {"c1", "c3", "c4", "c5"} and body["estimates"] == []
    assert client.get("/api/v1/events/ev-market?as_known_at=2029-01-01").status_code == 404


def test_an_event_that_was_merged_since_has_its_documents_of_then(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "a.db", Clock())
    one, two = known(store, "12 people died.", "14 people died.")
    apart = put(store, event(one), event(two))
    (then,) = store.all("SELECT max(at) AS at FROM changes")
    (whole,) = put(store, event(one, two))
    store.close()
    client = create_app(Settings(database=tmp_path / "a.db")).test_client()
    for identity, (document, _) in zip(apart, (one, two), strict=True):
        body = client.get(f"/api/v1/events/{identity}?as_known_at={then['at']}").get_json()
        assert [each["id"] for each in body["documents"]] == [document.id]
        assert ids(client, f"/api/v1/documents?event={identity}&outcome=killed&as_known_at={then['at']}") == [document.id]
        assert ids(client, f"/api/v1/documents?event={identity}&outcome=injured&as_known_at={then['at']}") == []
    assert ids(client, f"/api/v1/documents?event={whole}") == [one[0].id, two[0].id]


def test_an_event_keeps_the_claims_that_no_longer_hold(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "a.db", Clock())
    one, two = known(store, "12 people died.", "14 people died.")
    (identity,) = put(store, event(one, two))
    documents.keep(store, one[0], (), snapshot=None, versions="v2")
    assert put(store, event(two)) == [identity]
    store.close()
    client = create_app(Settings(database=tmp_path / "a.db")).test_client()
    gone, stands = one[1][0].claim.id, two[1][0].claim.id
    assert ids(client, f"/api/v1/events/{identity}/claims") == [stands]
    assert ids(client, f"/api/v1/events/{identity}/claims?include_deleted=true") == [gone, stands]
    page = client.get(f"/events/{identity}").text
    assert "Claims that no longer hold" in page and "12 killed, until 14 May 2030" in page


NOON = "2030-05-14T12:00:00"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (f"updated_since={NOON}Z", True),
        (f"updated_since={NOON}.122Z", True),
        (f"updated_since={NOON}.123Z", True),
        (f"updated_since={NOON}.124Z", False),
        ("updated_since=2030-05-14T12:00:01Z", False),
        ("updated_since=2030-05-14T14:00:00%2B02:00", True),
        (f"as_known_at={NOON}.122Z", False),
        (f"as_known_at={NOON}.123Z", True),
        (f"as_known_at={NOON}.123999Z", True),
        (f"as_known_at={NOON}Z", True),
        ("as_known_at=2030-05-14T11:59:59Z", False),
        ("as_of_from=2030-05-14T11:00:00Z&as_of_to=2030-05-14T11:00:00Z", True),
        ("as_of_from=2030-05-14T11:00:01Z", False),
        ("published_from=2030-05-14&published_to=2030-05-14", True),
    ],
)
def test_moments_to_the_second_and_to_the_millisecond_compare(tmp_path: Path, question: str, found: bool) -> None:
    """What we learn is stored to the millisecond, what is said to the second; a second that is asked for is all of it."""
    known, said = f"{NOON}.123Z", "2030-05-14T11:00:00Z"
    seed = Seed(tmp_path / "a.db")
    seed.add("documents", id="doc-1", known_at=known)
    seed.add("events", id="e", known_at=known, updated_at=known)
    seed.add("claims", id="c", event="e", low=3, known_at=known, as_of=said, published=said)
    seed.close()
    client = create_app(Settings(database=tmp_path / "a.db")).test_client()
    assert ids(client, f"/api/v1/claims?{question}") == (["c"] if found else [])
    assert ids(client, f"/api/v1/events?{question}") == (["e"] if found else [])


@pytest.mark.parametrize("held", [b"no database at all" * 500, b""])
@pytest.mark.parametrize("url", ["/api/v1/claims", "/api/v1/claims.csv", "/api/v1/ready", "/", "/events/e"])
def test_where_the_store_lies_is_told_to_nobody(tmp_path: Path, held: bytes, url: str) -> None:
    (tmp_path / "figures.db").write_bytes(held)
    reply = create_app(Settings(database=tmp_path / "figures.db")).test_client().get(url)
    assert reply.status_code == 503 and str(tmp_path) not in reply.text and "figures.db" in reply.text


@pytest.mark.parametrize("name", ["claims", "figures", "relations"])
def test_the_lists_of_one_event_are_of_no_other(client: FlaskClient, name: str) -> None:
    for kind in ("", ".csv"):
        reply = client.get(f"/api/v1/events/ev-market/{name}{kind}?event=ev-zero")
        told = reply.get_json()
        assert reply.status_code == 400 and told["parameter"] == "event"
        assert "outcome" in told["valid"] and "limit" in told["valid"] and "event" not in told["valid"]
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]
    event = {"$ref": "#/components/parameters/event"}
    assert event not in paths[f"/api/v1/events/{{id}}/{name}"]["get"]["parameters"]
    assert event in paths[f"/api/v1/{name}"]["get"]["parameters"]


def test_conflicts_largest_first_and_between_two_sources(client: FlaskClient) -> None:
    assert ids(client, "/api/v1/conflicts") == ["r1", "r2"]
    assert ids(client, "/api/v1/conflicts?size=major") == ["r2"]
    assert ids(client, "/api/v1/conflicts?source=veld_army&other_source=harmon_ministry") == ["r1"]
    assert ids(client, "/api/v1/conflicts?source=two witnesses") == []


def test_changes_since_a_number(client: FlaskClient) -> None:
    rows = client.get("/api/v1/changes?since=0&limit=1000").get_json()["data"]
    assert {"kind": "claim", "id": "c5", "op": "tombstone"}.items() <= rows[[r["op"] for r in rows].index("tombstone")].items()
    last = rows[-1]["seq"]
    assert client.get(f"/api/v1/changes?since={last}").get_json()["data"] == []
    assert last == client.get("/api/v1/ready").get_json()["revision"]


def test_geojson_has_a_feature_an_event(client: FlaskClient) -> None:
    body = client.get("/api/v1/events.geojson?sort=day").get_json(force=True)
    places = {feature["id"]: feature["geometry"] for feature in body["features"]}
    assert places == {
        "ev-zero": None,
        "ev-slide": {"type": "Point", "coordinates": [-170.0, -5.0]},
        "ev-market": {"type": "Point", "coordinates": [20.25, 10.5]},
    }


def test_facets_count_claims_and_events(client: FlaskClient) -> None:
    claims = {f["facet"]: f for f in client.get("/api/v1/facets").get_json()["data"]}
    assert claims["country"]["values"] == [{"value": "XKX", "count": 4}, {"value": "YEM", "count": 1}]
    assert claims["country"]["others"] == 1
    events = client.get("/api/v1/facets?of=events&facet=source_kind,has_conflict").get_json()["data"]
    assert {"value": "monitor_ngo", "count": 3} in events[0]["values"]
    assert events[1]["values"] == [{"value": "false", "count": 2}, {"value": "true", "count": 1}]


def test_a_timeline_adds_outer_bounds_only(client: FlaskClient) -> None:
    rows = client.get("/api/v1/timeline?by=year").get_json()["data"]
    assert [(r["period"], r["events"], r["low"], r["high"], r["high_open"]) for r in rows] == [("2030", 2, 19, 112, True)]


def test_reading_is_open_to_every_origin_and_writing_to_none(client: FlaskClient) -> None:
    reply = client.options("/api/v1/claims", headers={"Origin": "https://elsewhere.example"})
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for method in ("post", "put", "delete", "patch"):
        refused = getattr(client, method)("/api/v1/claims")
        assert (refused.status_code, refused.mimetype) == (405, "application/problem+json")
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


def test_a_head_has_the_headers_and_no_body(client: FlaskClient) -> None:
    reply = client.head("/api/v1/claims.csv")
    assert reply.status_code == 200 and reply.data == b"" and reply.headers["ETag"]


@pytest.mark.parametrize("path", ["/api/v1/claims", "/", "/api/v1/nothing", "/static/style.css"])
def test_every_reply_is_guarded(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff" and "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/api/v1/claims?" + "x" * 9000, "/api/v1/" + "y" * 9000])
def test_an_oversized_address_is_refused(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 414


@pytest.mark.parametrize("host", ["elsewhere.example/x", "a b", "x@y", "<script>", "a" * 300])
def test_a_host_that_is_none_is_refused(client: FlaskClient, host: str) -> None:
    for path in ("/data", "/api/v1/claims"):
        reply = client.get(path, headers={"Host": host})
        assert reply.status_code == 400
        assert host not in reply.get_data(as_text=True)


def test_a_question_past_its_budget_is_a_503(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.reading.STEPS", 1)
    seed = market(tmp_path / "f.db")
    app = create_app(Settings(database=tmp_path / "f.db"))
    app.extensions["store"].budget = 1e-9
    for path in ("/api/v1/claims", "/api/v1/claims.csv", "/api/v1/facets", "/"):
        reply = app.test_client().get(path)
        assert reply.status_code == 503 and reply.headers["Retry-After"], path
    seed.close()


def test_a_store_of_an_older_schema_says_what_to_do(tmp_path: Path) -> None:
    seed = market(tmp_path / "f.db")
    seed.database.conn.execute("ALTER TABLE events DROP COLUMN killed_best")
    seed.close()
    client = create_app(Settings(database=tmp_path / "f.db")).test_client()
    for path in ("/api/v1/events", "/api/v1/events.csv"):
        reply = client.get(path)
        assert reply.status_code == 503 and "aggregator migrate" in reply.get_json()["detail"]


def test_a_replaced_file_is_opened_anew(tmp_path: Path) -> None:
    market(tmp_path / "f.db").close()
    client = create_app(Settings(database=tmp_path / "f.db")).test_client()
    assert len(ids(client, "/api/v1/events")) == 3
    other = Seed(tmp_path / "other.db")
    other.add("events", id="restored")
    other.close()
    (tmp_path / "other.db").replace(tmp_path / "f.db")
    assert ids(client, "/api/v1/events") == ["restored"]


def test_metrics_count_routes_not_what_callers_typed(client: FlaskClient) -> None:
    client.get("/api/v1/claims?limit=1")
    client.get("/api/v1/typed-by-a-caller")
    text = client.get("/api/v1/metrics").get_data(as_text=True)
    assert 'figures_requests_total{endpoint="lists.rows",status="200"}' in text
    assert "typed-by-a-caller" not in text and "figures_feeds_failing 1.0" in text


def test_metrics_tell_what_they_know_also_while_there_is_no_store(tmp_path: Path) -> None:
    client = create_app(Settings(database=tmp_path / "f.db")).test_client()
    assert client.get("/api/v1/claims").status_code == 503
    for _ in range(2):
        reply = client.get("/api/v1/metrics")
        text = reply.get_data(as_text=True)
        assert reply.status_code == 200 and 'figures_requests_total{endpoint="lists.rows",status="503"} 1.0' in text
        assert "figures_store_readable 0.0" in text
        assert "\nfigures_data_revision " not in text and "\nfigures_feeds_failing " not in text, "a number that nobody read"
    market(tmp_path / "f.db").close()
    text = client.get("/api/v1/metrics").get_data(as_text=True)
    assert "figures_store_readable 1.0" in text and "\nfigures_feeds_failing 1.0" in text
    (tmp_path / "f.db").unlink()
    text = client.get("/api/v1/metrics").get_data(as_text=True)
    assert "figures_store_readable 0.0" in text and "\nfigures_feeds_failing " not in text


def test_metrics_are_what_prometheus_reads_and_what_happened(client: FlaskClient) -> None:
    def counted() -> dict[tuple[str, ...], float]:
        reply = client.get("/api/v1/metrics")
        assert reply.headers["Content-Type"].startswith("text/plain") and reply.headers["Cache-Control"] == "no-store"
        families = text_string_to_metric_families(reply.get_data(as_text=True))
        samples = [s for family in families for s in family.samples if "le" not in s.labels]
        return {(s.name, s.labels.get("endpoint", ""), s.labels.get("status", "")): s.value for s in samples}

    before = counted()
    for path in ("/api/v1/claims", "/api/v1/claims?limit=1", "/api/v1/claims?contry=SYR", "/api/v1/events/none"):
        client.get(path)
    after = counted()
    grown = {key: after[key] - before.get(key, 0) for key in after}
    assert grown["figures_requests_total", "lists.rows", "200"] == 2
    assert grown["figures_requests_total", "lists.rows", "400"] == 1
    assert grown["figures_requests_total", "nouns.event", "404"] == 1
    assert grown["figures_request_seconds_count", "lists.rows", ""] == 3
    assert after["figures_data_revision", "", ""] == client.get("/api/v1/ready").get_json()["revision"]


def test_slow_readers_do_not_take_every_thread(client: FlaskClient) -> None:
    under_way = [client.get("/api/v1/claims.csv", buffered=False) for _ in range(4)]
    refused = client.get("/api/v1/claims.csv")
    assert refused.status_code == 503 and "already" in refused.get_json()["detail"]
    assert client.get("/api/v1/claims").status_code == 200
    for reply in under_way:
        reply.close()
    for _ in range(9):
        assert client.get("/api/v1/claims.csv", buffered=True).status_code == 200


def test_conflicts_can_be_subscribed_to(tmp_path: Path) -> None:
    seed = market(tmp_path / "f.db")
    bad = "a < b & \x01 ]]> </summary>"
    seed.add("relations", id="r9", event="ev-market", a="c1", b="c4", type="conflict", size="minor", explanation=bad, known_at=T3)
    seed.close()
    reply = create_app(Settings(database=tmp_path / "f.db")).test_client().get("/api/v1/conflicts.atom?country=XKX")
    assert reply.mimetype == "application/atom+xml"
    feed = etree.fromstring(reply.data)
    name = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(name + "entry")
    assert [e.findtext(name + "id").rpartition(":")[2] for e in entries] == ["r9", "r2", "r1"]
    assert entries[0].findtext(name + "summary") == "a < b &  ]]> </summary>" and feed.findtext(name + "updated") == T3
    assert entries[1].find(name + "link").get("href").endswith("/events/ev-market")


def test_revisions_can_be_subscribed_to(tmp_path: Path) -> None:
    seed = market(tmp_path / "f.db")
    seed.add(
        "relations", id="r9", event="ev-market", a="c1", b="c4", type="revised_down", explanation="from 70 to 63", known_at=T3
    )
    seed.close()
    reply = (
        create_app(Settings(database=tmp_path / "f.db")).test_client().get("/api/v1/relations.atom?type=revised_down,retracts")
    )
    feed = etree.fromstring(reply.data)
    name = "{http://www.w3.org/2005/Atom}"
    (entry,) = feed.findall(name + "entry")
    assert entry.findtext(name + "title") == "Shelling in Harmon, 14 May 2030: revised down"
    assert entry.findtext(name + "summary") == "from 70 to 63"


@pytest.mark.parametrize(
    "path", ["claims.csv", "timeline.csv", "codebook.csv", "conflicts.atom", "claims.ndjson", "facets", "events.geojson"]
)
def test_a_reply_names_its_charset_once(client: FlaskClient, path: str) -> None:
    assert client.get(f"/api/v1/{path}").headers["Content-Type"].count("charset") <= 1
