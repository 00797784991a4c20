"""What changed between two snapshots: claims and events added, changed, removed; a row a change, and a row a changed field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from db.columns import Type, column
from db.connect import refused, sqlite_connect
from db.files import written
from db.frozen.database import NAME
from db.frozen.lists import write
from db.queries import Statement
from db.reading import BATCH, Reading
from db.shapes import Shape, row_sql

COMPARED = {"events": "title || ': ' || sentence", "claims": "claimant_name || ': ' || quote"}
KINDS = ("added", "changed", "removed")
UNSAID = ("id", "known_at", "updated_at", "retired_at", "retired_reason")  # when we learned it, not what it says
HEADLINES = 25

_x = partial(column, alias="x")
CHANGED_COLUMNS = (
    _x("list", Type.CODE, "Which list the row is of.", valid=tuple(COMPARED)),
    _x("id", Type.ID, "The row's id."),
    _x("change", Type.CODE, "What became of it since the snapshot before.", valid=KINDS),
    _x("field", Type.TEXT, "Which column changed; empty for a row added or removed."),
    _x("before", Type.TEXT, "What it said before; of a row removed, in a few words."),
    _x("after", Type.TEXT, "What it says now; of a row added, in a few words."),
    _x("reason", Type.TEXT, "Why a row was removed, and into which event one went."),
)
TABLE = f"CREATE TEMP TABLE changed ({', '.join(f'{c.name} TEXT' for c in CHANGED_COLUMNS)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How many rows of each list were added, changed, removed (`counts["claims"]["added"]`), and events told otherwise now.

    A headline is an event's title, its sentence before, its sentence now.
    """

    counts: dict[str, dict[str, int]]
    headlines: tuple[tuple[str, str, str], ...]


def write_changes(reading: Reading, new: Path, old: Path | None) -> Changes:
    """Write `changes.csv` into the folder `new`, compared with the snapshot in `old`; without one it has no rows."""
    with refused(new):
        both = sqlite_connect(new / NAME)
        try:
            both.execute(TABLE)
            counts = {name: dict.fromkeys(KINDS, 0) for name in COMPARED}
            headlines: tuple[tuple[str, str, str], ...] = ()
            if old is not None:
                both.execute("ATTACH ? AS old", [str(old / NAME)])
                for name, words in COMPARED.items():
                    counts[name] |= compare(both, reading, name, words)
                headlines = tuple(both.execute(HEADLINE, [HEADLINES]))
            rows = both.execute(f"SELECT {row_sql(CHANGED_COLUMNS, Shape.CSV)} FROM changed x ORDER BY rowid")
            write(new / "changes.csv", written(CHANGED_COLUMNS, "csv", batches(rows), {}))
        finally:
            both.close()
    return Changes(counts=counts, headlines=headlines)


HEADLINE = """SELECT n.title, o.sentence, n.sentence FROM main.events n JOIN old.events o ON o.id = n.id
 WHERE n.sentence <> o.sentence ORDER BY abs(ifnull(n.killed_low, 0) - ifnull(o.killed_low, 0)) DESC, n.id LIMIT ?"""


def compare(both: Any, reading: Reading, name: str, words: str) -> Counter[str]:
    """Put what changed of one list into `changed`; return how many rows were added, changed, removed."""
    counts: Counter[str] = Counter()
    gone = f"main.{name} n WHERE n.id NOT IN (SELECT id FROM old.{name})"
    counts["added"] = both.execute(
        f"INSERT INTO changed (list, id, change, after) SELECT '{name}', id, 'added', {words} FROM {gone} ORDER BY n.rowid"
    ).rowcount
    gone = f"old.{name} o WHERE o.id NOT IN (SELECT id FROM main.{name})"
    removed = both.execute(f"SELECT id, {words} FROM {gone} ORDER BY o.rowid").fetchall()
    for some in batched(removed):
        why = reasons(reading, name, [id for id, _ in some])
        both.executemany(
            "INSERT INTO changed (list, id, change, before, reason) VALUES (?, ?, 'removed', ?, ?)",
            [(name, id, said, why.get(id)) for id, said in some],
        )
    counts["removed"] = len(removed)
    shared = [field for field in fields(both, "main", name) if field in fields(both, "old", name) and field not in UNSAID]
    now, then = (", ".join(f'{alias}."{field}"' for field in shared) for alias in "no")
    pairs = f"main.{name} n JOIN old.{name} o ON o.id = n.id"
    differing = f"SELECT n.id FROM {pairs} WHERE ({now}) IS NOT ({then}) ORDER BY n.rowid"
    both.execute(f"CREATE TEMP TABLE differing_{name} AS {differing}")
    counts["changed"] = both.execute(f"SELECT count(*) FROM differing_{name}").fetchone()[0]
    for field in shared:
        both.execute(
            f"INSERT INTO changed (list, id, change, field, before, after) SELECT '{name}', n.id, 'changed', '{field}', "
            f'o."{field}", n."{field}" FROM differing_{name} d CROSS JOIN {pairs} '
            f'WHERE n.id = d.id AND n."{field}" IS NOT o."{field}" ORDER BY d.rowid'
        )
    return counts


def fields(both: Any, schema: str, name: str) -> list[str]:
    """Return a table's columns."""
    return [row[1] for row in both.execute(f"PRAGMA {schema}.table_info({name})")]


def reasons(reading: Reading, name: str, ids: Sequence[str]) -> dict[str, str]:
    """Return why rows of the store stopped holding, by id; of an event also where it went."""
    went = "concat_ws(', now ', retired_reason, merged_into)" if name == "events" else "retired_reason"
    marks = ", ".join(f":id_{n}" for n in range(len(ids)))
    sql = f"SELECT id, {went} FROM {name} WHERE id IN ({marks}) AND retired_at IS NOT NULL"
    return dict(reading.rows(Statement(sql=sql, values={f"id_{n}": id for n, id in enumerate(ids)})))


def batched(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield rows in batches."""
    for at in range(0, len(rows), BATCH):
        yield rows[at : at + BATCH]


def batches(cursor: Any) -> Iterator[list[str]]:
    """Yield a cursor's texts in batches."""
    while rows := cursor.fetchmany(BATCH):
        yield [row[0] for row in rows]
