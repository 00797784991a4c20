"""One document's figures to the toll of the one incident it reports: what `tally` prints.

The rules, in order, for each outcome:

1. Background, other incidents, running totals, denials, households and parts of a stated whole stay out.
2. Who was hurt, seized or missing and then killed, in the same words, is killed; so is the wounded told of as dead later.
3. In one sentence, figures for different people add ("two soldiers and a civilian" is 3), unless one of them is the sum.
4. Singled-out people ("a teacher was shot dead ... he then killed the principal") add up until the text gives a count; words
   that can mean one person ("a teen", "a boy of 14", "the victim") are one (`mentions`).
5. "Two others", "another man", "he then killed ..." add to the count before them; attackers who die apart from the toll add to
   their victims (`attackers`), and so do the dead of the other side ("two soldiers were killed ... troops killed three
   militants").
6. Reports open with their toll: the first count stands and what follows by the same voice are its details, unless a larger
   one is stated as the total ("overall", "the death toll", "all four"), says it better (`opening`) or is the sum of those
   before; what was said at first yields.
7. Those shot are not all injured: the dead among them are taken away; an attacker who died is none of them.
8. A hazard told place by place or wave by wave comes to the sum of them (`areas`); the dead of the wounded are not wounded
   (`wounded`).
9. Counts that different claimants put differently give a range, but a toll in the text's own voice has weighed the lower ones.
10. The same people counted again in a sentence ("five, and possibly nine"; "six by one, eight by another") give a range.

Nothing is averaged; `best` is a stated value or a sum of stated values, or None where there is only a range or a vague word.
The words are in `vocab/en/tally.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from aggregator.areas import abroad, by_place, each_place
from aggregator.attackers import (
    by_name,
    by_own_hand,
    did_the_deed,
    in_custody,
    on_top,
    shot_by_police,
    whole_with_attackers,
    within,
)
from aggregator.core.model import Basis, Claim, Document, Figure, Outcome, Qualifier, Stance, Tally
from aggregator.core.vocab import read
from aggregator.counts import Count, added, cue, solid, spread, tallied, times, two_ends
from aggregator.discretion import NAMED
from aggregator.mentions import behind, chains, distinct, next_deed, told_of_once, unnamed
from aggregator.opening import opening
from aggregator.populations import WHOLE
from aggregator.sides import died_later, other_side, told_before, told_twice
from aggregator.totals import ALL, of_all, sum_lately, summed_up, without_first_reports
from aggregator.wounded import OWN_END, SUBJECTS, attacks, dead_casualties, fallen, living, split_up, survivors

LESSER = {Outcome.INJURED, Outcome.ABDUCTED, Outcome.DETAINED, Outcome.MISSING, Outcome.TRAPPED}
STANDING = {Stance.ASSERTS, Stance.CONFIRMS, Stance.REVISES}
BASES = {Basis.INCIDENT, Basis.INCREMENT, Basis.CUMULATIVE}


def tally(document: Document, figures: Sequence[Figure]) -> dict[Outcome, Tally]:
    """Return the toll per outcome of the incident that `document` reports; outcomes it does not speak of are absent."""
    told = [i for i, figure in enumerate(figures) if counts(figure) and not in_custody(document, figure.claim)]
    kept = graver_only(figures, told)
    found: dict[Outcome, Tally] = {}
    outcome_of = {i: figures[i].claim.outcome for i in kept} | dict.fromkeys(dead_casualties(figures, kept), Outcome.KILLED)
    outcomes = dict.fromkeys(outcome_of.values())
    for outcome in sorted(outcomes, key=lambda outcome: outcome is not Outcome.KILLED):
        said = said_of(figures, [i for i in kept if outcome_of[i] is outcome], kept)
        if outcome is Outcome.INJURED:
            said = survivors(figures, said, kept)
        if outcome is Outcome.INJURED and Outcome.KILLED in found and (dead := fallen(figures, found[Outcome.KILLED])) != 0:
            said = living(document, figures, said, dead)
        if said:
            found[outcome] = tallied(across_sentences(document, figures, solid(said)))
    return found


def said_of(figures: Sequence[Figure], indexes: list[int], kept: list[int]) -> list[Count]:
    """Return what each sentence says of one outcome, in the order of the text."""
    sentences: dict[int, list[int]] = {}
    for i in wholes(figures, indexes):
        sentences.setdefault(figures[i].claim.sentence_start, []).append(i)
    counts = [count for group in sentences.values() for count in one_sentence(figures, group)]
    return [replace(count, further=count.further and not contrasted(figures, count, kept)) for count in counts]


def contrasted(figures: Sequence[Figure], count: Count, kept: list[int]) -> bool:
    """Say whether "others" sets these people against those of another outcome in the same sentence ("1 dead, 3 others hurt")."""
    claim = figures[count.members[0]].claim
    before = [figures[i].claim for i in kept if figures[i].claim.start < claim.start]
    if claim.outcome is Outcome.INJURED and before and max(before, key=lambda c: c.start).outcome is Outcome.KILLED:
        return True  # "One died at the scene. Five others were hurt."
    return any(other.sentence_start == claim.sentence_start and other.outcome is not claim.outcome for other in before)


def counts(figure: Figure) -> bool:
    """Say whether a figure can belong to the incident's own toll."""
    claim = figure.claim
    stated = claim.low is not None or claim.high is not None or claim.best is not None
    return stated and claim.unit == "person" and not claim.background and claim.stance in STANDING and claim.basis in BASES


def graver_only(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Drop a figure whose very words are also counted as killed, and the wounded or missing who is told of as dead later."""
    dead = [figures[i].claim for i in indexes if figures[i].claim.outcome is Outcome.KILLED]
    killed = {(claim.start, claim.end) for claim in dead}
    lesser = {i for i in indexes if figures[i].claim.outcome in LESSER}
    gone = {i for i in lesser if (figures[i].claim.start, figures[i].claim.end) in killed}
    gone |= {i for i in lesser - gone if any(died_later(figures[i].claim, claim) for claim in dead)}
    return [i for i in indexes if i not in gone]


def wholes(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Drop parts whose whole is among the figures, and running totals where an incident's own count stands."""
    present = {figures[i].claim.id for i in indexes}
    indexes = without_nobody(figures, indexes)
    whole = [i for i in indexes if figures[i].claim.subset_of not in present]
    if any(figures[i].claim.basis is Basis.INCIDENT for i in whole):
        if sum_lately(figures, whole):
            return whole[:1]
        return [i for i in whole if figures[i].claim.basis is not Basis.CUMULATIVE]
    return whole


def without_nobody(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Drop the zero of some ("no officers were hurt", "none of the children") where others are counted, or were before it."""
    some = [i for i in indexes if figures[i].claim.high != 0]
    if not some or len(some) == len(indexes):
        return indexes
    first = figures[some[0]].claim.start
    return [i for i in indexes if figures[i].claim.high != 0 or (figures[i].claim.start < first and not _of_some(figures[i]))]


def _of_some(figure: Figure) -> bool:
    """Say whether a zero speaks of some people only."""
    words = (figure.claim.victims.text or "").lower()
    return bool(words) and not cue("anybody").search(words)


def count_of(figure: Figure, index: int) -> Count:
    """Return one figure as a count, with what its words say of how it adds."""
    claim = figure.claim
    victims = _MORE_THAN.sub("", f"{claim.quote} {claim.victims.text or ''}")
    before = claim.sentence[: max(0, claim.start - claim.sentence_start)]
    behind = claim.sentence[claim.end - claim.sentence_start :]
    # "killing one and injuring eight"; but "one is in critical condition" is one of those told of
    bare = claim.quote.lower() in ("one", "1") and not claim.victims.text
    bare = bare and (claim.outcome is Outcome.KILLED or claim.rule != "state")
    further = cue("further").search(victims) is not None
    count = Count(
        low=claim.low,
        high=claim.high,
        best=claim.best,
        stated_high=claim.stated_high,
        members=(index,),
        claimant=figure.claimant,
        own_voice=claim.claimant is None,
        single=claim.best == 1 and claim.qualifier is Qualifier.EXACT and not cue("somebody").search(victims) and not bare,
        total="toll" in claim.rule
        or (claim.rule == "counted" and cue("with_so_many").fullmatch(before.rstrip()) is not None)
        or bool(cue("total").search(f"{before[-60:]} {victims}"))
        or bool(cue("everywhere").search(behind[:60]))
        or (claim.outcome is Outcome.KILLED and ALL.search(before) is not None and not attacks(claim))
        or bool(cue("opening").match(before)),
        further=claim.basis is Basis.INCREMENT or further or next_deed(claim),
        besides=further,
        attacker=(claim.rule in OWN_END and claim.outcome is Outcome.KILLED)
        or attacks(claim)
        or shot_by_police(claim)
        or by_own_hand(claim),
        rank=_rank(victims) if further else 0,
        named=NAMED in claim.flags,
        narrow=figure.population != WHOLE
        or cue("bodies").match(behind.lstrip()) is not None
        or cue("own_people").search(f"{before[-40:]}{claim.quote}{behind[:25]}") is not None,
    )
    return times(count, each_place(figure))


def _rank(victims: str) -> int:
    """Return 2 for "a second victim", 3 for "a third", 0 where no rank is told."""
    match = cue("rank").search(victims)
    return read("en/tally")["rank"]["words"].index(match.group().lower()) + 2 if match else 0


_MORE_THAN = re.compile(r"\bmore than\b", re.IGNORECASE)  # a qualifier, not "two more"


def one_sentence(figures: Sequence[Figure], indexes: list[int]) -> list[Count]:
    """Add up what one sentence says of different people; keep figures of different claimants, and who killed, apart."""
    once = told_twice(figures, [count_of(figures[i], i) for i in ungraded(figures, unnamed(figures, split_up(figures, indexes)))])
    said = solid([at_least_its_parts(figures, count) for count in told_of_once(figures, once)])
    doers = [count for count in said if figures[count.members[0]].claim.rule in OWN_END and count.attacker]
    if doers and len(said) > len(doers):
        return [*_one_sum(figures, [count for count in said if count not in doers]), *doers]
    return _one_sum(figures, said)


def _one_sum(figures: Sequence[Figure], said: list[Count]) -> list[Count]:
    """Return the counts of one sentence as one where they are of one voice."""
    said = [count for count in said if not _found_dead(figures, count, said)]
    if len(said) == 1:
        return said
    largest = max(said, key=lambda count: count.size)
    rest = [count for count in said if count is not largest and figures[count.members[0]].claim.rule != "reflexive"]
    if len(rest) > 1 and largest.size == sum(count.size for count in rest) and not listed(figures, said, largest):
        return [largest]
    if broken_down(figures, said, largest):
        return [largest]
    himself = any(figures[i].claim.rule == "reflexive" for count in said for i in count.members)
    if len({count.claimant for count in said}) > 1 and not himself:
        return said
    if len(said) == 2 and (ends := two_ends(*said)):
        return [ends]
    said = [replace(count, total=count.total and not of_all(figures, count)) for count in said]
    totals = [count for count in said if count.total and count.size >= largest.size]
    if totals:
        return [totals[-1]]
    return [added(said, "sum_of_parts")]


def _found_dead(figures: Sequence[Figure], count: Count, said: Sequence[Count]) -> bool:
    """Say whether a count is of bodies of those told dead before: "14 are dead; the coroner has received 11 bodies"."""
    claim = figures[count.members[0]].claim
    if cue("bodies").match(behind(claim).lstrip()) is None:
        return False
    earlier = (figures[other.members[0]].claim for other in said if other.size >= count.size and other is not count)
    return any(
        c.end <= claim.start and ";" in c.sentence[c.end - c.sentence_start : claim.start - c.sentence_start] for c in earlier
    )


def ungraded(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Drop those of one sentence of whom it only tells how they fare: "nine injured, one in critical condition"."""
    graded = [i for i in indexes if figures[i].claim.rule == "state" and _tells_how(figures[i].claim)]
    rest = [i for i in indexes if i not in graded]
    counted = sum(figures[i].claim.best or 0 for i in rest)
    return rest if rest and counted > max((figures[i].claim.best or 0 for i in graded), default=0) else indexes


def _tells_how(claim: Claim) -> bool:
    """Say whether the words right behind a figure tell how these people fare."""
    return cue("condition").search(_STOP.split(behind(claim)[:60], maxsplit=1)[0]) is not None


_STOP = re.compile(r"[.;,]")


def at_least_its_parts(figures: Sequence[Figure], count: Count) -> Count:
    """Give "up to 20, including at least 14 of one family" the low end that its own parts give it."""
    if count.low is not None:
        return count
    whole = figures[count.members[0]].claim.id
    parts = [figure.claim.low for figure in figures if figure.claim.subset_of == whole and figure.claim.low is not None]
    return replace(count, low=max(parts, default=None), floored=True)


def broken_down(figures: Sequence[Figure], said: list[Count], largest: Count) -> bool:
    """Say whether what follows the largest splits it: "142 died - 31 had frozen, 46 burned", "two died, one in a car ..."."""
    first, second = sorted((figures[count.members[0]].claim for count in said), key=lambda claim: claim.start)[:2]
    if figures[largest.members[0]].claim is not first or sum(count.size for count in said) > 2 * largest.size:
        return False
    gap = first.sentence[first.end - first.sentence_start : second.end - first.sentence_start]
    split = _SPLITS.search(gap)
    return split is not None and not (split[0].endswith("one") and second.victims.text)


_SPLITS = re.compile(r"[\u2014\u2013:]| - | -- |\((?=[^)]*$)|, one$", re.IGNORECASE)


def listed(figures: Sequence[Figure], said: list[Count], largest: Count) -> bool:
    """Say whether the largest is one of a list ("a driver, a guard and two miners were killed") and so not the sum of the rest.

    A sum stands first and has its parts in commas ("three people, a man and two women, were killed"), or last behind a break.
    """
    claims = sorted((figures[count.members[0]].claim for count in said), key=lambda claim: claim.start)
    own, first, last = figures[largest.members[0]].claim, claims[0], claims[-1]
    if own is last:
        gap = own.sentence[claims[-2].end - own.sentence_start : own.start - own.sentence_start]
        return _AND.search(gap) is not None or cue("next_deed").search(gap) is not None
    if own is not first:
        return True
    known = any(_KNOWN.match(claim.victims.text or claim.quote) for claim in claims[1:])
    if known and not cue("general").search(own.victims.text or "people"):
        return True  # "killed two cooks, the manager and his son"
    behind = _VERB.split(last.sentence[last.end - last.sentence_start :], maxsplit=1)[0].rstrip()
    return own.rule in SUBJECTS and len({claim.rule for claim in claims}) == 1 and behind[-1:] not in tuple(",)-.\u2013\u2014")


_KNOWN = re.compile(r"(?:the|his|her|their)\b", re.IGNORECASE)
_VERB = re.compile(r"\b(?:were|was|are|is|have|has|had|died|killed|injured|wounded|abducted|kidnapped|detained)\b")
_AND = re.compile(r"^[^.;:()]{0,60}(?:\band|&)\s+(?:(?:his|her|their|its|the)\s+)?$", re.IGNORECASE)


def across_sentences(document: Document, figures: Sequence[Figure], said: list[Count]) -> Count:
    """Read the sentences' counts in the order of the text and return the toll they come to."""
    said = by_name(document, figures, said)
    doers = [count for count in said if count.attacker and not count.total and did_the_deed(figures, count, said)]
    attackers = distinct(figures, doers)
    victims = chains(figures, [count for count in said if count not in attackers])
    if not victims:
        return attackers[0] if len(attackers) == 1 else added(attackers, "sum_of_singled_out")
    plural = [count for count in victims if not count.single]
    if plural:
        plural = without_first_reports(figures, plural)
        toll = opening(figures, plural)
        totals = [
            count
            for count in plural
            if count.total and count.size >= toll.size and (count.own_voice or count.claimant == toll.claimant)
        ]
        totals = totals or summed_up(plural, toll)
        if totals:
            return spread(max(totals, key=lambda count: count.size), plural)
        here = [count for count in plural if count is toll or not abroad(document, figures, toll, count)]
        toll = spread(toll, here) if (whole := by_place(document, figures, toll, victims)) is toll else whole
    else:
        people = distinct(figures, victims)
        toll = people[0] if len(people) == 1 else added(people, "sum_of_singled_out")
    toll = whole_with_attackers(figures, toll, victims)
    rest = [count for count in victims if set(count.members).isdisjoint(toll.members)]
    rest = [count for count in rest if not count.single] + distinct(figures, [count for count in rest if count.single])
    own = [] if within(figures, toll, attackers, rest) else on_top(figures, toll, attackers, victims)
    own += [c for c in rest if plural and (other_side(figures, toll, c) or told_before(figures, toll, c))]
    rule = "sum_with_attackers" if any(count.attacker for count in own) else "sum_of_further"
    return added([toll, *own], rule) if own else toll
