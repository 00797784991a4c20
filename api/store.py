"""The application's door to `db`: read-only connections, opened anew when the file was replaced."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app, request

from aggregator.core.errors import StoreError
from api.at_once import AT_ONCE, BRIEF
from db.reading import BUDGET, Reading

STREAMS = 4
WRITERS = 2  # processes that write Parquet, each some 110 MB while it does


class Store:
    """Connections, the last one given back the first one lent: its pages are still in memory.

    A restored backup is another file under the same name, so the file's identity is looked at.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.budget = path, BUDGET
        self._idle: list[tuple[tuple[int, int], Reading]] = []
        self._streams = threading.BoundedSemaphore(STREAMS)
        self._writers = threading.BoundedSemaphore(WRITERS)

    @contextmanager
    def lent(self, *, brief: bool = False) -> Iterator[Reading]:
        """Lend a connection to one thread; raise StoreError while there is no database.

        `brief`: for BRIEF seconds only, after which every statement is past its budget.
        """
        try:
            stat = self.path.stat()
        except OSError:
            raise StoreError(f"there is no database at {self.path.name} yet") from None
        mark = (stat.st_dev, stat.st_ino)
        reading = self._kept(mark) or Reading(self.path, budget=self.budget)
        reading.end_by(BRIEF if brief else None)
        try:
            yield reading
        finally:
            self._idle.append((mark, reading))

    def _kept(self, mark: tuple[int, int]) -> Reading | None:
        """The connection to this file given back last; those to another file are closed."""
        while self._idle:
            try:
                held, reading = self._idle.pop()
            except IndexError:
                break
            if held == mark:
                return reading
            reading.close()
        return None

    def stream(self) -> Reading:
        """Return a connection of its own, for a file that outlives the request; `finish` gives it back.

        Raises StoreError when STREAMS files are under way: slow readers must not take every thread.
        """
        if not self._streams.acquire(blocking=False):
            raise StoreError(f"{STREAMS} files are being written already; try again in a moment")
        try:
            return Reading(self.path, budget=self.budget)
        except BaseException:
            self._streams.release()
            raise

    @contextmanager
    def writer(self) -> Iterator[None]:
        """Have room for one process that writes Parquet; raise StoreError when WRITERS are at it."""
        if not self._writers.acquire(blocking=False):
            raise StoreError(f"{WRITERS} Parquet files are being written already; try again in a moment, or ask for CSV")
        try:
            yield
        finally:
            self._writers.release()

    def finish(self, reading: Reading) -> None:
        """Close a stream's connection and let the next one begin; a second call does nothing."""
        if not reading.closed:
            reading.close()
            self._streams.release()


@contextmanager
def snapshot() -> Iterator[Reading]:
    """Read within the current application from one state of the store."""
    with store().lent(brief=AT_ONCE in request.environ) as connection, connection.snapshot() as reading:
        yield reading


def store() -> Store:
    """Return the current application's store."""
    found: Store = current_app.extensions["store"]
    return found
