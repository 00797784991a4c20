"""Whether two phrases of one text can mean one person: "a teen" and "a boy of 14" can, "a man" and "his daughter" cannot.

They can where neither age, sex nor what they are contradicts. The words are in `vocab/en/persons.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from aggregator.core.model import Claim
from aggregator.core.vocab import read


@dataclass(frozen=True, slots=True)
class Person:
    """What a phrase tells of one person: sex, years of age at least and at most, and what they are (None: it does not say)."""

    sex: str | None
    young: int
    old: int
    role: str | None
    kin: bool

    def may_be(self, other: Person) -> bool:
        """Return whether both phrases can mean one person."""
        return not self.unlike(other) and (None in (self.role, other.role) or self.role == other.role)

    def unlike(self, other: Person) -> bool:
        """Return whether age or sex tell two persons apart, whatever they are called."""
        sexes = None not in (self.sex, other.sex) and self.sex != other.sex
        return sexes or max(self.young, other.young) > min(self.old, other.old)

    def and_so(self, other: Person) -> Person:
        """Return what both phrases together tell of the one person they mean."""
        young, old = max(self.young, other.young), min(self.old, other.old)
        return Person(self.sex or other.sex, young, old, self.role or other.role, self.kin if self.role else other.kin)


ANYBODY = Person(None, 0, 120, None, False)


def person(claim: Claim) -> Person:
    """Return what a claim of one person tells of them, with an age set behind their words ("Boy, 17, killed")."""
    words = (claim.victims.text or claim.quote).lower()
    return described(words, claim.behind)


def described(words: str, behind: str = "") -> Person:
    """Return what a phrase tells of a person; `behind` are the words that follow it in its sentence."""
    named = _table()
    young, old, sex, role, kin = 0, 120, None, None, False
    for word in re.findall(r"[a-z]+(?:-[a-z]+)*", words.split(",")[0]):
        forms = word, word.removesuffix("s")
        low, high = next((named.ages[form] for form in forms if form in named.ages), (0, 120))
        young, old = max(young, low), min(old, high)
        sex = "male" if named.male.intersection(forms) else "female" if named.female.intersection(forms) else sex
    if (age := _age(words)) is None and (set_behind := _BEHIND.match(behind)):
        age = int(set_behind[1])
    if age is not None:
        young = old = age
    if (head := _head(words)) and head not in named.anybody and not head.endswith("year-old"):
        role, kin = head, head in named.kin
    return Person(sex, young, old, role, kin)


@dataclass(frozen=True, slots=True)
class _Words:
    male: frozenset[str]
    female: frozenset[str]
    kin: frozenset[str]
    anybody: frozenset[str]
    ages: dict[str, tuple[int, int]]


@cache
def _table() -> _Words:
    data = read("en/persons")
    male, female, kin, anybody = (frozenset(data[name]["words"]) for name in ("male", "female", "kin", "anybody"))
    return _Words(male, female, kin, anybody, ages={word: (low, high) for word, (low, high) in data["ages"].items()})


_BEHIND = re.compile(r",? \(?(\d{1,2})(?:,|\)| was\b| is\b|$)")  # "Boy, 17, killed"
_UNIT = r"(?P<unit>year|month|week|day)s?[ -]old"
_DIGITS = re.compile(rf"(?<![\d.])(?P<n>\d{{1,3}})[ -]{{0,3}}{_UNIT}")
_SPELT = re.compile(rf"(?P<n>[a-z]+(?:-(?!year|month|week|day)[a-z]+)?)[ -]{_UNIT}")
_CUT = re.compile(r",| (?:of|at|in|from|who|with|on|for|near|whose|that|to|by)\b")


def _age(words: str) -> int | None:
    """Return the age in years that a phrase tells ("a 14-year-old boy", "a three-month-old")."""
    if match := _DIGITS.search(words):
        n = int(match["n"])
    elif match := _SPELT.search(words):
        spelt = read("en/numbers")
        parts = [{**spelt["units"], **spelt["tens"]}.get(part) for part in match["n"].split("-")]
        if None in parts:
            return None
        n = sum(part or 0 for part in parts)
    else:
        return None
    return {"year": n, "month": n // 12}.get(match["unit"], 0)


def _head(words: str) -> str:
    """Return the noun of a phrase: the last word before a comma or a preposition."""
    found = re.findall(r"[a-z]+(?:-[a-z]+)*", _CUT.split(words.removeprefix("that "), maxsplit=1)[0])
    return found[-1] if found else ""
