"""The review endpoints in the OpenAPI document, from the declarations that check their bodies."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from api.bodies import KEY, LONGEST_KEY, VALUE, VALUES, VERBS, Verb
from db.queries import MOST, USUAL

Schema = dict[str, Any]
BASE = "/api/v1/review"
BEARER: Schema = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token made by `python -m aggregator tokens add NAME`; review is off unless FIGURES_REVIEW=on.",
}
PROBLEM: Schema = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
REFUSED = {
    401: "The token is missing or not valid.",
    403: "There is no token yet, or this one has another scope.",
    404: "Review is off, or nothing has that id.",
    409: "It is undone already.",
    413: "The body is too large.",
    415: "The body is not application/json.",
    422: "The Idempotency-Key came with another request before.",
}
CONTROLS: tuple[Schema, ...] = (
    {"name": "target", "in": "query", "description": "Of this claim or event.", "schema": {"type": "string", "minLength": 1}},
    {
        "name": "after",
        "in": "query",
        "description": "After this number.",
        "schema": {"type": "integer", "minimum": 0, "maximum": 2**53},
    },
    {
        "name": "limit",
        "in": "query",
        "description": "How many.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    },
)


ONCE: Schema = {
    "name": KEY,
    "in": "header",
    "description": "A text of the caller's own, such as a UUID: the same request under the same key is decided once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
}


def decision_schema() -> Schema:
    """Return the schema of a decision or an undoing."""
    text, number = {"type": ["string", "null"]}, {"type": ["integer", "null"]}
    properties: Schema = {
        "id": {"type": "integer"},
        "at": {"type": "string", "description": "When."},
        "author": {"type": "string", "description": "Who: the token's name, or whoever the command line said."},
        "token": text | {"description": "The id of the token; null for the command line."},
        "reason": {"type": "string"},
        "action": {"type": "string", "enum": list(VERBS)},
        "target": {"type": "string", "description": "The claim or event."},
        "field": text,
        "value": text,
        "other": text | {"description": "Of a merge: the other event."},
        "documents": {"type": "array", "items": {"type": "string"}, "description": "Of a merge: all. Of a split: who leave."},
        "undoes": number | {"description": "Of an undoing: the decision that it undoes."},
        "undone_by": number | {"description": "The undoing that ended it."},
    }
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def paths(failures: Callable[..., Schema]) -> Schema:
    """Return the paths; `failures` gives the error replies that every operation has."""
    refused = {str(code): {"description": words, "content": PROBLEM} for code, words in REFUSED.items()}
    asking = {code: refused[code] for code in ("401", "403", "404")}
    row = {"$ref": "#/components/schemas/decision"}
    listed: Schema = {
        "type": "object",
        "properties": {
            "data": {"type": "array", "items": row},
            "count": {"type": "integer"},
            "after": {"type": ["integer", "null"], "description": "Ask again with after=N for more."},
        },
        "required": ["data", "count", "after"],
        "additionalProperties": False,
    }
    number = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}, "example": 1}
    made: Schema = {
        f"{BASE}/decisions": {
            "get": operation("decisions", "Decisions, oldest first.", list(CONTROLS), {"200": reply(listed)} | asking)
        },
        f"{BASE}/decisions/{{id}}": {
            "get": operation("decision", "One decision.", [number], {"200": reply(made_schema(row))} | asking)
        },
    }
    for verb in VERBS.values():
        rest = {code: words for code, words in refused.items() if code != "409" or verb.name == "undo"}
        replies = {"201": reply(made_schema(row)), "202": reply(made_schema(row), "Kept; applied soon.")} | rest
        made[f"{BASE}/{verb.name}"] = {"post": operation(verb.name, verb.doc, [ONCE], replies) | {"requestBody": body(verb)}}
    for operations in made.values():
        for each in operations.values():
            each["responses"] = failures(400, 414, 429, 503) | each["responses"]
    return made


def operation(name: str, summary: str, given: list[Schema], replies: Mapping[str, Schema]) -> Schema:
    """Return one operation, which needs a token."""
    return {
        "operationId": f"review_{name}",
        "summary": summary,
        "tags": ["review"],
        "security": [{"token": []}],
        "parameters": given,
        "responses": dict(replies),
    }


def reply(schema: Schema, description: str = "It is done.") -> Schema:
    """Return a reply of JSON."""
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def made_schema(row: Schema) -> Schema:
    """Return what a decision is answered with."""
    properties: Schema = {
        "decision": row,
        "applied": {"type": "boolean", "description": "Whether ranges and relations follow it already."},
        "revision": {"type": "integer"},
    }
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def body(verb: Verb) -> Schema:
    """Return the request body of a verb."""
    schema: Schema = {
        "type": "object",
        "properties": {field.name: dict(field.schema) | {"description": field.doc} for field in verb.fields},
        "required": [field.name for field in verb.fields],
        "additionalProperties": False,
    }
    if VALUE in verb.fields:
        kinds: dict[str, tuple[Schema, list[str]]] = {}
        for name, value in VALUES.items():
            kinds.setdefault(json.dumps(value), (value, []))[1].append(name)
        schema["oneOf"] = [{"properties": {"field": {"enum": names}, "value": value}} for value, names in kinds.values()]
    return {"required": True, "content": {"application/json": {"schema": schema}}}
