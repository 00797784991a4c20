"""The rules, one table: two figures and the relation they must have, asked both ways round."""

from __future__ import annotations

from datetime import date

import pytest

from aggregator.core.model import Figure, Relation
from aggregator.pairs import Frame
from aggregator.relations import relate
from aggregator.wholes import stand
from tests.factories import figure, moment, window


def related(x: Figure, y: Figure, frame: Frame | None = None) -> list[Relation]:
    first, second = stand((x, y))
    return relate(first, second, frame or Frame(moment(-12)))


def kinds(x: Figure, y: Figure) -> list[tuple[str, str, str]]:
    """The relations as (type, claimant of a, claimant of b)."""
    names = {f.claim.id: f.claimant for f in (x, y)}
    return [(r.type.value, names[r.a], names[r.b]) for r in related(x, y)]


MONITOR = {"claimant": "the monitor"}
HOSPITAL = {"claimant": "a hospital in Harmon"}

CASES = [
    # rule 1
    (figure(15, document="a"), figure(15, document="b", hours=3), [("copy_of", "police", "police")]),
    (figure(15, document="a"), figure(15, document="b", hours=30), [("supersedes", "police", "police")]),
    (
        figure(displaced=4000, basis="stock", document="a"),
        figure(displaced=4000, document="b", hours=3),
        [("copy_of", "police", "police")],
    ),
    (figure(4, basis="period"), figure(4, basis="cumulative", id="all"), [("different_scope", "police", "police")]),
    (
        figure(15, claimant="one", sentence="Gunmen rode into the village and shot fifteen dead on Saturday"),
        figure(15, claimant="two", hours=2, sentence="Gunmen rode into the village and shot fifteen dead on Sunday"),
        [("copy_of", "two", "one")],
    ),
    (
        figure(15, claimant="one", sentence="Gunmen rode into the village and shot fifteen dead on Saturday"),
        figure(17, claimant="two", hours=2, sentence="Gunmen rode into the village and shot seventeen dead on Saturday"),
        [("conflict", "two", "one")],
    ),
    # rule 2
    (figure(20, **MONITOR), figure(stance="denies", claimant="the army"), [("denies", "the army", "the monitor")]),
    (figure(20, **MONITOR), figure(stance="unverified", claimant="AFP"), [("unverified_by", "the monitor", "AFP")]),
    (figure(20, **MONITOR), figure(stance="disputes", claimant="the army"), [("disputes", "the army", "the monitor")]),
    (figure(19), figure(19, stance="retracts", hours=2), [("retracts", "police", "police")]),
    (figure(19, **MONITOR), figure(19, stance="retracts", hours=2), []),
    (figure(stance="denies", claimant="the army"), figure(stance="unverified", claimant="AFP"), []),
    # rule 3
    (figure(8), figure(casualties=62, **MONITOR), [("not_comparable", "the monitor", "police")]),
    (figure(8), figure(injured=30, **MONITOR), []),
    (figure(displaced=4000, unit="household"), figure(displaced=21000, **MONITOR), [("not_comparable", "the monitor", "police")]),
    # rule 4
    (figure(5, basis="increment", hours=9), figure(9, **MONITOR), [("different_basis", "police", "the monitor")]),
    (figure(12, basis="rate"), figure(310, basis="cumulative"), [("different_basis", "police", "police")]),
    # rule 5
    (figure(11), figure(42603, basis="cumulative", **MONITOR), [("different_scope", "police", "the monitor")]),
    (
        figure(11),
        figure(9, basis="cumulative", **MONITOR),
        [("different_scope", "police", "the monitor"), ("conflict", "police", "the monitor")],
    ),
    # rules 6 and 7
    (
        figure(12, id="part", subset_of="whole", population="children", document="d"),
        figure(63, id="whole", document="d"),
        [("subset", "police", "police")],
    ),
    (
        figure(17, claimant="the army", status="combatant"),
        figure(17, claimant="a family", status="civilian"),
        [("conflict: status", "a family", "the army")],
    ),
    (figure(17, claimant="the army", status="combatant"), figure(17, **MONITOR), [("compatible", "the monitor", "the army")]),
    # rule 8
    (figure(12), figure(20, hours=6), [("supersedes", "police", "police")]),
    (figure(12, qualifier="at_least"), figure(31, hours=6), [("supersedes", "police", "police")]),
    (figure(80, qualifier="about"), figure(71, hours=900), [("revised_down", "police", "police")]),
    (figure(20, qualifier="at_least"), figure(12, qualifier="at_least", hours=6), [("revised_down", "police", "police")]),
    # rule 8b
    (
        figure(150, claimant="the army"),
        figure(2000, qualifier="up_to", **MONITOR),
        [("disputed_magnitude", "the monitor", "the army")],
    ),
    (
        figure(150, claimant="the army"),
        figure(300, qualifier="up_to", **MONITOR),
        [("compatible", "the monitor", "the army")],
    ),
    # rule 9
    (
        figure(63, qualifier="at_least", **MONITOR),
        figure(70, claimant="b"),
        [("compatible", "the monitor", "b")],
    ),
    (
        figure((60, 80), **MONITOR),
        figure(70, claimant="b"),
        [("compatible", "the monitor", "b"), ("refines", "b", "the monitor")],
    ),
    (figure(0, qualifier="none"), figure(0, qualifier="none", **MONITOR), [("compatible", "the monitor", "police")]),
    # rule 10
    (figure(560), figure(600, **MONITOR), [("rounding", "the monitor", "police")]),
    (figure(56), figure(60, **MONITOR), [("conflict", "the monitor", "police")]),
    (figure(20), figure(24, **MONITOR), [("conflict", "the monitor", "police")]),
    (figure(9), figure(10, **MONITOR), [("conflict", "the monitor", "police")]),
    (figure(45), figure(40, qualifier="about", **MONITOR), [("rounding", "the monitor", "police")]),
    (figure((3, 9), qualifier="vague"), figure(12, **MONITOR), [("rounding", "the monitor", "police")]),
    (figure((3, 9), qualifier="vague"), figure(20, **MONITOR), [("conflict", "the monitor", "police")]),
    (figure((36, 99), qualifier="vague"), figure((100, 300), **MONITOR), [("conflict", "the monitor", "police")]),
    (figure(355), figure(1000, **MONITOR), [("conflict", "the monitor", "police")]),
    (figure(1010), figure(1000, **MONITOR), [("rounding", "the monitor", "police")]),
    (figure(56), figure((60, 70), **MONITOR), [("conflict", "the monitor", "police")]),
    # rules 11 to 13
    (figure(12), figure(29, qualifier="at_least", hours=48, **MONITOR), [("later_higher", "the monitor", "police")]),
    (figure(12), figure(29, hours=20, **MONITOR), [("conflict", "the monitor", "police")]),
    (figure(12, sentence="Twelve so far"), figure(29, hours=20, **MONITOR), [("later_higher", "the monitor", "police")]),
    (figure(12, sentence="Twelve so far"), figure(29, **MONITOR), [("conflict", "the monitor", "police")]),
    (figure(29, sentence="29 so far"), figure(12, hours=20, **MONITOR), [("conflict", "police", "the monitor")]),
    (figure(12), figure(29, hours=20, sentence="rose to 29", start=8, **MONITOR), [("later_higher", "the monitor", "police")]),
    (figure(12), figure(29, hours=20, sentence="29 fell. Prices rose to 9", **MONITOR), [("conflict", "the monitor", "police")]),
    (figure(missing=104), figure(missing=61, hours=20, **MONITOR), [("later_lower", "the monitor", "police")]),
    (figure(missing=104), figure(missing=61, hours=60, **MONITOR), [("later_lower", "the monitor", "police")]),
    (figure(missing=104), figure(missing=61, hours=2, **MONITOR), [("conflict", "police", "the monitor")]),
    (figure(missing=61), figure(missing=104, hours=60, **MONITOR), [("later_higher", "the monitor", "police")]),
    (figure(injured=104), figure(injured=61, hours=20, **MONITOR), [("conflict", "police", "the monitor")]),
    (figure(29), figure(12, hours=48, **MONITOR), [("different", "the monitor", "police")]),
    (figure(12, hours=400), figure(29, hours=410, **MONITOR), [("different", "the monitor", "police")]),
    (figure(12, as_of=None), figure(29, **MONITOR), [("different", "the monitor", "police")]),
]  # fmt: skip


@pytest.mark.parametrize(("x", "y", "wanted"), CASES)
def test_a_pair_has_the_relation_the_rules_give(x: Figure, y: Figure, wanted: list[tuple[str, str, str]]) -> None:
    assert kinds(x, y) == wanted


@pytest.mark.parametrize(("x", "y", "wanted"), CASES)
def test_asking_the_other_way_round_gives_the_same_relation(x: Figure, y: Figure, wanted: list[tuple[str, str, str]]) -> None:
    assert related(x, y) == related(y, x)


@pytest.mark.parametrize(
    ("high", "low", "gap", "size"),
    [
        (figure(471), figure((100, 300), **MONITOR), 1.57, "moderate"),
        (figure(471), figure((36, 99), qualifier="vague", **MONITOR), 4.76, "major"),
        (figure(471), figure((10, 50), **MONITOR), 9.42, "major"),
        (figure((100, 300)), figure((10, 50), **MONITOR), 2.0, "major"),
        (figure(210), figure(200, hours=1, **MONITOR), None, None),
        (figure(23), figure(22, **MONITOR), 1.05, "minor"),
        (figure(27), figure(10, qualifier="less_than", **MONITOR), 3.0, "major"),
        (figure(400), figure(39, **MONITOR), 10.26, "extreme"),
        (figure(2), figure(0, qualifier="none", **MONITOR), None, "extreme"),
    ],
)
def test_a_conflict_has_its_gap_and_size(high: Figure, low: Figure, gap: float | None, size: str | None) -> None:
    (found,) = related(high, low)
    assert found.size == size
    assert (round(found.gap, 2) if found.gap else None) == gap


def test_a_conflict_is_explained_with_names_and_numbers() -> None:
    (found,) = related(figure(471, claimant="the health ministry"), figure((100, 300), claimant="the agency", hours=5))
    assert found.explanation == (
        "The health ministry’s 471 lies above the agency’s 100 to 300; "
        "both speak for 14 May; they differ by half again (1.57 times)."
    )


def test_totals_of_different_stretches_are_nested() -> None:
    week = figure(4, basis="period", window=window(date(2030, 5, 8), date(2030, 5, 14)))
    spring = figure(212, basis="period", window=window(date(2030, 3, 1), date(2030, 5, 14)))
    assert kinds(week, spring) == [("different_scope", "police", "police")]


def test_a_narrower_count_that_exceeds_a_wider_one_is_a_conflict_unless_it_came_much_later() -> None:
    wide = figure(912, basis="cumulative", claimant="the radio")
    assert [kind for kind, *_ in kinds(figure(1000, **MONITOR, hours=3), wide)] == ["different_scope", "conflict"]
    assert [kind for kind, *_ in kinds(figure(35418, **MONITOR, hours=200), wide)] == ["different_scope"]


def test_a_part_above_its_whole_is_a_conflict() -> None:
    part = figure(30, id="part", subset_of="x", population="children", **MONITOR)
    (found,) = related(part, figure(21))
    assert (found.type, found.a) == ("conflict: part_exceeds_whole", "part")


def test_different_people_of_one_sum_complement_each_other() -> None:
    soldiers = figure(2, document="d", start=0, population="soldiers", status="combatant")
    civilian = figure(1, document="d", start=20, population="civilian", status="civilian")
    assert [r.type for r in related(soldiers, civilian)] == ["complement"]


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        # one toll, told as civilians and as fighters; a part that can be of the whole
        (figure(17, status="combatant"), figure(17, status="civilian", **MONITOR), ["conflict: status"]),
        (
            figure(17, status="combatant"),
            figure(11, status="civilian", population="civilian", id="p", subset_of="x", **MONITOR),
            ["conflict: status"],
        ),
        # the driver is none of 19 soldiers
        (
            figure(1, status="civilian"),
            figure(19, status="combatant", population="civilian", hours=40, id="p", subset_of="x", **MONITOR),
            [],
        ),
    ],
)
def test_the_same_dead_are_so_many(a: Figure, b: Figure, wanted: list[str]) -> None:
    assert [r.type for r in related(a, b) if r.type == "conflict: status"] == wanted
