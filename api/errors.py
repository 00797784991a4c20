"""One error shape: problem+json (RFC 9457) under /api, a plain page elsewhere. A wrong value comes with the valid ones."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus

from flask import Flask, Response, abort, render_template, request
from werkzeug.exceptions import HTTPException

from aggregator.core.errors import AggregatorError, AlreadyDone, InputError, KeyReused, NotFound, QueryTooLong, StoreError
from api.at_once import AT_ONCE, Later

log = logging.getLogger("api")
LONGEST_URL = 8000


def status_of(error: AggregatorError) -> int:
    """Return the HTTP status that says what kind of error this is."""
    match error:
        case AlreadyDone():
            return 409
        case KeyReused():
            return 422
        case InputError():
            return 400
        case NotFound():
            return 404
        case QueryTooLong() | StoreError():
            return 503
        case _:
            return 500


def problem(status: int, detail: str, **members: object) -> Response:
    """Return problem+json; a 503 says when to try again."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    body |= {name: value for name, value in members.items() if value}
    response = Response(json.dumps(body, ensure_ascii=False) + "\n", status, mimetype="application/problem+json")
    return finished(response)


def page(status: int, detail: str) -> Response:
    """Return the error as a page."""
    return finished(
        Response(render_template("error.html", status=status, title=HTTPStatus(status).phrase, detail=detail), status)
    )


def finished(response: Response) -> Response:
    """Add what every error reply carries."""
    response.headers["Cache-Control"] = "no-store"
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "10"
    return response


def reply(status: int, detail: str, **members: object) -> Response:
    """Return the error in the shape of the path asked for."""
    return problem(status, detail, **members) if request.path.startswith("/api/") else page(status, detail)


def ours(error: AggregatorError) -> Response:
    """Show an error of ours; what is wrong with the server is told to its log."""
    status = status_of(error)
    if status == HTTPStatus.SERVICE_UNAVAILABLE and AT_ONCE in request.environ:
        raise Later(tried=True)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("%s: %s", type(error).__name__, error)
    if isinstance(error, InputError):
        return reply(status, str(error), parameter=error.field, valid=list(error.valid))
    return reply(status, str(error))


def http(error: HTTPException) -> Response:
    """Show an HTTP error, keeping what its headers say (Allow, Location)."""
    response = reply(error.code or 500, error.description or "")
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def unexpected(error: Exception) -> Response:
    """Show nothing of an error nobody foresaw; log it whole."""
    log.error("unexpected error on %s", request.path, exc_info=error)
    return reply(500, "something went wrong here; it has been logged")


def refuse_oversized() -> None:
    """Refuse a URL that no question of ours needs."""
    if len(request.query_string) + len(request.path) > LONGEST_URL:
        abort(414, f"a URL may have {LONGEST_URL} characters here")


def install(app: Flask) -> None:
    """Make these the application's error handlers."""
    app.register_error_handler(AggregatorError, ours)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, unexpected)
