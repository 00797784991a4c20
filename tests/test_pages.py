"""The pages: what they say, that they stay small, ask nothing of others and run no script."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from seeded import T2, Seed, market

from aggregator.core.settings import Settings
from api import plots
from api.app import create_app
from api.methods import measured
from api.pages import over_time
from api.words import side

PAGES = (
    "/",
    "/map",
    "/map?bbox=10,0,30,20",
    "/events/ev-market",
    "/conflicts",
    "/sources",
    "/sources/harmon_monitor",
    "/documents/doc-1",
    "/documents/doc-2",
    "/codebook",
    "/methods",
    "/data",
    "/snapshots",
    "/status",
)
LARGEST = 100_000


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    path: Path = tmp_path_factory.mktemp("pages") / "figures.db"
    market(path).close()
    return create_app(Settings(database=path)).test_client()


def words(client: FlaskClient, url: str) -> str:
    reply = client.get(url)
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return " ".join(html.fromstring(reply.data).find("body").text_content().split())


@pytest.mark.parametrize("url", PAGES)
def test_a_page_is_small_whole_and_keeps_to_itself(client: FlaskClient, url: str) -> None:
    reply = client.get(url)
    assert reply.status_code == 200 and len(reply.data) < LARGEST
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "script-src" not in policy
    tree = html.fromstring(reply.data)
    assert not tree.xpath("//script | //style | //iframe | //object | //*[@style]")
    for address in tree.xpath("//link/@href | //img/@src | //form/@action"):
        assert address.startswith("/"), address
    assert tree.xpath("//html/@lang") == ["en"] and len(tree.xpath("//h1")) == 1 and tree.xpath("//main")
    assert "sum over claims is not a death toll" in tree.text_content()
    assert "GeoNames" in tree.text_content(), "CC BY asks for its name"
    named = tree.xpath("//@id")
    assert len(named) == len(set(named)), "an id stands twice"
    for control in tree.xpath("//input[not(@type='hidden')] | //select"):
        assert control.xpath("ancestor::label"), "a control without a label"


@pytest.mark.parametrize("url", PAGES)
def test_links_within_the_service_lead_somewhere(client: FlaskClient, url: str) -> None:
    tree = html.fromstring(client.get(url).data)
    for link in set(tree.xpath("//a/@href | //link/@href")):
        if link.startswith("#"):
            assert tree.xpath("//*[@id=$id]", id=link[1:]), f"{url} points to {link}, which is not there"
        elif link.startswith(("/", "?")):
            reply = client.get(url + link if link.startswith("?") else link.partition("#")[0])
            assert reply.status_code == 200, f"{url} links to {link}: {reply.status_code}"


def test_events_show_their_ranges(client: FlaskClient) -> None:
    said = words(client, "/")
    for part in (
        "Shelling in Harmon, 14 May 2030",
        "7 to 100 or more killed",
        "2 conflicts",
        "Landslide in Orsa",
        "12 killed",
        "Nobody killed",
    ):
        assert part in said
    tree = html.fromstring(client.get("/").data)
    assert tree.xpath("//svg[@aria-label='Killed: 7 to 100 or more']")


def test_the_form_filters_and_empty_fields_are_as_good_as_absent(client: FlaskClient) -> None:
    said = words(client, "/?q=&country=YEM&outcome=&date_from=&date_to=&has_conflict=&sort=-day")
    assert "Landslide in Orsa" in said and "Harmon, 14 May" not in said
    assert words(client, "/?q=nothinglikethis").count("No event fits") == 1


def test_an_event_speaks_for_itself(client: FlaskClient) -> None:
    said = words(client, "/events/ev-market")
    for part in (
        "7 to 100 or more killed, four claimants, as of 15 May.",
        "at least 63",
        "vague (24 to 99)",
        "90 to 100",
        "Why they differ",
        "the ministry's 90 to 100 and the army's 7 cannot both be right",
        "party to the conflict",
        "Harmon Monitor said",
        "Relay News",
        "Claims that no longer hold",
        "one value: 63, from Harmon Monitor, by the rule gtd; 2 of 4 claimants give a single number, the others bounds",
        "One value by another rule: latest · median · lowest · highest",
        "the document was read anew",
    ):
        assert part in said, part


def test_an_event_shows_the_value_of_the_rule_asked_for(client: FlaskClient) -> None:
    assert "one value: 7, from Army of Veld, by the rule median" in words(client, "/events/ev-market?best_rule=median")
    tree = html.fromstring(client.get("/events/ev-market?best_rule=median&scale=log").data)
    links = tree.xpath("//p[contains(., 'another rule')]/a/@href")
    assert links == [f"?best_rule={rule}&scale=log" for rule in ("gtd", "latest", "lowest", "highest")]
    assert tree.xpath("//a[@class='switch']/@href") == ["?scale=linear&best_rule=median"]


def test_the_plot_draws_what_was_said(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/events/ev-market").data)

    def drawn(claimant: str) -> list[str]:
        (plot,) = tree.xpath("//svg[contains(@class, 'track')][starts-with(@aria-label, $who)]", who=claimant + ":")
        return [mark for mark in plot.xpath(".//@class") if mark in ("dot", "ring", "arrow", "line", "fade", "blur")]

    assert drawn("Harmon Monitor") == ["fade", "ring"]
    assert drawn("Harmon Ministry of Health") == ["line", "line", "line"]
    assert drawn("Army of Veld") == ["dot"]
    assert drawn("two witnesses") == ["blur"]
    rows = tree.xpath("//details[@class='twin']//tbody/tr")
    assert [row.xpath("string(th)") for row in rows] == [
        "Army of Veld",
        "two witnesses",
        "Harmon Monitor",
        "Harmon Ministry of Health",
    ]
    assert rows[2].xpath("string(td[4])") == "open"


def test_the_quote_is_marked_in_its_sentence(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/events/ev-market").data)
    assert tree.xpath("string(//li[@id='c1']//mark)") == "At least 63 people were ki"


def test_a_text_is_shown_only_where_its_licence_allows(client: FlaskClient) -> None:
    assert "article belongs to its publisher" in words(client, "/documents/doc-1")
    assert "The text, with its claims" in words(client, "/documents/doc-2")
    assert client.get("/api/v1/documents/doc-1").get_json()["text"] is None
    assert client.get("/api/v1/documents/doc-2").get_json()["text"].startswith("HARMON")


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/events/none", 404),
        ("/nowhere", 404),
        ("/?contry=SYR", 400),
        ("/events/ev-market?x=1", 400),
        ("/events/ev-market?scale=x", 400),
        ("/events/ev-market?best_rule=mean", 400),
        ("/conflicts?size=huge", 400),
        ("/?limit=1000", 400),
        ("/conflicts?limit=1000", 400),
        ("/?q=" + "x" * 9000, 414),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/app.py", 404),
    ],
)
def test_an_error_is_a_page(client: FlaskClient, url: str, status: int) -> None:
    reply = client.get(url)
    assert reply.status_code == status
    assert reply.mimetype == "text/html" and "<h1>" in reply.get_data(as_text=True)


def test_a_merged_event_leads_to_where_it_went(tmp_path: Path) -> None:
    seed = market(tmp_path / "f.db")
    seed.add("events", id="ev-old", merged_into="ev-market", retired_at=T2)
    seed.close()
    client = create_app(Settings(database=tmp_path / "f.db")).test_client()
    for base in ("/events/", "/api/v1/events/"):
        reply = client.get(base + "ev-old")
        assert (reply.status_code, reply.headers["Location"]) == (301, base + "ev-market")
        reply = client.get(base + "ev-old?best_rule=median")
        assert (reply.status_code, reply.headers["Location"]) == (301, base + "ev-market?best_rule=median")


def test_large_events_and_lists_stay_small(tmp_path: Path) -> None:
    seed = Seed(tmp_path / "f.db")
    seed.add("documents", id="doc-1")
    seed.add("events", id="big", claims=150, conflicts=70)
    sentence = "According to somebody who asked not to be named, " + "a long sentence goes on " * 12
    for number in range(150):
        seed.add(
            "claims",
            id=f"c{number}",
            event="big",
            low=number,
            high=number,
            best=number,
            claimant=f"body {number}",
            claimant_name=f"A body with a rather long name, number {number}",
            sentence=sentence,
            position=number,
        )
    seed.add("estimates", id="s", event="big", low=0, high=149, claimants=150, claims=[f"c{n}" for n in range(150)])
    for number in range(70):
        seed.add(
            "relations",
            id=f"r{number}",
            event="big",
            a="c0",
            b=f"c{number + 1}",
            type="conflict",
            size="major",
            gap=3.0,
            explanation="A body with a rather long name's figure lies above another's; both speak of one day.",
        )
    for number in range(60):
        seed.add("events", id=f"e{number}", title="A rather long title of an event in a place, 14 May 2030")
    seed.close()
    client = create_app(Settings(database=tmp_path / "f.db")).test_client()
    for url in ("/", "/events/big", "/conflicts", "/sources"):
        size = len(client.get(url).data)
        assert size < LARGEST, f"{url} has {size:,} bytes"
    tree = html.fromstring(client.get("/events/big").data)
    named = set(tree.xpath("//@id"))
    assert [link for link in tree.xpath("//a/@href") if link.startswith("#") and link[1:] not in named] == []


@pytest.mark.parametrize(("read", "some", "note"), [(90, 30, False), (60, 30, False), (40, 30, True), (9, 9, True)])
def test_a_plot_says_of_how_many_claims_it_shows_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: int, some: int, note: bool
) -> None:
    """Of an event of more claims than its page reads, those that were not read count too."""
    monkeypatch.setattr("api.pages.MOST_READ", read)
    seed = Seed(tmp_path / "f.db")
    seed.add("documents", id="doc-1")
    seed.add("events", id="big", claims=60)
    for n in range(60):
        seed.add("claims", id=f"c{n}", event="big", low=n, high=n, best=n or None, claimant=f"body {n}", position=n)
    seed.add("estimates", id="s", event="big", low=0, high=59, best=59, claimants=60, claims=[f"c{n}" for n in range(60)])
    seed.close()
    page = create_app(Settings(database=tmp_path / "f.db")).test_client().get("/events/big")
    tree = html.fromstring(page.data)
    assert len(tree.xpath("//div[@class='crow']")) == some
    said = tree.xpath("string(//figcaption)")
    assert said.startswith(f"What {some} of 60 claimants say")
    assert (f"This page reads {read} of them" in said) == note
    assert ("give a single number, the others bounds" in tree.text_content()) != note, "nobody counts what was not read"


def test_of_a_long_history_an_event_shows_the_latest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages.MOST_READ", 50)
    monkeypatch.setattr("api.pages.CHANGES_READ", 50)
    seed = Seed(tmp_path / "f.db")
    seed.add("documents", id="doc-1")
    seed.add("events", id="e", claims=1)
    seed.add("claims", id="c", event="e", low=4, high=4)
    for n in range(60):
        seed.add("claims", id=f"gone{n}", event="e", low=5000 + n, high=5000 + n, position=n, retired_at=T2)
        seed.add("estimates", id=f"was{n}", event="e", low=1000 + n, high=1000 + n, retired_at=T2)
    seed.add("estimates", id="now", event="e", low=4, high=4, claims=["c"])
    seed.close()
    said = words(create_app(Settings(database=tmp_path / "f.db")).test_client(), "/events/e")
    assert [1000 + n for n in range(60) if f"{1000 + n:,}" in said] == list(range(1040, 1060))
    assert [5000 + n for n in range(60) if f"{5000 + n:,}" in said] == list(range(5040, 5060))


def test_without_a_store_the_pages_say_so(tmp_path: Path) -> None:
    client = create_app(Settings(database=tmp_path / "none.db")).test_client()
    reply = client.get("/")
    assert reply.status_code == 503 and reply.headers["Retry-After"]
    assert client.get("/api/v1/ready").status_code == 503 and client.get("/api/v1/health").status_code == 200
    assert str(tmp_path) not in reply.get_data(as_text=True)


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    Seed(tmp_path / "f.db").close()
    client = create_app(Settings(database=tmp_path / "f.db")).test_client()
    for url in ("/conflicts", "/sources", "/data", "/status"):
        assert client.get(url).status_code == 200
    assert re.search("ingest sample/reports", words(client, "/"))


def test_a_source_says_how_its_claims_came_here(tmp_path: Path) -> None:
    seed = market(tmp_path / "f.db")
    seed.add("documents", id="doc-fed", origin="fed", source="post")
    seed.add("claims", id="c-fed", document="doc-fed", low=4, high=4)
    seed.close()
    reply = create_app(Settings(database=tmp_path / "f.db")).test_client().get("/sources/harmon_monitor")
    rows = html.fromstring(reply.data).xpath("//div[@aria-label='How its claims came here']//tbody/tr")
    cells = {row.xpath("string(th)"): [cell.text_content() for cell in row.xpath("td")] for row in rows}
    assert cells["Harmon Post"] == ["1", "1", "14 May 2030", "timeout, 3 failures in a row"]
    assert set(cells) == {"Harmon Post", "files ingested by hand"}


def test_a_source_of_very_many_claims_has_its_page_without_what_takes_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    market(tmp_path / "f.db").close()
    monkeypatch.setattr("db.reading.STEPS", 1)
    monkeypatch.setattr("db.details.BRIEFLY", 1e-9)
    said = words(create_app(Settings(database=tmp_path / "f.db")).test_client(), "/sources/harmon_monitor")
    assert "at least 63" in said and said.count("too many claims to count") == 2
    assert "It vouches for no claim" not in said and "It shares no event" not in said


def test_the_methods_page_has_the_readme_s_accuracy(client: FlaskClient) -> None:
    readme = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## How well it reads")[2].partition("## Limits")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    page = html.fromstring(client.get("/methods").data)
    shown = [
        (row.xpath("string(th)"), row.xpath("string(td)"))
        for row in page.xpath("//div[@aria-label='Measured accuracy']//tbody/tr")
    ]
    assert len(rows) > 5 and shown == [tuple(row) for row in rows]


def test_without_a_readme_nothing_is_claimed(tmp_path: Path) -> None:
    assert measured(tmp_path / "none.md") is None


def test_an_event_leads_to_the_map_around_it(client: FlaskClient) -> None:
    (link,) = html.fromstring(client.get("/events/ev-market").data).xpath("//p[@class='facts']/a[text()='map']/@href")
    assert "/events/ev-market" in html.fromstring(client.get(link).data).xpath("//svg[@class='marks']//a/@href")
    assert not html.fromstring(client.get("/events/ev-zero").data).xpath("//a[text()='map']")


def spoken(claimant: str, low: int, as_of: str, **more: object) -> SimpleNamespace:
    """A claim as the plot over time wants it."""
    said = {"stance": "asserts", "qualifier": "exact", "claimant_kind": "government", "party": False, "best": low, "high": low}
    made = {"id": claimant, "claimant": claimant, "claimant_name": claimant, "low": low, "as_of": as_of, "review": None}
    return SimpleNamespace(**{**made, **said, **more})


@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.integers(1, 500), st.integers(1, 28), st.integers(0, 23)), min_size=1, max_size=12
    )
)
def test_no_letter_of_the_plot_over_time_hides_another(told: list[tuple[str, int, int, int]]) -> None:
    plot = plots.time_plot([spoken(who, low, f"2030-05-{day:02}T{hour:02}:00:00Z") for who, low, day, hour in told])
    if plot is None:
        return
    shown = [p for p in plot.points if p.label is not None]
    assert {p.letter for p in shown} == {letter for letter, _, _ in plot.legend}
    crowded = max(sum(abs(p.x - q.x) < plots.BESIDE for q in shown) for p in shown) > 4
    for a, b in combinations(shown, 2):
        assert crowded or abs(a.x - b.x) >= plots.BESIDE or abs(a.label - b.label) >= plots.LINE


def test_the_hours_stand_where_a_count_spans_a_few_days() -> None:
    short = plots.time_plot([spoken("a", 3, "2030-05-01T06:30:00Z"), spoken("b", 5, "2030-05-02T18:00:00Z")])
    long = plots.time_plot([spoken("a", 3, "2030-05-01T06:30:00Z"), spoken("b", 5, "2030-07-02T18:00:00Z")])
    assert short and long
    assert [words for words, _ in short.dates][::2] == ["1 May, 06:30", "2 May, 18:00"]
    assert [words for words, _ in long.dates][::2] == ["1 May 2030", "2 July 2030"]


def test_a_part_of_the_toll_is_not_in_the_plot_of_the_whole() -> None:
    said = {
        "outcome": "killed",
        "population": "all",
        "basis": "incident",
        "background": 0,
        "subset_of": None,
        "flags": "[]",
        "stance": "asserts",
    }
    whole, part, both = (SimpleNamespace(**said | {"id": i}) for i in "abc")
    aside = [
        {"background": 1},
        {"subset_of": "a"},
        {"flags": '["other_happening"]'},
        {"flags": '["rejected"]'},
        {"stance": "retracts"},
        {"stance": "denies"},
    ]
    others = [SimpleNamespace(**said | {"id": f"x{n}"} | more) for n, more in enumerate(aside)]
    estimates = [
        SimpleNamespace(population="all", claims='["a", "c"]'),
        SimpleNamespace(population="in SYR", claims='["b", "c"]'),
    ]
    assert over_time([whole, *others, part, both], estimates) == [whole, both]
    # a part that a newer count of the same part replaced makes no estimate: its relations tell
    replaced, grown = (SimpleNamespace(**said | {"id": i}) for i in "de")
    told = [SimpleNamespace(a="b", b="a", type="subset"), SimpleNamespace(a="b", b="d", type="supersedes")]
    told += [SimpleNamespace(a="a", b="e", type="supersedes")]
    assert over_time([whole, part, both, replaced, grown], estimates, told) == [whole, both, grown]


def many(number: int) -> list[SimpleNamespace]:
    """One claim of each of so many claimants, hour by hour, the numbers growing."""
    return [spoken(f"c{n}", 10 + n, f"2030-05-{1 + n // 24:02}T{n % 24:02}:00:00Z") for n in range(number)]


def test_of_very_many_claimants_a_plot_shows_the_ends_the_latest_the_chosen_and_others_between() -> None:
    claims = many(320)
    claims[100].as_of = "2031-01-01T00:00:00Z"
    kept = plots.some_of(claims[::-1], 30, "c7")
    lows = [c.low for c in kept]
    assert len(kept) == 30 and lows == sorted(lows)
    assert {"c0", "c7", "c100", "c319"} <= {c.id for c in kept}
    assert max(b - a for a, b in pairwise(lows)) < 2 * 320 / 26 + 1, "nothing between is left out for long"
    assert plots.some_of(claims[:30], 30, None) == claims[:30]


@pytest.mark.parametrize("number", [26, 27, 300])
def test_more_claimants_than_letters_have_none_rather_than_one_for_two(number: int) -> None:
    plot = plots.time_plot([*many(number), spoken("c0", 12, "2030-06-01T00:00:00Z")])
    assert plot and plot.lettered == (number <= 26)
    letters = [letter for letter, _, _ in plot.legend if letter]
    assert len(letters) == len(set(letters)) == (number if number <= 26 else 0)
    assert len(plot.joins) == 1 and {p.family for p in plot.points} == {family for _, _, family in plot.legend}


@pytest.mark.parametrize(
    ("given_side", "words_for_it"),
    [
        ("hamas", "Hamas"),
        ("lna, us-coalition", "LNA, US-coalition"),
        ("uganda", "Uganda"),
        ("shining-path", "Shining-path"),
        (None, ""),
    ],
)
def test_a_side_is_written_as_a_name(given_side: str | None, words_for_it: str) -> None:
    assert side(given_side) == words_for_it


def test_a_place_that_bears_the_name_of_its_province_is_named_once(tmp_path: Path) -> None:
    seed = Seed(tmp_path / "a.db")
    for identity, admin1 in (("same", "Harmon"), ("other", "North")):
        seed.add("events", id=identity, place_name="Harmon", admin1=admin1)
    seed.close()
    client = create_app(Settings(database=tmp_path / "a.db")).test_client()
    same, other = (client.get(f"/events/{identity}").text for identity in ("same", "other"))
    assert "Harmon, Harmon" not in same and "Harmon, North" in other
