"""How alike two reports are, from what each is known by. Wording is weighed by rarity; the rest adds to it or takes from it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from functools import cache

from aggregator.core.model import Place
from aggregator.geography import kilometres
from aggregator.profile import POINT, Profile, rules
from aggregator.sketches import resemblance


@cache
def family(cause: str) -> str:
    """Return the family of a cause code: the causes that are told for one another."""
    return next((name for name, codes in rules("families").items() if cause in codes), cause)


def likeness(a: Profile, b: Profile, wording: float) -> float:
    """Return how much speaks for two reports being of one event: likeness of wording (0 to 1), faded by days, plus evidence."""
    score = wording * fading(a, b)
    weigh: dict[str, float] = rules("evidence")
    score += place_evidence(a.place, b.place)
    if a.day and b.day and not apart(a, b):
        score += weigh["same_day"]
    score += cause_evidence(a, b)
    if any(n >= weigh["telling_count"] for _, n in a.counts & b.counts):
        score += weigh["same_count"]
    if wording > 0.3 and resemblance(a.sketch, b.sketch) > 0.5:
        score += weigh["copied"]
    return score


def apart(a: Profile, b: Profile) -> int:
    """Return how many days lie between the days two reports tell: 0 when they touch or one does not tell."""
    if not a.day or not b.day:
        return 0
    gap = max((a.day - (b.last_day or b.day)).days, (b.day - (a.last_day or a.day)).days, 0)
    return max(0, gap - 1)


def fading(a: Profile, b: Profile) -> float:
    """Return how much likeness is left after the days between two reports: by the days of the harm, else of publication."""
    days: dict[str, float] = rules("days")
    if a.day and b.day:
        return days["other_day"] / (1 + days["fade"] * math.log1p(apart(a, b))) if apart(a, b) else 1.0
    first, second = a.day or a.published, b.day or b.published
    gap = abs((first - second).days) if first and second else days["grace"]
    return 1 / (1 + days["fade"] * math.log1p(max(0, gap - days["grace"])))


def place_evidence(a: Place, b: Place) -> float:
    """Return what two places say: the same, near, far apart, or nothing where one is not known finely."""
    weigh = rules("evidence")
    if not a.country or not b.country:
        return 0.0
    if a.country != b.country:
        return float(weigh["other_place"])
    if a.precision not in POINT or b.precision not in POINT:
        return 0.0
    if a.geoname is not None and a.geoname == b.geoname:
        return float(weigh["same_place"])
    km = kilometres(a, b)
    if km is None:
        return 0.0
    if km <= weigh["near_km"]:
        return float(weigh["near_place"])
    return float(weigh["other_place"]) if km > weigh["far_km"] else 0.0


def cause_evidence(a: Profile, b: Profile) -> float:
    """Return what two causes say."""
    weigh = rules("evidence")
    if not a.causes or not b.causes:
        return 0.0
    if a.causes & b.causes:
        return float(weigh["same_cause"])
    return 0.0 if {family(c) for c in a.causes} & {family(c) for c in b.causes} else float(weigh["other_cause"])


def weights(p: Profile, counts: Mapping[str, tuple[int, int]], standing: frozenset[int]) -> dict[str, float]:
    """Return the telling keys of a report with their weights, scaled to length 1.

    `counts` gives for each key how many reports bear it and in how many weeks. A key weighs by its weeks: many reports of one
    week may well be of one event. `standing` are sentences of page furniture: what stands only in those is left out.
    """
    w = rules("wording")
    raw: dict[str, float] = {}
    for key, told in p.keys.items():
        reports, weeks = counts[key]
        if reports <= w["rare"] and not standing.issuperset(told.sentences):
            raw[key] = told.weight * math.log(w["rare"] * 1.5 / weeks)
    length = math.sqrt(sum(v * v for v in raw.values())) or 1.0
    return {key: v / length for key, v in raw.items()}


def week(p: Profile) -> int:
    """Return the number of the week a report belongs to, for counting how long a word was in the news."""
    day: date | None = p.published or p.day
    return day.toordinal() // 7 if day else 0
