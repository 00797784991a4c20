"""The service as one Flask application: `create_app(settings)`. Everything it shows it reads from the store, read-only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from aggregator.core.settings import Settings
from api import (
    atom,
    codebook,
    decide,
    errors,
    limits,
    lists,
    maps,
    metrics,
    nouns,
    openapi,
    pages,
    reference,
    review,
    service,
    snapshots,
    summaries,
)
from api.at_once import only_lists
from api.store import Store
from api.unchanged import Unchanged
from db.frozen.shelf import Shelf

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'none'"
)
SECURITY = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
READING = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, X-Data-Version, X-Licence",
}
HOST = re.compile(r"([A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63}){0,10}\.?|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")


def create_app(settings: Settings, regroup: Callable[[], object] | None = None) -> Flask:
    """Return the service over the database that the settings name. The database may come into being later: see /ready.

    `regroup` brings events up to date after a decision; without it, whoever regroups next does.
    """
    app = Flask("api")
    app.url_map.strict_slashes, app.url_map.merge_slashes = True, False  # no redirect that would repeat the Host header
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["store"] = Store(settings.database)
    app.extensions["shelf"] = Shelf(settings.shelf)
    app.extensions["review"] = review.Desk(settings.database, enabled=settings.review, regroup=regroup)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.before_request(errors.refuse_oversized)
    metrics.install(app)
    limits.install(app, settings, review.blueprint, decide.blueprint)
    for module in (
        atom,
        lists,
        nouns,
        summaries,
        codebook,
        openapi,
        service,
        metrics,
        review,
        decide,
        pages,
        maps,
        reference,
        snapshots,
    ):
        app.register_blueprint(module.blueprint)
    errors.install(app)
    Unchanged(app, app.extensions["store"], app.extensions["metrics"])
    app.after_request(preflight)
    app.wsgi_app = with_headers(app.wsgi_app)  # type: ignore[assignment, method-assign]
    app.wsgi_app = hosted(app.wsgi_app)  # type: ignore[assignment, method-assign]
    app.wsgi_app = only_lists(app.wsgi_app)  # type: ignore[assignment, method-assign]
    return app


def hosted(application: WSGIApplication) -> WSGIApplication:
    """Refuse a Host header that names no host, before anything is made of it."""

    def guard(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST")
        if host is None or HOST.fullmatch(host):
            return application(environ, start_response)
        body = b'{"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "the Host header names no host"}\n'
        start_response("400 Bad Request", [("Content-Type", "application/problem+json"), ("Content-Length", str(len(body)))])
        return [body]

    return guard


def with_headers(application: WSGIApplication) -> WSGIApplication:
    """Add the security headers to every reply and CORS for reading to the API's; deciding is open to no other origin.

    They are put beside the reply's own as they are: Werkzeug would look each of them up and check it, for every reply.
    """
    secure = list(SECURITY.items())
    readable = [*secure, *READING.items()]

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        more = readable if is_read("/" + environ.get("PATH_INFO", "").lstrip("/")) else secure

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            return start_response(status, [*headers, *more], *error)

        return application(environ, start)

    return answer


def is_read(path: str) -> bool:
    """Whether pages of other origins may read this."""
    return path.startswith("/api/") and not path.startswith("/api/v1/review")


def preflight(response: Response) -> Response:
    """Tell a browser what pages of other origins may ask."""
    if request.method == "OPTIONS" and is_read(request.path):
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response
