"""A made-up archive in which incidents are told several times, in several outlets' words, with page furniture and round-ups."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

TOWNS = ("Nairobi", "Lagos", "Manila", "Quito", "Lima", "Dhaka", "Kabul", "Tripoli", "Mosul", "Aleppo", "Goma", "Kharkiv")
CAUSES = (
    "a bus plunged into a ravine",
    "a building collapsed",
    "an airstrike hit a market",
    "floods swept away homes",
    "a bomb exploded",
)
SPEAKERS = ("police", "the health ministry", "rescuers", "local officials", "the Red Cross")
OUTLETS = ("Daily Lantern", "Harbour Post", "Northern Wire", "The Beacon")
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(4)).title()


def documents(count: int, seed: int = 1) -> list[dict[str, str]]:
    """Return `count` documents, about three an incident; the same for the same seed."""
    chance, made = random.Random(seed), list[dict[str, str]]()
    while len(made) < count:
        town, cause, day, toll = chance.choice(TOWNS), chance.choice(CAUSES), chance.randint(1, 28), chance.randint(2, 60)
        month, names = chance.randint(1, 12), [name(chance) for _ in range(3)]
        for told in range(chance.choice((1, 2, 3, 5))):
            outlet, number = chance.choice(OUTLETS), toll + chance.choice((0, 0, 1, 4))
            text = (
                f"At least {number} people were killed when {cause} in {town} near the {names[0]} bridge, "
                f"{chance.choice(SPEAKERS)} said. {chance.randint(2, 90)} others were injured, {names[told % 3]} said. "
                f"Witness {name(chance)} spoke of the {names[1]} road and the {names[0]} quarter."
            )
            if chance.random() < 0.2:
                other = chance.choice(TOWNS)
                text += f" Another {chance.randint(2, 9)} people were killed on {chance.randint(1, 28)} March in {other}."
            if chance.random() < 0.5:
                text += f" Sign up for the morning letter of the {outlet} and never miss a story again."
            stamp = f"2024-{month:02d}-{min(28, day + told // 2):02d}T{chance.randint(0, 23):02d}:15:00Z"
            made.append({"id": f"n{len(made)}", "text": text, "published": stamp, "publisher": outlet})
    return made[:count]


DISASTER = (
    "At least {toll} people were killed when {cause} in {town}, {speaker} said.",
    "{speaker} put the number of dead in {town} at {toll} on {day}.",
    "{toll} people have died in {town} since {cause} there on {day}, according to {speaker}.",
)
DETAILS = (
    "Families waited outside the {hospital} hospital.",
    "The {quarter} quarter was hit worst, and {road} road stayed closed.",
    "{witness} lost a brother in {quarter}.",
    "Mayor {mayor} asked for tents and blankets.",
    "Prices in the markets rose, {witness} said.",
    "Neighbours dug by hand along {road} road.",
)


def told_by_many(count: int, incidents: int = 1, days: int = 6, seed: int = 1, town: str = "Kano") -> list[dict[str, str]]:
    """Return `count` reports from one town over some days: of one disaster whose toll grows, or of many `incidents`."""
    chance, made = random.Random(seed), list[dict[str, str]]()
    of_town = [name(chance) for _ in range(6)]
    own = [[name(chance) for _ in range(3)] for _ in range(incidents)]
    final = [chance.randint(120, 400) if incidents == 1 else chance.randint(2, 60) for _ in range(incidents)]
    for n in range(count):
        which, hour = n % incidents, n * 24 * days // count
        begun = 0 if incidents == 1 else which * days // incidents
        told = {
            "toll": max(2, final[which] if incidents > 1 else int(final[which] * min(1, 0.4 + hour / 72))),
            "cause": CAUSES[1], "town": town, "speaker": chance.choice(SPEAKERS), "day": f"{12 + begun} August",
            "hospital": chance.choice(own[which]), "quarter": chance.choice(of_town), "road": chance.choice(own[which]),
            "witness": name(chance), "mayor": of_town[0],
        }  # fmt: skip
        body = [chance.choice(DISASTER), *chance.sample(DETAILS, 4)]
        at = 24 * begun + (hour if incidents == 1 else chance.randint(4, 30))
        stamp = f"2024-08-{12 + at // 24:02d}T{at % 24:02d}:30:00Z"
        text = "\n\n".join(line.format(**told) for line in body)
        made.append({"id": f"{town}{n}", "text": text, "published": stamp, "publisher": chance.choice(OUTLETS)})
    return made


def rows_of(out: Path, kind: str) -> list[dict[str, Any]]:
    """Return the rows of all files of a kind that came of an archive, file by file."""
    import pyarrow.parquet as pq

    return [row for path in sorted((out / kind).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write an archive as JSON Lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
