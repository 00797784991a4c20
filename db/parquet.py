"""Rows as Parquet, one row group after another: a file of any length takes the memory of one group. The door to pyarrow here.

Types say more than CSV can: days are days, moments are moments in UTC, lists are lists, the attribution chain is a list of steps.
Each column carries its meaning as field metadata. The same rows and the same pyarrow give the same bytes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from db.columns import Column, Type

GROUP = 5_000
STEP = ("role", "name", "source", "verb", "stance")
FORMS: Mapping[Type, str] = {
    Type.INTEGER: "int64",
    Type.NUMBER: "double",
    Type.BOOLEAN: "bool",
    Type.DAY: "date32",
    Type.MOMENT: "timestamp[ms, UTC]",
    Type.LIST: "list<string>",
    Type.CHAIN: f"list<struct<{', '.join(STEP)}: string>>",
}


def form(column: Column) -> str:
    """Return what a column is in Parquet, in Arrow's words; text unless its type says otherwise."""
    return FORMS.get(column.type, "string")


class Sink(io.RawIOBase):
    """Takes what a writer writes, and gives it away."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.size

    def write(self, data: Any) -> int:
        self.kept.append(bytes(data))
        self.size += len(self.kept[-1])
        return len(self.kept[-1])

    def drained(self) -> bytes:
        """Return what was written since the last call."""
        found = b"".join(self.kept)
        self.kept.clear()
        return found


def pieces(columns: Sequence[Column], batches: Iterable[Sequence[Any]], about: Mapping[str, str]) -> Iterator[bytes]:
    """Yield rows (in cells) as the parts of one Parquet file; `about` goes into its metadata."""
    return parts(columns, grouped(batches, GROUP), about)


def parts(columns: Sequence[Column], groups: Iterable[Sequence[Any]], about: Mapping[str, str]) -> Iterator[bytes]:
    """Yield each row group as soon as it is given, and the footer.

    Without its last part, the footer, the file is no Parquet: one that broke off midway never passes for a whole one.
    """
    import pyarrow.parquet as pq

    sink, schema = Sink(), arrow_schema(columns, about)
    writer = pq.ParquetWriter(sink, schema, compression="zstd")
    for rows in groups:
        writer.write_batch(batch(columns, schema, rows))
        yield sink.drained()
    writer.close()
    yield sink.drained()


def grouped(batches: Iterable[Sequence[Any]], size: int) -> Iterator[list[Any]]:
    """Yield the rows of small batches in groups of `size`, the last one shorter."""
    held: list[Any] = []
    for rows in batches:
        held.extend(rows)
        while len(held) >= size:
            yield held[:size]
            held = held[size:]
    if held:
        yield held


def arrow_schema(columns: Sequence[Column], about: Mapping[str, str]) -> Any:
    """Return the Arrow schema of these columns, their meanings with them."""
    import pyarrow as pa

    types = arrow_types()
    fields = [pa.field(c.name, types.get(c.type, pa.string()), metadata={"description": c.doc}) for c in columns]
    return pa.schema(fields, metadata=dict(about))


def arrow_types() -> dict[Type, Any]:
    """Return the Arrow types that are not text, as FORMS names them."""
    import pyarrow as pa

    return {
        Type.INTEGER: pa.int64(),
        Type.NUMBER: pa.float64(),
        Type.BOOLEAN: pa.bool_(),
        Type.DAY: pa.date32(),
        Type.MOMENT: pa.timestamp("ms", tz="UTC"),
        Type.LIST: pa.list_(pa.string()),
        Type.CHAIN: pa.list_(pa.struct([pa.field(name, pa.string()) for name in STEP])),
    }


def batch(columns: Sequence[Column], schema: Any, rows: Sequence[Sequence[Any]]) -> Any:
    """Return rows of cells, as SQLite gives them, as one Arrow record batch."""
    import pyarrow as pa

    arrays = [
        array(column, values, field.type) for column, values, field in zip(columns, zip(*rows, strict=True), schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def array(column: Column, values: Sequence[Any], kind: Any) -> Any:
    """Return one column's cells as an Arrow array: flags from 0 and 1, days, moments and lists from their text."""
    import pyarrow as pa

    match column.type:
        case Type.BOOLEAN:
            return pa.array([None if value is None else bool(value) for value in values], kind)
        case Type.DAY | Type.MOMENT:
            return pa.array(values, pa.string()).cast(kind)
        case Type.LIST | Type.CHAIN:
            return pa.array([json.loads(value) if value else [] for value in values], kind)
        case _:
            return pa.array(values, kind)
