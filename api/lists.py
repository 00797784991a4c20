"""Every list under /api/v1, in every format, from the same query object."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from aggregator.core.errors import UnknownName
from api.reply import MEDIA, dated, envelope, listed, next_url
from api.store import snapshot
from db.nouns import NOUNS, Noun
from db.queries import MOST, USUAL, Query, names
from db.reading import Reading

blueprint = Blueprint("lists", __name__, url_prefix="/api/v1")
FORMATS = ("json", "csv", "ndjson", "parquet")
HEALTH = ("sources", "feeds")
MORE_FORMATS = {"events": ("geojson",)}


def asked(noun: Noun, kind: str) -> Query:
    """Return the query of the current request; a file without a limit holds every row."""
    return Query.parse(noun, request.args.items(multi=True), limit=USUAL if kind == "json" else None)


@blueprint.get("/<any(claims, events, figures, relations, conflicts, sources, feeds, documents, changes):name>")
@blueprint.get("/<any(claims, events, figures, relations, conflicts, sources, feeds, documents, changes):name>.<kind>")
def rows(name: str, kind: str = "json") -> Response:
    """One list. `/sources` as JSON also shows the feeds and how they fare, which changes without the data changing."""
    formats = (*FORMATS, *MORE_FORMATS.get(name, ()))
    if kind not in formats:
        abort(404, f"{name} come as {', '.join(formats)}")
    query = asked(NOUNS[name], kind)
    with snapshot() as reading:
        if name in HEALTH:
            return untagged(
                health(reading, query) if (name, kind) == ("sources", "json") else listed(reading, query, kind, tagged=False)
            )
        return listed(reading, query, kind)


def health(reading: Reading, query: Query) -> Response:
    """Return the canonical sources and, beside them, the feeds."""
    page, revision = reading.page(query), reading.revision()
    feeds = reading.page(Query(noun=NOUNS["feeds"], limit=MOST)).rows
    following = next_url(query, page.cursor)
    text = envelope(page.rows, following, revision)
    body = text.rstrip()[:-1] + ',"feeds":[' + ",".join(feeds) + "]}\n"
    return dated(Response(body, mimetype=MEDIA["json"]), revision)


def untagged(response: Response) -> Response:
    """Take the ETag away: what this reply shows can change without a change of the data."""
    response.headers.pop("ETag", None)
    return response


@blueprint.get("/events/<identity>/<any(claims, figures, relations):name>")
@blueprint.get("/events/<identity>/<any(claims, figures, relations):name>.<kind>")
def rows_of_event(identity: str, name: str, kind: str = "json") -> Response:
    """One event's claims, figures or relations."""
    if kind not in FORMATS:
        abort(404, f"{name} come as {', '.join(FORMATS)}")
    if "event" in request.args:
        raise UnknownName("the address names the event", field="event", valid=[n for n in names(NOUNS[name]) if n != "event"])
    query = asked(NOUNS[name], kind).having("event", identity)
    with snapshot() as reading:
        reading.one(NOUNS["events"], identity, known=query.as_known_at)
        return listed(reading, query, kind)
