"""Rows to replies: JSON in an envelope, files as streams; with the data's version, its licence and its caveat."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from urllib.parse import urlencode

from flask import Response, request

from aggregator.core.terms import CAVEAT, LICENCE, LICENCE_URL
from api.store import store
from db.files import SHAPES, written
from db.queries import Query
from db.reading import Reading, Revision
from db.shapes import Shape

VERSION = "1"
MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
}
LINKS = f'<{LICENCE_URL}>; rel="license", </api/v1/codebook>; rel="describedby"'


def tag(revision: Revision) -> str:
    """Return the ETag of everything at this data revision, of this database: a replaced file may have reached the same number."""
    return f'"{VERSION}-{revision}-{zlib.crc32(revision.made.encode()):08x}"'


def unchanged(revision: Revision) -> Response | None:
    """Return 304 when the caller has this revision already."""
    asked = request.headers.get("If-None-Match", "")
    if asked and (asked.strip() == "*" or tag(revision) in [part.strip().removeprefix("W/") for part in asked.split(",")]):
        return dated(Response(status=304), revision)
    return None


def dated(response: Response, revision: Revision) -> Response:
    """Add the headers that name the data: version, licence, codebook; to a reply that has none of them yet, but for links."""
    links = response.headers.pop("Link", None)
    response.headers.extend(
        [
            ("ETag", tag(revision)),
            ("Cache-Control", "no-cache"),
            ("X-Data-Version", str(revision)),
            ("X-Licence", LICENCE),
            ("Link", f"{links}, {LINKS}" if links else LINKS),
        ]
    )
    return response


def next_url(query: Query, cursor: str | None) -> str | None:
    """Return the path of the next page: this request's, with the cursor."""
    if cursor is None:
        return None
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    return f"{request.path}?{urlencode([*pairs, ('cursor', cursor)])}"


def listed(reading: Reading, query: Query, kind: str, *, tagged: bool = True) -> Response:
    """Return a list in this format; JSON by pages, files as a stream. `tagged`: the data revision tells it apart."""
    revision = reading.revision()
    if tagged and (same := unchanged(revision)):
        return same
    if kind == "json":
        page = reading.page(query)
        following = next_url(query, page.cursor)
        response = Response(envelope(page.rows, following, revision), mimetype=MEDIA["json"])
        if following:
            response.headers["Link"] = f'<{following}>; rel="next"'
        return dated(response, revision)
    return dated(streamed(query, kind, revision), revision)


def envelope(rows: Iterable[str], following: str | None, revision: int, **more: object) -> str:
    """Return the JSON reply around rows that SQLite already wrote, joined once: each copy of a large text costs."""
    texts = list(rows)
    about = {"count": len(texts), "next": following, "revision": revision, "licence": LICENCE, "caveat": CAVEAT, **more}
    head, end = '{"data":[', "]," + json.dumps(about, ensure_ascii=False)[1:] + "\n"
    if not texts:
        return head + end
    texts[0] = head + texts[0]
    texts[-1] += end
    return ",".join(texts)


def features(batches: Iterator[list[str]]) -> Iterator[bytes]:
    """Yield events as one GeoJSON feature collection; one without a position has a null geometry (RFC 7946, 3.2)."""
    yield b'{"type":"FeatureCollection","features":['
    comma = ""
    for batch in batches:
        for text in batch:
            row = json.loads(text)
            place = None
            if row["lat"] is not None and row["lon"] is not None:
                place = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
            feature = {"type": "Feature", "id": row["id"], "geometry": place, "properties": row}
            yield (comma + json.dumps(feature, ensure_ascii=False)).encode()
            comma = ","
    said = {"licence": LICENCE, "caveat": CAVEAT}
    yield ("]," + json.dumps(said)[1:] + "\n").encode()


def about(revision: int) -> dict[str, str]:
    """Return what a file says of itself where it has a place for it."""
    return {"revision": str(revision), "licence": LICENCE, "caveat": CAVEAT}


def streamed(query: Query, kind: str, revision: int) -> Response:
    """Return the rows as a stream; the first batch is read before the reply begins, so an early error is a proper one."""
    with ExitStack() as opened:
        if kind == "parquet":
            opened.enter_context(store().writer())
        reading = store().stream()
        opened.callback(store().finish, reading)
        batches = reading.stream(query, SHAPES.get(kind, Shape.JSON))
        first = next(batches, [])
        finish = opened.pop_all().close
    rest = chain([first], batches)  # an error in it is left to rise: the server then cuts the connection
    body = features(rest) if kind == "geojson" else written(query.noun.columns, kind, rest, about(revision), lasting=True)
    response = Response(until_done(body, finish), content_type=MEDIA[kind])
    response.call_on_close(finish)
    if kind in ("csv", "parquet"):
        response.headers["Content-Disposition"] = f'attachment; filename="{query.noun.name}.{kind}"'
    return response


def until_done(body: Iterator[bytes], finish: Callable[[], None]) -> Iterator[bytes]:
    """Yield the body; give back what it was read with as soon as it ends, breaks or is left."""
    try:
        yield from body
    finally:
        finish()
