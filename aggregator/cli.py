"""`python -m aggregator`: the list of commands. A command's module is imported only when it is called, so `--help` is quick."""

from __future__ import annotations

import importlib
import sys

import click

from aggregator.core.errors import AggregatorError

# name -> (module:attribute, the line `--help` shows)
COMMANDS = {
    "extract": ("aggregator.commands.corpus:extract", "Documents in, casualty claims out (JSON Lines)."),
    "tally": ("aggregator.commands.corpus:tally", "Each document's own toll of its incident (JSON Lines)."),
    "events": ("aggregator.commands.corpus:events", "All documents grouped into events with ranges and relations."),
    "ingest": ("aggregator.commands.ingest:ingest", "Read files or folders into the store."),
    "run": ("aggregator.commands.ingest:run", "One round over every due source, then exit."),
    "schedule": ("aggregator.commands.ingest:schedule", "Run the sources on their intervals until stopped."),
    "reparse": ("aggregator.commands.ingest:reparse", "Read stored bytes again with today's parsers."),
    "serve": ("aggregator.commands.serve:serve", "The REST API and the web pages."),
    "up": ("aggregator.commands.serve:up", "Migrate, ingest, then scheduler and service together."),
    "parse": ("aggregator.commands.sources:parse", "One saved response through one format, documents out."),
    "sources": ("aggregator.commands.sources:sources", "List, check, test and add sources."),
    "explain": ("aggregator.commands.inspect:explain", "The chain from an estimate down to the stored bytes."),
    "export": ("aggregator.commands.inspect:export", "Claims or events as CSV or JSON Lines."),
    "snapshot": ("aggregator.commands.snapshot:snapshot", "Freeze a version of the data that people can cite."),
    "review": ("aggregator.commands.review:review", "Human decisions: accept, reject, correct, merge, split."),
    "tokens": ("aggregator.commands.tokens:tokens", "Who may review over HTTP."),
    "regroup": ("aggregator.commands.regroup:regroup", "Bring events up to date with what waits for it."),
    "backfill": ("aggregator.commands.backfill:backfill", "An archive (JSON Lines, Parquet, WARC) to Parquet of claims."),
    "backfill-group": ("aggregator.commands.backfill:backfill_group", "What backfill wrote, grouped into events (Parquet)."),
    "backfill-load": ("aggregator.commands.backfill:backfill_load", "What backfill wrote, loaded into a new database to serve."),
    "status": ("aggregator.commands.store:status", "What the store holds and how the sources fare."),
    "doctor": ("aggregator.commands.store:doctor", "Check SQLite, disk, clock and sources gone quiet."),
    "migrate": ("aggregator.commands.store:migrate", "Bring the database to this version's schema."),
    "backup": ("aggregator.commands.store:backup", "Copy the live database to a file."),
    "restore": ("aggregator.commands.store:restore", "Put a backup in the database's place."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Casualty figures: who says how many, how sure they are, and where they disagree."""


def main() -> None:
    """Run the command line; an error of ours is one line on stderr and exit code 1."""
    try:
        cli(prog_name="python -m aggregator")
    except AggregatorError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    except OSError as error:  # a file that cannot be read or written, where the command does not say more
        if not error.filename:
            raise
        click.echo(f"error: {error.filename}: {error.strerror}", err=True)
        sys.exit(1)
