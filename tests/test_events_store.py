"""Events in the store: ids that are kept, rows that retire, a feed of what changed, and nothing touched that stayed the same."""

from __future__ import annotations

import dataclasses
import random
import tracemalloc
from itertools import count
from pathlib import Path

import pytest

from aggregator.core.model import Basis, BestRule, Document, Estimate, Event, Figure, Outcome, Support
from aggregator.reconcile import reconcile
from aggregator.regroup import title_of
from db import blocks, documents, events
from db.store import Store
from tests.factories import place
from tests.said import told
from tests.test_store import Clock, changes, dump


@pytest.fixture
def store(tmp_path: Path):
    opened = Store.open(tmp_path / "a.db", Clock())
    yield opened
    opened.close()


def known(store: Store, *texts: str) -> list[tuple[Document, tuple[Figure, ...]]]:
    found = []
    for hour, text in enumerate(texts):
        made = told(text, hours=hour, claimant=f"claimant {text[:3]}")
        documents.keep(store, *made, snapshot=None, versions="v1")
        found.append(made)
    return found


def event(*said: tuple[Document, tuple[Figure, ...]]) -> Event:
    """One event of these documents, reconciled."""
    figures = tuple(figure for _, each in said for figure in each)
    return reconcile(Event(id="", documents=tuple(d.id for d, _ in said), figures=figures, place=place(), cause="flood"))


def put(store: Store, *new: Event) -> list[str]:
    """Put these in the place of all events that stand; return the ids that stand now, oldest first."""
    with store.writing() as at:
        events.replace(store, list(events.memberships(store)), [(each, title_of(each)) for each in new], at)
    return [row["id"] for row in store.all("SELECT id FROM events WHERE retired_at IS NULL ORDER BY seq")]


def test_an_event_is_stored_with_its_toll_claims_and_documents(store: Store) -> None:
    one, two = known(store, "12 people died.", "14 people died.")
    (identity,) = put(store, event(one, two))
    row = store.one("SELECT * FROM events")
    assert row is not None
    assert (row["title"], row["documents"], row["claims"], row["claimants"]) == ("Flood, Harmon (XKX)", 2, 2, 2)
    assert (row["killed_low"], row["killed_high"], row["killed_open"], row["conflicts"]) == (12, 14, 0, 1)
    assert {r["event"] for r in store.all("SELECT event FROM claims")} == {identity}
    estimate = store.one("SELECT * FROM estimates WHERE population = 'all' AND grp = 'all'")
    assert estimate is not None and (estimate["low"], estimate["high"], estimate["support"]) == (12, 14, "conflicting")
    supporting = store.all("SELECT claim FROM estimate_claims WHERE estimate = ?", [estimate["id"]])
    assert {r["claim"] for r in supporting} == {one[1][0].claim.id, two[1][0].claim.id}
    relation = store.one("SELECT a, b, type FROM relations WHERE type = 'conflict'")
    assert relation is not None and {relation["a"], relation["b"]} == {one[1][0].claim.id, two[1][0].claim.id}


def test_the_same_again_touches_nothing(store: Store) -> None:
    one, two = known(store, "12 people died.", "14 people died.")
    put(store, event(one, two))
    before = dump(store)
    put(store, event(one, two))
    assert dump(store) == before


def test_an_event_that_grows_keeps_its_id_and_its_history(store: Store) -> None:
    one, two = known(store, "12 people died.", "14 people died.")
    first = put(store, event(one))
    assert put(store, event(one, two)) == first
    versions = store.all("SELECT json_extract(header, '$.killed_high') AS high, retired_at FROM event_versions ORDER BY known_at")
    assert [row["high"] for row in versions] == [12, 14]
    assert versions[0]["retired_at"] is not None and versions[1]["retired_at"] is None
    tolls = store.all(
        "SELECT high, retired_at IS NULL AS stands FROM estimates WHERE population='all' AND grp='all' ORDER BY seq"
    )
    assert tolls == [{"high": 12, "stands": 0}, {"high": 14, "stands": 1}]
    assert ("estimate", "tombstone") in changes(store) and changes(store).count(("event", "upsert")) == 2


def test_merged_events_redirect_to_the_one_with_most_claims(store: Store) -> None:
    one, two, three = known(store, "12 people died.", "14 people died.", "15 people died.")
    small, large = put(store, event(one), event(two, three))
    assert put(store, event(one, two, three)) == [large]
    gone = store.one("SELECT merged_into, retired_reason FROM events WHERE id = ?", [small])
    assert gone == {"merged_into": large, "retired_reason": events.MERGED}
    assert store.all("SELECT * FROM event_claims WHERE event = ? AND retired_at IS NULL", [small]) == []
    assert store.all("SELECT * FROM estimates WHERE event = ? AND retired_at IS NULL", [small]) == []
    assert changes(store).count(("event", "tombstone")) == 1


def test_a_split_keeps_the_id_with_the_larger_part_and_says_where_the_other_came_from(store: Store) -> None:
    one, two, three = known(store, "12 people died.", "14 people died.", "15 people died.")
    (whole,) = put(store, event(one, two, three))
    kept, split = put(store, event(one), event(two, three))
    assert kept == whole
    assert store.one("SELECT split_from FROM events WHERE id = ?", [split]) == {"split_from": whole}
    assert {r["event"] for r in store.all("SELECT event FROM claims WHERE document = ?", [one[0].id])} == {split}


def test_what_is_pending_is_found_without_reading_all_documents(store: Store) -> None:
    told_of = [document.id for document, _ in known(store, *(f"{n} people died." for n in range(2, 102)))]
    with store.writing():
        events.done(store, told_of[:-2])
    steps = count()
    store.database.conn.set_progress_handler(lambda: next(steps) < 0, 1)
    assert events.pending(store) == told_of[-2:] and events.pending(store, 1) == told_of[-2:-1]
    store.database.conn.set_progress_handler(None, 0)
    assert next(steps) < 150, "a hundred documents, twice, are more"


def test_many_events_at_once_are_not_held_against_each_other(store: Store) -> None:
    """What a reading by new rules puts in place is every event: only those that share a claim are compared."""
    made = [event(each) for each in known(store, *(f"{n} people died." for n in range(2, 302)))]
    before = put(store, *made)
    tracemalloc.start()
    try:
        assert put(store, *made[::-1]) == before
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4_000_000, "300 times 300 of anything is more"


def test_merge_and_split_again_never_reuses_an_id(store: Store) -> None:
    one, two = known(store, "12 people died.", "14 people died.")
    seen = set()
    for _ in range(3):
        seen |= set(put(store, event(one), event(two)))
        seen |= set(put(store, event(one, two)))
    assert len(seen) == 4
    assert {r["id"] for r in store.all("SELECT id FROM events")} == seen


def test_an_event_whose_claims_are_gone_retires_with_all_that_hangs_on_it(store: Store) -> None:
    (one,) = known(store, "12 people died.")
    put(store, event(one))
    assert put(store) == []
    assert store.one("SELECT retired_reason, merged_into FROM events") == {"retired_reason": events.EMPTIED, "merged_into": None}
    for table in ("event_claims", "event_documents", "event_versions", "estimates", "relations"):
        assert store.all(f"SELECT 1 FROM {table} WHERE retired_at IS NULL") == [], table


def test_an_estimate_that_comes_back_is_a_row_of_its_own(store: Store) -> None:
    one, two = known(store, "12 people died.", "14 people died.")
    for members in ((one,), (one, two), (one,), (one, two)):
        put(store, event(*members))
    found = store.all("SELECT id, high, retired_at FROM estimates WHERE population = 'all' AND grp = 'all' ORDER BY seq")
    assert [row["high"] for row in found] == [12, 14, 12, 14]
    assert [row["retired_at"] is None for row in found] == [False, False, False, True]
    assert len({row["id"] for row in found}) == 4


def test_what_held_when_can_be_asked_of_any_moment(store: Store) -> None:
    one, two = known(store, "12 people died.", "14 people died.")
    put(store, event(one))
    then = store.all("SELECT at FROM changes ORDER BY seq DESC LIMIT 1")[0]["at"]
    put(store, event(one, two))
    sql = (
        "SELECT high FROM estimates WHERE population = 'all' AND grp = 'all' AND known_at <= ?1 "
        "AND (retired_at IS NULL OR retired_at > ?1)"
    )
    assert store.all(sql, [then]) == [{"high": 12}]
    assert store.all(sql, ["9999"]) == [{"high": 14}]


def test_the_toll_of_an_event_is_of_the_incident_before_the_running_total() -> None:
    def estimate(basis: str, low: int) -> Estimate:
        return Estimate(
            outcome=Outcome.KILLED,
            population="all",
            basis=Basis(basis),
            low=low,
            high=None,
            high_open=True,
            agreed=None,
            best=None,
            best_rule=BestRule.GTD,
            best_claim=None,
            support=Support.SINGLE_SOURCE,
            claimants=1,
            claims=(),
        )

    whole = Event(id="", documents=(), figures=(), estimates=(estimate("cumulative", 90), estimate("incident", 12)))
    assert events.header(whole, "t")["killed_low"] == 12
    assert events.header(dataclasses.replace(whole, estimates=whole.estimates[:1]), "t")["killed_low"] == 90
    assert events.header(dataclasses.replace(whole, estimates=()), "t")["killed_open"] is None


def test_keys_lead_to_neighbours_unless_too_many_bear_them(store: Store) -> None:
    said = known(store, *(f"{n} people died." for n in range(10, 16)))
    ids = [document.id for document, _ in said]
    with store.writing():
        for n, identity in enumerate(ids):
            blocks.set_keys(store, identity, {"everywhere": 1, f"pair {n // 2}": 2}, week=n)
    assert blocks.near(store, ids[0], rare=3) == {ids[0], ids[1]}
    assert blocks.near(store, ids[0], rare=9) == set(ids)
    weekly = blocks.key_counts(store, {"everywhere", "pair 0", "nowhere"})
    assert weekly == {"everywhere": dict.fromkeys(range(6), 1), "pair 0": {0: 2, 1: 2}}
    with store.writing():
        blocks.set_keys(store, ids[1], {}, week=0)
        blocks.set_keys(store, ids[0], {"pair 0": 1, "pair 2": 1}, week=0)
    assert blocks.near(store, ids[0], rare=3) == {ids[0], ids[4], ids[5]}
    assert blocks.key_counts(store, {"pair 0"}) == {"pair 0": {0: 1}}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_partitions_every_standing_claim_has_one_home(store: Store, seed: int) -> None:
    said = known(store, *(f"{n} people died." for n in range(10, 18)))
    dice = random.Random(seed)
    for _ in range(8):
        homes: dict[int, list[tuple[Document, tuple[Figure, ...]]]] = {}
        for each in said:
            homes.setdefault(dice.randrange(4), []).append(each)
        put(store, *(event(*members) for members in homes.values()))
        held = store.all("SELECT claim, count(*) AS n FROM event_claims WHERE retired_at IS NULL GROUP BY claim")
        assert len(held) == len(said) and {row["n"] for row in held} == {1}
        assert (
            store.all(
                "SELECT 1 FROM claims c JOIN event_claims e ON e.claim = c.id AND e.retired_at IS NULL WHERE c.event <> e.event"
            )
            == []
        )
        assert store.all("SELECT 1 FROM events e WHERE retired_at IS NOT NULL AND merged_into IS NULL") == []
    assert store.all("PRAGMA foreign_key_check") == []
