"""Grouping an archive, second half: blocks of reports that nothing outside is alike enough to, each joined and reconciled alone.

route (a batch of shards -> its reports and claims, cut by block) -> events (one block -> events, estimates, relations)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from aggregator.backfill_crowds import occasions_of
from aggregator.backfill_engine import uncollected
from aggregator.backfill_plan import LIGHT, Work, owned
from aggregator.backfill_reports import profile_of
from aggregator.backfill_shuffle import read_array, read_part, write_parts, write_table
from aggregator.core.model import Event, Figure
from aggregator.events import event_of
from aggregator.joining import join
from aggregator.reconcile import reconcile
from aggregator.regroup import title_of
from db.kept import CELLS

KINDS = ("events", "estimates", "relations")
LISTS = {("events", "document_ids"), ("events", "claim_ids"), ("estimates", "claims")}


def route(batch: int, work: Work) -> int:
    """Cut a batch's reports and the claims of their documents by block."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    block_of = read_array(work.folder / "block_of.npy")
    told, said, blocks, places = [], [], [], []
    for shard, ranks, table in owned(work, batch, (*LIGHT, "figures", "elsewhere")):
        claims = pq.read_table(work.out / "claims" / f"{shard}.parquet").drop_columns([*CELLS])
        rows: dict[str, list[int]] = defaultdict(list)
        for n, document in enumerate(claims["document"].to_pylist()):
            rows[document].append(n)
        wanted = dict.fromkeys(zip(table["document"].to_pylist(), block_of[ranks].tolist(), strict=True))
        taken = [(n, block) for document, block in wanted for n in rows[document]]
        said.append(claims.take(pa.array([n for n, _ in taken], pa.int64())))
        places += [block for _, block in taken]
        told.append(table.append_column("rank", pa.array(ranks)))
        blocks.append(block_of[ranks])
    write_parts(work.file("claims", batch), pa.concat_tables(said), np.array(places, np.int64), work.blocks)
    write_parts(work.file("reports", batch), pa.concat_tables(told), np.concatenate(blocks), work.blocks)
    return len(places)


@uncollected()
def events(block: int, work: Work) -> int:
    """Write one block's events, reconciled, with their estimates and relations; return how many events there are."""
    import numpy as np

    batches = len(work.batches)
    reports = read_part(work.files("reports", batches), block).sort_by("rank").to_pylist()
    figures = figures_of(read_part(work.files("claims", batches), block).to_pylist())
    profiles = [profile_of(row, figures[row["document"]]) for row in reports]
    here = {row["rank"]: n for n, row in enumerate(reports)}
    scores = read_part([work.folder / "scores.arrow"], block).to_pylist()
    occasions = {here[rank]: found for rank, found in occasions_of(work, np.array(list(here), np.int64)).items()}
    groups = join(profiles, {(here[row["i"]], here[row["j"]]): row["score"] for row in scores}, occasions)
    found = sorted(map(event_of, groups), key=lambda event: (event.first_day or date.max, event.id))
    write_events(work.out, f"{work.folder.name}-{block:06d}", [reconcile(event) for event in found])
    return len(found)


def figures_of(rows: Sequence[dict[str, Any]]) -> dict[str, list[Figure]]:
    """Return the figures that rows of `claims` hold, by document, each in its place.

    A document that two shards have is read from the first.
    """
    from db.rows import figure_of, step_of

    found: dict[str, dict[int, Figure]] = defaultdict(dict)
    for row in rows:
        steps = [step_of(step) for step in row["attribution"]]
        found[row["document"]].setdefault(row["position"], figure_of(row, steps))
    return {document: [figures[n] for n in sorted(figures)] for document, figures in found.items()}


def write_events(out: Path, name: str, found: Sequence[Event]) -> None:
    """Write events as three Parquet files in the columns of the store's tables; the one of the events comes last."""
    from db.ranges import estimate_row, relation_row

    schemas = event_schemas()
    estimates = [estimate_row(e.id, x) | {"claims": list(dict.fromkeys(x.claims))} for e in found for x in e.estimates]
    relations = [relation_row(e.id, x) for e in found for x in e.relations]
    write_table(out / "relations" / f"{name}.parquet", relations, schemas["relations"])
    write_table(out / "estimates" / f"{name}.parquet", estimates, schemas["estimates"])
    write_table(out / "events" / f"{name}.parquet", [event_row(event) for event in found], schemas["events"])


def event_row(event: Event) -> dict[str, Any]:
    """Return an event's columns in the store, with the ids of its documents and claims."""
    from db.events import header
    from db.facets_of_events import said

    ids = {"document_ids": list(event.documents), "claim_ids": [figure.claim.id for figure in event.figures]}
    return {"id": event.id} | header(event, title_of(event)) | {"said": said(event.figures)} | ids


def event_schemas() -> dict[str, Any]:
    """Return the Arrow schemas of the three tables."""
    import pyarrow as pa

    from aggregator.core.model import Basis, BestRule, Estimate, Outcome, Relation, RelationType, Support
    from db.ranges import estimate_row, relation_row

    nothing = Event(id="", documents=(), figures=())
    estimate = Estimate(
        outcome=Outcome.KILLED, population="", basis=Basis.INCIDENT, low=None, high=None, high_open=False, agreed=None, best=None,
        best_rule=BestRule.GTD, best_claim=None, support=Support.SINGLE_SOURCE, claimants=0, claims=(),
    )  # fmt: skip
    relation = Relation(a="", b="", type=RelationType.CONFIRMS, rule="", explanation="")
    whole = set(
        "geoname documents claims claimants conflicts killed_low killed_high killed_open low high high_open agreed".split()
    )
    whole |= {"agreed_low", "agreed_high", "best", "killed_best"}
    real = {"lat", "lon", "gap"}
    columns = {
        "events": list(event_row(nothing)),
        "estimates": [*estimate_row("", estimate), "claims"],
        "relations": list(relation_row("", relation)),
    }
    return {
        kind: pa.schema(
            [(name, pa.list_(pa.string()) if (kind, name) in LISTS else kind_of(name, whole, real)) for name in columns[kind]]
        )
        for kind in KINDS
    }


def kind_of(name: str, whole: set[str], real: set[str]) -> Any:
    """Return the Arrow type of a column by its name."""
    import pyarrow as pa

    return pa.int64() if name in whole else pa.float64() if name in real else pa.string()
