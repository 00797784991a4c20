"""Counts to people: the only door to pint, which is imported when a unit other than a person is first met.

Numbers and vetted unit names go in; text never reaches pint's parser. Households become people only inside a named context of
`vocab/households.toml`, which gives a size and its source per country; without one, or where it does not know the country, they
stay households and the bounds in people are unknown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from aggregator.core import vocab
from aggregator.core.errors import UnknownName

PERSON = "person"
UNITS = (PERSON, "household", "dozen", "score")


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Bounds in people, both included; None is open, or unknown where `known` is False. `source` says whose size was used."""

    low: int | None
    high: int | None
    known: bool = True
    source: str | None = None


def people(low: int | None, high: int | None, unit: str, *, context: str | None = None, country: str | None = None) -> People:
    """Return bounds that count `unit`s as people, the low rounded down and the high up.

    `context` is a name of `households.toml` (see `contexts`); a household then counts as many people as it gives for `country`
    (ISO alpha-3). Raises UnknownName for a unit or a context that is none.
    """
    if unit == PERSON:
        return People(low=low, high=high)
    if unit not in UNITS:
        raise UnknownName(f"{unit!r} is no unit", field="unit", valid=UNITS)
    if context is not None and context not in contexts():
        raise UnknownName(f"{context!r} is no context", field="context", valid=contexts())
    if unit != "household":
        return People(low=_convert(low, unit, math.floor), high=_convert(high, unit, math.ceil))
    row = _size(context, country) if context else None
    if row is None:
        return People(low=None, high=None, known=False)
    least, most = float(row.get("low", row["size"])), float(row.get("high", row["size"]))
    return People(
        low=_convert(low, unit, math.floor, least), high=_convert(high, unit, math.ceil, most), source=str(row["source"])
    )


def contexts() -> tuple[str, ...]:
    """Return the names of the contexts in which households are people."""
    return tuple(sorted(vocab.read("households")["context"]))


def _size(context: str, country: str | None) -> dict[str, Any] | None:
    rows = vocab.read("households")["context"][context]["sizes"]
    return next((row for row in rows if row["country"] == country), None)


def _convert(count: int | None, unit: str, rounding: Any, size: float | None = None) -> int | None:
    if count is None:
        return None
    registry = _registry()
    quantity = registry.Quantity(count, unit)
    if size is None:
        return int(rounding(quantity.to(PERSON).magnitude))
    return int(rounding(round(quantity.to(PERSON, "households", size=size).magnitude, 6)))


@cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(str(vocab.HOME / "units.txt"), cache_folder=None)
    households = pint.Context("households", defaults={"size": 1})

    def count(ureg: Any, value: Any, **kwargs: Any) -> Any:
        return value * kwargs["size"] * ureg.person / ureg.household

    households.add_transformation("[household]", "[person]", count)
    registry.add_context(households)
    return registry
