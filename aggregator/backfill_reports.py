"""Reports (aggregator.profile.Profile) as flat Parquet rows and back, so that an archive is grouped without its texts.

A row names its figures by their place among the document's claims; `profile_of(report_row(p, figures), figures)` is `p` again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from aggregator.core.flags import ELSEWHERE
from aggregator.core.model import Figure, Place, Precision
from aggregator.happenings import elsewhere
from aggregator.profile import Profile, Telling

NEAR_COPY_SENTENCES = 4
KEPT = 20_000  # places and counts that were read before: most are said again
COLUMNS = (
    "unit", "document", "keys", "weights", "told_in", "sentences", "day", "last_day", "published", "said_at", "place", "named",
    "causes", "scenes", "counts", "figures", "elsewhere",
)  # fmt: skip


def report_row(report: Profile, figures: Sequence[Figure]) -> dict[str, Any]:
    """Return the columns of one report; `figures` are all of its document, in the order of their `position`."""
    position = {id(figure.claim): n for n, figure in enumerate(figures)}
    places = [position[id(figure.claim)] for figure in report.figures]
    strange = [
        n for n, f in zip(places, report.figures, strict=True) if ELSEWHERE in f.flags and ELSEWHERE not in figures[n].flags
    ]
    place = {name: value for name, value in asdict(report.place).items() if value is not None}
    return {
        "unit": report.unit,
        "document": report.document,
        "keys": list(report.keys),
        "weights": [told.weight for told in report.keys.values()],
        "told_in": [list(told.sentences) for told in report.keys.values()],
        "sentences": sorted(report.sentences),
        "day": _ordinal(report.day),
        "last_day": _ordinal(report.last_day),
        "published": _ordinal(report.published),
        "said_at": report.said_at.isoformat() if report.said_at else None,
        "place": json.dumps(place, ensure_ascii=False),
        "named": sorted(report.named),
        "causes": sorted(report.causes),
        "scenes": sorted(report.scenes),
        "counts": json.dumps(sorted(report.counts)),
        "figures": places,
        "elsewhere": strange,
    }


def profile_of(row: Mapping[str, Any], figures: Sequence[Figure] = ()) -> Profile:
    """Return the report of a row; without `figures` (all of the document's) one that has none, for comparing only.

    Columns that were not read are empty in it.
    """
    strange = set(row["elsewhere"]) if figures else set()
    day, last, said_at = _day(row["day"]), _day(row["last_day"]), row["said_at"]
    return Profile(
        unit=row["unit"],
        document=row["document"],
        figures=tuple(elsewhere(figures[n]) if n in strange else figures[n] for n in row["figures"]) if figures else (),
        keys={key: Telling(weight, tuple(told)) for key, weight, told in zip(*_keys(row), strict=True)},
        sentences=frozenset(row.get("sentences", ())),
        day=day,
        last_day=last,
        published=_day(row["published"]),
        said_at=datetime.fromisoformat(said_at) if said_at else None,
        span=(day.toordinal(), (last or day).toordinal()) if day else None,
        printed=row["published"],
        place=_place(row["place"]),
        named=frozenset(row["named"]),
        causes=frozenset(row["causes"]),
        scenes=frozenset(row["scenes"]),
        counts=_counts(row["counts"]),
    )


def signature(report: Profile) -> tuple[int, ...] | None:
    """Return what near-copies share: the smallest hashes of a report's longer sentences; None where it has too few to tell."""
    return tuple(sorted(report.sentences)[:NEAR_COPY_SENTENCES]) if len(report.sentences) >= NEAR_COPY_SENTENCES else None


def schema() -> Any:
    """Return the Arrow schema of the reports."""
    import pyarrow as pa

    text, whole = pa.string(), pa.int64()
    lists = {
        "keys": text,
        "weights": pa.float64(),
        "told_in": pa.list_(whole),
    } | dict.fromkeys(("named", "causes", "scenes"), text)
    lists |= dict.fromkeys(("sentences", "figures", "elsewhere"), whole)
    kinds = {name: pa.list_(kind) for name, kind in lists.items()} | dict.fromkeys(("day", "last_day", "published"), whole)
    return pa.schema([(name, kinds.get(name, text)) for name in COLUMNS])


def _keys(row: Mapping[str, Any]) -> tuple[Sequence[str], Sequence[float], Sequence[Sequence[int]]]:
    return row.get("keys", ()), row.get("weights", ()), row.get("told_in", ())


@lru_cache(maxsize=KEPT)
def _place(text: str) -> Place:
    place = json.loads(text)
    return Place(**place | {"precision": Precision(place["precision"]) if "precision" in place else None})


@lru_cache(maxsize=KEPT)
def _counts(text: str) -> frozenset[tuple[str, int]]:
    return frozenset((outcome, number) for outcome, number in json.loads(text))


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
