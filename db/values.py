"""A parameter's value as somebody typed it, checked: a wrong one is an InputError that says what would have done."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from aggregator.core.errors import BadDate, InputError, UnknownName
from db.columns import Type
from db.parameters import Parameter

Value = str | int | float | None
LONGEST = 200
MOST_VALUES = 50
BOOLEANS = {"true": 1, "1": 1, "yes": 1, "false": 0, "0": 0, "no": 0}


def read_value(parameter: Parameter, text: str) -> tuple[Value, ...]:
    """Return the value, or values where commas mean or; raise InputError, UnknownName or BadDate for a wrong one."""
    name = parameter.name
    parts = [part.strip(" ") for part in text.split(",")] if parameter.many else [text.strip(" ")]
    if longest := max((len(part) for part in parts if len(part) > LONGEST), default=0):
        raise InputError(f"{name} has {longest:,} characters; at most {LONGEST}", field=name)
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise InputError(f"{name} holds a character that no text holds", field=name)
    if not parameter.many:
        return read_one(parameter, parts[0])
    if not all(parts) or len(parts) > MOST_VALUES:
        raise InputError(f"{name} takes 1 to {MOST_VALUES} values with commas between, none empty", field=name)
    return tuple(dict.fromkeys(value for part in parts for value in read_one(parameter, part)))


def read_one(parameter: Parameter, text: str) -> tuple[Value, ...]:
    """Return one value of the parameter's type."""
    name = parameter.name
    if parameter.valid and text not in parameter.valid:
        raise UnknownName(f"{name} is {text!r}", field=name, valid=parameter.valid)
    match parameter.type:
        case Type.COUNTRY:
            return (read_country(name, text),)
        case Type.INTEGER:
            return (read_integer(name, text, 0, 10**15),)
        case Type.BOOLEAN:
            return (read_boolean(name, text),)
        case Type.DAY:
            return (read_day(name, text),)
        case Type.MOMENT:
            return (read_moment(name, text),)
        case Type.UNTIL:
            return (read_moment(name, text, until=True),)
        case Type.BOX:
            return read_box(name, text)
        case Type.WORDS:
            return (read_words(name, text),)
        case _:
            return (text,)


def read_country(name: str, text: str) -> str:
    """Return an ISO 3166-1 alpha-3 code in capitals."""
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise InputError(f"{name} is {text!r}, not an ISO 3166-1 alpha-3 code such as SYR", field=name)
    return text.upper()


def read_integer(name: str, text: str, low: int, high: int) -> int:
    """Return a whole number from `low` to `high`."""
    if not re.fullmatch(r"[0-9]{1,16}", text) or not low <= int(text) <= high:
        raise InputError(f"{name} is {text!r}, not a whole number from {low} to {high}", field=name)
    return int(text)


def read_boolean(name: str, text: str) -> int:
    """Return 1 or 0."""
    if text not in BOOLEANS:
        raise UnknownName(f"{name} is {text!r}", field=name, valid=("true", "false"))
    return BOOLEANS[text]


def read_day(name: str, text: str) -> str:
    """Return a day as YYYY-MM-DD."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadDate(f"{name} is {text!r}, not a day such as 2016-12-26", field=name) from None


def read_moment(name: str, text: str, *, until: bool = False) -> str:
    """Return a moment in UTC as text that stored moments, to the second or the millisecond, are compared with.

    A bare day is its first second, or its last where `until`. What is stored ends in Z, which sorts behind a point: without a Z
    the text comes before all of its second or millisecond, with one behind all of its second.
    """
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return read_day(name, text) + ("T23:59:59Z" if until else "T00:00:00")
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(Z|[+-][0-9:]+)?", text, re.ASCII):
            raise ValueError
        value = datetime.fromisoformat(text)
        value = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadDate(f"{name} is {text!r}, not a moment such as 2016-12-26 or 2016-12-26T18:00:00Z", field=name) from None
    return value.replace(tzinfo=None).isoformat(timespec="milliseconds" if value.microsecond else "seconds") + "Z" * until


def read_box(name: str, text: str) -> tuple[Value, ...]:
    """Return west, south, east, north in degrees."""
    parts = text.split(",")
    try:
        if len(parts) != 4 or not all(re.fullmatch(r"\s*-?[0-9]{1,3}(\.[0-9]{1,10})?\s*", part) for part in parts):
            raise ValueError
        west, south, east, north = (float(part) for part in parts)
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise ValueError
    except ValueError:
        raise InputError(
            f"{name} is {text!r}, not west,south,east,north in degrees such as 35.5,32,42.5,37.4", field=name
        ) from None
    return west, south, east, north


def read_words(name: str, text: str) -> str:
    """Return a full-text question in FTS5's words: every word must occur, "..." is a phrase, a last * a beginning.

    The syntax of FTS5 itself is closed off: each word is quoted. Rules: https://sqlite.org/fts5.html#full_text_query_syntax
    """
    parts = [phrase or word for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', text)]
    asked = []
    for part in parts:
        if not any(char.isalnum() for char in part):
            continue
        star = "*" if part.endswith("*") else ""
        asked.append(f'"{part.rstrip("*")}"{star}')
    if not asked:
        raise InputError(f"{name} holds no word to look for", field=name)
    return " ".join(asked)
