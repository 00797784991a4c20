"""A scheduler left alone over 50 sources that a server here plays: rounds, claims, errors by kind and memory by the minute.

    python tests/benchmarks/soak_day.py [--sources 50] [--minutes 15]

Every source is due every minute. A tenth of them fails half of the time (503, 404, a web page instead of a feed, a cut
reply), the others bring a new report now and then.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from db.connect import reader
from tests.outlet import Outlet, outlet, source_file

TOWNS = ("Goma", "Derna", "Kharkiv", "Kunduz", "Idlib", "Sanaa")
HARMS = ("a flood", "an airstrike", "a bus crash", "a gas explosion", "a fire")
FAULTS = (
    (503, b""),
    (404, b""),
    (200, b"<html><body>Sorry</body></html>"),
    (200, b"<rss version='2.0'><channel><item><title>Cut"),
)


def play(state: Outlet, dice: random.Random, number: int) -> None:
    """Bring a new report into the feed; keep the last thirty."""
    town, harm, count = dice.choice(TOWNS), dice.choice(HARMS), dice.randrange(3, 90)
    state.items[str(number)] = f"At least {count} people were killed in {harm} in {town} on Monday, police said."
    for old in list(state.items)[:-30]:
        del state.items[old]


def memory(process: int) -> float:
    """Resident megabytes of a process and its children."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(") ", 1)[1].split()
            if int(folder.name) == process or int(fields[1]) == process:
                total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            continue
    return total / 1e6


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sources", type=int, default=50)
    asked.add_argument("--minutes", type=int, default=15)
    given = asked.parse_args()
    dice = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="soak-") as made, outlet() as state, outlet() as faulty:
        folder = Path(made)
        for n in range(given.sources):
            base = faulty.base if n % 10 == 0 else state.base
            source_file(folder / "sources", f"source{n}", f"{base}/feed{n}", every=1, more="[options]\nrobots = false")
        env = os.environ | {
            "FIGURES_DB": str(folder / "a.db"),
            "FIGURES_SOURCES": str(folder / "sources"),
            "FIGURES_ALLOW_PRIVATE": "127.0.0.1",
        }
        log = (folder / "log").open("w")
        process = subprocess.Popen([sys.executable, "-m", "aggregator", "schedule"], env=env, stderr=log)
        seen, number = 0, 0
        try:
            for minute in range(1, given.minutes + 1):
                end = time.monotonic() + 60
                while time.monotonic() < end:
                    number += 1
                    play(state, dice, number)
                    play(faulty, dice, number)
                    faulty.status, faulty.body = dice.choice(FAULTS) if dice.random() < 0.5 else (200, b"")
                    time.sleep(5)
                with reader(folder / "a.db") as database:
                    outcomes = database.execute(
                        "SELECT outcome, count(*) FROM attempts WHERE id > ? GROUP BY 1", [seen]
                    ).fetchall()
                    seen = database.execute("SELECT coalesce(max(id), 0) FROM attempts").fetchone()[0]
                    claims = database.execute("SELECT count(*) FROM claims WHERE retired_at IS NULL").fetchone()[0]
                told = ", ".join(f"{name} {count}" for name, count in outcomes)
                print(f"minute {minute:>3}: {told}; {claims} claims; {memory(process.pid):.0f} MB", flush=True)
        finally:
            process.terminate()
            code = process.wait(30)
            log.close()
        print(f"ended with {code}; sound: {_sound(folder / 'a.db')}")
    return code


def _sound(path: Path) -> str:
    with reader(path) as database:
        return str(database.execute("PRAGMA quick_check").fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
