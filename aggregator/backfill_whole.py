"""What must be known of a whole archive before its rows are loaded: which documents stand in two shards, which event a claim is
of, which publishers are canonical sources. Read once, from a few columns; ids are kept as bytes, some 50 a claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

Item = TypeVar("Item")
Rows = tuple[str, Any]  # a table's name, and rows of it as an Arrow table

ROWS = 50_000  # bounds the memory
ID_LENGTH = 20  # core.model.content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An archive's folder and shards, with what is known of all of it.

    `twice` has for a shard the ids of the documents that an earlier one holds, `claims` the ids of all claims of events in their
    order (numpy), `homes` the place in `events` (Arrow) of each one's event, `disputed` the ids of those in conflicts in their
    order and `conflicts` how many each is in (numpy), `sources` the canonical id of a publisher's name.
    """

    out: Path
    shards: tuple[str, ...]
    twice: Mapping[str, Any]
    claims: Any
    homes: Any
    events: Any
    disputed: Any
    conflicts: Any
    sources: Mapping[str, str]

    def owned(self, kind: str, shard: str, columns: Sequence[str] | None = None, *, without: Sequence[str] = ()) -> Iterator[Any]:
        """Yield a shard's rows of `documents` or `claims`, at most ROWS at a time, without those of another shard's documents."""
        import pyarrow.compute as pc

        document = "id" if kind == "documents" else "document"
        for table in batches(self.out / kind / f"{shard}.parquet", columns, without=without):
            if shard in self.twice:
                yield table.filter(pc.invert(pc.is_in(table[document], self.twice[shard])))
            else:
                yield table

    def event_of(self, claims: Any) -> Any:
        """Return the events of these claims (an Arrow column of ids); null where a claim is in none."""
        return self.events.take(where(self.claims, self.homes, claims))

    def conflicts_of(self, claims: Any) -> Any:
        """Return how many conflicts each of these claims is in, as the triggers of `db.kept` count them."""
        return where(self.disputed, self.conflicts, claims).fill_null(0)

    def source_of(self, publishers: Any) -> Any:
        """Return the canonical sources of these publishers (an Arrow column of names); null for most."""
        import pyarrow as pa
        import pyarrow.compute as pc

        known = pa.array(self.sources, pa.string())
        return pa.array(self.sources.values(), pa.string()).take(pc.index_in(publishers, known))


def survey(out: Path, shards: Sequence[str], canonical: Callable[[str], str | None]) -> Whole:
    """Return what is known of the archive in `out`; `canonical` gives the id of the source that a publisher's name means."""
    import numpy as np
    import pyarrow as pa

    documents = [pa.concat_tables(batches(out / "documents" / f"{shard}.parquet", ["id", "publisher"])) for shard in shards]
    names = pa.chunked_array([chunk for table in documents for chunk in table["publisher"].chunks], pa.string()).unique()
    sources = {name: found for name in names.to_pylist() if name and (found := canonical(name))}
    twice = repeated(shards, [raw(table["id"]) for table in documents])
    files = sorted((out / "events").glob("*.parquet"))
    told = pa.concat_tables(table for file in files for table in batches(file, ["id", "claim_ids"]))
    parents, parts = elements(told["claim_ids"])
    claims = raw(parts)
    order = np.argsort(claims, kind="stable")
    homes = parents.to_numpy()[order]
    disputed, conflicts = in_conflict(out)
    return Whole(
        out=out, shards=tuple(shards), twice=twice, claims=claims[order], homes=homes, events=told["id"].combine_chunks(),
        disputed=disputed, conflicts=conflicts, sources=sources,
    )  # fmt: skip


def in_conflict(out: Path) -> tuple[Any, Any]:
    """Return the ids of the claims that are in conflicts, in their order, and in how many each is (numpy)."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    files = sorted((out / "relations").glob("*.parquet"))
    held = pa.concat_tables(table for file in files for table in batches(file, ["a", "b", "type"]))
    held = held.filter(pc.starts_with(held["type"], "conflict"))
    others = held.filter(pc.not_equal(held["a"], held["b"]))
    return np.unique(np.concatenate([raw(held["a"]), raw(others["b"])]), return_counts=True)


def where(keys: Any, values: Any, ids: Any) -> Any:
    """Return as an Arrow column the value of each of these ids, of keys in their order (numpy); null where it is none of them."""
    import numpy as np
    import pyarrow as pa

    wanted = raw(ids)
    if not len(keys):
        return pa.nulls(len(wanted), pa.int64())
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return pa.array(values[place], pa.int64(), mask=keys[place] != wanted)


def repeated(shards: Sequence[str], ids: Sequence[Any]) -> dict[str, Any]:
    """Return for each shard (of document ids, numpy) those that an earlier one has; shards that have none are left out."""
    import numpy as np

    every = np.concatenate(ids)
    _, first = np.unique(every, return_index=True)
    fresh = np.zeros(len(every), bool)
    fresh[first] = True
    found, start = {}, 0
    for shard, here in zip(shards, ids, strict=True):
        again = here[~fresh[start : start + len(here)]]
        start += len(here)
        if len(again):
            found[shard] = text(again)
    return found


def batches(path: Path, columns: Sequence[str] | None = None, *, without: Sequence[str] = ()) -> Iterator[Any]:
    """Yield the tables of a Parquet file, at most ROWS rows each: of these columns, or of all but some."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow
        names = [name for name in columns or schema.names if name not in without]
        empty = True
        for batch in file.iter_batches(batch_size=ROWS, columns=names, use_threads=False):
            empty = False
            yield pa.Table.from_batches([batch])
        if empty:
            yield pa.schema([schema.field(name) for name in names]).empty_table()


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items while a thread makes the next one."""
    coming, end = iter(items), object()
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(next, coming, end)
        while (item := waiting.result()) is not end:
            waiting = thread.submit(next, coming, end)
            yield item  # type: ignore[misc]


def raw(ids: Any) -> Any:
    """Return a column of ids as numpy bytes, without a Python object for each; their order is that of SQLite's."""
    import numpy as np
    import pyarrow as pa

    whole = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    if not len(whole):
        return np.empty(0, f"S{ID_LENGTH}")
    fixed = whole.cast(pa.binary(ID_LENGTH))
    return np.frombuffer(fixed.buffers()[1], f"S{ID_LENGTH}")[fixed.offset : fixed.offset + len(fixed)]


def text(ids: Any) -> Any:
    """Return numpy bytes as a column of ids again."""
    import numpy as np
    import pyarrow as pa

    cells = pa.Array.from_buffers(pa.binary(ID_LENGTH), len(ids), [None, pa.py_buffer(np.ascontiguousarray(ids))])
    return cells.cast(pa.binary()).cast(pa.string())


def elements(lists: Any) -> tuple[Any, Any]:
    """Return of a column of lists the row that each element is of, and the elements."""
    import pyarrow.compute as pc

    whole = lists.combine_chunks()
    return pc.list_parent_indices(whole), whole.flatten()
