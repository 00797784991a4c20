"""`ingest`, `run`, `schedule`, `reparse`: what brings documents into the store."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from aggregator.core.errors import BadDate, InputError
from aggregator.core.settings import read as read_settings


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--publisher", help="Who published these files, whatever they say.")
@click.option("--published", help="When they were published (ISO 8601, best with its offset), whatever they say.")
@click.option("--url", help="Where this file was published, whatever it says.")
@click.option("--title", help="The file's title, whatever it says.")
@click.option("--trusted", is_flag=True, help="Read in this process, without limits on time and memory.")
def ingest(
    paths: tuple[Path, ...], publisher: str | None, published: str | None, url: str | None, title: str | None, trusted: bool
) -> None:
    """Read files, or folders of files, into the store: text, HTML, PDF, JSON, JSON Lines, CSV, RSS and Atom, zip, WARC.

    What a file is, is told by its content. What is known already is not stored twice. A file that cannot be used is named with
    the reason, recorded, and the rest is ingested; the exit code is then 1.
    """
    from aggregator.intake import Intake, files_of
    from aggregator.reader import Reader

    stated = {"publisher": publisher, "published": published, "url": url, "title": title}
    options = {name: value for name, value in stated.items() if value is not None}
    _check(options)
    settings = read_settings()
    files, missing = files_of(paths)
    if url and len(files) + len(missing) > 1:
        raise InputError(f"--url names one document; {len(files)} files were given", field="url")
    reader = Reader(settings.policy) if trusted else None
    with _stopping() as stop, Intake.opened(settings, stop=stop, reader=reader) as intake:
        for path in missing:
            intake.refuse(str(path), "missing", "there is no such file or folder")
        with _progress(len(files)) as advance:
            for path in files:
                intake.take(path, options)
                advance(path.name)
                if stop.is_set():
                    break
        counts = intake.finish()
    for problem in counts.problems:
        click.echo(f"error: {problem}", err=True)
    _say(counts.sentence(len(files)))
    if stop.is_set():
        click.echo("Stopped before the end; the same command goes on where this one stopped.", err=True)
        sys.exit(130)
    sys.exit(1 if counts.problems else 0)


def _check(options: dict[str, str]) -> None:
    """Refuse a date that is none before anything is read."""
    from parsers.documents import any_moment

    if "published" in options:
        try:
            any_moment(options["published"])
        except BadDate as error:
            raise BadDate(f"--published: {error}", field="published") from None


@click.command()
@click.option("--all", "everything", is_flag=True, help="Every enabled source, due or not.")
def run(everything: bool) -> None:
    """Fetch every source that is due, once, store what is new, and exit."""
    from aggregator.logs import set_up
    from aggregator.schedule import one_round

    set_up()
    with _stopping() as stop:
        rounds = one_round(read_settings(), stop=stop, everything=everything)
    failed = [each for each in rounds if each.outcome not in ("ok", "not_modified", "stopped")]
    new, claims = sum(each.new for each in rounds), sum(each.claims for each in rounds)
    _say(f"{len(rounds)} sources fetched, {len(failed)} failed: {new} new documents, {claims} new claims.")
    _leave()


@click.command()
def schedule() -> None:
    """Fetch the sources on their intervals until stopped (Ctrl-C, SIGTERM); a second scheduler waits for the first to end."""
    from aggregator.logs import set_up
    from aggregator.schedule import run_forever

    set_up()
    with _stopping() as stop:
        run_forever(read_settings(), stop=stop)
    _leave()


@click.command()
@click.option("--since", help="Only bytes that came since this moment (ISO 8601).")
def reparse(since: str | None) -> None:
    """Read stored bytes again with today's parsers, vocabulary and policy: equal claims stay, others retire beside the new."""
    from aggregator.intake import Intake
    from parsers.documents import any_moment

    moment: datetime | None = any_moment(since) if since else None
    settings = read_settings()
    with _stopping() as stop, Intake.opened(settings, stop=stop, make=settings.database.exists()) as intake:
        stored = intake.store.snapshots(since=moment)
        with _progress(len(stored)) as advance:
            for identity, source, options in stored:
                intake.again(identity, source, options)
                advance(source)
                if stop.is_set():
                    break
        counts = intake.finish("reparse")
    for problem in counts.problems:
        click.echo(f"error: {problem}", err=True)
    _say(counts.sentence(len(stored), "stored replies and files"))
    sys.exit(1 if counts.problems else 0)


def _leave() -> None:
    """End the process although a request may still be waiting for its server: nothing it brings could be stored any more."""
    if any(thread is not threading.main_thread() and not thread.daemon for thread in threading.enumerate()):
        logging.shutdown()
        sys.stdout.flush()
        os._exit(0)


def _say(line: str) -> None:
    click.echo(line)


@contextlib.contextmanager
def _progress(length: int) -> Iterator[Callable[[str], None]]:
    """A progress bar in a terminal, nothing elsewhere; gives the function that advances it by one named file."""
    if not sys.stderr.isatty() or length < 2:
        yield lambda name: None
        return
    shown: Any = {"file": sys.stderr, "label": "Reading", "item_show_func": lambda name: str(name or "")[:40]}
    bar: Any = click.progressbar(range(length), **shown)
    with bar:
        yield lambda name: bar.update(1, name)


@contextlib.contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Give an event that SIGTERM and the first Ctrl-C set: what is under way is finished, then the command ends."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
