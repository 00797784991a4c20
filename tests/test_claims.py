"""Claims: the fields of a claim, laws that hold for any text, and that no text makes the reading slow."""

from __future__ import annotations

import cProfile
import pstats
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator.core.model import Basis, BoundBasis, Claim, Document, Outcome, Qualifier, Stance, Status
from parsers.text.claims import extract
from parsers.text.lexicon import lexicon


def claims(text: str, policy: str = "default") -> tuple[Claim, ...]:
    return extract(Document(id="d", text=text), policy=policy)


def one(text: str, policy: str = "default") -> Claim:
    (claim,) = claims(text, policy)
    return claim


def test_a_claim_keeps_the_words() -> None:
    text = "Rain fell. At least 12 young farmers were killed by a landslide in Arak, officials said."
    claim = one(text)
    assert (text[claim.start : claim.end], claim.quote) == ("At least 12", "At least 12")
    assert text[claim.sentence_start :].startswith(claim.sentence)
    assert claim.sentence.startswith("At least 12")
    assert (claim.outcome, claim.qualifier, claim.low, claim.high, claim.best) == (
        Outcome.KILLED,
        Qualifier.AT_LEAST,
        12,
        None,
        12,
    )
    assert (claim.stated_low, claim.stated_high) == (12, 12)
    assert (claim.victims.text, claim.victims.status) == ("young farmers", Status.CIVILIAN)
    assert claim.cause.code == "landslide"
    assert (claim.explicit, claim.unit, claim.stance, claim.basis) == (True, "person", Stance.ASSERTS, Basis.INCIDENT)
    assert claim.rule == "passive"


def test_households_are_not_people() -> None:
    assert one("The fire left 60 families homeless.").unit == "household"


def test_a_single_person_is_implied() -> None:
    claim = one("A villager was killed.")
    assert (claim.explicit, claim.low, claim.high, claim.quote) == (False, 1, 1, "A villager")


def test_a_name_is_flagged_so_that_it_can_be_kept_out_of_columns() -> None:
    assert "named_person" in one("Ivo Maric was killed.").flags
    assert "named_person" not in one("A villager was killed.").flags


def test_an_ambiguous_number_is_flagged_and_has_no_bounds() -> None:
    claim = one("Officials said 1.200 people were killed.")
    assert (claim.quote, claim.low, claim.high, claim.best) == ("1.200", None, None, None)
    assert "ambiguous_number" in claim.flags


@pytest.mark.parametrize(
    ("policy", "low", "high"),
    [("default", 24, 99), ("acled", 12, 12), ("strict", None, None)],
)
def test_the_policy_reads_vague_words(policy: str, low: int | None, high: int | None) -> None:
    claim = one("Dozens were killed.", policy)
    assert (claim.low, claim.high, claim.bound_basis, claim.policy) == (low, high, BoundBasis.LEXICAL_POLICY, policy)


def test_a_part_points_to_its_whole() -> None:
    whole, part = claims("Nine people, including two children, were killed.")
    assert (whole.subset_of, part.subset_of) == (None, whole.id)


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Another five people were killed.", Basis.INCREMENT),
        ("The toll rose by five.", Basis.INCREMENT),
        ("The war has killed 9,000 people.", Basis.CUMULATIVE),
        ("About 30 people a day are killed there.", Basis.RATE),
        ("Five people were killed.", Basis.INCIDENT),
    ],
)
def test_basis(text: str, basis: Basis) -> None:
    assert one(text).basis is basis


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Two soldiers were killed.", Status.COMBATANT),
        ("Two farmers were killed.", Status.CIVILIAN),
        ("Two people were killed.", Status.UNKNOWN),
        ("Two soldiers and farmers were killed.", Status.MIXED),
        ("Two armed men were killed.", Status.COMBATANT),
    ],
)
def test_status(text: str, status: Status) -> None:
    assert one(text).victims.status is status


def test_others_are_like_those_they_stand_beside() -> None:
    first, others = claims("Three villagers were killed and others were injured.")
    assert (others.victims.text, others.victims.status) == ("others", first.victims.status)
    assert others.qualifier is Qualifier.VAGUE


def test_a_denial_needs_no_number() -> None:
    claim = one("The ministry denied that any villagers were killed.")
    assert (claim.stance, claim.outcome) == (Stance.DENIES, Outcome.KILLED)
    assert (claim.low, claim.high, claim.best, claim.stated_low, claim.stated_high) == (None, None, None, None, None)


def test_pronouns_mean_the_person_before() -> None:
    text = "A clerk, Ana Silva, was taken to a clinic. She died there on Friday."
    (claim,) = [c for c in claims(text) if c.outcome is Outcome.KILLED]
    assert claim.quote == "Ana Silva"


def test_what_a_format_read_from_fields_is_kept() -> None:
    text = "Deaths: 12"
    (claim,) = claims(text)
    structured = replace(claim, rule="field")
    assert extract(Document(id="d", text=text, structured=(structured,))) == (structured,)


NUMBERS = ("1", "12", "1,200", "1.200", "12,34", "2013", "\u0666\u0663", "\uff11", "\u00b2", "two", "dozens")
MARKS = (*".,;:-()\"'%$+", "--", "\u2014", "'s", "  ", "\n", "\n\n", "\u200b", "\u00a0", "\u0130")
WORDS = [*sorted(lexicon().singles), *NUMBERS * 8, *MARKS * 8, *("A", "Ivo", "Maric", "of", "and", "were", "killed") * 8]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Texts that look like language: vocabulary, numbers and marks, in any case, with or without spaces."""
    words = draw(st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=40))
    case = draw(st.sampled_from((str, str.upper, str.title)))
    return draw(st.sampled_from((" ", " ", " ", ""))).join(map(case, words))


@given(texts() | st.text(max_size=200))
@example("displaced dozens of dead")  # a text that ends where a rule looks further
@settings(max_examples=150, deadline=None)
def test_any_text_is_survived_and_every_claim_slices_back(text: str) -> None:
    found = claims(text)
    assert found == claims(text)
    assert [c.start for c in found] == sorted(c.start for c in found)
    for claim in found:
        assert claim.quote and text[claim.start : claim.end] == claim.quote
        assert text[claim.sentence_start : claim.sentence_start + len(claim.sentence)] == claim.sentence
        assert claim.low is None or claim.high is None or 0 <= claim.low <= claim.high
        assert not (claim.quote[-1].isdecimal() and text[claim.end : claim.end + 1].isdecimal())
        assert not (claim.quote[0].isdecimal() and claim.start and text[claim.start - 1].isdecimal())


HOSTILE = [
    *(
        "1",
        "1 ",
        "1,",
        "1.",
        "100 000 ",
        "-",
        " - ",
        "--",
        "(",
        ")",
        '"',
        "'",
        "\u200b",
        "1\u200b",
        "\n",
        "\n ",
        " ",
        ".",
        "a. ",
        "x",
    ),
    *("and ", "two and ", "killed ", "killed two ", "two killed, ", "people ", "Ivo ", "Ivo, ", "a man and ", "including two "),
    *(
        "of two ",
        "toll to ",
        "no ",
        "abcDEF",
        "12-year-old ",
        "hundred ",
        "they were killed. ",
        "denied that ",
        "two, who was ",
        "dead, ",
    ),
]


def steps(text: str) -> int:
    """Return how many calls reading `text` takes."""
    profile = cProfile.Profile()
    profile.enable()
    claims(text)
    profile.disable()
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize("unit", HOSTILE)
def test_twice_the_text_takes_no_more_than_twice_the_steps(unit: str) -> None:
    claims("Two people were killed.")  # compiles the vocabulary
    size = 3_000 // len(unit)
    once, twice = steps(unit * size), steps(unit * size * 2)
    assert twice <= 2.4 * once + 2_000


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("Some 70 people are dead or missing.", {"killed": (None, 77), "missing": (None, 77)}),
        ("The storm left 70 dead or missing.", {"killed": (None, 70), "missing": (None, 70)}),
        ("At least 70 were left dead or missing.", {"killed": (None, None), "missing": (None, None)}),
        ("The army killed or captured 70 rebels.", {"killed": (None, 70), "detained": (None, 70)}),
        ("The storm left 70 dead and nine missing.", {"killed": (70, 70), "missing": (9, 9)}),
        ("Some 70 people were killed or wounded.", {"casualties": (63, 77)}),
    ],
)
def test_of_people_dead_or_missing_neither_number_is_all_of_them(
    text: str, bounds: dict[str, tuple[int | None, int | None]]
) -> None:
    assert {c.outcome.value: (c.low, c.high) for c in extract(Document(id="d", text=text))} == bounds


def test_one_verb_serves_the_counts_of_several_days() -> None:
    found = extract(Document(id="d", text="Clashes killed four on Monday, six on Tuesday and 11 on Wednesday."))
    assert [(c.low, c.window_text) for c in found] == [(4, "on Monday"), (6, "on Tuesday"), (11, "on Wednesday")]


def test_where_a_part_died_is_not_where_all_did() -> None:
    all_of_them, part = extract(Document(id="d", text="Raids killed 38 people on Monday, medics said, 12 of them in Varnabad."))
    assert (all_of_them.place.text, part.place.text) == (None, "Varnabad")


@pytest.mark.parametrize(
    "text",
    [
        "Two people missing since Monday were found dead.",
        "Two hikers reported missing on Friday were found dead.",
        "Two miners trapped since Thursday have died.",
    ],
)
def test_who_was_missing_and_is_found_dead_is_dead(text: str) -> None:
    assert ("killed", 2) in {(c.outcome.value, c.low) for c in extract(Document(id="d", text=text))}
