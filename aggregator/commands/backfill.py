"""`backfill`: an archive of any size to Parquet, on this machine or a Dask cluster, resumable; then events; then a store."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from aggregator.core.settings import POLICIES
from aggregator.core.settings import read as read_settings
from parsers.shards import HTML_READERS, SHARD_BYTES

Some = TypeVar("Some")
NOT_READ = ("claims", "reports", "near_copies")  # counts that are no documents


def engine(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where the work is done."""
    dask = click.option("--dask", "address", metavar="ADDRESS", help="A Dask scheduler to use instead, like tcp://host:8786.")
    cores = click.option("--processes", type=click.IntRange(1, 256), default=1, show_default=True, help="Cores of this machine.")
    return cores(dask(command))


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="INPUT...")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder for the Parquet files.")
@engine
@click.option("--html", type=click.Choice(HTML_READERS), default=HTML_READERS[0], show_default=True, help="Who reads pages.")
@click.option("--language", "languages", multiple=True, default=("en",), show_default=True, help="Kept languages; '' keeps all.")
@click.option("--policy", type=click.Choice(POLICIES), help="How vague words become bounds [default: FIGURES_POLICY].")
@click.option("--shard-bytes", type=click.IntRange(1000), default=SHARD_BYTES, show_default=True, help="Largest piece of a file.")
@click.option("--texts/--no-texts", default=True, show_default=True, help="Keep the texts, which a served document shows.")
def backfill(
    inputs: tuple[Path, ...],
    out: Path,
    processes: int,
    address: str | None,
    html: str,
    languages: tuple[str, ...],
    policy: str | None,
    shard_bytes: int,
    texts: bool,
) -> None:
    """Read archives (JSON Lines, Parquet, WARC; files or folders) into Parquet files of documents, claims and reports.

    Needs requirements-scale.txt. Run it again to go on where it was stopped: shards that are done are not read twice. What came
    of it is in OUT/report.json.
    """
    from aggregator.backfill import Options, run_dask, run_local
    from parsers.shards import plan

    kept = tuple(x for x in languages if x)
    options = Options(policy=policy or read_settings().policy, html=html, languages=kept, texts=texts)
    shards = plan(inputs, shard_bytes=shard_bytes)
    began, counts, fresh, reused = time.monotonic(), Counter[str](), Counter[str](), 0
    reports = run_dask(shards, out, options, address) if address else run_local(shards, out, options, processes)
    for report in progress(reports, len(shards), lambda: fresh.total() / max(time.monotonic() - began, 0.001)):
        counts.update(report.counts)
        reused += report.reused
        fresh["read"] += 0 if report.reused else _read(report.counts)
    seconds = time.monotonic() - began
    rate, read = fresh.total() / max(seconds, 0.001), _read(counts)
    click.echo(
        f"{read:,} documents read, {counts['documents']:,} kept, {counts['claims']:,} claims; {reused} shards were done before"
    )
    for name, number in sorted(counts.items()):
        if name.startswith("skipped"):
            click.echo(f"  {name}: {number:,}")
    click.echo(f"{seconds:.1f} s, {rate:,.0f} documents/s")
    said = {"shards": len(shards), "done_before": reused, "read": read, "counts": dict(sorted(counts.items()))}
    _report(out / "report.json", said | {"seconds": round(seconds, 3), "documents_a_second": round(rate, 1)})


@click.command("backfill-group")
@click.argument("out", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="OUT")
@engine
def backfill_group(out: Path, processes: int, address: str | None) -> None:
    """Group what `backfill` wrote to OUT into events, with ranges and relations: OUT/{events,estimates,relations}.

    The events are those that one machine would make of the same documents. Resumable like `backfill`.
    """
    from aggregator.backfill_group import group_archive

    began = time.monotonic()
    counts = group_archive(out, processes=processes, address=address, say=lambda stage: click.echo(f"  {stage}"))
    seconds = time.monotonic() - began
    click.echo(f"{counts['reports']:,} reports, {counts['events']:,} events; {seconds:.1f} s")
    _report(out / "group.json", {"counts": counts, "seconds": round(seconds, 3)})


@click.command("backfill-load")
@click.argument("out", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="OUT")
@click.option("--db", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The database to make; a new file.")
def backfill_load(out: Path, db: Path) -> None:
    """Load what `backfill` and `backfill-group` wrote to OUT into a new database, which `serve` serves as it is."""
    from aggregator.backfill_load import load

    began = time.monotonic()
    counts = load(out, db, clock=lambda: datetime.now(UTC), say=lambda stage: click.echo(f"  {stage}"))
    seconds = time.monotonic() - began
    click.echo(", ".join(f"{number:,} {kind}" for kind, number in counts.items()))
    click.echo(f"{seconds:.1f} s, {counts.get('claims', 0) / max(seconds, 0.001):,.0f} claims/s")


def progress(items: Iterable[Some], length: int, rate: Callable[[], float]) -> Iterator[Some]:
    """Yield the shards while a bar shows how many are done, how many documents a second, and when to expect the end."""
    say: Callable[[object], str] = lambda item: f"{rate():,.0f} documents/s" if item else ""  # noqa: E731
    with click.progressbar(items, length=length, label=f"{length} shards", item_show_func=say) as bar:
        yield from bar


def _read(counts: Mapping[str, int]) -> int:
    return sum(n for name, n in counts.items() if name not in NOT_READ)


def _report(path: Path, said: Mapping[str, object]) -> None:
    from aggregator.backfill_files import write_whole

    write_whole(path, (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode())
