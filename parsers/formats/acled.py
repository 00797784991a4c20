"""ACLED's read endpoint (JSON, or the same columns as CSV): one document an event, its notes as text, its fatalities as a
structured claim of the rule `acled_record`.

What this rests on: the columns of ACLED's codebook, and replies as public programs that read the endpoint describe them
(`{"status": 200, "success": true, "count": n, "data": [...]}`, numbers as texts or as numbers); no live reply was at hand, so a
reply that does not fit is an error that says how.

`fatalities` counts what was *reported*: ACLED writes 0 where no report speaks of dead, which is silence and no claim that nobody
died, so 0 makes no claim. `time_precision` 1 is a day; 2 a week and 3 a month, of which `event_date` is some day: the window is
then as wide as that leaves it. `geo_precision` 1 is the town, 2 a part of a region, 3 a region. `timestamp` is when ACLED last
changed the row. ACLED's terms forbid handing its data on: an opt-in source, for one's own use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aggregator.core.errors import BadDate, FormatError
from aggregator.core.model import Document, Outcome, Place, Precision, Role, Snapshot, Source, Step
from parsers import charset, clean, replies, tables
from parsers.documents import any_moment, build
from parsers.options import Option
from parsers.records import Stated, count, country, day_words, with_claims

OPTIONS: Mapping[str, Option] = {}
CLAIMANT = Step(role=Role.CLAIMANT, name="ACLED", verb="records")
NEEDED = ("event_id_cnty", "event_date", "country", "notes", "fatalities")
PRECISION = {"1": Precision.EXACT, "2": Precision.ADMIN2, "3": Precision.ADMIN1}
FULL = 5000


def sniff(name: str, head: bytes) -> int:
    """See parsers.registry.sniff."""
    return 9 if b"event_id_cnty" in head and b"event_date" in head else 0


def parse(snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield a document an event; no events are fine. Raises FormatError for a refusal or for anything but ACLED's columns."""
    for number, (where, row) in enumerate(_rows(snapshot, source)):
        if isinstance(row, FormatError):
            yield row
            continue
        if missing := [name for name in NEEDED if name not in row]:
            lacking = FormatError(f"not an ACLED event: no column {', '.join(missing)}", source=source.id, where=where)
            if number == 0:
                raise lacking
            yield lacking
            continue
        try:
            yield _event(row, where, snapshot, source)
        except (FormatError, BadDate, OverflowError) as error:
            yield FormatError(str(error), source=source.id, where=where)


def _rows(snapshot: Snapshot, source: Source) -> Iterator[tuple[str, dict[str, str] | FormatError]]:
    text = charset.decode(snapshot.body, snapshot.charset)
    if not text.lstrip("\ufeff \r\n").startswith(("{", "[", "<")):
        for number, row in tables.rows(text, where=snapshot.url):
            yield f"{snapshot.url}:{number}", row
        return
    reply = replies.read(snapshot, source)
    data = replies.table(reply).get("data")
    if not isinstance(data, list) or reply.get("success") is False:
        said = " ".join(str(reply).split())[:200]
        raise FormatError(f"no list of events; it says {said}", source=source.id, where=snapshot.url)
    for number, each in enumerate(data, 1):
        where = f"{snapshot.url} event {number}"
        if isinstance(each, dict):
            yield where, {str(key): "" if value is None else str(value) for key, value in each.items()}
        else:
            yield where, FormatError("not an object", source=source.id, where=where)


def _event(row: Mapping[str, str], where: str, snapshot: Snapshot, source: Source) -> Document:
    identity = row["event_id_cnty"].strip()
    if not identity:
        raise FormatError("an event without event_id_cnty")
    place = ", ".join(dict.fromkeys(part for name in ("location", "admin1", "country") if (part := _cell(row, name))))
    window = _window(any_moment(row["event_date"].strip()).date(), _cell(row, "time_precision"))
    dead = count(row["fatalities"], name="fatalities")
    line = f"Fatalities recorded by ACLED from reports: {dead:,}." if dead else ""
    kind = ": ".join(part for name in ("event_type", "sub_event_type") if (part := _cell(row, name)))
    about = f"{kind}. {place}, {window or 'time not stated'}."
    named = _cell(row, "source")
    parts = (clean.plain_text(row["notes"]), about, line, f"Reports by: {named}." if named else "")
    document = build(
        snapshot,
        source,
        title=f"ACLED event {identity}",
        body=clean.tidy("\n\n".join(part for part in parts if part)),
        publisher=source.publisher or "ACLED",
        published=_changed(row, snapshot),
        where=where,
    )
    if not dead:
        return document
    total = Stated(
        line=line,
        outcome=Outcome.KILLED,
        low=dead,
        high=dead,
        window=window,
        place=_place(row, place),
        attribution=(CLAIMANT,),
    )
    return with_claims(document, [total], rule="acled_record")


def _cell(row: Mapping[str, str], name: str) -> str:
    return clean.line(row.get(name)) or ""


def _window(day: date, precision: str) -> str | None:
    """The days in which it happened, as words; None for a precision that we do not know."""
    if precision in ("", "1"):
        return day_words(day)
    if precision == "2":
        return day_words(day - timedelta(days=6), day + timedelta(days=6))
    if precision == "3":
        first = day.replace(day=1)
        return day_words(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    return None


def _changed(row: Mapping[str, str], snapshot: Snapshot) -> datetime:
    """When ACLED last changed the row; where it does not say, when we had it."""
    stated = _cell(row, "timestamp")
    return datetime.fromtimestamp(int(stated), UTC) if stated.isdecimal() and len(stated) <= 10 else snapshot.fetched_at


def _place(row: Mapping[str, str], words: str) -> Place:
    try:
        lat, lon = float(row.get("latitude", "")), float(row.get("longitude", ""))
    except ValueError:
        return Place(text=words)
    precision = PRECISION.get(_cell(row, "geo_precision"))
    if precision is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return Place(text=words)
    return Place(
        text=words,
        name=_cell(row, "location") or None,
        country=country(row["country"]),
        admin1=_cell(row, "admin1") or None,
        lat=lat,
        lon=lon,
        precision=precision,
    )


def follow(snapshot: Snapshot, source: Source) -> Iterator[str]:
    """Yield the next page's address while this one is full (`limit` events)."""
    if snapshot.body.lstrip()[:1] != b"{":
        return
    parts = urlsplit(snapshot.url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    asked = dict(query)
    limit = int(asked["limit"]) if asked.get("limit", "").isdecimal() else FULL
    if len(replies.rows(replies.table(replies.read(snapshot, source)).get("data"))) >= limit:
        page = int(asked["page"]) if asked.get("page", "").isdecimal() else 1
        following = [(name, value) for name, value in query if name != "page"] + [("page", str(page + 1))]
        yield urlunsplit(parts._replace(query=urlencode(following)))
