"""The service about itself: health, readiness, metrics, the codebook and the OpenAPI document."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from api.nouns import no_parameters
from api.reply import MEDIA
from api.store import snapshot

blueprint = Blueprint("service", __name__, url_prefix="/api/v1")


def said(body: dict[str, object], status: int = 200) -> Response:
    """Return a JSON reply that is never kept."""
    response = Response(json.dumps(body) + "\n", status, mimetype=MEDIA["json"])
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/health")
def health() -> Response:
    """The process answers."""
    no_parameters()
    return said({"status": "ok"})


@blueprint.get("/ready")
def ready() -> Response:
    """The store can be read; a StoreError on the way is a 503."""
    no_parameters()
    with snapshot() as reading:
        return said({"status": "ready", "revision": reading.revision()})
