"""The server under the application: waitress, with two ways of ours.

It keeps a connection open after a 304 as after any other reply. And the thread that reads the requests answers those itself that
the application can answer at once (see `api.at_once`); the others go to THREADS, as all do in plain waitress.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing, nullcontext, suppress
from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher, WSGITask
from waitress.wasyncore import close_all

from api.at_once import AT_ONCE, TRIED, Later

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

THREADS = 8
LARGEST_REQUEST = 65_536
CONNECTIONS = 200
AHEAD = 2 << 20  # bytes of a reply that are made before the client has taken what came earlier; waitress's 16 MB cost memory only
PATIENCE = 5.0  # seconds that what is under way may take when the server ends


class Task(WSGITask):  # type: ignore[misc]
    """One reply. Waitress closes the connection after a reply that states no length, even where there can be no body.

    https://www.rfc-editor.org/rfc/rfc9112#section-6.3: a 304 ends with its head, so the next request may follow.
    """

    def set_close_on_finish(self) -> None:
        """Close the connection, unless the reply has no body and the client has not asked for it."""
        asked = self.request.headers.get("CONNECTION", "").lower() == "close"
        if self.has_body or asked or self.version != "1.1":
            super().set_close_on_finish()

    def get_environment(self) -> WSGIEnvironment:
        """Return what the application is told, also that it began to answer this before."""
        environ: WSGIEnvironment = super().get_environment()
        if getattr(self.request, "tried", False):
            environ[TRIED] = True
        return environ

    def execute(self) -> None:
        """Have the application answer, unless it has."""
        if (answer := getattr(self.request, "answer", None)) is None:
            super().execute()
            return
        self.status, headers, body = answer
        self.response_headers.extend(headers)
        self.complete = True
        if self.request.command != "HEAD":
            self.content_length = len(body)
        head = self.build_response_header()
        self.wrote_header = True
        self.channel.write_now(head + body if self.has_body else head)  # in one parcel


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    task_class = Task
    reader = 0  # the thread that reads from it just now
    fresh = False  # whether that has brought a request while none was under way

    def handle_read(self) -> None:
        """Read; answer at once what can be, and leave the rest to the threads."""
        self.reader = threading.get_ident()
        super().handle_read()
        self.reader = 0
        if self.fresh:
            self.fresh = False
            if self.answered(self.requests[0]):
                self.service()
                self.handle_write()
            else:
                self.server.add_task(self)

    def write_now(self, data: bytes) -> None:
        """Send what the socket takes, without a copy in between, where nothing waits to be sent before it; queue the rest."""
        sent = 0
        if self.connected and not self.total_outbufs_len:
            with self.outbuf_lock:
                sent = self.send(data, do_close=False)
            self.last_activity = time.time()
        self.write_soon(data[sent:])

    def answered(self, request: Any) -> bool:
        """Return whether the application answers at once; the answer is then put to the request."""
        if request.error:
            return False
        said: list[tuple[str, list[tuple[str, str]]]] = []
        environ = Task(self, request).get_environment() | {AT_ONCE: True}
        try:
            parts = self.server.application(environ, lambda status, headers, error=None: said.append((status, headers)))
            with closing(parts) if hasattr(parts, "close") else nullcontext():
                body = b"".join(parts)
        except Later as later:
            request.tried = later.tried
            return False
        except Exception:  # it goes wrong again in a thread, where waitress tells the log and the client
            return False
        request.answer = (*said[-1], body)
        return True


class Threads(ThreadedTaskDispatcher):  # type: ignore[misc]
    """The threads. The first request that is read from a connection goes back to who read it, to be tried at once."""

    def add_task(self, task: Channel) -> None:
        """Have the request answered whose turn it is on this connection."""
        if task.reader == threading.get_ident():
            task.fresh = True
        else:
            super().add_task(task)


class Server:
    """An application, listening. `run` serves it until a KeyboardInterrupt comes, or another thread calls `close`.

    Asked with AT_ONCE in the environment, the application raises Later for what may take long. `more`: other settings of
    waitress, such as the proxy in front. Raises OSError when it cannot listen on host and port.
    """

    def __init__(self, application: WSGIApplication, host: str, port: int, **more: Any) -> None:
        self._parts: dict[int, Any] = {}  # what waitress's loop looks at: listening sockets, connections, their triggers
        self._threads = Threads()
        self._over = threading.Event()
        self._server = create_server(
            application,
            map=self._parts,
            host=host,
            port=port,
            _dispatcher=self._threads,
            ident=None,
            max_request_header_size=LARGEST_REQUEST,
            max_request_body_size=LARGEST_REQUEST,
            connection_limit=CONNECTIONS,
            outbuf_high_watermark=AHEAD,
            asyncore_use_poll=True,
            **more,
        )
        self._threads.set_thread_count(THREADS)
        self._listening = [part for part in self._parts.values() if hasattr(part, "channel_class")]
        for part in self._listening:
            part.channel_class = Channel
        self.port: int = self._listening[0].effective_port
        self._reading = threading.Thread(target=self._loop, name="reader", daemon=True)
        self._error: BaseException | None = None
        self._ended = False

    def run(self) -> None:
        """Serve until ended. The loop has a thread of its own, so that no signal comes between a request and its answer."""
        self._reading.start()
        try:
            self._over.wait()
        finally:
            self.close()
        if self._error:
            raise self._error

    def close(self) -> None:
        """Take no more connections, let what is under way finish for PATIENCE seconds, close everything; once."""
        if self._ended:
            return
        self._ended = True
        running = self._reading.is_alive()
        if running:
            self._soon(self._deaf)
        self._threads.shutdown(timeout=PATIENCE)
        if running:
            self._soon(lambda: close_all(self._parts))
            self._over.wait(PATIENCE)
        else:
            close_all(self._parts)

    def _loop(self) -> None:
        try:
            self._server.run()
        except BaseException as error:
            self._error = error
        finally:
            self._over.set()

    def _deaf(self) -> None:
        for part in self._listening:
            part.accepting = False

    def _soon(self, act: Callable[[], None]) -> None:
        """Have the loop do this between two requests; it is the only one to touch what it looks at."""
        with suppress(OSError):  # the loop has ended
            self._listening[0].trigger.pull_trigger(act)
