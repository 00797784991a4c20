"""A sentence while it is read: its pieces and their codes, what was found in it, and whether its verbs tell of what happened.

The shape of a sentence is the string of its pieces' codes (see `chunks`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from aggregator.core.model import Basis, Outcome
from aggregator.core.vocab import read
from parsers.text.befalls import HARD, OF_LIVES, befalls, figurative
from parsers.text.pieces import Piece, one
from parsers.text.quantities import SUBTRACTED

PEOPLE = "MNUS"


@cache
def asked(kind: str) -> frozenset[str]:
    """Return the words that one rule asks for (`en/grammar`, `sets`)."""
    return frozenset(read("en/grammar")["sets"][kind])


SINGULAR = frozenset(("was", "is", "has", "'s been", "gets", "becomes", "remains"))
PLURAL = frozenset(("were", "are", "have", "remain"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """People (an index into the pieces) and what befell them, by which rule; `whole` is the piece they are part of."""

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
    told: Outcome | None = None  # what the text told last
    just: Outcome | None = None  # the one thing that the sentence right before told
    taken: dict[int, list[int]] = field(default_factory=dict)
    acted: set[int] = field(default_factory=set)  # triggers that took an object
    has: frozenset[str] = frozenset()  # its words

    def __post_init__(self) -> None:
        self.shape = "".join([piece.code for piece in self.pieces])
        self.has = frozenset(self.words)

    def text(self, index: int) -> str:
        """Return the folded words of a piece."""
        piece = self.pieces[index]
        return " ".join(self.words[piece.start : piece.end])

    def first(self, index: int) -> str:
        """Return the first word of a piece, folded."""
        return self.words[self.pieces[index].start]

    def last(self, index: int) -> str:
        """Return the last word of a piece, folded."""
        return self.words[self.pieces[index].end - 1]

    def add(self, trigger: int, people: list[int], rule: str, *, basis: Basis | None = None, like: int | None = None) -> bool:
        """Record that these people met what the trigger tells; return whether there were any."""
        word = self.pieces[trigger].trigger
        if not people or word is None or word.outcome is None:
            return False
        if figurative(word.lemma, self.words, self.pieces[trigger].end):
            return False
        people = [i for i in people if not self._none_such(i)]
        outcome = self.told if word.lemma == "the victims" and self.told else word.outcome
        people = self._not_of_another_harm(people, outcome, rule)
        self.taken[trigger] = people
        if rule == "active":
            self.acted.add(trigger)
        whole = None
        for index in people:
            piece = self.pieces[index]
            if piece.code == "M" and self.shape[index + 1 : index + 3] == ",S" and not one(piece):
                whole = index  # "four children, Obada, Dina and Ahmed"
            if piece.quantity and SUBTRACTED in piece.quantity.flags and index + 1 == trigger and self.shape[trigger] == "V":
                continue  # "all but three of the 19 | trapped by the fire died": so many were not trapped
            if (
                befalls(outcome, word.lemma, piece)
                or self._their_own(index, word.lemma)
                or (rule == "passive" and (self._went_down(trigger, piece) or self._nth(piece)))
            ):
                part_of = whole if piece.name and whole is not None else None
                looks = self._like(index, people) if piece.code == "N" else None
                self.found.append(
                    Finding(
                        piece=index,
                        outcome=outcome,
                        rule=rule,
                        trigger=trigger,
                        whole=part_of,
                        basis=basis,
                        like=looks if like is None else like,
                    )
                )
        return True

    def _like(self, index: int, people: list[int]) -> int | None:
        """Return the people of whom a bare number is: "two and four | clerks", "three of four | sisters"; None for nobody."""
        looks = next((i for i in people if i > index and self.shape[i] == "M"), None)
        if looks is not None and not set(self.shape[index + 1 : looks]) - set(",c"):
            return looks
        return index + 2 if not one(self.pieces[index]) and self.shape[index + 1 : index + 3] == "oM" else None

    def _none_such(self, index: int) -> bool:
        """Return whether people are none after all: "41 | of the 60 seats", "every soldier who is killed"."""
        if self.shape[index] == "N" and _OF_THINGS.match(self.shape, index + 1):
            return True
        return self.words[self.pieces[index].start] in asked("one_of_all")

    def _not_of_another_harm(self, people: list[int], outcome: Outcome, rule: str) -> list[int]:
        """Return the people without those of a list whose noun tells other harm: "167 injured people and 900 displaced".

        Who is hurt may die and be seized; but "the bodies of 41 soldiers and 103 wounded" are of the first.
        """
        hard = outcome in HARD
        if len(people) < 2 or (hard and rule != "of"):
            return people
        told = [(piece.word.outcome if (piece := self.pieces[index]).word else None) for index in people]
        other = {Outcome.INJURED} if hard else {Outcome.INJURED, Outcome.KILLED, Outcome.CASUALTIES} - {outcome}
        rest = [index for index, harm in zip(people, told, strict=True) if harm not in other]
        return rest or people

    def _their_own(self, index: int, lemma: str) -> bool:
        """Return whether people lost are one's own, or some of those told: "three of our people", "30 of the 90 aboard"."""
        piece = self.pieces[index]
        if lemma in OF_LIVES and piece.code == "N":
            return _OF_THEM.match(self.shape, index + 1) is not None
        return lemma == "lose" and bool(piece.word) and piece.quantity is not None and _OWN.search(self.text(index)) is not None

    def _nth(self, piece: Piece) -> bool:
        """Return whether a piece is "a third", "another" or "the other": one more of those counted before, no team or feeling."""
        words = self.words[piece.start : piece.end]
        if piece.code == "S" and (words == ["another"] or (words == ["the", "other"] and bool(self.found))):
            return True
        alone = piece.code == "S" and piece.word is None and piece.name is None and piece.end - piece.start == 2
        return alone and self.words[piece.end - 1] in read("en/numbers")["ordinals"]

    def _went_down(self, trigger: int, piece: Piece) -> bool:
        """Return whether counted people of a ship "were lost"; "lost for words" and "for two days" they live."""
        word, who = self.pieces[trigger].trigger, piece.word
        if word is None or word.lemma != "lose" or who is None or piece.quantity is None:
            return False
        behind = self.text(trigger + 1) if trigger + 1 < len(self.pieces) else ""
        return who.lemma in read("en/victims")["of_ships"] and behind != "for"


_OF_THINGS = re.compile(r"o[tsa]?X")  # "captured 41 | of the 60 seats"
_OF_THEM = re.compile(r"o[ts]?M|o[ts]?Np")
_OWN = re.compile(r" of (?:our|their|its|his) (?!players|members|seats|games)")
_HAVE = frozenset(("have", "has", "had", "having"))
_BEEN = frozenset(("been", "being"))


class Group(NamedTuple):
    """The auxiliaries before a trigger: `left` is the piece before them."""

    left: int
    codes: str
    words: frozenset[str]

    @property
    def passive(self) -> bool:
        """Whether the group makes a passive: "are known to have killed" does not, "had to be" does."""
        return "b" in self.codes and not (self.words & _HAVE and not self.words & _BEEN and "z" not in self.codes)


def verb_group(clause: Clause, index: int) -> Group:
    """Return the verb group that ends in the trigger: "have reportedly been left"."""
    left, shape = index - 1, clause.shape
    while left >= 0 and (
        shape[left] in 'bhmdn"'
        or (shape[left] == "z" and shape[left + 1] in "bdh")
        or (shape[left] == "B" and left and shape[left - 1] in "bh")  # "was then shot"
        or (shape[left] == "v" and left and shape[left - 1] in "bd" and clause.text(left) in _LEFT)
        or (shape[left] in "ev" and left and shape[left - 1] in "bd" and shape[index] == "A" and index - left < 3)
        or (shape[left] == "q" and left and shape[left - 1] in "bd" and shape[left + 1] != ",")
        or (shape[left] == "r" and left and shape[left - 1] == "b" and clause.text(left).endswith(("self", "selves")))
    ):
        left -= 1
    words = frozenset(word for at in range(left + 1, index) for word in clause.text(at).split())
    return Group(left, shape[left + 1 : index], words)


_LEFT = frozenset(("left", "found", "made", "rendered", "seen", "dug out", "pulled out", "brought out", "washed up"))
_UNREAL = frozenset(("would", "could", "should"))  # with "have": what did not happen


def _ordinal(clause: Clause, index: int) -> bool:
    """Return whether a piece is a rank ("the 63rd soldier to die")."""
    quantity = clause.pieces[index].quantity
    return quantity is not None and "ordinal" in quantity.flags


def supposed(codes: str, words: frozenset[str]) -> bool:
    """Return whether a modal verb among these pieces says what may come to be: "could rise", not "may have risen"."""
    return "m" in codes and ("h" not in codes or bool(words & _UNREAL))


def _against_fact(clause: Clause, group: Group) -> bool:
    """Return whether the verb is in the condition itself: "If nine had died", not "If confirmed, the raid, which killed nine"."""
    condition = "had" in group.words and "," not in clause.shape[: max(0, group.left)]
    return condition and "m" in clause.shape[max(0, group.left) :]


def _defines(clause: Clause, group: Group) -> bool:
    """Return whether the verb says what a word means: "killings in which four or more people die"."""
    left, verb = group.left, group.left + len(group.codes) + 1
    if left < 1 or clause.shape[left - 1] != "W" or clause.shape[left] not in "MNU" or "or more" not in clause.text(left):
        return False
    return clause.shape[verb : verb + 1] == "J" or not group.words.isdisjoint(("is", "are"))


_ASKING = frozenset(("whether", "if"))


def _asked(clause: Clause, group: Group) -> bool:
    """Return whether what a verb tells is asked: "unclear whether any of the 40 were hurt", "not clear if three had died"."""
    end = group.left + 1
    if clause.shape[end + len(group.codes)] == "V" and not group.codes.strip("d"):
        return False  # "whether the 12 people | killed had been warned"
    at = clause.shape.rfind("W", 0, end)
    if at < 0 or set(clause.shape[at:end]) & set(".;:w") or any(clause.text(i) == "that" for i in range(at, end)):
        return False  # "whether a raid that killed two was"
    word = clause.text(at)
    return word == "whether" or (word == "if" and at > 0 and clause.words[clause.pieces[at].start - 1] in asked("unsure_if"))


_WOULD_HAVE = re.compile(r"m[dn]*h?[dn]*(?:b|x|v)?[tsad]*$")


def would_have(clause: Clause, end: int) -> bool:
    """Return whether the words before `end` say what did not happen: "there would have been | four deaths"."""
    match = _WOULD_HAVE.search(clause.shape, max(0, end - 8), end)
    return match is not None and clause.text(match.start()) in _UNREAL


_DONE_BY = re.compile(
    r"(?:(?<![m~nzp])(?P<by>v)[tsaj]*[jxCe]{0,3}[xfuXGr]{1,3}|(?<![mnz])b(?P<passive>v)|(?<![m~nz])(?P<on>v)p)z$"
)


def _went_on(clause: Clause, to: int) -> bool:
    """Return whether the words up to a "to" tell of what was done: "used an axe to", "were used to", "went on to"."""
    match = _DONE_BY.search(clause.shape, max(0, to - 9), to + 1)
    if match is None:
        return False
    verb = clause.text(match.start(match.lastgroup or 0))
    if match["on"]:
        return verb == "went" and clause.text(to - 1) == "on"
    return verb in asked("by_means") and (not match["passive"] or clause.text(match.start()) in ("was", "were"))


def unreal(clause: Clause, group: Group) -> bool:
    """Return whether the verb tells of what might, will or did not happen: a forecast, a threat, a denial."""
    if "presumed" in group.words and clause.shape[group.left] == ",":
        return True  # "searched for five fishermen, presumed drowned"
    quite = asked("not_quite")
    nearly = not quite.isdisjoint(clause.has) and clause.text(group.left + len(group.codes)) in quite
    if nearly or (not _ASKING.isdisjoint(clause.has) and _asked(clause, group)):
        return True
    if "n" in group.codes or supposed(group.codes, group.words) or _defines(clause, group):
        return True
    if clause.words[:1] in (["had"], ["if"]) and ("m" in group.codes or _against_fact(clause, group)):
        return True  # "Had the fuse worked, scores might have been killed", "If nine had died, there would be a trial"
    if (group.left > 0 and _ordinal(clause, group.left)) or (group.left > 1 and _ordinal(clause, group.left - 1)):
        return False
    at = group.left
    before = clause.shape[at] if at >= 0 else ""
    if before == "p" and clause.text(at) == "due to":
        return True  # "who had been due to be hanged"
    if before == "z" and _went_on(clause, at):
        return False
    if "z" in group.codes or before == "z":
        real = clause.shape[max(0, at - 2) : at]
        done = "h" in real + group.codes or clause.text(at - 1) in ("managed", "seems", "appears", "said")
        return at == 0 or "~" in real or not done
    return before in "n~" if before else False
