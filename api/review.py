"""What people decide, over HTTP: the same decisions as the command line's `review`, by holders of a token.

How writes go, in a service that reads: a decision is one short transaction on a connection of its own, made by the very function
that the command line calls, so that who asks learns at once whether it holds. SQLite's lock lets one writer in at a time, whoever
it is; the scheduler's lease only says who fetches. What the decision touches is noted in `pending` in the same transaction, and
regrouping, which is slow, is done from there by another process: nothing is lost when that one is killed. Only a few requests are
here at once, so that readers keep their threads.

Only the Authorization header is looked at (the page in api/decide.py has the token in its form), never a cookie or the URL: no
other site can make a browser decide anything.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from flask import Blueprint, Response, abort, current_app, g, request

from aggregator.core.decisions import Action, Decision, Once
from aggregator.core.errors import InputError, StoreBusy
from aggregator.core.tokens import Scope
from api import errors
from api.bodies import KEY, VERBS, read_body, read_once
from api.nouns import no_parameters
from api.service import said
from api.store import snapshot
from db import decisions, tokens
from db.queries import MOST, USUAL, single
from db.store import Store
from db.values import read_integer

log = logging.getLogger("api")
blueprint = Blueprint("review", __name__, url_prefix="/api/v1/review")
AT_ONCE = 3
PATIENCE_MS = 2_000  # shorter than the commands': a thread that waits for a lock answers nobody
PARAMETERS = ("target", "after", "limit")


class Desk:
    """Where decisions are taken in. `regroup` brings events up to date and returns when that is done or takes too long."""

    def __init__(self, path: Path, *, enabled: bool, regroup: Callable[[], object] | None = None) -> None:
        self.path, self.enabled, self.regroup = path, enabled, regroup
        self._seats = threading.BoundedSemaphore(AT_ONCE)

    @contextmanager
    def seat(self) -> Iterator[None]:
        """Take one of the few places; raise StoreBusy when there is none."""
        if not self._seats.acquire(blocking=False):
            raise StoreBusy(f"{AT_ONCE} decisions are being taken in already; try again in a moment")
        try:
            yield
        finally:
            self._seats.release()

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """Open the store for as long as a short transaction takes."""
        store = Store.brief(self.path, now, patience_ms=PATIENCE_MS)
        try:
            yield store
        finally:
            store.close()


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def desk() -> Desk:
    """Return the current application's desk."""
    found: Desk = current_app.extensions["review"]
    return found


@blueprint.before_request
def admit() -> None:
    """Let in who holds the token of the Authorization header."""
    scheme, _, presented = request.headers.get("Authorization", "").partition(" ")
    let_in(presented.strip() if scheme.lower() == "bearer" else "", given=bool(presented))


def must_be_on() -> None:
    """End the request with a 404 while review is off."""
    if not desk().enabled:
        abort(404, "review over HTTP is off; the setting FIGURES_REVIEW=on turns it on")


def let_in(presented: str, *, given: bool) -> None:
    """Let the holder of a token in: 404 while review is off, 403 while no token is, 401 for a wrong one, 403 beyond its scope."""
    must_be_on()
    with snapshot() as reading:
        if not tokens.any_standing(reading, now()):
            abort(403, "there is no token; `python -m aggregator tokens add NAME` makes one")
        who = tokens.holder(reading, presented, now())
    if who is None:
        refuse("this needs a token: Authorization: Bearer TOKEN" if not given else "this token is not valid")
    if request.method not in ("GET", "HEAD") and who.scope is not Scope.REVIEW:
        abort(403, f"this token has the scope {who.scope.value!r} and cannot decide; valid: {Scope.REVIEW.value}")
    g.holder = who


def refuse(detail: str) -> NoReturn:
    """End the request with a 401 that says how to do better (RFC 6750)."""
    response = errors.reply(401, detail)
    response.headers["WWW-Authenticate"] = 'Bearer realm="review"'
    abort(response)


@blueprint.get("/decisions")
def listed() -> Response:
    """Decisions and undoings, oldest first."""
    given = single(request.args.items(multi=True), PARAMETERS, "decisions")
    after = read_integer("after", given.get("after", "0"), 0, 2**53)
    limit = read_integer("limit", given.get("limit", str(USUAL)), 1, MOST)
    with snapshot() as reading:
        found = decisions.listed(reading, target=given.get("target"), after=after, limit=limit + 1)
    more = len(found) > limit
    return said({"data": found[:limit], "count": len(found[:limit]), "after": found[limit - 1]["id"] if more else None})


@blueprint.get("/decisions/<int(max=9007199254740992):number>")
def one(number: int) -> Response:
    """One decision, and whether ranges and relations follow it already."""
    no_parameters()
    return said(told(number))


@blueprint.post("/<any(accept, reject, correct, merge, split, undo):verb>")
def decide(verb: str) -> Response:
    """Keep a decision and bring what it touches up to date. 201: applied; 202: kept, and applied within the next minutes.

    What was kept under the same Idempotency-Key is answered again, as it stands now.
    """
    no_parameters()
    body = read_body(VERBS[verb])
    made = done(verb, body, read_once(VERBS[verb], body, request.headers.get(KEY)))
    response = said(made, 201 if made["applied"] else 202)
    response.headers["Location"] = f"/api/v1/review/decisions/{made['decision']['id']}"
    return response


def done(verb: str, body: dict[str, Any], once: Once | None) -> dict[str, Any]:
    """Keep what the body says, bring what it touches up to date, and return how it stands."""
    with desk().seat():
        with desk().writing() as store:
            number = kept(store, verb, body, once)
        log.info("decision %d: %s by token %s", number, verb, g.holder.token)
        made = told(number)
        if desk().regroup and not made["applied"]:
            desk().regroup()  # type: ignore[misc]
            made = told(number)
    return made


def told(number: int) -> dict[str, Any]:
    """Return a decision with whether it is applied, and the data revision of that."""
    with snapshot() as reading:
        found, applied = decisions.one(reading, number), not decisions.waits(reading, number)
        return {"decision": found, "applied": applied, "revision": reading.revision()}


def kept(store: Store, verb: str, body: dict[str, Any], once: Once | None) -> int:
    """Keep what the body says and return its number; an error names the body's own fields."""
    who = {"author": g.holder.name, "token": g.holder.token, "reason": body["reason"], "once": once}
    if verb == "undo":
        return decisions.undo(store, body["decision"], **who)
    target = body["claim"] if "claim" in body else body["event"]
    try:
        return decisions.decide(
            store,
            Decision(
                action=Action(verb),
                target=target,
                field=body.get("field"),
                value=worded(body["value"]) if verb == "correct" else body.get("other"),
                documents=tuple(body.get("documents", ())),
                **who,
            ),
        )
    except InputError as error:
        if verb == "merge" and error.field == "value":
            error.field = "other"
        raise


def worded(value: object) -> str:
    """Return a corrected value as the command line has it: an open bound is `open`."""
    if value is None:
        return "open"
    return value if isinstance(value, str) else json.dumps(value)
