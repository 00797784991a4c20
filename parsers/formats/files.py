"""Files that people have: text, web pages, PDF, Word, OpenDocument, CSV, JSON, and zip, gzip or WARC archives of those.

A plain text file may open with a small header block, ended by an empty line: `Publisher:`, `Published:`, `URL:`, `Title:`,
`Language:`, `Licence:`. A file of another format (an RSS file in a zip, say) goes to that format. What the file says about itself
comes before what the source says; the options `publisher`, `published`, `url`, `title` come before both.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from aggregator.core.errors import BadDate, BadDocument, FormatError
from aggregator.core.model import Document, Snapshot, Source
from parsers import charset, clean, options, urls
from parsers.documents import FIELDS, any_moment, build, document, read_lines

OPTIONS = {
    "publisher": options.text("who published these files, whatever they say"),
    "published": options.text_or_day("when they were published, whatever they say"),
    "url": options.text("where they were published, whatever they say"),
    "title": options.text("their title, whatever they say"),
    "columns": options.table(
        "CSV: a table from our field (text, title, published, url, publisher; day, place, country, ...) to a column"
    ),
    "figures": options.table_of_columns(
        "CSV: a table from an outcome to its column, or to its columns for low, high and best (parsers/figures.py)"
    ),
    "delimiter": options.character("CSV: the character between columns; found by itself otherwise"),
}
STATED = ("publisher", "published", "url", "title")
HEADER = re.compile(r"(publisher|published|url|title|language|licence)[ \t]*:[ \t]*(.*)", re.IGNORECASE)
SENTENCE_ENDS = (".", "!", "?", ":", ";", ",", "…", "。", "؟")
TEXTS = (".txt", ".text", ".md")
PAGES = (".html", ".htm", ".xhtml")
KNOWN = (*TEXTS, *PAGES, ".pdf", ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".zip", ".docx", ".odt", ".gz", ".warc", ".arc")


def sniff(name: str, head: bytes) -> int:
    """See parsers.registry.sniff: whatever no other format claims, if it is text, a page, a PDF, a table or an archive."""
    if head.startswith((b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"WARC/")):
        return 9
    if head.startswith(b"{\\rtf"):
        return 0
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return 0
    return 2 if name.lower().endswith(KNOWN) else 1


def parse(snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield the documents of a file. Raises FormatError when nothing can be read; a bad row, line or member yields one."""
    yield from _parse(snapshot, source, depth=0)


def _parse(snapshot: Snapshot, source: Source, *, depth: int) -> Iterator[Document | FormatError]:
    from parsers import registry

    form = registry.sniff(snapshot.url, snapshot.body)
    if form != "files":
        gathered = {"publisher_from": "channel"} if form == "feed" else {}
        yield from registry.formats()[form](snapshot, replace(source, format=form, options=gathered))
        return
    body, name = snapshot.body, PurePosixPath(snapshot.url.split("?")[0].lower())
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"WARC/")):
        yield from _archive(snapshot, source, depth)
    elif body.startswith(b"%PDF-"):
        yield from _pdf(snapshot, source)
    else:
        text = charset.decode(body, snapshot.charset)
        yield from _text(name.suffix, text, snapshot, source)


def _text(suffix: str, text: str, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    head = text[:1000].lstrip("\ufeff \t\r\n").lower()
    if suffix in PAGES or head.startswith(("<!doctype html", "<html")) or "text/html" in snapshot.media_type:
        yield from _page(text, snapshot, source)
    elif suffix in (".jsonl", ".ndjson"):
        yield from _lines(text, snapshot, source)
    elif suffix == ".json" or head.startswith(("{", "[")):
        yield from _json(text, snapshot, source)
    elif suffix in (".csv", ".tsv") or "text/csv" in snapshot.media_type:
        from parsers import tables

        yield from tables.documents(text, snapshot, source)
    elif len(text) > clean.LONGEST_TEXT * 1.2:
        raise FormatError(f"{len(text):,} characters; at most {clean.LONGEST_TEXT:,}", source=source.id, where=snapshot.url)
    else:
        yield from _plain(text, snapshot, source)


def stated(source: Source, own: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return publisher, published, url and title: the options' word, else the file's, else (the publisher only) the source's."""
    words = {name: clean.line(own.get(name)) for name in (*STATED, "language")}
    words["publisher"] = words["publisher"] or source.publisher or None
    return words | {name: str(source.options[name]) for name in STATED if source.options.get(name)}


def made(own: Mapping[str, str | None], body: str, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield the document of a file's own statements and clean text, after a FormatError for a date that is none."""
    words = stated(source, own)
    published = None
    if words["published"]:
        try:
            published = any_moment(words["published"])
        except BadDate as error:
            yield FormatError(f"{error}; read without one", source=source.id, where=snapshot.url)
    title = clean.bare_title(words["title"], words["publisher"])
    yield build(
        snapshot,
        source,
        title=title,
        body=body,
        url=words["url"],
        publisher=words["publisher"],
        published=published,
        language=words["language"],
        where=snapshot.url,
    )


def _plain(text: str, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    own, rest = _header(text)
    body = clean.tidy(rest)
    if not body:
        raise FormatError("the file has no text", source=source.id, where=snapshot.url)
    if "title" not in own:
        own["title"] = _headline(body)
    yield from made(own, body, snapshot, source)


def _header(text: str) -> tuple[dict[str, str | None], str]:
    """Split off the header block: lines of known names up to the first empty line; no block when any line before that is none."""
    lines = text.lstrip("\ufeff\r\n").splitlines()
    own: dict[str, str | None] = {}
    for number, each in enumerate(lines[:12]):
        if not each.strip():
            return (own, "\n".join(lines[number:])) if own else ({}, text)
        found = HEADER.fullmatch(each.strip())
        if not found:
            break
        own[found[1].lower()] = found[2].strip() or None
    else:
        if own and len(lines) <= 12:
            return own, ""
    return {}, text


def _headline(body: str) -> str | None:
    """The first line, where it stands alone, is short and does not end as a sentence does."""
    first, _, rest = body.partition("\n")
    alone = rest.startswith("\n") and rest.strip()
    return first if alone and len(first) <= 200 and not first.endswith(SENTENCE_ENDS) else None


def _page(text: str, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    from parsers import pages

    remote = snapshot.url if "://" in snapshot.url else None
    try:
        page = pages.read(text, remote)
    except FormatError as error:
        raise FormatError(str(error).removeprefix(f"{remote}: "), source=source.id, where=snapshot.url) from None
    if page.bad_date:
        yield FormatError(f"{page.bad_date[:80]!r} is no date; read without one", source=source.id, where=snapshot.url)
    own = {
        "title": page.title,
        "publisher": (source.publisher if remote else None) or page.publisher or urls.host_of(remote),
        "published": page.published.isoformat() if page.published else None,
        "url": page.url or remote,
        "language": page.language,
    }
    yield from made(own, page.body, snapshot, source)


def _pdf(snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    from parsers import pdf

    found = pdf.read(snapshot.body, where=snapshot.url)
    body = clean.tidy(found.text)
    if not body:
        raise FormatError("the PDF holds no text (a scan?)", source=source.id, where=snapshot.url)
    remote = snapshot.url if "://" in snapshot.url else None
    yield from made({"title": found.title, "url": remote}, body, snapshot, source)


def _lines(text: str, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    seen = 0
    for each in read_lines(io.StringIO(text), name=snapshot.url):
        seen += 1
        if isinstance(each, Document):
            yield _placed(each, snapshot, source)
        else:
            yield FormatError(str(each[2]), source=source.id)
    if not seen:
        raise FormatError("the file has no lines", source=source.id, where=snapshot.url)


def _json(text: str, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "\n{" in text.strip():  # JSON Lines under another name
            yield from _lines(text, snapshot, source)
            return
        raise FormatError(f"not JSON: {error}", source=source.id, where=snapshot.url) from None
    rows = data.get("documents", [data]) if isinstance(data, dict) else data
    if not isinstance(rows, list) or not rows:
        raise FormatError(
            f'a JSON file is a document, a list of documents, or {{"documents": [...]}}; fields: {", ".join(FIELDS)}',
            source=source.id,
            where=snapshot.url,
        )
    for number, row in enumerate(rows, 1):
        origin = f"{snapshot.url} document {number}"
        if not isinstance(row, dict):
            yield FormatError(f"a JSON {type(row).__name__}, not an object", source=source.id, where=origin)
            continue
        try:
            yield _placed(document(row, origin=origin), snapshot, source)
        except (BadDocument, BadDate) as error:
            yield FormatError(str(error), source=source.id)


def _placed(doc: Document, snapshot: Snapshot, source: Source) -> Document:
    """A document from JSON with its headline in front, and with what the options and the source add."""
    words = stated(source, {"publisher": doc.publisher, "url": doc.url, "title": doc.title})
    published = any_moment(str(words["published"])) if words.get("published") else doc.published
    made = build(
        snapshot,
        source,
        title=words["title"],
        body=clean.tidy(doc.text),
        url=words["url"],
        publisher=words["publisher"],
        published=published,
        language=doc.language,
    )
    return replace(made, licence=doc.licence or made.licence)


def _archive(snapshot: Snapshot, source: Source, depth: int) -> Iterator[Document | FormatError]:
    from parsers import containers, office

    part = office.kind(snapshot.body) if snapshot.body.startswith(b"PK") else None
    if part:
        text, title = office.read(snapshot.body, part, where=snapshot.url)
        body = clean.tidy(text)
        if not body:
            raise FormatError("the document holds no text", source=source.id, where=snapshot.url)
        yield from made({"title": clean.line(title) or _headline(body)}, body, snapshot, source)
        return
    if depth >= containers.DEEPEST:
        raise FormatError("an archive in an archive in an archive", source=source.id, where=snapshot.url)
    seen = 0
    for member in containers.members(snapshot.body, name=snapshot.url):
        seen += 1
        if isinstance(member, FormatError):
            yield member
            continue
        inner = replace(
            snapshot,
            url=member.url or f"{snapshot.url}!{member.name}",
            body=member.body,
            media_type=member.media_type,
            charset=member.charset,
        )
        try:
            yield from _parse(inner, source, depth=depth + 1)
        except FormatError as error:
            yield FormatError(error.reason, source=source.id, where=error.where or inner.url)
    if not seen:
        raise FormatError("the archive is empty", source=source.id, where=snapshot.url)
