"""Wikidata items (`wbgetentities`): each statement of deaths (P1120), injured (P1339) or missing (P1446) becomes a structured
claim.

Qualifiers kept: P585 point in time (as-of), P1480 sourcing circumstances, P518 applies to part. The event's own day and
coordinates (P585, P580 to P582, P625) go with each figure. Rank: a deprecated statement
is one the editors hold to be wrong or overtaken; it stays, flagged and with little confidence. Data model:
wikidata.org/wiki/Help:Ranking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from aggregator.core.errors import BadDate, FormatError
from aggregator.core.model import Document, Outcome, Place, Precision, Role, Snapshot, Source, Step
from parsers import clean, replies
from parsers.documents import any_moment, build
from parsers.records import Stated, bounds, day_words, with_claims, worded

PROPERTIES = {
    "P1120": (Outcome.KILLED, "Number of deaths"),
    "P1339": (Outcome.INJURED, "Number of injured"),
    "P1446": (Outcome.MISSING, "Number of missing"),
}
CIRCA = "Q5727902"
CONFIDENCE = {"preferred": 0.9, "normal": 0.8, "deprecated": 0.2}
AMOUNT = re.compile(r"[+-]?(\d{1,10})(?:\.0+)?\Z")


def documents(data: Mapping[str, Any], snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield a document an item that has a statement of ours; raises FormatError when no item was found at all."""
    entities = replies.table(data.get("entities"))
    known = {key: replies.table(value) for key, value in entities.items() if "missing" not in replies.table(value)}
    if not known:
        raise FormatError("no items in it", source=source.id, where=snapshot.url)
    for key, entity in known.items():
        where = f"{snapshot.url} item {key}"
        stated: list[Stated] = []
        for row in _statements(entity):
            if isinstance(row, str):
                yield FormatError(row, source=source.id, where=where)
            elif row.line not in [each.line for each in stated]:
                stated.append(row)
        if stated:
            try:
                yield _document(str(key), entity, stated, where, snapshot, source)
            except FormatError as error:
                yield error


def _document(
    key: str, entity: Mapping[str, Any], stated: list[Stated], where: str, snapshot: Snapshot, source: Source
) -> Document:
    name = clean.line(replies.words(entity, "labels", source.language, "value") or replies.words(entity, "labels", "en", "value"))
    about = clean.line(replies.words(entity, "descriptions", source.language, "value"))
    changed = replies.words(entity, "modified")
    document = build(
        snapshot,
        source,
        title=name or key,
        body="\n".join(part for part in (about, *(each.line for each in stated)) if part),
        url=f"https://www.wikidata.org/wiki/{key}",
        publisher=source.publisher or "Wikidata",
        published=_moment(changed) or snapshot.fetched_at,
        where=where,
    )
    return with_claims(document, stated, rule="wikidata_statement")


def _moment(words: str | None) -> datetime | None:
    try:
        return any_moment(words) if words else None
    except BadDate:
        return None


def _statements(entity: Mapping[str, Any]) -> Iterator[Stated | str]:
    """Each statement as a figure, or what is wrong with it."""
    claims = replies.table(entity.get("claims"))
    window, place = _window(claims), _place(claims)
    for code, (outcome, name) in PROPERTIES.items():
        for row in replies.rows(claims.get(code)):
            statement = replies.table(row)
            kind = replies.words(statement, "mainsnak", "snaktype") or "value"
            if kind != "value":
                continue  # "unknown value" and "no value" state no figure
            try:
                yield replace(_stated(statement, outcome, name), window=window, place=place)
            except FormatError as error:
                yield f"{code}: {error}"


def _stated(statement: Mapping[str, Any], outcome: Outcome, name: str) -> Stated:
    value = replies.table(replies.table(replies.table(statement.get("mainsnak")).get("datavalue")).get("value"))
    best = _amount(value.get("amount"))
    if best is None:
        raise FormatError("a statement without an amount")
    low, high = _amount(value.get("lowerBound")), _amount(value.get("upperBound"))
    low, high = bounds(best if low is None else low, best if high is None else high)
    rank = replies.words(statement, "rank") or "normal"
    qualifiers = replies.table(statement.get("qualifiers"))
    as_of = _as_of(qualifiers)
    circumstances = [found for each in replies.rows(qualifiers.get("P1480")) if (found := _item(each))]
    parts = [found for each in replies.rows(qualifiers.get("P518")) if (found := _item(each))]
    flags = [f"rank:{rank}", *(f"circumstances:{each}" for each in circumstances), *(f"part:{each}" for each in parts)]
    spread = f" ({worded(low, high)})" if low != high else ""
    about = "about " if CIRCA in circumstances else ""
    notes = [f"as of {as_of}"] if as_of else []
    notes += [f"{rank} rank", *(f"applies to {each}" for each in parts)]
    sources = [url for each in replies.rows(statement.get("references")) if (url := _reference(each))]
    return Stated(
        line=f"{name}: {about}{best:,}{spread}; {', '.join(notes)}{f'; cited: {sources[0]}' if sources else ''}.",
        outcome=outcome,
        low=low,
        high=high,
        best=best,
        about=bool(about),
        as_of=as_of,
        attribution=(Step(role=Role.CLAIMANT, name="Wikidata", verb="states"),),
        confidence=CONFIDENCE.get(rank, 0.5) * (0.5 if parts else 1.0),
        flags=tuple(flags),
    )


def _days(claims: Mapping[str, Any], code: str) -> list[date]:
    """The days that an item states under a property (P585 point in time, P580 start, P582 end), where it states days."""
    values = [replies.table(replies.table(each).get("mainsnak")) for each in replies.rows(claims.get(code))]
    return [found for each in values if (found := _day(each))]


def _window(claims: Mapping[str, Any]) -> str | None:
    """When the event was: one day, or its first and last; None where the item gives several answers."""
    days, first, last = (_days(claims, code) for code in ("P585", "P580", "P582"))
    if len(days) == 1:
        return day_words(days[0])
    if len(first) == 1 and len(last) == 1 and first[0] <= last[0]:
        return day_words(first[0], last[0])
    return None


def _place(claims: Mapping[str, Any]) -> Place:
    """Where the event was, by its coordinates (P625), where the item gives one pair of them."""
    found = [
        replies.table(replies.table(replies.table(each).get("mainsnak")).get("datavalue"))
        for each in replies.rows(claims.get("P625"))
    ]
    value = replies.table(found[0].get("value")) if len(found) == 1 else {}
    lat, lon = value.get("latitude"), value.get("longitude")
    if isinstance(lat, (int, float)) and isinstance(lon, (int, float)) and -90 <= lat <= 90 and -180 <= lon <= 180:
        return Place(lat=float(lat), lon=float(lon), precision=Precision.NEAR)
    return Place()


def _amount(value: object) -> int | None:
    if value is None:
        return None
    found = AMOUNT.match(str(value))
    if not found or str(value).startswith("-"):
        raise FormatError(f"the amount {str(value)[:40]!r} is no number of people")
    return int(found[1])


def _as_of(qualifiers: Mapping[str, Any]) -> str | None:
    days = [found for each in replies.rows(qualifiers.get("P585")) if (found := _day(replies.table(each)))]
    return day_words(days[0]) if days else None


def _day(snak: Mapping[str, Any]) -> date | None:
    """The day of a time value of day precision (11)."""
    value = replies.table(replies.table(snak.get("datavalue")).get("value"))
    moment = _moment((replies.words(value, "time") or "").lstrip("+")[:10]) if value.get("precision", 11) == 11 else None
    return moment.date() if moment else None


def _item(snak: object) -> str | None:
    return replies.words(replies.table(snak), "datavalue", "value", "id")


def _reference(row: object) -> str | None:
    for each in replies.rows(replies.table(replies.table(row).get("snaks")).get("P854")):
        url = replies.words(replies.table(each), "datavalue", "value")
        if url and url.startswith(("http://", "https://")):
            return url[:300]
    return None
