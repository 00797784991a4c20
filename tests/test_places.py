"""Worded places: the gazetteer's names, what a document says of its country, and what is left empty."""

from __future__ import annotations

import gzip

import pytest
from factories import document
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.core import gazetteer, vocab
from aggregator.core.errors import VocabularyError
from aggregator.core.model import Place, Precision
from aggregator.namesakes import apart
from aggregator.places import Surroundings, resolve, surroundings

EXACT, NEAR, ADMIN1, ADMIN2, COUNTRY = Precision.EXACT, Precision.NEAR, Precision.ADMIN1, Precision.ADMIN2, Precision.COUNTRY


def among(*countries: str) -> Surroundings:
    """A document about these countries, the first of them first."""
    return Surroundings(countries, countries[0] if len(countries) == 1 else None)


@pytest.mark.parametrize(
    ("words", "countries", "name", "country", "precision"),
    [
        # one name, spelled in several ways
        ("Kharkiv", "UKR", "Kharkiv", "UKR", NEAR),
        ("Kharkov", "UKR", "Kharkiv", "UKR", NEAR),
        ("Khan Younis", "PSE", "Khān Yūnis", "PSE", NEAR),
        ("Khan Yunis", "PSE", "Khān Yūnis", "PSE", NEAR),
        ("Idlib", "SYR", "Idlib", "SYR", NEAR),
        ("Idleb", "SYR", "Idlib", "SYR", NEAR),
        ("Hodeidah", "YEM", "Al Ḩudaydah", "YEM", NEAR),
        ("Al Hudaydah", "YEM", "Al Ḩudaydah", "YEM", NEAR),
        ("Hudeida", "YEM", "Al Ḩudaydah", "YEM", NEAR),
        ("Miramshah", "PAK", "Miran Shah", "PAK", EXACT),
        ("Chardara district", "AFG", "Chahar Dara", "AFG", ADMIN2),
        # parts and neighbourhoods keep their coarser precision
        ("east Aleppo", "SYR", "Aleppo", "SYR", NEAR),
        ("near Goma", "COD", "Goma", "COD", NEAR),
        ("Goma", "COD", "Goma", "COD", EXACT),
        ("northern Gaza", "PSE", "Northern Gaza", "PSE", ADMIN2),
        ("the Gaza Strip", "PSE", "Gaza Strip", "PSE", ADMIN2),
        ("the southwestern city of Quetta", "PAK", "Quetta", "PAK", EXACT),
        ("12 km south of Quetta", "PAK", "Quetta", "PAK", NEAR),
        ("Nakuru hospital", "KEN", "Nakuru", "KEN", NEAR),
        ("Jabalia refugee camp", "PSE", "Jabalia camp", "PSE", NEAR),
        ("the Salvadoran capital", "SLV", "San Salvador", "SLV", EXACT),
        # units and the towns of their name
        ("Idlib province", "SYR", "Idlib", "SYR", ADMIN1),
        ("the city of Idlib", "SYR", "Idlib", "SYR", EXACT),
        ("Oklahoma", "USA", "Oklahoma", "USA", ADMIN1),
        ("Darfur", "SDN", "Darfur", "SDN", ADMIN1),
        ("Kasai Oriental", "COD", "Kasai-Oriental", "COD", ADMIN2),
        ("Congo's Kasai-Oriental province", "COD", "Kasai-Oriental", "COD", ADMIN2),
        ("Cambodia's Oddar Meanchey province", "KHM", "Oddar Meanchey", "KHM", ADMIN2),
        ("Birnin Gwari", "NGA", "Birnin Gwari", "NGA", EXACT),
        ("southern Russia", "RUS", "Russia", "RUS", COUNTRY),
        ("a village in eastern Burkina Faso", "BFA", "Burkina Faso", "BFA", COUNTRY),
        ("the hamlet of Xyzzyville in eastern Burkina Faso", "BFA", "Burkina Faso", "BFA", COUNTRY),
        # the words name their own holder
        ("Jackson, Mississippi", "", "Jackson", "USA", EXACT),
        ("Sparta, Georgia", "USA", "Sparta", "USA", EXACT),
        ("Springfield, Illinois", "", "Springfield", "USA", EXACT),
        ("Libya's Tripoli", "", "Tripoli", "LBY", NEAR),
        ("Tripoli, Lebanon", "", "Tripoli", "LBN", EXACT),
        ("Wana in South Waziristan", "PAK", "Wana", "PAK", EXACT),
        # the document's country chooses
        ("Tripoli", "LBN", "Tripoli", "LBN", EXACT),
        ("Tripoli", "LBY", "Tripoli", "LBY", NEAR),
        ("Georgia", "GEO", "Georgia", "GEO", COUNTRY),
        ("Georgia", "USA", "Georgia", "USA", ADMIN1),
        # a province is a unit, also where provinces are the second level, and no village of its name
        ("the province of Leyte", "PHL", "Leyte", "PHL", ADMIN2),
        ("Leyte province", "PHL", "Leyte", "PHL", ADMIN2),
        ("the town of Leyte", "PHL", "Leyte", "PHL", EXACT),
        # side by side: what holds them all
        ("Khost and Nangarhar", "AFG", "Afghanistan", "AFG", COUNTRY),
        ("Texas and Oklahoma", "USA", "United States", "USA", COUNTRY),
        ("Sumbe and Porto Amboim", "AGO", "Kwanza Sul", "AGO", ADMIN1),
        # far larger than its namesakes
        ("Paris", "", "Paris", "FRA", EXACT),
    ],
)
def test_words_become_places(words: str, countries: str, name: str, country: str, precision: Precision) -> None:
    found = resolve(words, among(*countries.split()) if countries else Surroundings())
    assert (found.text, found.name, found.country, found.precision) == (words, name, country, precision)


@pytest.mark.parametrize(
    ("words", "countries"),
    [
        ("Tripoli", ""),
        ("Tripoli", "LBN LBY"),
        ("Springfield", "USA"),
        ("Jackson", "USA"),
        ("Punjab", "IND PAK"),
        ("Rafah", "EGY PSE"),
        ("Hamas", "PSE"),
        ("Thursday", "PSE"),
        ("Ahmad", "PSE"),
        ("the province", "SYR"),
        ("the Mediterranean city", "LBY"),
        ("Mina", "IRN"),  # of the Hajj, it may be, although a village of Iran is spelled so too
        ("Xyzzyville", "SYR"),
        ("Kandahar Street", "AFG"),
        ("the home of Abu Lebda", "PSE"),
        ("Saudi neighbourhood", "PSE"),
        ("", "SYR"),
        (None, "SYR"),
    ],
)
def test_two_candidates_or_none_leave_all_but_the_words_empty(words: str | None, countries: str) -> None:
    assert resolve(words, among(*countries.split()) if countries else Surroundings()) == Place(text=words)


@pytest.mark.parametrize(
    ("text", "title", "publisher", "main"),
    [
        ("Syrian and Russian jets struck Idlib, in Syria, on Tuesday.", None, None, "SYR"),
        ("A mine went off in Maiduguri.", "Blast in northern Nigeria", None, "NGA"),
        ("QUETTA: A coach burned out on the ring road.", None, None, "PAK"),
        ("Russian missiles hit Kramatorsk and Kharkiv.", None, None, "UKR"),
        ("Herders fled towards the Niger border.", None, None, None),
        ("A boat sank.", None, "Kenya Coast Weekly", "KEN"),
        ("Nobody was hurt.", None, None, None),
    ],
)
def test_a_document_tells_its_country(text: str, title: str | None, publisher: str | None, main: str | None) -> None:
    assert surroundings(document(text, title=title, publisher=publisher)).main == main


@pytest.mark.parametrize(
    ("publisher", "main"),
    [
        ("Eastern Mindanao Command", "PHL"),  # an army speaks of its country
        ("Reuters", None),  # a wire of the world
        ("Sahel Despatch", None),  # a province of one country and a belt of ten
        ("Eswatini Rights Network", "SWZ"),
        ("Civil Protection radio log", None),  # a log is no town of Poland
    ],
)
def test_a_publisher_tells_the_country_of_a_text_that_names_none(publisher: str, main: str | None) -> None:
    assert surroundings(document("Two soldiers died at the post.", publisher=publisher)).main == main


def test_a_village_of_our_own_tells_its_country_and_half_its_name_none() -> None:
    assert surroundings(document("Two officials in Baga Sola spoke of 35 dead.")).main == "TCD"


def test_a_word_for_hamlets_is_no_place() -> None:
    assert resolve("Sitio Banwagan", among("PHL")).name is None


def test_a_unit_that_the_document_names_tells_namesakes_apart() -> None:
    around = surroundings(document("STOCKTON, Calif. (AP) — Two were shot in Stockton, a city of the United States."))
    assert (around.dateline.name, around.dateline.admin1) == ("Stockton", "California")
    assert resolve("Stockton", around).admin1 == "California"
    assert resolve("Flint, MI", Surroundings()).admin1 == "Michigan"


def test_not_every_country_that_is_named_is_the_places() -> None:
    assert resolve("San Jose", Surroundings(("HUN", "USA"), "HUN")) == Place(text="San Jose")  # of Costa Rica, it may be
    assert resolve("San Jose", Surroundings(("USA",), "USA")).country == "USA"
    assert resolve("San Jose", Surroundings(("CRI", "USA"), "CRI")).country == "CRI"


@pytest.mark.parametrize(
    ("words", "countries", "main", "country"),
    [
        ("Mina", ("IRN", "SAU"), "IRN", "SAU"),  # Iranians speak; the place of the very name is in the other country
        ("Mina", ("IRN", "SAU"), None, "SAU"),
        ("Mina", ("SAU",), "SAU", "SAU"),
        ("Mina", ("MEX", "SAU"), "MEX", None),  # two places of the very name in Mexico alone
        ("Idleb", ("SYR", "USA"), "SYR", "SYR"),  # a place is known by its other spellings where no other has the name
    ],
)
def test_a_place_of_the_very_name_comes_before_another_spelling(
    words: str, countries: tuple[str, ...], main: str | None, country: str | None
) -> None:
    assert resolve(words, Surroundings(countries, main)).country == country


def test_whose_dead_are_counted_does_not_move_the_place() -> None:
    text = "Iranian officials said on Friday that 40 Iranians died in the crush at Mina. Saudi Arabia has given no count."
    found = resolve("Mina", surroundings(document(text, title="Tehran mourns 40 pilgrims")))
    assert (found.name, found.country) == ("Mina", "SAU")


def test_a_dateline_is_resolved() -> None:
    around = surroundings(document("QUETTA, Pakistan (AP) — A coach burned out on the ring road."))
    assert (around.dateline.name, around.dateline.admin1) == ("Quetta", "Balochistan")


def test_distances_are_in_km() -> None:
    aleppo, idlib = (resolve(name, among("SYR")) for name in ("Aleppo city", "Idlib city"))
    assert 50 < apart(aleppo, idlib) < 65
    assert apart(aleppo, Place()) == float("inf")


def test_names_fold_alike() -> None:
    assert gazetteer.fold("Al-Ḩudaydah") == gazetteer.fold("al hudaydah") == "al hudaydah"
    assert gazetteer.fold("Cox’s Bāzār") == gazetteer.fold("Cox's Bazar")
    assert gazetteer.skeleton("maaret misrin") == gazetteer.skeleton("maarrat misrin")


def test_a_place_knows_what_holds_it() -> None:
    goma = next(entry for entry in gazetteer.lookup("Goma") if entry.country == "COD" and entry.kind == gazetteer.TOWN)
    assert [gazetteer.entry(record).kind for record in goma.within][-1] == gazetteer.NATION
    assert gazetteer.nation("COD") == gazetteer.entry(goma.within[-1])


def test_countries_go_by_names_and_peoples() -> None:
    assert gazetteer.country_of("the DRC".removeprefix("the ")) == "COD"
    assert gazetteer.country_of("Syrians") == "SYR"
    assert gazetteer.is_demonym("Syrian")
    assert not gazetteer.is_demonym("Syria")
    assert gazetteer.country_of("Congolese") is None  # of which Congo?
    assert gazetteer.country_of_area("Donbas") == "UKR"


def test_the_vocabulary_of_places_is_sound() -> None:
    rows = vocab.read("places/countries")["country"]
    codes = [row["iso3"] for row in rows]
    assert len(codes) == len(set(codes)) > 200
    for area in vocab.read("places/areas")["area"]:
        assert area.get("country", "SYR") in codes, area
        assert -90 <= area["lat"] <= 90
        assert -180 <= area["lon"] <= 180
        assert area["reach"] > 0


def test_the_shipped_gazetteer_is_small_and_says_where_it_is_from() -> None:
    assert sum(path.stat().st_size for path in gazetteer.FOLDER.iterdir()) < 15_000_000
    said = (gazetteer.FOLDER / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert "GeoNames" in said
    assert "creativecommons.org/licenses/by/4.0" in said


def test_a_damaged_list_is_named(tmp_path, monkeypatch) -> None:
    (tmp_path / "names.tsv.gz").write_bytes(gzip.compress(b"x")[:5])
    monkeypatch.setattr(gazetteer, "FOLDER", tmp_path)
    with pytest.raises(VocabularyError, match="names"):
        gazetteer._lines("names.tsv.gz")


WORDS = st.sampled_from(
    "Gaza Idlib Khan Younis Tripoli Georgia Springfield north southern near the of in and , province city district 12 km Street "
    "hospital camp Al- 's Syrian Congo US Sudan South".split()
)


@settings(deadline=None)  # the first example loads the vocabulary and the gazetteer
@given(
    st.text(max_size=60) | st.lists(WORDS, max_size=9).map(" ".join),
    st.lists(st.sampled_from(["SYR", "PSE", "USA", "GEO", "SDN"]), unique=True, max_size=3),
)
def test_any_words_are_survived_and_read_alike_twice(words: str, countries: list[str]) -> None:
    around = Surroundings(tuple(countries), countries[0] if countries else None)
    found = resolve(words, around)
    assert found == resolve(words, around)
    assert found.text == words
    assert (found.precision is None) == (found.name is None)


@settings(deadline=None)  # the first example loads the vocabulary and the gazetteer
@given(st.text(max_size=200), st.none() | st.text(max_size=40))
def test_any_document_has_surroundings(text: str, publisher: str | None) -> None:
    around = surroundings(document(text, publisher=publisher))
    assert around.main is None or around.main == around.countries[0]
