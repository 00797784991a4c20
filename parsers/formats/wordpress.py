"""WordPress REST (`/wp-json/wp/v2/...`): posts and custom types, one document each. Airwars' `civ` posts carry figures in fields.

Airwars' minimum and maximum of civilians killed and injured, with its grading, become structured claims of the rule
`airwars_record`: the line that states them is added to the text. Field names are those of Airwars' theme; a reply whose `civ`
posts lack them is read as plain posts. Reference: developer.wordpress.org/rest-api/reference/posts/.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aggregator.core.errors import BadDate, FormatError
from aggregator.core.model import Document, Outcome, Place, Precision, Role, Snapshot, Source, Status, Step, Victims
from parsers import clean, options, replies
from parsers.documents import any_moment, build, clocked
from parsers.records import Stated, count, country, with_claims, worded

OPTIONS = {
    "figures": options.one_of(
        '"airwars": read the minimum and maximum fields of Airwars\' civilian casualty records; "none": leave them',
        "airwars",
        "none",
    )
}
# field stem -> outcome, the victims as the record names them, whether they fought
AIRWARS = {
    "civilians_killed": (Outcome.KILLED, "civilians", Status.CIVILIAN),
    "civilians_injured": (Outcome.INJURED, "civilians", Status.CIVILIAN),
    "militants_killed": (Outcome.KILLED, "militants", Status.COMBATANT),
    "militants_injured": (Outcome.INJURED, "militants", Status.COMBATANT),
}
ACCURACY = {"exact": Precision.EXACT, "street": Precision.NEAR, "neighbourhood": Precision.NEAR, "village": Precision.NEAR}


def sniff(name: str, head: bytes) -> int:
    """See parsers.registry.sniff."""
    start = head.lstrip()
    if not start.startswith((b"[", b"{")):
        return 0
    return 8 if b'"rendered"' in head and (b'"date' in head or b'"link"' in head) else 0


def parse(snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield a document a post; none is fine (nothing new). Raises FormatError for an error reply or anything but posts."""
    data = replies.read(snapshot, source)
    if isinstance(data, dict):
        if "rendered" not in replies.table(data.get("title")):
            said = replies.words(data, "message") or "no posts in it"
            raise FormatError(f"not a list of posts: {clean.line(said)}", source=source.id, where=snapshot.url)
        data = [data]
    if not isinstance(data, list):
        raise FormatError("not a list of posts", source=source.id, where=snapshot.url)
    for number, row in enumerate(data, 1):
        where = f"{snapshot.url} post {replies.words(replies.table(row), 'id') or number}"
        try:
            yield from _post(replies.table(row), where, snapshot, source)
        except FormatError as error:
            yield error if error.source else FormatError(str(error), source=source.id, where=where)


def _post(row: Mapping[str, Any], where: str, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    published = None
    stated = replies.words(row, "date_gmt") or replies.words(row, "date") or replies.words(row, "modified_gmt")
    if stated:
        try:
            published = _on_its_clock(any_moment(stated), replies.words(row, "date"))
        except BadDate as error:
            yield FormatError(f"{error}; read without one", source=source.id, where=where)
    title = clean.bare_title(clean.line(replies.words(row, "title", "rendered")), source.name, source.publisher)
    html = replies.words(row, "content", "rendered") or replies.words(row, "excerpt", "rendered") or ""
    body = clean.without_trailers(clean.plain_text(html))
    record, problems = _airwars(row, source)
    for problem in problems:
        yield FormatError(problem, source=source.id, where=where)
    lines = "\n".join(each.line for each in record)
    document = build(
        snapshot,
        source,
        title=title,
        body="\n\n".join(part for part in (body, lines) if part),
        url=replies.words(row, "link"),
        publisher=source.publisher or None,
        published=published,
        where=where,
    )
    yield with_claims(document, record, rule="airwars_record")


def _on_its_clock(published: datetime, local: str | None) -> datetime:
    """Return a moment on the site's own clock, which `date` shows; as it is where that is no clock or none is shown."""
    with contextlib.suppress(BadDate, ValueError, OverflowError):
        ahead = any_moment(local or "") - published
        return clocked(published.astimezone(timezone(ahead)))
    return published


def _airwars(row: Mapping[str, Any], source: Source) -> tuple[list[Stated], list[str]]:
    """The figures of an Airwars record and what was wrong with those left out."""
    fields = {**row, **replies.table(row.get("acf")), **replies.table(row.get("theme_json")), **replies.table(row.get("meta"))}
    if source.options.get("figures", "airwars") != "airwars" or not any(
        f"{stem}_{end}" in fields for stem in AIRWARS for end in ("min", "max")
    ):
        return [], []
    grading = (replies.words(fields, "grading") or "").replace("-", " ").strip().lower()
    code = replies.words(fields, "unique_reference_code") or replies.words(row, "slug") or ""
    found, problems = [], []
    for stem, (outcome, who, status) in AIRWARS.items():
        try:
            low, high = _bounds(fields, stem)
        except FormatError as error:
            problems.append(str(error))
            continue
        if low is None and high is None:
            continue
        if who == "militants" and not low and not high:
            continue  # the field's default: Airwars counts civilians, a zero here says nothing
        verb = "killed" if outcome is Outcome.KILLED else "injured"
        counted = who.removesuffix("s") if low == high == 1 else who
        line = f"Airwars record {code}: {worded(low, high)} {counted} {verb}{f', graded {grading}' if grading else ''}.".replace(
            "record :", "record:"
        )
        found.append(
            Stated(
                line=line,
                outcome=outcome,
                low=low,
                high=high,
                victims=Victims(text=who, groups=(who,), status=status),
                window=_day(fields),
                place=_place(fields),
                attribution=(Step(role=Role.CLAIMANT, name="Airwars", verb="assessed"),),
                flags=(f"grading:{grading.replace(' ', '_')}",) if grading else (),
            )
        )
    return found, problems


def _bounds(fields: Mapping[str, Any], stem: str) -> tuple[int | None, int | None]:
    """The least and the most of a count, None where a field is empty; raises FormatError for no counts, or two that cannot be."""
    low, high = (count(fields.get(f"{stem}_{end}"), name=f"{stem}_{end}") for end in ("min", "max"))
    if low is not None and high is not None and low > high:
        raise FormatError(f"{stem}_min {low} is above {stem}_max {high}")
    return low, high


def _day(fields: Mapping[str, Any]) -> str | None:
    words = replies.words(fields, "incident_date") or replies.words(fields, "date")
    return words[:10] if words else None


def _place(fields: Mapping[str, Any]) -> Place:
    name, land = replies.words(fields, "location_name"), (replies.words(fields, "country") or "").replace("-", " ")
    words = clean.line(", ".join(part for part in (name, land.title() if country(land) else None) if part))
    try:
        lat, lon = float(replies.words(fields, "latitude") or ""), float(replies.words(fields, "longitude") or "")
    except ValueError:
        return Place(text=words)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat == 0 and lon == 0):
        return Place(text=words)
    accuracy = (replies.words(fields, "geolocation_accuracy") or "").lower()
    precision = ACCURACY.get(accuracy, Precision.ADMIN1)
    return Place(text=words, name=clean.line(name), country=country(land), lat=lat, lon=lon, precision=precision)


def follow(snapshot: Snapshot, source: Source) -> Iterator[str]:
    """Yield the next page's address while this one is full (`per_page` posts)."""
    parts = urlsplit(snapshot.url)
    query = dict(parse_qsl(parts.query))
    data = replies.read(snapshot, source)
    full = int(query["per_page"]) if query.get("per_page", "").isdecimal() else 10
    if isinstance(data, list) and len(data) >= full:
        page = int(query["page"]) if query.get("page", "").isdecimal() else 1
        yield urlunsplit(parts._replace(query=urlencode(query | {"page": str(page + 1)})))
