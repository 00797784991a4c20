"""Sources are data, formats are modules: found because they are there, refused with words that help."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from aggregator.core.errors import FormatError, InputError, UnknownName
from aggregator.core.model import SourceKind
from parsers import registry
from parsers.options import FETCHING

GOOD = """
name = "Harbour Lantern"
publisher = "Harbour Lantern"
kind = "local_media"
format = "feed"
url = "https://lantern.example/rss"
"""


def folder(tmp_path: Path, text: str, name: str = "lantern.toml") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_source_is_a_file_of_a_few_lines(tmp_path: Path) -> None:
    found = registry.sources(folder(tmp_path, GOOD))
    assert list(found) == ["lantern"]
    assert (found["lantern"].kind, found["lantern"].every_minutes, found["lantern"].enabled) == (SourceKind.LOCAL_MEDIA, 60, True)


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        (GOOD + "every = 5\n", "every", "every_minutes"),
        (GOOD.replace('name = "Harbour Lantern"\n', ""), "name", "lacks name"),
        (GOOD.replace("local_media", "newspaper"), "kind", "broadcaster_press"),
        (GOOD.replace('"feed"', '"rss"'), "format", "wordpress"),
        (GOOD.replace("https://", "ftp://"), "url", "https://..."),
        (GOOD + 'every_minutes = "5"\n', "every_minutes", "str, not int"),
        (GOOD + "every_minutes = 0\n", "every_minutes", "at least 1"),
        (GOOD + "enabled = 1\n", "enabled", "int, not bool"),
        (GOOD + "min_documents = -1\n", "min_documents", "at least 0"),
        (GOOD + "every_minutes = 99999999\n", "every_minutes", "at most 525600"),
        (GOOD + "jitter_seconds = 99999999\n", "jitter_seconds", "at most 86400"),
        (GOOD + "[options]\npublishers = 1\n", "options.publishers", "publisher_from"),
        (GOOD + "[options]\ndays_back = 9999999999\n", "options.days_back", "0 to 36500"),
        (GOOD + '[options]\npages = "3"\n', "options.pages", "a whole number from 1 to 1000"),
        (GOOD + "[options]\npages = true\n", "options.pages", "a whole number"),
        (GOOD + "[options]\npause_seconds = 1e9\n", "options.pause_seconds", "0 to 3600"),
        (GOOD + "[options]\npause_seconds = nan\n", "options.pause_seconds", "0 to 3600"),
        (GOOD + '[options]\nrobots = "false"\n', "options.robots", "true or false"),
        (GOOD + '[options]\nheaders = "x: y"\n', "options.headers", "a table of texts"),
        (GOOD + "[options.headers]\nx = 1\n", "options.headers", "a table of texts"),
        (GOOD.replace('"https://lantern.example/rss"', '" "'), "url", "empty"),
        ("name = \n", "file", "cannot be read"),
        (b"\xff\xfe".decode("latin-1"), "file", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_an_error_that_helps(text: str, field: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        registry.sources(folder(tmp_path, text))
    assert caught.value.field == field
    assert said in str(caught.value)
    assert "lantern.toml" in str(caught.value)


WRONG = (
    ("feed", "labels", '"yes"', "true or false"),
    ("feed", "labels", "1", "true or false"),
    ("feed", "publisher_from", '"items"', '"item" or "channel"'),
    ("feed", "skip_titles", '"Watch:"', "a list of texts"),
    ("feed", "skip_titles", "[1]", "a list of texts"),
    ("feed", "skip_titles", "[]", "a list of texts"),
    ("wordpress", "figures", "true", '"airwars" or "none"'),
    ("wikipedia", "categories", '"disaster"', "a list of texts"),
    ("gdelt", "languages", '"English"', "a list of texts"),
    ("hazards", "alerts", '"Red"', "a list of texts"),
    ("hazards", "min_magnitude", '"5"', "a number from -2 to 10"),
    ("hazards", "min_magnitude", "true", "a number from -2 to 10"),
    ("ucdp", "since_year", '"2020"', "a whole number from 1 to 9999"),
    ("ucdp", "since_year", "2020.5", "a whole number"),
    ("files", "publisher", "5", "a text"),
    ("files", "published", "2030", "a text or a date"),
    ("files", "delimiter", '"||"', "one character"),
    ("files", "columns", '"notes"', "a table of texts"),
    ("files", "columns", "{ text = 1 }", "a table of texts"),
    ("files", "figures", '"killed"', "a table of texts, or of tables of texts"),
    ("files", "figures", "{ killed = [1] }", "a table of texts, or of tables"),
)
RIGHT = (
    ("feed", "labels", "false"),
    ("feed", "publisher_from", '"channel"'),
    ("feed", "skip_titles", '["Watch:"]'),
    ("wordpress", "figures", '"none"'),
    ("hazards", "min_magnitude", "5"),
    ("hazards", "min_magnitude", "4.5"),
    ("ucdp", "since_year", "2020"),
    ("files", "published", "2030-05-14"),
    ("files", "published", '"14 May 2030"'),
    ("files", "delimiter", '";"'),
    ("files", "columns", '{ text = "notes" }'),
    ("files", "figures", '{ killed = "dead", injured = { low = "least", high = "most" } }'),
)


@pytest.mark.parametrize(("form", "name", "value", "wanted"), WRONG)
def test_an_option_of_another_type_is_an_error_that_names_its_own(
    form: str, name: str, value: str, wanted: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        registry.sources(folder(tmp_path, GOOD.replace('"feed"', f'"{form}"') + f"[options]\n{name} = {value}\n"))
    assert caught.value.field == f"options.{name}"
    assert "lantern.toml" in str(caught.value) and f"not {wanted}" in str(caught.value)


@pytest.mark.parametrize(("form", "name", "value"), RIGHT)
def test_an_option_of_its_type_is_taken(form: str, name: str, value: str, tmp_path: Path) -> None:
    (source,) = registry.sources(
        folder(tmp_path, GOOD.replace('"feed"', f'"{form}"') + f"[options]\n{name} = {value}\n")
    ).values()
    assert name in source.options


def test_every_option_of_a_format_has_a_wrong_value_here() -> None:
    told = {(form, name) for form, name, *_ in WRONG}
    alike = {("files", "url"), ("files", "title")}  # as `publisher`
    assert {(form, name) for form, module in registry.modules().items() for name in module.OPTIONS} == told | alike


def test_a_file_name_that_is_no_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="letters, digits"):
        registry.sources(folder(tmp_path, GOOD, "a b.toml"))


def test_with_problems_a_bad_file_stops_only_itself(tmp_path: Path) -> None:
    folder(tmp_path, GOOD)
    folder(tmp_path, "kind = 1", "bad.toml")
    problems: list[InputError] = []
    assert list(registry.sources(tmp_path, problems=problems)) == ["lantern"]
    assert [each.field for each in problems] == ["name"]


def test_a_folder_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        registry.sources(tmp_path / "nowhere")


def test_a_source_that_needs_a_key_is_on_once_the_key_is_given(tmp_path: Path) -> None:
    folder(tmp_path, GOOD + 'enabled = false\nneeds = "FIGURES_KEY_LANTERN"\n')
    assert not registry.sources(tmp_path)["lantern"].enabled
    assert not registry.sources(tmp_path, keys={"FIGURES_KEY_OTHER": "x"})["lantern"].enabled
    assert registry.sources(tmp_path, keys={"FIGURES_KEY_LANTERN": "x"})["lantern"].enabled


def test_formats_are_found_by_module() -> None:
    assert list(registry.formats()) == [
        "acled",
        "feed",
        "files",
        "gdelt",
        "hazards",
        "reliefweb",
        "telegram",
        "ucdp",
        "wikipedia",
        "wordpress",
    ]
    for name, module in registry.modules().items():
        assert module.__doc__
        assert all(option.doc and option.wanted for option in module.OPTIONS.values()), name


@pytest.mark.parametrize(
    ("name", "body", "form"),
    [
        ("a.xml", b'<?xml version="1.0"?><rss version="2.0">', "feed"),
        ("a", b"\xef\xbb\xbf  <feed xmlns='x'>", "feed"),
        ("a", "<?xml version='1.0' encoding='utf-16'?><rss>".encode("utf-16"), "feed"),
        ("a.xml", b"<data/>", "feed"),
        ("a.xml", b"<!DOCTYPE html><html><body><rss></body>", "files"),
        ("a.txt", b"Twelve dead.", "files"),
        ("noname", b"Twelve dead.", "files"),
        ("a.pdf", b"%PDF-1.7", "files"),
        ("a.zip", b"PK\x03\x04", "files"),
        ("a.json", b'{"text": "x"}', "files"),
        ("a.json", b'{"data": [{"fields": {}}], "totalCount": 1}', "reliefweb"),
        ("a.json", b'{"status": 200, "data": [{"event_id_cnty": "X1", "event_date": "2030-05-13"}]}', "acled"),
        ("a.csv", b"event_id_cnty,event_date,notes\n", "acled"),
    ],
)
def test_a_file_is_recognised_by_what_is_in_it(name: str, body: bytes, form: str) -> None:
    assert registry.sniff(name, body) == form


@pytest.mark.parametrize("body", [b"", b" \n\t", b"\x89PNG\r\n\x1a\n\x00\x00", b"\x7fELF\x02\x01\x01\x00", b"\x00" * 100])
def test_a_file_that_nothing_reads_is_an_error_that_names_it(body: bytes) -> None:
    with pytest.raises(FormatError, match=r"strange\.bin"):
        registry.sniff("strange.bin", body)


def test_an_unknown_name_lists_the_valid_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as caught:
        registry.sources(folder(tmp_path, GOOD.replace('"feed"', '"rss"')))
    assert caught.value.valid == tuple(registry.formats())


def test_the_readme_shows_a_source_that_can_be_used_and_names_every_format_and_option() -> None:
    text = (registry.HOME.parent / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert shown
    registry.source("lantern", tomllib.loads(shown[1]), origin="README.md")
    for name in (*registry.formats(), *FETCHING):
        assert f"| `{name}` |" in text, name
