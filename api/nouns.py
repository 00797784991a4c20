"""One thing by its id: an event with all that is said of it, a source, a document."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from aggregator.core.errors import UnknownName
from aggregator.core.plain import plain
from aggregator.core.terms import CAVEAT, LICENCE
from api.reply import MEDIA, dated, unchanged
from api.store import snapshot
from db.details import compared, open_text
from db.nouns import CLAIMS, DOCUMENTS, EVENTS, FIGURES, RELATIONS, SOURCES, Noun
from db.queries import MOST, Query
from db.reading import Reading
from db.shapes import Shape

blueprint = Blueprint("nouns", __name__, url_prefix="/api/v1")


def no_parameters(*but: str) -> None:
    """Refuse parameters that would be ignored."""
    for name in request.args:
        if name not in but:
            raise UnknownName(f"this address takes no parameter {name!r}", field=name, valid=but or ("none",))


def moved(path: str) -> str:
    """Return a path of ours with this request's parameters: what was asked is asked there again."""
    return f"{path}?{urlencode(list(request.args.items(multi=True)))}" if request.args else path


def texts(reading: Reading, noun: Noun, asked: Query | None = None, **filters: str) -> str:
    """Return up to MOST rows that match, as a JSON list, at the moment and under the rule that `asked` names."""
    query = Query(noun=noun, limit=MOST)
    if asked is not None:
        query = replace(query, as_known_at=asked.as_known_at, best_rule=asked.best_rule)
    for name, value in filters.items():
        query = query.having(name, value)
    return "[" + ",".join(reading.page(query).rows) + "]"


def whole(parts: dict[str, str], revision: int) -> Response:
    """Return one JSON object of parts that are JSON already."""
    about = {"revision": revision, "licence": LICENCE, "caveat": CAVEAT}
    body = "{" + ",".join(f'"{name}":{text}' for name, text in parts.items()) + "," + json.dumps(about)[1:] + "\n"
    return dated(Response(body, mimetype=MEDIA["json"]), revision)


@blueprint.get("/events/<identity>")
def event(identity: str) -> BaseResponse:
    """An event with its estimates, relations, claims and documents; one that was merged leads to where it went."""
    no_parameters("as_known_at", "best_rule")
    query = Query.parse(EVENTS, request.args.items(multi=True))
    with snapshot() as reading:
        revision = reading.revision()
        if same := unchanged(revision):
            return same
        known = query.as_known_at
        found = reading.one(EVENTS, identity, known=known)
        if found.merged_into and not known:
            return redirect(moved(f"/api/v1/events/{found.merged_into}"), 301)
        return whole(
            {
                "event": reading.one(EVENTS, identity, Shape.JSON, known=known, rule=query.best_rule),
                "estimates": texts(reading, FIGURES, query, event=identity),
                "relations": texts(reading, RELATIONS, query, event=identity),
                "claims": texts(reading, CLAIMS, query, event=identity),
                "documents": texts(reading, DOCUMENTS, query, event=identity),
            },
            revision,
        )


@blueprint.get("/sources/<identity>")
def source(identity: str) -> Response:
    """A canonical source, its latest claims, and where others disagree with it."""
    no_parameters()
    with snapshot() as reading:
        revision = reading.revision()
        if same := unchanged(revision):
            return same
        return whole(
            {
                "source": reading.one(SOURCES, identity, Shape.JSON),
                "claims": texts(reading, CLAIMS, claimant=identity),
                "others": json.dumps([plain(other) for other in compared(reading, identity)], ensure_ascii=False),
            },
            revision,
        )


@blueprint.get("/documents/<identity>")
def document(identity: str) -> Response:
    """A document's metadata and the sentences of its claims; its text only where its licence allows."""
    no_parameters()
    with snapshot() as reading:
        revision = reading.revision()
        if same := unchanged(revision):
            return same
        return whole(
            {
                "document": reading.one(DOCUMENTS, identity, Shape.JSON),
                "claims": texts(reading, CLAIMS, document=identity),
                "text": json.dumps(open_text(reading, identity), ensure_ascii=False),
            },
            revision,
        )
