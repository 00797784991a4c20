"""A researcher's archive as shards: JSON Lines, Parquet and WARC, read as a stream of documents in flat memory.

A shard is a file or a byte range of one. `plan` cuts, `read` yields; what cannot be used is yielded as `Skipped` with a reason
that is counted, never dropped in silence. This module is the only door to fastwarc, resiliparse and py3langid.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from aggregator.core.errors import BadDate, BadDocument, FormatError, InputError, UnknownName
from aggregator.core.model import Document, content_id
from parsers.charset import decode
from parsers.clean import line, opening, tidy
from parsers.documents import any_moment, document

KINDS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonl.gz": "jsonl.gz",
    ".ndjson.gz": "jsonl.gz",
    ".warc": "warc",
    ".warc.gz": "warc",
    ".parquet": "parquet",
}
HTML_READERS = ("trafilatura", "resiliparse")
LONGEST_LINE = 50_000_000  # bytes; longer lines are skipped whole, never cut
LONGEST_PAGE = 5_000_000
SHARD_BYTES = 64_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A piece of the input: a whole file, or the lines (or row groups) of one that start in [start, end)."""

    path: str
    kind: str
    start: int
    end: int
    size: int
    modified: int

    @property
    def id(self) -> str:
        """Names the shard's content as far as a file can tell without being read: name, size, time, range."""
        return content_id(Path(self.path).name, self.kind, self.start, self.end, self.size, self.modified)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that became no document, and why: a short code, and where it stood."""

    reason: str
    origin: str


def kind_of(path: Path) -> str:
    """Return the kind of archive `path` is, by its name; raises UnknownName, which names the valid endings."""
    name = path.name.lower()
    for ending in sorted(KINDS, key=len, reverse=True):
        if name.endswith(ending):
            return KINDS[ending]
    raise UnknownName(f"{path}: not an archive by its name", field="INPUT", valid=KINDS)


def plan(inputs: Iterable[Path], *, shard_bytes: int = SHARD_BYTES) -> list[Shard]:
    """Return the shards of the input files and folders, in the order of their names; nothing is read yet.

    Only plain JSON Lines and Parquet can be cut inside a file; a compressed file is one shard.
    """
    shards: list[Shard] = []
    for path in sorted(_files(inputs)):
        status = path.stat()
        kind = kind_of(path)
        for start, end in _cuts(path, kind, status.st_size, shard_bytes):
            shards.append(
                Shard(path=str(path), kind=kind, start=start, end=end, size=status.st_size, modified=status.st_mtime_ns)
            )
    if not shards:
        raise InputError("no archive among the inputs", field="INPUT", valid=KINDS)
    return shards


def _files(inputs: Iterable[Path]) -> Iterator[Path]:
    for path in inputs:
        if path.is_dir():
            yield from (p for p in path.rglob("*") if p.is_file() and p.name.lower().endswith(tuple(KINDS)))
        elif path.is_file():
            yield path
        else:
            raise InputError(f"{path}: no such file or folder", field="INPUT")


def _cuts(path: Path, kind: str, size: int, step: int) -> list[tuple[int, int]]:
    if kind == "jsonl":
        return [(start, min(start + step, size)) for start in range(0, max(size, 1), step)]
    if kind == "parquet":
        import pyarrow.parquet as pq

        groups = pq.ParquetFile(path).metadata.num_row_groups
        return [(group, group + 1) for group in range(groups)]
    return [(0, size)]


def read(shard: Shard, *, html: str = "trafilatura") -> Iterator[Document | Skipped]:
    """Yield the documents of a shard in their order; what cannot be used comes as Skipped."""
    if shard.kind == "jsonl":
        with Path(shard.path).open("rb") as file:
            yield from _lines(_range(file, shard), shard)
    elif shard.kind == "jsonl.gz":
        with gzip.open(shard.path, "rb") as file:
            yield from _lines(_whole(file), shard)
    elif shard.kind == "parquet":
        yield from _parquet(shard)
    else:
        yield from _warc(shard, html)


def _whole(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while piece := file.readline(LONGEST_LINE + 1):
        if len(piece) > LONGEST_LINE and not piece.endswith(b"\n"):
            while len(rest := file.readline(LONGEST_LINE)) == LONGEST_LINE and not rest.endswith(b"\n"):
                pass
        yield piece


def _range(file: IO[bytes], shard: Shard) -> Iterator[bytes]:
    """The lines that start inside the shard's range; the one that a cut runs through belongs to the shard before."""
    if shard.start:
        file.seek(shard.start - 1)
        while len(rest := file.readline(LONGEST_LINE)) == LONGEST_LINE and not rest.endswith(b"\n"):
            pass
    at = file.tell()
    for piece in _whole(file):
        if at >= shard.end:
            return
        at = file.tell()
        yield piece


def _lines(pieces: Iterable[bytes], shard: Shard) -> Iterator[Document | Skipped]:
    for number, piece in enumerate(pieces, 1):
        origin = f"{Path(shard.path).name}@{shard.start}:{number}"
        if not piece.strip():
            continue
        if len(piece) > LONGEST_LINE:
            yield Skipped("line_too_long", origin)
            continue
        try:
            row = json.loads(piece)
        except (ValueError, RecursionError):
            yield Skipped("not_json", origin)
            continue
        yield _row(row, origin)


def _row(row: Any, origin: str) -> Document | Skipped:
    if not isinstance(row, dict):
        return Skipped("not_an_object", origin)
    try:
        return document(row, origin=origin)
    except BadDate:
        return Skipped("bad_date", origin)
    except BadDocument as error:
        return Skipped("no_text" if error.field == "text" else "bad_field", origin)


def _parquet(shard: Shard) -> Iterator[Document | Skipped]:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(shard.path)
    wanted = [name for name in file.schema_arrow.names if name in {"id", "text", "title", "published", "url", "publisher"}]
    for group in range(shard.start, shard.end):
        number = 0
        for batch in file.iter_batches(batch_size=512, row_groups=[group], columns=wanted):
            for row in batch.to_pylist():
                number += 1
                clean = {k: (v.isoformat() if hasattr(v, "isoformat") else v) for k, v in row.items()}
                yield _row(clean, f"{Path(shard.path).name}#{group}:{number}")


def _warc(shard: Shard, html: str) -> Iterator[Document | Skipped]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with Path(shard.path).open("rb") as file:
        for number, record in enumerate(ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True), 1):
            url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
            origin = f"{Path(shard.path).name}:{number}"
            if record.http_headers is None or record.http_headers.status_code != 200:
                yield Skipped("http_status", origin)
                continue
            if "html" not in (record.http_content_type or "text/html"):
                yield Skipped("not_html", origin)
                continue
            body = record.reader.read(LONGEST_PAGE + 1)
            if len(body) > LONGEST_PAGE:
                yield Skipped("page_too_long", origin)
                continue
            when = record.headers.get("WARC-Date")
            yield page(body, url=url, fetched=when, charset=record.http_charset, html=html, origin=origin)


def page(body: bytes, *, url: str, fetched: str | None, charset: str | None, html: str, origin: str) -> Document | Skipped:
    """Return the article of an HTML page: by trafilatura (better text), or by resiliparse (several times faster)."""
    if not body.strip():
        return Skipped("empty_page", origin)
    try:
        title, text, publisher, published = (_by_resiliparse if html == "resiliparse" else _by_trafilatura)(
            decode(body, charset), url
        )
    except FormatError:
        return Skipped("no_article", origin)
    whole = tidy(opening(title, text))
    if not whole:
        return Skipped("no_article", origin)
    return Document(
        id=content_id(url, publisher, whole),
        text=whole,
        title=title,
        url=url or None,
        publisher=publisher,
        published=published or _moment(fetched),
    )


Article = tuple[str | None, str, str | None, datetime | None]


def _by_trafilatura(markup: str, url: str) -> Article:
    from parsers.pages import read as read_page

    found = read_page(markup, url)
    return found.title, found.body, found.publisher, found.published


def _by_resiliparse(markup: str, url: str) -> Article:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(markup)
    text = extract_plain_text(tree, main_content=True, alt_texts=False, links=False, form_fields=False, noscript=False)
    return line(tree.title), text, line(_meta(tree, "og:site_name")), _moment(_meta(tree, "article:published_time"))


def _meta(tree: Any, name: str) -> str | None:
    node = tree.head.query_selector(f'meta[property="{name}"]') if tree.head else None
    return node.getattr("content") if node is not None else None


def _moment(text: str | None) -> datetime | None:
    try:
        return any_moment(text) if text else None
    except BadDate:
        return None


def language(text: str) -> str:
    """Return the ISO 639-1 code of the language that the first 1,000 characters are most likely in."""
    from py3langid import classify

    code: str = classify(text[:1000])[0]
    return code
