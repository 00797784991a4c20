"""The pages on paper: no navigation, no cut table, every source's address readable, and where the sheet is from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chrome import CHROMIUM, MISSING, Browser, browser
from live import serving
from seeded import market

from db.frozen.make import freeze
from db.frozen.shelf import Shelf
from tests.test_access import NOON

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]
PAPER = 718  # CSS pixels between the usual margins of A4
PAGES = (
    *("", "map", "conflicts", "sources", "codebook", "methods", "data", "snapshots/v1", "status"),
    *("events/ev-market", "sources/harmon_monitor", "documents/doc-2"),
)
SHOWN = "[...document.querySelectorAll('{}')].filter(e => e.checkVisibility()).length"
CUT = """[...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && !e.closest('svg') && !e.closest('.vh')
  && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 99))"""
FOLDED = """[...document.querySelectorAll('details:not(.copy) > :not(summary)')].filter(e => !e.checkVisibility())
  .map(e => e.outerHTML.slice(0, 99))"""
ADDRESSES = """[...document.querySelectorAll('main a[rel~=external]')]
  .filter(a => a.checkVisibility() && !getComputedStyle(a, '::after').content.includes('attr(href)')
    && !getComputedStyle(a, '::after').content.includes(a.href)).map(a => a.outerHTML)"""


@pytest.fixture(scope="module")
def paper() -> Iterator[Browser]:
    with browser() as running:
        running.size(PAPER, 1000)
        running.ask("Emulation.setEmulatedMedia", media="print")
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("print")
    market(folder / "f.db").close()
    freeze(folder / "f.db", Shelf(folder / "snapshots"), lambda: NOON, version="v1")
    with serving(folder / "f.db", rate="off") as url:
        yield url


@pytest.mark.parametrize("path", PAGES)
def test_a_page_on_paper_is_whole_and_says_where_it_is_from(paper: Browser, site: str, path: str) -> None:
    paper.open(site + path)
    for gone in ("nav a", ".filters", ".skip", ".copy", "p.downloads", ".pager"):
        assert paper.tell(SHOWN.replace("{}", gone)) == 0, gone
    assert paper.tell(CUT) == [] and paper.tell("document.documentElement.scrollWidth") <= PAPER
    assert paper.tell(ADDRESSES) == []
    assert paper.tell("document.querySelector('.printed').innerText") == f"Printed from {site}{path}"
    assert paper.tell(FOLDED) == [], "what is folded on the screen is not on paper"


def test_a_document_and_an_event_give_the_addresses_of_their_sources(paper: Browser, site: str) -> None:
    for path in ("events/ev-market", "documents/doc-2"):
        paper.open(site + path)
        assert paper.tell(SHOWN.replace("{}", "main a[rel~=external]")) > 0
    paper.open(site + "snapshots/v1")
    assert paper.tell(SHOWN.replace("{}", "td.downloads a")) > 6, "a table's own links are no navigation"


def test_the_same_line_is_not_on_the_screen(paper: Browser, site: str) -> None:
    paper.ask("Emulation.setEmulatedMedia", media="screen")
    paper.open(site)
    assert paper.tell(SHOWN.replace("{}", ".printed")) == 0 and paper.tell(SHOWN.replace("{}", "nav a")) > 5
    paper.ask("Emulation.setEmulatedMedia", media="print")
