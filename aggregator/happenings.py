"""The happenings of one document: its news first, then other incidents it tells of.

A figure whose day (or month, or year) cannot be the news' day, or whose kind of harm is another, belongs to another happening.
Most such figures are background ("a week after a strike that killed six") and stay with the document, flagged, out of every
range. A few are news of their own (a roundup): recent, and in a place that is not the first's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from aggregator.core import vocab
from aggregator.core.flags import ASIDE, ELSEWHERE
from aggregator.core.model import Basis, Document, Figure, Place, Precision
from aggregator.geography import kilometres
from aggregator.harms import families, kind

DAYS = frozenset({Precision.DAY, Precision.MINUTE, Precision.WEEK, Precision.MONTH, Precision.YEAR})
TOTALS = frozenset({Basis.CUMULATIVE, Basis.PERIOD, Basis.RATE, Basis.STOCK})


@dataclass(frozen=True, slots=True)
class Happening:
    """One incident of a document: the text that tells it and the figures about it."""

    text: str
    figures: tuple[Figure, ...]


def background(figure: Figure) -> bool:
    """Whether a figure is told for comparison only, of another incident than its document's news, or was rejected by a person."""
    return figure.claim.background or not ASIDE.isdisjoint(figure.flags)


def elsewhere(figure: Figure) -> Figure:
    """Return the figure flagged as another happening's."""
    return replace(figure, flags=tuple(dict.fromkeys((*figure.flags, ELSEWHERE))))


def happenings(document: Document, figures: Sequence[Figure]) -> list[Happening]:
    """Return the incidents a document reports, its main one first; every figure is in exactly one of them.

    Figures of other days that are no news of their own stay with the main one, flagged `other_happening`. Harm of another kind
    that somebody else counts over another time ("63 soldiers since Thursday by booby traps" beside graves that were found) is
    news of its own.
    """
    here = [f for f in figures if not background(f)]
    apart = _other_harm(here)
    if apart:
        rest, second = _parted(figures, apart)
        return [*happenings_of(document, rest), Happening(_told(second), second)]
    return happenings_of(document, figures)


def happenings_of(document: Document, figures: Sequence[Figure]) -> list[Happening]:
    """Return the incidents of figures that tell of one kind of harm, the main one first."""
    here = [f for f in figures if not background(f)]
    strange = strangers(here) | _far_and_then(here)
    dated = [f for f in here if f.claim.basis not in TOTALS and _days(f) and f.claim.id not in strange]
    main = _main(dated, document)
    other = strange | {f.claim.id for f in dated if main is not None and not _touch(_days(f), main)}
    if not other:
        return [Happening(document.text, tuple(figures))]
    news = _news([f for f in here if f.claim.id in other], [f for f in here if f.claim.id not in other], document)
    first = [elsewhere(f) if f.claim.id in other - news else f for f in figures if f.claim.id not in news]
    found = [Happening(document.text, tuple(first))]
    second = tuple(f for f in figures if f.claim.id in news)
    return [*found, Happening(_told(second), second)] if second else found


def _other_harm(figures: Sequence[Figure]) -> set[str]:
    """Return the claims of harm unlike the first one's: a cause of no common family, another speaker, another kind of count."""
    told = [f for f in figures if f.claim.cause.code and f.claim.explicit and f.claim.subset_of is None]
    if len(told) < 2:
        return set()
    first = told[0]
    return {
        f.claim.id
        for f in told[1:]
        if not families(frozenset({f.claim.cause.code or ""})) & families(frozenset({first.claim.cause.code or ""}))
        and f.claimant != first.claimant
        and (f.claim.basis in TOTALS) != (first.claim.basis in TOTALS)
    }


def _parted(figures: Sequence[Figure], apart: set[str]) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Return the figures without those apart, and those with whatever their own sentences and parts tell."""
    sentences = {f.claim.sentence_start for f in figures if f.claim.id in apart}
    gone = [f for f in figures if f.claim.sentence_start in sentences or f.claim.subset_of in apart]
    return tuple(f for f in figures if f not in gone), tuple(gone)


def strangers(figures: Sequence[Figure]) -> set[str]:
    """Return the claims of another kind of harm than the news': an epidemic's dead in a report of a shooting.

    `figures` are of one report or of one event, in the order told: the kind most of them tell, else the first, is the news'.
    """
    kinds = [(f.claim.id, found) for f in figures if (found := kind(f.claim.cause.code))]
    if len({found for _, found in kinds}) < 2:
        return set()
    told = [found for _, found in kinds]
    main = max(told, key=lambda found: (told.count(found), -told.index(found)))
    return {identity for identity, found in kinds if found != main}


def _far_and_then(figures: Sequence[Figure]) -> set[str]:
    """Return the claims of another town and another time than the first that tells both: two signs that it is other news."""
    known = [f for f in figures if f.claim.basis not in TOTALS and fine(f.place) and f.window.start]
    if not known:
        return set()
    first, limit = known[0], vocab.read("reconcile")["happenings"]["km_apart"]
    return {
        f.claim.id
        for f in known[1:]
        if (f.window.start, f.window.end) != (first.window.start, first.window.end)
        and (kilometres(f.place, first.place) or 0.0) > limit
    }


def _days(figure: Figure) -> tuple[date, date] | None:
    """Return the days a figure tells, as widely as it tells them, or None where it tells none."""
    start, end = figure.window.start, figure.window.end
    if start is None or figure.window.precision not in DAYS:
        return None
    return start, max(start, end or start)


def _main(dated: Sequence[Figure], document: Document) -> tuple[date, date] | None:
    """Return the days of the news: those that more than half of the figures tell, else those nearest to publication."""
    told = [days for f in dated if (days := _days(f))]
    if not told:
        return None
    published = document.published.date() if document.published else max(start for start, _ in told)
    most = max(sorted(set(told)), key=told.count)
    if told.count(most) * 2 > len(told):
        return most
    return min(sorted(set(told)), key=lambda days: (abs((published - days[1]).days), -told.count(days), days))


def _touch(some: tuple[date, date] | None, others: tuple[date, date]) -> bool:
    slack: int = vocab.read("reconcile")["happenings"]["days_apart"]
    return some is None or ((some[0] - others[1]).days <= slack and (others[0] - some[1]).days <= slack)


def _news(other: Sequence[Figure], here: Sequence[Figure], document: Document) -> set[str]:
    """Return the claims of a second happening that is news of its own."""
    rules = vocab.read("reconcile")["happenings"]
    if document.published is None:
        return set()
    published, recent = document.published.date(), rules["news_days"]
    found = set()
    for f in other:
        days = _days(f)
        far = [km for g in here if (km := kilometres(f.place, g.place)) is not None and fine(f.place) and fine(g.place)]
        if days and 0 <= (published - days[0]).days <= recent and far and min(far) > rules["km_apart"]:
            found.add(f.claim.id)
    return found


def fine(place: Place) -> bool:
    """Return whether a place is told as finely as a town or district, so that distances from it mean something."""
    return place.precision in (Precision.EXACT, Precision.NEAR, Precision.ADMIN2)


def _told(figures: Sequence[Figure]) -> str:
    return "\n".join(dict.fromkeys(f.claim.sentence for f in figures))
