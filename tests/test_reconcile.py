"""An event's figures to ranges: the worked examples of the rules, then what each figure does to a range."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from aggregator.core.errors import UnknownName
from aggregator.core.model import Basis, Estimate, Event, Figure, Outcome, Place, Precision
from aggregator.reconcile import reconcile
from tests.factories import event, figure

MONITOR = {"claimant": "the monitor"}
MINISTRY = {"claimant": "the health ministry"}


def estimate(
    said: Event, outcome: str = "killed", population: str = "all", basis: str = "incident", group: str = "all"
) -> Estimate:
    wanted = (Outcome(outcome), population, Basis(basis), group)
    (found,) = [e for e in said.estimates if (e.outcome, e.population, e.basis, e.group) == wanted]
    return found


def of(*figures: Figure, rule: str = "gtd") -> Estimate:
    return estimate(reconcile(event(*figures), rule))


def span(e: Estimate) -> tuple[int | None, int | None, bool]:
    return e.low, e.high, e.high_open


def types(said: Event) -> list[str]:
    return sorted(r.type.value for r in said.relations)


def test_a_floor_and_a_rough_number_agree() -> None:
    said = reconcile(
        event(figure(63, qualifier="at_least", **MONITOR), figure(70, qualifier="about", claimant="a hospital in Harmon"))
    )
    killed = estimate(said)
    assert span(killed) == (63, 77, True)
    assert (killed.support, killed.claimants, killed.agreed) == ("corroborated", 2, (63, 77))
    assert types(said) == ["compatible"]


def test_a_hospital_blast_with_four_claimants() -> None:
    dozens = figure((36, 99), qualifier="vague", claimant="the other army", party=True, hours=3)
    said = reconcile(
        event(
            figure(471, **MINISTRY),
            figure((100, 300), claimant="an intelligence agency", hours=8),
            dozens,
            figure((10, 50), claimant="a European official", hours=9),
        )
    )
    sizes = sorted((round(r.gap or 0, 2), r.size) for r in said.relations if r.type == "conflict")
    assert sizes == [(1.01, "minor"), (1.57, "moderate"), (2.0, "major"), (4.76, "major"), (9.42, "major")]
    assert span(estimate(said)) == (10, 471, False)
    assert estimate(said).support == "conflicting"
    assert estimate(said).agreed is None


def test_a_theatre_and_its_three_counts() -> None:
    said = reconcile(
        event(
            figure(300, claimant="the city council"),
            figure(12, qualifier="at_least", claimant="a rights group", hours=24 * 60),
            figure(600, qualifier="about", claimant="a news investigation", hours=24 * 40),
        )
    )
    assert span(estimate(said)) == (12, 660, True)
    assert types(said).count("compatible") == 2
    assert "conflict" not in types(said)
    assert types(said).count("later_higher") == 1


def test_a_massacre_told_as_150_and_as_up_to_2000() -> None:
    said = reconcile(event(figure(150, claimant="the army"), figure(2000, qualifier="up_to", claimant="local officials")))
    assert types(said) == ["disputed_magnitude"]
    assert span(estimate(said)) == (150, 2000, False)


def test_one_force_raises_its_count_twice() -> None:
    said = reconcile(event(figure(12), figure(20, hours=5), figure(31, hours=9)))
    assert types(said) == ["supersedes", "supersedes"]
    assert span(estimate(said)) == (31, 31, False)
    assert estimate(said).support == "single_source"


def test_a_part_is_never_added() -> None:
    whole = figure(63, id="whole", document="d")
    part = figure(12, id="part", document="d", subset_of="whole", population="children", start=20)
    said = reconcile(event(whole, part))
    assert span(estimate(said)) == (63, 63, False)
    assert span(estimate(said, population="children")) == (12, 12, False)
    assert types(said) == ["subset"]


def test_different_people_of_one_sentence_add_up() -> None:
    soldiers = figure(2, document="d", start=0, population="soldiers", status="combatant")
    civilian = figure(1, document="d", start=20, population="civilian", status="civilian")
    killed = of(soldiers, civilian)
    assert span(killed) == (3, 3, False)
    assert len(killed.claims) == 2


def test_retracted_figures_leave_the_range() -> None:
    agency = {"claimant": "an agency"}
    said = reconcile(event(figure(19, **agency), figure(19, stance="retracts", hours=2, **agency), figure(4, **MONITOR, hours=3)))
    assert span(estimate(said)) == (4, 4, False)
    assert types(said) == ["retracts"]


def test_a_retracted_only_figure_leaves_a_range_without_numbers() -> None:
    killed = of(figure(19), figure(19, stance="retracts", hours=2))
    assert (killed.low, killed.high, killed.support) == (None, None, "retracted")


def test_a_denial_without_a_number_changes_no_range() -> None:
    said = reconcile(event(figure(20, **MONITOR), figure(stance="denies", claimant="the army")))
    assert span(estimate(said)) == (20, 20, False)
    assert types(said) == ["denies"]


def test_an_increment_is_neither_total_nor_addition() -> None:
    assert span(of(figure(9), figure(5, basis="increment", hours=40, **MONITOR))) == (9, 9, False)


def test_running_totals_are_ranges_of_their_own() -> None:
    said = reconcile(event(figure(11, **MONITOR), figure(42603, basis="cumulative", **MINISTRY)))
    assert span(estimate(said)) == (11, 11, False)
    assert span(estimate(said, basis="cumulative")) == (42603, 42603, False)


def test_many_says_nothing_beside_a_number() -> None:
    many = figure((1, None), qualifier="vague", **MONITOR)
    assert span(of(figure(1400), many)) == (1400, 1400, False)
    assert span(of(many)) == (1, 1, True)


def test_up_to_alone_has_no_low() -> None:
    assert span(of(figure(50, qualifier="up_to"))) == (None, 50, False)


def test_a_headline_repeats_what_the_text_attributes() -> None:
    headline = figure(8, document="d", claimant="harmon times", attributed=False, start=0, sentence="Eight perish")
    killed = of(headline, figure(8, document="d", start=40, sentence="Eight people died, police said."))
    assert (killed.claimants, killed.support) == (1, "single_source")


def test_parties_stand_apart_from_third_parties() -> None:
    said = reconcile(event(figure(80, claimant="the army", party=True), figure((30, 40), **MONITOR)))
    assert span(estimate(said, group="parties")) == (80, 80, False)
    assert span(estimate(said, group="third_parties")) == (30, 40, False)
    assert span(estimate(said)) == (30, 80, False)


@pytest.mark.parametrize(("rule", "best"), [("gtd", 14), ("latest", 40), ("median", 14), ("lowest", 12), ("highest", 40)])
def test_best_is_somebodys_own_figure_under_a_named_rule(rule: str, best: int) -> None:
    army = figure(40, claimant="the army", party=True, hours=9, id="army")
    found = of(figure(12, claimant="police"), figure(14, claimant="the monitor", hours=5), army, rule=rule)
    assert (found.best, found.best_rule) == (best, rule)
    assert found.best_claim in found.claims


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ("police 12", "gtd 12, latest 12, median 12, lowest 12, highest 12"),
        ("police 12, medics 30 later", "gtd 30, latest 30, median 12, lowest 12, highest 30"),
        ("police 30, medics 12 later", "gtd 12, latest 12, median 12, lowest 12, highest 30"),
        ("police 9, medics 14, mayor 40", "gtd 9, latest 9, median 14, lowest 9, highest 40"),
        ("police 9, police 14 later, medics 40", "gtd 14, latest 14, median 14, lowest 14, highest 40"),
        ("army 5 later, police 9, medics 14", "gtd 9, latest 5, median 9, lowest 5, highest 14"),
        ("army 5, rebels 50, rebels 60 later", "gtd 5, latest 60, median 5, lowest 5, highest 60"),
        ("police dozens", ""),
        ("police dozens, medics 30", "gtd 30, latest 30, median 30, lowest 30, highest 30"),
    ],
)
def test_what_each_rule_chooses(figures: str, expected: str) -> None:
    said = []
    for told in figures.split(", "):
        who, number, *later = told.split()
        count = {"count": (24, 99), "qualifier": "vague"} if number == "dozens" else {"count": int(number)}
        said.append(figure(claimant=f"the {who}", party=who in ("army", "rebels"), hours=5 * len(later), **count))
    assert ", ".join(f"{b.rule} {b.value}" for b in of(*said).bests) == expected


def test_a_ceiling_is_best_only_where_nothing_else_is_said() -> None:
    ceiling = figure(2000, qualifier="up_to", hours=9, **MONITOR)
    assert of(figure(150), ceiling).best == 150
    assert of(ceiling).best == 2000


def test_gtd_among_parties_takes_the_majority_then_the_lowest() -> None:
    sides = [figure(n, claimant=f"the army of {who}", party=True) for n, who in ((9, "east"), (20, "west"), (20, "south"))]
    assert of(*sides).best == 20
    assert of(*sides[:2]).best == 9


def test_an_unknown_best_rule_names_the_valid_ones() -> None:
    with pytest.raises(UnknownName, match="gtd"):
        reconcile(event(figure(3)), "mean")


def test_background_stays_with_the_event_and_out_of_its_range() -> None:
    said = reconcile(event(figure(11, **MONITOR), figure(1200, background=True, document="the monitor@0", start=50, **MONITOR)))
    assert span(estimate(said)) == (11, 11, False)
    assert len(said.figures) == 2


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ([figure(12), figure(40, **MONITOR, hours=6)], "12 to 40 killed, two claimants, as of 14 May"),
        ([figure(63, qualifier="at_least")], "At least 63 killed, one claimant, as of 14 May"),
        ([figure(0, qualifier="none")], "Nobody killed, one claimant, as of 14 May"),
        ([figure(displaced=4000, unit="household")], "4,000 households displaced, one claimant, as of 14 May"),
        ([figure(stance="denies")], ""),
    ],
)
def test_an_event_opens_with_a_sentence(figures: list[Figure], sentence: str) -> None:
    assert reconcile(event(*figures)).sentence == sentence


@pytest.mark.parametrize(
    "figures",
    [
        [figure(5, id="a", subset_of="b"), figure(6, id="b", subset_of="a")],
        [figure(5, id="a", subset_of="a")],
        [figure(5, id="a", subset_of="nowhere")],
        [figure((9, 3))],
        [figure(5, window=figure().window.__class__())],
        [figure(stance="denies"), figure(stance="retracts")],
        [],
    ],
)
def test_contradictory_input_is_survived(figures: list[Figure]) -> None:
    assert len(reconcile(event(*figures)).figures) == len(figures)


def test_a_figure_repeated_a_day_later_is_in_conflict_with_what_is_said_then() -> None:
    said = [
        figure(471, **MINISTRY),
        figure(471, **MINISTRY, hours=20),
        figure((10, 50), claimant="a European official", hours=30),
    ]
    assert types(reconcile(event(*said))) == ["conflict", "copy_of"]
    assert types(reconcile(event(said[0], said[2]))) == ["different"]


def test_a_day_without_an_hour_counts_to_its_end() -> None:
    told = figure(471, as_of=datetime(2030, 5, 14, tzinfo=UTC), as_of_basis="stated", **MINISTRY)
    assert types(reconcile(event(told, figure((10, 50), claimant="a European official", hours=20)))) == ["conflict"]


def test_the_dead_of_two_countries_are_no_conflict_and_no_range() -> None:
    def told(country: str) -> Place:
        return Place(text=country, name=country, country=country, precision=Precision.COUNTRY)

    here, later = figure(31643, claimant="afad"), figure(35418, claimant="government", hours=30)
    figures = [
        replace(f, place=told(c), claim=replace(f.claim, place=told(c), sentence=f"{f.claim.quote} died in {c}."))
        for f, c in ((here, "TUR"), (later, "TUR"), (figure(1414, claimant="moh", hours=2), "SYR"))
    ]
    said = reconcile(event(*figures))
    assert span(estimate(said))[:2] == (31643, 35418)
    assert span(estimate(said, population="in SYR"))[:2] == (1414, 1414)
    assert not [r for r in said.relations if r.type.value.startswith("conflict")]


def test_a_place_carried_over_does_not_set_a_figure_apart() -> None:
    elsewhere = Place(text="Israel", name="Israel", country="ISR", precision=Precision.COUNTRY)
    other = figure((10, 50), claimant="an official", hours=3)
    other = replace(other, place=elsewhere, claim=replace(other.claim, place=elsewhere))
    assert span(of(figure(471), other))[:2] == (10, 471)
