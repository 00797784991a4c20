"""Where and when of a claim: its own clause's words, else what the text around it has said, with a limit on how far.

A figure takes over the place and the time of the sentences before it (the nearest first), of the lead, and last of the sentences
behind it. Another incident's figure takes nothing over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from aggregator.core import gazetteer, vocab
from aggregator.core.model import Claim, Outcome
from parsers.text import entries, trie
from parsers.text.clean import fold, shouted
from parsers.text.nearest import far_from, own_place, own_time
from parsers.text.placenames import Where, anchored, bureau, settled
from parsers.text.placewords import vocabulary
from parsers.text.reading import Line, Reading
from parsers.text.times import told_times
from parsers.text.when import Kind, bulletin
from parsers.text.where import find

MOVED = frozenset(
    {Outcome.DISPLACED, Outcome.EVACUATED, Outcome.HOMELESS, Outcome.AFFECTED, Outcome.ABDUCTED}
)  # who may be counted where they came from
BACK = 2  # sentences that a place may be carried forward where the lead names none
NEAR = 170  # characters between a figure and a place behind it that is still its own
_LAND = re.compile(r"((?:[A-Z][\w-]+ ){0,2}[A-Z][\w-]+)['\u2019]s ")
_THERE = re.compile(r"(?<!\w)there(?!\w)(?! (?:is|was|were|are|has|have|had|will|may|could)\b)")


@dataclass(slots=True)
class Course:
    """What the text has been speaking of so far: the place and the time of its incident, moved on by each figure."""

    reading: Reading
    told: str | None = None  # see `place`
    opened: bool = False
    time: str | None = None
    upto: int = 0
    listed: list[entries.Entry] = field(default_factory=list)
    entry: entries.Entry | None = None
    stamps: list[int] = field(default_factory=list)  # where the items of a live blog start

    @property
    def place(self) -> str | None:
        """The place told of last, at first that of the text's lead."""
        if not self.opened:
            form = self.reading.fields.place
            lead = map(self.reading.line, self.reading.lead())
            self.place = self.reading.text[slice(*form)] if form else next(filter(None, map(_firm, lead)), None)
        return self.told

    @place.setter
    def place(self, place: str | None) -> None:
        self.told, self.opened = place, True

    def open(self) -> None:
        """Take the time of the text's lead."""
        self.listed = entries.entries(self.reading.text)
        self.stamps = entries.stamps(self.reading.text)
        form = self.reading.fields
        self.time = self.reading.text[slice(*form.date)] if form.date and not bulletin(self.reading.lower) else None
        for index in self.reading.lead():
            line = self.reading.line(index)
            self.time = self.time or next((time.text for time in told_times(self.reading, line)), None)

    def move(self, line: Line) -> None:
        """Go on to `line`: a label on the way ("Orlan Province") is where its list stands."""
        for index in range(max(self.upto, line.index - 12), line.index):
            start, end = self.reading.spans[index]
            seen = index in self.reading.lines or self.reading.lower.find("affected", start, end) >= 0
            if seen and vocabulary().lists.search(self.reading.lower, start, end):
                listed = next((p.text for p in self.reading.line(index).places if p.listing), None)
                if listed is not None:
                    self.place = listed
            if end - start < 50 and self.reading.headline(index):
                label = self.reading.line(index)
                whole = label.places and label.places[0].start == start and label.places[0].end >= end - 1
                if whole:
                    self.place = label.places[0].text
        self.upto = line.index
        entry = entries.at(self.listed, line.start)
        if entry is not None and entry is not self.entry:  # another incident begins: nothing of the last one's holds
            self.entry, self.place, self.time = entry, entry.place, entry.time
        while self.stamps and self.stamps[0] <= line.start:
            start = self.stamps.pop(0)
            if not self.stamps or self.stamps[0] > line.start:
                self._item(start, line)

    def _item(self, start: int, line: Line) -> None:
        """Begin an item of a live blog, up to `line`: the first place that it names is its own; the day told before is not."""
        lines = map(self.reading.line, range(self.reading.index(start), line.index + 1))
        place = next((named for named in map(_item_place, lines) if named), None)
        if place is not None and place not in (self.place or ""):
            self.place, self.time = place, None

    def where(self, line: Line, claim: Claim, alone: bool) -> str | None:
        """Return the place words for `claim`, which stands in `line`; `alone` (another incident's) takes over none."""
        own = own_place(self.reading, line, claim.start, claim.end)
        if own is not None and self.place is not None and self._speaks_there(line, own):
            own = None
        firm = own is not None and own.named and not own.care and not own.weak
        far = far_from(self.reading, claim.start, claim.end, own.start, own.end) if own is not None else float("inf")
        there = own is not None and own.end <= claim.start and _THERE.search(self.reading.lower, claim.end, line.end) is not None
        near = far < NEAR or there
        if self._elsewhere(line, claim, far if firm else NEAR):
            return None
        if own is not None and firm and (near or alone or self.place is None):
            if not alone and (anchored(own.text) or self.place is None or not anchored(self.place)):
                self.place = own.text
            return own.text
        if not alone and _THERE.search(self.reading.lower, line.start, line.end):
            self.place = self._behind(line) or self.place  # "gunfire broke out on Mill Street. Two men were killed there."
        if not alone:
            self.place = self.place or self._behind(line)
            if self.place is not None:
                return self.place
        if own is not None and (not own.moving or claim.outcome in MOVED):
            if own.named and not alone:
                self.place = own.text
            return own.text
        return None if alone else self._speakers(line) or self._titled() or self._ahead(line) or self._of_a_land(line)

    def _speaks_there(self, line: Line, place: Where) -> bool:
        """Whether a sentence opens with the capital where its speaker sits: "In Paris, the foreign ministry confirmed"."""
        if (
            place.start > line.start + len("In ")
            or not bureau(place.text)
            or self.reading.lower[place.end : place.end + 1] != ","
        ):
            return False
        names = (cue.name for cue in line.cues if cue.name and 0 < cue.name[0] - place.end < 4)
        return any(_bodies().search(self.reading.lower, *name) is not None for name in names)

    def _elsewhere(self, line: Line, claim: Claim, nearer: float) -> bool:
        """Whether the words send a figure to another place than the one told of, and name none: "on the other bank 29 died".

        `nearer` is how far a place of the figure's own stands; "elsewhere in Ardo" names one.
        """
        for away in vocabulary().another.finditer(self.reading.lower, line.start, line.end):
            named = any(place.named and 0 <= place.start - away.end() < 25 for place in line.places)
            if (
                not named
                and not self.reading.lower.startswith("from ", away.start() - 5)
                and far_from(self.reading, claim.start, claim.end, *away.span()) < nearer
            ):
                return True
        return False

    def _speakers(self, line: Line) -> str | None:
        """The place that a speaker's name holds: "police in Ardo"."""
        names = (place_in(self.reading, *cue.name) for cue in line.cues if cue.name)
        return next(filter(None, names), None)

    def _of_a_land(self, line: Line) -> str | None:
        """The country whose own body speaks: "Pakistan's disaster agency"."""
        names = (self.reading.text[slice(*cue.name)] for cue in line.cues if cue.name)
        lands = (match[1] for name in names if (match := _LAND.match(name)) and gazetteer.country_of(match[1].lower()))
        return next(lands, None)

    def _titled(self) -> str | None:
        """The place of the title, else of the dateline: where the reporter sat, if the text tells no better."""
        title = self.reading.document.title or ""
        found = place_in_title(title)
        line = self.reading.dateline
        sat = self.reading.text[slice(*line.place)] if line and line.place else None
        return found or (sat if sat and not bureau(sat) else None)

    def _behind(self, line: Line) -> str | None:
        """The place of the nearest of the sentences just before."""
        return next(
            filter(None, (_firm(self.reading.line(i)) for i in range(line.index - 1, max(-1, line.index - 1 - BACK), -1))), None
        )

    def _ahead(self, line: Line) -> str | None:
        """The place that the next sentence names, where the gazetteer knows it."""
        found = _firm(self.reading.line(line.index + 1)) if line.index + 1 < len(self.reading.spans) else None
        return found if found and anchored(found) else None

    def when(self, line: Line, claim: Claim, alone: bool) -> str | None:
        """Return the words that tell when the harm of `claim` happened; `alone` takes over none."""
        own = own_time(self.reading, line, claim.start, claim.end)
        if own is not None:
            if not alone and not own.since and own.kind in (Kind.DAY, Kind.DATE):
                self.time = self.time or own.text
            return own.text
        dated = next((time.text for time in line.times if time.as_of), None)
        if alone:
            return dated
        return self.time or dated or self._next_day(line)

    def _next_day(self, line: Line) -> str | None:
        """The day that the sentence behind a lead names."""
        if line.index > self.reading.lead()[-1] or line.index + 1 >= len(self.reading.spans):
            return None
        times = told_times(self.reading, self.reading.line(line.index + 1))
        return next((time.text for time in times if time.kind in (Kind.DAY, Kind.DATE) and not time.since), None)


_PARTS_PLACE = re.compile(r"(?:of|among) (?:them|whom|which)(?: [a-z]+){1,2} $")  # "38 died, 12 of them in Ardo"


@cache
def _bodies() -> trie.Finder:
    """Return the finder of those who speak in a capital of what happened elsewhere."""
    return trie.words(vocab.read("en/places")["bodies_of_capitals"])


def _firm(line: Line) -> str | None:
    """The first named place of a line: a sure one, else one that the words alone make likely."""
    lower = line.reading.lower
    named = [
        p for p in line.places if p.named and not p.weak and not p.care and not _PARTS_PLACE.search(lower, line.start, p.start)
    ]
    return next((p.text for p in named if p.sure), named[0].text if named else None)


_LABEL = re.compile(r"[\d:. apmAPM\])-]{4,12}((?:[A-Z][\w'-]+ ?){1,3}):")


def _item_place(line: Line) -> str | None:
    """The first place that a line of a live blog names, as a label ("09:10 Ardo: three dead") or in its words."""
    text = line.reading.text
    label = _LABEL.match(text, line.start, line.end)
    if label is not None and settled(label[1]):
        return label[1]
    return next((place.text for place in line.places if place.named and not place.care), None)


def place_in(reading: Reading, start: int, end: int) -> str | None:
    """Return the first named place between two offsets."""
    found = find(reading.text, reading.lower, start, end, upper=reading.upper)
    return next((place.text for place in found if place.named and place.sure and place.start > start), None)


def place_in_title(title: str) -> str | None:
    """Return the first named place of a title, or None."""
    found = find(title, fold(title), 0, len(title), upper=shouted(title)) if title else []
    return next((place.text for place in found if place.named and place.sure and not place.care), None)
