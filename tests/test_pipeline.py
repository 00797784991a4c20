"""The line as a whole, from a real server to rows: what is new is stored once, what fails is recorded and hurts only itself."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.model import Document, Figure, Source
from aggregator.core.settings import Settings
from aggregator.intake import LARGEST, Intake
from aggregator.pipeline import run_source
from aggregator.reader import Poisoned, Reader
from aggregator.reading import Round, stored_form
from aggregator.regroup import regroup
from db import documents, feeds
from db.store import Store
from parsers import registry
from parsers.fetch import Fetcher
from tests.factories import document
from tests.outlet import Outlet, outlet, source_file
from tests.test_store import Clock, dump

FLOOD = "At least 12 people were killed in a flood in Harmon on Monday, police said."
BLAST = "The health ministry said 30 people were killed in an explosion in Delmar on Monday."


@dataclass
class Bench:
    """A store, an outlet and what runs between them."""

    store: Store
    outlet: Outlet
    settings: Settings
    reader: Reader
    folder: Path

    def run(self, name: str = "harbour", *, stop: threading.Event | None = None) -> Round:
        source = registry.sources(self.folder)[name]
        fetcher = Fetcher(self.settings, self.store.clock, pause=0, sleep=lambda s: None)
        more = {"stop": stop} if stop else {}
        return run_source(source, self.store, fetcher, self.store.clock, self.settings, reader=self.reader, **more)  # type: ignore[arg-type]

    def feed(self) -> feeds.State:
        return feeds.states(self.store)["harbour"]

    def lows(self) -> list[int]:
        return [row["low"] for row in self.store.all("SELECT low FROM claims WHERE retired_at IS NULL ORDER BY low")]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with outlet() as state:
        store = Store.open(tmp_path / "a.db", Clock())
        folder = tmp_path / "sources"
        source_file(folder, "harbour", f"{state.base}/feed")
        settings = Settings(database=tmp_path / "a.db", sources=folder, allow_private=("127.0.0.1",))
        yield Bench(store, state, settings, Reader(), folder)
        store.close()


def test_a_feed_becomes_documents_claims_events_and_a_plan(bench: Bench) -> None:
    bench.outlet.items = {"1": FLOOD, "2": BLAST}
    done = bench.run()
    assert (done.outcome, done.new, done.claims, done.problems) == ("ok", 2, 2, [])
    assert bench.lows() == [12, 30]
    assert bench.store.one("SELECT count(*) AS n FROM events") == {"n": 2}
    assert bench.store.one("SELECT count(*) AS n FROM claims WHERE event IS NULL") == {"n": 0}
    attempt = bench.store.one("SELECT outcome, status, documents, claims, error FROM attempts")
    assert attempt == {"outcome": "ok", "status": 200, "documents": 2, "claims": 2, "error": None}
    state = bench.feed()
    assert state.next_due is not None and timedelta(minutes=59) < state.next_due - bench.store.clock() <= timedelta(minutes=60)


def test_nothing_new_is_asked_for_conditionally_and_changes_only_the_plan(bench: Bench) -> None:
    bench.outlet.items = {"1": FLOOD}
    bench.run()
    revision = bench.store.revision()
    assert bench.run().outcome == "not_modified"
    bench.outlet.items = {"1": FLOOD, "2": BLAST}
    assert (bench.run().new, bench.feed().unchanged) == (1, 0)
    bench.outlet.body = bench.outlet.feed() + b"<!-- another byte -->"
    done = bench.run()
    assert (done.outcome, done.new, done.known) == ("ok", 0, 2)
    assert bench.store.revision() > revision and bench.feed().unchanged == 1


def test_a_report_that_is_rewritten_replaces_the_older_text(bench: Bench) -> None:
    bench.outlet.items = {"1": FLOOD}
    bench.run()
    bench.outlet.items = {"1": FLOOD.replace("12", "19")}
    done = bench.run()
    assert bench.lows() == [19] and done.new == 1
    toll = bench.store.one("SELECT killed_low, documents FROM events WHERE retired_at IS NULL")
    assert toll == {"killed_low": 19, "documents": 1}


@pytest.mark.parametrize(
    ("status", "body", "outcome", "words"),
    [(503, b"", "status", "503"), (404, b"", "status", "404"), (200, b"<html><p>Sorry</p></html>", "format", "web page"),
     (200, b"<rss version='2.0'><channel></channel></rss>", "format", "no items")],
)  # fmt: skip
def test_a_source_that_fails_is_recorded_and_backs_off(bench: Bench, status: int, body: bytes, outcome: str, words: str) -> None:
    bench.outlet.status, bench.outlet.body = status, body
    for failures in (1, 2):
        done = bench.run()
        assert done.outcome == outcome
        assert bench.feed().failures == failures
    row = bench.store.one("SELECT last_error, last_outcome FROM feeds")
    assert row is not None and words in row["last_error"] and row["last_outcome"] == outcome
    due = bench.feed().next_due
    assert due is not None and due - bench.store.clock() > timedelta(minutes=110)
    bench.outlet.status, bench.outlet.body, bench.outlet.items = 200, b"", {"1": FLOOD}
    assert bench.run().new == 1 and bench.feed().failures == 0


def test_a_paged_source_that_answers_with_a_web_page_is_recorded_and_backs_off(bench: Bench) -> None:
    (bench.folder / "harbour.toml").write_text((bench.folder / "harbour.toml").read_text().replace('"feed"', '"wordpress"'))
    bench.outlet.body = b"<!doctype html><html><body>Sorry</body></html>"
    done = bench.run()
    assert done.outcome == "format" and "a web page" in (done.error or "")
    assert bench.feed().failures == 1
    assert bench.store.one("SELECT count(*) AS n FROM attempts WHERE outcome = 'format'") == {"n": 1}
    assert bench.store.one("SELECT count(*) AS n FROM problems WHERE resolved_at IS NULL") == {"n": 1}


def test_a_fault_of_ours_is_recorded_against_its_source_and_raises_nothing(bench: Bench) -> None:
    class Careless(Fetcher):
        def address(self, source: Source) -> str:
            raise ZeroDivisionError("nobody thought of this")

    source = registry.sources(bench.folder)["harbour"]
    fetcher = Careless(bench.settings, bench.store.clock, pause=0)
    done = run_source(source, bench.store, fetcher, bench.store.clock, bench.settings, reader=bench.reader)
    assert (done.outcome, done.error) == ("poison", "ZeroDivisionError: nobody thought of this")
    assert bench.feed().failures == 1


def test_retry_after_is_kept(bench: Bench) -> None:
    bench.outlet.status, bench.outlet.retry_after = 429, "40000"
    bench.run()
    due = bench.feed().next_due
    assert due is not None and due - bench.store.clock() > timedelta(seconds=39_000)


def test_a_wish_to_stop_ends_between_two_documents_and_the_next_round_goes_on(bench: Bench) -> None:
    bench.outlet.items = {str(n): FLOOD.replace("12", str(n)) for n in range(20, 26)}
    stop = threading.Event()

    class Stopping(Reader):
        def figures(self, document: Document) -> tuple[Figure, ...]:
            if "22" in document.text:
                stop.set()
            return super().figures(document)

    bench.reader = Stopping()
    assert bench.run(stop=stop).outcome == "stopped"
    assert bench.lows() == [20, 21, 22]
    assert bench.store.snapshots(unread=True) != [] and bench.feed().etag is None
    bench.reader = Reader()
    done = bench.run()
    assert (done.outcome, done.new, done.known) == ("ok", 3, 3)
    assert bench.lows() == list(range(20, 26)) and bench.store.snapshots(unread=True) == []


class Stumbling(Reader):
    """Cannot read the report of 30."""

    def figures(self, document: Document) -> tuple[Figure, ...]:
        if "30 people" in document.text:
            raise Poisoned("took more than 30 s")
        return super().figures(document)


def test_a_poison_document_is_tried_three_times_then_set_aside_and_the_rest_is_stored(bench: Bench) -> None:
    bench.outlet.items = {"1": FLOOD, "2": BLAST}
    bench.reader = Stumbling()
    for tries in (1, 2, 3):
        done = bench.run()
        assert bench.lows() == [12] and "took more than 30 s" in done.problems[-1]
        row = bench.store.one("SELECT tries, quarantined_at IS NOT NULL AS aside FROM poison")
        assert row == {"tries": tries, "aside": int(tries == 3)}
    assert bench.run().outcome == "not_modified", "it is not asked for again"
    bench.outlet.body = bench.outlet.feed() + b"<!-- new bytes -->"
    assert "set aside" in bench.run().problems[-1]
    assert bench.store.one("SELECT tries FROM poison") == {"tries": 3}


def test_another_reader_takes_up_what_was_set_aside(bench: Bench) -> None:
    bench.outlet.items = {"1": FLOOD, "2": BLAST}
    bench.reader = Stumbling()
    for _ in range(3):
        bench.run()
    bench.reader, bench.outlet.body = Reader("strict"), bench.outlet.feed() + b"<!-- new bytes -->"
    bench.run()
    assert bench.lows() == [12, 30]


def test_a_source_on_the_disk_is_read_without_the_network(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text(f"Publisher: Harbour News\nPublished: 2030-05-14\n\n{FLOOD}")
    source_file(bench.folder, "inbox", str(tmp_path / "inbox")).write_text(
        (bench.folder / "harbour.toml")
        .read_text()
        .replace('"feed"', '"files"')
        .replace(bench.outlet.base + "/feed", str(tmp_path / "inbox"))
    )
    assert bench.run("inbox").new == 1 and bench.outlet.asked == []
    (tmp_path / "inbox" / "b.txt").write_text(BLAST)
    assert bench.run("inbox").new == 1
    assert bench.lows() == [12, 30]


def inbox(bench: Bench, folder: Path) -> Path:
    """A source `inbox` that watches this folder."""
    folder.mkdir()
    text = (bench.folder / "harbour.toml").read_text().replace('"feed"', '"files"')
    source_file(bench.folder, "inbox", "x").write_text(text.replace(bench.outlet.base + "/feed", str(folder)))
    return folder


def test_a_file_that_cannot_be_used_keeps_no_other_of_its_folder_out(bench: Bench, tmp_path: Path) -> None:
    folder = inbox(bench, tmp_path / "inbox")
    (folder / "a.txt").write_text(FLOOD)
    (folder / "b.txt").write_text("")
    with (folder / "c.txt").open("wb") as file:
        file.truncate(LARGEST + 1)
    (folder / "d.txt").write_text(BLAST)
    done = bench.run("inbox")
    assert (done.outcome, done.new, len(done.problems)) == ("ok", 2, 2), done
    assert bench.lows() == [12, 30]
    reasons = bench.store.all("SELECT origin, reason FROM problems WHERE resolved_at IS NULL ORDER BY origin")
    assert [Path(row["origin"]).name for row in reasons] == ["b.txt", "c.txt"]
    assert feeds.states(bench.store)["inbox"].failures == 0, "a folder is asked as often as before: there is nobody to spare"
    (folder / "b.txt").write_text(FLOOD.replace("12", "14"))
    (folder / "c.txt").write_text(FLOOD.replace("12", "15"))
    assert bench.run("inbox").problems == []
    assert bench.lows() == [12, 14, 15, 30]
    assert bench.store.all("SELECT 1 FROM problems WHERE resolved_at IS NULL") == []


def test_a_folder_is_read_a_file_at_a_time(bench: Bench, tmp_path: Path) -> None:
    import tracemalloc

    folder = inbox(bench, tmp_path / "inbox")
    for number in range(20):
        (folder / f"{number}.bin").write_bytes(b"\x00" + number.to_bytes(1, "big") * 2_000_000)
    tracemalloc.start()
    try:
        assert len(bench.run("inbox").problems) == 20
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_source_whose_folder_is_gone_says_so(bench: Bench, tmp_path: Path) -> None:
    text = (
        (bench.folder / "harbour.toml")
        .read_text()
        .replace('"feed"', '"files"')
        .replace(bench.outlet.base + "/feed", "no/such/folder")
    )
    source_file(bench.folder, "inbox", "x").write_text(text)
    assert bench.run("inbox").outcome == "missing"


def test_the_whole_article_stands_in_the_place_of_its_announcement(bench: Bench) -> None:
    text = (bench.folder / "harbour.toml").read_text() + "full_text = true\n"
    (bench.folder / "harbour.toml").write_text(text)
    bench.outlet.items = {"1": FLOOD, "2": BLAST}
    words = " ".join(f"Rescue workers went on searching the houses along street number {n} until the evening." for n in range(9))
    told = f"<p>{FLOOD}</p><p>{words}</p><p>Officials said 45 people were injured in the flood.</p>"
    page = f"<html><head><title>Report 1</title></head><body><article><h1>Report 1</h1>{told}</article></body></html>"
    bench.outlet.pages = {"1": page}
    done = bench.run()
    assert done.new == 2, done
    assert bench.lows() == [12, 30, 45]
    standing = bench.store.all("SELECT url, publisher, published FROM documents WHERE retired_at IS NULL ORDER BY url")
    assert [row["published"] for row in standing] == ["2030-05-14T00:00:00Z", "2030-05-14T01:00:00Z"]
    assert {row["publisher"] for row in standing} == {"Harbour News"}
    noted = bench.store.one("SELECT retired_reason FROM documents WHERE retired_at IS NOT NULL")
    assert noted == {"retired_reason": documents.IN_FULL}
    bench.outlet.asked.clear()
    bench.outlet.body = bench.outlet.feed() + b"<!-- new bytes -->"
    again = bench.run()
    assert again.new == 0 and not any("/story/" in path for path in bench.outlet.asked)


def test_the_link_of_an_item_draws_no_key_out_of_us(bench: Bench) -> None:
    bench.settings = replace(bench.settings, keys={"FIGURES_KEY_OTHER": "a-secret-of-ours"})
    (bench.folder / "harbour.toml").write_text((bench.folder / "harbour.toml").read_text() + "full_text = true\n")
    link = f"{bench.outlet.base}/story/{{FIGURES_KEY_OTHER}}"
    bench.outlet.body = (
        f"<rss version='2.0'><channel><item><link>{link}</link><description>{FLOOD}</description></item></channel></rss>".encode()
    )
    assert bench.run().new == 1
    assert not any("a-secret-of-ours" in path for path in bench.outlet.asked), bench.outlet.asked


def test_reparse_reads_stored_bytes_by_other_versions_beside_the_old(bench: Bench) -> None:
    bench.outlet.items = {"1": "Dozens of people were killed in a flood in Harmon on Monday, police said.", "2": FLOOD}
    bench.run()
    assert bench.lows() == [12, 24]
    kept = bench.store.all("SELECT id FROM claims WHERE low = 12")
    before = dump(bench.store)
    strict = replace(bench.settings, policy="strict")
    for policy, reader in ((bench.settings, Reader()), (strict, Reader("strict"))):
        with Intake.opened(policy, clock=bench.store.clock, reader=reader) as intake:
            for each in intake.store.snapshots():
                intake.again(*each)
            done = intake.finish("reparse")
        if policy is not strict:
            assert (done.claims, done.retired) == (0, 0)
            assert bench.store.one("SELECT count(*) AS n FROM claims") == {"n": 2}
    assert (done.claims, done.retired) == (1, 1)
    assert [row["low"] for row in bench.store.all("SELECT low FROM claims WHERE retired_at IS NULL ORDER BY seq")] == [12, None]
    assert bench.store.all("SELECT id FROM claims WHERE low = 12") == kept
    run = bench.store.one("SELECT kind, policy FROM runs ORDER BY id DESC LIMIT 1")
    assert run == {"kind": "reparse", "policy": "strict"}
    assert dump(bench.store) != before


TOWNS = ("Goma", "Derna", "Kharkiv", "Kunduz")
HARMS = ("a flood", "an airstrike", "a bus crash", "a gas explosion")


@pytest.mark.parametrize("seed", range(3))
def test_documents_one_by_one_in_any_order_give_the_events_of_a_batch(tmp_path: Path, seed: int) -> None:
    """Also where only the blocks are regrouped that a document touches (`small=0`)."""
    said = []
    for n in range(24):
        town, harm = TOWNS[n % 4], HARMS[(n // 4) % 4]
        text = f"{'Officials' if n % 2 else 'Police'} said {20 + n // 8} people were killed in {harm} in {town} on Monday."
        made = stored_form(document(text, url=f"http://h.example/{n}", publisher=f"Outlet {n}", hours=24 * 30 * (n // 16)))
        said.append((made, Reader().figures(made)))
    random.Random(seed).shuffle(said)
    stores = [Store.open(tmp_path / f"{name}.db", Clock()) for name in ("one by one", "batch")]
    for each in said:
        for store in stores:
            documents.keep(store, *each, snapshot=None, versions="v1")
        regroup(stores[0], small=0)
    regroup(stores[1])
    found = []
    for store in stores:
        homes: dict[str, set[str]] = {}
        for row in store.all("SELECT event, claim FROM event_claims WHERE retired_at IS NULL"):
            homes.setdefault(row["event"], set()).add(row["claim"])
        found.append({frozenset(claims) for claims in homes.values()})
        tolls = store.all("SELECT low, high, support, claimants FROM estimates WHERE retired_at IS NULL")
        found.append(sorted(tuple(row.values()) for row in tolls))  # type: ignore[arg-type]
        store.close()
    assert found[0] == found[2] and found[1] == found[3]
    assert 1 < len(found[0]) < len(said)


def test_the_order_of_arrival_makes_no_difference_to_the_events(bench: Bench, tmp_path: Path) -> None:
    texts = {
        "1": FLOOD,
        "2": BLAST,
        "3": FLOOD.replace("At least 12", "Some 15").replace("police", "the mayor"),
        "4": BLAST.replace("30", "33"),
    }
    found = []
    for n, order in enumerate((["1", "2", "3", "4"], ["4", "3", "2", "1"], ["3", "1", "4", "2"])):
        store = Store.open(tmp_path / f"{n}.db", Clock())
        one = replace(bench, store=store)
        for key in order:
            one.outlet.items = {key: texts[key]}
            one.run()
        rows = store.all("SELECT event, low FROM claims WHERE retired_at IS NULL ORDER BY low")
        found.append(sorted(sorted(r["low"] for r in rows if r["event"] == e) for e in {r["event"] for r in rows}))
        store.close()
    assert found[0] == found[1] == found[2]
