"""Words of the vocabulary that say what a noun for people is: a people, a pair, a body, a craft that is a surname as well."""

from __future__ import annotations

from functools import cache

from aggregator.core import gazetteer
from aggregator.core.vocab import read as read_vocabulary


@cache
def peoples() -> frozenset[str]:
    """The plurals of nationalities and peoples, in small letters."""
    return gazetteer.peoples() | frozenset(read_vocabulary("en/victims")["peoples"]["plurals"])


@cache
def of_number() -> frozenset[str]:
    """The nouns whose "of" number is their own: a family of five."""
    return frozenset(read_vocabulary("en/victims")["of_number"])


@cache
def bodies() -> frozenset[str]:
    """The nouns for one who is dead."""
    return frozenset(read_vocabulary("en/victims")["bodies"])


@cache
def pairs() -> frozenset[str]:
    """The plurals that are two where they are one person's: his parents."""
    return frozenset(read_vocabulary("en/victims")["pairs"]["nouns"])


@cache
def spouses() -> frozenset[str]:
    """Return the plurals of whom each of those before them has one."""
    return frozenset(read_vocabulary("en/victims")["pairs"]["spouses"])


@cache
def crafts() -> frozenset[str]:
    """The nouns of persons that are surnames as well."""
    return frozenset(read_vocabulary("en/victims")["no_person"]["surnames"])
