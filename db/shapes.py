"""A row as SQLite itself writes it: one JSON object, one CSV line, or plain cells: exports stay fast and memory flat.

A CSV cell of text is always quoted, and one that a spreadsheet could take for a formula (it begins with = + - @, also after
blanks or as a full-width sign) gets an apostrophe in front: https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from db.columns import Column, Type

BLANKS = "char(9, 10, 11, 12, 13, 32, 133, 160, 8203, 8288, 12288, 65279)"
STARTERS = "*[-=+@＝＋－＠−﹢﹣﹦﹫]*"
NUMBERS = (Type.INTEGER, Type.NUMBER)


class Shape(StrEnum):
    """How a row leaves the database."""

    JSON = "json"
    CSV = "csv"
    CELLS = "cells"


def row_sql(columns: Sequence[Column], shape: Shape) -> str:
    """Return the SELECT list for these columns in this shape: one text, or the cells themselves."""
    if shape is Shape.JSON:
        return "json_object(" + ", ".join(f"'{c.name}', {json_sql(c)}" for c in columns) + ")"
    if shape is Shape.CSV:
        return " || ',' || ".join(csv_sql(c) for c in columns)
    return ", ".join(f'{c.sql} AS "{c.name}"' for c in columns)


def header(columns: Sequence[Column]) -> str:
    """Return the CSV header line, without its end."""
    return ",".join(c.name for c in columns)


def json_sql(column: Column) -> str:
    """Return the column as a JSON value: flags as true and false, lists as lists."""
    if column.type is Type.BOOLEAN:
        return f"json(CASE {column.sql} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)"
    if column.type in (Type.LIST, Type.CHAIN):
        return f"json(ifnull({column.sql}, '[]'))"
    return column.sql


def csv_sql(column: Column) -> str:
    """Return the column as a CSV cell: empty for missing, text quoted and kept from being a formula."""
    if column.type in NUMBERS:
        return f"ifnull({column.sql}, '')"
    if column.type is Type.BOOLEAN:
        return f"CASE {column.sql} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE '' END"
    return f"ifnull({quoted(text_of(column))}, '')"


def text_of(column: Column) -> str:
    """Return SQL for the column as one text: a list with semicolons, a chain with arrows from the claimant outward."""
    if column.type is Type.LIST:
        return f"(SELECT group_concat(value, ';') FROM json_each({column.sql}))"
    if column.type is Type.CHAIN:
        return (
            "(SELECT group_concat(t.role || ': ' || t.name, ' > ' ORDER BY t.position) FROM attributions t WHERE t.claim = c.id)"
        )
    return column.sql


def quoted(sql: str) -> str:
    """Return SQL that quotes a text for CSV and disarms a formula."""
    guard = f"CASE WHEN ltrim({sql}, {BLANKS}) GLOB '{STARTERS.removeprefix('*')}' THEN char(39) ELSE '' END"
    return f"""'"' || {guard} || replace({sql}, '"', '""') || '"'"""
