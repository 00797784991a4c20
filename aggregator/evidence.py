"""How alike two reports are, from what each is known by. Wording is weighed by rarity; the rest adds to it or takes from it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from functools import cache

from aggregator.core.model import Place
from aggregator.geography import kilometres
from aggregator.profile import POINT, Profile, place_name, rules
from aggregator.sketches import resemblance

Counts = Mapping[str, tuple[int, int]]


@cache
def family(cause: str) -> str:
    """Return the family of a cause code: the causes that are told for one another."""
    return next((name for name, codes in rules("families").items() if cause in codes), cause)


def likeness(a: Profile, b: Profile, wording: float, counts: Counts) -> float:
    """Return how much speaks for two reports being of one event: likeness of wording (0 to 1), faded by days, plus evidence."""
    score = wording * fading(a, b)
    weigh: dict[str, float] = rules("evidence")
    score += place_evidence(a, b, counts)
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


def place_evidence(a: Profile, b: Profile, counts: Counts) -> float:
    """Return what two places say: the same, near, far apart, or nothing where one is not known finely.

    A town that is in the news week after week says little; one that is in the news once says much, more so on one day.
    """
    weigh: dict[str, float] = rules("evidence")
    if not a.place.country or not b.place.country:
        return 0.0
    if a.place.country != b.place.country:
        return weigh["other_place"]
    if a.place.precision not in POINT or b.place.precision not in POINT:
        return 0.0
    km = kilometres(a.place, b.place)
    if km is None or km > weigh["near_km"]:
        return weigh["other_place"] if km is not None and km > weigh["far_km"] else 0.0
    rarity = min(quiet(a.place, counts), quiet(b.place, counts))
    same = a.place.geoname is not None and a.place.geoname == b.place.geoname
    found = weigh["same_place"] if same else weigh["near_place"]
    return rarity * (found + (weigh["there_and_then"] if near_in_time(a, b) else 0.0))


def quiet(place: Place, counts: Counts) -> float:
    """Return how seldom a place is in the news: 1 for once, 0 for as many weeks as make a word common."""
    most = rules("wording")["rare"] * 1.5
    return max(0.0, math.log(most / counts.get(place_name(place), (1, 1))[1]) / math.log(most))


def near_in_time(a: Profile, b: Profile) -> bool:
    """Whether two reports may be of one day's news: the days of the harm touch, or those of publication nearly do."""
    if a.day and b.day:
        return not apart(a, b)
    first, second = a.day or a.published, b.day or b.published
    return bool(first and second) and abs((first - second).days) <= rules("days")["grace"]  # type: ignore[operator]


def cause_evidence(a: Profile, b: Profile) -> float:
    """Return what two causes say."""
    weigh = rules("evidence")
    if not a.causes or not b.causes:
        return 0.0
    if a.causes & b.causes:
        return float(weigh["same_cause"])
    return 0.0 if {family(c) for c in a.causes} & {family(c) for c in b.causes} else float(weigh["other_cause"])


def weights(p: Profile, counts: Counts, standing: frozenset[int]) -> dict[str, float]:
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
