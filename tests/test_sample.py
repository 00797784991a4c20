"""The sample corpus: files, manifest and parsers agree, and the corpus is what its README says."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from functools import cache

import pytest

from aggregator.core.model import Document, Outcome, Qualifier, Stance, Status
from tests import sample_reports as sample

REPORTS = sample.reports()
BODY = re.compile(r"\n\n(.*)", re.DOTALL)
REQUIRED_EVENTS = {
    "aleppo-booby-traps",
    "aleppo-mass-graves",
    "gaza-city-hospital",
    "ghouta-gas-attack",
    "mariupol-theatre",
    "baga-massacre",
    "derna-flood",
    "turkiye-syria-earthquake",
}


FLOORS: dict[str, float] = tomllib.loads((sample.HOME.parent / "tests" / "gold" / "floors.toml").read_text(encoding="utf-8"))[
    "sample"
]


@cache
def measured() -> dict[str, float]:
    return sample.everything()


def ids(report: sample.Report) -> str:
    return report.url.rsplit("/", 1)[1]


def body(document: Document) -> str:
    found = BODY.search(document.text)
    assert found, f"{document.url} has no body under its headline"
    return found[1]


def test_there_are_enough_reports_of_enough_events_in_enough_formats() -> None:
    events = sample.manifest()["events"]
    assert len(REPORTS) >= 45
    assert len(events) >= 12
    assert {path.suffix for path in sample.files()} == {".xml", ".html", ".jsonl", ".txt"}
    assert {event["id"] for event in events} >= REQUIRED_EVENTS
    assert {event["kind"] for event in events} >= {
        "conflict",
        "growing",
        "revised_down",
        "disputed_magnitude",
        "uncontested",
        "zero",
    }


def test_the_files_hold_exactly_the_reports_of_the_manifest() -> None:
    read = Counter((name, each.url) for name, each in sample.documents() if isinstance(each, Document))
    assert read == Counter((report.file, report.url) for report in REPORTS)
    assert [str(each) for _, each in sample.documents() if not isinstance(each, Document)] == []


@pytest.mark.parametrize("report", REPORTS, ids=ids)
def test_a_report_is_read_as_the_manifest_says(report: sample.Report) -> None:
    document = sample.by_url()[report.url]
    assert document.publisher == report.publisher
    assert document.published == report.published
    assert document.title and document.text.startswith(document.title)
    assert 55 <= len(body(document).split()) <= 180


@pytest.mark.parametrize("report", REPORTS, ids=ids)
def test_the_quotes_of_the_manifest_stand_once_in_the_report(report: sample.Report) -> None:
    text = sample.by_url()[report.url].text
    assert {claim.quote: text.count(claim.quote) for claim in report.claims} == {claim.quote: 1 for claim in report.claims}


@pytest.mark.parametrize("report", REPORTS, ids=ids)
def test_the_claims_of_the_manifest_use_the_words_of_the_domain(report: sample.Report) -> None:
    known = {event["id"] for event in sample.manifest()["events"]}
    for claim in report.claims:
        assert claim.outcome in tuple(Outcome)
        assert claim.stance in tuple(Stance)
        assert claim.event in known
        assert claim.status is None or claim.status in tuple(Status)
        assert claim.qualifier is None or claim.qualifier in tuple(Qualifier)
        if claim.qualifier is None:
            assert (claim.low, claim.high) == (None, None)
            assert claim.stance in ("denies", "disputes", "unverified")


@pytest.mark.parametrize("report", REPORTS, ids=ids)
def test_the_bounds_of_the_manifest_fit_their_qualifiers(report: sample.Report) -> None:
    for claim in report.claims:
        low, high = claim.low, claim.high
        if claim.qualifier in ("at_least", "more_than"):
            assert low is not None and high is None
        elif claim.qualifier == "up_to":
            assert low is None and high is not None
        elif claim.qualifier in ("at_most", "less_than", "none"):
            assert low == 0 and high is not None
        elif claim.qualifier == "exact":
            assert low == high is not None
        elif claim.qualifier is not None:
            assert low is not None and (high is None or low < high)
            assert high is not None or claim.qualifier == "vague"
        if claim.qualifier == "about" and low and high:
            middle = (low + high) // 2
            assert (low, high) == (middle - max(1, math.ceil(middle / 10)), middle + max(1, math.ceil(middle / 10)))


def test_only_declared_copies_share_their_words() -> None:
    declared, found = Counter[str](), Counter[str]()
    for report in REPORTS:
        declared[report.copy or report.url] += 1
        found[body(sample.by_url()[report.url])] += 1
    assert sorted(declared.values()) == sorted(found.values())
    assert max(declared.values()) > 1


def test_publishers_are_invented_and_their_addresses_reserved() -> None:
    for report in REPORTS:
        outlet = report.publisher.lower().replace(" ", "-")
        assert report.url.startswith(f"https://{outlet}.sample.example/{report.published.year}/")


def test_every_event_names_public_references_for_its_figures() -> None:
    for event in sample.manifest()["events"]:
        assert event["figures"], event["id"]
        for figure in event["figures"]:
            assert figure["reference"].strip() and figure["claimant"].strip()
            assert event["first_day"] <= figure["date"]


def test_the_corpus_has_denials_and_doubts_without_a_number() -> None:
    stances = Counter(claim.stance for report in REPORTS for claim in report.claims if claim.qualifier is None)
    assert stances["denies"] >= 2
    assert stances["unverified"] >= 1


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_the_extractor_reads_the_sample_at_least_this_well(name: str) -> None:
    assert measured()[name] >= FLOORS[name], "see `make accuracy`"


def test_the_floors_of_the_sample_name_what_is_measured() -> None:
    assert set(FLOORS) == set(measured())
