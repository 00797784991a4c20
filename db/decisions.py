"""Human decisions: written once, never changed but for who undid them; what they touch is regrouped."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from aggregator.core.decisions import OF_CLAIMS, Action, Decision, Once, correction
from aggregator.core.errors import AlreadyDone, InputError, KeyReused, NotFound
from db import reviews
from db.queries import Statement
from db.reading import Reading
from db.store import Store

UNDO = "undo"
BOUNDS = ("low", "high")
WAITING = """
WITH RECURSIVE told AS (
    SELECT field, value, action, target FROM decisions WHERE id = :id
    UNION ALL SELECT d.field, d.value, d.action, d.target FROM told JOIN decisions d ON told.field = 'undo' AND d.id = told.value
), of_events AS (SELECT value FROM told WHERE action IN ('merge', 'split') AND field IS NOT 'undo'),
touched AS (
    SELECT c.document FROM told JOIN claims c ON c.id = told.target WHERE told.field IS NOT 'undo'
    UNION SELECT j.value FROM of_events, json_each(of_events.value, '$.documents') j
    UNION SELECT j.value FROM of_events, json_each(of_events.value, '$.others') j
)
SELECT 1 FROM touched JOIN pending p ON p.document = touched.document LIMIT 1
"""


def standing(store: Store) -> list[Decision]:
    """Return the decisions that hold, oldest first."""
    found = store.all("SELECT * FROM decisions WHERE undone_by IS NULL AND field IS NOT ? ORDER BY id", [UNDO])
    return [_decision(row) for row in found]


def history(store: Store, target: str | None = None) -> list[dict[str, Any]]:
    """Return every decision as a row, undone ones and undoings too, oldest first; those of one claim or event where asked."""
    if target is None:
        return store.all("SELECT * FROM decisions ORDER BY id")
    return store.all("SELECT * FROM decisions WHERE target = ? ORDER BY id", [target])


def decide(store: Store, decision: Decision) -> int:
    """Keep a decision, mark what it touches for regrouping, and return its number.

    For a merge, `value` names the other event; for a split, `documents` the documents that leave. A decision that was made under
    the same key is not made again, its number is returned. Raises NotFound for a claim, event or document that does not stand,
    UnknownName or InputError for a field or value that cannot be, KeyReused for a key that came with another request.
    """
    if not decision.author.strip() or not decision.reason.strip():
        raise InputError("a decision has an author and a reason", field="author" if not decision.author.strip() else "reason")
    with store.writing() as at:
        if before := earlier(store, decision.token, decision.once):
            return before
        value, touched = decision.value, set[str]()
        if decision.action in OF_CLAIMS:
            if decision.action is Action.CORRECT:
                new = correction(decision.field or "", decision.value or "")
                if decision.field in BOUNDS:
                    _in_order(_bounds(store, decision.target) | {decision.field: new}, decision.field)
            touched = {_document_of(store, decision.target)}
        else:
            value, touched = _of_event(store, decision)
        row = {
            "at": at, "author": decision.author, "reason": decision.reason, "action": decision.action.value,
            "target": decision.target, "field": decision.field, "value": value, "token": decision.token,
        }  # fmt: skip
        number = store.insert("decisions", row | keyed(decision.once))
        if decision.action in OF_CLAIMS:
            reviews.note(store, decision.target, at)
        _regroup(store, touched)
    return number


def _bounds(store: Store, claim: str) -> dict[str, object]:
    """Return a claim's low and high end, with the corrections that hold."""
    read = store.one("SELECT low, high FROM claims WHERE id = ?", [claim]) or {}
    made = store.all(
        "SELECT field, value FROM decisions "
        "WHERE target = ? AND action = ? AND undone_by IS NULL AND field IN (?, ?) ORDER BY id",
        [claim, Action.CORRECT.value, *BOUNDS],
    )
    return dict(read) | {row["field"]: correction(row["field"], row["value"] or "") for row in made}


def _in_order(ends: dict[str, object], field: str) -> None:
    """Raise InputError for a low end above the high one."""
    low, high = (ends.get(end) for end in BOUNDS)
    if isinstance(low, int) and isinstance(high, int) and low > high:
        other = "high" if field == "low" else "low"
        raise InputError(f"low {low} would lie above high {high}: correct {other} first", field="value")


def undo(store: Store, number: int, *, author: str, reason: str, token: str | None = None, once: Once | None = None) -> int:
    """Undo a decision by a new one, and return that one's number. Undoing an undoing brings the first back.

    Raises NotFound for a decision that is not there, AlreadyDone for one that is undone, KeyReused as `decide` does.
    """
    if not author.strip() or not reason.strip():
        raise InputError("an undoing has an author and a reason", field="author" if not author.strip() else "reason")
    with store.writing() as at:
        if before := earlier(store, token, once):
            return before
        row = _row(store, number)
        if row["undone_by"] is not None:
            raise AlreadyDone(f"decision {number} was undone by {row['undone_by']}", field="decision")
        undoing = {"at": at, "author": author, "reason": reason, "field": UNDO, "value": str(number), "token": token}
        made = store.insert("decisions", undoing | keyed(once) | {"action": row["action"], "target": row["target"]})
        _set_undone(store, row, made)
        if row["action"] in OF_CLAIMS:
            reviews.note(store, row["target"], at)
        _regroup(store, _touched(store, _first(store, row)))
    return made


def earlier(store: Store, token: str | None, once: Once | None) -> int | None:
    """Return the decision that this token made under this key, None where there is none; raise KeyReused for another request."""
    found = store.one("SELECT id, asked FROM decisions WHERE token = ? AND once = ?", [token, once.key]) if once else None
    if once is None or found is None:
        return None
    if found["asked"] != once.asked:
        raise KeyReused(f"decision {found['id']} was made with this key and asked for something else", field="Idempotency-Key")
    return int(found["id"])


def keyed(once: Once | None) -> dict[str, str]:
    """Return the columns that know a request again."""
    return {"once": once.key, "asked": once.asked} if once else {}


def _set_undone(store: Store, row: dict[str, Any], by: int | None) -> None:
    """Note who undid a decision, None where it holds again; an undoing that no longer holds lets its own decision hold again."""
    store.database.conn.execute("UPDATE decisions SET undone_by = ? WHERE id = ?", [by, row["id"]])
    if row["field"] == UNDO:
        _set_undone(store, _row(store, int(row["value"])), row["id"] if by is None else None)


def _row(store: Store, number: int) -> dict[str, Any]:
    row = store.one("SELECT * FROM decisions WHERE id = ?", [number])
    if row is None:
        raise NotFound("decision", str(number))
    return row


def _first(store: Store, row: dict[str, Any]) -> dict[str, Any]:
    """The decision that an undoing, or the undoing of one, is about in the end."""
    while row["field"] == UNDO:
        row = _row(store, int(row["value"]))
    return row


def last(store: Store) -> int:
    """Return the number of the last decision or undoing, 0 before the first."""
    row = store.one("SELECT max(id) AS n FROM decisions")
    return int(row["n"] or 0) if row else 0


def waits(reading: Reading, number: int) -> bool:
    """Return whether what a decision (or what an undoing is about in the end) touches is still to be regrouped."""
    return bool(reading.rows(Statement(sql=WAITING, values={"id": number})))


def listed(reading: Reading, *, target: str | None = None, after: int = 0, limit: int) -> list[dict[str, Any]]:
    """Return decisions and undoings with a number above `after` as JSON-able rows, oldest first; those of one claim or event."""
    sql = "SELECT * FROM decisions WHERE id > :after AND (:target IS NULL OR target = :target) ORDER BY id LIMIT :limit"
    return _shown(reading, Statement(sql=sql, values={"after": after, "target": target, "limit": limit}))


def one(reading: Reading, number: int) -> dict[str, Any]:
    """Return one decision or undoing as a JSON-able row; raise NotFound where there is none."""
    found = _shown(reading, Statement(sql="SELECT * FROM decisions WHERE id = :id", values={"id": number}))
    if not found:
        raise NotFound("decision", str(number))
    return found[0]


def _shown(reading: Reading, statement: Statement) -> list[dict[str, Any]]:
    """Rows as a reader wants them: an undoing names what it undoes, a merge and a split their other event and documents."""
    found = []
    for row in reading.dicts(statement):
        undoes, value, told = None, row["value"], {}
        if row["field"] == UNDO:
            undoes, value = int(value), None
        elif row["action"] in (Action.MERGE, Action.SPLIT):
            told, value = json.loads(value), None
        shown = {name: row[name] for name in ("id", "at", "author", "token", "reason", "target")}
        action = UNDO if undoes else row["action"]
        shown |= {"action": action, "field": None if undoes else row["field"], "value": value, "other": told.get("event")}
        found.append(shown | {"documents": told.get("documents", []), "undoes": undoes, "undone_by": row["undone_by"]})
    return found


def documents_of(store: Store) -> set[str]:
    """Return the documents that any decision speaks of, whether it holds or was undone."""
    return {document for row in history(store) if row["field"] != UNDO for document in _touched(store, row)}


def _decision(row: dict[str, Any]) -> Decision:
    action = Action(row["action"])
    told = json.loads(row["value"]) if action in (Action.MERGE, Action.SPLIT) else {}
    return Decision(
        id=row["id"],
        at=datetime.fromisoformat(row["at"].replace("Z", "+00:00")),
        author=row["author"],
        reason=row["reason"],
        action=action,
        target=row["target"],
        field=row["field"],
        value=None if told else row["value"],
        documents=tuple(told.get("documents", ())),
        others=tuple(told.get("others", ())),
    )


def _document_of(store: Store, claim: str) -> str:
    row = store.one("SELECT document FROM claims WHERE id = ? AND retired_at IS NULL", [claim])
    if row is None:
        raise NotFound("claim", claim)
    return str(row["document"])


def _members(store: Store, event: str) -> list[str]:
    found = store.all("SELECT document FROM event_documents WHERE event = ? AND retired_at IS NULL ORDER BY document", [event])
    if not found:
        raise NotFound("event", event)
    return [row["document"] for row in found]


def _of_event(store: Store, decision: Decision) -> tuple[str, set[str]]:
    """Return a merge or split as JSON (documents outlive event ids) and the documents it touches."""
    members = _members(store, decision.target)
    if decision.action is Action.MERGE:
        if not decision.value or decision.value == decision.target:
            raise InputError("a merge names another event", field="value")
        members += _members(store, decision.value)
        return json.dumps({"event": decision.value, "documents": members}), set(members)
    leaving = [document for document in members if document in decision.documents]
    if unknown := set(decision.documents) - set(members):
        raise NotFound("document of this event", sorted(unknown)[0])
    if not leaving or len(leaving) == len(members):
        raise InputError("a split names some of the event's documents, not all", field="documents", valid=members)
    others = [document for document in members if document not in leaving]
    return json.dumps({"documents": leaving, "others": others}), set(members)


def _touched(store: Store, row: dict[str, Any]) -> set[str]:
    if row["action"] in (Action.MERGE, Action.SPLIT):
        told = json.loads(row["value"])
        return {*told["documents"], *told.get("others", ())}
    claim = store.one("SELECT document FROM claims WHERE id = ?", [row["target"]])
    return {claim["document"]} if claim else set()


def _regroup(store: Store, documents: Iterable[str]) -> None:
    store.database.conn.executemany(
        "INSERT OR IGNORE INTO pending (document) VALUES (?)", [(each,) for each in sorted(documents)]
    )
