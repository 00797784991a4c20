"""The canonical sources of `vocab/sources.toml`, copied into the store so that queries can join them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from aggregator.core import vocab
from aggregator.core.errors import VocabularyError
from db.store import Store

COLUMNS = ("id", "name", "kind", "side", "parent", "country", "homepage")


def sync_registry(store: Store) -> None:
    """Make the table `sources` what the vocabulary says; writes nothing where it already is.

    Raises VocabularyError when an id stands there twice.
    """
    if "sources" not in vocab.names():
        return
    found = [tuple(_value(entry, name) for name in COLUMNS) for entry in vocab.read("sources").get("source", [])]
    wanted = sorted(found, key=lambda row: str(row[0]))
    twice = [name for name, number in Counter(row[0] for row in wanted).items() if number > 1]
    if twice:
        raise VocabularyError(f"the id {twice[0]!r} stands twice", file="sources")
    held = [tuple(row[name] for name in COLUMNS) for row in store.all("SELECT * FROM sources ORDER BY id")]
    if held == wanted:
        return
    with store.writing():
        store.database.conn.execute("DELETE FROM sources")
        store.database.conn.executemany("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)", wanted)


def _value(entry: Mapping[str, Any], name: str) -> str | None:
    """Return one column of a source; its sides in all conflicts are one text."""
    if name == "side":
        return ", ".join(sorted(set(entry.get("sides", {}).values()))) or None
    return entry.get(name)
