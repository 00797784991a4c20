"""Harm that no single word tells: which rules there are (`moves`, `wounds`, `losses`, `plurals`), and which words call them."""

from __future__ import annotations

from functools import cache

from aggregator.core.vocab import read as read_vocabulary
from parsers.text import captives
from parsers.text.clause import Clause, asked
from parsers.text.losses import claimed, fell, no_survivors, survivors
from parsers.text.moves import moved, sent, sought, words
from parsers.text.plurals import plurals
from parsers.text.todeath import burned_alive
from parsers.text.wounds import hit, left_with, nursed, struck, suffered, treated, with_wounds


@cache
def _gate() -> frozenset[str]:
    """The words without one of which only a bare plural can tell anything here."""
    kinds = ("leaving", "forcing", "seeking", "hits", "treats", "suffers", "lived", "sending")
    return frozenset().union(*(words(kind) for kind in kinds)) | asked("claims") | {"left", "leaving", "fell"}


def told(clause: Clause) -> None:
    """Add what these rules find to the clause."""
    if "G" in clause.shape:
        plurals(clause)
    if not captives.fate("of").isdisjoint(clause.words):
        captives.fate_unknown(clause)
    if not captives.grab_words().isdisjoint(clause.has):
        captives.carried_off(clause)
    if not captives.holds().isdisjoint(clause.words):
        captives.holding(clause)
    if not captives.release("verbs").isdisjoint(clause.words):
        captives.freed(clause)
    if "alive" in clause.has:
        burned_alive(clause)
    if "with" in clause.words and not words("wounds").isdisjoint(clause.words):
        with_wounds(clause)
    if "survivors" in clause.words or "survivor" in clause.words:
        no_survivors(clause)
    if not _gate().isdisjoint(clause.words):
        for rule in (moved, sought, claimed, struck, nursed, fell, suffered, treated, hit, sent, left_with):
            rule(clause)


def openings() -> list[str]:
    """Return the words by which a sentence shows that one of these rules may speak: "to abandon", "families left"."""
    opening = read_vocabulary("en/movements")["openings"]
    left = [f"{who} {have}{verb}" for who in words("who") for have in ("", "have ", "had ") for verb in words("leaving")]
    moved = [*left, *(f"to {verb}" for verb in words("forced_to")), *(f"{verb} for" for verb in words("seeking"))]
    struck = [f"{what} {also}{hit}" for what in words("missiles") for also in ("", "also ") for hit in words("hits")]
    struck += [f"{verb} by {missile}" for verb in words("was_hit") for missile in words("missiles")]
    struck += [f"{verb} {how}" for how in ("when", "several times", "multiple times", "repeatedly") for verb in words("was_hit")]
    struck += [f"{verb} {on} the {limb}" for on in ("in", "on") for verb in words("was_hit") for limb in words("limbs")]
    wounds = [*words("wounds"), *(f"{how} {wound}" for how in opening["how"] for wound in words("wounds")), *opening["causes"]]
    wounded = [f"{verb} {a}{wound}" for verb in words("suffers") for a in ("", "a ") for wound in wounds]
    wounded += [*(f"{verb} with" for verb in words("lived")), *(f"with {wound}" for wound in wounds)]
    fallen = [f"{who} fell" for who in opening["fallen"]]
    return [*opening["words"], *moved, *struck, *wounded, *fallen, *survivors(), *taken_away(), *captives.openings()]


def taken_away() -> list[str]:
    """Return the words that tell where people are taken who are led away."""
    taking = read_vocabulary("en/movements")["taking"]
    return [*taking["into"], *(f"{verb} {where}" for verb in taking["verbs"] for where in taking["led"])]
