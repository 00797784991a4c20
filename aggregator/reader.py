"""Reads outside input for the pipeline: bytes to documents, documents to figures.

`Reader` does it in this process. `GuardedReader` does it in a child process with a limit on time and memory for each step:
a document that hangs, bursts or crashes the reader harms nothing but itself. The step raises `Poisoned`, a new child goes on.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from aggregator.core.errors import AggregatorError, FormatError
from aggregator.core.model import Document, Figure, Snapshot, Source

SECONDS = 30.0
MEMORY = 1 << 30
START_SECONDS = 60.0
SPARE_SECONDS = 5.0
CHILD = (sys.executable, "-m", "aggregator.reader")


class Poisoned(AggregatorError):
    """Reading this input crashed, hung or outgrew its memory."""


@contextlib.contextmanager
def _blamed() -> Iterator[None]:
    """A fault of ours that one input provokes is that input's: it is recorded, and the rest goes on."""
    try:
        yield
    except (AggregatorError, MemoryError, GeneratorExit):
        raise
    except Exception as error:
        raise Poisoned(f"{type(error).__name__}: {error}") from error


class Reader:
    """Reads in this process; the policy says how vague words become bounds."""

    def __init__(self, policy: str = "default") -> None:
        self.policy = policy

    def documents(self, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
        """Yield what the source's format finds in the bytes; raises FormatError when it can read nothing."""
        from parsers.registry import formats

        with _blamed():
            yield from formats()[source.format](snapshot, source)

    def figures(self, document: Document) -> tuple[Figure, ...]:
        """Return what the document states, normalised, in the order of the text, no person named in a field.

        Raises Poisoned for a fault of ours.
        """
        from aggregator.discretion import unnamed
        from aggregator.normalise import normalise
        from parsers.text.claims import extract

        with _blamed():
            return unnamed(normalise(document, extract(document, policy=self.policy)))

    def close(self) -> None:
        """Nothing to give back here."""


class GuardedReader(Reader):
    """Reads in a child process; `seconds` and `memory` (bytes over what the child holds when idle) are each step's limits."""

    def __init__(
        self,
        policy: str = "default",
        *,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        command: Sequence[str] = CHILD,
    ) -> None:
        super().__init__(policy)
        self.seconds, self.memory, self.command = seconds, memory, command
        self._child: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._open = False

    def documents(self, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
        """As Reader's; raises Poisoned when the child did not come through.

        A child that is lost to a document's figures meanwhile is made again, and goes on behind what was given.
        """
        given, self._open = 0, False
        plain = replace(source, options=dict(source.options))
        while True:
            if not self._open:
                self._ask("open", snapshot, plain, given)
                self._open = True
            item = self._ask("next")
            if item is None:
                return
            given += 1
            yield item

    def figures(self, document: Document) -> tuple[Figure, ...]:
        """As Reader's; raises Poisoned when the child did not come through."""
        found: tuple[Figure, ...] = self._ask("figures", document)
        return found

    def close(self) -> None:
        """End the child."""
        if self._line is not None:
            self._line.close()
        if self._child is not None:
            self._child.kill()
            self._child.wait()
        self._child = self._line = None
        self._open = False

    def _ask(self, what: str, *given: object) -> Any:
        """One step in the child: an error that it raised is raised here; its silence or death is Poisoned."""
        line = self._line or self._start()
        with contextlib.suppress(ConnectionError):  # a child that died between two steps: the answer tells
            line.send((what, *given))
        kind, answer = self._answer(line, self.seconds)
        if kind == "poison":
            raise Poisoned(answer)
        if kind == "error":
            raise answer
        return answer

    def _answer(self, line: Connection, seconds: float) -> tuple[str, Any]:
        try:
            if not line.poll(seconds):
                self.close()
                raise Poisoned(f"took more than {seconds:g} s")
            answer: tuple[str, Any] = line.recv()
        except (EOFError, ConnectionError):
            code = self._child.wait() if self._child else None
            self.close()
            raise Poisoned(f"the reading process died ({_in_words(code)})") from None
        return answer

    def _start(self) -> Connection:
        """Start a child and wait until it is ready; one that cannot start is our fault, not a document's."""
        ours, theirs = socket.socketpair()
        home = str(Path(__file__).resolve().parent.parent)
        paths = os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")]))
        with theirs:
            self._child = subprocess.Popen(
                [*self.command, str(theirs.fileno()), self.policy, str(self.memory), str(self.seconds + SPARE_SECONDS)],
                pass_fds=[theirs.fileno()],
                env=os.environ | {"PYTHONPATH": paths},
                stdin=subprocess.DEVNULL,
            )
        self._line = line = Connection(ours.detach())
        try:
            self._answer(line, START_SECONDS)
        except Poisoned as error:
            raise AggregatorError(f"the reading process does not start: {error}") from error
        return line


def _in_words(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"code {code}"


def serve(line: Connection, reader: Reader, memory: int, seconds: float) -> None:
    """The child: say that it is ready, then answer one request after another until the line closes.

    Should the parent die while a step hangs, nobody is left to end it: the alarm does, whose default is to end the process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    items: Iterator[Document | FormatError] = iter(())
    _warm()
    _limit(memory)
    with contextlib.suppress(OSError):  # a parent that has gone meanwhile: the line is at its end below
        line.send(("ready", None))
    while True:
        try:
            what, *given = line.recv()
        except (EOFError, OSError):
            return
        reply: tuple[str, object] = ("answer", None)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            if what == "open":
                items = reader.documents(given[0], given[1])
                for _ in range(given[2]):
                    next(items, None)
            else:
                reply = ("answer", next(items, None) if what == "next" else reader.figures(given[0]))
        except Exception as error:
            reply = refused(error, memory)
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            line.send(reply)
        except OSError:
            return


def refused(error: Exception, memory: int) -> tuple[str, object]:
    """Return what the child answers where a step failed."""
    match error:
        case MemoryError():
            return "poison", f"took more than {memory >> 20} MB"
        case FormatError():
            return "error", error
        case Poisoned():
            return "poison", str(error)
        case _:
            return "poison", f"{type(error).__name__}: {error}"


def _warm() -> None:
    """Load what every document needs before the limit is set, so that it counts against none."""
    import parsers.text.claims  # noqa: F401


def _limit(memory: int) -> None:
    """Let the address space grow by at most `memory` bytes; no core files."""
    import resource

    with open("/proc/self/statm", encoding="ascii") as held:  # noqa: PTH123
        now = int(held.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + memory, now + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    from aggregator import reader as itself  # under its own name, so that what is sent is of the classes the parent knows

    itself.serve(Connection(int(sys.argv[1])), itself.Reader(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
