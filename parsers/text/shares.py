"""A share of a whole: "half of the 200 passengers died" counts no 200 dead. The words are `vocab/en/shares.toml`'s."""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.vocab import read
from parsers.text import trie
from parsers.text.clause import Finding
from parsers.text.making import Sentence

REACH = 70  # characters between a share and the number of its whole
DYING = frozenset("IEJY")  # verbs that take no object: "half of the 60 died" tells of the half


def told(folded: str, sentence: Sentence, finding: Finding) -> bool:
    """Return whether a finding counts a whole of which only a share was harmed, or the number within the share itself.

    Harm told right behind the number is the whole's own: "half of the 60 dead are women".
    """
    words, pattern, number = _patterns()
    first, last = sentence.span
    if not words.may_find(folded, first, last) and not any(folded.find(mark, first, last) >= 0 for mark in ("%", "all but ")):
        return False
    piece, trigger = sentence.pieces[finding.piece], sentence.pieces[finding.trigger]
    starts, ends = sentence.line.starts, sentence.line.ends
    if piece.quantity is None:
        return False
    figure = piece.quantity.figure
    if any(m.start() <= starts[figure] < m.end() for m in number.finditer(folded, max(first, starts[figure] - 12), last)):
        return True
    if (trigger.start == piece.end and trigger.code not in DYING) or piece.start <= trigger.start < piece.end:
        return False
    return pattern.search(folded, max(first, starts[piece.start] - REACH), ends[figure]) is not None


@cache
def _patterns() -> tuple[trie.Finder, re.Pattern[str], re.Pattern[str]]:
    """Return the finder of shares, what leads from one to a number, and a number that is itself a share ("two thirds of")."""
    data = read("en/shares")
    share, between = trie.pattern(data["words"]), trie.pattern(data["between"])
    possessor = r"(?:[\w-]+ ){0,3}[\w-]+'s? "
    led = (
        rf"(?<![a-z])(?:(?:{share}|all but [\w-]+) of (?:{between} )*(?:{possessor})?(?:{between} )*|half (?:the|its|their) )\S+$"
    )
    ones = r"\bone[ -](?:third|quarter|fifth|sixth|eighth|tenth|half)\b"
    number = rf"\b\w+[ -](?:thirds|quarters|fifths|sixths|eighths|tenths)\b|{ones}|\b(?:one|two|three|four|nine|\d) in \w+ of "
    return trie.words(word for word in data["words"] if word[0].isalpha()), re.compile(led), re.compile(number)
