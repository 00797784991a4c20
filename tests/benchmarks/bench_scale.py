"""`make bench-scale`: the archive's stages on one and two processes and a Dask cluster of two workers, and what a kill costs.

    python tests/benchmarks/bench_scale.py [--documents 3000] [--kills/--no-kills]

The archive is made up (tests/incidents.py): short reports, each with two or three claims, which is the dearest kind. Each run is
a process of its own; CPU seconds and peak memory are those of it and its workers. On a shared machine compare CPU, not wall.
Fails when two ways of running do not give the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
SHARDS = 16


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "aggregator", *map(str, words)]


def begin(words: list[str]) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(words, cwd=ROOT, env=ENVIRONMENT, stdout=quiet, stderr=quiet, start_new_session=True)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with its workers, at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def measured(words: list[str]) -> tuple[float, float, float]:
    """Run a command; return wall seconds, CPU seconds and the peak memory of its largest process in MB."""
    began, process = time.monotonic(), begin(words)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise click.ClickException(f"{' '.join(words)} ended with {process.returncode}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def sums(out: Path) -> str:
    """Return one hash over every Parquet file of a folder."""
    whole = hashlib.sha256()
    for path in sorted(out.rglob("*.parquet")):
        whole.update(str(path.relative_to(out)).encode() + path.read_bytes())
    return whole.hexdigest()


class Cluster:
    """A Dask scheduler and two workers of one thread each, on this machine."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        dask = [sys.executable, "-m", "dask"]
        self.scheduler = begin([*dask, "scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard"])
        self.workers = [
            begin([*dask, "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard"]) for _ in range(2)
        ]
        for _ in range(150):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    break
            time.sleep(0.2)
        time.sleep(3)  # the workers join

    def spent(self) -> float:
        """Return the CPU seconds of the scheduler and the workers so far."""
        import psutil  # comes with distributed

        roots = [psutil.Process(process.pid) for process in (*self.workers, self.scheduler)]
        times = [each.cpu_times() for root in roots for each in (root, *root.children(recursive=True))]
        return sum(time.user + time.system for time in times)

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            end(process)


@contextmanager
def cluster() -> Iterator[Cluster]:
    made = Cluster()
    try:
        yield made
    finally:
        made.stop()


def killed(source: Path, out: Path, engine: list[str], kill: Callable[[subprocess.Popen[bytes]], None], size: int) -> int:
    """Start a run, kill something when a quarter is done, let it end or end it; return how many shards were done by then."""
    run = begin(command("backfill", source, "--out", out, "--language", "", "--shard-bytes", size, *engine))
    while len(list((out / "done").glob("*.json"))) < SHARDS // 4 and run.poll() is None:
        time.sleep(0.02)
    done = len(list((out / "done").glob("*.json")))
    kill(run)
    try:
        run.wait(60)
    except subprocess.TimeoutExpired:
        end(run)
    return done


@click.command()
@click.option("--documents", "count", default=3000, show_default=True)
@click.option("--kills/--no-kills", default=True, show_default=True)
def main(count: int, kills: bool) -> None:
    """Measure and compare."""
    from tests.incidents import documents, write

    home = Path(tempfile.mkdtemp(prefix="scale-"))
    source = write(home / "in.jsonl", documents(count))
    size = source.stat().st_size // SHARDS + 1
    try:
        with cluster() as dask:
            engines = {
                "1 process": ["--processes", 1],
                "2 processes": ["--processes", 2],
                "dask, 2 workers": ["--dask", dask.address],
            }
            every = {name: list(map(str, words)) for name, words in engines.items()}
            expected = speeds(home, source, size, count, every, dask.spent)
            if kills:
                fates(home, source, size, dask, expected)
    finally:
        shutil.rmtree(home)


def speeds(home: Path, source: Path, size: int, count: int, engines: dict[str, list[str]], elsewhere: Callable[[], float]) -> str:
    """Print each stage on each engine, with the CPU seconds spent in its cluster; return the hash of what stage one gives."""
    click.echo(f"{count:,} documents\n{'stage':8}{'engine':18}{'wall s':>8}{'cpu s':>8}{'docs/s':>8}{'peak MB':>9}")
    read, grouped = set(), set()
    for name, engine in engines.items():
        out = home / name.replace(" ", "")
        steps = {"read": command("backfill", source, "--out", out, "--language", "", "--shard-bytes", size, *engine)}
        steps["group"] = command("backfill-group", out, *engine)
        if len(read) == 0:
            steps["load"] = command("backfill-load", out, "--db", home / "figures.db")
        for stage, words in steps.items():
            before = elsewhere()
            wall, cpu, peak = measured(words)
            cpu += elsewhere() - before
            click.echo(f"{stage:8}{name:18}{wall:8.1f}{cpu:8.1f}{count / wall:8.0f}{peak:9.0f}")
            if stage == "read":
                read.add(sums(out))
        grouped.add(sums(out))
    if len(read) > 1 or len(grouped) > 1:
        raise click.ClickException("the engines do not give the same bytes")
    click.echo("the same bytes from every engine")
    return read.pop()


def fates(home: Path, source: Path, size: int, dask: Cluster, expected: str) -> None:
    """Kill each part in mid-run, go on, and compare the bytes."""
    ways: dict[str, tuple[list[str], Callable[[subprocess.Popen[bytes]], None]]] = {
        "local client": (["--processes", "2"], end),
        "dask worker": (["--dask", dask.address], lambda _: end(dask.workers[0])),
        "dask client": (["--dask", dask.address], end),
        "dask scheduler": (["--dask", dask.address], lambda _: end(dask.scheduler)),
    }
    for name, (engine, kill) in ways.items():
        out = home / name.replace(" ", "-")
        began = time.monotonic()
        done = killed(source, out, engine, kill, size)
        dask.stop()
        dask.start()
        left = SHARDS - len(list((out / "done").glob("*.json")))
        measured(command("backfill", source, "--out", out, "--language", "", "--shard-bytes", size, *engine))
        same = sums(out) == expected
        click.echo(
            f"kill -9 {name:15} at {done}/{SHARDS} shards, {left} left to the rerun, "
            f"{'same bytes' if same else 'OTHER BYTES'}, {time.monotonic() - began:.0f} s"
        )
        if not same:
            raise click.ClickException(f"{name}: other bytes")


if __name__ == "__main__":
    main()
