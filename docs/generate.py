"""Write docs/commands.md from the command line's own help and docs/flags.md from what flags mean: `make docs`.

A test fails when a page is behind.

Run from the project's folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "commands.md"
HEAD = """# The commands

`python -m aggregator COMMAND` (in the environment that `make setup` makes: `.venv/bin/python -m aggregator COMMAND`).
This page is written by `make docs` from the commands' own help.

Commands that take documents read JSON Lines, one document a line (`id`, `text`, and optionally `title`, `published`, `url`,
`publisher`), from a file or from standard input (`-`), and write JSON Lines in the same order. A line that cannot be read gets
`{"line": ..., "error": ...}` in its place and a message on stderr; the rest goes on, and the exit code is 1.
"""


def pages(command: click.Command, context: click.Context, path: str) -> list[str]:
    """Return the section of a command and of the commands below it."""
    parts = [f"## {path}\n\n```text\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None, name
            parts += pages(below, click.Context(below, info_name=f"{path} {name}", **SHAPE), f"{path} {name}")
    return parts


SHAPE = {"max_content_width": 100, "terminal_width": 100}


def text() -> str:
    """Return the page as it should be."""
    sys.path.insert(0, str(ROOT))
    from aggregator.cli import COMMANDS, cli

    parts = [HEAD]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None, name
        parts += pages(command, click.Context(command, info_name=name, **SHAPE), name)
    return "\n".join(parts)


FLAGS_PAGE = ROOT / "docs" / "flags.md"
FLAGS_HEAD = """# The flags of claims

What a reader should look at twice: the column `flags` of claims, words beside a claim on its event's page. A flag changes no
number by itself; what follows from it is said here. One that ends in `:` is followed by what a record says, as it says it. The
service has the same in `/api/v1/codebook` and on its page `/codebook#flags`, a snapshot in its `codebook.csv`. This page is
written by `make docs` from `aggregator/core/flags.py`.

| flag | meaning |
| --- | --- |
"""


def flags() -> str:
    """Return the page of flags as it should be."""
    sys.path.insert(0, str(ROOT))
    from aggregator.core.flags import MEANINGS

    return FLAGS_HEAD + "".join(f"| `{flag}` | {meaning} |\n" for flag, meaning in MEANINGS.items())


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    FLAGS_PAGE.write_text(flags(), encoding="utf-8")
