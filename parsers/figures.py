"""Figures that a table keeps in columns, by the option `figures`: structured claims of the rule `table_record`.

    [options.figures]
    killed = "fatalities"                                          # one number
    injured = { low = "inj_min", high = "inj_max", best = "inj" }  # bounds, the best estimate optional

    [options.columns]                                              # beside text, published, ...: where and when the harm happened
    day = "event_date"
    place = "location"
    country = "country"
    latitude = "lat"
    longitude = "lon"

An empty cell states nothing. The claimant is whoever the source says published the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aggregator.core.errors import BadDate, FormatError
from aggregator.core.model import Outcome, Place, Precision
from parsers import clean
from parsers.documents import any_moment
from parsers.records import Stated, count, country, day_words, worded

WHERE_AND_WHEN = ("day", "last_day", "place", "country", "latitude", "longitude")
BOUNDS = ("low", "high", "best")


@dataclass(frozen=True, slots=True)
class Layout:
    """Outcome -> the columns of its low, high and best; our place and time fields -> their columns."""

    figures: Mapping[Outcome, Mapping[str, str]]
    columns: Mapping[str, str]


def layout(option: object, columns: Mapping[str, str], row: Mapping[str, str], *, where: str) -> Layout:
    """Return the layout that `figures` asks for; raises FormatError naming the valid outcomes, bounds or columns."""
    found = {name.casefold(): name for name in row}
    figures: dict[Outcome, dict[str, str]] = {}
    for name, stated in option.items() if isinstance(option, Mapping) else ():
        if name not in tuple(Outcome):
            raise FormatError(f"figures names the outcome {name!r}; valid: {', '.join(Outcome)}", where=where)
        wanted = {"low": stated, "high": stated} if isinstance(stated, str) else stated
        if not isinstance(wanted, Mapping) or not wanted or not set(wanted) <= set(BOUNDS):
            raise FormatError(f"figures.{name} is a column, or a table of {', '.join(BOUNDS)}", where=where)
        for column in wanted.values():
            if str(column).casefold() not in found:
                raise FormatError(f"there is no column {column!r}; the columns are {', '.join(row)}", where=where)
        figures[Outcome(name)] = {bound: found[str(column).casefold()] for bound, column in wanted.items()}
    return Layout(figures, columns)


def stated(row: Mapping[str, str], layout: Layout, *, where: str) -> tuple[list[Stated], list[str]]:
    """Return the figures of a row, and what was wrong with those left out."""
    made: list[Stated] = []
    problems: list[str] = []
    try:
        window = _window(row, layout.columns)
    except BadDate as error:
        problems.append(f"{error}; the figures are read without a day")
        window = None
    for outcome, columns in layout.figures.items():
        try:
            found = {bound: count(row[column], name=column) for bound, column in columns.items()}
            low, high, best = (found.get(bound) for bound in BOUNDS)
            if low is None and high is None:
                low = high = best
            if low is None and high is None:
                continue
            if low is not None and high is not None and low > high:
                raise FormatError(f"{outcome}: the low bound {low} is above the high bound {high}")
        except FormatError as error:
            problems.append(str(error))
            continue
        people = worded(low, high)
        middle = f", best estimate {best:,}" if best is not None and low != high else ""
        line = f"Recorded as {outcome}: {people}{middle}."
        made.append(
            Stated(line=line, outcome=outcome, low=low, high=high, best=best, window=window, place=_place(row, layout.columns))
        )
    return made, problems


def _window(row: Mapping[str, str], columns: Mapping[str, str]) -> str | None:
    first, last = (row.get(columns.get(name, ""), "").strip() for name in ("day", "last_day"))
    if not first:
        return None
    return day_words(any_moment(first).date(), any_moment(last).date() if last else None)


def _place(row: Mapping[str, str], columns: Mapping[str, str]) -> Place:
    name, land, lat, lon = (row.get(columns.get(each, ""), "").strip() for each in ("place", "country", "latitude", "longitude"))
    words = clean.line(", ".join(part for part in (name, land) if part))
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        return Place(text=words)  # the words are resolved later, like any other
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        return Place(text=words)
    return Place(text=words, name=clean.line(name), country=country(land), lat=north, lon=east, precision=Precision.NEAR)
