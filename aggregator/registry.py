"""The canonical sources of `vocab/sources.toml`, copied into the store so that queries can join them."""

from __future__ import annotations

from aggregator.core import vocab
from db.store import Store

COLUMNS = ("id", "name", "kind", "side", "parent", "country", "homepage")


def sync_registry(store: Store) -> None:
    """Make the table `sources` what the vocabulary says; writes nothing where it already is."""
    if "sources" not in vocab.names():
        return
    wanted = sorted(
        tuple(entry.get(name) if name != "kind" else entry.get(name, "unknown") for name in COLUMNS)
        for entry in vocab.read("sources").get("source", [])
    )
    held = sorted(tuple(row[name] for name in COLUMNS) for row in store.all("SELECT * FROM sources"))
    if held == wanted:
        return
    with store.writing():
        store.database.conn.execute("DELETE FROM sources")
        store.database.conn.executemany("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)", wanted)
