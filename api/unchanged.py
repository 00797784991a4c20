"""The short way to a 304: what was answered before, and has not changed, is not worked out again.

The long way checks the parameters first. An address that was answered with this ETag has passed them, and the ETag holds for as
long as the data revision does; so one look at the revision is enough.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from aggregator.core.errors import AggregatorError
from api.at_once import AT_ONCE
from api.metrics import Metrics
from api.reply import tag
from api.store import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST = 2000
BODILY = ("content-type", "content-length", "content-disposition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an address was answered with: its ETag, its headers, and the route, for the counters."""

    etag: str
    headers: tuple[tuple[str, str], ...]
    endpoint: str

    def head(self) -> list[tuple[str, str]]:
        """Return the head of the 304 that repeats it."""
        return [(name, value) for name, value in self.headers if name.lower() not in BODILY]


class Unchanged:
    """Remembers the ETags of the latest addresses, at most MOST, and answers who has them already."""

    def __init__(self, app: Flask, store: Store, metrics: Metrics) -> None:
        self.store, self.metrics = store, metrics
        self._answered: dict[tuple[str, str], Answered] = {}
        self._lock = threading.Lock()
        app.after_request(self.remember)
        app.wsgi_app = self.before(app.wsgi_app)  # type: ignore[assignment, method-assign]

    def remember(self, response: Response) -> Response:
        """Keep what this address was answered with."""
        etag = response.headers.get("ETag")
        open_to_all = "HTTP_AUTHORIZATION" not in request.environ
        if etag and open_to_all and request.method == "GET" and response.status_code in (200, 304):
            answered = Answered(etag=etag, headers=tuple(response.headers), endpoint=request.endpoint or "none")
            address = place(request.environ)
            with self._lock:
                self._answered.pop(address, None)
                self._answered[address] = answered
                if len(self._answered) > MOST:
                    del self._answered[next(iter(self._answered))]
        return response

    def before(self, application: WSGIApplication) -> WSGIApplication:
        """Return the application behind the short way."""

        def shortened(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            asked = environ.get("HTTP_IF_NONE_MATCH")
            if asked and (answered := self._answered.get(place(environ))) and self.still(asked, answered, environ):
                self.metrics.requests.labels(answered.endpoint, "304").inc()
                start_response("304 NOT MODIFIED", answered.head())
                return ()
            return application(environ, start_response)

        return shortened

    def still(self, asked: str, answered: Answered, environ: WSGIEnvironment) -> bool:
        """Whether the caller has what the address would be answered with now; trouble with the store takes the long way."""
        if asked != answered.etag or environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
            return False
        try:
            with self.store.lent(brief=AT_ONCE in environ) as reading:
                return asked == tag(reading.revision())
        except AggregatorError:
            return False


def place(environ: WSGIEnvironment) -> tuple[str, str]:
    """Return the address that a request asks for, as it was sent."""
    return environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
