"""JSON Lines to documents: one reader for the commands and the `files` format, one message for each thing that can be wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TextIO

from aggregator.core.errors import BadDate, BadDocument
from aggregator.core.model import Document, content_id

FIELDS = ("id", "text", "title", "published", "url", "publisher", "language", "licence")
LONGEST_LINE = 50_000_000


def moment(text: str, *, origin: str | None = None) -> datetime:
    """Return an ISO 8601 date or date-time as a moment in UTC (a bare date is its midnight; no zone means UTC).

    Raises BadDate, which names where the text stood.
    """
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadDate(f"{origin + ': ' if origin else ''}{text!r} is no ISO 8601 date", field="published") from None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def document(row: Mapping[str, object], *, origin: str) -> Document:
    """Return the document that a row of FIELDS states; unknown fields are ignored, `text` is required.

    Raises BadDocument or BadDate with `origin` in the message. Without an `id`, the id is the content's hash.
    """
    for name in FIELDS:
        if row.get(name) is not None and not isinstance(row[name], str):
            raise BadDocument(f"{name} is {type(row[name]).__name__}, not a string", origin=origin, field=name)
    words = {name: str(row[name]) for name in FIELDS if row.get(name) is not None}
    if not words.get("text", "").strip():
        raise BadDocument("the document has no text", origin=origin, field="text")
    stated = words.pop("published", None)
    identity = words.pop("id", None) or content_id(words.get("url"), words.get("publisher"), words["text"])
    return Document(id=identity, published=moment(stated, origin=origin) if stated else None, **words)


def read_lines(lines: TextIO, *, name: str) -> Iterator[Document | tuple[int, str | None, Exception]]:
    """Yield a document a line, in order; a line that cannot be read yields (line number, its id if it had one, the error)."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        identity = None
        try:
            if len(line) > LONGEST_LINE:
                raise BadDocument(f"a line of {len(line):,} characters; at most {LONGEST_LINE:,}", origin=f"{name}:{number}")
            row = json.loads(line)
            if not isinstance(row, dict):
                raise BadDocument(f"a JSON {type(row).__name__}, not an object", origin=f"{name}:{number}")
            identity = row["id"] if isinstance(row.get("id"), str) else None
            yield document(row, origin=f"{name}:{number}")
        except (json.JSONDecodeError, RecursionError) as error:
            yield number, None, BadDocument(f"not JSON: {error}", origin=f"{name}:{number}")
        except (BadDocument, BadDate) as error:
            yield number, identity, error
