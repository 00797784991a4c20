"""Claims to figures: the same claims in the same order, with what we made of them beside what was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from factories import document
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core import vocab
from aggregator.core.errors import UnknownName
from aggregator.core.model import (
    Basis,
    Cause,
    Claim,
    Document,
    Figure,
    Outcome,
    Place,
    Precision,
    Role,
    SourceKind,
    Status,
    Step,
    Victims,
)
from aggregator.normalise import normalise
from aggregator.populations import population

TUESDAY = datetime(2031, 5, 13, 15, 0, tzinfo=UTC)
QUETTA = "QUETTA: A coach burned out on the ring road of Quetta, Pakistan, on Tuesday, killing nine, police said."


def claim(id: str = "a", low: int | None = 9, high: int | None = 9, **fields: object) -> Claim:
    """A claim of nine dead, said by nobody; `by` names the claimant, `place`, `when`, `as_of` are words."""
    by = fields.pop("by", None)
    chain = tuple(fields.pop("chain", ())) or ((Step(role=Role.CLAIMANT, name=str(by)),) if by else ())  # type: ignore[arg-type]
    made: dict[str, object] = {
        "id": id, "document": "d", "start": 0, "end": 4, "quote": "nine", "sentence": "nine", "sentence_start": 0,
        "outcome": Outcome.KILLED, "low": low, "high": high, "attribution": chain, "place": Place(text=fields.pop("place", None)),  # type: ignore[arg-type]
        "window_text": fields.pop("when", None), "as_of_text": fields.pop("as_of", None),
    }  # fmt: skip
    return Claim(**(made | fields))  # type: ignore[arg-type]


def report(text: str = QUETTA, **fields: object) -> Document:
    return document(text, **({"publisher": "Harmon Herald", "published": TUESDAY} | fields))


def one(made: Claim, home: Document | None = None) -> Figure:
    (figure,) = normalise(home or report(), [made])
    return figure


def test_a_claim_becomes_a_figure() -> None:
    made = claim(by="police", place="Quetta", when="on Tuesday")
    figure = one(made)
    assert figure.claim == made
    assert (figure.claimant, figure.claimant_name, figure.claimant_kind) == (
        "police:PAK:balochistan",
        "police",
        SourceKind.GOVERNMENT,
    )
    assert (figure.place.name, figure.place.country, figure.place.precision) == ("Quetta", "PAK", Precision.EXACT)
    assert (figure.window.start, figure.window.end) == (date(2031, 5, 13), date(2031, 5, 13))
    assert (figure.as_of, figure.as_of_basis, figure.published) == (TUESDAY, "published", TUESDAY)
    assert (figure.people_low, figure.people_high, figure.population) == (9, 9, "all")
    assert (figure.publisher, figure.party, figure.flags) == ("harmon herald", False, ())


def test_three_reports_of_one_force_have_one_claimant() -> None:
    later = report("Police in Quetta now count 16 dead.", publisher="Radio Harmon")
    wire = report("QUETTA, Pakistan (AP) — Twenty-one died in the city of Quetta, police said.", publisher="Associated Press")
    keys = {
        one(claim(by="police", place="the ring road")).claimant,
        one(claim(by="Police in Quetta"), later).claimant,
        one(claim(by="police", place="the city of Quetta"), wire).claimant,
    }
    assert keys == {"police:PAK:balochistan"}


def test_the_texts_own_voice_is_its_publishers() -> None:
    assert one(claim()).claimant == "harmon herald"
    assert one(claim(), report(publisher="Health Ministry in Gaza")).claimant == "gaza-moh"


def test_a_document_without_a_publisher_speaks_for_its_site_or_itself() -> None:
    assert one(claim(), report(publisher=None, url="https://www.harmon.example/a?b=1")).claimant_name == "harmon.example"
    first, second = (report(text, publisher=None, url="http://[") for text in ("One text.", "Another text."))
    figures = [one(claim(), home) for home in (first, second)]
    assert figures[0].claimant != figures[1].claimant
    assert [(each.publisher, "no_claimant" in each.flags) for each in figures] == [(None, True), (None, True)]
    assert one(claim(by="witnesses"), first).claimant != one(claim(by="witnesses"), second).claimant


def test_a_wires_copy_is_the_wires() -> None:
    chain = (Step(role=Role.RELAY, name="AP"), Step(role=Role.PUBLISHER, name="Harmon Herald"))
    figure = one(claim(chain=chain))
    assert (figure.claimant, figure.publisher) == ("ap", "ap")
    assert [step.source for step in figure.claim.attribution] == ["ap", None]


def test_the_chain_gets_its_canonical_sources_and_keeps_its_names() -> None:
    chain = (Step(role=Role.CLAIMANT, name="Russia's Konashenkov", verb="said"), Step(role=Role.CITED_BY, name="Sputnik"))
    figure = one(claim(chain=chain, place="Idlib"), report("Warplanes struck Idlib, in Syria."))
    assert [(step.name, step.source) for step in figure.claim.attribution] == [
        ("Russia's Konashenkov", "russia-mod"),
        ("Sputnik", "sputnik"),
    ]
    assert (figure.claimant, figure.party, figure.side) == ("russia-mod", True, "russia")


def test_nobody_is_a_party_to_an_earthquake() -> None:
    quake = claim(by="the Russian Ministry of Defence", place="Idlib", cause=Cause(code="earthquake"))
    assert not one(quake, report("An earthquake shook Idlib, in Syria.")).party


def test_a_claimant_that_cites_itself_is_flagged() -> None:
    chain = (Step(role=Role.CLAIMANT, name="the SOHR"), Step(role=Role.CITED_BY, name="Syrian Observatory for Human Rights"))
    assert "cites_itself" in one(claim(chain=chain)).flags


@pytest.mark.parametrize(
    ("fields", "flag"),
    [
        ({}, "no_place"),
        ({"place": "Xyzzyville"}, "unresolved_place"),
        ({}, "no_window"),
        ({"when": "on 1 January 2044"}, "future_window"),
        ({"when": "from 9 May to 3 May 2021"}, "inverted_window"),
        ({"when": "two days later"}, "unanchored_window"),
        ({"when": "in the lull"}, "unresolved_window"),
        ({"subset_of": "gone"}, "subset_unknown"),
        ({"subset_of": "a"}, "subset_cycle"),
        ({"unit": "household"}, "not_people"),
        ({"low": 9, "high": 3}, "inverted_bounds"),
    ],
)
def test_what_is_wrong_is_flagged_and_never_dropped(fields: dict[str, object], flag: str) -> None:
    figure = one(claim(**fields))  # type: ignore[arg-type]
    assert flag in figure.flags
    assert figure.claim.id == "a"


def test_parts_that_lead_round_in_a_circle_are_flagged() -> None:
    ring = [claim("a", subset_of="b"), claim("b", subset_of="c"), claim("c", subset_of="a"), claim("d", subset_of="a")]
    flags = [figure.flags for figure in normalise(report(), ring)]
    assert [("subset_cycle" in each) for each in flags] == [True, True, True, False]


def test_a_document_without_a_date_flags_what_it_cannot_read() -> None:
    figure = one(claim(when="on Tuesday"), report(published=None))
    assert {"no_publication_day", "unanchored_window"} <= set(figure.flags)
    assert (figure.as_of, figure.window.start) == (None, None)


def test_a_dateline_stands_in_for_a_missing_date() -> None:
    figure = one(claim(when="yesterday"), report("HARMON, 16 NOV 89 (DPA) -- Nine died yesterday.", published=None))
    assert (figure.window.start, figure.as_of_basis, figure.published) == (date(1989, 11, 15), "dateline", None)
    assert figure.as_of == datetime(1989, 11, 16, 12, tzinfo=UTC)
    assert "no_publication_day" in figure.flags


def test_relative_days_follow_the_last_day_told() -> None:
    said = [claim("a", when="on 3 May"), claim("b", when="two days later"), claim("c", when="in April", background=True)]
    figures = normalise(report(), said)
    assert figures[1].window.start == date(2031, 5, 5)


def test_a_day_told_from_another_is_read_once() -> None:
    """The day before the accusation is that day of all its figures, and of the doctor's, whose sentence names none."""
    first, second = "120 were killed and 200 wounded the day before", "Doctors counted 43 bodies"
    there = {"when": "the day before", "sentence": first, "sentence_start": 0}
    said = [
        claim("a", as_of="on Tuesday", **there),
        claim("b", as_of="on Tuesday", **there),
        claim("c", when="the day before", sentence=second, sentence_start=60),
    ]
    assert [f.window.start for f in normalise(report(), said)] == [date(2031, 5, 12)] * 3


def test_a_day_told_from_another_anew_is_counted_anew() -> None:
    """ "On 3 May nine died. Two days later four died. Two days later three died": two steps, not one."""
    said = [
        claim(name, when=when, sentence=f"{when} some died", sentence_start=start)
        for name, when, start in (("a", "on 3 May", 0), ("b", "two days later", 30), ("c", "two days later", 60))
    ]
    assert [f.window.start for f in normalise(report(), said)] == [date(2031, 5, day) for day in (3, 5, 7)]


def test_a_headline_takes_the_day_that_its_body_tells() -> None:
    body = {"when": "two days earlier", "sentence": "Strikes two days earlier killed 20", "sentence_start": 30}
    said = [
        claim("a", when="two days earlier", sentence="Twenty killed", as_of="on Tuesday"),
        claim("b", as_of="on Tuesday", **body),
    ]
    assert [f.window.start for f in normalise(report(), said)] == [date(2031, 5, 11)] * 2


def test_the_day_before_is_counted_from_the_day_of_speaking() -> None:
    assert one(claim(when="the day before", as_of="on Monday evening")).window.start == date(2031, 5, 11)


def test_a_count_by_tuesday_speaks_for_tuesday() -> None:
    figure = one(claim(when="by Monday evening"))
    assert (figure.as_of, figure.as_of_basis) == (datetime(2031, 5, 12, 21, 0, tzinfo=UTC), "stated")
    assert (figure.window.start, figure.window.end) == (None, date(2031, 5, 12))


def test_a_running_window_closes_with_the_moment_it_speaks_for() -> None:
    figure = one(claim(when="since 1 April", as_of="as of 8 May", basis=Basis.CUMULATIVE))
    assert (figure.window.start, figure.window.end) == (date(2031, 4, 1), date(2031, 5, 8))


def test_households_stay_households_without_a_context() -> None:
    families = claim(unit="household", low=100, high=100)
    home = report("Floods drove 100 families from Gulu in Uganda.")
    assert one(families, home).people_low is None
    (figure,) = normalise(home, [families], households="surveys")
    assert (figure.people_low, figure.people_high, figure.flags.count("not_people")) == (450, 450, 0)
    with pytest.raises(UnknownName, match="surveys"):
        normalise(home, [families], households="guesses")


def test_a_place_that_a_format_read_from_fields_is_kept() -> None:
    told = Place(text="Harmon", name="Harmon", country="XKX", lat=1.0, lon=2.0, precision=Precision.EXACT)
    assert one(replace(claim(), place=told)).place == told


@pytest.mark.parametrize("example", vocab.read("populations")["examples"], ids=lambda example: example["words"])
def test_the_populations_own_examples(example: dict[str, str]) -> None:
    victims = Victims(text=example["words"])
    assert population(claim(victims=victims)) == example["whole"]
    assert population(claim(victims=victims, subset_of="b")) == example["part"]


def test_a_part_is_named_by_its_status_where_words_fail() -> None:
    assert population(claim(victims=Victims(text="of them", status=Status.CIVILIAN), subset_of="b")) == "civilian"
    monk = Victims(text="a monk", groups=("civilians",), status=Status.CIVILIAN)
    assert population(claim(victims=monk, subset_of="b")) == "part"
    assert population(claim(victims=Victims(groups=("children",)), subset_of="b")) == "children"


TEXT = st.text(max_size=60)
STEPS = st.builds(Step, role=st.sampled_from(Role), name=TEXT)
CLAIMS = st.lists(
    st.builds(
        claim,
        id=st.sampled_from("abc"),
        low=st.none() | st.integers(0, 9999),
        high=st.none() | st.integers(0, 9999),
        chain=st.lists(STEPS, max_size=4),
        place=st.none() | TEXT,
        when=st.none() | TEXT,
        as_of=st.none() | TEXT,
        subset_of=st.none() | st.sampled_from("abcd"),
        unit=st.sampled_from(["person", "household"]),
        victims=st.builds(Victims, text=st.none() | TEXT),
    ),
    max_size=4,
)


@given(TEXT, st.none() | TEXT, CLAIMS, st.none() | st.datetimes(timezones=st.just(UTC)))
def test_any_words_are_survived_in_the_same_order_and_alike_twice(
    text: str, publisher: str | None, said: list[Claim], published: datetime | None
) -> None:
    home = document(text, publisher=publisher, published=published)
    figures = normalise(home, said)
    assert [figure.claim.id for figure in figures] == [each.id for each in said]
    assert figures == normalise(home, said)
    assert all(figure.claim.place.text == each.place.text for figure, each in zip(figures, said, strict=True))
