"""The dead of one land in what befell several: a part of the toll of all lands, and a rival of that land's counts only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from aggregator.core import vocab
from aggregator.core.model import Outcome, Precision
from aggregator.lands import counts_for, named_lands
from aggregator.scope import LOCAL
from aggregator.standing import Standing

Lands = Mapping[str, str]  # by claim id


def by_land(standing: list[Standing]) -> list[Standing]:
    """Tell the tolls of an event's lands apart.

    Where a toll of all of them is told, each land's counts are parts of it, compared with one another only. Where none is, the
    event's toll is that of the land that most figures count, and another's dead are a part beside it.
    """
    free = [s for s in standing if not s.doubt and not s.bounds.empty]
    shares = _lands(free)
    totals = [s for s in free if s.whole and _of_all(s, free, shares)]
    shares = {id: land for id, land in shares.items() if id not in {t.id for t in totals}}
    of_all = {t.outcome for t in totals}
    if not of_all:
        return _beside_the_most(standing)
    shares = shares | _again(free, shares, totals)
    split = [s for s in free if s.id in shares and (s.outcome in of_all or s.outcome is not Outcome.KILLED)]
    named = {s.id: _share(s, shares, split, totals) for s in split if _open(s, shares)}
    return [named.get(s.id, s) for s in standing]


def tells_place(s: Standing) -> bool:
    """Whether the figure's own sentence names its place; one carried over from elsewhere in the text proves nothing."""
    words = s.figure.claim.place.text
    return words is not None and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", s.figure.claim.sentence) is not None


def _beside_the_most(standing: list[Standing]) -> list[Standing]:
    """Make the dead of other lands than the one that most figures count a part, each of its land."""
    told = [s for s in standing if s.whole and not s.doubt and s.figure.place.country and tells_place(s)]
    countries = [s.figure.place.country or "" for s in sorted(told, key=lambda s: s.order)]
    if len(set(countries)) < 2:
        return standing
    main = max(countries, key=lambda country: (countries.count(country), -countries.index(country)))
    abroad = {s.id: f"in {s.figure.place.country}" for s in told if s.figure.place.country != main}
    return [replace(s, whole=False, population=abroad[s.id]) if s.id in abroad else s for s in standing]


def _lands(free: Sequence[Standing]) -> dict[str, str]:
    """Return the land that a figure counts: its place's where its sentence tells it, else its speaker's, of the event's lands."""
    told = {s.id: s.figure.place.country for s in free if s.figure.place.country and tells_place(s)}
    spanned = set(told.values()).union(*(named_lands(s.figure.place.text) for s in free if _joint(s)))
    homes = {s.id: counts_for(s.figure) for s in free if s.id not in told}
    found = {id: land for id, land in told.items() if land}
    for s in free:
        home = homes.get(s.id)
        itself = len(spanned) > 1 and _counted_itself(s)
        if home and (home in spanned or itself) and not (_joint(s) and _largest(s, free)):
            found[s.id] = home
    return found


def _counted_itself(s: Standing) -> bool:
    """Whether a land counts by its bare name: "Laos reported three deaths", unlike "the United States said"."""
    chain = s.figure.claim.attribution
    return bool(chain) and chain[0].verb in vocab.read("reconcile")["lands"]["counts"]


def _joint(s: Standing) -> bool:
    """Whether the place of a figure, told in its sentence, is several lands: "in Ecuador and Peru", "in Southeast Asia"."""
    place = s.figure.place
    if place.country is not None or not tells_place(s):
        return False
    return place.precision is Precision.COUNTRY or len(named_lands(place.text)) > 1


def _largest(s: Standing, free: Sequence[Standing]) -> bool:
    """Whether no figure of a text is larger than one that its sentence puts to several lands."""
    return not any(_one_text(s, o) and o.bounds.bottom > s.bounds.bottom for o in free)


def _one_text(a: Standing, b: Standing) -> bool:
    """Whether two figures of one document are of one outcome and basis."""
    x, y = a.figure.claim, b.figure.claim
    return (x.document, a.outcome, a.basis, a.bounds.unit) == (y.document, b.outcome, b.basis, b.bounds.unit)


def _of_all(s: Standing, free: Sequence[Standing], shares: Lands) -> bool:
    """Whether a figure counts all lands: its place is several, or its own text's shares of lands show it.

    They add up to it, or the land to which it would be put has a lesser count of its own:
    "Storms killed 62. In Laos 41 died, ...".
    """
    if s.id not in shares and _joint(s):
        border = any(word in (s.figure.claim.place.text or "") for word in vocab.read("reconcile")["lands"]["border"])
        return not border or len(set(shares.values())) > 1  # a crash "on the border of Kenya and Somalia" is in one place
    if s.id in shares and tells_place(s):
        return False
    each: dict[str, int] = {}
    for o in free:
        if o is not s and o.id in shares and _one_text(s, o) and o.bounds.bottom < s.bounds.bottom:
            each[shares[o.id]] = max(each.get(shares[o.id], 0), o.bounds.bottom)
    if len(each) < 2:
        return False
    come_to, here = sum(each.values()), s.figure.place.country
    if s.bounds.bottom == come_to:
        return True
    return s.id not in shares and s.bounds.bottom > come_to and (here is None or here in each)


def _again(free: Sequence[Standing], shares: Lands, totals: Sequence[Standing]) -> dict[str, str]:
    """Return the land of figures that name none, where their text tells the number again of it, or their speaker counts it."""
    speakers: dict[str, set[str]] = defaultdict(set)
    for s in free:
        if s.id in shares and s.figure.claim.claimant is not None:
            speakers[s.speaker].add(shares[s.id])
    found: dict[str, str] = {}
    for s in free:
        if s.id in shares or not s.whole or s in totals or any(_one_number(s, t) for t in totals):
            continue
        echoed = {shares[o.id] for o in free if o.id in shares and _one_text(s, o) and s.bounds == o.bounds}
        lands = echoed or speakers.get(s.speaker, set())
        if len(lands) == 1:
            found[s.id] = next(iter(lands))
    return found


def _one_number(a: Standing, b: Standing) -> bool:
    return a.outcome == b.outcome and a.bounds.bottom == b.bounds.bottom


def _open(s: Standing, shares: Lands) -> bool:
    """Whether a figure may be a land's share: a whole, or what its text makes a part of a count of other lands too."""
    if s.whole:
        return True
    said = s.figure.claim.subset_of is None and s.population == "part" and not (s.sum or s.onto)
    return said and s.parent is not None and shares.get(s.parent) != shares[s.id]


def _share(s: Standing, shares: Lands, split: Sequence[Standing], totals: Sequence[Standing]) -> Standing:
    """Return a figure as one of its land's; a town's, below a count of the whole land, as no more than a part."""
    if any(_one_number(s, t) for t in totals):
        return s
    land = shares[s.id]
    counted = [o for o in split if shares[o.id] == land and o.outcome == s.outcome and not _local(o)]
    if _local(s) and any(o.bounds.bottom > (s.bounds.top or 0) for o in counted):
        return replace(s, whole=False, population="part", parent=None)
    if s.bounds.bottom > max((t.bounds.top or 0 for t in totals if t.outcome == s.outcome), default=s.bounds.bottom):
        return replace(s, population=f"in {land}")  # one land's later count, above the last toll of all
    of = [t for t in totals if _one_text(s, t)]
    return replace(s, whole=False, population=f"in {land}", parent=of[0].id if of else None)


def _local(s: Standing) -> bool:
    """Whether a figure counts one town or province, and no body of the land speaks."""
    return tells_place(s) and s.figure.place.precision in LOCAL | {Precision.ADMIN1} and not counts_for(s.figure)
