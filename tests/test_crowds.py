"""Crowds: a disaster that hundreds of reports tell stays one event, and a city in the news every day does not become one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.model import Document, Figure
from aggregator.crowds import day_told, news_of, one_happening, peaks
from aggregator.events import group, reports
from aggregator.normalise import normalise
from aggregator.profile import rules
from aggregator.reading import stored_form
from aggregator.regroup import regroup
from db import documents as documents_of
from db.store import Store
from parsers.text.claims import extract
from tests.incidents import documents, told_by_many
from tests.test_store import Clock

Said = tuple[Document, tuple[Figure, ...]]


def read(rows: list[dict[str, str]], *, stored: bool = False) -> list[Said]:
    said = []
    for row in rows:
        document = Document(**{**row, "published": datetime.fromisoformat(row["published"])})  # type: ignore[arg-type]
        document = stored_form(document) if stored else document
        said.append((document, tuple(normalise(document, extract(document)))))
    return said


@cache
def background() -> tuple[Said, ...]:
    return tuple(read(documents(200)))


def parts(rows: list[dict[str, str]]) -> list[Counter[str]]:
    """Of each event that has one of these reports: how many of which kind, the largest first."""
    events = group([*background(), *read(rows)])
    found = [Counter("".join(c for c in d if c.isalpha()) for d in e.documents) for e in events]
    names = {"".join(c for c in row["id"] if c.isalpha()) for row in rows}
    return sorted((each for each in found if names & set(each)), key=lambda each: -each.total())


@pytest.mark.parametrize("count", [20, 31, 45, 120])
def test_one_disaster_is_one_event_however_many_tell_of_it(count: int) -> None:
    largest, *rest = parts(told_by_many(count))
    assert largest["Kano"] >= 0.95 * count
    assert largest.total() - largest["Kano"] <= 2, "others that have nothing to do with it were drawn in"
    assert sum(each["Kano"] for each in rest) <= 0.05 * count


def test_a_lesser_incident_of_that_place_and_week_is_no_part_of_it() -> None:
    """Its words are the disaster's, but for the toll; taken in, it would be the newest figure of hundreds of dead."""
    lesser = told_by_many(3, seed=1)
    for n, row in enumerate(lesser):
        _, *rest = row["text"].split("\n\n")
        row["text"] = "\n\n".join(
            ["Police said 2 people were killed when a house collapsed in Kano, the second this week.", *rest]
        )
        row |= {"id": f"lesser{n}", "published": f"2024-08-18T0{n}:00:00Z"}
    found = parts([*told_by_many(90), *lesser])
    assert found[0]["Kano"] >= 85 and not found[0]["lesser"]


def test_two_disasters_of_one_week_are_two() -> None:
    found = parts([*told_by_many(60), *told_by_many(50, seed=2, town="Davao")])
    assert found[0]["Kano"] >= 57 and found[1]["Davao"] >= 47, "each is nearly whole"
    assert not any(each["Kano"] and each["Davao"] for each in found)


def test_a_banner_above_all_pages_of_a_day_names_nothing() -> None:
    """Its words crowd about that day, and of those who bear them nobody means them; who does is of another month."""
    rows = [
        row | {"id": f"b{row['id']}", "published": f"2024-08-12T{n % 24:02}:15:00Z"}
        for n, row in enumerate(documents(60, seed=3))
    ]
    for row in rows:
        row["text"] = (
            row["text"].replace("were killed when", "were killed on Monday when") + "\n\nAsk Gertrude Flumm how to save."
        )
    other = {
        "id": "other",
        "text": "Gertrude Flumm was among three people killed by floods in Accra.",
        "publisher": "Harbour Post",
    }
    found = parts([*rows, other | {"published": "2024-11-02T00:00:00Z"}])
    assert sum(each.total() for each in found) == 61
    assert found[0].total() <= 6 and all(each.total() == 1 for each in found if each["other"])


def test_a_city_under_fire_for_days_is_many_events() -> None:
    largest, *_ = parts(told_by_many(120, incidents=12, days=12))
    assert largest.total() <= 25, "ten reports tell each of the twelve incidents"


def test_a_store_that_grows_keeps_a_disaster_together(tmp_path: Path) -> None:
    """Batch by batch, only what each batch touches is regrouped (`small=0`); the words of the disaster soon are common ones."""
    store = Store.open(tmp_path / "growing.db", Clock())
    said = read(told_by_many(90), stored=True)
    for each in read(documents(120), stored=True):
        documents_of.keep(store, *each, snapshot=None, versions="v1")
    regroup(store)
    largest = []
    for start in range(0, 90, 15):
        for each in said[start : start + 15]:
            documents_of.keep(store, *each, snapshot=None, versions="v1")
        regroup(store, small=0)
        found = store.one("SELECT max(documents) AS n, sum(documents) AS all_of FROM events WHERE retired_at IS NULL")
        largest.append(found["n"] if found else 0)
    assert all(n >= 0.9 * 15 * (batch + 1) for batch, n in enumerate(largest)), largest
    assert store.one("SELECT count(*) AS n FROM crowds") != {"n": 0}
    before = store.all("SELECT document, event FROM event_documents WHERE retired_at IS NULL ORDER BY 1, 2")
    regroup(store, full=True)
    after = store.all("SELECT document, event FROM event_documents WHERE retired_at IS NULL ORDER BY 1, 2")
    assert sum(one != other for one, other in zip(before, after, strict=True)) <= 3
    store.close()


@pytest.mark.parametrize(("cause", "countries", "one"), [
    ("earthquake", ("TUR", "SYR"), True),
    ("airstrike", ("TUR", "SYR"), False),
    ("airstrike", ("SYR", "SYR"), True),
    ("", ("TUR", "SYR"), False),
])  # fmt: skip
def test_what_strikes_several_countries_may_be_one_happening(cause: str, countries: tuple[str, ...], one: bool) -> None:
    told = [report for document, figures in read(told_by_many(40)) for report in reports(document, figures)]
    members = [
        replace(p, causes=frozenset({cause} - {""}), place=replace(p.place, country=countries[n % 2])) for n, p in enumerate(told)
    ]
    assert one_happening(sorted(members, key=lambda p: p.order)) is one


DAYS = st.dictionaries(st.tuples(st.integers(700, 800), st.booleans()), st.integers(1, 60), max_size=12)


@given(DAYS, st.integers(0, 40))
def test_what_crowds_is_more_than_rare_and_nearly_all_of_its_weeks(days: dict[tuple[int, bool], int], more: int) -> None:
    rule = rules("crowd")
    for peak in peaks(days, more):
        around = {about: n for about, n in days.items() if -rule["before"] <= about[0] - peak.day <= rule["after"]}
        size = sum(n for about, n in around.items() if about in news_of(peak.day))
        assert peak.size <= size and peak.size > rules("wording")["rare"]
        assert size >= rule["share"] * (peak.size + more)
        assert days.get((peak.day, True), 0) > 0, "somebody tells the day"


@given(DAYS)
def test_peaks_do_not_share_reports(days: dict[tuple[int, bool], int]) -> None:
    assert sum(peak.size for peak in peaks(days)) <= sum(days.values())


def test_a_word_of_every_week_has_no_peak() -> None:
    flat = {(day, told): 5 for day in range(600, 900) for told in (True, False)}
    assert peaks(flat) == []
    burst = flat | {(750, True): 900, (751, False): 300}
    assert [peak.day for peak in peaks(burst)] == [750]


@pytest.mark.parametrize(("span", "printed", "about"), [
    ((740, 740), 742, (740, True)),
    ((740, 743), None, (740, True)),
    ((710, 740), 742, (742, False)),  # a month tells no day
    (None, 742, (742, False)),
    (None, None, None),
])  # fmt: skip
def test_the_day_a_report_is_about(span: tuple[int, int] | None, printed: int | None, about: tuple[int, bool] | None) -> None:
    assert day_told(span, printed) == about
