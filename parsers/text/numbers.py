"""Quantities: digits, words and vague words with their qualifiers, as the text bounds them, and what only looks like a count.

Nothing is guessed: "1.200" and "12,34" are read as ambiguous, a digit run cut by an invisible character or too long for a head count
too. Ages, dates, times, money, percentages, calibres, ordinals and decimals are recognised so that they are not taken for people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from math import ceil

from aggregator.core.model import BoundBasis, Qualifier
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.clean import JOIN, THIN
from parsers.text.tokens import Line, words_of

MOST = 9_999_999_999  # more people than there are
COUNT, AGE, ORDINAL, OTHER = "count", "age", "ordinal", "other"
STRONG = ("strong", "member", "person", "man", "woman")  # a six-strong crew, a 12-member family

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})*,\d{3}")
_DECIMAL = re.compile(r"(\d+)\.(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number in the text: tokens [start, end), what was stated, how it was bounded, and what kind of number it is.

    `vague` names the vocabulary entry that gives a vague word its bounds. `kind` is count, age or other (a date, money, an ordinal, ...).
    `figure` is the first token after the qualifier words.
    """

    start: int
    end: int
    low: int | None
    high: int | None
    qualifier: Qualifier = Qualifier.EXACT
    vague: str | None = None
    kind: str = COUNT
    increment: bool = False
    flags: tuple[str, ...] = ()
    figure: int = 0


@dataclass(frozen=True, slots=True)
class _Tables:
    """The number vocabulary, compiled."""

    values: dict[str, int]  # units and tens
    scales: dict[str, int]
    plural_scales: dict[str, int]
    suffixes: dict[str, int]
    vague: dict[tuple[str, ...], str]
    vague_starts: frozenset[str]
    before: dict[str, list[tuple[tuple[str, ...], Qualifier]]]  # by last word
    after: dict[str, list[tuple[tuple[str, ...], Qualifier]]]  # by first word
    none: frozenset[str]
    increments: list[tuple[str, ...]]
    increments_after: frozenset[str]
    months: frozenset[str]
    currency: frozenset[str]
    designators: frozenset[str]


def _phrases(table: dict[str, list[str]], end: int) -> dict[str, list[tuple[tuple[str, ...], Qualifier]]]:
    """Key the qualifier phrases by their first (0) or last (-1) word, the longest first."""
    out: dict[str, list[tuple[tuple[str, ...], Qualifier]]] = {}
    for code, texts in table.items():
        for text in texts:
            words = words_of(text)
            out.setdefault(words[end], []).append((words, Qualifier(code)))
    for phrases in out.values():
        phrases.sort(key=lambda item: -len(item[0]))
    return out


@cache
def _tables() -> _Tables:
    """Compile the vocabulary files of numbers and qualifiers."""
    numbers, qualifiers, negatives = (read_vocabulary(f"en/{name}") for name in ("numbers", "qualifiers", "negatives"))
    vague = {words_of(text): text for text in numbers["vague"]}
    return _Tables(
        values={**numbers["units"], **numbers["tens"]},
        scales=numbers["scales"],
        plural_scales={word + "s": value for word, value in numbers["scales"].items()} | {"tens": 10},
        suffixes=numbers["suffixes"],
        vague=vague,
        vague_starts=frozenset(words[0] for words in vague) - {"others"},
        before=_phrases(qualifiers["before"], -1),
        after=_phrases(qualifiers["after"], 0),
        none=frozenset(qualifiers["none"]["words"]),
        increments=sorted((words_of(text) for text in read_vocabulary("en/basis")["increment"]["before"]), key=len, reverse=True),
        increments_after=frozenset(read_vocabulary("en/basis")["increment"]["after"]),
        months=frozenset(negatives["months"]),
        currency=frozenset(negatives["currency"]),
        designators=frozenset(negatives["designators"]),
    )


@cache
def openings() -> frozenset[str]:
    """Return every word that can open a quantity; a digit can, too."""
    tables = _tables()
    return frozenset({*tables.values, *tables.scales, *tables.plural_scales, *tables.vague_starts, "half", "a", "both"})


def begins(word: str) -> bool:
    """Return whether a quantity may start with this word."""
    return word[0] in "0123456789" or word in openings()


@dataclass(frozen=True, slots=True)
class _Value:
    """One number as read: its value (None: vague or ambiguous), the token after it, the vague entry, flags."""

    value: int | None
    end: int
    vague: str | None = None
    flags: tuple[str, ...] = ()
    kind: str = COUNT
    scaled: bool = False


def _digits(line: Line, i: int) -> _Value:
    """Read a number written in digits at token `i`, with its scale word or suffix."""
    words, tables = line.words, _tables()
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
        elif not (j < len(words) and (words[j] in tables.scales or (words[j] in tables.suffixes and line.glued(j)))):
            return _Value(None, j, kind=OTHER)
    else:
        number = None
    if j < len(words) and line.glued(j) and words[j][0].isdigit():
        number, j = None, j + 1  # a superscript: a footnote or a power
    scaled = False
    while j < len(words) and number is not None and not (words[j] == "score" or (words[j] == "m" and not line.glued(j))):
        scale = tables.scales.get(words[j]) or (tables.suffixes.get(words[j]) if line.glued(j) else None)
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
        if gap == " " and (groups == 0 and ((i and words[i - 1] in _tables().months) or (words[j] != "000" and words[i] == "0"))):
            break
        number, j, groups = number * 1000 + int(words[j]), j + 1, groups + 1
    return (number, j) if groups else (None, j)


def words_value(word: str) -> int:
    """Return the value of a plain digit token."""
    return int(word)


def _worded(line: Line, i: int) -> _Value | None:
    """Read a number written in words at token `i`: sixty-three, a hundred and four, half a million, two dozen, dozens, several hundred."""
    words, tables = line.words, _tables()
    vague = _vague(line, i)
    if vague:
        return vague
    if words[i] == "both":
        return None if i + 1 < len(words) and (line.capital(i + 1) or words[i + 1] == "the") else _Value(2, i + 1)
    n, j, total, current, seen = len(words), i, 0, 0.0, False
    if words[i] in ("a", "half"):
        j = i + 1
        current = 0.5 if words[i] == "half" else 1
        while j < n and words[j] in ("a", "-", "half"):
            current, j = (0.5 if words[j] == "half" else current), j + 1
        if j >= n or words[j] not in tables.scales or (words[j] == "score" and not (j + 1 < n and words[j + 1] == "of")):
            return None
    last = 1_000_000_000_000.0
    while j < n:
        word = words[j]
        if word in tables.values:
            value = tables.values[word]
            if (seen and value >= last) or (seen and last < 20):
                break
            current, last, seen, j = current + value, value, True, j + 1
        elif word in tables.scales and not (word == "score" and j + 1 < n and words[j + 1] == "-"):
            scale = tables.scales[word]
            current = (current or 1) * scale
            if scale >= 1000:
                total, current = total + round(current), 0.0
            last, seen, j = scale, True, j + 1
        elif word == "and" and seen and last >= 100 and j + 1 < n and tables.values.get(words[j + 1], 0):
            j += 1
        elif word == "and" and words[j : j + 3] == ["and", "a", "half"] and j + 3 < n and words[j + 3] in tables.scales:
            current, j, last = current + 0.5, j + 3, 10**12
        elif (
            word == "-"
            and seen
            and j + 1 < n
            and last % 10 == 0
            and 20 <= last < 100
            and 0 < tables.values.get(words[j + 1], 99) < 10
        ):
            j += 1
        else:
            break
    if not seen:
        return None
    return _Value(total + round(current), j)


def _vague(line: Line, i: int) -> _Value | None:
    """Read a vague quantity at token `i`: the longest entry of the vocabulary that stands here."""
    words, tables = line.words, _tables()
    if words[i] not in tables.vague_starts:
        return None
    for length in (5, 4, 3, 2, 1):
        entry = tables.vague.get(tuple(words[i : i + length]))
        if entry and len(words[i : i + length]) == length:
            end = i + length
            if words[i : i + length] == ["a", "couple"] and words[end : end + 1] != ["of"]:
                return None
            if words[end : end + 1] == ["of"] and length > 1 and words[i] in ("a", "an", "large"):
                end += 1
            return _Value(None, end, vague=entry)
    return None


def read(line: Line, i: int) -> Quantity | None:
    """Return the quantity that starts at token `i` with its qualifier words, which may stand before `i`; None if there is none."""
    words = line.words
    if not begins(words[i]) or (i and words[i - 1] == "how"):
        return None
    first = _digits(line, i) if words[i][0] in "0123456789" else _worded(line, i)
    if first is None:
        return None
    quantity = Quantity(
        start=i, end=first.end, low=first.value, high=first.value, vague=first.vague, kind=first.kind, flags=first.flags, figure=i,
        qualifier=Qualifier.VAGUE if first.vague else Qualifier.EXACT,
    )  # fmt: skip
    quantity = _qualified(line, _ranged(line, quantity, first))
    return replace(quantity, kind=_kind(line, quantity)) if quantity.kind == COUNT else quantity


def _ranged(line: Line, quantity: Quantity, first: _Value) -> Quantity:
    """Widen to a range: A-B, A to B, A or B, between A and B. A range that falls is none (a score, a change)."""
    words, j = line.words, quantity.end
    if first.value is None or j + 1 >= len(words):
        return quantity
    previous = words[quantity.start - 1] if quantity.start else ""
    joins = {"-", "to", "or"} | ({"and"} if previous == "between" else set())
    if (
        words[j] not in joins
        or not begins(words[j + 1])
        or (words[j] == "to" and previous in ("from", "by") and not _anywhere(words, quantity.start))
    ):
        return quantity
    if words[j] == "-" and line.glued(j) != line.glued(j + 1):
        return quantity
    k = j + 1
    if words[k] == "a":
        return quantity
    second = _digits(line, k) if words[k][0] in "0123456789" else _worded(line, k)
    if second is None or second.value is None:
        return quantity
    low = first.value
    if second.scaled and not first.scaled and low < 1000 <= second.value and words[quantity.start][0] in "0123456789":
        low *= _scale(words[k], second.value)
    if low >= second.value:
        return replace(quantity, kind=OTHER, end=second.end) if words[j] == "-" else quantity
    return replace(quantity, end=second.end, low=low, high=second.value, qualifier=Qualifier.BETWEEN)


def _scale(word: str, value: int) -> int:
    """Return what the digits of `word` were multiplied by: 1,000,000 in "2 to 3.5 million"."""
    stated = float(word.replace(",", "")) if word[0] in "0123456789" else 0.0
    return round(value / stated) if stated else 1


def _anywhere(words: list[str], start: int) -> bool:
    """Return whether "from" belongs to a range: it opens the sentence, or stands behind "anywhere"."""
    return start == 1 or words[start - 2] == "anywhere"


def _qualified(line: Line, quantity: Quantity) -> Quantity:
    """Take in the qualifier words before and after the number."""
    words, tables, start = line.words, _tables(), quantity.start
    if quantity.qualifier is Qualifier.BETWEEN:
        if start and words[start - 1] in ("between", "from"):
            start -= 2 if start > 1 and _anywhere(words, start) else 1
        elif start and words[start - 1] in ("some", "about", "around", "approximately"):
            start -= 1
        else:
            for phrase, _ in tables.before.get(words[start - 1], ()) if start else ():
                if tuple(words[max(0, start - len(phrase)) : start]) == phrase:
                    start -= len(phrase)
                    break
        return replace(quantity, start=start)
    for phrase, code in tables.before.get(words[start - 1], ()) if start else ():
        if tuple(words[max(0, start - len(phrase)) : start]) == phrase:
            start -= len(phrase)
            if quantity.vague is None:
                quantity = replace(quantity, start=start, qualifier=code)
            elif code is not Qualifier.ABOUT or phrase != ("some",):
                quantity = replace(quantity, start=start)
            break
    for phrase, code in tables.after.get(words[quantity.end], ()) if quantity.end < len(words) else ():
        if tuple(words[quantity.end : quantity.end + len(phrase)]) == phrase and quantity.vague is None:
            quantity = replace(quantity, end=quantity.end + len(phrase), qualifier=code)
            break
    if quantity.end < len(words) and words[quantity.end] == "+" and line.glued(quantity.end):
        quantity = replace(quantity, end=quantity.end + 1, qualifier=Qualifier.MORE_THAN)
    return _increment(line, quantity)


def _increment(line: Line, quantity: Quantity) -> Quantity:
    """See "another 12", "an additional 12", "12 more"."""
    words, start = line.words, quantity.start
    for phrase in _tables().increments:
        if tuple(words[max(0, start - len(phrase)) : start]) == phrase:
            return replace(quantity, increment=True)
    after = words[quantity.end : quantity.end + 1]
    return replace(quantity, increment=True) if after and after[0] in _tables().increments_after else quantity


def _kind(line: Line, quantity: Quantity) -> str:
    """Return whether this number counts something (COUNT), is an AGE, or is OTHER: date, time, money, percentage, name of a thing."""
    words, tables = line.words, _tables()
    start, end, figure = quantity.start, quantity.end, quantity.figure
    before = words[start - 1] if start else ""
    after = words[end] if end < len(words) else ""
    following = words[end + 1 : end + 3]
    if (after == "year" or (after == "-" and following[:1] in (["year"], ["month"], ["week"], ["day"]) and following[1:] in (["-"], ["old"]))) or (
        after in ("years", "year", "months", "month", "weeks", "yrs", "yr") and (following[:1] == ["old"] or following == ["-", "old"])
    ) or before in ("aged", "age", "ages"):  # fmt: skip
        return AGE if after != "year" or "old" in words[end + 1 : end + 4] else OTHER
    if not words[figure][0] in "0123456789":
        if after == "-" and line.glued(end) and line.glued(end + 1) and following and following[0] not in ("odd", "plus", "ish", *STRONG):
            return OTHER
        return COUNT
    if before in ("a", "an") and start == figure:
        return OTHER
    if before in tables.currency or (words[figure - 1] in tables.currency and figure):
        return OTHER
    if after in ("%", "percent", "pct", "\u20ac", "\u00b0", "$") or (after, following[:1]) in (("per", ["cent"]),):
        return OTHER
    if line.glued(figure) and _glued_name(line, figure):
        return OTHER
    if line.glued(end) and end < len(words) and _glued_after(line, end):
        return OTHER
    if _dated(line, quantity, before, after):
        return OTHER
    if (
        before in tables.designators
        and start == figure
        and not (after and after[0].isalpha() and quantity.high and quantity.high > 31)
    ):
        return OTHER
    return COUNT


def _glued_name(line: Line, figure: int) -> bool:
    """Return whether digits belong to a name before them (F-16, H1N1, 9:30, $40, #5), unlike "IMPACT1 death" of flattened tables."""
    before = line.words[figure - 1]
    if before in ("-", "/", ":", ".", "_", "#", "@", "+", "=", "\\"):
        return before != "-" or line.glued(figure - 1)
    return before[0].isalpha() and len(before) < 5


def _glued_after(line: Line, end: int) -> bool:
    """Return whether letters or marks glued after the digits make them no count (7.62mm, 9:30, 12/03, 1990s, 3-storey)."""
    after = line.words[end]
    if after in ("/", ":", "_", "\u00b0", "'s", "=", "\\"):
        return end + 1 < len(line.words) and (after != ":" or line.glued(end + 1))
    if after == "-":
        return line.glued(end + 1) and line.words[end + 1] not in ("plus", "odd", "ish", *STRONG)
    return after[0].isalpha()


_YEAR_AFTER = frozenset(
    "in since of by until from to during early late mid before after year for summer winter spring autumn fall the".split()
)


def _dated(line: Line, quantity: Quantity, before: str, after: str) -> bool:
    """Return whether the number is part of a date, a time, or is a year."""
    words, months, figure, end = line.words, _tables().months, quantity.figure, quantity.end
    value = quantity.low or 0
    plain = words[figure].isdecimal() and end == figure + 1
    if not plain:
        return False
    if before in months and words[figure - 2 : figure - 1] == ["in"] and after and after[0].isalpha():
        return False  # "In April 31 civilians were killed"
    if value <= 31 and (before in months or (after in months and quantity.start == figure)):
        return not (before == "may" and not line.capital(figure - 1))
    if after in ("am", "pm", "a.m", "p.m", "gmt", "utc", "hrs", "o'clock") or (
        after in ("a", "p") and words[end + 1 : end + 3] == [".", "m"]
    ):
        return True
    if 1000 <= value <= 2100 and len(words[figure]) == 4 and quantity.qualifier is Qualifier.EXACT:
        if before in months or before in _YEAR_AFTER or (words[max(0, figure - 3) : figure - 2] and before == ","):
            return True
        return not (
            after
            and (after[0].isalpha() and after not in ("and", "the", "in", "was", "were", "is", "when", "with", "as", "to", "by"))
        )
    return bool(2 <= value <= 31 and before == "of" and words[figure - 2 : figure - 1] == ["day"])


def bounds(quantity: Quantity, policy: str) -> tuple[int | None, int | None, int | None, BoundBasis]:
    """Return (low, high, best, basis) of a quantity under a policy of `numbers.toml`: what the words commit the speaker to."""
    n, m, code = quantity.low, quantity.high, quantity.qualifier
    if code is Qualifier.VAGUE:
        row = read_vocabulary("en/numbers")["vague"].get(quantity.vague or "", {})
        if policy == "strict" or not row:
            return None, None, None, BoundBasis.LEXICAL_POLICY
        low, high = (None if bound == "" else bound for bound in row.get(policy, row["default"]))
        return low, high, low if policy == "acled" and low == high else None, BoundBasis.LEXICAL_POLICY
    if n is None or m is None:
        return None, None, None, BoundBasis.STATED
    slack = max(1, ceil(n / read_vocabulary("en/numbers")["policy"]["tolerance"]))
    return {
        Qualifier.EXACT: (n, n, n, BoundBasis.STATED),
        Qualifier.NONE: (0, 0, 0, BoundBasis.STATED),
        Qualifier.BETWEEN: (n, m, None, BoundBasis.STATED),
        Qualifier.AT_LEAST: (n, None, n, BoundBasis.STATED),
        Qualifier.MORE_THAN: (n + 1, None, n, BoundBasis.STATED),
        Qualifier.AT_MOST: (0, n, n, BoundBasis.STATED),
        Qualifier.LESS_THAN: (0, max(0, n - 1), n, BoundBasis.STATED),
        Qualifier.UP_TO: (None, n, n, BoundBasis.STATED),
        Qualifier.NEARLY: (max(0, n - slack), max(0, n - 1), n, BoundBasis.LEXICAL_POLICY),
        Qualifier.ABOUT: (max(0, n - slack), n + slack, n, BoundBasis.LEXICAL_POLICY),
    }[code]
