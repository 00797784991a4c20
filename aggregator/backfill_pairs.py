"""Grouping an archive, first half: which reports meet, and how alike they are. Tasks, each pure, each over files.

    words, common (backfill_words) -> crowded, gather (backfill_crowds)
    -> meet (one part of the keys -> pairs, cut by report) -> score (one part of the pairs -> likeness)

The numbers are those of `aggregator.grouper.alike`, to the last bit: a pair's weights are added up in its order too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from aggregator.backfill_crowds import crowded_keys, crowds_of, occasions_of, write_occasions
from aggregator.backfill_engine import uncollected
from aggregator.backfill_plan import Work, in_common, light
from aggregator.backfill_shuffle import read_array, read_part, write_parts
from aggregator.backfill_words import MEETING, TOO_COMMON, Bearing, columns_of, read_bearings
from aggregator.crowds import Crowd
from aggregator.evidence import Seen, likeness, shared
from aggregator.joining import NO_OCCASION
from aggregator.profile import rules


@uncollected()
def meet(part: int, work: Work) -> int:
    """Write the pairs of reports that meet under the keys of one part, with what they have in common there, and its crowds."""
    import pyarrow as pa

    batches, crowds = len(work.batches), list[Crowd]()
    bearers = read_bearings([*work.files("words", batches), *work.files("gathered", batches)], part)
    crowded = crowded_keys(work, part)
    pairs = []
    for key in sorted(bearers):
        found = sorted((each for each in bearers[key] if each.rank != TOO_COMMON), key=attrgetter("rank"))
        whole = len(found) == len(bearers.pop(key)) or key in crowded
        if whole and key.startswith(MEETING):
            pairs += list(_met(found))
        elif whole:
            pairs += list(_under(work, key, found, crowds))
    write_occasions(work, part, crowds)
    columns = columns_of(pairs, 5)
    names = ("i", "j", "first", "position", "value")
    kinds = (pa.int64(), pa.int64(), pa.int64(), pa.int64(), pa.float64())
    table = pa.table({n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)})
    places = read_array(work.folder / "by_day.npy")[table["i"].to_numpy()]
    write_parts(work.file("pairs", part), table, places * work.pair_parts // max(1, work.reports), work.pair_parts)
    return len(pairs)


Meeting = tuple[int, int, int, int, float]  # i, j, and when one machine comes upon the key: its first report, the place in that


def _met(bearers: Sequence[Bearing]) -> Iterator[Meeting]:
    """Yield the pairs of a place and day."""
    if len(bearers) <= rules("wording")["rare"]:
        yield from ((i.rank, j.rank, -1, 0, 0.0) for n, j in enumerate(bearers) for i in bearers[:n])


def _under(work: Work, key: str, bearers: Sequence[Bearing], crowds: list[Crowd]) -> Iterator[Meeting]:
    """Yield the pairs under a word, and add its crowds to `crowds`."""
    standing, known = in_common(work.folder, work.key_parts)
    total, weeks, _ = known[key] if key.startswith("@") else Seen(len(bearers), len({each.week for each in bearers}))
    kept = [each for each in bearers if not standing.issuperset(each.told_in)]
    if total <= rules("wording")["rare"]:
        pairs = list(shared([(each.rank, each.weight, each.here) for each in kept], weeks))
    else:
        found = crowds_of(work, bearers, kept, total, weeks)
        crowds += found
        pairs = [pair for crowd in found for pair in crowd.pairs()]
    yield from ((i, j, kept[0].rank, kept[0].position, value) for i, j, value in pairs)


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
    least, occasions = rules("joining")["least"], occasions_of(work, np.unique(np.concatenate([i, j])))
    found = []
    for a, b, weight in zip(i.tolist(), j.tolist(), wording.tolist(), strict=True):
        alike = likeness(reports[a], reports[b], weight, counts)
        if alike >= least:
            found.append((a, b, alike))
        elif not occasions.get(a, NO_OCCASION).isdisjoint(occasions.get(b, NO_OCCASION)):
            found.append((a, b, 0.0))
    columns = columns_of(found, 3)
    kinds = {"i": pa.int64(), "j": pa.int64(), "score": pa.float64()}
    scores = pa.table({n: pa.array(c, k) for c, (n, k) in zip(columns, kinds.items(), strict=True)})
    write_parts(work.file("scores", part), scores, np.zeros(len(found), np.int64), 1)
    return len(found)
