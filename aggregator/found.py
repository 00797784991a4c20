"""The missing of whom a text tells that they were found: alive, in the same sentence, or as the dead whom it counts.

A part of `tally`; the words are in `vocab/en/tally.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from aggregator.core.model import Claim, Figure, Outcome, Tally
from aggregator.core.vocab import read
from aggregator.counts import Count, cue


def still_missing(figures: Sequence[Figure], said: list[Count], killed: Tally | None) -> list[Count]:
    """Return the counts of missing people less those who are told of as found again, or as seized before."""
    seized = [figure.claim for figure in figures if figure.claim.outcome is Outcome.ABDUCTED and not figure.claim.background]
    now = [count for count in said if any(cue("still_missing").search(figures[i].claim.behind) for i in count.members)]
    if now:  # "the bodies of two of the four who went missing ... the other two are still missing"
        said = [count for count in said if count in now or not all(_was_missing(figures[i].claim) for i in count.members)]
    return [
        count
        for count in said
        if not any(_found(figures, figures[i].claim, killed) or _seized(figures[i].claim, seized) for i in count.members)
    ]


def _seized(missing: Claim, seized: Sequence[Claim]) -> bool:
    """Say whether the missing are "the driver" of "men abducted a driver"."""
    words = (missing.victims.text or "").lower().split()
    before = ((claim.victims.text or "").lower().split()[-1:] for claim in seized if claim.start < missing.start)
    return words[:1] == ["the"] and words[-1:] in before


def _found(figures: Sequence[Figure], missing: Claim, killed: Tally | None) -> bool:
    """Say whether all of the missing were found: "were found alive", or "had been missing" before as many were found dead.

    "Twenty people were killed and 14 were reported missing" says nothing of whether any were found.
    """
    end = missing.end - missing.sentence_start
    again = cue("found_again").search(missing.sentence, end)
    if again and not _some().search(missing.sentence, end, again.start()):
        return True
    dead = killed.best if killed is not None and killed.best is not None else 0
    if not missing.best or dead < missing.best or killed is None:
        return False
    if cue("had_been_missing").search(missing.behind):
        return True
    bodies = any(cue("bodies_found").search(figures[i].claim.sentence) for i in killed.claims)
    return bodies and _was_missing(missing)


def _was_missing(claim: Claim) -> bool:
    """Say whether the text tells that people had been missing, before something else happened."""
    return cue("was_missing").search(claim.behind) is not None


@cache
def _some() -> re.Pattern[str]:
    """Return the pattern of words that tell of some of those before them: "two were found alive"."""
    numbers = "|".join(read("en/numbers")["units"])
    return re.compile(rf"\b(?:\d+|{numbers}|some|most|others?|few|several|none|not|yet)\b|[;.]", re.IGNORECASE)
