"""A document as its page shows it: the sentences that carry claims, their quotes marked; between them text, or a gap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a document: a sentence with claims, its `pieces` as (text, is a quote), or plain text. `gap`: cut before."""

    claims: tuple[Any, ...] = ()
    pieces: tuple[tuple[str, bool], ...] = ()
    text: str = ""
    gap: bool = False


def parts_of(claims: Sequence[Any], text: str | None) -> list[Part]:
    """Return the document in parts: all of it when its text is given, else only the sentences that carry claims."""
    sentences: dict[tuple[int, str], list[Any]] = {}
    for claim in claims:
        sentences.setdefault((claim.sentence_start, claim.sentence), []).append(claim)
    parts: list[Part] = []
    at = 0
    for (start, sentence), within in sorted(sentences.items(), key=lambda item: (item[0][0], -len(item[0][1]))):
        if start < at:
            start, sentence = at, sentence[at - start :]
        between = "" if text is None else text[at:start]
        if between:
            parts.append(Part(text=between))
        parts.append(Part(claims=tuple(within), pieces=marked(sentence, start, within), gap=text is None and start > at))
        at = max(at, start + len(sentence))
    if text is not None and at < len(text):
        parts.append(Part(text=text[at:]))
    return parts


def marked(sentence: str, start: int, claims: Iterable[Any]) -> tuple[tuple[str, bool], ...]:
    """Return the sentence cut where a quote begins or ends."""
    quoted = [False] * len(sentence)
    for claim in claims:
        for place in range(max(claim.start - start, 0), min(claim.end - start, len(sentence))):
            quoted[place] = True
    pieces: list[tuple[str, bool]] = []
    begin = 0
    for place in range(1, len(sentence) + 1):
        if place == len(sentence) or quoted[place] != quoted[begin]:
            pieces.append((sentence[begin:place], quoted[begin]))
            begin = place
    return tuple(pieces)
