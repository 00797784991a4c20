"""Who is the subject of a verb: the search to its left, and who acts in its sentence.

Every walk goes one way over the shape and visits a piece at most twice. Who stands before a bracket of commas is `asides`'.
"""

from __future__ import annotations

import re

from parsers.text.asides import before_brackets, before_which, of_a_phrase, who_did
from parsers.text.clause import PEOPLE, Clause, Group, asked
from parsers.text.joined import joined_left
from parsers.text.lexicon import lexicon
from parsers.text.pieces import one
from parsers.text.posture import agrees, bare_name, before, further, in_phrase, nobody, of_the, same_person
from parsers.text.sharing import reduced, shared
from parsers.text.stepping import busy_with, stepped


def subject(clause: Clause, index: int, group: Group) -> list[int]:
    """Return the people who are the subject of the trigger at `index`."""
    shape, left = clause.shape, _start(clause, index, group)
    slip = _SLIP.search(shape, 0, left + 1) if not _ONE.isdisjoint(group.words) else None
    if slip and clause.pieces[slip.start(1)].word and not one(clause.pieces[slip.start(1)]):
        return [slip.start(1)]
    if left >= 0 and shape[left] in "Bc" and (himself := _he(clause, left)):
        return himself
    if (people := _close_by(clause, index, left, group)) is not None:
        return people
    aside = left >= 0 and (group.codes or (shape[index] in "Ivx" and left == index - 1))  # "the pit, where 300 men work, | died"
    at = before_which(clause, left) if aside else left
    while at >= 0:
        code = shape[at]
        if (over := stepped(clause, at)) != at:
            at = over
            continue
        if code in ".;:W?TOL" or (code == "q" and shape[at + 1] != ","):
            return []
        if code in "VIAKJ":
            told = _of_verb(clause, at, left, group)
            if told is not None:
                return told
        elif code in PEOPLE:
            people, at = _of_people(clause, at, group)
            if people:
                return people
            continue
        elif code == "r" and at >= left - 1 and clause.text(at) in ("he", "she", "they", "all"):
            return [at]
        elif code == "G" and shape[max(0, at - 2) : at] in ("Sc", "Mc", "Nc"):
            pass  # "the captain and other personnel": those counted share it
        elif code in "XG" and shape[at + 1] not in "j'" and not in_phrase(clause, at):  # "the director of an all-girls school"
            return []
        at -= 1
    return []


_HE = re.compile(r"(?:^|(?<=[.;:]))d*(r)[hd]*[vxe][^.;:MNUSGrWwqVIAKJbm]{0,14}?,?[Bc]$")  # "He received care, but | later died"


def _he(clause: Clause, left: int) -> list[int]:
    """Return the pronoun that opens the clause whose next verb stands behind the "but" or "and" at `left`, if it is he or she."""
    match = _HE.search(clause.shape, max(0, left - 20), left + 1)
    return [match.start(1)] if match and clause.text(match.start(1)) in ("he", "she") else []


_ONE = frozenset(("has", "was"))
_SLIP = re.compile(r"(?:^|(?<=[,.;:X]))d?(M)p[tsajx]*[SfC]$")  # "Forty people in northern Ardia has died"


def _close_by(clause: Clause, index: int, left: int, group: Group) -> list[int] | None:
    """Return the subject where the words right before the verb settle it, [] for nobody, None to search on."""
    shape = clause.shape
    if left > 0 and shape[left] in ",)" and (group.codes or shape[left + 1] != "w"):
        people = before_brackets(clause, left, group)
        if people:
            return people
    if (doers := who_did(clause, left, group)) is not None:
        return doers
    if left == index - 1 and shape[index] == "V" and _somebody_of(clause, left):
        return [left] if shape[left] != "G" else []  # "the widow of a man | killed in a blast", "the lawyer of a clerk shot dead"
    if left > 0 and shape[left] == "G" and of_a_phrase(clause, left, index):
        return []  # "a camp for families who | have fled", "for villagers | displaced by the floods"
    if left == index - 1 and shape[left] in PEOPLE and _bears(clause, index):
        return _headline_pair(clause, left) or joined_left(clause, left)
    with_them = left > 0 and shape[left] in "MN" and shape[index] in "AV" and "with" in clause.has and not group.codes.strip("d")
    if with_them and clause.text(left - 1) == "with":
        return joined_left(clause, left)  # "with dozens | still unaccounted for"
    if left == index - 1 and shape[max(0, left - 1) : left + 1] == "iN":
        return [left]  # "461 victims, including 59 | killed and 20 seized"
    if left >= 0 and shape[left] == ";" and shape[index] == "V" and not group.codes.strip("d"):
        return _of_clause_before(clause, left)
    if left > 0 and "whose" in clause.has and clause.text(left - 1) == "whose":
        return [left] if shape[left] in PEOPLE else []  # "a couple whose two-year-old | drowned"
    if (left == index - 1 and _A_THING.search(shape, 0, index)) or (
        left >= 0 and shape[left] in "fSG" and clause.text(left) in asked("left_over")
    ):
        return []  # "two were treated and a cat perished", "30 were saved and the remainder are missing"
    return None


_A_THING = re.compile(r"[cB,;]a[jxCe]{0,3}[fx]$")
_SOMEBODY_OF = re.compile(r"So[tsa]*$")


def _somebody_of(clause: Clause, at: int) -> bool:
    """Return whether a relative of the people at `at`, or somebody of "a man", is named before them, and not as headlines do."""
    match = _SOMEBODY_OF.search(clause.shape, 0, at) if clause.shape[at] in "MSG" and "So" in clause.shape else None
    if match is None or clause.pieces[at].word is None:
        return False
    head, singles = clause.pieces[match.start()], lexicon().singles
    known, kin = singles.get(clause.words[head.start]), head.word is not None and head.word.group == "family"
    return known is not None and known.role in "ats" and (kin or clause.words[clause.pieces[at].start] in ("a", "an"))


def _of_clause_before(clause: Clause, end: int) -> list[int]:
    """Return whom the clause that ends at `end` told of: "two teachers were kidnapped in July; found dead in May"."""
    told = [at for at in clause.taken if clause.shape.rfind(";", 0, end) < at < end and at not in clause.acted]
    return clause.taken[max(told)] if told else []


def _start(clause: Clause, index: int, group: Group) -> int:
    """Return where the search for a subject begins: left of the verb's own words and of a verb that it is joined to."""
    shape, left = clause.shape, group.left
    if left >= 0 and shape[left] == "c" and (joined := _WITH_ANOTHER.search(shape, 0, left + 1)):
        left = joined.start() - 1
    elif (
        left > 0
        and shape[left - 1 : left + 1] in ("ec", "vc")
        and shape[index + 1 : index + 2] == "y"
        and not group.codes.strip("d")
    ):
        left -= 2  # "guard robbed and beaten by five youths"
    return left - 1 if left >= 0 and shape[left] == "w" else left


def _of_verb(clause: Clause, at: int, left: int, group: Group) -> list[int] | None:
    """Return the people of an earlier trigger at `at` who may be the subject as well, [] for nobody, None to search on."""
    shape = clause.shape
    people = shared(clause, at, left)
    if people is not None and (not people or agrees(clause, people, group.words)):
        return people
    relative = _RELATIVE.search(shape, 0, at)
    if relative and (some := of_the(clause, relative.start())) >= 0:  # "three of the nine who were stabbed died"
        people = joined_left(clause, some)
        return people if agrees(clause, people, group.words) else []
    if relative and agrees(clause, [relative.start()], group.words) and not in_phrase(clause, relative.start()):
        return [relative.start()]
    if shape[at] == "V" and (whom := _WHOM_THEY.search(shape, max(0, at - 6), at)) and not in_phrase(clause, whom.start()):
        return [whom.start()] if agrees(clause, [whom.start()], group.words) else []
    return None if reduced(clause, at) else []


def _of_people(clause: Clause, at: int, group: Group) -> tuple[list[int], int]:
    """Return the subject that the people at `at` make, or nobody, and where the search goes on."""
    shape = clause.shape
    if (counted := _in_a_land(clause, at)) >= 0:
        return [counted], counted
    people = _own(clause, _headline_pair(clause, at) or joined_left(clause, at), group)
    if len(people) > 1 and same_person(clause, people, group.words):
        people = people[:-1]
    if len(people) > 2 and "R" in shape[: people[0]] and _AND_THEN.search(shape, people[0], at):
        people = [at]  # "named the dead as Rui Costa and Ivo Lund, and | a neighbour was wounded"
    if people == [at] and shape[at] == "S" and shape[at - 1] == "b" and shape[at - 2] in PEOPLE:
        return [], at - 2  # "a driver was the target of a robbery and was shot"
    # "the death of a woman who was"
    by = before(clause, at - 1, "tsadj")
    if by >= 0 and clause.shape[by] == "y" and group.left > at:
        return [], at - 1  # "was shot | by a guard | and died"
    if busy_with(clause, at, group):
        return [], at - 2  # "a woman | visiting her sister | was killed"
    near = at == group.left - 1 - (shape[group.left - 1] == ",")
    of_whom = shape[group.left] == "w" and people == [at] and near and _antecedent(clause, at, group)
    some = clause.shape[at - 1 : at] == "i" and clause.text(at - 1) in (
        "of whom",
        "of which",
    )  # "400 patients, of whom | 30 have died"
    if not of_whom and not some and in_phrase(clause, people[0]) and further(clause, people[0], group.words):
        return [], people[0] - 1
    if len(people) > 1 and nobody(clause, people[0]):
        return people[:1], at  # "none of the four priests and 100 refugees was hurt"
    if agrees(clause, people, group.words):
        return people, at
    told = any(at in clause.taken.get(deed, ()) for deed in clause.acted)  # "killing his parents and two sisters was arrested"
    if (agrees(clause, [at], group.words) or (shape[at - 1 : at] == "c" and not told)) and not in_phrase(clause, at):
        return [at], at
    return [], at - 1


_AND_THEN = re.compile(r"c[^c]*,c[tsad]*$")
_LAND = re.compile(r"([MU])p[tj]?[jxC]?S")


def _in_a_land(clause: Clause, at: int) -> int:
    """Return who is told to be where the bare name at `at` is: "41 people in northern Malva | has died"; -1 for none."""
    if not bare_name(clause, at):
        return -1
    match = next((m for back in (2, 3, 4) if at >= back and (m := _LAND.fullmatch(clause.shape, at - back, at + 1))), None)
    return match.start(1) if match else -1


def _antecedent(clause: Clause, at: int, group: Group) -> bool:
    """Return whether "who" right behind people means them: "the death of a woman who was", "coffins of the eleven who were"."""
    return clause.shape[at] == "S" or agrees(clause, [at], group.words)


def _headline_pair(clause: Clause, at: int) -> list[int]:
    """Return both of "12 rebels, two troopers die": in a headline a comma says "and"."""
    shape = clause.shape
    if shape[max(0, at - 1) : at + 1] not in (",M", ",S") or at < 2 or shape[at + 1 : at + 2] not in tuple("VAJI"):
        return []
    first, last = clause.pieces[at - 2], clause.pieces[at]
    if last.code == "S" and (first.code != "M" or last.word is None or last.name or last.start != last.head):
        return []  # "11 guards, driver killed", not "a guard, the son of the mayor"
    alone = at == 2 or shape[at - 3] in ".;:qW"
    told = first.word is not None and first.word.lemma not in ("person", "people") and not first.name
    counted = shape[at - 2] == "U" or (shape[at - 2] in "MS" and told)
    return [at - 2, at] if alone and counted and not nobody(clause, at) and not nobody(clause, at - 2) else []


_AND_OTHERS = re.compile(r"[MU],N(?:or|i)[^.,;:VIA]{1,12},c[tsa]*$")


def _own(clause: Clause, people: list[int], group: Group) -> list[int]:
    """Return a subject without the parts of an earlier one: "four died, including a guard, and 13 people were hurt"."""
    some = _AND_OTHERS.search(clause.shape, 0, people[0]) if ",N" in clause.shape else None
    if some and not any(some.start() in others for others in clause.taken.values()):
        return [some.start(), *people]  # "16 settlers, two of them priests, and four soldiers were killed"
    opens = before(clause, people[0] - 1, "tsad")
    if clause.shape[opens] != "i":
        return people
    breaks = [n for n in range(1, len(people)) if ",c" in clause.shape[people[n - 1] : people[n]] or _more(clause, people[n])]
    own = people[breaks[-1] :] if breaks else people
    whole = before(clause, opens - 1, ",")
    told = any(whole in others for others in clause.taken.values())
    if breaks and whole >= 0 and not told and clause.shape[whole] in "MNU" and opens >= 0:
        own = [whole, *own]  # "16 settlers, among them a priest, and four soldiers were killed"
    return own if agrees(clause, own, group.words) else people


def _more(clause: Clause, at: int) -> bool:
    """Return whether people are others than those told of: "killed nine, including two children and | four more were hurt"."""
    return clause.shape[at] == "N" and clause.words[clause.pieces[at].end : clause.pieces[at].end + 1] == ["more"]


_WHOM_THEY = re.compile(r"[MNUS][rG]h?d*$")  # "a woman they had | stabbed died"
_RELATIVE = re.compile(r"[MNUS],?w[bhd]*$")  # "a man who was | wounded last week has died"
_OVER = re.compile(r"S[vVe]p$")
_FINITE = re.compile(r"h[dB]*[IV]|b[db]*[VIv]")


def _bears(clause: Clause, index: int) -> bool:
    """Return whether the trigger describes the people before it: "200 missing", "one of 12 soldiers wounded has died"."""
    at = before(clause, index - 2, "tsda")
    if clause.shape[index] == "V" and _OVER.search(clause.shape, 0, at + 1) and clause.pieces[index - 1].word:
        return True  # "Man charged over clerk shot dead": not the man
    if clause.shape[index] == "V" and clause.shape[index - 1] in "MN" and _told_of(clause, index - 1):
        return True  # "The mayor lit candles for the nine miners killed": a sentence that is no headline says "was killed"
    if clause.shape[index] == "A" or (at >= 0 and clause.shape[at] == "p" and clause.text(at) == "with"):
        return True
    return clause.shape[index] == "V" and _FINITE.search(clause.shape, index + 1) is not None and clause.shape[at] == "o"


def _told_of(clause: Clause, at: int) -> bool:
    """Return whether counted people stand in a phrase ("the coffins of the two boys | killed") of what is no headline.

    A headline has no articles.
    """
    if not in_phrase(clause, at):
        return False
    if clause.shape[at - 1] in "ts":
        return True
    first = next((i for i in range(at) if clause.shape[i] in "SMNUGX.;:"), at)
    return clause.shape[first] == "S" and clause.words[clause.pieces[first].start] in ("the", "a", "an") and first < at - 2


_WITH_ANOTHER = re.compile(r"h?b[db]*[ev],?c$")  # "were stopped and kidnapped"
