"""`extract`, `tally`, `events`: for researchers who bring their own corpus; the scheduled pipeline runs the same code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import wraps
from itertools import islice
from typing import Any, TextIO, TypeVar

import click

from aggregator.core.model import BestRule, Document, Event, Figure
from aggregator.core.plain import claim_row, plain
from aggregator.core.settings import POLICIES
from aggregator.core.settings import read as read_settings
from parsers.documents import read_lines

Line = Document | tuple[int, str | None, Exception]
Work = tuple[int, Line, str]  # the line's number, what it holds, the policy to read it under
T = TypeVar("T")
Figures = tuple[Document, tuple[Figure, ...]]

CHUNK = 64


def figures_of(document: Document, policy: str) -> tuple[Figure, ...]:
    """Return what one document states, normalised, in the order of the text."""
    from aggregator.normalise import normalise
    from parsers.text.claims import extract as claims_of

    return normalise(document, claims_of(document, policy=policy))


def failed(line: int, identity: str | None, error: Exception) -> dict[str, Any]:
    """Return the contract's line for a document that could not be read."""
    return ({"id": identity} if identity else {}) | {"line": line, "error": str(error)}


def each_document(read: Callable[[Document, str], T]) -> Callable[[Work], T | dict[str, Any]]:
    """Return `read` for a line of input: one that holds no document, or one on which our code fails, gives its error line."""

    @wraps(read)
    def one(work: Work) -> T | dict[str, Any]:
        number, line, policy = work
        if isinstance(line, tuple):
            return failed(*line)
        try:
            return read(line, policy)
        except Exception as error:  # a fault of ours: the other documents are read
            return failed(number, line.id, RuntimeError(f"line {number}: the reader failed, {type(error).__name__}: {error}"))

    return one


@each_document
def extract_one(document: Document, policy: str) -> dict[str, Any]:
    """One document to one `extract` line."""
    return {"id": document.id, "claims": [claim_row(figure) for figure in figures_of(document, policy)]}


@each_document
def tally_one(document: Document, policy: str) -> dict[str, Any]:
    """One document to one `tally` line."""
    from aggregator.tally import tally as tally_of

    tolls = tally_of(document, figures_of(document, policy))
    return {"id": document.id, "tally": {outcome.value: plain(toll) for outcome, toll in tolls.items()}}


@each_document
def figures_one(document: Document, policy: str) -> Figures:
    """One document with its figures."""
    return document, figures_of(document, policy)


def mapped(function: Callable[[Work], T], work: Iterator[Work], processes: int) -> Iterator[T]:
    """Apply `function` in order, on `processes` cores, holding only a few chunks at a time."""
    if processes == 1:
        yield from map(function, work)
        return
    with ProcessPoolExecutor(processes) as pool:
        while batch := list(islice(work, CHUNK * processes * 4)):
            yield from pool.map(function, batch, chunksize=CHUNK)


def finish(rows: Iterable[dict[str, Any]]) -> None:
    """Print the rows; complain of each failed one on stderr and end with 1 if there was any."""
    wrong = 0
    for row in rows:
        if "error" in row:
            wrong += 1
            click.echo(f"error: {row['error']}", err=True)
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    if wrong:
        click.echo(f"{wrong} line(s) could not be read", err=True)
        sys.exit(1)


def corpus_options(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments that the three commands share."""
    command = click.option(
        "--processes", type=click.IntRange(1, 256), default=1, show_default=True, help="How many cores to use."
    )(command)
    command = click.option(
        "--policy",
        type=click.Choice(POLICIES),
        help="How vague words become bounds [default: FIGURES_POLICY, else default].",
    )(command)
    return click.argument("file", type=click.File("r", encoding="utf-8", errors="surrogateescape"), default="-")(command)


def work_of(file: TextIO, policy: str | None) -> Iterator[Work]:
    """Yield each input line with the policy to read it under."""
    chosen, number = policy or read_settings().policy, 0

    def counted() -> Iterator[str]:
        nonlocal number
        for number, line in enumerate(file, 1):  # noqa: B007
            yield line

    for line in read_lines(counted(), name=getattr(file, "name", "-")):
        yield number, line, chosen


@click.command()
@corpus_options
def extract(file: TextIO, policy: str | None, processes: int) -> None:
    """Read documents (JSON Lines: id, text, title?, published?, url?, publisher?) and write their claims, a document a line."""
    finish(mapped(extract_one, work_of(file, policy), processes))


@click.command()
@corpus_options
def tally(file: TextIO, policy: str | None, processes: int) -> None:
    """Read documents, each as the report of one incident, and write the incident's toll for each outcome."""
    finish(mapped(tally_one, work_of(file, policy), processes))


def event_row(event: Event) -> dict[str, Any]:
    """Return an event as the contract's line: estimates and relations point to a document's text, not to our ids."""
    refs = {
        figure.claim.id: {"document": figure.claim.document, "start": figure.claim.start, "end": figure.claim.end}
        for figure in event.figures
    }
    estimates = [
        plain(replace(estimate, bests=()))
        | {"claims": [refs[i] for i in estimate.claims], "best_claim": refs.get(estimate.best_claim or "")}
        for estimate in event.estimates
    ]
    for row in estimates:
        del row["bests"]  # `best` is what the one rule asked for chose
    relations = [plain(relation) | {"a": refs[relation.a], "b": refs[relation.b]} for relation in event.relations]
    return {
        "event": event.id,
        "documents": list(event.documents),
        "place": plain(event.place),
        "first_day": plain(event.first_day),
        "last_day": plain(event.last_day),
        "days_basis": event.days_basis,
        "cause": event.cause,
        "sentence": event.sentence,
        "estimates": estimates,
        "relations": relations,
    }


@click.command()
@corpus_options
@click.option(
    "--best-rule",
    type=click.Choice([rule.value for rule in BestRule]),
    default=BestRule.GTD.value,
    show_default=True,
    help="Which value of a range is its best.",
)
def events(file: TextIO, policy: str | None, processes: int, best_rule: str) -> None:
    """Read all documents, group what they say by event, and write an event a line with its ranges and relations."""
    from aggregator.events import group
    from aggregator.reconcile import reconcile

    said: list[Figures] = []
    bad: list[dict[str, Any]] = []
    for result in mapped(figures_one, work_of(file, policy), processes):
        if isinstance(result, dict):
            bad.append(result)
        else:
            said.append(result)
    finish([*(event_row(reconcile(event, best_rule)) for event in group(said)), *bad])
