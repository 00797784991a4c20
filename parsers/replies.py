"""JSON replies, read with care: what is missing is None, what has the wrong type is an error that names it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aggregator.core.errors import FormatError
from aggregator.core.model import Snapshot, Source
from parsers import charset


def read(snapshot: Snapshot, source: Source) -> Any:
    """Return the JSON that a snapshot holds; raises FormatError, saying so plainly where it is a web page or plain words
    instead.
    """
    text = charset.decode(snapshot.body, snapshot.charset).lstrip("\ufeff")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        start = " ".join(text[:200].split())
        what = "a web page, not JSON" if start[:15].lower().startswith(("<!doctype html", "<html")) else f"not JSON: {error}"
        said = f"; it says {start[:120]!r}" if start and start[0] not in "{[<" else ""
        raise FormatError(what + said, source=source.id, where=snapshot.url) from None


def table(value: object) -> Mapping[str, Any]:
    """Return a JSON object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Any]:
    """Return a JSON array, or an empty one for anything else."""
    return value if isinstance(value, list) else []


def words(row: Mapping[str, Any], *path: str) -> str | None:
    """Return the text at `path` (a number becomes its digits), or None."""
    value: object = row
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else None
