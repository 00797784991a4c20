"""Grouping an archive, what its reports are known by: keys, cut by key, and what is counted over the whole.

    words (a batch of shards -> its keys, cut by key) -> common (keys in the news everywhere, furniture)

Of a key that more than `rare` reports of one batch bear, only the days of those travel, until it is known to tell (`crowded`).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from aggregator.backfill_engine import uncollected
from aggregator.backfill_files import write_whole
from aggregator.backfill_plan import LIGHT, Work, owned, part_of
from aggregator.backfill_reports import profile_of
from aggregator.backfill_shuffle import read_part, write_parts
from aggregator.crowds import Bearer, day_told
from aggregator.evidence import week
from aggregator.grouper import furniture, meeting_keys
from aggregator.profile import country_key, place_key, rules

MEETING = "\0"  # begins a key of place and day, which counts for no word
TOO_COMMON = -1


class Bearing(NamedTuple):
    """A report (its rank) that bears a key: its week, the key's weight and place among the report's keys, the sentences it is in.

    `day` and `tells` are `crowds.day_told` of the report, `here` whether the key is the town it is told of. Where `rank` is
    TOO_COMMON it is `weight` reports of one day.
    """

    rank: int
    week: int
    weight: float
    position: int
    told_in: Sequence[int]
    day: int | None
    tells: bool
    here: bool = False

    @property
    def about(self) -> Bearer | None:
        """What the report is about, as `crowds.day_told` gives it."""
        return None if self.day is None else (self.day, self.tells)


@uncollected()
def words(batch: int, work: Work) -> int:
    """Cut a batch's keys by key: who bears them, how telling; and count those of places, and sentences, by week."""
    bearers: dict[str, list[Bearing]] = defaultdict(list)
    places: Counter[tuple[str, int]] = Counter()
    sentences: set[tuple[int, int, str]] = set()
    for _, ranks, table in owned(work, batch, (*LIGHT, "keys", "weights", "told_in", "sentences")):
        for start in range(0, len(ranks), 1000):
            for rank, row in zip(ranks[start : start + 1000].tolist(), table.slice(start, 1000).to_pylist(), strict=True):
                report = profile_of(row)
                now, (day, tells) = week(report), day_told(report.span, report.printed) or (None, False)
                for position, (key, told) in enumerate(report.keys.items()):
                    here = key == place_key(report.place)
                    bearers[key].append(Bearing(rank, now, told.weight, position, told.sentences, day, tells, here))
                for key in meeting_keys(report):
                    bearers[MEETING + key].append(Bearing(rank, now, 0.0, 0, (), day, tells))
                for key in {place_key(report.place), country_key(report.place), *(k for k in report.keys if k.startswith("@"))}:
                    places[key, now] += 1
                sentences.update((sentence, now, report.place.country or "") for sentence in report.sentences)
    rare = rules("wording")["rare"]
    few = {key: found if len(found) <= rare else _days(found) for key, found in bearers.items()}
    write_bearings(work.file("words", batch), few, work.key_parts)
    _write_counts(work, batch, places, sentences)
    return len(bearers)


def _days(bearings: Iterable[Bearing]) -> list[Bearing]:
    """Return what is said of a key that too many reports of a batch bear: how many are about which day."""
    days = Counter((each.day, each.tells) for each in bearings)
    return [
        Bearing(TOO_COMMON, 0, float(number), 0, (), day, tells)
        for (day, tells), number in sorted(days.items(), key=lambda each: (each[0][0] or 0, each[0][1]))
    ]


def write_bearings(path: Path, bearers: dict[str, list[Bearing]], key_parts: int) -> None:
    """Write who bears each key, cut by key."""
    import numpy as np
    import pyarrow as pa

    keys = sorted(bearers)
    columns = columns_of([each for key in keys for each in bearers[key]], len(Bearing._fields))
    lengths = [len(bearers[key]) for key in keys]
    whole = pa.int64()
    kinds = (whole, whole, pa.float64(), whole, pa.list_(whole), whole, pa.bool_(), pa.bool_())
    repeated = pa.array(keys, pa.string()).take(pa.array(np.repeat(np.arange(len(keys)), lengths)))
    table = pa.table({"key": repeated} | {n: pa.array(c, k) for n, c, k in zip(Bearing._fields, columns, kinds, strict=True)})
    parts = np.repeat(np.array([part_of(key, key_parts) for key in keys], np.int64), lengths)
    write_parts(path, table, parts, key_parts)


def read_bearings(paths: Sequence[Path], part: int) -> dict[str, list[Bearing]]:
    """Return who bears each key of a part, in the order of the files."""
    bearers: dict[str, list[Bearing]] = defaultdict(list)
    for key, *rest in zip(*(column.to_pylist() for column in read_part(paths, part).columns), strict=True):
        bearers[key].append(Bearing(*rest))
    return bearers


def _write_counts(work: Work, batch: int, places: Counter[tuple[str, int]], sentences: set[tuple[int, int, str]]) -> None:
    """One table of both: a place's key with its week and number, a sentence's hash with its week and country."""
    import numpy as np
    import pyarrow as pa

    rows: list[tuple[Any, ...]] = [(key, 0, now, n, "") for (key, now), n in sorted(places.items())]
    rows += [(None, sentence, now, 1, country) for sentence, now, country in sorted(sentences)]
    columns = columns_of(rows, 5)
    kinds = {"key": pa.string(), "sentence": pa.int64(), "week": pa.int64(), "number": pa.int64(), "country": pa.string()}
    table = pa.table({n: pa.array(c, k) for c, (n, k) in zip(columns, kinds.items(), strict=True)})
    parts = [s % work.key_parts if key is None else part_of(key, work.key_parts) for key, s, *_ in rows]
    write_parts(work.file("counts", batch), table, np.array(parts, np.int64), work.key_parts)


def columns_of(rows: Sequence[tuple[Any, ...]], width: int) -> list[tuple[Any, ...]]:
    """Return the columns of rows; `width` of them also where there is no row."""
    return list(zip(*rows, strict=True)) or [()] * width


def common(part: int, work: Work) -> int:
    """Write which sentences stand week after week, and in how many reports and weeks each place is, of one part."""
    path = work.file("common", part).with_suffix(".json")
    table = read_part(work.files("counts", len(work.batches)), part)
    places: dict[str, Counter[int]] = defaultdict(Counter)
    told, countries = defaultdict[int, set[int]](set), defaultdict[int, set[str]](set)
    for key, sentence, now, n, country in zip(*(column.to_pylist() for column in table.columns), strict=True):
        if key is None:
            told[sentence].add(now)
            countries[sentence].update({country} - {""})
        else:
            places[key][now] += n
    standing = sorted(sentence for sentence, seen in told.items() if furniture(len(seen), len(countries[sentence])))
    write_whole(path, json.dumps({"standing": standing, "counts": places}, sort_keys=True).encode())
    return len(standing)
