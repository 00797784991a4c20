"""Which of a text's figures is its last word: a sum of those before, a sum since Monday, a figure that first reports yield to.

A part of `tally`; the words are in `vocab/en/tally.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from aggregator.core.model import Basis, Claim, Document, Figure, Outcome
from aggregator.core.vocab import read
from aggregator.counts import Count, added, cue


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
    return cue("superseded").search(claim.before) is not None


def _taken_back(figures: Sequence[Figure], count: Count, said: Sequence[Count]) -> bool:
    """Say whether its sentence takes a figure back: "it was thought that 30 had died, but the true number was 12"."""
    claim = figures[count.members[0]].claim
    others = (figures[other.members[0]].claim for other in said)
    behind = [c.start for c in others if c.sentence_start == claim.sentence_start and c.start >= claim.end]
    start = claim.sentence_start
    first = claim.sentence[: min(behind) - start].rpartition(" but ")[0] if behind else ""
    return len(first) > claim.end - start and cue("first_thought").search(first) is not None


def summed_up(said: list[Count], toll: Count) -> list[Count]:
    """Return the count that is the sum of all before it, from the toll on: "259 aboard, 11 on the ground ... 270 deaths".

    All are of one voice, or the sum is told as a total.
    """
    behind = [count for count in said[said.index(toll) :] if count.best is not None]
    own = [count for count in behind if count.claimant == toll.claimant]
    for counts in (own, behind):
        for at in range(2, len(counts)):
            parts = [count.size for count in counts[:at]]
            if counts[at].best == sum(parts) and len(set(parts)) == at and (counts is own or counts[at].total):
                return [counts[at]]  # the same number again is mostly the same people
    return []


def without_parts(figures: Sequence[Figure], toll: Count, said: Sequence[Count]) -> list[Count]:
    """Leave out the lower counts that are told as some of the toll, whoever tells them.

    So are the dead of the wounded ("two of the injured died"), those of whom a last one is told behind ("five were hurt slightly,
    while the sixth ..."), and any lower count by a voice that gives the toll itself.
    """
    agreeing = {count.claimant for count in said if count is not toll and count.size == toll.size}
    parts = in_parts(figures, toll, said)
    return [
        count
        for count in said
        if count is toll
        or not (count in parts or (count.size < toll.size and (count.claimant in agreeing or _of_some(figures, count))))
    ]


def _of_some(figures: Sequence[Figure], count: Count) -> bool:
    claim = figures[count.members[0]].claim
    behind = claim.behind
    last = cue("rank").search(behind)
    nth = last is not None and read("en/tally")["rank"]["words"].index(last.group().lower()) + 2 == (claim.best or 0) + 1
    return nth or (claim.outcome is Outcome.KILLED and cue("of_the_hurt").match(behind.lstrip()) is not None)


def in_parts(figures: Sequence[Figure], toll: Count, rivals: Sequence[Count]) -> list[Count]:
    """Return the lower counts of other voices that are the toll told part by part: they come to it exactly.

    "At least 13 were killed ... eleven in Bena, a mayor said ... two soldiers in Buta, said the minister": each of its own place,
    or the toll is too large for a chance. Counts that somebody calls a toll are none.
    """
    parts = [count for count in rivals if count.claimant != toll.claimant and count.size < toll.size and count.best]
    if len(parts) < 2 or any(count.total for count in parts) or sum(count.size for count in parts) != toll.size:
        return []
    places = {figures[count.members[0]].claim.place.text for count in parts}
    apart = len(places) == len(parts) and None not in places
    return parts if apart or toll.size > _CHANCE else []


def over_attacks(figures: Sequence[Figure], dead: Sequence[Count], said: list[Count]) -> list[Count]:
    """Add up the wounded of two attacks, where the dead told beside them come to the toll before, or are more each time."""
    if len(said) > 1 and _each_more(figures, dead, said):
        return [added(said, "sum_over_attacks")]
    if len(said) < 2 or not dead or any(count.besides or count.total for count in said):
        return said
    toll, rest = dead[0], dead[1:]
    sentences = [{figures[i].claim.sentence_start for i in count.members} for count in (*rest, *said)]
    here, there = sentences[: len(rest)], sentences[len(rest) :]
    apart = len(here) > 1 and here == there and len(set().union(*here)) == len(here)
    whole = toll.best is not None and sum(count.size for count in rest) == toll.best and not any(c.further for c in rest)
    return [added(said, "sum_over_attacks")] if apart and whole else said


def _each_more(figures: Sequence[Figure], dead: Sequence[Count], said: Sequence[Count]) -> bool:
    """Say whether each sentence tells of more dead and of wounded: "killing two, wounding six ... killing two more"."""
    here, there = ([figures[count.members[0]].claim for count in counts] for counts in (dead, said))
    deeds = all(claim.rule == "active" for claim in (*here, *there)) and all(count.further for count in dead[1:])
    return deeds and [claim.sentence_start for claim in here] == [claim.sentence_start for claim in there]


def over_deeds(document: Document, figures: Sequence[Figure], said: list[Count]) -> list[Count]:
    """Add up what one attacker did in two places: "He killed his mother at home, drove to a school and killed nine children"."""
    for at in range(len(said) - 1):
        first, then = said[at : at + 2]
        a, b = ([figures[i].claim for i in count.members] for count in (first, then))
        between = document.text[max(claim.end for claim in a) : min(claim.start for claim in b)]
        two = len(between) < _FAR and max(first.size, then.size) > 1 and _a_deed(first, a) and _a_deed(then, b)
        if two and cue("moved_on").search(between):
            return [*said[:at], added([first, then], "sum_over_deeds"), *said[at + 2 :]]
    return said


def _a_deed(count: Count, claims: Sequence[Claim]) -> bool:
    """Say whether a count is of people whom somebody killed, each told by a noun of their own or by whose they are."""
    named = all(cue("whoever").search(claim.victims.text or "people") is None for claim in claims)
    done = all(claim.rule == "active" and claim.basis is Basis.INCIDENT for claim in claims)
    return done and named and not (count.total or count.attacker or count.further)


_FAR = 400  # characters between two deeds
_CHANCE = 6  # up to this many, two lower tolls of two voices may come to a third by chance


def outgrown(figures: Sequence[Figure], said: list[Count], toll: Count) -> list[Count]:
    """Return the totals that run over all places, or that a toll has grown to since ("has risen to five").

    "At least five" or "five to nine" in the text's own voice has been weighed against those that it quotes behind it.
    """
    larger = (count for count in said if count.size > toll.size)
    weighed = toll.own_voice and None in (toll.low, toll.high, toll.best)
    return [count for count in larger if count.everywhere or (has_risen(figures, count) and not weighed)]


def still_said(figures: Sequence[Figure], said: list[Count], last: Count) -> list[Count]:
    """Leave out the lower counts that stood before a toll had risen: they were right in their time."""
    if not has_risen(figures, last):
        return said
    return [count for n, count in enumerate(said) if n >= said.index(last) or count.size >= last.size]


def has_risen(figures: Sequence[Figure], toll: Count) -> bool:
    """Say whether a toll is told as one that has grown: who is told dead behind it is among them."""
    claim = figures[toll.members[0]].claim
    start = claim.sentence_start
    before = (f.claim.rule for f in figures if f.claim.sentence_start == start and f.claim.end <= claim.start)
    told = "toll" in claim.rule or any("toll" in rule for rule in before)  # "has risen to seven dead and 33 wounded"
    return told and claim.basis is Basis.INCIDENT and cue("risen").search(claim.sentence, 0, claim.end - start) is not None


def sum_lately(figures: Sequence[Figure], indexes: list[int]) -> bool:
    """Say whether a text opens with a sum over days ("13 since Monday") that its other counts are parts of."""
    first = figures[indexes[0]].claim
    if first.basis is not Basis.CUMULATIVE or cue("lately").search(first.sentence) is None:
        return False
    own = [figures[i].claim for i in indexes[1:] if not _over_weeks(figures[i])]  # "while 310 were killed during June"
    return sum(claim.best or 0 for claim in own) <= (first.best or 0)


def _over_weeks(figure: Figure) -> bool:
    start, end = figure.window.start, figure.window.end
    return start is not None and end is not None and (end - start).days >= _WEEKS


_WEEKS = 14  # days from which on a figure's window is no incident's


ALL = re.compile(r"\ball\s+(?:of\s+)?(?:the\s+)?$", re.IGNORECASE)  # "all four bodies"


def of_all(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether a count is "all 144 passengers": a whole of its own kind, beside which others may be counted."""
    claim = figures[count.members[0]].claim
    before = claim.sentence[max(0, claim.start - claim.sentence_start - 20) : claim.start - claim.sentence_start]
    return ALL.search(before) is not None and bool(claim.victims.text)
