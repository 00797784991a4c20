"""The pages: server-rendered, no script, the same queries as the API."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.store import snapshot
from db.nouns import EVENTS
from db.queries import Query
from db.shapes import Shape

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def index() -> str:
    """Events with their ranges."""
    pairs = [(name, value) for name, value in request.args.items(multi=True) if value.strip()]
    query = Query.parse(EVENTS, pairs, limit=50)
    with snapshot() as reading:
        page = reading.page(query, Shape.CELLS)
        return render_template("events.html", events=page.rows)
