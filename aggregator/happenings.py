"""The happenings of one document: its news first, then other incidents it tells of.

A figure whose day (or month, or year) cannot be the news' day, or whose kind of harm is another, belongs to another happening.
Most such figures are background ("a week after a strike that killed six") and stay with the document, flagged, out of every
range. A few are news of their own (a roundup): recent, and in a place that is not the first's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf

from aggregator.core import vocab
from aggregator.core.flags import ASIDE, ELSEWHERE
from aggregator.core.model import Basis, Document, Figure, Outcome, Place, Precision
from aggregator.geography import kilometres
from aggregator.harms import families, kind
from aggregator.roundups import items, told_apart

DAYS = frozenset({Precision.DAY, Precision.MINUTE, Precision.WEEK, Precision.MONTH, Precision.YEAR})
TOTALS = frozenset({Basis.CUMULATIVE, Basis.PERIOD, Basis.RATE, Basis.STOCK})
HARM = frozenset({Outcome.KILLED, Outcome.INJURED, Outcome.CASUALTIES})


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
    news of its own, and so is each incident that a period's total lists with day and town (see `roundups`).
    """
    here = [f for f in figures if not background(f)]
    if listed := items(here):
        return _of_a_roundup(document, figures, listed)
    apart = _other_harm(here)
    if apart:
        rest, second = _parted(figures, apart)
        return [*happenings_of(document, rest), Happening(_told(second), second)]
    return happenings_of(document, figures)


def _of_a_roundup(document: Document, figures: Sequence[Figure], listed: Sequence[tuple[Figure, ...]]) -> list[Happening]:
    """Return the happenings of what is left without the listed incidents, then those."""
    gone = {f.claim.id for item in listed for f in item}
    text, own = told_apart(document.text, listed)
    rest = happenings(replace(document, text=text), [f for f in figures if f.claim.id not in gone])
    return [*rest, *(Happening(own[item[0].claim.id], item) for item in listed)]


def happenings_of(document: Document, figures: Sequence[Figure]) -> list[Happening]:
    """Return the incidents of figures that tell of one kind of harm, the main one first."""
    here = [f for f in figures if not background(f)]
    strange = strangers(here) | _far_and_then(here) | _far_the_same_day(here)
    dated = [f for f in here if f.claim.basis not in TOTALS and _days(f) and f.claim.id not in strange]
    main = _main(dated, document)
    other = strange | {f.claim.id for f in dated if main is not None and not _touch(_days(f), main)}
    if not other:
        return [Happening(document.text, tuple(figures))]
    news = _news([f for f in here if f.claim.id in other], [f for f in here if f.claim.id not in other], document)
    first = [elsewhere(f) if f.claim.id in other - news else f for f in figures if f.claim.id not in news]
    second = tuple(f for f in figures if f.claim.id in news)
    found = Happening(_without(document.text, second, first) if second else document.text, tuple(first))
    return [
        found,
        *(Happening(_told(each.figures), each.figures) for each in (happenings_of(document, second) if second else ())),
    ]


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
    first = known[0]
    return {
        f.claim.id
        for f in known[1:]
        if (f.window.start, f.window.end) != (first.window.start, first.window.end) and _far(f, first)
    }


def _far_the_same_day(figures: Sequence[Figure]) -> set[str]:
    """Return the claims of a far town with harm of its own: another kind of it, or other numbers than the first town's.

    A quake or a storm is one wherever it strikes, and a part is where its whole is; what else is told of that town goes with it.
    """
    known = [f for f in figures if f.claim.basis not in TOTALS and fine(f.place)]
    spread = frozenset(vocab.read("causes")["spread"])
    if not known or any(f.claim.cause.code in spread for f in figures):
        return set()
    near = [f for f in known if not _far(f, known[0])]
    here = [f for f in near if _told_there(f)]
    far = [f for f in known if f not in near and _told_there(f)]
    towns = [f for f in far if any(f.window == g.window for g in here) and all(_another_harm(f, g) for g in here)]
    apart = {f.claim.id for f in known if f not in near and any(not _far(f, town) for town in towns)}
    return apart | {f.claim.id for f in figures if f.claim.subset_of in apart}


def _far(figure: Figure, other: Figure) -> bool:
    """Whether two figures are of towns too far apart for one happening."""
    limit: float = vocab.read("reconcile")["happenings"]["km_apart"]
    return (kilometres(figure.place, other.place) or 0.0) > limit


def _told_there(figure: Figure) -> bool:
    """Whether a figure counts whom harm befell on a day in a town that its own sentence names."""
    claim = figure.claim
    named = (claim.place.text or "").lower()
    there = named != "" and named in claim.sentence.lower() and figure.window.start is not None
    return there and claim.explicit and claim.subset_of is None and claim.outcome in HARM


def _another_harm(figure: Figure, other: Figure) -> bool:
    """Whether two figures cannot be of one harm: their causes are of no common family, or their numbers of one outcome differ."""
    causes = [frozenset({f.claim.cause.code}) for f in (figure, other) if f.claim.cause.code]
    if len(causes) == 2 and not families(causes[0]) & families(causes[1]):
        return True
    if figure.claim.outcome is not other.claim.outcome:
        return False
    low, high = max(figure.people_low or 0, other.people_low or 0), min(figure.people_high or inf, other.people_high or inf)
    return low > high


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


def _without(text: str, gone: Sequence[Figure], kept: Sequence[Figure]) -> str:
    """Return a text without the sentences that tell of other news only: their words are no words of this."""
    for sentence in dict.fromkeys(f.claim.sentence for f in gone):
        if sentence not in {f.claim.sentence for f in kept}:
            text = text.replace(sentence, " ", 1)
    return text


def _told(figures: Sequence[Figure]) -> str:
    return "\n".join(dict.fromkeys(f.claim.sentence for f in figures))
