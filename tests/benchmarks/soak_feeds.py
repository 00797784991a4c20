"""500 sources due at once against a server on this machine: the processor time of a full round, new and when nothing changed.

    python tests/benchmarks/soak_feeds.py [--sources 500] [--rounds 2]

Processor time is of this process, the server included. The pause between two requests to one host is off: here every source is
on one host, as no 500 real ones are.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aggregator.core.settings import Settings
from aggregator.schedule import fetch_all
from aggregator.works import Works, acquire, holding
from parsers.fetch import Fetcher
from tests.outlet import outlet, source_file

TEXT = "At least {n} people were killed in a flood in Goma on Monday, police said."


def spent() -> float:
    """Processor seconds of this process and its ended children."""
    return sum(
        each.ru_utime + each.ru_stime for each in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sources", type=int, default=500)
    asked.add_argument("--rounds", type=int, default=2)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as made, outlet() as state:
        folder = Path(made)
        state.items = {str(n): TEXT.format(n=n + 10) for n in range(20)}
        for n in range(given.sources):
            source_file(folder / "sources", f"source{n}", f"{state.base}/feed{n}")
        settings = Settings(database=folder / "a.db", sources=folder / "sources", allow_private=("127.0.0.1",))
        with Works.opened(settings, threading.Event()) as works:
            works.fetcher = Fetcher(settings, works.clock, pause=0)
            acquire(works, wait=False)
            with holding(works):
                for number in range(given.rounds):
                    before, began = spent(), time.monotonic()
                    rounds = fetch_all(works, list(works.sources.values()))
                    print(
                        f"round {number + 1}: {len(rounds)} sources {dict(Counter(each.outcome for each in rounds))}, "
                        f"{sum(each.new for each in rounds)} new documents, {spent() - before:.1f} s of processor, "
                        f"{time.monotonic() - began:.1f} s"
                    )
            works.give_up()
    return 0


if __name__ == "__main__":
    sys.exit(main())
