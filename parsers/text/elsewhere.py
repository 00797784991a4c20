"""Another incident that a report tells beside its own: of an earlier day, of the next province, of weeks of unrest.

`background` knows the words that say so by themselves; here the sentence is held against the lead. A text that tells nobody's
harm in its lead has no incident of its own to tell others from.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from aggregator.core import vocab
from aggregator.core.model import Claim
from parsers.text import causes, trie
from parsers.text.anchor import Anchor, elsewhen
from parsers.text.quantities import TOLD_BEFORE
from parsers.text.reading import Line, Reading
from parsers.text.when import Kind

ASIDE = 40  # characters between a figure and the time of its relative clause


class _Words(NamedTuple):
    back: trie.Finder
    ago: re.Pattern[str]
    place: re.Pattern[str]
    hazard: trie.Finder
    several: trie.Finder
    spell: re.Pattern[str]
    toll: re.Pattern[str]
    long: re.Pattern[str]
    concerned: re.Pattern[str]
    grievance: re.Pattern[str]
    spots: trie.Finder
    past: re.Pattern[str]
    long_after: re.Pattern[str]
    thing: re.Pattern[str]
    stopped: re.Pattern[str]


@cache
def _words() -> _Words:
    data, causes = vocab.read("en/background"), vocab.read("causes")
    units = r"(?:days?|weeks?|months?|years?)"
    number = rf"(?:\d+|{trie.pattern(data['how_many'])})"
    near, areas, own = trie.pattern(data["near"]), trie.pattern(data["areas"]), trie.pattern(data["own_places"])
    return _Words(
        back=trie.words(data["goes_on"]),
        ago=re.compile(rf"{number} {units} ago,? (?!(?:he|she|they|it|we|the)\b)"),
        place=re.compile(
            rf"elsewhere\b(?! in (?:the|this) (?:same )?{own}\b)|(?:in|at) (?:the )?{near} (?:[\w'-]+ ){{0,3}}{areas}\b"
        ),
        hazard=trie.words([word for code in causes["spread"] for word in causes["codes"][code]]),
        several=trie.words(data["several"]),
        spell=re.compile(
            rf"\b(?:in|during|over|after) (?:the )?(?:past |last )?{number} {units} of {trie.pattern(data['spells'])}\b"
        ),
        toll=re.compile(rf"\btoll (?:from|of|in) (?:the |a )?(?:[\w-]+ ){{0,2}}({trie.pattern(data['spells'])})\b"),
        concerned=re.compile(rf"\b{trie.pattern(data['concerned'])} (?:[\w'’-]+ ){{1,5}}?{trie.pattern(data['deeds'])} of\b"),
        grievance=re.compile(rf"\b{trie.pattern(data['grievances'])} (?:[\w'’-]+ ){{0,8}}?{trie.pattern(data['deeds'])} of\b"),
        spots=trie.words(data["spots"]),
        past=re.compile(
            rf"\b(?:in|on|during) (?:early |late |mid-)?(?:{trie.pattern(vocab.read('en/negatives')['months'])}|(?:19|20)\d\d)\b"
            rf"|\b(?:last|the previous|a|{number}) {units}\b(?: (?:ago|earlier|before))?|\bearlier\b"
        ),
        thing=re.compile(rf"(?:(?:but|and|meanwhile,?) )?{trie.pattern(data['another_thing'])}\b"),
        stopped=re.compile(
            rf"\b(?:{trie.pattern(data['stopped'])}\b[^.;]{{0,40}}?\b{trie.pattern(data['weapons'])}"
            rf"|{trie.pattern(data['weapons'])}\b[^.;]{{0,40}}?\b{trie.pattern(data['stopped'])})\b"
        ),
        long_after=re.compile(rf"\b{trie.pattern(data['long_after'])}\b"),
        long=re.compile(
            r"\bsince (?:the )?(?:early |late |mid-)?(?:19|20)\d0s\b"
            rf"|\bsince (?:[\w'’-]+ ){{0,4}}{trie.pattern(data['long_since'])}\b"
            rf"|\bsince (?:it|they) (?:was|were|has been) (?:first )?{trie.pattern(data['set_up'])}\b"
            rf"|\bsince its {trie.pattern(data['beginning'])}\b"
            rf"|\bin the (?:[a-z]+ )?(?:{number} )?(?:months|years|decades?) since\b"
            r"|\bin the past(?=[.,;])|\bhad (?:already )?been \w+ (?:already )?this (?:week|month|year)\b"
        ),
    )


def of_another_deed(reading: Reading, line: Line, claim: Claim, own: Anchor) -> bool:
    """Return whether somebody of the text only had to do with a deed, or it was done where the text's own was.

    "A judge was shot dead, a witness to the murder of six nuns"; "a mine killed 12 near the spot where 30 died in May".
    """
    words, lead = _words(), reading.spans[own.lead]
    concerned = words.concerned.search(reading.lower, line.start, claim.start)
    if concerned and claim.start - concerned.end() < ASIDE:
        told = own.told is not None and _DEATH.search(reading.lower, reading.spans[0][0], min(lead[1], concerned.start()))
        last = claim.quote.split()[-1].lower()
        named = reading.lower.find(last, reading.spans[0][0], min(lead[1], concerned.start())) >= 0
        return bool(told) and not named
    if grieved(reading, line, claim):
        return True
    spot = words.spots.search(reading.lower, line.start, claim.start)
    if spot is None or claim.start - spot.end() > ASIDE or not _DEATH.search(reading.lower, line.start, spot.start()):
        return False
    behind = words.past.search(reading.lower, claim.end, min(line.end, claim.end + 2 * ASIDE))
    return behind is not None


def long_before(reading: Reading, line: Line, claim: Claim, own: Anchor) -> bool:
    """Return whether the news tells a harm, and a sentence one of a year or months before it in the same breath.

    "Six died on Monday, a year after protests in which | 60 were killed"; not "a clerk died of burns, months after the fire".
    """
    text, words = reading.lower, _words()
    after = max(words.long_after.finditer(text, line.start, claim.start), key=lambda found: found.start(), default=None)
    if after is None or _ANOTHER_CLAUSE.search(text, after.end(), claim.start):
        return False
    if not _IN_WHICH.search(text, after.end(), claim.start) and not _DEATH.search(text, after.end(), claim.start):
        return False
    if words.back.search(text, line.start, after.start()):
        return False
    comma = text.find(",", claim.end, line.end)
    told = own.told is not None and line.index > own.lead
    told = told or _DEATH.search(text, line.start, after.start()) is not None
    told = told or (comma > 0 and _DEATH.search(text, comma, line.end) is not None)
    return told and _HARM.search(text, after.end(), comma if comma > 0 else line.end) is not None


_ANOTHER_CLAUSE = re.compile(r"[,;:](?! (?:in |during |on |at )?(?:which|when|that)\b)")
_IN_WHICH = re.compile(r"\b(?:where|which|who|that|when)\b")


def grieved(reading: Reading, line: Line, claim: Claim) -> bool:
    """Return whether a figure is of a deed that people are angry at: "a crowd angry at the murder of | nine herders"."""
    deed = _words().grievance.search(reading.lower, line.start, claim.start)
    return deed is not None and claim.start - deed.end() < 3


_DEATH = re.compile(r"\b(?:kill|murder|assassinat|slain|die[ds]|dead|death|shot|execut|behead|lynch|stabb)")
_HARM = re.compile(rf"{_DEATH.pattern}|\b(?:injur|wound|hurt|maim)")


def told_beside(reading: Reading, line: Line, claim: Claim, own: Anchor, *, follows: bool) -> bool:
    """Return whether a figure beyond the lead is another incident's by its day or place.

    `follows`: no figure stands in the sentence before, whose day or place then holds for this one: "In 2015 gunmen stormed a
    college. Students said 14 died".
    """
    if line.index <= own.lead:
        return _long_ago_aside(reading, line, claim)
    if own.told is None or (claim.outcome, claim.low, claim.high) in own.told:
        return False
    span = reading.lower, line.start, line.end
    words = _words()
    if (
        words.back.search(*span)
        or of_those_told(reading, claim)
        or claim.quote.lower().startswith(("the ", "his ", "her ", "their ", "its "))
    ):
        return False
    if words.spell.search(*span) is not None or words.long.search(*span) is not None:
        return True
    if away(reading, line, own) or _of_other_trouble(reading, line, own):
        return True
    if not follows or reading.paragraph(line.index) == line.index or any(time.kind is not Kind.WEAK for time in line.times):
        return False
    return line.index - 1 > own.lead and away(reading, reading.line(line.index - 1), own)


def nought_of_another(reading: Reading, line: Line, claim: Claim, own: Anchor) -> bool:
    """Return whether a bare nought is of what the sentence before tells, and that is another thing than the lead's.

    "A drone hit a bus, wounding four. Another struck a mill in Corvo. | No one was hurt"; not "a shell fell. No one was hurt".
    """
    if claim.low != 0 or claim.high != 0 or own.told is None or not line.index or line.places or line.times:
        return False
    before = reading.line(line.index - 1)
    span = reading.lower, before.start, before.end
    if (own.told and all(high == 0 for *_, high in own.told)) or _SAME.search(*span):
        return False
    if _words().stopped.search(*span):
        return True
    if _HARM.search(*span) or _words().thing.match(reading.lower, before.start):
        return _HARM.search(*span) is None
    lead = reading.lower[: reading.spans[own.lead][1]]
    named = [place.text.lower() for place in before.places if place.named and place.sure and not place.weak and not place.care]
    strange = before.index > own.lead and named and all(_NAME.sub("", text) not in lead for text in named)
    return bool(strange) and causes.find(*span) != []


_SAME = re.compile(r"\bthe (?:blast|explosion|attack|strike|raid|crash|fire|bus|quake|same|two|incident|accident)\b")
_NAME = re.compile(r"^(?:the |a |an )?(?:[a-z]+ (?:of|in|near|at) )*")


def of_those_told(reading: Reading, claim: Claim) -> bool:
    """Return whether a figure is of people told of before: "Four | of the captives", a number that a sentence before gave."""
    return TOLD_BEFORE in claim.flags or _OF_THOSE.match(reading.lower, claim.end) is not None


_OF_THOSE = re.compile(r" of (?:them\b|those\b|the (?!\d))")


def away(reading: Reading, line: Line, own: Anchor) -> bool:
    """Return whether a sentence opens with another day or place than the lead's."""
    words, span = _words(), (reading.lower, line.start)
    if words.hazard.search(reading.lower, 0, reading.spans[own.lead][1]):
        return False  # a storm is one wherever it strikes and as long as it is told of
    if words.ago.match(*span):
        return own.weekday is not None or own.day is not None
    if words.place.match(*span):
        return words.several.search(reading.lower, 0, reading.spans[own.lead][1]) is None
    first = next((time for time in line.times if time.start <= line.start + 3), None)
    return first is not None and not first.since and not first.as_of and first.year is not None and elsewhen(first, own)


def _of_other_trouble(reading: Reading, line: Line, own: Anchor) -> bool:
    """Return whether a toll is of "the clashes", "the siege" where the lead tells of no such thing."""
    match = _words().toll.search(reading.lower, line.start, line.end)
    return match is not None and reading.lower.find(match.group(1)[:6], 0, reading.spans[own.lead][1]) < 0


_RELATIVE = re.compile(r"\b(?:where|which|who|whose)\b[^,.;]*$")


def _long_ago_aside(reading: Reading, line: Line, claim: Claim) -> bool:
    """Return whether a relative clause of the lead tells of years ago: "Ardo, where rebels seized 90 girls two years ago"."""
    if not _RELATIVE.search(reading.lower, line.start, claim.start):
        return False
    behind = (time for time in line.times if time.kind is Kind.FAR and 0 <= time.start - claim.end < ASIDE)
    return any("," not in reading.lower[claim.end : time.start] for time in behind)
