"""The schemas of the OpenAPI document: rows, parameters and envelopes, from the declarations that validate the requests."""

from __future__ import annotations

from typing import Any

from db.columns import RULES, Column, Type
from db.nouns import FEEDS, NOUNS, SOURCES, Noun
from db.parameters import Parameter
from db.queries import CONTROLS, MOST, USUAL
from db.summaries import TIMELINE_COLUMNS
from db.values import LONGEST, MOST_VALUES

Schema = dict[str, Any]

FORMS: dict[Type, Schema] = {
    Type.INTEGER: {"type": "integer"},
    Type.NUMBER: {"type": "number"},
    Type.BOOLEAN: {"type": "boolean"},
    Type.LIST: {"type": "array", "items": {"type": "string"}},
    Type.OBJECT: {"type": "object"},
    Type.CHAIN: {"type": "array", "items": {"$ref": "#/components/schemas/step"}},
}
ASKED: dict[Type, Schema] = {
    Type.INTEGER: {"type": "integer", "minimum": 0, "maximum": 10**15},
    Type.BOOLEAN: {"type": "boolean"},
    Type.DAY: {"type": "string", "format": "date"},
    Type.MOMENT: {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]},
    Type.UNTIL: {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]},
    Type.COUNTRY: {"type": "string", "pattern": "^[A-Za-z]{3}$"},
    Type.BOX: {"type": "string", "pattern": r"^-?[0-9]{1,3}(\.[0-9]{1,10})?(,-?[0-9]{1,3}(\.[0-9]{1,10})?){3}$"},
}
TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[^\\u0000]*[^ \\u0000][^\\u0000]*$"}
ITEM: Schema = TEXT | {"pattern": "^[^,\\u0000]*[^, \\u0000][^,\\u0000]*$"}
EXAMPLES = {"country": "SYR", "q": "market shelled", "bbox": "35.5,32,42.5,37.4", "date_from": "2016-12-01"}


def column_schema(column: Column) -> Schema:
    """Return the JSON schema of a column's value; any may be null."""
    form = dict(FORMS.get(column.type, {"type": "string"}))
    if column.type not in (Type.LIST, Type.CHAIN):
        form["type"] = [form["type"], "null"]
    if column.valid:
        form["enum"] = [*column.valid, None]
    return form | {"description": column.doc}


def row_schema(noun: Noun) -> Schema:
    """Return the JSON schema of a row: every column, none other."""
    return object_of({column.name: column_schema(column) for column in noun.columns}, noun.doc)


def object_of(properties: dict[str, Schema], description: str = "") -> Schema:
    """Return a closed object with all of these properties required."""
    made: Schema = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return made | ({"description": description} if description else {})


def parameter_schema(parameter: Parameter) -> Schema:
    """Return a filter as an OpenAPI parameter; several values go with commas between."""
    form: Schema = (
        {"type": "string", "enum": list(parameter.valid)}
        if parameter.valid
        else dict(ASKED.get(parameter.type, ITEM if parameter.many else TEXT))
    )
    made: Schema = {"name": parameter.name, "in": "query", "description": parameter.doc}
    if parameter.many:
        form = {"type": "array", "items": form, "minItems": 1, "maxItems": MOST_VALUES}
        made |= {"style": "form", "explode": False}
    if parameter.name in EXAMPLES:
        example = EXAMPLES[parameter.name]
        made["example"] = [example] if parameter.many else example
    return made | {"schema": form}


def control_schema(noun: Noun, name: str) -> Schema:
    """Return one of the parameters that every list takes."""
    forms: dict[str, Schema] = {
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        "cursor": TEXT,
        "sort": {"type": "string", "enum": list(noun.orders), "default": next(iter(noun.orders))},
        "best_rule": {"type": "string", "enum": list(RULES), "default": RULES[0]},
        "as_known_at": ASKED[Type.UNTIL],
        "include_deleted": {"type": "boolean", "default": False},
    }
    return {"name": name, "in": "query", "description": CONTROLS[name], "schema": forms[name]}


ABOUT: Schema = {
    "count": {"type": "integer"},
    "next": {"type": ["string", "null"], "description": "Path of the next page."},
    "revision": {"type": "integer"},
    "licence": {"type": "string"},
    "caveat": {"type": "string"},
}
AROUND: Schema = {name: ABOUT[name] for name in ("revision", "licence", "caveat")}


def many(noun: Noun) -> Schema:
    """Return a JSON list of a noun's rows."""
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{noun.name}_row"}}


def schemas() -> Schema:
    """Return the named schemas."""
    text_or_none = {"type": ["string", "null"]}
    made: Schema = {
        "problem": {
            "type": "object",
            "description": "RFC 9457 problem details.",
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "parameter": {"type": "string"},
                "valid": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["type", "title", "status", "detail"],
        },
        "step": object_of(
            {
                "role": {"type": "string"},
                "name": {"type": "string"},
                "source": text_or_none,
                "verb": text_or_none,
                "stance": {"type": "string"},
            }
        ),
    }
    made["snapshot"] = snapshot_schema()
    for noun in NOUNS.values():
        made[f"{noun.name}_row"] = row_schema(noun)
        extra = {"feeds": many(FEEDS)} if noun is SOURCES else {}
        made[f"{noun.name}_list"] = object_of({"data": many(noun), **ABOUT, **extra}, noun.doc)
    made["timeline_row"] = object_of({column.name: column_schema(column) for column in TIMELINE_COLUMNS})
    made["timeline_list"] = object_of(
        {"data": {"type": "array", "items": {"$ref": "#/components/schemas/timeline_row"}}, **ABOUT}
    )
    return made


def snapshot_schema() -> Schema:
    """Return the schema of one frozen version."""
    text, number, none = {"type": "string"}, {"type": "integer"}, {"type": ["string", "null"]}
    counts = {"type": "object", "additionalProperties": number}
    return object_of(
        {
            "version": text,
            "created": text,
            "revision": number,
            "fingerprint": text | {"description": "SHA-256 over the checksums of the CSV files: the same data, the same one."},
            "citation": text,
            "previous": none | {"description": "The version that it is compared with."},
            "rows": counts | {"description": "How many rows each list has."},
            "changes": {"type": "object", "additionalProperties": counts},
            "url": text | {"description": "Path of its page."},
            "files": {"type": "array", "items": object_of({"name": text, "bytes": number, "sha256": none, "url": text})},
        },
        "One frozen version of the data.",
    )
