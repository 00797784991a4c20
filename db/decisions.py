"""Human decisions: written once, never changed but for who undid them; what they touch is regrouped."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from aggregator.core.decisions import OF_CLAIMS, Action, Decision, correction
from aggregator.core.errors import InputError, NotFound
from db.store import Store

UNDO = "undo"


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

    For a merge, `value` names the other event; for a split, `documents` the documents that leave. Raises NotFound for a claim,
    event or document that does not stand, UnknownName or InputError for a field or value that cannot be.
    """
    if not decision.author.strip() or not decision.reason.strip():
        raise InputError("a decision has an author and a reason", field="author" if not decision.author.strip() else "reason")
    with store.writing() as at:
        value, touched = decision.value, set[str]()
        if decision.action in OF_CLAIMS:
            if decision.action is Action.CORRECT:
                correction(decision.field or "", decision.value or "")
            touched = {_document_of(store, decision.target)}
        else:
            value, touched = _of_event(store, decision)
        row = {
            "at": at, "author": decision.author, "reason": decision.reason, "action": decision.action.value,
            "target": decision.target, "field": decision.field, "value": value,
        }  # fmt: skip
        number = store.insert("decisions", row)
        _regroup(store, touched)
    return number


def undo(store: Store, number: int, *, author: str, reason: str) -> int:
    """Undo a decision by a new one, and return that one's number. Undoing an undoing brings the first back.

    Raises NotFound for a decision that is not there, InputError for one that is undone already.
    """
    row = store.one("SELECT * FROM decisions WHERE id = ?", [number])
    if row is None:
        raise NotFound("decision", str(number))
    if not author.strip() or not reason.strip():
        raise InputError("an undoing has an author and a reason", field="author" if not author.strip() else "reason")
    if row["undone_by"] is not None:
        raise InputError(f"decision {number} was undone by {row['undone_by']}", field="id")
    with store.writing() as at:
        undoing = {"at": at, "author": author, "reason": reason, "field": UNDO, "value": str(number)}
        made = store.insert("decisions", undoing | {"action": row["action"], "target": row["target"]})
        conn = store.database.conn
        conn.execute("UPDATE decisions SET undone_by = ? WHERE id = ?", [made, number])
        first = row
        if row["field"] == UNDO:
            conn.execute("UPDATE decisions SET undone_by = NULL WHERE id = ?", [int(row["value"])])
            first = store.one("SELECT * FROM decisions WHERE id = ?", [int(row["value"])]) or row
        _regroup(store, _touched(store, first))
    return made


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
