"""Which times of a sentence may be the harm's, and which tell when somebody spoke, wrote or counted."""

from __future__ import annotations

import re
from functools import cache

from aggregator.core import vocab
from parsers.text import trie
from parsers.text.reading import Line, Reading
from parsers.text.when import Kind, When, bulletin, opening, others, posted, quiet, status

HEADED = 8  # lines of a list under the heading that dates them
STAMP = 80  # characters that a page's own date takes at most
SPOKEN = 4  # words between a verb of saying and its own time


def spoken(reading: Reading, line: Line, time: When) -> bool:
    """Whether `time` is when somebody spoke: "said on Wednesday", "On Thursday the radio reported"."""
    for cue in line.cues:
        if cue.name is None and not cue.after:
            continue
        if cue.start < time.start and time.end <= cue.end:
            return True
        between = reading.lower[cue.end : time.start]
        if cue.end <= time.start and len(between) < 60:
            words = between.split()
            if len(words) <= SPOKEN + 2 and all(word in quiet() for word in words):
                return True
        opens = time.start <= line.start + 1 or _heads(reading.lower[line.start : time.start].split())
        if opens and not cue.before and not time.since and 0 <= cue.start - time.end <= 2:
            return True
        if not cue.before and reading.lower[time.end : cue.start].strip() == "by" and _given_out(reading, line, time):
            return True
    return False


def _heads(words: list[str]) -> bool:
    """Whether these words open a sentence with what somebody speaks in: "In a statement | on Friday, the mayor said"."""
    return 2 <= len(words) <= SPOKEN + 2 and words[0] in ("in", "at", "during") and words[-1] in _words("spoken_in")


def _given_out(reading: Reading, line: Line, time: When) -> bool:
    """Whether a paper was given out then: "a report released | on Friday | by the observatory"."""
    return reading.lower[line.start : time.start].split()[-1:] in [[word] for word in _words("given_out")]


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(vocab.read("en/time")[kind])


def harm_times(reading: Reading, line: Line) -> list[When]:
    """The times of `line` that may be the harm's: not of speaking, not a mere hour, not another verb's."""
    if line.harm is None and _stamp(reading, line):
        line.harm = []
    if line.harm is None:
        times = [time for time in line.times if time.kind is not Kind.WEAK and not time.as_of and not spoken(reading, line, time)]
        times = [time for time in times if not _printed(reading, time)]
        verbs = [others(reading.lower, time) for time in times]
        own = [time for time, verb in zip(times, verbs, strict=True) if not verb and not _bracketed(reading, line, time)]
        line.harm = own or [time for time, verb in zip(times, verbs, strict=True) if opening(verb)]
    return line.harm


def told_times(reading: Reading, line: Line) -> list[When]:
    """The times of `line` that may be another sentence's harm too: none at which something is still to come or ends."""
    return [time for time in harm_times(reading, line) if not _coming(reading, line, time)]


def _coming(reading: Reading, line: Line, time: When) -> bool:
    """Whether `time` is of what is still to come: "a funeral will take place on Sunday", "closed until Monday"."""
    if time.prefix in vocab.read("en/time")["ending"]:
        return True
    cue = _to_come().search(reading.lower, line.start, time.start)
    return cue is not None and _AWAY.search(reading.lower, cue.end(), time.start) is None


@cache
def _to_come() -> trie.Finder:
    """Return the finder of what tells that something is still to come."""
    return trie.words(vocab.read("en/time")["coming"])


_AWAY = re.compile(r"[.;:]|\b(?:who|which|that|killed|died|dead|wounded|injured)\b")


def _stamp(reading: Reading, line: Line) -> bool:
    """Whether `line` is a page's own date: little else stands in it, or it says when it was posted."""
    if not line.times or line.end - line.start > STAMP:
        return False
    told = sum(time.end - time.start for time in line.times)
    return told > 0.6 * (line.end - line.start) or posted(reading.lower, line.start, line.end)


def _printed(reading: Reading, time: When) -> bool:
    """Whether `time` is the day of printing on a page run together to one line: a full date that nothing leads in, which is the
    document's own or stands before an hour or a new sentence without a stop: "... in Ardo 14 September 2031 10:46 Two men".
    """
    if time.prefix or time.year is None or time.day is None:
        return False
    day = reading.document.published
    if day is not None and (time.year, time.month, time.day) == (day.year, day.month, day.day):
        return True
    return not reading.upper and _RUN_ON.match(reading.text, time.end) is not None


_RUN_ON = re.compile(r" (?:\d\d?: ?\d\d|[A-Z][a-z]* [a-z])")


def _bracketed(reading: Reading, line: Line, time: When) -> bool:
    """Whether `time` stands in brackets: a price's year, a birth, a source."""
    opened = reading.lower.rfind("(", line.start, time.start)
    return opened >= 0 and reading.lower.find(")", opened, time.start) < 0


def as_of(reading: Reading, line: Line) -> str | None:
    """Return the words that date the count itself: "as of noon", else when its speaker spoke."""
    dated = next((time for time in line.times if time.as_of), None)
    said = next((time for time in line.times if time.kind is not Kind.WEAK and spoken(reading, line, time)), None)
    moment = dated or said
    return moment.text if moment else _headed(reading, line)


def _headed(reading: Reading, line: Line) -> str | None:
    """The moment that a heading above a list speaks for: "Status at 08:00, 11 April"."""
    before = range(line.index - 1, max(-1, line.index - 1 - HEADED), -1)
    listed = reading.headline(line.index)
    after = range(line.index + 1, min(len(reading.spans), line.index + HEADED)) if listed else range(0)
    for index in (*before, *after):
        start, end = reading.spans[index]
        if reading.headline(index) and status(reading.lower, start, end):
            times = reading.line(index).times
            return times[0].text if times else None
    form = reading.fields.date
    return reading.text[slice(*form)] if form and listed and bulletin(reading.lower) else None
