"""Who of a text is told of twice and who is not: the other side of a fight beside its toll, the wounded who die later.

"Two soldiers were killed ... Troops killed three militants": five died; after "Eight people were killed" who knows.
The words for one side are `vocab/en/tally.toml`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from aggregator.core.model import Basis, Claim, Figure, Outcome
from aggregator.counts import Count, cue, hull, two_ends
from aggregator.discretion import NAMED

OTHER_END, OTHER_VOICE = "other_end", "other_voice"  # rules whose figures count over again whom the one before them counts
VAGUE = {"people", "men", "suspects"}  # groups that any of the dead may belong to
FOES = {"fighters", "uniformed"}
UNIFORMED = {"combatants", "police"}
ALSO = re.compile(r"\b(?:also|too|as well(?! as))\b", re.IGNORECASE)


def other_side(figures: Sequence[Figure], toll: Count, count: Count) -> bool:
    """Say whether a count is of people who cannot be among those of the toll, by the same voice: attackers beside soldiers.

    Both must say whom they count; police and civilians beside each other add where the second are told as "also" killed.
    """
    ours, theirs = _claims(figures, toll), _claims(figures, count)
    if (
        count.total
        or not (_firm(count, theirs) and _firm(toll, ours))
        or any(claim.basis is not Basis.INCIDENT for claim in theirs)
    ):
        return False
    if any(_by_uniformed(claim) for claim in ours) and all(not UNIFORMED.isdisjoint(claim.victims.groups) for claim in theirs):
        return True  # "police shot dead two protesters ... an officer was killed"
    said = all(claim.victims.text and NAMED not in claim.flags for claim in theirs)
    if said and (not count.single or count.own_voice or count.claimant == toll.claimant) and met_it_too(ours, theirs):
        return True  # whoever tells it: "12 workers were killed, the mayor said ... four guards were also killed, the army said"
    if not (count.own_voice or count.claimant == toll.claimant) or not all(claim.victims.text for claim in theirs):
        return _foes(ours, theirs)
    if not all(_says_whom(claim) for claim in (*ours, *theirs)):
        return _foes(ours, theirs)
    sides = {_fights(claim) for claim in ours}, {_fights(claim) for claim in theirs}
    if len(sides[0]) == len(sides[1]) == 1 and sides[0] != sides[1]:
        return True
    uniformed = [{not UNIFORMED.isdisjoint(claim.victims.groups) for claim in claims} for claims in (ours, theirs)]
    apart = len(uniformed[0]) == len(uniformed[1]) == 1 and uniformed[0] != uniformed[1]
    return apart and not count.single and all(ALSO.search(claim.sentence) for claim in theirs)


def _by_uniformed(claim: Claim) -> bool:
    """Say whether police or soldiers killed those whom a claim counts, and it does not count such."""
    told = claim.rule == "active" and (cue("police_kill").match(claim.sentence) or cue("uniformed").match(claim.sentence))
    return bool(told) and claim.outcome is Outcome.KILLED and UNIFORMED.isdisjoint(claim.victims.groups)


def met_it_too(ours: Sequence[Claim], theirs: Sequence[Claim]) -> bool:
    """Say whether people are told to have "also" met what those of a toll met, and are none of these by their names."""
    return also_met(theirs) and (all(_named_other(claim, theirs) for claim in ours) or _foes_of_people(ours, theirs))


def _foes_of_people(ours: Sequence[Claim], theirs: Sequence[Claim]) -> bool:
    """Say whether one side is told of behind people of any kind: "40 people were killed ... five attackers were also killed"."""
    side = {side_of(claim) for claim in theirs}
    if "uniformed" in side and any(claim.outcome is not Outcome.KILLED for claim in theirs):
        return False  # "two people were hurt ... an officer was also hurt": often one of the two
    return len(side) == 1 and "" not in side and not any(side_of(claim) in side for claim in ours)


def _firm(count: Count, claims: Sequence[Claim]) -> bool:
    """Say whether a count has a value, or is a label's range ("Civilian deaths: 3-4"); in prose ranges mostly hold the others."""
    return count.best is not None or (count.low is not None and count.high is not None and all(c.rule == "label" for c in claims))


def _foes(ours: Sequence[Claim], theirs: Sequence[Claim]) -> bool:
    """Say whether soldiers or police stand on one side and those they fight on the other: whoever counts them, they differ.

    In one sentence there may be others beside the soldiers: "43 soldiers and an adviser".
    """
    sides = [{side_of(claim) for claim in claims} - ({""} if _one_sentence(claims) else set()) for claims in (ours, theirs)]
    return len(sides[0]) == len(sides[1]) == 1 and sides[0] | sides[1] == FOES


def _one_sentence(claims: Sequence[Claim]) -> bool:
    return len({claim.sentence_start for claim in claims}) == 1


def side_of(claim: Claim) -> str:
    """Return on which side of a fight people stand by what they are or by a label before them ("Own losses: 3 killed")."""
    before = claim.before
    if _fights(claim) or (not claim.victims.text and cue("enemy_side").search(before)):
        return "fighters"
    uniformed = not UNIFORMED.isdisjoint(claim.victims.groups) or cue("own_side").search(before) is not None
    return "uniformed" if uniformed else ""


def also_met(claims: Sequence[Claim]) -> bool:
    """Say whether all of one sentence were "also killed": behind the last of them stands the verb, or before the first."""
    first, last = min(claims, key=lambda claim: claim.start), max(claims, key=lambda claim: claim.end)
    told = _STOP.split(_AGE.sub("", last.behind), maxsplit=1)[0]
    before = first.before
    one_verb = first.rule == last.rule  # "killed 30 sailors, while two rebels were also killed": the two
    return (one_verb and cue("also_met").search(told[:90]) is not None) or cue("also_met_by").search(before[-30:]) is not None


_AGE = re.compile(r"^, (?:aged )?\d{1,3},")  # "their son, 20, who was also stabbed"
_STOP = re.compile(r"[.;,]")


def met_the_same(figures: Sequence[Figure], toll: Count, count: Count) -> bool:
    """Say whether a count is of people told of apart from the toll who met what it met: "A bystander was also killed"."""
    if told_before(figures, toll, count) or _died_of_wounds(figures, toll, count):
        return True
    return other_side(figures, toll, count) and also_met(_claims(figures, count))


def _died_of_wounds(figures: Sequence[Figure], toll: Count, count: Count) -> bool:
    """Say whether a toll is of those who died of wounds since, and the count of those who had been killed at once."""
    ours, theirs = _claims(figures, toll), _claims(figures, count)
    later = all(cue("of_wounds").search(claim.sentence, claim.end - claim.sentence_start) for claim in ours)
    return later and count.own_voice and all(cue("had_killed").search(claim.sentence) and not claim.subset_of for claim in theirs)


def told_before(figures: Sequence[Figure], toll: Count, count: Count) -> bool:
    """Say whether somebody singled out comes beside the toll: "A clerk was killed. Three boys were also killed."."""
    ours, theirs = _claims(figures, toll), _claims(figures, count)
    if not count.single or toll.best is None or not also_met(ours) or not (count.own_voice or count.claimant == toll.claimant):
        return False
    start = min(claim.sentence_start for claim in ours)
    return all(claim.sentence_start < start and claim.basis is Basis.INCIDENT and not claim.subset_of for claim in theirs)


def _named_other(claim: Claim, others: Sequence[Claim]) -> bool:
    """Say whether the toll names people by a noun of its own ("12 workers"), under which none of the others can fall."""
    words = set((claim.victims.text or "").lower().split())
    return (
        bool(words)
        and (words == {"members"} or cue("general").search(claim.victims.text or "") is None)
        and all(words.isdisjoint((other.victims.text or "").lower().split()) for other in others)
    )


def told_twice(figures: Sequence[Figure], said: list[Count]) -> list[Count]:
    """Put figures that count the same people over again together with the one before them, as a range."""
    found: list[Count] = []
    for count in said:
        claim = figures[count.members[0]].claim
        same = claim.rule == OTHER_END
        near = found and (same or _side_by_side(figures[found[-1].members[-1]].claim, claim))
        if near and (ends := two_ends(found[-1], count, same=same)):
            found[-1] = ends
        elif found and (claim.rule == OTHER_VOICE or _by_another(figures[found[-1].members[-1]].claim, claim)):
            found[-1] = count if found[-1].hollow else hull(found[-1], count)  # "many were hurt; a medic said he counted 50"
        else:
            found.append(count)
    return found


def _by_another(a: Claim, b: Claim) -> bool:
    """Say whether a sentence goes on to what another says of the same people: "left 9 dead; according to a clinic 12 died"."""
    between = a.until(b)
    return a.rule != b.rule and _ANOTHER_VOICE.search(between) is not None


_ANOTHER_VOICE = re.compile(r"; (?:but |while |though |however,? )?according to (?!the same|him|her|them)")
_JOINED = re.compile(r",? ?(?:and|or|to|but) ?")


def _side_by_side(a: Claim, b: Claim) -> bool:
    """Say whether nothing but "and" stands between two figures: "at least 11 and up to 15"."""
    return b.start - a.end < 9 and _JOINED.fullmatch(a.until(b)) is not None


def died_later(hurt: Claim, dead: Claim) -> bool:
    """Say whether the person wounded or missing is the one told of later as dead: by name, or "a guard" and then "the guard"."""
    if hurt.outcome not in (Outcome.INJURED, Outcome.MISSING) or hurt.best != 1 or dead.best != 1:
        return False
    if NAMED in hurt.flags and NAMED in dead.flags:
        return (_name(dead) <= _name(hurt) or _name(hurt) <= _name(dead)) and set() not in (_name(hurt), _name(dead))
    if dead.start < hurt.start:
        return False
    first, second = (hurt.victims.text or "").lower().split(), (dead.victims.text or "").lower().split()
    return bool(first and second) and first[0] not in ("the", "another") and second[0] == "the" and first[-1] == second[-1]


def struck_dead(struck: Claim, dead: Claim) -> bool:
    """Say whether those struck are as many dead told of before: "lightning killed five farmers ... the five were struck"."""
    if struck.outcome is not Outcome.INJURED or struck.best != dead.best or (struck.best or 0) < 2 or dead.end > struck.start:
        return False
    first, second = ((claim.victims.text or "").lower().split()[-1:] for claim in (dead, struck))
    known = struck.before.lower().endswith("the ")
    told = _STOP.split(struck.behind, maxsplit=1)[0]
    return known and (first == second or not second) and cue("hurt").search(told) is None


def _name(claim: Claim) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", claim.quote.lower()))


def _claims(figures: Sequence[Figure], count: Count) -> list[Claim]:
    return [figures[i].claim for i in count.members]


def _fights(claim: Claim) -> bool:
    return cue("fighters").search(claim.victims.text or claim.quote) is not None


def _says_whom(claim: Claim) -> bool:
    return _fights(claim) or not VAGUE.issuperset(claim.victims.groups)
