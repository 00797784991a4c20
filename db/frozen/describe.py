"""A snapshot's machine-readable papers: the Frictionless data package and Datasette's metadata, from the column declarations.

https://specs.frictionlessdata.io/data-package/ and /table-schema/; https://docs.datasette.io/en/stable/metadata.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aggregator.core.terms import CAVEAT, LICENCE, LICENCE_OF, LICENCE_URL, NAME
from db import codebook
from db.columns import Column, Type
from db.frozen import database
from db.frozen.changes import CHANGED_COLUMNS
from db.frozen.lists import KEYS, KINDS, LISTS, digest

MEDIA = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".db": "application/vnd.sqlite3",
    ".json": "application/json",
}
FIELD_TYPES: Mapping[Type, Mapping[str, Any]] = {
    Type.INTEGER: {"type": "integer"},
    Type.NUMBER: {"type": "number"},
    Type.BOOLEAN: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    Type.DAY: {"type": "date"},
    Type.MOMENT: {"type": "datetime", "format": "any"},
}
SHORT = "Who says how many were killed or harmed, in which words, and why figures differ. " + CAVEAT
SHOWN: Mapping[str, Mapping[str, Any]] = {
    "claims": {"sort_desc": "published", "facets": ["outcome", "qualifier", "country"]},
    "events": {"sort_desc": "first_day", "facets": ["country", "cause"], "label_column": "title"},
    "figures": {"facets": ["outcome", "support"]},
    "relations": {"facets": ["type", "size"]},
    "documents": {"sort_desc": "published", "label_column": "title"},
}
MOST_EXPLAINED = 30
CODEBOOK = "codebook.csv"


def described(folder: Path, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return the descriptor of the files in `folder`; `about` is what is said of the snapshot as a whole."""
    tables = [resource(folder, noun.name, kind, noun.doc) for noun in LISTS for kind in KINDS]
    for made, noun in zip(tables[::2], LISTS, strict=True):
        made["schema"] = table_schema(noun.columns, KEYS.get(noun.name, {}))
    changes = resource(folder, "changes", "csv", "One row a change since the snapshot before.")
    columns = resource(folder, "codebook", "csv", "One row a column of the lists; after them one a flag of claims.")
    changes["schema"] = table_schema(CHANGED_COLUMNS, {}, key=False)
    columns["schema"] = {"fields": [{"name": name, "type": "string"} for name in codebook.HEADER], "missingValues": [""]}
    whole = resource(folder, Path(database.NAME).stem, "db", "All lists in one SQLite file, ready for Datasette.")
    return {
        "profile": "data-package",
        "name": "casualty-figures",
        "title": NAME,
        "description": SHORT,
        "licenses": [{"name": LICENCE, "path": LICENCE_URL, "title": f"CC BY 4.0: {LICENCE_OF}"}],
        **about,
        "resources": [*tables, changes, columns, whole],
    }


def resource(folder: Path, name: str, kind: str, doc: str) -> dict[str, Any]:
    """Return one file as a data resource."""
    path = folder / f"{name}.{kind}"
    made: dict[str, Any] = {
        "name": name if kind == "csv" else f"{name}-{kind}",
        "type": "table" if kind == "csv" else "file",
        "path": path.name,
        "description": doc,
        "format": kind if kind != "db" else "sqlite",
        "mediatype": MEDIA[path.suffix],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest(path)}",
    }
    if kind == "csv":
        made |= {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": {"lineTerminator": "\r\n"}}
    return made


def table_schema(columns: Sequence[Column], keys: Mapping[str, str], *, key: bool = True) -> dict[str, Any]:
    """Return the Table Schema of these columns: types, meanings, valid codes, keys; empty is missing."""
    made: dict[str, Any] = {"fields": [field(column) for column in columns], "missingValues": [""]}
    if key:
        made["primaryKey"] = "id"
    if keys:
        made["foreignKeys"] = [{"fields": name, "reference": {"resource": there, "fields": "id"}} for name, there in keys.items()]
    return made


def field(column: Column) -> dict[str, Any]:
    """Return one column as a Table Schema field."""
    made: dict[str, Any] = {"name": column.name, "description": column.doc} | dict(
        FIELD_TYPES.get(column.type, {"type": "string"})
    )
    constraints: dict[str, Any] = {"required": True} if column.name == "id" else {}
    if column.valid and column.type is Type.CODE:
        constraints["enum"] = list(column.valid)
    return made | ({"constraints": constraints} if constraints else {}) | ({"hxl": column.tag} if column.tag else {})


def datasette(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return Datasette's metadata: titles, licence, facets, and what the columns mean."""
    tables: dict[str, dict[str, Any]] = {
        noun.name: {"description": noun.doc, "columns": explained(noun.columns), **SHOWN.get(noun.name, {})} for noun in LISTS
    }
    tables["conflicts"] = {"description": "The relations that are conflicts, largest first."}
    return {
        "title": f"{NAME}, version {about['version']}",
        "description": SHORT,
        "license": LICENCE,
        "license_url": LICENCE_URL,
        "source": about["citation"],
        "databases": {Path(database.NAME).stem: {"tables": tables}},
    }


def explained(columns: Sequence[Column]) -> dict[str, str]:
    """Return the columns' meanings; of many columns only those with an HXL tag, for Datasette puts them all above the rows."""
    return {c.name: c.doc for c in columns if c.tag or len(columns) <= MOST_EXPLAINED}
