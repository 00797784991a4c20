"""Which of a text's figures is its last word: a sum of those before, a sum since Monday, a figure that first reports yield to.

A part of `tally`; the words are in `vocab/en/tally.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from aggregator.core.model import Basis, Claim, Figure
from aggregator.counts import Count, cue


def without_first_reports(figures: Sequence[Figure], said: list[Count]) -> list[Count]:
    """Drop what was said or thought at first ("police first spoke of nine dead"), where the text goes on to another figure."""
    said = [count for count in said if not _taken_back(figures, count, said)]
    old = [count for count in said if any(_at_first(figures[i].claim) for i in count.members)]
    return [
        count
        for n, count in enumerate(said)
        if count not in old
        or not (
            any(later.own_voice or later.total or _later(figures, later) for later in said[n + 1 :])
            or any(other.size >= count.size and other not in old for other in said[:n])
        )
    ]


def _later(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether a sentence tells that its figure came later: "investigators later documented 40 deaths"."""
    return any(cue("since_then").search(figures[i].claim.sentence) for i in count.members)


def _at_first(claim: Claim) -> bool:
    return cue("superseded").search(claim.sentence, 0, max(0, claim.start - claim.sentence_start)) is not None


def _taken_back(figures: Sequence[Figure], count: Count, said: Sequence[Count]) -> bool:
    """Say whether its sentence takes a figure back: "it was thought that 30 had died, but the true number was 12"."""
    claim = figures[count.members[0]].claim
    others = (figures[other.members[0]].claim for other in said)
    behind = [c.start for c in others if c.sentence_start == claim.sentence_start and c.start >= claim.end]
    start = claim.sentence_start
    first = claim.sentence[: min(behind) - start].rpartition(" but ")[0] if behind else ""
    return len(first) > claim.end - start and cue("first_thought").search(first) is not None


def summed_up(said: list[Count], toll: Count) -> list[Count]:
    """Return the count that is the sum of all before it, from the toll on: "259 aboard, 11 on the ground ... 270 deaths"."""
    own = [count for count in said[said.index(toll) :] if count.claimant == toll.claimant and count.best is not None]
    for at in range(2, len(own)):
        parts = [count.size for count in own[:at]]
        if own[at].best == sum(parts) and len(set(parts)) == at:  # the same number again is mostly the same people
            return [own[at]]
    return []


def sum_lately(figures: Sequence[Figure], indexes: list[int]) -> bool:
    """Say whether a text opens with a sum over days ("13 since Monday") that its other counts are parts of."""
    first, *rest = (figures[i].claim for i in indexes)
    if first.basis is not Basis.CUMULATIVE or cue("lately").search(first.sentence) is None:
        return False
    return sum(claim.best or 0 for claim in rest) <= (first.best or 0)


ALL = re.compile(r"\ball\s+(?:of\s+)?(?:the\s+)?$", re.IGNORECASE)  # "all four bodies"


def of_all(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether a count is "all 144 passengers": a whole of its own kind, beside which others may be counted."""
    claim = figures[count.members[0]].claim
    before = claim.sentence[max(0, claim.start - claim.sentence_start - 20) : claim.start - claim.sentence_start]
    return ALL.search(before) is not None and bool(claim.victims.text)
