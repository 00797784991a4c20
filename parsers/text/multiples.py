"""Harm that its adjective counts: "a triple homicide", "a double-murder"."""

from __future__ import annotations

from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.lexicon import Word
from parsers.text.pieces import MULTIPLE, Piece
from parsers.text.quantities import Quantity


@cache
def multiples() -> dict[str, int]:
    """The words that count the victims of a noun behind them: a triple homicide."""
    found: dict[str, int] = read_vocabulary("en/numbers")["multiples"]
    return found


@cache
def _befallen() -> dict[tuple[str, ...], Outcome]:
    """The nouns of harm that are told as double or triple, in words."""
    data, lasting = read_vocabulary("en/outcomes"), (Outcome.KILLED, Outcome.INJURED)
    return {tuple(noun.split()): outcome for outcome in lasting for noun in data[outcome.value]["multiple"]}


def multiple(words: list[str], i: int) -> Piece | None:
    """Return "triple homicide" at `i` as counted harm, or None."""
    at = i + 1 + (words[i + 1 : i + 2] == ["-"])
    for end in (at + 2, at + 1):
        if (outcome := _befallen().get(tuple(words[at:end]))) and words[end : end + 1] != ["-"]:  # no "double murder-suicide"
            n = multiples()[words[i]]
            number = Quantity(start=i, end=i + 1, low=n, high=n, figure=i)
            return Piece("D", i, end, Word("D", outcome, "singular", lemma=MULTIPLE), number)
    return None
