"""What a denial, a doubt or a retraction speaks of: the figure it names, the claim it follows in its text, or one of the event's.

A doubt that names a number speaks of that number, whoever gave it and whenever. One without ("the army rejected the claim")
speaks of a speaker whom its sentence names, else of the count that its own text told right before it, else of the last count
that the event had heard. It never reaches the other figures of the event, nor its own side's, nor another kind of people, and
what one speaker denies over and over is denied once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from aggregator.core import vocab
from aggregator.core.model import Relation, Stance, Status
from aggregator.intervals import Bounds, overlap, ratio
from aggregator.pairs import PARTIAL, policy, printed, same_value
from aggregator.speakers import WORD, telling
from aggregator.standing import Standing

Aims = Mapping[str, frozenset[str]]


def aims(standing: Sequence[Standing], copies: Iterable[Relation] = ()) -> Aims:
    """Return which claims (by id) each doubt of an event (by id) speaks of; a copy stands for its original."""
    original = {r.a: r.b for r in copies}
    found: dict[str, frozenset[str]] = {}
    said: set[tuple[object, ...]] = set()
    for doubter in sorted((s for s in standing if s.doubt), key=lambda s: s.order):
        told = {original.get(s.id, s.id) for s in _with_copies(_aimed(doubter, standing), standing)}
        stance = doubter.figure.claim.stance
        found[doubter.id] = frozenset(id for id in told if (doubter.speaker, stance, id) not in said)
        said |= {(doubter.speaker, stance, id) for id in told}
    return found


def denied(aimed: Aims, standing: Sequence[Standing]) -> frozenset[str]:
    """Return the claims (by id) of which somebody says that they do not hold; a doubt is no denial."""
    deny = [s.id for s in standing if s.figure.claim.stance in (Stance.DENIES, Stance.DISPUTES)]
    return frozenset(id for doubter in deny for id in aimed.get(doubter, ()))


def _with_copies(aimed: Sequence[Standing], standing: Sequence[Standing]) -> list[Standing]:
    """Return the counts with those that give the same speaker's same number elsewhere."""
    return [
        s
        for s in standing
        if any(s.id == a.id or (s.speaker == a.speaker and s.outcome == a.outcome and same_value(s, a)) for a in aimed)
        and not s.doubt
    ]


def _aimed(doubter: Standing, standing: Sequence[Standing]) -> list[Standing]:
    told = [s for s in standing if _may_mean(doubter, s)]
    if not doubter.bounds.empty:
        kept = _still_told(doubter, standing)
        told = [s for s in told if not _put_in_its_place(doubter, s)]
        return [s for s in told if _same_number(doubter, s) and (s.speaker == doubter.speaker or not kept)]
    if doubter.figure.claim.stance is Stance.RETRACTS:
        return told
    named = [s for s in told if _names(doubter, s)]
    return (
        _before_it(doubter, named)
        or (_of_the_event(doubter, named) if named else _before_it(doubter, told))
        or (_of_the_event(doubter, told))
    )


def _may_mean(doubter: Standing, told: Standing) -> bool:
    """Whether a doubt can speak of a count at all: of what it is, who said it, and whom it counts."""
    stance = doubter.figure.claim.stance
    if told.doubt or doubter.outcome != told.outcome or told.bounds.empty or told.basis in PARTIAL:
        return False
    same = doubter.speaker == told.speaker
    if stance is Stance.RETRACTS:
        return (same or _own_paper(doubter, told)) and doubter.order > told.order
    side = doubter.figure.side
    if stance is not Stance.UNVERIFIED and (same or (side is not None and side == told.figure.side)):
        return False
    return {_people(doubter), told.figure.claim.victims.status} != {Status.CIVILIAN, Status.COMBATANT}


def _own_paper(doubter: Standing, told: Standing) -> bool:
    """Whether a paper takes back a number that it printed itself, whomever it had it from."""
    figure = doubter.figure
    papers = vocab.read("en/denials")["earlier_version"]["what"]  # "an earlier article" speaks for the paper
    own = figure.claim.claimant is None or figure.claimant_name.casefold().rpartition(" ")[2] in papers
    return own and not doubter.bounds.empty and figure.publisher is not None and figure.publisher == told.figure.publisher


def _still_told(doubter: Standing, standing: Sequence[Standing]) -> bool:
    """Whether the text that takes a number back tells it itself: then it corrects something else about these people."""
    claim = doubter.figure.claim
    return claim.stance is Stance.RETRACTS and any(
        s.figure.claim.document == claim.document
        and s.outcome == doubter.outcome
        and not s.doubt
        and _number(s) == _number(doubter)
        for s in standing
    )


def _put_in_its_place(doubter: Standing, told: Standing) -> bool:
    """Whether a count is another number of the text that takes one back: "the toll is 15, not 16" takes back no 15."""
    claim = doubter.figure.claim
    same = claim.stance is Stance.RETRACTS and told.figure.claim.document == claim.document
    return same and _number(told) != _number(doubter)


def _people(doubter: Standing) -> Status:
    """Return whom a doubt is about: "denied killing civilians" is a word on civilians only."""
    claim = doubter.figure.claim
    if not doubter.bounds.empty or claim.victims.status is not Status.UNKNOWN:
        return claim.victims.status
    words = vocab.read("reconcile")["aims"]["civilian"]
    return Status.CIVILIAN if not set(WORD.findall(claim.quote.casefold())).isdisjoint(words) else Status.UNKNOWN


def _same_number(doubter: Standing, told: Standing) -> bool:
    """Whether a doubt names the number of a count: "denied that 200 died" that of "about 200", not of "at least 26"."""
    low, high = sorted((_number(doubter), _number(told)), key=lambda b: b.bottom)
    if overlap(low, high):
        return True
    times = ratio(low, high)
    return times is not None and times < policy()["aim_times"]


def _number(s: Standing) -> Bounds:
    """Return the number as it was said: 200 of "at least 200", else the bounds."""
    claim = s.figure.claim
    stated = claim.stated_low if claim.stated_low == claim.stated_high else None
    return s.bounds if stated is None or claim.unit != "person" else Bounds(stated, stated)


def _names(doubter: Standing, told: Standing) -> bool:
    """Whether the doubt's own words name who gave the count: "rejected the claim of the rebels"."""
    claim = doubter.figure.claim
    words = telling(told.figure.claimant_name or told.figure.claimant)
    return told.figure.claim.claimant is not None and words <= set(WORD.findall(_NO_S.sub(" ", claim.quote.casefold())))


_NO_S = re.compile(r"['’]s?\b")


def _before_it(doubter: Standing, told: Sequence[Standing]) -> list[Standing]:
    """Return what the nearest sentence before a doubt in its own text tells: of wholes and parts the wholes."""
    claim = doubter.figure.claim
    before = [s for s in told if s.figure.claim.document == claim.document and s.figure.claim.start < claim.start]
    if claim.stance is not Stance.UNVERIFIED:
        before = [s for s in before if s.whole] or before
    last = max((s.figure.claim.sentence_start for s in before), default=None)
    return [s for s in before if s.figure.claim.sentence_start == last]


def _of_the_event(doubter: Standing, told: Sequence[Standing]) -> list[Standing]:
    """Return the last count told before a doubt, else the first that was told within a day of it: of wholes if there are any."""
    people = _people(doubter)
    told = [s for s in told if s.whole] or told
    told = [s for s in told if people is not Status.UNKNOWN and s.figure.claim.victims.status is people] or told
    before = [s for s in told if printed(s) < printed(doubter)]
    if before:
        return [max(before, key=printed)]
    soon = [s for s in told if _hours_later(s, doubter) <= policy()["later_hours"]]
    return [min(soon, key=printed)] if soon else []


def _hours_later(later: Standing, earlier: Standing) -> float:
    return (printed(later)[0] - printed(earlier)[0]) / 3600
