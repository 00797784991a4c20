"""Who was harmed: the rules that join people to what befell them.

A sentence comes as pieces (see `chunks`), its shape as the string of their codes. Each trigger word - a verb, a state, a noun of harm -
looks for its people where English puts them: before it, behind it, after "of". A look walks over the sentence at most once, and every
rule has a name, which the claim keeps. `RULES`, at the end, says which rules a trigger tries, in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from aggregator.core.model import Basis, Outcome
from parsers.text.chunks import Piece

PEOPLE = "MNUS"
SINGULAR = frozenset(("was", "is", "has", "'s been", "gets", "becomes", "remains"))
PLURAL = frozenset(("were", "are", "have", "remain"))
_SOFT = frozenset(("hurt", "beat", "hit", "gas", "capture", "strand"))  # what befalls teams, places and feelings as well
_HARD = frozenset((Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED, Outcome.DETAINED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """People (an index into the pieces) and what befell them, by which rule; `whole` is the piece they are part of or stand beside."""

    piece: int
    outcome: Outcome
    rule: str
    trigger: int
    whole: int | None = None
    basis: Basis | None = None
    like: int | None = None  # the piece that says who they are
    follows: bool = False  # part of what an earlier sentence counted


@dataclass(slots=True)
class Clause:
    """One sentence while it is read: its pieces, their codes, and what was found. `taken` maps a trigger to its people."""

    pieces: list[Piece]
    words: list[str]
    shape: str = ""
    found: list[Finding] = field(default_factory=list)
    taken: dict[int, list[int]] = field(default_factory=dict)
    acted: set[int] = field(default_factory=set)  # triggers that took an object

    def __post_init__(self) -> None:
        self.shape = "".join([piece.code for piece in self.pieces])

    def text(self, index: int) -> str:
        """Return the folded words of a piece."""
        piece = self.pieces[index]
        return " ".join(self.words[piece.start : piece.end])

    def add(self, trigger: int, people: list[int], rule: str, *, basis: Basis | None = None) -> bool:
        """Record that these people met what the trigger tells; return whether there were any."""
        word = self.pieces[trigger].trigger
        if not people or word is None or word.outcome is None:
            return False
        self.taken[trigger] = people
        if rule == "active":
            self.acted.add(trigger)
        whole = None
        for index in people:
            piece = self.pieces[index]
            if piece.code == "M" and self.shape[index + 1 : index + 3] == ",S" and not _one(piece):
                whole = index  # "four children, Obada, Dina and Ahmed"
            if _befalls(word.outcome, word.lemma, piece):
                part_of = whole if piece.name and whole is not None else None
                like = next((i for i in people if i > index and self.shape[i] == "M"), None) if piece.code == "N" else None
                like = like if like is not None and not set(self.shape[index + 1 : like]) - set(",c") else None
                self.found.append(
                    Finding(piece=index, outcome=word.outcome, rule=rule, trigger=trigger, whole=part_of, basis=basis, like=like)
                )
        return True


def _befalls(outcome: Outcome, lemma: str, piece: Piece) -> bool:
    """Return whether this harm can be meant of these people: "the area was affected" and "the team was beaten" tell of nobody."""
    if piece.code != "S":
        return True
    if outcome in (Outcome.AFFECTED, Outcome.HOMELESS, Outcome.DISPLACED):
        return False
    return bool(piece.word) or (outcome in _HARD and lemma not in _SOFT)


def read(pieces: list[Piece], words: list[str], before: Outcome | None = None) -> list[Finding]:
    """Return what the sentence says befell whom, in the order of the text, each (people, outcome) once.

    `before` is what the text told last: "They were identified as" goes on from there.
    """
    clause = Clause(pieces, words)
    for index, piece in enumerate(pieces):
        if piece.trigger is None:
            continue
        for rule in RULES.get(piece.code, ()):
            if rule(clause, index):
                break
    _among(clause)
    _included(clause)
    _split(clause)
    _items(clause)
    _named(clause, before)
    best: dict[tuple[int, Outcome], Finding] = {}
    for finding in clause.found:
        best.setdefault((finding.piece, finding.outcome), finding)
    return sorted(_one_harm(clause, list(best.values())), key=lambda f: (pieces[f.piece].start, f.outcome))


# ------------------------------------------------------------------------------------------------------------- the verb and what it claims


_HAVE = frozenset(("have", "has", "had", "having"))
_BEEN = frozenset(("been", "being"))


@dataclass(frozen=True, slots=True)
class Group:
    """The auxiliaries before a trigger: `left` is the piece before them."""

    left: int
    codes: str
    words: frozenset[str]

    @property
    def passive(self) -> bool:
        """Whether the group makes a passive: "are known to have killed" does not."""
        return "b" in self.codes and not (self.words & _HAVE and not self.words & _BEEN)


def _group(clause: Clause, index: int) -> Group:
    """Return the verb group that ends in the trigger: "have reportedly been left"."""
    left, shape = index - 1, clause.shape
    while left >= 0 and (
        shape[left] in "bhmdn"
        or (shape[left] == "z" and shape[left + 1] in "bdh")
        or (shape[left] == "v" and left and shape[left - 1] in "bd" and clause.text(left) in ("left", "found", "made", "rendered", "seen"))
        or (shape[left] in "ev" and left and shape[left - 1] in "bd" and shape[index] == "A" and index - left < 3)
        or (shape[left] == "q" and left and shape[left - 1] in "bd" and shape[left + 1] != ",")
    ):
        left -= 1
    words = frozenset(word for at in range(left + 1, index) for word in clause.text(at).split())
    return Group(left, shape[left + 1 : index], words)


def _unreal(clause: Clause, group: Group) -> bool:
    """Return whether the verb tells of what might, will or did not happen: a forecast, a threat, a denial."""
    if "n" in group.codes or ("m" in group.codes and "h" not in group.codes):
        return True
    at = group.left
    before = clause.shape[at] if at >= 0 else ""
    if "z" in group.codes or before == "z":
        real = clause.shape[max(0, at - 2) : at]
        return not ("h" in real + group.codes or clause.text(at - 1) in ("managed", "seems", "appears", "said")) if at else True
    return before == "n" or before == "~"


# ------------------------------------------------------------------------------------------------------------------------ where people stand


def _before(clause: Clause, at: int, skip: str) -> int:
    """Return the nearest piece at or left of `at` whose code is not in `skip`."""
    while at >= 0 and clause.shape[at] in skip:
        at -= 1
    return at


def _in_phrase(clause: Clause, index: int) -> bool:
    """Return whether people stand behind a preposition ("in a convoy of 12")."""
    at = _before(clause, index - 1, "tsd")
    return at >= 0 and clause.shape[at] in "poy&i"


def _one(piece: Piece) -> bool:
    """Return whether the piece means a single person."""
    return piece.code == "S" or bool(piece.quantity and piece.quantity.high == 1)


def _either(piece: Piece) -> bool:
    """Return whether a count takes a singular verb as well (a family of five, nobody, a number alone)."""
    q = piece.quantity
    return bool(q and (q.high == 0 or q.vague)) or bool(piece.word and piece.word.role == "H")


def _agrees(clause: Clause, people: list[int], words: frozenset[str]) -> bool:
    """Return whether the verb's number fits: "12 were", "a man was"."""
    plural = len(people) > 1 or not _one(clause.pieces[people[0]])
    if words & SINGULAR:
        return not plural or _either(clause.pieces[people[-1]])
    return plural or not words & PLURAL


def _subject(clause: Clause, index: int, group: Group) -> list[int]:
    """Return the people who are the subject of the trigger at `index`."""
    left = group.left
    if left >= 0 and clause.shape[left] in "w":
        left -= 1
    if left > 0 and clause.shape[left] in ",)" and (group.codes or clause.shape[left + 1] != "w"):
        people = _bracketed(clause, left, group)
        if people:
            return people
    shape, at = clause.shape, left
    while at >= 0:
        code = shape[at]
        if code == ")":
            at = max(shape.rfind("(", 0, at), -1) - 1
            continue
        if code in ".;:W?TOL" or (code == "q" and shape[at + 1] != ","):
            return []
        if code in "VIAKJ":
            shared = _shared(clause, at, left)
            if shared is not None:
                return shared
            if not _reduced(clause, at):
                return []
        elif code in PEOPLE:
            people = _joined_left(clause, at)
            if _in_phrase(clause, people[0]) and _further(clause, people[0], group.words):
                at = people[0] - 1
                continue
            if _agrees(clause, people, group.words):
                return people
            if (_agrees(clause, [at], group.words) or shape[at - 1 : at] == "c") and not _in_phrase(clause, at):
                return [at]
        elif code == "r" and at >= left - 1 and clause.text(at) in ("he", "she", "they"):
            return [at]
        elif code == "G" and shape[max(0, at - 2) : at] in ("Sc", "Mc", "Nc"):
            pass  # "the captain and other personnel": those counted share it
        elif code in "XG" and not _in_phrase(clause, at):
            return []
        at -= 1
    return []


_ASIDE = re.compile(r"[MNUS],[Ww][^.;:]{1,40},$")  # "two aid workers, while in a taxi, were killed"


def _bracketed(clause: Clause, left: int, group: Group) -> list[int]:
    """Return the subject before a bracket of commas: "Jose Vasquez, 72, who was working there, was killed"."""
    aside = _ASIDE.search(clause.shape, 0, left + 1)
    if aside and clause.shape[left] == ",":
        people = _joined_left(clause, aside.start())
        if _agrees(clause, people, group.words) and not _in_phrase(clause, people[0]):
            return people
    start = left
    while start > 0 and clause.shape[start - 1] not in ".;:WB" and not (clause.shape[start - 1] in "VIA" and start - 1 in clause.taken):
        start -= 1
    parts = [p for i in range(start, left) if clause.shape[i] == "i" for p in _object(clause, i + 1)]
    for at in range(start, left):
        if clause.shape[at] in "MNUS" and clause.shape[at + 1] in ",(w" and at not in parts and not _in_phrase(clause, at):
            people = [i for i in _joined_right(clause, at) if i < left and i not in parts]
            if clause.shape[at] == "N" and clause.shape[at - 1] in "pW":
                continue
            if people and _agrees(clause, people, group.words) and not set(clause.shape[at:left]) & set("VIA"):
                return people
    return []


# what may stand between "shot" and "killed" in "were shot in the chest and later killed"
_SHARING = re.compile(r"(?:d*[poy][tsaj]*[SXGMNUfxeuj]{1,3}){0,3}[,d]*[cB]?[dbhB]*")


def _shared(clause: Clause, at: int, left: int) -> list[int] | None:
    """Return the people of an earlier trigger that this one is joined to ("were shot and killed"), None if it is not."""
    if at not in clause.taken or at in clause.acted or not _SHARING.fullmatch(clause.shape, at + 1, left + 1):
        return None
    return clause.taken[at]


def _reduced(clause: Clause, at: int) -> bool:
    """Return whether a trigger is a participle that describes its people ("three men wounded in the blast died")."""
    return clause.shape[at] == "V" and at > 0 and clause.shape[at - 1] in PEOPLE


def _further(clause: Clause, index: int, words: frozenset[str]) -> bool:
    """Return whether people who could be the subject stand further left in the clause."""
    for at in range(index - 1, -1, -1):
        code = clause.shape[at]
        if code in ".;:WVITq":
            return False
        if (code in "MNU" or (code == "S" and clause.pieces[at].word)) and _agrees(clause, [at], words) and not (code == "S" and _in_phrase(clause, at)):
            return True
    return False


_LINK_LEFT = re.compile(r"[tsadg]*((?:d?[c&][,;]?|[,;])d?)(?:\)[^()]{0,8}\()?(?:[SXfx']{1,3}[tsa]?[po])?(?=[MNUS])")
_LINK_RIGHT = re.compile(r"(?:\([^()]{0,8}\))?(?:[po][tsa]?[SXfx']{1,3})?((?:[,;]?[c&]|[,;])[d&]*)[tsadG]*(?=[MNUS])")


def _joined_left(clause: Clause, index: int) -> list[int]:
    """Return the people at `index` with those joined to them before: "a man, two women and three children"."""
    backwards = clause.shape[index - 1 :: -1] if index else ""
    group, links, at = [index], "", 0
    while match := _LINK_LEFT.match(backwards, at):
        found = index - 1 - match.end()
        if found and clause.shape[found - 1] in "VIE" and (found - 1) in clause.taken:
            break
        if _bare_name(clause, found) and (_in_phrase(clause, found) or set(clause.shape[found:index]) & set("po")):
            break  # "near Barsalogho, two drivers and a nurse"
        links += match.group(1)
        group.insert(0, found)
        at = match.end() + 1
    if "c" in links or "&" in links:
        return group
    return [index]


def _bare_name(clause: Clause, index: int) -> bool:
    """Return whether a piece is a name that nothing tells to be a person's."""
    return clause.pieces[index].name is not None and clause.pieces[index].word is None


def _joined_right(clause: Clause, index: int) -> list[int]:
    """Return the people at `index` with those joined to them behind, up to one that has a predicate or a part of its own."""
    group, links, at = [index], "", index + 1
    while match := _LINK_RIGHT.match(clause.shape, at):
        found = match.end()
        if _has_predicate(clause, found) or clause.shape.startswith("or", found + 1) or (_bare_name(clause, found) and set(clause.shape[at:found]) & set("po")) or _OWN_PART.match(clause.shape, found + 1):
            break
        links += match.group(1)
        group.append(found)
        at = found + 1
    if "c" in links or "&" in links or re.compile("c[VE]").match(clause.shape, at):
        return group
    return [i for i in group if i == index or clause.shape[i] in "MU"]


def _has_predicate(clause: Clause, index: int) -> bool:
    """Return whether the people at `index` are the subject of words behind them, or are followed by a part of their own."""
    return bool(_PREDICATE.match(clause.shape, index + 1))


_PREDICATE = re.compile(r"[dj]*[bhVIAvmqJ]")
_OWN_PART = re.compile(r",?i[^,]*,")


_OBJECT = re.compile(r'(?:[dtsa"]|G(?=S)|[GX](?:,|c|,c)(?=[tsa]*[MNUS](?![VIAbh])))*(?=[MNUS])')


def _object(clause: Clause, start: int) -> list[int]:
    """Return the people who stand right behind a verb, as its object does."""
    match = _OBJECT.match(clause.shape, start)
    return _joined_right(clause, match.end()) if match else []


# ------------------------------------------------------------------------------------------------------------------------------------ rules


def label(clause: Clause, index: int) -> bool:
    """ "Deaths: 12", "Injured - 40"."""
    at_start = index == 0 or clause.shape[index - 1] in ".;,:)-=?NxM"
    return at_start and bool(re.match(r"[:=-]N(?![VIA])", clause.shape[index + 1 : index + 4])) and clause.add(index, [index + 2], "label")


def active(clause: Clause, index: int) -> bool:
    """ "killed 63 people", "has killed at least 12", "killing a judge"."""
    group, shape = _group(clause, index), clause.shape
    if group.passive and shape[index] in "V":
        return False
    people = _object(clause, index + 1)
    if not people and re.match(r"c[VEK]", shape[index + 1 : index + 3]):
        people = _object(clause, index + 3)
    if not people:
        return False
    if _unreal(clause, group) or (group.left >= 0 and shape[group.left] in "ot" and shape[index] == "K"):
        return True
    if shape[index] == "V" and "h" not in group.codes and _has_predicate(clause, people[0]) and shape[index - 1 : index] not in ("c", ","):
        return False
    return clause.add(index, people, "active")


def reflexive(clause: Clause, index: int) -> bool:
    """ "killed himself", "before committing suicide": whoever acts is the victim."""
    word = clause.pieces[index].trigger
    selves = index + 1 < len(clause.shape) and clause.text(index + 1) in ("himself", "herself", "themselves")
    if not selves and not (word and word.lemma in _SUICIDE):
        return False
    group = _group(clause, index)
    if _unreal(clause, group):
        return True
    people = _subject(clause, index, group)
    if not people:
        first = next((i for i in range(index) if clause.shape[i] == "S" and not _in_phrase(clause, i)), None)
        he = next((i for i in range(index) if clause.shape[i] == "r" and clause.text(i) in ("he", "she")), None)
        people = [min(i for i in (first, he) if i is not None)] if (first, he) != (None, None) else []
    clause.add(index, people, "reflexive")
    return True


_SUICIDE = frozenset(("commit suicide", "take his own life", "take her own life", "turn the gun on himself", "turn the gun on herself"))


def them(clause: Clause, index: int) -> bool:
    """ "fired at three people, killing them": the people of the words before."""
    if index + 1 >= len(clause.shape) or clause.shape[index + 1] != "r" or _unreal(clause, _group(clause, index)):
        return False
    pronoun = clause.text(index + 1)
    codes = "MN" if pronoun == "them" else "S" if pronoun in ("him", "her") else ""
    for at in range(index - 1, -1, -1):
        if clause.shape[at] in codes and clause.shape[at] and not (pronoun == "her" and clause.shape[index + 2 : index + 3] in ("S", "M", "G", "x")):
            return clause.add(index, _joined_left(clause, at) if codes == "MN" else [at], "them")
    return False


def passive(self) -> bool:
        """Whether the group makes a passive: "are known to have killed" does not."""
        return "b" in self.codes and not (self.words & _HAVE and not self.words & _BEEN)


def _group(clause: Clause, index: int) -> Group:
    """Return the verb group that ends in the trigger: "have reportedly been left"."""
    left, shape = index - 1, clause.shape
    while left >= 0 and (
        shape[left] in "bhmdn"
        or (shape[left] == "z" and shape[left + 1] in "bdh")
        or (shape[left] == "v" and left and shape[left - 1] in "bd" and clause.text(left) in ("left", "found", "made", "rendered", "seen"))
        or (shape[left] in "ev" and left and shape[left - 1] in "bd" and shape[index] == "A" and index - left < 3)
        or (shape[left] == "q" and left and shape[left - 1] in "bd" and shape[left + 1] != ",")
    ):
        left -= 1
    words = frozenset(word for at in range(left + 1, index) for word in clause.text(at).split())
    return Group(left, shape[left + 1 : index], words)


def _unreal(clause: Clause, group: Group) -> bool:
    """Return whether the verb tells of what might, will or did not happen: a forecast, a threat, a denial."""
    if "n" in group.codes or ("m" in group.codes and "h" not in group.codes):
        return True
    at = group.left
    before = clause.shape[at] if at >= 0 else ""
    if "z" in group.codes or before == "z":
        real = clause.shape[max(0, at - 2) : at]
        return not ("h" in real + group.codes or clause.text(at - 1) in ("managed", "seems", "appears", "said")) if at else True
    return before == "n" or before == "~"


# ------------------------------------------------------------------------------------------------------------------------ where people stand


def _before(clause: Clause, at: int, skip: str) -> int:
    """Return the nearest piece at or left of `at` whose code is not in `skip`."""
    while at >= 0 and clause.shape[at] in skip:
        at -= 1
    return at


def _in_phrase(clause: Clause, index: int) -> bool:
    """Return whether people stand behind a preposition ("in a convoy of 12")."""
    at = _before(clause, index - 1, "tsd")
    return at >= 0 and clause.shape[at] in "poy&i"


def _one(piece: Piece) -> bool:
    """Return whether the piece means a single person."""
    return piece.code == "S" or bool(piece.quantity and piece.quantity.high == 1)


def _either(piece: Piece) -> bool:
    """Return whether a count takes a singular verb as well (a family of five, nobody, a number alone)."""
    q = piece.quantity
    return bool(q and (q.high == 0 or q.vague)) or bool(piece.word and piece.word.role == "H")


def _agrees(clause: Clause, people: list[int], words: frozenset[str]) -> bool:
    """Return whether the verb's number fits: "12 were", "a man was"."""
    plural = len(people) > 1 or not _one(clause.pieces[people[0]])
    if words & SINGULAR:
        return not plural or _either(clause.pieces[people[-1]])
    return plural or not words & PLURAL


def _subject(clause: Clause, index: int, group: Group) -> list[int]:
    """Return the people who are the subject of the trigger at `index`."""
    left = group.left
    if left >= 0 and clause.shape[left] in "w":
        left -= 1
    if left > 0 and clause.shape[left] in ",)" and (group.codes or clause.shape[left + 1] != "w"):
        people = _bracketed(clause, left, group)
        if people:
            return people
    shape, at = clause.shape, left
    while at >= 0:
        code = shape[at]
        if code == ")":
            at = max(shape.rfind("(", 0, at), -1) - 1
            continue
        if code in ".;:W?TOL" or (code == "q" and shape[at + 1] != ","):
            return []
        if code in "VIAKJ":
            shared = _shared(clause, at, left)
            if shared is not None:
                return shared
            if not _reduced(clause, at):
                return []
        elif code in PEOPLE:
            people = _joined_left(clause, at)
            if _in_phrase(clause, people[0]) and _further(clause, people[0], group.words):
                at = people[0] - 1
                continue
            if _agrees(clause, people, group.words):
                return people
            if (_agrees(clause, [at], group.words) or shape[at - 1 : at] == "c") and not _in_phrase(clause, at):
                return [at]
        elif code == "r" and at >= left - 1 and clause.text(at) in ("he", "she", "they"):
            return [at]
        elif code == "G" and shape[max(0, at - 2) : at] in ("Sc", "Mc", "Nc"):
            pass  # "the captain and other personnel": those counted share it
        elif code in "XG" and not _in_phrase(clause, at):
            return []
        at -= 1
    return []


_ASIDE = re.compile(r"[MNUS],[Ww][^.;:]{1,40},$")  # "two aid workers, while in a taxi, were killed"


def _bracketed(clause: Clause, left: int, group: Group) -> list[int]:
    """Return the subject before a bracket of commas: "Jose Vasquez, 72, who was working there, was killed"."""
    aside = _ASIDE.search(clause.shape, 0, left + 1)
    if aside and clause.shape[left] == ",":
        people = _joined_left(clause, aside.start())
        if _agrees(clause, people, group.words) and not _in_phrase(clause, people[0]):
            return people
    start = left
    while start > 0 and clause.shape[start - 1] not in ".;:WB" and not (clause.shape[start - 1] in "VIA" and start - 1 in clause.taken):
        start -= 1
    parts = [p for i in range(start, left) if clause.shape[i] == "i" for p in _object(clause, i + 1)]
    for at in range(start, left):
        if clause.shape[at] in "MNUS" and clause.shape[at + 1] in ",(w" and at not in parts and not _in_phrase(clause, at):
            people = [i for i in _joined_right(clause, at) if i < left and i not in parts]
            if clause.shape[at] == "N" and clause.shape[at - 1] in "pW":
                continue
            if people and _agrees(clause, people, group.words) and not set(clause.shape[at:left]) & set("VIA"):
                return people
    return []


# what may stand between "shot" and "killed" in "were shot in the chest and later killed"
_SHARING = re.compile(r"(?:d*[poy][tsaj]*[SXGMNUfxeuj]{1,3}){0,3}[,d]*[cB]?[dbhB]*")


def _shared(clause: Clause, at: int, left: int) -> list[int] | None:
    """Return the people of an earlier trigger that this one is joined to ("were shot and killed"), None if it is not."""
    if at not in clause.taken or at in clause.acted or not _SHARING.fullmatch(clause.shape, at + 1, left + 1):
        return None
    return clause.taken[at]


def _reduced(clause: Clause, at: int) -> bool:
    """Return whether a trigger is a participle that describes its people ("three men wounded in the blast died")."""
    return clause.shape[at] == "V" and at > 0 and clause.shape[at - 1] in PEOPLE


def _further(clause: Clause, index: int, words: frozenset[str]) -> bool:
    """Return whether people who could be the subject stand further left in the clause."""
    for at in range(index - 1, -1, -1):
        code = clause.shape[at]
        if code in ".;:WVITq":
            return False
        if (code in "MNU" or (code == "S" and clause.pieces[at].word)) and _agrees(clause, [at], words) and not (code == "S" and _in_phrase(clause, at)):
            return True
    return False


_LINK_LEFT = re.compile(r"[tsadg]*((?:d?[c&][,;]?|[,;])d?)(?:\)[^()]{0,8}\()?(?:[SXfx']{1,3}[tsa]?[po])?(?=[MNUS])")
_LINK_RIGHT = re.compile(r"(?:\([^()]{0,8}\))?(?:[po][tsa]?[SXfx']{1,3})?((?:[,;]?[c&]|[,;])[d&]*)[tsadG]*(?=[MNUS])")


def _joined_left(clause: Clause, index: int) -> list[int]:
    """Return the people at `index` with those joined to them before: "a man, two women and three children"."""
    backwards = clause.shape[index - 1 :: -1] if index else ""
    group, links, at = [index], "", 0
    while match := _LINK_LEFT.match(backwards, at):
        found = index - 1 - match.end()
        if found and clause.shape[found - 1] in "VIE" and (found - 1) in clause.taken:
            break
        if _bare_name(clause, found) and (_in_phrase(clause, found) or set(clause.shape[found:index]) & set("po")):
            break  # "near Barsalogho, two drivers and a nurse"
        links += match.group(1)
        group.insert(0, found)
        at = match.end() + 1
    if "c" in links or "&" in links:
        return group
    return [index]


def _bare_name(clause: Clause, index: int) -> bool:
    """Return whether a piece is a name that nothing tells to be a person's."""
    return clause.pieces[index].name is not None and clause.pieces[index].word is None


def _joined_right(clause: Clause, index: int) -> list[int]:
    """Return the people at `index` with those joined to them behind, up to one that has a predicate or a part of its own."""
    group, links, at = [index], "", index + 1
    while match := _LINK_RIGHT.match(clause.shape, at):
        found = match.end()
        if _has_predicate(clause, found) or clause.shape.startswith("or", found + 1) or (_bare_name(clause, found) and set(clause.shape[at:found]) & set("po")) or _OWN_PART.match(clause.shape, found + 1):
            break
        links += match.group(1)
        group.append(found)
        at = found + 1
    if "c" in links or "&" in links or re.compile("c[VE]").match(clause.shape, at):
        return group
    return [i for i in group if i == index or clause.shape[i] in "MU"]


def _has_predicate(clause: Clause, index: int) -> bool:
    """Return whether the people at `index` are the subject of words behind them, or are followed by a part of their own."""
    return bool(_PREDICATE.match(clause.shape, index + 1))


_PREDICATE = re.compile(r"[dj]*[bhVIAvmqJ]")
_OWN_PART = re.compile(r",?i[^,]*,")


_OBJECT = re.compile(r'(?:[dtsa"]|G(?=S)|[GX](?:,|c|,c)(?=[tsa]*[MNUS](?![VIAbh])))*(?=[MNUS])')


def _object(clause: Clause, start: int) -> list[int]:
    """Return the people who stand right behind a verb, as its object does."""
    match = _OBJECT.match(clause.shape, start)
    return _joined_right(clause, match.end()) if match else []


# ------------------------------------------------------------------------------------------------------------------------------------ rules


def label(clause: Clause, index: int) -> bool:
    """ "Deaths: 12", "Injured - 40"."""
    at_start = index == 0 or clause.shape[index - 1] in ".;,:)-=?NxM"
    return at_start and bool(re.match(r"[:=-]N(?![VIA])", clause.shape[index + 1 : index + 4])) and clause.add(index, [index + 2], "label")


def active(clause: Clause, index: int) -> bool:
    """ "killed 63 people", "has killed at least 12", "killing a judge"."""
    group, shape = _group(clause, index), clause.shape
    if group.passive and shape[index] in "V":
        return False
    people = _object(clause, index + 1)
    if not people and re.match(r"c[VEK]", shape[index + 1 : index + 3]):
        people = _object(clause, index + 3)
    if not people:
        return False
    if _unreal(clause, group) or (group.left >= 0 and shape[group.left] in "ot" and shape[index] == "K"):
        return True
    if shape[index] == "V" and "h" not in group.codes and _has_predicate(clause, people[0]) and shape[index - 1 : index] not in ("c", ","):
        return False
    return clause.add(index, people, "active")


def reflexive(clause: Clause, index: int) -> bool:
    """ "killed himself": the subject is the victim."""
    if index + 1 < len(clause.shape) and clause.text(index + 1) in ("himself", "herself", "themselves", "itself"):
        group = _group(clause, index)
        return _unreal(clause, group) or clause.add(index, _subject(clause, index, group), "reflexive") or True
    return False


def passive(clause: Clause, index: int) -> bool:
    """ "63 people were killed", "12 wounded in a raid", "the policeman who was shot"."""
    group = _group(clause, index)
    if _unreal(clause, group):
        return True
    if "h" in group.codes and not group.passive:
        return False  # "had taken hostages"
    if not group.codes.strip("d") and group.left >= 0 and clause.shape[group.left] in "pts":
        return False  # "on injured reserve", "the wounded"
    return clause.add(index, _subject(clause, index, group) + _alongside(clause, index), "passive")


def _alongside(clause: Clause, index: int) -> list[int]:
    """Return the people named behind the trigger as sharing its harm: "was killed alongside her son"."""
    match = re.compile(r",?d*&").match(clause.shape, index + 1)
    return _object(clause, match.end()) if match else []


def inverted(clause: Clause, index: int) -> bool:
    """ "Killed were two soldiers", "the man killed was Jamar"."""
    match = re.compile(r"d*(?:[po][^bMNUVIA]{0,8})?b[td]*(?=[MNUS](?!d*[VIA]))").match(clause.shape, index + 1)
    return bool(match) and clause.add(index, _joined_right(clause, match.end()), "inverted") if match else False


def happens(clause: Clause, index: int) -> bool:
    """ "63 people died", "12 drown in ferry sinking"."""
    group = _group(clause, index)
    if _unreal(clause, group):
        return True
    if clause.shape[index] == "J" and not (group.left >= 0 and clause.shape[group.left] in PEOPLE):
        return False
    people = _subject(clause, index, group) + _alongside(clause, index)
    return clause.add(index, [i for i in people if clause.shape[index] != "J" or clause.shape[i] != "S"], "happens")


def forced(clause: Clause, index: int) -> bool:
    """ "forced thousands to leave their homes"."""
    match = re.search(r"[vKE][td]*([MNU])[^.;vVI]{0,6}z$", clause.shape[:index])
    if match and clause.text(match.start()) in ("forced", "forcing", "forces", "prompted", "prompting", "caused", "causing", "led", "made", "compelled"):
        return clause.add(index, [match.start(1)], "forced")
    return False


def state(clause: Clause, index: int) -> bool:
    """ "12 dead", "left three people dead", "20,000 families homeless", "were missing"."""
    group = _group(clause, index)
    if _unreal(clause, group):
        return True
    left = group.left
    if not group.passive and (left < 0 or clause.shape[left] not in PEOPLE + ",cw)") and not re.search(r"v[tds]*[MNU][^vVIA.;:W]{1,10}$", clause.shape[:index]):
        return False
    people = _subject(clause, index, group)
    left_so = re.search(r"[vV][^.;:]{0,12}$", clause.shape[: people[0]]) if people else None
    return clause.add(index, [i for i in people if clause.shape[i] != "S" or left_so or clause.pieces[i].word], "state")


_OF = re.compile(r"(?:d|p[tsa]?[SXfx]){0,2}o")


def of(clause: Clause, index: int) -> bool:
    """ "the deaths of 63 people", "the murder of a judge", "the bodies of three"."""
    match = _OF.match(clause.shape, index + 1)
    if match is None or (index and clause.shape[_before(clause, index - 1, "tsaj")] in "~"):
        return False
    people, word = _object(clause, match.end()), clause.pieces[index].trigger
    if word and word.form == "plural" and len(people) == 1 and clause.pieces[people[0]].name:
        return False  # "the arrests of opponents"
    return clause.add(index, people, "of")


def possessive(clause: Clause, index: int) -> bool:
    """ "Gray's death"."""
    word = clause.pieces[index].trigger
    if word and word.form == "singular" and word.outcome is not Outcome.INJURED and clause.shape[max(0, index - 2) : index] == "S'":
        return clause.add(index, [index - 2], "possessive")
    return False


_TO_NUMBER = re.compile(r"""(?:[^.;:VIAONMU]*?(?:[zbpvdo]|v)[tda]*|[:=-]|o[td]*)(?=[NMU])""")
_CHANGED = re.compile(r"(?:[dp]?[td]*[NMU])?z[td]*(?=[NMU])")


def toll(clause: Clause, index: int) -> bool:
    """ "the death toll rose from 12 to 20", "a toll of 63", "deaths stood at 12"."""
    match = _TO_NUMBER.match(clause.shape, index + 1, index + 30)
    if match is None:
        return False
    at = match.end()
    by = clause.text(at - 1) == "by"
    changed = _CHANGED.match(clause.shape, at + 1)
    if changed:
        clause.add(index, [at], "toll", basis=Basis.INCREMENT) if by else None
        return clause.add(index, [changed.end()], "toll")
    return clause.add(index, [at], "toll", basis=Basis.INCREMENT if by else None)


def rising(clause: Clause, index: int) -> bool:
    """ "deaths rose to 12", "fatalities stood at nine"."""
    word = clause.pieces[index].trigger
    match = re.compile(r"[xpoCdtfS]{0,5}[bvh]{1,2}[pzd]+(?=N)").match(clause.shape, index + 1)
    return bool(match and word and word.form == "plural") and clause.add(index, [match.end()], "toll") if match else False


def suffered(clause: Clause, index: int) -> bool:
    """ "12 others suffered serious injuries"."""
    word = clause.pieces[index].trigger
    verb = _before(clause, index - 1, "xjCtsadfeS-c")
    if word is None or word.outcome is not Outcome.INJURED or verb < 0 or clause.text(verb) not in _SUFFERS:
        return False
    group = _group(clause, verb)
    return not _unreal(clause, group) and clause.add(index, _subject(clause, verb, group), "suffered")


_SUFFERS = frozenset(("suffered", "sustained", "received", "suffering", "sustaining", "receiving", "suffers"))


def counted(clause: Clause, index: int) -> bool:
    """ "184 deaths", "no casualties", "12 bodies": the noun itself tells."""
    return clause.add(index, [index], "counted")


def lives(clause: Clause, index: int) -> bool:
    """ "claimed more than 80 lives", "80 lives were lost", "the lives of 12": lives count only where they are taken."""
    word = clause.pieces[index].trigger
    if word is None or word.lemma != "life":
        return False
    before = {clause.text(at) for at in range(max(0, index - 3), index)}
    after = {clause.text(at) for at in range(index + 1, min(len(clause.shape), index + 4))}
    if not (before & _TAKES or after & _TAKEN):
        return True
    return of(clause, index) if clause.shape[index] == "G" else clause.add(index, [index], "lives")


_TAKES = frozenset("claimed claim claims claiming cost costs costing took take takes taking taken lost lose loses losing loss".split())
_TAKEN = frozenset(("lost", "claimed", "taken"))


def _included(clause: Clause) -> None:
    """ "63 dead, including 12 children and three women": those behind share what befell those before, as a part of them."""
    for index in [i for i, code in enumerate(clause.shape) if code == "i"]:
        parts = _object(clause, index + 1)
        owners = [f for f in clause.found if f.piece < index and clause.shape[f.piece] in "MNUD" and f.piece not in parts]
        if not owners or not parts:
            continue
        owner = max(owners, key=lambda f: f.piece)
        for part in parts:
            own = [f for f in clause.found if f.piece == part]
            if not own:
                clause.found.append(replace(owner, piece=part, rule="included", whole=owner.piece))
            clause.found = [replace(f, whole=owner.piece) if f in own and f.outcome == owner.outcome else f for f in clause.found]


def _among(clause: Clause) -> None:
    """ "three civilians among eight killed": those before are a part of those behind."""
    for index in [i for i, code in enumerate(clause.shape) if code == "<"]:
        match = re.compile(r"[tsd]*(?=[MNU])").match(clause.shape, index + 1)
        owner = next((f for f in clause.found if match and f.piece == match.end()), None)
        left = _before(clause, index - 1, "dbev,q")
        if owner is None or left < 0 or clause.shape[left] not in PEOPLE:
            continue
        outer = _before(clause, left - 2, ",") if clause.shape[left - 1 : left] == "i" else left
        for part in _joined_left(clause, outer if outer >= 0 and clause.shape[outer] in PEOPLE else left):
            clause.found = [f for f in clause.found if f.piece != part or f.whole is not None]
            clause.found.append(replace(owner, piece=part, rule="among", whole=owner.piece))


def _split(clause: Clause) -> None:
    """ "Of five bodies recovered, two were women and three were children": the parts of those just counted."""
    for match in re.finditer(r"N(?=bd?G|orb?d?G)", clause.shape):
        owners = [f for f in clause.found if f.piece < match.start() and clause.shape[f.piece] in "MNUD"]
        whole = next((f for f in owners if f.rule != "split"), None)
        if whole and not any(f.piece == match.start() for f in clause.found):
            like = clause.shape.index("G", match.end())
            clause.found.append(replace(whole, piece=match.start(), rule="split", whole=whole.piece, like=like))
    for n, finding in enumerate(clause.found):
        behind = clause.shape[finding.piece + 1 : finding.piece + 3]
        if finding.whole is None and (behind == "or" or (behind[:1] == "i" and clause.text(finding.piece + 1) in ("of whom", "of which"))):
            owner = next((f for f in clause.found if f.piece < finding.piece and f.outcome is finding.outcome), None)
            clause.found[n] = replace(finding, whole=owner.piece) if owner else finding


_PARTS = re.compile(r"[MNU]\(([tsda]*[MNUS](?:[,c&tsda]+[MNUS])*),?\)")
_LISTED = re.compile(r":[tsda]*(?=[MNUS])")


def _items(clause: Clause) -> None:
    """ "six priests - five Spaniards and a Salvadoran - were killed", "four were killed: the pilot and three others"."""
    found = [f for f in clause.found if clause.shape[f.piece] in "MNU"]
    listed: list[tuple[Finding, list[int]]] = []
    for match in _PARTS.finditer(clause.shape):
        listed += [(f, [i for i in range(*match.span(1)) if clause.shape[i] in PEOPLE]) for f in found if f.piece == match.start()]
    for owner in found:
        match = _LISTED.match(clause.shape, owner.trigger + 1)
        if match:
            first = _joined_right(clause, match.end())
            relative = re.compile(r",?w[^.;:]{0,12}?c(?=[MNS])").match(clause.shape, first[-1] + 1)
            listed.append((owner, first + ([relative.end()] if relative else [])))
    for owner, parts in listed:
        if clause.shape[parts[0]] != "N" or len(parts) > 1:
            clause.found += [replace(owner, piece=index, rule="itemised", whole=owner.piece) for index in parts]


def _named(clause: Clause, before: Outcome | None) -> None:
    """ "The victims were identified as ...", "the dead were named as ...", "they are ...": a list of names is a list of persons."""
    shape = clause.shape
    at = shape.find("R")
    told = [f for f in clause.found if f.piece < at or f.trigger < at]
    if at < 0:
        match = _THEY_ARE.match(shape)
        if not match or before is None or clause.text(match.end() - 2) != "they":
            return
        at, outcome = match.end() - 1, before
    elif told and clause.shape[told[-1].piece] in "MNU":
        outcome = told[-1].outcome
    else:
        left = " ".join(clause.text(i) for i in range(at)).split()
        known = next((outcome for word, outcome in _VICTIM_WORDS.items() if word in left), None)
        if known is None and not ({"they", "both"} & set(left)):
            return
        found = known or before
        if found is None:
            return
        outcome = found
    owner = told[-1] if told and clause.shape[told[-1].piece] in "MNU" else None
    for index in range(at + 1, len(shape)):
        if shape[index] == "S" and clause.pieces[index].name and shape[index - 1] in "R,;:cgd=b&":
            whole = owner.piece if owner else None
            clause.found.append(Finding(piece=index, outcome=outcome, rule="named", trigger=at, whole=whole, follows=owner is None))


_THEY_ARE = re.compile(r"rb(?=S[,c])")
_VICTIM_WORDS = {
    "dead": Outcome.KILLED, "deceased": Outcome.KILLED, "killed": Outcome.KILLED, "slain": Outcome.KILLED, "martyrs": Outcome.KILLED,
    "bodies": Outcome.KILLED, "body": Outcome.KILLED, "fatalities": Outcome.KILLED, "wounded": Outcome.INJURED, "injured": Outcome.INJURED,
    "missing": Outcome.MISSING, "hostages": Outcome.ABDUCTED, "victims": Outcome.KILLED, "victim": Outcome.KILLED,
}  # fmt: skip


def _one_harm(clause: Clause, findings: list[Finding]) -> list[Finding]:
    """Let "shot and killed" be killed, and "killed or wounded 12" casualties: people are counted once."""
    by_piece: dict[int, list[Finding]] = {}
    for finding in findings:
        by_piece.setdefault(finding.piece, []).append(finding)
    out: list[Finding] = []
    for group in by_piece.values():
        kinds = {finding.outcome: finding for finding in group}
        killed, injured = kinds.get(Outcome.KILLED), kinds.get(Outcome.INJURED)
        if killed and Outcome.CASUALTIES in kinds:
            group = [finding for finding in group if finding.outcome is not Outcome.CASUALTIES]
        if killed and injured:
            low, high = sorted((killed.trigger, injured.trigger))
            word = clause.pieces[injured.trigger].trigger
            if high - low == 2 and clause.shape[low + 1] == "c" and clause.pieces[killed.piece].code != "S" and word and word.lemma not in _WAYS:
                group = [replace(killed, outcome=Outcome.CASUALTIES, rule="joined")]
            elif word and word.lemma in _WAYS:
                group = [finding for finding in group if finding is not injured]
        out += group
    return out


_WAYS = frozenset(("shoot", "stab", "beat", "gas", "burned", "mutilate"))  # ways to die as well as to be hurt

Rule = Callable[[Clause, int], bool]
RULES: dict[str, tuple[Rule, ...]] = {
    "V": (label, reflexive, them, active, inverted, passive),
    "K": (forced, active),
    "E": (reflexive, them, active, of),
    "I": (label, reflexive, forced, happens),
    "J": (forced, happens),
    "Y": (reflexive,),
    "A": (label, state, inverted),
    "O": (label, of, possessive, suffered, rising),
    "T": (toll,),
    "D": (counted,),
    "M": (lives, counted),
    "G": (lives, of),
    "S": (of,),
}
