"""When and where the text's own incident was: what its lead and its publication tell, and whether a time is another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from aggregator.core import vocab
from aggregator.core.model import Claim, Outcome
from parsers.text import trie
from parsers.text.reading import Reading
from parsers.text.storms import own_storms
from parsers.text.times import harm_times
from parsers.text.when import Kind, When

FAR_DAYS = 12  # a dated day further than this from the text's own is another incident's
LOOSE_DAYS = 60  # the same where the day of publication is not known
_HARM = frozenset((Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED))
_WEEKDAY = re.compile(r"[a-z]+day\b")


@dataclass(frozen=True, slots=True)
class Anchor:
    """When the text's own incident was, as far as its lead and its publication tell. `lead` is the last line of the lead;
    `cumulative`: the lead says that its figures are running sums. `storms`: the names of the storm the text is about.
    `told`: the counts that it gives; None where it tells of nobody's harm."""

    lead: int
    year: int | None
    month: int | None
    day: date | None
    weekday: str | None
    place: str | None
    published: bool
    cumulative: bool
    storms: frozenset[str] = frozenset()
    told: frozenset[tuple[Outcome, int | None, int | None]] | None = None


def anchor(reading: Reading, claims: Sequence[Claim]) -> Anchor:
    """Return when and where the text's own incident was; the lead reaches to the first line with a figure."""
    lines = reading.lead()
    first = reading.index(claims[0].start)
    lead = max(lines[-1], first if first <= lines[-1] + 1 else lines[-1])
    times = [time for index in lines for time in harm_times(reading, reading.line(index)) if not time.since]
    dated = next((time for time in times if time.year or time.month), None)
    published = reading.document.published.date() if reading.document.published else None
    year = dated.year if dated and dated.year else published.year if published else None
    month = dated.month if dated and dated.month else None if dated else published.month if published else None
    day = day_of(year, month, dated.day) if dated else published
    weekday = next((word for time in times[:1] if time.kind is Kind.DAY for word in _WEEKDAY.findall(time.text.lower())), None)
    named = (p.text for i in lines for p in reading.line(i).places if p.named and not p.weak)
    place = next(named, None) if weekday else None  # see `background`
    end = reading.spans[min(lead, len(reading.spans) - 1)][1]
    told = [claim for claim in claims if claim.start < end and claim.outcome in _HARM]
    return Anchor(
        lead=lead,
        year=year,
        month=month,
        day=day,
        weekday=weekday,
        place=place,
        published=published is not None,
        cumulative=reading.lower.find("cumulative", 0, end) >= 0,
        storms=own_storms(reading),
        told=frozenset((c.outcome, c.low, c.high) for c in told if c.high != 1 and c.low is not None) if told else None,
    )


def day_of(year: int | None, month: int | None, day: int | None) -> date | None:
    """Return a date, or None where a part is unknown or there is no such day."""
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def elsewhen(time: When, own: Anchor) -> bool:
    """Return whether a time is another than the own incident's."""
    if time.kind is Kind.START:
        return _wars().search(time.text.lower()) is not None
    if time.kind is Kind.FAR:
        return True
    if time.year and own.year and time.year != own.year:
        return True
    if time.year and own.year is None and own.weekday:
        return True  # whose lead has a weekday would not name the year of the same incident
    if time.year and time.month and own.month and time.month > own.month:
        return False  # later than the text: its day is the incident's, not the writing's
    if time.month and own.day and time.day:
        day = day_of(time.year or own.day.year, time.month, time.day)
        if day and not time.year and day > own.day + timedelta(days=LOOSE_DAYS):
            day = day_of(own.day.year - 1, time.month, time.day)
        apart = (own.day - day).days if day else 0
        return apart > (FAR_DAYS if own.published else LOOSE_DAYS) or apart < -LOOSE_DAYS
    if time.month and own.month and not time.day:  # whose lead has a weekday would name the day of the same incident
        return time.month != own.month or (own.weekday is not None and not time.year and not time.since)
    if time.month and own.month:
        return min((time.month - own.month) % 12, (own.month - time.month) % 12) > 1
    return time.kind is Kind.SPAN and "recent" in time.text.lower() and "year" in time.text.lower()


@cache
def _wars() -> trie.Finder:
    return trie.words(vocab.read("en/background")["wars"])
