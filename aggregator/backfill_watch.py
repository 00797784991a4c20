"""Which document a worker has in hand, kept where the worker's death does not reach, so that a poisonous one is left out."""

from __future__ import annotations

import mmap
import os
import shutil
import signal
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS_A_DOCUMENT = 30
TRIES = 3


class Watch:
    """Knows on disk which document is in hand, so that one that keeps ending its worker is left out.

    The number lives in eight mapped bytes, which survive the process and cost no system call. A document past its seconds
    ends its worker: nothing softer stops a runaway C library.
    """

    IDLE = -1

    def __init__(self, folder: Path) -> None:
        self.folder, self.deadline, self.over = folder, float("inf"), threading.Event()

    def __enter__(self) -> Watch:
        self.folder.mkdir(parents=True, exist_ok=True)
        died, hand = self.folder / "died", self.folder / "hand"
        left = (
            hand.read_bytes() if hand.exists() else b""
        )  # shorter than a number where the kill fell between making and filling it
        if len(left) == 8 and (number := struct.unpack("<q", left)[0]) != self.IDLE:
            with died.open("a") as file:
                file.write(f"{number}\n")
        self.died = Counter(map(int, died.read_text().split())) if died.exists() else Counter()
        hand.write_bytes(struct.pack("<q", self.IDLE))
        with hand.open("r+b") as file:
            self.hand = mmap.mmap(file.fileno(), 8)
        threading.Thread(target=self._guard, daemon=True).start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.over.set()
        self.hand.close()
        if kind is None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def poisoned(self, number: int) -> bool:
        """Say whether this document has ended its worker too often."""
        return self.died[number] >= TRIES

    @contextmanager
    def document(self, number: int) -> Iterator[None]:
        """Mark a document as in hand while it is read."""
        struct.pack_into("<q", self.hand, 0, number)
        self.deadline = time.monotonic() + SECONDS_A_DOCUMENT
        yield
        self.deadline = float("inf")
        struct.pack_into("<q", self.hand, 0, self.IDLE)

    def _guard(self) -> None:
        while not self.over.wait(1):
            if time.monotonic() > self.deadline:
                os.kill(os.getpid(), signal.SIGKILL)
