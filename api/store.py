"""The application's door to `db`: one read-only connection a thread, opened anew when the file was replaced."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app

from aggregator.core.errors import StoreError
from db.reading import Reading


class Store:
    """Connections by thread. A restored backup is another file under the same name, so the file's identity is looked at."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def reading(self) -> Reading:
        """Return this thread's connection; raise StoreError while there is no database."""
        try:
            stat = self.path.stat()
        except OSError:
            raise StoreError(f"there is no database at {self.path.name} yet") from None
        mark = (stat.st_dev, stat.st_ino)
        held: tuple[tuple[int, int], Reading] | None = getattr(self._local, "held", None)
        if held is not None and held[0] == mark:
            return held[1]
        if held is not None:
            held[1].close()
        self._local.held = (mark, Reading(self.path))
        return self._local.held[1]  # type: ignore[no-any-return]

    def fresh(self) -> Reading:
        """Return a connection of its own, for a stream that outlives the request; the caller closes it."""
        return Reading(self.path)


@contextmanager
def snapshot() -> Iterator[Reading]:
    """Read within the current application from one state of the store."""
    store: Store = current_app.extensions["store"]
    with store.reading().snapshot() as reading:
        yield reading


def fresh() -> Reading:
    """Return a connection that the caller closes."""
    store: Store = current_app.extensions["store"]
    return store.fresh()
