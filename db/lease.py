"""One holder at a time: a lease in the database with a fencing token.

A holder renews its lease a few times in each lifetime; every renewal raises `beat`. A waiter that has seen the same token and
beat for a whole lifetime *by its own monotonic clock* takes the lease and raises `token`. No decision rests on the wall clock,
so a clock that is set, a change to summer time or a suspended machine gives no second holder. A holder that was paused and
overtaken cannot write: every transaction of its store first asks `fence`, which compares tokens under the same lock as the write.
"""

from __future__ import annotations

import os
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aggregator.core.errors import LeaseLost
from db import rows
from db.connect import transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

LIFETIME = 30.0


def this_process() -> str:
    """Return a name for this process that no other has: host, process id and a random part."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


@dataclass(slots=True, kw_only=True)
class Lease:
    """A claim to the lease `name` for `holder`; `lifetime` in seconds; `token` is None until it is held.

    `clock` is the wall clock, shown to people; `monotonic` counts seconds and is what decides.
    """

    name: str
    holder: str
    clock: Callable[[], datetime]
    lifetime: float = LIFETIME
    monotonic: Callable[[], float] = time.monotonic
    token: int | None = None
    _seen: tuple[int, int] | None = field(default=None, init=False)
    _since: float = field(default=0.0, init=False)

    def acquire(self, database: Database) -> bool:
        """Take the lease if it is free or its holder has been silent for a lifetime under our eyes; return whether we hold it."""
        with transaction(database):
            row = database.conn.execute("SELECT holder, token, beat FROM leases WHERE name = ?", [self.name]).fetchone()
            if row and row[0] and not self._silent(row[1], row[2]):
                return False
            self.token = (row[1] if row else 0) + 1
            database.conn.execute(
                "INSERT INTO leases (name, holder, token, beat, expires_at) VALUES (?1, ?2, ?3, 0, ?4) ON CONFLICT (name) "
                "DO UPDATE SET holder = ?2, token = ?3, beat = 0, expires_at = ?4",
                [self.name, self.holder, self.token, self._expiry()],
            )
        return True

    def renew(self, database: Database) -> None:
        """Raise the beat; raise LeaseLost when another has taken the lease."""
        with transaction(database):
            self.fence(database)
            database.conn.execute("UPDATE leases SET beat = beat + 1, expires_at = ? WHERE name = ?", [self._expiry(), self.name])

    def release(self, database: Database) -> None:
        """Give the lease up so that a waiter may take it at once; nothing happens when we no longer hold it."""
        with transaction(database):
            database.conn.execute("UPDATE leases SET holder = '' WHERE name = ? AND token = ?", [self.name, self.token])
        self.token = None

    def fence(self, database: Database) -> None:
        """Raise LeaseLost unless the lease is still ours; called inside a transaction, so that the answer holds until its end."""
        row = database.conn.execute("SELECT token, holder FROM leases WHERE name = ?", [self.name]).fetchone()
        if row is None or self.token is None or row[0] != self.token:
            raise LeaseLost(f"the lease {self.name!r} is now {row[1] if row and row[1] else 'nobody'}'s; nothing was written")

    def _silent(self, token: int, beat: int) -> bool:
        """Whether the holder has given no sign for a lifetime since we first saw this state."""
        now = self.monotonic()
        if self._seen != (token, beat):
            self._seen, self._since = (token, beat), now
        return now - self._since >= self.lifetime

    def _expiry(self) -> str:
        return rows.learned(self.clock() + timedelta(seconds=self.lifetime))


def holder(database: Database, name: str) -> tuple[str, str] | None:
    """Return who holds the lease and until when by the wall clock, or None when nobody does."""
    row = database.conn.execute("SELECT holder, expires_at FROM leases WHERE name = ? AND holder <> ''", [name]).fetchone()
    return (row[0], row[1]) if row else None
