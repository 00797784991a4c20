"""Who of those struck are the wounded: the dead are taken away from those who were shot, hit or wounded first.

A part of `tally`; the words are in `vocab/en/tally.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from aggregator.core.model import Claim, Document, Figure, Outcome, Tally
from aggregator.core.persons import person
from aggregator.counts import LESS, Count, cue, less
from aggregator.discretion import NAMED
from aggregator.mentions import noun
from aggregator.sides import also_met, died_later
from aggregator.since import NEAR, later_than, the_hurt, told_beside

NEXT = 100  # characters of the sentence behind one who was shot
WOUNDED = {"suffered", "survived", "left_with", "nursed", "column", "treated"}  # rules that tell a wound by its own words
OWN_END = {"reflexive", "doer"}  # rules that tell how whoever did the harm died
SUBJECTS = {"passive", "happens", "state", "suffered"}  # rules whose people stand before the word of harm


def living(document: Document, figures: Sequence[Figure], said: list[Count], dead: int | None) -> list[Count]:
    """Leave the dead out of those who were shot, hit or stabbed, of whom no more is told.

    "Was shot" says nothing of the outcome. Where the text tells of `dead` people killed, one such person, or as many as died, are
    taken to be the dead, and of a larger number the dead are taken away; where it also counts the injured, that count stands.
    """
    slain = (f.claim for f in figures if f.claim.outcome is Outcome.KILLED)
    nursed = not any(cue("died_there").search(own_words(figures, claim)) for claim in slain)
    hurt = [
        count
        for count in said
        if count.rule == LESS or any(_is_hurt(document, figures, figures[i].claim, nursed) for i in count.members)
    ]
    if dead is None or any(not count.single and count.best is not None for count in hurt):
        return hurt if dead else said
    shot = [
        count for count in said if count not in hurt and not count.single and count.best and (count.best > dead or count.besides)
    ]
    if shot:
        return [_left_of(figures, count, max(0, dead - _left_out(figures, count))) for count in shot]
    killed = [f.claim for f in figures if f.claim.outcome is Outcome.KILLED and not f.claim.background]
    alive = (
        count
        for count in said
        if count.single and ((count.besides and dead == 1) or count.rank > dead or _lives(_claim(figures, count), killed))
    )
    return [count for count in said if count in [*hurt, *alive]]


def _left_out(figures: Sequence[Figure], shot: Count) -> int:
    """Return how many of the dead stood beside those shot and are dead only: "stabbed four and a clerk ... the clerk died"."""
    beside = {(figures[i].claim.sentence_start, figures[i].claim.rule) for i in shot.members}
    dead = [f.claim for f in figures if f.claim.outcome is Outcome.KILLED and not f.claim.background]
    others = (f.claim for i, f in enumerate(figures) if i not in shot.members and f.claim.outcome is Outcome.INJURED)
    return sum((one.sentence_start, one.rule) in beside and any(died_later(one, claim) for claim in dead) for one in others)


def own_words(figures: Sequence[Figure], claim: Claim) -> str:
    """Return the words of a claim's sentence up to the next figure in it: "six died" of "six died and two are in hospital"."""
    start = claim.sentence_start
    after = (f.claim.start for f in figures if f.claim.sentence_start == start and f.claim.start >= claim.end)
    ahead = (f.claim.end for f in figures if f.claim.sentence_start == start and f.claim.end <= claim.start)
    return claim.sentence[max(ahead, default=start) - start : min(after, default=start + len(claim.sentence)) - start]


def _is_hurt(document: Document, figures: Sequence[Figure], claim: Claim, nursed: bool) -> bool:
    """Say whether the text tells of those whom a claim counts that they live."""
    return said_hurt(claim, nursed=nursed) or _recovers(document, claim) or nursedtold_beside(figures, claim)


def nursedtold_beside(figures: Sequence[Figure], claim: Claim) -> bool:
    """Say whether those taken to hospital stand beside the dead, and so are others: "nine died and 64 were taken to hospital"."""
    if claim.best == 1 or claim.subset_of or not cue("nursed").search(claim.behind[:60].split(",")[0]):
        return False
    dead = (f.claim for f in figures if f.claim.outcome is Outcome.KILLED and f.claim.sentence_start == claim.sentence_start)
    return any(c.end <= claim.start and c.explicit and not c.subset_of and _AND.search(c.until(claim)) for c in dead)


_AND = re.compile(r"\b(?:and|while|but)\s+(?:\w+\s+){0,3}$")


def _recovers(document: Document, claim: Claim) -> bool:
    """Say whether the sentence behind one who was shot or stabbed tells that he lives: "He is recovering"."""
    if claim.best != 1:
        return False
    end = claim.sentence_start + len(claim.sentence)
    behind = document.text[end : end + NEXT].lstrip(" \n\"'\u201c\u201d").split(".")[0]
    return bool(cue("he_again").match(behind) and cue("hurt").search(behind)) and cue("dies").search(behind) is None


def _left_of(figures: Sequence[Figure], shot: Count, dead: int) -> Count:
    """Return those shot less the dead among them, unless these are told apart from them."""
    if shot.besides or shot.rule == LESS or also_met([figures[i].claim for i in shot.members]):
        return shot
    return shot if killed_apart(figures, shot) >= dead or _none_of(figures, shot) else less(shot, dead)


def _none_of(figures: Sequence[Figure], shot: Count) -> bool:
    """Say whether none of the dead, of whom each is told, can be of those shot: a woman of 34 beside "three children"."""
    claims = [figures[i].claim for i in shot.members]
    if any(not claim.victims.groups for claim in claims):
        return False
    dead = [f.claim for f in figures if f.claim.outcome is Outcome.KILLED and not f.claim.background]
    told = all(claim.best == 1 and NAMED not in claim.flags and claim.subset_of is None for claim in dead)
    return told and bool(dead) and all(person(one).unlike(person(claim)) for one in claims for claim in dead)


def killed_apart(figures: Sequence[Figure], shot: Count) -> int:
    """Return how many the sentence of those shot tells killed by a verb of its own before: "killed a guard, shot two men"."""
    claim = figures[shot.members[0]].claim
    before = (f.claim for f in figures if f.claim.sentence_start == claim.sentence_start and f.claim.start < claim.start)
    deed = claim.rule == "active"
    return sum(c.best or 0 for c in before if deed and c.outcome is Outcome.KILLED and c.rule == "active")


def _claim(figures: Sequence[Figure], count: Count) -> Claim:
    return figures[count.members[0]].claim


def _lives(shot: Claim, killed: Sequence[Claim]) -> bool:
    """Say whether one who was shot can be none of the dead, of whom each is told: a woman beside "a clerk ... the man died"."""
    if NAMED in shot.flags or any(NAMED in claim.flags for claim in killed):
        return False
    return all(person(shot).unlike(person(claim)) for claim in killed)


def fallen(figures: Sequence[Figure], toll: Tally) -> int | None:
    """Return how many of the dead are no attackers; None where nobody says how many died."""
    attackers = [
        figures[i].claim.best or 0 for i in toll.claims if attacks(figures[i].claim) or did_harm(figures, figures[i].claim)
    ]
    return None if toll.best is None else toll.best - min(toll.best, sum(attackers))


def did_harm(figures: Sequence[Figure], dead: Claim) -> bool:
    """Say whether one of the dead is who harmed the others: by their own hand, or "a man stabbed six; police shot him dead"."""
    struck = (f.claim for f in figures if f.claim.sentence_start == dead.sentence_start and f.claim.outcome is Outcome.INJURED)
    return dead.rule in OWN_END or (dead.rule == "them" and any(c.rule == "active" and c.start > dead.start for c in struck))


def attacks(claim: Claim) -> bool:
    """Say whether a claim is of whoever did the harm."""
    words = f"{claim.quote} {claim.victims.text or ''}"
    return cue("attacker").search(words) is not None and cue("attacker").search(_OWNER.sub("", words)) is not None


_OWNER = re.compile(r"\b\w+['\u2019]s\b")  # "the gunman's victims" are no gunmen


def dead_casualties(figures: Sequence[Figure], kept: Sequence[int]) -> list[int]:
    """Return the counts of "casualties" that can only be dead: more are hurt than they are, or those hurt are "others"."""
    hurt = [figures[i].claim for i in kept if figures[i].claim.outcome is Outcome.INJURED]
    return [
        i
        for i in kept
        if (claim := figures[i].claim).outcome is Outcome.CASUALTIES and claim.best and any(_hurt_besides(claim, c) for c in hurt)
    ]


def _hurt_besides(casualties: Claim, hurt: Claim) -> bool:
    """Say whether those hurt, told right behind casualties, are none of them."""
    others = cue("further").search(hurt.victims.text or "") is not None
    return 0 < hurt.start - casualties.end < NEAR and (others or (hurt.low or 0) > (casualties.best or 0))


def split_up(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Drop a count of those shot whose sentence splits it: "shot four people, killing two and wounding two"."""
    if len(indexes) < 2 or figures[indexes[0]].claim.outcome is not Outcome.INJURED:
        return indexes
    if slain := _all_killed(figures, indexes):
        return [i for i in indexes if i not in slain] or indexes
    first, *rest = (figures[i].claim for i in indexes)
    if _LIST.fullmatch(first.until(rest[0])):
        return indexes  # "two adults and a boy were shot, and one of the adults died"
    told = (f.claim for f in figures if f.claim.sentence_start == first.sentence_start and f.claim.start > first.start)
    dead = sum(claim.best or 0 for claim in told if claim.outcome is Outcome.KILLED and claim.subset_of is None)
    parts = dead + sum(claim.best or 0 for claim in rest)
    return indexes[1:] if dead and first.best == parts and not said_hurt(first) else indexes


_LIST = re.compile(r" (?:(?!\w+(?:ed|ing)\b)\w+ ){0,2}and (?:an? |the |his |her |their )?")


def _all_killed(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Return those shot of whom the same sentence tells that all died: "shot the owner and a clerk, killing both"."""
    start = figures[indexes[0]].claim.sentence_start
    for figure in figures:
        dead = figure.claim
        if dead.outcome is not Outcome.KILLED or dead.sentence_start != start or dead.subset_of is not None:
            continue
        told = dead.sentence[: dead.start - start].split(",")[-1].strip() + (" both" if dead.quote.lower() == "both" else "")
        everyone = any(match.end() == len(told) for match in cue("all_of_them").finditer(told))
        before = [i for i in indexes if figures[i].claim.end <= dead.start]
        if everyone and before and sum(figures[i].claim.best or 0 for i in before) == dead.best:
            return before
    return []


def survivors(figures: Sequence[Figure], said: list[Count], kept: list[int]) -> list[Count]:
    """Take from a count of the wounded those of them who are told to have died since ("one of the wounded died on Monday")."""
    dead = [figures[i].claim for i in kept if figures[i].claim.outcome is Outcome.KILLED and figures[i].claim.rule != "named"]
    since = [sum(_of_these(figures, claim, figures[i].claim) for i in count.members for claim in dead) for count in said]
    first = [figures[i].claim for i in dead_of_wounds(figures, kept)]
    since = [n or _told_first(figures, count, first) for n, count in zip(since, said, strict=True)]
    return [
        less(count, died) if died and count.best and count.best > died else count for count, died in zip(said, since, strict=True)
    ]


def dead_of_wounds(figures: Sequence[Figure], kept: Sequence[int]) -> list[int]:
    """Return the figures of one who is told to have died of a wound in the same words: "a soldier wounded on Monday has died"."""
    hurt = {(f.claim.start, f.claim.end) for f in figures if f.claim.outcome is Outcome.INJURED and f.claim.best == 1}
    dead = (i for i in kept if figures[i].claim.outcome is Outcome.KILLED and figures[i].claim.rule == "happens")
    return [i for i in dead if (figures[i].claim.start, figures[i].claim.end) in hurt]


def _told_first(figures: Sequence[Figure], count: Count, dead: Sequence[Claim]) -> int:
    """Return how many of the wounded whom another sentence counts have died since: "has died ... 20 soldiers were injured"."""
    claims = [figures[i].claim for i in count.members]
    if count.besides or not any(map(said_hurt, claims)) or told_beside(figures, claims):
        return 0
    if any(c.sentence_start == d.sentence_start or c.subset_of for c in claims for d in dead):
        return 0
    return sum(any(_of_kind(claim, one) for claim in claims) for one in dead)


def _of_kind(many: Claim, one: Claim) -> bool:
    """Say whether one ("a soldier") can be of many by their noun: "soldiers", "people"."""
    return noun(many) == noun(one) != "" or cue("anyone").fullmatch(many.victims.text or "") is not None


def _of_these(figures: Sequence[Figure], dead: Claim, hurt: Claim) -> int:
    """Return how many of those whom `hurt` counts the other claim tells dead; "them" means whom the text has just counted.

    Where dead are told beside the wounded and these are not said to come on top, the wounded are told without them already.
    """
    near = 0 < dead.start - hurt.end < NEAR or "of them" not in dead.sentence
    among = (near and hurt in the_hurt(figures, dead)) or _out_of(dead, hurt)
    if not among or (told_beside(figures, [hurt]) and not later_than(dead, [hurt])):
        return 0
    return dead.best or 0


def _out_of(dead: Claim, hurt: Claim) -> bool:
    """Say whether the dead stand right before the wounded they were among: "two of the five wounded died later"."""
    if dead.sentence_start != hurt.sentence_start or dead.end > hurt.start or (dead.best or 0) > (hurt.best or 0):
        return False
    return _OF.fullmatch(dead.until(hurt)) is not None


_OF = re.compile(r" (?:\w+ )?of (?:the|these|those|its|their|his) (?:\w+ )?")


def said_hurt(claim: Claim, *, nursed: bool = False) -> bool:
    """Say whether an injury survived is told: of one person anywhere in the sentence, of several by the nearest words.

    `nursed`: none of the dead died in hospital, so that several who were taken there live.
    """
    if claim.rule in WOUNDED or (claim.rule == "state" and claim.best != 1):
        return True
    if claim.rule == "multiple":  # "a triple shooting"
        return False
    if claim.rule == "happens" and not cue("struck").search(claim.sentence):
        return True  # "a third lost a foot"
    if claim.best == 1:
        return bool(cue("hurt").search(claim.sentence)) and not cue("dies").search(
            claim.sentence, claim.end - claim.sentence_start
        )
    behind = claim.behind
    if cue("hurt").match(behind.lstrip()) or (nursed and cue("nursed").search(behind[:80])):
        return True  # "struck the town and caused three deaths and 500 injuries": what they suffered stands right behind
    hurt, struck = (_nearest(section, claim) for section in ("hurt", "struck"))
    if hurt is None and struck is None:
        return cue("nursed").search(claim.sentence) is None  # "were poisoned"; of those "taken to hospital" some may have died
    return hurt is not None and (struck is None or hurt <= struck)


def _nearest(section: str, claim: Claim) -> int | None:
    """Return how far the nearest such word stands, looking first to the side on which the claim's rule found its people."""
    start, end = claim.start - claim.sentence_start, claim.end - claim.sentence_start
    found = list(cue(section).finditer(claim.sentence))
    behind = [word.start() - end for word in found if word.start() >= end]
    ahead = [start - word.end() for word in found if word.end() <= start]
    near, far = (behind, ahead) if claim.rule in SUBJECTS else (ahead, behind)
    return min(near) if near else len(claim.sentence) + min(far) if far else None
