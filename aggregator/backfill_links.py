"""The rows that point to documents and claims: chains of attribution, events with their members and versions, estimates
and relations. Tables that are kept in the order of their keys come in that order.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from aggregator.backfill_files import STEP
from aggregator.backfill_whole import ROWS, Rows, Whole, ahead, batches, elements, raw, text
from db.bulk import Bulk
from db.events import HEADER

WITHOUT: dict[str, tuple[str, ...]] = {
    "events": ("document_ids", "claim_ids"),
    "estimates": ("claims",),
    "relations": (),
}  # these columns
MOMENTS = {  # the columns that hold the moment of the load
    "events": ("known_at", "updated_at"),
    **dict.fromkeys(("estimates", "relations", "event_documents", "event_claims"), ("known_at",)),
}
CLAIMS_A_PASS = 4_000_000  # whose chains are sorted in memory at once; each pass reads the chains of all shards


def links(bulk: Bulk, whole: Whole) -> None:
    """Fill and index the tables of `db.bulk.LINKS`; the rows to come are prepared while SQLite writes."""
    with bulk.arrow() as add:
        for table, rows in ahead(_rows(whole)):
            add(table, rows, **dict.fromkeys(MOMENTS.get(table, ()), bulk.at))
    header = ", ".join(f"'{name}', {name}" for name in HEADER)
    bulk.run(
        f"INSERT INTO event_versions (event, known_at, header) SELECT id, known_at, json_object({header}) FROM events ORDER BY id"
    )
    bulk.index()


def _rows(whole: Whole) -> Iterator[Rows]:
    """Yield the rows table by table; those of a table without rowid in the order of their keys."""
    for table, without in WITHOUT.items():
        for file in sorted((whole.out / table).glob("*.parquet")):
            for rows in batches(file, without=without):
                yield table, rows
    for rows in in_order(whole, "events", "document_ids", "event", "document"):
        yield "event_documents", rows
    for rows in _event_claims(whole):
        yield "event_claims", rows
    for rows in in_order(whole, "estimates", "claims", "estimate", "claim"):
        yield "estimate_claims", rows
    for rows in _chains(whole):
        yield "attributions", rows


def in_order(whole: Whole, kind: str, column: str, owner: str, part: str) -> Iterator[Any]:
    """Yield the pairs of a row's id and each of the ids in its list, of all files of a kind, in the order of both."""
    import numpy as np
    import pyarrow as pa

    files = sorted((whole.out / kind).glob("*.parquet"))
    table = pa.concat_tables(table for file in files for table in batches(file, ["id", column]))
    parents, parts = elements(table[column])
    ids = table["id"].combine_chunks()
    order = np.lexsort((raw(parts), ranks(ids)[parents.to_numpy()]))
    for start in range(0, len(order), ROWS):
        here = pa.array(order[start : start + ROWS])
        yield pa.table({owner: ids.take(parents.take(here)), part: parts.take(here)})


def _event_claims(whole: Whole) -> Iterator[Any]:
    """Yield which claims are of an event, in the order of both; the claims of the whole are in order already."""
    import numpy as np
    import pyarrow as pa

    order = np.argsort(ranks(whole.events)[whole.homes], kind="stable")
    for start in range(0, len(order), ROWS):
        here = order[start : start + ROWS]
        yield pa.table({"event": whole.events.take(pa.array(whole.homes[here])), "claim": text(whole.claims[here])})


def ranks(ids: Any) -> Any:
    """Return for each of these ids its place in their order."""
    import numpy as np

    found = np.empty(len(ids), np.int64)
    found[np.argsort(raw(ids))] = np.arange(len(ids))
    return found


def _chains(whole: Whole) -> Iterator[Any]:
    """Yield the attribution chains of all claims, in the order of their ids."""
    import numpy as np
    import pyarrow as pa

    edges = [b"", *whole.claims[CLAIMS_A_PASS::CLAIMS_A_PASS].tolist(), b"~"]  # ids are hexadecimal digits
    for low, high in pairwise(edges):
        tables = []
        for shard in whole.shards:
            for table in whole.owned("claims", shard, ["id", "document", "attribution"]):
                ids = raw(table["id"])
                tables.append(table.filter(pa.array((ids >= low) & (ids < high))) if len(edges) > 2 else table)
        here = pa.concat_tables(tables).combine_chunks()
        order = np.argsort(raw(here["id"]))
        for start in range(0, len(order), ROWS):
            yield chains(here.take(pa.array(order[start : start + ROWS])))


def chains(claims: Any) -> Any:
    """Return the attribution chains of a table of claims as rows of `attributions`."""
    import numpy as np
    import pyarrow as pa

    parents, steps = elements(claims["attribution"])
    place = np.arange(len(parents)) - np.searchsorted(parents, parents)
    columns = {"claim": claims["id"].take(parents), "position": pa.array(place)}
    return pa.table(columns | dict(zip(STEP, steps.flatten(), strict=True)))
