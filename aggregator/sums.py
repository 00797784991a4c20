"""What one sentence says of different people, added up: a sum that it states itself, its parts, a list of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from aggregator.attackers import APART
from aggregator.core.model import Basis, Claim, Figure, Outcome, Stance
from aggregator.counted import count_of
from aggregator.counts import Count, added, cue, solid, two_ends
from aggregator.mentions import of_bodies, told_of_once, unnamed
from aggregator.sides import FOES, side_of, told_twice
from aggregator.since import among_the_hurt
from aggregator.totals import of_all, without_first_reports
from aggregator.wounded import OWN_END, SUBJECTS, split_up


def one_sentence(figures: Sequence[Figure], indexes: list[int]) -> list[Count]:
    """Add up what one sentence says of different people; keep figures of different claimants, and who killed, apart."""
    apart = ungraded(figures, unnamed(figures, split_up(figures, indexes)))
    counts = [count_of(figures[i], i) for i in apart]
    counts = [replace(count, further=True, besides=True) if among_the_hurt(figures, count) else count for count in counts]
    once = told_twice(figures, counts)
    said = solid([at_least_its_parts(figures, count) for count in told_of_once(figures, once)])
    doers = [count for count in said if figures[count.members[0]].claim.rule in OWN_END | APART and count.attacker]
    if doers and len(said) > len(doers):
        victims = _one_sum(figures, [count for count in said if count not in doers])
        return [*victims, *(replace(count, total=False) for count in doers)]
    return _one_sum(figures, said)


def _one_sum(figures: Sequence[Figure], said: list[Count]) -> list[Count]:
    """Return the counts of one sentence as one where they are of one voice."""
    said = [count for count in said if not _found_dead(figures, count, said)]
    said = [count for count in said if not _told_how(figures, count, said)]
    said = without_first_reports(figures, said)  # "earlier reported eight deaths but later said six had died"
    if len(said) == 1:
        return said
    if brought := [count for count in said if _brought_to(figures[count.members[0]].claim)]:
        return [replace(brought[-1], total=True)]
    last = figures[said[-1].members[0]].claim
    if last.stance is Stance.REVISES and last.rule == "toll" and last.basis is Basis.INCIDENT:
        return said[-1:]  # "put at 19; it was later revised to 11"
    largest = max(said, key=lambda count: count.size)
    rest = [count for count in said if count is not largest and figures[count.members[0]].claim.rule != "reflexive"]
    if len(rest) > 1 and largest.size == sum(count.size for count in rest) and not listed(figures, said, largest):
        return [largest]
    if broken_down(figures, said, largest):
        return [largest]
    himself = any(figures[i].claim.rule == "reflexive" for count in said for i in count.members)
    if len({count.claimant for count in said}) > 1 and not himself and not _goes_on(figures, said):
        return said
    if len(said) == 2 and (ends := two_ends(*said)):
        return [ends]
    likewise = any(figures[i].claim.rule == "likewise" for count in said for i in count.members)  # "as did the 19 hijackers"
    said = [replace(count, total=count.total and not (likewise or of_all(figures, count))) for count in said]
    totals = [count for count in said if count.total and count.size >= largest.size]
    if totals and not _of_both(figures, said):
        return [totals[-1]]
    return [added(said, "sum_of_parts")]


def _of_both(figures: Sequence[Figure], said: Sequence[Count]) -> bool:
    """Say whether "a total of" stands before two that only "and" joins: "killed a total of two guards and three boys"."""
    if len(said) != 2 or any(len(count.members) > 1 for count in said):
        return False
    first, last = sorted((figures[count.members[0]].claim for count in said), key=lambda claim: claim.start)
    between = first.until(last).strip()
    joined = between.lower() == f"{first.victims.text} and".lower()
    return first.rule == last.rule and "toll" not in first.rule and joined


_BODIES_OF = ("bodies of ", "remains of ")


def _goes_on(figures: Sequence[Figure], said: Sequence[Count]) -> bool:
    """Say whether the text goes on in its own voice from what it quotes: "nine were shot, a nurse said; three more drowned"."""
    first, *rest = sorted((figures[count.members[0]].claim for count in said), key=lambda claim: claim.start)
    same = {figures[count.members[0]].claimant for count in said if not count.own_voice}
    if first.claimant is None or len(same) > 1 or any(claim.claimant is not None and claim is not first for claim in rest):
        return False
    between = first.until(rest[0])
    smaller = all((claim.best or 0) <= (first.best or 0) and "toll" not in claim.rule for claim in rest)
    return _NEW_CLAUSE.search(between) is not None and smaller and bool(rest[0].victims.text)


_NEW_CLAUSE = re.compile(r"; (?:\w+ ){0,2}$")


def _found_dead(figures: Sequence[Figure], count: Count, said: Sequence[Count]) -> bool:
    """Say whether a count is of bodies of those told dead before: "14 are dead; the coroner has received 11 bodies"."""
    claim = figures[count.members[0]].claim
    before = claim.before
    if not of_bodies(claim) and not before.endswith(_BODIES_OF):
        return False
    earlier = (figures[o.members[0]].claim for o in said if max(o.size, o.high or 0) >= count.size and o is not count)
    return any(
        c.end <= claim.start and _FOUND.search(c.sentence, c.end - c.sentence_start, claim.start - c.sentence_start)
        for c in earlier
    )


def _told_how(figures: Sequence[Figure], count: Count, said: Sequence[Count]) -> bool:
    """Say whether a count only tells how those counted as dead before died: "four are dead after a man killed three clerks"."""
    claim, first = figures[count.members[0]].claim, figures[said[0].members[0]].claim
    if (
        said[0].size == 1
        or count is said[0]
        or count.further
        or count.size > said[0].size
        or first.rule != "state"
        or claim.rule == "besides"
    ):
        return False
    between = first.until(claim)
    return first.outcome is Outcome.KILLED and " dead" in between and cue("told_how").search(between) is not None


def _brought_to(claim: Claim) -> bool:
    """Say whether a figure is what the others of its sentence come to: "a guard's death brings to eight the number killed"."""
    before = claim.before
    return claim.basis is Basis.INCIDENT and before.endswith(" to ") and cue("brings").search(before[-14:]) is not None


_FOUND = re.compile(r";|, (?:as|after|when) ")  # "ten are dead, as one body was found"


def by_side(figures: Sequence[Figure], said: list[Count]) -> list[Count]:
    """Take soldiers and those they fight apart in a sentence's sum, where another voice counts one side alone."""
    sides = [{side_of(figures[i].claim) for i in count.members} for count in said]
    alone = {count.claimant for count, side in zip(said, sides, strict=True) if len(side) == 1 and "" not in side}
    found: list[Count] = []
    for count, side in zip(said, sides, strict=True):
        if count.rule == "sum_of_parts" and side == FOES and not alone <= {count.claimant}:
            each = [[count_of(figures[i], i) for i in count.members if side_of(figures[i].claim) == one] for one in sorted(FOES)]
            found += [counts[0] if len(counts) == 1 else added(counts, count.rule) for counts in each]
        else:
            found.append(count)
    return found


def ungraded(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Drop those of one sentence of whom it only tells how they fare: "nine injured, one in critical condition"."""
    graded = [i for i in indexes if figures[i].claim.rule == "state" and _tells_how(figures[i].claim)]
    rest = [i for i in indexes if i not in graded]
    counted = sum(figures[i].claim.best or 0 for i in rest)
    return rest if rest and counted > max((figures[i].claim.best or 0 for i in graded), default=0) else indexes


def _tells_how(claim: Claim) -> bool:
    """Say whether the words right behind a figure tell how these people fare."""
    return cue("condition").search(_STOP.split(claim.behind[:60], maxsplit=1)[0]) is not None


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
    if second.subset_of is not None or second.rule == "besides":
        return False  # "killing two and injuring six, one of whom died": one of the six
    if figures[largest.members[0]].claim is not first or sum(count.size for count in said) > 2 * largest.size:
        return False
    gap = first.sentence[first.end - first.sentence_start : second.end - first.sentence_start]
    split = _SPLITS.search(_ENCLOSED.sub("", gap))
    return split is not None and not (split[0].endswith("one") and second.victims.text)


_ENCLOSED = re.compile(r" ([-\u2013\u2014]|--) [^-\u2013\u2014]{1,60} \1 ")  # "two clerks - aged 30 and 41 - and one cook"
_SPLITS = re.compile(r"[\u2014\u2013:]| - | -- |\((?!and )(?=[^)]*$)|, one$", re.IGNORECASE)


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
    behind = _VERB.split(last.behind, maxsplit=1)[0].rstrip()
    return own.rule in SUBJECTS and len({claim.rule for claim in claims}) == 1 and behind[-1:] not in tuple(",)-.\u2013\u2014")


_KNOWN = re.compile(r"(?:the|his|her|their)\b", re.IGNORECASE)
_VERB = re.compile(r"\b(?:were|was|are|is|have|has|had|died|killed|injured|wounded|abducted|kidnapped|detained)\b", re.IGNORECASE)
_AND = re.compile(r"^[^.:()]{0,60}(?:\band|&)\s+(?:(?:his|her|their|its|the)\s+)?$", re.IGNORECASE)
