"""Reports to events: what belongs together, what must stay apart, and that the order of arrival says nothing."""

from __future__ import annotations

import random

from aggregator.core.model import Document, Figure
from aggregator.events import group, reports
from aggregator.grouper import Grouper
from tests.factories import document, figure, place

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
    alone, part = Grouper(), Grouper(dict.fromkeys(pair[0].keys, (900, 90)))
    for each in pair:
        alone.add(each)
        part.add(each)
    assert len(alone.groups()) == 1
    assert len(part.groups()) == 2


def test_one_country_on_one_day_is_not_enough() -> None:
    here = place("Xanland", lat=None, lon=None)
    said = [
        report(text, figure(n, document=document(text).id, place=here))
        for n, text in ((3, "Masons fell off Kestrel bridge."), (9, "Hail hit Orwen."))
    ]
    assert len(group(said)) == 2
