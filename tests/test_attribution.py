"""Who says so: the vocabulary's examples, then chains, quotations, pronouns, labels and what the speaker does with the figure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.core import vocab
from aggregator.core.model import Document, Role, Stance, Step
from parsers.text import attribution, cues
from parsers.text.claims import extract
from parsers.text.clean import fold
from parsers.text.reading import read
from parsers.text.sentences import split

EXAMPLES = vocab.read("en/attribution")["examples"]


def chain(text: str, words: str, **fields: str) -> tuple[tuple[Step, ...], Stance]:
    reading = read(Document(id="d", text=text, **fields), split(text))
    at = text.index(words)
    return attribution.steps(reading, reading.line(reading.index(at)), at, at + len(words))


def roles(text: str, words: str, **fields: str) -> list[tuple[str, str]]:
    return [(step.role.value, step.name) for step in chain(text, words, **fields)[0]]


def claimant(text: str, words: str, **fields: str) -> str | None:
    return next((name for role, name in roles(text, words, **fields) if role == "claimant"), None)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Sources in Ardo spoke of residents reporting as many as 50 people killed.", "50", "residents"),
        ("Minister Ana Lind, however, told reporters that 12 had died.", "12", "Minister Ana Lind"),
        ("Nine died, said Ivo Brandt from the search and rescue office.", "Nine", "Ivo Brandt from the search and rescue office"),
        ("Ana Lind was quoted as saying by the Ardo Times that 12 had died.", "12", "Ana Lind"),
        ("Ardo police put the dead at nine. It is also estimated that 40 people fled.", "40", None),
        ("The defence ministry said two died. The extremist group claimed it killed 39 men.", "39", "The extremist group"),
        ("The raid was the work of a gang called KLM, an official said, adding that two were hurt.", "two", "an official"),
        ("A humanitarian and a diplomatic source said 14 people were killed.", "14", "A humanitarian and a diplomatic source"),
        ("The governor said on Monday that reports indicated 11 people had died.", "11", "The governor"),
        ("Initial reports put the dead at 11.", "11", "Initial reports"),
        ("Doctors linked to the protests said at least 28 people died.", "28", "Doctors linked to the protests"),
        ("Lawyers working with the families said 12 people died.", "12", "Lawyers working with the families"),
        ("Three people were killed, the Committee to Save Forests said.", "Three", "the Committee to Save Forests"),
        ("A guard was killed, a statement issued by Action Against Thirst said.", "guard", "Action Against Thirst"),
        (
            "Six died, the Committee of Ardo Doctors said. It later said a third man had died.",
            "a third",
            "the Committee of Ardo Doctors",
        ),
        (
            "Planes hit Syria. The Syrian Observatory for Rights said two died. Eight died, said the UK-based Observatory.",
            "Eight",
            "Syrian Observatory for Rights",
        ),
    ],
)
def test_names_with_others_in_them(text: str, words: str, name: str | None) -> None:
    assert claimant(text, words) == name


@pytest.mark.parametrize(("text", "words", "name"), EXAMPLES["claimant"])
def test_vocabulary_examples(text: str, words: str, name: str) -> None:
    assert claimant(text, words) == name


@pytest.mark.parametrize(("text", "words"), EXAMPLES["nobody"])
def test_vocabulary_counter_examples(text: str, words: str) -> None:
    assert claimant(text, words) is None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "Nine people died, Kasu Radio reported, citing the governor of Ardo.",
            "Nine",
            [("claimant", "the governor of Ardo"), ("relay", "Kasu Radio"), ("publisher", "The Gazette")],
        ),
        (
            "State media quoted the army as saying 18 rebels had died.",
            "18",
            [("claimant", "the army"), ("cited_by", "State media"), ("publisher", "The Gazette")],
        ),
        (
            "The army told Reuters that 18 rebels had died.",
            "18",
            [("claimant", "The army"), ("relay", "Reuters"), ("publisher", "The Gazette")],
        ),
        (
            "Colonel Omar Veld said 12 rebels died. According to Reuters, Veld was proud. Veld gave no names, per Sputnik.",
            "12",
            [("claimant", "Colonel Omar Veld"), ("relay", "Reuters"), ("relay", "Sputnik"), ("publisher", "The Gazette")],
        ),
        (
            "ARDO, Kasu (XYZ) -- Nine people died, police said.",
            "Nine",
            [("claimant", "police"), ("relay", "XYZ"), ("publisher", "The Gazette")],
        ),
        (
            "In a post on Telegram, the governor said nine people had died.",
            "nine",
            [("claimant", "the governor"), ("relay", "Telegram"), ("publisher", "The Gazette")],
        ),
        ("Nine people died in Ardo.", "Nine", [("publisher", "The Gazette")]),
    ],
)
def test_chains_are_innermost_first(text: str, words: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text, words, publisher="The Gazette") == expected


def test_an_agency_does_not_relay_itself() -> None:
    assert roles("ARDO (XYZ) -- Nine people died.", "Nine", publisher="Xenon Yard Zulu") == [("publisher", "Xenon Yard Zulu")]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Six died, Sheriff Ana Boll said. He was grave. Two more are missing, she added.", "Two", "Sheriff Ana Boll"),
        ("The harbour authority said nobody drowned. It said four were hurt.", "four", "The harbour authority"),
        ("Relief workers said that roads were cut. They said 30 people had died.", "30", "Relief workers"),
        ("The Bishop of Ardo buried, he said at the grave, nine men.", "nine", "The Bishop of Ardo"),
        ("The Kasu Observatory for Rights is small. The Observatory said six died.", "six", "Kasu Observatory for Rights"),
        ("The Kasu Mine Board (KMB) met. Two died, KMB said.", "Two", "The Kasu Mine Board (KMB)"),
        (
            "The interior ministry of Kasu said nothing else. The ministry said nine died.",
            "nine",
            "The interior ministry of Kasu",
        ),
        ("Nine people died. He said so.", "Nine", None),
    ],
)
def test_who_pronouns_and_short_forms_mean(text: str, words: str, name: str | None) -> None:
    assert claimant(text, words) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('A mayor, Ivo Maric, said the gunmen attacked a market in Ardo. "We saw nine bodies," he said.', "A mayor, Ivo Maric"),
        ('On Monday, a mayor, Ivo Maric, said bombers struck the port. "We saw nine bodies," he said.', "a mayor, Ivo Maric"),
        ("The mayor, Ivo Maric, said gunmen had killed nine people.", "The mayor, Ivo Maric"),
        ("Nine people died in Belin, Ardo, said the mayor on Monday.", "the mayor"),
        ("Nine people died, including a policeman, Ivo Maric, said the mayor.", "the mayor"),
        ("Nine people died in a raid, said the doctor injured in the blast.", "the doctor"),
        ("Nine people died in a raid, said the armed group.", "the armed group"),
    ],
)
def test_who_speaks_with_a_name_between_commas(text: str, name: str) -> None:
    (found, *_) = extract(Document(id="d", text=text))
    assert found.quote.lower() == "nine"
    assert found.claimant is not None
    assert found.claimant.name == name


def test_a_pronoun_does_not_reach_across_the_document() -> None:
    filler = "The river was brown and wide that day. " * 50
    assert claimant(f"Six died, Ana Boll said. {filler}Two are missing, she said.", "Two") is None


def test_a_ministry_that_speaks_in_its_own_bulletin_is_its_publisher() -> None:
    text = "The Ministry has said that nine people died."
    assert claimant(text, "nine", publisher="Kasu Ministry of Works") == "Kasu Ministry of Works"
    assert claimant("Our teams report that nine people died.", "nine", publisher="Kasu Aid") is None


def test_a_quotation_over_several_sentences_has_one_speaker() -> None:
    text = '"We heard two shots," Halim Nur told us. "Nine men were dead. I counted."'
    assert claimant(text, "Nine") == "Halim Nur"
    after = '"It came at night. Nine men were dead," said Halim Nur, a farmer.'
    assert claimant(after, "Nine") == "Halim Nur"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Shells kill nine at well: monitor", "nine", "monitor"),
        ("Police: two killed in crash", "two", "Police"),
        ("Nine civilians killed in Ardo - EHRC", "Nine", "EHRC"),
        ("GOVERNOR: LAST NIGHT SHELLS FELL ON THE HILL. NOBODY WAS KILLED.", "NOBODY", "GOVERNOR"),
    ],
)
def test_labels(text: str, words: str, name: str) -> None:
    assert claimant(text, words) == name


@pytest.mark.parametrize("text", ["Twelve miners killed in Ardo - DRC", "Twelve killed as bus overturns - USA"])
def test_a_country_by_its_letters_is_no_speaker(text: str) -> None:
    assert claimant(text, "Twelve") is None


@pytest.mark.parametrize(
    ("text", "words", "stance"),
    [
        ("Nine people died, police said.", "Nine", Stance.ASSERTS),
        ("Police confirmed that nine people had died.", "nine", Stance.CONFIRMS),
        ("The army denied that nine civilians had died.", "nine", Stance.DENIES),
        ("Police have not confirmed that nine people had died.", "nine", Stance.ASSERTS),
        ("The ministry disputes that 40 people died.", "40", Stance.DISPUTES),
        ("The mayor said the toll had been revised to 20.", "20", Stance.REVISES),
        ("The group denied responsibility for the blast that killed nine.", "nine", Stance.ASSERTS),
    ],
)
def test_stances(text: str, words: str, stance: Stance) -> None:
    assert chain(text, words)[1] is stance


def test_charges_that_a_court_confirms_confirm_no_figure() -> None:
    assert chain("A court confirmed charges over the raid that killed 12.", "12")[1] is Stance.ASSERTS
    assert chain("A court confirmed that the raid killed 12.", "12")[1] is Stance.CONFIRMS


def test_whom_somebody_rejected_is_no_speaker_and_denies_nothing() -> None:
    text = "A man she had rejected shot her and wounded five others."
    assert claimant(text, "five") is None and chain(text, "five")[1] is Stance.ASSERTS
    assert chain("Five died, it was said. She rejected the claim that five died.", "five")[1] is Stance.DENIES


def test_words_that_begin_with_the_verb_stand_under_it() -> None:
    steps, stance = chain("The army denied that anybody had died.", "denied that anybody had died")
    assert ([step.name for step in steps], stance) == (["The army"], Stance.DENIES)


def test_the_nearest_of_two_speakers_vouches() -> None:
    text = "Police said five people had died, while the hospital said seven had."
    assert (claimant(text, "five"), claimant(text, "seven")) == ("Police", "the hospital")


def test_a_semicolon_ends_what_a_trailing_speaker_vouches_for() -> None:
    text = "Fifty people died in May; in June, according to the union, nine more fell."
    assert (claimant(text, "Fifty"), claimant(text, "nine")) == (None, "the union")


@settings(deadline=None)  # the first example loads the vocabulary and the gazetteer
@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    for cue in cues.find(text, fold(text), 0, len(text), cues.hits(fold(text), 0, len(text)), []):
        assert 0 <= cue.start < cue.end <= len(text)


@settings(deadline=None)  # the first example loads the vocabulary and the gazetteer
@given(
    st.lists(
        st.sampled_from(
            ["police", "said", "according", "to", ",", '"', "the", "that", "(", ")", "told", "who", "and", "Ana", "9", "he"]
        ),
        max_size=40,
    )
)
def test_any_order_of_the_words_of_saying_is_survived(words: list[str]) -> None:
    for text in (" ".join([*words, "9"]), "".join([*words, "9"])):
        survived(text)


def survived(text: str) -> None:
    made, _ = chain(text, "9")
    assert all(step.name.strip() for step in made if step.role is Role.CLAIMANT)
