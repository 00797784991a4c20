"""Reports to events: what belongs together, what must stay apart, and that the order of arrival says nothing."""

from __future__ import annotations

import dataclasses
import random
from datetime import date

import pytest

from aggregator.core.model import Document, Figure, Place, Precision, Window
from aggregator.events import group, reports
from aggregator.evidence import Seen, seen, week
from aggregator.grouper import Grouper
from aggregator.profile import country_key, place_key
from aggregator.regroup import span_of, title_of
from tests.factories import DAY, document, figure, place

Said = tuple[Document, tuple[Figure, ...]]


def report(text: str, *figures: Figure, hours: float = 0, **fields: object) -> Said:
    made = document(text, hours=hours, **fields)
    said = figures or (figure(3, document=made.id, hours=hours, place=place("Nowhere", country="", lat=None, lon=None)),)
    return made, tuple(said)


def together(*said: Said) -> list[list[str]]:
    """The groups as texts' first words."""
    words = {d.id: d.text.split()[0] for d, _ in said}
    return sorted(sorted(words[i] for i in event.documents) for event in group(said))


FERRY = "The ferry Blue Heron capsized off Tarn Point with sixty passengers aboard."
FERRY_AGAIN = "Divers searching the wreck of the Blue Heron near Tarn Point found three more victims."
MINE = "An explosion tore through the Oxley colliery in Brandt on Tuesday evening."


def test_reports_that_share_telling_names_are_one_event() -> None:
    assert together(report(FERRY), report(FERRY_AGAIN, hours=9), report(MINE)) == [["An"], ["Divers", "The"]]


def test_every_document_and_figure_is_in_an_event() -> None:
    said = [report(FERRY), report(MINE), (document("Nothing happened in Harmon."), ())]
    events = group(said)
    assert {d.id for d, _ in said} == {i for e in events for i in e.documents}
    assert sum(len(e.figures) for e in events) == 2


def test_order_of_arrival_does_not_matter() -> None:
    said = [report(FERRY), report(FERRY_AGAIN, hours=9), report(MINE), report(MINE + " Rescuers went in.", hours=4)]
    first = group(said)
    for seed in range(5):
        random.Random(seed).shuffle(said)
        assert group(said) == first


def test_an_id_stays_when_a_later_report_joins() -> None:
    (early,) = group([report(FERRY)])
    (late,) = group([report(FERRY_AGAIN, hours=9), report(FERRY)])
    assert early.id == late.id


def test_nothing_gives_no_events() -> None:
    assert group([]) == []


def test_a_word_common_in_the_whole_store_tells_nothing_in_a_part_of_it() -> None:
    pair = [r for said in (report(FERRY), report("Blue Heron Lane was shut after a crash.", hours=2)) for r in reports(*said)]
    alone, part = Grouper(), Grouper(dict.fromkeys(pair[0].keys, Seen(900, 90)))
    for each in pair:
        alone.add(each)
        part.add(each)
    assert len(alone.groups()) == 1
    assert len(part.groups()) == 2


@pytest.mark.parametrize(("beside", "groups"), [(0, 1), (60, 2)])
def test_what_a_town_was_in_the_news_for_in_other_years_does_not_matter(beside: int, groups: int) -> None:
    """A town that is in the news every month is as telling as another in a week in which little else is told of it."""
    town = place("Harmon")
    pair = [
        *reports(*told_at("Masons fell when scaffolding gave way.", 14, town, "collapse")),
        *reports(*told_at("Fourteen labourers lie under fallen poles, a foreman said.", 14, town, "collapse")),
    ]
    now = week(pair[0])
    told = {now - 10 * n: 4 for n in range(1, 60)} | {now: 2 + beside}
    grouper = Grouper({key: seen(key, told) for key in (place_key(town), country_key(town))})
    for each in pair:
        grouper.add(each)
    assert len(grouper.groups()) == groups


@pytest.mark.parametrize(("cause", "other", "groups"), [
    ("transport", "transport", 1), ("clash", "transport", 2), ("landslide", "clash", 2), ("earthquake", "small_arms", 2),
])  # fmt: skip
def test_a_town_is_evidence_once_not_as_a_place_and_as_a_word(cause: str, other: str, groups: int) -> None:
    """Two harms of one town and day are two, however rarely the town is in the news and however often each text names it."""
    town = dataclasses.replace(place("Goma"), geoname=216281, name="Goma", country="COD")
    said = [
        told_at(text, n, town, code)
        for n, text, code in (
            (7, "Goma wept. Goma buries fishers.", cause),
            (11, "In Goma shops stayed shut; Goma mourned.", other),
        )
    ]
    assert len(group(said)) == groups


def test_one_country_on_one_day_is_not_enough() -> None:
    here = place("Xanland", lat=None, lon=None)
    said = [
        report(text, figure(n, document=document(text).id, place=here))
        for n, text in ((3, "Masons fell off Kestrel bridge."), (9, "Hail hit Orwen."))
    ]
    assert len(group(said)) == 2


def named(name: str, country: str, *, admin1: str | None = None, lat: float | None = None, lon: float | None = None) -> Place:
    """A province, or a whole country where none is given."""
    level = Precision.ADMIN1 if admin1 else Precision.COUNTRY
    return Place(text=name, name=name, country=country, admin1=admin1, lat=lat, lon=lon, precision=level)


def told_at(text: str, count: int, where: Place, cause: str | None = None) -> Said:
    return report(text, figure(count, document=document(text).id, place=where, cause=cause))


def test_one_country_one_day_and_one_kind_of_place_are_enough() -> None:
    here = named("Xanland", "XKX")
    soldiers = told_at("Soldiers at an outpost fell to raiders.", 3, here)
    garrison = told_at("Two score died in the garrison, an officer said.", 40, here)
    masons = told_at("Masons slipped in a mine shaft.", 9, here)
    assert together(soldiers, garrison, masons) == [["Masons"], ["Soldiers", "Two"]]


def test_a_country_s_name_in_both_texts_tells_no_more_than_the_country() -> None:
    here = named("Chad", "TCD")
    assert len(group([told_at("Masons fell in Chad.", 3, here), told_at("Hail struck reapers in Chad.", 9, here)])) == 2


def test_two_provinces_far_apart_are_two_places() -> None:
    west = named("Kayes", "MLI", admin1="Kayes", lat=14.4, lon=-11.4)
    east = named("Gao", "MLI", admin1="Gao", lat=16.3, lon=0.0)
    raid, other = "Soldiers at a post were raided by night.", "Troops at another post were raided by night."
    assert len(group([told_at(raid, 3, west), told_at(other, 9, west)])) == 1
    assert len(group([told_at(raid, 3, west), told_at(other, 9, east)])) == 2


def test_an_earthquake_knows_no_border() -> None:
    turkey, syria = named("Turkey", "TUR"), named("Syria", "SYR")
    here = "The earthquake in Turkey and Syria brought down thousands of houses before dawn."
    there = "After the earthquake people in Syria sleep outside, doctors said; in Turkey too."
    assert len(group([told_at(here, 900, turkey, "earthquake"), told_at(there, 400, syria, "earthquake")])) == 1
    assert (
        len(group([told_at("Gunmen shot herders in Turkey.", 9, turkey), told_at("Gunmen shot herders in Syria.", 4, syria)]))
        == 2
    )


def test_a_report_without_figures_keeps_no_others_apart() -> None:
    answer = document("The mayor of Tarn Point would say nothing of the Blue Heron, its owner or its sixty passengers.", hours=3)
    said = [report(FERRY), report(FERRY_AGAIN, hours=9)]
    first = {frozenset(e.documents) & {d.id for d, _ in said} for e in group(said)}
    assert {frozenset(e.documents) & {d.id for d, _ in said} for e in group([*said, (answer, ())])} - {frozenset()} == first


def test_a_sentence_told_of_three_countries_in_one_week_is_furniture() -> None:
    shut = "Kiosks along Tallow Quay stayed shuttered while cranes hoisted girders past Wendover Arch."
    towns = [
        place("Orwen", country="GHA", lat=5.6),
        place("Bryn", country="PER", lat=-9.0),
        place("Calder", country="NPL", lat=28.0),
    ]
    first, second, third = [told_at(f"{name} fell. {shut}", 3, where) for name, where in zip("ABC", towns, strict=True)]
    assert len(group([first, second])) == 1  # two may be one story that crosses a border
    assert len(group([first, second, third])) == 3


def test_what_harmed_people_is_no_name_also_at_the_head_of_a_title() -> None:
    near, far = place("Orwen", country="GHA", lat=5.6), place("Bryn", country="PER", lat=-9.0)
    assert len(group([told_at("Flood in Orwen", 3, near, "flood"), told_at("Flood in Bryn", 9, far, "flood")])) == 2


def test_a_day_that_no_report_states_is_the_day_of_a_report_and_says_so() -> None:
    """Months after a storm a study counts its dead: the day of the study is not the day of the storm."""
    nameless = place("Nowhere", country="", lat=None, lon=None)
    text = "A study of the storm at Harmon finds three more dead."
    (study,) = group([report(text, figure(3, document=document(text).id, place=nameless, window=Window()))])
    assert study.days_basis == "published" and study.first_day == DAY
    assert title_of(study).endswith("reported 14 May 2030")
    (blast,) = group([report(text, figure(3, document=document(text).id, place=nameless))])
    assert blast.days_basis == "stated" and title_of(blast).endswith("14 May 2030") and "reported" not in title_of(blast)


@pytest.mark.parametrize(
    ("cause", "named"),
    [
        ("small_arms", "Shooting, Orwen"),
        ("transport", "Transport accident, Orwen"),
        ("booby_trap", "Booby trap, Orwen"),
        (None, "Orwen"),
    ],
)
def test_a_title_names_the_cause_in_words_of_people(cause: str | None, named: str) -> None:
    """Not in our codes: "Small arms", "Transport", "Ied" say nothing to who reads a list of events."""
    (event,) = group([told_at("Five people were killed in Orwen.", 5, place("Orwen", country="GHA", lat=5.6), cause)])
    assert title_of(event).startswith(f"{named} (GHA), ")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2030, 5, 14), date(2030, 5, 14), "14 May 2030"),
        (date(2030, 5, 14), date(2030, 5, 16), "14 to 16 May 2030"),
        (date(2030, 5, 29), date(2030, 6, 3), "29 May to 3 June 2030"),
        (date(2029, 12, 31), date(2030, 1, 1), "31 December 2029 to 1 January 2030"),
        (date(2029, 5, 14), date(2030, 5, 14), "14 May 2029 to 14 May 2030"),
    ],
)
def test_a_title_says_a_month_and_a_year_once(first: date, last: date, words: str) -> None:
    assert span_of(first, last) == words
