"""Documents with their claims, one transaction a document.

Claims are append-only. The same document again stores nothing and changes no row. Read anew by other versions, it keeps the
claims that came out the same, retires the others with a reason and adds the new ones beside them. A newer text of the same URL
retires the older document. Every addition and retirement is a row of the change feed, and leaves the document `pending`: its
events are still to be regrouped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aggregator.core.errors import StoreError
from aggregator.core.model import Document, Figure, content_id
from db import rows
from db.store import Store

NEWER_TEXT = "a newer text of this document came"
READ_ANEW = "read anew by other versions"
IN_FULL = "the article it announces is stored in its place"
NOT_CONTENT = {"extractor", "subset_of", "position", "document"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What came of storing a document: whether it is `new`, and how many claims were added and retired."""

    document: str
    new: bool = False
    added: int = 0
    retired: int = 0


def identity(document: Document) -> str:
    """Return the id under which a document is stored: the same origin, publisher, date and text are the same document."""
    return content_id(origin_of(document), document.publisher, rows.said(document.published), document.text)


def origin_of(document: Document) -> str:
    """Return what newer texts of the same document share: its URL, else the id that its file or feed gave it."""
    return document.url or document.id


def knows(store: Store, document: str, versions: str | None) -> bool:
    """Return whether a document is stored as these versions read it, or was stored and has retired since.

    Without versions, only the latter: a standing document is to be read anew whatever read it.
    """
    row = store.one("SELECT extracted_by, retired_at FROM documents WHERE id = ?", [document])
    return row is not None and (row["retired_at"] is not None or row["extracted_by"] == versions)


def keep(
    store: Store, document: Document, figures: Sequence[Figure], *, snapshot: str | None, versions: str, anew: bool = False
) -> Kept:
    """Store a document and its claims in one transaction. `document.id` is its `identity`; `versions` say what read it.

    With `anew`, what these same versions found before is compared too. Raises
    StoreError when a claim does not slice back to its quote, or when the database refuses; then nothing is stored.
    """
    for claim in (figure.claim for figure in figures):
        if claim.document != document.id or document.text[claim.start : claim.end] != claim.quote:
            raise StoreError(f"claim {claim.id} does not slice back to {claim.quote!r}")
    with store.writing() as at:
        if knows(store, document.id, None if anew else versions):
            return Kept(document=document.id)
        known = store.one("SELECT 1 FROM documents WHERE id = ?", [document.id]) is not None
        older = [] if known else _standing_texts(store, document, snapshot)
        if any(row["newer"] for row in older):
            return Kept(document=document.id)
        for row in older:
            retire(store, row["id"], NEWER_TEXT, at)
        if known:
            store.database.conn.execute(
                "UPDATE documents SET extracted_by = ?1, utc_offset = ?3 "
                "WHERE id = ?2 AND (extracted_by IS NOT ?1 OR utc_offset IS NOT ?3)",
                [versions, document.id, rows.offset_of(document.published)],
            )
        else:
            _add(store, document, snapshot, versions, at)
        added, retired = _replace_claims(store, document.id, figures, at)
        if added or retired or not known:
            store.insert("pending", {"document": document.id}, ignore=True)
            store.changed(at, "document", "upsert", [document.id])
        return Kept(document=document.id, new=not known, added=added, retired=retired)


def note(store: Store, announced: Document, *, versions: str) -> None:
    """Store an announcement whose article is stored in its place: retired from the start, only so that it is known again."""
    if not knows(store, announced.id, None):
        with store.writing() as at:
            _add(store, announced, None, versions, at)
            store.database.conn.execute(
                "UPDATE documents SET retired_at = ?, retired_reason = ? WHERE id = ?", [at, IN_FULL, announced.id]
            )


def retire(store: Store, document: str, reason: str, at: str) -> None:
    """Retire a document with its claims inside the caller's transaction; its events are to be regrouped."""
    store.database.conn.execute("UPDATE documents SET retired_at = ?, retired_reason = ? WHERE id = ?", [at, reason, document])
    _retire_claims(store, [row["id"] for row in live_claims(store, document)], reason, at)
    store.insert("pending", {"document": document}, ignore=True)
    store.changed(at, "document", "tombstone", [document])


def live_claims(store: Store, document: str) -> list[dict[str, Any]]:
    """Return the rows of a document's standing claims, in the order of the text."""
    return store.all('SELECT * FROM claims WHERE document = ? AND retired_at IS NULL ORDER BY start, "end", position', [document])


def load(store: Store, documents: Iterable[str]) -> list[tuple[Document, tuple[Figure, ...]]]:
    """Return standing documents with their standing figures, as `keep` was given them, in the order asked."""
    found = []
    for identity in documents:
        row = store.one("SELECT * FROM documents WHERE id = ? AND retired_at IS NULL", [identity])
        if row:
            chains = _chains(store, identity)
            figures = tuple(
                rows.figure_of(claim, [rows.step_of(step) for step in chains.get(claim["id"], ())])
                for claim in live_claims(store, identity)
            )
            found.append((rows.document_of(row), figures))
    return found


def _standing_texts(store: Store, document: Document, snapshot: str | None) -> list[dict[str, Any]]:
    """The text that stands under the document's URL, and whether it came later (`newer`: old bytes are being read anew).

    Where several stand under one URL they are the rows of one table or page, and so are two of one snapshot: none is a newer
    text of another.
    """
    if not document.url:
        return []
    found = store.all(
        "SELECT d.id, coalesce(s.fetched_at > n.fetched_at, 0) AS newer FROM documents d "
        "LEFT JOIN snapshots s ON s.id = d.snapshot LEFT JOIN snapshots n ON n.id = ?2 "
        "WHERE d.origin = ?1 AND d.retired_at IS NULL AND (?2 IS NULL OR d.snapshot IS NOT ?2)",
        [document.url, snapshot],
    )
    return found if len(found) == 1 else []


def unseen(store: Store, snapshot: str, seen: Collection[str]) -> int:
    """Retire the documents that a snapshot first gave and that a new reading of its bytes no longer gives; return how many."""
    standing = store.all("SELECT id FROM documents WHERE snapshot = ? AND retired_at IS NULL", [snapshot])
    gone = [row["id"] for row in standing if row["id"] not in seen]
    if gone:
        with store.writing() as at:
            for identity in gone:
                retire(store, identity, READ_ANEW, at)
    return len(gone)


def _add(store: Store, document: Document, snapshot: str | None, versions: str, at: str) -> None:
    """Insert the document's row."""
    row = {
        "id": document.id,
        "origin": origin_of(document),
        "snapshot": snapshot,
        "source": document.source,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "publisher_source": canonical(store, document.publisher),
        "published": rows.said(document.published),
        "utc_offset": rows.offset_of(document.published),
        "language": document.language,
        "licence": document.licence,
        "text": document.text,
        "text_hash": hashlib.sha256(document.text.encode()).hexdigest(),
        "extracted_by": versions,
        "known_at": at,
    }
    store.insert("documents", row)


def canonical(store: Store, publisher: str | None) -> str | None:
    """A publisher's canonical id where it was given as one, or where exactly one registered source bears the name."""
    found = store.all("SELECT id FROM sources WHERE id = ?1 OR name = ?1 COLLATE NOCASE", [publisher])
    return found[0]["id"] if len(found) == 1 else None


def _replace_claims(store: Store, document: str, figures: Sequence[Figure], at: str) -> tuple[int, int]:
    """Make the document's standing claims these figures': equal ones stay, the others retire; return how many came and went."""
    fresh = [rows.figure_row(figure, i) | {"id": figure.claim.id} for i, figure in enumerate(figures)]
    links = [[row[1:] for row in rows.step_rows("", figure.claim.attribution)] for figure in figures]
    live, chains = live_claims(store, document), _chains(store, document)
    columns = sorted(fresh[0].keys() - NOT_CONTENT - {"id"}) if fresh else []
    standing: dict[str, list[str]] = {}
    was = _contents(live, [[tuple(step.values())[1:] for step in chains.get(row["id"], ())] for row in live], columns)
    for row, content in zip(live, was, strict=True):
        standing.setdefault(content, []).append(row["id"])
    final: dict[str, str] = {}
    used: set[str] = set()
    adding = []
    for row, content in zip(fresh, _contents(fresh, links, columns), strict=True):
        if stays := standing.get(content):
            chosen = stays.pop(0)
        else:
            chosen = _free_id(store, row["id"], content, used)
            adding.append((row, chosen))
        final.setdefault(row["id"], chosen)
    for row, chosen in adding:
        whole = row["subset_of"]
        store.insert("claims", row | {"id": chosen, "subset_of": final.get(whole, whole), "known_at": at})
        chain = rows.step_rows(chosen, figures[row["position"]].claim.attribution)
        store.database.conn.executemany("INSERT INTO attributions VALUES (?, ?, ?, ?, ?, ?, ?)", chain)
    store.changed(at, "claim", "upsert", [chosen for _, chosen in adding])
    gone = [identity for left in standing.values() for identity in left]
    _retire_claims(store, gone, READ_ANEW, at)
    return len(adding), len(gone)


def _retire_claims(store: Store, ids: Sequence[str], reason: str, at: str) -> None:
    store.database.conn.executemany(
        "UPDATE claims SET retired_at = ?, retired_reason = ? WHERE id = ?", [(at, reason, one) for one in ids]
    )
    store.changed(at, "claim", "tombstone", ids)


def _free_id(store: Store, wanted: str, content: str, used: set[str]) -> str:
    """The claim's own id, or another made from what it says where a row (of a retired reading, say) bears that one."""
    chosen, nth = wanted, 0
    while chosen in used or store.one("SELECT 1 FROM claims WHERE id = ?", [chosen]):
        nth += 1
        chosen = content_id(wanted, content, nth)
    used.add(chosen)
    return chosen


def _chains(store: Store, document: str) -> dict[str, list[dict[str, Any]]]:
    """The attribution rows of each claim of a document, innermost first."""
    chains: dict[str, list[dict[str, Any]]] = {}
    for row in store.all(
        "SELECT a.claim, a.position, a.role, a.name, a.source, a.verb, a.stance FROM claims c "
        "JOIN attributions a ON a.claim = c.id WHERE c.document = ? ORDER BY a.claim, a.position",
        [document],
    ):
        chains.setdefault(row["claim"], []).append(row)
    return chains


def _contents(found: Sequence[Mapping[str, Any]], links: Sequence[Sequence[Any]], columns: Sequence[str]) -> list[str]:
    """Return a hash of what each claim says: its columns, its chain, and where its whole stands, but not what read it."""
    wholes = {row["id"]: (row["start"], row["end"], row["outcome"]) for row in found}
    return [
        content_id(
            json.dumps([row[name] for name in columns]),
            json.dumps(chain),
            wholes.get(row["subset_of"], row["subset_of"]),
        )
        for row, chain in zip(found, links, strict=True)
    ]


def count(store: Store, snapshot: str) -> int:
    """Return how many standing documents a snapshot first gave."""
    row = store.one("SELECT count(*) AS n FROM documents WHERE snapshot = ? AND retired_at IS NULL", [snapshot])
    return int(row["n"]) if row else 0


def total(store: Store) -> int:
    """Return how many documents stand."""
    row = store.one("SELECT count(*) AS n FROM documents WHERE retired_at IS NULL")
    return int(row["n"]) if row else 0


def standing(store: Store) -> list[str]:
    """Return every standing document that has standing claims, in an order that does not depend on when they came."""
    found = store.all("SELECT DISTINCT document FROM claims WHERE retired_at IS NULL ORDER BY document")
    return [row["document"] for row in found]
