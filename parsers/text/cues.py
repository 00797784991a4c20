"""The hand-overs of a sentence: verbs of saying and the names before and behind them.

A cue is one place where the text hands a statement to a speaker: "police said", "according to the mayor", "X quoted Y as saying".
The words are `aggregator/vocab/en/attribution.toml`'s; a name is kept as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from aggregator.core.model import Stance
from parsers.text.speech import Words, words

Range = tuple[int, int]

LONGEST_NAME = 16  # words
_LONGEST_ASIDE = 25  # words
_TOKEN = re.compile(r"@?[^\W_](?:\w|['./&@-](?=\w)|(?<=s)'(?=\s))*|--|[^\w\s]")
_BREAKS = frozenset({",", ";", ":", "-", "--", "\u2014", '"', "'"})
_ENDS = frozenset({*_BREAKS, ".", "(", ")", "[", "]", "!", "?", "\u2026"})


class Token(NamedTuple):
    """A word or a mark of folded text. `capital`: whether the text itself writes it with one, or as a handle."""

    start: int
    end: int
    low: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Cue:
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


def tokens(text: str, lower: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of `text[start:end]`; `lower` is `clean.fold(text)`."""
    made = []
    for match in _TOKEN.finditer(lower, start, end):
        at = match.start()
        made.append(Token(at, match.end(), match.group(), text[at].isupper() or text[at] == "@"))
    return made


def find(text: str, lower: str, start: int, end: int, times: Sequence[Range], *, upper: bool = False) -> list[Cue]:
    """Return the hand-overs in `text[start:end]`, in order.

    `lower` is `clean.fold(text)`; `times` are the spans of its time expressions; `upper` says that capitals tell nothing here.
    """
    w = words()
    hits = list(w.hits.finditer(lower, start, end))
    if not hits:
        return []
    line = Line(tokens(text, lower, start, end), times, upper, w)
    found: list[Cue] = []
    for hit in hits:
        cue = line.cue(hit.start(), hit.end(), " ".join(hit.group().split()))
        if cue is None or (found and cue.start < found[-1].end and cue.name == found[-1].name):
            continue
        if cue.verb in w.citing and found and found[-1].name and cue.start - found[-1].end < 4 and not cue.by:
            cue = replace(cue, by=found[-1].name, start=found[-1].start, before=found[-1].before, verb="said")
            found.pop()
        found.append(cue)
    return found


@dataclass(slots=True)
class Line:
    """A sentence under reading; indexes are into `toks`."""

    toks: list[Token]
    times: Sequence[Range]
    upper: bool
    w: Words

    def cue(self, start: int, end: int, verb: str) -> Cue | None:
        """Read the cue whose verb or lead-in stands at `start:end`, or return None when it hands over to nobody."""
        first = next((i for i, t in enumerate(self.toks) if t.start >= start), None)
        last = next((i for i, t in enumerate(self.toks) if t.end >= end), None)
        if first is None or last is None or self.toks[first].start != start or self.toks[last].end != end:
            return None
        if verb in self.w.leads:
            return self._lead(first, last, verb)
        if verb in self.w.agents:
            name = self.name_after(last + 1)
            return self._made(first, last, name, verb.split()[0], True, False) if self.speaks(name, verb) else None
        if not self._is_verb(first, last, verb):
            return None
        return self._inverted(first, last, verb) or self._subject(first, last, verb)

    def _lead(self, first: int, last: int, verb: str) -> Cue | None:
        """ "according to NAME", "citing NAME", "X quoted NAME as saying"."""
        w = self.w
        name = self.name_after(last + 1)
        if name is None or not self.speaks(name, verb):
            return None
        if verb in w.quoting:
            if first and self.low(first - 1) in w.passive:
                return None
            by = self.name_before(first)
            by = by if self.speaks(by, "said") else None
            opens = any(t.low in ("saying", "telling", "that") for t in self.toks[name[1] : name[1] + 3])
            return replace(self._made(first, name[1] - 1, name, "said", not opens, True), by=self._span(by))
        starts = self.toks[first].capital and verb == "according to" and not self.upper
        opens = starts or first == 0 or self.low(first - 1) in ("and", "but", "while", "-", "--", "\u2014", ".", ":", ";")
        opens = opens or all(t.low in w.openers for t in self.toks[:first])
        return self._made(first, name[1] - 1, name, verb, not opens, True)

    def _inverted(self, first: int, last: int, verb: str) -> Cue | None:
        """ ", said the mayor": the verb stands between a break and the name."""
        if first == 0 or self.low(first - 1) not in _BREAKS or verb not in self.w.inverting:
            return None
        name = self.name_after(last + 1)
        if name is None or not self.speaks(name, verb) or self.quantity(name[0]):
            return None
        lows = [t.low for t in self.toks[name[0] : name[1]]]
        if lows[0] in self.w.hearers and verb in self.w.telling:
            return None
        goes_on = name[1] < len(self.toks) - 2 and self.low(name[1]) in (",", ";")
        return self._made(first, name[1] - 1, name, verb, True, goes_on)

    def _subject(self, first: int, last: int, verb: str) -> Cue | None:
        """ "NAME said": does what was said follow, precede, or both?"""
        name = self.name_before(first)
        if name is None or not self.speaks(name, "said" if self._that(last + 1) else verb):
            return None
        hearer, follow = self._hearer(last + 1) if verb in self.w.telling else (None, last + 1)
        follow = self._past_times(follow)
        mark = self.low(follow)
        broken = name[0] > 0 and self.low(name[0] - 1) in _BREAKS
        content = self._that(follow) or (mark not in _ENDS and mark not in self.w.settings)
        if name[0] == 0 or not broken:
            content = content or mark in self.w.settings
        relative = name[0] > 0 and self.low(name[0] - 1) in ("whom", "which") and not self._that(follow)
        before = (broken and not content) or relative
        comma = mark == "," or (mark in self.w.settings and any(t.low == "," for t in self.toks[follow : follow + 9]))
        after = not relative and (content or comma or mark in (":", '"') or not before)
        cue = self._made(name[0], last, name, verb, before, after)
        return replace(cue, start=min(cue.start, self.toks[name[0]].start), hearer=self._span(hearer))

    def _hearer(self, at: int) -> tuple[Range | None, int]:
        """Who was told, and where the words go on."""
        name = self.name_after(at)
        if name and any(t.capital for t in self.toks[name[0] : name[1]]) and not self.quantity(name[0]):
            return name, name[1]
        while at < len(self.toks) and self.toks[at].low in self.w.hearers:
            at += 1
        return None, at

    def _that(self, at: int) -> bool:
        """Whether "that" comes within the next words, before any break."""
        for tok in self.toks[at : at + 12]:
            if tok.low == "that":
                return True
            if tok.low in _ENDS:
                return False
        return False

    def _is_verb(self, first: int, last: int, verb: str) -> bool:
        """Tell "police report 12 dead" from "a report of 12 dead", "was reported" and "to report"."""
        w = self.w
        prev = self.low(first - 1) if first else ""
        after = self.low(last + 1)
        if prev in w.passive or after == "by" or prev == "to":
            return False
        if self.toks[first].capital and not self.upper and first and self.toks[first - 1].capital and prev not in w.heads:
            return False  # "Omar Said" is a name
        if w.stance[verb] is Stance.DENIES and any(t.low in w.guilt for t in self.toks[last + 1 : last + 5]):
            return False
        back = first - 1
        while back > 0 and self.low(back) in w.between:
            back -= 1
        if back >= 0 and self.low(back) in w.determiners:
            return False
        if verb in w.naming:
            return any(t.low == "as" for t in self.toks[last + 1 : last + 14])
        if verb in w.at:
            return any(t.low == "at" for t in self.toks[last + 1 : last + 11])
        if verb in w.that:
            return any(t.low == "that" for t in self.toks[last + 1 : last + 8])
        if verb in w.noun:
            bounded = after in w.qualifiers and any(self.quantity(last + k) for k in (2, 3, 4))
            ends = after in (".", ",", "") and self.low(first - 1).removesuffix("'s") in w.heads
            return after == "that" or self.quantity(last + 1) or bounded or ends or after in w.articles
        if verb in w.closing:
            return after in ("that", "") or after in _ENDS or self._in_time(last + 1) or after in w.settings
        if verb in w.lives:
            return not any(t.low in ("lives", "life", "responsibility") for t in self.toks[last + 1 : last + 9])
        return True

    def speaks(self, name: Range | None, verb: str) -> bool:
        """Say whether these words can be a speaker."""
        if name is None:
            return False
        w = self.w
        toks = self.toks[name[0] : name[1]]
        lows = [t.low.removesuffix("'s") for t in toks]
        if len(lows) == 1 and (lows[0] in w.pronouns or lows[0] in w.own):
            return True
        head = next((low for low, after in zip(lows, [*lows[1:], "of"], strict=False) if after in w.within), lows[-1])
        if head in w.never or lows[0] in w.never_first or (lows[0].isdigit() and len(lows) == 1):
            return False
        if any(low in w.heads or low in w.wires for low in lows):
            return True
        if any(low in w.never for low in lows):
            return False
        if self.upper:
            return verb not in w.doubtful
        capital = toks[0].capital and lows[0] not in w.common and (name[0] > 0 or len(toks) == 1)
        if capital or any(t.capital for t in toks[1:]):
            return True
        return verb not in w.doubtful and len(toks) <= 6 and toks[0].low in w.determiners

    def name_before(self, verb: int) -> Range | None:
        """Return the range of the name that ends before token `verb`, or None."""
        i = verb - 1
        while i >= 0 and (self.toks[i].low in self.w.between or self._in_time(i)):
            i -= 1
        if i < 0:
            return None
        if self.toks[i].low in self.w.pronouns or self.toks[i].low in self.w.own:
            return i, i + 1
        relative = self.toks[i].low in ("who", "which") and i > 0
        i -= relative
        end = i + 1
        if self.toks[i].low in (",", ")", "-", "--", "\u2014"):
            return self._past_aside(i)
        while i >= 0 and end - i <= LONGEST_NAME and not self._stops_before(i):
            i -= 1
        if i > 0 and self.toks[i].low == "who":  # "survivors who reached the shore told"
            return self.name_before(i)
        if relative:  # "a call from a man who said"
            i = max([i, *(k - 1 for k in range(i + 1, end) if self.toks[k].low in ("a", "an", "the"))])
        return self._quoted_name(self._trim(i + 1, end))

    def _quoted_name(self, name: Range | None) -> Range | None:
        """A kind behind a name in quotation marks: "Ardo Today" channel."""
        if name is None or name[1] - name[0] > 1 or self.low(name[0] - 1) != '"' or self.toks[name[0]].capital:
            return name
        opening = next((k for k in range(name[0] - 2, max(-1, name[0] - 9), -1) if self.toks[k].low == '"'), None)
        return (opening, name[1]) if opening is not None else name

    def _past_aside(self, close: int) -> Range | None:
        """A name with an aside between it and its verb: "Owen, the warden, said"."""
        mark = "(" if self.toks[close].low == ")" else self.toks[close].low
        i = close - 1
        while i >= 0 and close - i < _LONGEST_ASIDE and self.toks[i].low != mark:
            if self.toks[i].low in ('"', ".", ";", ":") and not self._titled(i):
                return None
            i -= 1
        if i <= 0 or self.toks[i].low != mark:
            return None
        for k in range(i, max(0, close - _LONGEST_ASIDE), -1):
            if self.toks[k].low == "including" and self.low(k - 1) == ",":
                i = k - 1
                break
        inner = [t.low if not t.capital or self.upper else "" for t in self.toks[i + 1 : close]]
        if not inner:
            return None
        name = self.name_before(i)
        if name is None or name[1] < i - 2:
            return None
        if mark == "(":
            return (name[0], close + 1) if len(inner) <= 2 else name
        loose = inner[0].endswith("ing") or inner[0] in self.w.settings or any(low in self.w.stops for low in inner)
        if inner[0] in ("including", "among") or (len(inner) <= 7 and not loose):
            return name[0], close
        return name

    def _in_time(self, index: int) -> bool:
        at = self.toks[index].start
        return any(s[0] <= at < s[1] for s in self.times)

    def _titled(self, i: int) -> bool:
        """Whether the stop at `i` belongs to a title: "Gen.", "U.S."."""
        before = self.toks[i - 1] if i else self.toks[i]
        return before.end == self.toks[i].start and (
            before.low in self.w.titles or "." in before.low or (len(before.low) == 1 and before.capital)
        )

    def _stops_before(self, i: int) -> bool:
        """Whether token `i` cannot belong to the name that we are walking back over."""
        low = self.toks[i].low
        if low == ".":
            return not self._titled(i)
        if low == "," and self._listed(i):
            return False
        if (low == ")" and i > 1 and self.toks[i - 2].low == "(") or (
            low == "(" and i + 2 < len(self.toks) and self.toks[i + 2].low == ")"
        ):
            return False
        if low in _ENDS:
            return True
        if low == "and":
            return not self._joint(i)
        if low in self.w.stance and low not in self.w.doubtful and not self.toks[i].capital:
            return True
        return low in self.w.stops or self._in_time(i)

    def _listed(self, i: int) -> bool:
        """Whether the comma at `i` stands in a list of three names or more: "in Arda, Belin, Corvo and Dunmar"."""
        if self.upper or i < 1 or not self.toks[i - 1].capital or self._in_time(i - 1):
            return False
        lows = [t.low for t in self.toks[i + 1 : i + 9]]
        if "and" not in lows:
            return False
        commas = lows[: lows.index("and")].count(",")
        earlier = [t.low for t in self.toks[max(0, i - 4) : i]].count(",")
        return commas + earlier >= 1 and all(
            t.capital or t.low in (",", "and") for t in self.toks[i + 1 : i + 1 + lows.index("and")]
        )

    def _joint(self, i: int) -> bool:
        """Whether "and" at `i` joins two parts of one name."""
        if not 0 < i < len(self.toks) - 1:
            return False
        left, right = self.toks[i - 1], self.toks[i + 1]
        if self.upper:
            return right.low not in self.w.determiners
        if left.capital and right.capital and left.low not in self.w.never_first:
            return True
        if left.low in self.w.heads and right.low in ("the", "a", "an"):
            ends = [t.low.removesuffix("'s") for t in self.toks[i + 2 : i + 6]]
            return any(low in self.w.heads for low in ends) and not any(low in self.w.stance for low in ends)
        return left.low in self.w.heads and (right.low in self.w.heads or right.capital)

    def _trim(self, start: int, end: int) -> Range | None:
        """Drop what stands before the name proper: adverbs, conjunctions, a leading "In Karachi"."""
        w = self.w
        while start < end and (self.toks[start].low in w.openers or self._in_time(start)):
            start += 1
        if start < end and self.toks[start].low in ("in", "at", "from", "near", "on", "of", "by") and end - start > 2:
            i = start + 1
            while i < end and (self.toks[i].capital or self.toks[i].low in ("the", "of")):
                i += 1
            start = i if i < end else end
        while end - 1 > start and self.toks[end - 1].low in w.after_name:
            end -= 1
        return (start, end) if start < end else None

    def name_after(self, start: int) -> Range | None:
        """Return the range of the name that starts at token `start`, or None."""
        w = self.w
        i = start
        while i < len(self.toks) and i - start < LONGEST_NAME:
            low = self.toks[i].low
            if low == "(" and i > start and self.low(i + 2) == ")":
                i += 3
                continue
            if low == ",":
                more = self._apposition(start, i)
                if more == i:
                    break
                i = more
                continue
            if low == "." and self._titled(i):
                i += 1
                continue
            if low in _ENDS or self._in_time(i) or (low == "and" and not self._joint(i)):
                break
            if (low in w.stops and low not in w.pronouns) or (i > start and low in w.after_name):
                break
            i += 1
        while i > start and (self.toks[i - 1].low in w.tails or self.toks[i - 1].low in w.after_name):
            i -= 1
        return (start, i) if i > start else None

    def _apposition(self, start: int, comma: int) -> int:
        """A title and then the name behind a comma: "a tribal elder, Haji Qader"."""
        if self.upper or any(t.capital for t in self.toks[start + 1 : comma]):
            return comma
        i = comma + 1
        while i < len(self.toks) and self.toks[i].capital and i - comma <= 4:
            i += 1
        ended = i >= len(self.toks) or self.toks[i].low in _ENDS
        return i if i > comma + 1 and ended and self.toks[start].low in self.w.determiners else comma

    def low(self, index: int) -> str:
        """Return the folded word at `index`, "." beyond the end."""
        return self.toks[index].low if 0 <= index < len(self.toks) else "."

    def quantity(self, index: int) -> bool:
        """Whether a number stands at `index`."""
        return self.low(index)[:1].isdigit() or self.low(index) in self.w.quantities

    def _past_times(self, index: int) -> int:
        while index < len(self.toks) and self._in_time(index):
            index += 1
        return index

    def _span(self, name: Range | None) -> Range | None:
        return (self.toks[name[0]].start, self.toks[name[1] - 1].end) if name else None

    def _made(self, first: int, last: int, name: Range | None, verb: str, before: bool, after: bool) -> Cue:
        span = self._span(name)
        start, end = self.toks[first].start, self.toks[min(last, len(self.toks) - 1)].end
        if span:
            start, end = min(start, span[0]), max(end, span[1])
        return Cue(start, end, span, verb, self.w.stance.get(verb, Stance.ASSERTS), before, after)
