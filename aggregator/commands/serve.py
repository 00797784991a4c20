"""`serve`: the REST API and the pages, by waitress. `up`, which `make run` calls: store, sample corpus, scheduler and service."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from aggregator.core.errors import InputError
from aggregator.core.settings import Settings
from aggregator.core.settings import read as read_settings

if TYPE_CHECKING:
    from api.server import Server

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample" / "reports"
PATIENCE = 10.0


@click.command()
def serve() -> None:
    """Serve the REST API and the web pages on HOST (127.0.0.1) and PORT (8000) until stopped."""
    settings = read_settings()
    server = listening(settings)
    with stopped_by_signals():
        click.echo(f"Serving {address(settings, server)}  (Ctrl-C stops it)")
        server.run()


@click.command()
@click.option("--sample/--no-sample", default=True, show_default=True, help="Ingest the bundled sample corpus first.")
@click.option("--schedule/--no-schedule", "scheduling", default=True, show_default=True, help="Start the scheduler beside.")
def up(sample: bool, scheduling: bool) -> None:
    """Bring the store up to date, ingest the bundled sample corpus, then run the scheduler and the service until stopped."""
    settings = read_settings()
    with stopped_by_signals():
        server = listening(settings)
        with contextlib.closing(server):
            prepare(settings)
            if sample:
                ingest(SAMPLE)
            with scheduler() if scheduling else contextlib.nullcontext():
                welcome(address(settings, server), scheduling)
                server.run()
    click.echo("Stopped.")


def listening(settings: Settings) -> Server:
    """Return a server bound to HOST and PORT; raise InputError when another process has the port."""
    from aggregator.commands.regroup import Regrouper
    from api.app import create_app
    from api.server import Server

    behind = {"trusted_proxy": settings.proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": "x-forwarded-for"}
    if settings.review and settings.host not in ("127.0.0.1", "::1", "localhost"):
        click.echo("Review is on and this is plain HTTP: put TLS in front, or tokens can be read on the way.", err=True)
    try:
        application = create_app(settings, Regrouper(settings))
        return Server(application, settings.host, settings.port, **(behind if settings.proxy else {}))
    except (OSError, socket.gaierror) as error:
        message = f"cannot listen on {settings.host}:{settings.port} ({error}); choose another port: PORT=8001 make run"
        raise InputError(message, field="PORT") from None


def address(settings: Settings, server: Server) -> str:
    """Return where to look: the port the system gave, when PORT is 0."""
    return f"http://{settings.host}:{server.port}/"


def prepare(settings: Settings) -> None:
    """Bring the database to this version's schema, making it where there is none."""
    from db.connect import writer
    from db.migrations import migrate

    database = writer(settings.database)
    try:
        steps = migrate(database)
    finally:
        database.close()
    click.echo(f"Store: {settings.database} " + (f"({len(steps)} schema steps applied)" if steps else "(up to date)"))


def ingest(folder: Path) -> None:
    """Read a folder into the store as `ingest` does, in a process of its own, which says what it found."""
    if not folder.is_dir():
        click.echo(f"Sample corpus: none at {folder}", err=True)
        return
    click.echo("Sample corpus: reading; what is known already is not read again.")
    started = time.monotonic()
    code = subprocess.run([sys.executable, "-m", "aggregator", "ingest", str(folder)], check=False).returncode
    if code:
        click.echo(f"Sample corpus: ingest ended with code {code}; going on with what is stored.", err=True)
    click.echo(f"Sample corpus: done in {time.monotonic() - started:.1f} s.")


@contextlib.contextmanager
def scheduler() -> Iterator[None]:
    """Run the scheduler as its own process beside the block, and end it with the block."""
    process = subprocess.Popen([sys.executable, "-m", "aggregator", "schedule"])
    try:
        yield
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end; after PATIENCE seconds make it. (Ctrl-C in a terminal has reached it already.)"""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C does: by unwinding it, so that everything is closed; the command then ends with 0."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def welcome(url: str, scheduling: bool) -> None:
    """Say where to look."""
    click.echo("")
    click.echo(f"  Pages    {url}")
    click.echo(f"  REST     {url}api/v1/events")
    click.echo(f"  CSV      {url}api/v1/claims.csv")
    click.echo(f"  OpenAPI  {url}api/v1/openapi.json")
    click.echo("")
    click.echo(
        f"The service {'and the scheduler are' if scheduling else 'is'} running; Ctrl-C ends {'both' if scheduling else 'it'}."
    )
