"""The codebook's columns as a table, and the flags of claims after them, from the declarations the service runs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aggregator.core.flags import MEANINGS
from db.columns import Column
from db.parquet import form

HEADER = ("list", "column", "type", "parquet", "values", "hxl", "meaning")
Lists = Iterable[tuple[str, Sequence[Column]]]


def rows(lists: Lists) -> Iterator[tuple[str, ...]]:
    """Yield a row a column of these lists: its type, its type in Parquet, its valid codes, its HXL tag, its meaning.

    After them, a row a flag that the lists' column `flags` may hold.
    """
    for name, columns in lists:
        for c in columns:
            yield name, c.name, c.type.value, form(c), ";".join(c.valid), c.tag, c.doc
    for flag, meaning in MEANINGS.items():
        yield "flags", flag, "flag", "", "", "", meaning


def table(lists: Lists) -> str:
    """Return the rows as CSV."""
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows(lists))
    return "".join(line + "\r\n" for line in (",".join(HEADER), *lines))
