"""A calamity told place by place: "31 people drowned in Honduras ... two died in Belize" is 33.

A storm, a flood or a quake strikes several places, and where a text gives no toll for all of them its counts are those of the
places. They add up only where each stands beside its own place, the places lie outside each other, and one voice tells them all.
A later count without a place, no lower than what the places come to, is the whole. The hazards are in `vocab/causes.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from aggregator.core import vocab
from aggregator.core.model import Document, Figure, Place, Precision
from aggregator.counts import Count, added

LEAD = 500  # characters of a text that tell what it is about


@cache
def _hazards() -> re.Pattern[str]:
    data = vocab.read("causes")
    words = sorted((word for code in data["spread"] for word in data["codes"][code]), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)


def spread_out(document: Document) -> bool:
    """Say whether a text opens with a hazard that strikes several places at once."""
    return _hazards().search(document.text, 0, LEAD) is not None


def by_place(figures: Sequence[Figure], toll: Count, said: Sequence[Count]) -> Count:
    """Return `toll` with the counts of other places behind it in `said`, or the later count that is told of them all."""
    if toll.total or toll not in said or not _own(figures, toll) or _over_several(figures, toll):
        return toll
    told = [toll]
    for count in said[said.index(toll) + 1 :]:
        if count.claimant != toll.claimant or count.hollow:
            continue
        if _own(figures, count) and all(_apart(figures, count, other) for other in told):
            told.append(count)
        elif len(told) > 1 and not _placed(figures, count) and count.size >= sum(other.size for other in told):
            return count
    return toll if len(told) == 1 else added(told, "sum_over_places")


def _own(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether each figure of a count stands in one sentence with the words of its own place, and that place is known."""
    members = [figures[i] for i in count.members]
    return _placed(figures, count) and all(figure.place.country for figure in members)


def _placed(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether each figure of a count stands in one sentence with the words of its place; others took it over."""
    return all((text := figures[i].claim.place.text) and text in figures[i].claim.sentence for i in count.members)


def _apart(figures: Sequence[Figure], a: Count, b: Count) -> bool:
    """Say whether every place of one count lies outside every place of the other."""
    return all(_outside(figures[i].place, figures[j].place) for i in a.members for j in b.members)


def _outside(a: Place, b: Place) -> bool:
    """Say whether two known places lie outside each other: neither is the other, nor the country or province that holds it."""
    if a.country != b.country:
        return True
    if Precision.COUNTRY in (a.precision, b.precision):
        return False
    if a.admin1 != b.admin1:
        return a.admin1 is not None and b.admin1 is not None
    return Precision.ADMIN1 not in (a.precision, b.precision) and a.name != b.name


def _over_several(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether the sentence of a count tells that it runs over several places: "in three countries"."""
    return any(_several().search(figures[i].claim.sentence) for i in count.members)


@cache
def _several() -> re.Pattern[str]:
    data = vocab.read("en/tally")["areas"]
    words, more = ("|".join(map(re.escape, data[name])) for name in ("words", "several"))
    numbers = "|".join(word for word, value in vocab.read("en/numbers")["units"].items() if value > 1)
    return re.compile(rf"\b(?:\d+|{numbers}|{more})(?: \w+)? (?:{words})\b", re.IGNORECASE)
