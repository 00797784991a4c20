"""What `backfill` and `backfill-group` wrote, into a new SQLite database that the service serves as it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from aggregator.backfill import finished
from aggregator.core.errors import InputError
from aggregator.registry import sync_registry
from db.bulk import Bulk, filling, text_hash
from db.rows import said
from db.store import Store

ROWS = 50_000  # a transaction; bounds the memory
STEPS = ("claim", "position", "role", "name", "source", "verb", "stance")


def load(out: Path, path: Path, *, clock: Callable[[], datetime], say: Callable[[str], object] = print) -> dict[str, int]:
    """Load a grouped archive into a new database at `path`; return how many rows of each kind.

    Raises InputError where nothing was grouped, StoreError when the file exists.
    """
    manifests = finished(out)
    if not any((out / "events").glob("*.parquet")):
        raise InputError(f"{out} holds no events; run `backfill-group` first", field="OUT")
    counts = Counter[str]()
    with filling(path, clock, said=say) as bulk:
        for manifest in manifests:
            shard = manifest["shard"]
            _documents(bulk, counts, batches(out / "documents" / f"{shard}.parquet"), manifest["versions"])
            _claims(bulk, counts, batches(out / "claims" / f"{shard}.parquet"))
        say("events")
        for file in sorted((out / "events").glob("*.parquet")):
            for table in batches(file):
                _events(bulk, counts, table)
            for kind in ("estimates", "relations"):
                for table in batches(out / kind / file.name):
                    _ranges(bulk, counts, kind, table)
        _place_claims(bulk)
        _registry(bulk, clock)
        _run(bulk, counts, manifests[0])
    return dict(counts)


def batches(path: Path) -> Iterator[Any]:
    """Yield the tables of a Parquet file, at most ROWS rows each."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(batch_size=ROWS):
        yield pa.Table.from_batches([batch])


def _insert(bulk: Bulk, table: str, found: Any, extra: Mapping[str, Sequence[Any]]) -> int:
    """Insert an Arrow table's columns, and those of `extra`, column by column: no dict a row."""
    columns = {name: found[name].to_pylist() for name in found.column_names} | dict(extra)
    return bulk.insert(table, list(columns), zip(*columns.values(), strict=True))


def _documents(bulk: Bulk, counts: Counter[str], found: Iterator[Any], versions: str) -> None:
    for table in found:
        texts = [text or "" for text in table["text"].to_pylist()]
        extra: dict[str, Sequence[Any]] = {
            "published": [said(moment) for moment in table["published"].to_pylist()],
            "text": texts,
            "text_hash": [text_hash(text) for text in texts],
            "extracted_by": [versions] * table.num_rows,
            "known_at": [bulk.at] * table.num_rows,
        }
        counts["documents"] += _insert(
            bulk, "documents", table.drop_columns(["characters", "text", "text_hash", "published"]), extra
        )


def _claims(bulk: Bulk, counts: Counter[str], found: Iterator[Any]) -> None:
    for table in found:
        chains = table["attribution"].to_pylist()
        steps = [
            (claim, *step)
            for claim, chain in zip(table["id"].to_pylist(), chains, strict=True)
            if chain != "[]"
            for step in enumerated(chain)
        ]
        extra = {"known_at": [bulk.at] * table.num_rows}
        counts["claims"] += _insert(bulk, "claims", table.drop_columns(["attribution"]), extra)
        counts["attributions"] += bulk.insert("attributions", STEPS, steps)


def enumerated(chain: str) -> list[tuple[Any, ...]]:
    """Return the steps of a chain's JSON, each with its place."""
    return [(n, *step) for n, step in enumerate(json.loads(chain))]


def _events(bulk: Bulk, counts: Counter[str], table: Any) -> None:
    number = table.num_rows
    times = {"known_at": [bulk.at] * number, "updated_at": [bulk.at] * number}
    headers = table.drop_columns(["document_ids", "claim_ids"])
    counts["events"] += _insert(bulk, "events", headers, times)
    ids = table["id"].to_pylist()
    shown = [json.dumps(row, ensure_ascii=False) for row in headers.drop_columns(["id"]).to_pylist()]
    bulk.insert("event_versions", ("event", "known_at", "header"), [(e, bulk.at, h) for e, h in zip(ids, shown, strict=True)])
    for column, name in (("document_ids", "document"), ("claim_ids", "claim")):
        members = zip(ids, table[column].to_pylist(), strict=True)
        bulk.insert(
            f"event_{name}s",
            ("event", name, "known_at"),
            [(e, one, bulk.at) for e, found in members for one in json.loads(found)],
        )


def _ranges(bulk: Bulk, counts: Counter[str], kind: str, table: Any) -> None:
    known = {"known_at": [bulk.at] * table.num_rows}
    if kind == "estimates":
        used = zip(table["id"].to_pylist(), table["claims"].to_pylist(), strict=True)
        pairs = [(estimate, claim) for estimate, claims in used for claim in json.loads(claims)]
        bulk.insert("estimate_claims", ("estimate", "claim"), pairs)
        table = table.drop_columns(["claims"])
    counts[kind] += _insert(bulk, kind, table, known)


def _place_claims(bulk: Bulk) -> None:
    """Point each claim to its event."""
    bulk.run("CREATE TEMP TABLE home AS SELECT claim, event FROM event_claims")
    bulk.run("CREATE INDEX temp.home_claim ON home (claim, event)")
    bulk.run("UPDATE claims SET event = (SELECT event FROM home WHERE claim = claims.id)")
    bulk.run("DROP TABLE temp.home")


def _registry(bulk: Bulk, clock: Callable[[], datetime]) -> None:
    """Copy the canonical sources, and name the publishers that are one of them."""
    sync_registry(Store(bulk.database, clock))
    bulk.run(
        "CREATE TEMP TABLE known AS SELECT p.name, min(s.id) AS id FROM (SELECT DISTINCT publisher AS name FROM documents) p "
        "JOIN sources s ON s.id = p.name OR s.name = p.name COLLATE NOCASE GROUP BY p.name HAVING count(*) = 1"
    )
    bulk.run("UPDATE documents SET publisher_source = known.id FROM temp.known WHERE documents.publisher = known.name")
    bulk.run("DROP TABLE temp.known")


def _run(bulk: Bulk, counts: Counter[str], manifest: dict[str, Any]) -> None:
    row = (bulk.at, bulk.at, "backfill", manifest["versions"], manifest["options"]["policy"], json.dumps(counts, sort_keys=True))
    bulk.insert("runs", ("started_at", "finished_at", "kind", "code_version", "policy", "counts"), [row])
