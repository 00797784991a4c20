"""RSS 0.9x to 2.0, RDF and Atom by feedparser (its only door), and JSON Feed 1.x: one document an item.

The text of an item is its title and the longest of its content, summary and description. A feed without items raises FormatError:
a feed that goes silent must be seen.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from aggregator.core.errors import BadDate, FormatError
from aggregator.core.model import Document, Snapshot, Source
from parsers import charset, clean, options, urls
from parsers.documents import any_moment, build

OPTIONS = {
    "publisher_from": options.one_of(
        '"item": its <source>, else its link\'s host (for gathered feeds); "channel": who the feed says', "item", "channel"
    ),
    "labels": options.flag(
        "true: opening lines like `Source: OCHA` are the item's fields, not its text; the source is its publisher"
    ),
    "skip_titles": options.texts("a list: items whose title begins with one of these are left out (live blogs, podcasts)"),
}
ROOTS = (b"<rss", b"<feed", b"<rdf:rdf", b"<channel")
MOST_ITEMS = 5_000
DEEPEST = 1_000
MOST_STRAYS = 5_000
MARKUP = re.compile(r"<(?:(!\[CDATA\[)(?:[^\]]++|\](?!\]>))*+|(/?)([a-zA-Z][\w:.-]{0,60})[^<>]{0,5000}?(/?)>)")
END = re.compile(r"</\s*(?:rss|feed|rdf:rdf|channel|[a-z0-9]{1,20}:(?:rdf|feed|rss))\s*>", re.IGNORECASE)


def sniff(name: str, head: bytes) -> int:
    """See parsers.registry.sniff."""
    start = head.lstrip(b"\xef\xbb\xbf\x00\xfe\xff \t\r\n").lower().replace(b"\x00", b"")
    if start.startswith(b"{"):
        return 9 if b"jsonfeed.org/version" in start else 0
    if start.startswith((b"<!doctype html", b"<html")):
        return 0
    if any(root in start for root in ROOTS):
        return 8
    return 3 if name.lower().endswith((".rss", ".atom", ".rdf", ".xml")) else 0


def parse(snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield a document an item; a bad item yields a FormatError. Raises FormatError when this is no feed or it has no items."""
    text = charset.decode(snapshot.body, snapshot.charset)
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        yield from _json_feed(text, snapshot, source)
    else:
        yield from _xml_feed(text, snapshot, source)


def _xml_feed(text: str, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    import feedparser

    text, whole = _shortened(text, snapshot, source)
    try:
        # Bytes in a file object: a plain string that looks like an address or a path would be opened.
        found = feedparser.parse(
            io.BytesIO(charset.without_xml_encoding(text).encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": snapshot.url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # whatever a hostile feed provokes in the library is that feed's fault
        raise FormatError(
            f"cannot be read as a feed: {type(error).__name__}: {error}", source=source.id, where=snapshot.url
        ) from error
    if not found.get("version") and not found.get("entries"):
        raise FormatError(_no_feed(text, found), source=source.id, where=snapshot.url)
    channel = found.get("feed") or {}
    if not found.entries:
        raise FormatError("the feed has no items", source=source.id, where=snapshot.url)
    outlet = _words(channel, "title")
    language = _words(channel, "language")
    entries = found.entries[:MOST_ITEMS]
    if not whole:
        yield FormatError(f"more than {MOST_ITEMS:,} items; the rest is left out", source=source.id, where=snapshot.url)
    elif not END.search(text[-2000:]):
        yield FormatError("the feed is cut short; its last item is left out", source=source.id, where=snapshot.url)
        entries = entries[:-1]  # a cut text may end in half a number
    for number, entry in enumerate(entries, 1):
        yield from _item(_Item.of_entry(dict(entry)), number, outlet, language, snapshot, source)


def _shortened(text: str, snapshot: Snapshot, source: Source) -> tuple[str, bool]:
    """Return what feedparser may cost us (it takes quadratic time in depth), and whether that is all; raises FormatError when
    too deep.
    """
    number = depth = stray = end = 0
    for found in MARKUP.finditer(text):
        stray += text.count("<", end, found.start())
        end = found.end()
        if found[1]:
            continue  # CDATA: no tags in it
        if found[2] == "/":
            depth -= 1
        elif found[4] != "/":
            depth += 1
            if depth > DEEPEST:
                raise FormatError(f"tags nested more than {DEEPEST:,} deep", source=source.id, where=snapshot.url)
            if found[3].lower() in ("item", "entry"):
                number += 1
                if number > MOST_ITEMS:
                    return text[: found.start()], False
    if stray + text.count("<", end) > MOST_STRAYS:
        raise FormatError(
            f"not well-formed: more than {MOST_STRAYS:,} tags that never close", source=source.id, where=snapshot.url
        )
    return text, True


def _no_feed(text: str, found: Mapping[str, Any]) -> str:
    head = text[:500].lower()
    if "<html" in head or "<!doctype html" in head:
        return "a web page, not a feed"
    reason = found.get("bozo_exception")
    return f"not a feed{f': {reason}' if reason else ''}"


class _Item:
    """What an item states, whatever the wire format called it; markup still in."""

    __slots__ = ("bad_date", "bodies", "language", "link", "outlet", "published", "title")

    def __init__(self) -> None:
        self.title: str | None = None
        self.bodies: list[str] = []
        self.link: str | None = None
        self.outlet: str | None = None
        self.language: str | None = None
        self.published: datetime | None = None
        self.bad_date: str | None = None

    @classmethod
    def of_entry(cls, entry: Mapping[str, Any]) -> _Item:
        item = cls()
        item.title = clean.line(_words(entry, "title"))
        item.bodies = [str(part["value"]) for part in entry.get("content") or () if part.get("value")]
        item.bodies += [said for said in (_words(entry, "summary"), _words(entry, "description")) if said]
        item.link = _link(entry)
        origin = entry.get("source")
        item.outlet = _words(origin, "title") if isinstance(origin, Mapping) else None
        item.language = _words(entry, "language")
        for name in ("published", "updated", "created"):
            if entry.get(f"{name}_parsed"):
                item.published, item.bad_date = _moment(entry[f"{name}_parsed"], _words(entry, name))
                break
            item.bad_date = item.bad_date or _words(entry, name)
        if item.published is not None:
            item.bad_date = None
        return item

    @classmethod
    def of_json(cls, row: Mapping[str, object]) -> _Item:
        item = cls()
        item.title = clean.line(_words(row, "title"))
        item.bodies = [said for said in (_words(row, "content_html"), _words(row, "summary")) if said]
        if plain := _words(row, "content_text"):
            item.bodies.insert(0, plain)
        item.link = _words(row, "url") or _words(row, "external_url") or _web(_words(row, "id"))
        item.language = _words(row, "language")
        stated = _words(row, "date_published") or _words(row, "date_modified")
        if stated:
            try:
                item.published = any_moment(stated)
            except BadDate:
                item.bad_date = stated
        return item


def _moment(parts: Any, words: str | None) -> tuple[datetime | None, str | None]:
    """Return the moment that feedparser read, on the clock of the words it read where we read the same moment in them."""
    try:
        year, month, day, hour, minute, second = (int(part) for part in parts[:6])
        found = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None, str(tuple(parts))
    with contextlib.suppress(BadDate):
        told = any_moment(words or "").replace(microsecond=0)
        return (told if told == found else found), None
    return found, None


def _item(
    item: _Item, number: int, outlet: str | None, language: str | None, snapshot: Snapshot, source: Source
) -> Iterator[Document | FormatError]:
    where = f"{snapshot.url} item {number}"
    url = urls.canonical(item.link, snapshot.url)
    body = max((clean.without_trailers(clean.plain_text(part)) for part in item.bodies), key=len, default="")
    if source.options.get("labels"):
        fields, body = clean.labelled(body)
        item.outlet = item.outlet or fields.get("source")
    publisher = _publisher(item, outlet, url, source)
    title = clean.bare_title(item.title, item.outlet, outlet, source.name, publisher)
    skipped = source.options.get("skip_titles")
    if title and isinstance(skipped, list) and title.casefold().startswith(tuple(str(each).casefold() for each in skipped)):
        return
    if item.bad_date:
        yield FormatError(f"{item.bad_date[:80]!r} is no date; read without one", source=source.id, where=where)
    try:
        yield build(
            snapshot,
            source,
            title=title,
            body=body,
            url=url,
            publisher=publisher,
            published=item.published,
            language=_tag(item.language or language),
            where=where,
        )
    except FormatError as error:
        yield error


def _publisher(item: _Item, outlet: str | None, url: str | None, source: Source) -> str | None:
    chosen = source.options.get("publisher_from")
    if chosen == "channel":
        return clean.line(item.outlet) or clean.line(outlet) or source.publisher or None
    if chosen == "item":
        gathered = clean.line(item.outlet) or (urls.host_of(url) if urls.host_of(url) != urls.host_of(source.url) else None)
        return gathered or source.publisher or clean.line(outlet)
    return source.publisher or clean.line(item.outlet) or clean.line(outlet)


def _link(entry: Mapping[str, Any]) -> str | None:
    link = _words(entry, "link")
    if link:
        return link
    for each in entry.get("links") or ():
        if each.get("rel", "alternate") == "alternate" and each.get("href"):
            return str(each["href"])
    return _web(_words(entry, "id"))


def _web(identity: str | None) -> str | None:
    return identity if identity and identity.startswith(("http://", "https://")) else None


def _words(row: Mapping[str, Any] | None, key: str) -> str | None:
    value = row.get(key) if row else None
    return value if isinstance(value, str) and value.strip() else None


def _tag(language: str | None) -> str | None:
    """A language tag in the usual spelling, or None for what is none (feeds write all sorts there)."""
    tag = (language or "").strip().replace("_", "-")
    return tag.lower() if 2 <= len(tag) <= 12 and tag.replace("-", "").isalnum() and tag.isascii() else None


def _json_feed(text: str, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}", source=source.id, where=snapshot.url) from None
    version, items = data.get("version"), data.get("items")
    if not isinstance(version, str) or "jsonfeed.org/version" not in version or not isinstance(items, list):
        raise FormatError("JSON, but no JSON Feed: it needs `version` and `items`", source=source.id, where=snapshot.url)
    if not items:
        raise FormatError("the feed has no items", source=source.id, where=snapshot.url)
    outlet, language = clean.line(_words(data, "title")), _words(data, "language")
    for number, row in enumerate(items[:MOST_ITEMS], 1):
        if not isinstance(row, dict):
            yield FormatError(
                f"a JSON {type(row).__name__}, not an object", source=source.id, where=f"{snapshot.url} item {number}"
            )
            continue
        yield from _item(_Item.of_json(row), number, outlet, language, snapshot, source)
