"""Grouping an archive, its crowds (`aggregator.crowds`): which common keys may name a happening, who bears those, and who meets.

    crowded (one part of the keys -> those about which days crowd) -> gather (a batch of shards -> who bears those, cut by key)

Few common keys crowd, so few reports' keys travel twice.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aggregator.backfill_engine import uncollected
from aggregator.backfill_files import write_whole
from aggregator.backfill_plan import Work, in_common, light, owned
from aggregator.backfill_shuffle import read_array, read_part, write_array, write_parts
from aggregator.backfill_words import MEETING, TOO_COMMON, Bearing, read_bearings, write_bearings
from aggregator.crowds import Crowd, Days, crowds, day_told, news_of, peaks, unseen
from aggregator.evidence import Seen
from aggregator.joining import Occasions
from aggregator.profile import Profile, rules

KEPT = 50_000


def crowded(part: int, work: Work) -> int:
    """Write the common keys of one part that may name a happening, by the days of their bearers alone."""
    _, known = in_common(work.folder, work.key_parts)
    rare, found = rules("wording")["rare"], list[str]()
    for key, bearers in read_bearings(work.files("words", len(work.batches)), part).items():
        days = days_of(bearers)
        total, weeks, _ = known[key] if key.startswith("@") else Seen(days.total(), 1)
        if total > rare and not key.startswith(MEETING) and peaks(days, unseen(total, days, weeks)):
            found.append(key)
    write_whole(_crowded(work, part), json.dumps(sorted(found)).encode())
    return len(found)


def days_of(bearers: Sequence[Bearing]) -> Days:
    """Return of how many reports `crowds.day_told` gives what."""
    days: Days = Counter()
    for each in bearers:
        days[each.about] += int(each.weight) if each.rank == TOO_COMMON else 1
    return days


def crowded_keys(work: Work, part: int) -> frozenset[str]:
    """Return what `crowded` found in a part."""
    return frozenset(json.loads(_crowded(work, part).read_bytes()))


def _crowded(work: Work, part: int) -> Path:
    return work.file("crowded", part).with_suffix(".json")


@uncollected()
def gather(batch: int, work: Work) -> int:
    """Write who bears the crowded keys of which `words` told only the days, cut by key."""
    import pyarrow as pa

    wanted = frozenset().union(*(crowded_keys(work, part) for part in range(work.key_parts)))
    bearers: dict[str, list[Bearing]] = defaultdict(list)
    for _, ranks, table in owned(work, batch, ("day", "last_day", "published", "keys", "weights", "told_in")):
        hits = [n for n, keys in enumerate(table["keys"].to_pylist()) if not wanted.isdisjoint(keys)]
        for rank, row in zip(ranks[hits].tolist(), table.take(pa.array(hits, pa.int64())).to_pylist(), strict=True):
            span = None if row["day"] is None else (row["day"], row["last_day"] or row["day"])
            day, tells = day_told(span, row["published"]) or (None, False)
            for place, key in enumerate(row["keys"]):
                if key in wanted:
                    bearers[key].append(Bearing(rank, 0, row["weights"][place], place, row["told_in"][place], day, tells))
    rare = rules("wording")["rare"]
    write_bearings(work.file("gathered", batch), {k: found for k, found in bearers.items() if len(found) > rare}, work.key_parts)
    return len(bearers)


def crowds_of(work: Work, bearers: Sequence[Bearing], kept: Sequence[Bearing], total: int, weeks: int) -> list[Crowd]:
    """Return the crowds under a key: `bearers` are all who bear it, `kept` those of which it is no page furniture."""
    days = days_of(bearers)
    about = {told for peak in peaks(days, unseen(total, days, weeks)) for told in news_of(peak.day)}
    near = [each for each in kept if each.about in about]
    reports = _compared(work, [each.rank for each in near])
    return list(crowds(days, [(each.rank, each.weight) for each in near], reports, total, weeks))


_kept: dict[tuple[Path, int], Profile] = {}  # of this process: a disaster's reports meet under scores of keys


def _compared(work: Work, ranks: Sequence[int]) -> dict[int, Profile]:
    """Return the reports of these ranks, as far as they are compared; once more than KEPT were read, they are read anew."""
    import numpy as np

    if len(_kept) > KEPT:
        _kept.clear()
    new = sorted(rank for rank in ranks if (work.folder, rank) not in _kept)
    if new:
        _kept.update({(work.folder, rank): report for rank, report in light(work, np.array(new, np.int64)).items()})
    return {rank: _kept[work.folder, rank] for rank in ranks}


def write_occasions(work: Work, part: int, found: Sequence[Crowd]) -> None:
    """Write which reports the crowds under the keys of a part put into which occasions."""
    import pyarrow as pa

    rows = sorted({(rank, crowd.occasion) for crowd in found for rank, _ in crowd.members})
    ranks, occasions = zip(*rows, strict=True) if rows else ((), ())
    table = pa.table({"rank": pa.array(ranks, pa.int64()), "occasion": pa.array(occasions, pa.string())})
    write_parts(work.file("occasions", part), table, [0] * len(rows), 1)


def order_occasions(work: Work) -> None:
    """Put the occasions of all parts in the order of the reports, in arrays that can be mapped."""
    import numpy as np

    if (work.folder / "occasions.npy").exists():
        return
    table = read_part(work.files("occasions", work.key_parts), 0).group_by(["rank", "occasion"]).aggregate([])
    table = table.sort_by([("rank", "ascending"), ("occasion", "ascending")])
    write_array(work.folder / "occasion_ranks.npy", table["rank"].to_numpy())
    write_array(work.folder / "occasions.npy", np.array(table["occasion"].to_pylist(), dtype=bytes))


def occasions_of(work: Work, ranks: Any) -> Occasions:
    """Return the occasions of those of these reports that have any."""
    import numpy as np

    have, occasions = read_array(work.folder / "occasion_ranks.npy"), read_array(work.folder / "occasions.npy")
    first, end = np.searchsorted(have, ranks, "left"), np.searchsorted(have, ranks, "right")
    some = (first < end).nonzero()[0]
    spans = zip(ranks[some].tolist(), first[some].tolist(), end[some].tolist(), strict=True)
    return {rank: frozenset(occasion.decode() for occasion in occasions[a:b].tolist()) for rank, a, b in spans}
