"""What the server may answer in the thread that reads the requests, without handing it to another.

To hand a request over and to wake the reading thread when it is done costs more than many an answer. So the server asks the
application first: AT_ONCE in the environment says that nobody else is answered meanwhile. Lists as JSON, and their 304s, are
tried so, with BRIEF seconds for all statements; what needs longer, or is of another kind, raises Later and gets a thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from db.nouns import NOUNS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

AT_ONCE = "figures.at_once"
TRIED = "figures.tried"  # of a request that was tried at once before: it is counted already
BRIEF = 0.02
LISTS = re.compile(rf"/api/v1/(?:{'|'.join(NOUNS)}|events/[^/.]+/(?:claims|figures|relations))")


class Later(BaseException):
    """This cannot be answered at once. Not an Exception, so that nobody on the way makes an answer of it.

    `tried`: the application began to answer.
    """

    def __init__(self, *, tried: bool) -> None:
        super().__init__()
        self.tried = tried


def only_lists(application: WSGIApplication) -> WSGIApplication:
    """Return the application, which puts off what may take long when it is asked to answer at once."""

    def chosen(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if AT_ONCE in environ and not is_list(environ):
            raise Later(tried=False)
        return application(environ, start_response)

    return chosen


def is_list(environ: WSGIEnvironment) -> bool:
    """Return whether this asks for a list as JSON, and brings nothing to read."""
    reading = environ["REQUEST_METHOD"] in ("GET", "HEAD") and "CONTENT_LENGTH" not in environ
    return reading and LISTS.fullmatch(environ.get("PATH_INFO", "")) is not None
