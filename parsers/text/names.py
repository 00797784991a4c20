"""Names of speakers: walking back from a verb and on from "according to" until the name ends.

A name is kept as it is written, with its defining words; what it is made of is `aggregator/vocab/en/attribution.toml`'s to say.
"""

from __future__ import annotations

from parsers.text.namestops import Stops
from parsers.text.namewords import BREAKS, ENDS, Range

LONGEST_NAME = 16  # words
LONGEST_CLAUSE = 14  # words
LONGEST_ASIDE = 25  # words
DEEPEST = 4  # asides and clauses within one name
_WHOSE = frozenset({"his", "her", "their", "its"})
_WITHIN = frozenset({"of", "the", "for", "and", "a", "an", "in", "local", "senior"})


class Names(Stops):
    """What can be a speaker in a sentence, and where its name begins and ends."""

    __slots__ = ()

    def speaks(self, name: Range | None, verb: str) -> bool:
        """Say whether these words can be a speaker."""
        if name is None:
            return False
        w = self.w
        toks = self.toks[name[0] : name[1]]
        lows = [t.low.removesuffix("'s") for t in toks]
        if len(lows) == 1 and (lows[0] in w.pronouns or lows[0] in w.own):
            return True
        if len(lows) == 1 and lows[0] in w.objects:
            return verb in w.leads
        head = next((low for low, after in zip(lows, [*lows[1:], "of"], strict=False) if after in w.within), lows[-1])
        if head in w.never or lows[0] in w.never_first or (lows[0].isdigit() and len(lows) == 1):
            return False
        if lows[0] == "the" and len(lows) == 2 and lows[1].isdigit():
            return False  # "fewer than the 12 first reported"
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

    def name_before(self, verb: int, depth: int = 0) -> Range | None:
        """Return the range of the name that ends before token `verb`, or None."""
        i = verb - 1 if depth < DEEPEST else -1
        while i >= 0 and (self.toks[i].low in self.w.between or self.in_time(i)):
            i -= 1
        if i < 0:
            return None
        if self.toks[i].low in self.w.pronouns or self.toks[i].low in self.w.own:
            return i, i + 1
        relative = self.toks[i].low in ("who", "which") and i > 0
        i -= relative
        if relative and i > 0 and self.toks[i].low == ",":
            i -= 1  # "differs from the ministry, which put the toll at 38": no aside
        end = i + 1
        if self.toks[i].low in (",", ")", "-", "--", "\u2014"):
            return self._past_aside(i, depth + 1)
        while i >= 0 and end - i <= LONGEST_NAME and not self.stops_before(i):
            i -= 1
            if self.toks[i + 1].low in _WHOSE and i + 2 < end:
                break  # "told AFP | his colleagues had counted"
        who = self._who(end) if not relative else None
        if who is not None:  # "survivors who reached the shore told", "a doctor who asked not to be named said"
            inner = self.trim(i + 1, end) if i == who else None
            if inner and self.low(inner[1] - 1) in self.w.heads and self.low(end) not in BREAKS:
                return inner  # "a man who police say killed his son"
            return self.name_before(who, depth + 1)
        if relative:  # "a call from a man who said"
            i = max([i, *(k - 1 for k in range(i + 1, end) if self.toks[k].low in ("a", "an", "the"))])
        return self._quoted_name(self.trim(i + 1, end))

    def opening_name(self, end: int) -> Range | None:
        """Return the range of the name that the sentence opens with, before token `end`: capitals and nouns of speakers."""
        if self.upper:
            return None
        i = 0
        while i < end and (self.toks[i].low in self.w.openers or self.in_time(i) or self.toks[i].low == ","):
            i += 1
        start = i
        while i < end and not self.in_time(i) and (self._of_name(i) or self.toks[i].low in _WITHIN):
            i += 1
        while i > start and self.toks[i - 1].low in _WITHIN:
            i -= 1
        return (start, i) if i > start and any(self.toks[k].low in self.w.heads for k in range(start, i)) else None

    def _of_name(self, i: int) -> bool:
        return self.toks[i].capital or self.toks[i].low in self.w.heads or (self.toks[i].low == "." and i > 0 and self.titled(i))

    def _who(self, end: int) -> int | None:
        """Where the clause that ends at `end` opens with "who", up to `LONGEST_CLAUSE` words back and in no other clause."""
        for k in range(end - 1, max(0, end - LONGEST_CLAUSE), -1):
            if self.toks[k].low == "who" or (end - k > 2 and self._that_does(k)):
                return k
            if self.toks[k].low in BREAKS:
                return None
        return None

    def _that_does(self, k: int) -> bool:
        """Whether "that" at `k` opens what a body does: "the company | that owns the mine", not "the company that officials"."""
        if self.toks[k].low not in ("that", "which") or self.low(k - 1) not in self.w.heads or self.toks[k + 1].capital:
            return False
        verb = self.low(k + 1)
        does = verb in self.w.does or (
            verb.endswith(("s", "ed")) and verb not in self.w.persons and verb not in self.w.determiners
        )
        return does and not self.quantity(k + 1)

    def _quoted_name(self, name: Range | None) -> Range | None:
        """A kind behind a name in quotation marks: "Ardo Today" channel."""
        if name is None or name[1] - name[0] > 1 or self.low(name[0] - 1) != '"' or self.toks[name[0]].capital:
            return name
        opening = next((k for k in range(name[0] - 2, max(-1, name[0] - 9), -1) if self.toks[k].low == '"'), None)
        return (opening, name[1]) if opening is not None else name

    def _past_aside(self, close: int, depth: int) -> Range | None:
        """A name with an aside between it and its verb: "Owen, the warden, said"."""
        mark = "(" if self.toks[close].low == ")" else self.toks[close].low
        i = close - 1
        while i >= 0 and close - i < LONGEST_ASIDE and self.toks[i].low != mark:
            if self.toks[i].low in ('"', ".", ";", ":") and not self.titled(i):
                return None
            i -= 1
        if i <= 0 or self.toks[i].low != mark:
            return None
        for k in range(i, max(0, close - LONGEST_ASIDE), -1):
            if self.toks[k].low == "including" and self.low(k - 1) == ",":
                i = k - 1
                break
        inner = [t.low if not t.capital or self.upper else "" for t in self.toks[i + 1 : close]]
        if not inner:
            return None
        said = next((k for k in range(i + 1, close) if self.says(k)), None)
        if said is not None and self.low(close) == ",":
            return self.name_before(said, depth + 1)  # "was a group's work, | an official said, | adding"
        name = self.name_before(i, depth + 1)
        if (who := self._who(i)) is not None and self.low(who) != "who" and self.capitals(*range(i + 1, close)):
            return i + 1, close  # "the company that owns the mine, Acme Mining, said"
        if name is None or name[1] < i - 2:
            return None
        if all(low in self.w.openers or low in self.w.between for low in inner):
            return name  # "the minister, however, told"
        if mark == "(":
            return (name[0], close + 1) if len(inner) <= 2 else name
        loose = (
            inner[0].endswith("ing")
            or inner[:2] in (["quoted", "by"], ["cited", "by"])
            or inner[0] in self.w.settings
            or any(low in self.w.stops for low in inner)
        )
        if inner[0] in ("including", "among") or (len(inner) <= 7 and not loose):
            return name[0], close
        return name

    def name_after(self, start: int, *, titled: bool = True) -> Range | None:
        """Return the range of the name that starts at token `start`, or None; `titled`: a name may follow a title's comma."""
        w = self.w
        i = start
        while i < len(self.toks) and i - start < LONGEST_NAME:
            low = self.toks[i].low
            if low == "(" and i > start and self.low(i + 2) == ")":
                i += 3
                continue
            if low == ",":
                more = self._apposition(start, i) if titled else i
                if more == i:
                    break
                i = more
                continue
            if low == "." and self.titled(i):
                i += 1
                continue
            if low in ENDS or self.in_time(i) or (low == "and" and not self.joint(i)) or self.shows(start, i):
                break
            told = self.low(i - 1) in w.data or self.low(i - 2) in w.data
            counted = (low == "for" and self.low(i - 1) in w.heads) or (low in ("by", "for") and told)
            inner = i > start and (self.within(i) or self.capitals(i - 1, i, i + 1))  # "Action Against Hunger"
            if low in ("a", "an") and i > start and self.low(i - 1) in w.heads:
                break  # "the deaths reported by the agency | an exaggeration"
            if not inner and ((low in w.stops and low not in w.pronouns) or (i > start and low in w.after_name and not counted)):
                break
            i += 1
        while i > start and (self.toks[i - 1].low in w.tails or self.toks[i - 1].low in w.after_name):
            i -= 1
        return (start, i) if i > start else None

    def _apposition(self, start: int, comma: int) -> int:
        """A title and then the name behind a comma: "a tribal elder, Haji Qader"; or a name, and for which body it speaks."""
        if body := self._speaks_for(start, comma):
            return body
        if self.upper or any(t.capital for t in self.toks[start + 1 : comma]):
            return comma
        i = comma + 1
        while i < len(self.toks) and self.toks[i].capital and i - comma <= 4:
            i += 1
        ended = i >= len(self.toks) or self.toks[i].low in ENDS
        return i if i > comma + 1 and ended and self.toks[start].low in self.w.determiners else comma

    def _speaks_for(self, start: int, comma: int) -> int:
        """Return where "Haji Qader, a spokesman for the disaster ministry" has named the body, 0 where it does not."""
        i = comma + 1 + (self.low(comma + 1) in self.w.determiners)
        if not self.low(i).startswith("spokes") or self.low(i + 1) not in ("of", "for") or not self.toks[start].capital:
            return 0
        i += 2 + (self.low(i + 2) in self.w.determiners)
        return i if i < len(self.toks) and self.low(i) not in ENDS else 0
