"""`make soak-day`: a scheduler left alone for a played day over 50 outlets on this machine (tests/benchmarks/played.py).

    python tests/benchmarks/soak_day.py [--minutes 80] [--outlets 50] [--folder DIR]

A played hour takes a 24th of the minutes; every source is due every minute, so that 80 minutes hold more rounds than a real day
of 50 sources at their usual half hour. Each real minute one line of JSON goes to DIR/samples.jsonl: rounds by outcome, claims,
memory, processor time. Afterwards what is stored is compared with what was published: nothing may be missing or there twice.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from db.connect import reader
from tests.benchmarks.played import FAULTS, Day, drawn, playing
from tests.outlet import source_file

HOURS = 24
AFTERWARDS = 10  # minutes for the slowest source that backs off to come round again
GONE = {who for who, _, _, kind in FAULTS if kind == "404"}  # waits six real hours: its later reports are not to be had


def of_process(identity: int) -> dict[str, float]:
    """Resident MB, threads, open files and processor seconds of one process."""
    home = Path(f"/proc/{identity}")
    fields = (home / "stat").read_text().rsplit(") ", 1)[1].split()
    return {
        "mb": round(int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6, 1),
        "threads": int(fields[17]),
        "files": len(list((home / "fd").iterdir())),
        "cpu": (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"),
    }


def children(identity: int) -> list[int]:
    return [int(each) for path in Path(f"/proc/{identity}/task").glob("*/children") for each in path.read_text().split()]


def sample(database: Path, process: int, day: Day, seen: int) -> tuple[dict[str, object], int]:
    """Return what is known a moment into the day, and the last attempt counted."""
    with reader(database) as opened:
        one = lambda sql: opened.execute(sql).fetchone()[0]  # noqa: E731
        outcomes = dict(
            opened.execute(
                "SELECT CASE WHEN outcome = 'status' THEN 'status ' || status ELSE outcome END, count(*) "
                "FROM attempts WHERE id > ? GROUP BY 1",
                [seen],
            ).fetchall()
        )
        seen = one("SELECT coalesce(max(id), 0) FROM attempts")
        found = {
            "hour": round(day.hour, 2),
            "rounds": outcomes,
            "documents": one("SELECT count(*) FROM documents"),
            "claims": one("SELECT count(*) FROM claims WHERE retired_at IS NULL"),
            "events": one("SELECT count(*) FROM events WHERE retired_at IS NULL"),
        }
    found["requests"] = day.requests
    found["db_mb"] = round(database.stat().st_size / 1e6, 1)
    found["wal_mb"] = round(Path(f"{database}-wal").stat().st_size / 1e6, 1)
    found["scheduler"] = of_process(process)
    found["reading"] = [of_process(each) for each in children(process)]
    return found, seen


def compared(database: Path, day: Day) -> tuple[int, int, int]:
    """Return how many reports were published, how many are missing, and how many are stored more than once."""
    wanted = {(str(each.outlet), each.id) for each in day.reports if each.outlet not in GONE}
    with reader(database) as opened:
        rows = opened.execute("SELECT source, url FROM documents WHERE retired_at IS NULL").fetchall()
    held = Counter((row[0].removeprefix("outlet"), row[1].rsplit("/", 1)[1]) for row in rows)
    return len(wanted), len(wanted - held.keys()), sum(count > 1 for count in held.values())


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--outlets", type=int, default=50)
    asked.add_argument("--minutes", type=float, default=80)
    asked.add_argument("--happenings", type=int, default=300)
    asked.add_argument("--others", type=int, default=1500)
    asked.add_argument("--every", type=float, default=60, help="seconds between two samples")
    asked.add_argument("--folder", type=Path, default=None)
    given = asked.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    database, samples = folder / "a.db", folder / "samples.jsonl"
    day = Day(drawn(1, given.outlets, HOURS, given.happenings, given.others), given.minutes * 60 / HOURS)
    with playing(day, given.outlets) as bases, (folder / "log.jsonl").open("w") as log:
        for n, base in enumerate(bases):
            more = "full_text = true" if n % 5 == 1 else ""
            source_file(folder / "sources", f"outlet{n}", f"{base}/feed", every=1, more=more)
        env = os.environ | {
            "FIGURES_DB": str(database),
            "FIGURES_SOURCES": str(folder / "sources"),
            "FIGURES_ALLOW_PRIVATE": "127.0.0.0/8",
        }
        process = subprocess.Popen([sys.executable, "-m", "aggregator", "schedule"], env=env, stderr=log)
        seen, ends = 0, time.monotonic() + (given.minutes + AFTERWARDS * min(1, given.minutes / 20)) * 60
        try:
            while time.monotonic() < ends and process.poll() is None:
                time.sleep(min(given.every, max(0.1, ends - time.monotonic())))
                found, seen = sample(database, process.pid, day, seen)
                with samples.open("a") as file:
                    file.write(json.dumps(found) + "\n")
                print(json.dumps(found), flush=True)
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(60)
    published, missing, double = compared(database, day)
    with reader(database) as opened:
        sound = opened.execute("PRAGMA quick_check").fetchone()[0]
    print(
        f"{published} reports published, {missing} not stored, {double} stored twice; ended with {code}; sound: {sound}; {folder}"
    )
    return 1 if code or missing or double or sound != "ok" else 0


if __name__ == "__main__":
    sys.exit(main())
