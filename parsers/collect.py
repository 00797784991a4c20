"""More than one request a source: the further pages of a reply, and the articles that a feed only announces.

Which address comes next is the format's to say (`follow` in its module); how many are asked for is the source's
(`options.pages`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from aggregator.core.errors import FetchError, FormatError
from aggregator.core.model import Document, Snapshot, Source
from parsers import registry, urls
from parsers.fetch import Fetcher, NotModified

PAGES = 5
MOST_ARTICLES = 50


def collect(
    fetcher: Fetcher, source: Source, *, etag: str | None = None, last_modified: str | None = None
) -> Iterator[Snapshot | NotModified | FetchError]:
    """Yield what a source holds now: NotModified alone, or its snapshots page by page.

    Raises FetchError when the first page cannot be had; a later page that cannot ends the list as a value, so that the pages
    before it count.
    """
    first = fetcher.fetch(source, etag=etag, last_modified=last_modified)
    yield first
    if isinstance(first, NotModified):
        return
    stated = source.options.get("pages", PAGES)
    most = stated if isinstance(stated, int) else PAGES
    seen = {first.url}
    waiting = list(registry.follow(first, source))
    while waiting and len(seen) < most:
        url = waiting.pop(0)
        if url in seen:
            continue
        seen.add(url)
        try:
            page = fetcher.fetch(replace(source, url=url))
        except FetchError as error:
            yield error
            return
        if isinstance(page, Snapshot):
            yield page
            waiting.extend(registry.follow(page, source))


def articles(
    fetcher: Fetcher, source: Source, documents: list[Document], *, known: Callable[[str], bool] = lambda url: False
) -> Iterator[tuple[Snapshot, Document] | FetchError | FormatError]:
    """Yield, for a `full_text` source, the page behind each announced document with the document read from it.

    `known(url)` says that we have the article already. A page that cannot be had or read yields its error: the announcement still
    stands for it. The article keeps the announcement's date, publisher and title where the page states none.
    """
    for announced in documents[:MOST_ARTICLES]:
        if not announced.url or known(announced.url):
            continue
        try:
            snapshot = fetcher.fetch(replace(source, url=announced.url, options=_for_pages(source)))
            if isinstance(snapshot, Snapshot):
                yield snapshot, article(snapshot, source, announced)
        except (FetchError, FormatError) as error:
            yield error


def article(snapshot: Snapshot, source: Source, announced: Document) -> Document:
    """Return the article on a page, completed from its announcement; raises FormatError when the page holds less than that."""
    found = [each for each in registry.formats()["files"](snapshot, source) if isinstance(each, Document)]
    if len(found) != 1 or len(found[0].text) < len(announced.text):
        raise FormatError("the page holds less than its announcement", source=source.id, where=snapshot.url)
    return replace(
        found[0],
        publisher=announced.publisher or found[0].publisher,
        published=announced.published or found[0].published,
        title=announced.title or found[0].title,
        url=urls.canonical(announced.url) or found[0].url,
    )


def _for_pages(source: Source) -> dict[str, object]:
    return {name: value for name, value in source.options.items() if name in ("pause_seconds", "robots")}
