"""Distances between resolved places."""

from __future__ import annotations

import math

from aggregator.core.model import Place


def kilometres(a: Place, b: Place) -> float | None:
    """Return the distance of two places on a sphere, or None where one has no position."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))
