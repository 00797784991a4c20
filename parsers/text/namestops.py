"""Where the name of a speaker stops: at which words, at which "and", and what before it is none of the name."""

from __future__ import annotations

from parsers.text.namewords import BREAKS, ENDS, Range, Sentence

SHORT_NAME = 6  # words


class Stops(Sentence):
    """What ends a name, on either side of it."""

    __slots__ = ()

    def says(self, i: int) -> bool:
        """Whether a plain verb of saying stands at `i`."""
        low = self.toks[i].low
        return low in self.w.inverting and low not in self.w.doubtful and (self.upper or not self.toks[i].capital)

    def stops_before(self, i: int) -> bool:
        """Whether token `i` cannot belong to the name that we are walking back over."""
        low = self.toks[i].low
        if low == ".":
            return not self.titled(i)
        if low == "," and self._listed(i):
            return False
        if (low == ")" and i > 1 and self.toks[i - 2].low == "(") or (
            low == "(" and i + 2 < len(self.toks) and self.toks[i + 2].low == ")"
        ):
            return False
        if low in ENDS:
            return True
        if low == "and":
            return not self.joint(i)
        if low in self.w.stance and low not in self.w.doubtful and not self.toks[i].capital:
            return True
        if low == "of":
            return self.low(i - 1) in self.w.spoke_of
        return (low in self.w.stops and not self.within(i)) or self.in_time(i)

    def within(self, i: int) -> bool:
        """Whether a word that ends names stands within one: "doctors linked | to | the protests", "Committee | to | Protect"."""
        if self.low(i) in ("to", "with"):
            return self.low(i - 1) in self.w.tied or (self.low(i - 1) in self.w.bodies and self.capitals(i - 1, i + 1))
        return False

    def _listed(self, i: int) -> bool:
        """Whether the comma at `i` stands in a list of three names or more: "in Arda, Belin, Corvo and Dunmar"."""
        if self.upper or i < 1 or not self.toks[i - 1].capital or self.in_time(i - 1):
            return False
        lows = [t.low for t in self.toks[i + 1 : i + 9]]
        if "and" not in lows:
            return False
        commas = lows[: lows.index("and")].count(",")
        earlier = [t.low for t in self.toks[max(0, i - 4) : i]].count(",")
        return commas + earlier >= 1 and all(
            t.capital or t.low in (",", "and") for t in self.toks[i + 1 : i + 1 + lows.index("and")]
        )

    def joint(self, i: int) -> bool:
        """Whether "and" at `i` joins two parts of one name."""
        if not 0 < i < len(self.toks) - 1:
            return False
        left, right = self.toks[i - 1], self.toks[i + 1]
        if self.upper:
            return right.low not in self.w.determiners
        if left.capital and right.capital and left.low not in self.w.never_first:
            return True
        if f"{left.low} and {right.low}" in self.w.paired:
            return True
        if right.low in ("a", "an") and self.low(i - 2) in ("a", "an") and self._heads_another(i + 1):
            return True  # "a humanitarian and a diplomatic source"
        if left.low in self.w.heads and right.low in ("the", "a", "an") and self._opens_at(i) and self._heads_another(i + 1):
            return True
        if left.low in self.w.heads and right.low in ("the", "a", "an"):
            ends = [t.low.removesuffix("'s") for t in self.toks[i + 2 : i + 6]]
            return any(low in self.w.heads for low in ends) and not any(low in self.w.stance for low in ends)
        if left.low not in self.w.heads:
            return False
        return right.low in self.w.heads or right.capital or (self._opens_at(i) and self._heads_another(i + 1))

    def _opens_at(self, i: int) -> bool:
        """Whether the words before "and" at `i` stand right behind a break: "..., residents | and aid workers said"."""
        k = i - 1
        while k >= 0 and i - k < SHORT_NAME and self.toks[k].low not in ENDS:
            low = self.toks[k].low
            acts = low.endswith(("ed", "ing")) and low not in self.w.heads  # "attacked police and aid workers said"
            if acts or low in self.w.stops or low in self.w.stance:
                return False
            k -= 1
        return k < 0 or self.toks[k].low in BREAKS

    def _heads_another(self, i: int) -> bool:
        """Whether a noun of speakers stands right before the verb behind the words from `i` on: "two aid workers said"."""
        for k in range(i, min(i + SHORT_NAME, len(self.toks))):
            if self.toks[k].low in self.w.stance and k > i:
                return self.toks[k - 1].low in self.w.heads
            if self.toks[k].low in ENDS or self.toks[k].low == "and":
                return False
        return False

    def trim(self, start: int, end: int) -> Range | None:
        """Drop what stands before the name proper: adverbs, conjunctions, a leading "In Karachi"."""
        w = self.w
        while start < end and (self.toks[start].low in w.openers or self.in_time(start)):
            start += 1
        if start < end and self.toks[start].low in ("in", "at", "from", "near", "on", "of", "by") and end - start > 2:
            i = start + 1
            while i < end and (self.toks[i].capital or self.toks[i].low in ("the", "of")):
                i += 1
            named = self.toks[start].low == "by" and start > 0 and self.in_time(start - 1)
            start = i if i < end else start + 1 if named else end  # "a report released on Friday by | the UN said"
        while end - 1 > start and self.toks[end - 1].low in w.after_name:
            end -= 1
        return (start, end) if start < end else None

    def shows(self, start: int, i: int) -> bool:
        """Whether a verb of what papers do stands behind a name: "a count by the Associated Press | shows"."""
        low = self.toks[i].low
        return (
            i > start
            and low in self.w.doubtful
            and (low.endswith(("s", "ed")) or low == "found")
            and not self.upper
            and not self.toks[i].capital
        )
