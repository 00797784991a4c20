"""One document's figures to the toll of the one incident it reports: what `tally` prints.

The rules, in order, for each outcome:

1. Background, other incidents, running totals, denials, households and parts of a stated whole stay out.
2. Who was hurt, seized or missing and then killed, in the same words, is killed; so is the wounded told of as dead later.
3. In one sentence, figures for different people add ("two soldiers and a civilian" is 3), unless one of them is the sum (`sums`).
4. Singled-out people ("a teacher was shot dead ... he then killed the principal") add up until the text gives a count; words
   that can mean one person ("a teen", "a boy of 14", "the victim") are one (`mentions`).
5. "Two others", "another man", "he then killed ..." add to the count before them, unless some of it were told again in between
   ("four of the five ... another"); attackers who die apart from the toll add to
   their victims (`attackers`), and so do the dead of the other side ("two soldiers were killed ... troops killed three
   militants").
6. Reports open with their toll: the first count stands and what follows by the same voice are its details, unless a larger
   one is stated as the total ("overall", "the death toll", "all four"), says it better (`opening`) or is the sum of those
   before; what was said at first yields.
7. Those shot are not all injured: the dead among them are taken away; an attacker who died is none of them.
8. A hazard told place by place or wave by wave comes to the sum of them (`areas`); the dead of the wounded are not wounded
   (`wounded`). The wounded of two attacks add where the dead told beside them come to the toll.
9. Counts that different claimants put differently give a range, but a toll in the text's own voice has weighed the lower ones.
   Parts that come to the toll, the dead of its wounded and the bodies found so far are no other tolls, whoever tells them.
10. The same people counted again in a sentence ("five, and possibly nine"; "six by one, eight by another") give a range.
11. A text that opens with a calamity of long ago, or brings a year's total up to date, has a toll of its own (`earlier`);
   one that has risen since is the last word whoever gave the first (`totals`); the missing who were found are none (`found`).

Nothing is averaged; `best` is a stated value or a sum of stated values, or None where there is only a range or a vague word.
The words are in `vocab/en/tally.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from aggregator.areas import abroad, by_place, one_of_two
from aggregator.attackers import (
    APART,
    by_name,
    did_the_deed,
    in_custody,
    on_top,
    told_by_noun,
    whole_with_attackers,
    with_them,
    within,
)
from aggregator.core.model import Basis, Document, Figure, Outcome, Stance, Status, Tally
from aggregator.counts import Count, added, against, cue, solid, spread, tallied
from aggregator.earlier import without_earlier, without_running, without_standing_in
from aggregator.found import still_missing
from aggregator.mentions import DEEDS, chains, distinct, of_bodies
from aggregator.opening import opening
from aggregator.sides import also_met, died_later, met_the_same, other_side, struck_dead
from aggregator.since import among_the_hurt, wounds_of_dead
from aggregator.sums import by_side, one_sentence
from aggregator.totals import (
    outgrown,
    over_attacks,
    over_deeds,
    still_said,
    sum_lately,
    summed_up,
    without_first_reports,
    without_parts,
)
from aggregator.wounded import dead_casualties, fallen, living, survivors

LESSER = {Outcome.INJURED, Outcome.ABDUCTED, Outcome.DETAINED, Outcome.MISSING, Outcome.TRAPPED}
STANDING = {Stance.ASSERTS, Stance.CONFIRMS, Stance.REVISES}
BASES = {Basis.INCIDENT, Basis.INCREMENT, Basis.CUMULATIVE}


def tally(document: Document, figures: Sequence[Figure]) -> dict[Outcome, Tally]:
    """Return the toll per outcome of the incident that `document` reports; outcomes it does not speak of are absent."""
    figures = one_voice(figures)
    told = [i for i, figure in enumerate(figures) if counts(figure) and not in_custody(document, figure.claim)]
    told = told or [i for i, figure in enumerate(figures) if counts(figure, basis={Basis.PERIOD})]
    told += in_wards(figures, told)
    kept = graver_only(figures, without_running(figures, without_earlier(document, figures, told)))
    kept = without_standing_in(figures, kept)
    found: dict[Outcome, Tally] = {}
    dead: list[Count] = []
    outcome_of = {i: figures[i].claim.outcome for i in kept} | dict.fromkeys(dead_casualties(figures, kept), Outcome.KILLED)
    outcomes = dict.fromkeys(outcome_of.values())
    for outcome in sorted(outcomes, key=lambda outcome: outcome is not Outcome.KILLED):
        said = said_of(figures, [i for i in kept if outcome_of[i] is outcome], kept)
        if outcome is Outcome.KILLED:
            dead = said
        if outcome is Outcome.INJURED:
            said = survivors(figures, said, kept)
        if outcome is Outcome.INJURED and Outcome.KILLED in found and (slain := fallen(figures, found[Outcome.KILLED])) != 0:
            said = living(document, figures, said, slain)
        if outcome is Outcome.INJURED and Outcome.KILLED in found:
            said = over_attacks(figures, dead, said)
        if outcome is Outcome.MISSING:
            said = still_missing(figures, said, found.get(Outcome.KILLED))
        if said:
            found[outcome] = tallied(across_sentences(document, figures, solid(said)))
    return found


def in_wards(figures: Sequence[Figure], told: list[int]) -> list[int]:
    """Return those told to be in hospital still, where no other figure counts the injured: "three others remain hospitalized"."""
    if not told or any(figures[i].claim.outcome is Outcome.INJURED for i in told):
        return []
    stock = [i for i, figure in enumerate(figures) if counts(figure, basis={Basis.STOCK})]
    return [i for i in stock if figures[i].claim.outcome is Outcome.INJURED]


def one_voice(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures, those that share a verb with one before under its claimant: the police of two towns are one here."""
    found: list[Figure] = []
    for figure in figures:
        before = found[-1] if found else figure
        shared = figure.claim.rule == "gapped" and figure.claim.sentence_start == before.claim.sentence_start
        same = shared and figure.claim.attribution == before.claim.attribution
        found.append(replace(figure, claimant=before.claimant) if same else figure)
    return found


def said_of(figures: Sequence[Figure], indexes: list[int], kept: list[int]) -> list[Count]:
    """Return what each sentence says of one outcome, in the order of the text."""
    sentences: dict[int, list[int]] = {}
    for i in wholes(figures, indexes):
        sentences.setdefault(figures[i].claim.sentence_start, []).append(i)
    counts = by_side(figures, [count for group in sentences.values() for count in one_sentence(figures, group)])
    return [replace(count, further=count.further and not contrasted(figures, count, kept)) for count in counts]


def contrasted(figures: Sequence[Figure], count: Count, kept: list[int]) -> bool:
    """Say whether "others" sets these people against those of another outcome in the same sentence ("1 dead, 3 others hurt")."""
    claim = figures[count.members[0]].claim
    if among_the_hurt(figures, count):
        return False  # "One of the wounded died two days later": besides those dead
    before = [figures[i].claim for i in kept if figures[i].claim.start < claim.start]
    if claim.outcome is Outcome.INJURED and before and max(before, key=lambda c: c.start).outcome is Outcome.KILLED:
        return True  # "One died at the scene. Five others were hurt."
    return any(other.sentence_start == claim.sentence_start and other.outcome is not claim.outcome for other in before)


def counts(figure: Figure, basis: Set[Basis] = BASES) -> bool:
    """Say whether a figure can belong to the incident's own toll; a report that only counts over a period has that."""
    claim = figure.claim
    stated = claim.low is not None or claim.high is not None or claim.best is not None
    if "toll" in claim.rule and claim.behind.startswith(" the ") and cue("of_a_year").search(claim.behind):
        return False  # "bring to 14 the number of people killed in the Alps this season"
    return stated and claim.unit == "person" and not claim.background and claim.stance in STANDING and claim.basis in basis


def graver_only(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Drop a figure whose very words are also counted as killed, and the wounded or missing who is told of as dead later."""
    dead = [figures[i].claim for i in indexes if figures[i].claim.outcome is Outcome.KILLED]
    killed = {(claim.start, claim.end) for claim in dead}
    lesser = {i for i in indexes if figures[i].claim.outcome in LESSER}
    gone = {i for i in lesser if (figures[i].claim.start, figures[i].claim.end) in killed}
    gone |= {i for i in lesser if wounds_of_dead(figures[i].claim, dead)}
    gone |= {i for i in lesser - gone if any(died_later(figures[i].claim, c) or struck_dead(figures[i].claim, c) for c in dead)}
    return [i for i in indexes if i not in gone]


def wholes(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Drop parts whose whole is among the figures, and running totals where an incident's own count stands."""
    present = {figures[i].claim.id for i in indexes}
    indexes = without_nobody(figures, indexes)
    whole = [i for i in indexes if figures[i].claim.subset_of not in present]
    whole = [i for i in whole if not cue("among_dead").match(figures[i].claim.behind.lstrip())] or whole
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
    fell = [figures[i] for i in some]
    return [
        i for i in indexes if figures[i].claim.high != 0 or (figures[i].claim.start < first and not _of_some(figures[i], fell))
    ]


def _of_some(figure: Figure, others: Sequence[Figure]) -> bool:
    """Say whether a zero speaks of some people only: "no officers", or "no civilians" where all others are soldiers."""
    words = (figure.claim.victims.text or "").lower()
    soldiers = figure.claim.victims.status is Status.CIVILIAN and all(f.claim.victims.status is Status.COMBATANT for f in others)
    return bool(words) and (soldiers or not cue("anybody").search(words))


def _outdoes(figures: Sequence[Figure], count: Count, toll: Count) -> bool:
    """Say whether a total takes the place of the toll that a text opens with: it is of one voice, or that toll is of bodies."""
    return count.own_voice or count.claimant == toll.claimant or all(of_bodies(figures[i].claim) for i in toll.members)


def _elsewhere(document: Document, figures: Sequence[Figure], toll: Count, count: Count) -> bool:
    """Say whether a count is of other people than the toll, or of some: of another country, of one of two, of the other side."""
    return (
        abroad(document, figures, toll, count)
        or one_of_two(figures, toll, count)
        or other_side(figures, toll, count)
        or also_met([figures[i].claim for i in count.members])
    )


def across_sentences(document: Document, figures: Sequence[Figure], said: list[Count]) -> Count:
    """Read the sentences' counts in the order of the text and return the toll they come to."""
    said = by_name(document, figures, said)
    doers = [count for count in said if count.attacker and not count.total and did_the_deed(figures, count, said)]
    attackers = distinct(figures, doers)
    again = [count for count in doers if told_by_noun(figures[count.members[0]].claim)] if attackers else []
    victims = chains(figures, [count for count in said if count not in attackers and count not in again])
    if not victims:
        return attackers[0] if len(attackers) == 1 else added(attackers, "sum_of_singled_out")
    victims = over_deeds(document, figures, victims)
    plural = [count for count in victims if not count.single]
    rivals: list[Count] = []
    if plural:
        plural = without_first_reports(figures, plural)
        toll = opening(figures, plural)
        totals = [count for count in plural if count.size >= toll.size and count.total and _outdoes(figures, count, toll)]
        whole = by_place(document, figures, toll, victims)
        if whole is toll:
            totals += outgrown(figures, plural, toll)
        totals = totals or summed_up(plural, toll)
        if attackers and all(count.size == toll.size and figures[toll.members[0]].claim.rule in DEEDS for count in totals):
            totals = []  # "he killed 12 ... he was shot dead ... the toll stands at 12": the same 12
        if totals:
            last = max(totals, key=lambda count: count.size)
            toll = spread(last, still_said(figures, plural, last))
            apart = [count for count in attackers if figures[count.members[0]].claim.rule in APART]
            return added([toll, *apart], "sum_with_attackers") if apart else toll
        others = (count for count in plural if not with_them(toll, attackers, count))
        if whole is toll:
            rivals = [count for count in others if count is toll or not _elsewhere(document, figures, toll, count)]
            rivals = without_parts(figures, toll, rivals)
        toll = whole
    else:
        people = distinct(figures, victims)
        toll = people[0] if len(people) == 1 else added(people, "sum_of_singled_out")
    whole = whole_with_attackers(figures, toll, attackers, victims)
    rest = [count for count in victims if set(count.members).isdisjoint(whole.members)]
    rest = [count for count in rest if not count.single] + distinct(figures, [count for count in rest if count.single])
    also = [count for count in rest if plural and whole is toll and met_the_same(figures, toll, count)]
    toll = spread(added([toll, *also], "sum_of_further") if also else toll, rivals) if whole is toll else whole
    own = [] if within(figures, toll, attackers, rest) else on_top(figures, toll, attackers, victims)
    own += against([count for count in rest if plural and count not in also and other_side(figures, toll, count)])
    rule = "sum_with_attackers" if any(count.attacker for count in own) else "sum_of_further"
    return added([toll, *own], rule) if own else toll
