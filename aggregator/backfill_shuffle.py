"""Tables cut into numbered parts, on files: what one task wrote for part n, another task reads for part n from all of them.

A file is Arrow's own (IPC), one record batch a part, moved to its place whole; an engine's own shuffle would hold it in memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any


def write_parts(path: Path, table: Any, part_of: Any, parts: int) -> None:
    """Write the rows of `table`, each into the part that `part_of` (numbers from 0 to `parts` - 1) gives; order is kept."""
    import numpy as np
    import pyarrow as pa

    order = np.argsort(part_of, kind="stable")
    ends = np.searchsorted(np.asarray(part_of)[order], np.arange(1, parts + 1))
    rows = table.take(pa.array(order)).combine_chunks()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.OSFile(str(unfinished), "wb") as file, pa.ipc.new_file(file, table.schema, options=options) as writer:
        start = 0
        for end in ends.tolist():
            batches = rows.slice(start, end - start).to_batches() or [_empty(table.schema)]
            writer.write_batch(batches[0])
            start = end
    unfinished.replace(path)


def _empty(schema: Any) -> Any:
    import pyarrow as pa

    return pa.RecordBatch.from_pylist([], schema=schema)


def read_part(paths: Iterable[Path], part: int) -> Any:
    """Return part `part` of all these files as one table, in the order of `paths`."""
    import pyarrow as pa

    batches = []
    for path in paths:
        with pa.OSFile(str(path), "rb") as file:
            batches.append(pa.ipc.open_file(file).get_batch(part))
    return pa.Table.from_batches(batches)


def write_array(path: Path, array: Any) -> None:
    """Write a numpy array whole; `read_array` maps it into memory, so that many processes of a machine share one copy."""
    import numpy as np

    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        np.save(file, array)
    unfinished.replace(path)


def read_array(path: Path) -> Any:
    """Return the array that `write_array` wrote."""
    import numpy as np

    array = np.load(path, mmap_mode="r")
    return array if len(array) else np.asarray(array)


def write_table(path: Path, rows: Sequence[Mapping[str, Any]], schema: Any) -> None:
    """Write rows as one Parquet file, whole."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), unfinished, compression="zstd")
    unfinished.replace(path)
