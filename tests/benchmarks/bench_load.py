"""Where a bulk load's time goes: CPU microseconds a claim of each step, by the thread that does it, and rows of each table.

    python tests/benchmarks/bench_load.py OUT

OUT is what `backfill` and `backfill-group` wrote. The four threads of a load work at the same time: on enough free cores its
wall time is that of the longest, then that of the end. A second load, into another file, leaves out what comes after the rows
(indexes, one file of two, references, change feed), for the wall time of the rows alone.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

Spent = defaultdict[str, float]


@contextmanager
def added(spent: Spent, step: str) -> Iterator[None]:
    """Add what this thread computes in the block to a step."""
    began = time.thread_time()
    try:
        yield
    finally:
        spent[step] += time.thread_time() - began


def watched(spent: Spent, rows: defaultdict[str, int]) -> None:
    """Have the parts of a load say what they take."""
    from aggregator import backfill_links, backfill_load
    from db import kept
    from db.bulk import Bulk

    def whose(bulk: Bulk) -> str:
        return "links" if bulk.path.name.endswith("links") else "documents and claims"

    def timed(name: Callable[[Bulk, str], str], method: Any) -> Any:
        def run(self: Bulk, sql: str, *rest: Any) -> Any:
            with added(spent, name(self, sql)):
                return method(self, sql, *rest)

        return run

    def step(bulk: Bulk, sql: str) -> str:
        first = sql.split("(")[0]
        if "claims_fts" in sql and "INSERT" in first:
            return f"{whose(bulk)}: search index"
        if first.startswith("CREATE"):
            return f"{whose(bulk)}: indexes"
        if "other." in sql:
            return "end: links copied"
        if "INSERT INTO changes" in sql:
            return "end: change feed begun"
        return "end: references checked" if "foreign_key" in sql else f"{whose(bulk)}: other statements"

    def tallied(run: Callable[..., Any]) -> None:
        with added(spent, "documents and claims: claims of each kind counted"):
            tally(run)

    arrow, tally = Bulk.arrow, kept.tally

    @contextmanager
    def binding(self: Bulk) -> Iterator[Callable[..., None]]:
        with arrow(self) as add:

            def count(table: str, found: Any, **same: str) -> None:
                rows[table] += found.num_rows
                with added(spent, f"{whose(self)}: rows bound"):
                    add(table, found, **same)

            yield count

    def prepared(name: str, made: Callable[[Any], Iterator[Any]]) -> Callable[[Any], Iterator[Any]]:
        def coming(whole: Any) -> Iterator[Any]:
            rows = made(whole)
            while True:
                with added(spent, f"{name}: rows prepared"):
                    item = next(rows, None)
                if item is None:
                    return
                yield item

        return coming

    patched: Any = Bulk
    patched.run, patched.ask, patched.arrow = timed(step, Bulk.run), timed(step, Bulk.ask), binding
    kept.tally = tallied
    backfill_load._rows = prepared("documents and claims", backfill_load._rows)
    backfill_links._rows = prepared("links", backfill_links._rows)


def rows_alone(out: Path, path: Path) -> tuple[float, float]:
    """Load the rows and nothing else; return the wall and the CPU seconds from the first one read to the last one written."""
    from aggregator import backfill_load
    from db.bulk import Bulk

    said: dict[object, tuple[float, float]] = {}
    patched: Any = Bulk
    patched.index = patched.take = patched.finish = lambda *_: None

    def say(what: object) -> None:
        said[what] = time.perf_counter(), time.process_time()

    backfill_load.load(out, path, clock=lambda: datetime.now(UTC), say=say)
    (wall, cpu), (wall_then, cpu_then) = said["rows and indexes"], said["one file of two"]
    return wall_then - wall, cpu_then - cpu


def line(what: str, claims: int, cpu: float, wall: float) -> str:
    """Return one line of a load's costs."""
    return f"{cpu / claims * 1e6:8.2f} us a claim, {cpu:.1f} CPU s, {wall:.1f} s: {claims / wall:,.0f} claims/s  {what}"


@click.command()
@click.argument("out", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(out: Path) -> None:
    """Measure one load, and one of the rows alone."""
    for outside in ("adbc_driver_sqlite.dbapi", "pyarrow.parquet", "sqlite_utils"):
        import_module(outside)  # start-up is no load
    from aggregator.backfill_load import load

    spent: Spent = defaultdict(float)
    rows: defaultdict[str, int] = defaultdict(int)
    watched(spent, rows)
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        claims = load(out, Path(folder) / "figures.db", clock=lambda: datetime.now(UTC), say=str)["claims"]
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        for name, seconds in sorted(spent.items()):
            click.echo(f"{seconds / claims * 1e6:8.2f} us a claim  {name}")
        rest = (cpu - sum(spent.values())) / claims * 1e6
        click.echo(f"{rest:8.2f} us a claim  the rest: what is known of the whole, two schemas made")
        click.echo(", ".join(f"{number:,} {table}" for table, number in rows.items()))
        click.echo(line("everything", claims, cpu, wall))
        alone, cpu_alone = rows_alone(out, Path(folder) / "rows.db")
    click.echo(line("rows alone, nothing indexed, checked or put together", claims, cpu_alone, alone))


if __name__ == "__main__":
    main()
