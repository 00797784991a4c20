"""Wounds that no single word tells: "Stray bullets hit two girls", "suffered bumps and bruises", "treated for burns".

The words are `aggregator/vocab/en/movements.toml`'s.
"""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.clause import Clause, unreal, verb_group
from parsers.text.moves import find, words
from parsers.text.seek import subject

_STRUCK = re.compile(r"v[td]*(?:[xfu]o)?([MSU])")  # "grazed a boy", "grazed the arm of a boy"


def struck(clause: Clause) -> None:
    """ "Stray bullets hit two girls", "a lorry struck a cyclist": what hit them tells a wound from a tax."""
    for match in _STRUCK.finditer(clause.shape):
        at, piece = match.start(), clause.pieces[match.start(1)]
        of = match.start(1) - 1
        if clause.shape[of] == "o" and clause.text(of - 1) not in words("limbs"):
            continue
        if (
            clause.text(at) not in words("hits")
            or piece.word is None
            or clause.shape[match.end() : match.end() + 1] in ("x", "f", "u")  # "struck a passenger | train"
            or piece.word.outcome is Outcome.KILLED
            or piece.word.unit != "person"
        ):
            continue
        left = clause.words[max(0, clause.pieces[at].start - 12) : clause.pieces[at].start]
        told = any(f.piece == match.start(1) for f in clause.found)
        of_it = clause.shape[match.end() : match.end() + 2] in ("ef", "ex") and clause.text(match.end()).endswith("ing")
        if of_it:
            continue  # "hit a migrant holding centre"
        shots = clause.text(at) == "hitting" and not words("gunfire").isdisjoint(left)  # "opened fire, | hitting four pupils"
        if told or not (shots or set(left) & words("missiles")) or unreal(clause, verb_group(clause, at)):
            continue
        find(clause, match.start(1), Outcome.INJURED, at, "struck")


_NURSED = re.compile(r"[vxeqVIz]d?[tsd]*([MN])p[jxCedHf-]{0,3}O")


def nursed(clause: Clause) -> None:
    """ "admitted 28 patients with shrapnel wounds"."""
    for match in _NURSED.finditer(clause.shape):
        wound = clause.pieces[match.end() - 1].trigger
        if wound is None or wound.outcome is not Outcome.INJURED or clause.text(match.start(1) + 1) not in ("with", "for"):
            continue
        if clause.last(match.start()) in words("treats") and not any(f.piece == match.start(1) for f in clause.found):
            find(clause, match.start(1), Outcome.INJURED, match.start(), "nursed")


_WITH_WOUNDS = re.compile(r"([MN])(?:b[vxe](?:p[tsa]?[jxfu]{1,3})?)?p(?=[jxVeO])")


def with_wounds(clause: Clause) -> None:
    """ "11 persons with cuts and bruises were taken to a clinic"."""
    for match in _WITH_WOUNDS.finditer(clause.shape):
        at, end = match.start(1), clause.pieces[match.end() - 1].end
        if clause.text(match.end() - 1) != "with" or any(f.piece == at for f in clause.found):
            continue
        if not words("wounds").isdisjoint(clause.words[end : end + 2]):
            find(clause, at, Outcome.INJURED, match.end() - 1, "bearing")


def suffered(clause: Clause) -> None:
    """ "Three passengers suffered bumps and bruises"."""
    for at, piece in enumerate(clause.pieces):
        if piece.code not in "vxeb" or not _got(clause, at):
            continue
        if not words("wounds").isdisjoint(clause.words[piece.end : piece.end + 6]):
            rule = "suffered" if clause.text(at) in words("suffers") else "survived"
            _hurt(clause, at, rule, Outcome.KILLED if fatal(clause.words[piece.end : piece.end + 3]) else Outcome.INJURED)


def fatal(near: list[str]) -> bool:
    """Return whether these words say that a wound kills: "fatal", not "non-fatal"."""
    return not words("deadly").isdisjoint(near) and "non" not in near


def _got(clause: Clause, at: int) -> bool:
    """Return whether a verb says that its subject got a wound: "sustained", "survived with", "escaped with"."""
    end = clause.pieces[at].end
    return clause.text(at) in words("suffers") or (clause.text(at) in words("lived") and "with" in clause.words[end : end + 4])


def treated(clause: Clause) -> None:
    """ "was treated for cuts and bruises"."""
    for at, piece in enumerate(clause.pieces):
        if piece.code != "e" or at == 0 or clause.shape[at - 1] not in "bdc," or clause.text(at) != "treated":
            continue
        behind = clause.words[piece.end : piece.end + 10]
        what = behind[behind.index("for") :] if behind[:1] in (["for"], ["by"], ["at"], ["in"]) and "for" in behind else []
        if not words("wounds").isdisjoint(what[:6]):
            _hurt(clause, at, "suffered")
        elif clause.text(at - 1) == "being" and _told_of_harm(clause):
            _hurt(clause, at, "treated")  # "Twelve died. Another 66 are being treated"
        elif behind[:2] == ["and", "released"] and _told_of_harm(clause) and clause.text(at - 1) != "was":
            _hurt(clause, at, "treated")  # "A fire killed two. Seven others were treated and released"
        elif behind[:1] in ([], [","], ["."], [";"], ["and"]) and any(f.outcome is Outcome.KILLED for f in clause.found):
            _hurt(clause, at, "suffered")  # "41 people have died and 60 are being treated"
    for at, piece in (
        enumerate(clause.pieces) if "admitted" in clause.words and not words("wards").isdisjoint(clause.words) else ()
    ):
        ends = clause.shape[at + 1 : at + 2] in ("", ".", ",", ";", "c")
        if piece.code == "e" and at and clause.shape[at - 1] in "bd" and ends and clause.text(at) == "admitted":
            _hurt(clause, at, "suffered")  # "Hospital sources said that 64 had been admitted"


def _told_of_harm(clause: Clause) -> bool:
    """Return whether the clause, or the text before it, tells of harm by which people may come to be treated."""
    hurt = (Outcome.KILLED, Outcome.INJURED)
    return clause.told in hurt or any(f.outcome in hurt for f in clause.found)


def hit(clause: Clause) -> None:
    """ "was hit in the leg", "were struck by a lorry"."""
    for at, piece in enumerate(clause.pieces):
        if piece.code != "v" or clause.text(at) not in words("was_hit") or at == 0 or clause.shape[at - 1] not in "bdc,":
            continue
        behind = clause.words[piece.end : piece.end + 6]
        limb = behind[:1] in (["in"], ["on"]) and not words("limbs").isdisjoint(behind)
        often = not words("often").isdisjoint(behind[:2]) and not words("wards").isdisjoint(clause.words)
        shots = not words("gunfire").isdisjoint(clause.words[piece.end : piece.end + 16])
        if limb or often or shots or (behind[:1] == ["by"] and not words("missiles").isdisjoint(behind)):
            _hurt(clause, at, "struck")


def _hurt(clause: Clause, at: int, rule: str, outcome: Outcome = Outcome.INJURED) -> None:
    """Record that the subject of the verb at `at` was wounded, or fatally so, unless the words already tell it of them."""
    group = verb_group(clause, at)
    if unreal(clause, group):
        return
    for index in subject(clause, at, group):
        piece = clause.pieces[index]
        told = any(f.piece == index for f in clause.found)
        he = piece.code == "r" and rule == "struck"
        one = piece.code == "S" and (piece.word or piece.name or clause.words[piece.end - 1] in ordinals())
        if not told and (piece.code in "MNU" or he or one):
            find(clause, index, outcome, at, rule)


@cache
def ordinals() -> frozenset[str]:
    """Return the words for the first, the second and so on: "a third was hit in the foot"."""
    return frozenset((*read_vocabulary("en/numbers")["ordinals"], "another"))


_LEFT = re.compile(r"[vxqe][td]*([MNS])[jd]?p")
_HARMED = frozenset(("victim", "gunshot victim", "casualty"))


def left_with(clause: Clause) -> None:
    """ "left a driver with burns to his hands", "treated 37 gunshot victims"."""
    for match in _LEFT.finditer(clause.shape):
        at, piece = match.start(1), clause.pieces[match.start(1)]
        verb = clause.text(match.start())
        behind = clause.words[clause.pieces[match.end() - 1].start :][:5]
        burned = verb in ("left", "leaving") and behind[:1] == ["with"] and not words("wounds").isdisjoint(behind)
        nursed = verb in words("treats") and piece.word is not None and piece.word.lemma in _HARMED and piece.code == "M"
        if (burned and (piece.code != "S" or piece.word)) or nursed:
            find(clause, at, Outcome.INJURED, match.start(), "left_with")
