"""What a decision's JSON body holds, declared once, for the check of a request and for the OpenAPI document."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, request

from aggregator.core.decisions import CLOSED, FIELDS, FLAGS, LARGEST, NUMBERS, WORDS, Once
from aggregator.core.errors import InputError, UnknownName

LONGEST_ID = 200
LONGEST_TEXT = 1000
MOST_DOCUMENTS = 500
LARGEST_BODY = 65_536
# What Python takes for blank, spelled out: \s means something else in a reader's JSON Schema.
BLANK = r"\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
PRINTABLE = rf"^[^\u0000]*[^\u0000{BLANK}][^\u0000]*$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One member of a body with its JSON schema; `read_value` checks what the schema says."""

    name: str
    schema: Mapping[str, Any]
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One way to decide: what it does and what its body must hold."""

    name: str
    doc: str
    fields: tuple[Field, ...]


ID: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": LONGEST_ID, "pattern": PRINTABLE}
REASON = Field(name="reason", schema=ID | {"maxLength": LONGEST_TEXT}, doc="Why, for those who read it later.")
CLAIM = Field(name="claim", schema=ID, doc="The claim's id.")
EVENT = Field(name="event", schema=ID, doc="The event's id.")
OTHER = Field(name="other", schema=ID, doc="The other event's id.")
NAMED = Field(name="field", schema={"type": "string", "enum": list(FIELDS)}, doc="Which field of the claim.")
VALUES: dict[str, dict[str, Any]] = {
    **{name: {"type": "string", "enum": [code.value for code in codes]} for name, codes in CLOSED.items()},
    **{name: {"type": ["integer", "null"], "minimum": 0, "maximum": LARGEST} for name in NUMBERS},
    **dict.fromkeys(WORDS, ID),
    **{name: {"type": "boolean"} for name in FLAGS},
}
VALUE = Field(
    name="value",
    schema={"type": ["string", "integer", "boolean", "null"]},
    doc="What it should be: a code, a name, a whole number (null is an open bound), true or false, as the field is.",
)
DOCUMENTS = Field(
    name="documents",
    schema={"type": "array", "items": ID, "minItems": 1, "maxItems": MOST_DOCUMENTS},
    doc="The documents that leave the event.",
)
DECISION = Field(name="decision", schema={"type": "integer", "minimum": 1, "maximum": 2**53}, doc="The decision's number.")

VERBS = {
    verb.name: verb
    for verb in (
        Verb(name="accept", doc="Mark a claim as seen and right.", fields=(CLAIM, REASON)),
        Verb(name="reject", doc="Take a claim out of every range and relation; it stays listed.", fields=(CLAIM, REASON)),
        Verb(name="correct", doc="Set one field of a claim, beside what was read.", fields=(CLAIM, NAMED, VALUE, REASON)),
        Verb(name="merge", doc="Make one event of two.", fields=(EVENT, OTHER, REASON)),
        Verb(name="split", doc="Take documents out of an event, never to be grouped again.", fields=(EVENT, DOCUMENTS, REASON)),
        Verb(name="undo", doc="Undo a decision; undoing an undoing brings it back.", fields=(DECISION, REASON)),
    )
}
KEY = "Idempotency-Key"
LONGEST_KEY = 200
KEY_FORM = re.compile(f"[!-~]{{1,{LONGEST_KEY}}}")
KINDS = {"string": str, "integer": int, "boolean": bool, "null": type(None), "array": list}


def read_body(verb: Verb) -> dict[str, Any]:
    """Return the request's body, checked; abort with 413 or 415, raise InputError or UnknownName for what is wrong with it."""
    if request.mimetype != "application/json":
        abort(415, "a decision is sent as application/json")
    if (request.content_length or 0) > LARGEST_BODY:
        abort(413, f"a decision has at most {LARGEST_BODY:,} bytes")
    try:
        body = json.loads(
            request.get_data(cache=False), object_pairs_hook=unrepeated, parse_constant=no_constant, parse_float=whole
        )
    except (ValueError, RecursionError):
        raise InputError("the body is no JSON", field="body") from None
    if not isinstance(body, dict):
        raise InputError("the body is no JSON object", field="body", valid=[field.name for field in verb.fields])
    return checked(verb, body)


def checked(verb: Verb, body: dict[str, Any]) -> dict[str, Any]:
    """Return the body of a decision; raise InputError or UnknownName for what is wrong with it."""
    names = [field.name for field in verb.fields]
    for name in body:
        if name not in names:
            raise UnknownName(f"{verb.name} takes no {name[:LONGEST_ID]!r}", field=name[:LONGEST_ID], valid=names)
    for name in names:
        if name not in body:
            raise InputError(f"{verb.name} lacks {name!r}", field=name, valid=names)
    for field in verb.fields:
        check_value(field.name, body[field.name], field.schema)
    if VALUE in verb.fields:
        check_value("value", body["value"], VALUES[body["field"]])
    return body


def read_once(verb: Verb, body: Mapping[str, Any], key: str | None) -> Once | None:
    """Return what knows this request again, None where it brings no key; raise InputError for what is no key."""
    if key is None:
        return None
    if not KEY_FORM.fullmatch(key):
        raise InputError(f"{KEY} is 1 to {LONGEST_KEY} visible ASCII characters without a blank", field=KEY)
    asked = json.dumps([verb.name, dict(body)], sort_keys=True)
    return Once(key=key, asked=hashlib.sha256(asked.encode()).hexdigest())


def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object; raise InputError for a name that stands twice in it."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise InputError(f"{name[:LONGEST_ID]} is given twice", field=name[:LONGEST_ID])
        found[name] = value
    return found


def whole(text: str) -> int | float:
    """Return a number with a point as the whole number it may be: for JSON Schema 7.0 is an integer."""
    found = float(text)
    return int(found) if found.is_integer() and abs(found) <= 2**53 else found


def no_constant(name: str) -> object:
    """Refuse what Python reads although it is no JSON."""
    raise ValueError(name)


def check_value(name: str, value: Any, schema: Mapping[str, Any]) -> None:
    """Raise InputError unless the value fits this schema (the few words of JSON Schema that are used here)."""
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(type(value) is KINDS[kind] for kind in kinds):
        raise InputError(f"{name} is no {' or '.join(kinds)}", field=name)
    if "enum" in schema and value not in schema["enum"]:
        raise UnknownName(f"{name} is {value[:LONGEST_ID]!r}", field=name, valid=schema["enum"])
    if isinstance(value, str):
        check_text(name, value, schema)
    elif type(value) is int and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise InputError(f"{name} is no number from {schema['minimum']} to {schema['maximum']}", field=name)
    elif isinstance(value, list):
        if not schema["minItems"] <= len(value) <= schema["maxItems"]:
            raise InputError(f"{name} has {len(value)} values; 1 to {schema['maxItems']}", field=name)
        for item in value:
            check_value(name, item, schema["items"])


def check_text(name: str, value: str, schema: Mapping[str, Any]) -> None:
    """Raise InputError for a text that is too long, says nothing, or holds what no text holds."""
    if len(value) > schema.get("maxLength", len(value)):
        raise InputError(f"{name} has {len(value):,} characters; at most {schema['maxLength']:,}", field=name)
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise InputError(f"{name} holds a character that no text holds", field=name)
    if "minLength" in schema and not value.strip():
        raise InputError(f"{name} is empty", field=name)
