"""Our values as rows and back, without loss: `figure_of(row, steps)` of what `figure_row` gave is the same figure.

Moments are stored as UTC text that ends in `Z`: when something was said to the second, when we learned it to the millisecond.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from aggregator.core.model import (
    Basis,
    BoundBasis,
    Cause,
    Claim,
    Document,
    Figure,
    Outcome,
    Place,
    Precision,
    Qualifier,
    Role,
    SourceKind,
    Stance,
    Status,
    Step,
    Victims,
    Window,
)

Row = Mapping[str, Any]


def said(moment: datetime | None) -> str | None:
    """Return a moment of somebody's saying as text, to the second; a naive one counts as UTC."""
    return None if moment is None else _utc(moment).isoformat(timespec="seconds").replace("+00:00", "Z")


def learned(moment: datetime) -> str:
    """Return a moment of our own knowing as text, to the millisecond, so that later is greater."""
    return _utc(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_of(text: str | None) -> datetime | None:
    """Return the moment that `said` or `learned` wrote."""
    return None if text is None else datetime.fromisoformat(text)


def offset_of(published: datetime | None) -> int | None:
    """Return by how many minutes the publisher's clock is ahead of UTC; None where it shows UTC or was not told."""
    ahead = published.utcoffset() if published else None
    return int(ahead.total_seconds()) // 60 or None if ahead else None


def printed(row: Row) -> datetime | None:
    """Return when a row of `documents` was published, on its publisher's clock."""
    moment = moment_of(row["published"])
    return moment.astimezone(timezone(timedelta(minutes=row["utc_offset"]))) if moment and row["utc_offset"] else moment


def day_of(text: str | None) -> date | None:
    """Return the day that a `YYYY-MM-DD` column holds."""
    return None if text is None else date.fromisoformat(text)


def figure_row(figure: Figure, position: int) -> dict[str, Any]:
    """Return the columns of `claims` for one figure, all but `seq`, `id`, `event` and the times of our knowing."""
    claim, place = figure.claim, figure.place
    return {
        "document": claim.document,
        "start": claim.start,
        "end": claim.end,
        "quote": claim.quote,
        "sentence": claim.sentence,
        "sentence_start": claim.sentence_start,
        "outcome": claim.outcome.value,
        "low": claim.low,
        "high": claim.high,
        "best": claim.best,
        "stated_low": claim.stated_low,
        "stated_high": claim.stated_high,
        "qualifier": claim.qualifier.value,
        "bound_basis": claim.bound_basis.value,
        "policy": claim.policy,
        "unit": claim.unit,
        "explicit": int(claim.explicit),
        "victims_text": claim.victims.text,
        "victims_groups": _json(claim.victims.groups),
        "victims_status": claim.victims.status.value,
        "population": figure.population,
        "cause_text": claim.cause.text,
        "cause_code": claim.cause.code,
        "basis": claim.basis.value,
        "window_text": claim.window_text,
        "window_start": _day(figure.window.start),
        "window_end": _day(figure.window.end),
        "window_precision": _code(figure.window.precision),
        "as_of": said(figure.as_of),
        "as_of_text": claim.as_of_text,
        "as_of_basis": figure.as_of_basis,
        "place_text": place.text,
        "place_name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "place_precision": _code(place.precision),
        "geoname": place.geoname,
        "said_place": _place(claim.place),
        "claimant": figure.claimant,
        "claimant_name": figure.claimant_name,
        "claimant_kind": figure.claimant_kind.value,
        "claimant_side": figure.side,
        "party": int(figure.party),
        "stance": claim.stance.value,
        "subset_of": claim.subset_of,
        "background": int(claim.background),
        "people_low": figure.people_low,
        "people_high": figure.people_high,
        "rule": claim.rule,
        "extractor": claim.extractor,
        "confidence": float(claim.confidence),
        "flags": _json(claim.flags),
        "figure_flags": _json(figure.flags),
        "published": said(figure.published),
        "publisher": figure.publisher,
        "position": position,
    }


def step_rows(claim: str, steps: Sequence[Step]) -> list[tuple[Any, ...]]:
    """Return the rows of `attributions` for one claim's chain, innermost first."""
    return [(claim, i, s.role.value, s.name, s.source, s.verb, s.stance.value) for i, s in enumerate(steps)]


def step_of(row: Row) -> Step:
    """Return the step that a row of `attributions` holds."""
    return Step(role=Role(row["role"]), name=row["name"], source=row["source"], verb=row["verb"], stance=Stance(row["stance"]))


def figure_of(row: Row, steps: Sequence[Step]) -> Figure:
    """Return the figure that a row of `claims` and its chain hold."""
    return Figure(
        claim=_claim(row, steps),
        claimant=row["claimant"],
        claimant_name=row["claimant_name"],
        claimant_kind=SourceKind(row["claimant_kind"]),
        side=row["claimant_side"],
        party=bool(row["party"]),
        publisher=row["publisher"],
        published=moment_of(row["published"]),
        place=Place(
            text=row["place_text"],
            name=row["place_name"],
            country=row["country"],
            admin1=row["admin1"],
            lat=row["lat"],
            lon=row["lon"],
            precision=_precision(row["place_precision"]),
            geoname=row["geoname"],
        ),
        window=Window(
            start=day_of(row["window_start"]),
            end=day_of(row["window_end"]),
            precision=_precision(row["window_precision"]),
        ),
        as_of=moment_of(row["as_of"]),
        as_of_basis=row["as_of_basis"],
        people_low=row["people_low"],
        people_high=row["people_high"],
        population=row["population"],
        flags=tuple(json.loads(row["figure_flags"])),
    )


def _claim(row: Row, steps: Sequence[Step]) -> Claim:
    """The half of a row that the text said."""
    where = json.loads(row["said_place"])
    return Claim(
        id=row["id"],
        document=row["document"],
        start=row["start"],
        end=row["end"],
        quote=row["quote"],
        sentence=row["sentence"],
        sentence_start=row["sentence_start"],
        outcome=Outcome(row["outcome"]),
        low=row["low"],
        high=row["high"],
        best=row["best"],
        stated_low=row["stated_low"],
        stated_high=row["stated_high"],
        qualifier=Qualifier(row["qualifier"]),
        bound_basis=BoundBasis(row["bound_basis"]),
        policy=row["policy"],
        unit=row["unit"],
        explicit=bool(row["explicit"]),
        victims=Victims(
            text=row["victims_text"], groups=tuple(json.loads(row["victims_groups"])), status=Status(row["victims_status"])
        ),
        cause=Cause(text=row["cause_text"], code=row["cause_code"]),
        basis=Basis(row["basis"]),
        window_text=row["window_text"],
        as_of_text=row["as_of_text"],
        place=Place(**where | {"precision": _precision(where.get("precision"))}),
        attribution=tuple(steps),
        stance=Stance(row["stance"]),
        subset_of=row["subset_of"],
        background=bool(row["background"]),
        rule=row["rule"],
        extractor=row["extractor"],
        confidence=row["confidence"],
        flags=tuple(json.loads(row["flags"])),
    )


def document_of(row: Row) -> Document:
    """Return the document that a row of `documents` holds (its structured claims are rows of `claims` by now)."""
    return Document(
        id=row["id"],
        text=row["text"],
        title=row["title"],
        url=row["url"],
        publisher=row["publisher"],
        published=printed(row),
        language=row["language"],
        licence=row["licence"],
        source=row["source"],
        snapshot=row["snapshot"],
    )


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _code(precision: Precision | None) -> str | None:
    return None if precision is None else precision.value


def _precision(code: str | None) -> Precision | None:
    return None if code is None else Precision(code)


def _place(place: Place) -> str:
    """The extracted place as JSON without its empty fields."""
    fields = {
        "text": place.text,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "precision": _code(place.precision),
        "geoname": place.geoname,
    }
    return _json({name: value for name, value in fields.items() if value is not None})
