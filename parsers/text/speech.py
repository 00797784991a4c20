"""The words of saying, ready for look-ups: `aggregator/vocab/en/attribution.toml` compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from aggregator.core import vocab
from aggregator.core.model import Stance
from parsers.text import trie

Set = frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """See the file for what each list is. `hits` finds every verb and lead-in in folded text; `stance` says what a verb does."""

    hits: trie.Finder
    stance: dict[str, Stance]
    doubtful: Set
    noun: Set
    that: Set
    at: Set
    lives: Set
    naming: Set
    of: Set
    so: Set
    verdicts: Set
    toll: Set
    tolls: Set
    apart: Set
    data: Set
    by_phone: Set
    closing: Set
    leads: Set
    quoting: Set
    saying: Set
    citing: Set
    agents: Set
    persons: Set
    bodies: Set
    heads: Set
    headline: Set
    generic: Set
    generic_kinds: Set
    media: Set
    never: Set
    wires: Set
    platforms: re.Pattern[str]
    one: Set
    many: Set
    body: Set
    own: Set
    ours: Set
    objects: dict[str, str]
    pronouns: Set
    between: Set
    stops: Set
    spoke_of: Set
    tied: Set
    paired: Set
    mere: Set
    no_figure: Set
    after_name: Set
    inverting: Set
    telling: Set
    giving: Set
    given: Set
    hearers: Set
    settings: Set
    openers: Set
    determiners: Set
    articles: Set
    guilt: Set
    passive: Set
    quantities: Set
    qualifiers: Set
    titles: Set
    within: Set
    tails: Set
    never_first: Set
    does: Set
    passing_on: Set
    common: Set
    answering: trie.Finder
    revise: re.Pattern[str]


def object_of(nouns: list[str]) -> str:
    """Return the pattern of what stands behind a verb whose object is one of these nouns: "its earlier toll"."""
    apart = trie.pattern(vocab.read("en/attribution")["doubtful"]["apart"])
    return rf"(?:\s+(?!{apart}\b)[\w'-]+){{0,3}}?\s+{trie.pattern(nouns)}\b"


@cache
def words() -> Words:
    """Return the compiled vocabulary; the first call reads the file."""
    data = vocab.read("en/attribution")
    leads, heads, pronouns, sound = data["leads"], data["heads"], data["pronouns"], data["sound"]
    stance = {verb: Stance(name) for name, verbs in data["verbs"].items() for verb in verbs}
    persons, bodies = frozenset(heads["person"]), frozenset(heads["body"])
    sets = {name: frozenset(items) for name, items in data["grammar"].items()}
    sets |= {
        name: frozenset(data["doubtful"][name])
        for name in ("noun", "that", "at", "lives", "naming", "closing", "of", "so", "verdicts", "toll", "tolls", "apart")
    }
    sets |= {name: frozenset(pronouns[name]) for name in ("one", "many", "body", "own", "ours")}
    return Words(
        hits=trie.words([*stance, *leads["both"], *leads["quoting"], *leads["agent"]]),
        stance=stance,
        doubtful=frozenset(
            word for kind, items in data["doubtful"].items() for word in items if kind not in ("tolls", "apart", "verdicts")
        ),
        leads=frozenset([*leads["both"], *leads["quoting"]]),
        quoting=frozenset(leads["quoting"]),
        saying=frozenset(leads["saying"]),
        citing=frozenset(leads["citing"]),
        agents=frozenset(leads["agent"]),
        persons=persons,
        bodies=bodies,
        heads=persons | bodies,
        headline=frozenset(heads["headline"]),
        generic=frozenset(heads["generic"]),
        generic_kinds=frozenset(heads["generic_kinds"]),
        media=frozenset(data["passing"]["media"]),
        never=frozenset(heads["never"]),
        wires=frozenset(data["passing"]["wires"]),
        platforms=re.compile(rf"(?<!\w)(?:on|via|to)\s+({trie.pattern(data['passing']['platforms'])})(?![\w-])"),
        pronouns=sets["one"] | sets["many"] | sets["body"],
        objects=pronouns["objects"],
        answering=trie.words(data["answering"]["words"]),
        revise=re.compile(
            rf"\b(?:{trie.pattern(sound['revise'])}\b|{trie.pattern(sound['verbs'])}{object_of(data['doubtful']['tolls'])})"
        ),
        **sets,
    )
