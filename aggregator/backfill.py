"""An archive to Parquet, shard by shard: one pure function, spread over processes here or over a Dask cluster.

    plan -> shard (read, filter, drop copies, extract, normalise) -> OUT/{claims,documents,reports}/ID.parquet, OUT/done/ID.json

A shard's files appear whole or not at all; its manifest in `done/` comes last. A rerun skips what is done, so a kill costs the
shards in hand. The same input and versions give the same bytes. A document's id is the one that `ingest` would give it, so that
one that stands in two shards is one document. `backfill_group` makes events of it. Scheduling, retries and scaling are the
engine's: processes of this machine, or `dask.distributed`, whose only door this module is.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import shutil
import signal
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from aggregator.backfill_reports import report_row, signature
from aggregator.backfill_reports import schema as report_schema
from aggregator.core.errors import InputError
from aggregator.core.model import Claim, Document, Figure, Outcome, content_id
from aggregator.core.settings import POLICIES
from aggregator.events import reports
from aggregator.profile import Profile
from aggregator.versions import versions
from parsers.shards import Shard, Skipped, language, read

Item = TypeVar("Item")
Result = TypeVar("Result")

VERSION = 3
KINDS = ("documents", "claims", "reports")
BATCH = 2000  # rows a Parquet row group: bounds a worker's memory
SECONDS_A_DOCUMENT = 30
BYTES_A_WORKER = 4 << 30
TRIES = 3

WHOLE = frozenset(
    "start end sentence_start low high best stated_low stated_high explicit geoname party background "
    "people_low people_high position".split()
)
REAL = frozenset({"lat", "lon", "confidence"})
NOBODY = Figure(
    claim=Claim(id="", document="", start=0, end=0, quote="", sentence="", sentence_start=0, outcome=Outcome.KILLED),
    claimant="",
    claimant_name="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How an archive is read: part of every shard's identity, so that other options make other files."""

    policy: str = "default"
    html: str = "trafilatura"
    languages: tuple[str, ...] = ("en",)
    longest_text: int = 2_000_000
    texts: bool = True

    def __post_init__(self) -> None:
        if self.policy not in POLICIES:
            raise InputError(f"no policy {self.policy!r}", field="policy", valid=POLICIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one shard came to: `counts` has documents, claims, reports, near_copies (kept), and `skipped: REASON` for the rest."""

    shard: str
    counts: Mapping[str, int]
    seconds: float
    files: Mapping[str, str]
    reused: bool = False


def identity(shard: Shard, options: Options) -> str:
    """Return the name of a shard's output: it changes with the input, the options and the version."""
    return content_id(shard.id, json.dumps(asdict(options), sort_keys=True), VERSION, versions(options.policy))


def run_shard(shard: Shard, out: Path, options: Options) -> Report:
    """Read one shard and write its Parquet files and manifest; return what it came to. Done already: return that."""
    name = identity(shard, options)
    manifest = out / "done" / f"{name}.json"
    if manifest.exists():
        known = json.loads(manifest.read_text())
        return Report(shard=name, counts=known["counts"], seconds=known["seconds"], files=known["files"], reused=True)
    began = time.perf_counter()
    counts: Counter[str] = Counter()
    copies: set[tuple[int, ...]] = set()
    with Watch(out / "watch" / name) as watch, Files(out, name, texts=options.texts) as files:
        for document, figures in figures_of(shard, options, counts, watch):
            told = files.add(document, figures)
            counts["documents"] += 1
            counts["claims"] += len(figures)
            counts["reports"] += len(told)
            for known in filter(None, map(signature, told)):
                counts["near_copies"] += known in copies
                copies.add(known)
    report = Report(shard=name, counts=dict(sorted(counts.items())), seconds=time.perf_counter() - began, files=files.sums)
    said = asdict(report) | {"input": asdict(shard), "options": asdict(options), "versions": versions(options.policy)}
    write_whole(manifest, json.dumps(said, indent=1).encode())
    return report


def figures_of(
    shard: Shard, options: Options, counts: Counter[str], watch: Watch
) -> Iterator[tuple[Document, tuple[Figure, ...]]]:
    """Yield the shard's documents in the wanted languages, each text once, with what they state; count the rest by reason."""
    from aggregator.discretion import unnamed
    from aggregator.normalise import normalise
    from db.documents import identity as stored_id
    from parsers.text.claims import extract

    seen: set[bytes] = set()
    for number, item in enumerate(read(shard, html=options.html)):
        if isinstance(item, Skipped):
            counts[f"skipped: {item.reason}"] += 1
            continue
        reason = unwanted(item, options, seen) or ("poison" if watch.poisoned(number) else None)
        if reason:
            counts[f"skipped: {reason}"] += 1
            continue
        document = replace(item, id=stored_id(item))
        with watch.document(number):
            try:
                figures = unnamed(normalise(document, extract(document, policy=options.policy)))
            except MemoryError:
                counts["skipped: out_of_memory"] += 1
                continue
        yield document, tuple(figures)


def unwanted(document: Document, options: Options, seen: set[bytes]) -> str | None:
    """Return why a document is left out before it is read: too long, a text seen in this shard, another language; or None."""
    if len(document.text) > options.longest_text:
        return "text_too_long"
    digest = hashlib.blake2b(" ".join(document.text.split()).encode("utf-8", "replace"), digest_size=16).digest()
    if digest in seen:
        return "same_text"
    seen.add(digest)
    if options.languages and (document.language or language(document.text)) not in options.languages:
        return "language"
    return None


class Watch:
    """Knows on disk which document is in hand, so that one that keeps ending its worker is left out.

    The number lives in eight mapped bytes, which survive the process and cost no system call. A document past its seconds
    ends its worker: nothing softer stops a runaway C library.
    """

    IDLE = -1

    def __init__(self, folder: Path) -> None:
        self.folder, self.deadline, self.over = folder, float("inf"), threading.Event()

    def __enter__(self) -> Watch:
        self.folder.mkdir(parents=True, exist_ok=True)
        died, hand = self.folder / "died", self.folder / "hand"
        if hand.exists() and (number := struct.unpack("<q", hand.read_bytes())[0]) != self.IDLE:
            with died.open("a") as file:
                file.write(f"{number}\n")
        self.died = Counter(map(int, died.read_text().split())) if died.exists() else Counter()
        hand.write_bytes(struct.pack("<q", self.IDLE))
        with hand.open("r+b") as file:
            self.hand = mmap.mmap(file.fileno(), 8)
        threading.Thread(target=self._guard, daemon=True).start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.over.set()
        self.hand.close()
        if kind is None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def poisoned(self, number: int) -> bool:
        """Say whether this document has ended its worker too often."""
        return self.died[number] >= TRIES

    @contextmanager
    def document(self, number: int) -> Iterator[None]:
        """Mark a document as in hand while it is read."""
        struct.pack_into("<q", self.hand, 0, number)
        self.deadline = time.monotonic() + SECONDS_A_DOCUMENT
        yield
        self.deadline = float("inf")
        struct.pack_into("<q", self.hand, 0, self.IDLE)

    def _guard(self) -> None:
        while not self.over.wait(1):
            if time.monotonic() > self.deadline:
                os.kill(os.getpid(), signal.SIGKILL)


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

        if self.rows[kind]:
            self.writers[kind].write_table(pa.Table.from_pylist(self.rows[kind], schema=self.writers[kind].schema))
            self.rows[kind] = []

    def _unfinished(self, kind: str) -> Path:
        return self.out / kind / f".{self.name}.{os.getpid()}.unfinished"


def document_row(document: Document, *, text: bool) -> dict[str, Any]:
    """Return a document's columns with the hash that finds copies; its `text`, which is its publisher's, only if wanted."""
    words = " ".join(document.text.split()).encode("utf-8", "replace")
    return {
        "id": document.id,
        "origin": document.url or document.id,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "language": document.language,
        "licence": document.licence,
        "characters": len(document.text),
        "text_hash": hashlib.blake2b(words, digest_size=16).hexdigest(),
        "text": document.text if text else None,
    }


def claim_row(figure: Figure, position: int) -> dict[str, Any]:
    """Return a figure as the columns that the database's `claims` table has, and its attribution chain as JSON."""
    from db.rows import figure_row, step_rows

    steps = [list(row[2:]) for row in step_rows(figure.claim.id, figure.claim.attribution)]
    return {"id": figure.claim.id, "attribution": json.dumps(steps, ensure_ascii=False)} | figure_row(figure, position)


def parquet_writer(path: Path, kind: str) -> Any:
    """Return a writer of this kind of file; the schema is fixed, so that an empty shard has the same columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text, whole, real = pa.string(), pa.int64(), pa.float64()
    if kind == "documents":
        columns = {"published": pa.timestamp("s", tz="UTC"), "characters": whole}
        schema = pa.schema([(name, columns.get(name, text)) for name in document_row(Document(id="", text=""), text=True)])
    elif kind == "reports":
        schema = report_schema()
    else:
        kinds = dict.fromkeys(WHOLE, whole) | dict.fromkeys(REAL, real)
        schema = pa.schema([(name, kinds.get(name, text)) for name in claim_row(NOBODY, 0)])
    return pq.ParquetWriter(path, schema, compression="zstd")


def finished(out: Path) -> list[dict[str, Any]]:
    """Return the manifests of the shards that are done, in the order of their names.

    Raises InputError where there is none, or where they were read by different options or versions.
    """
    manifests = [json.loads(path.read_text()) for path in sorted((out / "done").glob("*.json"))]
    if not manifests:
        raise InputError(f"{out} holds no finished shard; run `backfill` first", field="OUT")
    if len({json.dumps([m["options"], m["versions"]], sort_keys=True) for m in manifests}) > 1:
        raise InputError(f"{out} was read with several options or versions; use a folder for each", field="OUT")
    return manifests


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(body)
    unfinished.replace(path)


def limit_memory() -> None:
    """Bound a worker's address space, so that a document that needs more fails alone."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (BYTES_A_WORKER, BYTES_A_WORKER))


def run_local(shards: Sequence[Shard], out: Path, options: Options, processes: int) -> Iterator[Report]:
    """Yield the shards' reports as they finish, on `processes` processes; a worker that dies costs only its shard's time."""
    return spread(partial(run_shard, out=out, options=options), shards, processes=processes)


def run_dask(shards: Sequence[Shard], out: Path, options: Options, address: str) -> Iterator[Report]:
    """Yield the shards' reports as they finish on the Dask cluster at `address`; retries and scaling are Dask's."""
    return spread(partial(run_shard, out=out, options=options), shards, address=address)


def spread(
    task: Callable[[Item], Result], items: Iterable[Item], *, processes: int = 1, address: str | None = None
) -> Iterator[Result]:
    """Yield `task` of each item as they finish: on processes of this machine, or on the Dask cluster at `address`.

    Raises InputError when items kept ending their worker.
    """
    if address:
        yield from _on_dask(task, items, address)
        return
    waiting = list(items)
    for _ in range(TRIES * 100):
        if not waiting:
            return
        with ProcessPoolExecutor(processes, initializer=limit_memory) as pool:
            pending: dict[Future[Result], Item] = {}
            try:
                for item in list(waiting):
                    pending[pool.submit(task, item)] = item
                    if len(pending) >= processes * 2:
                        yield from _finished(pending, waiting)
                while pending:
                    yield from _finished(pending, waiting)
            except BrokenProcessPool:
                continue
    raise InputError(f"{len(waiting)} shard(s) kept ending their workers; the first is {waiting[0]}", field="INPUT")


def _finished(pending: dict[Future[Result], Item], waiting: list[Item]) -> Iterator[Result]:
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    for future in done:
        result = future.result()
        waiting.remove(pending.pop(future))
        yield result


def _on_dask(task: Callable[[Item], Result], items: Iterable[Item], address: str) -> Iterator[Result]:
    from distributed import CancelledError, Client, as_completed

    try:
        with Client(address) as client:  # type: ignore[no-untyped-call]
            futures = client.map(task, list(items), retries=TRIES, pure=False)
            for future in as_completed(futures):  # type: ignore[no-untyped-call]
                yield future.result()
    except (CancelledError, OSError) as error:  # what it lost is done again: the files of finished tasks are there
        raise InputError(f"the Dask scheduler at {address} went away ({error}); run the command again", field="dask") from error
