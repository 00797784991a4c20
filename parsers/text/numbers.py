"""Quantities: digits, words and vague words with their qualifiers, as the text bounds them.

Nothing is guessed: "1.200" and "12,34" are read as ambiguous, and so is a digit run that is too long for a head count or cut by
an invisible character. What only looks like a count is told apart in `kinds`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from aggregator.core.model import Qualifier
from parsers.text.clean import JOIN, THIN
from parsers.text.kinds import kind
from parsers.text.lexicon import PEOPLE, lexicon
from parsers.text.quantities import COUNT, ORDINAL, OTHER, Quantity, begins, tables
from parsers.text.tokens import Line

MOST = 9_999_999_999  # more people than there are
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})*,\d{3}")
_DECIMAL = re.compile(r"(\d+)\.(\d+)")


class _Value(NamedTuple):
    """One number as read: its value (None: vague or ambiguous), the token after it, the vague entry, flags."""

    value: int | None
    end: int
    vague: str | None = None
    flags: tuple[str, ...] = ()
    kind: str = COUNT
    scaled: bool = False


def _digits(line: Line, i: int) -> _Value:
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
            return _Value(None, j, kind=OTHER)
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
        return _Value(round(number) if number else None, j + 1, kind=ORDINAL)
    if number is None or number > MOST or abs(number - round(number)) > 1e-6:
        return _Value(None, j, flags=("ambiguous_number",), kind=kind)
    return _Value(round(number), j, flags=flags, kind=kind, scaled=scaled)


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


def _worded(line: Line, i: int) -> _Value | None:
    """Read a number in words at token `i`: sixty-three, a hundred and four, half a million, two dozen, dozens."""
    words, known = line.words, tables()
    vague = _vague(line, i)
    if vague:
        return vague
    if words[i] == "both":
        return None if i + 1 < len(words) and (line.capital(i + 1) or words[i + 1] == "the") else _Value(2, i + 1)
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
    return _Value(total + round(current), j)


def _one_or_half(words: list[str], i: int) -> tuple[float, int]:
    """Read "a", "half" and "half a" before a scale at token `i`: how much of it, and where the scale stands."""
    current, j = (0.5 if words[i] == "half" else 1), i + 1
    while j < len(words) and words[j] in ("a", "-", "half"):
        current, j = (0.5 if words[j] == "half" else current), j + 1
    return current, j


def _vague(line: Line, i: int) -> _Value | None:
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
            return _Value(None, end, vague=entry)
    return None


def read(line: Line, i: int) -> Quantity | None:
    """Return the quantity at token `i` with its qualifier words, which may stand before `i`; None if there is none."""
    words = line.words
    if not begins(words[i]) or (i and words[i - 1] == "how"):
        return None
    if words[i] == "a" and (i + 1 == len(words) or words[i + 1] not in tables().after_a):
        return None
    first = _digits(line, i) if words[i][0] in "0123456789" else _worded(line, i)
    if first is None:
        return None
    quantity = Quantity(
        start=i,
        end=first.end,
        low=first.value,
        high=first.value,
        vague=first.vague,
        kind=first.kind,
        flags=first.flags,
        figure=i,
        qualifier=Qualifier.VAGUE if first.vague else Qualifier.EXACT,
    )
    quantity = _qualified(line, _ranged(line, quantity, first))
    told = kind(line, quantity) if quantity.kind == COUNT else quantity.kind
    return quantity if told == quantity.kind else quantity._replace(kind=told)


_JOINS = frozenset(("-", "to", "or", "and"))


def _ranged(line: Line, quantity: Quantity, first: _Value) -> Quantity:
    """Widen to a range: A-B, A to B, A or B, between A and B. A range that falls is none (a score, a change)."""
    words, j = line.words, quantity.end
    if first.value is None or j + 1 >= len(words):
        return quantity
    if words[j] in _BUT_PERHAPS:
        told = j + 1 + (words[j] == "," and words[j + 1] in _BUT_PERHAPS)
        if told < len(words) and words[told] in _PERHAPS:
            return _perhaps(line, quantity, first.value, told + 1)
    if words[j] not in _JOINS:
        return quantity
    previous = words[quantity.start - 1] if quantity.start else ""
    if (
        (words[j] == "and" and previous != "between")
        or not (begins(words[j + 1]) or (words[j] == "to" and words[j + 1] in ("as", "up")))
        or (words[j] == "to" and previous in ("from", "by") and not _anywhere(words, quantity.start))
    ):
        return quantity
    if words[j] == "-" and line.glued(j) != line.glued(j + 1):
        return quantity
    k = j + 1
    if words[k] == "a":
        return quantity
    k = next(
        (k + len(phrase) for phrase in _AS_MANY if tuple(words[k : k + len(phrase)]) == phrase and k + len(phrase) < len(words)),
        k,
    )
    if not begins(words[k]):
        return quantity
    second = _digits(line, k) if words[k][0] in "0123456789" else _worded(line, k)
    if second is None or second.value is None:
        return quantity
    low = first.value
    if second.scaled and not first.scaled and low < 1000 <= second.value and words[quantity.start][0] in "0123456789":
        low *= _scale(words[k], second.value)
    if low >= second.value:
        return quantity._replace(kind=OTHER, end=second.end) if words[j] == "-" else quantity
    return quantity._replace(end=second.end, low=low, high=second.value, qualifier=Qualifier.BETWEEN)


_BUT_PERHAPS, _PERHAPS = frozenset((",", "and", "or", "but")), frozenset(("possibly", "perhaps", "maybe"))


def _perhaps(line: Line, quantity: Quantity, low: int, k: int) -> Quantity:
    """Return "four, possibly five" and "four, and perhaps as many as five," as a range; `k` is where the second part starts."""
    words, comma = line.words, line.words[quantity.end] == ","
    k = next((k + len(phrase) for phrase in _AS_MANY if tuple(words[k : k + len(phrase)]) == phrase), k)
    if k >= len(words) or not begins(words[k]) or words[k] == "a":
        return quantity
    second = _digits(line, k) if words[k][0] in "0123456789" else _worded(line, k)
    if second is None or second.value is None or second.value <= low:
        return quantity
    noun = words[second.end + 1 : second.end + 2] if comma and words[second.end : second.end + 1] == [","] else []
    known = lexicon().singles.get(noun[0]) if noun else None
    end = second.end + (known is not None and known.role == PEOPLE)  # "10, and perhaps as many as 25, | people"
    return quantity._replace(end=end, low=low, high=second.value, qualifier=Qualifier.BETWEEN)


_AS_MANY = (("as", "many", "as"), ("as", "high", "as"), ("up", "to"))


def _scale(word: str, value: int) -> int:
    """Return what the digits of `word` were multiplied by: 1,000,000 in "2 to 3.5 million"."""
    stated = float(word.replace(",", "")) if word[0] in "0123456789" else 0.0
    return round(value / stated) if stated else 1


_RANGES = frozenset("anywhere range ranges ranged ranging vary varies varied varying".split())


def _anywhere(words: list[str], start: int) -> bool:
    """Return whether "from" belongs to a range: it opens the sentence, or stands behind "anywhere" or "ranged"."""
    return start == 1 or words[start - 2] in _RANGES


def _qualified(line: Line, quantity: Quantity) -> Quantity:
    """Take in the qualifier words before and after the number."""
    words, known, start = line.words, tables(), quantity.start
    if quantity.qualifier is Qualifier.BETWEEN:
        if start and words[start - 1] in ("between", "from"):
            start -= 2 if start > 1 and words[start - 2] == "anywhere" else 1
        elif start and words[start - 1] in ("some", "about", "around", "approximately"):
            start -= 1
        else:
            for phrase, _ in known.before.get(words[start - 1], ()) if start else ():
                if tuple(words[max(0, start - len(phrase)) : start]) == phrase:
                    start -= len(phrase)
                    break
        return quantity._replace(start=start)
    for phrase, code in known.before.get(words[start - 1], ()) if start else ():
        if tuple(words[max(0, start - len(phrase)) : start]) == phrase:
            start -= len(phrase)
            if quantity.vague is None:
                quantity = quantity._replace(start=start, qualifier=code)
            elif code is not Qualifier.ABOUT or phrase != ("some",):
                quantity = quantity._replace(start=start)
            break
    for phrase, code in known.after.get(words[quantity.end], ()) if quantity.end < len(words) else ():
        if tuple(words[quantity.end : quantity.end + len(phrase)]) == phrase and quantity.vague is None:
            quantity = quantity._replace(end=quantity.end + len(phrase), qualifier=code)
            break
    if quantity.end < len(words) and words[quantity.end] == "+" and line.glued(quantity.end):
        quantity = quantity._replace(end=quantity.end + 1, qualifier=Qualifier.MORE_THAN)
    return _increment(line, quantity)


def _increment(line: Line, quantity: Quantity) -> Quantity:
    """See "another 12", "an additional 12", "12 more"."""
    words, start = line.words, quantity.start
    for phrase in tables().increments if start and words[start - 1] in tables().increments_last else ():
        if tuple(words[max(0, start - len(phrase)) : start]) == phrase:
            return quantity._replace(increment=True)
    after = words[quantity.end : quantity.end + 1]
    return quantity._replace(increment=True) if after and after[0] in tables().increments_after else quantity
