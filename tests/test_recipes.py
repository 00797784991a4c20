"""The pages of recipes and of research questions work as they stand, over the bundled sample corpus with a snapshot."""

from __future__ import annotations

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


def test_every_address_of_the_recipes_answers(site: str) -> None:
    """The R and shell recipes cannot be run here; what they ask for is there."""
    import urllib.request

    text = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
    asked = {found for found in re.findall(r'(?:base, "|8000/)((?:api|snapshots)[^"\s]*)', text) if not found.endswith("/")}
    assert len(asked) >= 5
    for path in asked:
        with urllib.request.urlopen(site + path, timeout=120) as reply:
            assert reply.status == 200, path
