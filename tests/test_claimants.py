"""Who said it: the vocabulary's own examples both ways, and what may never be guessed."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.claimants import canonical, resolve, unify
from aggregator.core import vocab
from aggregator.core.model import Place, SourceKind, Victims
from aggregator.parties import party
from aggregator.places import Surroundings
from aggregator.places import resolve as place_of
from aggregator.sources import Claimant
from aggregator.whoswho import register
from tests.factories import figure

ROLES = vocab.read("roles")
SOURCES = vocab.read("sources")


def around(*countries: str) -> Surroundings:
    return Surroundings(countries, countries[0] if countries else None)


def key(name: str, country: str = "PAK", place: str | None = "Quetta", **more: object) -> str:
    here = around(country)
    return resolve(name, here, place=place_of(place, here), publisher="ap", **more).key  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "example"),
    [(name, each) for each in ROLES["examples"] for name in each["names"]],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_the_files_own_examples(name: str, example: dict[str, str]) -> None:
    assert key(name, example["country"], example["place"]) == example["key"]


@pytest.mark.parametrize("pair", ROLES["counter"], ids=lambda pair: f"{pair['left']} / {pair['right']}")
def test_the_files_own_counter_examples(pair: dict[str, str]) -> None:
    assert key(pair["left"], pair["country"], pair["place"]) != key(pair["right"], pair["country"], pair["place"])


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("the AP", "PAK", "ap"),
        ("an AFP correspondent", "PAK", "afp"),
        ("IOM staff", "NGA", "iom"),
        ("the UN refugee agency", "NGA", "unhcr"),
        ("IOM's Missing Migrants Project", "ITA", "missing-migrants"),  # a part before its whole
        ("Israel's military", "PSE", "idf"),
        ("Tehran", "IRN", "iran-gov"),  # a capital that speaks is its government
        ("Moscow", "UKR", "kremlin"),
        ("Delhi", "PAK", "india-gov"),
        ("Lima", "PER", "government:PER"),
        ("Police in Lima", "PER", "police:PER:lima"),
        ("the Metropolitan Police", "GBR", "met-police"),
        ("the Ministry of Health", "MOZ", "mozambique-moh"),
        ("the health ministry", "MOZ", "mozambique-moh"),
        ("the health ministry", "PER", "health_ministry:PER"),
        ("the army", "MMR", "tatmadaw"),
        ("the army", "BOL", "army:BOL"),
        ("Bolivia's army", "PAK", "army:BOL"),
        ("state media", "SYR", "sana"),
        ("the Red Crescent", "SYR", "sarc"),
        ("the Observatory", "FRA", "observatory@ap"),
        ("the Observatory", "SYR", "sohr"),
        ("WHO", "PAK", "who"),
        ("@ShehabAgency", "PSE", "shehab"),
        ("@harmon_fire", "PSE", "account harmon_fire"),
        ("the director of the Kamal Adwan hospital in the north of Gaza", "PSE", "kamal-adwan"),
        ("Al-Mezan's report", "PSE", "al-mezan"),
        ("the Gaza Interior Ministry", "ISR", "interior_ministry:PSE"),
        ("a 60-year-old man", "PSE", "year old man@ap"),
        ("local sources", "PSE", "sources@ap"),
        ("the Harmon Herald", "PAK", "harmon herald"),
        ("Anna Meier, head of the Harmon flood trust", "PAK", "anna meier harmon flood trust"),
    ],
)
def test_names_in_a_country(name: str, country: str, expected: str) -> None:
    assert key(name, country, None) == expected


@pytest.mark.parametrize("name", ["who said so", "let it be", "a dawn patrol", "is", "time", "ask"])
def test_small_words_are_no_acronyms(name: str) -> None:
    assert not canonical(key(name))


def test_a_ministry_that_two_hold_needs_the_words_that_tell() -> None:
    assert key("the health ministry", "PSE", None, text="Two were hit in Gaza, Hamas said.") == "gaza-moh"
    assert key("the health ministry", "PSE", None, text="Two were hit near Ramallah in the West Bank.") == "pa-moh"
    assert key("the health ministry", "PSE", None, text="Two were hit.") == "health_ministry:PSE"
    assert key("the health ministry", "PSE", None, text="From Gaza to Ramallah") == "health_ministry:PSE"


def test_a_loose_name_is_told_by_the_full_one_in_the_document() -> None:
    text = "The Syrian Observatory for Human Rights has people in every province."
    assert key("the Observatory", "FRA", None, text=text) == "sohr"


def test_an_acronym_that_two_share_is_told_by_the_country_or_not_at_all() -> None:
    assert key("GNA", "LBY", None) == "libya-gna"
    assert key("GNA", "GHA", None) == "gna"
    assert not canonical(key("GNA", "PER", None))
    assert key("GNA", "PER", None, text="The Government of National Accord (GNA) denied it.") == "libya-gna"


def test_crowds_are_one_only_within_a_publisher() -> None:
    here = around("PAK")
    first, second = (resolve("witnesses", here, publisher=publisher).key for publisher in ("ap", "afp"))
    assert first == "witnesses@ap"
    assert first != second


def test_the_ministry_is_the_one_named_before() -> None:
    named = resolve("the Russian Ministry of Defence", around("SYR"))
    assert resolve("the ministry", around("SYR"), before=[named], publisher="ap").key == "russia-mod"
    assert resolve("the ministry", around("SYR"), publisher="ap").key == "ministry:SYR@ap"
    assert resolve("the ministry's own experts", around("SYR"), before=[named], publisher="ap").key == "russia-mod"


def test_a_name_is_shown_without_whose_it_is() -> None:
    """ "Its burn unit" and "their relatives" say nothing where nobody reads the sentence before; a paper keeps its name."""
    shown = [resolve(name, around("BGD"), publisher="ap").name for name in ("Its burn unit", "Their relatives", "Theirworld")]
    assert shown == ["burn unit", "relatives", "Theirworld"]
    assert resolve("Our Times", around("BGD"), own_voice=True).name == "Our Times"


def test_a_papers_earlier_article_is_its_own_word() -> None:
    assert key("An earlier article") == key("a previous version") == "ap"
    assert key("An article in the Ardo Herald") != "ap"


def test_a_papers_name_is_no_army() -> None:
    assert resolve("Army Times", around("USA"), own_voice=True).kind is SourceKind.LOCAL_MEDIA
    assert resolve("Armed Forces of Mali", around("MLI"), own_voice=True).key == "mali-army"


def test_a_party_is_one_in_its_own_conflict_only() -> None:
    ministry = resolve("the Russian Ministry of Defence", around("UKR"))
    assert party(ministry, Place(country="UKR"), around("UKR"), None) == (True, "russia")
    assert party(ministry, Place(country="PER"), around("PER"), None) == (False, None)
    assert party(ministry, Place(country="UKR"), around("UKR"), "earthquake") == (False, None)
    army = resolve("the army", around("BOL"))
    assert party(army, Place(country="BOL"), around("BOL"), None)[0]
    assert not party(army, Place(country="PER"), around("BOL"), None)[0]
    rescuers = resolve("Gaza's civil defence", around("PSE"))
    assert party(rescuers, Place(country="PSE"), around("PSE"), None) == (False, "hamas")
    assert party(resolve("police", around("PAK")), Place(country="PAK"), around("PAK"), None) == (False, None)


@pytest.mark.parametrize(
    ("name", "land", "sentence", "text", "fights"),
    [
        ("the Israeli army", "YEM", "The Israeli army said its strikes killed 20 fighters.", "", True),
        ("the Israeli army", "YEM", "The Israeli army said 20 fighters died.", "Israeli strikes hit the port of Hodeidah.", True),
        ("the Israeli foreign ministry", "YEM", "It said 20 died.", "An Israeli drone hit Hodeidah.", True),
        ("the Israeli army", "YEM", "The Israeli army said 20 people died in the port.", "American strikes hit Hodeidah.", False),
        ("a hospital", "YEM", "A hospital said its operation saved three; 13 died.", "Israeli strikes hit Hodeidah.", False),
        ("the police", "YEM", "Police said its forces found 13 dead.", "Yemeni missiles hit a fair.", False),
        # of its own people struck abroad, and a state's broadcaster of that state's strike
        ("the White House", "QAT", "The White House said no Americans died.", "Iranian missiles hit a base.", True),
        ("the White House", "QAT", "The White House said nobody died.", "Iranian missiles hit a base.", False),
        ("the White House", "QAT", "The White House said no Americans died.", "A quake hit a base.", False),
        ("Iranian state television", "QAT", "It said 20 Americans died.", "Iranian missiles hit a base.", True),
        ("Iranian state television", "QAT", "It said 20 people died.", "American strikes hit a base.", False),
    ],
)
def test_who_tells_of_its_own_deed_or_loss_is_a_party_there(name: str, land: str, sentence: str, text: str, fights: bool) -> None:
    speaker, here = resolve(name, around(land)), Place(country=land)
    told = replace(figure(20).claim, sentence=sentence, victims=Victims(text=sentence.partition(" said ")[2]))
    assert party(speaker, here, around(land), None, claim=told, text=text)[0] is fights


@pytest.mark.parametrize(
    ("keys", "joined"),
    [
        (["police", "police:PAK", "police:PAK:balochistan"], {"police:PAK:balochistan"}),
        (
            ["police:PAK", "police:PAK:balochistan", "police:PAK:punjab"],
            {"police:PAK", "police:PAK:balochistan", "police:PAK:punjab"},
        ),
        (["police:PAK", "policy:PAK:x"], {"police:PAK", "policy:PAK:x"}),
        (["witnesses@ap", "witnesses@afp"], {"witnesses@ap", "witnesses@afp"}),
        (["sohr", "who"], {"sohr", "who"}),
    ],
)
def test_coarser_offices_join_the_one_finer(keys: list[str], joined: set[str]) -> None:
    assert set(unify(keys).values()) == joined
    shuffled = random.Random(7).sample(keys, len(keys))
    assert unify(shuffled) == unify(keys)


def test_the_registry_is_sound() -> None:
    rows = SOURCES["source"]
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids)) >= 300
    countries = {row["iso3"] for row in vocab.read("places/countries")["country"]}
    conflicts = {row["id"] for row in SOURCES["conflict"]}
    roles = {row["id"] for row in ROLES["role"]}
    for row in rows:
        SourceKind(row["kind"])
        assert row.get("country", "SYR") in countries, row
        assert set(row.get("where", ())) <= countries, row
        assert set(row.get("sides", {})) <= conflicts, row
        assert row.get("role") in roles | {None}, row
        assert row.get("parent") in {*ids, None}, row
        assert not row.get("homepage", "").endswith(" ")
        assert ":" not in row["id"], "a colon marks an office's key"
        assert "@" not in row["id"], "an at sign marks a crowd's key"
    assert all(set(row["countries"]) <= countries for row in SOURCES["conflict"])


def test_every_source_is_found_by_each_of_its_names() -> None:
    rows = SOURCES["source"]
    called = [
        (row["id"], name, around(row.get("country", "USA"))) for row in rows for name in (row["name"], *row.get("aliases", ()))
    ]
    called += [(row["id"], name, around(*row["where"])) for row in rows for name in row.get("loose", ())]
    assert [(id, name) for id, name, here in called if resolve(name, here).source != id] == []


WORDS = st.sampled_from(
    "the a Police Ministry of Health Gaza Hamas AP Reuters 's spokesman report Observatory army U.S. Taliban former , in Quetta "
    "officials SOHR UN who two Dr. Khan".split()
)


@given(st.text(max_size=60) | st.lists(WORDS, max_size=10).map(" ".join), st.sampled_from(["PSE", "SYR", "PAK", "USA"]))
def test_any_name_is_survived_and_read_alike_twice(name: str, country: str) -> None:
    here = around(country)
    first = resolve(name, here, publisher="harmon herald", text=name, before=[Claimant("x", "The Group")])
    assert first == resolve(name, here, publisher="harmon herald", text=name, before=[Claimant("x", "The Group")])
    assert first.source is None or first.source in register().sources
    assert (first.source == first.key) == canonical(first.key)
