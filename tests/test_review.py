"""Decisions over HTTP: a real server, real tokens, and the very decisions of the command line."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from live import serving
from test_openapi import DOCUMENT, misfits

from aggregator.core.settings import Settings
from aggregator.core.tokens import Scope, make
from aggregator.intake import utc_now
from aggregator.regroup import regroup
from api.app import create_app
from api.bodies import PRINTABLE, VERBS
from db import documents, tokens
from db.connect import transaction, writer
from db.store import Store
from tests.said import told
from tests.test_store import Clock

ROOT = Path(__file__).resolve().parent.parent
FERRY = "The ferry Blue Heron capsized off Tarn Point and 12 people drowned."
AGAIN = "Divers at the wreck of the Blue Heron near Tarn Point counted 20 dead."
MINE = "An explosion in the Oxley colliery at Brandt killed 7 miners."
REVIEW = "/api/v1/review"


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any
    headers: Any


@dataclass
class House:
    """A store with three reports, served with review on; `token` is Ana's."""

    path: Path
    url: str
    token: str

    def ask(self, method: str, path: str, body: object = None, *, token: str | None = "", **headers: str) -> Reply:
        """Ask the server; a body that is not bytes goes as JSON. `token`: Ana's unless given, none for None."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        given = {"Content-Type": "application/json"} if data is not None else {}
        if token is not None:
            given["Authorization"] = f"Bearer {token or self.token}"
        asked = urllib.request.Request(
            self.url.rstrip("/") + path,
            data=data,
            method=method,
            headers=given | {k.replace("_", "-"): v for k, v in headers.items()},
        )
        try:
            with urllib.request.urlopen(asked, timeout=120) as answer:
                text, status, head = answer.read().decode(), answer.status, answer.headers
        except urllib.error.HTTPError as error:
            text, status, head = error.read().decode(), error.code, error.headers
        return Reply(status, json.loads(text) if text and "json" in head.get("Content-Type", "") else text, head)

    def decide(self, verb: str, **body: object) -> int:
        """Decide, and see that it was applied; return the decision's number."""
        reply = self.ask("POST", f"{REVIEW}/{verb}", {"reason": "saw the list", **body})
        assert reply.status in (201, 202), reply.body
        if not reply.body["applied"]:  # a busy machine: the regrouping took longer than the service waits
            self.command("regroup")
            assert self.ask("GET", reply.headers["Location"]).body["applied"]
        assert reply.headers["Location"] == f"{REVIEW}/decisions/{reply.body['decision']['id']}"
        assert list(misfits(reply.body, replies(verb))) == []
        return int(reply.body["decision"]["id"])

    def rows(self, noun: str, question: str = "") -> list[dict[str, Any]]:
        return list(self.ask("GET", f"/api/v1/{noun}?{question}", token=None).body["data"])

    def claim(self, low: int) -> dict[str, Any]:
        (row,) = self.rows("claims", f"min={low}&max={low}")
        return row

    def killed(self, low: int) -> tuple[int | None, int | None]:
        (row,) = self.rows("figures", f"event={self.claim(low)['event']}&population=all")
        return row["low"], row["high"]

    def command(self, *arguments: str) -> str:
        """A command of ours as a process on this store."""
        environment = os.environ | {"FIGURES_DB": str(self.path)}
        command = [sys.executable, "-m", "aggregator", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


def replies(verb: str) -> Any:
    return DOCUMENT["paths"][f"{REVIEW}/{verb}"]["post"]["responses"]["201"]["content"]["application/json"]["schema"]


def filled(path: Path) -> Path:
    store = Store.open(path, Clock())
    for hour, text in enumerate((FERRY, AGAIN, MINE)):
        documents.keep(store, *told(text, hours=hour, claimant=f"witness {hour}"), snapshot=None, versions="v1")
    regroup(store)
    store.close()
    return path


def token_of(path: Path, name: str = "ana", scope: Scope = Scope.REVIEW, days: float = 30) -> str:
    store = Store.open(path, utc_now)
    try:
        return tokens.add(store, name, scope, utc_now() + timedelta(days=days)).text
    finally:
        store.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    path = filled(tmp_path / "f.db")
    token = token_of(path)
    with serving(path, review=True) as url:
        yield House(path, url, token)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house for tests that leave nothing behind."""
    path = filled(tmp_path_factory.mktemp("quiet") / "f.db")
    token = token_of(path)
    with serving(path, review=True, rate="off") as url:
        yield House(path, url, token)


def test_a_rejected_claim_leaves_the_range_also_after_a_recompute_and_comes_back(house: House) -> None:
    assert house.killed(12) == (12, 20)
    number = house.decide("reject", claim=house.claim(20)["id"])
    assert house.killed(12) == (12, 12)
    store = Store.open(house.path, utc_now)
    regroup(store, full=True, anew=True)
    store.close()
    assert house.killed(12) == (12, 12)
    house.decide("undo", decision=number)
    assert house.killed(12) == (12, 20)


def test_a_correction_stands_beside_what_was_read(house: House) -> None:
    aim = house.claim(20)["id"]
    house.decide("correct", claim=aim, field="low", value=15.0)
    house.decide("correct", claim=aim, field="high", value=None)
    (row,) = house.rows("figures", f"event={house.claim(12)['event']}&population=all")
    assert (row["low"], row["high"], row["high_open"]) == (12, 15, True)
    assert (house.claim(20)["low"], house.claim(20)["high"]) == (20, 20)
    house.decide("correct", claim=aim, field="background", value=True)
    assert house.killed(12) == (12, 12)


def test_events_are_merged_and_split_and_say_so(house: House) -> None:
    mine, ferry = house.claim(7)["event"], house.claim(12)["event"]
    assert mine != ferry
    number = house.decide("merge", event=ferry, other=mine)
    assert house.claim(7)["event"] == house.claim(12)["event"]
    house.decide("undo", decision=number)
    assert house.claim(7)["event"] != house.claim(12)["event"]
    house.decide("split", event=house.claim(12)["event"], documents=[house.claim(20)["document"]])
    assert house.claim(12)["event"] != house.claim(20)["event"]
    merge, undo, split = house.ask("GET", f"{REVIEW}/decisions").body["data"]
    assert (merge["action"], merge["other"], len(merge["documents"]), merge["undone_by"]) == ("merge", mine, 3, undo["id"])
    assert (undo["action"], undo["undoes"], undo["field"], undo["value"]) == ("undo", merge["id"], None, None)
    assert (split["documents"], split["author"], split["reason"]) == ([house.claim(20)["document"]], "ana", "saw the list")


def test_both_doors_lead_to_the_same_decisions(house: House) -> None:
    aim = house.claim(20)["id"]
    house.command("review", "reject", aim, "--author", "ben", "--reason", "hearsay")
    (row,) = house.ask("GET", f"{REVIEW}/decisions?target={aim}").body["data"]
    assert (row["author"], row["token"], row["action"]) == ("ben", None, "reject")
    made = house.decide("undo", decision=row["id"])
    assert f"{made} " in house.command("review", "list") and "ana: reject" in house.command("review", "list")
    accepted = house.decide("accept", claim=aim)
    one = house.ask("GET", f"{REVIEW}/decisions/{accepted}").body["decision"]
    assert (one["author"], one["action"], one["target"]) == ("ana", "accept", aim) and one["token"] in house.token
    house.command("review", "undo", str(accepted), "--author", "ben", "--reason", "no")
    assert house.killed(12) == (12, 20)


def test_decisions_come_in_pages(house: House) -> None:
    for low in (7, 12, 20):
        house.decide("accept", claim=house.claim(low)["id"])
    first = house.ask("GET", f"{REVIEW}/decisions?limit=2").body
    assert (first["count"], first["after"]) == (2, first["data"][1]["id"])
    rest = house.ask("GET", f"{REVIEW}/decisions?after={first['after']}").body
    assert (rest["count"], rest["after"]) == (1, None)
    for number in ("99", "0", "9" * 30, "-1", "x"):
        assert house.ask("GET", f"{REVIEW}/decisions/{number}").status == 404
    for wrong in ("limit=0", "after=x", "page=2", "limit=1&limit=2"):
        assert house.ask("GET", f"{REVIEW}/decisions?{wrong}").status == 400


@pytest.mark.parametrize(
    ("verb", "body", "named", "valid"),
    [
        ("reject", {"claim": "x"}, "reason", "claim"),
        ("reject", {"claim": "x", "reason": "r", "author": "eve"}, "author", "reason"),
        ("reject", {"claim": "x", "reason": " "}, "reason", None),
        ("reject", {"claim": 5, "reason": "r"}, "claim", None),
        ("reject", {"claim": "x\x00", "reason": "r"}, "claim", None),
        ("reject", {"claim": "x", "reason": "r" * 1001}, "reason", None),
        ("reject", b'{"claim": "x", "claim": "y", "reason": "r"}', "claim", None),
        ("reject", b'{"claim": NaN, "reason": "r"}', "body", None),
        ("reject", b"[" * 9000, "body", None),
        ("reject", b"[]", "body", "claim"),
        ("reject", b"\xff", "body", None),
        ("correct", {"claim": "20", "field": "place", "value": "x", "reason": "r"}, "field", "outcome"),
        ("correct", {"claim": "20", "field": "outcome", "value": "sad", "reason": "r"}, "value", "killed"),
        ("correct", {"claim": "20", "field": "low", "value": -3, "reason": "r"}, "value", None),
        ("correct", {"claim": "20", "field": "low", "value": 10**30, "reason": "r"}, "value", None),
        ("correct", {"claim": "20", "field": "low", "value": 1.5, "reason": "r"}, "value", None),
        ("correct", {"claim": "20", "field": "low", "value": [1], "reason": "r"}, "value", None),
        ("correct", {"claim": "20", "field": "low", "value": "15", "reason": "r"}, "value", None),
        ("correct", {"claim": "20", "field": "low", "value": False, "reason": "r"}, "value", None),
        ("correct", {"claim": "20", "field": "background", "value": "true", "reason": "r"}, "value", None),
        ("correct", {"claim": "20", "field": "claimant", "value": None, "reason": "r"}, "value", None),
        ("correct", {"claim": "20", "field": "claimant", "value": " ", "reason": "r"}, "value", None),
        ("merge", {"event": "12", "other": "12", "reason": "r"}, "other", None),
        ("split", {"event": "12", "documents": [], "reason": "r"}, "documents", None),
        ("split", {"event": "12", "documents": ["all"], "reason": "r"}, "documents", None),
        ("undo", {"decision": True, "reason": "r"}, "decision", None),
        ("undo", {"decision": 0, "reason": "r"}, "decision", None),
    ],
)
def test_what_cannot_be_decided_is_refused_by_name_and_leaves_nothing(
    quiet: House, verb: str, body: Any, named: str, valid: str | None
) -> None:
    """In the table the texts "12" and "20" stand for the claims of so many, and for their events."""
    if isinstance(body, dict):
        for name, key in (("claim", "id"), ("event", "event"), ("other", "event")):
            if body.get(name) in ("12", "20"):
                body = body | {name: quiet.claim(int(body[name]))[key]}
        if body.get("documents") == ["all"]:
            body = body | {"documents": [quiet.claim(low)["document"] for low in (12, 20)]}
            valid = body["documents"][0]
    reply = quiet.ask("POST", f"{REVIEW}/{verb}", body)
    assert (reply.status, reply.headers["Content-Type"]) == (400, "application/problem+json"), reply.body
    assert reply.body["parameter"] == named
    assert valid is None or valid in reply.body["valid"]
    assert quiet.ask("GET", f"{REVIEW}/decisions").body["data"] == []


@pytest.mark.parametrize("verb", ["reject", "merge", "split"])
def test_a_decision_that_nobody_applies_yet_says_so_and_is_applied_later(tmp_path: Path, verb: str) -> None:
    """A service without a process beside it: whoever regroups next applies what was decided."""
    path = filled(tmp_path / "f.db")
    asking = create_app(Settings(database=path, review=True)).test_client()
    head = {"Authorization": f"Bearer {token_of(path)}"}
    rows = {row["low"]: row for row in asking.get("/api/v1/claims").get_json()["data"]}
    bodies = {
        "reject": {"claim": rows[20]["id"]},
        "merge": {"event": rows[12]["event"], "other": rows[7]["event"]},
        "split": {"event": rows[12]["event"], "documents": [rows[20]["document"]]},
    }

    def applied(reply: Any, status: int) -> bool:
        assert reply.status_code == status
        return bool(asking.get(reply.headers["Location"], headers=head).get_json()["applied"])

    def settle() -> None:
        store = Store.open(path, utc_now)
        regroup(store)
        store.close()

    made = asking.post(f"{REVIEW}/{verb}", json=bodies[verb] | {"reason": "r"}, headers=head)
    assert not applied(made, 202)
    settle()
    assert applied(made, 202)
    undone = asking.post(f"{REVIEW}/undo", json={"decision": 1, "reason": "r"}, headers=head)
    assert not applied(undone, 202)
    settle()
    assert applied(undone, 202)


def test_other_refusals_have_their_own_status(house: House) -> None:
    fine = {"claim": "nowhere", "reason": "r"}
    assert house.ask("POST", f"{REVIEW}/reject", fine).status == 404
    assert house.ask("POST", f"{REVIEW}/undo", {"decision": 9, "reason": "r"}).status == 404
    form = house.ask("POST", f"{REVIEW}/reject", b"claim=x&reason=r", Content_Type="application/x-www-form-urlencoded")
    assert form.status == 415
    assert house.ask("POST", f"{REVIEW}/reject", b" " * 70_000).status == 413
    assert house.ask("GET", f"{REVIEW}/reject").status == 405
    assert house.ask("POST", f"{REVIEW}/adopt", fine).status == 404
    stray = house.ask("POST", f"{REVIEW}/reject?dry=1", fine)
    assert stray.status == 400 and stray.body["parameter"] == "dry"
    twice = house.decide("accept", claim=house.claim(12)["id"])
    house.decide("undo", decision=twice)
    again = house.ask("POST", f"{REVIEW}/undo", {"decision": twice, "reason": "r"})
    assert again.status == 409 and again.body["parameter"] == "decision" and "was undone by" in again.body["detail"]


def test_only_a_token_that_holds_lets_anybody_in(house: House) -> None:
    expired = token_of(house.path, "old", days=-1)
    audit = token_of(house.path, "auditor", Scope.AUDIT)
    identity = house.token.split("_")[1]
    wrong = [
        None, expired, make().text, house.token[:-1], house.token + "x", f"cfr_{identity}_{'A' * 43}", "x", "ä" * 20, identity,
    ]  # fmt: skip
    body = {"claim": house.claim(12)["id"], "reason": "r"}
    for token in wrong:
        for method, path, sent in (("GET", "decisions", None), ("POST", "accept", body)):
            reply = house.ask(method, f"{REVIEW}/{path}", sent, token=token)
            assert reply.status == 401 and reply.headers["WWW-Authenticate"].startswith("Bearer")
            assert not token or token not in json.dumps(reply.body)
    basic = house.ask("GET", f"{REVIEW}/decisions", token=None, Authorization=f"Basic {house.token}")
    cookie = house.ask("GET", f"{REVIEW}/decisions", token=None, Cookie=f"token={house.token}")
    url = house.ask("GET", f"{REVIEW}/decisions?access_token={house.token}", token=None)
    assert {basic.status, cookie.status, url.status} == {401}
    assert house.ask("GET", f"{REVIEW}/decisions", token=audit).status == 200
    refused = house.ask("POST", f"{REVIEW}/accept", body, token=audit)
    assert refused.status == 403 and "valid: review" in refused.body["detail"]
    assert "revoked" in house.command("tokens", "revoke", "ana")
    assert house.ask("POST", f"{REVIEW}/accept", body).status == 401
    assert house.ask("GET", f"{REVIEW}/decisions", token=audit).body["data"] == []


def test_review_is_off_until_it_is_switched_on_and_a_token_exists(tmp_path: Path) -> None:
    path = filled(tmp_path / "f.db")
    with serving(path, review=True) as url:
        reply = House(path, url, make().text).ask("GET", f"{REVIEW}/decisions")
        assert reply.status == 403 and "tokens add" in reply.body["detail"]
    token = token_of(path)
    with serving(path) as url:
        house = House(path, url, token)
        for verb in VERBS:
            reply = house.ask("POST", f"{REVIEW}/{verb}", {})
            assert reply.status == 404 and "FIGURES_REVIEW" in reply.body["detail"]
        assert house.ask("GET", f"{REVIEW}/decisions").status == 404


def test_a_token_is_nowhere_but_with_its_owner(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = house.token.rpartition("_")[2] if house.token.count("_") == 2 else house.token[17:]
    house.decide("accept", claim=house.claim(12)["id"])
    house.ask("POST", f"{REVIEW}/accept", {"claim": house.token, "reason": "r"}, token=house.token + "x")
    house.ask("GET", f"{REVIEW}/decisions/{'9' * 30}")
    stored = b"".join(file.read_bytes() for file in house.path.parent.iterdir())
    assert secret.encode() not in stored and b"ana" in stored
    assert secret not in caplog.text and "decision 1: accept by token" in caplog.text
    assert secret not in house.command("tokens", "list")
    assert secret not in str(house.ask("GET", "/api/v1/metrics", token=None).body)


def test_the_command_adds_lists_and_revokes(tmp_path: Path) -> None:
    path = filled(tmp_path / "f.db")
    with serving(path, review=True) as url:
        house = House(path, url, "")
        house.token = house.command("tokens", "add", "Ana María O'Neill", "--days", "9").strip()
        assert "\n" not in house.token and house.ask("GET", f"{REVIEW}/decisions").status == 200
        number = house.decide("accept", claim=house.claim(12)["id"])
        assert house.ask("GET", f"{REVIEW}/decisions/{number}").body["decision"]["author"] == "Ana María O'Neill"
        (line,) = house.command("tokens", "list").splitlines()
        assert "Ana María O'Neill  review  holds until" in line and "1 decision(s)" in line
        house.command("tokens", "revoke", line.split()[0])
        assert house.ask("GET", f"{REVIEW}/decisions").status == 403
        again = house.command("tokens", "add", "Ana María O'Neill")
        assert again.strip() != house.token and "revoked" in house.command("tokens", "list")


def test_no_other_site_can_make_a_browser_decide(house: House) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access_Control_Request_Method": "POST"}
    for method, token in (("OPTIONS", None), ("GET", "")):
        reply = house.ask(method, f"{REVIEW}/decisions", token=token, **asked)
        assert not [name for name in reply.headers if name.lower().startswith("access-control")]
        assert reply.headers["Cache-Control"] == "no-store"


def test_a_locked_store_is_a_503_and_nothing_is_half_done(house: House) -> None:
    body = {"claim": house.claim(12)["id"], "reason": "r"}
    other = writer(house.path)
    with transaction(other):
        reply = house.ask("POST", f"{REVIEW}/reject", body)
        assert house.rows("claims")
    other.close()
    assert reply.status == 503 and reply.headers["Retry-After"] and "the same again may work" in reply.body["detail"]
    assert house.ask("GET", f"{REVIEW}/decisions").body["data"] == [] and house.killed(12) == (12, 20)


def test_many_deciders_and_readers_at_once(house: House) -> None:
    aim = [house.claim(low)["id"] for low in (7, 12, 20)]
    stop = threading.Event()
    seen = []

    def read() -> None:
        while not stop.is_set():
            seen.append(house.ask("GET", "/api/v1/figures", token=None).status)

    reader = threading.Thread(target=read)
    reader.start()
    with ThreadPoolExecutor(8) as pool:
        given = list(
            pool.map(lambda n: house.ask("POST", f"{REVIEW}/accept", {"claim": aim[n % 3], "reason": f"n{n}"}), range(16))
        )
    stop.set()
    reader.join()
    assert {reply.status for reply in given} <= {201, 202, 503} and set(seen) == {200}
    kept = {reply.body["decision"]["id"] for reply in given if reply.status != 503}
    assert kept and {row["id"] for row in house.ask("GET", f"{REVIEW}/decisions").body["data"]} == kept


def test_the_document_says_what_is_needed() -> None:
    assert DOCUMENT["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path, operations in DOCUMENT["paths"].items():
        for operation in operations.values():
            assert operation.get("security", []) == ([{"token": []}] if "/review/" in path else [])
            assert "429" in operation["responses"]


def test_the_service_takes_no_pandas_for_a_decision(tmp_path: Path) -> None:
    path = filled(tmp_path / "f.db")
    token_of(path)
    code = """
import sys
from pathlib import Path
from api.app import create_app
from api.review import now
from db import decisions
from db.store import Store
store = Store.brief(Path(sys.argv[1]), now)
decisions.last(store)
store.close()
print(sorted({"pandas", "sqlite_utils", "pint", "trafilatura"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_document_bounds_the_number_to_go_on_after() -> None:
    """A number that the schema lets through is not refused: schemathesis found one beyond 2^53."""
    given = DOCUMENT["paths"]["/api/v1/review/decisions"]["get"]["parameters"]
    after = next(parameter["schema"] for parameter in given if parameter["name"] == "after")
    assert (after["minimum"], after["maximum"]) == (0, 2**53)


def test_the_same_request_under_the_same_key_is_decided_once(house: House) -> None:
    """A client that heard nothing sends it again: also after what it named is gone, and many at once."""
    mine, ferry = house.claim(7)["event"], house.claim(12)["event"]
    merge = {"event": ferry, "other": mine, "reason": "one list"}
    first = house.ask("POST", f"{REVIEW}/merge", merge, Idempotency_Key="k-1")
    assert first.status in (201, 202)
    again = house.ask("POST", f"{REVIEW}/merge", dict(reversed(merge.items())), Idempotency_Key="k-1")
    assert again.status in (201, 202) and again.body["decision"]["id"] == first.body["decision"]["id"]
    assert again.headers["Location"] == first.headers["Location"]
    undo = {"decision": first.body["decision"]["id"], "reason": "two lists"}
    with ThreadPoolExecutor(6) as pool:
        given = list(pool.map(lambda _: house.ask("POST", f"{REVIEW}/undo", undo, Idempotency_Key="k-2"), range(6)))
    assert {reply.status for reply in given} <= {201, 202, 503}
    assert len({reply.body["decision"]["id"] for reply in given if reply.status != 503}) == 1
    assert len(house.ask("GET", f"{REVIEW}/decisions").body["data"]) == 2
    assert house.ask("POST", f"{REVIEW}/undo", undo).status == 409, "without the key it is another request"


def test_a_key_that_came_with_another_request_is_refused(house: House) -> None:
    body = {"claim": house.claim(12)["id"], "reason": "r"}
    assert house.ask("POST", f"{REVIEW}/accept", body, Idempotency_Key='"k"').status in (201, 202)
    for verb, sent in (("reject", body), ("accept", body | {"reason": "s"}), ("undo", {"decision": 1, "reason": "r"})):
        reply = house.ask("POST", f"{REVIEW}/{verb}", sent, Idempotency_Key='"k"')
        assert (reply.status, reply.headers["Content-Type"]) == (422, "application/problem+json"), reply.body
        assert reply.body["parameter"] == "Idempotency-Key" and "decision 1" in reply.body["detail"]
    other = token_of(house.path, "ben")
    assert house.ask("POST", f"{REVIEW}/reject", body, token=other, Idempotency_Key='"k"').status in (201, 202), "ben's own key"
    assert [row["author"] for row in house.ask("GET", f"{REVIEW}/decisions").body["data"]] == ["ana", "ben"]


def test_a_key_of_a_refused_request_is_free_again_and_what_is_no_key_is_refused(quiet: House, house: House) -> None:
    for key in ("", "two words", "x" * 201, "\xe9"):
        reply = quiet.ask("POST", f"{REVIEW}/accept", {"claim": "x", "reason": "r"}, Idempotency_Key=key)
        assert (reply.status, reply.body["parameter"]) == (400, "Idempotency-Key"), key
    assert house.ask("POST", f"{REVIEW}/accept", {"claim": "nowhere", "reason": "r"}, Idempotency_Key="k").status == 404
    aim = house.claim(12)["id"]
    assert house.ask("POST", f"{REVIEW}/accept", {"claim": aim, "reason": "r"}, Idempotency_Key="k").status in (201, 202)


def test_the_document_and_the_check_agree_on_what_is_blank() -> None:
    """Schemathesis found an event named by U+001F: no blank by the schema's pattern, and one for Python."""
    for code in (*range(1, 0xD800), *range(0xE000, 0x11000)):
        assert bool(re.search(PRINTABLE, chr(code))) is bool(chr(code).strip()), hex(code)
