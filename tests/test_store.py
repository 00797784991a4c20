"""What is stored of documents and claims: once, whole, append-only, and back again without loss."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregator.core.errors import LeaseLost, NotFound, StoreError
from aggregator.core.model import (
    Basis,
    BoundBasis,
    Cause,
    Claim,
    Figure,
    Outcome,
    Place,
    Precision,
    Qualifier,
    Role,
    Snapshot,
    SourceKind,
    Stance,
    Status,
    Step,
    Victims,
    Window,
)
from db import documents, rows
from db.store import Store
from tests.factories import NOON, moment
from tests.said import told


class Clock:
    """A clock that the test sets; it goes on by a second a look."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def store(tmp_path: Path):
    opened = Store.open(tmp_path / "a.db", Clock())
    yield opened
    opened.close()


def dump(store: Store) -> str:
    """Every row of every table, hashed."""
    tables = {name: store.all(f"SELECT * FROM [{name}]") for name in sorted(store.database.table_names())}
    return hashlib.sha256(repr(tables).encode()).hexdigest()


def keep(store: Store, text: str, *, versions: str = "v1", **fields: object) -> documents.Kept:
    made, figures = told(text, **fields)
    return documents.keep(store, made, figures, snapshot=None, versions=versions)


def changes(store: Store) -> list[tuple[str, str]]:
    return [(row["kind"], row["op"]) for row in store.all("SELECT kind, op FROM changes ORDER BY seq")]


def snapshot(body: bytes = b"<p>12 killed</p>", source: str = "feed", hours: float = 0) -> Snapshot:
    return Snapshot(
        id=Snapshot.digest(body),
        source=source,
        url="http://a.example/",
        body=body,
        media_type="text/html",
        fetched_at=moment(hours),
    )


def test_a_document_is_stored_with_its_claims_chain_and_changes(store: Store) -> None:
    kept = keep(store, "Police said 12 people died and 30 were hurt.")
    assert (kept.new, kept.added, kept.retired) == (True, 2, 0)
    assert changes(store) == [("claim", "upsert"), ("claim", "upsert"), ("document", "upsert")]
    row = store.one("SELECT quote, low, high, known_at, event FROM claims WHERE low = 12")
    assert row == {"quote": "12", "low": 12, "high": 12, "known_at": "2030-05-14T12:00:01.000Z", "event": None}
    assert store.one("SELECT role, name FROM attributions") == {"role": "claimant", "name": "police"}
    assert [r["document"] for r in store.all("SELECT document FROM pending")] == [kept.document]


def test_the_words_are_found_by_full_text(store: Store) -> None:
    keep(store, "A dam burst in Çankaya and 12 people died.")
    found = "SELECT c.low FROM claims_fts f JOIN claims c ON c.seq = f.rowid WHERE claims_fts MATCH ?"
    assert store.all(found, ["cankaya"]) == [{"low": 12}]
    assert store.all(found, ["volcano"]) == []


def test_the_same_again_changes_no_row(store: Store) -> None:
    keep(store, "12 people died.")
    before = dump(store)
    assert keep(store, "12 people died.") == documents.Kept(document=told("12 people died.")[0].id)
    assert dump(store) == before


def test_the_same_from_another_feed_is_known(store: Store) -> None:
    keep(store, "12 people died.", source="one", url="http://a.example/1")
    assert not keep(store, "12 people died.", source="two", url="http://a.example/1").new


def test_read_anew_keeps_equal_claims_and_retires_the_others(store: Store) -> None:
    made, figures = told("12 people died, 5 of them children, 9 hurt.")
    documents.keep(store, made, figures, snapshot=None, versions="v1")
    twelve, five, _nine = figures
    wiser = dataclasses.replace(five, claim=dataclasses.replace(five.claim, subset_of=twelve.claim.id, extractor="hand/2"))
    same = dataclasses.replace(twelve, claim=dataclasses.replace(twelve.claim, extractor="hand/2"))
    kept = documents.keep(store, made, (same, wiser), snapshot=None, versions="v2")
    assert (kept.new, kept.added, kept.retired) == (False, 1, 2)
    old = store.all("SELECT low, extractor, retired_reason FROM claims WHERE retired_at IS NOT NULL ORDER BY low")
    assert old == [
        {"low": 5, "extractor": "hand/1", "retired_reason": documents.READ_ANEW},
        {"low": 9, "extractor": "hand/1", "retired_reason": documents.READ_ANEW},
    ]
    standing = documents.load(store, [made.id])[0][1]
    assert [(f.claim.low, f.claim.extractor) for f in standing] == [(12, "hand/1"), (5, "hand/2")]
    assert standing[1].claim.subset_of == standing[0].claim.id
    assert changes(store)[-4:] == [("claim", "upsert"), ("claim", "tombstone"), ("claim", "tombstone"), ("document", "upsert")]


def test_back_and_forth_between_two_readings_never_reuses_a_row(store: Store) -> None:
    made, figures = told("12 people died.")
    other = (dataclasses.replace(figures[0], population="civilian"),)
    for turn, reading in enumerate((figures, other, figures, other)):
        documents.keep(store, made, reading, snapshot=None, versions=f"v{turn}")
    found = store.all("SELECT id, population, retired_at IS NULL AS stands FROM claims ORDER BY seq")
    assert [(row["population"], row["stands"]) for row in found] == [("all", 0), ("civilian", 0), ("all", 0), ("civilian", 1)]
    assert len({row["id"] for row in found}) == 4


def test_two_equal_figures_of_one_place_are_two_rows(store: Store) -> None:
    made, (one,) = told("12 people died.")
    assert documents.keep(store, made, (one, one), snapshot=None, versions="v1").added == 2
    before = dump(store)
    assert documents.keep(store, made, (one, one), snapshot=None, versions="v1").added == 0
    assert dump(store) == before


def test_a_newer_text_of_a_url_retires_the_older_one(store: Store) -> None:
    url = "http://a.example/story"
    first = keep(store, "12 people died.", url=url)
    second = keep(store, "15 people died.", url=url)
    again = keep(store, "12 people died.", url=url)
    assert not again.new, "a feed that still shows the old text does not bring it back"
    old = store.one("SELECT retired_reason FROM documents WHERE id = ?", [first.document])
    assert old == {"retired_reason": documents.NEWER_TEXT}
    assert [(f.claim.low) for _, figures in documents.load(store, [first.document, second.document]) for f in figures] == [15]


def test_rows_of_one_table_share_a_url_and_all_stand(store: Store) -> None:
    page = store.keep_snapshot(snapshot())
    for number in (1, 2, 3):
        made, figures = told(f"Row with {number} killed.", url="http://a.example/table.csv")
        documents.keep(store, made, figures, snapshot=page, versions="v1")
    made, figures = told("Row with 4 killed.", url="http://a.example/table.csv")
    documents.keep(store, made, figures, snapshot=store.keep_snapshot(snapshot(b"later")), versions="v1")
    assert store.one("SELECT count(*) AS n FROM documents WHERE retired_at IS NULL") == {"n": 4}


def test_old_bytes_read_anew_do_not_bring_an_old_text_back(store: Store) -> None:
    url = "http://a.example/story"
    early, late = (store.keep_snapshot(snapshot(b"%d" % hours, hours=hours)) for hours in (0, 5))
    for page, text in ((early, "12 people died."), (late, "15 people died."), (early, "Twelve, that is 12, people died.")):
        made, figures = told(text, url=url)
        documents.keep(store, made, figures, snapshot=page, versions="v1")
    assert [row["text"] for row in store.all("SELECT text FROM documents WHERE retired_at IS NULL")] == ["15 people died."]


def test_what_a_new_reading_no_longer_gives_retires(store: Store) -> None:
    page = store.keep_snapshot(snapshot())
    kept = []
    for text in ("12 people died.", "13 people died."):
        made, figures = told(text)
        kept.append(documents.keep(store, made, figures, snapshot=page, versions="v1").document)
    assert documents.unseen(store, page, kept) == 0
    assert documents.unseen(store, page, kept[:1]) == 1
    assert [d.id for d, _ in documents.load(store, kept)] == kept[:1]


def test_a_claim_that_does_not_slice_back_is_refused_and_nothing_stored(store: Store) -> None:
    made, (one,) = told("12 people died.")
    wrong = dataclasses.replace(one, claim=dataclasses.replace(one.claim, end=5))
    before = dump(store)
    with pytest.raises(StoreError, match="does not slice back to '12'"):
        documents.keep(store, made, (wrong,), snapshot=None, versions="v1")
    assert dump(store) == before


def test_a_number_no_database_holds_is_refused_and_nothing_stored(store: Store) -> None:
    made, (one,) = told("12 people died.")
    huge = dataclasses.replace(one, claim=dataclasses.replace(one.claim, low=10**30))
    before = dump(store)
    with pytest.raises(StoreError, match="beyond 64 bits"):
        documents.keep(store, made, (huge,), snapshot=None, versions="v1")
    assert dump(store) == before


def test_raw_bytes_are_kept_once_compressed_and_come_back(store: Store) -> None:
    body = b"<p>nothing but the same words</p>" * 200
    one, two = store.keep_snapshot(snapshot(body)), store.keep_snapshot(snapshot(body, source="mirror"))
    assert one != two
    assert store.snapshot(one).body == store.snapshot(two).body == body
    blob = store.one("SELECT hash, size, encoding, length(bytes) AS packed FROM blobs")
    assert blob is not None and blob["hash"] == Snapshot.digest(body) and blob["size"] == len(body)
    assert blob["encoding"] == "zlib" and blob["packed"] < len(body) // 10
    before = dump(store)
    store.keep_snapshot(snapshot(body))
    assert dump(store) == before


@given(body=st.binary(max_size=200))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_come_back(store: Store, body: bytes) -> None:
    assert store.snapshot(store.keep_snapshot(snapshot(body))) == snapshot(body)


def test_damaged_bytes_are_noticed(store: Store) -> None:
    kept = store.keep_snapshot(snapshot())
    store.database.conn.execute("UPDATE blobs SET bytes = x'00ff', encoding = 'raw'")
    with pytest.raises(StoreError, match="not the ones that came"):
        store.snapshot(kept)
    with pytest.raises(NotFound):
        store.snapshot("none")


def test_a_problem_is_recorded_once_and_can_be_solved(store: Store) -> None:
    for _ in range(2):
        store.problem("a.csv", "format", "no column `text`")
    assert store.one("SELECT count(*) AS n FROM problems WHERE resolved_at IS NULL") == {"n": 1}
    store.solved("a.csv")
    assert store.one("SELECT count(*) AS n FROM problems WHERE resolved_at IS NULL") == {"n": 0}
    store.problem("a.csv", "format", "no column `text`")
    assert store.one("SELECT count(*) AS n, max(resolved_at) AS r FROM problems") == {"n": 1, "r": None}


def test_a_fence_stops_every_write(store: Store) -> None:
    def lost(_: object) -> None:
        raise LeaseLost("another holds it")

    store.fence = lost
    before = dump(store)
    for write in (lambda: keep(store, "12 died."), lambda: store.keep_snapshot(snapshot()), lambda: store.problem("a", "b", "c")):
        with pytest.raises(LeaseLost):
            write()
    assert dump(store) == before


def test_a_clock_set_back_does_not_disorder_the_history(store: Store) -> None:
    keep(store, "12 people died.")
    store.clock.at -= timedelta(hours=1)  # type: ignore[attr-defined]
    keep(store, "13 people died.")
    times = [row["at"] for row in store.all("SELECT at FROM changes ORDER BY seq")]
    assert times == sorted(times)


def test_a_clock_that_was_years_ahead_is_not_followed(store: Store) -> None:
    store.clock.at += timedelta(days=3000)  # type: ignore[attr-defined]
    keep(store, "12 people died.")
    store.clock.at = NOON  # type: ignore[attr-defined]
    keep(store, "13 people died.")
    assert str(store.all("SELECT at FROM changes ORDER BY seq")[-1]["at"]).startswith("2030-05-14")


words = st.text(max_size=12).filter(lambda text: "\x00" not in text).map(lambda text: text.encode("utf-8", "replace").decode())
maybe = st.none() | words
number = st.none() | st.integers(0, 2**62)
days = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(lambda t: t.replace(microsecond=0, tzinfo=UTC))  # noqa: DTZ001
degrees = st.none() | st.floats(-90, 90)
places = st.builds(
    Place, text=maybe, name=maybe, country=maybe, admin1=maybe, lat=degrees, lon=degrees,
    precision=st.none() | st.sampled_from(Precision), geoname=number,
)  # fmt: skip
steps = st.builds(Step, role=st.sampled_from(Role), name=words, source=maybe, verb=maybe, stance=st.sampled_from(Stance))
claims = st.builds(
    Claim, id=st.just("claim"), document=st.just(""), start=st.just(0), end=st.just(2), quote=st.just("12"), sentence=words,
    sentence_start=st.just(0), outcome=st.sampled_from(Outcome), low=number, high=number, best=number, stated_low=number,
    stated_high=number, qualifier=st.sampled_from(Qualifier), bound_basis=st.sampled_from(BoundBasis), policy=maybe, unit=words,
    victims=st.builds(Victims, text=maybe, groups=st.lists(words).map(tuple), status=st.sampled_from(Status)),
    explicit=st.booleans(), cause=st.builds(Cause, text=maybe, code=maybe), basis=st.sampled_from(Basis), window_text=maybe,
    as_of_text=maybe, place=places,
    attribution=st.lists(steps, max_size=3).map(tuple), stance=st.sampled_from(Stance), subset_of=st.none(),
    background=st.booleans(), rule=words, extractor=words, confidence=st.floats(0, 1), flags=st.lists(words).map(tuple),
)  # fmt: skip
figures_of_all_kinds = st.builds(
    Figure, claim=claims, claimant=words, claimant_name=words, claimant_kind=st.sampled_from(SourceKind), side=maybe,
    party=st.booleans(), publisher=maybe, published=st.none() | moments, place=places,
    window=st.builds(Window, start=days, end=days, precision=st.none() | st.sampled_from(Precision)),
    as_of=st.none() | moments, as_of_basis=words, people_low=number, people_high=number, population=words,
    flags=st.lists(words).map(tuple),
)  # fmt: skip


@given(figure=figures_of_all_kinds, count=st.integers(0, 10**9))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_figure_comes_back_as_it_was(store: Store, figure: Figure, count: int) -> None:
    made, _ = told(f"12 and then nobody {count} {hashlib.sha256(repr(figure).encode()).hexdigest()}")
    given = dataclasses.replace(figure, claim=dataclasses.replace(figure.claim, document=made.id, id=f"{made.id}-claim"))
    documents.keep(store, made, (given,), snapshot=None, versions="v1")
    ((document, (back,)),) = documents.load(store, [made.id])
    assert back == given
    assert document.text[back.claim.start : back.claim.end] == back.claim.quote


@given(moments)
def test_moments_read_back_and_sort_as_text(when: datetime) -> None:
    assert rows.moment_of(rows.said(when)) == when
    assert rows.learned(when) < rows.learned(when + timedelta(milliseconds=1))
    assert str(rows.said(when)).endswith("Z") and moment().tzinfo
