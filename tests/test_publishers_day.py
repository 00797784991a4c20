"""The day on a publisher's own clock: words such as "on Monday" are read by it, in every way in which a document comes here."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from aggregator.cli import cli
from aggregator.core.model import Document
from aggregator.core.plain import plain
from aggregator.normalise import normalise
from aggregator.regroup import regroup
from db.documents import identity
from db.rows import document_of, said
from db.store import Store
from parsers.documents import any_moment, moment
from parsers.text.claims import extract
from tests.test_ingest import Home

BUS = "Five people were killed on Monday when a bus fell off a cliff near Baguio, police said."
FERRY = "Nine people drowned yesterday when a ferry sank off Cebu, the coast guard said."
MORNING = "2026-11-09T06:00:00+08:00"  # a Monday there, still Sunday in UTC


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def days(text: str, published: str) -> str:
    """The day of the first figure of `text`."""
    document = Document(id="d", text=text, published=any_moment(published))
    return str(normalise(document, extract(document))[0].window.start)


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        (BUS, MORNING, "2026-11-09"),
        (BUS, "Mon, 09 Nov 2026 06:00:00 +0800", "2026-11-09"),
        (FERRY, MORNING, "2026-11-08"),
        (FERRY.replace("yesterday", "today"), MORNING, "2026-11-09"),
        (BUS, "2026-11-09T21:00:00-05:00", "2026-11-09"),
        (FERRY, "2026-11-09T21:00:00-05:00", "2026-11-08"),  # already the tenth in UTC
        (FERRY, "Mon, 09 Nov 2026 21:00:00 EST", "2026-11-08"),
        # in UTC, or nobody says on which clock: as ever
        (BUS, "2026-11-08T22:00:00Z", "2026-11-02"),
        (BUS, "2026-11-08T22:00:00", "2026-11-02"),
        (FERRY, "2026-11-08T22:00:00+00:00", "2026-11-07"),
        (FERRY, "Sun, 08 Nov 2026 22:00:00 GMT", "2026-11-07"),
        # no clock on earth: UTC
        (FERRY, "2026-11-08T22:00:00+23:59", "2026-11-06"),
        (FERRY, "2026-11-08T05:00:00+08:00:30", "2026-11-06"),
    ],
)
def test_words_of_days_are_of_the_publishers_day(text: str, published: str, day: str) -> None:
    assert days(text, published) == day


def test_an_hour_is_of_the_publishers_clock_unless_it_names_another() -> None:
    def as_of(words: str) -> str | None:
        text = f"Five people have died in the floods near Baguio {words}, police said."
        document = Document(id="d", text=text, published=any_moment("2026-11-09T20:00:00+08:00"))
        return said(normalise(document, extract(document))[0].as_of)

    assert as_of("as of 6 p.m. on Monday") == "2026-11-09T10:00:00Z"
    assert as_of("as of 06:00 GMT on Monday") == "2026-11-09T06:00:00Z"


def test_the_moment_is_the_same_and_so_is_the_documents_id() -> None:
    there, here = moment(MORNING), moment("2026-11-08T22:00:00Z")
    assert there == here
    assert there.utcoffset() == timedelta(hours=8)
    assert plain(there) == plain(here) == said(there) == "2026-11-08T22:00:00Z"
    told = [Document(id="d", text=BUS, published=each) for each in (there, here)]
    assert identity(told[0]) == identity(told[1])


def test_figures_are_in_utc() -> None:
    document = Document(id="d", text=BUS, published=moment(MORNING))
    figure = normalise(document, extract(document))[0]
    assert figure.published is not None
    assert figure.published.tzinfo is UTC
    assert figure.as_of is not None
    assert figure.as_of.tzinfo is UTC


FEED = """<rss version="2.0"><channel><title>Summit Courier</title><item><title>Bus falls</title>
<link>http://s.example/1</link><pubDate>Mon, 09 Nov 2026 06:00:00 +0800</pubDate>
<description>{}</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Summit Courier</title><entry><title>Bus falls</title>
<published>2026-11-09T06:00:00+08:00</published><summary>{}</summary></entry></feed>"""
PAGE = """<html><head><title>Bus falls</title><meta property="article:published_time" content="2026-11-09T06:00:00+08:00"></head>
<body><article><p>{}</p></article></body></html>"""
POSTS = [
    {"date": "2026-11-09T06:00:00", "date_gmt": "2026-11-08T22:00:00", "link": "http://s.example/1", "title": {"rendered": "Bus"},
     "content": {"rendered": f"<p>{BUS}</p>"}}
]  # fmt: skip
FILES = {
    "a.txt": f"Published: {MORNING}\n\n{BUS}",
    "a.xml": FEED.format(BUS),
    "a.atom": ATOM.format(BUS),
    "a.html": PAGE.format(BUS),
    "a.jsonl": json.dumps({"text": BUS, "published": MORNING}),
    "a.csv": f'text,published\n"{BUS}",{MORNING}\n',
    "posts.json": json.dumps(POSTS),
}
STORED = """SELECT d.published, d.utc_offset, c.window_start, e.first_day FROM documents d
 JOIN claims c ON c.document = d.id AND c.retired_at IS NULL JOIN events e ON e.id = c.event"""


@pytest.mark.parametrize("name", FILES)
def test_ingest_reads_each_format_by_the_publishers_day_and_so_does_reparse(home: Home, name: str) -> None:
    path = home.write(name, FILES[name])
    assert home.call("ingest", path).exit_code == 0
    stored = [("2026-11-08T22:00:00Z", 480, "2026-11-09", "2026-11-09")]
    assert home.rows(STORED) == stored
    assert CliRunner().invoke(cli, ["reparse"], env=home.env).exit_code == 0
    assert home.rows(STORED) == stored
    store = Store.open(home.database, lambda: datetime(2030, 1, 1, tzinfo=UTC))
    regroup(store, full=True, anew=True)
    store.database.conn.close()
    assert home.rows(STORED) == stored


def test_an_event_of_the_ninth_is_told_as_of_no_earlier_day(home: Home) -> None:
    home.call("ingest", home.write("a.txt", FILES["a.txt"]))
    assert home.rows("SELECT sentence FROM events") == [("5 killed, one claimant, as of 9 November",)]


def test_what_was_stored_without_an_offset_is_utc_until_its_bytes_are_read_anew(home: Home) -> None:
    from db.connect import writer

    home.call("ingest", home.write("a.txt", FILES["a.txt"]))
    with writer(home.database) as database:
        database.conn.execute("UPDATE documents SET utc_offset = NULL")
        database.conn.execute("UPDATE claims SET window_start = '2026-11-02', window_end = '2026-11-02'")
        database.conn.commit()
    home.call("ingest", home.folder / "in")
    assert home.rows(STORED)[0][:3] == ("2026-11-08T22:00:00Z", None, "2026-11-02")
    assert CliRunner().invoke(cli, ["reparse"], env=home.env).exit_code == 0
    assert home.rows(STORED) == [("2026-11-08T22:00:00Z", 480, "2026-11-09", "2026-11-09")]


def test_a_row_is_its_document_again() -> None:
    row = {
        "id": "d", "text": BUS, "title": None, "url": None, "publisher": None, "language": None, "licence": None, "source": None,
        "snapshot": None, "published": "2026-11-08T22:00:00Z",
    }  # fmt: skip
    for offset, day in ((480, 9), (None, 8), (-300, 8)):
        published = document_of(row | {"utc_offset": offset}).published
        assert published == datetime(2026, 11, 8, 22, tzinfo=UTC)
        assert published.day == day


@pytest.mark.parametrize("command", ["extract", "tally", "events"])
def test_the_commands_read_by_the_publishers_day(command: str) -> None:
    line = json.dumps({"id": "a", "text": BUS, "published": MORNING})
    done = CliRunner().invoke(cli, [command, "-"], input=line)
    found = json.loads(done.output)
    if command == "extract":
        assert found["claims"][0]["window_start"] == "2026-11-09"
        assert found["claims"][0]["as_of"] == "2026-11-08T22:00:00Z"
    elif command == "events":
        assert (found["first_day"], found["days_basis"]) == ("2026-11-09", "stated")


def test_an_event_without_days_is_of_the_publishers_day() -> None:
    line = json.dumps(
        {"id": "a", "text": "Five people were killed when a bus fell off a cliff near Baguio.", "published": MORNING}
    )
    found = json.loads(CliRunner().invoke(cli, ["events", "-"], input=line).output)
    assert (found["first_day"], found["days_basis"]) == ("2026-11-09", "published")
