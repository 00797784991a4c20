"""The review page: a person's decision by a plain form, without a script and without a cookie.

The token goes along in the form's body (RFC 6750, section 2.2) each time, typed or filled in by the browser's own store. Nothing
of it stays here, so there is nothing that another site could make a browser send along; a form sent twice is decided once.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from api import review
from api.bodies import VALUES, VERBS, Verb, checked, read_once
from api.forms import filled, no_query
from api.nouns import no_parameters
from api.pages import of_event
from api.store import snapshot
from db.nouns import CLAIMS, EVENTS

blueprint = Blueprint("decide", __name__, url_prefix="/review")
blueprint.before_request(review.must_be_on)


@blueprint.get("")
def page() -> Response:
    """The form for a claim or an event, or the question for which one."""
    no_query("claim", "event")
    asked = dict(filled())
    found: dict[str, Any] = {}
    with snapshot() as reading:
        if "claim" in asked:
            found["claim"] = reading.one(CLAIMS, asked["claim"].strip())
        elif "event" in asked:
            found["event"] = reading.one(EVENTS, asked["event"].strip())
            found["claims"] = of_event(reading, CLAIMS, found["event"].id)
            found["documents"] = {c.document: c for c in found["claims"]}
    return shown(fields=list(VALUES), **found)


@blueprint.post("")
def decide() -> Response:
    """Keep what the form says, as the API does, and say what became of it."""
    no_parameters()
    if request.mimetype != "application/x-www-form-urlencoded":
        abort(415, "this takes what the form on this page sends")
    token = request.form.get("token", "").strip()
    review.let_in(token, given=bool(token))
    verb = VERBS.get(request.form.get("verb", ""))
    if verb is None:
        abort(400, f"choose what to decide; valid: {', '.join(VERBS)}")
    body = checked(verb, body_of(verb))
    return shown(made=review.done(verb.name, body, read_once(verb, body, request.form.get("key"))), verb=verb.name)


def body_of(verb: Verb) -> dict[str, Any]:
    """Return what the API would have been sent: the form's texts as the types that each field has."""
    form = request.form
    body: dict[str, Any] = {field.name: form[field.name] for field in verb.fields if field.name in form}
    if "documents" in form:
        body["documents"] = form.getlist("documents")
    if form.get("decision", "").isdecimal():
        body["decision"] = int(form["decision"][:20])
    if verb.name == "correct":
        body["value"] = valued(form.get("field", ""), form.get("value", "").strip())
    return body


def valued(field: str, text: str) -> object:
    """Return a corrected value as the API has it: a number, None for an open bound, true or false, or the text."""
    kinds = VALUES.get(field, {}).get("type", "string")
    if "integer" in kinds:
        return None if text in ("", "open") else int(text) if text.isdecimal() and len(text) < 20 else text
    return {"true": True, "false": False}.get(text, text) if kinds == "boolean" else text


def shown(**what: Any) -> Response:
    """Return the page, with a key of its own for its form; it is never kept."""
    response = Response(render_template("review.html", key=secrets.token_hex(16), **what))
    response.headers["Cache-Control"] = "no-store"
    return response
