"""Nouns with a slash between them: "nine OBG/bandits", "four drivers/loaders", "a driver/conductor" are one noun each."""

from __future__ import annotations

import re

from aggregator.core.model import Status
from parsers.text.pieces import Piece

_EITHER = re.compile(
    r"P\?(?P<unknown>[xj])(?![jxCePH])|(?:P|(?<=[QatjxCe])[Cx]|(?<![\s\S])[Cx])\?P|H\?H|"
    r"[Cx]\?[Cx](?=[xCj]{0,2}[PH])|(?<=[px])[Cj]\?C(?![C'])"
)


def either(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read two nouns about a slash as one that means both; what either says of who fights stands where they agree."""
    if "/" not in words:
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_EITHER.finditer(codes))):
        first, slash, last = pieces[match.start() : match.end()]
        if words[slash.start] != "/" or any(word.isdigit() for word in (words[first.start], words[last.start])):
            continue
        if match["unknown"] == "x" and not words[last.start].endswith("s"):
            continue  # "two workers/union talks"
        if match["unknown"]:
            last = first.but(end=last.end)  # "four drivers/loaders", "three officers/military"
        word = last.word
        if last.code == "C" and codes[match.end() : match.end() + 1] not in tuple("xCjPH"):
            last = last.but(code="x")  # "clerks working for ZKO/IFXO were kidnapped": no person
        if word and first.word and word.outcome is None and first.word.status is not word.status:
            word = word._replace(status=Status.UNKNOWN, group="people")
        pieces[match.start() : match.end()] = [last.but(start=first.start, word=word)]
    return pieces
