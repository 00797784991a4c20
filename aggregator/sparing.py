"""Grouping that one fault does not stop: what raises is left out, with what it raised, and the rest is grouped.

Nobody foresees these faults, so nothing is assumed of them: whether one document raises alone or only beside others is found by
trying. What is left out stays in the event that it was in, as far as its claims still stand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import TypeVar

from aggregator.core.errors import StoreError, VocabularyError
from aggregator.core.model import Document, Figure, Place
from aggregator.profile import Profile

Thing = TypeVar("Thing", bound=Hashable)
Made = TypeVar("Made")
Said = tuple[Document, tuple[Figure, ...]]
Members = tuple[frozenset[str], frozenset[str]]

NO_DOCUMENTS_FAULT = (StoreError, VocabularyError, MemoryError)  # these are raised as ever: leaving a document out mends nothing
ONE_BY_ONE = 8


def spare(work: Callable[[list[Thing]], Made], things: Sequence[Thing]) -> tuple[Made, dict[Thing, Exception]]:
    """Return what `work` makes of these things, and those it was spared, each with what was raised.

    Where it raises, the shortest beginning that does is looked for by halves, and its last thing is left out: put first what is
    least suspect. After the first few, more are left out at once, so that it ends soon also where nearly everything raises.
    Raises what `work` raises of nothing at all.
    """
    kept, spared, sure = list(things), dict[Thing, Exception](), 0
    while True:
        try:
            return work(kept), spared
        except NO_DOCUMENTS_FAULT:
            raise
        except Exception as error:
            if not kept:
                raise
            fault = error
        low, high = sure, len(kept)
        while high - low > 1:
            middle = (low + high) // 2
            try:
                work(kept[:middle])
                low = middle
            except NO_DOCUMENTS_FAULT:
                raise
            except Exception as error:
                fault, high = error, middle
        width = 1 if len(spared) < ONE_BY_ONE else len(spared)
        spared |= dict.fromkeys(kept[low : low + width], fault)
        del kept[low : low + width]
        sure = low


def formed(
    group: Sequence[Profile], make: Callable[[Sequence[Profile]], Made], last: Collection[str]
) -> tuple[Made | None, dict[str, Exception]]:
    """Return what is made of these reports, and the documents it had to be made without: of the `last` ones where it may be."""

    def work(some: list[str]) -> Made | None:
        wanted = set(some)
        return make([report for report in group if report.document in wanted]) if some else None

    return spare(work, sorted({report.document for report in group}, key=lambda one: (one in last, one)))


def put_back(groups: list[list[Profile]], left: Sequence[Said], held: Mapping[str, Members]) -> None:
    """Put what could not be grouped into the groups that go on with the events it was in, or into one of its own.

    Only claims that are in the event as it stands: what is new about such a document waits.
    """
    for claims, _ in held.values():
        bare = [bare_report(document, here) for document, said in left if (here := _among(said, claims))]
        if bare:
            shared = [sum(len(_among(report.figures, claims)) for report in group) for group in groups]
            most = max(shared, default=0)
            if most:
                groups[shared.index(most)].extend(bare)
            else:
                groups.append(bare)


def bare_report(document: Document, figures: tuple[Figure, ...]) -> Profile:
    """Return a report of which nothing is known but what it says: it bears figures, and no evidence."""
    return Profile(
        unit=document.id,
        document=document.id,
        figures=figures,
        keys={},
        sentences=frozenset(),
        day=None,
        last_day=None,
        published=document.published.date() if document.published else None,
        said_at=document.published,
        span=None,
        printed=None,
        place=Place(),
        named=frozenset(),
        causes=frozenset(),
        scenes=frozenset(),
        counts=frozenset(),
    )


def _among(figures: Sequence[Figure], claims: Collection[str]) -> tuple[Figure, ...]:
    return tuple(figure for figure in figures if figure.claim.id in claims)
