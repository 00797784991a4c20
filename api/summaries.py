"""/facets and /timeline: counts over what the filters match."""

from __future__ import annotations

import json
from contextlib import nullcontext

from flask import Blueprint, Response, abort, request

from api.lists import FORMATS
from api.reply import MEDIA, about, dated, envelope, unchanged
from api.store import snapshot, store
from db import summaries
from db.files import SHAPES, written
from db.nouns import FIGURES
from db.queries import Query
from db.shapes import Shape

blueprint = Blueprint("summaries", __name__, url_prefix="/api/v1")
TIMES = ("as_known_at", "include_deleted")
FACET_EXTRA = ("of", "facet")
TIMELINE_EXTRA = ("by",)


@blueprint.get("/facets")
def facets() -> Response:
    """How many claims (or events) have each value of each field."""
    of = summaries.one_of("of", request.args.get("of", "claims"), summaries.FACETS)
    query = Query.parse(summaries.NOUN_OF[of], request.args.items(multi=True), controls=TIMES, extra=FACET_EXTRA)
    asked = request.args["facet"].split(",") if "facet" in request.args else []
    wanted = [summaries.one_of("facet", name.strip(), summaries.FACETS[of]) for name in asked]
    with snapshot() as reading:
        revision = reading.revision()
        if same := unchanged(revision):
            return same
        found = summaries.facets(reading, query, wanted)
    rows = [
        json.dumps(
            {
                "facet": facet.name,
                "values": [{"value": value, "count": amount} for value, amount in facet.values],
                "others": facet.others,
            },
            ensure_ascii=False,
        )
        for facet in found
    ]
    return dated(Response(envelope(rows, None, revision), mimetype=MEDIA["json"]), revision)


@blueprint.get("/timeline")
@blueprint.get("/timeline.<kind>")
def timeline(kind: str = "json") -> Response:
    """Events by when they began, with the outer bounds of their tolls."""
    if kind not in FORMATS:
        abort(404, f"timeline comes as {', '.join(FORMATS)}")
    query = Query.parse(FIGURES, request.args.items(multi=True), controls=TIMES, extra=TIMELINE_EXTRA)
    by = summaries.one_of("by", request.args.get("by", "month"), summaries.WIDTHS)
    with snapshot() as reading:
        revision = reading.revision()
        if same := unchanged(revision):
            return same
        shape = SHAPES.get(kind, Shape.JSON)
        rows = summaries.timeline(reading, query, by, shape)
    if kind == "json":
        return dated(Response(envelope(rows, None, revision), mimetype=MEDIA["json"]), revision)
    with store().writer() if kind == "parquet" else nullcontext():
        body = b"".join(written(summaries.TIMELINE_COLUMNS, kind, [rows], about(revision), lasting=True))
    return dated(Response(body, content_type=MEDIA[kind]), revision)
