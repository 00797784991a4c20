"""Our values as plain JSON-able ones, in one place, so that every door shows them alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from aggregator.core.model import Figure


def plain(value: object) -> Any:
    """Return `value` as dicts, lists, strings, numbers and None; dates become ISO 8601, moments in UTC end in `Z`."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value


def claim_row(figure: Figure) -> dict[str, Any]:
    """Return a figure as the contract's CLAIM: what was said and, beside it, what we made of it."""
    row: dict[str, Any] = plain(figure.claim)
    row["place"] = plain(figure.place)
    row["window_start"], row["window_end"] = plain(figure.window.start), plain(figure.window.end)
    row["window_precision"] = plain(figure.window.precision)
    row["as_of"], row["as_of_basis"] = plain(figure.as_of), figure.as_of_basis
    row["people_low"], row["people_high"] = figure.people_low, figure.people_high
    row["population"] = figure.population
    row["flags"] = sorted({*figure.claim.flags, *figure.flags})
    return row
