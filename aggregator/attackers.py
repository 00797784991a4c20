"""Whether an attacker who died is counted with the toll, on top of it, or not at all.

Every death of the incident counts, the attacker's too. A toll of a deed ("he killed five") leaves its doer out; a toll of
the dead ("five people are dead") may hold him. A part of `tally`; the words are in `vocab/en/tally.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from aggregator.core.model import Claim, Document, Figure, Outcome
from aggregator.core.persons import person
from aggregator.core.vocab import read
from aggregator.counts import Count, cue
from aggregator.discretion import NAMED
from aggregator.mentions import DEEDS, names_of
from aggregator.sides import ALSO, other_side
from aggregator.since import NEAR
from aggregator.wounded import OWN_END, attacks

ANYBODY = frozenset(("people", "suspects", "combatants"))  # groups that an attacker may be counted with
APART = {"besides"}  # "21 dead, not counting the bomber": rules by which an attacker is told to be none of those counted


def in_custody(document: Document, claim: Claim) -> bool:
    """Say whether somebody died by their own hand behind bars: another matter than the attack they are held for."""
    if claim.rule not in OWN_END or claim.outcome is not Outcome.KILLED:
        return False
    end = claim.sentence_start + len(claim.sentence)
    return cue("custody").search(document.text, max(0, claim.sentence_start - NEAR), end) is not None


def by_name(document: Document, figures: Sequence[Figure], said: Sequence[Count]) -> list[Count]:
    """Return the counts, a person's who is named as the attacker ("the gunman, Paul Reese ... Reese died") as an attacker's."""
    named = [_NAME_PART.findall(found[1].lower()) for found in _culprits().finditer(document.text)]
    if not named:
        return list(said)
    parts = [names_of(figures[count.members[0]].claim) for count in said]
    known = [
        count.single and bool(name) and any(name <= set(other) for other in named)
        for count, name in zip(said, parts, strict=True)
    ]
    return [replace(count, attacker=True) if is_he else count for count, is_he in zip(said, known, strict=True)]


@cache
def _culprits() -> re.Pattern[str]:
    """Return the pattern of an attacker with his name behind."""
    nouns, ways = (
        "|".join(map(re.escape, sorted(read("en/tally")[section]["words"], key=len, reverse=True)))
        for section in ("culprit", "named_as")
    )
    name = r"((?:[A-Z][\w.'\u2019-]+ ){0,3}[A-Z][\w'\u2019-]+)"
    return re.compile(rf"\b(?i:{nouns})(?:,? | (?i:{ways}) ){name}")


_NAME_PART = re.compile(r"[^\W\d_]{3,}")


def shot_by_police(claim: Claim) -> bool:
    """Say whether people told of before ("the driver", "both brothers") were killed by police, and so likely did the harm."""
    known = (claim.victims.text or claim.quote).lower().startswith(("the ", "both")) and claim.outcome is Outcome.KILLED
    return known and cue("police_kill").search(claim.sentence) is not None


def by_own_hand(claim: Claim) -> bool:
    """Say whether one who is told dead died of a wound of their own making: "found dead of a self-inflicted wound"."""
    dead = claim.outcome is Outcome.KILLED and claim.best == 1
    return dead and cue("own_wound").search(claim.behind[:80]) is not None


def told_by_noun(claim: Claim) -> bool:
    """Say whether one who died is told of again as "the suspect" or "the gunman": nobody else than the attacker before."""
    return claim.outcome is Outcome.KILLED and claim.best == 1 and claim.rule not in OWN_END and attacks(claim)


def did_the_deed(figures: Sequence[Figure], count: Count, said: Sequence[Count]) -> bool:
    """Say whether who died by their own hand had killed others: more than one, or one in the same sentence or in a told deed."""
    claim = figures[count.members[0]].claim
    if (claim.rule != "reflexive" and not by_own_hand(claim)) or attacks(claim):
        return True
    others = [figures[i].claim for other in said if not other.attacker for i in other.members]
    return any(
        other.best != 1 or other.sentence_start == claim.sentence_start or (other.rule in DEEDS and other.start != claim.start)
        for other in others
    )


def within(figures: Sequence[Figure], toll: Count, attackers: Sequence[Count], rest: Sequence[Count]) -> bool:
    """Say whether the toll holds the attackers: "five dead, including the gunman"; "four dead ... he killed three, then himself".

    `rest` are the other counts of victims: where one of them, or those singled out, come to the toll less the attackers, it does.
    """
    less = toll.size - sum(count.size for count in attackers)
    singled_out = sum(count.size for count in rest if count.single)
    if _murder_suicide(figures, toll) or _one_included(figures, toll):
        return True
    if attackers and less > 0 and (less == singled_out or any(count.size == less for count in rest if not count.single)):
        return True
    return any(_holding(figures)) or any(_himself_too(figures[i].claim) for count in attackers for i in count.members)


def _murder_suicide(figures: Sequence[Figure], toll: Count) -> bool:
    """Say whether the toll is of a murder-suicide, which holds whoever did it: "four were killed in a murder-suicide"."""
    claims = [figures[i].claim for i in toll.members]
    return toll.size > 1 and all(c.rule not in DEEDS and cue("murder_suicide").search(c.behind) for c in claims)


def _himself_too(attacker: Claim) -> bool:
    """Say whether a sentence tells an attacker among those it counts: "killed 12 people, including an officer and himself"."""
    return attacker.rule == "reflexive" and _INCLUDING.search(attacker.sentence) is not None


_INCLUDING = re.compile(r"\b(?:including|among them|counting) (?:[\w' -]{1,40} and )?(?:him|her|them)sel(?:f|ves)\b")


def whole_with_attackers(figures: Sequence[Figure], toll: Count, attackers: Sequence[Count], said: Sequence[Count]) -> Count:
    """Return the count that holds the attackers, if it is above the toll: it is told to, or comes to just so many.

    "Three died, including the gunman"; "he shot three ... and then himself. Four bodies were found".
    """
    holding = set(_holding(figures))
    wholes = [count for count in said if any(figures[i].claim.id in holding for i in count.members)]
    wholes += [count for count in said if with_them(toll, attackers, count)]
    wholes += [count for count in said if count.best == toll.size + 1 and _one_included(figures, count)]
    return next((count for count in wholes if count.size > toll.size), toll)


def _one_included(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether the words behind a count hold its attacker: "eight are dead, the shooter included"."""
    return any(_included().search(figures[i].claim.behind) for i in count.members)


@cache
def _included() -> re.Pattern[str]:
    data = read("en/tally")
    words, before = ("|".join(map(re.escape, data["included"][side])) for side in ("words", "before"))
    nouns = "|".join(map(re.escape, data["culprit"]["words"]))
    number = f"(?:(?:{_NUMBER}) )?"  # "the two bombers included"
    return re.compile(
        rf"\b(?<!not )(?:(?:{before}) {number}(?:{nouns}|gunmen)s?|the {number}(?:{nouns}|gunmen)s?,? (?:{words}))\b",
        re.IGNORECASE,
    )


def with_them(toll: Count, attackers: Sequence[Count], count: Count) -> bool:
    """Say whether a stated count comes to the toll and the attackers."""
    return bool(attackers) and len(count.members) == 1 and count.best == toll.size + sum(attacker.size for attacker in attackers)


def _holding(figures: Sequence[Figure]) -> Iterator[str]:
    """Return the ids of the counts of dead that an attacker is told to be part of."""
    for figure in figures:
        part = figure.claim
        if part.outcome is Outcome.KILLED and part.subset_of and part.rule in _PART and attacks(part):
            yield part.subset_of


_PART = ("included", "among", "apart")


def dies_apart(figures: Sequence[Figure], toll: Count, attacker: Count) -> bool:
    """Say whether the attacker's death comes on top of the toll: told beside it, or by their own hand, or no count is given."""
    claim = figures[attacker.members[0]].claim
    if claim.rule in APART:
        return True
    claims = [figures[i].claim for i in toll.members]
    # "a gunman killed five": he is none of them, nor "a sixth" who died later
    first = toll.rule == "sum_of_further" and claim.outcome is Outcome.KILLED
    deed = all(other.rule in DEEDS for other in (claims[:1] if first else claims))
    lies = any(cue("lying").search(other.behind[:40]) for other in claims)  # "five people are dead": he lies among them
    alone = deed or toll.rule == "sum_of_singled_out" or toll.single or (claim.rule in OWN_END and attacks(claim) and not lies)
    who = [(_told(figures, other).victims.text or "").lower().split()[-1:] for other in claims]
    alone = alone or not (lies or toll.total or any(not words or cue("anyone").fullmatch(words[0]) for words in who))
    alone = alone or all(cue("their_deed").search(_SO_MANY.sub(r"\1 ", other.sentence)) for other in claims)
    alone = alone or ((attacks(claim) or shot_by_police(claim)) and not (lies or toll.total) and _fell_fighting(claim))
    same = [other for other in claims if other.sentence_start == claim.sentence_start]
    beside = bool(same) and not (lies and all(_told_how(other, claim) for other in same))
    return alone or beside or other_side(figures, toll, attacker) or (claim.best == 1 and _others_than(figures, toll, claim))


def _told_how(dead: Claim, attacker: Claim) -> bool:
    """Say whether an attacker's death only tells how the dead came to lie there: "five were dead when ...: a man had shot"."""
    between = dead.until(attacker)
    return cue("told_how").search(between) is not None


def _fell_fighting(claim: Claim) -> bool:
    """Say whether an attacker's death is told with how it came: shot by police, in a gun battle, by their own hand."""
    if by_own_hand(claim) or cue("gun_battle").search(claim.behind) or cue("police_kill").search(claim.behind[:60]):
        return True
    before = claim.before.rstrip()
    return any(found.end() == len(before) for found in cue("police_kill").finditer(before))


_NUMBER = r"\d+|two|three|four|five|six|seven|eight|nine|ten|several|dozens of"
_SO_MANY = re.compile(rf"\b(when|after) (?:(?:{_NUMBER}|armed|masked|unidentified|unknown) )+")  # "when two masked gunmen"


def _others_than(figures: Sequence[Figure], toll: Count, attacker: Claim) -> bool:
    """Say whether the toll names people who are no attackers ("four marines"), or the attacker is told to have died "also"."""
    groups = [_told(figures, figures[i].claim).victims.groups for i in toll.members]
    return ALSO.search(attacker.sentence) is not None or all(told and ANYBODY.isdisjoint(told) for told in groups)


def _told(figures: Sequence[Figure], part: Claim) -> Claim:
    """Return the claim that tells who these dead are: where they are "one of them", the one of the wounded they were."""
    if part.victims.text or not part.subset_of:
        return part
    return next((figure.claim for figure in figures if figure.claim.id == part.subset_of), part)


def on_top(figures: Sequence[Figure], toll: Count, attackers: Sequence[Count], victims: Sequence[Count]) -> list[Count]:
    """Return the attackers who died apart from the toll and are nobody whom it counts by another word."""
    if any(attacks(figures[i].claim) for i in toll.members):
        return []  # "two officers and a suspect were shot ... the suspect is in hospital"
    names = [names_of(figures[i].claim) for count in victims for i in count.members if NAMED in figures[i].claim.flags]
    apart = (
        count
        for count in attackers
        if dies_apart(figures, toll, count) and not is_he(figures, toll, count) and not told_again(figures, toll, count)
    )
    return [count for count in apart if not any(names_of(figures[count.members[0]].claim) & name for name in names)]


def told_again(figures: Sequence[Figure], toll: Count, attackers: Count) -> bool:
    """Say whether the toll only calls as many attackers by another word: "shoots two robbers ... shot two men"."""
    first, then = figures[attackers.members[0]].claim, figures[toll.members[0]].claim
    return first.best == then.best != 1 and first.rule == then.rule == "active" and first.start < then.start


def _in_headline(claim: Claim) -> bool:
    """Say whether a claim tells of nobody but "man" or "woman", without an article: the text tells of the same person again."""
    bare = claim.rule == "state" and claim.best == 1 and len(claim.quote.split()) == 1 and NAMED not in claim.flags
    return bare and person(claim).role is None


def _dead_by_police(claim: Claim) -> bool:
    return claim.rule in ("active", "passive") and cue("police_kill").search(claim.sentence) is not None


def is_he(figures: Sequence[Figure], toll: Count, attacker: Count) -> bool:
    """Say whether the one dead person is the attacker told of before: "Gunman killed ... a man was killed by deputies"."""
    first, then = figures[attacker.members[0]].claim, figures[toll.members[0]].claim
    if _in_headline(then) and first.start > then.start and first.sentence_start != then.sentence_start and first.best == 1:
        return True  # "Man dead in Ardo ... the suspect was shot dead"
    if toll.single and _dead_by_police(then) and first.start > then.start and not ALSO.search(first.sentence):
        return person(then).role is None  # "an officer shot and killed a man ... the suspect died at the scene"
    later = toll.single and first.start < then.start and first.sentence_start != then.sentence_start
    victim = then.rule == "active" and cue("police_kill").search(then.sentence) is None
    return later and not victim and (NAMED in then.flags or person(then).role is None)
