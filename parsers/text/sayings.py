"""Which words of saying hand over at all: "police report 12 dead" does, "a report of 12 dead" and "Omar Said" do not."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from aggregator.core.model import Stance
from parsers.text.lexicon import lexicon
from parsers.text.names import Names
from parsers.text.namewords import BREAKS, ENDS, Token

FAR = 20  # words behind "called" within which the verdict comes
QUOTED = "quoted as saying"
_SPANS = frozenset(("times", "minutes", "hours", "days", "weeks", "months", "years", "km", "kilometres", "miles"))
_OWNERS = ("'s", "s'", "\u2019s", "s\u2019")  # "the rebels' claim" is a noun


class Verbs(Names):
    """What the words behind and around a verb of saying make of it."""

    __slots__ = ()

    def tells(self, start: int, end: int) -> bool:
        """Whether a verb stands in these words, of harm or of what somebody does: "soldiers | shot | a boy"."""
        verbs = (lexicon().singles.get(self.low(at)) for at in range(start, end))
        harmed = any(word is not None and word.outcome is not None and word.role in "VKI" for word in verbs)
        return harmed or any(self.low(at) in self.w.does for at in range(start, end))

    def that(self, at: int) -> bool:
        """Whether "that" comes within the next words, before any break."""
        for k, tok in enumerate(self.toks[at : at + 12], at):
            if tok.low == "that" and not self.of_a_paper(k):
                return True
            if tok.low in ENDS:
                return False
        return False

    def counted(self, at: int) -> bool:
        """Whether what is said opens at `at` with a number's own words: "at least nine", "as many as nine", "there were nine"."""
        low, nxt = self.low(at), self.low(at + 1)
        if low == "there":
            return nxt in self.w.passive or nxt in ("has", "have", "had")
        number = at + 1 + (nxt in ("least", "most", "minimum")) if low == "at" else at + 1
        if low == "as" and nxt in ("many", "few"):
            number = at + 3
        counts = number > at + 1 or low == "from"
        return counts and self.quantity(number) and not self.in_time(number) and self.low(number + 1) not in _SPANS

    def of_a_paper(self, k: int) -> bool:
        """Whether "that" at `k` tells of the noun before it: "said in a report | that took a year"."""
        noun = not {"a", "an", "the", "its", "their"}.isdisjoint(t.low for t in self.toks[max(0, k - 4) : k - 1])
        verb = self.low(k + 1)
        return noun and (verb in self.w.does or (verb.endswith("ed") and not self.toks[k + 1].capital))

    def of_one(self, first: int) -> bool:
        """Whether "a" or "an" stands within the words before, so that "report" in "a UN report" is no verb."""
        for at in range(first - 1, max(-1, first - 4), -1):
            low = self.toks[at].low
            if low in ("a", "an", "another"):
                return not self.toks[first].low.endswith("s")
            if low in ENDS or low in self.w.stance:
                return False
        return False

    def no_verb(self, first: int, last: int, verb: str) -> bool:
        """Tell by the words around it that a verb is none: "was reported", "to report", "Omar Said", "the rebels' claim"."""
        w, at = self.w, first - 1
        while at > 0 and self.low(at) in w.between and self.low(at - 1) in w.passive:
            at -= 1  # "it is also estimated that 12 drowned"
        prev = self.low(at) if first else ""
        if prev in w.passive or prev == "to" or prev.endswith(_OWNERS) or (verb in w.lives and prev in w.stance):
            return True
        if self.low(last + 1) == "by" and self.low(last + 2) not in w.by_phone and not verb.endswith(QUOTED):
            return True
        if self.toks[first].capital and not self.upper and first and self.toks[first - 1].capital and prev not in w.heads:
            return True
        return verb in w.noun and self.of_one(first)

    def is_verb(self, first: int, last: int, verb: str) -> bool:
        """Tell "police report 12 dead" from "a report of 12 dead", "was reported" and "to report"."""
        w = self.w
        after = self.low(last + 1)
        if self.no_verb(first, last, verb):
            return False
        if w.stance[verb] is Stance.DENIES and any(t.low in w.guilt for t in self.toks[last + 1 : last + 5]):
            return False
        back = first - 1
        while back > 0 and self.low(back) in w.between:
            back -= 1
        if back >= 0 and self.low(back) in w.determiners:
            return False
        if verb in w.naming:
            return not self.quantity(first - 1) and any(t.low == "as" for t in self.toks[last + 1 : last + 14])
        if verb in w.at:
            return any(t.low == "at" for t in self.toks[last + 1 : last + 11])
        if verb in w.that:
            data = self.quantity(last + 1) and any(t.low in w.data for t in self.toks[max(0, first - 4) : first])
            return data or any(t.low == "that" for t in self.toks[last + 1 : last + 8])
        if verb in w.so:
            return self.verdict(takewhile(lambda t: t.low not in BREAKS, self.toks[last + 1 : last + FAR]))
        if verb in w.toll:
            behind = [t.low for t in takewhile(lambda t: t.low not in w.apart, self.toks[last + 1 : last + 5])]
            return "that" in behind or not w.tolls.isdisjoint(behind)
        if verb in w.of:
            return after not in ("of", "in") and any(t.low == "of" for t in self.toks[last + 1 : last + 11])
        if verb in w.noun:
            bounded = after in w.qualifiers and any(self.quantity(last + k) for k in (2, 3, 4))
            said = self.low(first - 1).removesuffix("'s") in w.heads or (verb.endswith("s") and self.toks[first - 1].capital)
            ends = after in (".", ",", "") and said
            return after == "that" or self.quantity(last + 1) or bounded or ends or after in w.articles
        if verb in w.closing:
            return after in ("that", "") or after in ENDS or self.in_time(last + 1) or after in w.settings
        if verb in w.lives:
            return not any(t.low in ("lives", "life", "responsibility") for t in self.toks[last + 1 : last + 9])
        return True

    def verdict(self, behind: Iterable[Token]) -> bool:
        """Whether these words say that something is untrue: "the 49 deaths an exaggeration"."""
        text = f" {' '.join(t.low for t in behind)} "
        return any(f" {verdict} " in text for verdict in self.w.verdicts)
