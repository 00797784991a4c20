"""People in other hands without a word of harm: "the rebels are holding six engineers", "the fate of 30 villagers is unknown".

The words are `vocab/en/movements.toml`'s (`fate`, `holding`, and who takes people in `taking`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.clause import Clause, unreal, verb_group
from parsers.text.joined import objects
from parsers.text.moves import find
from parsers.text.seek import subject

_FATE = re.compile(r"x[po][tsadj]*([MN])[^.;:,]{0,10}?(?:([jx])(?=[.;,)puXWB]|$)|bn(d))")


@cache
def fate(kind: str) -> frozenset[str]:
    """Return the words of a kind from the `fate` table of `en/movements`."""
    return frozenset(read_vocabulary("en/movements")["fate"][kind])


@cache
def holds() -> frozenset[str]:
    """Return the verbs of holding captives."""
    return frozenset(read_vocabulary("en/movements")["holding"]["verbs"])


@cache
def release(kind: str) -> frozenset[str]:
    """Return the words of one kind of being set free."""
    return frozenset(read_vocabulary("en/movements")["release"][kind])


@cache
def takers() -> frozenset[str]:
    """Return who takes people."""
    return frozenset(read_vocabulary("en/movements")["taking"]["takers"])


def openings() -> list[str]:
    """Return the words by which a sentence shows that one of these rules may speak."""
    fates = [f"{what} {of}" for what in fate("of") for of in ("of", "for")]
    return [*fates, *(f"{verb} hostage" for verb in holds()), *_held_by(), *(f"{verb} after" for verb in release("verbs"))]


def _held_by() -> list[str]:
    between = ("", "are ", "were ", "still ", "are still ", "is ", "have ", "had ")
    held = [f"{go_on} to hold" for go_on in ("continue", "continues", "continued")]
    return held + [f"{who} {be}{verb}" for who in takers() for be in between for verb in holds()]


def fate_unknown(clause: Clause) -> None:
    """ "The whereabouts of 12 fishermen remain unknown": they are missing; those seized are in other hands."""
    for match in _FATE.finditer(clause.shape):
        at, end = match.start(1), match.end() - 1
        word = clause.pieces[at].word
        told = clause.text(match.start()) in fate("of") and clause.text(end) in (fate("unknown") | {"known"})
        bare = clause.shape[at] == "N" and word is None and (clause.found or clause.told is not None)  # "and the fate of 14"
        if not told or not (bare or (word is not None and word.outcome in (None, Outcome.TRAPPED) and word.unit == "person")):
            continue
        behind = clause.text(at + 1).split()[0]
        seized = behind in fate("seized") or clause.told is Outcome.ABDUCTED
        find(clause, at, Outcome.ABDUCTED if seized else Outcome.MISSING, match.start(), "fate")
        if clause.told is Outcome.ABDUCTED and clause.found:
            clause.found[-1] = replace(clause.found[-1], follows=True)


_FREED = re.compile(r"bd{0,2}([vex])")


def freed(clause: Clause) -> None:
    """ "Three reporters have been freed after an abduction", "are free after weeks as hostages": they were taken before."""
    for match in _FREED.finditer(clause.shape):
        verb, group = match.start(1), verb_group(clause, match.start(1))
        behind = clause.words[clause.pieces[verb].end :][:_NEAR]
        taken = "after" in behind and not release("captivity").isdisjoint(behind)
        if not taken or clause.text(verb) not in release("verbs") or unreal(clause, group):
            continue
        for at in subject(clause, verb, group):
            word = clause.pieces[at].word
            if word is not None and word.outcome is None and word.unit == "person":
                find(clause, at, Outcome.ABDUCTED, verb, "freed")


_NEAR = 10  # words
_HOLDS = re.compile(r"G(?:(?:[hbd]|xz)*|[^.;:,MNU]{0,10}[vx]z)([ev])(?=[tdj]*[MSU])")


def holding(clause: Clause) -> None:
    """ "The rebels are holding six engineers captured in May": captives of those who take people, no prisoners of the law."""
    for match in _HOLDS.finditer(clause.shape):
        at = match.start(1)
        if takers().isdisjoint(clause.text(match.start()).split()) or clause.text(at) not in holds():
            continue
        goes_on = at > 1 and clause.text(at - 2).startswith("continu")  # "continue to hold"
        if not goes_on and unreal(clause, verb_group(clause, at)):
            continue
        for index in objects(clause, at + 1):
            word = clause.pieces[index].word
            if word is not None and word.outcome is None and word.unit == "person":
                clause.found = [f for f in clause.found if f.piece != index or f.outcome is not Outcome.DETAINED]
                find(clause, index, Outcome.ABDUCTED, at, "taken")
