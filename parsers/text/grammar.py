"""Who was harmed: the rules that join a count of people to what befell them.

A sentence comes as pieces (see `chunks`), its shape as the string of their codes. Each trigger word - a verb, a state, a noun of harm -
looks for its people where English puts them: before it, behind it, after "of". Every look walks at most once over the sentence, and every
rule has a name, which the claim keeps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from aggregator.core.model import Outcome
from parsers.text.chunks import Piece

PEOPLE = "MNUS"
_STOPS = ".;:W?"
_SINGULAR = frozenset(("was", "is", "has", "'s been", "gets", "becomes"))
_PLURAL = frozenset(("were", "are", "have"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """People (an index into the pieces) and what befell them, by which rule; `whole` is the piece they are part of."""

    piece: int
    outcome: Outcome
    rule: str
    trigger: int
    whole: int | None = None
    increment: bool = False


@dataclass(slots=True)
class Clause:
    """One sentence while it is read."""

    pieces: list[Piece]
    words: list[str]
    shape: str = ""
    found: list[Finding] = field(default_factory=list)
    taken: dict[int, list[int]] = field(default_factory=dict)  # trigger -> its people

    def __post_init__(self) -> None:
        self.shape = "".join(piece.code for piece in self.pieces)

    def text(self, index: int) -> str:
        """Return the folded words of a piece."""
        return " ".join(self.words[self.pieces[index].start : self.pieces[index].end])


def read(pieces: list[Piece], words: list[str]) -> list[Finding]:
    """Return what the sentence says befell whom, in the order of the text."""
    clause = Clause(pieces, words)
    for index, piece in enumerate(pieces):
        word = piece.outcome_word
        if piece.code == "D" and word:
            _counted(clause, index)
        elif word and piece.code in "VIAOT":
            for rule in _RULES[piece.code]:
                if rule(clause, index):
                    break
        elif word and piece.code in "MS" and word.outcome:
            _people_noun(clause, index)
    _included(clause)
    best: dict[tuple[int, Outcome], Finding] = {}
    for finding in clause.found:
        best.setdefault((finding.piece, finding.outcome), finding)
    return sorted(_merged(clause, list(best.values())), key=lambda f: (pieces[f.piece].start, f.outcome))


# ---------------------------------------------------------------------------------------------------------------- helpers


def _add(clause: Clause, trigger: int, people: list[int], rule: str, *, increment: bool = False) -> bool:
    """Record that these people met what the trigger tells; return whether there were any."""
    word = clause.pieces[trigger].outcome_word
    if not people or word is None or word.outcome is None:
        return False
    clause.taken[trigger] = people
    for index in people:
        if clause.pieces[index].code != "S" or word.outcome is not Outcome.AFFECTED:
            clause.found.append(Finding(piece=index, outcome=word.outcome, rule=rule, trigger=trigger, increment=increment))
    return True


def _verb_group(clause: Clause, index: int) -> tuple[int, str, set[str]]:
    """Return the piece before the verb group that ends in the trigger, the group's codes and its words."""
    left = index - 1
    shape = clause.shape
    while left >= 0 and (shape[left] in "bhmdn" or (shape[left] == "z" and shape[left + 1] in "bd")):
        left -= 1
    group = shape[left + 1 : index]
    words = {word for i in range(left + 1, index) for word in clause.text(i).split()}
    return left, group, words


def _unreal(clause: Clause, left: int, group: str, index: int) -> bool:
    """Return whether the verb tells of what might, will or did not happen: a forecast, a threat, a denial."""
    if "n" in group:
        return True
    if "m" in group and "h" not in group:
        return True
    if "z" in group or (left >= 0 and clause.shape[left] == "z" and index - left <= 2):
        before = clause.shape[max(0, left - 2) : left + 1]
        return "h" not in before and "h" not in group
    return False


def _in_phrase(clause: Clause, index: int) -> bool:
    """Return whether the people stand behind a preposition ("in a convoy of 12")."""
    at = index - 1
    while at >= 0 and clause.shape[at] in "tsad":
        at -= 1
    return at >= 0 and clause.shape[at] in "poy&"


def _one(piece: Piece) -> bool:
    """Return whether the piece means a single person."""
    return piece.code == "S" or bool(piece.quantity and piece.quantity.high == 1 and piece.quantity.low == 1)


def _left_people(clause: Clause, left: int, words: set[str]) -> list[int]:
    """Return the people who are the subject of a verb group that starts right of `left`."""
    shape = clause.shape
    fallback: list[int] = []
    at = left
    while at >= 0:
        code = shape[at]
        if code in _STOPS or code == "T":
            break
        if code in "VIA":
            shared = clause.taken.get(at)
            if shared and set(shape[at + 1 : left + 1]) <= set("cd,bhB"):
                return shared
            if code in "VI" and set(shape[at + 1 : left + 1]) <= set("cd,bhB"):
                at -= 1
                continue
            if code != "A":
                break
        if code in PEOPLE:
            group = _joined_left(clause, at)
            plural = len(group) > 1 or not _one(clause.pieces[at])
            agrees = not (words & _SINGULAR and plural and not _mass(clause.pieces[at])) and not (words & _PLURAL and not plural)
            if agrees and not (_in_phrase(clause, at) and not fallback and _candidate_left(clause, at)):
                return group
            if agrees and not fallback:
                fallback = group
        if code == "X" and not _in_phrase(clause, at):
            break
        if code == "G" and not _in_phrase(clause, at):
            break
        at -= 1
    return fallback


def _mass(piece: Piece) -> bool:
    """Return whether a counted noun takes a singular verb (a family of five, no one)."""
    return bool(piece.word and piece.word.role == "H") or bool(piece.quantity and piece.quantity.high == 0)


def _candidate_left(clause: Clause, index: int) -> bool:
    """Return whether people who could be the subject stand further left in the clause."""
    for at in range(index - 1, -1, -1):
        if clause.shape[at] in _STOPS + "VITq":
            return False
        if clause.shape[at] in "MNU":
            return True
    return False


_LINK = re.compile(r"(?:[)g(,C]{0,5})?(?:,?[c&]|,)d?[ts]?")


def _joined_left(clause: Clause, index: int) -> list[int]:
    """Return the people at `index` with those joined to them before ("a man, two women and three children")."""
    group = [index]
    at = index
    while True:
        link = at - 1
        while link >= 0 and clause.shape[link] in "tsd,c&gC()kX":
            link -= 1
        if link < 0 or clause.shape[link] not in PEOPLE or at - link > 7:
            break
        between = clause.shape[link + 1 : at]
        if not between.strip("tsd") or not set(between) & set(",c&") or (link and clause.shape[link - 1] in "VI" and link - 1 in clause.taken):
            break
        if "&" in between and clause.shape[link] == "M":
            break
        group.insert(0, link)
        at = link
    return group


def _joined_right(clause: Clause, index: int) -> list[int]:
    """Return the people at `index` with those joined to them behind, up to one that has a predicate of its own."""
    group, at, shape = [index], index, clause.shape
    while True:
        link = at + 1
        while link < len(shape) and shape[link] in "tsdcg,&()":
            link += 1
        if link >= len(shape) or shape[link] not in PEOPLE or not set(shape[at + 1 : link]) & set("c,&"):
            break
        if _has_predicate(clause, link):
            break
        group.append(link)
        at = link
    return group


def _has_predicate(clause: Clause, index: int) -> bool:
    """Return whether the people at `index` are the subject or the bearer of a word behind them."""
    at = index + 1
    while at < len(clause.shape) and clause.shape[at] in "d":
        at += 1
    return at < len(clause.shape) and clause.shape[at] in "bhVIAvmq"


def _right_people(clause: Clause, start: int) -> list[int]:
    """Return the people who stand right behind `start`, as an object does."""
    at = start
    while at < len(clause.shape) and clause.shape[at] in 'dts"':
        at += 1
    if at < len(clause.shape) and clause.shape[at] in PEOPLE:
        return _joined_right(clause, at)
    return []


def _acceptable(clause: Clause, people: list[int], trigger: int) -> list[int]:
    """Return the people without names where the harm is one that befalls places and teams as well."""
    word = clause.pieces[trigger].outcome_word
    soft = word is not None and (word.outcome not in _HARD or word.lemma in ("hurt", "beat", "hit"))
    return [i for i in people if not (soft and clause.pieces[i].code == "S" and clause.pieces[i].name and not clause.pieces[i].word)]


_HARD = frozenset((Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED, Outcome.DETAINED))

# ------------------------------------------------------------------------------------------------------------------ rules


def _label(clause: Clause, index: int) -> bool:
    """"Deaths: 12", "Injured - 40"."""
    if re.match(r"[:-]N(?![VIA])", clause.shape[index + 1 : index + 4]) and (index == 0 or clause.shape[index - 1] in ".;,:)-?N"):
        return _add(clause, index, [index + 2], "label")
    return False


def _active(clause: Clause, index: int) -> bool:
    """"killed 63 people", "killing at least 12", "left 12 dead" is a state's."""
    word = clause.pieces[index].outcome_word
    left, group, words = _verb_group(clause, index)
    if word is None or (word.form == "participle" and "b" in group and word.form != "past"):
        return False
    if "b" in group and word.form != "ing":
        return False
    people = _right_people(clause, index + 1)
    shape = clause.shape
    if not people and index + 2 < len(shape) and shape[index + 1] == "c" and shape[index + 2] == "V":
        people = _right_people(clause, index + 3)
    if not people:
        return False
    if _unreal(clause, left, group, index):
        return True
    if word.form in ("past", "participle") and _has_predicate(clause, people[0]) and "h" not in group:
        return False
    if word.form == "base" and left >= 0 and shape[left] in "z~":
        return True
    return _add(clause, index, _acceptable(clause, people, index), "active")


def _passive(clause: Clause, index: int) -> bool:
    """"63 people were killed", "12 wounded", "the people who died"."""
    word = clause.pieces[index].outcome_word
    left, group, words = _verb_group(clause, index)
    if word is None or word.form in ("base", "third", "ing") and word.role == "V":
        return False
    if _unreal(clause, left, group, index):
        return True
    if left >= 0 and clause.shape[left] == "w":
        left -= 1
    people = _left_people(clause, left, words)
    return _add(clause, index, _acceptable(clause, people, index), "passive" if word.role == "V" else "happens")


def _happens(clause: Clause, index: int) -> bool:
    """"63 people died"."""
    left, group, words = _verb_group(clause, index)
    if _unreal(clause, left, group, index):
        return True
    if left >= 0 and clause.shape[left] == "w":
        left -= 1
    people = _left_people(clause, left, words)
    return _add(clause, index, _acceptable(clause, people, index), "happens")


def _state(clause: Clause, index: int) -> bool:
    """"12 dead", "left three people dead", "20,000 families homeless"."""
    left, group, words = _verb_group(clause, index)
    if _unreal(clause, left, group, index):
        return True
    if "b" not in group and (left < 0 or clause.shape[left] not in PEOPLE + ",cw"):
        return False
    if left >= 0 and clause.shape[left] == "w":
        left -= 1
    people = _left_people(clause, left, words)
    if not group.strip("d"):
        people = [i for i in people if clause.pieces[i].code != "S" or "v" in clause.shape[:i]]
    return _add(clause, index, people, "state")


def _of(clause: Clause, index: int) -> bool:
    """"the deaths of 63 people", "the murder of a judge"."""
    if clause.shape[index + 1 : index + 2] != "o" or (index and clause.shape[index - 1] in "~"):
        return False
    return _add(clause, index, _acceptable(clause, _right_people(clause, index + 2), index), "of")


def _possessive(clause: Clause, index: int) -> bool:
    """"Gray's death"."""
    word = clause.pieces[index].outcome_word
    if word and word.form == "singular" and index >= 2 and clause.shape[index - 2 : index] == "S'":
        return _add(clause, index, _acceptable(clause, [index - 2], index), "possessive")
    return False


_PATH = re.compile(r"""[xXpoCkjdtfuseb,WcqzvSG'()"hg-]*?(?P<to>(?:z|vp?|o|b|p|:|-)[td]*)(?P<n>[NMU])""")


def _toll(clause: Clause, index: int) -> bool:
    """"the death toll rose from 12 to 20", "a toll of 63", "deaths stood at 12"."""
    shape = clause.shape
    match = re.compile(r"(?:[:-]|o[td]*)(?=[NMU])").match(shape, index + 1) or _PATH.match(shape, index + 1, index + 26)
    if match is None:
        return False
    at = match.end() - 1 if "n" in match.groupdict() else match.end()
    again = re.compile(r"z[td]*(?=[NMU])").match(shape, at + 1)
    if again:
        at = again.end()
    if clause.text(at - 1) == "by":
        return False
    return _add(clause, index, [at], "toll")


def _noun_number(clause: Clause, index: int) -> bool:
    """"deaths rose to 12", "fatalities stood at 9"."""
    word = clause.pieces[index].outcome_word
    if word is None or word.form != "plural":
        return False
    match = re.compile(r"[xpoCdtf]{0,4}(?:b|v)[pzd]*(?=[N])").match(clause.shape, index + 1, index + 12)
    return bool(match) and _add(clause, index, [match.end()], "noun_number") if match else False


def _counted(clause: Clause, index: int) -> bool:
    """"184 deaths", "no casualties"."""
    return _add(clause, index, [index], "counted_noun")


def _people_noun(clause: Clause, index: int) -> bool:
    """"12 bodies", "40 hostages": the noun itself tells."""
    piece = clause.pieces[index]
    if piece.code == "S":
        return False
    return _add(clause, index, [index], "people_noun")


def _included(clause: Clause) -> None:
    """"63 dead, including 12 children and three women": those behind share what befell those before, as a part of them."""
    for index, code in enumerate(clause.shape):
        if code != "i":
            continue
        owner = None
        for finding in clause.found:
            piece = finding.piece
            if piece < index and clause.pieces[piece].code in "MNUD" and (owner is None or piece >= owner.piece) and "." not in clause.shape[piece:index]:
                owner = finding
        if owner is None:
            owner = next((replace(f) for f in clause.found if clause.pieces[f.piece].code in "MNUD" and f.piece < index), None)
        if owner is None:
            continue
        parts = _right_people(clause, index + 1)
        known = {f.piece: f for f in clause.found}
        for part in parts:
            if part in known:
                clause.found = [replace(f, whole=owner.piece) if f.piece == part and f.outcome == owner.outcome else f for f in clause.found]
            else:
                clause.found.append(replace(owner, piece=part, rule="included", whole=owner.piece))


def _merged(clause: Clause, findings: list[Finding]) -> list[Finding]:
    """Fold killed and injured of the same people by joined verbs ("killed or wounded 12") into casualties."""
    by_piece: dict[int, list[Finding]] = {}
    for finding in findings:
        by_piece.setdefault(finding.piece, []).append(finding)
    out: list[Finding] = []
    for group in by_piece.values():
        kinds = {f.outcome: f for f in group}
        killed, injured = kinds.get(Outcome.KILLED), kinds.get(Outcome.INJURED)
        if killed and injured:
            low, high = sorted((killed.trigger, injured.trigger))
            word = clause.pieces[injured.trigger].outcome_word
            joined = clause.shape[low + 1 : high] == "c" and high - low == 2
            if joined and word and word.lemma not in ("shoot", "stab", "beat") and clause.pieces[group[0].piece].code != "S":
                group = [replace(killed, outcome=Outcome.CASUALTIES, rule="joined")]
            elif word and word.lemma in ("shoot", "stab", "beat"):
                group = [f for f in group if f.outcome is not Outcome.INJURED]
        out += group
    return out


_RULES = {
    "V": (_label, _active, _passive),
    "I": (_label, _happens),
    "A": (_label, _state),
    "O": (_label, _of, _possessive, _noun_number),
    "T": (_toll,),
}
