"""Parts: what befell the whole befalls those it is split into.

These rules run after the triggers have found their people: "63 dead, including 12 children", "two were women", "two of the dead".
"""

from __future__ import annotations

import re
from dataclasses import replace

from aggregator.core.model import Outcome
from parsers.text.clause import PEOPLE, Clause, Finding, asked
from parsers.text.joined import joined_left, objects
from parsers.text.pieces import one
from parsers.text.posture import bare_name, before, nobody


def included(clause: Clause) -> None:
    """ "63 dead, including 12 children and three women": those behind share what befell those before, as a part of them."""
    for index in [i for i, code in enumerate(clause.shape) if code == "i" and clause.shape[i - 1 : i] != "n"]:
        parts = [part for part in objects(clause, index + 1) if not nobody(clause, part)]
        if clause.text(index) in asked("mostly"):
            parts = [part for part in parts if not bare_name(clause, part)]  # "mostly Chad and Egypt": places
        owners = [f for f in clause.found if f.piece < index and clause.shape[f.piece] in "MNUD" and f.piece not in parts]
        if not owners or not parts:
            continue
        owner = max(owners, key=lambda f: f.piece)
        if (
            len(parts) == 2
            and clause.shape[parts[0] + 1 : parts[1]] == ",c"
            and clause.first(parts[1]) in asked("whose_own")
            and not _of_any_kind(clause, owner.piece, parts[1])
        ):
            clause.found.append(replace(owner, piece=parts.pop()))  # "three nurses, including a Dane, and their driver"
        whose = clause.text(index) in ("of whom", "of which")
        if whose:
            verbs = {f.trigger for f in clause.found if f.piece in parts}
            parts += [f.piece for f in clause.found if f.trigger in verbs and f.piece > index and f.piece not in parts]
        for part in parts:
            own = [f for f in clause.found if f.piece == part]
            if not own:
                clause.found.append(replace(owner, piece=part, rule="included", whole=owner.piece, like=None))
            for n, finding in enumerate(clause.found):
                if (
                    finding in own
                    and (whole := _whole_of(clause, finding, owners) if whose else _same(finding, owner)) is not None
                ):
                    clause.found[n] = replace(finding, whole=whole)


def _of_any_kind(clause: Clause, whole: int, part: int) -> bool:
    """Return whether somebody's own can be one of those counted: "two people, including Ivo Dane, the mayor, and his wife"."""
    word = clause.pieces[whole].word
    anybody = word is None or word.lemma in ("person", "civilian", "villager", "resident", "individual")
    return anybody and clause.first(part) in ("his", "her")


def _same(finding: Finding, owner: Finding) -> int | None:
    return owner.piece if finding.outcome is owner.outcome else None


def _whole_of(clause: Clause, finding: Finding, earlier: list[Finding]) -> int | None:
    """Return whose part "of whom" makes a finding: the last of the same harm, or the wounded, of whom "one died later"."""
    last = max(earlier, key=lambda f: f.piece, default=None)
    same = max((f for f in earlier if f.outcome is finding.outcome), key=lambda f: f.piece, default=None)
    if last is None or (
        finding.outcome is Outcome.KILLED and last.outcome is Outcome.INJURED and (same is None or _since(clause, finding))
    ):
        return None if last is None or more(clause, finding.piece, last.piece) else last.piece
    return None if same is None else same.piece


def _since(clause: Clause, finding: Finding) -> bool:
    """Return whether the words about a death tell that it came later than the harm."""
    last = clause.pieces[max(finding.piece, finding.trigger)].end
    return not asked("since").isdisjoint(clause.words[clause.pieces[finding.piece].start : last + 4])


_OF_SO_MANY = re.compile(r"o[ts]?M")


def died_since(clause: Clause) -> None:
    """ "Two were injured, one of whom died", "2 injured, 1 subsequently died": those dead are a part of the wounded."""
    hurt = {f.piece: f for f in clause.found if f.outcome is Outcome.INJURED}
    for n, finding in enumerate(clause.found):
        if finding.piece in hurt and finding.outcome is Outcome.INJURED and clause.text(finding.piece - 1) == "remaining":
            larger = [at for at in hurt if at < finding.piece and not more(clause, finding.piece, at)]
            clause.found[n] = replace(finding, whole=larger[-1] if larger else finding.whole)
            continue
        bare = clause.shape[finding.piece] == "N" and finding.outcome is Outcome.KILLED and finding.whole is None
        of = _OF_SO_MANY.match(clause.shape, finding.piece + 1)
        if bare and of and of.end() - 1 in hurt:
            clause.found[n] = replace(finding, whole=of.end() - 1)  # "seven of the 13 people poisoned by spirits have died"
            continue
        if not bare or clause.shape[finding.piece - 1 : finding.piece] not in (",", ";", "c") or not _since(clause, finding):
            continue
        earlier = [f for f in clause.found if f.piece < finding.piece and f.whole is None]
        last = max(earlier, key=lambda f: f.piece, default=None)
        if (
            last
            and last.outcome is Outcome.INJURED
            and not one(clause.pieces[last.piece])
            and not more(clause, finding.piece, last.piece)
        ):
            clause.found[n] = replace(finding, whole=last.piece)


_COUNTED = re.compile(r"[tsd]*(?=[MNU])")


def among(clause: Clause) -> None:
    """ "three civilians among eight killed": those before are a part of those behind."""
    for index in [i for i, code in enumerate(clause.shape) if code == "<"]:
        match = _COUNTED.match(clause.shape, index + 1)
        owner = next((f for f in clause.found if match and f.piece == match.end()), None)
        left = before(clause, index - 1, "dbev,q")
        if owner is None or left < 0 or clause.shape[left] not in PEOPLE or nobody(clause, left):
            continue
        if (word := clause.pieces[left].word) and word.lemma == "survivor":
            continue
        outer = before(clause, left - 2, ",") if clause.shape[left - 1 : left] == "i" else left
        for part in joined_left(clause, outer if outer >= 0 and clause.shape[outer] in PEOPLE else left):
            clause.found = [f for f in clause.found if f.piece != part or f.whole is not None]
            clause.found.append(replace(owner, piece=part, rule="among", whole=owner.piece))


_WITH_SO_MANY = re.compile(r",?p(D)[<i]")


def with_among(clause: Clause) -> None:
    """ "31 deaths were recorded, with four deaths among those of this week": a part of those counted before."""
    for match in _WITH_SO_MANY.finditer(clause.shape):
        at = match.start(1)
        owner = next((f for f in counted_before(clause, at) if f.whole is None), None)
        if not clause.text(match.end() - 1).startswith("among"):
            continue
        for n, finding in enumerate(clause.found):
            if finding.piece == at and owner and finding.outcome is owner.outcome and not more(clause, at, owner.piece):
                clause.found[n] = replace(finding, whole=owner.piece)


_OF_THOSE = re.compile(r",?p?([NM])(?=or|i)")


def apart(clause: Clause) -> None:
    """ ", 12 of them staff", "two commanders among them": a part of those told of before."""
    for match in _OF_THOSE.finditer(clause.shape):
        at = match.start(1)
        them = clause.text(at + 1) if clause.shape[at + 1] == "i" else "of them"
        owner = next((f for f in counted_before(clause, at) if f.piece < f.trigger + 3), None)
        if owner and them in asked("them") and not told(clause, at):
            clause.found.append(replace(owner, piece=at, rule="apart", whole=owner.piece))


_OF_THE_DEAD = re.compile(r"N(?=o[ts]?([AVO])(?:[b,.wphvW]|$))")


def of_the_dead(clause: Clause) -> None:
    """ "Seven of the dead were from one family": a part of them, whoever told of the others."""
    for match in _OF_THE_DEAD.finditer(clause.shape):
        at, trigger = match.start(), match.start(1)
        word = clause.pieces[trigger].trigger
        if word is None or word.outcome is None or told(clause, at):
            continue
        if word.lemma == "the victims" and (clause.shape[trigger + 1 : trigger + 2] != "b" or one(clause.pieces[at])):
            continue  # "one of the victims, 17, said ..."
        if word.lemma == "the victims":
            last = clause.found[-1].outcome if clause.found else clause.told or word.outcome
            clause.found.append(Finding(piece=at, outcome=last, rule="apart", trigger=trigger, follows=True))
        elif clause.text(trigger) in asked("harmed") and clause.text(trigger - 1) in ("the", "those"):
            clause.found.append(Finding(piece=at, outcome=word.outcome, rule="apart", trigger=trigger, follows=True))


_OF_THOSE_HURT = re.compile(r"N(o(?:r|A|t[AV]))(,[SM],)?")


def of_those_hurt(clause: Clause) -> None:
    """ "One of the wounded died", "two of the injured are in hospital": a part of those told of before, alive or dead."""
    at: dict[int, int] = {}
    for match in _OF_THOSE_HURT.finditer(clause.shape) if clause.found else ():
        at[match.start()] = match.start()
        if match[2]:
            at[match.end() - 2] = match.start()  # "One of the victims, a miner, died"
    for n, finding in enumerate(clause.found):
        one = at.get(finding.piece)
        if one is not None and finding.whole is None and not any(f.piece < one for f in clause.found):
            whom = " ".join(clause.text(i) for i in range(one + 2, min(one + 4, len(clause.pieces)))).split()
            if whom[0] == "them" or (whom[0] in ("the", "those") and whom[1:2] and whom[1] in asked("hurt") | asked("harmed")):
                clause.found[n] = replace(finding, follows=True)


_OF_THE_HURT = re.compile(r"(?:(?<![\s\S])|(?<=[.;:]))o(?:t[AVO]?|r),?(?=N(?!o))")


def opening_with_whom(clause: Clause) -> None:
    """ "Of the injured, nine are in intensive care": a part of those told of before."""
    match = _OF_THE_HURT.search(clause.shape)
    if match is None:
        return
    whom = " ".join(clause.text(i) for i in range(match.start() + 1, match.end())).rstrip(" ,").split()
    if not (whom[-1] in asked("harmed") or whom in (["those"], ["these"], ["them"])):
        return
    clause.found = [replace(f, follows=True) if f.piece == match.end() and f.whole is None else f for f in clause.found]


_DEAD_WERE = re.compile(r"N(?=ot[AV][^.;:]{0,30}?[,;]?c(N)[bh])")


def how_they_died(clause: Clause) -> None:
    """ "Ten of the dead were stabbed and four were shot", "Some were shot" behind a toll: how the dead died, no wounded."""
    dead = {m.start(1) for m in _DEAD_WERE.finditer(clause.shape) if clause.text(m.start() + 3) in ("dead", "killed", "deceased")}
    for n, finding in enumerate(clause.found):
        piece, word = clause.pieces[finding.piece], clause.pieces[finding.trigger].trigger
        struck = word is not None and finding.outcome is Outcome.INJURED and word.lemma in _STRUCK and finding.rule == "passive"
        some = piece.quantity is not None and piece.quantity.vague is not None and clause.just is Outcome.KILLED
        if struck and piece.code == "N" and (finding.piece in dead or some):
            clause.found[n] = replace(finding, outcome=Outcome.KILLED, rule="apart", follows=True)


_STRUCK = frozenset(("shoot", "stab", "gas"))  # "Some were beaten" may live


def among_them(clause: Clause) -> None:
    """ "Eleven foreigners were among the dead": a part of those told of before."""
    for n, finding in enumerate(clause.found):
        if finding.rule in ("state", "inverted") and finding.whole is None and clause.text(finding.trigger).startswith("among "):
            clause.found[n] = replace(finding, follows=True)


def the_dead_are(clause: Clause) -> None:
    """ "The dead included two nurses", "Those killed were three women and a boy": a part of those told of before."""
    for n, finding in enumerate(clause.found):
        at = finding.trigger
        opens = finding.rule == "inverted" and finding.whole is None and clause.shape[at + 1 : at + 2] in ("i", "b", ":")
        if opens and at and clause.text(at - 1) in ("the", "those"):
            clause.found[n] = replace(finding, follows=True)


def more(clause: Clause, part: int, whole: int) -> bool:
    """Return whether a count is larger than the one it should be a part of."""
    small, large = clause.pieces[part].quantity, clause.pieces[whole].quantity
    return bool(small and large and small.low and large.high and small.low > large.high)


def counted_before(clause: Clause, at: int) -> list[Finding]:
    """Return what was found of counted people before piece `at`, the last first."""
    return [f for f in reversed(clause.found) if f.piece < at and clause.shape[f.piece] in "MNUD"]


def told(clause: Clause, at: int) -> bool:
    """Return whether anything was found of the people at `at`."""
    return any(f.piece == at for f in clause.found)


_SPLIT = re.compile(r"N(?=bd?G|orb?d?G)")


def split(clause: Clause) -> None:
    """ "Of five bodies recovered, two were women and three were children": the parts of those just counted."""
    for match in _SPLIT.finditer(clause.shape):
        owners = [f for f in clause.found if f.piece < match.start() and clause.shape[f.piece] in "MNUD"]
        wholes = [f for f in owners if f.rule != "split"]
        of_them = clause.shape[match.start() + 1] == "o" and wholes  # "six were injured, two of them officers"
        whole = max(wholes, key=lambda f: f.piece) if of_them else next(iter(wholes), None)
        if whole and not any(f.piece == match.start() for f in clause.found):
            like = clause.shape.index("G", match.end())
            clause.found.append(replace(whole, piece=match.start(), rule="split", whole=whole.piece, like=like))
    for n, finding in enumerate(clause.found):
        behind = clause.shape[finding.piece + 1 : finding.piece + 3]
        if finding.whole is None and behind == "or":
            owner = next((f for f in clause.found if f.piece < finding.piece and f.outcome is finding.outcome), None)
            clause.found[n] = replace(finding, whole=owner.piece) if owner else finding
        elif finding.whole is None and behind[:1] == "i" and clause.text(finding.piece + 1) in ("of whom", "of which"):
            earlier = [f for f in clause.found if f.piece < finding.piece and clause.shape[f.piece] in "MNUD"]
            clause.found[n] = replace(finding, whole=_whole_of(clause, finding, earlier))
