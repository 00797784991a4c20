"""The place and the time that stand nearest to a figure in its own sentence."""

from __future__ import annotations

import re
from functools import cache

from aggregator.core import vocab
from parsers.text import basis, trie
from parsers.text.placenames import Where
from parsers.text.quantities import tables
from parsers.text.reading import Line, Reading
from parsers.text.times import harm_times
from parsers.text.when import When

NEAR = 40  # characters between what is done with the dead and their number, or its day
BESIDE = 12  # characters between a figure and a place right behind it, which needs no gazetteer: "five near Ardo"


def own_time(reading: Reading, line: Line, start: int, end: int) -> When | None:
    """The time that stands nearest to `start:end` in its sentence, or None."""
    total = basis.turns().search(reading.lower, end, line.end)  # "killed four, bringing the toll since May to 40"
    times = [time for time in harm_times(reading, line) if total is None or time.start < total.start()]
    if _mourned().search(reading.lower, max(line.start, start - 80), start):
        times = [time for time in times if time.start >= end]  # "met on Thursday relatives of the | 150 who died on 24 March"
    times = [time for time in times if not _done_afterwards(reading, line, start, end, time)]
    return min(times, key=lambda time: far_from(reading, start, end, time.start, time.end), default=None)


def _done_afterwards(reading: Reading, line: Line, start: int, end: int, time: When) -> bool:
    """Whether a time is that of what was done later: "buried 12 of the dead on Thursday", "visited on Thursday a site where"."""
    cue, died = _afterwards()
    first, last = min(end, time.end), max(start, time.start)
    if time.start >= end:
        done = cue.search(reading.lower, max(line.start, start - NEAR), start) or cue.search(reading.lower, end, last)
        return done is not None and died.search(reading.lower, max(end, done.end()), last) is None
    done = cue.search(reading.lower, max(line.start, time.start - NEAR), time.start)
    return (
        done is not None and died.search(reading.lower, done.end(), time.start) is None and "where" in reading.lower[first:last]
    )


@cache
def _afterwards() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds the words of what is done with the dead, and of what killed them."""
    words = vocab.read("en/time")["afterwards"]
    return re.compile(rf"\b{trie.pattern(words)}\b"), re.compile(
        r"\b(?:killed|died|dead in|perished|drowned|slain|victims of|lost)\b"
    )


@cache
def _mourned() -> re.Pattern[str]:
    """Return what finds the kin, the coffins and the like of those told next: what was done on a day was done with these."""
    return re.compile(rf"\b{trie.pattern(vocab.read('en/time')['mourned'])}\b[^.;]{{0,40}}\b(?:of|for|to) (?:the )?$")


def own_place(reading: Reading, line: Line, start: int, end: int) -> Where | None:
    """The place that fits `start:end` best in its sentence, or None: names before kinds, near before far."""

    def cost(place: Where) -> float:
        return (
            far_from(reading, start, end, place.start, place.end)
            + 150 * place.weak
            + 150 * (not place.named)
            + 80 * (not place.sure and not _beside(reading, end, place))
            + 250 * place.care
            + 40 * (place.start == line.start)
            + 150 * (place.start >= end and _LATER.search(reading.lower, end, place.start) is not None)
        )

    own = [place for place in line.places if not start <= place.start < end and not _of_a_part(reading, end, place)]
    return _side_by_side(reading, own, start, end) or min(own, key=cost, default=None)


_BY_ITS_VERB = re.compile(r"(?: [a-z-]+){0,4} (?:[a-z]+ed|shot|hurt|dead|missing|slain) (?:in|at|near|outside) (?:the )?")
_ENDS = re.compile(r"$|[.,;)]| and\b| on\b")


def _beside(reading: Reading, end: int, place: Where) -> bool:
    """Whether a place no gazetteer knows stands right behind a figure that ends at `end`, or behind the figure's own verb.

    "Nine people were killed in Ardo and four were hurt in Velsk".
    """
    if not 0 < place.start - end <= BESIDE + NEAR:
        return False
    return place.start - end <= BESIDE or (
        _BY_ITS_VERB.fullmatch(reading.lower, end, place.start) is not None and _ENDS.match(reading.lower, place.end) is not None
    )


_NEXT = re.compile(r" ([^\W_]+)")
_PLACED = re.compile(r" (?:in|at|near|on) ")


def _side_by_side(reading: Reading, places: list[Where], start: int, end: int) -> Where | None:
    """The place right before a figure where another figure stands right behind another place: "in Kenya 12 and in Chad six"."""
    ahead = next((place for place in places if place.end + 1 == start), None)
    if ahead is None or len(places) < 2 or _PLACED.match(reading.lower, end):
        return None
    for place in places:
        behind = _NEXT.match(reading.lower, place.end)
        if place is not ahead and behind and (behind[1].isdecimal() or behind[1] in tables().values):
            return ahead
    return None


_LATER = re.compile(r"\b(?:minutes|hours|days?|weeks?|months?|years?) after\b")  # "killing 16, hours after a bomb in Ardo"
_PART = re.compile(r"(?:of|among) (?:them|whom|which)\b|\bincluding (?:[a-z]+ ){0,2}[\w,]+ (?:in|from|near|at) |:[^.;]*\d")


def _of_a_part(reading: Reading, end: int, place: Where) -> bool:
    """Whether a place stands behind a part of the figure that ends at `end`: "18 deaths, 11 of them (including 11) in Ardo"."""
    behind = end + 2  # not "11 | of them in Ardo" itself
    part = _PART.search(reading.lower, behind, place.start) if place.start >= behind else None
    return part is not None and _CLOSED.fullmatch(reading.lower, part.end(), place.start) is None


# "13 people, most of them women, were killed in Ardo"
_CLOSED = re.compile(r"[^,.;:\d]*, (?:(?:were|was|are|have|had|has) |died\b|drowned\b|perished\b)[^.;,:\d]*")


def far_from(reading: Reading, start: int, end: int, a: int, b: int) -> float:
    """How far the words at `a:b` are from those at `start:end`: what follows is nearer than what precedes, breaks count."""
    if a >= end:
        between = reading.lower[end:a]
        return len(between) + 60 * between.count(";") + 20 * between.count(",")
    between = reading.lower[b:start]
    return 1.2 * len(between) + 15 + 60 * between.count(";") + 20 * between.count(",")
