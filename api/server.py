"""The server under the application: waitress, which keeps a connection open after a 304 as after any other reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 8
LARGEST_REQUEST = 65_536
CONNECTIONS = 200
AHEAD = 2 << 20  # bytes of a reply that are made before the client has taken what came earlier; waitress's 16 MB cost memory only


class Task(WSGITask):  # type: ignore[misc]
    """One reply. Waitress closes the connection after a reply that states no length, even where there can be no body.

    https://www.rfc-editor.org/rfc/rfc9112#section-6.3: a 304 ends with its head, so the next request may follow.
    """

    def set_close_on_finish(self) -> None:
        """Close the connection, unless the reply has no body and the client has not asked for it."""
        asked = self.request.headers.get("CONNECTION", "").lower() == "close"
        if self.has_body or asked or self.version != "1.1":
            super().set_close_on_finish()


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    task_class = Task


def bound(application: WSGIApplication, host: str, port: int, **more: Any) -> Any:
    """Return a server of the application that listens on host and port; raise OSError when it cannot.

    `more`: other settings of waitress, such as the proxy in front.
    """
    parts: dict[int, Any] = {}
    server = create_server(
        application,
        map=parts,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_header_size=LARGEST_REQUEST,
        max_request_body_size=LARGEST_REQUEST,
        connection_limit=CONNECTIONS,
        outbuf_high_watermark=AHEAD,
        asyncore_use_poll=True,
        **more,
    )
    for part in parts.values():
        if hasattr(part, "channel_class"):
            part.channel_class = Channel
    return server
