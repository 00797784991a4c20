"""What an editor would not print: agreement that is none, conflicts that are over, a word of nobody that nobody said."""

from __future__ import annotations

from datetime import datetime

import pytest

from aggregator.core.ends import in_words
from aggregator.core.model import Document, Event
from aggregator.events import group
from aggregator.normalise import normalise
from aggregator.reconcile import reconcile
from parsers.text.claims import extract
from tests.factories import event, figure

MONITOR = {"claimant": "the monitor"}
TUESDAY = "2026-10-20T10:00:00+00:00"


def told(*reports: tuple[str, str, str]) -> Event:
    """The one event of reports, each a publisher, a moment and a text."""
    documents = [
        Document(id=f"d{n}", text=text, publisher=publisher, published=datetime.fromisoformat(when))
        for n, (publisher, when, text) in enumerate(reports)
    ]
    (found,) = group([(document, normalise(document, extract(document))) for document in documents])
    return reconcile(found)


def ranges(said: Event) -> dict[str, tuple[int | None, int | None, bool, str]]:
    """The killed of an event by population."""
    return {
        e.population: (e.low, e.high, e.high_open, e.support.value)
        for e in said.estimates
        if e.outcome == "killed" and e.group == "all" and e.basis == "incident"
    }


def types(said: Event) -> list[str]:
    return sorted(r.type.value for r in said.relations)


@pytest.mark.parametrize(
    ("figures", "support"),
    [
        ([figure(10, qualifier="at_least"), figure(3000, qualifier="more_than", **MONITOR)], "uncorroborated"),
        ([figure(60, qualifier="at_least"), figure(63, qualifier="at_least", **MONITOR)], "corroborated"),
        ([figure(4, qualifier="at_least"), figure(41, **MONITOR)], "corroborated"),
        # two agree and a third told days later cannot be right as well: no agreement of all
        ([figure(9), figure(9, claimant="a hospital"), figure(20, hours=60, **MONITOR)], "uncorroborated"),
        ([figure(9), figure(9, claimant="a hospital")], "corroborated"),
    ],
)
def test_sources_agree_only_where_one_number_could_be_right_for_all(figures: list[object], support: str) -> None:
    (killed,) = [e for e in reconcile(event(*figures)).estimates if e.group == "all"]  # type: ignore[arg-type]
    assert killed.support == support
    assert support != "corroborated" or killed.agreed is not None


@pytest.mark.parametrize(
    ("x", "y", "kind"),
    [
        (figure(100), figure(190, **MONITOR), "conflict"),
        (figure(40), figure(49, **MONITOR), "conflict"),
        (figure(40, qualifier="about"), figure(49, qualifier="at_least", **MONITOR), "conflict"),
        (figure(502), figure(1000, qualifier="more_than", **MONITOR), "conflict"),
        (figure(100), figure(140, **MONITOR), "rounding"),
        (figure(600), figure(560, **MONITOR), "rounding"),
        (figure(60), figure(56, **MONITOR), "conflict"),
    ],
)
def test_a_round_number_stands_for_half_its_size_at_most(x: object, y: object, kind: str) -> None:
    assert types(reconcile(event(x, y))) == [kind]  # type: ignore[arg-type]


def test_nobodys_zero_is_no_toll_that_grew() -> None:
    said = reconcile(event(figure(0, qualifier="none"), figure(150, hours=96, **MONITOR)))
    assert types(said) == ["different"]


def test_a_later_count_is_not_said_to_have_grown() -> None:
    (later,) = reconcile(event(figure(203), figure(500, hours=9000, **MONITOR))).relations
    assert later.type == "later_higher"
    assert "grow" not in later.explanation


def test_a_vague_word_yields_to_the_number_of_the_same_speaker() -> None:
    said = told(
        (
            "Harbour Lantern",
            TUESDAY,
            "Hundreds of pilgrims died in a stampede in Mina on Monday, the police said. At least 717 people died, they said.",
        )
    )
    assert ranges(said)["all"] == (717, 717, True, "single_source")


def test_of_two_bounds_of_one_speaker_the_narrower_stands() -> None:
    (killed,) = reconcile(event(figure(30, qualifier="at_least", start=0), figure(42, qualifier="at_least", start=40))).estimates
    assert (killed.low, killed.high, killed.claimants) == (42, 42, 1)


def test_a_ceiling_is_no_word_of_nobody() -> None:
    said = reconcile(event(figure(29), figure(25, qualifier="at_most", claimant="the operator")))
    assert said.sentence.startswith("Up to 29 killed")
    assert in_words(0, 29, said=[f.claim for f in (figure(0, qualifier="none"), figure(29))]) == "0 to 29"
    assert in_words(0, 0) == "0"


def test_no_civilians_is_not_nobody() -> None:
    said = told(
        (
            "Harbour Lantern",
            TUESDAY,
            "Sudan's army said 40 people were killed in a drone strike on a market in El Obeid on Tuesday.",
        ),
        ("Northwind Wire", TUESDAY, "The RSF said no civilians were killed in the drone strike on El Obeid on Tuesday."),
    )
    assert ranges(said)["all"] == (40, 40, False, "single_source")
    assert ranges(said)["civilian"][:2] == (0, 0)
    assert types(said) == ["subset"]


def test_nobody_of_ones_own_is_a_part() -> None:
    said = reconcile(event(figure(40), figure(0, qualifier="none", victims="its workers", **MONITOR)))
    assert types(said) == []
    assert [e.population for e in said.estimates] == ["all"]


def test_nobody_at_all_is_a_rival() -> None:
    assert types(reconcile(event(figure(40), figure(0, qualifier="none", victims="people", groups=("people",), **MONITOR)))) == [
        "conflict"
    ]


def test_a_conflict_ends_with_the_figure_that_was_taken_back() -> None:
    army, medics = figure(40, claimant="the army"), figure(27, hours=5, **MONITOR)
    assert "conflict" in types(reconcile(event(army, medics)))
    gone = figure(40, claimant="the army", stance="retracts", hours=20)
    assert "conflict" not in types(reconcile(event(army, medics, gone)))


def test_a_conflict_that_the_newer_figure_settles_or_goes_on_with_is_told_once() -> None:
    army, medics = figure(40, claimant="the army"), figure(27, hours=5, **MONITOR)
    settled = reconcile(event(army, medics, figure(27, claimant="the army", hours=20)))
    assert "conflict" not in types(settled)
    goes_on = reconcile(event(army, medics, figure(45, claimant="the army", hours=20)))
    assert types(goes_on).count("conflict") == 1
    # nobody has settled it: the army's newer word came too late to be set against the other's
    much_later = reconcile(event(army, medics, figure(45, claimant="the army", hours=80)))
    assert "conflict" in types(much_later)


def test_one_body_in_two_papers_is_one_speaker() -> None:
    said = told(
        (
            "Harbour Lantern",
            "2026-10-19T15:00:00+00:00",
            "Seventy-one inmates died in a prison riot in Guayaquil, Ecuador, on Monday, the prison service said.",
        ),
        (
            "Northwind Wire",
            "2026-10-19T18:00:00+00:00",
            "Seventeen inmates, and not 71, died in a prison riot in Guayaquil, Ecuador, on Monday, said the prison service.",
        ),
    )
    assert {f.claimant for f in said.figures} == {"prison-service:ECU"}
    assert "conflict" not in types(said)


def test_an_aid_agency_is_not_every_aid_agency() -> None:
    texts = "An aid agency said nine people died in a flood in Guayaquil, Ecuador, on Monday."
    said = told(("Harbour Lantern", TUESDAY, texts), ("Northwind Wire", TUESDAY, texts.replace("nine", "30")))
    assert len({f.claimant for f in said.figures}) == 2


def test_parts_of_one_list_add_up_within_their_kind() -> None:
    said = told(
        (
            "Harbour Lantern",
            TUESDAY,
            "At least 73 civilians died in Bucha on Monday, the UN said. The dead were 54 men, 16 women, two boys and a girl.",
        )
    )
    assert ranges(said)["children"][:2] == (3, 3)
    assert "complement" in types(said)
    assert "different" not in types(said)


def test_another_countrys_people_are_a_part_of_the_toll() -> None:
    said = told(
        (
            "Harbour Lantern",
            TUESDAY,
            "At least 900 pilgrims were killed in a stampede in Mina, Saudi Arabia, on Monday, rescuers said.",
        ),
        ("Northwind Wire", TUESDAY, "Tehran said 64 Iranian pilgrims died in the stampede in Mina, Saudi Arabia, on Monday."),
        ("Quayside Post", TUESDAY, "Doctors said 61 Iranians died in the stampede in Mina, Saudi Arabia, on Monday."),
    )
    assert ranges(said)["all"][:2] == (900, 900)
    assert ranges(said)["iranian"][:2] == (61, 64)
    assert types(said) == ["conflict", "subset", "subset"]
    home = told(
        ("Harbour Lantern", TUESDAY, "Rebels said 90 soldiers were killed in a clash near Aleppo, Syria, on Monday."),
        ("Northwind Wire", TUESDAY, "The army said 12 Syrian soldiers were killed in a clash near Aleppo, Syria, on Monday."),
    )
    assert "conflict" in types(home)


def test_one_who_died_of_wounds_replaces_no_toll() -> None:
    said = told(
        ("Harbour Lantern", TUESDAY, "Nine soldiers were killed in an ambush near Kupwara, India, on Tuesday, the army said."),
        (
            "Northwind Wire",
            "2026-10-22T16:00:00+00:00",
            "A soldier died of his wounds on Thursday from Tuesday's ambush near Kupwara, India, the army said.",
        ),
    )
    assert ranges(said)["all"][:2] == (9, 9)
    assert types(said) == ["different_basis"]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("A blast killed 30 people on Monday. Families buried 12 of the dead on Thursday.", "on Monday"),
        ("A blast killed 30 people on Monday. 12 bodies were handed over to families on Thursday.", "on Monday"),
        ("Families buried 12 people killed on Thursday.", "on Thursday"),
        ("Twelve tourists who had visited the island died on Thursday.", "on Thursday"),
    ],
)
def test_the_dead_did_not_die_on_the_day_of_their_burial(text: str, when: str) -> None:
    assert list(extract(Document(id="d", text=text)))[-1].window_text == when


def test_far_towns_that_one_report_tells_are_two_events_each_with_its_own_reports() -> None:
    """Two towns 500 km apart, bombed and raided on one day: no "2 to 3 killed", and no conflict between them."""
    bomb, raid = "A bomb killed three people in Kano", "two people died in a raid"
    reports = [
        ("A", f"{bomb}, Nigeria, on Tuesday, police said. In Maiduguri, {raid}, the army said."),
        ("B", f"On Tuesday {raid} in Maiduguri, Nigeria, the army said."),
        ("C", f"{bomb}, Nigeria, on Tuesday, police said."),
    ]
    documents = [
        Document(id=f"d{name}", text=text, publisher=f"Paper {name}", published=datetime.fromisoformat(TUESDAY))
        for name, text in reports
    ]
    found = [reconcile(each) for each in group([(each, normalise(each, extract(each))) for each in documents])]
    assert sorted((each.place.name, ranges(each)["all"][:2], types(each)) for each in found) == [
        ("Kano", (3, 3), ["copy_of"]),
        ("Maiduguri", (2, 2), ["copy_of"]),
    ]
