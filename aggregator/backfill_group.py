"""An archive's reports to events, on this machine's cores or a Dask cluster: the result is the one machine's (`events.group`).

    units in order -> words, common (backfill_words) -> crowded, gather (backfill_crowds) -> meet, score (backfill_pairs)
    -> blocks by union-find -> route, events (backfill_events)

Who could ever be joined is decided by pairs more likely than not of one event; what they connect is a block. The weight of a word
is that of the whole archive, so nothing is lost at a block's border. Every task writes its files whole and is skipped when they
are there. Like the store, only documents that state something are grouped.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from aggregator.backfill import finished
from aggregator.backfill_crowds import crowded, gather, order_occasions
from aggregator.backfill_engine import spread
from aggregator.backfill_events import KINDS, events, route
from aggregator.backfill_files import write_whole
from aggregator.backfill_pairs import meet, score
from aggregator.backfill_plan import LIGHT, Work
from aggregator.backfill_shuffle import read_part, write_array, write_parts
from aggregator.backfill_words import common, words
from aggregator.core.model import content_id
from aggregator.profile import rules

VERSION = 7
REPORTS_A_BATCH = 20_000
KEYS_A_REPORT = 50
ROWS_A_PART = 400_000
REPORTS_A_BLOCK = 10_000

Say = Callable[[str], object]


def group_archive(
    out: Path, *, processes: int = 1, address: str | None = None, say: Say = print, batch: int = REPORTS_A_BATCH
) -> dict[str, int]:
    """Group what `backfill` wrote to `out`; return how many reports and events there are. Done already: return that.

    Raises InputError where nothing was written, or by different options or versions.
    """
    shards = [(manifest["shard"], manifest["counts"].get("reports", 0)) for manifest in finished(out)]
    name = content_id(VERSION, batch, *(f"{shard}:{reports}" for shard, reports in shards))
    summary = out / "group" / f"{name}.json"
    if summary.exists():
        known: dict[str, int] = json.loads(summary.read_text())
        return known
    work = order_units(out, out / "group" / name, shards, batch)
    engine = partial(spread, processes=processes, address=address)

    def stage(task: Callable[..., int], kind: str, number: int) -> None:
        suffix = ".json" if kind in ("common", "crowded") else ".arrow"
        left = [n for n in range(number) if not work.file(kind, n).with_suffix(suffix).exists()]
        say(f"{kind}: {number} tasks, {number - len(left)} were done before")
        for _ in engine(partial(task, work=work), left):
            pass

    stage(words, "words", len(work.batches))
    stage(common, "common", work.key_parts)
    stage(crowded, "crowded", work.key_parts)
    stage(gather, "gathered", len(work.batches))
    stage(meet, "pairs", work.key_parts)
    order_occasions(work)
    stage(score, "scores", work.pair_parts)
    cut_blocks(work)
    stage(route, "reports", len(work.batches))
    left = [n for n in range(work.blocks) if not (out / "events" / f"{name}-{n:06d}.parquet").exists()]
    say(f"events: {work.blocks} tasks, {work.blocks - len(left)} were done before")
    for _ in engine(partial(events, work=work), left):
        pass
    counts = {"reports": work.reports, "events": _tidy(out, name), "blocks": work.blocks}
    write_whole(summary, json.dumps(counts).encode())
    shutil.rmtree(work.folder)
    return counts


def order_units(out: Path, folder: Path, shards: list[tuple[str, int]], batch: int) -> Work:
    """Number all reports in the order of their units, each once, and lay out what is compared in one file; return the plan."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = [pq.read_table(out / "reports" / f"{shard}.parquet", columns=["unit", "day", "published"]) for shard, _ in shards]
    told = pa.concat_tables(tables)
    every = np.array([unit.encode() for unit in told["unit"].to_pylist()], dtype=bytes)
    ordered, first = np.unique(every, return_index=True)
    ranks = np.full(len(every), -1, np.int64)
    ranks[first] = np.arange(len(ordered))
    work = Work(
        out=out,
        folder=folder,
        batches=batched(shards, batch),
        reports=len(ordered),
        key_parts=1 + len(ordered) * KEYS_A_REPORT // ROWS_A_PART,
        pair_parts=1 + len(ordered) * KEYS_A_REPORT // ROWS_A_PART * 4,
        blocks=1 + len(ordered) // REPORTS_A_BLOCK,
    )
    if not (folder / "row_of.npy").exists():
        write_array(folder / "ranks.npy", ranks)
        write_array(folder / "by_day.npy", places_by_day(told, first))
        lay_out([out / "reports" / f"{shard}.parquet" for shard, _ in shards], folder / "light.arrow")
        write_array(folder / "row_of.npy", first.astype(np.int64))
    return work


def batched(shards: Iterable[tuple[str, int]], most: int) -> tuple[tuple[tuple[str, int], ...], ...]:
    """Return the shards, given with their numbers of reports, in batches of at most `most` reports (or of one shard).

    Each comes with the row of its first report, counted over all shards.
    """
    batches: list[list[tuple[str, int]]] = [[]]
    begin = size = 0
    for shard, number in shards:
        if size and size + number > most:
            batches.append([])
            size = 0
        batches[-1].append((shard, begin))
        size += number
        begin += number
    return tuple(tuple(each) for each in batches)


def lay_out(files: Sequence[Path], path: Path) -> None:
    """Write what is compared of the reports in these files into one file that can be mapped, whole or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    unfinished = path.with_name(".light")
    schema = pa.schema([field for field in pq.read_schema(files[0]) if field.name in LIGHT])
    with pa.OSFile(str(unfinished), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        for each in files:
            writer.write_table(pq.read_table(each, columns=schema.names))
    unfinished.replace(path)


def places_by_day(told: Any, rows: Any) -> Any:
    """Return for each report (a row of `told`) its place when they are ordered by day: reports that meet are then neighbours."""
    import numpy as np
    import pyarrow.compute as pc

    days = pc.fill_null(pc.coalesce(told["day"], told["published"]), 0).to_numpy()[rows]
    places = np.empty(len(rows), np.int64)
    places[np.argsort(days, kind="stable")] = np.arange(len(rows))
    return places


def cut_blocks(work: Work) -> None:
    """Write which block each report is in, and each block's own pairs. Reports that likely pairs connect share a block."""
    import numpy as np
    import pyarrow as pa

    if (work.folder / "scores.arrow").exists():
        return
    tables = [read_part([path], 0) for path in work.files("scores", work.pair_parts)]
    scores = pa.concat_tables(tables)
    i, j, value = (scores[name].to_numpy() for name in ("i", "j", "score"))
    likely = value >= rules("joining")["enough"]
    root = np.array(connected(work.reports, zip(i[likely].tolist(), j[likely].tolist(), strict=True)), np.int64)
    before = np.searchsorted(np.sort(root), root)  # how many reports earlier groups have: a root is its group's smallest number
    block_of = before * work.blocks // max(1, work.reports)
    inside = (root[i] == root[j]).nonzero()[0]
    write_array(work.folder / "block_of.npy", block_of)
    write_parts(work.folder / "scores.arrow", scores.take(pa.array(inside)), block_of[i[inside]], work.blocks)


def connected(number: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each of `number` nodes the smallest node it is connected with (union-find, paths halved)."""
    root = list(range(number))

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for a, b in pairs:
        a, b = find(a), find(b)
        root[max(a, b)] = min(a, b)
    return [find(node) for node in range(number)]


def _tidy(out: Path, name: str) -> int:
    """Remove the events of an earlier grouping; return how many this one made."""
    import pyarrow.parquet as pq

    for kind in KINDS:
        for path in (out / kind).glob("*.parquet"):
            if not path.name.startswith(name):
                path.unlink()
    return sum(pq.ParquetFile(path).metadata.num_rows for path in (out / "events").glob("*.parquet"))
