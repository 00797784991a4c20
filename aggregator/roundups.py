"""The dated and placed items of a longer time's total: "nine dead in a week: three in Sumy on Tuesday, six in Kharkiv ...".

Each is an incident of its own, told whole; the total stands with the others of its kind and joins no town's event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from aggregator.core.model import Basis, Figure, Precision

LONG = frozenset({Basis.PERIOD, Basis.CUMULATIVE})
TOWNS = frozenset({Precision.EXACT, Precision.NEAR, Precision.ADMIN2})
LANDS = frozenset({Precision.COUNTRY, Precision.ADMIN1})
A_DAY = frozenset({Precision.DAY, Precision.MINUTE})

Spot = tuple[date, float | None, float | None]


def items(figures: Sequence[Figure]) -> list[tuple[Figure, ...]]:
    """Return the items of totals that run over more than a day and more than a town, each with its own parts, in order."""
    by_id = {f.claim.id: f for f in figures}
    found: dict[Spot, list[Figure]] = defaultdict(list)
    for f in figures:
        total = by_id.get(f.claim.subset_of or "")
        if total is not None and _is_item(f, total):
            own = replace(f, claim=replace(f.claim, basis=Basis.INCIDENT, subset_of=None))
            found[_spot(f)] += [own, *_parts(f, figures)]
    return [tuple(each) for each in found.values()]


def _is_item(figure: Figure, total: Figure) -> bool:
    """Whether a part of a total tells a day and a town of its own."""
    window, of = figure.window, total.window
    if total.claim.basis not in LONG or total.place.precision not in LANDS or figure.place.precision not in TOWNS:
        return False
    if window.start is None or window.start != (window.end or window.start) or window.precision not in A_DAY:
        return False
    a_day = of.start is not None and of.start == (of.end or of.start)
    within = (of.start is None or of.start <= window.start) and (of.end is None or window.start <= of.end)
    return within and not a_day


def _spot(figure: Figure) -> Spot:
    start = figure.window.start
    assert start is not None
    return start, figure.place.lat, figure.place.lon


def _parts(item: Figure, figures: Sequence[Figure]) -> list[Figure]:
    own = (f for f in figures if f.claim.subset_of == item.claim.id)
    return [replace(f, claim=replace(f.claim, basis=Basis.INCIDENT)) if f.claim.basis in LONG else f for f in own]


def told_apart(text: str, each: Sequence[tuple[Figure, ...]]) -> tuple[str, Mapping[str, str]]:
    """Return a text without the words of its items, and each item's words by the id of its first figure.

    An item's are those of its sentence before the first item, and from its number to the next.
    """
    rest, own = text, dict[str, str]()
    sentences: dict[int, list[Figure]] = defaultdict(list)
    for item in each:
        sentences[item[0].claim.sentence_start].append(item[0])
    for start, said in sentences.items():
        said.sort(key=lambda f: f.claim.start)
        sentence = said[0].claim.sentence
        cuts = [max(0, f.claim.start - start) for f in said] + [len(sentence)]
        head = sentence[: cuts[0]]
        own |= {f.claim.id: f"{head}{sentence[a:b]}" for f, a, b in zip(said, cuts, cuts[1:], strict=False)}
        rest = rest.replace(sentence, head, 1)
    return rest, own
