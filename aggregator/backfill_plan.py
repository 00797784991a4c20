"""Grouping an archive, its plan: where each task keeps its result, and what every task may ask of the whole."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from aggregator.backfill_reports import profile_of
from aggregator.backfill_shuffle import read_array
from aggregator.evidence import Counts, Seen, seen
from aggregator.profile import Profile

LIGHT = ("unit", "document", "day", "last_day", "published", "said_at", "place", "named", "causes", "scenes", "counts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One grouping: its folder, the shards of each batch with where their rows begin, and into how many parts things are cut."""

    out: Path
    folder: Path
    batches: tuple[tuple[tuple[str, int], ...], ...]
    reports: int
    key_parts: int
    pair_parts: int
    blocks: int

    def file(self, stage: str, number: int) -> Path:
        """Return where a stage keeps the result of its task with this number."""
        return self.folder / stage / f"{number:06d}.arrow"

    def files(self, stage: str, number: int) -> list[Path]:
        """Return the results of the first `number` tasks of a stage."""
        return [self.file(stage, n) for n in range(number)]

    def ranks(self, start: int, length: int) -> Any:
        """Return the ranks (places in the order of all units) of a shard's reports; -1 where another shard has the report."""
        return read_array(self.folder / "ranks.npy")[start : start + length]


def owned(work: Work, batch: int, columns: Sequence[str]) -> Iterator[tuple[str, Any, Any]]:
    """Yield each shard of a batch with the ranks and the rows of the reports that are its own."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for shard, start in work.batches[batch]:
        table = pq.read_table(work.out / "reports" / f"{shard}.parquet", columns=list(columns))
        ranks = work.ranks(start, table.num_rows)
        mine = (ranks >= 0).nonzero()[0]
        yield shard, ranks[mine], table.take(pa.array(mine))


def part_of(key: str, parts: int) -> int:
    """Return the part a key belongs to, the same on every machine."""
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % parts


@lru_cache(maxsize=1)
def in_common(folder: Path, parts: int) -> tuple[frozenset[int], Counts]:
    """Return what every task needs to know of the whole: the sentences that stand, and how often each place is in the news.

    Kept by each process: read by each task it would grow with the square of the archive.
    """
    standing: set[int] = set()
    counts: dict[str, Seen] = {}
    for number in range(parts):
        found = json.loads((folder / "common" / f"{number:06d}.json").read_bytes())
        standing.update(found["standing"])
        counts |= {key: seen(key, {int(week): n for week, n in told.items()}) for key, told in found["counts"].items()}
    return frozenset(standing), counts


def light(work: Work, ranks: Any) -> dict[int, Profile]:
    """Return the reports of these ranks as far as they are compared.

    Rows are taken from one batch at a time: taking from many at once would copy all of them together first.
    """
    import numpy as np
    import pyarrow as pa

    rows = read_array(work.folder / "row_of.npy")[ranks]
    found: dict[int, Profile] = {}
    with pa.memory_map(str(work.folder / "light.arrow")) as file:
        reader = pa.ipc.open_file(file)
        batches = [reader.get_batch(n) for n in range(reader.num_record_batches)]
        ends = np.cumsum([batch.num_rows for batch in batches])
        holding = np.searchsorted(ends, rows, side="right")
        for n in np.unique(holding).tolist():
            here = (holding == n).nonzero()[0]
            taken = batches[n].take(pa.array(rows[here] - (ends[n] - batches[n].num_rows)))
            found.update(zip(ranks[here].tolist(), map(profile_of, taken.to_pylist()), strict=True))
    return found
