"""How likely two reports are of one event, from what each is known by: pieces of evidence, each with a weight, added up."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from aggregator.core.model import Place
from aggregator.geography import kilometres
from aggregator.harms import families, kinds
from aggregator.profile import POINT, Profile, country_key, place_key, rules


class Seen(NamedTuple):
    """How many reports bear a key and in how many weeks; of a place (a key with "@") also how many in which week."""

    reports: int
    weeks: int
    by_week: Mapping[int, int] = {}


Counts = Mapping[str, Seen]


def seen(key: str, by_week: Mapping[int, int]) -> Seen:
    """Return what is counted of a key of which so many reports were seen in each week."""
    return Seen(sum(by_week.values()), len(by_week), by_week if key.startswith("@") else {})


def likeness(a: Profile, b: Profile, wording: float, counts: Counts) -> float:
    """Return how likely two reports are of one event, 0 to 1. `wording` is the weight of the telling words they have in common.

    `counts` gives for every key how many reports bear it, and when. A pair that no place or cause could bring up
    to `least` is 0.
    """
    weigh = weights_of_evidence()
    odds = weigh["start"] + weigh["wording"] * math.log1p(wording) + day_evidence(a, b)
    then = near_in_time(a, b)
    if odds < _hopeless(then):
        return 0.0
    odds += place_evidence(a, b, counts, then) + cause_evidence(a, b) + scene_evidence(a, b)
    if any(n >= weigh["telling_count"] for _, n in a.counts & b.counts):
        odds += weigh["same_count"]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def weights_of_evidence() -> dict[str, float]:
    """Return the weights, in log-odds."""
    return {name: float(value) for name, value in rules("evidence").items()}


@cache
def _hopeless(then: bool) -> float:
    """Return the log-odds from which the best of places, causes and counts does not lead up to `least`."""
    weigh, least = weights_of_evidence(), rules("joining")["least"]
    best = weigh["same_place"] + weigh["same_cause"] + weigh["same_count"] + 2 * weigh["same_scene"]
    if then:
        best += weigh["there_and_then"] + weigh["same_country"]
    return math.log(least / (1 - least)) - best


def apart(a: Profile, b: Profile) -> int:
    """Return how many days lie between the days two reports tell, beyond one: 0 when they touch or one does not tell."""
    if a.span is None or b.span is None:
        return 0
    return max(0, a.span[0] - b.span[1] - 1, b.span[0] - a.span[1] - 1)


def day_evidence(a: Profile, b: Profile) -> float:
    """Return what the days of the harm say, where both tell them, and those of publication."""
    weigh = weights_of_evidence()
    between = abs(a.printed - b.printed) if a.printed is not None and b.printed is not None else None
    fading = weigh["weeks_apart"] * math.log1p(max(0.0, (between or 0) - weigh["news_days"]))
    if a.span is None or b.span is None:
        return fading if between is None or between > 1 else weigh["same_news"]
    if gap := apart(a, b):
        return weigh["other_day"] + weigh["days_apart"] * math.log1p(gap)
    return weigh["same_day"] * _sharp(a, b) + weigh["same_then"] * fading


def _sharp(a: Profile, b: Profile) -> float:
    """Return 1 where both reports tell a day or a few, a half where one tells a week or a month."""
    return 1.0 if all(p.span is not None and p.span[1] - p.span[0] <= 3 for p in (a, b)) else 0.5


def near_in_time(a: Profile, b: Profile) -> bool:
    """Whether two reports may be of one day's news: the days of the harm touch, or those of publication nearly do."""
    if a.span is not None and b.span is not None:
        return not apart(a, b) and _sharp(a, b) == 1.0
    first, second = a.span[0] if a.span else a.printed, b.span[0] if b.span else b.printed
    return first is not None and second is not None and abs(first - second) <= weights_of_evidence()["news_days"]


def place_evidence(a: Profile, b: Profile, counts: Counts, then: bool) -> float:
    """Return what two places say: the same or near, one country, another country, or nothing where one is not known.

    A place that is in the news week after week says little; one that is in the news once says much, more so `then`: when the
    two may be of one day. Then it is also what else is told of a town in those weeks that matters, not in the years before.
    """
    weigh = weights_of_evidence()
    if not a.place.country or not b.place.country:
        return 0.0
    if a.place.country != b.place.country:
        return _abroad(a, b, counts, then)
    country = weigh["same_country"] * quiet(country_key(a.place), counts) if then else 0.0
    if other_province(a.place, b.place):
        return weigh["far_place"]
    km = kilometres(a.place, b.place) if {a.place.precision, b.place.precision} <= POINT else None
    if km is None:
        return country
    if km > weigh["near_km"]:
        return weigh["far_place"] if km > weigh["far_km"] else country / 2
    now = min(week(a), week(b)) if then else None
    seldom = min(quiet(place_key(a.place), counts, now), quiet(place_key(b.place), counts, now))
    town = seldom * (weigh["same_place"] + (weigh["there_and_then"] if then else 0.0))
    return max(country, town) if place_key(a.place) == place_key(b.place) else max(country, town) * weigh["near_share"]


def other_province(a: Place, b: Place) -> bool:
    """Whether two places lie in provinces of one country that are not each other's neighbours, as far as can be told."""
    if not a.admin1 or not b.admin1 or a.admin1 == b.admin1 or {a.precision, b.precision} <= POINT:
        return False
    return (kilometres(a, b) or 0.0) > weights_of_evidence()["far_province_km"]


def _abroad(a: Profile, b: Profile, counts: Counts, then: bool) -> float:
    """Return what two countries say. Another country speaks against one event, unless one report names the other's: an earthquake
    knows no border. Reports of one day that name both, or tell of such wide harm, speak for it."""
    weigh = weights_of_evidence()
    either, both = a.place.country in b.named, b.place.country in a.named
    wide = bool(a.causes & b.causes & _wide())
    if then and (either or both) and (wide or (either and both)):
        return weigh["both_countries"] * min(quiet(country_key(a.place), counts), quiet(country_key(b.place), counts))
    if either or both:
        return 0.0
    return weigh["other_country"] * (1.0 if told(a.place) and told(b.place) else 0.5)


@cache
def _wide() -> frozenset[str]:
    """Return the causes that harm several countries at once."""
    return frozenset(rules("reach")["wide"])


def told(place: Place) -> bool:
    """Whether a figure tells this place; else it is only the country the whole document speaks of."""
    return place.name is not None or place.text is not None


def quiet(key: str, counts: Counts, now: int | None = None) -> float:
    """Return how seldom a place is in the news: 1 for once, 0 for as many weeks as make a word common.

    Many reports of one week count as several times: they may be of one event, but need not. With `now`, a place that was
    quiet in that week and those beside it is as telling as one that is in the news no more often than then.
    """
    most, once = rules("wording")["rare"] * 1.5, weights_of_evidence()["reports_once"]
    count = counts.get(key, Seen(1, 1))
    times = max(count.weeks, count.reports / once)
    if now is not None:
        times = min(times, max(1.0, sum(count.by_week.get(each, 0) for each in (now - 1, now, now + 1)) / once))
    return max(0.0, math.log(most / times) / math.log(most))


def cause_evidence(a: Profile, b: Profile) -> float:
    """Return what two causes say: the same, told for one another (nothing), or another."""
    weigh = weights_of_evidence()
    if not a.causes or not b.causes:
        return 0.0
    if a.causes & b.causes:
        return weigh["same_cause"]
    if kinds(a.causes).isdisjoint(kinds(b.causes)) and kinds(a.causes) and kinds(b.causes):
        return weigh["other_kind"]
    return 0.0 if families(a.causes) & families(b.causes) else weigh["other_cause"]


def scene_evidence(a: Profile, b: Profile) -> float:
    """Return what the kinds of place and people say: one in common, or none where both tell some."""
    weigh = weights_of_evidence()
    if not a.scenes or not b.scenes:
        return 0.0
    both = len(a.scenes & b.scenes)
    return weigh["same_scene"] * math.sqrt(both) if both else weigh["other_scene"]


def tells(weeks: int) -> float:
    """Return how much a word tells by the weeks it was in the news: many reports of one week may well be of one event."""
    return math.log(rules("wording")["rare"] * 1.5 / weeks)


def shared(bearers: Sequence[tuple[int, float, bool]], weeks: int) -> Iterator[tuple[int, int, float]]:
    """Yield (i, j, value) of every two of a word's bearers: each a number, its weight and whether the word is its own town.

    Two reports from one town have it in common as their place: as a word it tells hardly more.
    """
    worth, once = tells(weeks), rules("wording")["own_town"]
    for n, (j, other, its) in enumerate(bearers):
        for i, weight, here in bearers[:n]:
            yield i, j, min(weight, other) * worth * (once if here and its else 1.0)


def week(p: Profile) -> int:
    """Return the number of the week a report belongs to, for counting how long a word was in the news."""
    return (p.printed or (p.span[0] if p.span else 0)) // 7
