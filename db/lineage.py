"""The chain under a number: estimate, claims, document, snapshot, bytes; and whether each link still holds."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aggregator.core.errors import NotFound
from aggregator.core.model import BestRule
from db.nouns import CLAIMS, DOCUMENTS, EVENTS, FIGURES, RELATIONS, Noun
from db.queries import Query, Statement
from db.reading import Reading
from db.shapes import Shape

KINDS: tuple[tuple[str, Noun], ...] = (
    ("event", EVENTS),
    ("estimate", FIGURES),
    ("relation", RELATIONS),
    ("claim", CLAIMS),
    ("document", DOCUMENTS),
)
SNAPSHOT = """SELECT n.id, n.source, n.url, n.media_type, n.fetched_at, n.blob, b.size, b.encoding, b.bytes
 FROM snapshots n LEFT JOIN blobs b ON b.hash = n.blob WHERE n.id = :id"""
TEXT = "SELECT text FROM documents WHERE id = :id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bytes:
    """The stored reply a document was read from. `intact`: the bytes have the hash they are filed under."""

    snapshot: str
    source: str
    url: str
    media_type: str
    fetched_at: str
    hash: str
    size: int
    intact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLink:
    """A document with its claims in question. `kept` are the ids of the claims whose quote stands where the claim says."""

    document: Any
    claims: tuple[Any, ...]
    kept: frozenset[str]
    bytes: Bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Everything under one id: what it is, the estimates on the way, and the documents they rest on.

    `bests` holds an estimate's row under each rule, by its id.
    """

    kind: str
    row: Any
    estimates: tuple[Any, ...]
    bests: Mapping[str, tuple[Any, ...]]
    relations: tuple[Any, ...]
    documents: tuple[DocumentLink, ...]


def lineage(reading: Reading, identity: str) -> Lineage:
    """Return the chain under an event, estimate, relation, claim or document; raise NotFound when nothing has that id."""
    kind, row = find(reading, identity)
    estimates: tuple[Any, ...] = ()
    relations: tuple[Any, ...] = ()
    query = Query(noun=CLAIMS, limit=None, include_deleted=True)
    if kind == "event":
        estimates = rows(reading, Query(noun=FIGURES, limit=None).having("event", identity))
        relations = rows(reading, Query(noun=RELATIONS, limit=None).having("event", identity))
        claims = rows(reading, Query(noun=CLAIMS, limit=None).having("event", identity))
    elif kind == "estimate":
        estimates = (row,)
        behind = reading.rows(Statement(sql="SELECT claim FROM estimate_claims WHERE estimate = :id", values={"id": identity}))
        claims = rows(reading, query.having("claim", *sorted(id for (id,) in behind))) if behind else ()
    elif kind == "relation":
        claims = rows(reading, query.having("claim", row.a, row.b))
    elif kind == "claim":
        claims = (row,)
    else:
        claims = rows(reading, query.having("document", identity))
    homes = dict.fromkeys(claim.document for claim in claims) if kind != "document" else {identity: None}
    documents = tuple(link(reading, home, tuple(c for c in claims if c.document == home)) for home in homes)
    bests = {s.id: tuple(reading.one(FIGURES, s.id, rule=rule) for rule in BestRule) for s in estimates}
    return Lineage(kind=kind, row=row, estimates=estimates, bests=bests, relations=relations, documents=documents)


def find(reading: Reading, identity: str) -> tuple[str, Any]:
    """Return what has this id."""
    for kind, noun in KINDS:
        try:
            return kind, reading.one(noun, identity)
        except NotFound:
            continue
    raise NotFound("event, estimate, relation, claim or document", identity)


def rows(reading: Reading, query: Query) -> tuple[Any, ...]:
    """Return a query's rows as named tuples."""
    return tuple(reading.page(query, Shape.CELLS).rows)


def link(reading: Reading, home: str, claims: tuple[Any, ...]) -> DocumentLink:
    """Return a document, checked against its claims' quotes and its stored bytes."""
    document = reading.one(DOCUMENTS, home)
    text = str(reading.rows(Statement(sql=TEXT, values={"id": home}))[0][0])
    kept = frozenset(claim.id for claim in claims if text[claim.start : claim.end] == claim.quote)
    return DocumentLink(document=document, claims=claims, kept=kept, bytes=stored(reading, document.snapshot))


def stored(reading: Reading, snapshot: str | None) -> Bytes | None:
    """Return the stored reply and whether its bytes are intact, or None where there is none."""
    found = reading.rows(Statement(sql=SNAPSHOT, values={"id": snapshot})) if snapshot else []
    if not found or found[0][6] is None:
        return None
    id, source, url, media_type, fetched_at, digest, size, encoding, raw = found[0]
    try:
        body = zlib.decompress(raw) if encoding == "zlib" else bytes(raw)
        intact = hashlib.sha256(body).hexdigest() == digest and len(body) == size
    except zlib.error:
        intact = False
    return Bytes(
        snapshot=id, source=source, url=url, media_type=media_type, fetched_at=fetched_at, hash=digest, size=size, intact=intact
    )
