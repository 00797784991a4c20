"""Real servers of ours: in a thread, for tests that must see bytes on a socket, or as a process."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aggregator.commands.serve import address, listening
from aggregator.core.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


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
        server.close()
        thread.join(5)


def started(*arguments: str, database: Path, port: str = "0") -> subprocess.Popen[str]:
    """A command of ours as a process, its output on a pipe."""
    environment = {"FIGURES_DB": str(database), "PORT": port, "PYTHONUNBUFFERED": "1", "PATH": "/usr/bin:/bin"}
    return subprocess.Popen(
        [sys.executable, "-m", "aggregator", *arguments],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def url_of(process: subprocess.Popen[str]) -> str:
    """Where the process says it listens."""
    assert process.stdout
    seen = []
    for line in process.stdout:
        seen.append(line)
        if found := re.search(r"http://127\.0\.0\.1:[1-9]\d*/", line):
            return found[0]
    raise AssertionError("it never said where it listens: " + "".join(seen))
