"""The rank of a victim: "a twelfth victim died in hospital" tells of twelve dead by now, or adds one to eleven told before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from aggregator.core.model import Basis, Claim, Outcome, Qualifier
from aggregator.core.vocab import read
from parsers.text import trie
from parsers.text.lexicon import lexicon

_DYING = frozenset(("happens", "state"))
SECOND = 2
_RANK = re.compile(r"^(?:(?:an?|(the))\s+)?(?:(\d{1,4})(?:st|nd|rd|th)|([a-z]+(?:-[a-z]+)?))\s+(\S+\s+)?\S+$")


def ranked(claims: Sequence[Claim], before: Sequence[Claim]) -> list[Claim]:
    """Return a sentence's claims, one dead of a rank as so many dead, or as one more where the text has told of the others."""
    ranks = [_ranked(claim, [*before, *(c for c in claims if c is not claim)]) for claim in claims]
    return [replace(c, basis=Basis.INCREMENT) if _of_the_hurt(c, before) else c for c in ranks]


def _of_the_hurt(claim: Claim, before: Sequence[Claim]) -> bool:
    """Return whether one of the wounded told of before has died on a later day, beside several who were dead by then."""
    if claim.outcome is not Outcome.KILLED or claim.rule not in _DYING or claim.high != 1 or claim.basis is not Basis.INCIDENT:
        return False
    told = [c for c in before if c.high is None or c.high > 1]
    dead, hurt = ([c for c in told if c.outcome is harm] for harm in (Outcome.KILLED, Outcome.INJURED))
    if not dead or not hurt or _of_wounds().search(claim.sentence.lower()) is None:
        return False
    now, then = _days(claim.sentence), {day for c in (*dead, *hurt) for day in _days(c.sentence)}
    return bool(now and then) and now.isdisjoint(then)


def _days(sentence: str) -> set[str]:
    """Return the days of the week that a sentence names."""
    return set(re.findall(r"[a-z]+", sentence.lower())) & set(read("en/negatives")["days"])


def _ranked(claim: Claim, others: Sequence[Claim]) -> Claim:
    rank = _rank(claim)
    if rank < 2 or not _later(claim):
        return claim
    told = [c for c in others if c.start < claim.start]
    if any(c.outcome is not Outcome.KILLED for c in others):
        return claim  # "Two men were hurt. A third man died": the third of those told of
    dead = max((c.best or c.low or 0 for c in told), default=0)
    if dead == rank - 1 and dead > 1:
        return replace(claim, basis=Basis.INCREMENT)
    if dead >= rank or (dead and rank == SECOND):
        return claim
    flags = (*claim.flags, "ordinal")
    return replace(
        claim,
        low=rank,
        high=None,
        best=rank,
        stated_low=rank,
        stated_high=rank,
        qualifier=Qualifier.AT_LEAST,
        explicit=True,
        flags=flags,
    )


def _rank(claim: Claim) -> int:
    """Return 12 for one dead who is "a twelfth victim" or "the 12th miner", 0 for others."""
    if claim.outcome is not Outcome.KILLED or claim.rule not in _DYING or claim.high != 1 or claim.explicit:
        return 0
    match = _RANK.match(claim.quote.lower())
    if match is None or (match[4] and not _says_who(match[4].strip())):
        return 0  # "a fifth grade teacher"
    if match[3] and match.start(3) and claim.quote[match.start(3)].isupper():
        return 0  # "a Third Army soldier"
    rank = int(match[2]) if match[2] else int(_ordinals().get(match[3], 0))
    return rank if match[1] is None or rank > FEW else 0


FEW = 3  # "the second victim died" may be of two who were shot; "the twelfth" is of twelve dead


def _says_who(word: str) -> bool:
    """Return whether a word may stand between a rank and its person: "a third Indian soldier"."""
    known = lexicon().singles.get(word)
    return known is not None and known.role in "jH"


def _later(claim: Claim) -> bool:
    """Return whether the words tell of one more of those harmed together: "victim", or dead of wounds."""
    return "victim" in claim.quote.lower() or _of_wounds().search(claim.sentence.lower()) is not None


@cache
def _of_wounds() -> re.Pattern[str]:
    data = read("en/negatives")
    return re.compile(rf"\b{trie.pattern([*data['of_wounds'], *data['died_since']])}\b")


@cache
def _ordinals() -> dict[str, int]:
    """Return the ranks in words, up to the twentieth."""
    words = read("en/tally")["rank"]["words"]
    ranks: dict[str, int] = {word: rank for rank, word in enumerate(words, 2)} | read("en/numbers")["ordinals"]
    return ranks
