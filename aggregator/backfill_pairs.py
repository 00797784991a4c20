"""Grouping an archive, first half: which reports meet, and how alike they are. Four tasks, each pure, each over files.

    words (a batch of shards -> its keys, cut by key) -> common (keys in the news everywhere, furniture)
    -> meet (one part of the keys -> pairs, cut by report) -> score (one part of the pairs -> likeness)

The numbers are those of `aggregator.grouper.alike`, to the last bit: a pair's weights are added up in its order too.
A key that more than `rare` reports of one batch bear tells nothing anywhere: only the fact travels.
"""

from __future__ import annotations

import json
import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from aggregator.backfill_engine import uncollected
from aggregator.backfill_files import write_whole
from aggregator.backfill_reports import profile_of
from aggregator.backfill_shuffle import read_array, read_part, write_parts
from aggregator.evidence import Counts, likeness, week
from aggregator.grouper import meeting_keys
from aggregator.profile import Profile, country_key, place_key, rules

MEETING = "\0"  # begins a key of place and day, which counts for no word
TOO_COMMON = -1
LIGHT = ("unit", "document", "day", "last_day", "published", "said_at", "place", "causes", "counts")


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


@uncollected()
def words(batch: int, work: Work) -> int:
    """Cut a batch's keys by key: who bears them, how telling; and count those of places, and sentences, by week."""
    bearers: dict[str, list[tuple[int, int, float, int, list[int]]]] = defaultdict(list)
    places: Counter[tuple[str, int]] = Counter()
    sentences: set[tuple[int, int]] = set()
    for _, ranks, table in owned(work, batch, (*LIGHT, "keys", "weights", "told_in", "sentences")):
        for start in range(0, len(ranks), 1000):
            for rank, row in zip(ranks[start : start + 1000].tolist(), table.slice(start, 1000).to_pylist(), strict=True):
                report = profile_of(row)
                now = week(report)
                for position, (key, told) in enumerate(report.keys.items()):
                    bearers[key].append((rank, now, told.weight, position, list(told.sentences)))
                for key in meeting_keys(report):
                    bearers[MEETING + key].append((rank, now, 0.0, 0, []))
                for key in {place_key(report.place), country_key(report.place), *(k for k in report.keys if k.startswith("@"))}:
                    places[key, now] += 1
                sentences.update((sentence, now) for sentence in report.sentences)
    _write_words(work, batch, bearers)
    _write_counts(work, batch, places, sentences)
    return len(bearers)


def _write_words(work: Work, batch: int, bearers: dict[str, list[tuple[int, int, float, int, list[int]]]]) -> None:
    import numpy as np
    import pyarrow as pa

    rare = rules("wording")["rare"]
    for key, found in bearers.items():
        if len(found) > rare:
            bearers[key] = [(TOO_COMMON, 0, 0.0, 0, [])]
    keys = sorted(bearers)
    rows = [each for key in keys for each in bearers[key]]
    lengths = [len(bearers[key]) for key in keys]
    columns = _columns(rows, 5)
    kinds = (pa.int64(), pa.int64(), pa.float64(), pa.int64(), pa.list_(pa.int64()))
    repeated = pa.array(keys, pa.string()).take(pa.array(np.repeat(np.arange(len(keys)), lengths)))
    names = ("rank", "week", "weight", "position", "told_in")
    table = pa.table({"key": repeated} | {n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)})
    parts = np.repeat(np.array([part_of(key, work.key_parts) for key in keys], np.int64), lengths)
    write_parts(work.file("words", batch), table, parts, work.key_parts)


def _write_counts(work: Work, batch: int, places: Counter[tuple[str, int]], sentences: set[tuple[int, int]]) -> None:
    """One table of both: a place's key with its week and number, a sentence's hash with its week."""
    import numpy as np
    import pyarrow as pa

    rows = [(key, 0, now, n) for (key, now), n in sorted(places.items())] + [(None, s, now, 1) for s, now in sorted(sentences)]
    columns = _columns(rows, 4)
    kinds = {"key": pa.string(), "sentence": pa.int64(), "week": pa.int64(), "number": pa.int64()}
    table = pa.table({n: pa.array(c, k) for c, (n, k) in zip(columns, kinds.items(), strict=True)})
    parts = [s % work.key_parts if key is None else part_of(key, work.key_parts) for key, s, _, _ in rows]
    write_parts(work.file("counts", batch), table, np.array(parts, np.int64), work.key_parts)


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) or [()] * width


def common(part: int, work: Work) -> int:
    """Write which sentences stand week after week, and in how many reports and weeks each place is, of one part."""
    path = work.file("common", part).with_suffix(".json")
    table = read_part(work.files("counts", len(work.batches)), part)
    number, weeks, told = Counter[str](), defaultdict[str, set[int]](set), defaultdict[int, set[int]](set)
    for key, sentence, now, n in zip(*(column.to_pylist() for column in table.columns), strict=True):
        if key is None:
            told[sentence].add(now)
        else:
            number[key] += n
            weeks[key].add(now)
    most = rules("wording")["standing_weeks"]
    standing = sorted(sentence for sentence, seen in told.items() if len(seen) >= most)
    counts = {key: (number[key], len(weeks[key])) for key in sorted(number)}
    write_whole(path, json.dumps({"standing": standing, "counts": counts}).encode())
    return len(standing)


@uncollected()
def meet(part: int, work: Work) -> int:
    """Write the pairs of reports that meet under the keys of one part, with what they have in common there."""
    import pyarrow as pa

    standing, known = in_common(work.folder, work.key_parts)
    table = read_part(work.files("words", len(work.batches)), part)
    bearers: dict[str, list[tuple[int, int, float, int, list[int]]]] = defaultdict(list)
    for key, *rest in zip(*(column.to_pylist() for column in table.columns), strict=True):
        bearers[key].append(tuple(rest))
    pairs = [pair for key in sorted(bearers) for pair in _pairs(key, sorted(bearers.pop(key)), standing, known)]
    columns = _columns(pairs, 5)
    names = ("i", "j", "first", "position", "value")
    kinds = (pa.int64(), pa.int64(), pa.int64(), pa.int64(), pa.float64())
    table = pa.table({n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)})
    places = read_array(work.folder / "by_day.npy")[table["i"].to_numpy()]
    write_parts(work.file("pairs", part), table, places * work.pair_parts // max(1, work.reports), work.pair_parts)
    return len(pairs)


def _pairs(
    key: str, bearers: list[tuple[int, int, float, int, list[int]]], standing: frozenset[int], known: Counts
) -> Iterator[tuple[int, int, int, int, float]]:
    """Yield (i, j, first, position, value): `first` and `position` say when one machine would have come upon this key."""
    rare = rules("wording")["rare"]
    if bearers[0][0] == TOO_COMMON or not 1 < len(bearers) <= rare:
        return
    if key.startswith(MEETING):
        told = [(rank, 0.0) for rank, *_ in bearers]
        first, position = -1, 0
    else:
        reports, weeks = known[key] if key.startswith("@") else (len(bearers), len({now for _, now, *_ in bearers}))
        if reports > rare:
            return
        kept = [each for each in bearers if not standing.issuperset(each[4])]
        told = [(rank, weight * math.log(rare * 1.5 / weeks)) for rank, _, weight, _, _ in kept]
        first, position = (kept[0][0], kept[0][3]) if kept else (0, 0)
    for n, (j, other) in enumerate(told):
        for i, value in told[:n]:
            yield i, j, first, position, min(value, other)


@lru_cache(maxsize=1)
def in_common(folder: Path, parts: int) -> tuple[frozenset[int], dict[str, tuple[int, int]]]:
    """Return what every task needs to know of the whole: the sentences that stand, and how often each place is in the news.

    Kept by each process: read by each task it would grow with the square of the archive.
    """
    standing: set[int] = set()
    counts: dict[str, tuple[int, int]] = {}
    for number in range(parts):
        found = json.loads((folder / "common" / f"{number:06d}.json").read_bytes())
        standing.update(found["standing"])
        counts |= {key: (n, weeks) for key, (n, weeks) in found["counts"].items()}
    return frozenset(standing), counts


@uncollected()
def score(part: int, work: Work) -> int:
    """Write how alike the pairs of one part are, where that is not negligible."""
    import numpy as np
    import pyarrow as pa

    table = read_part(work.files("pairs", work.key_parts), part)
    i, j, first, position, value = (column.to_numpy() for column in table.columns)
    order = np.lexsort((position, first, j, i))
    i, j, value = i[order], j[order], value[order]
    fresh = np.ones(len(i), bool)
    fresh[1:] = (i[1:] != i[:-1]) | (j[1:] != j[:-1])
    wording = (
        np.bincount(np.cumsum(fresh) - 1, weights=value) if len(i) else value
    )  # adds one after the other, as the grouper does
    i, j = i[fresh], j[fresh]
    reports = light(work, np.unique(np.concatenate([i, j])))
    _, counts = in_common(work.folder, work.key_parts)
    least = rules("joining")["least"]
    found = []
    for a, b, weight in zip(i.tolist(), j.tolist(), wording.tolist(), strict=True):
        alike = likeness(reports[a], reports[b], weight, counts)
        if alike >= least:
            found.append((a, b, alike))
    columns = _columns(found, 3)
    kinds = {"i": pa.int64(), "j": pa.int64(), "score": pa.float64()}
    scores = pa.table({n: pa.array(c, k) for c, (n, k) in zip(columns, kinds.items(), strict=True)})
    write_parts(work.file("scores", part), scores, np.zeros(len(found), np.int64), 1)
    return len(found)


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
