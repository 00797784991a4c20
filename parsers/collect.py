"""More than one request a source: the further pages of a reply.

Which address comes next is the format's to say (`follow` in its module); how many are asked for is the source's
(`options.pages`).
"""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.core.errors import FetchError
from aggregator.core.model import Snapshot, Source
from parsers import registry
from parsers.fetch import Fetcher, NotModified

PAGES = 5


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
            page = fetcher.fetch(source, at=url)
        except FetchError as error:
            yield error
            return
        if isinstance(page, Snapshot):
            yield page
            waiting.extend(registry.follow(page, source))
