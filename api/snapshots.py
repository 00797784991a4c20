"""Snapshots: frozen versions of the data, listed, shown, given out. A file's name is looked up among its checksums."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from aggregator.core.terms import CAVEAT, LICENCE
from api.forms import no_query
from api.nouns import no_parameters
from api.reply import MEDIA
from db.frozen.shelf import File, Frozen, Shelf

blueprint = Blueprint("snapshots", __name__)
TOLD = ("version", "created", "revision", "fingerprint", "citation", "previous", "rows", "changes")
PLAIN = "text/plain"
KINDS = {"csv": "text/csv", "parquet": MEDIA["parquet"], "json": MEDIA["json"], "db": "application/vnd.sqlite3"}
PURPOSES = {
    "casualty-figures.db": "All lists in one SQLite file, with search; for Datasette or any SQLite",
    "metadata.json": "Titles and column meanings for Datasette",
    "datapackage.json": "Every file, column, type and key (Frictionless Data)",
    "codebook.csv": "Every column: type, codes, HXL tag, meaning",
    "changes.csv": "Each claim and event added, changed or removed since the version before",
    "CHANGES.md": "The same in words",
    "CITATION.cff": "How to cite it, for reference managers",
    "LICENCE.txt": "The licence",
    "README.md": "What is in it",
    "SHA256SUMS": "Checksums of all files",
}
HOUR = 3600


def shelf() -> Shelf:
    """Return the current application's snapshots."""
    found: Shelf = current_app.extensions["shelf"]
    return found


def entry(frozen: Frozen) -> dict[str, Any]:
    """Return a snapshot as the API shows it."""
    base = f"/snapshots/{frozen.version}"
    files = [
        {"name": file.name, "bytes": file.bytes, "sha256": file.sha256, "url": f"{base}/{file.name}"} for file in frozen.files()
    ]
    return {name: frozen.about[name] for name in TOLD} | {"url": base, "files": files}


def tagged(body: dict[str, Any]) -> BaseResponse:
    """Return JSON with an ETag of its own: snapshots change apart from the data."""
    response = Response(json.dumps(body, ensure_ascii=False) + "\n", mimetype=MEDIA["json"])
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/api/v1/snapshots")
def listed() -> BaseResponse:
    """Every snapshot, the newest first."""
    no_parameters()
    found = [entry(frozen) for frozen in shelf().all()]
    return tagged({"data": found, "count": len(found), "licence": LICENCE, "caveat": CAVEAT})


@blueprint.get("/api/v1/snapshots/<version>")
def one(version: str) -> BaseResponse:
    """One snapshot; `latest` is the newest."""
    no_parameters()
    return tagged({"snapshot": entry(shelf().one(version)), "licence": LICENCE, "caveat": CAVEAT})


@blueprint.get("/snapshots")
def page() -> str:
    """The versions that were frozen."""
    no_query()
    return render_template("snapshots.html", snapshots=shelf().all())


@blueprint.get("/snapshots/<version>")
def page_of_one(version: str) -> str | BaseResponse:
    """One version: its files, how to cite it, what changed."""
    no_query()
    frozen = shelf().one(version)
    if version != frozen.version:
        return redirect(f"/snapshots/{frozen.version}")
    tables: dict[str, list[File]] = {name: [] for name in frozen.about["rows"]}
    others: list[File] = []
    for each in frozen.files():
        tables.get(each.name.partition(".")[0], others).append(each)
    others.sort(key=lambda each: list(PURPOSES).index(each.name) if each.name in PURPOSES else len(PURPOSES))
    return render_template("snapshot.html", frozen=frozen, tables=tables, others=others, purposes=PURPOSES)


@blueprint.get("/snapshots/<version>/<name>")
def file(version: str, name: str) -> BaseResponse:
    """One file of one version, whole or a range of its bytes; its ETag is its checksum."""
    no_query()
    frozen = shelf().one(version)
    found = frozen.file(name)
    if version != frozen.version:
        return redirect(f"/snapshots/{frozen.version}/{found.name}")
    kind = name.rpartition(".")[2]
    response = send_file(
        found.path.absolute(),
        mimetype=KINDS.get(kind, PLAIN),
        as_attachment=kind in ("csv", "parquet", "db"),
        conditional=True,
        etag=found.sha256 or True,
        max_age=HOUR,
    )
    response.headers["X-Licence"] = LICENCE
    response.headers["X-Data-Version"] = str(frozen.revision)
    response.headers["Access-Control-Allow-Origin"] = "*"  # Datasette Lite and DuckDB read ranges from within a browser
    response.headers["Access-Control-Expose-Headers"] = "ETag, Content-Range, Accept-Ranges, X-Data-Version, X-Licence"
    return response
