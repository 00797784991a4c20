"""What `backfill` and `backfill-group` wrote, into a new SQLite database that the service serves as it is.

    what is known of the whole (backfill_whole) -> documents and claims (here), what points to them (backfill_links), each by a
    thread that prepares rows and one that writes and indexes them -> one file, checked (db.bulk)

Rows are columns of Arrow from the Parquet files to SQLite's own binding; none is a Python object.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from aggregator.backfill import finished
from aggregator.backfill_links import links
from aggregator.backfill_whole import Rows, Whole, ahead, survey
from aggregator.core.errors import InputError
from aggregator.registry import sync_registry
from db.bulk import KINDS, LINKS, Bulk, filling
from db.documents import canonical
from db.store import Store


def load(out: Path, path: Path, *, clock: Callable[[], datetime], say: Callable[[str], object] = print) -> dict[str, int]:
    """Load a grouped archive into a new database at `path`; return how many rows of each kind.

    Raises InputError where nothing was grouped, StoreError when the file exists.
    """
    manifests = finished(out)
    if not any((out / "events").glob("*.parquet")):
        raise InputError(f"{out} holds no events; run `backfill-group` first", field="OUT")
    with filling(path, clock, said=say) as (bulk, beside):
        sync_registry(Store(bulk.database, clock))
        whole = survey(
            out, [manifest["shard"] for manifest in manifests], lambda name: canonical(Store(bulk.database, clock), name)
        )
        say("rows and indexes")
        with ThreadPoolExecutor(2) as threads:
            halves = threads.submit(_texts, bulk, whole, manifests[0]["versions"]), threads.submit(links, beside, whole)
            for half in halves:
                half.result()
        held = {table: beside if table in LINKS else bulk for table in (*KINDS, "attributions")}
        counts = {table: each.ask(f"SELECT count(*) FROM {table}")[0][0] for table, each in held.items()}
        _run(bulk, counts, manifests[0])
    return counts


def _texts(bulk: Bulk, whole: Whole, versions: str) -> None:
    """Fill and index the documents and claims; the rows to come are prepared while SQLite writes."""
    with bulk.arrow() as add:
        for table, rows in ahead(_rows(whole)):
            add(table, rows, known_at=bulk.at, **({"extracted_by": versions} if table == "documents" else {}))
    bulk.index()


def _rows(whole: Whole) -> Iterator[Rows]:
    """Yield the rows of `documents` and `claims`, shard by shard."""
    for shard in whole.shards:
        for table in whole.owned("documents", shard):
            yield "documents", _documents(table, whole)
        for table in whole.owned("claims", shard, without=("attribution",)):
            yield "claims", _claims(table, whole)


def _claims(table: Any, whole: Whole) -> Any:
    ids = table["id"]
    return table.append_column("event", whole.event_of(ids)).append_column("conflicts", whole.conflicts_of(ids))


def _documents(table: Any, whole: Whole) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    moments = table["published"].cast(pa.timestamp("s")).cast(pa.string())  # as SQLite would: "2024-03-01 08:15:00"
    return (
        table.drop_columns(["characters", "published", "text"])
        .append_column("published", pc.binary_join_element_wise(pc.replace_substring(moments, " ", "T"), "Z", ""))
        .append_column("publisher_source", whole.source_of(table["publisher"]))
        .append_column("text", table["text"].fill_null(""))
    )


def _run(bulk: Bulk, counts: Mapping[str, int], manifest: dict[str, Any]) -> None:
    bulk.run(
        "INSERT INTO runs (started_at, finished_at, kind, code_version, policy, counts) VALUES (?1, ?1, 'backfill', ?2, ?3, ?4)",
        [bulk.at, manifest["versions"], manifest["options"]["policy"], json.dumps(counts, sort_keys=True)],
    )
