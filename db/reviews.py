"""What people decided of a claim and holds, kept beside the claim as one JSON object, so that a list of a million reads it as it
reads any column; a row of `reviews` says from when to when it was so. The claim's own columns stay what the text says.

`decisions` is what was decided; this is what comes of it, written in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aggregator.core.decisions import Action, Decision, in_force

if TYPE_CHECKING:
    from db.store import Store

HOLDING = """SELECT id, at, author, reason, action, target, field, value FROM decisions
 WHERE target = ? AND action IN ('accept', 'reject', 'correct') AND undone_by IS NULL AND field IS NOT 'undo' ORDER BY id"""
DECIDED = "SELECT DISTINCT target FROM decisions WHERE action IN ('accept', 'reject', 'correct')"


def note(store: Store, claim: str, at: str) -> None:
    """Bring what is kept beside a claim up to date inside the caller's transaction; the change feed tells a change of it."""
    if _kept(store.database.conn.execute, claim, at):
        store.changed(at, "claim", "upsert", [claim])


def fill(run: Callable[..., Any]) -> None:
    """Keep what holds of every claim that was decided on, with `run(sql, values)`: since its last decision."""
    for (claim,) in list(run(DECIDED)):
        found = list(run(HOLDING, [claim]))
        if found and list(run("SELECT 1 FROM claims WHERE id = ?", [claim])):
            _kept(run, claim, found[-1][1])


def _kept(run: Callable[..., Any], claim: str, at: str) -> bool:
    """Write what holds of a claim; return whether that is another than before."""
    made = in_force([_decision(*row) for row in run(HOLDING, [claim])])
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":")) if made else None
    if not list(run("SELECT 1 FROM claims WHERE id = ? AND review IS NOT ?", [claim, text])):
        return False
    run("UPDATE claims SET review = ? WHERE id = ?", [text, claim])
    run("UPDATE reviews SET until = ? WHERE claim = ? AND until IS NULL", [at, claim])
    if text:
        run("INSERT INTO reviews (claim, since, review) VALUES (?, ?, ?)", [claim, at, text])
    return True


def _decision(id: int, at: str, author: str, reason: str, action: str, target: str, field: str | None, value: str) -> Decision:
    from db.rows import moment_of

    return Decision(
        id=id, at=moment_of(at), author=author, reason=reason, action=Action(action), target=target, field=field, value=value
    )
