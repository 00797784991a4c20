"""Every list under /api/v1, in every format, from the same query object."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from api.reply import listed
from api.store import snapshot
from db.nouns import NOUNS, Noun
from db.queries import USUAL, Query

blueprint = Blueprint("lists", __name__, url_prefix="/api/v1")
FORMATS = ("json", "csv", "ndjson")
LISTS = ("claims", "events", "figures", "relations", "conflicts", "sources", "feeds", "documents", "changes")


def asked(noun: Noun, kind: str) -> Query:
    """Return the query of the current request; a file without a limit holds every row."""
    return Query.parse(noun, request.args.items(multi=True), limit=USUAL if kind == "json" else None)


@blueprint.get("/<any(claims, events, figures, relations, conflicts, sources, feeds, documents, changes):name>")
@blueprint.get("/<any(claims, events, figures, relations, conflicts, sources, feeds, documents, changes):name>.<kind>")
def rows(name: str, kind: str = "json") -> Response:
    """One list."""
    if kind not in FORMATS:
        abort(404, f"{name} come as {', '.join(FORMATS)}")
    query = asked(NOUNS[name], kind)
    with snapshot() as reading:
        return listed(reading, query, kind)


@blueprint.get("/events/<identity>/<any(claims, figures, relations):name>")
@blueprint.get("/events/<identity>/<any(claims, figures, relations):name>.<kind>")
def rows_of_event(identity: str, name: str, kind: str = "json") -> Response:
    """One event's claims, figures or relations."""
    if kind not in FORMATS:
        abort(404, f"{name} come as {', '.join(FORMATS)}")
    query = asked(NOUNS[name], kind).having("event", identity)
    with snapshot() as reading:
        reading.one(NOUNS["events"], identity, known=query.as_known_at)
        return listed(reading, query, kind)
