"""Whose wound was told before, and whom the text now tells to be carried off or to have suffered what the blow did."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from aggregator.core.model import Claim, Outcome
from aggregator.core.persons import ANYBODY, described, person
from aggregator.core.vocab import read as read_vocabulary
from parsers.text import belonging, moves, trie
from parsers.text.clause import Finding
from parsers.text.making import Sentence
from parsers.text.pieces import Piece

_AGAIN = frozenset(("suffered", "struck", "left_with"))  # a wound told closer of one who was told of before
_WARDS = frozenset(("hospitalise", "hospitalize"))
_ANYBODY = frozenset(
    ("children", "women", "family", "man", "men", "person", "victim", "male", "adult", "resident", "individual", "youth")
)


@cache
def negative(kind: str) -> trie.Finder:
    """Return the finder of the words that tell of a natural death, or that a sentence is no report (`en/negatives`)."""
    return trie.words(read_vocabulary("en/negatives")[kind])


def carried(folded: str, claims: Sequence[Claim], sentence: Sentence, finding: Finding) -> bool:
    """Return whether "the boy was taken to St Anne's hospital" is where one goes of whom the wound was told before."""
    piece, word = sentence.pieces[finding.piece], sentence.pieces[finding.trigger].trigger
    if sentence.line.words[piece.start] == "another" or "also" in sentence.line.words or _newcomer(claims, sentence, piece):
        return False
    if finding.outcome is Outcome.INJURED and piece.code == "S" and (finding.rule in _AGAIN or (word and word.lemma in _WARDS)):
        kin = piece.word is not None and piece.word.group == "family" and piece.word.lemma
        if piece.name and belonging.another_name(sentence.line.words[slice(*piece.name)], claims):
            return False  # "killing Ana Lund. Ivo Tarn suffered burns"
        related = (claim for claim in claims if not kin or kin in (claim.victims.text or "").lower())
        told = [claim for claim in related if claim.outcome in (Outcome.INJURED, Outcome.KILLED) and claim.high == 1]
        words = " ".join(sentence.line.words[slice(*piece.words)]) if piece.words and not piece.name else ""
        who = described(words) if words else ANYBODY
        told_of = [claim for claim in told if "named_person" not in claim.flags]  # where only names are told, any may be meant
        return any(who.may_be(person(claim)) for claim in told_of) or (bool(told) and not told_of)
    if word is None or word.lemma != "taken to hospital":
        return False
    dead, own = (negative(kind).search(folded, *sentence.span) for kind in ("remains", "own_body"))
    behind = sentence.line.words[sentence.pieces[finding.trigger].end :]
    with_wounds = "with" in behind and not moves.words("wounds").isdisjoint(behind)  # "with burns to her upper body"
    if dead and not with_wounds and not (own and own.start() <= dead.start() < own.end()):
        return True
    if piece.name is not None:
        last = sentence.line.words[piece.name[1] - 1]
        if any(c.outcome is Outcome.KILLED and c.high == 1 and c.quote.lower().endswith(last) for c in claims):
            return True
    again = piece.code == "S" and (piece.name is not None or sentence.line.words[piece.start] in ("the", "that"))
    return again and any(claim.outcome is Outcome.INJURED and claim.high == 1 for claim in claims)


def _newcomer(claims: Sequence[Claim], sentence: Sentence, piece: Piece) -> bool:
    """Return whether "a firefighter" is nobody told of so far, as a mere "boy" may be: what he is was said of none."""
    if sentence.line.words[piece.start] not in ("a", "an") or piece.word is None:
        return False
    told = " ".join(claim.victims.text or claim.quote for claim in claims).lower()
    return piece.word.group not in _ANYBODY and piece.word.lemma not in _ANYBODY and piece.word.lemma not in told
