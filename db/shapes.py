"""A row as SQLite itself writes it: one JSON object, one CSV line, or plain cells: exports stay fast and memory flat.

A CSV cell of text is always quoted, and one that a spreadsheet could take for a formula (it begins with = + - @, also after
blanks or as a full-width sign) gets an apostrophe in front: https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from db.columns import Column, Type

BLANKS = "char(9, 10, 11, 12, 13, 32, 133, 160, 8203, 8288, 12288, 65279)"
STARTERS = "[-=+@＝＋－＠−﹢﹣﹦﹫]*"
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
        return "concat_ws(',', " + ", ".join(csv_sql(c) for c in columns) + ")"
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
    if column.type is Type.LIST:
        filled = f"(SELECT {quoted('v.x')} FROM (SELECT {list_sql('u.x')} AS x FROM (SELECT {column.sql} AS x) u) v)"
        return f"CASE WHEN {column.sql} = '[]' THEN '' ELSE ifnull({filled}, '') END"
    if column.type is Type.CHAIN:
        return f"ifnull((SELECT {quoted('v.x')} FROM (SELECT {CHAIN} AS x) v), '')"
    return f"ifnull({quoted(column.sql)}, '')"


CHAIN = """(SELECT group_concat(x, ' > ') FROM (SELECT t.role || ': ' || t.name AS x FROM attributions t
 WHERE t.claim = c.id ORDER BY t.position))"""


def list_sql(sql: str) -> str:
    """Return SQL for a JSON list of texts as one text with semicolons; without backslashes inside no parser is needed."""
    plain = f"""replace(replace(trim({sql}, '[]"'), '", "', ';'), '","', ';')"""
    parsed = f"(SELECT group_concat(value, ';') FROM json_each({sql}))"
    return f"CASE WHEN {sql} = '[]' THEN NULL WHEN instr({sql}, char(92)) THEN {parsed} ELSE {plain} END"


def quoted(sql: str) -> str:
    """Return SQL that quotes a text for CSV and disarms a formula; null stays null.

    Most texts begin with a letter or a digit and hold no quote: they go by the short way.
    """
    harmless = f"({sql} >= '0' AND {sql} < ':' OR {sql} >= 'A' AND {sql} < '~')"
    doubled = f"""'"' || replace({sql}, '"', '""') || '"'"""
    short = f"""CASE WHEN instr({sql}, '"') THEN {doubled} ELSE '"' || {sql} || '"' END"""
    guard = f"CASE WHEN ltrim({sql}, {BLANKS}) GLOB '{STARTERS}' THEN char(39) ELSE '' END"
    long = f"""concat('"', {guard}, replace({sql}, '"', '""'), '"')"""
    return f"CASE WHEN {harmless} THEN {short} WHEN {sql} IS NOT NULL THEN {long} END"
