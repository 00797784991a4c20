"""Every vocabulary file of the claims reads, its examples hold, its counter-examples stay silent, and every word of it works."""

from __future__ import annotations

from typing import Any

import pytest

from aggregator.core.model import Basis, Document, Outcome, Qualifier, Stance, Status
from aggregator.core.vocab import read
from aggregator.scenes import hows, scenes
from parsers.text import causes, denials
from parsers.text.claims import extract
from parsers.text.clean import fold
from parsers.text.lexicon import inflect, lexicon, plural
from parsers.text.sentences import split

FILES = (
    "outcomes",
    "qualifiers",
    "victims",
    "numbers",
    "basis",
    "negatives",
    "denials",
    "grammar",
    "columns",
    "movements",
    "shares",
)
CASES = [(name, case) for name in FILES for case in read(f"en/{name}").get("example", ())]
SILENT = [(name, case["text"]) for name in FILES for case in read(f"en/{name}").get("counter_example", ())]
OUTCOMES = read("en/outcomes")


def told(text: str) -> list[str]:
    """Return the claims of a text as "outcome quote", with what is not ordinary about them."""
    out = []
    for claim in extract(Document(id="d", text=text)):
        words = [str(claim.outcome)]
        if claim.stance is Stance.ASSERTS or claim.explicit:
            words.append(claim.quote)
        if claim.basis is not Basis.INCIDENT:
            words.append(str(claim.basis))
        if claim.stance is not Stance.ASSERTS:
            words.append(str(claim.stance))
        out.append(" ".join(words))
    return out


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_examples_and_counter_examples(name: str) -> None:
    assert read(f"en/{name}")["example"]
    assert read(f"en/{name}")["counter_example"]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_examples(name: str, case: dict[str, Any]) -> None:
    assert told(case["text"]) == case["claims"]


@pytest.mark.parametrize(("name", "text"), SILENT)
def test_counter_examples(name: str, text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("case", [*read("causes")["example"], *read("causes")["counter_example"]])
def test_cause_examples(case: dict[str, Any]) -> None:
    (claim,) = extract(Document(id="d", text=case["text"]))
    assert claim.cause.code == case.get("code")


def test_every_cause_word_is_found_with_its_code() -> None:
    for code, words in read("causes")["codes"].items():
        for word in words:
            found = causes.find(word, 0, len(word))
            assert found and found[0][1].code == code, word


def test_every_denial_cue_is_found_with_its_stance() -> None:
    kinds = {"denies": Stance.DENIES, "untrue": Stance.DENIES, "unverified": Stance.UNVERIFIED, "rumours": Stance.UNVERIFIED}
    for kind, stance in (kinds | {"retracts": Stance.RETRACTS, "wrong": Stance.RETRACTS}).items():
        for cue in read("en/denials")[kind]:
            found = denials.found(cue, 0, len(cue))
            assert found and found[0].stance is stance, cue


@pytest.mark.parametrize("case", read("en/sentences")["example"])
def test_sentence_examples(case: dict[str, Any]) -> None:
    assert len(split(case["text"])) == case["sentences"]


@pytest.mark.parametrize(
    ("outcome", "verb"),
    [
        (outcome, verb)
        for outcome, table in OUTCOMES.items()
        if isinstance(table, dict)
        for verb in table.get("transitive", ())
        if verb not in ("lose", "destroy", "eliminate", "wipe out", "shoot and kill", "=harmed")
    ],
)
def test_every_transitive_verb_tells_of_its_object(outcome: str, verb: str) -> None:
    form = verb[1:] if verb.startswith("=") else inflect(verb, OUTCOMES["irregular"])["participle"]
    claims = extract(Document(id="d", text=f"On Monday twelve villagers were {form}."))
    assert [(str(c.outcome), c.quote) for c in claims] == [(outcome, "twelve")]


@pytest.mark.parametrize(
    ("outcome", "verb"),
    [
        (outcome, verb)
        for outcome, table in OUTCOMES.items()
        if isinstance(table, dict)
        for verb in table.get("intransitive", ())
        if not verb.startswith("=")
    ],
)
def test_every_intransitive_verb_tells_of_its_subject(outcome: str, verb: str) -> None:
    form = inflect(verb, OUTCOMES["irregular"])["past"]
    claims = extract(Document(id="d", text=f"On Monday twelve villagers {form}."))
    assert [(str(c.outcome), c.quote) for c in claims] == [(outcome, "twelve")]


@pytest.mark.parametrize(
    ("outcome", "noun"),
    [
        (outcome, noun)
        for outcome, table in OUTCOMES.items()
        if isinstance(table, dict)
        for noun in table.get("noun", ())
        if noun != "loss of life" and noun not in table.get("happenings", ())
    ],
)
def test_every_noun_of_harm_is_counted(outcome: str, noun: str) -> None:
    claims = extract(Document(id="d", text=f"The office confirmed twelve {plural(noun)}."))
    assert [(str(c.outcome), c.quote) for c in claims] == [(outcome, "twelve")]


@pytest.mark.parametrize("noun", OUTCOMES["killed"]["happenings"])
def test_a_number_of_happenings_is_no_number_of_people(noun: str) -> None:
    assert extract(Document(id="d", text=f"The office confirmed twelve {plural(noun)}.")) == ()
    (claim,) = extract(Document(id="d", text=f"The office confirmed the {noun} of twelve villagers."))
    assert (claim.quote, claim.low) == ("twelve", 12)


@pytest.mark.parametrize(
    ("code", "phrase"),
    [(code, phrase) for code, phrases in read("en/qualifiers")["before"].items() if code != "exact" for phrase in phrases],
)
def test_every_qualifier_bounds_its_number(code: str, phrase: str) -> None:
    (claim,) = extract(Document(id="d", text=f"Officials said {phrase} 63 people were killed."))
    assert claim.qualifier is Qualifier(code)
    assert claim.quote == f"{phrase} 63"


@pytest.mark.parametrize(
    ("noun", "group", "status"),
    [
        (noun, group, table["status"])
        for group, table in read("en/victims")["groups"].items()
        for noun in table["nouns"]
        if "-only" not in noun
    ],
)
def test_every_person_noun_is_counted(noun: str, group: str, status: str) -> None:
    one, _, many = noun.partition("/")
    claims = extract(Document(id="d", text=f"On Monday twelve {many or plural(one)} were killed."))
    assert [(c.outcome, c.quote) for c in claims] == [(Outcome.KILLED, "twelve")]
    assert claims[0].victims.groups or (many or plural(one)) in _BARE
    assert status == "unknown" or claims[0].victims.status in (Status(status), Status.COMBATANT, Status.UNKNOWN, Status.CIVILIAN)


_BARE = frozenset(("dead", "casualties", "victims"))


def test_every_thing_is_no_person() -> None:
    wrong = []
    for thing in read("en/negatives")["things"]:
        text = f"On Monday twelve {plural(thing)} were destroyed and killed."
        if thing.split()[0] not in ("death", "murder", "killing") and extract(Document(id="d", text=text)):
            wrong.append(thing)
    assert wrong == []


def test_every_vague_word_has_bounds_and_is_read() -> None:
    for words, policies in read("en/numbers")["vague"].items():
        low, high = policies["default"]
        assert high == "" or low <= high, words
        known = {"a couple": "a couple of villagers", "plural": "villagers"}  # "a couple" alone is a man and a woman
        text = known.get(words, words)
        (claim, *_) = extract(Document(id="d", text=f"Then {text} were killed."))
        assert (claim.qualifier, claim.low) == (Qualifier.VAGUE, low), words


def test_words_of_harm_are_no_everyday_words_of_another_kind() -> None:
    table = lexicon()
    assert all(word == fold(word) for word in table.singles)
    assert all(entry.role for entry in table.singles.values())


@pytest.mark.parametrize("case", read("en/scenes")["example"])
def test_scene_examples(case: dict[str, Any]) -> None:
    assert scenes((case["text"],)) == frozenset(case["scenes"])
    assert hows((case["text"],)) == frozenset(case.get("causes", ()))


@pytest.mark.parametrize("case", read("en/scenes")["counter_example"])
def test_scene_counter_examples(case: dict[str, Any]) -> None:
    assert not scenes((case["text"],)) | hows((case["text"],))


def test_every_cause_of_the_scenes_is_one_of_the_causes() -> None:
    assert set(read("causes")["titles"]) <= set(read("causes")["codes"])
    assert set(read("en/scenes")["how"]) <= set(read("causes")["codes"])
    assert {code for codes in read("grouping")["reach"].values() for code in codes} <= set(read("causes")["codes"])
