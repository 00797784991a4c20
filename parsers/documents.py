"""Documents: from JSON Lines (one reader for the commands and the `files` format) and from the pieces that a format found."""

from __future__ import annotations

import json
import re
from calendar import month_abbr, month_name
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from aggregator.core.errors import BadDate, BadDocument, FormatError
from aggregator.core.model import Document, Snapshot, Source, content_id
from parsers import clean, urls

FIELDS = ("id", "text", "title", "published", "url", "publisher", "language", "licence")
LONGEST_LINE = 50_000_000
# Half a surrogate pair (JSON can spell one) is no character and cannot be stored; one for one, so that offsets hold.
ISO = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})(?:[T ][0-9:.,+Z-]{2,32})?\Z")
MONTH = re.compile(r"[A-Za-z]{3}")
# A day whose month is a word: the order can be told, as it cannot in 05/06/2030.
WORDED = re.compile(
    r"(?:(?P<d>[0-9]{1,2})[ -](?P<m>[A-Za-z]{3,9})|(?P<m2>[A-Za-z]{3,9}) (?P<d2>[0-9]{1,2}),?)[ -](?P<y>[0-9]{4})\Z", re.ASCII
)
CLOCKS = timedelta(hours=-12), timedelta(hours=14)  # of Baker Island and of Kiribati
LONE = re.compile("[\ud800-\udfff]")


def moment(text: str, *, origin: str | None = None) -> datetime:
    """Return an ISO 8601 date or date-time as a moment on the clock it names (a bare date is its midnight; no zone means UTC).

    Raises BadDate, which names where the text stood.
    """
    try:
        if not ISO.match(text.strip()):  # fromisoformat alone takes fifty digits in a row for a date
            raise ValueError
        return clocked(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        raise BadDate(f"{origin + ': ' if origin else ''}{text[:80]!r} is no ISO 8601 date", field="published") from None


def clocked(value: datetime) -> datetime:
    """Return a moment on its publisher's clock, so that its day is the one that "on Monday" is read against; in UTC where it
    names no clock, or one that no place on earth has. Raises OverflowError at the ends of time.
    """
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    there, here = value.utcoffset() or timedelta(), value.astimezone(UTC)
    return value if there and CLOCKS[0] <= there <= CLOCKS[1] and not there.seconds % 60 else here


def any_moment(text: str, *, origin: str | None = None) -> datetime:
    """Return an ISO 8601, RFC 822 (mail, RSS), worded (13 May 2030, May 13, 2030) or compact (YYYYMMDD, YYYYMMDDhhmmss) date as
    a moment on the clock it names; raises BadDate.
    """
    words = text.strip()
    if (found := WORDED.match(words)) and (day := _worded(found)):
        return day
    for compact in ("%Y%m%d%H%M%S", "%Y%m%d"):
        if words.isascii() and words.isdecimal() and len(words) == {"%Y%m%d": 8, "%Y%m%d%H%M%S": 14}[compact]:
            try:
                return datetime.strptime(words, compact).replace(tzinfo=UTC)
            except ValueError:
                break
    try:
        return moment(words, origin=origin)
    except BadDate:
        try:
            if not MONTH.search(words):
                raise ValueError
            return clocked(parsedate_to_datetime(words))
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
        raise BadDate(f"{origin + ': ' if origin else ''}{words[:80]!r} is no date", field="published") from None


def _worded(found: re.Match[str]) -> datetime | None:
    named = (found["m"] or found["m2"]).lower()
    named = "sep" if named == "sept" else named
    months = [n for n in range(1, 13) if named in (month_name[n].lower(), month_abbr[n].lower())]
    try:
        return datetime(int(found["y"]), months[0], int(found["d"] or found["d2"]), tzinfo=UTC) if months else None
    except ValueError:
        return None


def build(
    snapshot: Snapshot,
    source: Source,
    *,
    title: str | None,
    body: str,
    url: str | None = None,
    publisher: str | None = None,
    published: datetime | None = None,
    language: str | None = None,
    where: str | None = None,
) -> Document:
    """Return the document of these pieces: `title` and `body` are clean text (parsers/clean.py), `url` as found.

    The text opens with the headline; the id is the content's hash, so the same words at the same address are the same document.
    Raises FormatError when there is no text.
    """
    text = clean.opening(title, body)
    if not text:
        raise FormatError("there is no text", source=source.id, where=where)
    if len(text) > clean.LONGEST_TEXT:
        raise FormatError(f"{len(text):,} characters of text; at most {clean.LONGEST_TEXT:,}", source=source.id, where=where)
    address = urls.canonical(url)
    return Document(
        id=content_id(address, publisher, text),
        text=text,
        title=title,
        url=address,
        publisher=publisher,
        published=published,
        language=clean.language(text, language or source.language),
        licence=source.licence or None,
        source=source.id,
        snapshot=snapshot.id,
    )


def document(row: Mapping[str, object], *, origin: str) -> Document:
    """Return the document that a row of FIELDS states; unknown fields are ignored, `text` is required.

    Raises BadDocument or BadDate with `origin` in the message. Without an `id`, the id is the content's hash.
    """
    for name in FIELDS:
        if row.get(name) is not None and not isinstance(row[name], str):
            raise BadDocument(f"{name} is {type(row[name]).__name__}, not a string", origin=origin, field=name)
    words = {name: LONE.sub("\ufffd", str(row[name])) for name in FIELDS if row.get(name) is not None}
    if not words.get("text", "").strip():
        raise BadDocument("the document has no text", origin=origin, field="text")
    stated = words.pop("published", None)
    identity = words.pop("id", None) or content_id(words.get("url"), words.get("publisher"), words["text"])
    return Document(id=identity, published=moment(stated, origin=origin) if stated else None, **words)  # type: ignore[arg-type]


def read_lines(lines: Iterable[str], *, name: str) -> Iterator[Document | tuple[int, str | None, Exception]]:
    """Yield a document a line, in order; a line that cannot be read yields (line number, its id if it had one, the error)."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        identity = None
        try:
            if len(line) > LONGEST_LINE:
                raise BadDocument(f"a line of {len(line):,} characters; at most {LONGEST_LINE:,}", origin=f"{name}:{number}")
            row = json.loads(line)
            if not isinstance(row, dict):
                raise BadDocument(f"a JSON {type(row).__name__}, not an object", origin=f"{name}:{number}")
            identity = row["id"] if isinstance(row.get("id"), str) else None
            yield document(row, origin=f"{name}:{number}")
        except (ValueError, RecursionError) as error:
            yield number, None, BadDocument(f"not JSON: {error}", origin=f"{name}:{number}")
        except (BadDocument, BadDate) as error:
            yield number, identity, error
