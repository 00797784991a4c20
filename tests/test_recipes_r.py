"""The R of the docs and of the pages runs as it stands, where R is; what needs a package that is missing is left out, by name."""

from __future__ import annotations

import re
import shutil
import subprocess
import urllib.request
from html import unescape
from pathlib import Path

import pytest

from tests.test_recipes import ROOT, site  # noqa: F401

RSCRIPT = shutil.which("Rscript")
pytestmark = pytest.mark.skipif(
    RSCRIPT is None, reason="Rscript is not installed (Debian: r-base-core): the R recipes were not run"
)
BLOCKS = re.findall(r"```r\n(.*?)```", (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8"), re.S)
LISTS = (
    "",
    "map",
    "conflicts",
    "sources",
    "data",
    "snapshots/latest",
    "status",
    "?country=SYR&outcome=killed&q=%22mass%20grave%22",
)


def missing(code: str) -> list[str]:
    """The packages that some R code names and that are not installed here."""
    named = sorted(set(re.findall(r"\b(\w+)::", code)))
    asked = "; ".join(f'cat(requireNamespace("{name}", quietly = TRUE), "\\n")' for name in named)
    told = subprocess.run([str(RSCRIPT), "-e", asked or "0"], capture_output=True, text=True, check=True).stdout.split()
    return [name for name, there in zip(named, told, strict=False) if there == "FALSE"]


def run(code: str, folder: Path) -> str:
    """What R prints of some code; a warning is an error."""
    (folder / "code.R").write_text(f"options(warn = 2)\n{code}", encoding="utf-8")
    command = [str(RSCRIPT), "--vanilla", "code.R"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("number", range(1, len(BLOCKS)))
def test_the_r_of_the_recipes_runs(site: str, number: int, tmp_path: Path) -> None:  # noqa: F811
    code = BLOCKS[number]
    if without := missing(code):
        pytest.skip(f"R has no package {', '.join(without)} here: this recipe was not run")
    if "casualty-figures.db" in code:
        urllib.request.urlretrieve(site + "snapshots/latest/casualty-figures.db", tmp_path / "casualty-figures.db")
    printed = run(BLOCKS[0].replace("http://127.0.0.1:8000/", site) + code, tmp_path)
    assert printed.strip() or "print" not in code


def test_a_lower_bound_stays_one_in_r(site: str, tmp_path: Path) -> None:  # noqa: F811
    """What `read.csv` makes of the columns: numbers, flags and texts, and an open end is missing."""
    code = """
        claims <- read.csv(URL, na.strings = "")
        least <- claims[claims$qualifier == "at_least", ]
        stopifnot(nrow(least) > 0, is.numeric(least$low), all(!is.na(least$low)), all(is.na(least$high)))
        stopifnot(setequal(claims$explicit, c("true", "false")), is.character(claims$event))
        stopifnot(all(nzchar(claims$claimant_name)), !anyNA(claims$claimant_name))
        stopifnot(!anyNA(as.Date(claims$window_start[!is.na(claims$window_start)])))
        cat(nrow(claims))
    """
    assert int(run(code.replace("URL", f'"{site}api/v1/claims.csv?outcome=killed"'), tmp_path)) > 20


@pytest.mark.parametrize("path", LISTS)
def test_the_r_of_the_pages_runs(site: str, path: str, tmp_path: Path) -> None:  # noqa: F811
    with urllib.request.urlopen(site + path, timeout=60) as reply:
        page = reply.read().decode()
    lines = [unescape(found) for found in re.findall(r"<pre><code>([^<]*?read\.csv\(.*?\))</code>", page, re.S)]
    lines = [line for line in lines if "pd." not in line]
    assert lines, "a page of a list has a line for R"
    for line in lines:
        assert "na.strings" in line
        rows = run(f"found <- {line.removeprefix('claims <- ')}\ncat(nrow(found))", tmp_path)
        assert int(rows) >= 0
