"""One speaker is one voice: a headline's short name, an acronym, a minister and the ministry; and who is not."""

from __future__ import annotations

from datetime import datetime

import pytest

from aggregator.contested import numbers
from aggregator.core import vocab
from aggregator.core.model import Document, Event
from aggregator.events import group
from aggregator.happenings import happenings
from aggregator.normalise import normalise
from aggregator.ordered import risen
from aggregator.reconcile import reconcile
from parsers.text.claims import extract


def events(*reports: tuple[str, str, str, str]) -> list[Event]:
    """The events of reports, each a publisher, a day and hour of October 2026, a headline (or none) and a text."""
    documents = [
        Document(
            id=f"d{n}",
            text=f"{title}\n\n{text}" if title else text,
            title=title or None,
            publisher=publisher,
            published=datetime.fromisoformat(f"2026-10-{when}:00:00+00:00"),
        )
        for n, (publisher, when, title, text) in enumerate(reports)
    ]
    return [reconcile(each) for each in group([(each, normalise(each, extract(each))) for each in documents])]


def told(*reports: tuple[str, str, str, str]) -> Event:
    """The one event of reports."""
    (found,) = events(*reports)
    return found


def killed(said: Event) -> tuple[int | None, int | None, bool, int]:
    """The range of all the killed of an event, and how many claimants it has."""
    (e,) = [e for e in said.estimates if (e.outcome, e.population, e.group, e.basis) == ("killed", "all", "all", "incident")]
    return e.low, e.high, e.high_open, e.claimants


def kinds(said: Event) -> list[str]:
    """The types of an event's relations, but for copies."""
    return sorted(r.type.value for r in said.relations if r.type != "copy_of")


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("Rights group says {n} inmates died in Matadi", "the Congolese rights group Lamp of the Voiceless"),
        ("Prosecutor: {n} dead in Matadi", "the public prosecutor"),
        ("UN: {n} killed in Matadi", "the UN human rights office"),
        ("Doctors say {n} killed in Matadi", "the doctors' union"),
        ("Herders' group says {n} killed in Matadi", "a herders' association, Harmon Pulaaku,"),
        ("Army: {n} killed in Matadi", "Congo's army"),
        ("WHO: {n} killed in Matadi", "the World Health Organization"),
        ("{n} killed in Matadi", "the public prosecutor"),
    ],
)
def test_a_headline_is_no_second_voice(headline: str, speaker: str) -> None:
    text = f"Thirty-one people were killed in a raid on a prison in Matadi, Congo, on Tuesday, {speaker} said."
    said = told(("Harbour Lantern", "21T10", headline.format(n=31), text))
    assert killed(said) == (31, 31, False, 1)
    assert kinds(said) == []
    assert {e.support for e in said.estimates} == {"single_source"}


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("Hospital: 31 killed in Matadi", "the police"),
        ("Mayor: 31 killed in Matadi", "the governor"),
        ("Health ministry: 31 killed in Matadi", "the interior ministry"),
        ("Firefighters: 31 killed in Matadi", "the army"),
        ("Amnesty says 31 killed in Matadi", "Human Rights Watch"),
    ],
)
def test_two_bodies_of_a_headline_and_its_text_are_two(headline: str, speaker: str) -> None:
    text = f"Thirty-one people were killed in a raid on a prison in Matadi, Congo, on Tuesday, {speaker} said."
    assert killed(told(("Harbour Lantern", "21T10", headline, text))) == (31, 31, False, 2)


def test_a_headline_s_other_number_is_its_speaker_s() -> None:
    text = "Thirty-one people were killed in a raid on a prison in Matadi, Congo, on Tuesday, a rights group said."
    said = told(("Harbour Lantern", "21T10", "Police: nine killed in Matadi", text))
    assert killed(said) == (9, 31, False, 2)


def test_who_speaks_in_the_text_too_is_no_short_name_for_another() -> None:
    text = (
        "Thirty-one people were killed in a raid on a prison in Matadi, Congo, on Tuesday, the UN human rights office said. "
        "The United Nations said nine people were killed."
    )
    said = told(("Harbour Lantern", "21T10", "UN: 31 killed in Matadi", text))
    assert len({f.claimant for f in said.figures}) == 2


@pytest.mark.parametrize(
    ("headline", "body", "range_"),
    [
        ("Storm leaves 62 dead in Manila", "At least 62 people died", (62, 62, True, 1)),
        ("Storm leaves 62 dead in Manila", "More than 62 people died", (63, 63, True, 1)),
        ("Storm leaves 40 dead in Manila", "Some 40 people died", (36, 44, False, 1)),
        ("Storm leaves at least 62 dead in Manila", "Sixty-two people died", (62, 62, True, 1)),
        ("Storm leaves 62 dead in Manila", "Sixty-two people died", (62, 62, False, 1)),
        # another number is no short way to say this one
        ("Storm leaves 62 dead in Manila", "At least 60 people died", (60, 62, True, 2)),
    ],
)
def test_a_headline_leaves_out_a_bound_that_stands(headline: str, body: str, range_: tuple[object, ...]) -> None:
    text = f"{body} when a storm struck Manila, Philippines, on Tuesday, the police said."
    assert killed(told(("Harbour Lantern", "21T10", headline, text))) == range_


def test_a_headline_takes_no_people_and_no_parts_from_its_text() -> None:
    text = "At least 600 civilians, among them 40 women, were killed in a raid in Matadi, Congo, on Tuesday, the {} said."
    said = told(
        ("Harbour Lantern", "21T10", "Commission: at least 600 killed in Matadi", text.format("Matadi Rights Commission"))
    )
    assert killed(said) == (600, 600, True, 1)
    assert {"all", "civilian", "women"} <= {e.population for e in said.estimates}
    assert kinds(said) == ["subset"]


def test_an_acronym_of_little_words_is_one_voice() -> None:
    """ "WHO" reads as "who": its letters say nothing, yet it is the World Health Organization."""
    said = told(
        ("Harbour Lantern", "21T10", "", "A flood in Manila, Philippines, killed 31 people on Tuesday, the WHO said."),
        (
            "Northwind Wire",
            "21T12",
            "",
            "A flood in Manila, Philippines, killed 31 people on Tuesday, the World Health Organization said.",
        ),
    )
    assert killed(said) == (31, 31, False, 1)


MINE = "the collapse of a mine near Kadoma, Zimbabwe, on Monday 19 October"


def mine(*speakers: str) -> Event:
    """What ever larger counts of a mine's dead, a day apart, make of their speakers."""
    counts = ("Six", "Eleven", "Twenty-two")
    return told(
        *((f"Paper {n}", f"2{n}T10", "", f"{counts[n]} people died in {MINE}, {who} said.") for n, who in enumerate(speakers))
    )


@pytest.mark.parametrize(
    "speakers",
    [
        ("Zimbabwe's mines minister", "the mines ministry", "the Ministry of Mines"),
        ("Zimbabwe's mines minister", "minister Winston Moyo", "the mines ministry"),
        ("the minister of mines", "mines minister Winston Moyo", "the Zimbabwean mines ministry"),
        ("the ministry", "the minister", "the health ministry"),
    ],
)
def test_a_ministry_and_its_minister_are_one_body(speakers: tuple[str, ...]) -> None:
    said = mine(*speakers)
    assert killed(said) == (22, 22, False, 1)
    assert kinds(said) == ["supersedes", "supersedes"]


@pytest.mark.parametrize(
    ("speakers", "claimants"),
    [
        (("the mines ministry", "the health ministry", "the transport minister"), 3),
        (("minister Winston Moyo", "minister Amos Banda", "the mines ministry"), 3),
        (("the ministry", "the mines ministry", "the health ministry"), 3),
        (("a minister", "the mines ministry"), 2),
        (("Zambia's mines minister", "Zimbabwe's mines minister"), 2),
        (("the police", "the security minister"), 2),
    ],
)
def test_two_ministries_are_two(speakers: tuple[str, ...], claimants: int) -> None:
    assert killed(mine(*speakers))[3] == claimants


@pytest.mark.parametrize(
    ("who", "key"),
    [
        ("The minister", "health_ministry:ZWE"),
        ("The ministry", "health_ministry:ZWE"),
        ("The mines minister", "mines_ministry:ZWE"),
        ("Minister Winston Moyo", "ministry:ZWE:moyo"),  # of two ministries told: neither
    ],
)
def test_the_minister_is_the_one_told_before(who: str, key: str) -> None:
    text = (
        f"Six people died in {MINE}, the mines ministry said. The health ministry said 40 were hurt. {who} said 12 were missing."
    )
    assert [f.claimant for f in told(("Harbour Lantern", "20T10", "", text)).figures][-1] == key


LATER = vocab.read("reconcile")["later"]


@pytest.mark.parametrize("row", LATER["examples"], ids=lambda row: row["before"])
def test_words_that_say_a_count_went_up(row: dict[str, str]) -> None:
    assert risen(row["before"])


@pytest.mark.parametrize("row", LATER["counter"], ids=lambda row: row["before"])
def test_words_that_do_not(row: dict[str, str]) -> None:
    assert not risen(row["before"])


FIVE = "Five people were killed in a drone attack on Kharkiv, Ukraine, on Monday 19 October, the mayor said."
ON_KHARKIV = "Monday's drone attack on Kharkiv, Ukraine,"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", f"A driver hurt in {ON_KHARKIV} died in hospital, taking the toll to six, the prosecutor's office said."),
        ("", f"The number of dead in {ON_KHARKIV} rose early on Tuesday to six, the prosecutor's office said."),
        (
            "Kharkiv: six dead",
            f"The toll of {ON_KHARKIV} has climbed to six after a body was found, the prosecutor's office said.",
        ),
    ],
)
def test_words_of_order_make_no_conflict_of_a_later_count(title: str, text: str) -> None:
    said = told(("Harbour Lantern", "19T12", "", FIVE), ("Northwind Wire", "20T09", title, text))
    assert "later_higher" in kinds(said)
    assert "conflict" not in kinds(said)


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ("20T09", f"Six people were killed in {ON_KHARKIV} the prosecutor's office said."),
        ("20T09", f"The toll of {ON_KHARKIV} stands at six, the prosecutor's office said."),
        ("19T12", f"A driver hurt in {ON_KHARKIV} died in hospital, taking the toll to six, the prosecutor's office said."),
        (
            "20T09",
            f"The toll of {ON_KHARKIV} has risen to six, the prosecutor's office said. Residents rejected the figure of six.",
        ),
    ],
)
def test_without_them_or_at_one_moment_it_is_one(when: str, text: str) -> None:
    assert "conflict" in kinds(told(("Harbour Lantern", "19T12", "", FIVE), ("Northwind Wire", when, "", text)))


SUMY = "Three people were killed in a drone strike on Sumy, Ukraine, on Tuesday, the governor said."
KHARKIV = "Six people were killed in a drone strike on Kharkiv, Ukraine, on Wednesday, the mayor said."


def towns(roundup: str) -> dict[str | None, tuple[tuple[int | None, int | None], list[str]]]:
    """The killed and the relations of the events of two towns and of what a roundup tells of the week."""
    found = events(
        ("Harbour Lantern", "20T15", "", SUMY),
        ("Harbour Lantern", "21T15", "", KHARKIV),
        ("Northwind Wire", "25T18", "", roundup),
    )
    return {
        e.place.name: (next((x.low, x.high) for x in e.estimates if (x.population, x.group) == ("all", "all")), kinds(e))
        for e in found
    }


@pytest.mark.parametrize(
    "roundup",
    [
        "Drones killed nine civilians in Ukraine over the past week: three in Sumy on Tuesday and six in Kharkiv on Wednesday.",
        "Drones killed nine people in Ukraine in the past week, three in Sumy on Tuesday and six in Kharkiv on Wednesday.",
    ],
)
def test_a_roundup_joins_no_two_towns(roundup: str) -> None:
    assert towns(roundup) == {
        "Sumy": ((3, 3), ["compatible"]),
        "Kharkiv": ((6, 6), ["compatible"]),
        "Ukraine": ((9, 9), []),
    }


@pytest.mark.parametrize(
    "roundup",
    [
        # no days, no towns, or no time longer than a day: parts of the total, as before
        "Drones killed nine people in Ukraine over the past week: three in Sumy and six in Kharkiv.",
        "Drones killed nine people in Ukraine over the past week: three on Tuesday and six on Wednesday.",
        "Drones killed nine people in Ukraine on Wednesday: three in Sumy and six in Kharkiv.",
        "Drones killed nine people in Kharkiv over the past week: three on Tuesday and six on Wednesday.",
    ],
)
def test_what_lists_no_incidents_is_one_happening(roundup: str) -> None:
    (document,) = [
        Document(id="d", text=roundup, publisher="Wire", published=datetime.fromisoformat("2026-10-25T18:00:00+00:00"))
    ]
    assert len(happenings(document, normalise(document, extract(document)))) == 1


CONTESTED = vocab.read("contested")


@pytest.mark.parametrize("row", CONTESTED["example"], ids=lambda row: row["text"])
def test_words_that_name_a_count_they_contradict(row: dict[str, object]) -> None:
    assert list(numbers(row["text"])) == row["numbers"]


@pytest.mark.parametrize("row", CONTESTED["counter_example"], ids=lambda row: row["text"])
def test_words_that_name_none(row: dict[str, str]) -> None:
    assert numbers(row["text"]) == ()


CHOLERA = "Cholera has killed 212 people in Congo's Kasai province since January, the health ministry said on Sunday."


@pytest.mark.parametrize(
    ("behind", "kind"),
    [
        ("well above the government's figure of 212, because deaths at home are not counted", "conflict"),
        ("more than the 212 given by the ministry", "conflict"),
        ("up from an earlier count of 212", "supersedes"),
        ("most of them at home", "later_higher"),
        ("well above the government's figure of 190", "later_higher"),  # none that anybody gave here
    ],
)
def test_a_text_that_states_the_contradiction_makes_it_one(behind: str, kind: str) -> None:
    doctors = (
        f"Doctors of Sunrise Aid said at least 340 people had died of cholera in Congo's Kasai province since January, {behind}."
    )
    said = told(("Harbour Lantern", "19T09", "", CHOLERA), ("Northwind Wire", "21T09", "", doctors))
    assert kinds(said) == [kind]


FLOOD = "A flood killed 18 people in Kananga, Congo, on Saturday, police said."
WEEK = "Cholera killed 18 people in Congo's Kasai province last week, the health ministry said."


@pytest.mark.parametrize(
    ("reports", "sentence"),
    [
        ([f"{CHOLERA} Eighteen people died last week."], "212 killed in all so far, one claimant"),
        ([WEEK], "18 killed, one claimant"),
        # what strikes on a day has its own toll
        ([f"{FLOOD} Floods have killed 212 people in Congo since January, the government said."], "18 killed, one claimant"),
    ],
)
def test_what_goes_on_for_weeks_is_told_by_the_scope_of_most(reports: list[str], sentence: str) -> None:
    said = told(*((f"Paper {n}", "19T09", "", text) for n, text in enumerate(reports)))
    assert said.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("window", "kinds_"),
    [
        ("between 1 January and 17 October", ["compatible"]),
        ("between 1 August and 17 October", ["different_scope"]),
        ("between 1 January and 30 June", ["different_scope"]),
    ],
)
def test_a_period_with_a_running_total_s_ends_is_its_scope(window: str, kinds_: list[str]) -> None:
    who = f"The World Health Organization said 212 people died of cholera in Congo's Kasai province {window}."
    assert kinds(told(("Harbour Lantern", "19T09", "", CHOLERA), ("Northwind Wire", "20T09", "", who))) == kinds_


CRUSH = "Sixteen people were crushed to death in a stadium in Mahajanga, Madagascar, on Saturday, the prosecutor said."


@pytest.mark.parametrize(
    ("note", "range_", "kinds_"),
    [
        # what the text itself gives is read as taken back, and stands beside nothing
        ("Correction: The toll is 15, not 16.", (15, 15, False, 1), []),
        ("Correction, 20 October: The toll is 15, not 16, the health ministry says.", (15, 15, False, 1), []),
        # another number than the text's is not taken back; without the note the two are two speakers' counts
        ("Correction: The toll is 15, not 17, the health ministry says.", (15, 16, False, 2), ["conflict"]),
        ("The toll is 15, not 16, the health ministry says.", (15, 16, False, 2), ["conflict"]),
    ],
)
def test_a_paper_s_correction_takes_back_its_own_number(note: str, range_: tuple[object, ...], kinds_: list[str]) -> None:
    said = told(("Harbour Lantern", "20T10", "", f"{CRUSH}\n\n{note}"))
    assert (killed(said), kinds(said)) == (range_, kinds_)


def test_a_correction_takes_back_what_the_paper_printed_before_and_no_other_paper_s() -> None:
    note = "Correction: In the crush in the stadium in Mahajanga, Madagascar, on Saturday 15 people died, not 16."
    own = told(("Harbour Lantern", "19T10", "", CRUSH), ("Harbour Lantern", "20T10", "", note))
    other = told(("Northwind Wire", "19T10", "", CRUSH), ("Harbour Lantern", "20T10", "", note))
    assert (killed(own), killed(other)) == ((15, 15, False, 1), (15, 16, False, 2))
