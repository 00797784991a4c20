"""The patterns of time expressions, put together from the words of `aggregator/vocab/en/time.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from aggregator.core import vocab
from parsers.text import trie


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of `en/time`, and what its words name."""

    core: re.Pattern[str]  # expressions that begin with a letter
    figures: re.Pattern[str]  # those that begin with a digit
    first: re.Pattern[str]  # with what either may begin
    prefix: re.Pattern[str]
    month_numbers: dict[str, int]
    doubtful: frozenset[str]
    other: re.Pattern[str]
    comparing: re.Pattern[str]
    ranking: re.Pattern[str]


@cache
def compiled() -> Patterns:
    """Return the patterns of `en/time`; the first call reads the file."""
    words = vocab.read("en/time")
    alt, months, short, kinds = trie.pattern, words["months"], words["short_months"], _kinds(words)
    numbers = {name: index + 1 for index, name in enumerate(months)}
    numbers |= {name: numbers[next(full for full in months if full.startswith(name[:3]))] for name in short}
    return Patterns(
        core=_core(kinds, frozenset(kinds) - {"iso", "dmy", "year", "clock"}),
        figures=_core(kinds, frozenset(("iso", "dmy", "ago", "hours", "year", "clock"))),
        first=re.compile(_first(words)),
        prefix=re.compile(rf"(?<!\w)({alt(words['prefixes'])})(?:\s+(?:the|about|around))?[\s-]+$"),
        month_numbers=numbers,
        doubtful=frozenset(words["doubtful_months"]),
        other=re.compile(
            rf"(?<!\w)({alt(words['other_acts'])}|(?:up|down) from [\d,.]+\w*(?: million)?)"
            r"(?:\s+(?:early|late|in|on|back|again|only))?\s*$"
        ),
        ranking=re.compile(
            rf"(?<!\w)(?:{alt(words['comparing'])}|such)(?:\s+(?!ha[sd]\b|have\b|\d|\w+ed\b)[\w'’-]+){{1,4}}\s+(?:so\s+far\s+)?$"
        ),
        comparing=re.compile(
            rf"(?<!\w)(?:(?:{alt(words['comparing'])})(?:\s+(?!ha[sd]\b|have\b)[\w'’-]+){{0,6}}\s+since|than\s+(?:in|on|during))(?!\w)"
        ),
    )


def _kinds(words: dict[str, Any]) -> dict[str, str]:
    """Return the pattern of each kind of expression by its name, in the order in which they are tried."""
    alt = trie.pattern
    months, short = words["months"], words["short_months"]
    weekday, unit, part = alt(words["weekdays"]), alt(words["units"]), alt(words["parts_of_day"])
    amount = rf"(?:\d{{1,3}}|{alt(words['amounts'])})"
    any_month = rf"(?:{alt(months)}|{alt(short)}\.?)"
    year = r"(?:(?:1[89]|20)\d\d)"
    ordinal = r"(?:[0-3]?\d(?:st|nd|rd|th)?)"
    event = rf"(?:the\s+)?(?:[\w-]+\s+){{0,3}}?{alt(words['since_events'])}"
    return {
        "iso": rf"{year}-[01]\d-[0-3]\d|[0-3]?\d/[0-3]?\d/(?:19|20)?\d\d",
        "dmy": rf"{ordinal}(?:\s*(?:-|–|to|and)\s*{ordinal})?(?:\s+of)?\s+{any_month}(?!\w)(?:,?\s+(?:{year}|\d\d(?=\s*\()))?",
        "mdy": (
            rf"{any_month}\s+{ordinal}(?!\d|[.:,]\d|\s*(?:people|killed|dead))(?:\s*(?:-|–|to|and)\s*{ordinal}(?![\w,.]\d))?(?:,?\s+{year})?"
        ),
        "my": rf"{any_month}(?:\s+of)?,?\s+{year}",
        "dow": (
            rf"(?:(?:last|this|past|next|early|late|previous)\s+(?:on\s+)?)?(?:week\s+)?{weekday}(?:\s+(?:last\s+week|week|{part}))?"
        ),
        "since": (
            rf"since\s+(?:the\s+(?:start|beginning|outbreak|end|onset)\s+of\s+{event}|{event}\s+{alt(words['since_verbs'])})"
        ),
        "earlier": rf"{alt(words['past'])}",
        "alone": rf"{alt(words['alone'])}",
        "ago": (
            rf"(?:more\s+than\s+|about\s+|almost\s+|nearly\s+|approximately\s+|some\s+|around\s+)?{amount}\s+{unit}s?\s+(?:ago|earlier|later|before)(?!\w)"
        ),
        "past": (
            rf"(?:the\s+|these\s+)?(?:last|past|previous|preceding)\s+(?:(?:\d{{1,3}}|{alt(words['amounts'])})[\s-]+)?{unit}s?(?:\s+{weekday})?"
        ),
        "this": rf"(?:this|that)\s+(?:{unit}|{part}|{weekday}|{alt(words['months'])}|{alt(words['seasons'])})",
        "lastmonth": rf"(?:last|late\s+last|early\s+last)\s+(?:{alt(words['months'])}|{alt(words['seasons'])})",
        "within": (
            rf"(?:in|over|within|during)\s+(?:just\s+|only\s+|less\s+than\s+|about\s+|barely\s+)?(?:\d{{1,3}}|{alt(words['amounts'])})\s+{unit}s?"
        ),
        "hours": (
            rf"(?:\d{{1,3}}|{alt(words['amounts'])})[\s-]+{unit}s?(?=\s+(?:period|of\s+(?:fighting|clashes|violence|protests|rain|heavy)))"
        ),
        "month": rf"(?:(?:early|late|mid)[\s-]+)?{alt(months)}",
        "year": rf"{year}s?",
        "clock": r"\d{1,2}(?:[:.]\d\d)?(?:\s*(?:[ap]\.m\.|[ap]\.?m\b)|\s+gmt|\s+o['’]clock)|\d\d:\d\d(?:\s+gmt)?",
        "part": rf"(?:(?:early|late|mid)\s+)?{part}",
    }


def _core(kinds: dict[str, str], names: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of these kinds of expression.

    Each is named by an empty group at its end, not by one around it: so `re` sees at the first character which cannot be.
    """
    alternatives = "|".join(f"(?:{pattern})(?P<{name}>)" for name, pattern in kinds.items() if name in names)
    return re.compile(rf"(?<![\w$€£-])(?:{alternatives})(?!\w|[.,]\d)")


def _first(words: dict[str, Any]) -> str:
    """Return a quick pattern for the words with which an expression may begin; `core` decides."""
    alt = trie.pattern
    amount = rf"(?:\d{{1,3}}|{alt(words['amounts'])})"
    counted = rf"{amount}[\s-]+{alt(words['units'])}"
    named = [*words["weekdays"], *words["months"], *words["short_months"], *words["parts_of_day"]]
    opening = {*named, "since", "last", "past", "previous", "preceding", "early", "late", "mid", "next", "week"}
    opening |= {phrase for phrase in (*words["alone"], *words["past"]) if " " not in phrase}
    days = {*words["units"], *words["parts_of_day"], *words["weekdays"], *words["months"], *words["seasons"]}
    follow = {"the": {"last", "past", "previous", "preceding"}, "this": {"on", *days}, "that": days}  # what makes them a time
    follow["these"] = follow["the"]
    for first, second in (phrase.split()[:2] for phrase in (*words["alone"], *words["past"]) if " " in phrase):
        if first not in {*opening, "in", "at", "so", "around", "shortly"}:
            follow[first] = follow.get(first, set()) | {second}
    pairs = "|".join(rf"{first}(?=\s+{alt(sorted(seconds))})" for first, seconds in follow.items())
    return (
        rf"\b(?<![$€£-])(?:\d|{alt(sorted(opening))}(?!\w)|{counted}|{pairs}|so(?=\s+far)"
        rf"|(?:in|over|within|during)(?=\s+(?:just|only|less|about|barely|recent|{amount}))"
        rf"|(?:more\s+than|about|almost|nearly|approximately|some|around|shortly)(?=\s+(?:after|{amount}|midnight))|at(?=\s+(?:dawn|day|night|dusk|the)))"
    )
