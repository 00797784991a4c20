"""Saved replies and what each format makes of them: tests/golden/FORMAT/CASE.in.* beside CASE.out.json.

A case may state its source's fields in CASE.source.json. `python tests/test_golden.py` writes the .out.json files anew; read the
difference before you commit it.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from aggregator.core.errors import FormatError  # noqa: E402
from aggregator.core.model import Document, Snapshot, Source, SourceKind  # noqa: E402
from aggregator.core.plain import plain  # noqa: E402
from parsers import registry  # noqa: E402

HOME = ROOT / "tests" / "golden"
FORMATS = sorted(path.name for path in HOME.iterdir() if path.is_dir())
CASES = sorted(HOME.glob("*/*.in.*"))
SEEN = datetime(2031, 3, 7, tzinfo=UTC)


def case_of(path: Path) -> tuple[Snapshot, Source]:
    form, case = path.parent.name, path.name.split(".in.")[0]
    stated: dict[str, Any] = {"publisher": "", "kind": SourceKind.UNKNOWN, "url": f"https://golden.example/{path.name}"}
    extra = path.parent / f"{case}.source.json"
    if extra.exists():
        stated |= json.loads(extra.read_text(encoding="utf-8"))
    source = Source(id=form, name=case, format=form, **(stated | {"kind": SourceKind(stated["kind"])}))
    body = path.read_bytes()
    url = path.name if form == "files" else source.url
    return Snapshot(id=Snapshot.digest(body), source=form, url=url, body=body, media_type="", fetched_at=SEEN), source


def outcome(path: Path) -> dict[str, Any]:
    snapshot, source = case_of(path)
    made: dict[str, Any] = {"documents": [], "errors": [], "raised": None}
    try:
        for each in registry.formats()[source.format](snapshot, source):
            if isinstance(each, FormatError):
                made["errors"].append(str(each))
            else:
                made["documents"].append(plain(each))
    except FormatError as error:
        made["raised"] = str(error)
    return made


def expected_path(path: Path) -> Path:
    return path.with_name(path.name.split(".in.")[0] + ".out.json")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_saved_reply_reads_as_it_did(path: Path) -> None:
    assert outcome(path) == json.loads(expected_path(path).read_text(encoding="utf-8"))


def test_every_format_has_goldens_good_and_bad() -> None:
    assert set(FORMATS) == set(registry.formats())
    for form in FORMATS:
        outcomes = [json.loads(expected_path(path).read_text(encoding="utf-8")) for path in CASES if path.parent.name == form]
        assert sum(bool(each["documents"]) for each in outcomes) >= 1, form
        assert sum(bool(each["raised"]) for each in outcomes) >= 1, f"{form}: no case of a reply that is refused"
        assert sum(bool(each["errors"]) for each in outcomes) >= 1, f"{form}: no case of a bad item among good ones"


def test_no_golden_is_left_over() -> None:
    assert {path.name for path in HOME.glob("*/*.out.json")} == {expected_path(path).name for path in CASES}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_parsing_twice_gives_the_same_and_quotes_stand_in_the_text(path: Path) -> None:
    snapshot, source = case_of(path)
    parse = registry.formats()[source.format]

    def read() -> list[Any]:
        try:
            return [each if isinstance(each, Document) else str(each) for each in parse(snapshot, source)]
        except FormatError as error:
            return [str(error)]

    first = read()
    assert first == read()
    for document in first:
        if isinstance(document, Document):
            assert document.text.strip() == document.text != ""
            if document.title:
                assert document.text.startswith(document.title)
            for claim in document.structured:
                assert document.text[claim.start : claim.end] == claim.quote
                assert claim.document == document.id
                assert claim.rule


def test_a_reply_is_recognised_as_its_own_format() -> None:
    for path in CASES:
        made = json.loads(expected_path(path).read_text(encoding="utf-8"))
        if made["documents"] and path.name != "one.in.json":
            assert registry.sniff(path.name, path.read_bytes()) == path.parent.name, path.name


def write() -> None:
    for path in CASES:
        text = json.dumps(outcome(path), indent=1, ensure_ascii=False) + "\n"
        expected_path(path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
