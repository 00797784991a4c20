"""The pages of recipes and of research questions work as they stand, over the bundled sample corpus with a snapshot."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from live import serving

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "research.md": (
        9,
        "Red Crescent",
        "more_than",
        "later_higher",
        "the health ministry in Gaza",
        "lies above",
        "SYR",
        "by adding",
    ),
    "recipes.md": (9, "at_least", "0 changes since revision", "Version", "SHA-256", "event_title", "flood"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("recipes") / "figures.db"
    for arguments in (("ingest", "sample/reports"), ("snapshot", "create")):
        environment = {"FIGURES_DB": str(path), "PATH": "/usr/bin:/bin"}
        command = [sys.executable, "-m", "aggregator", *arguments]
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    with serving(path) as url:
        yield url


@pytest.mark.parametrize("page", PAGES)
def test_the_python_of_a_page_runs(site: str, page: str, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.S)
    least, *words = PAGES[page]
    code = "\n".join(blocks)
    assert len(blocks) >= least and code.count("http://127.0.0.1:8000/") == 1
    exec(compile(code.replace("http://127.0.0.1:8000/", site), f"docs/{page}", "exec"), {})
    printed = capsys.readouterr().out
    for word in words:
        assert word in printed, word


def test_the_research_questions_are_answered_as_the_page_shows(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each ```text block is what the code above it prints: a better reading of the sample corpus must reach the page, too."""
    page = (ROOT / "docs" / "research.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    shown = 0
    for kind, block in re.findall(r"```(python|text)\n(.*?)```", page, re.S):
        if kind == "python":
            exec(compile(block.replace("http://127.0.0.1:8000/", site), "docs/research.md", "exec"), names)
        else:
            assert capsys.readouterr().out == block
            shown += 1
    assert shown >= 7


def test_the_queries_of_the_readme_answer_as_it_shows(site: str) -> None:
    """Two are curl through jq, one is pandas: asked here of the same addresses. "..." stands for lines left out."""
    import pandas as pd

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme[readme.index("## Three queries") : readme.index("**A version to cite.**")]
    (differ, same), booby, (theatre, event) = (re.findall(r"```\w+\n(.*?)```", part, re.S) for part in section.split("\n**")[1:])
    asked = {path: read(f"{site}{path}")["data"] for path in re.findall(r"8000/([^' ]+)'", differ + theatre)}
    conflicts, events = asked.values()
    lines = [f"{row['size']}: {row['explanation']}" for row in conflicts]
    shown = same.splitlines()
    assert shown[-1] == "..." and lines[: len(shown) - 1] == shown[:-1] and len(lines) >= len(shown)
    assert [f"{row['title']}: {row['sentence']}" for row in events] == event.splitlines()
    path = re.search(r"8000/([^\"]+)", booby[0])
    assert path
    table = pd.read_csv(site + path[1])[["claimant_name", "qualifier", "low", "high", "quote"]]
    assert table.to_string(index=False).split() == booby[1].split()


def read(url: str) -> dict[str, list[dict[str, object]]]:
    import urllib.request

    with urllib.request.urlopen(url, timeout=120) as reply:
        found: dict[str, list[dict[str, object]]] = json.load(reply)
    return found


def test_every_address_of_the_recipes_answers(site: str) -> None:
    """Also of the shell recipes, and of those in R where R is not installed (tests/test_recipes_r.py runs them)."""
    import urllib.request

    text = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
    asked = {found for found in re.findall(r'(?:base, "|8000/)((?:api|snapshots)[^"\s]*)', text) if not found.endswith("/")}
    assert len(asked) >= 5
    for path in asked:
        with urllib.request.urlopen(site + path, timeout=120) as reply:
            assert reply.status == 200, path
