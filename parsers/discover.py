"""From an address to a source: is it a feed, or does the page name one?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aggregator.core.errors import FetchError, FormatError, InputError
from aggregator.core.model import Document, Snapshot, Source, SourceKind
from parsers import charset, clean, registry, urls
from parsers.fetch import Fetcher

FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
WORDPRESS = "https://api.w.org/"
MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed that was read: its address and format, what it calls itself, how many documents it held, where it was found."""

    url: str
    format: str
    name: str
    language: str
    homepage: str
    documents: int


def find(fetcher: Fetcher, url: str) -> Found:
    """Return the feed at `url`, or the first one its page names that can be read; raises InputError when there is none."""
    first = _read(fetcher, url)
    try:
        if _format(first) != "files":
            return _found(first, url, "")
    except FormatError as error:
        raise InputError(str(error), field="URL") from None
    tried: list[str] = []
    for address in list(dict.fromkeys(_named(first)))[:MOST]:
        try:
            return _found(_read(fetcher, address), address, first.url)
        except (FetchError, FormatError) as error:
            tried.append(str(error))
    raise InputError(f"{url}: names no feed that can be read{'; tried: ' + '; '.join(tried) if tried else ''}", field="URL")


def _read(fetcher: Fetcher, url: str) -> Snapshot:
    reply = fetcher.fetch(url)
    assert isinstance(reply, Snapshot)  # nothing conditional was asked
    return reply


def _format(snapshot: Snapshot) -> str:
    return registry.sniff(snapshot.url, snapshot.body)


def _found(snapshot: Snapshot, url: str, homepage: str) -> Found:
    form = _format(snapshot)
    if form == "files":
        raise FormatError("no feed", where=url)
    source = Source(id="new", name="", publisher="", kind=SourceKind.UNKNOWN, format=form, url=url)
    documents = [each for each in registry.formats()[form](snapshot, source) if isinstance(each, Document)]
    if not documents:
        raise FormatError("holds no document that can be read", where=url)
    return Found(
        url=url,
        format=form,
        name=documents[0].publisher or urls.host_of(url) or url,
        language=documents[0].language or "en",
        homepage=homepage,
        documents=len(documents),
    )


def _named(page: Snapshot) -> Iterator[str]:
    """The feeds that a page names in its head, in its order; then WordPress' own, then the usual place."""
    root = clean.tree(charset.decode(page.body, page.charset))
    wordpress: str | None = None
    for node in root.iter("link") if root is not None else ():
        relation, href = (node.get("rel") or "").lower(), node.get("href")
        if href and "alternate" in relation.split() and (node.get("type") or "").lower() in FEEDS:
            if "comments" not in (node.get("title") or "").lower() and (address := urls.canonical(href, page.url)):
                yield address
        elif href and relation == WORDPRESS:
            wordpress = urls.canonical(href, page.url)
    if wordpress:
        yield f"{wordpress.rstrip('/')}/wp/v2/posts?per_page=50"
    if address := urls.canonical("/feed/", page.url):
        yield address


def free(home: Path, identity: str) -> Path:
    """Return the path of a new source's file; raises InputError when there is one already, or the name is no id."""
    registry.check_id(identity, origin=f"--id {identity}")
    path = home / f"{identity}.toml"
    if path.exists():
        raise InputError(f"{path} exists already; choose another --id", field="id")
    return path


def toml(found: Found, home: Path, *, id: str | None, name: str | None, publisher: str | None, kind: str) -> tuple[Path, str]:
    """Return the path and text of the source file for a feed; raises InputError when that id or address is taken."""
    identity = id if id is not None else re.sub(r"[^a-z0-9]+", "-", (urls.host_of(found.url) or "source").lower()).strip("-")
    path = free(home, identity)
    if home.is_dir():
        taken = next((each.id for each in registry.sources(home, problems=[]).values() if each.url == found.url), None)
        if taken:
            raise InputError(f"{found.url} is already the source {taken}", field="URL")
    called = clean.line(name or found.name) or identity
    values: dict[str, object] = {
        "name": called,
        "publisher": publisher or called,
        "kind": kind,
        "format": found.format,
        "url": found.url,
        "homepage": found.homepage,
        "language": found.language,
        "licence": "",
        "every_minutes": 60,
        "min_documents": 1,
    }
    # A JSON string is a TOML basic string once DEL is out of it; numbers are the same in both.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False).replace(chr(127), '')}" for key, value in values.items()]
    return path, "# Written by `sources add`. State the licence: without one, only quoted sentences are served.\n" + "\n".join(
        lines
    ) + "\n"
