"""A real server of ours in a thread, for tests that must see bytes on a socket."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from waitress.wasyncore import close_all

from aggregator.commands.serve import address, listening
from aggregator.core.settings import Settings


@contextlib.contextmanager
def serving(database: Path, **settled: Any) -> Iterator[str]:
    """Serve the database on a free port, with these settings; gives the address with its last slash."""
    settings = Settings(database=database, port=0, **settled)
    server = listening(settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield address(settings, server)
    finally:
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(lambda: close_all(server._map))
        thread.join(5)
