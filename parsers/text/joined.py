"""People joined to one another ("a man, two women and three children"), and those who stand right behind a verb.

Every walk goes one way over the shape and visits a piece at most twice.
"""

from __future__ import annotations

import re

from aggregator.core.model import Outcome
from parsers.text.clause import Clause, asked
from parsers.text.posture import agrees, as_did, bare_name, before, besides, in_phrase, nobody

_AND_VERB = re.compile("c[VE]")
_LINK_LEFT = re.compile(
    r"[tsadg]*(?:,G(?=c))?((?:d?[c&][,;]?|[,;])d?)(?:\)[^()]{0,8}\()?(?:p|[SXGfxejkC'-]{1,6}[tsa]?[po])?(?=[MNUS])"
)
_LINK_RIGHT = re.compile(
    r"(?:\([^()]{0,8}\))?(?:[ev]?(?:,?[po][tsa]?[SXGfxejkC']{1,4}?){1,3}|p(?=c))?((?:c,[^,.;:VIAbhm]{1,8},|[,;]?[c&]|[,;])[d&]*)[tsadG]*(?=[MNUS])"
)


def joined_left(clause: Clause, index: int) -> list[int]:
    """Return the people at `index` with those joined to them before: "a man, two women and three children"."""
    if clause.shape[index : index + 3] == "Nor":
        return [index]  # "had 30 pupils, and four of them died"
    backwards = clause.shape[index - 1 :: -1] if index else ""
    group, links, at = [index], "", 0
    while match := _LINK_LEFT.match(backwards, at):
        found = index - 1 - match.end()
        if found and clause.shape[found - 1] in "VIEK" and (found - 1) in clause.taken:
            break
        if found and clause.shape[found - 1] == "v" and match.group(1).strip("d") in ("c,", ",c"):
            break  # "the count had reached 100, and 53 were in hospital"
        if any(finding.piece == found and finding.rule in ("toll", "label") for finding in clause.found):
            break  # "the number of dead is 21, and 117 were injured"
        if (beside := before(clause, found - 1, "tsad")) > 0 and clause.shape[beside] == "&":
            break  # "nine died, in addition to the bomber, and 25 people were injured"
        if bare_name(clause, found) and (in_phrase(clause, found) or set(clause.shape[found:index]) & set("po")):
            group = [i for i in group if i == index or not bare_name(clause, i)]  # "in Chad, Mali and Niger, 40 died"
            break  # "near Barsalogho, two drivers and a nurse"
        if "o" in clause.shape[max(0, found - 3) : found] and _OF_THE.search(clause.shape, max(0, found - 5), found):
            break  # "Of the 52 passengers, 28 students and a teacher died"
        if clause.shape[max(0, found - 3) : found] == "Nor":
            break  # "four died, one of them a girl, and six were hurt"
        if ";" in match.group(1) and found and (bare_name(clause, found) or _object(clause, found)):
            break  # "attacked Kasu; two drivers and a nurse were killed"
        if (";" in match.group(1) and "c" not in links + match.group(1)) or as_did(clause, found):
            break  # "seized a judge and a clerk; the clerk was killed"
        links += match.group(1)
        group.insert(0, found)
        at = match.end() + 1
    if "c" in links or "&" in links or (len(group) > 1 and besides(clause, group[0])):
        return group
    return [index]


def _object(clause: Clause, index: int) -> bool:
    """Return whether a verb or a preposition stands before people: "freed 103 of the 106 hostages; three guards were killed"."""
    at = before(clause, index - 1, "tsad")
    return at >= 0 and clause.shape[at] in "vxeVKEpo"


_OF_THE = re.compile(r"(?:(?<![\s\S])|(?<=[.;:]))o[tsa]*$")


def joined_right(clause: Clause, index: int, *, of_noun: bool = False) -> list[int]:
    """Return the people at `index` with those joined to them behind, up to one that has a predicate or a part of its own.

    `of_noun`: they stand behind "the deaths of", so that a predicate behind them may be that of the deaths.
    """
    group, links, at = [index], "", index + 1
    while match := _LINK_RIGHT.match(clause.shape, at):
        found = match.end()
        if (
            nobody(clause, found)
            or _none(clause, found)
            or _own_predicate(clause, found, _HARMED if of_noun and (links or "," not in match.group(1)) else _PREDICATE)
            or clause.shape.startswith("or", found + 1)
            or (bare_name(clause, found) and ";" not in match.group(1) and set(clause.shape[at:found]) & set("po"))
            or _OWN_PART.match(clause.shape, found + 1)  # "killed two and four guards, including a cook, were hurt"
            or ("c" in links and ";" not in match.group(1) and "c" not in match.group(1) and _of_both(clause, found))
        ):
            break
        links += match.group(1)
        group.append(found)
        at = found + 1
    if "c" in links or "&" in links or _AND_VERB.match(clause.shape, at):
        return group
    return [i for i in group if i == index or clause.shape[i] in "MU"]


def _own_predicate(clause: Clause, index: int, pattern: re.Pattern[str]) -> bool:
    """Return whether the verb behind people is theirs: not "was" behind "killing his parents and two sisters"."""
    match = pattern.match(clause.shape, index + 1)
    if match is None or (clause.shape[match.end() - 1] == "v" and clause.text(match.end() - 1).endswith("ing")):
        return False  # "wounded a clerk and another porter | using a knife"
    words = frozenset(word for at in range(*match.span()) if clause.shape[at] in "bh" for word in clause.text(at).split())
    return agrees(clause, [index], words)


def _of_both(clause: Clause, index: int) -> bool:
    """Return whether a piece says more of those before: "killed Ana Silva, 61, and Rui Costa, 63, | both retired officers"."""
    return clause.words[clause.pieces[index].start] in ("both", "all")


def has_predicate(clause: Clause, index: int) -> bool:
    """Return whether the people at `index` are the subject of words behind them, or are followed by a part of their own."""
    match = _PREDICATE.match(clause.shape, index + 1)
    if match is None:
        return False
    verb = match.end() - 1
    if clause.shape[verb] in "bh":
        return agrees(clause, [index], frozenset(clause.text(verb).split()))
    if clause.shape[verb] != "v":
        return True
    told = clause.text(verb) in asked("described") and clause.shape[verb + 1 : verb + 2] not in tuple("tsaMNUSGrf")
    return not told and not clause.text(verb).endswith("ing")  # "five men wearing belts", "four men accused of theft"


_PREDICATE = re.compile(r"(?:o[ts]?[AGMNr])?[dj]*[bhVIAvmqJ]")
_HARMED = re.compile(r"(?:o[ts]?[AGMNr])?[dj]*[bhm]?[bhdn]*[VIA]")
_OWN_PART = re.compile(r",?i[^,]*,(?=d*(?:p[^bhVIvmq.;]*)?[bhmVIA])")  # not "including two girls, at a market."


_OBJECT = re.compile(
    r'(?:[dtsa"]|[HPCfx]{1,3}\'(?=[tdj]*[MNUS])|j(?=N)|f(?=S)|G(?=S)|[GX](?:,|c|,c)(?=[tsa]*[MNUS](?![VIAbh])))*(?=[MNUS])'
)


def objects(clause: Clause, start: int, *, of_noun: bool = False) -> list[int]:
    """Return the people who stand right behind a verb, as its object does, or behind a noun's "of"."""
    match = _OBJECT.match(clause.shape, start)
    if match is None or ("," in match[0] and (_none(clause, match.end()) or _SPEAKS.match(clause.shape, match.end()))):
        return []
    return joined_right(clause, match.end(), of_noun=of_noun)


_SPEAKS = re.compile(r"S(?:c[tsa]*[SG])?d*q")  # "abducted children, | a clerk told reporters"


def _none(clause: Clause, index: int) -> bool:
    """Return whether a piece is "none", which behind a comma opens words of its own: "wounded men, none in uniform"."""
    number = clause.pieces[index].quantity
    return number is not None and number.high == 0


_WHEN = "(?:x?pd|d)*"  # "late on Friday"
_WITH = re.compile(rf"(?:y[tsaj]*[GXMSfx]{{1,2}})?{_WHEN}(?:[po][tsaj]*[fSGxXC]{{1,2}}{_WHEN}){{0,2}},?d*&")
_WITH_WHOM = re.compile(rf"(?:y[tsaj]*[GXMSfx]{{1,2}})?{_WHEN}(p)[tsad]*(?=[MNS](?!'|d*[VIA]))")


def alongside(clause: Clause, index: int) -> list[int]:
    """Return the people named behind the trigger as sharing its harm: "was killed alongside her son", "with two others"."""
    if "&" in clause.shape and (match := _WITH.match(clause.shape, index + 1)):
        return [at for at in objects(clause, match.end()) if not _wounded(clause, index, at)]
    match = _WITH_WHOM.match(clause.shape, index + 1) if "with" in clause.has else None
    if match is None or not _of_the_same(clause, match.end()) or clause.text(match.start(1)) != "with":
        return []
    return objects(clause, match.end())


def _wounded(clause: Clause, index: int, at: int) -> bool:
    """Return whether people beside the dead are told to be wounded: "was found dead along with the wounded driver"."""
    word, piece = clause.pieces[index].trigger, clause.pieces[at]
    killed = word is not None and word.outcome is Outcome.KILLED
    return killed and not asked("hurt").isdisjoint(clause.words[piece.start : piece.end])


def _of_the_same(clause: Clause, at: int) -> bool:
    """Return whether people are told of by those before them: "two others", "his driver", "three of her guards"."""
    piece = clause.pieces[at]
    looks_on = not asked("beside_them").isdisjoint(clause.words[piece.end : piece.end + 4])  # "died with her son at her side"
    return not looks_on and not asked("with_whom").isdisjoint(clause.words[piece.start - 1 : piece.end + 1])
