"""The hand-overs of a sentence: verbs of saying and the names before and behind them.

A cue is one place where the text hands a statement to a speaker: "police said", "according to the mayor", "X quoted Y as saying".
The words are `aggregator/vocab/en/attribution.toml`'s.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aggregator.core.model import Stance
from parsers.text.lexicon import lexicon
from parsers.text.names import LONGEST_ASIDE
from parsers.text.namewords import BREAKS, ENDS, Range, tokens
from parsers.text.sayings import QUOTED, Verbs
from parsers.text.speech import words

_PASSIVE = frozenset(("quoted", "cited"))
_NOT = frozenset(("not", "never", "n't"))


class Cue(NamedTuple):
    """One hand-over, with offsets into the text.

    `name` is the speaker, None for the text's own "we". `before`/`after`: whether what stands before or after it is what was
    said. `by` quoted the speaker, `hearer` was told.
    """

    start: int
    end: int
    name: Range | None
    verb: str
    stance: Stance
    before: bool
    after: bool
    hearer: Range | None = None
    by: Range | None = None


def hits(lower: str, start: int, end: int) -> list[re.Match[str]]:
    """Return the words in `lower[start:end]` that may hand over: `find` decides."""
    return list(words().hits.finditer(lower, start, end))


def find(
    text: str, lower: str, start: int, end: int, hits: Sequence[re.Match[str]], times: Sequence[Range], *, upper: bool = False
) -> list[Cue]:
    """Return the hand-overs in `text[start:end]` at these `hits`, in order.

    `lower` is `clean.fold(text)`; `times` are the spans of its time expressions; `upper` says that capitals tell nothing here.
    """
    w = words()
    line = Line(tokens(text, lower, start, end, upper=upper), times, upper, w)
    found: list[Cue] = []
    for hit in hits:
        cue = line.cue(hit.start(), hit.end(), " ".join(hit.group().split()))
        if cue is None or (found and cue.start < found[-1].end and cue.name == found[-1].name):
            continue
        if found and found[-1].by and _spans(cue.name, found[-1].name):
            continue  # "X quotes Y saying": the second verb is Y's
        if found and found[-1].name and not found[-1].by and not cue.by:
            cue = _merged(line, found, cue)
        found.append(cue)
    return found


def _spans(outer: Range | None, inner: Range | None) -> bool:
    return outer is not None and inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def _merged(line: Line, found: list[Cue], cue: Cue) -> Cue:
    """Join who cites with who is cited: "X reported, citing Y", "X said that ..., citing Y", "X, quoting Y, said"."""
    last, citing = found[-1], line.w.citing
    if last.before and cue.before and cue.name and cue.start - last.end <= 2 and cue.verb in line.w.passing_on:
        found.pop()  # "the mayor said, Northwind Wire reported"
        return last._replace(by=cue.name, end=cue.end)
    if cue.verb in citing and line.text_before(cue.start) == ",":
        found.pop()
        apart = cue.start - last.end >= 4
        start, end = (last.start, last.end) if apart else (last.start, cue.end)
        return (last if apart else cue)._replace(
            name=cue.name, by=last.name, start=start, end=end, before=last.before, verb="said"
        )
    if last.verb in citing and cue.start <= last.start and last.end <= cue.end:
        found.pop()
        return cue._replace(name=last.name, by=cue.name)
    if last.verb in citing and not line.text_before(last.start) and 0 < cue.start - last.end <= 2 and line.sources(last, cue):
        found.pop()  # "Citing police, Reuters said"
        return cue._replace(name=last.name, by=cue.name, start=last.start)
    if last.verb in _PASSIVE and cue.name and cue.name[1] <= last.start and last.end <= cue.end:
        found.pop()  # "The governor, quoted by Reuters, said"
        return cue._replace(by=last.name)
    return cue


@dataclass(slots=True)
class Line(Verbs):
    """A sentence under reading for its hand-overs."""

    def cue(self, start: int, end: int, verb: str) -> Cue | None:
        """Read the cue whose verb or lead-in stands at `start:end`, or return None when it hands over to nobody."""
        first = bisect_left(self.toks, start, key=lambda token: token.start)
        last = bisect_left(self.toks, end, key=lambda token: token.end)
        if max(first, last) >= len(self.toks) or self.toks[first].start != start or self.toks[last].end != end:
            return None
        if verb in self.w.leads:
            return self._lead(first, last, verb)
        if verb in self.w.agents:
            name = self.name_after(last + 1)
            made = self._made(first, last, name, verb.split()[0], True, True) if self.speaks(name, verb) else None
            return self._quoted_by(first, name, made) if made and name and made.verb in _PASSIVE else made
        if not self.is_verb(first, last, verb):
            return None
        return self._inverted(first, last, verb) or self._subject(first, last, verb)

    def _lead(self, first: int, last: int, verb: str) -> Cue | None:
        """ "according to NAME", "citing NAME", "X quoted NAME as saying"."""
        w = self.w
        name = self.name_after(last + 1, titled=first > 0)
        name = self._until_saying(name) if verb in w.quoting else name
        if name is None or not self.speaks(name, verb) or (self.quantity(name[0]) and verb in w.quoting):
            return None
        if verb in w.quoting:
            if first and self.low(first - 1) in w.passive:
                return None
            by = self.name_before(first)
            by = by if self.speaks(by, "said") else None
            opens = self._goes_on(name[1])
            return self._made(first, name[1] - 1, name, "said", not opens, True)._replace(by=self.span(by))
        name = self._given_out(name)
        starts = self.toks[first].capital and verb == "according to" and not self.upper
        opens = starts or first == 0 or self.low(first - 1) in ("and", "but", "while", "-", "--", "\u2014", ".", ":", ";")
        opens = opens or all(t.low in w.openers for t in self.toks[:first])
        return self._made(first, name[1] - 1, name, verb, not opens, True)

    def _given_out(self, name: Range) -> Range:
        """Who gave the figures out: "according to figures released on Friday by | the ministry"."""
        given = self.past_times(name[1])
        by = self.past_times(given + 1)
        if self.low(name[1] - 1) not in self.w.data or self.low(given) not in self.w.given or self.low(by) != "by":
            return name
        giver = self.name_after(by + 1)
        return giver if giver and self.speaks(giver, "said") else name

    def _goes_on(self, at: int) -> bool:
        """Whether what was said comes behind "as saying" at `at`: nothing does in "..., AFP quoted police as saying."."""
        behind = next((k for k in range(at, at + 3) if self.low(k) in self.w.saying or self.low(k) == "that"), None)
        return behind is not None and self.low(behind + 1) != "."

    def _quoted_by(self, first: int, name: Range, made: Cue) -> Cue:
        """ "police were quoted by AFP as saying": the police speak, whom AFP quotes."""
        who = self.name_before(first) if first and self.low(first - 1) in self.w.passive else None
        if who is None or self.low(name[1]) != "as" or self.low(name[1] + 1) not in self.w.saying or not self.speaks(who, "said"):
            return made
        opens = self._goes_on(name[1])
        return self._made(who[0], name[1] + 1, who, "said", not opens, True)._replace(by=made.name)

    def sources(self, cited: Cue, quoter: Cue) -> bool:
        """Whether who is cited in front speaks: always where a paper cites, else a known kind: not "citing the weather"."""
        by, head = self._words(quoter.name), self._words(cited.name)[-1:]
        return any(low in self.w.wires or low in self.w.media for low in by) or any(low in self.w.heads for low in head)

    def _words(self, span: Range | None) -> list[str]:
        return [t.low for t in self.toks if span and span[0] <= t.start < span[1]]

    def _until_saying(self, name: Range | None) -> Range | None:
        """The name up to the verb by which it speaks: "quotes the monitor reporting"."""
        if name is None:
            return None
        cut = next((i for i in range(name[0] + 1, name[1]) if self.toks[i].low in self.w.saying), name[1])
        return name[0], cut

    def _inverted(self, first: int, last: int, verb: str) -> Cue | None:
        """ ", said the mayor": the verb stands between a break and the name."""
        if first == 0 or self.low(first - 1) not in BREAKS or verb not in self.w.inverting:
            return None
        name = self.name_after(last + 1)
        if name is None or self.low(name[0]) in self.w.settings or not self.speaks(name, verb) or self.quantity(name[0]):
            return None
        speaker = self._behind_speaker(first)
        aside = speaker and self.low(name[1]) == "," and self.low(name[1] + 1) not in self.w.does  # "said a cook, while driving,"
        # "A mayor, Ivo Maric, said the gunmen attacked a market."
        named = speaker and self.toks[first - 2].capital and self.low(name[1]) != ","
        goes_on = self.low(name[1]) not in ENDS or aside or named or self.tells(*name)
        if goes_on and (self.low(name[0]) in self.w.pronouns or self._behind_aside(first - 1) or speaker):
            return None  # "A doctor, speaking to a radio, said he had counted 11"
        lows = [t.low for t in self.toks[name[0] : name[1]]]
        if lows[0] in self.w.hearers and verb in self.w.telling:
            return None
        more = name[1] < len(self.toks) - 2 and self.low(name[1]) in (",", ";")
        return self._made(first, name[1] - 1, name, verb, True, more)

    def _behind_aside(self, close: int) -> bool:
        """Whether the comma at `close` ends a clause in commas: "The rebels, who put the toll at 90, said" has its subject."""
        if self.low(close) != ",":
            return False
        opening = next((k for k in range(close - 1, max(0, close - LONGEST_ASIDE), -1) if self.low(k) in BREAKS), 0)
        inside = self.low(opening + 1)
        return opening > 0 and self.low(opening) == "," and (inside in ("who", "which") or inside.endswith("ing"))

    def _behind_speaker(self, first: int) -> bool:
        """Whether a speaker and an aside open the sentence before the verb: "The army, in a statement, | said a soldier"."""
        name = self.name_before(first) if self.low(first - 1) == "," else None
        if name is None or self.quantity(name[0]) or not self.speaks(name, "said") or self.tells(name[0], first - 1):
            return False
        before = range(name[0])
        opens = all(self.low(at) in self.w.openers or self.low(at) == "," or self.in_time(at) for at in before)
        fronted = self.low(0) in self.w.settings and [self.low(at) for at in before].count(",") == 1
        behind = self.low(name[0] - 1)
        return opens or (behind in BREAKS and behind not in (",", '"', "'")) or (fronted and behind == ",")

    def _subject(self, first: int, last: int, verb: str) -> Cue | None:
        """ "NAME said": does what was said follow, precede, or both?"""
        name = self.name_before(first)
        if name is None and first and self.low(first - 1) == ("," if verb.endswith("ing") else "and"):
            return self._going_on(first, last, verb)
        name = self._issuer(name) if name and verb.endswith("ing") else name
        if name is None or not self.speaks(name, "said" if self.that(last + 1) else verb):
            return None
        if self.w.stance.get(verb) is Stance.DENIES and self._whom(*name):
            return None  # "a man she had rejected"
        hearer, follow = self._hearer(last + 1) if verb in self.w.telling else (None, last + 1)
        follow = self.past_times(follow)
        mark = self.low(follow)
        broken = name[0] > 0 and self.low(name[0] - 1) in BREAKS
        sets = mark in self.w.settings and not self.counted(follow)
        content = self.that(follow) or (mark not in ENDS and not sets)
        if name[0] == 0 or not broken:
            content = content or sets
        relative = name[0] > 0 and self.low(name[0] - 1) in ("whom", "which") and not self.that(follow)
        before = ((broken and not content) or relative) and verb not in self.w.so  # "..., which the mayor called a lie"
        comma = mark == "," or (mark in self.w.settings and any(t.low == "," for t in self.toks[follow : follow + 9]))
        after = not relative and (content or comma or mark in (":", '"') or not before)
        cue = self._made(name[0], last, name, verb, before, after)
        if verb.endswith(QUOTED) and self.low(last + 1) == "by":
            cue = cue._replace(by=self.span(self.name_after(last + 2)))
        return cue._replace(start=min(cue.start, self.toks[name[0]].start), hearer=self.span(hearer))

    def _going_on(self, first: int, last: int, verb: str) -> Cue | None:
        """ "Police appealed for calm, saying 12 had died", "and said": who opens the sentence goes on to speak."""
        name = self.opening_name(first)
        if name is None or not self.speaks(name, "said"):
            return None
        return self._made(first, last, name, verb, False, True)._replace(start=self.toks[first].start)

    def _issuer(self, name: Range) -> Range | None:
        """Who gives out what is said: "The governor, Abel Kone, | issued a statement | saying"."""
        verbs = (k for k in range(*name) if self.low(k) in self.w.giving and self.low(k + 1) in self.w.articles)
        given = next(verbs, None)
        if given is None or (given == name[0] and self.low(given - 1) != ","):
            return name
        return self.name_before(given) if given == name[0] else (name[0], given)

    def _whom(self, start: int, end: int) -> bool:
        """Whether a pronoun stands right behind a person: who it means did the rest to that person."""
        known = lexicon().singles.get(self.low(start - 1)) if start else None
        return end - start == 1 and self.low(start) in self.w.pronouns and known is not None and known.role in "HP"

    def _hearer(self, at: int) -> tuple[Range | None, int]:
        """Who was told, and where the words go on."""
        name = self.name_after(at)
        if name and any(t.capital for t in self.toks[name[0] : name[1]]) and not self.quantity(name[0]):
            return name, name[1]
        while at < len(self.toks) and self.toks[at].low in self.w.hearers:
            at += 1
        return None, at

    def _made(self, first: int, last: int, name: Range | None, verb: str, before: bool, after: bool) -> Cue:
        span = self.span(name)
        start, end = self.toks[first].start, self.toks[min(last, len(self.toks) - 1)].end
        if span:
            start, end = min(start, span[0]), max(end, span[1])
        stance = self.w.stance.get(verb, Stance.ASSERTS)
        if stance is Stance.CONFIRMS and any(self.low(at) in _NOT for at in range(max(0, last - 3), last)):
            stance = Stance.ASSERTS  # "have not confirmed"
        if stance is Stance.CONFIRMS and not self.w.no_figure.isdisjoint(t.low for t in self.toks[last + 1 : last + 4]):
            stance = Stance.ASSERTS  # "confirmed the charges over a raid that killed 12"
        return Cue(start, end, span, verb, stance, before, after)
