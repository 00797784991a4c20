"""Whether a figure is another incident's: an earlier one's, a later one's, or a whole war's.

The text's own incident is the one that its lead tells. A figure whose own time lies elsewhere, or whose words say so
(`aggregator/vocab/en/background.toml`), is background; a figure in the lead never is, unless it stands in an aside about another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cache
from typing import NamedTuple

from aggregator.core import gazetteer, vocab
from aggregator.core.model import Claim
from parsers.text import elsewhere, speech, trie
from parsers.text.anchor import Anchor, day_of, elsewhen
from parsers.text.nearest import own_time
from parsers.text.reading import Line, Marks, Reading
from parsers.text.storms import other_storm
from parsers.text.times import harm_times
from parsers.text.when import Kind, When

OPENING = 15  # characters before "hours after", with which a sentence opens
NEAR = 70  # characters behind a figure within which a time may tell that it is another incident's
RUNNING_DAYS = 30  # a count since a day further back than this is a running one


class _Words(NamedTuple):
    another: re.Pattern[str]
    answer: re.Pattern[str]
    answers: trie.Finder  # without which `answer` finds nothing
    running: re.Pattern[str]
    sums: trie.Finder  # without which `running` finds nothing
    pointing: trie.Finder
    onward: re.Pattern[str]
    one_of_war: re.Pattern[str]
    own: trie.Finder
    ours: trie.Finder
    before: re.Pattern[str]
    plain: frozenset[str]
    compared: tuple[str, ...]
    periods: re.Pattern[str]


_SINCE_WHEN = r"since\s+(?:\w+\s+){0,2}\d{4},?\s+when"  # "the deadliest since 1987, when a storm killed 27"
_EARLIER = re.compile(r"\b(?:in|of|since|from|on) (?:[a-z]+ ){0,3}(1\d{3}|20\d\d),? (?:that|which|when|in which|where)\b")
_YEAR = re.compile(r"(?<![\w,.])(?:1\d{3}|20\d\d)(?![\w,])")
_HARM = re.compile(
    r"kill|murder|assassinat|slain|massacr|left|claim|died|dead|death|injur|wound|shot|shoot|stab|perish|drown|abduct|kidnap"
)


@cache
def _words() -> _Words:
    data = vocab.read("en/background")
    running, verbs = trie.pattern([*data["running"], *data["running_own"]]), trie.pattern(data["running_verbs"])
    long = r"(?:weeks?|months?|years?) after(?=\s+(?:at least |more than |some |about )?\d)"
    just = rf"(?:just|only) {trie.pattern(data['after'])}(?=\s+(?:the [\w-]+ (?:said|claimed)|{trie.pattern(data['doers'])})\b)"
    came = rf"{trie.pattern(data['happened'])}(?:,[^,.;]{{1,60}},)? {trie.pattern(data['came'])} (?:[\w-]+ ){{1,4}}after"
    one_of = rf"one of (?:the )?(?:[\w-]+ ){{0,3}}{trie.pattern(data['others'])}[^.;]{{0,40}}? (?:that|which)"
    return _Words(
        another=re.compile(rf"\b(?<!-)(?:{trie.pattern(data['another'])}|{one_of})(?!\w)"),
        answer=re.compile(
            rf"\b(?<!-)(?:{trie.pattern(data['answer'])}|{trie.pattern(data['after'])}(?=\s+an?\b|\s+another\b)|{just}|{long}|{came}|{_SINCE_WHEN})(?!\w)"
        ),
        answers=trie.words([*data["answer"], *data["after"], "since"]),
        running=re.compile(
            rf"\b(?<!-){running}(?!\w)[^.;]{{0,80}}?(?<!\w){verbs}(?!\w)|(?<!\w){verbs}\s+(?:the\s+|a\s+)?(?:[\w-]+\s+){{0,2}}{running}(?!\w)"
        ),
        sums=trie.words([*data["running"], *data["running_own"]]),
        pointing=trie.words(data["pointing"]),
        onward=re.compile(rf"(?:they {trie.pattern(data['onward'])}|(?:s?he|it|they) (?:said|added) another)\b"),
        one_of_war=re.compile(rf"\b{trie.pattern([*data['happened'], 'day'])} (?:in|of) (?:the |a |this )?(?:[\w-]+ )?$"),
        own=trie.words(data["own"]),
        ours=trie.words(data["running_own"]),
        before=re.compile(trie.pattern(data["before"])),
        compared=tuple(f" {word} " for word in data["compared"]),
        periods=re.compile(
            rf"(?<!\w)(?:{trie.pattern(data['periods'])}|in {trie.pattern(vocab.read('en/negatives')['months'])})(?!\w)"
        ),
        plain=frozenset(vocab.read("en/common")["words"].split()) | speech.words().heads,
    )


def flags(reading: Reading, claims: Sequence[Claim], own: Anchor) -> list[bool]:
    """Return, claim by claim, whether it counts for another incident than the text's own.

    Where the times alone would leave the text no incident of its own (a trial, an anniversary), they tell nothing.
    """
    lines = [reading.line(reading.index(claim.start)) for claim in claims]
    worded = [_worded(reading, line, claim, own) for line, claim in zip(lines, claims, strict=True)]
    lead = [n for n, line in enumerate(lines) if worded[n] and line.index <= own.lead]
    if lead and _about_it(reading, claims, lead, worded):
        worded = [said and n not in lead for n, said in enumerate(worded)]
    told = {line.index for line in lines}
    timed = [
        not said and (_timed(reading, line, claim, own) or _beside(reading, line, claim, own, told))
        for said, line, claim in zip(worded, lines, claims, strict=True)
    ]
    if not all(said or at for said, at in zip(worded, timed, strict=True)):
        worded = [said or at for said, at in zip(worded, timed, strict=True)]
        for n in range(1, len(claims)):
            worded[n] = worded[n] or (worded[n - 1] and timed[n - 1] and _goes_on(reading, lines, claims, n))
            timed[n] = timed[n] or worded[n]
    for n in range(1, len(claims)):
        worded[n] = worded[n] or _points_back(reading, lines, worded, n)
    return worded


def _beside(reading: Reading, line: Line, claim: Claim, own: Anchor, told: Set[int]) -> bool:
    """Whether a sentence tells of another day or place than the lead's. `told`: the lines with figures."""
    follows = line.index - 1 not in told
    nought = follows and elsewhere.nought_of_another(reading, line, claim, own)
    return nought or (not _marks(reading, line).own and elsewhere.told_beside(reading, line, claim, own, follows=follows))


def _points_back(reading: Reading, lines: Sequence[Line], worded: Sequence[bool], n: int) -> bool:
    """Whether a sentence goes on with another incident, told in the one before: "A guard died in that raid", "They also"."""
    line = lines[n]
    before = next((m for m in range(n - 1, -1, -1) if lines[m].index < line.index), None)
    if before is None or not worded[before] or lines[before].index != line.index - 1 or _marks(reading, line).own:
        return False
    if reading.paragraph(line.index) == line.index or any(_new_day(time) for time in line.times):
        return False
    w = _words()
    onward = w.onward.match(reading.lower, line.start)
    return onward is not None or w.pointing.search(reading.lower, line.start, line.end) is not None


def _about_it(reading: Reading, claims: Sequence[Claim], lead: Sequence[int], others: Sequence[bool]) -> bool:
    """Whether the text is about what its lead tells beside the news: its headline gives the same figure, or nothing else is told.

    "Toll climbs to 72. Rescuers ended their search, two days after a quake killed at least 72".
    """
    own = [claim for claim, other in zip(claims, others, strict=True) if not other]
    if own:
        told = {(claim.outcome, claim.best, claim.quote.split()[-1].lower(), claim.sentence_start) for claim in own}
        return any(
            [claim.outcome, claim.best, claim.quote.split()[-1].lower()] == same and start != claim.sentence_start
            for claim in (claims[n] for n in lead)
            for *same, start in told
        )
    line = reading.line(reading.index(claims[lead[0]].start))
    if elsewhere.grieved(reading, line, claims[lead[0]]):
        return True
    answer = _marks(reading, line).answer
    return answer is not None and not _HARM.search(reading.lower, line.start, answer.start())


def _goes_on(reading: Reading, lines: Sequence[Line], claims: Sequence[Claim], n: int) -> bool:
    """Whether a sentence that tells of another incident goes on with it: "On Monday 25 were seized in Corvo; a guard died"."""
    line, start = lines[n], claims[n - 1].end
    if line is not lines[n - 1] or _marks(reading, line).own:
        return False
    times = (time for time in harm_times(reading, line) if start <= time.start and _new_day(time))
    return next(times, None) is None


def _new_day(time: When) -> bool:
    """Whether a time is a day of its own, not one told from the last: "a few hours later"."""
    return time.kind in (Kind.DAY, Kind.DATE) and not time.text.lower().endswith(("later", "earlier", "before"))


def _marks(reading: Reading, line: Line) -> Marks:
    """Return the marks of `line`, read once."""
    if line.marks is None:
        w = _words()
        span = reading.lower, line.start, line.end
        total = w.running.search(*span) if w.sums.search(*span) else None
        total = None if total and w.one_of_war.search(reading.lower, line.start, total.start()) else total
        answer = w.answer.search(*span) if w.answers.may_find(*span) else None
        line.marks = Marks(answer, w.another.search(*span), total, w.own.search(*span) is not None)
    return line.marks


def _worded(reading: Reading, line: Line, claim: Claim, own: Anchor) -> bool:
    """Whether words say that a figure is another incident's."""
    marks = _marks(reading, line)
    answer = marks.answer if marks.answer and marks.answer.end() <= claim.start else None
    if answer and answer.start() <= line.start + OPENING:
        clause, comma, _ = reading.lower[answer.end() : claim.start].partition(",")
        if comma and _HARM.search(clause):
            answer = None  # "Days after a blast killed six, gunmen shot | four": the news behind the clause
    if answer and _HARM.search(reading.lower, answer.end(), min(line.end, claim.end + 60)):
        again = _AGAIN.search(reading.lower, answer.end(), claim.start)  # "the deadliest since 2009, killing six": its own
        if not again or _HARM.search(reading.lower, answer.end(), again.start()):
            return True
    if _earlier(reading, line, claim) or other_storm(reading, line, claim, own.storms) or _compared(reading, line, claim):
        return True
    if elsewhere.of_another_deed(reading, line, claim, own) or (
        not marks.own and elsewhere.long_before(reading, line, claim, own)
    ):
        return True
    if line.index <= own.lead or marks.own:
        return False
    if marks.running and not _words().ours.search(marks.running.group()):
        return True
    return marks.another is not None and marks.another.end() <= claim.start


def _earlier(reading: Reading, line: Line, claim: Claim) -> bool:
    """Whether a figure is a namesake's in another year: "its path was that of a storm in 1991 that killed 138,000"."""
    match = next((m for m in _EARLIER.finditer(reading.lower, line.start, claim.start) if claim.start - m.end() < NEAR), None)
    first = _YEAR.search(reading.lower, 0, match.start(1)) if match else None
    return match is not None and first is not None and first.group() != match.group(1)


def _compared(reading: Reading, line: Line, claim: Claim) -> bool:
    """Whether a figure is another period's that the text's own is compared with: "74 dead in May, against 51 in April"."""
    before, w = reading.lower[max(line.start, claim.start - 20) : claim.start], _words()
    return before.endswith(w.compared) and w.periods.search(reading.lower, claim.end, min(line.end, claim.end + NEAR)) is not None


_AGAIN = re.compile(r", (?:killing|leaving|claiming|injuring|wounding)\b")


def _timed(reading: Reading, line: Line, claim: Claim, own: Anchor) -> bool:
    """Whether a figure's time, or the time that its sentence points back to, is another incident's."""
    if line.index <= own.lead or _marks(reading, line).own or elsewhere.of_those_told(reading, claim):
        return False
    time = own_time(reading, line, claim.start, claim.end)
    if time is None:
        return _follows(reading, line, own)
    between = _ASIDE.sub("", reading.lower[claim.end : time.start])
    if len(between) > (NEAR if "," in between else 2 * NEAR):
        return False
    opens = time.start <= line.start + 3
    counted = claim.explicit and claim.best != 1
    earlier = _words().before
    if own.weekday and (opens or counted) and (earlier.match(reading.lower, time.start) or earlier.search(time.text.lower())):
        return not _shared(reading, line, own)  # "Last weekend a man was killed two blocks away"
    if own.weekday and opens and _LONG_BEFORE.match(reading.lower, time.start):
        return not _shared(reading, line, own)
    return (elsewhen(time, own) and (time.since or not _shared(reading, line, own))) or _elsewhere(line, claim, time, own)


_ASIDE = re.compile(r", including [^,.;]{1,60},")  # which parts no figure from its time
# "Twelve days earlier, a helicopter crashed": something new
_LONG_BEFORE = re.compile(r"[\w-]+ (?:day|week|month|year)s? (?:earlier|before),? (?:an?|another)\b")
_CAPITAL = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]{3,}")


def _shared(reading: Reading, line: Line, own: Anchor) -> bool:
    """Whether a sentence names somebody whom the lead names too: the suspect, a victim. Then it tells of the same incident."""
    if reading.upper:
        return False
    spans = [(p.start, p.end) for p in line.places] + [(t.start, t.end) for t in line.times]
    skip, lead = _words().plain, reading.lower[: reading.spans[min(own.lead, len(reading.spans) - 1)][1]]
    for match in _CAPITAL.finditer(reading.text, line.start, line.end):
        low = match.group().lower()
        if low in skip or any(a <= match.start() < b for a, b in spans) or gazetteer.known(match.group()):
            continue
        people = gazetteer.country_of(low) or gazetteer.country_of(low.removesuffix("s"))
        if people is None and re.search(rf"\b{low}\b", lead):
            return True
    return False


def _elsewhere(line: Line, claim: Claim, time: When, own: Anchor) -> bool:
    """Whether another weekday comes with another place: "a convoy was shelled outside Corvo on Thursday"."""
    if not own.weekday or not own.place or time.kind is not Kind.DAY or time.since:
        return False
    if claim.best == 1 and not claim.explicit:
        return False  # "she died on Wednesday at Saint Anne's"
    days = re.findall(r"[a-z]+day\b", time.text.lower())
    named = [p.text.lower() for p in line.places if p.named and not p.weak and not p.care]
    known = set(re.findall(r"\w{4,}", own.place.lower()))
    strange = bool(named) and not any(known & set(re.findall(r"\w{4,}", text)) for text in named)
    return bool(days) and days[0].endswith("day") and days[0] not in ("today", "yesterday", own.weekday) and strange


def _follows(reading: Reading, line: Line, own: Anchor) -> bool:
    """Whether a sentence without a time of its own points back to one that tells of another incident."""
    if line.index == 0 or reading.paragraph(line.index) == line.index:
        return False
    if not _words().pointing.search(reading.lower, line.start, line.end):
        return False
    before = reading.line(line.index - 1)
    return before.index > own.lead and any(elsewhen(time, own) for time in harm_times(reading, before)[:1])


def running(reading: Reading, line: Line, claim: Claim, own: Anchor) -> bool:
    """Return whether `claim` counts over a war, a year or months: its basis is cumulative."""
    total = _marks(reading, line).running
    if own.cumulative or (total and total.start() < claim.start):
        return True
    time = own_time(reading, line, claim.start, claim.end)
    if time is None:
        return False
    if time.kind is Kind.START or (time.since and time.start >= claim.end):  # not "rain since Thursday has killed nine"
        return True
    if time.since and (time.year or time.month):
        day = day_of(time.year or (own.day.year if own.day else None), time.month, time.day)
        if day and own.day and not time.year and day > own.day:
            return True  # last year's
        return day is None or own.day is None or (own.day - day).days > RUNNING_DAYS
    return (
        time.kind is Kind.SPAN and re.search(r"\b(?:weeks|months|years|so far this|this year)\b", time.text.lower()) is not None
    )
