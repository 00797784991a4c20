"""A fault nobody foresaw, in the grouping of one document or event, stops neither the others nor itself for good.

The faults are injected: one of our own functions raises for what the test names. Store, documents and grouping are real.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aggregator.events
import aggregator.grouper
import aggregator.reconcile
from aggregator import regroup as regrouping
from aggregator.core.errors import StoreError
from aggregator.core.model import Document, Figure
from aggregator.core.settings import Settings
from aggregator.reader import Reader
from aggregator.reading import stored_form
from aggregator.regroup import regroup
from aggregator.sparing import spare
from api.app import create_app
from db import aside, documents, health
from db.store import Store
from tests.factories import document
from tests.test_store import Clock, dump

FLOOD = "{who} said {n} people were killed in a flood in Harmon on Monday."
BLAST = "The health ministry said {n} people were killed in an explosion in Goma on Monday."
CRASH = "Officials said {n} people were killed in a bus crash in Derna on Sunday."
Break = Callable[..., None]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "a.db", Clock())
    yield opened
    opened.close()


def said(text: str, title: str, hours: float = 0) -> tuple[Document, tuple[Figure, ...]]:
    made = stored_form(document(text, title=title, url=f"http://h.example/{title.replace(' ', '-')}", hours=hours))
    return made, tuple(Reader().figures(made))


def flood(n: int) -> str:
    """A report of one flood, by a claimant of its own: what one says does not replace what another said."""
    return FLOOD.format(n=n, who=("Police", "The health ministry", "The army", "The Red Cross", "The fire service")[n % 5])


def keep(store: Store, text: str, title: str, hours: float = 0, versions: str = "v1") -> str:
    made, figures = said(text, title, hours)
    documents.keep(store, made, figures, snapshot=None, versions=versions)
    return made.id


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[Break]:
    """Make a function of ours raise while `wrong` says so of its arguments; mended by `broken(None)`."""

    def install(module: Any, name: str = "", wrong: Callable[..., bool] = lambda *_: True) -> None:
        monkeypatch.undo()
        regrouping._reports.cache_clear()
        if module is None:
            return
        real = getattr(module, name)

        def faulty(*args: Any) -> Any:
            if wrong(*args):
                raise RuntimeError("the injected fault")
            return real(*args)

        monkeypatch.setattr(module, name, faulty)

    yield install
    regrouping._reports.cache_clear()


def titled(*titles: str) -> Callable[..., bool]:
    return lambda unit, document, *_: document.title in titles


def homes(store: Store) -> dict[str, set[str]]:
    """The titles of the documents of every standing event, by the event's id."""
    found: dict[str, set[str]] = {}
    for row in store.all(
        "SELECT e.event, d.title FROM event_documents e JOIN documents d ON d.id = e.document WHERE e.retired_at IS NULL"
    ):
        found.setdefault(row["event"], set()).add(row["title"])
    return found


def tolls(store: Store) -> list[tuple[int, int]]:
    found = store.all("SELECT killed_low, killed_high FROM events WHERE retired_at IS NULL ORDER BY 1, 2")
    return [(row["killed_low"], row["killed_high"]) for row in found]


def reasons(store: Store) -> list[tuple[str, str, str]]:
    return [(each.origin, each.kind, each.reason) for each in health.troubles(store.database)]


@pytest.mark.parametrize("small", [0, 500])
def test_a_document_that_cannot_be_known_is_set_aside_and_the_rest_is_grouped(
    store: Store, broken: Break, caplog: pytest.LogCaptureFixture, small: int
) -> None:
    broken(aggregator.events, "profile", titled("wrong"))
    bad = keep(store, flood(12), "wrong")
    keep(store, BLAST.format(n=30), "right")
    with caplog.at_level(logging.ERROR, "figures"):
        assert regroup(store, small=small) == 2
    assert list(homes(store).values()) == [{"right"}] and tolls(store) == [(30, 30)]
    assert reasons(store) == [
        (f"document {bad}", "grouping", "could not be grouped, and waits: RuntimeError: the injected fault (wrong)")
    ]
    (record,) = [each for each in caplog.records if each.getMessage() == "document set aside"]
    fields: dict[str, object] = record.fields  # type: ignore[attr-defined]
    assert fields["id"] == bad and fields["title"] == "wrong" and "the injected fault" in str(fields["exception"])
    assert store.one("SELECT count(*) AS n FROM claims WHERE document = ? AND retired_at IS NULL", [bad]) == {"n": 1}
    keep(store, CRASH.format(n=7), "later")
    assert regroup(store, small=small) >= 1
    assert sorted(map(sorted, homes(store).values())) == [["later"], ["right"]]


def test_what_is_set_aside_is_not_tried_again_until_everything_is_grouped(store: Store, broken: Break) -> None:
    broken(aggregator.events, "profile", titled("wrong"))
    bad = keep(store, flood(12), "wrong")
    keep(store, flood(13), "near", hours=1)
    regroup(store, small=0)
    broken(None)
    before = dump(store)
    assert regroup(store) == 0 and dump(store) == before, "nothing waits"
    keep(store, flood(14), "newer", hours=2)
    regroup(store, small=0)
    assert list(homes(store).values()) == [{"near", "newer"}] and aside.held(store, "document") == {bad}
    assert regroup(store, full=True) == 1
    assert list(homes(store).values()) == [{"wrong", "near", "newer"}] and tolls(store) == [(12, 14)]
    assert aside.held(store, "document") == set() and reasons(store) == []


@pytest.mark.parametrize("change", ["a day", "read anew", "retired"])
def test_what_is_set_aside_is_tried_again_after_a_day_or_when_it_changed(store: Store, broken: Break, change: str) -> None:
    broken(aggregator.events, "profile", titled("wrong"))
    bad = keep(store, flood(12), "wrong")
    regroup(store, small=0)
    broken(None)
    if change == "a day":
        store.clock.at += timedelta(days=1, minutes=1)  # type: ignore[attr-defined]
        keep(store, BLAST.format(n=30), "another")
    elif change == "read anew":
        made, figures = said(flood(12), "wrong")
        documents.keep(store, made, (), snapshot=None, versions="v2")
        documents.keep(store, made, figures, snapshot=None, versions="v3")
    else:
        with store.writing() as at:
            documents.retire(store, bad, "gone", at)
    regroup(store, small=0)
    assert aside.held(store, "document") == set() and reasons(store) == []
    assert ({"wrong"} in homes(store).values()) == (change != "retired")


def test_a_document_of_a_standing_event_stays_in_it_when_new_rules_break_on_it(store: Store, broken: Break) -> None:
    keep(store, flood(12), "one")
    keep(store, flood(14), "two", hours=1)
    keep(store, BLAST.format(n=30), "alone")
    regroup(store)
    before, stood = homes(store), tolls(store)
    broken(aggregator.events, "profile", titled("two", "alone"))
    regroup(store, full=True, anew=True)
    assert homes(store) == before and tolls(store) == stood == [(12, 14), (30, 30)]
    assert len(reasons(store)) == 2
    keep(store, flood(16), "three", hours=2)
    regroup(store, small=0)
    assert {"one", "two", "three"} in homes(store).values() and tolls(store) == [(12, 16), (30, 30)], "the event goes on"
    assert homes(store).keys() == before.keys()


def test_a_pair_that_cannot_be_compared_leaves_out_the_newcomer(store: Store, broken: Break) -> None:
    first = [keep(store, flood(12 + n), f"flood {n}", hours=n) for n in range(5)]
    keep(store, BLAST.format(n=30), "blast")
    regroup(store)
    before = homes(store)
    bad = keep(store, flood(19), "wrong", hours=6)
    keep(store, BLAST.format(n=31), "blast again", hours=1)
    broken(aggregator.grouper, "likeness", lambda a, b, *_: {a.document, b.document} == {first[2], bad})
    regroup(store)
    assert aside.held(store, "document") == {bad}
    assert homes(store).keys() == before.keys()
    assert {"blast", "blast again"} in homes(store).values() and {f"flood {n}" for n in range(5)} in homes(store).values()


def test_an_event_that_cannot_be_named_leaves_out_the_newcomer(store: Store, broken: Break) -> None:
    keep(store, flood(12), "one")
    regroup(store)
    before = homes(store)
    bad = keep(store, flood(14), "wrong", hours=1)
    keep(store, BLAST.format(n=30), "blast")
    broken(regrouping, "title_of", lambda event: bad in event.documents)
    regroup(store)
    assert aside.held(store, "document") == {bad}
    assert homes(store).items() >= before.items() and tolls(store) == [(12, 12), (30, 30)]


def test_an_event_that_cannot_be_reconciled_leaves_out_the_newcomer(store: Store, broken: Break) -> None:
    keep(store, flood(12), "one")
    regroup(store)
    before = homes(store)
    bad = keep(store, flood(14), "wrong", hours=1)
    keep(store, BLAST.format(n=30), "blast")
    broken(aggregator.reconcile, "headline", lambda found, standing, *_: any(s.figure.claim.document == bad for s in standing))
    regroup(store)
    assert aside.held(store, "document") == {bad}
    assert homes(store).items() >= before.items() and tolls(store) == [(12, 12), (30, 30)]


def test_an_event_that_new_rules_cannot_reconcile_stays_as_it_stands(
    store: Store, broken: Break, caplog: pytest.LogCaptureFixture
) -> None:
    for n in (12, 14):
        keep(store, flood(n), f"flood {n}", hours=n)
    keep(store, BLAST.format(n=30), "blast")
    regroup(store)
    before, stood = homes(store), store.all("SELECT * FROM estimates ORDER BY id")
    (event,) = (identity for identity, titles in before.items() if len(titles) == 2)
    broken(aggregator.reconcile, "headline", lambda found, standing, *_: len({s.figure.claim.document for s in standing}) == 2)
    with caplog.at_level(logging.ERROR, "figures"):
        regroup(store, full=True, anew=True)
    assert homes(store) == before and store.all("SELECT * FROM estimates ORDER BY id") == stood
    assert aside.held(store, "event") == {event} and aside.held(store, "document") == set()
    (told,) = reasons(store)
    assert told[0] == f"event {event}" and "Flood" in told[2]
    assert [each.fields["id"] for each in caplog.records if each.getMessage() == "event set aside"] == [event]  # type: ignore[attr-defined]
    broken(None)
    regroup(store, full=True)
    assert aside.held(store, "event") == set() and reasons(store) == []


def test_a_fault_that_meets_everything_ends_and_leaves_what_stands(store: Store, broken: Break) -> None:
    for n in range(12):
        keep(store, flood(12 + n), f"flood {n}", hours=n)
    regroup(store)
    before, stood = homes(store), tolls(store)
    broken(aggregator.grouper, "key_counts", lambda reports: bool(list(reports)))
    regroup(store, full=True)
    assert homes(store) == before and tolls(store) == stood
    broken(None)
    regroup(store, full=True)
    assert homes(store) == before and reasons(store) == []


def test_what_the_database_refuses_is_nobodys_fault(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, flood(12), "one")

    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(documents, "load", full)
    with pytest.raises(StoreError):
        regroup(store)
    monkeypatch.undo()
    assert aside.held(store, "document") == set() and regroup(store) == 1


def test_status_page_metrics_and_doctor_tell_what_is_set_aside(store: Store, broken: Break, tmp_path: Path) -> None:
    client = create_app(Settings(database=tmp_path / "a.db")).test_client()
    assert "figures_set_aside 0.0" in client.get("/api/v1/metrics").get_data(as_text=True)
    broken(aggregator.events, "profile", titled("wrong"))
    bad = keep(store, flood(12), "wrong")
    regroup(store)
    assert "figures_set_aside 1.0" in client.get("/api/v1/metrics").get_data(as_text=True)
    page = client.get("/status").get_data(as_text=True)
    assert f"document {bad}" in page and "RuntimeError: the injected fault (wrong)" in page
    (trouble,) = health.quarantine(store.database)
    assert trouble.origin == f"document {bad}" and health.counts(store.database)["quarantined"] == 1


NUMBERS = st.integers(0, 60)


@given(st.lists(NUMBERS, unique=True), st.sets(NUMBERS, max_size=6), st.sets(NUMBERS, max_size=2))
def test_what_is_spared_is_what_raises(things: list[int], bad: set[int], pair: set[int]) -> None:
    """Alone or, of a pair, the one that comes second; what is left works as it would have without them."""

    def work(some: list[int]) -> tuple[int, ...]:
        if bad & set(some) or (len(pair) == 2 and pair <= set(some)):
            raise ValueError
        return tuple(some)

    made, spared = spare(work, things)
    left = [each for each in things if each not in bad]
    gone = bad & set(things) | ({[each for each in left if each in pair][1]} if len(pair & set(left)) == 2 else set())
    assert set(spared) == gone and made == tuple(each for each in things if each not in gone)


def test_a_fault_of_every_thing_is_found_in_few_tries() -> None:
    tries = 0

    def work(some: list[int]) -> int:
        nonlocal tries
        tries += 1
        if some:
            raise ValueError
        return 0

    made, spared = spare(work, list(range(1000)))
    assert made == 0 and len(spared) == 1000 and tries < 200
