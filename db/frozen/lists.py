"""What a snapshot holds: the lists that the service publishes and researchers cite, each as CSV and as Parquet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from aggregator.core.errors import StoreError
from db.files import SHAPES, written
from db.nouns import CLAIMS, DOCUMENTS, EVENTS, FIGURES, RELATIONS, SOURCES, Noun
from db.queries import Query
from db.reading import Reading

LISTS = (CLAIMS, EVENTS, FIGURES, RELATIONS, SOURCES, DOCUMENTS)
KINDS = ("csv", "parquet")
# list -> column -> the list whose `id` it holds. With every document grouped they all lead somewhere.
KEYS: Mapping[str, Mapping[str, str]] = {
    "claims": {"event": "events", "document": "documents"},
    "figures": {"event": "events", "best_claim": "claims"},
    "relations": {"event": "events", "a": "claims", "b": "claims"},
}
Stop = Callable[[], bool]


def everything(noun: Noun) -> Query:
    """Return the query for every row of a list that holds now, in an order that is the same every time."""
    return Query(noun=noun, limit=None, sort="known" if "known" in noun.orders else "id")


def write_lists(reading: Reading, folder: Path, about: Mapping[str, str], stop: Stop) -> None:
    """Write each list in each kind into the folder. Raises StoreError when `stop` says so."""
    for noun in LISTS:
        for kind in KINDS:
            batches = until(stop, reading.stream(everything(noun), SHAPES[kind]))
            write(folder / f"{noun.name}.{kind}", written(noun.columns, kind, batches, about))


def until(stop: Stop, batches: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Yield the batches; raise StoreError as soon as `stop` says so."""
    for batch in batches:
        if stop():
            raise StoreError("the snapshot was broken off: asked to stop")
        yield batch


def write(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file part by part."""
    with path.open("wb") as file:
        for part in parts:
            file.write(part)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
