"""`make bench-events`: grouping and reconciling from scratch as the input grows. The time may grow no faster than 12 for 10.

    python tests/benchmarks/bench_events.py [--claims 10000 --claims 100000]

The reports are made up: words drawn by Zipf's law from a made-up vocabulary, towns anywhere, days over two years, and three to
four claims an event from one to five reports, so that rare words and busy towns are as common as the size makes them.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

MOST = 12.0
START = date(2030, 1, 1)
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


class World:
    """Draws words, names and towns: the same for the same seed."""

    def __init__(self, claims: int) -> None:
        self.chance = random.Random(claims)
        self.words = [self.name(3) for _ in range(8000)]
        self.weights = [1 / (n + 8) for n in range(8000)]
        self.towns = [
            (self.name(3).title(), self.chance.uniform(-50, 60), self.chance.uniform(-170, 170))
            for _ in range(max(50, claims // 20))
        ]

    def name(self, syllables: int) -> str:
        return "".join(self.chance.choice(SYLLABLES) for _ in range(syllables))

    def text(self, length: int) -> str:
        return " ".join(self.chance.choices(self.words, self.weights, k=length))


def corpus(claims: int) -> list[tuple[object, tuple[object, ...]]]:
    """Return documents with their figures, about `claims` in all, in three tenths as many events."""
    from tests.factories import document, figure, place, window

    world, said, made, number = World(claims), [], 0, 0
    while made < claims:
        number += 1
        town, lat, lon = world.towns[int(len(world.towns) * world.chance.random() ** 2)]
        day = START + timedelta(days=world.chance.randrange(730))
        names = [world.name(4).title() for _ in range(3)]
        toll = world.chance.randint(1, 90)
        for copy in range(world.chance.choice((1, 1, 1, 2, 2, 5))):
            moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(hours=world.chance.randint(0, 40))
            told = " and ".join(world.chance.sample(names, 2))
            text = f"{toll} people died in {town} near {told}. {world.text(60)}."
            one = document(text, id=f"{number}-{copy}", published=moment)
            where = place(town, lat=round(lat, 3), lon=round(lon, 3))
            figures = tuple(
                figure(
                    toll + world.chance.randint(0, 3),
                    outcome=outcome,
                    claimant=world.chance.choice(("police", "the hospital", "the mayor", "a monitor")),
                    document=one.id,
                    as_of=moment,
                    place=where,
                    window=window(day),
                    sentence=text[:80],
                )
                for outcome in ("killed", "injured")
            )
            said.append((one, figures))
            made += len(figures)
    world.chance.shuffle(said)
    return said


def measure(claims: int) -> float:
    """Group and reconcile once; return the seconds of processor time that took: what else runs here is not our growth."""
    from aggregator.events import group
    from aggregator.reconcile import reconcile

    said = corpus(claims)
    began = time.process_time()
    grouped = group(said)  # type: ignore[arg-type]
    middle = time.process_time()
    events = [reconcile(event) for event in grouped]
    ended = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    click.echo(
        f"{sum(len(f) for _, f in said):>8,} claims  {len(said):>7,} documents  {len(events):>7,} events  "
        f"group {middle - began:7.2f} s  reconcile {ended - middle:7.2f} s  peak {memory:,.0f} MB"
    )
    return ended - began


@click.command()
@click.option("--claims", "sizes", type=click.IntRange(10), multiple=True, default=(10_000, 100_000), show_default=True)
def main(sizes: tuple[int, ...]) -> None:
    """Measure each size; end with 1 when ten times the claims cost more than twelve times the time."""
    measure(500)
    seconds = [measure(size) for size in sizes]
    wrong = False
    for (small, before), (large, after) in zip(
        zip(sizes, seconds, strict=True), zip(sizes[1:], seconds[1:], strict=True), strict=False
    ):
        allowed = MOST ** (len(str(large)) - len(str(small)))
        wrong |= after / before > allowed
        click.echo(f"{large / small:.0f} times the claims took {after / before:.1f} times the time (at most {allowed:.0f})")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
