"""The OpenAPI 3.1 document, made from the declarations that validate the requests: it cannot say what the service does not do."""

from __future__ import annotations

import json
from functools import cache

from flask import Blueprint, Response, request

from aggregator.core.terms import CAVEAT, LICENCE, LICENCE_URL
from api import review_paths
from api.nouns import no_parameters
from api.paths import failures, list_paths, own_paths, path_id, single_paths, snapshot_paths, summary_paths
from api.reply import MEDIA
from api.schemas import Schema, control_schema, parameter_schema, schemas
from db.nouns import CLAIMS, FIGURES, NOUNS, RELATIONS
from db.parameters import FILTERS
from db.queries import CONTROLS

blueprint = Blueprint("openapi", __name__, url_prefix="/api/v1")


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
    response = Response(text(), mimetype=MEDIA["json"])
    response.add_etag()  # of its own: it changes with the program, not with the data
    response.make_conditional(request)
    return response
