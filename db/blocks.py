"""Which documents may meet, and so are grouped anew together: by the keys they bear, the crowds these lead to, and their events.

A document bears a key where one of its reports does; a key that very many bear leads to a crowd or nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from db.store import Store

CROWD_WEEKS = 4


def set_keys(store: Store, document: str, keys: Mapping[str, int], *, week: int) -> None:
    """Set the keys under which a document may meet others, each with how many of its reports bear it; a retired one has none.

    Called inside a transaction. `week` is the document's, for counting how long a key has been in the news.
    """
    old = {row["key"]: (row["reports"], row["week"]) for row in store.all("SELECT * FROM blocks WHERE document = ?", [document])}
    new = {key: (number, week) for key, number in keys.items()}
    conn = store.database.conn
    gone = sorted(key for key in old if old[key] != new.get(key))
    conn.executemany("DELETE FROM blocks WHERE document = ? AND key = ?", [(document, key) for key in gone])
    conn.executemany(
        "INSERT INTO blocks (key, document, reports, week) VALUES (?, ?, ?, ?)",
        [(key, document, *new[key]) for key in sorted(new) if old.get(key) != new[key]],
    )


def key_counts(store: Store, keys: Collection[str]) -> dict[str, dict[int, int]]:
    """Return for each of these keys how many reports of the store bear it in each week."""
    asked = "SELECT week, sum(reports) AS n FROM blocks WHERE key = ? GROUP BY week"
    found = {key: {row["week"]: row["n"] for row in store.all(asked, [key])} for key in keys}
    return {key: weeks for key, weeks in found.items() if weeks}


def near(store: Store, document: str, *, rare: int) -> set[str]:
    """Return the documents that bear one of a document's keys.

    A key that more than `rare` bear leads only to the happenings of the weeks around that it names (`set_crowds`).
    """
    found = {document}
    for key, week in [
        (row["key"], row["week"]) for row in store.all("SELECT key, week FROM blocks WHERE document = ?", [document])
    ]:
        bearers = store.all("SELECT document FROM blocks WHERE key = ? LIMIT ?", [key, rare + 1])
        if len(bearers) > rare:
            bearers = store.all(
                "SELECT b.document FROM crowds c JOIN blocks b ON b.key = c.key AND b.document = c.document "
                "WHERE c.key = ? AND abs(c.week - ?) <= ?",
                [key, week, CROWD_WEEKS],
            )
        found |= {row["document"] for row in bearers}
    return found


def set_crowds(store: Store, found: Iterable[tuple[str, str, int]], scope: Collection[str] | None = None) -> None:
    """Set the keys that name a happening which very many tell of, each with its first document and week.

    Called inside a transaction. With `scope`, only those of these documents are replaced; else all.
    """
    conn = store.database.conn
    if scope is None:
        conn.execute("DELETE FROM crowds")
    else:
        conn.executemany("DELETE FROM crowds WHERE document = ?", [(document,) for document in sorted(scope)])
    conn.executemany("INSERT OR REPLACE INTO crowds (key, document, week) VALUES (?, ?, ?)", sorted(found))


def companions(store: Store, ids: Collection[str]) -> set[str]:
    """Return these documents and all that are in a standing event with one of them, or with one of those, and so on."""
    events_of = "SELECT event FROM event_documents WHERE document = ? AND retired_at IS NULL"
    documents_of = "SELECT document FROM event_documents WHERE event = ? AND retired_at IS NULL"
    found, fresh, seen = set(ids), set(ids), set[str]()
    while fresh:
        events = {row["event"] for identity in fresh for row in store.all(events_of, [identity])} - seen
        fresh = {row["document"] for event in events for row in store.all(documents_of, [event])} - found
        seen |= events
        found |= fresh
    return found
