"""Every page for everybody: axe-core finds nothing, wide and on a phone, light and dark; no page is heavy.

axe-core (MPL 2.0) comes inside the Python package axe-playwright-python (MIT), of which nothing else is used: no Playwright is
needed, so `make setup-dev` installs it alone, from tests/requirements-axe.txt. FIGURES_AXE names another axe.min.js.
"""

from __future__ import annotations

import importlib.util
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from chrome import CHROMIUM, MISSING, Browser, browser
from live import serving
from seeded import T3, Seed, market

from aggregator.core.settings import Settings
from api.app import create_app
from db.frozen.make import freeze
from db.frozen.shelf import Shelf

PAGES = (
    *("", "map", "conflicts", "sources", "codebook", "methods", "data", "status", "snapshots", "snapshots/v1", "snapshots/v2"),
    *("events/ev-market", "events/ev-market?scale=log&best_rule=median", "events/ev-slide", "events/ev-zero"),
    *("sources/harmon_monitor", "sources/veld_army", "documents/doc-2", "documents/doc-3"),
    *("?q=market&country=XKX", "?q=nothinghere", "conflicts?size=extreme", "map?bbox=15,5,25,15"),
    *("review", "review?claim=c1", "review?claim=c5", "review?event=ev-market"),
    *("nowhere", "?contry=SYR", "events/nobody"),
)
GONE = ("nowhere",)
LARGEST_PAGE = 100_000
NOON = datetime(2030, 6, 1, 12, tzinfo=UTC)


def axe() -> Path | None:
    """Where axe.min.js is, None where it is not; the package around it is never imported."""
    if named := os.environ.get("FIGURES_AXE"):
        return Path(named)
    found = importlib.util.find_spec("axe_playwright_python")
    return Path(found.submodule_search_locations[0]) / "axe.min.js" if found and found.submodule_search_locations else None


AXE = axe()
ABSENT = "axe-core is missing: pip install --no-deps -r tests/requirements-axe.txt, or FIGURES_AXE=axe.min.js"
in_browser = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store and two snapshots of it, so that every page has something to show."""
    folder = tmp_path_factory.mktemp("access")
    market(folder / "f.db").close()
    shelf = Shelf(folder / "snapshots")
    freeze(folder / "f.db", shelf, lambda: NOON, version="v1")
    seed = Seed(folder / "f.db")
    seed.database.execute("UPDATE events SET sentence = 'Still 12 killed.', updated_at = ? WHERE id = 'ev-slide'", [T3])
    seed.close()
    freeze(folder / "f.db", shelf, lambda: NOON.replace(day=2), version="v2")
    with serving(folder / "f.db", review=True, rate="off") as url:
        yield url


@pytest.fixture(scope="module")
def page() -> Iterator[Browser]:
    with browser() as running:
        yield running


def violations(page: Browser, url: str, script: str) -> list[str]:
    """What axe says against a page; folded parts are looked at too."""
    page.open(url)
    page.tell("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.tell(script + "; 0")
    said = "v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')"
    return list(page.tell(f"axe.run().then(r => r.violations.map(v => {said}))"))


@pytest.mark.browser
@in_browser
@pytest.mark.skipif(AXE is None, reason=ABSENT)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(page: Browser, site: str, width: int, scheme: str) -> None:
    assert AXE is not None
    page.size(width, 800)
    page.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    script = AXE.read_text(encoding="utf-8")
    found = {path: said for path in PAGES if (said := violations(page, site + path, script))}
    assert found == {}


@pytest.mark.browser
@in_browser
@pytest.mark.skipif(AXE is None, reason=ABSENT)
def test_axe_can_find_something(page: Browser, tmp_path: Path) -> None:
    assert AXE is not None
    (tmp_path / "bad.html").write_text("<title>x</title><img src=x><p style='color:#eee'>pale", encoding="utf-8")
    found = violations(page, (tmp_path / "bad.html").as_uri(), AXE.read_text(encoding="utf-8"))
    assert {"image-alt", "color-contrast", "html-has-lang"} <= {said.partition(":")[0] for said in found}


def test_no_page_is_left_out(tmp_path: Path) -> None:
    """Each address of the application that is a page has one of PAGES."""
    market(tmp_path / "f.db").close()
    rules = create_app(Settings(database=tmp_path / "f.db", review=True)).url_map
    known = ("/api/", "/static/", "/snapshots/<version>/<name>")
    pages = {rule.rule for rule in rules.iter_rules() if not rule.rule.startswith(known) and "atom" not in rule.rule}
    shown = {rules.bind("x").match("/" + path.partition("?")[0], return_rule=True)[0].rule for path in PAGES if path not in GONE}
    assert shown == pages


def test_no_page_is_heavy(site: str) -> None:
    for path in PAGES:
        try:
            with urllib.request.urlopen(site + path, timeout=120) as reply:
                body = reply.read()
        except urllib.error.HTTPError as error:
            body = error.read()
        assert b"<main" in body and len(body) < LARGEST_PAGE, path
