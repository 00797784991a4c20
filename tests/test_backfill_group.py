"""Grouping an archive: the events are the one machine's, whatever the shards, batches, parts and order of the input."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="backfill needs requirements-scale.txt")

from aggregator import backfill_group
from aggregator.backfill import Options, run_local
from aggregator.backfill_events import event_row
from aggregator.backfill_group import connected, group_archive
from aggregator.backfill_reports import profile_of, report_row
from aggregator.core.errors import InputError
from aggregator.core.model import Document, Event, Figure
from aggregator.events import group, reports
from aggregator.normalise import normalise
from aggregator.reconcile import reconcile
from db.documents import identity
from db.ranges import estimate_row, relation_row
from parsers.shards import Skipped, plan, read
from parsers.text.claims import extract
from tests.incidents import documents, rows_of, told_by_many, write

Said = tuple[Document, tuple[Figure, ...]]


def said(path: Path) -> list[Said]:
    """The documents of an archive as one machine reads them: those that state something."""
    found = []
    for shard in plan([path]):
        for item in read(shard):
            assert not isinstance(item, Skipped)
            document = replace(item, id=identity(item))
            found.append((document, tuple(normalise(document, extract(document, policy="default")))))
    return [(document, figures) for document, figures in found if figures]


def rows(events: list[Event]) -> dict[str, list[dict[str, Any]]]:
    return {
        "events": sorted((event_row(e) for e in events), key=lambda row: row["id"]),
        "estimates": sorted((estimate_row(e.id, x) for e in events for x in e.estimates), key=lambda row: row["id"]),
        "relations": sorted((relation_row(e.id, x) for e in events for x in e.relations), key=lambda row: row["id"]),
    }


def stored(out: Path) -> dict[str, list[dict[str, Any]]]:
    found = {kind: sorted(rows_of(out, kind), key=lambda row: row["id"]) for kind in ("events", "estimates", "relations")}
    for row in found["estimates"]:
        assert row.pop("claims"), "every range names the claims that made it"
    return found


def archive() -> list[dict[str, str]]:
    """Many incidents told a few times, and two that more reports tell than a word may have bearers."""
    return [*documents(160), *told_by_many(70), *told_by_many(40, seed=2, town="Davao")]


@pytest.fixture(scope="module")
def one_machine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    path = write(tmp_path_factory.mktemp("one") / "in.jsonl", archive())
    return rows([reconcile(event) for event in group(said(path))])


@pytest.mark.parametrize(("shard_bytes", "batch", "rows_a_part", "block", "seed"), [
    (10**9, 20_000, 400_000, 10_000, 0),
    (9_000, 40, 700, 30, 1),
    (9_000, 120, 900, 60, 3),
    (4_000, 1, 150, 7, 2),
])  # fmt: skip
def test_the_events_are_those_of_one_machine(
    one_machine: dict[str, list[dict[str, Any]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    shard_bytes: int, batch: int, rows_a_part: int, block: int, seed: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(backfill_group, "ROWS_A_PART", rows_a_part)
    monkeypatch.setattr(backfill_group, "REPORTS_A_BLOCK", block)
    shuffled = archive()
    random.Random(seed).shuffle(shuffled)
    path = write(tmp_path / "in.jsonl", shuffled)
    list(run_local(plan([path], shard_bytes=shard_bytes), tmp_path / "out", Options(languages=()), 1))
    counts = group_archive(tmp_path / "out", batch=batch, say=str)
    found = stored(tmp_path / "out")
    assert counts["events"] == len(one_machine["events"]) > 40
    assert sum(row["documents"] > 35 for row in found["events"]) == 2
    assert found == one_machine


def test_a_document_of_two_shards_counts_once(one_machine: dict[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / f"{name}.jsonl", archive())
    list(run_local(plan([tmp_path]), tmp_path / "out", Options(languages=()), 1))
    group_archive(tmp_path / "out", say=str)
    assert stored(tmp_path / "out") == one_machine


def test_grouped_again_it_is_the_same_and_nothing_is_left_between(tmp_path: Path) -> None:
    path, out = write(tmp_path / "in.jsonl", documents(20)), tmp_path / "out"
    list(run_local(plan([path]), out, Options(languages=()), 1))
    first, before = group_archive(out, say=str), stored(out)
    assert group_archive(out, say=str) == first
    write(tmp_path / "more.jsonl", documents(20, seed=2))
    list(run_local(plan([tmp_path / "more.jsonl"]), out, Options(languages=()), 1))
    assert group_archive(out, say=str)["events"] == len(stored(out)["events"]) > len(before["events"])
    assert {path.suffix for path in (out / "group").iterdir()} == {".json"}


def test_a_report_survives_its_row(tmp_path: Path) -> None:
    seen = 0
    for document, figures in said(write(tmp_path / "in.jsonl", documents(60))):
        for report in reports(document, figures):
            assert profile_of(json.loads(json.dumps(report_row(report, figures))), figures) == report
            seen += 1
    assert seen >= 60


def test_nothing_read_and_two_ways_of_reading_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no finished shard"):
        group_archive(tmp_path)
    shards = plan([write(tmp_path / "in.jsonl", documents(3))])
    for policy in ("default", "strict"):
        list(run_local(shards, tmp_path / "out", Options(policy=policy), 1))
    with pytest.raises(InputError, match="several"):
        group_archive(tmp_path / "out")


def test_what_pairs_connect_has_one_smallest_member() -> None:
    assert connected(7, [(5, 4), (1, 2), (4, 2), (6, 6)]) == [0, 1, 1, 3, 1, 1, 6]
