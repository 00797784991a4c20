"""Whose dead a count counts, among those of its event: the attackers killed since, a body's own people, nobody of one kind.

No such count is a toll of the event's: "nine of the gunmen who attacked the convoy" are none of those killed there, and
"three of its staff" are some of whoever was killed. The words are `vocab/en/tally.toml`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from aggregator.agreement import opposed
from aggregator.core import vocab
from aggregator.core.model import Basis, Outcome, SourceKind, Status
from aggregator.counts import cue
from aggregator.explain import name
from aggregator.sides import side_of
from aggregator.standing import ATTACKERS, Standing, larger, nation, part_name


def attackers_apart(standing: list[Standing]) -> list[Standing]:
    """Set those apart who are told as the doers of the harm ("the gunmen who attacked"), where somebody counts other dead."""
    dead = [s for s in standing if (_toll(s) or s.sum) and s.outcome is Outcome.KILLED and s.basis is Basis.INCIDENT]
    doers = {s.id for s in dead if s.whole and _did_it(s)}
    if not doers or not any(s.id not in doers and side_of(s.figure.claim) != "fighters" for s in dead):
        return standing
    told = {(s.figure.claim.document, s.bounds) for s in dead if s.id in doers}  # "Nine ambushers killed" as a headline
    doers |= {s.id for s in dead if s.whole and (s.figure.claim.document, s.bounds) in told}
    return [replace(s, whole=False, population=ATTACKERS) if s.id in doers else s for s in standing]


def others_than(attackers: Standing, toll: Standing) -> bool:
    """Whether a toll is surely of other people than the attackers killed since: its words say whom, or it is lower."""
    return named_people(toll) or (toll.reach.high is not None and (toll.reach.top or 0) < attackers.bounds.bottom)


def named_people(s: Standing) -> bool:
    """Whether a count's words select people who did not attack: aid workers, civilians, soldiers."""
    return s.figure.population not in ("all", "part", "combatant") or side_of(s.figure.claim) == "uniformed"


def _toll(s: Standing) -> bool:
    return s.whole and not s.doubt and s.bounds.bottom > 0


def _did_it(s: Standing) -> bool:
    """Whether the words right behind attackers or fighters say that the harm was theirs."""
    claim = s.figure.claim
    people = claim.victims.text or ""
    behind = claim.behind
    at = behind.find(people) if people else -1
    if not 0 <= at <= _NEAR or side_of(claim) != "fighters":
        return False
    return cue("did_it").match(behind[at + len(people) :].lstrip(" ,")) is not None


_NEAR = 25  # characters between a number and its people: "nine of the", "nine suspected"


def noughts(standing: list[Standing]) -> list[Standing]:
    """Let nobody of some people ("no soldier was killed") meet the counts that name these ("12 soldiers"), as one count of them.

    A toll whose text tells some as civilians by another word ("34, including a monk") is marked: "no civilians" is against it.
    """
    none = [s for s in standing if not s.whole and not s.doubt and s.bounds.high == 0 and s.population != "part"]
    if not none:
        return standing
    named = {s.id: nobody.population for nobody in none for s in standing if _toll(s) and _names(s, nobody)}
    told = {s.parent for s in standing if s.bounds.bottom > 0 and s.figure.claim.victims.status is Status.CIVILIAN}
    told -= {s.parent for s in standing if s.population == "civilian" and s.bounds.bottom > 0}
    return [replace(s, named=named.get(s.id, ""), villagers=s.id in told and s.whole) for s in standing]


def _names(toll: Standing, nobody: Standing) -> bool:
    """Whether a toll's words name the people of whom another says that nobody was harmed; two armies' losses are two counts."""
    side = side_of(nobody.figure.claim)
    same = (part_name(toll.figure), side_of(toll.figure.claim)) == (part_name(nobody.figure), side)
    if not same or toll.speaker == nobody.speaker or toll.outcome != nobody.outcome:
        return False
    official = toll.figure.claimant_kind in (SourceKind.MILITARY, SourceKind.GOVERNMENT) or nation(toll.figure) is not None
    return side != "uniformed" or not official or (opposed(toll, nobody) and not _own(nobody))


def no_civilians(s: Standing) -> bool:
    """Whether a count says that no civilian was harmed."""
    return s.population == "civilian" and s.bounds.high == 0


def own_people(standing: list[Standing]) -> list[Standing]:
    """Make a part of a count of its speaker's own people ("three of its staff") where somebody counts more of the dead.

    Soldiers and fighters of the speaker's are a side's losses (`bysides`), and as many workers as another's workers are a toll.
    """
    tolls = [[s] for s in standing if _toll(s)]
    tolls += [[o for o in standing if o.id in ids] for ids in dict.fromkeys(s.sum for s in standing if s.sum)]
    return [replace(s, whole=False, population=f"{name(s)}’s own") if _own_of_more(s, tolls) else s for s in standing]


def _own_of_more(s: Standing, tolls: Sequence[Sequence[Standing]]) -> bool:
    if not _toll(s) or side_of(s.figure.claim) or not _own(s):
        return False
    return any(larger(toll, s) and toll[0].speaker != s.speaker and not any(_same_people(o, s) for o in toll) for toll in tolls)


def _own(s: Standing) -> bool:
    claim = s.figure.claim
    return _OF_ITS.match(claim.sentence, max(0, claim.end - claim.sentence_start)) is not None


_OF_ITS = re.compile(
    r" (?:(?:members|people|others|one|persons?|employees|member) )?of (?:its|our|their|his|her)\b", re.IGNORECASE
)


def _same_people(toll: Standing, own: Standing) -> bool:
    """Whether both name the same people by a noun that one body may have all of: "five workers" and "three of its workers"."""
    said = [(s.figure.claim.victims.text or "").casefold() for s in (toll, own)]
    return said[0] == said[1] != "" and part_name(own.figure) not in vocab.read("reconcile")["populations"]["parts"]
