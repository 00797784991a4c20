"""Freeze what the service publishes now into a folder of files: all of one state of the store, all of it or none.

The same data gives the same CSV, SQLite and (by the same pyarrow) Parquet files, whenever it is frozen; the papers name the day.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from aggregator.core.errors import InputError, StoreError
from aggregator.core.terms import CAVEAT, LICENCE
from db import codebook
from db.connect import refused
from db.frozen import papers
from db.frozen.changes import CHANGED_COLUMNS, Changes, write_changes
from db.frozen.database import NAME, write_database
from db.frozen.describe import CODEBOOK, datasette, described
from db.frozen.lists import LISTS, Stop, digest, everything, write_lists
from db.frozen.shelf import DESCRIPTOR, SUMS, Frozen, Shelf, checked
from db.queries import Statement
from db.reading import Reading
from db.rows import learned

PENDING = Statement(sql="SELECT count(*) FROM pending", values={})
READ_BY = Statement(sql="SELECT code_version FROM runs ORDER BY id DESC LIMIT 1", values={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A snapshot and whether it is new: without a change since the last one that one is given."""

    frozen: Frozen
    new: bool


def freeze(
    database: Path,
    shelf: Shelf,
    clock: Callable[[], datetime],
    *,
    version: str | None = None,
    site: str = "",
    stop: Stop = lambda: False,
) -> Made:
    """Make a snapshot of the store at `database`, named `version` (usually the day). `site` is the service's public address.

    Raises InputError for a version that cannot be or is taken, StoreError when documents wait to be grouped, another snapshot is
    being made, the disk is full, or `stop` says so; then nothing of it is left.
    """
    now = clock()
    reading = Reading(database, budget=math.inf, stream_budget=math.inf)
    try:
        with reading.snapshot():
            last, revision = shelf.newest(), reading.revision()
            if version is None and last is not None and last.revision == revision:
                return Made(frozen=last, new=False)
            name = fresh(shelf, version, now)
            if waiting := reading.rows(PENDING)[0][0]:
                raise StoreError(
                    f"{waiting} documents wait to be grouped; a snapshot is made of whole events: try again in a while"
                )
            with shelf.making(name) as folder:
                about = {"version": name, "created": learned(now), "revision": revision, "homepage": homepage(site, name)}
                fill(folder, reading, about, next(filter(comparable, shelf.all()), None), stop)
    finally:
        reading.close()
    to_disk(shelf.folder)
    return Made(frozen=shelf.one(name), new=True)


def comparable(frozen: Frozen) -> bool:
    """Whether a snapshot still has what the next is compared with; its owner may have removed the large files of old ones."""
    return (frozen.folder / NAME).is_file()


def fresh(shelf: Shelf, version: str | None, now: datetime) -> str:
    """Return the version's name: the one asked for, else the day, with a number from the day's second on."""
    taken = {frozen.version for frozen in shelf.all()}
    if version is not None:
        if checked(version) in taken:
            raise InputError(f"there is a snapshot {version} already, and none is ever overwritten", field="version")
        return version
    day = f"{now:%Y-%m-%d}"
    return next(name for n in range(1, 10_000) if (name := day if n == 1 else f"{day}.{n}") not in taken)


def homepage(site: str, version: str) -> str:
    """Return where the snapshot is served, or nothing while the service's public address is not known."""
    return f"{site.rstrip('/')}/snapshots/{version}" if site else ""


def fill(folder: Path, reading: Reading, about: dict[str, Any], last: Frozen | None, stop: Stop) -> None:
    """Write every file of a snapshot."""
    said = {"revision": str(about["revision"]), "licence": LICENCE, "caveat": CAVEAT}
    with refused(folder):
        write_lists(reading, folder, said, stop)
        write_database(reading, folder, said, stop)
        changes = write_changes(reading, folder, last.folder if last else None)
        about |= found(folder, reading, changes, last)
        write_papers(folder, about, changes)
        names = sorted(path.name for path in folder.iterdir())
        (folder / SUMS).write_text("".join(f"{digest(folder / name)}  {name}\n" for name in names), encoding="utf-8")
        for name in (*names, SUMS, "."):
            to_disk(folder / name)


def found(folder: Path, reading: Reading, changes: Changes, last: Frozen | None) -> dict[str, Any]:
    """Return what is said of a snapshot once its data is written; the fingerprint is of its CSV files."""
    sums = "".join(f"{digest(folder / f'{noun.name}.csv')}  {noun.name}.csv\n" for noun in LISTS)
    return {
        "previous": last.version if last else None,
        "fingerprint": hashlib.sha256(sums.encode()).hexdigest(),
        "rows": {noun.name: reading.rows(everything(noun).counted())[0][0] for noun in LISTS},
        "changes": changes.counts,
        "headlines": [list(headline) for headline in changes.headlines],
        "read_by": next((row[0] for row in reading.rows(READ_BY)), None),
        "caveat": CAVEAT,
    }


def write_papers(folder: Path, about: dict[str, Any], changes: Changes) -> None:
    """Write what describes the data; the descriptor last, for it names the others' sizes and hashes."""
    about["citation"] = papers.citation(about)
    lists = [*((noun.name, noun.columns) for noun in LISTS), ("changes", CHANGED_COLUMNS)]
    texts: Mapping[str, str] = {
        CODEBOOK: codebook.table(lists),
        "README.md": papers.readme(about),
        "LICENCE.txt": papers.LICENCE_TEXT,
        "CHANGES.md": papers.changelog(about, changes),
        "CITATION.cff": papers.citation_file(about),
        "metadata.json": json.dumps(datasette(about), ensure_ascii=False, indent=1) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    descriptor = json.dumps(described(folder, about), ensure_ascii=False, indent=1) + "\n"
    (folder / DESCRIPTOR).write_text(descriptor, encoding="utf-8")


def to_disk(path: Path) -> None:
    """Flush a file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
