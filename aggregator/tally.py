"""One document's figures to the toll of the one incident it reports: what `tally` prints.

The rules, in order, for each outcome:

1. Background, other incidents, running totals, denials, households and parts of a stated whole stay out.
2. Who was hurt, seized or missing and then killed, in the same words, is killed; so is the wounded told of as dead later.
3. In one sentence, figures for different people add ("two soldiers and a civilian" is 3), unless one of them is the sum.
4. Singled-out people ("a teacher was shot dead ... he then killed the principal") add up until the text gives a count.
5. "Two others", "another man" add to the count before them; attackers who die apart from the toll add to their victims, and
   so do the dead of the other side ("two soldiers were killed ... troops killed three militants").
6. Reports open with their toll: the first count stands and what follows by the same voice are its details, unless a larger
   one is stated as the total ("overall", "the death toll").
7. Those shot are not all injured: the dead among them are taken away; an attacker who died is none of them.
8. A hazard told place by place comes to the sum of the places (`areas`); the dead of the wounded are not wounded (`wounded`).
9. Counts that different claimants put differently give a range, but a toll in the text's own voice has weighed the lower ones.
10. The same people counted again in a sentence ("five, and possibly nine"; "six by one, eight by another") give a range.

Nothing is averaged; `best` is a stated value or a sum of stated values, or None where there is only a range or a vague word.
The words are in `vocab/en/tally.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from aggregator.areas import by_place, spread_out
from aggregator.core.model import Basis, Claim, Document, Figure, Outcome, Qualifier, Stance, Tally
from aggregator.core.persons import Person, person
from aggregator.core.vocab import read
from aggregator.counts import Count, added, cue, firm, lead, solid, spread, tallied, two_ends
from aggregator.discretion import NAMED
from aggregator.sides import ALSO, died_later, other_side, told_twice
from aggregator.wounded import SUBJECTS, attacks, fallen, living, survivors

LESSER = {Outcome.INJURED, Outcome.ABDUCTED, Outcome.DETAINED, Outcome.MISSING, Outcome.TRAPPED}
STANDING = {Stance.ASSERTS, Stance.CONFIRMS, Stance.REVISES}
STATED = {"state", "happens", "passive"}  # rules by which one sentence may tell of one person twice
AGAIN = re.compile(r"the\b|s?he$|hi[ms]$|her$|(?:his|her) ")  # how a text comes back to somebody
NEXT = re.compile(r"\b(?:also|then|later|next)\b", re.IGNORECASE)  # what one did to yet another: "he later shot the principal"
BASES = {Basis.INCIDENT, Basis.INCREMENT, Basis.CUMULATIVE}


def tally(document: Document, figures: Sequence[Figure]) -> dict[Outcome, Tally]:
    """Return the toll per outcome of the incident that `document` reports; outcomes it does not speak of are absent."""
    kept = graver_only(figures, [i for i, figure in enumerate(figures) if counts(figure)])
    found: dict[Outcome, Tally] = {}
    outcomes = dict.fromkeys(figures[i].claim.outcome for i in kept)
    for outcome in sorted(outcomes, key=lambda outcome: outcome is not Outcome.KILLED):
        said = said_of(figures, [i for i in kept if figures[i].claim.outcome is outcome], kept)
        if outcome is Outcome.INJURED:
            said = survivors(figures, said, kept)
        if outcome is Outcome.INJURED and Outcome.KILLED in found and (dead := fallen(figures, found[Outcome.KILLED])) != 0:
            said = living(figures, said, dead)
        if said:
            found[outcome] = tallied(across_sentences(figures, solid(said), over_places=spread_out(document)))
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
    return Count(
        low=claim.low,
        high=claim.high,
        best=claim.best,
        stated_high=claim.stated_high,
        members=(index,),
        claimant=figure.claimant,
        own_voice=claim.claimant is None,
        single=claim.best == 1 and claim.qualifier is Qualifier.EXACT and not cue("somebody").search(victims) and not bare,
        total="toll" in claim.rule
        or bool(cue("total").search(f"{before[-60:]} {victims}"))
        or bool(cue("everywhere").search(behind[:60]))
        or (claim.outcome is Outcome.KILLED and _ALL.search(before) is not None)
        or bool(cue("opening").match(before)),
        further=claim.basis is Basis.INCREMENT or bool(cue("further").search(victims)),
        besides=bool(cue("further").search(victims)),
        attacker=bool(cue("attacker").search(victims)),
        rank=_rank(victims),
        named=NAMED in claim.flags,
    )


def _rank(victims: str) -> int:
    """Return 2 for "a second victim", 3 for "a third", 0 where no rank is told."""
    match = cue("rank").search(victims)
    return read("en/tally")["rank"]["words"].index(match.group().lower()) + 2 if match else 0


_ALL = re.compile(r"\ball\s+(?:of\s+)?(?:the\s+)?$", re.IGNORECASE)  # "all four bodies"
_THE = re.compile(r"\bthe\s+(?:remaining\s+)?$", re.IGNORECASE)
_MORE_THAN = re.compile(r"\bmore than\b", re.IGNORECASE)  # a qualifier, not "two more"


def one_sentence(figures: Sequence[Figure], indexes: list[int]) -> list[Count]:
    """Add up what one sentence says of different people; keep figures of different claimants apart."""
    once = told_twice(figures, [count_of(figures[i], i) for i in unnamed(figures, ungraded(figures, indexes))])
    said = solid([at_least_its_parts(figures, count) for count in _told_of_once(figures, once)])
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
    totals = [count for count in said if count.total and count.size >= largest.size]
    if totals:
        return [totals[-1]]
    return [added(said, "sum_of_parts")]


def _told_of_once(figures: Sequence[Figure], said: list[Count]) -> list[Count]:
    """Drop who is told dead again by another verb of the sentence: "a man is dead ... after a man died of a wound"."""
    found: list[Count] = []
    for count in said:
        claim = figures[count.members[0]].claim
        again = count.single and not (count.further or count.attacker or NAMED in claim.flags) and claim.rule in STATED
        others = (figures[other.members[0]].claim for other in found if other.single and not other.attacker)
        told = (other for other in others if other.rule in STATED and other.rule != claim.rule and NAMED not in other.flags)
        if not (again and any(person(claim).may_be(person(other)) for other in told)):
            found.append(count)
    return found


def unnamed(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Drop what tells the same people of one sentence again: their names, and the count in "one hurt in a triple shooting"."""
    told = [i for i in indexes if figures[i].claim.rule != "named"] or indexes
    rest = [i for i in told if figures[i].claim.rule != "multiple"]
    counted = any(figures[i].claim.high != 1 for i in rest)
    return rest if counted else [i for i in told if i not in rest] or told


def ungraded(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Drop those of one sentence of whom it only tells how they fare: "nine injured, one in critical condition"."""
    graded = [i for i in indexes if figures[i].claim.rule == "state" and _CONDITION.match(_behind(figures[i].claim))]
    rest = [i for i in indexes if i not in graded]
    counted = sum(figures[i].claim.best or 0 for i in rest)
    return rest if rest and counted > max((figures[i].claim.best or 0 for i in graded), default=0) else indexes


def _behind(claim: Claim) -> str:
    """Return the words of a claim's sentence behind its quote."""
    return claim.sentence[claim.end - claim.sentence_start :]


_CONDITION = re.compile(r"[^.;,]{0,40}\bcondition\b", re.IGNORECASE)


def at_least_its_parts(figures: Sequence[Figure], count: Count) -> Count:
    """Give "up to 20, including at least 14 of one family" the low end that its own parts give it."""
    if count.low is not None:
        return count
    whole = figures[count.members[0]].claim.id
    parts = [figure.claim.low for figure in figures if figure.claim.subset_of == whole and figure.claim.low is not None]
    return replace(count, low=max(parts, default=None))


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
        return _AND.search(gap) is not None
    if own is not first:
        return True
    behind = _VERB.split(last.sentence[last.end - last.sentence_start :], maxsplit=1)[0].rstrip()
    return own.rule in SUBJECTS and len({claim.rule for claim in claims}) == 1 and behind[-1:] not in tuple(",)-.\u2013\u2014")


_VERB = re.compile(r"\b(?:were|was|are|is|have|has|had|died|killed|injured|wounded|abducted|kidnapped|detained)\b")
_AND = re.compile(r"^[^.;:()]{0,60}(?:\band|&)\s+(?:(?:his|her|their|its|the)\s+)?$", re.IGNORECASE)


def across_sentences(figures: Sequence[Figure], said: list[Count], *, over_places: bool = False) -> Count:
    """Read the sentences' counts in the order of the text and return the toll they come to."""
    attackers = distinct(figures, [count for count in said if count.attacker and not count.total])
    victims = chains(figures, [count for count in said if count not in attackers])
    if not victims:
        return attackers[0] if len(attackers) == 1 else added(attackers, "sum_of_singled_out")
    plural = [count for count in victims if not count.single]
    if plural:
        toll = with_the_rest(figures, firm(lead(plural), plural), plural)
        totals = [
            count
            for count in plural
            if count.total and count.size >= toll.size and (count.own_voice or count.claimant == toll.claimant)
        ]
        if totals:
            return spread(max(totals, key=lambda count: count.size), plural)
        toll = spread(toll, plural) if (whole := by_place(figures, toll, victims) if over_places else toll) is toll else whole
    else:
        people = distinct(figures, victims)
        toll = people[0] if len(people) == 1 else added(people, "sum_of_singled_out")
    named = [_names(figures[i].claim) for count in victims for i in count.members if NAMED in figures[i].claim.flags]
    own = [count for count in attackers if dies_apart(figures, toll, count)] if not attackers_within(figures) else []
    if any(attacks(figures[i].claim) for i in toll.members):
        own = []  # "two officers and a suspect were shot ... the suspect is in hospital"
    own = [count for count in own if not _is_he(figures, toll, count)]
    own = [count for count in own if not any(_names(figures[count.members[0]].claim) & name for name in named)]
    rest = [count for count in victims if set(count.members).isdisjoint(toll.members)]
    rest = [count for count in rest if not count.single] + distinct(figures, [count for count in rest if count.single])
    own += [count for count in rest if plural and other_side(figures, toll, count)]
    return added([toll, *own], "sum_with_attackers") if own else toll


def with_the_rest(figures: Sequence[Figure], toll: Count, said: Sequence[Count]) -> Count:
    """Return the first later sum that has the toll as a part: "two women killed ... an infant and two women were killed"."""
    head = figures[toll.members[0]].claim
    for count in said:
        if count.named and (count.best or 0) > toll.size and _one_list(figures, count):
            return count  # "one dead ... the shooting killed Ana Silva and Rui Costa"
    if len(toll.members) > 1 or toll.total:
        return toll
    told = (head.low, head.high, _kind(head))
    for count in said:
        claims = [figures[i].claim for i in count.members]
        kinds = [_kind(claim) for claim in claims]
        apart = None not in kinds and len(set(kinds)) == len(kinds)
        if (
            count.rule == "sum_of_parts"
            and count.size > toll.size
            and apart
            and told in [(c.low, c.high, _kind(c)) for c in claims]
        ):
            return count
    return toll


def _one_list(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether these names stand in one list behind or before one verb."""
    rules = {figures[i].claim.rule for i in count.members}
    return len(rules) == 1 and rules <= {"active", "passive", "happens", "of"}


def _kind(claim: Claim) -> str | None:
    """Return the noun of those a claim tells of as new to the text; None of a name, of "both" and of "the other victim"."""
    words = (claim.victims.text or "").lower().split()
    return None if not words or words[0] == "the" or NAMED in claim.flags else words[-1]


def attackers_within(figures: Sequence[Figure]) -> bool:
    """Say whether the text counts the attacker among the dead: "five dead, including the gunman"."""
    parts = (figure.claim for figure in figures if figure.claim.outcome is Outcome.KILLED and figure.claim.subset_of)
    return any(
        part.rule in ("included", "among") and cue("attacker").search(f"{part.quote} {part.victims.text or ''}") for part in parts
    )


def dies_apart(figures: Sequence[Figure], toll: Count, attacker: Count) -> bool:
    """Say whether the attacker's death comes on top of the toll: told beside it, or by their own hand, or no count is given."""
    claim = figures[attacker.members[0]].claim
    sentences = {figures[i].claim.sentence_start for i in toll.members}
    deed = all(figures[i].claim.rule == "active" for i in toll.members)  # "a gunman killed five": he is none of them
    lies = any(cue("lying").search(_behind(figures[i].claim)[:40]) for i in toll.members)  # "five dead": he lies among them
    alone = deed or toll.rule == "sum_of_singled_out" or toll.single or (claim.rule == "reflexive" and not lies)
    who = [(figures[i].claim.victims.text or "").lower().split()[-1:] for i in toll.members]
    victims = all(words and not cue("anyone").fullmatch(words[0]) for words in who) and not lies and not toll.total
    return alone or victims or claim.sentence_start in sentences or other_side(figures, toll, attacker)


def _is_he(figures: Sequence[Figure], toll: Count, attacker: Count) -> bool:
    """Say whether the one dead person is the attacker told of before: "Gunman killed ... a man was killed by deputies"."""
    first, then = figures[attacker.members[0]].claim, figures[toll.members[0]].claim
    later = toll.single and first.start < then.start and first.sentence_start != then.sentence_start
    return later and then.rule != "active" and (NAMED in then.flags or person(then).role is None)


def chains(figures: Sequence[Figure], said: list[Count]) -> list[Count]:
    """Add each "two others", "another man" to the count before it."""
    found: list[Count] = []
    for count in said:
        if count.rank and not found and _nth_to_die(figures, count):
            found.append(replace(count, low=count.rank, high=count.rank, best=count.rank, stated_high=count.rank, single=False))
        elif count.rank and found and found[-1].size >= count.rank:
            found.append(replace(count, further=False))  # "two were killed ... the second victim": one of them
        elif count.further and found and _rest_of(figures, found, count):
            found.append(replace(count, further=False))  # "five were shot ... the four others": of those five
        elif count.further and found and not (count.size == found[-1].size > 1):
            found[-1] = added([found[-1], count], "sum_of_further")
        else:
            found.append(count)
    return found


def _nth_to_die(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether a text opens with "a fourth person has died": of deaths, for it has told of no other harm."""
    claim = figures[count.members[0]].claim
    first = min(figure.claim.start for figure in figures if figure.claim.outcome in (Outcome.KILLED, Outcome.INJURED))
    return claim.outcome is Outcome.KILLED and claim.rule == "happens" and claim.start == first


def _rest_of(figures: Sequence[Figure], said: list[Count], count: Count) -> bool:
    """Say whether "the two others" are the rest of more people told of before."""
    claim = figures[count.members[0]].claim
    definite = _THE.search(claim.sentence[: claim.start - claim.sentence_start]) is not None
    return definite and any(not other.single and other.size > count.size for other in said)


def _another(claim: Claim) -> bool:
    """Say whether a sentence tells that its "the principal" or "her cousin" is another than those told of before."""
    return bool((NEXT if claim.rule == "active" else ALSO).search(claim.sentence))


def _names(claim: Claim) -> set[str]:
    """Return the parts of the name that a claim quotes."""
    return set(re.findall(r"[^\W\d_]{3,}", claim.quote.lower())) if NAMED in claim.flags else set()


def distinct(figures: Sequence[Figure], said: Iterable[Count]) -> list[Count]:
    """Drop singled-out people mentioned again: a definite phrase after another, words that can mean one told of before, a name.

    "A teen" and "a boy of 14" are one, unless the text says "another", "also" or the like (`persons`). Descriptions and names of
    one text mostly mean the same people, so the larger set of the two counts.
    """
    described: list[Count] = []
    named: list[Count] = []
    people: list[Person] = []
    names: list[set[str]] = []
    for count in said:
        claim = figures[count.members[0]].claim
        words = (claim.victims.text or claim.quote).lower().strip()
        if NAMED in claim.flags:
            parts = _names(claim)
            if not any(parts <= other or other <= parts for other in names):
                named.append(count)
            names.append(parts)
        elif not (described and AGAIN.match(words) and not _another(claim)):
            who = person(claim)
            at = None if _another(claim) else next((n for n, other in enumerate(people) if who.may_be(other)), None)
            if at is None:
                described.append(count)
                people.append(who)
            else:
                people[at] = people[at].and_so(who)
    return max(described, named, key=len)
