"""What a shard came to, as Parquet files: documents, claims and reports, written beside their place and moved there whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aggregator.backfill_reports import report_row
from aggregator.backfill_reports import schema as report_schema
from aggregator.core.model import Claim, Document, Figure, Outcome
from aggregator.events import reports
from aggregator.profile import Profile

KINDS = ("documents", "claims", "reports")
BATCH = 2000  # rows a Parquet row group: bounds a worker's memory

WHOLE = frozenset(
    "start end sentence_start low high best stated_low stated_high explicit geoname party background "
    "people_low people_high position plain".split()
)
REAL = frozenset({"lat", "lon", "confidence"})
STEP = ("role", "name", "source", "verb", "stance")  # of an attribution
NOBODY = Figure(
    claim=Claim(id="", document="", start=0, end=0, quote="", sentence="", sentence_start=0, outcome=Outcome.KILLED),
    claimant="",
    claimant_name="",
)


class Files:
    """The Parquet files of a shard, written beside their place and moved there whole at the end."""

    def __init__(self, out: Path, name: str, *, texts: bool = True) -> None:
        self.out, self.name, self.texts = out, name, texts
        self.rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
        self.writers: dict[str, Any] = {}
        self.sums: dict[str, str] = {}

    def __enter__(self) -> Files:
        for kind in self.rows:
            (self.out / kind).mkdir(parents=True, exist_ok=True)
            for left in (self.out / kind).glob(f".{self.name}.*.unfinished"):
                left.unlink()
            self.writers[kind] = parquet_writer(self._unfinished(kind), kind)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        for name, writer in self.writers.items():
            if kind is None:
                self._flush(name)
            writer.close()
            if kind is not None:
                self._unfinished(name).unlink()
                continue
            final = self.out / name / f"{self.name}.parquet"
            self.sums[f"{name}/{final.name}"] = sha256(self._unfinished(name))
            self._unfinished(name).replace(final)

    def add(self, document: Document, figures: Sequence[Figure]) -> list[Profile]:
        """Take a document, its claims and its reports, which are returned; like the store, one that states nothing has none."""
        told = reports(document, figures) if figures else []
        self.rows["documents"].append(document_row(document, text=self.texts))
        self.rows["reports"] += [report_row(report, figures) for report in told]
        self.rows["claims"] += [claim_row(figure, position) for position, figure in enumerate(figures)]
        for kind, rows in self.rows.items():
            if len(rows) >= BATCH:
                self._flush(kind)
        return told

    def _flush(self, kind: str) -> None:
        import pyarrow as pa

        if rows := self.rows[kind]:
            rows = claims_with_cells(rows) if kind == "claims" else rows
            self.writers[kind].write_table(pa.Table.from_pylist(rows, schema=self.writers[kind].schema))
            self.rows[kind] = []

    def _unfinished(self, kind: str) -> Path:
        return self.out / kind / f".{self.name}.{os.getpid()}.unfinished"


def document_row(document: Document, *, text: bool) -> dict[str, Any]:
    """Return a document's columns as the store has them; its `text`, which is its publisher's, only if wanted."""
    from db.rows import offset_of

    return {
        "id": document.id,
        "origin": document.url or document.id,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "utc_offset": offset_of(document.published),
        "language": document.language,
        "licence": document.licence,
        "characters": len(document.text),
        "text_hash": hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest(),
        "text": document.text if text else None,
    }


def claim_row(figure: Figure, position: int) -> dict[str, Any]:
    """Return a figure as the columns that the database's `claims` table has, and its attribution chain, innermost first."""
    from db.rows import figure_row, step_rows

    steps = [dict(zip(STEP, row[2:], strict=True)) for row in step_rows(figure.claim.id, figure.claim.attribution)]
    return {"id": figure.claim.id, "attribution": steps} | figure_row(figure, position)


def claims_with_cells(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of claims with what the database keeps beside each, so that a load has only to copy it."""
    from db.kept import cells

    steps = [(row["id"], place, *step.values()) for row in rows for place, step in enumerate(row["attribution"])]
    return [row | more for row, more in zip(rows, cells(rows, steps), strict=True)]


def parquet_writer(path: Path, kind: str) -> Any:
    """Return a writer of this kind of file; the schema is fixed, so that an empty shard has the same columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text, whole, real = pa.string(), pa.int64(), pa.float64()
    if kind == "documents":
        columns = {"published": pa.timestamp("s", tz="UTC"), "utc_offset": whole, "characters": whole}
        schema = pa.schema([(name, columns.get(name, text)) for name in document_row(Document(id="", text=""), text=True)])
    elif kind == "reports":
        schema = report_schema()
    else:
        chain = pa.list_(pa.struct([(name, text) for name in STEP]))
        kinds = dict.fromkeys(WHOLE, whole) | dict.fromkeys(REAL, real) | {"attribution": chain}
        schema = pa.schema([(name, kinds.get(name, text)) for name in claims_with_cells([claim_row(NOBODY, 0)])[0]])
    return pq.ParquetWriter(path, schema, compression="zstd")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(body)
    unfinished.replace(path)
