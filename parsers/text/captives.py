"""People in other hands without a word of harm: "the rebels are holding six engineers", "the fate of 30 villagers is unknown".

Whom an armed group detains it has abducted (`by_an_armed_group`). The words are `vocab/en/movements.toml`'s (`fate`, `holding`,
`armed`, and who takes people in `taking`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.clause import Clause, Finding, unreal, verb_group
from parsers.text.joined import objects
from parsers.text.lexicon import lexicon
from parsers.text.moves import find
from parsers.text.seek import subject
from parsers.text.telling import told_from

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
    return [
        *fates,
        *grabs(),
        *(f"{verb} hostage" for verb in holds()),
        *_held_by(),
        *(f"{verb} after" for verb in release("verbs")),
    ]


def _held_by() -> list[str]:
    between = ("", "are ", "were ", "still ", "are still ", "is ", "have ", "had ")
    held = [*(f"{go_on} to hold" for go_on in ("continue", "continues", "continued")), "held by", "held for", "to be holding"]
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
        behind = clause.first(at + 1)
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
        for at in subject(clause, verb, group) if not taken and clause.text(verb) in release("verbs") else ():
            if clause.shape[at] == "N" and _of_captives(clause, at) and not unreal(clause, group):
                clause.found.append(Finding(piece=at, outcome=Outcome.ABDUCTED, rule="freed", trigger=verb, follows=True))
        if not taken or clause.text(verb) not in release("verbs") or unreal(clause, group):
            continue
        for at in subject(clause, verb, group):
            word = clause.pieces[at].word
            if word is not None and word.outcome is None and word.unit == "person":
                find(clause, at, Outcome.ABDUCTED, verb, "freed")


_NEAR = 10  # words
_HOLDS = re.compile(r"G(?:(?:[hbd]|xz|[vxedq]z[hb])*|[^.;:,MNU]{0,10}[vx]z)([ev])(?=[tdj]*[MSU])")


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


_OF_CAPTIVES = re.compile(r"o[ts]?(G)")


def _of_captives(clause: Clause, at: int) -> bool:
    """Return whether a number counts some of "the kidnapped girls", "the hostages"."""
    match = _OF_CAPTIVES.match(clause.shape, at + 1)
    words = clause.text(match.start(1)).split() if match else []
    known = (lexicon().singles.get(word) for word in words)
    return any(word is not None and word.outcome is Outcome.ABDUCTED for word in known)


@cache
def armed(kind: str) -> frozenset[str]:
    """Return words of one kind of who holds people without the law (`armed` in `en/movements`)."""
    return frozenset(read_vocabulary("en/movements")["armed"][kind])


_ENDS_AGENT = frozenset(".,;:()=wWpVIKEJYvebhqyc")
_HELD_BY = re.compile(r"b[bd]*(v)(?=[^.;:,wVIvq]{0,5}y)")
_BY = re.compile(r"[^.;:,wWVIvqcy]{0,9}(y)")


def by_an_armed_group(clause: Clause) -> None:
    """ "Insurgents detained two surveyors", "was held by militants": abducted by them, not arrested by the law."""
    for match in _HELD_BY.finditer(clause.shape) if "held" in clause.has else ():
        verb, group = match.start(1), verb_group(clause, match.start(1))
        if clause.text(verb) == "held" and not unreal(clause, group) and _armed(_agent(clause, verb)):
            for at in subject(clause, verb, group):
                _abducted(clause, at, verb)
    for finding in [f for f in clause.found if f.outcome is Outcome.DETAINED]:
        word = clause.pieces[finding.trigger].trigger
        if word is None or word.lemma not in armed("verbs") or _of_war(clause, finding.piece, word.lemma):
            continue
        active = finding.rule == "active"
        if _armed(_doer(clause, finding.trigger) if active else _agent(clause, finding.trigger)):
            clause.found[clause.found.index(finding)] = replace(finding, outcome=Outcome.ABDUCTED)


def brought_out(clause: Clause) -> None:
    """Leave out whom nobody abducted: the dead, wounded and survivors "taken from the prison", people "taken from the rubble"."""
    for finding in [f for f in clause.found if f.outcome is Outcome.ABDUCTED]:
        trigger, word = clause.pieces[finding.trigger], clause.pieces[finding.piece].word
        if trigger.trigger is None or not trigger.trigger.lemma.endswith(" from"):
            continue
        harmed = any(f.piece == finding.piece and _by_noun(clause, f) for f in clause.found)
        behind = clause.words[trigger.end :][:4]
        if harmed or (word is not None and word.lemma == "survivor") or not brought("from").isdisjoint(behind):
            clause.found.remove(finding)


def _by_noun(clause: Clause, finding: Finding) -> bool:
    """Return whether a harm is told by what people are called: "18 bodies", "the remains of nine", not by a deed."""
    if finding.rule == "of" and _REMAINS.isdisjoint(clause.text(finding.trigger).split()):
        return False
    return finding.rule in ("counted", "state", "of") and finding.outcome in (Outcome.KILLED, Outcome.INJURED)


_REMAINS = frozenset(("body", "bodies", "corpse", "corpses", "remains"))


@cache
def brought(kind: str) -> frozenset[str]:
    """Return where people are brought out of, whom nobody took (`brought` in `en/movements`)."""
    return frozenset(read_vocabulary("en/movements")["brought"][kind])


def _of_war(clause: Clause, people: int, verb: str) -> bool:
    """Return whether who is captured bears arms himself: a prisoner of war."""
    word = clause.pieces[people].word
    return verb in armed("of_war") and word is not None and word.group in ("combatants", "police")


@cache
def grabbing(kind: str) -> frozenset[str]:
    """Return words of one kind of how people are carried off (`grabbing` in `en/movements`)."""
    return frozenset(read_vocabulary("en/movements")["grabbing"][kind])


def grabs() -> list[str]:
    """Return the words by which a sentence shows that people may have been carried off."""
    off = [f"{verb} {where}" for verb in grabbing("off") for where in grabbing("where")]
    return [*grabbing("alone"), *off]


@cache
def grab_words() -> frozenset[str]:
    """Return the verbs of which one must be told for that."""
    return grabbing("alone") | grabbing("off")


def carried_off(clause: Clause) -> None:
    """ "Gunmen snatched two nurses", "nine boys were marched off by rebels": abductions because of who does it."""
    for at, piece in enumerate(clause.pieces):
        verb = clause.text(at)
        off = clause.text(at + 1) in grabbing("where") if verb in grabbing("off") and at + 1 < len(clause.pieces) else False
        if piece.code not in "vxeEV" or not (off or verb in grabbing("alone")) or unreal(clause, group := verb_group(clause, at)):
            continue
        agent = _agent(clause, at)
        by_takers = _armed(agent) or (not grabbing("by").isdisjoint(agent) and armed("lawful").isdisjoint(agent))
        if by_takers or (not agent and verb in grabbing("of_people") and group.passive and not _saved(clause, at)):
            people = subject(clause, at, group)
        elif not agent and not group.passive and _armed(_doer(clause, at)):
            people = objects(clause, at + 1 + off)
        else:
            continue
        hurt = {finding.piece for finding in clause.found}
        for index in people:
            if clause.shape[index] in "NU" and by_takers and index not in hurt:
                find(clause, index, Outcome.ABDUCTED, at, "taken")
            elif index not in hurt:
                _abducted(clause, index, at)


def _saved(clause: Clause, verb: int) -> bool:
    """Return whether words behind a verb tell of a rescue or a game: "snatched from the flames", "snatched up by a rival"."""
    return not grabbing("no_deed").isdisjoint(clause.words[clause.pieces[verb].end :])


def _abducted(clause: Clause, at: int, verb: int) -> None:
    word = clause.pieces[at].word
    if clause.shape[at] in "MS" and word is not None and word.outcome is None and word.unit == "person":
        clause.found = [f for f in clause.found if f.piece != at or f.outcome is not Outcome.DETAINED]
        find(clause, at, Outcome.ABDUCTED, verb, "taken")


def _agent(clause: Clause, verb: int) -> list[str]:
    """Return the words behind "by" behind a verb: "detained for nine days by | an unknown armed group"."""
    by = _BY.match(clause.shape, verb + 1)
    if by is None:
        return []
    at = end = by.end()
    while end < len(clause.shape) and clause.shape[end] not in _ENDS_AGENT:
        end += 1
    return clause.words[clause.pieces[at].start : clause.pieces[end - 1].end]


def _doer(clause: Clause, verb: int) -> list[str]:
    """Return the words for who acts: those before the verb, or for "and detained", ", detaining" those that open the sentence."""
    shape, left = clause.shape, verb_group(clause, verb).left
    if left < 0 or shape[left] == "w":
        return []
    shared = shape[left] == "c" or (shape[left] == "," and shape[verb] == "E")
    opens = told_from(clause, max(shape.rfind(mark, 0, left + 1) for mark in ".;:") + 1, left + 1)
    if not armed("lawful").isdisjoint(clause.words[clause.pieces[opens].start : clause.pieces[verb].start]):
        return []  # "soldiers hunting for militants | detained five herders"
    start = opens if shared else max(opens, *(shape.rfind(mark, 0, left + 1) + 1 for mark in _ENDS_AGENT - {"p"}))
    if start > opens + 1 and shape[start - 2 : start] in ("Ge", "Me", "Se"):
        start -= 2  # "gunmen riding motorcycles | detained"
    end = start
    while end <= left and (shape[end] not in _ENDS_AGENT or end == start):
        end += 1
    return clause.words[clause.pieces[start].start : clause.pieces[end - 1].end] if start <= left else []


def _armed(words: list[str]) -> bool:
    """Return whether these words name an armed group, and nobody who acts for a state."""
    if not words or not armed("lawful").isdisjoint(words):
        return False
    text = " " + " ".join(words) + " "
    return not takers().isdisjoint(words) or any(f" {name} " in text for name in armed("groups"))


_REDUCED = re.compile(r" of (?:the|those|these) ")
_GOES_ON = re.compile(r"[^.;:]*?[bhI]")


def some_of_the_taken(clause: Clause) -> None:
    """Leave out "thirty of the girls kidnapped were released": those taken are the girls, of whom thirty came free."""
    clause.found = [f for f in clause.found if f.outcome is not Outcome.ABDUCTED or not _some_taken(clause, f)]


def _some_taken(clause: Clause, finding: Finding) -> bool:
    near = finding.rule == "passive" and finding.trigger == finding.piece + 1 and clause.shape[finding.piece] in "MU"
    some = near and _REDUCED.search(f"{clause.text(finding.piece)} ") is not None
    behind = clause.words[clause.pieces[finding.trigger].end :]
    freed = not frozenset(read_vocabulary("en/negatives")["releases"]).isdisjoint(behind) if some else False
    return some and (freed or _GOES_ON.match(clause.shape, finding.trigger + 1) is not None)
