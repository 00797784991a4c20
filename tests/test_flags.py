"""Every flag that a claim can bear is explained, once: the code is searched for flags, and each place that tells of them."""

from __future__ import annotations

import ast
import json
import runpy
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from aggregator.core.flags import MEANINGS, meaning
from aggregator.core.settings import Settings
from api.app import create_app
from db.codebook import table
from tests.seeded import Seed

ROOT = Path(__file__).resolve().parent.parent
MODULES = [path for folder in ("aggregator", "parsers") for path in sorted((ROOT / folder).rglob("*.py"))]
NEVER_SERVED = {"names_speaker"}  # parsers/text/claims.py drops the claims that bear it


def worded(node: ast.AST, module: Path) -> Iterator[str]:
    """The flags that an expression can give: its texts, those of the constants it names, the head of an f-string."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=[ast.Constant(value=str(head)), *_]):
            yield head
        case ast.Name(id=name) if name.isupper():
            yield str(getattr(import_module(".".join(module.relative_to(ROOT).with_suffix("").parts)), name))
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from worded(part, module)
        case ast.Starred(value=inner):
            yield from worded(inner, module)
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            yield from worded(one, module)
            yield from worded(other, module)
        case ast.GeneratorExp(elt=inner) | ast.ListComp(elt=inner):
            yield from worded(inner, module)
        case ast.Call(func=ast.Attribute(attr="fromkeys"), args=[inner]) | ast.Call(func=ast.Name(id="tuple"), args=[inner]):
            yield from worded(inner, module)


def given(module: Path, source: str) -> set[str]:
    """The flags that a module gives: what becomes `flags`, what is appended to it, what a function returns for it."""
    tree = ast.parse(source)
    called: set[str] = set()
    found: set[str] = set()

    def take(node: ast.AST) -> None:
        found.update(worded(node, module))
        for each in ast.walk(node):
            if isinstance(each, ast.Call):
                called.add(each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", ""))

    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="flags", value=value):
                take(value)
            case (
                ast.Assign(targets=[ast.Name(id="flags")], value=value) | ast.AugAssign(target=ast.Name(id="flags"), value=value)
            ):
                take(value)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="flags"), attr="append"), args=[value]):
                take(value)
            case ast.Call(func=ast.Name(id="_flagged"), args=[_, value, *_]):
                take(value)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in called:
            for each in ast.walk(node):
                if isinstance(each, ast.Return) and each.value is not None:
                    found.update(worded(each.value, module))
    return {flag for flag in found if flag}


@pytest.mark.parametrize(
    ("source", "flags"),
    [
        ('Figure(flags=("new_flag",))', {"new_flag"}),
        ("replace(claim, flags=(*claim.flags, ONE_OF))", {"one_of_two_outcomes"}),
        ('flags = [f"rank:{rank}", *(f"part:{each}" for each in parts)]', {"rank:", "part:"}),
        ('flags.append("a" if x else "b")', {"a", "b"}),
        ('flags += self._more(claim)\ndef _more(self, claim):\n    return ["c"]', {"c"}),
        ('print("no flag", flags)', set()),
    ],
)
def test_the_search_finds_flags_however_they_are_given(source: str, flags: set[str]) -> None:
    assert given(ROOT / "parsers" / "text" / "making.py", source) == flags


def test_every_flag_that_the_code_can_give_has_a_meaning() -> None:
    found = {flag: path for path in MODULES for flag in given(path, path.read_text(encoding="utf-8"))}
    unexplained = {flag: str(path.relative_to(ROOT)) for flag, path in found.items() if flag not in {*MEANINGS, *NEVER_SERVED}}
    assert not unexplained, "say what they mean in aggregator/core/flags.py, then `make docs`"
    assert not set(MEANINGS) - set(found), "no code gives these any more"


def test_every_flag_of_the_saved_examples_has_a_meaning() -> None:
    seen: set[str] = set()

    def look(value: object) -> None:
        if isinstance(value, dict):
            seen.update(value.get("flags") or ())
            for each in value.values():
                look(each)
        elif isinstance(value, list):
            for each in value:
                look(each)

    for path in sorted((ROOT / "tests" / "golden").rglob("*.out.json")):
        look(json.loads(path.read_text(encoding="utf-8")))
    assert len(seen) > 5 and not [flag for flag in seen if not meaning(flag)]


def test_a_flag_with_a_record_s_own_words_has_the_meaning_of_its_kind() -> None:
    assert meaning("grading:weak") == MEANINGS["grading:"]
    assert meaning("machine:x") == meaning("later_version") == ""


def test_codebook_pages_and_docs_say_what_each_flag_means(tmp_path: Path) -> None:
    seed = Seed(tmp_path / "a.db")
    seed.add("documents", id="doc-1")
    seed.add("events", id="e")
    seed.add("claims", id="c", event="e", low=3, flags='["ordinal","grading:weak"]', figure_flags='["no_place"]')
    seed.close()
    client = create_app(Settings(database=tmp_path / "a.db")).test_client()
    assert client.get("/api/v1/codebook").get_json()["flags"] == [{"flag": f, "meaning": m} for f, m in MEANINGS.items()]
    page, event = client.get("/codebook").text, client.get("/events/e").text
    written, file = (ROOT / "docs" / "flags.md").read_text(encoding="utf-8"), table([])
    assert written == runpy.run_path(str(ROOT / "docs" / "generate.py"))["flags"](), "run `make docs`"
    for flag in MEANINGS:
        assert f'id="flag-{flag.rstrip(":")}"' in page
        assert f"| `{flag}` |" in written and f'"flags","{flag}","flag"' in file
    for flag in ("ordinal", "grading", "no_place"):
        assert f'href="/codebook#flag-{flag}"' in event
