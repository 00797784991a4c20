"""The wounded and the seized who died since: whether they are told apart from the dead beside whom a text counted them.

A part of `tally`; the words are in `vocab/en/tally.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from aggregator.core.model import Claim, Figure, Outcome
from aggregator.core.vocab import read
from aggregator.counts import Count, cue
from aggregator.sides import ALSO, died_later

NEAR = 250  # characters behind a count within which "them" means those counted


def among_the_hurt(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether these dead were among the wounded or seized whom a sentence told beside its dead: they come on top."""
    dead = figures[count.members[0]].claim
    if dead.outcome is not Outcome.KILLED:
        return False
    if cue("survivors").match(dead.sentence, dead.end - dead.sentence_start + 1):
        return True  # "the crash killed 82 ... one of the seven survivors died"
    one = [f.claim for f in figures if dead.rule == "happens" and died_later(f.claim, dead) and _WHOLE.search(f.claim.sentence)]
    if told_beside(figures, one):
        return True  # "a cook was killed and his brother wounded ... the brother died"
    hurt = the_hurt(figures, dead)
    if not later_than(dead, hurt):
        hurt = []
    if cue("taken").search(dead.victims.text or ""):  # "the bodies of the two abducted policemen"
        taken = (f.claim for f in figures if f.claim.outcome in (Outcome.ABDUCTED, Outcome.MISSING))
        hurt += [claim for claim in taken if claim.end < dead.sentence_start and (claim.best or 0) >= (dead.best or 1)]
    return told_beside(figures, hurt) or any(_besides_dead(figures, claim) for claim in hurt)


def _besides_dead(figures: Sequence[Figure], hurt: Claim) -> bool:
    """Say whether the wounded are told to be others than the dead before them: "Six others were hit", "were shot as well"."""
    before = any(f.claim.outcome is Outcome.KILLED and not f.claim.background and f.claim.end < hurt.start for f in figures)
    others = cue("further").search(f"{hurt.quote} {hurt.victims.text or ''}") or ALSO.search(hurt.sentence)
    return before and others is not None


def the_hurt(figures: Sequence[Figure], dead: Claim) -> list[Claim]:
    """Return the counts of wounded that the dead are told to be of, and those that these are of themselves.

    "Two of the wounded are critical ... one of them died"; "One of the injured, a cook, died on Tuesday".
    """
    wounded = [figure.claim for figure in figures if figure.claim.outcome is Outcome.INJURED]
    above = {claim.id: claim for claim in wounded}
    before = [claim for claim in wounded if 0 < dead.start - claim.end < NEAR and claim.best != 1]
    told = cue("of_the_hurt").search(dead.before)
    found = [above[dead.subset_of]] if dead.subset_of in above else []
    if not found and dead.rule == "happens" and (so_many := _OF_SO_MANY.match(dead.sentence, dead.end - dead.sentence_start)):
        found = [claim for claim in before if claim.best == _number(so_many[1].lower())][-1:]
    if not found and before and told and _ASIDE.fullmatch(dead.sentence, told.end(), dead.start - dead.sentence_start):
        found = before[-1:]
    if not found and dead.rule == "happens" and (noun := _OF_NOUN.match(dead.sentence, dead.end - dead.sentence_start)):
        found = [claim for claim in before if (claim.victims.text or "").lower().split()[-1:] == [noun[1].lower()]][-1:]
    there = dead.sentence.startswith((" of them", " of these"), dead.end - dead.sentence_start)
    there = there or _WHERE.search(dead.before) is not None
    if not found and there and dead.rule == "happens":
        found = [claim for claim in before[-1:] if claim.sentence_start == dead.sentence_start]
    while found and found[-1].subset_of in above and above[found[-1].subset_of] not in found:
        found.append(above[found[-1].subset_of])
    return found


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() else read("en/numbers")["units"].get(word)


_OF_SO_MANY = re.compile(r" of (?:the|these|those) (\w+)\b")  # "Three of the seven died"
_OF_NOUN = re.compile(r" of the (\w+)\b")  # "one of the pupils", behind "eight pupils were wounded"
_WHERE = re.compile(r", where $")  # "five were taken to a clinic, where one died"
_ASIDE = re.compile(r"(?: who (?:was|were|had been) \w+)?, ")  # "One of the injured, a cook"; "Of the three who were shot, one"


def later_than(dead: Claim, hurt: Sequence[Claim]) -> bool:
    """Say whether those of the wounded who died did so after the words that told them wounded.

    A headline has counted who died later; in one sentence, where the day is told, or behind a whole sentence they come after.
    """
    if any(claim.sentence_start == dead.sentence_start for claim in hurt):
        return True
    if cue("died_since").search(dead.sentence) and any(_WHOLE.search(claim.sentence) for claim in hurt):
        return True
    return cue("since").search(dead.sentence) is not None or _DATED.search(dead.sentence) is not None


_WHOLE = re.compile(
    r"\b(?:was|were|has|have|had|died|after|killing|wounding|injuring|leaving|left|killed)\b.*[.!?]\W*$", re.DOTALL
)  # no headline
_DATED = re.compile(r"\bon (?:\d{1,2}[ /.]|[A-Z][a-z]{2,8} \d)")


def told_beside(figures: Sequence[Figure], hurt: Sequence[Claim]) -> bool:
    """Say whether dead are told before these in their own sentence."""
    dead = [
        f.claim for f in figures if f.claim.outcome is Outcome.KILLED and f.claim.subset_of is None and not f.claim.background
    ]
    return any(told.sentence_start == claim.sentence_start and told.start < claim.start for claim in hurt for told in dead)


def wounds_of_dead(hurt: Claim, dead: Sequence[Claim]) -> bool:
    """Say whether wounds are those of some of the dead: "two were slain at home ... one of the victims had stab wounds"."""
    behind = hurt.behind
    if hurt.rule != "suffered" or not cue("wounds").search(behind[:60]):
        return False
    before = [claim for claim in dead if claim.end < hurt.start]
    among = behind.startswith((" of the victims", " of the dead")) and sum(c.best or 0 for c in before) >= (hurt.best or 0)
    return (among and hurt.subset_of is None) or any(claim.id == hurt.subset_of for claim in before)
