"""The codebook: every list, column, parameter and valid value, from the declarations that the service itself runs on."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response

from aggregator.core.flags import MEANINGS
from aggregator.core.terms import CAVEAT, LICENCE, LICENCE_OF, LICENCE_URL
from api.nouns import no_parameters
from api.reply import MEDIA, dated, unchanged
from api.store import snapshot
from db.codebook import table
from db.columns import Column, Type
from db.nouns import NOUNS, Noun
from db.parameters import Parameter
from db.parquet import form
from db.queries import CONTROLS, names
from db.summaries import TIMELINE_COLUMNS

blueprint = Blueprint("codebook", __name__, url_prefix="/api/v1")
TYPES = {
    Type.ID: "an id: text, never a number",
    Type.CODE: "a code of a vocabulary",
    Type.TEXT: "text",
    Type.URL: "a URL",
    Type.INTEGER: "a whole number",
    Type.NUMBER: "a number",
    Type.BOOLEAN: "true or false",
    Type.DAY: "a day, YYYY-MM-DD",
    Type.MOMENT: "a moment in UTC, ISO 8601, ending in Z",
    Type.UNTIL: "a moment or a day, to its end",
    Type.COUNTRY: "an ISO 3166-1 alpha-3 code",
    Type.BOX: "west,south,east,north in degrees",
    Type.WORDS: "words to look for",
    Type.LIST: "a list (in CSV with semicolons between)",
    Type.OBJECT: "an object (in CSV and Parquet its JSON as text)",
    Type.CHAIN: "a chain of steps (in CSV with > between, the claimant first)",
}


def column_entry(column: Column) -> dict[str, Any]:
    """Return a column as the codebook shows it."""
    return {
        "name": column.name,
        "type": column.type.value,
        "parquet": form(column),
        "meaning": column.doc,
        "values": list(column.valid),
        "hxl": column.tag or None,
    }


def parameter_entry(parameter: Parameter) -> dict[str, Any]:
    """Return a parameter as the codebook shows it."""
    return {
        "name": parameter.name,
        "type": parameter.type.value,
        "meaning": parameter.doc,
        "values": list(parameter.valid),
        "several": parameter.many,
    }


def control_entries(noun: Noun | None = None) -> list[dict[str, Any]]:
    """Return the parameters that are no filters: all, or those that a list takes."""
    taken = [name for name in CONTROLS if noun is None or name in names(noun)]
    return [
        {
            "name": name,
            "type": "control",
            "meaning": CONTROLS[name],
            "values": list(noun.orders) if noun and name == "sort" else [],
            "several": False,
        }
        for name in taken
    ]


def entry(noun: Noun) -> dict[str, Any]:
    """Return one list with its columns, parameters and orders."""
    return {
        "name": noun.name,
        "meaning": noun.doc,
        "columns": [column_entry(column) for column in noun.columns],
        "parameters": [*(parameter_entry(parameter) for parameter in noun.parameters()), *control_entries(noun)],
    }


def entries() -> list[dict[str, Any]]:
    """Return the whole codebook."""
    timeline = {
        "name": "timeline",
        "meaning": "One row a period and outcome: the events that began in it and the outer bounds of their tolls.",
        "columns": [column_entry(column) for column in TIMELINE_COLUMNS],
        "parameters": [],
    }
    return [*(entry(noun) for noun in NOUNS.values()), timeline]


def flag_entries() -> list[dict[str, str]]:
    """Return every flag of a claim with its meaning."""
    return [{"flag": flag, "meaning": meaning} for flag, meaning in MEANINGS.items()]


@blueprint.get("/codebook")
def codebook() -> Response:
    """The codebook as JSON."""
    no_parameters()
    with snapshot() as reading:
        revision = reading.revision()
    if same := unchanged(revision):
        return same
    body = {
        "lists": entries(),
        "flags": flag_entries(),
        "types": {kind.value: words for kind, words in TYPES.items()},
        "licence": {"id": LICENCE, "url": LICENCE_URL, "of": LICENCE_OF},
        "caveat": CAVEAT,
    }
    return dated(Response(json.dumps(body, ensure_ascii=False) + "\n", mimetype=MEDIA["json"]), revision)


@blueprint.get("/codebook.csv")
def codebook_csv() -> Response:
    """The codebook's columns as a table."""
    no_parameters()
    with snapshot() as reading:
        revision = reading.revision()
    if same := unchanged(revision):
        return same
    lists = [*((noun.name, noun.columns) for noun in NOUNS.values()), ("timeline", TIMELINE_COLUMNS)]
    return dated(Response(table(lists), content_type=MEDIA["csv"]), revision)
