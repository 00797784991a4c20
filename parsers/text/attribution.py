"""Who says so: the verbs of saying around a claim, the names before and behind them, and what they do with the figure.

A cue is one place where the text hands a statement to a speaker: "police said", "according to the mayor", ": monitor". `cues`
finds them in a sentence, `governing` picks the one that a claim stands under, `chain` makes its steps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from aggregator.core import vocab
from aggregator.core.model import Stance
from parsers.text import trie

LONGEST_NAME = 16  # words
_TOKEN = re.compile(r"@?[^\W_](?:\w|['’./&@-](?=\w))*|[^\w\s]")
_QUOTES = '"“”«»„‟〝〞'
_ENDS = frozenset(",;:—–()[]!?…" + _QUOTES) | {".", "-", "--"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark. `document.text[start:end]` is the token; `low` is lower-cased."""

    start: int
    end: int
    low: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """One hand-over to a speaker. `before`/`after`: whether what stands before it, or after it, is what was said."""

    start: int
    end: int
    name: tuple[int, int] | None
    verb: str
    stance: Stance
    before: bool
    after: bool
    hearer: tuple[int, int] | None = None
    by: tuple[int, int] | None = None  # who quoted the speaker


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary, ready for look-ups."""

    hits: re.Pattern[str]
    stance: dict[str, Stance]
    doubtful: frozenset[str]
    leads: frozenset[str]
    agents: frozenset[str]
    persons: frozenset[str]
    bodies: frozenset[str]
    heads: frozenset[str]
    headline: frozenset[str]
    never: frozenset[str]
    wires: frozenset[str]
    platforms: frozenset[str]
    one: frozenset[str]
    many: frozenset[str]
    body: frozenset[str]
    own: frozenset[str]
    between: frozenset[str]
    stops: frozenset[str]

    @property
    def pronouns(self) -> frozenset[str]:
        """Every pronoun that may stand for a speaker."""
        return self.one | self.many | self.body


@cache
def words() -> Words:
    """Return the vocabulary of `en/attribution`."""
    data = vocab.read("en/attribution")
    heads, leads = data["heads"], data["leads"]
    stance = {verb: Stance(name) for name, verbs in data["verbs"].items() for verb in verbs}
    persons, bodies = frozenset(heads["person"]), frozenset(heads["body"])
    return Words(
        hits=trie.words([*stance, *leads["both"], *leads["agent"]]),
        stance=stance,
        doubtful=frozenset(data["doubtful"]["verbs"]),
        leads=frozenset(leads["both"]),
        agents=frozenset(leads["agent"]),
        persons=persons,
        bodies=bodies,
        heads=persons | bodies,
        headline=frozenset(heads["headline"]),
        never=frozenset(heads["never"]),
        wires=frozenset(heads["wires"]),
        platforms=frozenset(heads["platforms"]),
        one=frozenset(heads["pronouns_one"]),
        many=frozenset(heads["pronouns_many"]),
        body=frozenset(heads["pronouns_body"]),
        own=frozenset(heads["own_voice"]),
        between=frozenset(heads["between"]),
        stops=frozenset(heads["stops"]),
    )


def tokens(text: str, lower: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of `text[start:end]`; `lower` is `clean.fold(text)`."""
    made = []
    for match in _TOKEN.finditer(lower, start, end):
        at = match.start()
        made.append(Token(at, match.end(), match.group(), text[at].isupper() or text[at] == "@"))
    return made


def cues(text: str, lower: str, start: int, end: int, times: Sequence[tuple[int, int]], *, upper: bool = False) -> list[Cue]:
    """Return the hand-overs in `text[start:end]`, in order.

    `lower` is `text` lower-cased character by character; `times` are the spans of its time expressions; `upper` says that
    capitals tell nothing here.
    """
    hits = list(words().hits.finditer(lower, start, end))
    if not hits:
        return []
    line = _Line(text, tokens(text, lower, start, end), times, upper)
    found = []
    for hit in hits:
        cue = line.cue(hit.start(), hit.end(), re.sub(r"\s+", " ", hit.group()))
        if cue is not None:
            found.append(cue)
    return found


@dataclass(slots=True)
class _Line:
    """A sentence under reading."""

    text: str
    toks: list[Token]
    times: Sequence[tuple[int, int]]
    upper: bool

    def cue(self, start: int, end: int, verb: str) -> Cue | None:
        """Read the cue whose verb or lead-in is `text[start:end]`, or return None when it hands over to nobody."""
        w = words()
        first = next((i for i, t in enumerate(self.toks) if t.start >= start), None)
        last = next((i for i, t in enumerate(self.toks) if t.end >= end), None)
        if first is None or last is None or self.toks[first].start != start:
            return None
        if verb in w.leads:
            return self._lead(first, last, verb)
        if verb in w.agents:
            name = self.name_after(last + 1)
            return self._made(first, last, name, verb.split()[0], before=True, after=False) if self.speaks(name, verb) else None
        if not self._is_verb(first, last, verb):
            return None
        if first > 0 and self.toks[first - 1].low in _BREAKS and verb in _INVERTING:
            name = self.name_after(last + 1)
            if name and self.speaks(name, verb) and not self._number_at(name[0]):
                return self._made(first, name[1] - 1, name, verb, before=True, after=self._goes_on(name[1]))
        name = self.name_before(first)
        if name is None or not self.speaks(name, verb):
            return None
        return self._subject(name, first, last, verb)

    def _lead(self, first: int, last: int, verb: str) -> Cue | None:
        name = self.name_after(last + 1)
        if name is None or not self.speaks(name, verb):
            return None
        by = self.name_before(first) if verb in ("quoted", "cited", "quotes", "citing", "quoting") else None
        if by is not None and not self.speaks(by, "said"):
            by = None
        opens = (
            first == 0
            or self.toks[first - 1].low in (".", "and", "but", "while", "-", "—", "–")
            or all(t.low in _OPENERS for t in self.toks[:first])
        )
        if verb in ("quoted", "cited", "quotes"):
            opens = any(t.low in ("saying", "telling", "that") for t in self.toks[name[1] : name[1] + 3])
        cue = self._made(first, name[1] - 1, name, "said" if by else verb, before=not opens, after=True)
        return Cue(cue.start, cue.end, cue.name, cue.verb, cue.stance, cue.before, cue.after, None, self._span(by)) if by else cue

    def _made(self, first: int, last: int, name: tuple[int, int] | None, verb: str, *, before: bool, after: bool) -> Cue:
        stance = words().stance.get(verb, Stance.ASSERTS)
        span = self._span(name)
        start, end = self.toks[first].start, self.toks[min(last, len(self.toks) - 1)].end
        if span:
            start, end = min(start, span[0]), max(end, span[1])
        return Cue(start, end, span, verb, stance, before, after)

    def _span(self, name: tuple[int, int] | None) -> tuple[int, int] | None:
        return (self.toks[name[0]].start, self.toks[name[1] - 1].end) if name else None

    def _subject(self, name: tuple[int, int], first: int, last: int, verb: str) -> Cue:
        """Make the cue of "NAME verb": does what was said follow, precede, or both?"""
        follow = last + 1
        hearer = None
        if verb in _TOLD:
            hearer = self.name_after(follow)
            if hearer and any(t.capital for t in self.toks[hearer[0] : hearer[1]]) and not self._number_at(hearer[0]):
                follow = hearer[1]
            else:
                hearer = None
                while follow < len(self.toks) and self.toks[follow].low in _HEARERS:
                    follow += 1
        follow = self._past_times(follow)
        mark = self.toks[follow].low if follow < len(self.toks) else "."
        ahead = self.toks[follow : follow + 12]
        says_that = next((t.low for t in ahead if t.low == "that" or t.low in _BREAKS or t.low == "."), "")
        broken = name[0] > 0 and self.toks[name[0] - 1].low in _BREAKS
        content = says_that == "that" or (mark not in _BREAKS and mark not in _ENDS and mark not in _SETTINGS)
        before = broken and not content
        after = content or mark == "," or mark == ":" or not before or mark in _QUOTES
        cue = self._made(name[0], last, name, verb, before=before, after=after)
        return Cue(cue.start, cue.end, cue.name, verb, cue.stance, before, after, self._span(hearer), None)

    def _goes_on(self, index: int) -> bool:
        return index < len(self.toks) - 2 and self.toks[index].low in (",", ";")

    def _past_times(self, index: int) -> int:
        while index < len(self.toks):
            at = self.toks[index].start
            span = next((s for s in self.times if s[0] <= at < s[1]), None)
            if span is None:
                return index
            while index < len(self.toks) and self.toks[index].start < span[1]:
                index += 1
        return index

    def _number_at(self, index: int) -> bool:
        low = self.toks[index].low if index < len(self.toks) else ""
        return low[:1].isdigit() or low in _NUMBERS

    def _is_verb(self, first: int, last: int, verb: str) -> bool:
        """Tell "police report 12 dead" from "a report of 12 dead", "was reported" and "to report"."""
        prev = self.toks[first - 1].low if first else ""
        after = self.toks[last + 1].low if last + 1 < len(self.toks) else ""
        if prev in _BE or (prev in ("to", "who") and verb in words().doubtful) or after == "by":
            return False
        if verb not in words().doubtful:
            return not (verb.endswith("ing") and prev in _DETERMINERS)
        if prev in _DETERMINERS:
            return False
        if verb in ("put", "puts", "placed", "places", "place"):
            return any(t.low == "at" for t in self.toks[last + 1 : last + 11])
        if verb in (
            "found",
            "finds",
            "find",
            "showed",
            "show",
            "shows",
            "learned",
            "posted",
            "released",
            "observed",
            "reads",
            "recalled",
            "recalls",
            "raised",
            "lowered",
        ):
            return after == "that" or any(t.low == "that" for t in self.toks[last + 1 : last + 8])
        if verb in _NOUNS:
            return after == "that" or self._number_at(last + 1) or after in _QUALIFIERS or after in _DETERMINERS
        if verb in ("claimed", "claims", "claim"):
            return not any(t.low in ("lives", "life", "responsibility") for t in self.toks[last + 1 : last + 9])
        return True

    def speaks(self, name: tuple[int, int] | None, verb: str) -> bool:
        """Say whether these words can be a speaker."""
        if name is None:
            return False
        w = words()
        toks = self.toks[name[0] : name[1]]
        lows = [t.low for t in toks]
        if len(lows) == 1 and (lows[0] in w.pronouns or lows[0] in w.own):
            return True
        if lows[-1] in w.never or lows[0] in _NOT_NAMES:
            return False
        if any(low in w.heads or low in w.wires or low.removesuffix("'s").removesuffix("’s") in w.heads for low in lows):
            return True
        if self.upper:
            return verb not in w.doubtful and not any(low in w.never for low in lows)
        if any(t.capital for t in toks[1:]) or (
            toks[0].capital and toks[0].low not in _COMMON and (toks[0].start != self.toks[0].start or len(toks) == 1)
        ):
            return True
        return (
            verb not in w.doubtful and len(toks) <= 6 and toks[0].low in _DETERMINERS and not any(low in w.never for low in lows)
        )

    def name_before(self, verb: int) -> tuple[int, int] | None:
        """Return the token range of the name that ends before token `verb`, or None."""
        w = words()
        i = verb - 1
        while i >= 0 and (self.toks[i].low in w.between or self._in_time(i)):
            i -= 1
        if i < 0:
            return None
        end = i + 1
        if self.toks[i].low in (",", ")", "—", "–"):
            return self._past_aside(i)
        while i >= 0 and end - i <= LONGEST_NAME and not self._stops_before(i):
            i -= 1
        return self._trim(i + 1, end)

    def _past_aside(self, close: int) -> tuple[int, int] | None:
        """A name with an aside between it and its verb: "Owen, the warden, said"."""
        mark = "(" if self.toks[close].low == ")" else self.toks[close].low
        i = close - 1
        while i >= 0 and close - i < 25 and self.toks[i].low != mark:
            if self.toks[i].low in _QUOTES or self.toks[i].low in (".", ";", ":"):
                return None
            i -= 1
        if i <= 0 or self.toks[i].low != mark:
            return None
        inner = self.toks[i + 1 : close]
        name = self.name_before(i)
        if name is None or name[1] != i:
            return None
        plain = len(inner) <= 7 and not any(t.low in words().stops for t in inner)
        return (name[0], close + (mark == "(")) if plain or (mark == "(" and len(inner) <= 2) else name

    def _in_time(self, index: int) -> bool:
        at = self.toks[index].start
        return any(s[0] <= at < s[1] for s in self.times)

    def _stops_before(self, i: int) -> bool:
        """Whether token `i` cannot belong to the name that we are walking back over."""
        tok = self.toks[i]
        if tok.low == ".":
            return not (i and self.toks[i - 1].low in _TITLES and self.toks[i - 1].end == tok.start)
        if tok.low in _ENDS:
            return True
        if tok.low == "and":
            return not self._joint(i)
        if tok.low == "who" and i and self.toks[i - 1].low in words().heads:
            return False
        return tok.low in words().stops or self._in_time(i)

    def _joint(self, i: int) -> bool:
        """Whether "and" at `i` joins two parts of one name."""
        if not 0 < i < len(self.toks) - 1:
            return False
        left, right = self.toks[i - 1], self.toks[i + 1]
        if self.upper:
            return right.low not in _DETERMINERS
        if left.capital and right.capital and left.low not in _NOT_NAMES:
            return True
        return left.low in words().heads and (right.low in words().heads or right.capital)

    def _trim(self, start: int, end: int) -> tuple[int, int] | None:
        """Drop what stands before the name proper: adverbs, conjunctions, a leading "In Karachi"."""
        while start < end and (self.toks[start].low in _OPENERS or self._in_time(start)):
            start += 1
        if start < end and self.toks[start].low in ("in", "at", "from", "near", "on", "for", "of", "by") and end - start > 2:
            i = start + 1
            while i < end and (self.toks[i].capital or self.toks[i].low in ("the", "of")):
                i += 1
            start = i if i < end else end
        return (start, end) if start < end else None

    def name_after(self, start: int) -> tuple[int, int] | None:
        """Return the token range of the name that starts at token `start`, or None."""
        w = words()
        i = start
        while i < len(self.toks) and i - start < LONGEST_NAME:
            tok = self.toks[i]
            if tok.low == "." and not (self.toks[i - 1].low in _TITLES and i + 1 < len(self.toks)):
                break
            if tok.low == "(" and i > start and i + 2 < len(self.toks) and self.toks[i + 2].low == ")":
                i += 3
                continue
            if tok.low == ",":
                more = self._apposition(start, i)
                if more == i:
                    break
                i = more
                continue
            if (tok.low != "." and tok.low in _ENDS) or self._in_time(i):
                break
            if (tok.low == "and" and not self._joint(i)) or (tok.low in w.stops and i > start):
                break
            if tok.low in _AFTER_NAME and i > start:
                break
            i += 1
        while i > start and self.toks[i - 1].low in ("and", "of", "in", "on", "at", "the", "a", "late", "early", "for", "by"):
            i -= 1
        return (start, i) if i > start else None

    def _apposition(self, start: int, comma: int) -> int:
        """A title and then the name behind a comma: "a tribal elder, Haji Qader"."""
        if any(t.capital for t in self.toks[start + 1 : comma]) or self.upper:
            return comma
        i = comma + 1
        while i < len(self.toks) and self.toks[i].capital and i - comma <= 4:
            i += 1
        ended = i >= len(self.toks) or self.toks[i].low in _ENDS
        return i if i > comma + 1 and ended and self.toks[start].low in _DETERMINERS else comma


_BREAKS = frozenset({",", ";", ":", "—", "–", "-", "--", *_QUOTES, "'", "’"})
_INVERTING = frozenset(
    {
        "said",
        "says",
        "say",
        "added",
        "adds",
        "reported",
        "reports",
        "wrote",
        "writes",
        "explained",
        "recalled",
        "insists",
        "insisted",
        "announced",
        "noted",
        "notes",
    }
)
_TOLD = frozenset({"told", "tells", "informed", "tells us", "tell us"})
_HEARERS = frozenset(
    {
        "reporters",
        "us",
        "journalists",
        "me",
        "our",
        "reporter",
        "this",
        "paper",
        "the",
        "newspaper",
        "a",
        "news",
        "conference",
        "correspondent",
        "them",
        "parliament",
        "agency",
        "an",
        "international",
        "local",
        "media",
        "newsmen",
    }
)
_SETTINGS = frozenset(
    {
        "in",
        "at",
        "on",
        "by",
        "to",
        "during",
        "as",
        "through",
        "via",
        "late",
        "early",
        "from",
        "after",
        "when",
        "outside",
        "near",
        "here",
        "there",
        "while",
        "without",
        "speaking",
    }
)
_OPENERS = frozenset(
    {
        "but",
        "and",
        "meanwhile",
        "however",
        "also",
        "then",
        "later",
        "earlier",
        "still",
        "so",
        "yet",
        "now",
        "though",
        "although",
        "while",
        "whilst",
        "as",
        "that",
        "separately",
        "nor",
        "because",
        "since",
        "for",
        "overall",
        "elsewhere",
        "additionally",
        "hours",
        "once",
    }
)
_DETERMINERS = frozenset(
    {
        "a",
        "an",
        "the",
        "this",
        "these",
        "that",
        "no",
        "of",
        "in",
        "his",
        "her",
        "its",
        "their",
        "our",
        "any",
        "some",
        "another",
        "one",
        "two",
        "several",
        "other",
        "many",
        "first",
        "latest",
        "to",
        "for",
        "with",
        "on",
        "such",
        "initial",
        "early",
        "preliminary",
        "both",
        "all",
        "same",
    }
)
_NOT_NAMES = frozenset(
    {
        "on",
        "there",
        "this",
        "these",
        "those",
        "what",
        "which",
        "who",
        "in",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    }
)
_COMMON = frozenset({"it", "there", "this", "that", "most", "many", "some", "all", "more", "no", "nobody", "others"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "as", "reportedly", "than", "if"})
_NUMBERS = frozenset(
    [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "hundreds",
        "dozens",
        "scores",
        "thousands",
        "several",
    ]
)
_QUALIFIERS = frozenset(
    {
        "at",
        "about",
        "around",
        "some",
        "more",
        "over",
        "nearly",
        "almost",
        "up",
        "fewer",
        "less",
        "between",
        "approximately",
        "an",
        "as",
        "only",
    }
)
_NOUNS = frozenset(
    {
        "report",
        "reports",
        "state",
        "states",
        "estimate",
        "estimates",
        "document",
        "documents",
        "record",
        "records",
        "note",
        "notes",
        "list",
        "lists",
        "count",
        "counts",
        "dispute",
        "disputes",
        "warn",
        "broadcast",
    }
)
_TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "gen",
        "col",
        "lt",
        "sgt",
        "maj",
        "capt",
        "brig",
        "st",
        "sr",
        "jr",
        "prof",
        "rev",
        "hon",
        "sen",
        "gov",
        "rep",
        "adm",
        "cmdr",
        "cpl",
        "insp",
        "supt",
        "u.s",
        "u.n",
        "u.k",
        "no",
    }
)
_AFTER_NAME = frozenset(
    {
        "on",
        "late",
        "early",
        "at",
        "by",
        "here",
        "there",
        "for",
        "through",
        "against",
        "told",
        "released",
        "published",
        "issued",
        "quoted",
        "cited",
    }
)


def governing(found: Sequence[Cue], start: int, end: int) -> Cue | None:
    """Return the cue that the words at `start:end` stand under, or None when the text speaks in its own voice."""
    over = [cue for cue in found if cue.after and cue.end <= start and not cue.before]
    if over:
        return over[-1]
    behind = next((cue for cue in found if cue.before and cue.start >= end), None)
    if behind is not None:
        return behind
    return next((cue for cue in reversed(found) if cue.after and cue.end <= start), None)
