"""`parse`: one saved reply through one format. `sources`: list, check, test and add."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from aggregator.core.errors import AggregatorError, FormatError, InputError, UnknownName
from aggregator.core.model import Document, Snapshot, Source, SourceKind
from aggregator.core.plain import plain
from aggregator.core.settings import read as read_settings

MOST_BYTES = 50_000_000


def snapshot_of(path: Path, source: str, url: str | None = None) -> Snapshot:
    """Return a file as the reply it was saved from; raises InputError when it cannot be read or is too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path}: more than {MOST_BYTES:,} bytes", field="file")
        body = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", field="file") from None
    return Snapshot(
        id=Snapshot.digest(body), source=source, url=url or str(path), body=body, media_type="", fetched_at=datetime.now(UTC)
    )


def show(found: Iterable[Document | FormatError]) -> tuple[int, int]:
    """Print the documents as JSON Lines and the errors to stderr; return how many of each. A FormatError raised counts as one."""
    documents = errors = 0
    try:
        for each in found:
            if isinstance(each, FormatError):
                errors += 1
                click.echo(f"error: {each}", err=True)
            else:
                documents += 1
                sys.stdout.write(json.dumps(plain(each), ensure_ascii=False) + "\n")
    except FormatError as error:
        errors += 1
        click.echo(f"error: {error}", err=True)
    return documents, errors


@click.command()
@click.argument("form", metavar="FORMAT")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", "source_id", help="Read it as this source would: its publisher, language and options.")
@click.option("--url", help="The address the file was saved from.")
def parse(form: str, file: Path, source_id: str | None, url: str | None) -> None:
    """Read one saved reply with one FORMAT (or `auto`) and write its documents as JSON Lines; errors go to stderr, exit code
    1.
    """
    from parsers import registry

    if source_id:
        source = one(source_id)
    else:
        source = Source(id="file", name=file.name, publisher="", kind=SourceKind.UNKNOWN, format=form, url=str(file))
    snapshot = snapshot_of(file, source.id, url)
    if form == "auto":
        form = registry.sniff(file.name, snapshot.body)
    if form not in registry.formats():
        raise UnknownName(f"there is no format {form!r}", field="FORMAT", valid=("auto", *registry.formats()))
    documents, errors = show(registry.formats()[form](snapshot, source))
    click.echo(f"{documents} document(s), {errors} error(s)", err=True)
    if errors:
        sys.exit(1)


def all_sources() -> tuple[dict[str, Source], list[InputError]]:
    """Return the sources that the settings name, those with a key in the environment enabled, and what is wrong with the rest."""
    from parsers import registry

    settings, problems = read_settings(), list[InputError]()
    return registry.sources(settings.sources, keys=settings.keys, problems=problems), problems


def one(source_id: str) -> Source:
    """Return a source by id; raises InputError for a file that cannot be used, UnknownName with the ids there are."""
    found, problems = all_sources()
    if source_id not in found:
        for problem in problems:
            if str(problem).startswith(f"{source_id}.toml: "):
                raise problem
        raise UnknownName(f"there is no source {source_id!r}", field="ID", valid=found)
    return found[source_id]


@click.group()
def sources() -> None:
    """List, check, test and add sources: a source is a TOML file of a few lines (parsers/README.md)."""


@sources.command("list")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines instead of a table.")
def list_(as_json: bool) -> None:
    """List the sources: id, format, kind, interval, and whether each is on or what it needs."""
    loaded, problems = all_sources()
    found = loaded.values()
    width = max((len(each.id) for each in found), default=2)
    for each in found:
        if as_json:
            click.echo(json.dumps(plain(each), ensure_ascii=False))
            continue
        state = "on" if each.enabled else f"off, needs {each.needs}" if each.needs else "off"
        click.echo(f"{each.id:{width}}  {each.format:9}  {each.kind:20}  {each.every_minutes:>5} min  {state}")
    for problem in problems:
        click.echo(f"error: {problem}", err=True)
    click.echo(f"{len(found)} sources, {sum(each.enabled for each in found)} on", err=True)
    if problems:
        sys.exit(1)


@sources.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Check every source file of FOLDER [default: the settings', else the bundled ones]; name all that is wrong, exit code 1
    if any is.
    """
    from parsers import registry

    problems: list[InputError] = []
    found = registry.sources(folder or read_settings().sources, problems=problems)
    seen: dict[tuple[str, str], str] = {}
    for each in found.values():
        address = (each.url, str(each.options.get("days_back", 0)))
        if address in seen:
            problems.append(InputError(f"{each.id}.toml: the same url as {seen[address]}.toml", field="url"))
        seen[address] = each.id
        if not each.enabled and not each.needs:
            click.echo(f"note: {each.id} is off and says no need", err=True)
        if not each.licence:
            click.echo(f"note: {each.id} states no licence", err=True)
    for problem in problems:
        click.echo(f"error: {problem}", err=True)
    click.echo(f"{len(found)} source(s) checked, {len(problems)} wrong")
    if problems:
        sys.exit(1)


@sources.command()
@click.argument("source_id", metavar="ID")
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A saved reply instead of the network."
)
def test(source_id: str, file: Path | None) -> None:
    """Fetch one source now and read it, storing nothing: how many documents, the first headlines, every error."""
    from parsers import collect, registry
    from parsers.fetch import Fetcher, NotModified

    source = one(source_id)
    documents: list[Document] = []
    errors: list[AggregatorError] = []
    if file is None and "://" not in source.url:
        raise InputError(f"{source_id} is a folder of files; give one with --file", field="ID")
    replies = [snapshot_of(file, source.id)] if file else collect.collect(Fetcher(read_settings()), source)
    for reply in replies:
        if isinstance(reply, AggregatorError):
            errors.append(reply)
            continue
        assert not isinstance(reply, NotModified)
        click.echo(f"{reply.url}: {len(reply.body):,} bytes of {reply.media_type or 'an unstated type'}")
        try:
            for each in registry.formats()[source.format](reply, source):
                if isinstance(each, FormatError):
                    errors.append(each)
                else:
                    documents.append(each)
        except FormatError as error:
            errors.append(error)
    for document in documents[:5]:
        click.echo(f"  {plain(document.published) or 'no date':20}  {(document.title or document.text)[:90]}")
    for problem in errors[:20]:
        click.echo(f"error: {problem}", err=True)
    click.echo(f"{len(documents)} document(s), at least {source.min_documents} expected; {len(errors)} error(s)")
    if len(documents) < source.min_documents or (errors and not documents):
        sys.exit(1)


@sources.command()
@click.argument("url")
@click.option("--id", "source_id", help="The file's name [default: from the host].")
@click.option("--name", help="What to call it [default: the feed's title].")
@click.option("--publisher", help="Who prints what it carries [default: the feed's title].")
@click.option("--kind", type=click.Choice([each.value for each in SourceKind]), default="broadcaster_press", show_default=True)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Where to write it [default: FIGURES_SOURCES].")
def add(url: str, source_id: str | None, name: str | None, publisher: str | None, kind: str, folder: Path | None) -> None:
    """Find the feed of a page (or take URL as one), read it once, and write its TOML file."""
    from parsers import discover, registry
    from parsers.fetch import Fetcher

    settings = read_settings()
    home = folder or settings.sources or registry.HOME
    if source_id is not None:
        discover.free(home, source_id)
    found = discover.find(Fetcher(settings), url)
    path, text = discover.toml(found, home, id=source_id, name=name, publisher=publisher, kind=kind)
    try:
        home.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}", field="folder") from None
    registry.read(path)
    click.echo(f"{path}: {found.documents} document(s) in it now; format {found.format}")
