"""Reading in a child process with limits: what hangs, bursts or crashes dies alone, and the reading goes on behind it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aggregator.core.errors import AggregatorError, FormatError
from aggregator.core.model import Document, Figure, Snapshot, Source
from aggregator.intake import file_source
from aggregator.reader import GuardedReader, Poisoned, Reader
from tests.factories import NOON, document

LINES = b"\n".join(
    b'{"id": "%d", "text": "Report %d: at least 12 people were killed in Harmon on Tuesday, police said."}' % (n, n)
    for n in range(4)
)


def snapshot(body: bytes = LINES, name: str = "reports.jsonl") -> Snapshot:
    return Snapshot(id=Snapshot.digest(body), source="files", url=name, body=body, media_type="", fetched_at=NOON)


class Hostile(Reader):
    """A reader that does what the document's text says; it runs in the child, where the test puts it."""

    def figures(self, document: Document) -> tuple[Figure, ...]:
        if "hangs" in document.text:
            time.sleep(60)
        if "bursts" in document.text:
            return (b"x" * (8 << 30),)  # type: ignore[return-value]
        if "crashes" in document.text:
            os.abort()
        if "raises" in document.text:
            raise ValueError("no such thing")
        return ()

    def documents(self, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
        yield from super().documents(snapshot, source)
        if b"then crashes" in snapshot.body:
            os.abort()


HOSTILE = """
import sys
from multiprocessing.connection import Connection
from aggregator.reader import serve
from tests.test_reader import Hostile
serve(Connection(int(sys.argv[1])), Hostile(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
"""


@pytest.fixture
def guarded() -> Iterator[GuardedReader]:
    reader = GuardedReader()
    yield reader
    reader.close()


@pytest.fixture
def hostile() -> Iterator[GuardedReader]:
    reader = GuardedReader(seconds=20, memory=200 << 20, command=(sys.executable, "-c", HOSTILE))
    yield reader
    reader.close()


def test_the_child_gives_what_the_reader_gives(guarded: GuardedReader) -> None:
    source = file_source({"publisher": "Harbour News"})
    here = list(Reader().documents(snapshot(), source))
    assert list(guarded.documents(snapshot(), source)) == here and len(here) == 4
    assert [guarded.figures(each) for each in here] == [Reader().figures(each) for each in here]  # type: ignore[arg-type]
    with pytest.raises(FormatError, match="the file is empty"):
        list(guarded.documents(snapshot(b" "), source))


@pytest.mark.parametrize(
    ("does", "reason"),
    [("crashes", "SIGABRT"), ("bursts", r"took more than 200 MB|MemoryError"), ("raises", "ValueError: no such thing")],
)
def test_a_poison_document_is_named_and_the_rest_goes_on(hostile: GuardedReader, does: str, reason: str) -> None:
    found = []
    for number, item in enumerate(hostile.documents(snapshot(), file_source({}))):
        assert isinstance(item, Document)
        if number == 1:
            with pytest.raises(Poisoned, match=reason):
                hostile.figures(replace(item, text=f"This one {does}."))
        else:
            assert hostile.figures(item) == ()
        found.append(item.text[:9])
    assert found == ["Report 0:", "Report 1:", "Report 2:", "Report 3:"]


def test_a_document_that_hangs_is_given_up(hostile: GuardedReader) -> None:
    assert hostile.figures(document("well")) == ()
    hostile.seconds = 0.3
    with pytest.raises(Poisoned, match=r"took more than 0\.3 s"):
        hostile.figures(document("hangs"))
    hostile.seconds = 20
    assert hostile.figures(document("well")) == ()


def test_bytes_that_crash_their_format_are_named(hostile: GuardedReader) -> None:
    found = []
    with pytest.raises(Poisoned, match="SIGABRT"):
        for item in hostile.documents(snapshot(b"Some words.\n\nAnd then crashes.", "a.txt"), file_source({})):
            found.append(item)  # noqa: PERF402
    assert len(found) == 1
    assert hostile.figures(document("well")) == ()


def test_a_closed_reader_starts_again(guarded: GuardedReader) -> None:
    said = document("At least 12 people were killed in Harmon on Tuesday, police said.")
    first = guarded.figures(said)
    guarded.close()
    assert guarded.figures(said) == first


def test_a_child_that_cannot_start_is_no_documents_fault() -> None:
    with pytest.raises(AggregatorError, match="does not start") as raised:
        GuardedReader(command=(sys.executable, "-c", "raise SystemExit(3)")).figures(document("well"))
    assert not isinstance(raised.value, Poisoned)


PARENT = """
import sys
from aggregator.reader import GuardedReader
from tests.factories import document
from tests.test_reader import HOSTILE
import aggregator.reader as module
module.SPARE_SECONDS = 1.0
reader = GuardedReader(seconds=1, command=(sys.executable, "-c", HOSTILE))
reader.figures(document("well"))
print(reader._child.pid, flush=True)
reader.seconds = 60
reader.figures(document("hangs"))
"""


def test_a_child_that_hangs_does_not_outlive_a_killed_parent() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.kill()
    parent.communicate()
    end = time.monotonic() + 120
    while Path(f"/proc/{child}").exists() and Path(f"/proc/{child}/stat").read_text().rsplit(") ", 1)[1][0] != "Z":
        assert time.monotonic() < end, "it lives on"
        time.sleep(0.1)


def test_a_fault_of_ours_in_this_process_is_the_documents_too() -> None:
    with pytest.raises(Poisoned, match=r"TypeError|AttributeError"):
        Reader().figures(replace(document("x"), text=None))  # type: ignore[arg-type]
    with pytest.raises(Poisoned, match=r"TypeError|AttributeError"):
        list(Reader().documents(replace(snapshot(), url=None), file_source({})))  # type: ignore[arg-type]
