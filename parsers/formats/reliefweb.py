"""ReliefWeb API v2, `reports`: one document a report, published by the body that wrote it, not by ReliefWeb.

The reply is {"data": [{"id", "fields": {...}}], "links": {"next": {"href"}}}. Its RSS needs no appname: use the format `feed`
for that. Reference: apidoc.reliefweb.int.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aggregator.core.errors import BadDate, FormatError
from aggregator.core.model import Document, Snapshot, Source
from parsers import clean, replies
from parsers.documents import any_moment, build
from parsers.options import Option

OPTIONS: Mapping[str, Option] = {}


def sniff(name: str, head: bytes) -> int:
    """See parsers.registry.sniff."""
    return (
        9
        if head.lstrip().startswith(b"{") and (b"api.reliefweb.int" in head or (b'"totalCount"' in head and b'"fields"' in head))
        else 0
    )


def parse(snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield a document a report; none is fine (nothing changed). Raises FormatError for an error reply or another envelope."""
    data = replies.table(replies.read(snapshot, source))
    if not isinstance(data.get("data"), list):
        said = replies.words(data, "error", "message") or replies.words(data, "message") or "no `data` in it"
        raise FormatError(f"not a list of reports: {said}", source=source.id, where=snapshot.url)
    for number, row in enumerate(data["data"], 1):
        where = f"{snapshot.url} report {replies.words(replies.table(row), 'id') or number}"
        fields = replies.table(replies.table(row).get("fields"))
        if not fields:
            yield FormatError("a report without `fields`", source=source.id, where=where)
            continue
        yield from _report(fields, where, snapshot, source)


def _report(fields: Mapping[str, Any], where: str, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    published = None
    stated = replies.words(fields, "date", "original") or replies.words(fields, "date", "created")
    if stated:
        try:
            published = any_moment(stated)
        except BadDate as error:
            yield FormatError(f"{error}; read without one", source=source.id, where=where)
    authors = [name for each in replies.rows(fields.get("source")) if (name := replies.words(replies.table(each), "name"))]
    languages = [code for each in replies.rows(fields.get("language")) if (code := replies.words(replies.table(each), "code"))]
    html = replies.words(fields, "body-html") or replies.words(fields, "body") or ""
    try:
        yield build(
            snapshot,
            source,
            title=clean.line(replies.words(fields, "title")),
            body=clean.plain_text(html),
            url=replies.words(fields, "url_alias") or replies.words(fields, "url"),
            publisher=authors[0] if authors else source.publisher or None,
            published=published,
            language=languages[0] if len(languages) == 1 else None,
            where=where,
        )
    except FormatError as error:
        yield error


def follow(snapshot: Snapshot, source: Source) -> Iterator[str]:
    """Yield the address of the next page, where there is one."""
    data = replies.table(replies.read(snapshot, source))
    link = replies.words(data, "links", "next", "href")
    if link and replies.rows(data.get("data")):
        yield link
