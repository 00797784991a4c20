"""The codebook's columns as a CSV table, from the declarations the service runs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db.columns import Column
from db.parquet import form

HEADER = ("list", "column", "type", "parquet", "values", "hxl", "meaning")


def table(lists: Iterable[tuple[str, Sequence[Column]]]) -> str:
    """Return a row a column of these lists: its type, its type in Parquet, its valid codes, its HXL tag, its meaning."""
    lines = [",".join(HEADER)]
    for name, columns in lists:
        for c in columns:
            cells = (name, c.name, c.type.value, form(c), ";".join(c.valid), c.tag, c.doc)
            lines.append(",".join('"' + cell.replace('"', '""') + '"' for cell in cells))
    return "".join(line + "\r\n" for line in lines)
