"""Whom "he", "she", "they" or "himself" may mean among the people of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from aggregator.core.vocab import read as read_vocabulary
from parsers.text.pieces import Piece, behind_dateline


def acts(pieces: list[Piece], at: int) -> bool:
    """Return whether people stand in no phrase, and a bare name before a verb, so that they may be who acts."""
    bare = pieces[at].name is not None and pieces[at].word is None
    behind = "".join([piece.code for piece in pieces[at + 1 : at + 3]]).lstrip("d,")
    return (at == 0 or pieces[at - 1].code not in "poyz&i") and (not bare or behind[:1] in tuple("VKIvehbw"))


def meant(first: Piece, again: Piece, pronoun: str) -> bool:
    """Return whether "he", "themselves" or "the pupils" can mean those of an earlier sentence."""
    if again.code == "G":
        return first.code == "M" and None is not first.word and None is not again.word and first.word.lemma == again.word.lemma
    return first.code == "M" if pronoun in ("they", "themselves") else singled_out([first], pronoun) is not None


@cache
def _sex(kind: str) -> frozenset[str]:
    """Return the nouns for men or women (`en/persons`)."""
    return frozenset(read_vocabulary("en/persons")[kind]["words"])


def of_other_sex(piece: Piece, pronoun: str) -> bool:
    """Return whether "him" or "her" cannot mean these people, by their noun: "a woman" is no "him"."""
    other = {"him": "female", "her": "male"}.get(pronoun)
    return other is not None and piece.word is not None and piece.word.lemma in _sex(other)


_SPEAKS = re.compile(r"(?:[Sdhx]|[op][tsaj]*[jxCefuSG]{1,3}|,(?:[^,.;:VIKEYAq]{1,8},)?)*q")  # "the head | of the mine said"


def unpeopled(pieces: Sequence[Piece]) -> bool:
    """Return whether a sentence tells of nobody, so that a pronoun behind it means who came before: "The street was closed"."""
    return all(p.code not in "SMGUNr" or (p.quantity is not None and p.quantity.high == 0) for p in pieces)


def singled_out(pieces: list[Piece], pronoun: str, *, quiet: bool = False, words: Sequence[str] = ()) -> Piece | None:
    """Return the first single person among the pieces whom the pronoun fits; a name behind a preposition is a place's.

    `quiet`: nobody who speaks there: "Sheriff Marsh said the man shot himself. He died". `words` are those of the sentence: where
    it opens with the same pronoun, nobody in a phrase of it is meant.
    """
    bodies = read_vocabulary("en/victims")["bodies"]
    other, before = _sex("male" if pronoun in ("she", "her", "herself") else "female"), ""
    if len(pieces) > 1 and pieces[0].name and pieces[0].word is None and pieces[1].code in "(=-":
        pieces = pieces[1:]  # a dateline
    pieces = pieces[behind_dateline(pieces) :]
    codes = "".join([piece.code for piece in pieces]) if quiet else ""
    he = bool(words) and pieces[:1] != [] and pieces[0].code == "r" and words[pieces[0].start] == pronoun
    for at, piece in enumerate(pieces):
        speaks = "q" in codes and _SPEAKS.match(codes, at + 1) is not None
        one = piece.code == "S" or (piece.code == "M" and piece.quantity is not None and piece.quantity.high == 1)
        bare = piece.name is not None and piece.word is None
        kind = "".join([p.code for p in pieces[at + 1 : at + 2]]) in tuple("GMXfu")  # "Arlo police"
        place = bare and (kind or before[-1:] in ("p", "o", "z") or before == "S,")  # "in Arlo, Dunmar"
        agent = before[-1:] == "y" or (
            he and (bare or before[-1:] in ("p", "o"))
        )  # "by one robber", "He had the car from a cousin"
        told = before == "rb"  # "she was a normal girl"
        told = told or (piece.word is not None and piece.word.lemma in bodies)  # "the body of a man": not the body
        if one and not place and not agent and not speaks and not told and not (piece.word and piece.word.lemma in other):
            return piece
        before = (before + piece.code)[-2:]
    return None
