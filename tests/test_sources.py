"""The bundled sources, pages of a reply, finding a feed, and the commands that people use on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aggregator.commands.sources import parse, sources
from aggregator.core import vocab
from aggregator.core.errors import FetchError, InputError
from aggregator.core.model import Snapshot, Source, SourceKind
from aggregator.core.settings import Settings, read
from parsers import discover, registry
from parsers.collect import collect
from parsers.fetch import Fetcher, NotModified
from tests.servers import FEED, FaultServer, Wire

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
BUNDLED = registry.sources()
STATED = ("name", "kind", "format", "url", "language", "licence", "every_minutes", "min_documents")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def fetcher() -> Fetcher:
    return Fetcher(Settings(allow_private=("127.0.0.1",)), pause=0.0, sleep=lambda seconds: None)


# -- the bundled ones ---------------------------------------------------------------------------------------------------------


def test_there_are_many_ready_sources_and_one_that_needs_no_network() -> None:
    assert len(BUNDLED) >= 25
    assert sum(each.enabled and "://" in each.url for each in BUNDLED.values()) >= 25
    assert {each.format for each in BUNDLED.values()} == set(registry.formats())
    local = [each for each in BUNDLED.values() if "://" not in each.url]
    assert [each.id for each in local] == ["sample"]
    assert (ROOT / local[0].url).is_dir()


@pytest.mark.parametrize("source", BUNDLED.values(), ids=lambda each: each.id)
def test_a_bundled_source_states_its_expectations(source: Source) -> None:
    import tomllib

    stated = tomllib.loads((registry.HOME / f"{source.id}.toml").read_text(encoding="utf-8"))
    assert [name for name in STATED if name not in stated] == []
    assert source.licence
    assert source.language
    assert bool(source.publisher) or source.id == "sample"
    assert source.url.startswith("https://") or source.id in ("sample", "gdelt-gkg")
    assert source.enabled or source.needs.startswith(("FIGURES_KEY_", "FIGURES_CONTACT"))
    assert not any(secret in str(stated) for secret in ("password", "Bearer ey"))


def test_a_bundled_source_calls_its_publisher_what_the_registry_calls_it() -> None:
    entries = vocab.read("sources")["source"]
    kinds = {name: entry["kind"] for entry in entries for name in (entry["name"], *entry.get("aliases", ()))}
    known = [each for each in BUNDLED.values() if each.publisher in kinds]
    assert len(known) > 20
    assert [each.id for each in known if kinds[each.publisher] != each.kind] == []


@pytest.mark.parametrize("source", [each for each in BUNDLED.values() if not each.enabled], ids=lambda each: each.id)
def test_a_source_that_is_off_is_on_with_its_key_and_its_address_is_complete_then(source: Source) -> None:
    keys = {source.needs: "value"}
    assert registry.sources(keys=keys)[source.id].enabled
    url = Fetcher(Settings(keys=keys)).address(source)
    assert "{" not in url


def test_terms_that_forbid_it_keep_a_source_off() -> None:
    assert not BUNDLED["acled"].enabled
    assert not BUNDLED["telegram"].enabled


def test_keys_come_from_the_environment_and_are_not_shown() -> None:
    settings = read(
        {"FIGURES_KEY_UCDP": "t0ken", "FIGURES_CONTACT": "desk@example.org", "HOME": "/home/x", "FIGURES_KEY_EMPTY": ""}
    )
    assert settings.keys == {"FIGURES_KEY_UCDP": "t0ken", "FIGURES_CONTACT": "desk@example.org"}
    assert "t0ken" not in repr(settings)


def test_an_empty_variable_is_as_good_as_none() -> None:
    names = ("FIGURES_DB", "HOST", "PORT", "FIGURES_POLICY", "FIGURES_CONTACT", "FIGURES_SOURCES", "FIGURES_ALLOW_PRIVATE")
    assert read(dict.fromkeys(names, "")) == Settings()


# -- pages of a reply ---------------------------------------------------------------------------------------------------------


def posts(numbers: range) -> bytes:
    rows = [
        {
            "id": n,
            "date_gmt": "2031-03-04T09:00:00",
            "title": {"rendered": f"Post {n}"},
            "content": {"rendered": "<p>Five dead.</p>"},
        }
        for n in numbers
    ]
    return json.dumps(rows).encode()


def paged(pages: int) -> Callable[[Wire], None]:
    def does(wire: Wire) -> None:
        page = int(wire.path.rpartition("page=")[2])
        wire.reply("200 OK", posts(range(page * 10, page * 10 + (2 if page < pages else 1))))

    return does


def wordpress(server: FaultServer, **options: Any) -> Source:
    url = server.url("posts") + "?per_page=2&page=1"
    return Source(id="w", name="W", publisher="W", kind=SourceKind.UNKNOWN, format="wordpress", url=url, options=options)


@pytest.mark.parametrize(("options", "expected"), [({}, 3), ({"pages": 2}, 2), ({"pages": 1}, 1)])
def test_pages_are_followed_until_one_is_not_full_or_enough_are_read(options: dict[str, Any], expected: int) -> None:
    with FaultServer({"/posts": paged(3)}) as server:
        got = list(collect(fetcher(), wordpress(server, **options)))
    assert [each.url.rpartition("page=")[2] for each in got] == [str(n + 1) for n in range(expected)]


def test_a_later_page_that_fails_costs_only_itself() -> None:
    def does(wire: Wire) -> None:
        wire.reply("200 OK", posts(range(2))) if wire.path.endswith("page=1") else wire.reply("404 Not Found", b"")

    with FaultServer({"/posts": does}) as server:
        got = list(collect(fetcher(), wordpress(server)))
    assert [type(each) for each in got] == [Snapshot, FetchError]


def test_what_a_reply_names_is_given_no_key_unless_it_leads_back_to_the_source() -> None:
    asked: list[tuple[str, str | None]] = []

    def note(wire: Wire) -> None:
        asked.append((wire.path, wire.headers.get("x-token")))
        wire.reply("200 OK", b'{"Result": []}')

    keys = {"FIGURES_KEY_ONE": "first-secret", "FIGURES_KEY_TWO": "second-secret"}
    with FaultServer({"/away": note, "/home": note}) as other, FaultServer({"/home": note}) as server:
        for following in (f"{other.url('away')}?k={{FIGURES_KEY_ONE}}", f"{server.url('home')}?page=2&k={{FIGURES_KEY_ONE}}"):
            body = json.dumps({"Result": [], "NextPageUrl": following}).encode()
            server._does["/first"] = lambda wire, body=body: wire.reply("200 OK", body)  # type: ignore[misc]
            source = Source(
                id="u",
                name="U",
                publisher="U",
                kind=SourceKind.RESEARCHER,
                format="ucdp",
                url=server.url("first") + "?k={FIGURES_KEY_ONE}",
                options={"headers": {"x-token": "{FIGURES_KEY_TWO}"}},
            )
            settings = Settings(allow_private=("127.0.0.1",), keys=keys)
            list(collect(Fetcher(settings, pause=0.0, sleep=lambda seconds: None), source))
    assert [token for _, token in asked] == [None, "second-secret"]
    assert ["secret" in path for path, _ in asked] == [False, True]


def test_nothing_new_is_said_once(server: FaultServer) -> None:
    tagged = Source(id="t", name="T", publisher="", kind=SourceKind.UNKNOWN, format="feed", url=server.url("tagged"))
    assert [type(each) for each in collect(fetcher(), tagged, etag='"v1"')] == [NotModified]


@pytest.mark.parametrize(
    ("form", "url", "body", "expected"),
    [
        ("gdelt", "http://x.example/lastupdate.txt", b"1 a http://x.example/1.export.CSV.zip\n2 b http://x.example/1.gkg.csv.zip\n",
         ["http://x.example/1.gkg.csv.zip"]),
        ("reliefweb", "http://x.example/", b'{"data":[{}],"links":{"next":{"href":"http://x.example/?offset=1"}}}', ["http://x.example/?offset=1"]),
        ("reliefweb", "http://x.example/", b'{"data":[],"links":{"next":{"href":"http://x.example/?offset=1"}}}', []),
        ("ucdp", "http://x.example/", b'{"Result":[],"NextPageUrl":"http://x.example/?page=1"}', ["http://x.example/?page=1"]),
        ("ucdp", "http://x.example/a.csv", b"id,low\n", []),
        ("acled", "http://x.example/?limit=2&page=1&a=%3E", b'{"data":[{},{}]}', ["http://x.example/?limit=2&a=%3E&page=2"]),
        ("acled", "http://x.example/?limit=2&page=2", b'{"data":[{}]}', []),
        ("acled", "http://x.example/?_format=csv&limit=1", b"event_id_cnty,event_date\n", []),
        ("feed", "http://x.example/", FEED, []),
    ],
)  # fmt: skip
def test_a_reply_says_what_comes_next(form: str, url: str, body: bytes, expected: list[str]) -> None:
    source = Source(id="s", name="S", publisher="", kind=SourceKind.UNKNOWN, format=form, url=url)
    snapshot = Snapshot(id="x", source="s", url=url, body=body, media_type="", fetched_at=read_at())
    assert list(registry.follow(snapshot, source)) == expected


def read_at() -> Any:
    from datetime import UTC, datetime

    return datetime(2031, 3, 4, tzinfo=UTC)


# -- finding a feed -----------------------------------------------------------------------------------------------------------

HOME_PAGE = b"""<!doctype html><html><head><title>Fault Wire</title>
<link rel="alternate" type="application/rss+xml" title="Comments feed" href="/comments">
<link rel="alternate" type="application/rss+xml" title="Gone" href="/missing">
<link rel="alternate" type="application/atom+xml" href="/ok"></head><body>News</body></html>"""


def page(body: bytes) -> Callable[[Wire], None]:
    return lambda wire: wire.reply("200 OK", body, "Content-Type: text/html")


def test_a_feed_is_found_by_its_own_address_or_by_its_page() -> None:
    with FaultServer({"/home": page(HOME_PAGE)}) as server:
        for name in ("ok", "home"):
            found = discover.find(fetcher(), server.url(name))
            assert (found.url, found.format, found.name, found.documents) == (server.url("ok"), "feed", "Fault Wire", 1)
        assert server.hits["/comments"] == 0


def test_wordpress_is_found_by_the_address_in_its_head() -> None:
    def api(wire: Wire) -> None:
        wire.reply("200 OK", posts(range(3)))

    with FaultServer({"/wp-json/wp/v2/posts": api}) as server:
        server._does["/home"] = page(
            f'<html><head><link rel="https://api.w.org/" href="{server.url("wp-json/")}"></head></html>'.encode()
        )
        found = discover.find(fetcher(), server.url("home"))
    assert (found.format, found.documents) == ("wordpress", 3)
    assert found.url.endswith("/wp-json/wp/v2/posts?per_page=50")


def test_a_page_without_a_feed_is_an_error_that_says_what_was_tried(server: FaultServer) -> None:
    server._does["/home"] = page(HOME_PAGE.replace(b"/ok", b"/error-page"))
    with pytest.raises(InputError, match="names no feed") as caught:
        discover.find(fetcher(), server.url("home"))
    assert "404" in str(caught.value)


# -- commands -----------------------------------------------------------------------------------------------------------------


def run(command: Any, *arguments: object, **environ: str) -> Result:
    result = CliRunner().invoke(command, [str(each) for each in arguments], env={"FIGURES_ALLOW_PRIVATE": "127.0.0.1", **environ})
    if result.exception and not isinstance(result.exception, SystemExit):
        assert result.exception.__class__.__module__ == "aggregator.core.errors", result.exception
    return result


def test_parse_writes_documents_as_json_lines() -> None:
    result = run(parse, "feed", GOLDEN / "feed" / "rdf.in.xml")
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["publisher"] for row in rows] == ["Talwelle"]
    assert rows[0]["text"].startswith(rows[0]["title"])
    assert "1 document(s), 0 error(s)" in result.stderr


def test_parse_finds_the_format_and_names_what_is_wrong() -> None:
    result = run(parse, "auto", GOLDEN / "feed" / "rss20.in.xml")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
    assert "the day after the storm" in result.stderr
    unknown = run(parse, "rss", GOLDEN / "feed" / "rss20.in.xml")
    assert "wordpress" in str(unknown.exception)


def test_parse_reads_as_a_source_would() -> None:
    result = run(parse, "wordpress", GOLDEN / "wordpress" / "airwars.in.json", "--source", "airwars")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["publisher"] for row in rows] == ["Airwars", "Airwars"]
    assert [claim["rule"] for claim in rows[0]["structured"]] == ["airwars_record"] * 2
    assert "sample" in str(run(parse, "auto", GOLDEN / "feed" / "rdf.in.xml", "--source", "nobody").exception)


def test_sources_list_shows_what_each_needs() -> None:
    result = run(sources, "list")
    assert result.exit_code == 0
    assert "off, needs FIGURES_KEY_ACLED" in result.stdout
    rows = run(sources, "list", "--json").stdout.splitlines()
    assert {json.loads(row)["id"] for row in rows} == set(BUNDLED)


def test_sources_check_passes_for_the_bundled_ones_and_names_every_fault(tmp_path: Path) -> None:
    good = run(sources, "check")
    assert (good.exit_code, f"{len(BUNDLED)} source(s) checked, 0 wrong" in good.stdout) == (0, True)
    (tmp_path / "a.toml").write_text('name = "A"', encoding="utf-8")
    (tmp_path / "b.toml").write_text("kind = ", encoding="utf-8")
    bad = run(sources, "check", tmp_path)
    assert bad.exit_code == 1
    assert "a.toml: lacks publisher" in bad.stderr
    assert "b.toml: cannot be read" in bad.stderr


def test_a_source_is_added_checked_listed_and_tested_by_command(server: FaultServer, tmp_path: Path) -> None:
    home = {"FIGURES_SOURCES": str(tmp_path / "mine")}
    added = run(sources, "add", server.url("ok"), "--id", "fault-wire", "--kind", "local_media", **home)
    assert added.exit_code == 0, added.output
    assert run(sources, "check", **home).exit_code == 0
    made = registry.sources(tmp_path / "mine")["fault-wire"]
    assert (made.name, made.publisher, made.url, made.kind) == (
        "Fault Wire",
        "Fault Wire",
        server.url("ok"),
        SourceKind.LOCAL_MEDIA,
    )
    tested = run(sources, "test", "fault-wire", **home)
    assert tested.exit_code == 0, tested.output
    assert "Five die on the pass" in tested.stdout
    again = run(sources, "add", server.url("ok"), "--id", "fault-wire", **home)
    assert "exists already" in str(again.exception)
    twice = run(sources, "add", server.url("ok"), "--id", "other", **home)
    assert "already the source fault-wire" in str(twice.exception)


def test_sources_test_says_what_went_wrong(server: FaultServer, tmp_path: Path) -> None:
    text = (registry.HOME / "bbc-world.toml").read_text(encoding="utf-8")
    (tmp_path / "broken.toml").write_text(text.replace(BUNDLED["bbc-world"].url, server.url("error-page")), encoding="utf-8")
    result = run(sources, "test", "broken", FIGURES_SOURCES=str(tmp_path))
    assert result.exit_code == 1
    assert "a web page, not a feed" in result.stderr
    saved = run(sources, "test", "broken", "--file", GOLDEN / "feed" / "rss20.in.xml", FIGURES_SOURCES=str(tmp_path))
    assert "3 document(s), at least 5 expected; 2 error(s)" in saved.stdout
    assert saved.exit_code == 1
    assert "--file" in str(run(sources, "test", "sample").exception)


@pytest.mark.parametrize("identity", ["../evil", "a b", "x/y", ".hidden", ""])
def test_a_name_that_is_no_id_is_refused_before_anything_is_written(server: FaultServer, tmp_path: Path, identity: str) -> None:
    mine = tmp_path / "mine"
    done = run(sources, "add", server.url("ok"), "--id", identity, FIGURES_SOURCES=str(mine))
    assert "letters, digits, - and _" in str(done.exception), done.output
    assert not list(tmp_path.rglob("*.toml"))


def test_a_folder_that_cannot_be_written_to_is_a_plain_sentence(server: FaultServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = run(sources, "add", server.url("ok"), "--folder", tmp_path / "file" / "mine")
    assert isinstance(done.exception, InputError), done.exception
    assert str(tmp_path / "file" / "mine") in str(done.exception)


def test_a_broken_file_does_not_hide_the_other_sources(server: FaultServer, tmp_path: Path) -> None:
    home = {"FIGURES_SOURCES": str(tmp_path)}
    run(sources, "add", server.url("ok"), "--id", "fault-wire", **home)
    (tmp_path / "bad.toml").write_text("kind = ", encoding="utf-8")
    listed = run(sources, "list", **home)
    assert listed.exit_code == 1
    assert "fault-wire" in listed.stdout and "bad.toml: cannot be read" in listed.stderr
    assert run(sources, "test", "fault-wire", **home).exit_code == 0
    assert "bad.toml: cannot be read" in str(run(sources, "test", "bad", **home).exception)
