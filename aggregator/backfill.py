"""An archive to Parquet, shard by shard: one pure function, spread over processes here or over a Dask cluster.

    plan -> shard (read, filter, drop copies, extract, normalise) -> OUT/{claims,documents,reports}/ID.parquet, OUT/done/ID.json

A shard's files appear whole or not at all; its manifest in `done/` comes last. A rerun skips what is done, so a kill costs the
shards in hand. The same input and versions give the same bytes. A document's id is the one that `ingest` would give it, so that
one that stands in two shards is one document. `backfill_engine` spreads the shards, `backfill_group` makes events of them.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from aggregator.backfill_engine import spread
from aggregator.backfill_files import Files, write_whole
from aggregator.backfill_reports import signature
from aggregator.backfill_watch import Watch
from aggregator.core.errors import InputError
from aggregator.core.model import Document, Figure, content_id
from aggregator.core.settings import POLICIES
from aggregator.versions import versions
from parsers.shards import Shard, Skipped, language, read

VERSION = 7


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
    said = asdict(report) | {
        "input": asdict(shard), "options": asdict(options), "versions": versions(options.policy), "format": VERSION,
    }  # fmt: skip
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


def finished(out: Path) -> list[dict[str, Any]]:
    """Return the manifests of the shards that are done, in the order of their names.

    Raises InputError where there is none, or where they were read by different options or versions, or their files are not as
    this version writes them.
    """
    manifests = [json.loads(path.read_text()) for path in sorted((out / "done").glob("*.json"))]
    if not manifests:
        raise InputError(f"{out} holds no finished shard; run `backfill` first", field="OUT")
    if any(m.get("format") != VERSION for m in manifests):
        raise InputError(f"{out} was read by another version of this project; read it again into a new folder", field="OUT")
    if len({json.dumps([m["options"], m["versions"]], sort_keys=True) for m in manifests}) > 1:
        raise InputError(f"{out} was read with several options or versions; use a folder for each", field="OUT")
    return manifests


def run_local(shards: Sequence[Shard], out: Path, options: Options, processes: int) -> Iterator[Report]:
    """Yield the shards' reports as they finish, on `processes` processes; a worker that dies costs only its shard's time."""
    return spread(partial(run_shard, out=out, options=options), shards, processes=processes)


def run_dask(shards: Sequence[Shard], out: Path, options: Options, address: str) -> Iterator[Report]:
    """Yield the shards' reports as they finish on the Dask cluster at `address`; retries and scaling are Dask's."""
    return spread(partial(run_shard, out=out, options=options), shards, address=address)
