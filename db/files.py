"""Rows as a file of one kind, in parts: CSV, JSON lines, Parquet. The service, `export` and the snapshots write with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from db import apart, parquet
from db.columns import Column
from db.shapes import Shape, header

SHAPES = {"csv": Shape.CSV, "ndjson": Shape.JSON, "parquet": Shape.CELLS}
ENDS = {"csv": "\r\n", "ndjson": "\n"}


def written(
    columns: Sequence[Column],
    kind: str,
    batches: Iterable[Sequence[Any]],
    about: Mapping[str, str],
    *,
    lasting: bool = False,
) -> Iterator[bytes]:
    """Yield rows, in the shape of this kind, as the parts of a file; Parquet has a place for what is said `about` the data.

    A `lasting` process has Parquet written by one that does not last.
    """
    if kind == "parquet":
        yield from (apart if lasting else parquet).pieces(columns, batches, about)
        return
    end = ENDS[kind]
    if kind == "csv":
        yield (header(columns) + end).encode()
    for batch in batches:
        if batch:
            yield (end.join(batch) + end).encode()
