"""Context: what a claim takes from the text around it, and what it does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.core import vocab
from aggregator.core.model import Basis, Claim, Document, Outcome, Place, Role, Stance
from parsers.text import context
from parsers.text.claims import extract
from parsers.text.sentences import split

EXAMPLES = vocab.read("en/background")["examples"]


def claim(text: str, words: str, **fields: object) -> Claim:
    start = text.index(words)
    sentence = next(span for span in reversed(split(text)) if span[0] <= start)
    made: dict[str, object] = {
        "id": words,
        "document": "d",
        "start": start,
        "end": start + len(words),
        "quote": words,
        "sentence": text[slice(*sentence)],
        "sentence_start": sentence[0],
        "outcome": Outcome.KILLED,
    }
    return Claim(**(made | fields))  # type: ignore[arg-type]


def enriched(text: str, *words: str, **fields: object) -> tuple[Claim, ...]:
    document = Document(id="d", text=text, **fields)  # type: ignore[arg-type]
    return context.enrich(document, split(text), [claim(text, each) for each in words])


def one(text: str, words: str, **fields: object) -> Claim:
    return enriched(text, words, **fields)[0]


def test_publisher_comes_last_and_own_voice_has_no_claimant() -> None:
    found = one("Four people died in the mine.", "Four", publisher="The Hill Gazette")
    assert found.claimant is None
    assert [(step.role, step.name) for step in found.attribution] == [(Role.PUBLISHER, "The Hill Gazette")]


def test_order_and_length_are_kept_and_no_claims_are_none() -> None:
    text = "Nine died and four were hurt, police said. Two are missing."
    assert [c.id for c in enriched(text, "Two", "Nine", "four")] == ["Two", "Nine", "four"]
    assert enriched(text) == ()


def test_what_the_grammar_said_is_kept() -> None:
    text = "In Mandera on Monday nine people died, police confirmed."
    own = claim(
        text, "nine", stance=Stance.DENIES, place=Place(text="the well"), window_text="at dusk", basis=Basis.RATE, background=True
    )
    (found,) = context.enrich(Document(id="d", text=text), split(text), [own])
    assert (found.stance, found.place.text, found.window_text, found.basis, found.background) == (
        Stance.DENIES,
        "the well",
        "at dusk",
        Basis.RATE,
        True,
    )


def test_place_and_time_of_the_lead_hold_for_the_figures_that_follow() -> None:
    text = "A bridge fell in Mandera on Monday, police said. Cranes were sent. Nine people died and 40 are missing."
    for found in enriched(text, "Nine", "40"):
        assert (found.place.text, found.window_text) == ("Mandera", "on Monday")


def test_a_figure_with_a_place_of_its_own_moves_the_text_on() -> None:
    text = "Floods hit Kenya this week. In Mandera nine people drowned. Four are missing. In Wajir six died."
    assert [c.place.text for c in enriched(text, "nine", "Four", "six")] == ["Mandera", "Mandera", "Wajir"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Nine died near Abancay on Monday. In Paris, the foreign ministry confirmed that four French nationals had died.",
            "Abancay",
        ),
        ("Nine died in Goma on Monday. In Geneva, a UN spokesman said four had died.", "Goma"),
        ("Nine died in Goma on Monday. In Washington, the State Department said four had died in Bukavu.", "Bukavu"),
        ("Nine died in Odesa on Monday. In Kyiv, the interior ministry said four had died.", "Kyiv"),
        ("Nine died in Odesa on Monday. In Kyiv, the mayor said four had died.", "Kyiv"),
        ("Nine died in Goma on Monday. In Paris, a bomb killed four people, the foreign ministry said.", "Paris"),
        ("Nine guards were hired. In Paris, the foreign ministry said a bomb had killed four people.", "Paris"),
    ],
)
def test_a_capital_where_a_ministry_of_abroad_speaks_is_not_where_people_died(text: str, place: str) -> None:
    assert one(text, "four").place.text == place


def test_labels_place_the_lists_below_them() -> None:
    text = "Floods in Kenya\n\nMandera County\n9 dead\n2 missing\n\nWajir County\n4 dead"
    assert [c.place.text for c in enriched(text, "9", "2", "4")] == ["Mandera County", "Mandera County", "Wajir County"]


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("Nine people died, police in Mandera said.", "Nine", "Mandera"),
        ("MANDERA: Nine people died when a wall fell.", "Nine", "MANDERA"),
        ("GENEVA (XYZ) -- Nine people died when a wall fell.", "Nine", None),
        ("Nine people died. All were brought to a morgue.", "Nine", None),
    ],
)
def test_places_of_last_resort(text: str, words: str, place: str | None) -> None:
    assert one(text, words).place.text == place


def test_a_heading_dates_the_list_below_it() -> None:
    found = one("Landslide in Wajir\nStatus at 08:00, 11 April 2031\n- Deaths: 7\n- Missing: 30", "7")
    assert (found.window_text, found.as_of_text) == (None, "at 08:00, 11 April 2031")


FORM = "Incident report\nDate: 12 May 2031\nLocation: Wajir County, Kenya\n- Dead: 9\n- Injured: 14\nSource: Kasu Relief Desk"


def test_a_form_speaks_for_its_list() -> None:
    found = one(FORM, "9")
    assert found.claimant is not None
    assert (found.claimant.name, found.place.text, found.window_text) == (
        "Kasu Relief Desk",
        "Wajir County, Kenya",
        "12 May 2031",
    )


def test_the_date_of_a_report_of_a_series_is_not_the_harms() -> None:
    found = one(FORM.replace("Incident report", "Situation report 4"), "9")
    assert (found.window_text, found.as_of_text) == (None, "12 May 2031")


def test_a_field_stated_twice_is_none() -> None:
    assert one(FORM + "\nLocation: Mandera", "9").place.text != "Mandera"
    assert one(FORM.replace("County, Kenya", "") + "\nSource: the mayor", "9").claimant is None


def test_the_title_may_tell_the_place() -> None:
    assert one("Nine people died when a wall fell.", "Nine", title="Wall falls in Mandera").place.text == "Mandera"


@pytest.mark.parametrize(
    ("text", "words", "window", "as_of"),
    [
        ("Nine people died on Monday, police said on Tuesday.", "Nine", "on Monday", "on Tuesday"),
        ("Police said on Tuesday that nine people had died.", "nine", None, "on Tuesday"),
        ("On Tuesday, Kasu Radio reported that nine people had died.", "nine", None, "On Tuesday"),
        ("Nine people died overnight.", "Nine", "overnight", None),
        ("As of noon on 3 May nine people had died.", "nine", "As of noon on 3 May", "As of noon on 3 May"),
        ("The storm struck on 1 May. As of 3 May nine people had died.", "nine", "on 1 May", "As of 3 May"),
        ("Nine people died in the raid (his book came out in 2003).", "Nine", None, None),
        ("The siege, which began in March, has killed nine.", "nine", "in March", None),
    ],
)
def test_time_of_harm_and_time_of_speaking(text: str, words: str, window: str | None, as_of: str | None) -> None:
    found = one(text, words)
    assert (found.window_text, found.as_of_text) == (window, as_of)


@pytest.mark.parametrize(("text", "words"), EXAMPLES["background"])
def test_vocabulary_examples_of_background(text: str, words: str) -> None:
    first = next(w for w in text.split() if w in ("six.", "six", "five", "four", "two", "14"))
    claims = enriched(text, first.rstrip("."), words, published=datetime(2031, 11, 20, tzinfo=UTC))
    assert {c.quote: c.background for c in claims} == {first.rstrip("."): False, words: True}


@pytest.mark.parametrize(("text", "words"), EXAMPLES["own_incident"])
def test_vocabulary_counter_examples_of_background(text: str, words: str) -> None:
    told = extract(Document(id="d", text=text, published=datetime(2031, 11, 20, tzinfo=UTC)))
    assert [c.background for c in told if c.quote == words] == [False]


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("A drone killed six people in Ardo on Monday. Another struck a mill in Corvo. No one was hurt.", True),
        ("A drone killed six people in Ardo on Monday. The army said it shot down 12 drones. No one was hurt.", True),
        ("A fire killed six people in Ardo on Monday. A second blaze gutted a mill. There were no casualties.", True),
        ("A bomb wounded a man in Nairobi on Monday. Police found a bomb in Mombasa. No one was hurt.", True),
        ("A drone killed six people in Ardo on Monday. No one was hurt.", False),
        ("A drone killed six people in Ardo on Monday. The bus was empty. No one was hurt.", False),
        ("A drone hit a mill in Ardo on Monday. Another struck a bus. No one was hurt.", False),
        ("A bomb hit a bus in Nairobi on Monday. Police found a bomb in Mombasa. No one was hurt.", False),
        ("A bomb killed six people in Ardo on Monday. Another wounded two guards. No one was killed.", False),
        ("A drone killed six people in Ardo on Monday. Another followed the same bus. No one was hurt.", False),
    ],
)
def test_a_nought_belongs_to_what_the_sentence_before_tells(text: str, another: bool) -> None:
    told = extract(Document(id="d", text=text, published=datetime(2031, 11, 20, tzinfo=UTC)))
    assert [c.background for c in told if c.high == 0] == [another]


def test_a_text_whose_only_incident_is_old_is_about_that_one() -> None:
    text = "A court in Mandera heard a witness today. Nine farmers were shot in March 2019."
    assert not one(text, "Nine", published=datetime(2031, 11, 20, tzinfo=UTC)).background


def test_another_incident_takes_over_neither_place_nor_time() -> None:
    text = "A bus overturned in Mandera on Monday, killing six. In 2009 a dam burst and 61 people died."
    six, old = enriched(text, "six", "61", published=datetime(2031, 11, 20, tzinfo=UTC))
    assert (six.place.text, old.place.text, old.window_text) == ("Mandera", None, "In 2009")


@pytest.mark.parametrize(
    ("text", "words", "basis"),
    [
        ("Nine people died on Monday.", "Nine", Basis.INCIDENT),
        ("A raid killed two. More than 900 people have been killed since the war began.", "900", Basis.CUMULATIVE),
        ("A raid killed two. Since January 2029 the monitors counted 300 dead.", "300", Basis.CUMULATIVE),
        ("Rain since Thursday has killed nine.", "nine", Basis.INCIDENT),
        ("Cumulative figures since 1 May:\nDeaths: 12", "12", Basis.CUMULATIVE),
    ],
)
def test_running_counts(text: str, words: str, basis: Basis) -> None:
    assert one(text, words, published=datetime(2031, 11, 20, tzinfo=UTC)).basis is basis


@settings(deadline=None)  # the first example loads the vocabulary and the gazetteer
@given(st.text(max_size=400), st.integers(0, 400), st.integers(0, 20))
def test_any_text_and_any_claim_are_survived(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(len(text), start + length)
    made = Claim(
        id="c", document="d", start=start, end=end, quote=text[start:end], sentence=text, sentence_start=0, outcome=Outcome.KILLED
    )
    (found,) = context.enrich(Document(id="d", text=text), split(text), [made])
    assert (found.start, found.end, found.quote) == (start, end, text[start:end])


@settings(deadline=None)  # the first example loads the vocabulary and the gazetteer
@given(
    st.lists(
        st.sampled_from(
            ["9", "died", "in", "Mandera", "on", "Monday", ",", ".", "police", "said", "\n", '"', "(", ")", "since", "May"]
        ),
        max_size=60,
    )
)
def test_twice_is_once(words: list[str]) -> None:
    text = " ".join([*words, "9 died."])
    document = Document(id="d", text=text, publisher="The Gazette")
    once = context.enrich(document, split(text), [claim(text, "9")])
    assert context.enrich(document, split(text), once) == once


def test_an_implied_figure_that_only_names_a_speaker_is_flagged() -> None:
    text = "Lena Holm said that her brother had been shot."
    speaker, victim = (claim(text, words, explicit=False) for words in ("Lena Holm", "her brother"))
    found = context.enrich(Document(id="d", text=text), split(text), [speaker, victim])
    assert [c.flags for c in found] == [(context.SPEAKER,), ()]


def test_words_of_hard_wrapped_copy_come_on_one_line() -> None:
    text = "Nine people died in the town of\nMandera on Sunday,\n3 May."
    (found,) = context.enrich(Document(id="d", text=text), [(0, len(text))], [claim(text, "Nine")])
    assert (found.place.text, found.window_text) == ("the town of Mandera", "on Sunday, 3 May")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Nine died in Goma on Monday. Elsewhere, four were killed.", ["Goma", None]),
        ("Nine people died in Goma. On the other bank, which rebels hold, the flood killed four.", ["Goma", None]),
        ("Nine people died in Goma and four across the border.", ["Goma", None]),
        ("Nine people died in Goma and four elsewhere in Kivu.", ["Goma", "Kivu"]),
        ("Nine people died in Goma. Across the border in Gisenyi, four were hurt.", ["Goma", "Gisenyi"]),
        ("Nine people died in Goma. Four of them were from elsewhere.", ["Goma", "Goma"]),
        ("Elsewhere, the rain went on. Nine people died in Goma. Of four others nothing is known.", ["Goma", "Goma"]),
    ],
)
def test_a_figure_sent_elsewhere_is_not_put_where_the_last_one_was(text: str, places: list[str | None]) -> None:
    words = ["Nine", next(word for word in ("four", "Four") if word in text)]
    assert [each.place.text for each in enriched(text, *words)] == places


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Two Die In Ardo September 14, 2031 10:46 AM Nine people died when a bus overturned on Friday.", "on Friday"),
        ("Bus overturns in Ardo 14 September 2031 Police say nine people died on Friday night.", "on Friday night"),
        ("Nine people died in Ardo on 14 September 2031.", "on 14 September 2031"),
        ("14 September 2031: Nine people died in Ardo.", "14 September 2031"),
        ("The raid of 14 September 2031 killed Nine people.", "14 September 2031"),
    ],
)
def test_the_day_a_page_was_printed_is_not_the_day_of_the_harm(text: str, when: str) -> None:
    words = "nine" if "nine" in text else "Nine"
    assert one(text, words).window_text == when


def test_a_full_date_that_is_the_documents_own_is_the_day_of_printing() -> None:
    text = "Bus overturns near Ardo - 20 November 2031. Nine people died on Friday."
    assert one(text, "Nine", published=datetime(2031, 11, 20, tzinfo=UTC)).window_text == "on Friday"
