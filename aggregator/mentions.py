"""Who of a text is told of again: one person under several nouns, the others beside those counted, the names of those told of.

A part of `tally`; the words are in `vocab/en/tally.toml` and `vocab/en/persons.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from aggregator.core.model import Claim, Figure, Outcome
from aggregator.core.persons import ANYBODY, Person, person
from aggregator.core.vocab import read
from aggregator.counts import Count, added, cue
from aggregator.discretion import NAMED
from aggregator.sides import ALSO
from aggregator.since import NEAR, among_the_hurt
from aggregator.totals import has_risen

STATED = {"state", "happens", "passive"}  # rules by which one sentence may tell of one person twice
AGAIN = re.compile(r"the\b|s?he$|hi[ms]$|her$|(?:his|her) ")  # how a text comes back to somebody
_ONE_OF_OWN = re.compile(r" of (?:its|their|his|her|our)\b")  # "the charity said that one of its workers was killed"
NEXT = re.compile(r"\b(?:also|then|later|next)\b", re.IGNORECASE)  # what one did to yet another: "he later shot the principal"
_THE = re.compile(r"\bthe\s+(?:remaining\s+)?$", re.IGNORECASE)


DEEDS = ("active", "them", "to_death")  # rules of harm done by somebody


@cache
def _doer() -> re.Pattern[str]:
    """Return the pattern of how a sentence opens that tells what the attacker did next."""
    data = read("en/tally")["doer"]
    he, nouns = "|".join(data["words"]), "|".join(data["nouns"])
    return re.compile(
        rf"(?:[A-Z]\w+(?: \w+){{0,3}} later,? |[A-Z]\w+,? )?(?:that,? )?(?:{he}|the (?:\w+ )?(?:{nouns}))\b", re.IGNORECASE
    )


def next_deed(claim: Claim) -> bool:
    """Say whether a sentence goes on to what the attacker did to yet others: "he then drove to a school, where he killed 26"."""
    return claim.outcome is Outcome.KILLED and _goes_on(claim)


def _goes_on(claim: Claim) -> bool:
    if claim.rule not in DEEDS or not _doer().match(claim.sentence):
        return False
    return cue("next_deed").search(claim.before) is not None


def chains(figures: Sequence[Figure], said: list[Count]) -> list[Count]:
    """Add each "two others", "another man" to the count before it."""
    found: list[Count] = []
    for count in said:
        if count.rank and not found and _nth_to_die(figures, count):
            found.append(replace(count, low=count.rank, high=count.rank, best=count.rank, stated_high=count.rank, single=False))
        elif count.rank and found and _alike(figures, found[-1], count) >= count.rank:
            found.append(replace(count, further=False))  # "two were killed ... the second victim": one of them
        elif count.further and count.single and found and found[-1].total and not count.total and has_risen(figures, found[-1]):
            found.append(replace(count, further=False))  # "the toll has risen to 59 ... another child died this morning"
        elif count.further and found and _rest_of(figures, found, count):
            found.append(replace(count, further=False))  # "five were shot ... the four others": of those five
        elif count.further and found and found[-1].total and not count.total and among_the_hurt(figures, count):
            found.append(replace(count, further=False))  # "the toll rose to nine. One of the wounded died": one of the nine
        elif count.further and found and _other_part(figures, found[-1], count):
            found.append(replace(count, further=False))  # "of the five, four died at once and another in a clinic": the fifth
        elif (
            found
            and found[-1].single
            and (count.best or 0) > 1 == len(count.members)
            and _goes_on(figures[count.members[0]].claim)
        ):
            found[-1] = added(
                [found[-1], count], "sum_of_further"
            )  # "one man was hurt. He then fired again, injuring two guards"
        elif count.further and found and (not (count.size == found[-1].size > 1) or _apart(figures, count)):
            found[-1] = added([found[-1], count], "sum_of_further")
        else:
            found.append(count)
    return found


def _apart(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether as many as before are others: "two more", of the attacker's next deed, or of the wounded who died since."""
    claim = figures[count.members[0]].claim
    return _MORE.match(claim.behind) is not None or next_deed(claim) or among_the_hurt(figures, count)


_MORE = re.compile(r"\s+more\b")


def _alike(figures: Sequence[Figure], told: Count, count: Count) -> int:
    """Return how many were told of whom the next can be one: "two soldiers and nine rebels ... a third soldier" is no third."""
    own = noun(figures[count.members[0]].claim)
    same = [figures[i].claim.best or 0 for i in told.members if own and noun(figures[i].claim) == own]
    return sum(same) or told.size


def noun(claim: Claim) -> str:
    """Return the last word for those a claim counts, without the s of several."""
    return (claim.victims.text or "").lower().split(" ")[-1].removesuffix("s")


def _other_part(figures: Sequence[Figure], whole: Count, count: Count) -> bool:
    """Say whether "another" stands behind some of a whole, and is with them no more than it: "four of the five ... another"."""
    claim = figures[count.members[0]].claim
    ids = {figures[i].claim.id for i in whole.members}
    parts = [
        figure.claim.best or 0
        for figure in figures
        if figure.claim.subset_of in ids and figure.claim.rule in _DYING and 0 < claim.start - figure.claim.end < NEAR
    ]
    return bool(parts) and sum(parts) + count.size <= whole.size


_DYING = ("happens", "passive", "of")  # rules that tell the death of a part again, and not only who they were


def _nth_to_die(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether a text opens with "a fourth person has died": of deaths, for it has told of no other harm."""
    claim = figures[count.members[0]].claim
    harmed = (figure.claim.start for figure in figures if figure.claim.outcome in (Outcome.KILLED, Outcome.INJURED))
    first = min(harmed, default=claim.start)
    return claim.outcome is Outcome.KILLED and claim.rule in ("happens", "of") and claim.start == first


def _rest_of(figures: Sequence[Figure], said: list[Count], count: Count) -> bool:
    """Say whether "the two others" are the rest of more people told of before."""
    claim = figures[count.members[0]].claim
    definite = _THE.search(claim.before) is not None
    definite = definite and cue("further").search(f"{claim.quote} {claim.victims.text or ''}") is not None
    return definite and any(not other.single and other.size > count.size for other in said)


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
            parts = names_of(claim)
            if not any(parts <= other or other <= parts for other in names):
                named.append(count)
                if described and ALSO.search(claim.sentence):
                    described.append(count)  # "a clerk was killed ... Ana Silva was also killed"
                    people.append(ANYBODY)
            names.append(parts)
        else:
            who = person(claim)
            again = AGAIN.match(words) or _ONE_OF_OWN.match(claim.behind)
            same = again and cue("attacker").search(words) is not None  # "the gunman is also dead": besides his victims
            if again and (same or not _another(claim)) and any(not who.unlike(other) for other in people):
                continue  # "the volunteer", whatever the text called them before
            if described and _charged(claim) and not _another(claim):
                continue  # "on charges of murder of a police officer": whom the text has told of
            at = None if _another(claim) else next((n for n, other in enumerate(people) if who.may_be(other)), None)
            if at is None:
                described.append(count)
                people.append(who)
            else:
                people[at] = people[at].and_so(who)
    return max(described, named, key=len)


def _charged(claim: Claim) -> bool:
    """Say whether somebody is told of only as the victim that another is charged with killing."""
    return claim.rule in ("of", "active") and cue("charged").search(said_before(claim)) is not None


def said_before(claim: Claim) -> str:
    """Return the words of its clause before a claim's quote."""
    return re.split(r"[.;:]", claim.before)[-1][-60:]


def _another(claim: Claim) -> bool:
    """Say whether a sentence tells that its "the principal" or "her cousin" is another than those told of before."""
    return bool((NEXT if claim.rule == "active" else ALSO).search(claim.sentence)) or _HIMSELF.match(claim.behind) is not None


_HIMSELF = re.compile(r",? who (?:was|is) (?:him|her)self\b", re.IGNORECASE)  # "a man of 31, who was himself injured"


def told_of_once(figures: Sequence[Figure], said: list[Count]) -> list[Count]:
    """Drop who is told dead again by another verb of the sentence: "a man is dead ... after a man died of a wound".

    "The victim" behind the one person told of is that person.
    """
    if len(said) == 2 and said[0].best == said[1].best == 1:
        said = said[:1] if cue("same_one").fullmatch(figures[said[1].members[0]].claim.victims.text or "") else said
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
    ranked = [i for i in told if (figures[i].claim.best or 0) > 1 and cue("rank").fullmatch(figures[i].claim.quote)]
    if ranked:  # "a guard died, becoming the second officer to lose his life"
        told = [i for i in told if figures[i].claim.best != 1]
    rest = [i for i in told if figures[i].claim.rule != "multiple"]
    counted = any(figures[i].claim.high != 1 for i in rest)
    return rest if counted else [i for i in told if i not in rest] or told


def names_of(claim: Claim) -> set[str]:
    """Return the parts of the name that a claim quotes."""
    return set(re.findall(r"[^\W\d_]{3,}", claim.quote.lower())) if NAMED in claim.flags else set()


def of_bodies(claim: Claim) -> bool:
    """Say whether a figure counts bodies: those found so far."""
    return cue("bodies").match(claim.behind.lstrip()) is not None
