"""What people decided is seen wherever the claim is: lists, files, pages, plots, `explain`; its columns stay what was read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from aggregator.cli import cli
from aggregator.core.decisions import Action, Decision
from aggregator.core.settings import Settings
from aggregator.regroup import regroup
from api.app import create_app
from db import decisions, documents, reviews
from db.migrations import migrate
from db.store import Store
from tests.said import told
from tests.test_decisions import AGAIN, FERRY, MINE, claim, decide
from tests.test_store import Clock


@dataclass
class House:
    path: Path
    store: Store
    client: Any

    def json(self, path: str) -> Any:
        return self.client.get(f"/api/v1/{path}").get_json()

    def row(self, low: int, question: str = "") -> Any:
        return self.json(f"claims?claim={claim(self.store, low)}{question}")["data"][0]

    def page(self, path: str) -> str:
        return str(self.client.get(path).get_data(as_text=True))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    path = tmp_path / "figures.db"
    store = Store.open(path, Clock())
    for hour, text in enumerate((FERRY, AGAIN, MINE)):
        documents.keep(store, *told(text, hours=hour, claimant=f"witness {hour}"), snapshot=None, versions="v1")
    regroup(store)
    yield House(path, store, create_app(Settings(database=path)).test_client())
    store.close()


def test_a_claim_nobody_decided_on_says_so(house: House) -> None:
    row = house.row(12)
    assert row["review"] is None
    assert not {"accepted", "rejected", "corrected"} & set(row["flags"])


def test_a_rejected_claim_says_so_in_json_and_csv(house: House) -> None:
    decide(house.store, "reject", claim(house.store, 20))
    row = house.row(20)
    assert "rejected" in row["flags"]
    review = row["review"]
    assert (review["decision"], review["value"], review["by"], review["reason"]) == ("rejected", {}, "ana", "saw the list")
    assert review["at"].endswith("Z")
    assert row["low"] == 20
    lines = csv.DictReader(io.StringIO(house.page("/api/v1/claims.csv")))
    found = {line["low"]: line for line in lines}
    assert "rejected" in found["20"]["flags"].split(";")
    assert json.loads(found["20"]["review"]) == review
    assert found["12"]["review"] == ""


def test_a_correction_stands_beside_what_was_read(house: House) -> None:
    decide(house.store, "correct", claim(house.store, 20), field="low", value="15")
    decide(house.store, "correct", claim(house.store, 20), field="high", value="open")
    decide(house.store, "accept", claim(house.store, 20))
    row = house.row(20)
    assert (row["low"], row["high"], row["best"]) == (20, 20, 20)
    assert (row["review"]["decision"], row["review"]["value"]) == ("corrected", {"low": 15, "high": None})
    assert {"accepted", "corrected"} <= set(row["flags"])
    assert row["flags"] == sorted(row["flags"])


def test_a_reviewers_words_are_no_formula_and_no_markup(house: House) -> None:
    bad = '=1+1,"<script>x'
    made = Decision(action=Action.REJECT, target=claim(house.store, 20), author=bad, reason=bad)
    decisions.decide(house.store, made)
    found = {row["low"]: row for row in csv.DictReader(io.StringIO(house.page("/api/v1/claims.csv")))}
    review = json.loads(found["20"]["review"])
    assert (review["by"], review["reason"]) == (bad, bad)
    assert found["20"]["review"].startswith("{")
    page = house.page(f"/documents/{house.row(20)['document']}")
    assert "A reviewer rejected it" in page
    assert "<script>" not in page


def test_what_is_undone_is_seen_no_more_and_what_was_is_known_as_of_then(house: House) -> None:
    before = house.json("claims")["revision"]
    number = decide(house.store, "reject", claim(house.store, 20))
    assert house.json("claims")["revision"] > before
    rejected = house.row(20)["review"]["at"]
    decisions.undo(house.store, number, author="ben", reason="it was right")
    assert house.row(20)["review"] is None
    assert house.row(20, f"&as_known_at={rejected}")["review"]["decision"] == "rejected"
    assert "rejected" in house.row(20, f"&as_known_at={rejected}")["flags"]
    moment = datetime.fromisoformat(rejected) - timedelta(milliseconds=1)
    earlier = moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert house.row(20, f"&as_known_at={earlier}")["review"] is None


def test_a_decision_is_a_change_of_its_claim(house: House) -> None:
    before = house.json("claims")["revision"]
    identity = claim(house.store, 7)
    decide(house.store, "accept", identity)
    changes = house.json(f"changes?since={before}")["data"]
    assert ("claim", identity, "upsert") in {(each["kind"], each["id"], each["op"]) for each in changes}
    at = house.row(7)["review"]["at"]
    assert [row["id"] for row in house.json(f"claims?updated_since={at}")["data"]] == [identity]


def test_the_events_page_says_so_and_draws_the_corrected_figure(house: House) -> None:
    event = house.row(20)["event"]
    decide(house.store, "correct", claim(house.store, 20), field="low", value="15")
    decide(house.store, "correct", claim(house.store, 20), field="high", value="15")
    page = house.page(f"/events/{event}")
    assert "12 to 15" in page
    assert "15 (corrected by a reviewer)" in page
    assert re.search(r"A reviewer corrected it: low 15, high 15 \(ana, [^)]*: “saw the list”\)", page)
    assert '<td class="num">15</td><td class="num">15</td>' in page
    assert "counted <mark>20 dead</mark>" in page or "<mark>20" in page
    decide(house.store, "reject", claim(house.store, 20))
    page = house.page(f"/events/{event}")
    assert "A reviewer rejected it and corrected it: low 15, high 15" in page
    assert "flag-rejected" in page
    assert "corrected by a reviewer)" not in page


def test_other_pages_say_so(house: House) -> None:
    identity = claim(house.store, 20)
    row = house.row(20)
    decide(house.store, "reject", identity)
    assert "A reviewer rejected it" in house.page(f"/documents/{row['document']}")
    app = create_app(Settings(database=house.path, review=True)).test_client()
    assert "A reviewer rejected it" in app.get(f"/review?claim={identity}").get_data(as_text=True)
    assert "(rejected by a reviewer)" in app.get(f"/review?event={row['event']}").get_data(as_text=True)


def test_relations_tell_the_corrected_bounds(house: House) -> None:
    decide(house.store, "correct", claim(house.store, 20), field="high", value="90")
    decide(house.store, "correct", claim(house.store, 20), field="low", value="90")
    event = house.row(20)["event"]
    rows = house.json(f"relations?event={event}")["data"]
    assert rows
    assert {bound for row in rows for bound in (row["a_low"], row["b_low"])} == {12, 90}
    assert all("90" in row["explanation"] for row in rows)


def test_explain_says_so(house: House) -> None:
    decide(house.store, "correct", claim(house.store, 20), field="high", value="open")
    done = CliRunner().invoke(cli, ["explain", claim(house.store, 20)], env={"FIGURES_DB": str(house.path)})
    assert re.search(r"corrected by ana at \S+Z, high open: saw the list", done.output)
    assert "killed 20 person" in done.output


def test_decisions_of_before_are_kept_by_the_step_that_brings_this(house: House) -> None:
    identity = claim(house.store, 20)
    decide(house.store, "correct", identity, field="low", value="15")
    want = house.row(20)["review"]
    run = house.store.database.conn.execute
    run("UPDATE claims SET review = NULL")
    run("DELETE FROM reviews")
    reviews.fill(run)
    assert house.row(20)["review"] == want
    assert migrate(house.store.database) == []


def test_the_files_hold_what_people_decided(house: House) -> None:
    decide(house.store, "reject", claim(house.store, 20))
    for kind in ("ndjson", "csv", "parquet"):
        done = CliRunner().invoke(cli, ["export", "claims", "--format", kind], env={"FIGURES_DB": str(house.path)})
        assert done.exit_code == 0
        assert b"rejected" in done.stdout_bytes
