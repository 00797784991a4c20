"""The sample corpus as the tests see it: its manifest, and its reports read by our own parsers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from aggregator.core.errors import FormatError
from aggregator.core.model import Document, Snapshot, Source, SourceKind

HOME = Path(__file__).resolve().parent.parent / "sample"
SOURCE = Source(id="sample", name="sample", publisher="", kind=SourceKind.BROADCASTER_PRESS, format="files", url="sample")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A claim that a reader should find; `event` is the id of the event it speaks of."""

    quote: str
    outcome: str
    event: str
    low: int | None = None
    high: int | None = None
    qualifier: str | None = None
    claimant: str = ""
    stance: str = "asserts"
    status: str | None = None
    basis: str | None = None
    since: date | None = None
    subset: bool = False
    background: bool = False
    optional: bool = False
    implied: bool = False
    outcome_any: bool = False
    qualifier_any: bool = False
    basis_any: bool = False
    stance_any: bool = False
    claimant_any: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report of the manifest."""

    event: str
    file: str
    url: str
    publisher: str
    published: datetime
    claims: tuple[Expected, ...]
    copy: str | None = None


@cache
def manifest() -> dict[str, Any]:
    """Return the manifest as written."""
    return tomllib.loads((HOME / "manifest.toml").read_text(encoding="utf-8"))


@cache
def reports() -> tuple[Report, ...]:
    """Return the manifest's reports, in its order; an unknown key is a TypeError."""
    found = []
    for event in manifest()["events"]:
        for row in event["reports"]:
            claims = tuple(Expected(**{"event": event["id"], **claim}) for claim in row["claims"])
            found.append(Report(**{"event": event["id"], **row, "claims": claims}))
    return tuple(found)


def files() -> list[Path]:
    """Return every file of the reports, sorted."""
    return sorted(path for path in (HOME / "reports").rglob("*") if path.is_file())


@cache
def documents() -> tuple[tuple[str, Document | FormatError], ...]:
    """Return what our parsers read out of the files: (file, document or error)."""
    from parsers import registry

    found: list[tuple[str, Document | FormatError]] = []
    for path in files():
        body, name = path.read_bytes(), path.relative_to(HOME).as_posix()
        form = registry.sniff(name, body)
        made = Snapshot(
            id=Snapshot.digest(body),
            source="sample",
            url=name,
            body=body,
            media_type="",
            fetched_at=datetime(2030, 1, 1, tzinfo=UTC),
        )
        options = {"publisher_from": "item"} if form == "feed" else {}
        parse = registry.formats()[form]
        found += [(name, each) for each in parse(made, replace(SOURCE, format=form, options=options))]
    return tuple(found)


def by_url() -> dict[str, Document]:
    """Return the documents by address."""
    return {each.url: each for _, each in documents() if isinstance(each, Document) and each.url}
