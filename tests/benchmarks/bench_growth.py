"""How an archive's stages grow: the same kind of archive at ten, a hundred, a thousand times the size.

    python tests/benchmarks/bench_growth.py [--sizes 1000,10000,100000] [--home FOLDER] [--stage read,group,load]

One document in ten is a short report of two or three claims (tests/incidents.py, 2,000 for every year told of: a longer archive
is one of more years, not of more incidents a day); in the others nobody is harmed. A stage runs as a process of its own on one
worker; CPU seconds and the peak memory of its largest process are those of it and its workers. With `--home` the archive and what
came of it are kept, and a stage that is done there is not done again.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

REPORTS_A_YEAR = 2_000
QUIET = 9  # articles to a report
FIRST_YEAR = 1975
SHARD_BYTES = 8_000_000


def archive(count: int) -> Iterator[dict[str, str]]:
    """Yield the documents, year after year; a smaller archive is the beginning of a larger one."""
    from tests.benchmarks.texts import FILLER
    from tests.incidents import OUTLETS, documents, name

    for year in range(-(-count // (REPORTS_A_YEAR * (1 + QUIET)))):
        chance = random.Random(year)
        for n, report in enumerate(documents(REPORTS_A_YEAR, seed=year)):
            when = str(FIRST_YEAR + year) + report["published"][4:]
            yield report | {"id": f"{year}-{n}", "published": when}
            for m in range(QUIET):
                text = f"A morning in {name(chance)}. " + " ".join(chance.sample(FILLER, len(FILLER)))
                yield {"id": f"{year}-{n}-{m}", "text": text, "published": when, "publisher": chance.choice(OUTLETS)}


def stages(home: Path, count: int) -> dict[str, tuple[Path, list[str]]]:
    """Return each stage's command, and the file that is there when it is done."""
    from tests.benchmarks.bench_scale import command

    out, database = home / f"out-{count}", home / f"{count}.db"
    source = home / f"in-{count}.jsonl"
    return {
        "read": (out / "report.json", command("backfill", source, "--out", out, "--language", "", "--shard-bytes", SHARD_BYTES)),
        "group": (out / "group.json", command("backfill-group", out)),
        "load": (database, command("backfill-load", out, "--db", database)),
    }


def measure(home: Path, count: int, wanted: list[str], before: dict[str, tuple[int, float]]) -> None:
    """Run the wanted stages over an archive of this size and print a line each, with the ratio to the size before."""
    from tests.benchmarks.bench_scale import measured

    source = home / f"in-{count}.jsonl"
    if not source.exists():
        with source.open("w") as file:
            file.writelines(json.dumps(row) + "\n" for row in islice(archive(count), count))
    for stage, (done, words) in stages(home, count).items():
        if stage not in wanted or done.exists():
            continue
        wall, cpu, peak = measured(words)
        size, earlier = before.get(stage, (0, 0.0))
        ratio = f"{cpu / earlier:8.1f}" if size * 10 == count else ""
        click.echo(f"{count:>10,} {stage:6}{wall:9.1f}{cpu:9.1f}{count / cpu:9.0f}{peak:9.0f}{ratio}")
        before[stage] = (count, cpu)


@click.command()
@click.option("--sizes", default="1000,10000,100000", show_default=True)
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Keep everything here.")
@click.option("--stage", "wanted", default="read,group,load", show_default=True)
def main(sizes: str, home: Path | None, wanted: str) -> None:
    """Measure growth."""
    folder = home or Path(tempfile.mkdtemp(prefix="growth-"))
    folder.mkdir(parents=True, exist_ok=True)
    before: dict[str, tuple[int, float]] = {}
    click.echo(f"{'documents':>10} {'stage':6}{'wall s':>9}{'cpu s':>9}{'docs/s':>9}{'peak MB':>9}{'times':>8}")
    try:
        for count in map(int, sizes.split(",")):
            measure(folder, count, wanted.split(","), before)
    finally:
        if home is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
