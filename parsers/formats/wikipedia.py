"""Wikipedia's current-events day pages (wikitext by the action API), and Wikidata's statements of deaths, injured and missing.

A day page gives one document a news bullet: the topics above it as the headline (a topic is a natural event), the sentence,
and the cited outlet as it stands in brackets. Wikidata gives one document an item, each statement a structured claim of the rule
`wikidata_statement` with its bounds, its date and its rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from aggregator.core.errors import FormatError
from aggregator.core.model import Document, Snapshot, Source
from parsers import clean, options, replies
from parsers.documents import build

OPTIONS = {"categories": options.texts("a list: only bullets under headings that contain one of these words; all otherwise")}
PAGE = re.compile(r"Portal:Current[ _]events/(\d{4})[ _]([A-Z][a-z]+)[ _](\d{1,2})\Z")
BULLET = re.compile(r"(\*+)\s*(.*)")
HEADING = re.compile(r"(?:;\s*(.+)|'''([^'\n]{1,120})'''\s*)\Z")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
REFERENCE = re.compile(r"<ref\b[^<>]{0,500}/>|<ref\b[^<>]{0,500}>.*?(?:</ref>|\Z)", re.DOTALL | re.IGNORECASE)
TEMPLATE = re.compile(r"\{\{[^{}]{0,2000}\}\}")
LINK = re.compile(r"\[\[(?:[^\[\]|]{0,300}\|)?([^\[\]|]{0,300})\]\]")
OUTSIDE = re.compile(r"\[(?:https?:)?//[^\s\]]{1,2000}\s*([^\]]{0,300})\]")
BARE = re.compile(r"\[?https?://[^\s\]]{1,2000}\]?")
BARE_TOPIC = re.compile(r"\s*(?:\[\[[^\[\]]{0,600}\]\]|\S*)\s*\Z")
QUOTES = re.compile(r"'{2,5}")
LONGEST_LINE = 20_000
LONGEST_PAGE = 1_000_000


def sniff(name: str, head: bytes) -> int:
    """See parsers.registry.sniff."""
    start = head.lstrip()
    if not start.startswith(b"{"):
        return 0
    if b'"wikitext"' in head or (b'"parse"' in head and b'"revid"' in head):
        return 8
    return 8 if b'"entities"' in head and (b'"Q' in head or b'"claims"' in head) else 0


def parse(snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield the documents of a day page or of Wikidata items. Raises FormatError for an error reply, another page, or no news
    in it.
    """
    data = replies.table(replies.read(snapshot, source))
    if "error" in data:
        said = replies.words(data, "error", "info") or replies.words(data, "error", "code") or "an error"
        raise FormatError(f"the API says: {said}", source=source.id, where=snapshot.url)
    if "entities" in data:
        from parsers import wikidata

        yield from wikidata.documents(data, snapshot, source)
        return
    page = replies.table(data.get("parse"))
    text = page.get("wikitext")
    if isinstance(text, dict):  # formatversion=1
        text = text.get("*")
    if not isinstance(text, str):
        raise FormatError("neither a page's wikitext nor entities", source=source.id, where=snapshot.url)
    yield from _day(text, page, snapshot, source)


def _day(text: str, page: Mapping[str, object], snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    title = str(page.get("title") or "")
    published = _date(title)
    if published is None:
        yield FormatError(f"the page {title[:80]!r} names no day; read without a date", source=source.id, where=snapshot.url)
    url = f"https://en.wikipedia.org/wiki/{quote(title.replace(' ', '_'), safe=':/()_,')}" if title else None
    wanted = [str(each).casefold() for each in replies.rows(source.options.get("categories"))]
    seen = 0
    if len(text) > LONGEST_PAGE:
        raise FormatError(f"{len(text):,} characters; at most {LONGEST_PAGE:,}", source=source.id, where=snapshot.url)
    for heading, topics, words in items(text):
        seen += 1
        if wanted and not any(each in heading.casefold() for each in wanted):
            continue
        try:
            yield build(
                snapshot,
                source,
                title=" – ".join(topics) or None,
                body=words,
                url=url,
                publisher=source.publisher or "Wikipedia",
                published=published,
                where=f"{snapshot.url} item {seen}",
            )
        except FormatError as error:
            yield error
    if not seen:
        raise FormatError("no news on the page", source=source.id, where=snapshot.url)


def items(text: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield (heading, topics above, sentence) for every bullet with no bullet below it that is more than a bare topic link."""
    lines = [line for each in REFERENCE.sub("", COMMENT.sub("", text)).splitlines() if (line := each.strip())]
    heading, topics = "", dict[int, str]()
    for number, line in enumerate(lines):
        if len(line) > LONGEST_LINE:
            continue
        found = BULLET.match(line)
        if not found:
            title = HEADING.match(line)
            if title:
                heading, topics = plain(title[1] or title[2]), {}
            continue
        depth, words = len(found[1]), plain(found[2])
        topics = {level: topic for level, topic in topics.items() if level < depth}
        deeper = BULLET.match(lines[number + 1]) if number + 1 < len(lines) else None
        if deeper and len(deeper[1]) > depth and len(words) < 200 and not words.endswith((".", ")")):
            topics[depth] = words
        elif words and not BARE_TOPIC.match(found[2]):
            yield heading, tuple(topics[level] for level in sorted(topics) if topics[level]), words


def plain(wikitext: str) -> str:
    """Return the words of a line of wikitext: links by their label, references and templates gone, an outlet's name in its
    brackets.
    """
    for _ in range(5):
        shorter = TEMPLATE.sub("", wikitext)
        if shorter == wikitext:
            break
        wikitext = shorter
    words = LINK.sub(r"\1", wikitext)
    words = BARE.sub("", OUTSIDE.sub(r"\1", words))
    return clean.line(QUOTES.sub("", words).replace("()", "")) or ""


def _date(title: str) -> datetime | None:
    found = PAGE.search(title)
    if not found:
        return None
    try:
        return datetime.strptime(" ".join(found.groups()), "%Y %B %d").replace(tzinfo=UTC)
    except ValueError:
        return None
