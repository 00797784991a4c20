"""Write docs/commands.md from the command line's own help, docs/flags.md from what flags mean, docs/modules.md from the modules'
doc strings and the examples of docs/events.md from what `events` gives: `make docs`.

A test fails when a page is behind.

Run from the project's folder.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "commands.md"
HEAD = """# The commands

`python -m aggregator COMMAND` (in the environment that `make setup` makes: `.venv/bin/python -m aggregator COMMAND`).
This page is written by `make docs` from the commands' own help.

Commands that take documents read JSON Lines, one document a line (`id`, `text`, and optionally `title`, `published`, `url`,
`publisher`), from a file or from standard input (`-`), and write JSON Lines in the same order. A line that cannot be read gets
`{"line": ..., "error": ...}` in its place and a message on stderr; the rest goes on, and the exit code is 1. Words such as "on
Monday" are read by the day of `published` on its own clock: `2026-11-09T06:00:00+08:00` is a Monday; without an offset, by UTC.
A `title` helps to tell where and of what a text speaks; figures are read from `text` alone, so that their offsets are its own.
Put a headline that is to be read in front of `text`, as `ingest` does.
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


MODULES_PAGE = ROOT / "docs" / "modules.md"
MODULES_HEAD = """# The modules

What each file is for, in the words of its own doc string. [The layout](architecture.md) says how they work together and which may
import which. This page is written by `make docs`.
"""
FOLDERS = (
    *("aggregator", "aggregator/core", "aggregator/commands", "parsers", "parsers/formats", "parsers/text"),
    *("db", "db/frozen", "api"),
)


def modules() -> str:
    """Return the page of modules as it should be."""
    parts = [MODULES_HEAD]
    for folder in FOLDERS:
        rows = "".join(f"| `{path.stem}` | {_purpose(path)} |\n" for path in sorted((ROOT / folder).glob("[!_]*.py")))
        parts.append(
            f"## {folder}/\n\n{_purpose(ROOT / folder / '__init__.py')}\n\n| file | what it is for |\n| --- | --- |\n{rows}"
        )
    return "\n".join(parts)


def _purpose(path: Path) -> str:
    """Return the first paragraph of a file's doc string on one line."""
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not told:
        raise SystemExit(f"{path.relative_to(ROOT)} has no doc string")
    return " ".join(told.split("\n\n")[0].split()).replace("|", "\\|")


EVENTS_PAGE = ROOT / "docs" / "events.md"
EXAMPLES = re.compile(r"(?<=```json\n).*?(?=\n```)", re.DOTALL)
SHOWN = (("Gaza Strip", "2023-10-17"), ("Baga", "2015-01-03"), ("Nzérékoré", "2024-12-01"))
OF_ESTIMATES = ("group", "low", "high", "high_open", "agreed", "best", "best_rule", "support", "claimants")
MATTER = ("conflict", "revised_down", "disputed_magnitude", "denies", "later_higher")


def events() -> str:
    """Return the page of events with its examples as the command gives them for the sample corpus."""
    sys.path.insert(0, str(ROOT))
    from aggregator.core.model import Document
    from aggregator.core.plain import plain
    from parsers.documents import FIELDS
    from tests.sample_reports import documents

    lines = [json.dumps({k: plain(getattr(d, k)) for k in FIELDS}) for _, d in documents() if isinstance(d, Document)]
    command = [sys.executable, "-m", "aggregator", "events", "-"]
    given = subprocess.run(
        command, input="\n".join(lines), capture_output=True, text=True, check=True, cwd=ROOT, encoding="utf-8"
    )
    found = {(e["place"]["name"], e["first_day"]): e for e in map(json.loads, given.stdout.splitlines())}
    made = ",\n ".join(_event(found[each]) for each in SHOWN)
    return EXAMPLES.sub(lambda _: f"[{made}]", EVENTS_PAGE.read_text(encoding="utf-8"), count=1)


def _event(event: dict[str, Any]) -> str:
    """Return one example: the toll of killed, and the relations that tell of a difference."""
    head = {"place": event["place"]["name"], "first_day": event["first_day"], "documents": len(event["documents"])}
    opening = json.dumps(head | {"sentence": event["sentence"]}, ensure_ascii=False)[:-1]
    whole = [e for e in event["estimates"] if (e["outcome"], e["population"], e["basis"]) == ("killed", "all", "incident")]
    estimates = [{name: e[name] for name in OF_ESTIMATES} for e in whole]
    relations = [_relation(r) for r in event["relations"] if r["type"] in MATTER]
    return f'{opening},\n  "estimates": [{_rows(estimates)}],\n  "relations": [{_rows(relations)}]}}'


def _relation(relation: dict[str, Any]) -> dict[str, Any]:
    gap = {"gap": round(relation["gap"], 2), "size": relation["size"]} if relation["gap"] else {}
    return {"type": relation["type"], "rule": relation["rule"]} | gap | {"explanation": relation["explanation"]}


def _rows(rows: list[dict[str, Any]]) -> str:
    return "\n    " + ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in rows)


if __name__ == "__main__":
    EVENTS_PAGE.write_text(events(), encoding="utf-8")
    PAGE.write_text(text(), encoding="utf-8")
    FLAGS_PAGE.write_text(flags(), encoding="utf-8")
    MODULES_PAGE.write_text(modules(), encoding="utf-8")
