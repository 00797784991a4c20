"""Who is meant by an article and words that are no noun of people: "another", "the other", "the custodian", "that man"."""

from __future__ import annotations

from functools import cache

from aggregator.core.vocab import read as read_vocabulary
from parsers.text.lexicon import lexicon
from parsers.text.pieces import Piece
from parsers.text.tokens import Line

_POINTING = frozenset(("that", "this"))  # "a shooting that happened"


def someone(line: Line, piece: Piece, parts: list[Piece], *, listed: bool = False) -> Piece:
    """Return what "another", "the other", "someone", "that man" stands for; whoever is `listed` among people is one of them."""
    first, last = parts[0], parts[-1]
    if line.words[first.start] == "another" and parts[1].code == "e":
        return piece.but(code="f")  # "and another touched down"
    if line.words[first.start : last.end] == ["the", "other"]:
        return piece.but(words=(first.start, last.end))  # "killing one and wounding the other"
    if _said_that(line, parts):
        return piece.but(start=parts[1].start, name=(parts[1].start, last.end), words=(parts[1].start, last.end))
    if line.words[last.start] in _nobody() or line.words[first.start] in _POINTING:
        return piece.but(code="f")
    return piece.but(words=(first.start, last.end), word=lexicon().singles["person"] if listed else piece.word)


def _said_that(line: Line, parts: list[Piece]) -> bool:
    """Return whether "that" before a name opens what was said: "a doctor confirmed that | Marlow | died"."""
    first = parts[0].start
    that = line.words[first] == "that" and all(part.code in "Ck" for part in parts[1:])
    return that and first > 0 and line.words[first - 1] in _telling()


@cache
def _telling() -> frozenset[str]:
    return frozenset((*read_vocabulary("en/attribution")["verbs"]["confirms"], "said", "says"))


@cache
def _nobody() -> frozenset[str]:
    """The words that are no person behind an article: everyday words, and limbs ("a wound to the chest")."""
    return frozenset(
        (*lexicon().common, *read_vocabulary("en/movements")["limbs"], *read_vocabulary("en/victims")["no_person"]["nouns"])
    )
