"""New conflicts, or relations of any type (revisions, denials), as an Atom feed (RFC 4287), filtered as the list is."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, request

from api.reply import dated, unchanged
from api.store import snapshot
from api.words import RELATIONS
from db.nouns import NOUNS
from db.queries import Query
from db.shapes import Shape

blueprint = Blueprint("atom", __name__, url_prefix="/api/v1")
LATEST = 50
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER = "1970-01-01T00:00:00Z"


@blueprint.get("/conflicts.atom", defaults={"name": "conflicts"})
@blueprint.get("/relations.atom", defaults={"name": "relations"})
def feed(name: str) -> Response:
    """The latest that the filters match, newest first."""
    given = list(request.args.items(multi=True))
    query = Query.parse(NOUNS[name], [*given, ("sort", "-known")] if "sort" not in request.args else given, limit=LATEST)
    with snapshot() as reading:
        revision = reading.revision()
        if same := unchanged(revision):
            return same
        rows = reading.page(query, Shape.CELLS).rows
    base = request.host_url
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{escape(request.url)}</id>\n<title>Casualty figures: {name}</title>\n"
        f"<updated>{max((row.known_at for row in rows), default=NEVER)}</updated>\n"
        f'<link rel="self" href={quoteattr(request.url)}/>\n<link href={quoteattr(base + "conflicts")}/>\n'
        "<author><name>Casualty figures</name></author>\n"
    )
    body = head + "".join(entry(row, base) for row in rows) + "</feed>\n"
    return dated(Response(body, mimetype="application/atom+xml"), revision)


def entry(row: Any, base: str) -> str:
    """Return one relation as an entry; its id names the relation, which never changes its meaning."""
    what = f"{row.size or 'a'} conflict" if row.type.startswith("conflict") else RELATIONS.get(row.type, row.type).lower()
    title = f"{row.event_title or 'Event'}: {what}"
    return (
        f"<entry><id>urn:casualty-figures:relation:{clean(row.id)}</id><title>{clean(title)}</title>"
        f"<updated>{clean(row.known_at)}</updated><link href={quoteattr(NO_XML.sub('', f'{base}events/{row.event}'))}/>"
        f"<summary>{clean(row.explanation)}</summary></entry>\n"
    )


def clean(text: str) -> str:
    """Return text as XML may hold it."""
    return escape(NO_XML.sub("", text))
