"""Queries, pages and exports over a large database: `make bench-api`, or `python tests/benchmarks/bench_api.py ROWS [DATABASE]`.

Makes a store of ROWS realistic claims (skewed sources, places and dates, ten an event; default 200,000) unless DATABASE is
there already, serves it in a process of its own, and prints rates, latencies and memory. Everything stands beside something in
the same run: pages beside a server that says "hi" (waitress, and Flask on it), CSV beside SQLite alone (a Python loop that drops
the rows), Python's csv module, the sqlite3 shell, and Datasette's stream (where DATASETTE names its executable, which has an
environment of its own, made by `make bench-api`). The shell writes CSV twice: of the stored columns, and of the columns that the
export has, joined alike, but as they are: no guard against formulas, no list or flag in words.
"""

from __future__ import annotations

import csv
import http.client
import io
import itertools
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
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from seeded import DEFAULTS  # noqa: E402

from db.bulk import filling  # noqa: E402
from db.connect import reader, transaction, writer  # noqa: E402
from db.kept import DISPUTED, WRITTEN  # noqa: E402
from db.nouns import CLAIMS  # noqa: E402

CONNECTIONS = 4
BATCH = 50_000
TABLES = "FROM claims c LEFT JOIN documents d ON d.id = c.document WHERE c.retired_at IS NULL ORDER BY c.seq"
STORED = f"c.*, d.title, d.url {TABLES}"
PLAINLY = {"attribution": "c.chain_text", "flags": "c.flags"}  # what the shell, being older, could not work out
CELLS = ", ".join(PLAINLY.get(c.name, c.sql).format(event="c.event", retired="c.retired_at") for c in CLAIMS.columns)
SAME = f"{CELLS} {TABLES}"
CLAIMS_OF_EVENT = 10

COUNTRIES = [f"{a}{b}{c}" for a in "ABCDE" for b in "QRST" for c in "XYZ"]
WORDS = "market shell strike village hospital bridge school road night monitor toll rescue wounded collapse flood quake".split()
QUESTIONS = (
    "claims?country={country}&limit=100",
    "claims?country={country}&outcome=killed&limit=100",
    "claims?claimant=claimant_{claimant}&limit=100",
    "claims?event=e{event:09}&limit=100",
    "claims?date_from={day}&date_to={day}&limit=100",
    "claims?q={word}+{country}&limit=100",
    "claims?qualifier=at_least&min=60&limit=100",
    "facets",
    "facets?country={country}",
    "facets?of=events",
    "facets?of=events&country={country}&outcome=killed",
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
    with filling(path, lambda: datetime(2030, 5, 14, tzinfo=UTC)) as (bulk, beside):
        with bulk.arrow() as add, beside.arrow() as link:
            ids = [f"d{n:09}" for n in range(documents)]
            put(add, "documents", {"id": ids, "origin": ids, "url": [f"https://example.org/{name}" for name in ids]})
            for start in range(0, rows, BATCH):
                numbers = range(start, min(start + BATCH, rows))
                claims = [claim(dice, n, documents) for n in numbers]
                firsts = [one for one in claims[::CLAIMS_OF_EVENT] if one["position"] != rows - 1]
                put(add, "claims", columns(claims))
                put(link, "attributions", columns([step for one in claims for step in chain(one)]))
                put(link, "events", columns([event(dice, one) for one in claims[::CLAIMS_OF_EVENT]]))
                put(link, "relations", columns([conflict(one) for one in firsts if dice.random() < 0.3]))
                print(f"  {numbers.stop:,} claims", file=sys.stderr)
        bulk.index()
        beside.index()
    with closing(writer(path)) as database, transaction(database):
        for kept in (WRITTEN, DISPUTED):
            database.conn.execute(kept)


def put(add: Callable[..., None], table: str, varying: dict[str, list[object]], **same: str) -> None:
    """Add rows of a table; what they do not say is the same for all."""
    import pyarrow as pa

    usual = {name: value for name, value in DEFAULTS.get(table, {}).items() if name not in varying}
    if varying:
        add(table, pa.table(varying), **usual, **same)


def columns(rows: list[dict[str, object]]) -> dict[str, list[object]]:
    """Rows as columns."""
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def claim(dice: random.Random, n: int, documents: int) -> dict[str, object]:
    """What one claim says that others do not."""
    country, day = COUNTRIES[skewed(dice, len(COUNTRIES))], day_of(dice)
    claimant, low = skewed(dice, 3000), int(dice.paretovariate(0.7)) % 100_000
    words = " ".join(dice.choices(WORDS, k=14))
    sentence = f"At least {low} people were killed in {country} when {words}, claimant {claimant} said."
    is_open = dice.random() < 0.3
    return {
        "id": f"c{n:09}",
        "event": f"e{n // CLAIMS_OF_EVENT:09}",
        "document": f"d{n // 20 % documents:09}",
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


def chain(said: dict[str, Any]) -> list[dict[str, object]]:
    """The chain a claim came down: its claimant, and every third time an agency that passed it on."""
    told = {"claim": said["id"], "verb": "said", "stance": "asserts"}
    first = {**told, "position": 0, "role": "claimant", "name": said["claimant_name"], "source": said["claimant"]}
    relay = {**told, "position": 1, "role": "relay", "name": "Relay News", "source": "relay_news"}
    return [first, relay] if said["position"] % 3 == 0 else [first]


def event(dice: random.Random, first: dict[str, object]) -> dict[str, object]:
    """The event of a claim and the nine after it."""
    day = first["window_start"]
    header = {"id": first["event"], "country": first["country"], "first_day": day, "last_day": day, "killed_low": first["low"]}
    return {**header, "conflicts": dice.randint(0, 2)}


def conflict(first: dict[str, object]) -> dict[str, object]:
    """A conflict between a claim and the next."""
    other = f"c{int(str(first['id'])[1:]) + 1:09}"
    return {"id": f"r{first['id']}", "event": first["event"], "a": first["id"], "b": other, "type": "conflict", "gap": 2.0}


class Client:
    """One kept connection, over a bare socket: Python's own HTTP client needs more time for a small reply than the server."""

    def __init__(self, port: int) -> None:
        self.port, self.buffer = port, bytearray(1 << 20)
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, path: str, headers: dict[str, str] | None = None) -> None:
        """Ask; `answer` must be read before the next question."""
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in (headers or {}).items())]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())

    def answer(self) -> tuple[int, bytes, bytes]:
        """Return status, body and head of a reply that states its length."""
        got = b""
        while b"\r\n\r\n" not in got:
            got += self.socket.recv(1 << 16)
        head, _, body = got.partition(b"\r\n\r\n")
        length = int(found[1]) if (found := re.search(rb"(?i)content-length: (\d+)", head)) else 0
        parts, missing = [body], length - len(body)
        while missing:
            parts.append(self.socket.recv(min(missing, 1 << 20)))
            missing -= len(parts[-1])
        return int(head[9:12]), b"".join(parts), head

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes, bytes]:
        """Return status, body and head."""
        self.send(path, headers)
        return self.answer()

    def more(self, number: int) -> list[Client]:
        """Return this client and others of the same server."""
        return [self, *(Client(self.port) for _ in range(number - 1))]


def header(head: bytes, name: str) -> str:
    """Return a header of a reply, empty where it has none."""
    found = re.search(rf"(?im)^{name}: (.*?)\r?$".encode(), head)
    return found[1].decode() if found else ""


def cpu(pid: int) -> float:
    """Return the seconds of processor time a process has had: on a shared machine they say more than a clock."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rate(client: Client, pid: int, paths: Iterator[tuple[str, dict[str, str]]], seconds: float = 4.0) -> str:
    """Return how many replies a second, by the clock and by the server's processor time, to four connections at once."""
    clients = client.more(CONNECTIONS)
    count, start, used = 0, time.perf_counter(), cpu(pid)
    while (passed := time.perf_counter() - start) < seconds:
        for each in clients:
            each.send(*next(paths))
        for each in clients:
            assert each.answer()[0] in (200, 304)
        count += len(clients)
    return f"{count / passed:,.0f}/s by the clock, {count / max(cpu(pid) - used, 0.01):,.0f} a processor second"


def pages(client: Client, number: int = 400) -> Iterator[tuple[str, dict[str, str]]]:
    """The addresses of pages of 100 rows, each another one, over and over."""
    found, following = [], "/api/v1/claims?limit=100"
    while following and len(found) < number:
        found.append((following, {}))
        link = header(client.get(following)[2], "link")
        following = next_page[1] if (next_page := re.search(r'<([^>]*)>; rel="next"', link)) else ""
    return itertools.cycle(found)


HELLO = """
import sys
from flask import Flask
from api.server import Server
app = Flask("hello")
app.get("/")(lambda: "hi")
def bare(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"hi"]
server = Server(app if sys.argv[1] == "flask" else bare, "127.0.0.1", 0)
print(f"Serving :{server.port}/", flush=True)
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


def shell(path: Path, sql: str) -> float:
    """Return the processor seconds that the sqlite3 shell needs to write these rows as CSV."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["sqlite3", "-readonly", "-csv", "-header", str(path), sql]
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


def latencies(client: Client, events: int, times: int = 400) -> None:
    """Print the median and the 99th percentile of each kind of question."""
    dice = random.Random(7)
    for question in QUESTIONS:
        took, late = [], 0
        for _ in range(times):
            filled = question.format(
                country=COUNTRIES[skewed(dice, len(COUNTRIES))],
                claimant=skewed(dice, 3000),
                event=dice.randrange(events),
                day=day_of(dice),
                word=dice.choice(WORDS),
            )
            start = time.perf_counter()
            status, _, _ = client.get(f"/api/v1/{filled}")
            took.append(1000 * (time.perf_counter() - start))
            late += status == 503
            assert status in (200, 503), status
        p99 = sorted(took)[int(0.99 * len(took))]
        print(f"  {question:55} median {statistics.median(took):6.1f} ms   p99 {p99:6.1f} ms" + f"   {late} x 503" * bool(late))


def memory(pid: int) -> tuple[int, int]:
    """Return resident and peak memory in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return tuple(int(re.search(rf"{name}:\s+(\d+)", status)[1]) // 1024 for name in ("VmRSS", "VmHWM"))  # type: ignore[index, return-value]


def streamed(port: int, path: str, pid: int) -> tuple[int, float, float, int]:
    """Return the lines of a long reply, the server's processor seconds and the clock's, and the most memory meanwhile."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    lines, most, used, start = 0, 0, cpu(pid), time.perf_counter()
    connection.request("GET", path)
    reply = connection.getresponse()
    assert reply.status == 200
    while block := reply.read(1 << 20):
        lines += block.count(b"\r\n")
        most = max(most, memory(pid)[0])
    return lines, cpu(pid) - used, time.perf_counter() - start, most


def exports(client: Client, path: Path, pid: int) -> None:
    """Print the rate of the CSV of every claim beside others', all in rows a processor second."""
    before = memory(pid)[0]
    lines, ours, clock, most = streamed(client.port, "/api/v1/claims.csv", pid)
    count = lines - 1
    start = time.process_time()
    for _ in reader(path).conn.execute(f"SELECT {STORED}"):
        pass
    alone = time.process_time() - start
    start = time.process_time()
    file = io.StringIO()
    rows = csv.writer(file)
    for row in reader(path).conn.execute(f"SELECT {STORED}"):
        rows.writerow(row)
        if file.tell() > 1 << 20:
            file.seek(0)
            file.truncate()
    python = time.process_time() - start
    print(f"  CSV over HTTP {count / ours:,.0f} rows a processor second ({count / clock:,.0f} by the clock)")
    print(f"  SQLite cursor alone {count / alone:,.0f}; Python csv {count / python:,.0f}")
    if which("sqlite3"):
        for what, columns in (("the stored columns", STORED), ("the same cells", SAME)):
            rate = count / shell(path, f"SELECT {columns}")
            print(f"  the sqlite3 shell, {what} {rate:,.0f}: ours is {count / ours / rate:.0%}")
    if os.environ.get("DATASETTE"):
        rate = datasette(path)
        print(f"  Datasette {rate:,.0f}: ours is {count / ours / rate:.1f} times as fast")
    print(f"  process {before} MB before, at most {most} MB meanwhile, {memory(pid)[0]} MB after")


def main() -> None:
    """Make, serve, measure."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "bench.db"
        if not path.exists():
            start = time.perf_counter()
            made(path, rows)
            os.sync()  # what is still to be written to the disk would be measured with what comes next
            print(f"made {rows:,} claims in {time.perf_counter() - start:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
        for kind in ("bare", "flask"):
            with running(sys.executable, "-c", HELLO, kind) as (client, pid):
                print(f"  hi ({kind})    {rate(client, pid, itertools.repeat(('/', {})))}")
        start = time.perf_counter()
        with running(sys.executable, "-m", "aggregator", "serve", FIGURES_DB=str(path), PORT="0") as (client, pid):
            client.get("/api/v1/ready")
            print(f"ready in {time.perf_counter() - start:.2f} s, {memory(pid)[0]} MB")
            print(f"  100-row page {rate(client, pid, pages(client))}")
            same = {"If-None-Match": header(client.get("/api/v1/claims?limit=100")[2], "etag")}
            print(f"  304          {rate(client, pid, itertools.repeat(('/api/v1/claims?limit=100', same)))}")
            latencies(client, rows // CLAIMS_OF_EVENT)
            print(f"  process {memory(pid)[0]} MB")
            exports(client, path, pid)


if __name__ == "__main__":
    main()
