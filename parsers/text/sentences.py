"""Where sentences start and end, in prose, hard-wrapped wire copy, headlines, bullets and lines without end."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from aggregator.core.vocab import read

Span = tuple[int, int]

LONGEST = 1200  # characters; a 50 MB line must not become one sentence

# Where a sentence may end: a line's end, a stop with what closes over it.
# It opens with one set of characters, which `re` looks for many times quicker than for one of two alternatives.
_MARK = re.compile("[\n.!?\u2026\u3002\u061f](?:(?<!\n)[.!?\u2026\u3002\u061f]*[\"'\u201d\u2019\u00bb)\\]]*(?=(\\s|$)?))?")
_NEXT = re.compile(r"\s*(\S?)")

_OPENING = re.compile(r"\s*[\"'\u201c\u2018(]*(\w+)")
_WRAP_AT = (45, 132)  # between these lengths a line may have been broken by a machine


@cache
def _words(kind: str) -> frozenset[str]:
    """Return the abbreviations of a kind, or the words that open sentences, from the vocabulary."""
    return frozenset(read("en/sentences")[kind])


@cache
def _shortened() -> frozenset[str]:
    """Return the words that a stop shortens."""
    return _words("titles") | _words("short")


def _wrapped(text: str) -> bool:
    """Return whether single line breaks were set by a machine at a fixed width, so that a line's end says nothing."""
    lines = text[:20_000].split("\n")
    pairs = [(a, b) for a, b in pairwise(lines) if a.strip() and b.strip()]
    if not pairs:
        return False
    width = max(len(line) for line in lines)
    if not _WRAP_AT[0] <= width <= _WRAP_AT[1]:
        return False
    full = sum(len(a) + 1 + len(b.split(None, 1)[0]) > width - 12 for a, b in pairs)
    return 2 * full > len(pairs)


def _word_before(text: str, start: int, stop: int) -> str:
    """Return the word that ends at `stop`, without an opening bracket or quote."""
    words = text[max(start, stop - 24) : stop].rsplit(None, 1)
    return words[-1].lstrip("([\"'\u201c\u2018") if words and not text[stop - 1].isspace() else ""


def _abbreviated(word: str) -> bool:
    """Return whether a stop behind this word marks an abbreviation or an initial that rarely ends a sentence."""
    if len(word) == 1:
        return word.isalpha() and word not in "Ii"
    return word.lower() in _shortened() or (word[1:2] == "." and word[0].isalpha())


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    """Return whether this stop ends a sentence: what follows may not be lower case, what precedes no abbreviation.

    Without a space behind it, it does where two small letters precede it and a capital follows ("the rain.IMPACT").
    """
    if match[1] is None:
        at = match.start()
        return (
            match[0] == "."
            and text[max(0, at - 2) : at].islower()
            and text[at + 1 : at + 2].isupper()
            and text[at + 2 : at + 3].isalpha()
        )
    after = text[match.end() + 1 : match.end() + 2]
    if not after or after.isspace():
        following = _NEXT.match(text, match.end(), match.end() + 40)
        after = following[1] if following else ""
    if after.islower() or after in ",;)":
        return after == ""
    stop = match.start()
    if text[stop] != "." or text[stop : stop + 2] == "..":
        return True
    word = _word_before(text, start, stop)
    if not _abbreviated(word):
        return True
    low = word.lower()
    if low in _words("titles") or len(low) == 1 or low in ("no", "nos"):
        return False
    return after.isupper() and low in _words("closing") and _opens(text, match.end())


def _opens(text: str, at: int) -> bool:
    """Return whether the next word is one that opens sentences, rather than part of a name."""
    found = _OPENING.match(text, at, at + 60)
    return found is not None and found.group(1).lower() in _words("openers")


def _cap(text: str, start: int, end: int) -> list[Span]:
    """Cut an over-long window at its last break of any kind before the cap, not inside a word if that can be helped."""
    spans = []
    while end - start > LONGEST:
        cut = -1
        for mark in ("\n", "; ", "  ", ", ", " "):
            cut = text.rfind(mark, start + LONGEST // 2, start + LONGEST)
            if cut > 0:
                cut += len(mark)
                break
        if cut <= 0:
            cut = start + LONGEST
        spans.append((start, cut))
        start = cut
    spans.append((start, end))
    return spans


def _trim(text: str, start: int, end: int) -> Span:
    """Return the span without the white space at its ends."""
    piece = text[start:end]
    left = end - len(piece.lstrip())
    return left, max(left, start + len(piece.rstrip()))


def split(text: str) -> tuple[Span, ...]:
    """Return the sentences of `text` as (start, end) offsets, in order, without white space at their ends and never over LONGEST.

    Paragraphs always end a sentence. A single line break does too, unless the text was hard-wrapped by a machine; a sentence that
    ends in a stop within a line ends there. Abbreviations, initials and decimal points do not end one.
    """
    wrapped = _wrapped(text)
    cuts: list[Span] = []
    start = 0
    for mark in _MARK.finditer(text):
        at = mark.end()
        if mark[0] == "\n":
            if wrapped and _goes_on(text, at):
                continue
        elif not _ends_sentence(text, start, mark):
            continue
        cuts.append((start, at))
        start = at
    cuts.append((start, len(text)))
    found: list[Span] = []
    for cut in cuts:
        a, b = _trim(text, *cut)
        if b - a <= LONGEST:
            found.append((a, b))
        else:
            found += [_trim(text, *piece) for piece in _cap(text, a, b)]
    return tuple([span for span in found if span[0] < span[1]])


def _goes_on(text: str, at: int) -> bool:
    """Return whether a hard-wrapped sentence goes on in the line that starts at `at`."""
    rest = _NEXT.match(text, at, at + 80)
    gap = text[at : rest.start(1)] if rest else ""
    return "\n" not in gap and len(gap) < 8 and not _bullet(text, at + len(gap))


def _bullet(text: str, at: int) -> bool:
    """Return whether a list item starts at `at`."""
    return text[at : at + 2] in ("- ", "* ", "\u2022 ") or text[at : at + 1] in "\u2022\u25cf\u25aa"
