"""The OpenAPI 3.1 document, made from the declarations that validate the requests: it cannot say what the service does not do."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from flask import Blueprint, Response

from aggregator.core.terms import CAVEAT, LICENCE, LICENCE_URL
from api import review_paths
from api.nouns import no_parameters
from api.reply import MEDIA
from db.columns import RULES, Column, Type
from db.nouns import CLAIMS, DOCUMENTS, EVENTS, FEEDS, FIGURES, NOUNS, RELATIONS, SOURCES, Noun
from db.parameters import FILTERS, Parameter
from db.queries import CONTROLS, MOST, USUAL, names
from db.summaries import FACETS, TIMELINE_COLUMNS, WIDTHS
from db.values import LONGEST, MOST_VALUES

blueprint = Blueprint("openapi", __name__, url_prefix="/api/v1")
Schema = dict[str, Any]

DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
FORMS: dict[Type, Schema] = {
    Type.INTEGER: {"type": "integer"},
    Type.NUMBER: {"type": "number"},
    Type.BOOLEAN: {"type": "boolean"},
    Type.LIST: {"type": "array", "items": {"type": "string"}},
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


def parameters(noun: Noun, *only: str) -> list[Schema]:
    """Return every parameter of a list, or the filters and only these controls."""
    controls = [name for name in CONTROLS if name in names(noun) and (not only or name in only)]
    shared = [*(p.name for p in noun.parameters()), *(name for name in controls if name != "sort")]
    sorts = [control_schema(noun, "sort")] if "sort" in controls else []
    return [*({"$ref": f"#/components/parameters/{name}"} for name in shared), *sorts]


def reply(description: str, media: str, schema: Schema | None = None) -> Schema:
    """Return a 200 with the headers that name the data, and a 304."""
    content: Schema = {media: {"schema": schema} if schema else {}}
    return {
        "200": {
            "description": description,
            "headers": {
                "ETag": {"schema": {"type": "string"}, "description": "The data revision."},
                "X-Data-Version": {"schema": {"type": "string"}, "description": "The data revision."},
                "X-Licence": {"schema": {"type": "string"}},
            },
            "content": content,
        },
        "304": {"description": "Nothing changed since the revision in If-None-Match."},
    }


def failures(*codes: int) -> Schema:
    """Return the error replies."""
    words = {
        400: "A parameter is unknown, repeated or wrong; the valid ones are named.",
        404: "Nothing has that id.",
        414: "The URL is too long.",
        429: "Too many requests from one address; Retry-After says when to come back.",
        431: "The request's head is too long for the server to read.",
        503: "The question took longer than its budget, or the store cannot be read.",
    }
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
    told = {str(code): {"description": words[code], "content": content} for code in codes}
    return told | {"431": {"description": words[431], "content": {"text/plain": {}}}}


def operation(name: str, summary: str, given: list[Schema], replies: Schema, *codes: int) -> Schema:
    """Return a path with its one operation."""
    told = replies | failures(*codes, 414, 429, 503)
    return {"get": {"operationId": name, "summary": summary, "parameters": given, "responses": told}}


def list_paths(base: str, noun: Noun, name: str, before: list[Schema], *codes: int) -> Schema:
    """Return a list's paths: JSON, CSV, NDJSON and Parquet, GeoJSON for events."""
    given = [*before, *parameters(noun)]
    listed = {"$ref": f"#/components/schemas/{noun.name}_list"}
    made = {
        base: operation(name, noun.doc, given, reply("A page of rows.", MEDIA["json"], listed), 400, *codes),
        base + ".csv": operation(
            f"{name}_csv", noun.doc, given, reply("Every row.", "text/csv", {"type": "string"}), 400, *codes
        ),
        base + ".ndjson": operation(f"{name}_ndjson", noun.doc, given, reply("A row a line.", MEDIA["ndjson"]), 400, *codes),
        base + ".parquet": operation(
            f"{name}_parquet", noun.doc, given, reply("Every row, typed.", MEDIA["parquet"]), 400, *codes
        ),
    }
    if base in ("/api/v1/conflicts", "/api/v1/relations"):
        made[base + ".atom"] = operation(
            f"{name}_atom", "The newest of them as an Atom feed.", given, reply("A feed.", "application/atom+xml"), 400, *codes
        )
    if base == "/api/v1/events":
        made[base + ".geojson"] = operation(
            f"{name}_geojson", noun.doc, given, reply("A feature an event.", MEDIA["geojson"], {"type": "object"}), 400, *codes
        )
    return made


def path_id(what: str, example: str = "") -> Schema:
    """Return the id in a path."""
    made: Schema = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": f"The {what}'s id.",
        "schema": {"type": "string", "minLength": 1},
    }
    return made | ({"example": example} if example else {})


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


def single_paths() -> Schema:
    """Return the paths of one thing by its id."""
    row = {noun.name: {"$ref": f"#/components/schemas/{noun.name}_row"} for noun in (EVENTS, SOURCES, DOCUMENTS)}
    event = object_of(
        {
            "event": row["events"],
            "estimates": many(FIGURES),
            "relations": many(RELATIONS),
            "claims": many(CLAIMS),
            "documents": many(DOCUMENTS),
            **AROUND,
        }
    )
    source = object_of(
        {"source": row["sources"], "claims": many(CLAIMS), "others": {"type": "array", "items": {"type": "object"}}, **AROUND}
    )
    text = {"type": ["string", "null"], "description": "The whole text, only where the licence allows."}
    document = object_of({"document": row["documents"], "claims": many(CLAIMS), "text": text, **AROUND})
    known = [control_schema(EVENTS, name) for name in ("best_rule", "as_known_at")]
    moved = {"301": {"description": "The event was merged; Location names the one it is now."}}
    base = "/api/v1"
    return {
        f"{base}/events/{{id}}": operation(
            "event",
            "One event with its estimates, relations, claims and documents.",
            [path_id("event"), *known],
            reply("The event.", MEDIA["json"], event) | moved,
            400,
            404,
        ),
        f"{base}/sources/{{id}}": operation(
            "source", "One source.", [path_id("source")], reply("The source.", MEDIA["json"], source), 400, 404
        ),
        f"{base}/documents/{{id}}": operation(
            "document",
            "One document: metadata and claims.",
            [path_id("document")],
            reply("The document.", MEDIA["json"], document),
            400,
            404,
        ),
    }


def summary_paths() -> Schema:
    """Return /facets and /timeline."""
    every = sorted({name for fields in FACETS.values() for name in fields})
    of = {
        "name": "of",
        "in": "query",
        "description": "What is counted.",
        "schema": {"type": "string", "enum": list(FACETS), "default": "claims"},
    }
    facet = {
        "name": "facet",
        "in": "query",
        "description": "Which fields; all when absent.",
        "style": "form",
        "explode": False,
        "schema": {"type": "array", "minItems": 1, "items": {"type": "string", "enum": every}},
    }
    by = {
        "name": "by",
        "in": "query",
        "description": "How long a period is.",
        "schema": {"type": "string", "enum": list(WIDTHS), "default": "month"},
    }
    times = ("as_known_at", "include_deleted")
    listed = {"$ref": "#/components/schemas/timeline_list"}
    facets = object_of({"data": {"type": "array", "items": {"type": "object"}}, **ABOUT})
    timeline = [by, *parameters(FIGURES, *times)]
    base = "/api/v1"
    return {
        f"{base}/facets": operation(
            "facets",
            "How many rows have each value.",
            [of, facet, *parameters(CLAIMS, *times)],
            reply("Counts.", MEDIA["json"], facets),
            400,
        ),
        f"{base}/timeline": operation(
            "timeline", "Events by when they began.", timeline, reply("Periods.", MEDIA["json"], listed), 400
        ),
        f"{base}/timeline.csv": operation(
            "timeline_csv", "The same as CSV.", timeline, reply("Periods.", "text/csv", {"type": "string"}), 400
        ),
        f"{base}/timeline.ndjson": operation(
            "timeline_ndjson", "The same, a row a line.", timeline, reply("Periods.", MEDIA["ndjson"]), 400
        ),
        f"{base}/timeline.parquet": operation(
            "timeline_parquet", "The same as Parquet.", timeline, reply("Periods.", MEDIA["parquet"]), 400
        ),
    }


def snapshot_paths() -> Schema:
    """Return the frozen versions; their files are at the addresses they name."""
    version = path_id("snapshot") | {"description": "The snapshot's version, or `latest`."}
    one = {"$ref": "#/components/schemas/snapshot"}
    shared = {name: ABOUT[name] for name in ("licence", "caveat")}
    listed = object_of({"data": {"type": "array", "items": one}, "count": ABOUT["count"], **shared})
    told = {"304": {"description": "Nothing changed since the ETag in If-None-Match."}}
    base = "/api/v1/snapshots"
    return {
        base: operation(
            "snapshots",
            "Every frozen version, the newest first.",
            [],
            {"200": {"description": "The versions.", "content": {MEDIA["json"]: {"schema": listed}}}} | told,
            400,
        ),
        f"{base}/{{id}}": operation(
            "snapshot",
            "One frozen version with its files.",
            [version],
            {
                "200": {
                    "description": "The version.",
                    "content": {MEDIA["json"]: {"schema": object_of({"snapshot": one, **shared})}},
                }
            }
            | told,
            400,
            404,
        ),
    }


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


def own_paths() -> Schema:
    """Return what the service says about itself."""
    plain = {"200": {"description": "It does.", "content": {MEDIA["json"]: {"schema": {"type": "object"}}}}}
    base = "/api/v1"
    return {
        f"{base}/codebook": operation(
            "codebook",
            "Every list, column, parameter and value.",
            [],
            reply("The codebook.", MEDIA["json"], {"type": "object"}),
            400,
        ),
        f"{base}/codebook.csv": operation(
            "codebook_csv", "Its columns as a table.", [], reply("The codebook.", "text/csv", {"type": "string"}), 400
        ),
        f"{base}/openapi.json": operation("openapi", "This document.", [], plain, 400),
        f"{base}/health": operation("health", "Whether the process answers.", [], plain, 400),
        f"{base}/ready": operation("ready", "Whether the store can be read.", [], plain, 400),
        f"{base}/metrics": operation(
            "metrics", "Counters for Prometheus.", [], {"200": {"description": "Text.", "content": {"text/plain": {}}}}, 400
        ),
    }


@cache
def document() -> Schema:
    """Return the whole document."""
    paths: Schema = {}
    for noun in NOUNS.values():
        paths |= list_paths(f"/api/v1/{noun.name}", noun, noun.name, [])
    for noun in (CLAIMS, FIGURES, RELATIONS):
        paths |= list_paths(f"/api/v1/events/{{id}}/{noun.name}", noun, f"event_{noun.name}", [path_id("event")], 404)
    paths |= single_paths() | summary_paths() | snapshot_paths() | own_paths() | review_paths.paths(failures)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Casualty figures",
            "version": "1",
            "summary": "Casualty claims with bounds, sources and words; ranges and explained conflicts instead of one number.",
            "description": CAVEAT,
            "license": {"name": LICENCE, "url": LICENCE_URL},
        },
        "paths": paths,
        "components": {
            "securitySchemes": {"token": review_paths.BEARER},
            "schemas": schemas() | {"decision": review_paths.decision_schema()},
            "parameters": {p.name: parameter_schema(p) for p in FILTERS}
            | {name: control_schema(CLAIMS, name) for name in CONTROLS if name != "sort"},
        },
    }


@cache
def text() -> str:
    """Return it as JSON text."""
    return json.dumps(document(), ensure_ascii=False) + "\n"


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """This document."""
    no_parameters()
    return Response(text(), mimetype=MEDIA["json"])
