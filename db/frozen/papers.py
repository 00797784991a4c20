"""A snapshot's papers for people: how to cite it, its licence, what it holds, what changed since the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aggregator.core.terms import CAVEAT, LICENCE, LICENCE_OF, LICENCE_URL, NAME
from db.frozen.changes import KINDS, Changes
from db.frozen.lists import LISTS

LICENCE_TEXT = f"""{NAME}

Licence: Creative Commons Attribution 4.0 International ({LICENCE}), {LICENCE_URL}
It covers {LICENCE_OF}. Place names come from GeoNames (https://www.geonames.org/), CC BY 4.0.

{CAVEAT}
"""
USE = """
    import pandas as pd
    claims = pd.read_csv("claims.csv")            # or pd.read_parquet("claims.parquet"), with types

    claims <- read.csv("claims.csv")              # or arrow::read_parquet("claims.parquet")

    datasette casualty-figures.db --metadata metadata.json

    sha256sum -c SHA256SUMS
"""


def citation(about: Mapping[str, Any]) -> str:
    """Return the sentence to cite a snapshot by."""
    where = f" {about['homepage']}." if about.get("homepage") else ""
    return (
        f"{NAME}. Version {about['version']} (data revision {about['revision']}), made {about['created'][:10]}.{where} "
        f"SHA-256 {about['fingerprint'][:16]}. CC BY 4.0."
    )


def citation_file(about: Mapping[str, Any]) -> str:
    """Return CITATION.cff (https://citation-file-format.github.io/); its values are JSON, which is YAML."""
    fields: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "Cite the version you used, and the publisher of each sentence you quote.",
        "type": "dataset",
        "title": NAME,
        "version": about["version"],
        "date-released": about["created"][:10],
        "license": LICENCE,
        "abstract": CAVEAT,
        "authors": [{"name": "Casualty figures"}],
        "identifiers": [{"type": "other", "value": f"sha256:{about['fingerprint']}", "description": "Of the CSV files."}],
    }
    if about.get("homepage"):
        fields["url"] = about["homepage"]
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())


def changelog(about: Mapping[str, Any], changes: Changes) -> str:
    """Return CHANGES.md: how much changed since the snapshot before, and the events whose range did."""
    if not about["previous"]:
        return f"# Version {about['version']}\n\nThe first snapshot: there is none before it to compare with.\n"
    lines = [
        f"# Version {about['version']}, compared with {about['previous']}",
        "",
        f"| | {' | '.join(KINDS)} |",
        "|---|---|---|---|",
    ]
    for name, counted in changes.counts.items():
        lines.append(f"| {name} | {' | '.join(f'{counted[kind]:,}' for kind in KINDS)} |")
    lines += ["", "`changes.csv` has them all, a row a changed field, with the reason where one was given."]
    if changes.headlines:
        lines += ["", "Events that are told otherwise, those whose lower bound moved most first:", ""]
        lines += [f"- **{title}**: “{before}” is now “{after}”" for title, before, after in changes.headlines]
    return "\n".join(lines) + "\n"


def readme(about: Mapping[str, Any]) -> str:
    """Return README.md."""
    rows = about["rows"]
    listed = "\n".join(f"- `{noun.name}.csv`, `{noun.name}.parquet` ({rows[noun.name]:,} rows): {noun.doc}" for noun in LISTS)
    return f"""# {NAME}, version {about["version"]}

**{CAVEAT}** A lower bound stays a lower bound: “at least 63” is `low` 63, `high` empty.

{listed}
- `casualty-figures.db`: all of them in one SQLite file, with search over the claims; `metadata.json` is for Datasette
- `changes.csv`, `CHANGES.md`: what changed since {about["previous"] or "the snapshot before (this is the first)"}
- `codebook.csv`, `datapackage.json`: what every column means, with its type and valid codes
- `CITATION.cff`, `LICENCE.txt`, `SHA256SUMS`

Columns are those of the service's own lists, under the same names. A claim leads to its sentence, its document and its publisher.
{USE}
Cite: {about["citation"]}
"""
