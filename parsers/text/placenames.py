"""One place name under reading: where it ends, and whether it is a place at all.

Organisations, people and times are told apart by the lists of `aggregator/vocab/en/places.toml`; the gazetteer is asked where
capitals tell too little.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aggregator.core import gazetteer
from parsers.text.placewords import vocabulary

Span = tuple[int, int]
LARGE = 10_000  # people: a name in capitals throughout is trusted from here on
_MOST_WORDS = 14
_WORD = re.compile(r"[^\W_]\w*(?:['./-]\w+)*|[^\w\s]")


class Where(NamedTuple):
    """Place words: `text == document.text[start:end]`.

    `named`: a proper name stands in them. `sure`: a kind of place does too, or the gazetteer knows the name. `weak`: behind from,
    to, on; `moving`: behind a word of motion; `listing`: behind "the areas affected are". `care`: a place where people are
    brought, such as a hospital.
    """

    start: int
    end: int
    text: str
    named: bool
    sure: bool
    weak: bool
    care: bool
    moving: bool = False
    listing: bool = False


@dataclass(slots=True)
class Name:
    """One place under reading."""

    text: str
    lower: str
    upper: bool
    taken: Sequence[Span]
    names: int = 0
    kinds: int = 0
    article: bool = False
    known: bool = False
    counted: bool = False
    tail: str = ""

    def read(self, at: int, end: int, preposition: str) -> Where | None:
        """Read the place that starts at `at` behind `preposition`, or return None."""
        w = vocabulary()
        first = last = -1
        plain = 0
        comma = False
        for count, match in enumerate(_WORD.finditer(self.lower, at, min(end, at + 200))):
            low, start = match.group(), match.start()
            if count >= _MOST_WORDS or any(a <= start < b for a, b in self.taken):
                break
            if last > 0 and start - last > 1 and self.lower[start - 2 : start].isspace():
                break
            if count == 0:
                if low in _OWNERS and _ITS_CAPITAL.match(self.text, match.end()) and not self.upper:
                    first = match.end() + 1  # "in its | capital, Sanaa"
                    continue
                if low in w.not_first or not low[0].isalnum() or low in w.function:
                    return None
                first = start
            if low == "." and (self.tail in ("mt", "st", "ft", "u.s", "u.k") or len(self.tail) == 1):
                last = match.end()
                continue
            if low in (",", "and"):
                if comma or not self._goes_on(low, last, match.end(), end):
                    break
                comma = True
                continue
            if low in ("other", "more") and self.counted:
                continue
            base = low.removesuffix("'s")
            said = self._take(low, base, start, match.end(), comma, count)
            if said == "no":
                return None
            if said == "end":
                break
            if said == "word":
                plain += 1
                if plain > 2 or low.endswith("ly") or comma or (self.names and not (self.article and base not in w.function)):
                    break
                continue
            if said == "pass":
                if low in w.directions and self.tail_owns(last):
                    last = match.end()
                continue
            if self.names and not self.kinds and plain and base not in w.kinds:
                break
            self.tail, last, comma = base, match.end(), False
        return self._place(first, last, preposition, plain) if last >= 0 else None

    def _goes_on(self, low: str, last: int, at: int, end: int) -> bool:
        """Whether the place may go on behind the comma or "and" that ends at `at`."""
        listing = self.kinds and self.tail.endswith("s") and low == ","
        if self.kinds and not self.names and self.tail in _CAPITALS and low == ",":
            named = _A_NAME.match(self.text, at)  # "in the capital, Bamako,"
            return named is not None and not self.upper and gazetteer.known(named.group(1))
        if self.tail_owns(last) or not (self.names or listing):
            return False
        return not self.upper or self._more(at, end)

    def _place(self, first: int, last: int, preposition: str, plain: int) -> Where | None:
        """The place that was read between `first` and `last`, or None where it is none."""
        w = vocabulary()
        if not self._holds(first, last, preposition, plain):
            return None
        last = min(last, self._known_to(first, last)) if self.upper and not self.kinds else last
        last -= 2 if self.tail_owns(last) else 0
        if not self.upper and self._of_a_people(first, last) and re.match(r" [a-z]", self.text[last : last + 2]):
            return None
        weak = preposition in w.weak and (preposition in w.moving or not (self.kinds and self.names))
        sure = self.kinds > 0 or self.known or self._knows(first, last)
        return Where(first, last, self.text[first:last], self.names > 0, sure, weak, self.tail in w.care, preposition in w.moving)

    def _kind_ahead(self, at: int) -> bool:
        """Whether a kind of place follows at once or after one word: "Sheikh Kasu quarter"."""
        words = [match.group() for match in _WORD.finditer(self.lower, at, at + 50)][:2]
        kinds = vocabulary().kinds
        return bool(words) and (words[0] in kinds or (len(words) > 1 and words[0].isalpha() and words[1] in kinds))

    def _more(self, at: int, end: int) -> bool:
        """In capitals throughout: whether another place stands behind a comma."""
        words = list(_WORD.finditer(self.lower, at, min(end, at + 60)))[:3]
        if any(match.group() in vocabulary().kinds for match in words):
            return True
        return any(settled(self.text[words[0].start() : match.end()]) for match in words if match.group().isalpha())

    def tail_owns(self, last: int) -> bool:
        """Whether what was read so far ends in a possessive: "Syria's", before "northwest"."""
        return last > 0 and self.lower.endswith("'s", 0, last)

    def _take(self, low: str, base: str, start: int, end: int, comma: bool, count: int) -> str:
        """Take one word: "name", "pass" over it, count it as a plain "word", "end" before it, or "no" place at all."""
        w = vocabulary()
        capital = self._capital(low, start, end)
        if capital and base in w.not_places and (base in w.media or not self._kind_ahead(end)):
            return "end" if comma or self.tail in w.kinds else "no"
        if base in w.kinds and comma and not capital and self.names and self.lower.startswith("the ", max(0, start - 4)):
            return "end"
        if base in w.kinds and not (capital and self.upper and self.names > 3):
            self.kinds += 1
            self.names += capital and not self.upper
            return "name"
        if low in ("the", "a", "an") and count == 0:
            self.article = True
            return "pass"
        if low in w.directions and not capital:
            return "pass"
        if capital:
            self.names += 1
            return "name"
        if low in w.inside and not comma and (self.names or self.kinds):
            return "pass"
        if low == "of" and self.counted and count == 1:
            return "pass"  # "in 23 of Ardo's districts"
        if (low[0].isdigit() or low in w.amounts) and not self.names and not self.kinds:
            self.counted = True
            return "pass"
        if low[0].isdigit() and self.tail in w.kinds and not comma and (len(low) <= 4 or "/" in low):
            return "end" if self._counts(start, end) else "name"
        if low == "the" and comma:
            return "pass"
        if comma or not low.isalpha() or low in w.function:
            return "end"
        return "word"

    def _counts(self, start: int, end: int) -> bool:
        """Whether a number behind a kind of place counts people: "the Kasu Republic | 38 people", not "Ward 9"."""
        w = vocabulary()
        if self.tail in w.unnumbered:
            return True
        after = _NEXT_WORD.match(self.text, end)
        if not (self.names or self.article) or self.upper or after is None:
            return False
        return self.text[start - len(self.tail) - 1 : start - 1].islower() and after.group(1) not in w.function - w.counting

    def _capital(self, low: str, start: int, end: int) -> bool:
        w = vocabulary()
        if self.upper:
            small = low in w.inside and (self.names > 0 or low in ("the", "of", "al", "as", "e", "y"))
            return low[0].isalpha() and low not in w.function and not small and low not in w.directions and self.names < 5
        return self.text[start].isupper() or (low.startswith(w.prefixes) and self.text[start:end] != low)

    def _holds(self, first: int, last: int, preposition: str, plain: int) -> bool:
        """Whether what was read is a place."""
        w = vocabulary()
        weak = preposition in w.weak
        if not self.names:
            return self.tail in w.bare and not weak and not self.counted
        if self.kinds:
            return True
        if self.counted:
            return False
        if self.lower[first:last].removeprefix("the ").removeprefix("a ") in w.common:
            return False
        if self.upper:
            return self._known_to(first, last) > first
        after = _NEXT_WORD.match(self.text, last)
        noun = after is not None and after.group(1) not in w.function and not self.upper
        adjective = self._of_a_people(first, last) or (self.article and (plain > 0 or noun))
        if adjective:
            return False
        self.known = self._knows(first, last)
        return self.known or (not weak and not self.lower.startswith(("a ", "an "), first))

    def _of_a_people(self, first: int, last: int) -> bool:
        """Whether the last word is an adjective of nationality: "Chinese"; the gazetteer tells towns like Kasese from them."""
        w = vocabulary()
        if not self.tail.endswith(w.demonyms):
            return False
        after = _NEXT_WORD.match(self.text, last)
        ends = after is None or after.group(1) in w.function
        wide = self.tail == "ocean"  # no more than where a storm was
        return wide or not ends or gazetteer.is_demonym(self.tail) or not self._knows(first, last)

    def _core(self, first: int, last: int) -> list[re.Match[str]]:
        """The words of the name itself, without article and direction."""
        w = vocabulary()
        words = list(_WORD.finditer(self.lower, first, last))
        while words and (words[0].group() in ("the", "a", "an") or words[0].group() in w.directions):
            words.pop(0)
        return words

    def _knows(self, first: int, last: int) -> bool:
        """Whether the gazetteer has the name, up to its first comma."""
        words = self._core(first, last)
        stop = next((m.start() for m in words if m.group() in (",", "and")), last)
        if not words or words[0].start() >= stop:
            return False
        return gazetteer.known(self.text[words[0].start() : stop].strip())

    def _known_to(self, first: int, last: int) -> int:
        """In capitals throughout: where the longest name that the gazetteer knows ends, or `first`."""
        words = self._core(first, last)
        for size in range(min(4, len(words)), 0, -1):
            end = words[size - 1].end()
            name = self.text[words[0].start() : end].removesuffix("'S")
            if settled(name):
                self.known = True
                return end
        return first


def settled(name: str) -> bool:
    """Whether a name is that of a country, a unit or a town of some size: enough to trust it without capitals."""
    if name.lower() in vocabulary().common:
        return False
    large = (gazetteer.NATION, gazetteer.AREA, gazetteer.ADMIN1)
    return any(entry.kind in large or entry.population >= LARGE for entry in gazetteer.lookup(name))


_OWNERS = ("its", "their", "his", "her", "our")
_ITS_CAPITAL = re.compile(r" capital(?: city)?, [A-Z]")
_CAPITALS = ("capital", "city")
_A_NAME = re.compile(r" ((?:[A-Z][\w'’-]*)(?: [A-Z][\w'’-]*){0,2})(?=[,.;]|$| (?:on|in|when|after|as|and|by|at|late|early)\b)")
_NEXT_WORD = re.compile(r"\s+([a-z][a-z'’-]*)")
_PARTS = re.compile(r",? (?:in|of|near|and|at|on|the)(?: the)? |, |'s |’s ")


def anchored(words: str) -> bool:
    """Return whether some part of these place words is a name that the gazetteer knows: "a farm near Ardo", not "Mill Street"."""
    skip = vocabulary().kinds | vocabulary().directions | {"the", "a", "an"}
    for part in _PARTS.split(words):
        name = " ".join(word for word in part.split() if word.lower() not in skip)
        if name and name[0].isupper() and gazetteer.known(name):
            return True
    return False


def bureau(name: str) -> bool:
    """Return whether agencies sit in the city of this name, so that a dateline of theirs tells nothing about the harm."""
    return name.lower().split(",")[0].strip() in vocabulary().bureaus
