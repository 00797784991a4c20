"""A row as SQLite itself writes it: one JSON object, one CSV line, or plain cells: exports stay fast and memory flat.

A CSV cell of text is always quoted, and one that a spreadsheet could take for a formula (it begins with = + - @, also after
blanks or as a full-width sign) gets an apostrophe in front: https://owasp.org/www-community/attacks/CSV_Injection.
A row marked as plain when it was written (db/kept.py) holds no such text: its own cells are put together without a look at them.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from db import kept
from db.columns import Column, Type

BLANKS = "char(9, 10, 11, 12, 13, 32, 133, 160, 8203, 8288, 12288, 65279)"
STARTERS = "[-=+@＝＋－＠−﹢﹣﹦﹫]*"
NUMBERS = (Type.INTEGER, Type.NUMBER)


class Shape(StrEnum):
    """How a row leaves the database."""

    JSON = "json"
    CSV = "csv"
    CELLS = "cells"


def row_sql(columns: Sequence[Column], shape: Shape, plain: str = "") -> str:
    """Return the SELECT list for these columns in this shape: one text, or the cells themselves.

    `plain` is the condition, where there is one, under which a row's own texts stand in CSV as they are.
    """
    if shape is Shape.JSON:
        return "json_object(" + ", ".join(f"'{c.name}', {json_sql(c)}" for c in columns) + ")"
    if shape is Shape.CSV:
        careful = "concat_ws(',', " + ", ".join(csv_sql(c) for c in columns) + ")"
        return f"CASE WHEN {plain} THEN {plain_sql(columns)} ELSE {careful} END" if plain else careful
    return ", ".join(f'{c.sql} AS "{c.name}"' for c in columns)


def header(columns: Sequence[Column]) -> str:
    """Return the CSV header line, without its end."""
    return ",".join(c.name for c in columns)


def json_sql(column: Column) -> str:
    """Return the column as a JSON value: flags as true and false, lists as lists."""
    if column.type is Type.BOOLEAN:
        return f"CASE {column.sql} WHEN 1 THEN json('true') WHEN 0 THEN json('false') END"  # worked out once, not for each row
    if column.type in (Type.LIST, Type.CHAIN):
        return f"json(ifnull({column.sql}, '[]'))"
    return f"json({column.sql})" if column.type is Type.OBJECT else column.sql


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
        return f"ifnull({quoted('c.chain_text')}, '')"
    return f"ifnull({quoted(column.sql)}, '')"


def plain_sql(columns: Sequence[Column]) -> str:
    """Return the CSV line of a plain row: the quotes around what is never missing are put together with the commas."""
    parts: list[str] = []
    between = ""
    for number, column in enumerate(columns):
        between += "," if number else ""
        text = plain_text(column)
        if text and column.name in kept.FILLED:
            parts += [f"'{between}\"'", text]
            between = '"'
        else:
            parts += [f"'{between}'", plain_cell(column, text)]
            between = ""
    parts.append(f"'{between}'")
    return f"concat({', '.join(parts)})"


def plain_cell(column: Column, text: str) -> str:
    """Return a plain row's cell that may be missing; `concat` writes nothing for null."""
    if text:
        return f"""'"' || {text} || '"'"""
    return column.sql if column.type in NUMBERS else csv_sql(column)


def plain_text(column: Column) -> str:
    """Return SQL for a plain row's text as it stands between quotes; empty for a cell that was not looked at beforehand."""
    if column.type is Type.LIST and column.name in kept.LISTS:
        return f"CASE WHEN {column.sql} <> '[]' THEN {kept.LISTED.format(column.sql)} END"
    if column.sql != f'c."{column.name}"':
        return ""
    if column.name in kept.QUOTING:
        return f"""replace({column.sql}, '"', '""')"""
    return column.sql if column.name in kept.TEXTS else ""


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
    guard = f"CASE WHEN ltrim({sql}, {BLANKS}) GLOB '{STARTERS}' OR instr({sql}, char(0)) THEN char(39) ELSE '' END"
    long = f"""concat('"', {guard}, replace({sql}, '"', '""'), '"')"""
    return f"CASE WHEN {harmless} THEN {short} WHEN {sql} IS NOT NULL THEN {long} END"
