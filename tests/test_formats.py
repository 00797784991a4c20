"""Laws of every format (any bytes are survived, bad items cost only themselves), clean text, records, archives, bombs."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregator.core.errors import BadDate, FormatError
from aggregator.core.model import BoundBasis, Document, Outcome, Qualifier, Snapshot, Source, SourceKind
from parsers import charset, child, clean, containers, records, registry
from parsers.documents import any_moment
from parsers.records import Stated, count, day_words, merged, with_claims, worded
from tests.test_golden import CASES, case_of

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def snapshot(body: bytes, name: str = "file.txt") -> Snapshot:
    return Snapshot(
        id=Snapshot.digest(body), source="t", url=name, body=body, media_type="", fetched_at=datetime(2031, 3, 7, tzinfo=UTC)
    )


def source(form: str = "files", **fields: Any) -> Source:
    return Source(id="t", name="T", publisher="", kind=SourceKind.UNKNOWN, format=form, url="u", **fields)


def read(form: str, body: bytes, name: str = "file.txt", **fields: Any) -> list[Document | FormatError]:
    """Everything a format makes of a body, a raised FormatError last."""
    made: list[Document | FormatError] = []
    try:
        made.extend(registry.formats()[form](snapshot(body, name), source(form, **fields)))
    except FormatError as error:
        made.append(error)
    return made


@QUICK
@given(
    st.sampled_from(sorted(registry.formats())),
    st.binary(max_size=300),
    st.sampled_from(["a.txt", "a.html", "a.csv", "a.json", "a.xml"]),
)
def test_any_bytes_are_survived(form: str, body: bytes, name: str) -> None:
    for each in read(form, body, name):
        assert isinstance(each, (Document, FormatError))


@QUICK
@given(
    st.sampled_from([path for path in CASES if path.suffix != ".pdf"]), st.integers(0, 10**6), st.binary(min_size=1, max_size=6)
)
def test_a_spoilt_reply_is_survived(path: Any, where: int, noise: bytes) -> None:
    """A golden reply with a few bytes overwritten, and the same cut off there."""
    snap, src = case_of(path)
    at = where % len(snap.body)
    for body in (snap.body[:at] + noise + snap.body[at + len(noise) :], snap.body[:at]):
        try:
            for each in registry.formats()[src.format](snapshot(body, snap.url), src):
                assert isinstance(each, (Document, FormatError))
        except FormatError:
            pass


@pytest.mark.parametrize("form", ["acled", "ucdp"])
def test_a_record_that_lacks_a_field_costs_only_itself(form: str) -> None:
    path = next(each for each in CASES if each.parent.name == form and each.name in ("api.in.json", "events.in.json"))
    reply = json.loads(path.read_text(encoding="utf-8"))
    (name,) = (key for key, value in reply.items() if isinstance(value, list))
    whole = reply[name][0]
    reply[name] = [whole, {key: value for key, value in whole.items() if key != "country"}, 7, whole]
    found = [type(each).__name__ for each in read(form, json.dumps(reply).encode())]
    assert found == ["Document", "FormatError", "FormatError", "Document"]


def test_a_cut_feed_never_ends_in_half_a_number() -> None:
    whole = b'<rss version="2.0"><channel><item><title>At least 1200 died</title><link>http://a.example/1</link></item></channel></rss>'
    for end in range(len(whole)):
        for each in read("feed", whole[:end]):
            assert isinstance(each, FormatError) or each.text == "At least 1200 died"


# -- clean text ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Five  dead,\r\n\t7 hurt ", "Five dead,\n7 hurt"),
        ("5 < 10 and 3 > 2", "5 < 10 and 3 > 2"),
        ("AT&T said", "AT&T said"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<b>sixty</b>-<i>three</i> dead", "sixty-three dead"),
        ("<p>sixty\nthree</p>", "sixty three"),
        ("<pre>a\nb</pre>", "a\nb"),
        ("<script>1</script><style>2</style>three<!-- 4 -->", "three"),
        ("<table><tr><td>Dead</td><td>4</td></tr><tr><td>Hurt</td><td>9</td></tr></table>", "Dead | 4\nHurt | 9"),
        ("1&nbsp;200 dead &amp; more", "1\u00a0200 dead & more"),
        ("&lt;p&gt;Escaped &lt;b&gt;twice&lt;/b&gt;&lt;/p&gt;", "Escaped twice"),
        ("six\u00adty, 6\u00ad3", "sixty, 6\u00ad3"),
        ("e\u0301tat", "\u00e9tat"),
        ("a\x00b\x1fc\ufeffd", "abcd"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("<div>" * 300 + "deep", "deep"),
        ("", ""),
    ],
)
def test_markup_becomes_clean_text(markup: str, text: str) -> None:
    assert clean.plain_text(markup) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Five dead.\n\nThe post Five dead appeared first on Lantern.", "Five dead."),
        ("Five dead. [\u2026] Continue reading at the site", "Five dead."),
        ("Five dead. Read more", "Five dead."),
        ("The post office burnt. Five dead.", "The post office burnt. Five dead."),
        ("She asked to read more. Five died.", "She asked to read more. Five died."),
    ],
)
def test_what_feed_software_adds_is_taken_off(text: str, kept: str) -> None:
    assert clean.without_trailers(text) == kept


def test_opening_fields_are_no_text() -> None:
    assert clean.labelled("Countries: Sudan, Chad\nSource: OCHA\n\nFive dead.") == (
        {"country": "Sudan, Chad", "source": "OCHA"},
        "Five dead.",
    )
    assert clean.labelled("Five dead.\nSource: OCHA") == ({}, "Five dead.\nSource: OCHA")


@QUICK
@given(st.text(max_size=200))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    once = clean.tidy(text)
    assert clean.tidy(once) == once
    once.encode("utf-8")


@QUICK
@given(st.text(max_size=60), st.text(max_size=200))
def test_a_document_opens_with_its_headline_once(title: str, body: str) -> None:
    title, body = clean.line(title) or "", clean.tidy(body)
    text = clean.opening(title or None, body)
    assert clean.opening(title or None, text) == text
    assert text in (title, body, f"{title}\n\n{body}")


@pytest.mark.parametrize(
    ("title", "body", "text"),
    [
        ("Five dead", "Five dead in fire.", "Five dead in fire."),
        ("Five dead!", "FIVE  DEAD. The fire began at noon.", "FIVE  DEAD. The fire began at noon."),
        ("Five dead", "Fire kills five.", "Five dead\n\nFire kills five."),
        ("Five dead in fire", "Five dead", "Five dead in fire"),
        (None, "Body.", "Body."),
        ("Title", "", "Title"),
    ],
)
def test_a_headline_is_put_in_front_unless_it_is_there(title: str | None, body: str, text: str) -> None:
    assert clean.opening(title, body) == text


@pytest.mark.parametrize(
    ("body", "declared", "text"),
    [
        ("é".encode(), "iso-8859-1", "é"),
        ("“é”".encode("cp1252"), "utf-8", "“é”"),
        ("é".encode("latin-1"), None, "é"),
        ("“é”".encode("cp1252"), "iso-8859-1", "“é”"),
        ("ж".encode("koi8-r"), "koi8-r", "ж"),
        ("ж".encode("cp1251"), "no-such-charset", "æ"),
        (b'<meta charset="koi8-r">' + "ж".encode("koi8-r"), None, '<meta charset="koi8-r">ж'),
        ("é".encode("utf-16"), None, "é"),
        (b"\xef\xbb\xbfa", "latin-1", "a"),
        ("<é".encode("utf-16-be"), None, "<é"),
        ("<é".encode("utf-32-le"), "utf-8", "<é"),
        (b"+AGE-", "utf-7", "+AGE-"),
        ("абв".encode() * 40 + b"\xff", None, "абв" * 40 + "\ufffd"),
    ],
)
def test_a_charset_is_a_hint(body: bytes, declared: str | None, text: str) -> None:
    assert charset.decode(body, declared) == text


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2031-03-04", "2031-03-04T00:00:00+00:00"),
        ("2031-03-04T05:06:07+02:00", "2031-03-04T05:06:07+02:00"),
        ("Tue, 04 Mar 2031 10:00:00 +0200", "2031-03-04T10:00:00+02:00"),
        ("20310304", "2031-03-04T00:00:00+00:00"),
        ("20310304121500", "2031-03-04T12:15:00+00:00"),
        ("13 May 2030", "2030-05-13T00:00:00+00:00"),
        ("3 Sept 2030", "2030-09-03T00:00:00+00:00"),
        ("May 13, 2030", "2030-05-13T00:00:00+00:00"),
        ("13-May-2030", "2030-05-13T00:00:00+00:00"),
    ],
)
def test_dates_are_read_in_their_usual_spellings(words: str, moment: str) -> None:
    assert any_moment(words).isoformat() == moment


@pytest.mark.parametrize(
    "words",
    [
        "",
        "yesterday",
        "2031-02-30",
        "99999999",
        "20310304999999",
        "Tue, 99 Foo 2031",
        "1" * 50,
        "١٢٣",
        "0001-01-01T00:00+02:00",
        "2031-W05",
        "05/06/2031",
        "31 June 2031",
        "5 Mayhem 2031",
    ],
)
def test_what_is_no_date_is_an_error(words: str) -> None:
    with pytest.raises(BadDate):
        any_moment(words)


# -- records ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "number"), [(3, 3), ("3", 3), ("1,200", 1200), ("+9", 9), (4.0, 4), ("4.0", 4), (None, None), ("", None), (0, 0)]
)
def test_a_field_is_a_whole_number_or_empty(value: object, number: int | None) -> None:
    assert count(value, name="f") == number


@pytest.mark.parametrize(
    "value", ["many", "2.5", 2.5, -1, "-1", True, [3], "1e3", "٣", "9" * 11, 10**10, float("nan"), float("inf")]
)
def test_a_field_that_is_no_number_of_people_is_an_error(value: object) -> None:
    with pytest.raises(FormatError):
        count(value, name="f")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(3, 3, "3"), (3, 5, "3 to 5"), (1200, None, "at least 1,200"), (None, 5, "up to 5"), (None, None, "an unknown number")],
)
def test_bounds_have_words(low: int | None, high: int | None, words: str) -> None:
    assert worded(low, high) == words


def test_days_have_words() -> None:
    assert day_words(date(2031, 3, 4)) == "4 March 2031"
    assert day_words(date(2031, 3, 4), date(2031, 4, 1)) == "between 4 March 2031 and 1 April 2031"


def record(*stated: Stated) -> Document:
    text = "\n".join(["A record.", *(each.line for each in stated)])
    return with_claims(Document(id="d", text=text), stated, rule="test_record")


def test_a_recorded_figure_is_a_claim_whose_quote_is_its_line() -> None:
    whole = Stated(line="Dead: 8 to 14, best 9.", outcome=Outcome.KILLED, low=8, high=14, best=9)
    part = Stated(line="Civilians: 3.", outcome=Outcome.KILLED, low=3, high=3, part_of=whole.line)
    first, second = record(whole, part).structured
    assert (first.quote, first.low, first.high, first.best, first.qualifier) == (whole.line, 8, 14, 9, Qualifier.BETWEEN)
    assert (second.best, second.qualifier, second.subset_of) == (3, Qualifier.EXACT, first.id)


def test_an_approximate_number_is_spread_by_a_tenth_and_says_so() -> None:
    claim = record(Stated(line="Hurt: about 25.", outcome=Outcome.INJURED, low=25, high=25, about=True)).structured[0]
    assert (claim.low, claim.high, claim.best, claim.stated_low, claim.stated_high) == (22, 28, 25, 25, 25)
    assert (claim.qualifier, claim.bound_basis, claim.policy) == (Qualifier.ABOUT, BoundBasis.LEXICAL_POLICY, "default")


@pytest.mark.parametrize(("low", "high"), [(5, 3), (-1, 3), (1, 10**12)])
def test_crossed_or_absurd_bounds_are_refused_and_not_mended(low: int, high: int) -> None:
    with pytest.raises(FormatError):
        record(Stated(line="x", outcome=Outcome.KILLED, low=low, high=high))


def test_a_line_the_text_does_not_hold_is_refused() -> None:
    with pytest.raises(FormatError):
        with_claims(Document(id="d", text="Other."), [Stated(line="x", outcome=Outcome.KILLED, low=1, high=1)], rule="r")


def test_a_recorded_figure_stands_before_the_same_words_read_as_prose() -> None:
    made = record(Stated(line="Dead: 9.", outcome=Outcome.KILLED, low=9, high=9)).structured[0]
    same = records.replace(made, id="read", start=made.start + 6, end=made.end, rule="prose")
    other = records.replace(made, id="other", start=0, end=3, subset_of="read", rule="prose")
    kept = merged([made], [same, other])
    assert [each.id for each in kept] == ["other", made.id]
    assert kept[0].subset_of is None
    assert merged([], [other, same]) == (other, same)


# -- archives and bombs -------------------------------------------------------------------------------------------------------


def zipped(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return buffer.getvalue()


def test_an_archive_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MOST_BYTES", 1_000_000)
    monkeypatch.setattr(containers, "MOST_MEMBERS", 10)
    for body, name in (
        (zipped(("a.txt", bytes(2_000_000))), "a.zip"),
        (zipped(*[(f"{n}.txt", b"x" * 200_000) for n in range(6)]), "a.zip"),
        (zipped(*[(f"{n}.txt", b"x") for n in range(11)]), "a.zip"),
    ):
        with pytest.raises(FormatError):
            list(containers.members(body, name=name))
    with pytest.raises(FormatError, match="once unpacked"):
        containers.gunzip(gzip.compress(bytes(2_000_000)), name="a.gz", limit=1_000_000)


@pytest.mark.parametrize(
    "body", [b"PK\x03\x04rubbish", b"\x1f\x8brubbish", gzip.compress(b"five dead")[:-9], b"WARC/1.0\r\nrubbish"]
)
def test_a_broken_archive_is_an_error(body: bytes) -> None:
    assert [type(each) for each in read("files", body)] == [FormatError]


def test_archives_are_opened_two_deep_and_no_deeper() -> None:
    inner = zipped(("a.txt", b"Five dead."))
    assert [type(each) for each in read("files", zipped(("in.zip", inner)))] == [Document]
    assert [type(each) for each in read("files", zipped(("in.zip", zipped(("in.zip", inner)))))] == [FormatError]


ENTITIES = (
    b"<!DOCTYPE rss [" + b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9)) + b'<!ENTITY a0 "lol">]>'
)
OUTSIDE = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
BOMBS = {
    "entities": ENTITIES + b"<rss><channel><item><title>&a9;</title></item></channel></rss>",
    "entities-gdacs": ENTITIES
    + b'<rss xmlns:gdacs="http://www.gdacs.org"><channel><item><title>&a9;</title></item></channel></rss>',
    "outside": OUTSIDE + b"<rss><channel><item><title>t</title><description>&x;</description></item></channel></rss>",
    "outside-gdacs": OUTSIDE
    + b'<rss xmlns:gdacs="http://www.gdacs.org"><channel><item><title>&x;</title></item></channel></rss>',
    "tags-in-feed": b"<rss><channel><item>" + b"<a>" * 200_000,
    "tags-in-page": b"<html><body>" + b"<div>" * 200_000 + b"Five dead.",
    "tags-escaped": b"<rss><channel><item><description>" + b"&lt;i&gt;" * 200_000 + b"</description></item></channel></rss>",
    "title": b"<rss><channel><item><title>" + b"A title " * 2_500_000 + b"</title></item></channel></rss>",
    "json": b'{"text":' + b"[" * 200_000,
    "digits": b'{"text": ' + b"1" * 200_000 + b"}",
    "items": b"<rss><channel>" + b"<item><title>x</title></item>" * 6_000 + b"</channel></rss>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_survived_and_its_text_stays_small(name: str) -> None:
    for each in read("files", BOMBS[name], "bomb"):
        if isinstance(each, Document):
            assert len(each.text) < 10_000
            assert "lol" not in each.text
    own = Path("/etc/hostname").read_text(encoding="utf-8").strip()
    if name.startswith("outside") and len(own) > 3:
        assert own not in "".join(each.text for each in read("files", BOMBS[name], "bomb") if isinstance(each, Document))


def pdf(*objects: bytes) -> bytes:
    return (
        b"%PDF-1.4\n"
        + b"\n".join(b"%d 0 obj %s endobj" % each for each in enumerate(objects, 1))
        + b"\ntrailer << /Root 1 0 R >>\n%%EOF"
    )


def test_a_pdf_whose_pages_hold_themselves_ends() -> None:
    loop = pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>")
    assert all(isinstance(each, FormatError) for each in read("files", loop, "loop.pdf"))


def spin(body: bytes) -> int:
    while True:
        pass


def swell(body: bytes) -> int:
    held = [bytearray(10_000_000) for _ in range(1000)]
    return len(held)


def fail(body: bytes) -> int:
    raise ValueError(f"cannot read\n{len(body)} bytes")


def double(body: bytes) -> int:
    return 2 * len(body)


def test_a_child_answers() -> None:
    assert child.run("tests.test_formats:double", b"abc", where="x") == 6


@pytest.mark.parametrize(
    ("function", "seconds", "said"),
    [("spin", 1, "took more than 1 s"), ("swell", 120, "took more than 400 MB"), ("fail", 120, "cannot read 3 bytes")],
)
def test_a_child_that_hangs_or_swells_or_fails_dies_alone(function: str, seconds: int, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        child.run(f"tests.test_formats:{function}", b"abc", where="x", seconds=seconds, memory=400 << 20)
