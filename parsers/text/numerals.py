"""One number of a text: in digits, in words, or a vague word.

Nothing is guessed: "1.200" and "12,34" are read as ambiguous, and so is a digit run that is too long for a head count or cut by
an invisible character.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from parsers.text.clean import JOIN, THIN
from parsers.text.quantities import COUNT, ORDINAL, OTHER, tables
from parsers.text.tokens import Line

MOST = 9_999_999_999  # more people than there are
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})*,\d{3}")
_DECIMAL = re.compile(r"(\d+)\.(\d+)")


class Numeral(NamedTuple):
    """One number as read: its value (None: vague or ambiguous), the token after it, the vague entry, flags."""

    value: int | None
    end: int
    vague: str | None = None
    flags: tuple[str, ...] = ()
    kind: str = COUNT
    scaled: bool = False


def in_digits(line: Line, i: int) -> Numeral:
    """Read a number written in digits at token `i`, with its scale word or suffix."""
    words, known = line.words, tables()
    word, j, flags = words[i], i + 1, ()
    kind = COUNT
    number: float | None
    if word.isdecimal():
        number = int(word) if len(word) <= 12 else None
        while j + 1 < len(words) and words[j] == JOIN and line.glued(j) and line.glued(j + 1) and words[j + 1][0] in "0123456789":
            number, j = None, j + 2
        if number is not None and len(word) <= 3:
            grouped, j = _spaced(line, i, j)
            number = grouped if grouped is not None else number
    elif _GROUPED.fullmatch(word) and len(word) <= 16:
        number = int(word.replace(",", ""))
    elif (found := _DECIMAL.fullmatch(word)) and len(word) <= 12:
        number = float(word)
        if len(found.group(2)) == 3 and len(found.group(1)) <= 3 and not found.group(1).startswith("0"):
            number = None
        elif not (j < len(words) and (words[j] in known.scales or (words[j] in known.suffixes and line.glued(j)))):
            return Numeral(None, j, kind=OTHER)
    else:
        number = None
    if j < len(words) and line.glued(j) and words[j][0].isdigit():
        number, j = None, j + 1  # a superscript: a footnote or a power
    scaled = False
    while j < len(words) and number is not None and not (words[j] == "score" or (words[j] == "m" and not line.glued(j))):
        scale = known.scales.get(words[j]) or (known.suffixes.get(words[j]) if line.glued(j) else None)
        if scale is None:
            break
        number, j, scaled = number * scale, j + 1, True
    if j < len(words) and words[j] in ("st", "nd", "rd", "th", "d") and line.glued(j):
        return Numeral(round(number) if number else None, j + 1, kind=ORDINAL)
    if number is None or number > MOST or abs(number - round(number)) > 1e-6:
        return Numeral(None, j, flags=("ambiguous_number",), kind=kind)
    return Numeral(round(number), j, flags=flags, kind=kind, scaled=scaled)


def _spaced(line: Line, i: int, j: int) -> tuple[int | None, int]:
    """Read "63 000" (a plain, thin or no-break space between groups of three digits); a month before it makes it a date."""
    words, text, number, groups = line.words, line.text, words_value(line.words[i]), 0
    while j < len(words) and len(words[j]) == 3 and words[j].isdecimal() and line.starts[j] == line.ends[j - 1] + 1:
        gap = text[line.ends[j - 1]]
        if gap not in (" ", THIN, "\u2009", "\u202f", "\u2007", "\u00a0") or groups == 3:
            break
        if gap == " " and (groups == 0 and ((i and words[i - 1] in tables().months) or (words[j] != "000" and words[i] == "0"))):
            break
        number, j, groups = number * 1000 + int(words[j]), j + 1, groups + 1
    return (number, j) if groups else (None, j)


def words_value(word: str) -> int:
    """Return the value of a plain digit token."""
    return int(word)


def in_words(line: Line, i: int) -> Numeral | None:
    """Read a number in words at token `i`: sixty-three, a hundred and four, half a million, two dozen, dozens."""
    words, known = line.words, tables()
    vague = _vague(line, i)
    if vague:
        return vague
    if words[i] == "both":
        return None if i + 1 < len(words) and (line.capital(i + 1) or words[i + 1] == "the") else Numeral(2, i + 1)
    n, j, total, current, seen = len(words), i, 0, 0.0, False
    if words[i] in ("a", "half"):
        current, j = _one_or_half(words, i)
        if j >= n or words[j] not in known.scales or (words[j] == "score" and not (j + 1 < n and words[j + 1] == "of")):
            return None
    last = 1_000_000_000_000.0
    while j < n:
        word = words[j]
        if word in known.values:
            value = known.values[word]
            if (seen and value >= last) or (seen and last < 20):
                break
            current, last, seen, j = current + value, value, True, j + 1
        elif word in known.scales and not (word == "score" and not seen and current == 0):
            scale = known.scales[word]
            current = (current or 1) * scale
            if scale >= 1000:
                total, current = total + round(current), 0.0
            last, seen, j = scale, True, j + 1
        elif word == "and" and seen and last >= 100 and j + 1 < n and known.values.get(words[j + 1], 0):
            j += 1
        elif word == "and" and words[j : j + 3] == ["and", "a", "half"] and j + 3 < n and words[j + 3] in known.scales:
            current, j, last = current + 0.5, j + 3, 10**12
        elif (
            word == "-"
            and seen
            and j + 1 < n
            and last % 10 == 0
            and 20 <= last < 100
            and 0 < known.values.get(words[j + 1], 99) < 10
        ):
            j += 1
        else:
            break
    if not seen:
        return None
    return Numeral(total + round(current), j)


def _one_or_half(words: list[str], i: int) -> tuple[float, int]:
    """Read "a", "half" and "half a" before a scale at token `i`: how much of it, and where the scale stands."""
    current, j = (0.5 if words[i] == "half" else 1), i + 1
    while j < len(words) and words[j] in ("a", "-", "half"):
        current, j = (0.5 if words[j] == "half" else current), j + 1
    return current, j


def _vague(line: Line, i: int) -> Numeral | None:
    """Read a vague quantity at token `i`: the longest entry of the vocabulary that stands here."""
    words, known = line.words, tables()
    if words[i] not in known.vague_starts:
        return None
    for length in known.vague_sizes[words[i]]:
        entry = known.vague.get(tuple(words[i : i + length]))
        if entry and len(words[i : i + length]) == length:
            end = i + length
            if words[i : i + length] == ["a", "couple"] and words[end : end + 1] != ["of"]:
                return None
            if words[end : end + 1] == ["of"] and length > 1 and words[i] in ("a", "an", "large"):
                end += 1
            return Numeral(None, end, vague=entry)
    return None
