"""The OpenAPI document says what the service does: every route is in it, every reply fits, every parameter is checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from seeded import market

from aggregator.core.settings import Settings
from api.app import create_app
from api.openapi import document
from db.frozen.make import freeze
from db.frozen.shelf import Shelf
from db.nouns import NOUNS
from db.parameters import FILTERS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = document()
OPEN = [path for path in DOCUMENT["paths"] if "/review/" not in path]  # those that need a token are in test_review.py
IDS = {"events": "ev-market", "sources": "harmon_monitor", "documents": "doc-1", "snapshots": "v1"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    path: Path = tmp_path_factory.mktemp("openapi") / "figures.db"
    market(path).close()
    settings = Settings(database=path)
    freeze(path, Shelf(settings.shelf), lambda: datetime(2030, 6, 1, tzinfo=UTC), version="v1")
    return create_app(settings)


def test_the_document_has_an_etag_of_its_own(app: Flask) -> None:
    first = app.test_client().get("/api/v1/openapi.json")
    again = app.test_client().get("/api/v1/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.get_data()) == (200, 304, b"")
    assert app.test_client().get("/api/v1/openapi.json", headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/conflicts", *(f"/api/v1/{p}" for p in ("sources", "feeds", "health", "ready", "metrics"))]
)
def test_what_changes_without_the_data_has_no_etag_as_the_docs_say(app: Flask, path: str) -> None:
    assert "ETag" not in app.test_client().get(path).headers


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        kind, name = schema["$ref"].removeprefix("#/components/").split("/")
        schema = DOCUMENT["components"][kind][name]
    return schema


def misfits(value: Any, schema: Mapping[str, Any], where: str = "$") -> Iterator[str]:
    """What of a value breaks the parts of JSON Schema that the document uses."""
    schema = resolved(schema)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    known = {
        "object": isinstance(value, dict),
        "array": isinstance(value, list),
        "string": isinstance(value, str),
        "boolean": isinstance(value, bool),
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "number": isinstance(value, (int, float)) and not isinstance(value, bool),
        "null": value is None,
    }
    if kinds and not any(known[kind] for kind in kinds):
        yield f"{where}: {value!r} is no {kinds}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is not one of the codes"
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        yield from (f"{where}: lacks {name}" for name in schema.get("required", []) if name not in value)
        if schema.get("additionalProperties") is False:
            yield from (f"{where}: has {name}" for name in value if name not in properties)
        for name in value:
            if name in properties:
                yield from misfits(value[name], properties[name], f"{where}.{name}")
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            yield from misfits(item, schema["items"], f"{where}[{number}]")


def filled(path: str) -> str:
    noun = path.split("/")[3]
    return path.replace("{id}", IDS.get(noun, ""))


@pytest.mark.parametrize("path", OPEN)
def test_a_reply_is_what_the_document_says(app: Flask, path: str) -> None:
    reply = app.test_client().get(filled(path))
    assert reply.status_code == 200, reply.get_data(as_text=True)
    content = DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"]
    assert reply.mimetype in content
    schema = content[reply.mimetype].get("schema", {})
    if reply.mimetype == "application/json":
        assert list(misfits(reply.get_json(), schema)) == []


def test_the_check_itself_can_fail() -> None:
    row = {"$ref": "#/components/schemas/claims_row"}
    assert any("lacks quote" in found for found in misfits({"outcome": "murdered", "low": "63", "extra": 1}, row))
    assert any("murdered" in found for found in misfits({"outcome": "murdered"}, row))


def test_every_route_is_in_the_document(app: Flask) -> None:
    documented = {path.replace("{id}", "x") for path in DOCUMENT["paths"]}
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/v1"):
            continue
        if rule.endpoint.startswith("review."):
            verbs = re.search(r"any\((.*?)\)", rule.rule)
            for verb in verbs[1].split(", ") if verbs else [re.sub("<.*>", "x", rule.rule.rpartition("/review/")[2])]:
                assert f"/api/v1/review/{verb}" in documented
        elif "<any(" in rule.rule:
            assert "claims" in rule.rule
        else:
            kinds = ("csv", "ndjson", "parquet") if "<kind>" in rule.rule else ("",)
            assert {
                rule.rule.replace("<identity>", "x").replace("<version>", "x").replace("<kind>", kind) for kind in kinds
            } <= documented, rule.rule


@pytest.mark.parametrize("path", OPEN)
def test_every_address_refuses_what_it_does_not_know(app: Flask, path: str) -> None:
    reply = app.test_client().get(filled(path) + "?contry=SYR")
    assert (reply.status_code, reply.mimetype) == (400, "application/problem+json")
    assert list(misfits(reply.get_json(), {"$ref": "#/components/schemas/problem"})) == []
    assert reply.get_json()["parameter"] == "contry"


@pytest.mark.parametrize("noun", NOUNS.values(), ids=lambda noun: noun.name)
def test_every_documented_parameter_is_taken_and_no_other(app: Flask, noun: Any) -> None:
    given = DOCUMENT["paths"][f"/api/v1/{noun.name}"]["get"]["parameters"]
    documented = {resolved(p)["name"] for p in given}
    taken = set(app.test_client().get(f"/api/v1/{noun.name}?nonsense=1").get_json()["valid"])
    assert documented == taken


def test_every_parameter_has_words_and_every_code_is_taken(app: Flask) -> None:
    client = app.test_client()
    for parameter in FILTERS:
        assert parameter.doc.endswith("."), parameter.name
        takes = next(noun for noun in NOUNS.values() if noun.takes(parameter))
        for code in parameter.valid:
            assert client.get(f"/api/v1/{takes.name}?{parameter.name}={code}").status_code == 200


def test_the_codebook_has_every_column(app: Flask) -> None:
    listed = {entry["name"]: entry for entry in app.test_client().get("/api/v1/codebook").get_json()["lists"]}
    for noun in NOUNS.values():
        assert [c["name"] for c in listed[noun.name]["columns"]] == [c.name for c in noun.columns]
        assert all(c["meaning"].endswith(".") for c in listed[noun.name]["columns"])


def test_the_docs_name_addresses_that_answer(app: Flask) -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(/api/v1/[^`]*)`", text))
    assert len(named) > 20
    for address in named:
        noun = address.split("/")[3]
        reply = app.test_client().get(address.replace("ID", IDS.get(noun, "x")))
        assert reply.status_code == 200, address


def test_the_docs_name_every_filter() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for parameter in FILTERS:
        if parameter.name not in ("since", "kind"):
            assert f"`{parameter.name}`" in text, parameter.name
