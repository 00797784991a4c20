"""Lists: persons named or listed one by one share what befell those they list ("the victims were named as ...").

These rules run after the triggers have found their people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import inf

from aggregator.core import gazetteer
from aggregator.core.model import Outcome
from parsers.text.clause import PEOPLE, Clause, Finding, asked
from parsers.text.joined import joined_left, joined_right, objects
from parsers.text.pieces import one
from parsers.text.posture import bare_name

_IN = r"[po][tsaj]*[SXfxGj]{1,3}"
_PARTS = re.compile(rf"[MNU]\(([tsda]*[MNUS](?:(?:{_IN})?[,c&tsda]+[MNUS])*)(?:{_IN})?,?\)")
_PARTS_BEHIND = re.compile(r"[MNUD](?:[hbd]{0,3}[VIAv])?\(([MS](?:[,c&]+[MS])+)\)")  # "92 people killed (51 women, 28 children)"
_ROLL = re.compile(r"[pdtjxfe]{0,4}:((?:[tsgdkG]*S[,;c&]+){1,}[tsgdkG]*S)")
_WHO_AND = re.compile(r",?w[^.;:]{0,12}?c(?=[MNS])")
_LISTED = re.compile(r"[pdtjx]{0,3}:[tsda]*(?=[MNUS])")


def items(clause: Clause) -> None:
    """ "six priests - five Spaniards and a Salvadoran - were killed", "four were killed: the pilot and three others"."""
    found = [f for f in clause.found if clause.shape[f.piece] in "MNUD"]
    listed: list[tuple[Finding, list[int]]] = []
    for match in (*_PARTS.finditer(clause.shape), *_PARTS_BEHIND.finditer(clause.shape)):
        listed += [
            (f, [i for i in range(*match.span(1)) if clause.shape[i] in PEOPLE and not _demonym(clause, i)])
            for f in found
            if f.piece == match.start()
        ]
    for owner in found:
        colon = _LISTED.match(clause.shape, owner.trigger + 1)
        if colon:
            first = joined_right(clause, colon.end())
            if _sum(clause, [owner.piece]) < _sum(clause, first) < inf:
                continue  # "two people were killed: 13 soldiers and four officers searched the area"
            relative = _WHO_AND.match(clause.shape, first[-1] + 1)
            listed.append((owner, first + ([relative.end()] if relative else [])))
    told = {f.piece for f in clause.found} | {index for _, parts in listed for index in parts}
    listed += [(owner, parts) for owner, parts in _adding_up(clause, found) if told.isdisjoint(parts)]
    for at in [at for at, code in enumerate(clause.shape) if code in "VIA" and clause.pieces[at].trigger]:
        roll = _ROLL.match(clause.shape, at + 1)  # "the following policemen died: Ivo Maric, Jan Kos and Ana Lind"
        if roll and not any(f.trigger == at for f in found):
            clause.add(at, [i for i in range(*roll.span(1)) if clause.pieces[i].name], "itemised")
    for owner, parts in listed:
        if len(parts) == 1 and not one(clause.pieces[owner.piece]) and bare_name(clause, parts[0]) and owner.trigger < parts[0]:
            continue  # "killed four (Ardo News)"
        if (parts and clause.shape[parts[0]] != "N") or len(parts) > 1:
            clause.found += [replace(owner, piece=index, rule="itemised", whole=owner.piece) for index in parts]


_OPENS = re.compile(r"[:(,=][tsda]*(?=[MNS])")


def _adding_up(clause: Clause, found: list[Finding]) -> Iterator[tuple[Finding, list[int]]]:
    """Yield who is counted, with a list further on that adds up to as many: "17 died in Ardo: 13 clerks and four guards"."""
    for owner in found:
        for opens in _OPENS.finditer(clause.shape, max(owner.piece, owner.trigger) + 1):
            parts = joined_right(clause, opens.end())
            nameless = not any(clause.pieces[index].name for index in parts)
            if len(parts) > 1 and nameless and owner.whole is None and _sum(clause, parts) == _sum(clause, [owner.piece]) != inf:
                yield owner, parts
                break


def _sum(clause: Clause, people: list[int]) -> float:
    """Return how many people these are together; no end where nobody tells exactly."""
    counts = [clause.pieces[index].quantity for index in people]
    ones = [clause.shape[index] == "S" for index in people]
    exact = [
        1 if lone else count.high if count and count.low == count.high else None for lone, count in zip(ones, counts, strict=True)
    ]
    return sum(inf if number is None else number for number in exact)


def _demonym(clause: Clause, index: int) -> bool:
    """Return whether a piece only says of what country somebody is: "two teachers (Dutch)"."""
    return clause.pieces[index].name is not None and gazetteer.country_of(clause.text(index)) is not None


def named(clause: Clause, earlier: Outcome | None) -> None:
    """ "The victims were identified as ...", "the dead were named as ...": a list of names is a list of persons."""
    shape = clause.shape
    at = shape.find("R")
    told = [f for f in clause.found if f.piece < at or f.trigger < at]
    if at < 0:
        match = _THEY_ARE.match(shape)
        if not match or earlier is None or clause.text(match.end() - 2) != "they":
            return
        at, outcome = match.end() - 1, earlier
    elif told and clause.shape[told[-1].piece] in "MNU":
        outcome = told[-1].outcome
    else:
        first = shape.find("S", at + 1)
        left = " ".join(clause.text(i) for i in range(first if first > 0 else at)).split()
        known = next((outcome for word, outcome in _VICTIM_WORDS.items() if word in left), None)
        if known is None and not ({"they", "both"} & set(left)):
            return
        found = known or earlier
        if found is None:
            return
        outcome = found
    owner = told[-1] if told and clause.shape[told[-1].piece] in "MNU" else None
    for index in range(at + 1, len(shape)):
        behind = shape[index - 1] in "R,;:cgd=b&" or (shape[index - 1] == "W" and clause.text(index - 1) == "as")
        kin = shape[index - 1] == "G" and clause.first(index - 1) in asked("whose_own")  # "their daughters | Rim and Aya"
        kin = kin or (
            shape[index - 2 : index] == "RG" and shape[index + 1 : index + 3] == "cS"
        )  # "as brothers | Rim and Ivo Maric"
        behind = behind or (kin and not set(shape[at + 1 : index]) & set("VIb"))
        if shape[index] == "S" and clause.pieces[index].name and behind and not _homes(clause, index):
            whole = owner.piece if owner else None
            clause.found.append(
                Finding(piece=index, outcome=outcome, rule="named", trigger=at, whole=whole, follows=owner is None)
            )


def _homes(clause: Clause, index: int) -> bool:
    """Return whether a name goes on from where somebody is from: "Ivo Maric, 23, of Southeast, Arlo"."""
    if (
        clause.shape[index - 1] != ","
        or index < 3
        or clause.shape[index - 3 : index - 1] not in ("oS", "of", "pS", "pf", ",S", ",f")
    ):
        return False
    return " " not in clause.text(index).replace(" .", "")


_GOES_ON = re.compile(r"(?:rd?|A)i|ib(?!d*A)")
_AMONG = re.compile(r"bi(?=[.;]?$)")
_SOME_WERE = re.compile(r"[dpt]?(N)(?:or)?d?bd?[jtsae]*(G)")


def continued(clause: Clause, whole: Outcome) -> None:
    """ "Three of them were children", "They included two nurses", "Among the dead were ...": parts of those just counted."""
    shape = clause.shape
    if clause.found:
        clause.found = [replace(f, follows=True) if _listed_dead(clause, f) else f for f in clause.found]
        return
    like, people = None, list[int]()
    if (start := _GOES_ON.match(shape)) and clause.text(0) in asked("told_of"):
        people = objects(clause, start.end())
    elif (end := _AMONG.search(shape)) and clause.text(end.start() + 1) in asked("told_of") and shape[end.start() - 1] in PEOPLE:
        people = joined_left(clause, end.start() - 1)
    elif some := _SOME_WERE.match(shape):
        people, like = [some.start(1)], some.start(2)
    for index in people:
        clause.found.append(Finding(piece=index, outcome=whole, rule="continued", trigger=people[0], follows=True, like=like))


def _listed_dead(clause: Clause, finding: Finding) -> bool:
    """Return whether somebody is told to be among the dead, the wounded or the missing told of before."""
    words = clause.text(finding.trigger)
    return finding.rule == "inverted" and (words.startswith("among the") or words in asked("told_of"))


_THEY_ARE = re.compile(r"rb(?=S[,c])")
_VICTIM_WORDS = {
    **dict.fromkeys(("dead", "deceased", "killed", "slain", "martyrs", "bodies", "body", "fatalities"), Outcome.KILLED),
    **dict.fromkeys(("wounded", "injured"), Outcome.INJURED),
    "missing": Outcome.MISSING,
    "hostages": Outcome.ABDUCTED,
    **dict.fromkeys(("victims", "victim"), Outcome.KILLED),
}
