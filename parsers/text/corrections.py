"""A paper's note of correction: "Correction, 2 September: The toll is 15, not 16" takes back the 16 that it printed.

The number stands taken back where the text gives it before the note, in the paper's own voice: whoever it was given to did not
say it again. The words are `vocab/en/denials.toml`'s (`correction`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from aggregator.core.model import BoundBasis, Claim, Document, Qualifier, Role, Stance, Step, content_id
from aggregator.core.vocab import read as read_vocabulary
from parsers.text import trie
from parsers.text.numbers import read
from parsers.text.quantities import COUNT, Quantity
from parsers.text.tokens import tokenise


@cache
def _words() -> list[str]:
    words: list[str] = read_vocabulary("en/denials")["correction"]["opens"]
    return words


@cache
def _note() -> re.Pattern[str]:
    """Return what finds a note: its opening word, where a line or a sentence begins, up to its colon and to its end."""
    return re.compile(rf"(?:^|(?<=[.!?] ))[ (\[*]*{trie.pattern(_words())}\b[^:\n.]{{0,40}}: ?(?P<note>[^\n]+)", re.MULTILINE)


def corrected(document: Document, folded: str, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return `claims` with those that a note of correction in the text takes back taken back."""
    known = {claim.id: claim for claim in claims}
    for note in _note().finditer(folded) if claims and any(word in folded for word in _words()) else ():
        for claim in claims:
            if note.start("note") <= claim.start < note.end() and claim.qualifier is Qualifier.EXACT:
                for wrong in _taken_back(document, folded, claim, claims, note.start()):
                    known[wrong.id] = wrong
    return tuple(sorted(known.values(), key=lambda claim: (claim.start, claim.end, claim.outcome)))


def _taken_back(document: Document, folded: str, claim: Claim, claims: Sequence[Claim], note: int) -> list[Claim]:
    """Return what a claim of a note says was wrong: what the text told so before it, else a claim of the number itself."""
    found = _not_so_many(document, folded, claim)
    if found is None or found[2].low == claim.low:
        return []
    start, end, number = found
    before = [
        c
        for c in claims
        if c.end <= note and c.outcome is claim.outcome and c.stance is Stance.ASSERTS and not c.background
        if c.stated_low == c.stated_high == number.low
    ]
    if before:
        return [replace(c, stance=Stance.RETRACTS, attribution=_unvouched(c)) for c in before]
    wrong = replace(
        claim,
        id=content_id(document.id, start, end, claim.outcome),
        start=start,
        end=end,
        quote=document.text[start:end],
        low=number.low,
        high=number.low,
        best=number.low,
        stated_low=number.low,
        stated_high=number.low,
        bound_basis=BoundBasis.STATED,
        stance=Stance.RETRACTS,
        attribution=_unvouched(claim),
        subset_of=None,
    )
    return [wrong]


def _unvouched(claim: Claim) -> tuple[Step, ...]:
    """Return the chain of a claim without who vouches for it: a paper takes back its own word."""
    return tuple(step for step in claim.attribution if step.role is not Role.CLAIMANT)


def _not_so_many(document: Document, folded: str, claim: Claim) -> tuple[int, int, Quantity] | None:
    """Return the offsets and the number of "not 16" in the sentence of a claim."""
    line = tokenise(folded, document.text, claim.sentence_start, claim.sentence_start + len(claim.sentence))
    for at in (at for at, word in enumerate(line.words[:-1]) if word == "not"):
        first = at + 1 + (line.words[at + 1] == "the" and at + 2 < len(line.words))
        quantity = read(line, first)
        if quantity is not None and quantity.kind == COUNT and quantity.qualifier is Qualifier.EXACT and quantity.low:
            return line.starts[first], line.ends[quantity.end - 1], quantity
    return None
