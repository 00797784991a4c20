"""The snapshot as one SQLite file, ready for Datasette: the published columns and nothing else.

The store itself is never copied (`VACUUM INTO` would carry its texts, bytes and bookkeeping along): the file is written anew from
the same declarations as the API, which leaves it as compact as a vacuumed one. Its bytes depend on the data alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aggregator.core.errors import StoreError
from db import codebook
from db.columns import Column, Type
from db.connect import refused, sqlite_connect
from db.frozen.lists import KEYS, LISTS, Stop, everything, until
from db.nouns import Noun
from db.reading import Reading
from db.shapes import Shape

NAME = "casualty-figures.db"
SQL_TYPES = {Type.INTEGER: "INTEGER", Type.BOOLEAN: "INTEGER", Type.NUMBER: "REAL"}
INDEXED = {
    "claims": ("event", "document", "outcome", "country", "claimant", "window_start"),
    "events": ("first_day", "country"),
    "figures": ("event",),
    "relations": ("event", "a", "b", "type"),
    "documents": ("published",),
}
# Datasette knows a search by the double quotes around the name of what is searched
SEARCH = """CREATE VIRTUAL TABLE claims_fts USING fts5(
 quote, sentence, claimant_name, place_name, content="claims", tokenize='unicode61 remove_diacritics 2')"""
CONFLICTS = "CREATE VIEW conflicts AS SELECT * FROM relations WHERE type LIKE 'conflict%' ORDER BY gap DESC, id"


def write_database(reading: Reading, folder: Path, about: Mapping[str, str], stop: Stop) -> None:
    """Write the file. Raises StoreError when a row of it leads nowhere, the disk is full, or `stop` says so."""
    path = folder / NAME
    with refused(path):
        made = sqlite_connect(path)
        try:
            made.execute("PRAGMA journal_mode=OFF")
            made.execute("BEGIN")
            for noun in LISTS:
                fill(made, noun, reading, stop)
            finish(made, about)
            made.execute("COMMIT")
            lost = made.execute("PRAGMA foreign_key_check").fetchall()
        finally:
            made.close()
    if lost:
        raise StoreError(f"{len(lost)} rows lead nowhere, the first in {lost[0][0]} to {lost[0][2]}: no snapshot of such a store")


def fill(made: Any, noun: Noun, reading: Reading, stop: Stop) -> None:
    """Make one table and fill it."""
    keys = KEYS.get(noun.name, {})
    made.execute(f"CREATE TABLE {noun.name} ({', '.join(definition(column, keys) for column in noun.columns)})")
    marks = ", ".join("?" for _ in noun.columns)
    for rows in until(stop, reading.stream(everything(noun), Shape.CELLS)):
        made.executemany(f"INSERT INTO {noun.name} VALUES ({marks})", rows)


def definition(column: Column, keys: Mapping[str, str]) -> str:
    """Return a column's part of CREATE TABLE."""
    text = f'"{column.name}" {SQL_TYPES.get(column.type, "TEXT")}'
    if column.name == "id":
        return text + " PRIMARY KEY NOT NULL"
    return text + f" REFERENCES {keys[column.name]}(id)" if column.name in keys else text


def finish(made: Any, about: Mapping[str, str]) -> None:
    """Add indexes, the search over claims, the view of conflicts, the codebook, and what the file says of itself."""
    for table, names in INDEXED.items():
        for name in names:
            made.execute(f'CREATE INDEX {table}_{name} ON {table} ("{name}")')
    made.execute(SEARCH)
    made.execute("INSERT INTO claims_fts (claims_fts) VALUES ('rebuild')")
    made.execute(CONFLICTS)
    columns = ", ".join(f'"{name}" TEXT NOT NULL' for name in codebook.HEADER)
    made.execute(f"CREATE TABLE codebook ({columns})")
    made.executemany("INSERT INTO codebook VALUES (?, ?, ?, ?, ?, ?, ?)", codebook.rows((n.name, n.columns) for n in LISTS))
    made.execute("CREATE TABLE about (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)")
    made.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
