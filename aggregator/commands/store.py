"""`status`, `doctor`, `migrate`, `backup`, `restore`: what keeps the store in order."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from aggregator.core.errors import AggregatorError, InputError, StoreError
from aggregator.core.settings import Settings
from aggregator.core.settings import read as read_settings

LEAST_FREE = 500_000_000
LARGEST_LOG = 200_000_000
WELL, WRONG, NOTE = "ok", "WRONG", "note"
Finding = tuple[str, str]


@click.command()
def migrate() -> None:
    """Make the database where there is none, and bring it to this version's schema."""
    from db import migrations
    from db.connect import writer

    settings = read_settings()
    database = writer(settings.database)
    try:
        steps = migrations.migrate(database)
    finally:
        database.close()
    click.echo(f"{settings.database}: {', '.join(steps) + ' applied' if steps else 'up to date'}")


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Overwrite TARGET where it exists.")
def backup(target: Path, replace: bool) -> None:
    """Copy the live database to the file TARGET, checked; whoever writes meanwhile goes on."""
    from db import backup as copies

    size = copies.backup(read_settings().database, target, replace=replace)
    click.echo(f"{target}: {size:,} bytes, checked")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(source: Path, yes: bool) -> None:
    """Put the backup SOURCE in the database's place. Stop the scheduler and the service first; the old database is kept."""
    from db import backup as copies

    settings = read_settings()
    copies.check(source)
    if settings.database.exists() and not yes:
        click.confirm(f"Put {source} in the place of {settings.database}?", abort=True)
    kept = copies.restore(source, settings.database)
    click.echo(f"{settings.database}: restored from {source}" + (f"; what was there is now {kept}" if kept else ""))


@click.command()
def status() -> None:
    """Say what the store holds, who is scheduling, how each source fares, and what could not be used."""
    from db.connect import reader, refused

    settings = read_settings()
    database = reader(settings.database)
    try:
        with refused(settings.database):
            _tell_status(database, settings)
    finally:
        database.close()


def _tell_status(database: Any, settings: Settings) -> None:
    from db import health
    from db.lease import holder

    click.echo(f"{settings.database}: {_size(settings.database)}")
    for name, count in health.counts(database).items():
        click.echo(f"  {name:<28}{count:>12,}")
    held = holder(database, "scheduler")
    click.echo(f"Scheduler: {f'{held[0]}, lease until {held[1]}' if held else 'none'}")
    feeds = health.feeds(database, datetime.now(UTC))
    click.echo(f"Sources: {sum(feed.enabled for feed in feeds)} switched on of {len(feeds)}")
    for feed in feeds:
        if feed.enabled:
            outcome, quiet = feed.outcome or "not fetched yet", feed.quiet or ""
            click.echo(f"  {feed.id:<28}{outcome:<16}{feed.documents:>7,} documents  {quiet}".rstrip())
    troubles = health.troubles(database)
    if troubles:
        click.echo("Could not be used, the latest:")
    for trouble in troubles:
        click.echo(f"  {trouble.known_at:%Y-%m-%d %H:%M}  {trouble.origin}: {trouble.reason}")


@click.command()
def doctor() -> None:
    """Check SQLite, the database, the disk, the clock and the sources; exit with 1 when something is wrong."""
    findings = list(_findings(read_settings()))
    for level, sentence in findings:
        click.echo(f"{level:<6} {sentence}", err=level == WRONG)
    sys.exit(1 if any(level == WRONG for level, _ in findings) else 0)


def _findings(settings: Settings) -> Iterator[Finding]:
    """What is well and what is not, in the order in which one would look."""
    from db.connect import check_safe, reader, sqlite_version

    try:
        check_safe()
        yield WELL, f"SQLite {sqlite_version()} is safe to write with"
    except AggregatorError as error:
        yield WRONG, str(error)
    yield from _disk(settings.database)
    yield from _source_files(settings)
    try:
        database = reader(settings.database)
    except StoreError as error:
        yield WRONG, str(error)
        return
    try:
        yield from _database(database, settings)
    except StoreError as error:
        yield WRONG, str(error)
    finally:
        database.close()


def _disk(path: Path) -> Iterator[Finding]:
    """Room on the disk, and a write-ahead log that has not grown beyond reason."""
    folder = next(parent for parent in (path.absolute().parent, *path.absolute().parents) if parent.exists())
    free = shutil.disk_usage(folder).free
    yield (WELL if free >= LEAST_FREE else WRONG), f"{free / 1e9:.1f} GB free for {path}"
    for needed in (folder, path):  # a write-ahead log needs the folder too
        if needed.exists() and not os.access(needed, os.W_OK):
            yield WRONG, f"{needed} cannot be written to: nothing new can be stored"
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        yield NOTE, f"{log} has {log.stat().st_size / 1e6:.0f} MB: some reader has held the database open for long"


def _source_files(settings: Settings) -> Iterator[Finding]:
    """Source files that cannot be used, and so are not fetched."""
    from parsers import registry

    wrong: list[InputError] = []
    try:
        registry.sources(settings.sources, problems=wrong)
    except InputError as error:
        wrong.append(error)
    for each in wrong:
        yield WRONG, f"source file {each}"


def _database(database: Any, settings: Settings) -> Iterator[Finding]:
    from aggregator.versions import versions
    from db import health
    from db.connect import refused
    from db.migrations import pending

    with refused(settings.database):
        missing = pending(database)
        if missing:
            yield WRONG, f"the schema lacks {', '.join(missing)}: run `python -m aggregator migrate`"
            return
        damage = health.damage(database)
        for sentence in damage[:5]:
            yield WRONG, f"the database is damaged: {sentence}; restore a backup"
        if not damage:
            yield WELL, f"{settings.database} is sound"
        yield from _clock(health.last_change(database))
        others = health.read_by_others(database, versions(settings.policy))
        if others:
            yield NOTE, f"{others:,} documents were read by other versions: `python -m aggregator reparse` reads them anew"
        for trouble in health.quarantine(database):
            yield NOTE, f"set aside: {trouble.origin}: {trouble.reason}"
        feeds = health.feeds(database, datetime.now(UTC))
        quiet = [feed for feed in feeds if feed.quiet]
        for feed in quiet:
            yield WRONG if feed.failures >= 3 else NOTE, f"source {feed.id}: {feed.quiet}"
        if feeds and not quiet:
            yield WELL, f"none of {sum(feed.enabled for feed in feeds)} sources has gone quiet"


def _clock(last: datetime | None) -> Iterator[Finding]:
    """A clock behind what the store already knows was, or is, wrong."""
    now = datetime.now(UTC)
    if last is not None and last > now + timedelta(minutes=1):
        yield WRONG, f"the clock says {now:%Y-%m-%d %H:%M:%S} UTC, but the store learned something at {last:%Y-%m-%d %H:%M:%S}"
    else:
        yield WELL, f"the clock says {now:%Y-%m-%d %H:%M:%S} UTC"


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:,.1f} MB"
