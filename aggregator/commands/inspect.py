"""`explain`: the chain from an estimate down to the stored bytes. `export`: a list as CSV, JSON Lines or Parquet."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from aggregator.core.errors import InputError
from aggregator.core.settings import read as read_settings
from aggregator.core.terms import CAVEAT, LICENCE


@click.command()
@click.argument("id")
def explain(id: str) -> None:
    """Print the chain under ID (an event, estimate, relation, claim or document): claims, sentences, documents, stored bytes.

    Ends with 1 when a quote no longer stands where its claim says, or stored bytes do not have their hash.
    """
    from db.lineage import lineage
    from db.reading import Reading

    reading = Reading(read_settings().database, budget=30.0)
    with reading.snapshot():
        found = lineage(reading, id)
    broken = 0
    for line in told(found):
        click.echo(line)
    for document in found.documents:
        broken += len(document.claims) - len(document.kept)
        broken += document.bytes is not None and not document.bytes.intact
    if broken:
        click.echo(f"{broken} link(s) of the chain are broken", err=True)
        sys.exit(1)


def told(found: Any) -> Iterator[str]:
    """Yield the chain as indented lines, from the number down to the bytes."""
    yield f"{found.kind} {found.row.id}"
    if found.kind == "event":
        yield f"  {found.row.title}: {found.row.sentence}"
    if found.kind == "relation":
        yield f"  {found.row.a} {found.row.type} {found.row.b} (rule {found.row.rule}): {found.row.explanation}"
    said = {c.id: f": {c.claimant_name}, {c.quote!r}" for link in found.documents for c in link.claims}
    for s in found.estimates:
        yield f"  estimate {s.id}: {s.outcome}, {s.population}, {s.basis}, {s.group}"
        yield f"    range {span(s.low, s.high)}{' or more' if s.high_open else ''}"
        by = dict[str, list[str]]()
        for b in found.bests[s.id]:
            by.setdefault(f"{b.best:,}, from claim {b.best_claim}" if b.best_claim else "none", []).append(b.best_rule)
        yield from (f"    one value by {', '.join(rules)}: {value}" for value, rules in by.items())
        for claim in json.loads(s.claims or "[]"):
            yield f"    claim {claim}{said.get(claim, '')}"
    for r in found.relations:
        yield f"  relation {r.id}: {r.a} {r.type} {r.b} (rule {r.rule}): {r.explanation}"
    for link in found.documents:
        yield from document_told(link)


def document_told(link: Any) -> Iterator[str]:
    """Yield a document, its claims and its bytes."""
    document = link.document
    yield f"  document {document.id}: {document.title or '(no title)'}"
    yield f"    {document.publisher or 'publisher not known'}, {document.published or 'undated'}, {document.url or 'no address'}"
    for c in link.claims:
        yield f"    claim {c.id}: {c.outcome} {span(c.low, c.high)} {c.unit} ({c.qualifier}, by rule {c.rule})"
        place = f"characters {c.start} to {c.end}"
        yield f"      quote {c.quote!r}, {place}: {'stands there' if c.id in link.kept else 'NOT THERE'}"
        yield f"      sentence {c.sentence!r}"
        steps = [f"{s['role']} {s['name']}" for s in json.loads(c.attribution or "[]")]
        yield f"      said by {' <- '.join(steps) or c.claimant_name}"
        if c.review:
            yield f"      {reviewed(json.loads(c.review))}"
        if c.retired_at:
            yield f"      no longer holds since {c.retired_at}: {c.retired_reason or 'no reason given'}"
    if link.bytes is None:
        yield "    stored bytes: none"
        return
    kept = link.bytes
    yield f"    snapshot {kept.snapshot}: {kept.url}, {kept.media_type}, fetched {kept.fetched_at}"
    yield f"      bytes sha256 {kept.hash}, {kept.size:,} bytes: {'intact' if kept.intact else 'DAMAGED'}"


def reviewed(review: dict[str, Any]) -> str:
    """Return what people decided of a claim, and who and why."""
    value = ", ".join(f"{name} {'open' if each is None else each}" for name, each in review["value"].items())
    when = f" at {review['at']}" if review["at"] else ""
    return f"{', '.join(review['flags'])} by {review['by']}{when}{f', {value}' if value else ''}: {review['reason']}"


def span(low: int | None, high: int | None) -> str:
    """Return bounds with `open` for a missing one."""
    if low == high and low is not None:
        return f"{low:,}"
    return f"{'open' if low is None else f'{low:,}'} to {'open' if high is None else f'{high:,}'}"


@click.command()
@click.argument("what", default="claims")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["csv", "ndjson", "parquet"]),
    default="csv",
    show_default=True,
    help="How rows are written.",
)
@click.option(
    "--filter", "filters", multiple=True, metavar="NAME=VALUE", help="As in the API, e.g. country=SYR; may be repeated."
)
@click.option("--output", type=click.Path(dir_okay=False), default="-", help="A file instead of standard output.")
def export(what: str, kind: str, filters: tuple[str, ...], output: str) -> None:
    """Write every row of WHAT (claims, events, figures, relations, conflicts, sources, documents) with the API's filters."""
    from db.files import SHAPES, written
    from db.nouns import NOUNS
    from db.queries import Query
    from db.reading import Reading

    if output != "-" and not (folder := Path(output).parent).is_dir():
        raise InputError(f"there is no folder {folder}; make it first, or name another", field="output")
    if what not in NOUNS:
        raise InputError(f"there is no list {what!r}", field="what", valid=NOUNS)
    pairs = []
    for item in filters:
        name, equals, value = item.partition("=")
        if not equals:
            raise InputError(f"--filter {item!r} is not NAME=VALUE", field=item)
        pairs.append((name, value))
    query = Query.parse(NOUNS[what], pairs, limit=None)
    reading = Reading(read_settings().database, budget=600.0, stream_budget=600.0)
    with click.open_file(output, "wb") as file, reading.snapshot():
        about = {"revision": str(reading.revision()), "licence": LICENCE, "caveat": CAVEAT}
        for part in written(query.noun.columns, kind, reading.stream(query, SHAPES[kind]), about):
            file.write(part)
