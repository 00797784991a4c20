"""Keys alone: Tab goes through every page in its order and shows where it is; Tab, Enter and Space do all that can be done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from chrome import CHROMIUM, MISSING, Browser, browser
from live import serving
from seeded import market

from tests.test_review import House, house

__all__ = ["house"]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]
PAGES = (
    *("", "map", "conflicts", "sources", "codebook", "methods", "data", "snapshots", "status", "nowhere", "?q=nothinghere"),
    *("events/ev-market", "events/ev-market?scale=log", "sources/harmon_monitor", "documents/doc-2"),
    *("review", "review?claim=c1", "review?event=ev-market"),
)
STOPS = """(() => {
  const shown = e => e.checkVisibility({visibilityProperty: true});
  const first = e => e.type !== 'radio' || [...document.getElementsByName(e.name)].find(each => each.form === e.form) === e;
  const every = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]');
  window.stops = [...every].filter(e => e.tabIndex >= 0 && shown(e) && first(e));
  return window.stops.length;
})()"""
HERE = """(() => {
  const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
  const inside = r.bottom > 0 && r.right > 0 && r.top < innerHeight && r.left < innerWidth;
  const marked = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && !/, 0\\)$|transparent/.test(s.outlineColor);
  return {stop: window.stops.indexOf(e), seen: inside && r.width > 1 && r.height > 1, marked, what: e.outerHTML.slice(0, 99)};
})()"""
WORDS = "(document.activeElement.getAttribute('aria-label') || document.activeElement.textContent).trim().replace(/\\s+/g, ' ')"
MOVED = """new Promise(done => {
  const look = () => document.activeElement.scrollLeft > 0 ? done(true) : setTimeout(look, 20);
  look();
})"""
NAME = "document.activeElement.name || ''"


@pytest.fixture(scope="module")
def page() -> Iterator[Browser]:
    with browser() as running:
        running.size(1200, 800)
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("keys") / "f.db"
    market(path).close()
    with serving(path, review=True, rate="off") as url:
        yield url


def tab_to(page: Browser, wanted: str, what: str = WORDS) -> None:
    """Press Tab until what has the focus reads so."""
    seen = []
    for _ in range(200):
        page.press("Tab", 9)
        seen.append(page.tell(what))
        if seen[-1] == wanted:
            return
    raise AssertionError(f"{wanted!r} is never reached: {seen}")


def enter(page: Browser) -> str:
    """Press Enter on what leads elsewhere; the path it led to."""
    page.leave("Enter", 13, "\r")
    there = urlsplit(page.tell("location.href"))
    return there.path + (f"?{there.query}" if there.query else "")


def space(page: Browser) -> None:
    page.press(" ", 32, text=" ")


@pytest.mark.parametrize("path", PAGES)
def test_tab_goes_through_a_page_in_its_order_and_shows_where_it_is(page: Browser, site: str, path: str) -> None:
    page.open(site + path)
    count = page.tell(STOPS)
    assert page.tell("[...document.querySelectorAll('[tabindex]')].every(e => e.tabIndex <= 0)"), "no order but that of the page"
    visited = []
    while len(visited) < 4 * count:
        page.press("Tab", 9)
        now = page.tell(HERE)
        if visited and now["stop"] in (-1, 0):
            break
        assert now["seen"] and now["marked"], now
        if visited[-1:] != [now["stop"]]:  # a field for a date has a stop for each part
            visited.append(now["stop"])
    assert visited == list(range(count))


@pytest.mark.parametrize("path", ["", "events/ev-market", "map", "review?claim=c1"])
def test_the_skip_link_leads_past_the_navigation(page: Browser, site: str, path: str) -> None:
    page.open(site + path)
    page.press("Tab", 9)
    assert page.tell(WORDS) == "To the content"
    page.press("Enter", 13, text="\r")
    assert page.tell("location.hash") == "#main"
    page.press("Tab", 9)
    assert page.tell("document.getElementById('main').contains(document.activeElement)")
    page.press("Tab", 9, shift=True)
    assert page.tell("!!document.activeElement.closest('nav, .skip')"), "and back to the navigation"


def test_a_search_by_keys(page: Browser, site: str) -> None:
    page.open(site)
    tab_to(page, "q", NAME)
    page.write("market")
    tab_to(page, "country", NAME)
    page.write("x")
    assert page.tell("document.activeElement.value") == "XKX"
    tab_to(page, "has_conflict", NAME)
    page.press("ArrowDown", 40)
    tab_to(page, "Show")
    asked = parse_qs(urlsplit(enter(page)).query)
    assert (asked["q"], asked["country"], asked["has_conflict"]) == (["market"], ["XKX"], ["true"])
    assert page.tell("document.querySelectorAll('.rows .row').length") == 1
    tab_to(page, "Shelling in Harmon, 14 May 2030")
    assert enter(page) == "/events/ev-market"
    page.open(site + "?country=XKX")
    tab_to(page, "Clear")
    assert enter(page) == "/"


def test_an_event_by_keys(page: Browser, site: str) -> None:
    page.open(site + "events/ev-market")
    tab_to(page, "Logarithmic scale")
    assert enter(page) == "/events/ev-market?scale=log"
    tab_to(page, "As a table")
    opened = "document.activeElement.parentElement.open"
    page.press("Enter", 13, text="\r")
    assert page.tell(opened)
    space(page)
    assert not page.tell(opened)
    space(page)
    page.press("Tab", 9)
    assert page.tell("document.activeElement.getAttribute('role')") == "region", "a table that may be wider than the window"
    page.size(300, 800)
    assert page.tell("document.activeElement.scrollWidth > document.activeElement.clientWidth")
    page.press("ArrowRight", 39)
    assert page.tell(MOVED)
    page.size(1200, 800)
    tab_to(page, "Harmon Monitor")
    enter(page)
    tab_to(page, "Copy as curl, pandas, R")
    space(page)
    assert page.tell(opened)


def test_a_map_by_keys(page: Browser, site: str) -> None:
    page.open(site + "map")
    tab_to(page, "Middle East")
    assert enter(page).startswith("/map?bbox=")
    title = "(document.activeElement.querySelector('title') || {}).textContent || ''"
    page.open(site + "map")
    for _ in range(60):
        page.press("Tab", 9)
        if page.tell(title).startswith("Shelling in Harmon"):
            break
    assert enter(page) == "/events/ev-market"


def test_conflicts_by_keys(page: Browser, site: str) -> None:
    page.open(site + "conflicts")
    tab_to(page, "source", NAME)
    page.write("harmon_monitor")
    page.leave("Enter", 13, "\r")
    assert page.tell("new URLSearchParams(location.search).get('source')") == "harmon_monitor"
    tab_to(page, "Shelling in Harmon, 14 May 2030")
    assert enter(page) == "/events/ev-market"


def test_a_decision_and_its_undoing_by_keys(page: Browser, house: House) -> None:
    page.open(house.url + "events/" + house.claim(12)["event"])
    tab_to(page, "merge or split this event")
    assert enter(page).startswith("/review?event=")
    tab_to(page, f"{house.claim(20)['best']} killed")
    assert enter(page) == f"/review?claim={house.claim(20)['id']}"
    tab_to(page, "verb", NAME)
    space(page)
    page.press("ArrowDown", 40)
    page.press("ArrowDown", 40)
    assert page.tell("document.querySelector('[name=verb]:checked').value") == "correct"
    tab_to(page, "field", NAME)
    page.write("low")
    tab_to(page, "value", NAME)
    page.write("15")
    tab_to(page, "reason", NAME)
    page.write("the list says so")
    tab_to(page, "token", NAME)
    page.write(house.token)
    tab_to(page, "Decide")
    page.leave(" ", 32, " ")
    assert page.tell("document.querySelector('h1').textContent") == "Decision 1 is kept"
    tab_to(page, "reason", NAME)
    page.write("no")
    tab_to(page, "token", NAME)
    page.write(house.token)
    tab_to(page, "Undo decision 1")
    assert enter(page) == "/review"
    assert page.tell("document.querySelector('.lead').textContent").startswith("ana: undo of decision 1")


def test_the_look_at_the_focus_can_fail(page: Browser, tmp_path: Path) -> None:
    bad = "<style>:focus { outline: none }</style><p><a href=#b tabindex=2>b</a> <a href=#a tabindex=1>a</a>"
    (tmp_path / "bad.html").write_text(f"<title>x</title>{bad}", encoding="utf-8")
    page.open((tmp_path / "bad.html").as_uri())
    page.tell(STOPS)
    page.press("Tab", 9)
    now = page.tell(HERE)
    assert now["stop"] == 1 and not now["marked"]
