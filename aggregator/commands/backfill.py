"""`backfill`: an archive of any size to Parquet, on this machine's cores or a Dask cluster, resumable."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import click

from aggregator.core.settings import POLICIES
from aggregator.core.settings import read as read_settings
from parsers.shards import HTML_READERS, SHARD_BYTES


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="INPUT...")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder for the Parquet files.")
@click.option("--processes", type=click.IntRange(1, 256), default=1, show_default=True, help="How many cores of this machine.")
@click.option("--dask", "address", metavar="ADDRESS", help="A Dask scheduler to use instead, like tcp://host:8786.")
@click.option("--html", type=click.Choice(HTML_READERS), default=HTML_READERS[0], show_default=True, help="Who reads pages.")
@click.option("--language", "languages", multiple=True, default=("en",), show_default=True, help="Kept languages; '' keeps all.")
@click.option("--policy", type=click.Choice(POLICIES), help="How vague words become bounds [default: FIGURES_POLICY].")
@click.option("--shard-bytes", type=click.IntRange(1000), default=SHARD_BYTES, show_default=True, help="Largest piece of a file.")
def backfill(
    inputs: tuple[Path, ...],
    out: Path,
    processes: int,
    address: str | None,
    html: str,
    languages: tuple[str, ...],
    policy: str | None,
    shard_bytes: int,
) -> None:
    """Read archives (JSON Lines, Parquet, WARC; files or folders) into Parquet files of documents and claims.

    Needs requirements-scale.txt. Run it again to go on where it was stopped: shards that are done are not read twice.
    """
    from aggregator.backfill import Options, run_dask, run_local
    from parsers.shards import plan

    options = Options(policy=policy or read_settings().policy, html=html, languages=tuple(x for x in languages if x))
    shards = plan(inputs, shard_bytes=shard_bytes)
    began, counts, reused = time.monotonic(), Counter[str](), 0
    reports = run_dask(shards, out, options, address) if address else run_local(shards, out, options, processes)
    with click.progressbar(reports, length=len(shards), label=f"{len(shards)} shards") as bar:
        for report in bar:
            counts.update(report.counts)
            reused += report.reused
    seconds = time.monotonic() - began
    read = sum(n for name, n in counts.items() if name != "claims")
    click.echo(
        f"{read:,} documents read, {counts['documents']:,} kept, {counts['claims']:,} claims; {reused} shards were done before"
    )
    for name, number in sorted(counts.items()):
        if name.startswith("skipped"):
            click.echo(f"  {name}: {number:,}")
    click.echo(f"{seconds:.1f} s, {read / max(seconds, 0.001):,.0f} documents/s")
