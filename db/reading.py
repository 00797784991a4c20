"""Read-only connections that answer queries: one snapshot an answer, and no statement past its budget of time."""

from __future__ import annotations

import json
import math
import time
from collections import namedtuple
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from aggregator.core.errors import NotFound, QueryTooLong, StoreError
from aggregator.core.model import BestRule
from db.connect import read_connection, refused
from db.nouns import Noun
from db.queries import Query, Statement
from db.shapes import Shape

STEPS = 2000
BATCH = 500
BUDGET = 1.0
STREAM_BUDGET = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of one list in the shape asked for, and the cursor of the next page, if there is one."""

    rows: Sequence[Any]
    cursor: str | None
    revision: Revision


class Revision(int):
    """The number of the last change. `made` is when it was made: another database put in the file's place may have its number."""

    made: str

    def __new__(cls, number: int, made: str = "") -> Revision:
        found = super().__new__(cls, number)
        found.made = made
        return found


@lru_cache
def row_type(noun_name: str, columns: tuple[str, ...]) -> Any:
    """Return the named tuple that a row of this noun becomes."""
    safe = [f"{name}_" if name in ("from",) else name for name in columns]
    return namedtuple(f"{noun_name.title()}Row", safe)


class Reading:
    """One connection's view of the store. Not shared between threads; inside `snapshot()` every answer sees the same revision."""

    def __init__(self, path: Path, *, budget: float = BUDGET, stream_budget: float = STREAM_BUDGET) -> None:
        self.budget, self.stream_budget = budget, stream_budget
        self._named = Path(path.name)  # what goes wrong may be read by others: no folder of this machine
        self._connection = read_connection(path, named=self._named)
        self._deadline = 0.0
        self._end = math.inf
        self._revision: Revision | None = None  # within a snapshot, once asked for
        self._inside = False
        self.closed = False
        self._connection.set_progress_handler(self._late, STEPS)

    def close(self) -> None:
        """Give the file back."""
        self.closed = True
        self._connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[Reading]:
        """Answer everything in the block from one state of the store."""
        self._deadline = math.inf
        self._connection.execute("BEGIN")
        self._inside, self._revision = True, None
        try:
            yield self
        finally:
            self._inside = False
            self._deadline = math.inf
            self._connection.execute("ROLLBACK")

    def rows(self, statement: Statement, *, budget: float | None = None) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows; raise QueryTooLong past the budget."""
        self._start(budget or self.budget)
        with self._told():
            found: list[tuple[Any, ...]] = self._connection.execute(statement.sql, dict(statement.values)).fetchall()
        return found

    def dicts(self, statement: Statement) -> list[dict[str, Any]]:
        """Run a statement and return its rows by column name."""
        self._start(self.budget)
        with self._told():
            cursor = self._connection.execute(statement.sql, dict(statement.values))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def revision(self) -> Revision:
        """Return the data revision; within a snapshot it stays what it was when first asked for."""
        if self._inside and self._revision is not None:
            return self._revision
        last = self.rows(Statement(sql="SELECT seq, at FROM changes ORDER BY seq DESC LIMIT 1", values={}))
        self._revision = Revision(*last[0]) if last else Revision(0)
        return self._revision

    def failing_feeds(self) -> int:
        """Return how many enabled feeds failed when last tried."""
        return int(self.rows(Statement(sql="SELECT count(*) FROM feeds WHERE enabled = 1 AND failures > 0", values={}))[0][0])

    def set_aside(self) -> int:
        """Return how many inputs, documents and events are set aside because reading or grouping them failed."""
        return int(self.rows(Statement(sql="SELECT count(*) FROM poison WHERE quarantined_at IS NOT NULL", values={}))[0][0])

    def page(self, query: Query, shape: Shape = Shape.JSON) -> Page:
        """Return one page; JSON and CSV rows are texts, cells are named tuples of the noun's columns."""
        found = self.rows(query.statement(shape))
        width = len(query.noun.columns) if shape is Shape.CELLS else 1
        more = query.limit is not None and len(found) > query.limit
        kept = found[: query.limit] if more else found
        cursor = query.cursor(kept[-1][width:]) if more else None
        if shape is Shape.CELLS:
            make = row_type(query.noun.name, tuple(c.name for c in query.noun.columns))
            return Page(rows=[make(*row[:width]) for row in kept], cursor=cursor, revision=self.revision())
        return Page(rows=[row[0] for row in kept], cursor=cursor, revision=self.revision())

    def stream(self, query: Query, shape: Shape) -> Iterator[list[Any]]:
        """Yield every row in batches, as text or as cells, memory flat; a batch past its budget ends it with QueryTooLong."""
        statement = query.statement(shape)
        width = len(query.noun.columns)
        self._start(self.budget)
        with self._told():
            cursor = self._connection.execute(statement.sql, dict(statement.values))
            left = query.limit
            while rows := cursor.fetchmany(BATCH if left is None else min(BATCH, left)):
                yield [row[:width] for row in rows] if shape is Shape.CELLS else [row[0] for row in rows]
                left = None if left is None else left - len(rows)
                if left == 0:
                    return
                self._start(self.stream_budget)

    def one(
        self,
        noun: Noun,
        identity: str,
        shape: Shape = Shape.CELLS,
        *,
        known: str | None = None,
        rule: BestRule = BestRule.GTD,
    ) -> Any:
        """Return the row with this id, retired or not; raise NotFound when there is none."""
        query = Query(noun=noun, limit=1, include_deleted=True, as_known_at=known, identity=identity, best_rule=rule)
        found = self.rows(query.statement(shape))
        if not found:
            raise NotFound(noun.name.removesuffix("s"), identity)
        if shape is Shape.CELLS:
            return row_type(noun.name, tuple(c.name for c in noun.columns))(*found[0][: len(noun.columns)])
        return found[0][0]

    def end_by(self, seconds: float | None) -> None:
        """From now on, whatever its own budget, no statement runs on when these seconds are over; None: as long as each may."""
        self._end = math.inf if seconds is None else time.monotonic() + seconds

    def _start(self, seconds: float) -> None:
        self._deadline = min(time.monotonic() + seconds, self._end)

    def _late(self) -> int:
        return int(time.monotonic() > self._deadline)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn SQLite's words into ours."""
        try:
            with refused(self._named):
                yield
        except StoreError as error:
            if "interrupted" in str(error.__cause__):
                raise QueryTooLong("the question takes too long; narrow it with more filters, or ask for fewer rows") from error
            raise


def parsed(rows: Sequence[str]) -> list[Any]:
    """Return JSON rows as values."""
    return [json.loads(row) for row in rows]
