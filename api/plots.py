"""The geometry of the plots: claims and ranges as marks at percentages, which the templates draw as SVG.

A ring is 'at least', an arrow 'more than', a whisker a range, a blur a vague word; an open end is a line that fades out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from api import words
from api.reviewed import decided, told
from api.scales import LEFT, RIGHT, Scale, scale_for

EDGE = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One stroke: `kind` is dot, ring, arrow, cap, line, fade-right, fade-left, blur or cross; x1 to x2 in percent."""

    kind: str
    x1: float
    x2: float = 0.0

    @property
    def width(self) -> float:
        """How wide it is, in percent."""
        return round(max(self.x2 - self.x1, 0.0), 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One row of a plot: the row's claim or event, the words of its figure, and its marks."""

    row: Any
    words: str
    family: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Rows under one scale, with its ticks as (label, percent)."""

    tracks: tuple[Track, ...]
    ticks: tuple[tuple[str, float], ...]
    log: bool
    band: tuple[float, float] | None = None
    best: float | None = None
    left: float = LEFT
    right: float = RIGHT


def marks_of(claim: Any, scale: Scale) -> tuple[Mark, ...]:
    """Return the marks of one claim."""
    low, high = claim.low, claim.high
    if low is None and high is None:
        return (Mark(kind="cross", x1=LEFT),) if claim.stance != "asserts" else ()
    if claim.qualifier == "vague":
        right = scale.at(high) if high is not None else EDGE
        open_end = () if high is not None else (Mark(kind="fade-right", x1=scale.at(low or 0), x2=EDGE),)
        return (*open_end, Mark(kind="blur", x1=scale.at(low or 0), x2=right if high is not None else scale.at(low or 0) + 8))
    if high is None:
        stated = claim.stated_low if claim.stated_low is not None else low
        kind = "arrow" if claim.qualifier == "more_than" else "ring"
        place = scale.at(stated if stated is not None else low)
        return Mark(kind="fade-right", x1=place, x2=EDGE), Mark(kind=kind, x1=place)
    if low is None:
        return Mark(kind="fade-left", x1=LEFT, x2=scale.at(high)), Mark(kind="ring", x1=scale.at(high))
    if low == high:
        return (Mark(kind="dot", x1=scale.at(low)),)
    best = (Mark(kind="dot", x1=scale.at(claim.best)),) if claim.best is not None and low <= claim.best <= high else ()
    ends = (Mark(kind="cap", x1=scale.at(low)), Mark(kind="cap", x1=scale.at(high)))
    return Mark(kind="line", x1=scale.at(low), x2=scale.at(high)), *ends, *best


def ticks_of(scale: Scale) -> tuple[tuple[str, float], ...]:
    """Return the labels of a scale and where they stand."""
    return tuple((words.number(value), scale.at(value)) for value in scale.ticks())


def lowest_first(claim: Any) -> tuple[bool, int, str]:
    """The order of a plot's rows."""
    return (claim.low is None and claim.high is None, claim.low if claim.low is not None else claim.high or 0, claim.id)


def some_of(claims: Sequence[Any], number: int, chosen: str | None) -> list[Any]:
    """Return at most so many of these claims: the lowest, highest, latest and `chosen` ones, and others evenly between."""
    ordered = sorted(claims, key=lowest_first)
    if len(ordered) <= number:
        return ordered
    highest = max(claims, key=lambda c: (c.high or c.low or 0, c.id))
    latest = max(claims, key=lambda c: (c.as_of or "", c.id))
    must = {ordered[0].id, highest.id, latest.id, *(c.id for c in claims if c.id == chosen)}
    others = [c for c in ordered if c.id not in must]
    free = number - len(must)
    kept = {others[(2 * n + 1) * len(others) // (2 * free)].id for n in range(free)} | must
    return [c for c in ordered if c.id in kept]


def claims_plot(claims: Sequence[Any], *, estimate: Any = None, log: bool | None = None) -> Plot:
    """Return a row a claim, as people decided it is, the lowest first; the band is where everyone could be right, `best` the
    estimate's one value.
    """
    claims = [decided(claim) for claim in claims]
    scale = scale_for([value for claim in claims for value in (claim.low, claim.high, claim.stated_low)], log)
    ordered = sorted(claims, key=lowest_first)
    tracks = tuple(
        Track(row=claim, words=told(claim), family=words.family_of(claim), marks=marks_of(claim, scale)) for claim in ordered
    )
    band = best = None
    if estimate is not None and estimate.agreed and estimate.agreed_low is not None:
        band = (scale.at(estimate.agreed_low), EDGE if estimate.agreed_high is None else scale.at(estimate.agreed_high))
    if estimate is not None and estimate.best is not None:
        best = scale.at(estimate.best)
    return Plot(tracks=tracks, ticks=ticks_of(scale), log=scale.log, band=band, best=best)


def range_marks(low: int | None, high: int | None, is_open: bool, scale: Scale) -> tuple[Mark, ...]:
    """Return the marks of an event's range of killed."""
    if low is None and high is None:
        return ()
    if low is None:
        return Mark(kind="fade-left", x1=LEFT, x2=scale.at(high or 0)), Mark(kind="cap", x1=scale.at(high or 0))
    end = scale.at(high if high is not None else low)
    beyond = (Mark(kind="fade-right", x1=end, x2=EDGE),) if is_open or high is None else ()
    if high is None or low == high:
        return *beyond, Mark(kind="ring" if beyond else "dot", x1=scale.at(low))
    return *beyond, Mark(kind="line", x1=scale.at(low), x2=end), Mark(kind="cap", x1=scale.at(low)), Mark(kind="cap", x1=end)


def events_plot(events: Sequence[Any]) -> Plot:
    """Return a row an event: its range of killed, all on one logarithmic scale, so that rows compare."""
    values = [value for event in events for value in (event.killed_low, event.killed_high)]
    scale = scale_for([1, *values], True)
    tracks = tuple(
        Track(
            row=event,
            words=words.toll(event),
            family="conflict" if event.conflicts else "plain",
            marks=range_marks(event.killed_low, event.killed_high, bool(event.killed_high_open), scale),
        )
        for event in events
    )
    return Plot(tracks=tracks, ticks=ticks_of(scale), log=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One claim in the plot over time: x in percent, y in pixels with `top` and `bottom` of its whisker, a letter a claimant.

    `label` is where its letter stands, in pixels; None where the same letter stands beside it already."""

    row: Any
    x: float
    y: float
    top: float
    bottom: float
    letter: str
    label: float | None = None
    family: str
    open_up: bool
    open_down: bool
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePlot:
    """Counts over the moments they speak for. `joins` link a claimant's own counts; `legend` is (letter, name, family).

    Of more claimants than there are letters none has one, and the legend is that of the families, without letters.
    """

    points: tuple[Point, ...]
    joins: tuple[tuple[float, float, float, float, str], ...]
    ticks: tuple[tuple[str, float], ...]
    dates: tuple[tuple[str, float], ...]
    legend: tuple[tuple[str, str, str], ...]
    log: bool
    height: int

    @property
    def lettered(self) -> bool:
        """Whether a letter tells each claimant."""
        return any(letter for letter, _, _ in self.legend)


HEIGHT, TOP, BOTTOM = 260, 14, 30
BESIDE, LINE = 6.0, 12.0  # how near letters may come: percent across, pixels down
FEW_DAYS = 4 * 86_400
STEP = 0.5  # percent across and pixels down that no eye tells apart
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def time_plot(claims: Sequence[Any], log: bool | None = None) -> TimePlot | None:
    """Return the counts over time, or None when they speak for fewer than two moments."""
    dated = [(seconds(c.as_of), c) for c in map(decided, claims) if c.as_of and (c.low is not None or c.high is not None)]
    if len({moment for moment, _ in dated}) < 2:
        return None
    dated.sort(key=lambda pair: (pair[0], pair[1].id))
    start, end = dated[0][0], dated[-1][0]
    scale = scale_for([value for _, c in dated for value in (c.low, c.high)], log)
    names = {c.claimant: c for _, c in dated}
    few = len(names) <= len(LETTERS)
    letters = {claimant: LETTERS[number] if few else "" for number, claimant in enumerate(names)}

    def y(value: int) -> float:
        share = (scale.at(value) - LEFT) / (RIGHT - LEFT)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def x(moment: float) -> float:
        return round(9 + (moment - start) / (end - start) * 85, 2)

    points = [point(c, x(moment), y, letters[c.claimant]) for moment, c in dated]
    own: dict[str, list[Point]] = {claimant: [] for claimant in names}
    for p in points:
        own[p.row.claimant].append(p)
    joins = [(a.x, a.y, b.x, b.y, a.family) for line in own.values() for a, b in pairwise(line)]
    points = lettered(points) if few else apart(points)
    marks = [start + (end - start) * share for share in (0, 0.5, 1)]
    dates = tuple((moment_words(m, end - start), x(m)) for m in marks)
    legend = [(letters[key], c.claimant_name, words.family_of(c)) for key, c in names.items()]
    if not few:
        used = {family for _, _, family in legend}
        legend = [("", name, code) for code, (name, _) in words.FAMILIES.items() if code in used]
    ticks = tuple((words.number(value), y(value)) for value in scale.ticks(6))
    return TimePlot(
        points=tuple(points), joins=tuple(joins), ticks=ticks, dates=dates, legend=tuple(legend), log=scale.log, height=HEIGHT
    )


def apart(points: Sequence[Point]) -> list[Point]:
    """Return the points without those that would stand upon another of their family and shape."""
    return list({(p.x // STEP, p.y // STEP, p.family, p.shape): p for p in points}.values())


def lettered(points: Sequence[Point]) -> list[Point]:
    """Return the points with their letters set, to the right of each: none upon another letter, nor upon a point where there is
    room elsewhere; one letter, the last one's, for points of a claimant that lie together.
    """
    stand: list[Point] = []
    found = []
    for p in reversed(points):
        close = [other for other in stand if other.x - p.x < BESIDE]
        if not any(other.letter == p.letter and abs(other.y - p.y) < LINE for other in close):
            letters = [other.label for other in close if other.label is not None]
            marks = [other.y for other in points if 0 < other.x - p.x < BESIDE]
            places = [p.y + LINE * step for step in (0, -1, 1, -2, 2, -3, 3, -4, 4)]
            free = [at for at in places if all(abs(at - other) >= LINE for other in letters)]
            clear = [at for at in free if all(abs(at - other) >= LINE - 2 for other in marks)]
            p = replace(p, label=(clear or free or places)[0])
            stand.append(p)
        found.append(p)
    return found[::-1]


def moment_words(moment: float, span: float) -> str:
    """Return a moment in words: with its hour where the plot spans a few days, so that no point seems to lie on another day."""
    at = datetime.fromtimestamp(moment, UTC)
    return f"{at.day} {at:%B, %H:%M}" if span < FEW_DAYS else words.day(at.isoformat())


def seconds(moment: str) -> float:
    """Return a stored moment as seconds since 1970."""
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()


def point(claim: Any, x: float, y: Any, letter: str) -> Point:
    """Return one claim as a point with its whisker."""
    low, high = claim.low, claim.high
    shape = "blur" if claim.qualifier == "vague" else "ring" if low is None or high is None else "dot"
    if shape == "dot" and low != high and claim.best is None:
        shape = "range"
    ends = [y(value) for value in (low, high) if value is not None]
    middle = claim.best if claim.best is not None and shape != "blur" else None
    at = y(middle) if middle is not None else sum(ends) / len(ends)
    return Point(
        row=claim,
        x=x,
        y=round(at, 1),
        top=y(high) if high is not None else TOP - 10.0,
        bottom=y(low) if low is not None else float(HEIGHT - BOTTOM),
        letter=letter,
        family=words.family_of(claim),
        open_up=high is None,
        open_down=low is None,
        shape=shape,
    )
