"""The pages in a real Chromium: nothing that a text holds ever runs, nothing is asked of others, keys alone will do."""

from __future__ import annotations

import csv
import io
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from chrome import CHROMIUM, MISSING, Browser, browser
from live import serving
from naughty import ALL, SCRIPTS
from seeded import Seed, market

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]
PAGES = ("", "map", "conflicts", "sources", "codebook", "methods", "data", "snapshots", "status")


@pytest.fixture(scope="module")
def page() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("browser") / "f.db"
    market(path).close()
    with serving(path) as url:
        yield url


def poisoned(path: Path) -> None:
    """A store with a naughty string in every text column; several rows, so that each string stands somewhere."""
    seed = Seed(path)
    for n, bad in enumerate(ALL):
        other = SCRIPTS[n % len(SCRIPTS)]
        seed.add("sources", id=f"s{n}{bad}", name=bad, kind=other, side=bad, parent=bad, country=other, homepage=bad)
        seed.add(
            "documents",
            id=f"d{n}",
            origin=bad,
            url=other,
            title=bad,
            publisher=bad,
            language=bad,
            licence="CC0",
            text=bad + other,
        )
        seed.add(
            "events",
            id=f"e{n}",
            title=bad or other,
            sentence=other,
            country=bad,
            admin1=other,
            place_name=bad,
            cause=other,
            claims=1,
            conflicts=1,
            killed_low=1,
            killed_high=9,
            killed_open=1,
        )
        seed.add(
            "claims",
            id=f"c{n}",
            event=f"e{n}",
            document=f"d{n}",
            quote=other,
            sentence=bad + other,
            start=len(bad),
            end=len(bad + other),
            victims_text=bad,
            cause_text=bad,
            place_text=bad,
            claimant=f"s{n}{bad}",
            claimant_name=bad,
            claimant_kind=other,
            claimant_side=bad,
            policy=bad,
            unit=other,
            population=bad,
            window_text=bad,
            low=n,
            flags="[]",
            stance=bad,
            rule=bad,
            publisher=bad,
            bound_basis=other,
            attribution=({"role": bad, "name": bad, "source": other, "verb": bad, "stance": bad},),
        )
        seed.add("claims", id=f"x{n}", event=f"e{n}", document=f"d{n}", claimant_name=other, high=n, position=1)
        seed.add(
            "estimates",
            id=f"f{n}",
            event=f"e{n}",
            low=1,
            high=9,
            high_open=1,
            support=bad,
            best_rule=other,
            best=4,
            population=bad,
            claims=(f"c{n}", f"x{n}"),
            claimants=2,
        )
        seed.add("relations", id=f"r{n}", event=f"e{n}", a=f"c{n}", b=f"x{n}", type="conflict", size=other, explanation=bad)
        seed.add("feeds", id=f"f{n}", name=bad, last_outcome=other, last_error=bad, failures=1, url=bad)
        seed.add("problems", id=n, known_at=bad, origin=f"{n}{other}", kind=bad, reason=other)
    seed.close()


def test_nothing_that_a_text_holds_ever_runs(page: Browser, tmp_path: Path) -> None:
    poisoned(tmp_path / "f.db")
    with serving(tmp_path / "f.db") as url:
        seen = [
            *PAGES,
            "?q=%3Cscript%3E" + "x",
            *(f"events/e{n}" for n in range(len(SCRIPTS))),
            *(f"documents/d{n}" for n in range(8)),
        ]
        seen += ["events/%3Cscript%3Ealert(1)%3C/script%3E", "sources/s0" + urllib.request.quote(ALL[0])]
        for path in seen:
            page.open(url + path)
            state = page.tell(
                "[document.documentElement.dataset.ran || '', document.scripts.length, document.baseURI, location.href]"
            )
            assert state[0] == "" and state[1] == 0, path
            assert state[2] == state[3] == url + path, path
            assert page.tell("getComputedStyle(document.body).display") == "block"
            assert page.tell("[...document.links].filter(a => !/^https?:$/.test(a.protocol)).length") == 0, path
            assert all(asked.startswith((url, "data:")) for asked in page.requested()), page.requested()


def test_the_guard_can_fail(page: Browser, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(f"<title>x</title>{SCRIPTS[0]}", encoding="utf-8")
    page.open((tmp_path / "bad.html").as_uri())
    assert page.tell("document.documentElement.dataset.ran") == "yes"


def test_no_file_of_it_holds_a_formula(tmp_path: Path) -> None:
    poisoned(tmp_path / "f.db")
    with serving(tmp_path / "f.db") as url:
        for name in ("claims", "events", "figures", "relations", "sources", "feeds", "documents"):
            with urllib.request.urlopen(f"{url}api/v1/{name}.csv", timeout=120) as reply:
                rows = list(csv.reader(io.StringIO(reply.read().decode(), newline="")))
            assert len(rows) > len(ALL)
            assert {len(row) for row in rows} == {len(rows[0])}
            assert not [cell for row in rows for cell in row if cell.lstrip("\t\r\n ")[:1] in ("=", "+", "@")]


@pytest.mark.parametrize("width", [320, 360, 1200])
def test_no_page_is_wider_than_its_window(page: Browser, site: str, width: int) -> None:
    page.size(width, 800)
    for path in (*PAGES, "events/ev-market", "sources/harmon_monitor", "documents/doc-2"):
        page.open(site + path)
        assert page.tell("document.documentElement.scrollWidth") <= width, path


def test_the_list_works_by_keyboard_alone(page: Browser, site: str) -> None:
    page.size(1200, 800)
    page.open(site)
    page.press("Tab", 9)
    assert page.tell("document.activeElement.textContent") == "To the content"
    reached = set()
    for _ in range(60):
        page.press("Tab", 9)
        reached.add(page.tell("document.activeElement.name || document.activeElement.textContent.trim()"))
    assert {"q", "country", "has_conflict", "sort", "Show", "Shelling in Harmon, 14 May 2030", "CSV"} <= reached


def test_the_map_works_by_keyboard_alone(page: Browser, site: str) -> None:
    page.size(1200, 800)
    page.open(site + "map")
    reached = set()
    for _ in range(60):
        page.press("Tab", 9)
        reached.add(page.tell("(document.activeElement.querySelector('title') || document.activeElement).textContent.trim()"))
    assert any("Shelling in Harmon" in words and "sources conflict" in words for words in reached), reached
    assert {"Middle East", "The same as a table", "GeoJSON"} <= reached
