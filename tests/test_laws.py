"""Laws that hold for any figures: order, copies, further claimants, revisions, parts, and asking the other way round."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.core.model import Basis, BestRule, Estimate, Event, Figure, Outcome, RelationType, Stance, Status, Window
from aggregator.events import group
from aggregator.intervals import overlap
from aggregator.reconcile import reconcile
from aggregator.relations import relate
from aggregator.wholes import stand
from tests.factories import DAY, document, event, figure, moment, window

NAMES = ("Alder", "Birch", "Cedar", "Damson", "Elder", "Fir", "Gorse")
QUALIFIERS = ("exact", "at_least", "more_than", "less_than", "up_to", "nearly", "about")
SLOW = settings(max_examples=60, deadline=None)


@st.composite
def figures(draw: st.DrawFn, names: tuple[str, ...] = NAMES[:-1], **fixed: object) -> Figure:
    name = draw(st.sampled_from(names))
    count = draw(st.integers(2, 3000))
    qualifier = draw(st.sampled_from(QUALIFIERS))
    hours = draw(st.integers(0, 300))
    party = name in ("Alder", "Birch")
    identity = f"{name}-{hours}-{qualifier}-{count}"
    made: dict[str, object] = {
        "claimant": name,
        "qualifier": qualifier,
        "hours": hours,
        "party": party,
        "id": identity,
        "document": identity,
    }
    return figure(count, **(made | fixed))


def sets(**fixed: object) -> st.SearchStrategy[list[Figure]]:
    return st.lists(figures(**fixed), min_size=1, max_size=7, unique_by=lambda f: f.claim.id)


def whole(said: Event) -> Estimate | None:
    return next((e for e in said.estimates if e.population == "all" and e.group == "all"), None)


def span(said: Event) -> tuple[object, ...]:
    found = whole(said)
    return (found.low, found.high, found.high_open, found.support, found.claimants) if found else ()


@SLOW
@given(sets(), st.randoms(use_true_random=False))
def test_the_order_of_the_figures_does_not_matter(said: list[Figure], chance: random.Random) -> None:
    first = reconcile(event(*said))
    mixed = list(said)
    chance.shuffle(mixed)
    second = reconcile(event(*mixed))
    assert second.estimates == first.estimates
    assert set(second.relations) == set(first.relations)
    assert second.sentence == first.sentence


@SLOW
@given(sets(), st.data())
def test_a_copy_changes_no_range_and_no_support(said: list[Figure], data: st.DataObject) -> None:
    before = reconcile(event(*said))
    original = data.draw(st.sampled_from(said))
    copied = replace(original, claim=replace(original.claim, id="copy", document="copy"))
    after = reconcile(event(*said, copied))
    assert span(after) == span(before)
    assert any(r.type is RelationType.COPY_OF and "copy" in (r.a, r.b) for r in after.relations)


def chosen(said: Event) -> list[tuple[object, dict[str, int]]]:
    return [
        ((e.outcome, e.population, e.basis, e.unit, e.group), {b.rule.value: b.value for b in e.bests}) for e in said.estimates
    ]


@SLOW
@given(sets())
def test_every_rule_chooses_a_figure_of_the_range_and_between_the_lowest_and_the_highest(said: list[Figure]) -> None:
    found = reconcile(event(*said))
    stated = {f.claim.id: f.claim.best for f in said}
    for e in found.estimates:
        by = {b.rule: b for b in e.bests}
        assert set(by) in (set(), set(BestRule))
        if by:
            values = {rule: b.value for rule, b in by.items()}
            assert values[BestRule.LOWEST] <= values[BestRule.MEDIAN] <= values[BestRule.HIGHEST]
            assert all(values[BestRule.LOWEST] <= value <= values[BestRule.HIGHEST] for value in values.values())
            assert all(b.claim in e.claims and stated[b.claim] == b.value for b in e.bests)
            assert (e.best, e.best_claim) == (by[BestRule.GTD].value, by[BestRule.GTD].claim)
        assert bool(by) == any(stated[claim] is not None for claim in e.claims)


@SLOW
@given(sets(), st.sampled_from(list(BestRule)))
def test_a_rule_asked_for_is_the_one_that_was_kept(said: list[Figure], rule: BestRule) -> None:
    usual, asked = reconcile(event(*said)), reconcile(event(*said), rule)
    for one, other in zip(usual.estimates, asked.estimates, strict=True):
        kept = {b.rule: (b.value, b.claim) for b in one.bests}
        assert (other.best, other.best_claim) == kept.get(rule, (None, None)) and other.best_rule is rule
        assert replace(other, best=one.best, best_claim=one.best_claim, best_rule=one.best_rule) == one


@SLOW
@given(sets(), st.data())
def test_a_copy_changes_what_no_rule_chooses(said: list[Figure], data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(said))
    copied = replace(original, claim=replace(original.claim, id="copy", document="copy"))
    assert chosen(reconcile(event(*said, copied))) == chosen(reconcile(event(*said)))


@SLOW
@given(sets(), figures(names=NAMES[-1:]))
def test_a_further_claimant_never_narrows_the_range(said: list[Figure], further: Figure) -> None:
    before, after = whole(reconcile(event(*said))), whole(reconcile(event(*said, further)))
    assert before is not None
    assert after is not None
    assert after.low is None or before.low is None or after.low <= before.low
    assert before.high is None or (after.high is not None and after.high >= before.high)
    assert after.high_open >= before.high_open
    assert after.claimants == before.claimants + 1


@SLOW
@given(sets(), st.data(), st.integers(2, 3000))
def test_a_later_word_of_one_claimant_replaces_the_earlier(said: list[Figure], data: st.DataObject, count: int) -> None:
    name = data.draw(st.sampled_from(said)).claimant
    later = figure(count, claimant=name, hours=400, id="later", document="later", party=name in ("Alder", "Birch"))
    rest = [f for f in said if f.claimant != name]
    assert span(reconcile(event(*said, later)))[:3] == span(reconcile(event(*rest, later)))[:3]


@SLOW
@given(sets(), st.data())
def test_a_part_adds_nothing_to_the_whole(said: list[Figure], data: st.DataObject) -> None:
    home = data.draw(st.sampled_from(said))
    size = data.draw(st.integers(1, max(1, home.claim.low or 1)))
    part = figure(
        size,
        claimant=home.claimant,
        as_of=home.as_of,
        document=home.claim.document,
        subset_of=home.claim.id,
        population="children",
        id="part",
        start=9,
    )
    assert span(reconcile(event(*said, part))) == span(reconcile(event(*said)))


@SLOW
@given(figures(), figures(), st.sampled_from(list(Stance)))
def test_asking_the_other_way_round_gives_the_same_relations(x: Figure, y: Figure, stance: Stance) -> None:
    first, second = stand((x, replace(y, claim=replace(y.claim, id="second", stance=stance))))
    assert relate(first, second) == relate(second, first)


@SLOW
@given(sets())
def test_a_conflict_never_joins_figures_that_could_both_be_right(said: list[Figure]) -> None:
    standing = {s.id: s for s in stand(said)}
    for relation in reconcile(event(*said)).relations:
        assert relation.explanation.endswith(".")
        if relation.type is RelationType.CONFLICT:
            a, b = standing[relation.a], standing[relation.b]
            assert not overlap(a.bounds, b.bounds)
            assert a.speaker != b.speaker


@SLOW
@given(sets())
def test_a_range_holds_every_claim_that_made_it(said: list[Figure]) -> None:
    found = reconcile(event(*said))
    standing = {s.id: s for s in stand(said)}
    for e in found.estimates:
        for claim in e.claims:
            b = standing[claim].bounds
            assert e.low is None or b.low is None or e.low <= b.low
            assert e.high is not None
            assert e.high >= (b.top or 0)
        assert e.best is None or e.best_claim in e.claims


@st.composite
def anything(draw: st.DrawFn) -> Figure:
    """A figure with whatever a text may bring: no number, no time, another unit, a part of nothing or of itself."""
    number = draw(
        st.one_of(st.none(), st.integers(0, 10**12), st.tuples(st.one_of(st.none(), st.integers(0, 50)), st.integers(0, 90)))
    )
    identity = draw(st.sampled_from("abcdefgh"))
    made = figure(
        number,
        id=identity,
        claimant=draw(st.sampled_from(("", "police", "residents", "The Ministry of Health", "ministry", "UN"))),
        document=draw(st.sampled_from(("d1", "d2"))),
        hours=draw(st.integers(-9000, 9000)),
        outcome=draw(st.sampled_from(list(Outcome))),
        basis=draw(st.sampled_from(list(Basis))),
        stance=draw(st.sampled_from(list(Stance))),
        status=draw(st.sampled_from(list(Status))),
        unit=draw(st.sampled_from(("person", "household", "body"))),
        subset_of=draw(st.one_of(st.none(), st.sampled_from("abcdefgh"))),
        population=draw(st.sampled_from(("all", "children", "civilian", "part"))),
        background=draw(st.booleans()),
        attributed=draw(st.booleans()),
        start=draw(st.integers(0, 40)),
        window=draw(st.sampled_from((Window(), window(DAY), window(DAY, date(2029, 1, 1)), window(date(9999, 12, 31))))),
    )
    return replace(made, as_of=draw(st.sampled_from((None, made.as_of))), published=draw(st.sampled_from((None, made.published))))


@SLOW
@given(
    st.lists(anything(), max_size=8, unique_by=lambda f: f.claim.id),
    st.sampled_from(("gtd", "latest", "median", "lowest", "highest")),
)
def test_any_figures_are_survived_and_none_is_lost(said: list[Figure], rule: str) -> None:
    found = reconcile(event(*said, first_day=None), rule)
    ids = {f.claim.id for f in said}
    assert {f.claim.id for f in found.figures} == ids
    assert all({r.a, r.b} <= ids and r.a != r.b and r.explanation for r in found.relations)
    assert all(set(e.claims) <= ids and e.claimants >= 0 for e in found.estimates)


@SLOW
@given(st.lists(anything(), max_size=6, unique_by=lambda f: f.claim.id), st.sampled_from((None, 0, 5)))
def test_any_documents_are_grouped_and_none_is_lost(said: list[Figure], hours: int | None) -> None:
    made = [
        document(f"Told of {n} in Harmon.", id=f"d{n}", published=None if hours is None else moment(hours * n)) for n in (1, 2)
    ]
    corpus = [(d, tuple(f for f in said if f.claim.document == d.id)) for d in made]
    events = group(corpus)
    assert sorted(f.claim.id for e in events for f in e.figures) == sorted(f.claim.id for f in said)
    assert {i for e in events for i in e.documents} == {"d1", "d2"}
    assert group(corpus[::-1]) == events
