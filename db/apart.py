"""Parquet written by a process of its own, which ends with the file: pyarrow never gives back the 100 MB that it takes.

Rows go there and parts of the file come back, a row group at a time, in turns, so that neither side waits for a full pipe. Where
this process dies the other reads the end of its input and ends; where the other dies, or the file is left half read, the stream
breaks without its footer and no half file passes for a whole one.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from aggregator.core.errors import StoreError
from db import parquet
from db.columns import Column

ROOT = Path(__file__).resolve().parent.parent


def pieces(columns: Sequence[Column], batches: Iterable[Sequence[Any]], about: Mapping[str, str]) -> Iterator[bytes]:
    """Yield what `db.parquet.pieces` yields, written elsewhere; raise StoreError when that process dies."""
    child = subprocess.Popen(
        [sys.executable, "-m", "db.apart"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert child.stdin and child.stdout
    try:
        tell(child.stdin, (tuple(columns), dict(about)))
        for rows in parquet.grouped(batches, parquet.GROUP):
            tell(child.stdin, rows)
            yield pickle.load(child.stdout)
        tell(child.stdin, None)
        yield pickle.load(child.stdout)
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        raise StoreError("the process that writes Parquet died") from error
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def tell(pipe: IO[bytes], value: object) -> None:
    """Write one value whole."""
    pickle.dump(value, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def told(pipe: IO[bytes]) -> Iterator[Any]:
    """Yield the groups of rows until the end is told; raise EOFError where the other side is gone."""
    while (rows := pickle.load(pipe)) is not None:
        yield rows


def main() -> None:
    """Write one file for the process that started this one: its own pickles, over a pipe that nobody else holds."""
    columns, about = pickle.load(sys.stdin.buffer)
    try:
        for part in parquet.parts(columns, told(sys.stdin.buffer), about):
            tell(sys.stdout.buffer, part)
    except (EOFError, BrokenPipeError):
        sys.exit(1)


if __name__ == "__main__":
    main()
