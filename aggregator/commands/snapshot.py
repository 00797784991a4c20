"""`snapshot create|list|show`: a version of the published data, frozen into files that people can cite."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from aggregator.core.settings import read as read_settings

if TYPE_CHECKING:
    from db.frozen.shelf import Frozen


@click.group()
def snapshot() -> None:
    """Freeze a version of the data that people can cite."""


@snapshot.command()
@click.option("--version", help="Its name instead of the day's: letters, digits, `.`, `_`, `-`.")
def create(version: str | None) -> None:
    """Write claims, events, figures, relations, sources and documents as CSV, Parquet and SQLite, with what describes them.

    All of it appears at once or not at all. Without a change since the last snapshot none is made, unless a version is named.
    """
    from aggregator.intake import utc_now
    from db.frozen.make import freeze
    from db.frozen.shelf import Shelf

    settings = read_settings()
    made = freeze(settings.database, Shelf(settings.shelf), utc_now, version=version, site=settings.site)
    if not made.new:
        click.echo(f"nothing has changed since {made.frozen.version} (data revision {made.frozen.revision}); none was made")
        return
    click.echo(f"{made.frozen.folder}")
    click.echo(made.frozen.about["citation"])
    for name, counted in made.frozen.about["changes"].items():
        if made.frozen.about["previous"]:
            click.echo(
                f"  {name}: {', '.join(f'{n:,} {kind}' for kind, n in counted.items())} since {made.frozen.about['previous']}"
            )


@snapshot.command("list")
def list_() -> None:
    """List the snapshots, the newest first."""
    from db.frozen.shelf import Shelf

    settings = read_settings()
    found = Shelf(settings.shelf).all()
    for frozen in found:
        rows, size = frozen.about["rows"], sum(file.bytes for file in frozen.files())
        click.echo(
            f"{frozen.version:<16}{frozen.created[:16]}  revision {frozen.revision:>9,}  {rows['claims']:>11,} claims  "
            f"{rows['events']:>9,} events  {size / 1e6:>9,.1f} MB"
        )
    if not found:
        click.echo(f"none in {settings.shelf}; make one with `python -m aggregator snapshot create`")


@snapshot.command()
@click.argument("version", default="latest")
@click.option("--check", is_flag=True, help="Compare every file with its checksum; exit with 1 when one differs.")
def show(version: str, check: bool) -> None:
    """Show one snapshot (the newest, unless VERSION names one): how to cite it, what it holds, what changed."""
    from db.frozen.shelf import Shelf

    frozen = Shelf(read_settings().shelf).one(version)
    told(frozen)
    if check:
        damaged = frozen.damaged()
        for name in damaged:
            click.echo(f"DAMAGED: {name} is gone, or not what {frozen.version}'s checksums say", err=True)
        if damaged:
            sys.exit(1)
        click.echo("Every file is what its checksum says.")


def told(frozen: Frozen) -> None:
    """Print a snapshot."""
    about = frozen.about
    click.echo(f"{about['citation']}")
    click.echo(f"Made {frozen.created}, data revision {frozen.revision:,}, read by {about['read_by'] or 'no run of ours'}")
    click.echo(f"Rows: {', '.join(f'{count:,} {name}' for name, count in about['rows'].items())}")
    for name, counted in about["changes"].items():
        if about["previous"]:
            click.echo(f"Since {about['previous']}: {name} {', '.join(f'{n:,} {kind}' for kind, n in counted.items())}")
    click.echo(f"Files in {frozen.folder}:")
    for file in frozen.files():
        click.echo(f"  {file.name:<22}{file.bytes:>15,}  {file.sha256 or ''}".rstrip())
