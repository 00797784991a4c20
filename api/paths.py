"""The paths of the OpenAPI document: what can be asked where, and how it is answered or refused."""

from __future__ import annotations

from collections.abc import Sequence

from api.reply import MEDIA
from api.schemas import ABOUT, AROUND, Schema, control_schema, many, object_of
from db.nouns import CLAIMS, DOCUMENTS, EVENTS, FIGURES, RELATIONS, SOURCES, Noun
from db.queries import CONTROLS, MOST, names
from db.summaries import FACETS, WIDTHS


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
    taken = [{"$ref": "#/components/parameters/event"}] if before else []  # the path names it
    given = [*before, *(each for each in parameters(noun) if each not in taken)]
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


def single_paths() -> Schema:
    """Return the paths of one thing by its id."""
    row = {noun.name: {"$ref": f"#/components/schemas/{noun.name}_row"} for noun in (EVENTS, SOURCES, DOCUMENTS)}
    event = {
        "event": row["events"],
        "estimates": many(FIGURES),
        "relations": many(RELATIONS),
        "claims": many(CLAIMS),
        "documents": many(DOCUMENTS),
    }
    source = {"source": row["sources"], "claims": many(CLAIMS), "others": {"type": "array", "items": {"type": "object"}}}
    text = {"type": ["string", "null"], "description": "The whole text, only where the licence allows."}
    document = {"document": row["documents"], "claims": many(CLAIMS), "text": text}
    known = [control_schema(EVENTS, name) for name in ("best_rule", "as_known_at")]
    moved = {"301": {"description": "The event was merged; Location names the one it is now."}}
    return {
        **single("event", "One event with its estimates, relations, claims and documents.", event, known, moved),
        **single("source", "One source.", source),
        **single("document", "One document: metadata and claims.", document),
    }


def single(name: str, summary: str, fields: Schema, given: Sequence[Schema] = (), other: Schema | None = None) -> Schema:
    """Return the path of one thing by its id, which is answered with these fields; `other` are replies of its own."""
    following = {
        "type": "object",
        "description": f"Of each list with more than the {MOST:,} rows here, the path of its next page.",
        "additionalProperties": {"type": "string"},
    }
    replies = reply(f"The {name}.", MEDIA["json"], object_of({**fields, "next": following, **AROUND}))
    told = operation(name, summary, [path_id(name), *given], replies | (other or {}), 400, 404)
    return {f"/api/v1/{name}s/{{id}}": told}


def summary_paths() -> Schema:
    """Return /facets and /timeline."""
    every = sorted({name for fields in FACETS.values() for name in fields})
    of = choice("of", "What is counted.", list(FACETS), "claims")
    facet = {
        "name": "facet",
        "in": "query",
        "description": "Which fields; all when absent.",
        "style": "form",
        "explode": False,
        "schema": {"type": "array", "minItems": 1, "items": {"type": "string", "enum": every}},
    }
    by = choice("by", "How long a period is.", list(WIDTHS), "month")
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
        **{
            f"{base}/timeline.{kind}": operation(f"timeline_{kind}", words, timeline, reply("Periods.", *content), 400)
            for kind, words, content in (
                ("csv", "The same as CSV.", ("text/csv", {"type": "string"})),
                ("ndjson", "The same, a row a line.", (MEDIA["ndjson"],)),
                ("parquet", "The same as Parquet.", (MEDIA["parquet"],)),
            )
        },
    }


def choice(name: str, doc: str, values: list[str], usual: str) -> Schema:
    """Return a parameter that is one of these words."""
    schema = {"type": "string", "enum": values, "default": usual}
    return {"name": name, "in": "query", "description": doc, "schema": schema}


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
