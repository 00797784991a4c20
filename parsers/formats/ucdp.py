"""UCDP candidate events (CSV) and the GED API (JSON): one document an event, its low, best and high estimates as structured
claims.

Rows keep their ids and are revised from month to month: a revised row is another document of the same claimant with a later
as-of. `where_prec` 1 to 7 says how near the coordinates are; 6 and 7 are a country's centre or worse. `code_status` other than
Clear is flagged. Column names: UCDP GED codebook. Licence of the data: CC BY 4.0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from aggregator.core.errors import BadDate, FormatError
from aggregator.core.gazetteer import country_of_area
from aggregator.core.model import Basis, Document, Outcome, Place, Precision, Role, Snapshot, Source, Status, Step, Victims
from parsers import charset, clean, options, replies, tables
from parsers.documents import any_moment, build
from parsers.records import Stated, count, country, day_words, with_claims

OPTIONS = {"since_year": options.whole("leave out events that began before this year", least=1, most=9999)}
CLAIMANT = Step(role=Role.CLAIMANT, name="UCDP", verb="estimates")
NEEDED = ("id", "date_start", "date_end", "low", "best", "high", "country")
VIOLENCE = {"1": "State-based conflict", "2": "Non-state conflict", "3": "One-sided violence"}
PRECISION = {
    "1": Precision.EXACT,
    "2": Precision.NEAR,
    "3": Precision.ADMIN2,
    "4": Precision.ADMIN1,
    "5": Precision.ADMIN1,
    "6": Precision.COUNTRY,
    "7": Precision.COUNTRY,
}


def sniff(name: str, head: bytes) -> int:
    """See parsers.registry.sniff."""
    columns = (b"type_of_violence", b"where_prec", b"deaths_civilians")
    return 9 if sum(column in head for column in columns) >= 2 else 0


def parse(snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield a document an event. Raises FormatError when the columns are not UCDP's or there is no row."""
    text = charset.decode(snapshot.body, snapshot.charset)
    rows = _api(snapshot, source) if text.lstrip("\ufeff \r\n").startswith("{") else _csv(text, snapshot)
    since = source.options.get("since_year")
    seen = 0
    for where, row in rows:
        seen += 1
        if isinstance(row, FormatError):
            yield row
            continue
        if missing := [name for name in NEEDED if name not in row]:
            lacking = FormatError(f"not a UCDP event: no column {', '.join(missing)}", source=source.id, where=where)
            if seen == 1:
                raise lacking
            yield lacking
            continue
        try:
            if isinstance(since, int) and _day(row["date_start"]).year < since:
                continue
            yield _event(row, where, snapshot, source)
        except (FormatError, BadDate) as error:
            yield FormatError(str(error), source=source.id, where=where)
    if not seen:
        raise FormatError("no events in it", source=source.id, where=snapshot.url)


def _csv(text: str, snapshot: Snapshot) -> Iterator[tuple[str, dict[str, str] | FormatError]]:
    for number, row in tables.rows(text, where=snapshot.url):
        yield f"{snapshot.url}:{number}", row


def _api(snapshot: Snapshot, source: Source) -> Iterator[tuple[str, dict[str, str] | FormatError]]:
    data = replies.table(replies.read(snapshot, source))
    if not isinstance(data.get("Result"), list):
        raise FormatError("not UCDP events: no `Result` in it", source=source.id, where=snapshot.url)
    for number, row in enumerate(data["Result"], 1):
        where = f"{snapshot.url} event {number}"
        if isinstance(row, dict):
            yield where, {str(key): "" if value is None else str(value) for key, value in row.items()}
        else:
            yield where, FormatError("not an object", source=source.id, where=where)


def _day(words: str) -> date:
    return any_moment(words.strip()[:10]).date()


def _event(row: Mapping[str, str], where: str, snapshot: Snapshot, source: Source) -> Document:
    low, best, high = _bounds(row)
    first, last = _day(row["date_start"]), _day(row["date_end"])
    place = ", ".join(_unique(row.get("where_coordinates"), row.get("adm_2"), row.get("adm_1"), row["country"]))
    when = day_words(first, last)
    sides = " against ".join(_unique(row.get("side_a"), row.get("side_b")))
    kind = VIOLENCE.get(row.get("type_of_violence", "").strip(), "Organised violence")
    deaths = f"UCDP estimate of deaths: best {best:,}, low {low:,}, high {high:,}."
    civilians = count(row.get("deaths_civilians"), name="deaths_civilians")
    civil = f"Deaths of civilians in the best estimate: {civilians:,}." if civilians else ""
    status = (row.get("code_status") or "").strip()
    note = f"Status of the record: {status}." if status else ""
    body = "\n".join(part for part in (f"{kind}. Parties: {sides}.", f"{place}, {when}.", deaths, civil, note) if part)
    title, publisher = f"UCDP event {row.get('relid', '').strip() or row['id'].strip()}", source.publisher or "UCDP"
    document = build(
        snapshot, source, title=title, body=clean.tidy(body), publisher=publisher, published=_as_of(snapshot), where=where
    )
    flags = () if status in ("", "Clear") else ("unclear_record",)
    total = Stated(
        line=deaths,
        outcome=Outcome.KILLED,
        low=low,
        high=high,
        best=best,
        basis=_basis(first, last),
        window=when,
        place=_place(row, place),
        attribution=(CLAIMANT,),
        flags=flags,
    )
    victims = Victims(text="civilians", groups=("civilians",), status=Status.CIVILIAN)
    part = replace(total, line=civil, low=civilians, high=civilians, best=civilians, victims=victims, part_of=deaths)
    return with_claims(document, [total, part] if civil else [total], rule="ucdp_record")


def _bounds(row: Mapping[str, str]) -> tuple[int, int, int]:
    """Low, best and high of a record; raises FormatError where one is missing or they are not in order."""
    low, best, high = (count(row[name], name=name) for name in ("low", "best", "high"))
    if low is None or high is None or best is None:
        raise FormatError("low, best or high is empty")
    if not low <= best <= high:
        raise FormatError(f"low {low}, best {best} and high {high} are not in order")
    return low, best, high


def _basis(first: date, last: date) -> Basis:
    """A record over more than three days is a sum over a period, not one incident."""
    return Basis.INCIDENT if (last - first).days <= 3 else Basis.PERIOD


def _as_of(snapshot: Snapshot) -> datetime:
    """When the file was last changed, where the server said so; else when we had it."""
    if snapshot.last_modified:
        try:
            return any_moment(snapshot.last_modified)
        except BadDate:
            pass
    return snapshot.fetched_at


def _unique(*names: str | None) -> list[str]:
    return list(dict.fromkeys(clean.line(name) or "" for name in names if name and name.strip()))


def _place(row: Mapping[str, str], words: str) -> Place:
    try:
        lat, lon = float(row.get("latitude", "")), float(row.get("longitude", ""))
    except ValueError:
        return Place(text=words)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return Place(text=words)
    precision = PRECISION.get(row.get("where_prec", "").strip().removesuffix(".0"))
    unit = clean.line(row.get("adm_1"))
    return Place(
        text=words,
        name=clean.line(row.get("where_coordinates")),
        # UCDP files Gaza and the West Bank under Israel: the province tells.
        country=(country_of_area(unit) if unit else None) or country(row["country"]),
        admin1=unit,
        lat=lat,
        lon=lon,
        precision=precision,
    )


def follow(snapshot: Snapshot, source: Source) -> Iterator[str]:
    """Yield the API's next page, where there is one; a CSV has none."""
    if snapshot.body.lstrip()[:1] == b"{":
        link = replies.words(replies.table(replies.read(snapshot, source)), "NextPageUrl")
        if link:
            yield link
