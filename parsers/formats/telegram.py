"""A public Telegram channel's page (`https://t.me/s/CHANNEL`): one document a message, published by the channel.

Off in every bundled source: Telegram's terms limit what programs may do, and each installation has to judge that for itself.
A message that only forwards a picture or a film has no text and is left out; a forwarded one names where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from aggregator.core.errors import BadDate, FormatError
from aggregator.core.model import Document, Snapshot, Source
from parsers import charset, clean
from parsers.documents import any_moment, build
from parsers.options import Option

if TYPE_CHECKING:
    from lxml.etree import _Element

OPTIONS: Mapping[str, Option] = {}
MESSAGE = "tgme_widget_message"


def sniff(name: str, head: bytes) -> int:
    """See parsers.registry.sniff."""
    return 10 if b"tgme_" in head or b"//telegram.org/" in head else 0


def parse(snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield a document a message that has text. Raises FormatError for a page without messages (a private or unknown channel)."""
    root = clean.tree(charset.decode(snapshot.body, snapshot.charset))
    messages = [node for node in _marked(root, MESSAGE) if node.get("data-post")] if root is not None else []
    if not messages:
        raise FormatError("no messages: not a public channel's page", source=source.id, where=snapshot.url)
    channel = next((clean.line(clean.render(node)) for node in _marked(root, "tgme_channel_info_header_title")), None)
    for node in messages:
        yield from _message(node, channel, snapshot, source)


def _message(node: _Element, channel: str | None, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    post = node.get("data-post") or ""
    where = f"{snapshot.url} message {post}"
    words = next(iter(_marked(node, f"{MESSAGE}_text")), None)
    if words is None:
        return
    body = clean.tidy(clean.render(words))
    origin = next((clean.line(clean.render(each)) for each in _marked(node, f"{MESSAGE}_forwarded_from")), None)
    published = None
    stated = next((each.get("datetime") for each in node.iter("time") if each.get("datetime")), None)
    try:
        published = any_moment(stated) if stated else None
    except BadDate as error:
        yield FormatError(f"{error}; read without one", source=source.id, where=where)
    try:
        yield build(
            snapshot,
            source,
            title=None,
            body=f"{origin}\n\n{body}" if origin and body else body,
            url=f"https://t.me/{post}",
            publisher=channel or source.publisher or None,
            published=published,
            where=where,
        )
    except FormatError as error:
        yield error


def _marked(root: _Element | None, name: str) -> Iterator[_Element]:
    """The elements that bear a class."""
    for node in root.iter() if root is not None else ():
        if isinstance(node.tag, str) and name in (node.get("class") or "").split():
            yield node
