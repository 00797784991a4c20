"""A replica: a copy of the database that services read while newer copies take its place. No client notices but by newer data."""

from __future__ import annotations

import http.client
import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from live import started, url_of
from seeded import T2, T3, Seed

from aggregator.core.settings import Settings
from api.app import create_app
from db.backup import backup

TURNS = 25
PATHS = ("/api/v1/claims?limit=500", "/api/v1/claims.csv", "/api/v1/events", "/api/v1/changes?limit=1", "/", "/api/v1/ready")


@contextmanager
def services(database: Path, number: int) -> Iterator[list[str]]:
    """Give the addresses of this many processes that serve the database."""
    processes = [started("serve", database=database) for _ in range(number)]
    try:
        yield [url_of(process) for process in processes]
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=120)


class Client(threading.Thread):
    """Asks one service for everything in turn, on one connection, until told to stop; `wrong` is what it should not have seen."""

    def __init__(self, address: str, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.address, self.over = urlsplit(address).netloc, over
        self.replies, self.newest, self.wrong, self.seen = 0, 0, list[str](), set[int]()

    def run(self) -> None:
        connection = http.client.HTTPConnection(self.address, timeout=120)
        known = ""
        try:
            while not self.over.is_set():
                for path in PATHS:
                    known = self._asked(connection, path, known)
        except Exception as error:
            self.wrong.append(repr(error))
        finally:
            connection.close()

    def _asked(self, connection: http.client.HTTPConnection, path: str, known: str) -> str:
        """Ask, look, and return the tag of what was read last."""
        connection.request("GET", path, headers={"If-None-Match": known} if known else {})
        reply = connection.getresponse()
        body = reply.read()
        self.replies += 1
        if reply.status not in (200, 304):
            self.wrong.append(f"{path}: {reply.status} {body[:200]!r}")
        version = int(reply.headers.get("X-Data-Version") or self.newest)
        if version < self.newest:
            self.wrong.append(f"{path}: revision {version} after {self.newest}")
        self.newest = version
        self.seen.add(version)
        if reply.status == 200 and path.startswith("/api/v1/claims?") and len(json.loads(body)["data"]) != version - 1:
            self.wrong.append(f"{path}: claims of another revision than {version}")
        return reply.headers.get("ETag") or known


def test_two_services_on_a_replica_that_is_replaced_under_load(tmp_path: Path) -> None:
    """Each turn adds a claim to the primary and puts a new copy in the replica's place, while four clients ask two processes."""
    primary, replica = Seed(tmp_path / "primary.db"), tmp_path / "replica" / "figures.db"
    primary.add("documents", id="doc-1")
    replica.parent.mkdir()
    backup(primary.path, replica)
    over = threading.Event()
    with services(replica, 2) as addresses:
        clients = [Client(address, over) for address in addresses for _ in range(2)]
        for client in clients:
            client.start()
        for turn in range(TURNS):
            primary.add("claims", id=f"claim-{turn}", low=turn, best=turn)
            backup(primary.path, replica, replace=True)
            time.sleep(0.05)
        deadline = time.monotonic() + 120
        while any(client.newest <= TURNS and client.is_alive() for client in clients) and time.monotonic() < deadline:
            time.sleep(0.05)
        over.set()
        for client in clients:
            client.join(30)
    assert [client.wrong for client in clients] == [[]] * 4
    assert [client.newest for client in clients] == [TURNS + 1] * 4, "the last copy is what all of them end with"
    assert all(len(client.seen) > 3 and client.replies > 3 * len(PATHS) for client in clients), "they read while it was replaced"
    assert [path.name for path in replica.parent.iterdir()] == [replica.name], "a replica is one file"
    primary.close()


def test_a_stream_under_way_ends_with_the_copy_it_began_with(tmp_path: Path) -> None:
    primary, replica = Seed(tmp_path / "primary.db"), tmp_path / "replica.db"
    primary.add("documents", id="doc-1")
    for number in range(1200):
        primary.add("claims", id=f"claim-{number}")
    backup(primary.path, replica)
    client = create_app(Settings(database=replica)).test_client()
    reply = client.get("/api/v1/claims.csv", buffered=False)
    pieces = iter(reply.response)
    first = next(pieces)
    primary.add("claims", id="late")
    backup(primary.path, replica, replace=True)
    rest = b"".join([first, *pieces])
    reply.close()
    assert rest.count(b"\r\n") == 1201 and b"late" not in rest
    assert b"late" in client.get("/api/v1/claims.csv").data
    primary.close()


@pytest.mark.parametrize("path", ["/api/v1/claims", "/api/v1/claims.csv", "/api/v1/events", "/api/v1/codebook"])
def test_another_database_with_as_many_changes_is_not_taken_for_the_same(tmp_path: Path, path: str) -> None:
    for name, when in (("a", T2), ("b", T3)):
        made = Seed(tmp_path / f"{name}.db")
        made.add("documents", id="doc-1")
        made.add("claims", id=f"claim-{name}", known_at=when)
        made.close()
    database = tmp_path / "a.db"
    client = create_app(Settings(database=database)).test_client()
    held = client.get(path).headers
    assert client.get(path, headers={"If-None-Match": held["ETag"]}).status_code == 304
    (tmp_path / "b.db").replace(database)
    anew = client.get(path, headers={"If-None-Match": held["ETag"]})
    assert anew.status_code == 200 and anew.headers["X-Data-Version"] == held["X-Data-Version"]
