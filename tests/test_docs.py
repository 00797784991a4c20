"""The docs cannot drift: every command, target, setting and link they name exists, and every one that exists is named."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from aggregator.core import settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"), *ROOT.glob("parsers/*.md")])


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


def test_the_commands_page_is_what_the_commands_say() -> None:
    """In a process of its own: click remembers the help option of a command that another test has run."""
    code = "import runpy, sys; sys.stdout.write(runpy.run_path('docs/generate.py')['text']())"
    made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8")
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == made.stdout, "run `make docs`"


def test_the_examples_of_the_events_page_are_what_the_command_gives() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "generate.py"))["events"]()
    assert (ROOT / "docs" / "events.md").read_text(encoding="utf-8") == made, "run `make docs`"


def test_the_modules_page_is_what_the_doc_strings_say() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "generate.py"))["modules"]()
    assert (ROOT / "docs" / "modules.md").read_text(encoding="utf-8") == made, "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_between_our_files_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in link and not link.startswith("mailto:"):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_make_targets_in_the_docs_exist(page: Path) -> None:
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)(?=[`\s])", page.read_text(encoding="utf-8"), re.M))
    assert named <= targets(), f"{page.name} names {sorted(named - targets())}"


def test_the_readme_gives_the_two_commands() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert any(line.startswith("make run") for line in lines)
    assert any(line.startswith("make test") for line in lines)


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name in re.findall(r"\b(FIGURES_[A-Z_]+|HOST|PORT)\b", settings.read.__doc__ or ""):
        assert f"`{name}`" in text, name


def test_the_changelog_knows_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_requirements_are_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-scale.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.fullmatch(r"[A-Za-z0-9_.-]+(\[[a-z,]+\])?==[0-9][0-9a-z.]*", line), line
