"""An event's estimates and relations: what no longer holds retires, what is new is inserted, what is the same stays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from aggregator.core.model import Estimate, Relation, content_id
from db.store import Store


def set_estimates(store: Store, identity: str, estimates: Sequence[Estimate], at: str, run: int | None) -> None:
    """Make these the event's standing estimates."""
    fresh = [estimate_row(identity, estimate) for estimate in estimates]
    claims = {row["id"]: estimate.claims for row, estimate in zip(fresh, estimates, strict=True)}
    for row in _exchange(store, "estimates", "estimate", identity, fresh, at, run):
        base = row["id"].split(".")[0]
        store.database.conn.executemany(
            "INSERT INTO estimate_claims (estimate, claim) VALUES (?, ?)",
            [(row["id"], one) for one in dict.fromkeys(claims[base])],
        )


def set_relations(store: Store, identity: str, relations: Sequence[Relation], at: str, run: int | None) -> None:
    """Make these the event's standing relations."""
    fresh = [relation_row(identity, relation) for relation in relations]
    _exchange(store, "relations", "relation", identity, fresh, at, run)


def _exchange(
    store: Store, table: str, kind: str, event: str, fresh: Sequence[dict[str, Any]], at: str, run: int | None
) -> list[dict[str, Any]]:
    """Retire the event's rows that are not among `fresh`, insert those that do not stand yet, and return the inserted.

    A row's id is the hash of what it says; said again after it had retired, it gets a number behind a dot.
    """
    rows_now = {row["id"]: row for row in fresh}
    standing = {row["id"] for row in store.all(f"SELECT id FROM {table} WHERE event = ? AND retired_at IS NULL", [event])}
    same = {identity.split(".")[0]: identity for identity in standing}
    gone = sorted(identity for base, identity in same.items() if base not in rows_now)
    store.database.conn.executemany(f"UPDATE {table} SET retired_at = ? WHERE id = ?", [(at, one) for one in gone])
    store.changed(at, kind, "tombstone", gone)
    added = []
    for base, row in rows_now.items():
        if base in same:
            continue
        identity, nth = base, 1
        while store.one(f"SELECT 1 FROM {table} WHERE id = ?", [identity]):
            nth += 1
            identity = f"{base}.{nth}"
        added.append(row | {"id": identity, "known_at": at, "run": run})
        store.insert(table, added[-1])
    store.changed(at, kind, "upsert", [row["id"] for row in added])
    return added


def estimate_row(event: str, estimate: Estimate) -> dict[str, Any]:
    """Return the columns of `estimates` for one range of an event, all but `known_at`, `retired_at` and `run`."""
    row = {
        "event": event,
        "outcome": estimate.outcome.value,
        "population": estimate.population,
        "basis": estimate.basis.value,
        "unit": estimate.unit,
        "grp": estimate.group,
        "low": estimate.low,
        "high": estimate.high,
        "high_open": int(estimate.high_open),
        "agreed": int(estimate.agreed is not None),
        "agreed_low": estimate.agreed[0] if estimate.agreed else None,
        "agreed_high": estimate.agreed[1] if estimate.agreed else None,
        "best": estimate.best,
        "best_rule": estimate.best_rule,
        "best_claim": estimate.best_claim,
        "bests": other_bests(estimate),
        "support": estimate.support.value,
        "claimants": estimate.claimants,
    }
    return row | {"id": content_id("estimate", *row.values(), *estimate.claims)}


def other_bests(estimate: Estimate) -> str:
    """Return as JSON what those rules choose that do not choose as `best_rule` does: `{"median": [12, "claim"]}`."""
    usual = (estimate.best, estimate.best_claim)
    others = {b.rule.value: [b.value, b.claim] for b in estimate.bests if (b.value, b.claim) != usual}
    return json.dumps(others)


def relation_row(event: str, relation: Relation) -> dict[str, Any]:
    """Return the columns of `relations` for one relation of an event, all but `known_at`, `retired_at` and `run`."""
    row = {
        "event": event,
        "a": relation.a,
        "b": relation.b,
        "type": relation.type.value,
        "rule": relation.rule,
        "gap": relation.gap,
        "size": relation.size,
        "explanation": relation.explanation,
    }
    return row | {"id": content_id("relation", *row.values())}
