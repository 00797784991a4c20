"""What `backfill` and `backfill-group` wrote, into a new SQLite database that the service serves as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from aggregator.backfill import finished
from aggregator.backfill_files import STEP
from aggregator.core.errors import InputError
from aggregator.registry import sync_registry
from db.bulk import KINDS, Bulk, filling
from db.events import HEADER
from db.store import Store

ROWS = 50_000  # bounds the memory
Add = Callable[..., None]


def load(out: Path, path: Path, *, clock: Callable[[], datetime], say: Callable[[str], object] = print) -> dict[str, int]:
    """Load a grouped archive into a new database at `path`; return how many rows of each kind.

    Raises InputError where nothing was grouped, StoreError when the file exists.
    """
    manifests = finished(out)
    if not any((out / "events").glob("*.parquet")):
        raise InputError(f"{out} holds no events; run `backfill-group` first", field="OUT")
    with filling(path, clock, said=say) as bulk:
        with bulk.arrow() as add:
            for manifest in manifests:
                _shard(add, bulk.at, out, manifest)
            say("events")
            for file in sorted((out / "events").glob("*.parquet")):
                _events(add, bulk.at, out, file.name)
        say("places in events")
        _place_claims(bulk)
        _registry(bulk, clock)
        counts = {table: bulk.ask(f"SELECT count(*) FROM {table}")[0][0] for table in (*KINDS, "attributions")}
        _run(bulk, counts, manifests[0])
    return counts


def batches(path: Path) -> Iterator[Any]:
    """Yield the tables of a Parquet file, at most ROWS rows each."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(batch_size=ROWS):
        yield pa.Table.from_batches([batch])


def _shard(add: Add, at: str, out: Path, manifest: dict[str, Any]) -> None:
    """Add a shard's documents, and its claims with their attribution chains."""
    import pyarrow as pa
    import pyarrow.compute as pc

    name = f"{manifest['shard']}.parquet"
    for table in batches(out / "documents" / name):
        moments = table["published"].cast(pa.timestamp("s", "UTC"))  # Parquet keeps no whole seconds
        published = pc.strftime(moments, format="%Y-%m-%dT%H:%M:%SZ")
        told = table.drop_columns(["characters", "published", "text"]).append_column("published", published)
        add("documents", told.append_column("text", table["text"].fill_null("")), extracted_by=manifest["versions"], known_at=at)
    for table in batches(out / "claims" / name):
        add("claims", table.drop_columns(["attribution"]), known_at=at)
        add("attributions", chains(table))


def chains(claims: Any) -> Any:
    """Return the attribution chains of a table of claims as rows of `attributions`."""
    import numpy as np
    import pyarrow as pa

    parents, steps = elements(claims["attribution"])
    place = np.arange(len(parents)) - np.searchsorted(parents, parents)
    columns = {"claim": claims["id"].take(parents), "position": pa.array(place)}
    return pa.table(columns | dict(zip(STEP, steps.flatten(), strict=True)))


def elements(lists: Any) -> tuple[Any, Any]:
    """Return of a column of lists the row that each element is of, and the elements."""
    import pyarrow.compute as pc

    whole = lists.combine_chunks()
    return pc.list_parent_indices(whole), whole.flatten()


def _events(add: Add, at: str, out: Path, name: str) -> None:
    """Add the events of a file with their members, and the estimates and relations of the files of that name."""
    for table in batches(out / "events" / name):
        add("events", table.drop_columns(["document_ids", "claim_ids"]), known_at=at, updated_at=at)
        for kind in ("document", "claim"):
            add(f"event_{kind}s", members(table, f"{kind}_ids", "event", kind), known_at=at)
    for table in batches(out / "estimates" / name):
        add("estimates", table.drop_columns(["claims"]), known_at=at)
        add("estimate_claims", members(table, "claims", "estimate", "claim"))
    for table in batches(out / "relations" / name):
        add("relations", table, known_at=at)


def members(table: Any, column: str, whole: str, part: str) -> Any:
    """Return the pairs of a row's id and each of the ids in its list."""
    import pyarrow as pa

    parents, parts = elements(table[column])
    return pa.table({whole: table["id"].take(parents), part: parts})


def _place_claims(bulk: Bulk) -> None:
    """Point each claim to its event, and keep what each event's header says as its first version."""
    bulk.run("CREATE INDEX home ON event_claims (claim)")
    bulk.run("UPDATE claims SET event = (SELECT event FROM event_claims WHERE claim = claims.id)")
    bulk.run("DROP INDEX home")
    header = ", ".join(f"'{name}', {name}" for name in HEADER)
    bulk.run(
        f"INSERT INTO event_versions (event, known_at, header) SELECT id, known_at, json_object({header}) FROM events ORDER BY id"
    )


def _registry(bulk: Bulk, clock: Callable[[], datetime]) -> None:
    """Copy the canonical sources, and name the publishers that are one of them."""
    sync_registry(Store(bulk.database, clock))
    bulk.run(
        "CREATE TEMP TABLE known AS SELECT p.name, min(s.id) AS id FROM (SELECT DISTINCT publisher AS name FROM documents) p "
        "JOIN sources s ON s.id = p.name OR s.name = p.name COLLATE NOCASE GROUP BY p.name HAVING count(*) = 1"
    )
    bulk.run("UPDATE documents SET publisher_source = known.id FROM temp.known WHERE documents.publisher = known.name")
    bulk.run("DROP TABLE temp.known")


def _run(bulk: Bulk, counts: Mapping[str, int], manifest: dict[str, Any]) -> None:
    bulk.run(
        "INSERT INTO runs (started_at, finished_at, kind, code_version, policy, counts) VALUES (?1, ?1, 'backfill', ?2, ?3, ?4)",
        [bulk.at, manifest["versions"], manifest["options"]["policy"], json.dumps(counts, sort_keys=True)],
    )
