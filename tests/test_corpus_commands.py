"""The commands for researchers' own texts: a document on which our own code fails costs that document, not the run."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from aggregator.cli import cli
from aggregator.commands import corpus
from aggregator.core.model import Document, Figure

LINES = [json.dumps({"id": name, "text": f"A fire in Tora killed {n} people."}) for name, n in (("a", 3), ("b", 4), ("c", 5))]


@pytest.mark.parametrize("command", ["extract", "tally", "events"])
def test_a_fault_of_the_reader_costs_one_document(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = corpus.figures_of

    def faulty(document: Document, policy: str) -> tuple[Figure, ...]:
        if document.id == "b":
            raise IndexError("list index out of range")
        return read(document, policy)

    monkeypatch.setattr(corpus, "figures_of", faulty)
    done = CliRunner().invoke(cli, [command, "-"], input="\n\n".join(LINES))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = [row for row in rows if "error" in row]
    assert done.exit_code == 1 and "1 line(s) could not be read" in done.stderr
    assert [(row["id"], row["line"]) for row in wrong] == [("b", 3)]
    assert "the reader failed, IndexError: list index out of range" in wrong[0]["error"]
    others = {id for row in rows if "error" not in row for id in row.get("documents", [row.get("id")])}
    assert others == {"a", "c"}


def test_a_line_that_holds_no_document_is_told_with_its_number() -> None:
    done = CliRunner().invoke(cli, ["tally", "-"], input="\n".join([LINES[0], "", '{"id": "x"}', "[1]", LINES[1]]))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row.get("line") for row in rows] == [None, 3, 4, None]
    assert rows[1]["id"] == "x" and done.exit_code == 1
