"""A headline names in short who is named in full below it: "Rights group" over "the rights group Lamp of the Voiceless".

Its figure and the one that it sums up have one speaker, the body's: a report is no second voice beside itself. That is so where
the one name can stand for the other at all: "Hospital: 12 dead" over "twelve people died, police said" are two, and so are two
bodies of which both are named. Two candidates means none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from aggregator.claimants import canonical
from aggregator.core.codes import DOUBTS
from aggregator.core.model import Document, Figure, Qualifier, SourceKind
from aggregator.offices import role_of
from aggregator.ordered import goes_on, took_over
from aggregator.speakers import telling

OFFICES = ("country", "admin1", "town")


def echoed(document: Document, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return figures, those of a headline with the speaker of the figure that they sum up."""
    title = document.title or ""
    if not title or not document.text.startswith(title):
        return tuple(figures)
    body = [f for f in figures if f.claim.start >= len(title) and _names_a_speaker(f)]
    return tuple(_echoed(f, body) if f.claim.end <= len(title) and _names_a_speaker(f) else f for f in figures)


def _names_a_speaker(figure: Figure) -> bool:
    return figure.claim.claimant is not None and figure.claim.stance not in DOUBTS and not figure.claim.background


def _echoed(figure: Figure, body: Sequence[Figure]) -> Figure:
    if any(f.claimant == figure.claimant for f in body):
        return figure
    same = [f for f in body if _one_count(figure, f) and _short_for(figure, f)]
    if len({f.claimant for f in same}) != 1:
        return figure
    told = same[0]
    return replace(
        figure,
        claimant=told.claimant,
        claimant_name=told.claimant_name,
        claimant_kind=told.claimant_kind,
        side=told.side,
        party=told.party,
    )


def _one_count(figure: Figure, other: Figure) -> bool:
    a, b = figure.claim, other.claim
    stated = (a.stated_low, a.stated_high) == (b.stated_low, b.stated_high) != (None, None)
    return stated and (a.outcome, a.unit) == (b.outcome, b.unit) and b.subset_of is None


def _short_for(figure: Figure, other: Figure) -> bool:
    """Whether a headline's name may be short for another: part of its words, or a word for what the other is."""
    short, full = figure.claimant_name, other.claimant_name
    words, more = (frozenset(word.removesuffix("s") for word in telling(name)) for name in (short, full))
    if words and words <= more:
        return True
    kinds = {figure.claimant_kind, other.claimant_kind}
    role, office = role_of(short), role_of(full)
    if role is not None and office is not None and role is not office and office.scope in OFFICES:
        return False
    if _proper(short) or canonical(figure.claimant) or (len(kinds) == 2 and SourceKind.UNKNOWN not in kinds):
        return False
    return bool(words & more) or (len(kinds) == 1 and role is not None and _proper(full))  # "Jihadists", of an armed group


def _proper(name: str) -> bool:
    """Whether a name holds one of its own: a capital after its first word, which a headline writes with one anyway."""
    return name.isupper() or any(word[:1].isupper() for word in name.split()[1:])


def short(figures: Sequence[Figure], speaker: Mapping[str, str]) -> frozenset[str]:
    """Return the claims that give in short a number which their speaker, in the same text, tells in full.

    In full is with its bound ("at least 62 people died" under "Storm leaves 62 dead"), with who they were ("600 civilians"),
    with its parts, or with words of order ("has climbed to 62"). `speaker` is each claim's.
    """
    told: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    parents = {f.claim.subset_of for f in figures}
    for f in figures:
        claim = f.claim
        if claim.subset_of is None and claim.stated_low is not None and claim.stated_low == claim.stated_high:
            told[claim.document, speaker[claim.id], claim.outcome, claim.unit, claim.stated_low].append(f)
    found = set()
    for same in told.values():
        fullness = {f.claim.id: _fullness(f, f.claim.id in parents) for f in same}
        found |= {id for id, full in fullness.items() if full < max(fullness.values())}
    return frozenset(found)


def _fullness(figure: Figure, with_parts: bool) -> tuple[bool, ...]:
    claim = figure.claim
    ordered = took_over(claim) or goes_on(claim)
    return claim.qualifier is not Qualifier.EXACT, figure.population != "all", with_parts, ordered
