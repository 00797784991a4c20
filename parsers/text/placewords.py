"""The words by which places are told, of `aggregator/vocab/en/places.toml`, compiled."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from aggregator.core import vocab
from parsers.text import trie


class Words(NamedTuple):
    """See the file for what each list is."""

    hits: re.Pattern[str]
    lists: re.Pattern[str]  # without which no place is `listing`
    joins: re.Pattern[str]
    aside: re.Pattern[str]
    another: trie.Finder
    asides: trie.Finder  # without which `aside` finds nothing
    struck: re.Pattern[str]
    striker: re.Pattern[str]
    raised: re.Pattern[str]
    happenings: re.Pattern[str]
    happened: trie.Finder  # without which `happenings` finds nothing
    blows: trie.Finder
    listing: tuple[str, ...]
    weak: frozenset[str]
    moving: frozenset[str]
    amounts: frozenset[str]
    acronyms: frozenset[str]
    common: frozenset[str]
    media: frozenset[str]
    kinds: frozenset[str]
    unnumbered: frozenset[str]
    counting: frozenset[str]
    bare: frozenset[str]
    care: frozenset[str]
    directions: frozenset[str]
    inside: frozenset[str]
    not_places: frozenset[str]
    not_first: frozenset[str]
    function: frozenset[str]
    prefixes: tuple[str, ...]
    demonyms: tuple[str, ...]
    bureaus: frozenset[str]
    strikes: frozenset[str]
    revises: re.Pattern[str]


# Lists that are taken as they are.
_SETS = (
    *("weak", "moving", "amounts", "acronyms", "media", "unnumbered", "counting", "bare", "care", "directions", "inside"),
    *("not_places", "not_first", "function", "bureaus", "strikes"),
)


@cache
def vocabulary() -> Words:
    """Return the vocabulary of `en/places`, compiled; the first call reads the file."""
    data = vocab.read("en/places")
    kinds, leads = data["kinds"], trie.pattern
    settled = rf"the\s+(?:\w+\s+){{0,2}}{leads(data['settlements'])}\s+of"
    listing = rf"{leads(data['kinds'])}(?:\s+so\s+far)?(?:\s+(?:affected|hit))?\s+{leads(data['listing'])}:?"
    joined = rf"{leads(data['joins'])}(?:\s+the)?(?:\s+{leads(data['directions'])}){{0,2}}(?:\s+of)?"
    return Words(
        hits=re.compile(rf"\b(?<!-)(?:{listing}|{settled}|{leads(data['prepositions'])})(?!\w)"),
        lists=re.compile(rf"\b(?<!-){listing}"),
        joins=re.compile(rf"\s*,?\s*(?:{joined})\s+(?:the\s+|a\s+)?|\s*,\s*(?:the\s+)?"),
        aside=re.compile(
            rf"(?<!\w)(?<!their )(?<!the )(?<!his )(?<!her ){leads(data['aside'])}\b[^.;:,]*$"
        ),  # not "lost their lives in"
        another=trie.words(data["another"]),
        asides=trie.words(data["aside"]),
        struck=re.compile(rf"\s+(?:was|were|is|are|has\s+been|have\s+been)\s+(?:\w+\s+)?{leads(data['struck'])}(?!\w)"),
        striker=re.compile(rf"\b{leads(data['strikers'])} (?:also |have |had |has |then )?$"),
        raised=re.compile(rf"\b{leads(data['raised'])} (?:[\w-]+ ){{0,3}}$"),
        happenings=re.compile(rf"(?<=\w )(?:{leads(data['happenings'])})(?!\w)"),
        happened=trie.words(data["happenings"]),
        blows=trie.words(data["struck"]),
        listing=tuple(word for word in data["listing"] if word not in (":", "of")),
        kinds=frozenset(kinds),
        **{name: frozenset(data[name]) for name in _SETS},
        common=frozenset(data["common"]) | frozenset(vocab.read("en/common")["words"].split()),
        prefixes=tuple(data["prefixes"]),
        demonyms=tuple(data["demonyms"]),
        revises=re.compile(
            rf"[^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*){{0,2}}"
            rf"(?= {leads(data['revises'])} (?:[\w'-]+ ){{0,3}}{leads(data['tolls'])}\b)"
        ),
    )
