"""Queries, pages and exports over a large database: `make bench-api`, or `python tests/benchmarks/bench_api.py ROWS [DATABASE]`.

Makes a store of ROWS realistic claims (skewed sources, places and dates, ten an event; default 200,000) unless DATABASE is
there already, serves it in a process of its own, and prints rates, latencies and memory. Everything stands beside something in
the same run: pages beside a server that says "hi" (waitress, and Flask on it), CSV beside SQLite alone (a Python loop that drops
the rows), Python's csv module, the sqlite3 shell, and Datasette's stream (where DATASETTE names its executable, which has an
environment of its own: `python -m venv V && V/bin/pip install datasette`).
"""

from __future__ import annotations

import csv
import http.client
import io
import json
import os
import random
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import which

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from seeded import DEFAULTS  # noqa: E402

from db.bulk import filling  # noqa: E402
from db.connect import reader  # noqa: E402

BATCH = 50_000
CLAIMS_OF_EVENT = 10

COUNTRIES = [f"{a}{b}{c}" for a in "ABCDE" for b in "QRST" for c in "XYZ"]
WORDS = "market shell strike village hospital bridge school road night monitor toll rescue wounded collapse flood quake".split()
QUESTIONS = (
    "country={country}&limit=100",
    "country={country}&outcome=killed&limit=100",
    "claimant=claimant_{claimant}&limit=100",
    "event=e{event}&limit=100",
    "date_from={day}&date_to={day}&limit=100",
    "q={word}+{country}&limit=100",
    "qualifier=at_least&min=60&limit=100",
)


def skewed(dice: random.Random, size: int) -> int:
    """An index from 0: the first are by far the most frequent."""
    return min(int(dice.paretovariate(1.1)) - 1, size - 1)


def day_of(dice: random.Random) -> str:
    """A day of ten years, later ones more frequent."""
    return f"20{26 - skewed(dice, 10):02}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"


def made(path: Path, rows: int) -> None:
    """Fill a new store as `backfill-load` fills one: columns straight from Arrow, indexes at the end."""
    dice = random.Random(63)
    documents = max(rows // 20, 1)
    with filling(path, lambda: datetime(2030, 5, 14, tzinfo=UTC), said=print) as bulk:
        with bulk.arrow() as add:
            numbers = range(documents)
            urls = [f"https://example.org/{n}" for n in numbers]
            put(add, "documents", {"id": [f"d{n}" for n in numbers], "origin": [f"o{n}" for n in numbers], "url": urls})
            for start in range(0, rows, BATCH):
                numbers = range(start, min(start + BATCH, rows))
                claims = [claim(dice, n, documents) for n in numbers]
                put(add, "claims", columns(claims))
                put(add, "attributions", columns([step for n, one in zip(numbers, claims, strict=True) for step in chain(n, one)]))
                firsts = claims[:: CLAIMS_OF_EVENT]
                put(add, "events", columns([event(dice, one) for one in firsts]))
                put(add, "relations", columns([conflict(one) for one in firsts if dice.random() < 0.3]))
                print(f"  {numbers.stop:,} claims", file=sys.stderr)
        bulk.run("DELETE FROM relations WHERE b NOT IN (SELECT id FROM claims)")


def put(add: Callable[..., None], table: str, varying: dict[str, list[object]]) -> None:
    """Add rows of a table; what they do not say is the same for all."""
    import pyarrow as pa

    same = {name: value for name, value in DEFAULTS.get(table, {}).items() if name not in varying}
    add(table, pa.table(varying), **same)


def columns(rows: list[dict[str, object]]) -> dict[str, list[object]]:
    """Rows as columns."""
    return {name: [row[name] for row in rows] for name in rows[0]}


def claim(dice: random.Random, n: int, documents: int) -> dict[str, object]:
    """What one claim says that others do not."""
    country, day = COUNTRIES[skewed(dice, len(COUNTRIES))], day_of(dice)
    claimant, low = skewed(dice, 3000), int(dice.paretovariate(0.7)) % 100_000
    words = " ".join(dice.choices(WORDS, k=14))
    sentence = f"At least {low} people were killed in {country} when {words}, claimant {claimant} said."
    is_open = dice.random() < 0.3
    return {
        "id": f"c{n}",
        "event": f"e{n // CLAIMS_OF_EVENT}",
        "document": f"d{n // 20 % documents}",
        "country": country,
        "window_start": day,
        "window_end": day,
        "as_of": f"{day}T12:00:00Z",
        "published": f"{day}T18:00:00Z",
        "claimant": f"claimant_{claimant}",
        "claimant_name": f"Claimant {claimant}",
        "sentence": sentence,
        "quote": sentence[:12],
        "start": 0,
        "end": 12,
        "low": low,
        "high": None if is_open else low,
        "best": low,
        "qualifier": "at_least" if is_open else "exact",
        "position": n,
        "outcome": dice.choice(("killed", "killed", "killed", "injured", "missing", "displaced")),
    }


def chain(n: int, said: dict[str, object]) -> list[dict[str, object]]:
    """The chain a claim came down: its claimant, and every third time an agency that passed it on."""
    told = {"claim": said["id"], "verb": "said", "stance": "asserts"}
    first = {**told, "position": 0, "role": "claimant", "name": said["claimant_name"], "source": said["claimant"]}
    relay = {**told, "position": 1, "role": "relay", "name": "Relay News", "source": "relay_news"}
    return [first, relay] if n % 3 == 0 else [first]


def event(dice: random.Random, first: dict[str, object]) -> dict[str, object]:
    """The event of a claim and the nine after it."""
    day = first["window_start"]
    header = {"id": first["event"], "country": first["country"], "first_day": day, "last_day": day, "killed_low": first["low"]}
    return {**header, "conflicts": dice.randint(0, 2)}


def conflict(first: dict[str, object]) -> dict[str, object]:
    """A conflict between a claim and the next."""
    other = f"c{int(str(first['id'])[1:]) + 1}"
    return {"id": f"r{first['id']}", "event": first["event"], "a": first["id"], "b": other, "type": "conflict", "gap": 2.0}


class Client:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes, str]:
        """Return status, body and ETag."""
        self.connection.request("GET", path, headers=headers or {})
        reply = self.connection.getresponse()
        return reply.status, reply.read(), reply.getheader("ETag", "")


def cpu(pid: int) -> float:
    """Return the seconds of processor time a process has had: on a shared machine they say more than a clock."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rate(call: Callable[[], object], pid: int, seconds: float = 4.0) -> str:
    """Return how many calls a second, by the clock and by the server's processor time."""
    count, start, used = 0, time.perf_counter(), cpu(pid)
    while (passed := time.perf_counter() - start) < seconds:
        call()
        count += 1
    return f"{count / passed:,.0f}/s by the clock, {count / max(cpu(pid) - used, 0.01):,.0f} a processor second"


HELLO = """
import sys
from flask import Flask
from api.server import bound
app = Flask("hello")
app.get("/")(lambda: "hi")
def bare(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"hi"]
server = bound(app if sys.argv[1] == "flask" else bare, "127.0.0.1", 0)
print(f"Serving :{server.effective_port}/", flush=True)
server.run()
"""


@contextmanager
def running(*command: str, **environment: str) -> Iterator[tuple[Client, int]]:
    """Start a server that says where it listens; give a client and its process id, and end it."""
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1", **environment}, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout
        port = int(re.search(r":(\d+)/", server.stdout.readline())[1])  # type: ignore[index]
        yield Client(port), server.pid
    finally:
        server.terminate()
        server.wait(15)


def shell(path: Path, columns: str) -> float:
    """Return the processor seconds that the sqlite3 shell needs for the same rows as CSV."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["sqlite3", "-readonly", "-csv", "-header", str(path), f"SELECT {columns}"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def datasette(path: Path, seconds: float = 10.0) -> float:
    """Return how many rows a processor second Datasette's stream of the claims gives, read for some seconds."""
    settings = ("max_csv_mb", "0", "max_returned_rows", "1000", "sql_time_limit_ms", "60000")
    flags = [part for n in range(0, len(settings), 2) for part in ("--setting", *settings[n : n + 2])]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [os.environ["DATASETTE"], "serve", "-i", str(path), "--port", str(port), *flags], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(60):
            time.sleep(0.5)
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", f"/{path.stem}/claims.csv?_stream=1&_size=max")
        reply, rows, used, start = connection.getresponse(), 0, cpu(server.pid), time.perf_counter()
        while (block := reply.read(1 << 16)) and time.perf_counter() - start < seconds:
            rows += block.count(b"\r\n")
        return rows / (cpu(server.pid) - used)
    finally:
        server.kill()
        server.wait(15)


def latencies(client: Client, events: int, times: int = 60) -> None:
    """Print the median and the 99th percentile of each kind of question."""
    dice = random.Random(7)
    for question in QUESTIONS:
        took = []
        for _ in range(times):
            filled = question.format(
                country=COUNTRIES[skewed(dice, len(COUNTRIES))],
                claimant=skewed(dice, 3000),
                event=dice.randrange(events),
                day=day_of(dice),
                word=dice.choice(WORDS),
            )
            start = time.perf_counter()
            status, _, _ = client.get(f"/api/v1/claims?{filled}")
            took.append(1000 * (time.perf_counter() - start))
            assert status in (200, 503), status
        print(f"  {question:48} median {statistics.median(took):7.1f} ms   p99 {sorted(took)[int(0.99 * len(took))]:7.1f} ms")


def memory(pid: int) -> tuple[int, int]:
    """Return resident and peak memory in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return tuple(int(re.search(rf"{name}:\s+(\d+)", status)[1]) // 1024 for name in ("VmRSS", "VmHWM"))  # type: ignore[index, return-value]


def exports(client: Client, path: Path, pid: int) -> None:
    """Print the rate of the CSV of every claim beside SQLite's own and Python's csv module's, over the same columns."""
    before = memory(pid)
    used = cpu(pid)
    status, body, _ = client.get("/api/v1/claims.csv")
    ours = cpu(pid) - used
    assert status == 200
    count = body.count(b"\r\n") - 1
    columns = (
        "c.*, d.title, d.url FROM claims c LEFT JOIN documents d ON d.id = c.document WHERE c.retired_at IS NULL ORDER BY c.seq"
    )
    start = time.process_time()
    for _ in reader(path).conn.execute(f"SELECT {columns}"):
        pass
    alone = time.process_time() - start
    start = time.process_time()
    file = io.StringIO()
    rows = csv.writer(file)
    for row in reader(path).conn.execute(f"SELECT {columns}"):
        rows.writerow(row)
        if file.tell() > 1 << 20:
            file.seek(0)
            file.truncate()
    python = time.process_time() - start
    print(f"  CSV over HTTP {count / ours:,.0f}; SQLite cursor alone {count / alone:,.0f}; Python csv {count / python:,.0f}")
    if which("sqlite3"):
        print(f"  the sqlite3 shell {count / shell(path, columns):,.0f}")
    if os.environ.get("DATASETTE"):
        print(f"  Datasette {datasette(path):,.0f}   (all: rows a processor second)")
    print(f"  {len(body) / 1e6:.0f} MB; process {before[0]} MB before, {memory(pid)[0]} MB after, peak {memory(pid)[1]} MB")


def main() -> None:
    """Make, serve, measure."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "bench.db"
        if not path.exists():
            start = time.perf_counter()
            made(path, rows)
            print(f"made {rows:,} claims in {time.perf_counter() - start:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
        for kind in ("bare", "flask"):
            with running(sys.executable, "-c", HELLO, kind) as (client, pid):
                say = rate(partial(client.get, "/"), pid)
                print(f"  hi ({kind})    {say}")
        start = time.perf_counter()
        with running(sys.executable, "-m", "aggregator", "serve", FIGURES_DB=str(path), PORT="0") as (client, pid):
            client.get("/api/v1/ready")
            print(f"ready in {time.perf_counter() - start:.2f} s, {memory(pid)[0]} MB")
            same = {"If-None-Match": client.get("/api/v1/claims?limit=100")[2]}
            print(f"  100-row page {rate(lambda: client.get('/api/v1/claims?limit=100'), pid)}")
            print(f"  304          {rate(lambda: client.get('/api/v1/claims?limit=100', same), pid)}")
            count = json.loads(client.get("/api/v1/facets?facet=outcome")[1]).get("count", "over its budget")
            print(f"  facets: {count}")
            latencies(client, rows // 10)
            exports(client, path, pid)


if __name__ == "__main__":
    main()
