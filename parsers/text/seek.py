"""Where people stand in a clause: before a verb, behind it, joined by "and".

Every walk goes one way over the shape and visits a piece at most twice.
"""

from __future__ import annotations

import re

from aggregator.core.vocab import read
from parsers.text.clause import PEOPLE, PLURAL, SINGULAR, Clause, Group, one
from parsers.text.pieces import Piece


def before(clause: Clause, at: int, skip: str) -> int:
    """Return the nearest piece at or left of `at` whose code is not in `skip`."""
    while at >= 0 and clause.shape[at] in skip:
        at -= 1
    return at


def in_phrase(clause: Clause, index: int) -> bool:
    """Return whether people stand behind a preposition ("in a convoy of 12")."""
    at = before(clause, index - 1, "tsd")
    return at >= 0 and clause.shape[at] in "poy&i"


def _either(piece: Piece) -> bool:
    """Return whether a count takes a singular verb as well (a family of five, nobody, a number alone)."""
    q = piece.quantity
    group = piece.word is not None and (piece.word.role == "H" or piece.word.lemma in read("en/victims")["of_number"])
    return bool(q and (q.high == 0 or q.vague)) or group


def agrees(clause: Clause, people: list[int], words: frozenset[str]) -> bool:
    """Return whether the verb's number fits: "12 were", "a man was"."""
    plural = len(people) > 1 or not one(clause.pieces[people[0]])
    if words & SINGULAR:
        return not plural or _either(clause.pieces[people[-1]])
    return plural or not words & PLURAL


def subject(clause: Clause, index: int, group: Group) -> list[int]:
    """Return the people who are the subject of the trigger at `index`."""
    left = group.left
    if left >= 0 and clause.shape[left] == "c" and (joined := _WITH_ANOTHER.search(clause.shape, 0, left + 1)):
        left = joined.start() - 1
    elif (
        left > 0
        and clause.shape[left - 1 : left + 1] in ("ec", "vc")
        and clause.shape[index + 1 : index + 2] == "y"
        and not group.codes.strip("d")
    ):
        left -= 2  # "guard robbed and beaten by five youths"
    if left >= 0 and clause.shape[left] in "w":
        left -= 1
    if left > 0 and clause.shape[left] in ",)" and (group.codes or clause.shape[left + 1] != "w"):
        people = _bracketed(clause, left, group)
        if people:
            return people
    if (doers := _who_did(clause, left, group)) is not None:
        return doers
    shape, at = clause.shape, left
    if left == index - 1 and shape[left] in PEOPLE and _bears(clause, index):
        return _headline_pair(clause, left) or joined_left(clause, left)
    while at >= 0:
        code = shape[at]
        if (over := _stepped(clause, at)) != at:
            at = over
            continue
        if code in ".;:W?TOL" or (code == "q" and shape[at + 1] != ","):
            return []
        if code in "VIAKJ":
            shared = _shared(clause, at, left)
            if shared is not None and (not shared or agrees(clause, shared, group.words)):
                return shared
            relative = _RELATIVE.search(shape, 0, at)
            if relative and agrees(clause, [relative.start()], group.words) and not in_phrase(clause, relative.start()):
                return [relative.start()]
            if code == "V" and (whom := _WHOM_THEY.search(shape, max(0, at - 6), at)) and not in_phrase(clause, whom.start()):
                return [whom.start()] if agrees(clause, [whom.start()], group.words) else []
            if not _reduced(clause, at):
                return []
        elif code in PEOPLE:
            people = _own(clause, _headline_pair(clause, at) or joined_left(clause, at), group)
            if len(people) > 1 and _same_person(clause, people, group):
                people = people[:-1]
            if people == [at] and clause.shape[at] == "S" and clause.shape[at - 1] == "b" and clause.shape[at - 2] in PEOPLE:
                at -= 2  # "a driver was the target of a robbery and was shot"
                continue
            # "the death of a woman who was"
            of_whom = shape[group.left] == "w" and people == [at] == [group.left - 1] and code == "S"
            if not of_whom and in_phrase(clause, people[0]) and _further(clause, people[0], group.words):
                at = people[0] - 1
                continue
            if agrees(clause, people, group.words):
                return people
            if (agrees(clause, [at], group.words) or shape[at - 1 : at] == "c") and not in_phrase(clause, at):
                return [at]
        elif code == "r" and at >= left - 1 and clause.text(at) in ("he", "she", "they"):
            return [at]
        elif code == "G" and shape[max(0, at - 2) : at] in ("Sc", "Mc", "Nc"):
            pass  # "the captain and other personnel": those counted share it
        elif code in "XG" and shape[at + 1] not in "j'" and not in_phrase(clause, at):  # "the director of an all-girls school"
            return []
        at -= 1
    return []


def _stepped(clause: Clause, at: int) -> int:
    """Return where the search for a subject goes on, to the left of what is none; `at` where there is something to look at."""
    shape, code = clause.shape, clause.shape[at]
    if code == ")":
        return max(shape.rfind("(", 0, at), -1) - 1
    if code in "WO" and _aside(clause, at):
        return at - 1
    if code in "VA" and at and shape[at - 1] == "t":
        return at - 2  # "to the wounded"
    if code == "A" and at > 1 and shape[at - 1] == "o" and shape[at - 2] in PEOPLE and clause.text(at).startswith("the "):
        return at - 1  # "one of the victims"
    if code in PEOPLE and (who := _behind_relative(clause, at)) >= 0:
        return who
    if code in PEOPLE and bare_name(clause, at) and in_phrase(clause, at):
        return at - 1  # a place, most likely
    return at


def _behind_relative(clause: Clause, at: int) -> int:
    """Return where the words before a relative clause end whose object stands at `at`, or -1: "men | who shot nine | were"."""
    deed = next((deed for deed in clause.acted if at in clause.taken[deed]), -1)
    who = clause.shape.rfind("w", 0, deed) if deed >= 0 else -1
    return who - 1 if who > 0 and not set(clause.shape[who:at]) & set(",.;:") else -1


def _aside(clause: Clause, at: int) -> bool:
    """Return whether a word only tells when or what for: "missing since Monday", "called for evacuations, were"."""
    shape = clause.shape
    if shape[at] == "W":
        timed = shape[at + 1 : at + 2] in ("d", "u") and shape[at + 2 : at + 3] in ("b", "h")
        return timed or (shape[at + 1] == "d" and shape[max(0, at - 1)] in "VA")
    if shape[at + 1 : at + 2] == "o":
        return False  # "two men face trial over the death of a girl, who drowned"
    behind = before(clause, at - 1, "tsdaj")
    return behind >= 0 and shape[behind] in "po"


_WHO_DID = re.compile(r"(?P<who>[MNUSG])w(?=d*[mhbvVIKJexq])d*[^,.;:wWBc\"()][^,.;:wWBcbhm\"()]{0,11}$")


def _who_did(clause: Clause, left: int, group: Group) -> list[int] | None:
    """Return those of whom a clause without commas tells what they did: "a guard who faced the robbers | was killed".

    None where no such clause stands before the verb.
    """
    if left < 2 or not set("bh") & set(group.codes) or clause.shape[group.left] == "w":
        return None
    match = _WHO_DID.search(clause.shape, max(0, left - 14), left + 1)
    if match is None:
        return None
    who = match.start("who")
    if clause.shape[who] == "G":
        return []  # "the men who shot two guards were killed"
    people = joined_left(clause, who)
    return next((found for found in (people, [who]) if agrees(clause, found, group.words)), None)


_ACTING = re.compile(r"d*[VKIJvehb]")
_SAYS = re.compile(r"(?:,[^,;]{1,6},|S)?d*q")


def actor(clause: Clause, index: int) -> list[int]:
    """Return who acts in the sentence of the trigger at `index`: the first people in it who stand in no phrase, or a pronoun.

    They are who is meant by "before being shot dead" and "then turned the gun on himself", which have no subject of their own.
    """
    shape = clause.shape
    for at in range(max(shape.rfind(mark, 0, index) for mark in ".;:") + 1, index):
        code, piece = shape[at], clause.pieces[at]
        if code not in "SMrGXU" or in_phrase(clause, at) or _SAYS.match(shape, at + 1):
            continue
        if code == "r" and clause.text(at) in ("he", "she", "they"):
            return [at]
        if code in "GX" or (code == "M" and piece.word is None):
            return []
        if code == "M" or piece.word or (piece.name and piece.name[1] - piece.name[0] > 1) or _ACTING.match(shape, at + 1):
            return joined_right(clause, at) if code in "SM" else []
    return []


def _headline_pair(clause: Clause, at: int) -> list[int]:
    """Return both of "12 rebels, two troopers die": in a headline a comma says "and"."""
    shape = clause.shape
    if shape[max(0, at - 1) : at + 1] != ",M" or at < 2 or shape[at + 1 : at + 2] not in tuple("VAJI"):
        return []
    first = clause.pieces[at - 2]
    alone = at == 2 or shape[at - 3] in ".;:q"
    told = first.word is not None and first.word.lemma not in ("person", "people") and not first.name
    counted = shape[at - 2] == "U" or (shape[at - 2] in "MS" and told)
    return [at - 2, at] if alone and counted and not nobody(clause, at) and not nobody(clause, at - 2) else []


def _same_person(clause: Clause, people: list[int], group: Group) -> bool:
    """Return whether the last of these only says more of the one before: "a teacher and activist was killed"."""
    first, last = (clause.pieces[i] for i in people[-2:])
    shape = clause.shape[people[-2] : people[-1] + 1]
    if not group.words & SINGULAR or shape not in ("ScS", "McS") or first.name or last.name or not one(first):
        return False
    bare = last.start == last.head or clause.words[last.start] in ("former",)
    kin = any(piece.word is not None and piece.word.group == "family" for piece in (first, last))
    return bare and not kin and clause.words[first.start] in ("a", "an", "one", "1")


def _own(clause: Clause, people: list[int], group: Group) -> list[int]:
    """Return a subject without the parts of an earlier one: "four died, including a guard, and 13 people were hurt"."""
    if clause.shape[before(clause, people[0] - 1, "tsd")] != "i":
        return people
    breaks = [n for n in range(1, len(people)) if ",c" in clause.shape[people[n - 1] : people[n]]]
    own = people[breaks[-1] :] if breaks else people
    whole = before(clause, people[0] - 2, ",")
    told = any(whole in others for others in clause.taken.values())
    if breaks and whole >= 0 and not told and clause.shape[whole] in "MNU" and clause.shape[people[0] - 1] == "i":
        own = [whole, *own]  # "16 settlers, among them a priest, and four soldiers were killed"
    return own if agrees(clause, own, group.words) else people


_WHOM_THEY = re.compile(r"[MNUS][rG]h?d*$")  # "a woman they had | stabbed died"
_RELATIVE = re.compile(r"[MNUS],?w[bhd]*$")  # "a man who was | wounded last week has died"
_FINITE = re.compile(r"h[dB]*[IV]|b[db]*[VIv]")
_AND_VERB = re.compile("c[VE]")


def _bears(clause: Clause, index: int) -> bool:
    """Return whether the trigger describes the people before it: "200 missing", "one of 12 soldiers wounded has died"."""
    at = before(clause, index - 2, "tsda")
    if clause.shape[index] == "A" or (at >= 0 and clause.shape[at] == "p" and clause.text(at) == "with"):
        return True
    return clause.shape[index] == "V" and _FINITE.search(clause.shape, index + 1) is not None and clause.shape[at] == "o"


_WITH_ANOTHER = re.compile(r"h?b[db]*[ev],?c$")  # "were stopped and kidnapped"
_ASIDE = re.compile(r"[MNUS],[Ww][^.;:]{1,40},$")  # "two aid workers, while in a taxi, were killed"


_ASIDE_BEHIND = re.compile(r"(?:p(?=,)|p[tsa]?[fxSG](?=,))?[,(w]")  # "four men on board, said to be ..., were killed"


def _bracketed(clause: Clause, left: int, group: Group) -> list[int]:
    """Return the subject before a bracket of commas: "Jose Vasquez, 72, who was working there, was killed"."""
    aside = _ASIDE.search(clause.shape, 0, left + 1)
    if aside and clause.shape[left] == ",":
        people = joined_left(clause, aside.start())
        if agrees(clause, people, group.words) and not in_phrase(clause, people[0]):
            return people
    start = left
    while (
        start > 0
        and clause.shape[start - 1] not in ".;:WB="
        and not (clause.shape[start - 1] in "VIA" and start - 1 in clause.taken)
    ):
        start -= 1
    parts = [p for i in range(start, left) if clause.shape[i] == "i" for p in objects(clause, i + 1)]
    for at in range(start, left):
        if (
            clause.shape[at] in "MNUS"
            and _ASIDE_BEHIND.match(clause.shape, at + 1)
            and at not in parts
            and not in_phrase(clause, at)
        ):
            earlier = joined_left(clause, at)[:-1] if clause.shape[at] != "N" else []
            if earlier and in_phrase(clause, earlier[0]) and not _besides(clause, earlier[0]):
                earlier = []
            people = [*earlier, *joined_right(clause, at)]
            people = [i for i in people if i < left and i not in parts]
            if clause.shape[at] == "N" and (clause.shape[at - 1] in "pW" or _in_brackets(clause, at)):
                continue
            if people and agrees(clause, people, group.words) and not set(clause.shape[at:left]) & set("VIA"):
                return people
    if clause.shape[0] in "MS" and left > 1 and "b" in group.codes and clause.text(1).endswith("ing"):
        busy = set(clause.shape[1:left]) & set("MNUSGVIA;:")  # "a nurse driving home after a raid, was shot"
        return [0] if not busy and agrees(clause, [0], group.words) else []
    return []


def _in_brackets(clause: Clause, at: int) -> bool:
    """Return whether a piece stands in brackets: "six staff (4 male, 2 female)"."""
    return clause.shape.rfind("(", 0, at) > clause.shape.rfind(")", 0, at)


# what may stand between "shot" and "killed" in "were shot in the chest and later killed"
_SHARING = re.compile(r"(?:(?:,[vex])?d*[zpoy][tsaj]*[SXGMNUfxeuj]{1,3}(?:d[uf])?){0,3}[,d]*[cB]?[dbhB]*")


def _shared(clause: Clause, at: int, left: int) -> list[int] | None:
    """Return the people of an earlier trigger that this one is joined to ("were shot and killed"), None if it is not."""
    if at not in clause.taken or at in clause.acted or not _SHARING.fullmatch(clause.shape, at + 1, left + 1):
        return None
    return clause.taken[at]


def _reduced(clause: Clause, at: int) -> bool:
    """Return whether a trigger describes its people ("three men wounded in the blast died", "two missing since Monday")."""
    describes = clause.shape[at] == "V" or (clause.shape[at] == "A" and clause.text(at).endswith("missing"))
    return describes and at > 0 and clause.shape[at - 1] in PEOPLE


def _further(clause: Clause, index: int, words: frozenset[str]) -> bool:
    """Return whether people who could be the subject stand further left in the clause."""
    for at in range(index - 1, -1, -1):
        code = clause.shape[at]
        if code in ".;:WVITq":
            return False
        if (
            (code in "MNU" or (code == "S" and clause.pieces[at].word))
            and agrees(clause, [at], words)
            and not (code == "S" and in_phrase(clause, at))
        ):
            return True
    return False


_LINK_LEFT = re.compile(r"[tsadg]*((?:d?[c&][,;]?|[,;])d?)(?:\)[^()]{0,8}\()?(?:p|[SXGfxejkC']{1,4}[tsa]?[po])?(?=[MNUS])")
_LINK_RIGHT = re.compile(
    r"(?:\([^()]{0,8}\))?(?:,?[po][tsa]?[SXGfxejkC']{1,4}?|p(?=c))?((?:c,[^,.;:VIAbhm]{1,8},|[,;]?[c&]|[,;])[d&]*)[tsadG]*(?=[MNUS])"
)


def joined_left(clause: Clause, index: int) -> list[int]:
    """Return the people at `index` with those joined to them before: "a man, two women and three children"."""
    backwards = clause.shape[index - 1 :: -1] if index else ""
    group, links, at = [index], "", 0
    while match := _LINK_LEFT.match(backwards, at):
        found = index - 1 - match.end()
        if found and clause.shape[found - 1] in "VIE" and (found - 1) in clause.taken:
            break
        if bare_name(clause, found) and (in_phrase(clause, found) or set(clause.shape[found:index]) & set("po")):
            break  # "near Barsalogho, two drivers and a nurse"
        if "o" in clause.shape[max(0, found - 3) : found] and _OF_THE.search(clause.shape, max(0, found - 5), found):
            break  # "Of the 52 passengers, 28 students and a teacher died"
        if clause.shape[max(0, found - 3) : found] == "Nor":
            break  # "four died, one of them a girl, and six were hurt"
        if ";" in match.group(1) and found and (bare_name(clause, found) or clause.shape[found - 1] in "vxeVKEp"):
            break  # "attacked Kasu; two drivers and a nurse were killed"
        if (";" in match.group(1) and "c" not in links + match.group(1)) or as_did(clause, found):
            break  # "seized a judge and a clerk; the clerk was killed"
        links += match.group(1)
        group.insert(0, found)
        at = match.end() + 1
    if "c" in links or "&" in links or (len(group) > 1 and _besides(clause, group[0])):
        return group
    return [index]


_OF_THE = re.compile(r"(?:(?<![\s\S])|(?<=[.;:]))o[tsa]*$")


_DID = frozenset(("did", "was", "were", "have", "has", "had"))


def as_did(clause: Clause, index: int) -> bool:
    """Return whether people stand behind "as did" or "as were": they share what befell those before."""
    at = before(clause, index - 1, "tsad")
    return at > 1 and clause.shape[at - 1] == "W" and clause.text(at - 1) == "as" and clause.text(at) in _DID


def _besides(clause: Clause, index: int) -> bool:
    """Return whether people stand behind words that open a clause: "In addition to the bomber, four cadets were killed"."""
    at = before(clause, index - 1, "tsad")
    return at >= 0 and clause.shape[at] == "&" and (at == 0 or clause.shape[at - 1] in ".;:")


def bare_name(clause: Clause, index: int) -> bool:
    """Return whether a piece is a name that nothing tells to be a person's."""
    return clause.pieces[index].name is not None and clause.pieces[index].word is None


def nobody(clause: Clause, index: int) -> bool:
    """Return whether a piece counts nobody: "killing a clerk, and no charges will be filed"."""
    quantity = clause.pieces[index].quantity
    return quantity is not None and quantity.high == 0


def joined_right(clause: Clause, index: int, *, of_noun: bool = False) -> list[int]:
    """Return the people at `index` with those joined to them behind, up to one that has a predicate or a part of its own.

    `of_noun`: they stand behind "the deaths of", so that a predicate behind them may be that of the deaths.
    """
    group, links, at = [index], "", index + 1
    while match := _LINK_RIGHT.match(clause.shape, at):
        found = match.end()
        if (
            nobody(clause, found)
            or (_HARMED if of_noun else _PREDICATE).match(clause.shape, found + 1)
            or clause.shape.startswith("or", found + 1)
            or (bare_name(clause, found) and ";" not in match.group(1) and set(clause.shape[at:found]) & set("po"))
            or _OWN_PART.match(clause.shape, found + 1)
            or ("c" in links and ";" not in match.group(1) and "c" not in match.group(1) and _of_both(clause, found))
        ):
            break
        links += match.group(1)
        group.append(found)
        at = found + 1
    if "c" in links or "&" in links or _AND_VERB.match(clause.shape, at):
        return group
    return [i for i in group if i == index or clause.shape[i] in "MU"]


def _of_both(clause: Clause, index: int) -> bool:
    """Return whether a piece says more of those before: "killed Ana Silva, 61, and Rui Costa, 63, | both retired officers"."""
    return clause.words[clause.pieces[index].start] in ("both", "all")


def has_predicate(clause: Clause, index: int) -> bool:
    """Return whether the people at `index` are the subject of words behind them, or are followed by a part of their own."""
    match = _PREDICATE.match(clause.shape, index + 1)
    if match is None:
        return False
    return clause.shape[match.end() - 1] != "v" or not clause.text(match.end() - 1).endswith("ing")  # "five men wearing belts"


_PREDICATE = re.compile(r"(?:o[ts]?[AGMNr])?[dj]*[bhVIAvmqJ]")
_HARMED = re.compile(r"(?:o[ts]?[AGMNr])?[dj]*[bhm]?[bhdn]*[VIA]")
_OWN_PART = re.compile(r",?i[^,]*,")


_OBJECT = re.compile(r'(?:[dtsa"]|j(?=N)|f(?=S)|G(?=S)|[GX](?:,|c|,c)(?=[tsa]*[MNUS](?![VIAbh])))*(?=[MNUS])')


def objects(clause: Clause, start: int, *, of_noun: bool = False) -> list[int]:
    """Return the people who stand right behind a verb, as its object does, or behind a noun's "of"."""
    match = _OBJECT.match(clause.shape, start)
    return joined_right(clause, match.end(), of_noun=of_noun) if match else []


_WITH = re.compile(r"(?:y[tsaj]*[GXMSfx]{1,2})?,?d*&")


def alongside(clause: Clause, index: int) -> list[int]:
    """Return the people named behind the trigger as sharing its harm: "was killed alongside her son"."""
    match = _WITH.match(clause.shape, index + 1) if "&" in clause.shape else None
    return objects(clause, match.end()) if match else []
