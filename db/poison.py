"""Who was being read when a reading failed or the process died: the same input three times in a row is quarantined."""

from __future__ import annotations

from db.store import Store

TRIES = 3


def quarantined(store: Store, identity: str) -> bool:
    """Return whether this input (a document's or snapshot's id) is set aside."""
    return store.one("SELECT 1 FROM poison WHERE id = ? AND quarantined_at IS NOT NULL", [identity]) is not None


def failed(store: Store, identity: str, origin: str, reason: str) -> bool:
    """Record that reading this input failed (crashed, hung, outgrew its memory); return whether it is now quarantined."""
    with store.writing() as at:
        store.database.conn.execute(
            "INSERT INTO poison (id, origin, tries, reason, first_at, last_at) VALUES (?1, ?2, 1, ?3, ?4, ?4) ON CONFLICT (id) "
            "DO UPDATE SET tries = tries + 1, reason = ?3, last_at = ?4, "
            f"quarantined_at = CASE WHEN tries + 1 >= {TRIES} THEN coalesce(quarantined_at, ?4) END",
            [identity, origin, reason, at],
        )
        return quarantined(store, identity)


def read_well(store: Store, identity: str) -> None:
    """Forget earlier failures of an input that was read after all."""
    if store.one("SELECT 1 FROM poison WHERE id = ?", [identity]):
        with store.writing():
            store.database.conn.execute("DELETE FROM poison WHERE id = ?", [identity])
