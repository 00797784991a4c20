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
from db.queries import MOST, Query, names
from db.reading import Reading, Revision
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


class Whole:
    """One thing with all that belongs to it, as JSON: lists of up to MOST rows, and under `next` where longer ones go on.

    `asked` is the moment and the rule that the request names.
    """

    def __init__(self, reading: Reading, asked: Query | None = None) -> None:
        self._reading, self._asked = reading, asked
        self._parts: dict[str, str] = {}
        self._next: dict[str, str] = {}

    def put(self, name: str, text: str) -> None:
        """Add a part that is JSON already."""
        self._parts[name] = text

    def rows(self, name: str, noun: Noun, **filters: str) -> None:
        """Add the rows that match, and where the list goes on."""
        query = Query(noun=noun, limit=MOST)
        if self._asked is not None:
            rule = self._asked.best_rule if noun.ruled else query.best_rule
            query = replace(query, as_known_at=self._asked.as_known_at, best_rule=rule)
        for key, value in filters.items():
            query = query.having(key, value)
        page = self._reading.page(query)
        self.put(name, "[" + ",".join(page.rows) + "]")
        if page.cursor:
            asked = [(key, value) for key, value in request.args.items(multi=True) if key in names(noun)]
            where = urlencode([*filters.items(), *asked, ("limit", MOST), ("cursor", page.cursor)])
            self._next[name] = f"/api/v1/{noun.name}?{where}"

    def reply(self, revision: Revision) -> Response:
        """Return the object."""
        about = {"next": self._next, "revision": revision, "licence": LICENCE, "caveat": CAVEAT}
        body = "{" + ",".join(f'"{name}":{text}' for name, text in self._parts.items()) + "," + json.dumps(about)[1:] + "\n"
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
        whole = Whole(reading, query)
        whole.put("event", reading.one(EVENTS, identity, Shape.JSON, known=known, rule=query.best_rule))
        for name, noun in (("estimates", FIGURES), ("relations", RELATIONS), ("claims", CLAIMS), ("documents", DOCUMENTS)):
            whole.rows(name, noun, event=identity)
        return whole.reply(revision)


@blueprint.get("/sources/<identity>")
def source(identity: str) -> Response:
    """A canonical source, its latest claims, and where others disagree with it."""
    no_parameters()
    with snapshot() as reading:
        revision = reading.revision()
        if same := unchanged(revision):
            return same
        whole = Whole(reading)
        whole.put("source", reading.one(SOURCES, identity, Shape.JSON))
        whole.rows("claims", CLAIMS, claimant=identity)
        whole.put("others", json.dumps([plain(other) for other in compared(reading, identity)], ensure_ascii=False))
        return whole.reply(revision)


@blueprint.get("/documents/<identity>")
def document(identity: str) -> Response:
    """A document's metadata and the sentences of its claims; its text only where its licence allows."""
    no_parameters()
    with snapshot() as reading:
        revision = reading.revision()
        if same := unchanged(revision):
            return same
        whole = Whole(reading)
        whole.put("document", reading.one(DOCUMENTS, identity, Shape.JSON))
        whole.rows("claims", CLAIMS, document=identity)
        whole.put("text", json.dumps(open_text(reading, identity), ensure_ascii=False))
        return whole.reply(revision)
