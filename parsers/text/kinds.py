"""What only looks like a count: ages, dates, years, times, money, percentages, calibres, names of things."""

from __future__ import annotations

from aggregator.core.model import Qualifier
from parsers.text.lexicon import PEOPLE, lexicon
from parsers.text.quantities import AGE, COUNT, OTHER, STRONG, Quantity, tables
from parsers.text.tokens import Line

_THEN = frozenset(("then", "now", "only", "just", "barely", "still"))  # before an age
_COUNTING = frozenset(("odd", "plus", "ish", *STRONG))  # "60-odd", "six-strong"
FIRED = frozenset(("fired", "fires", "fire", "firing", "heard", "hearing"))  # "fired one shot"
_UNITS = frozenset(("year", "years", "month", "months", "week", "weeks", "day", "days", "yrs", "yr"))


def kind(line: Line, quantity: Quantity) -> str:
    """Return COUNT, AGE, or OTHER for a date, a time, money, a percentage, a name of a thing."""
    words, known = line.words, tables()
    start, end, figure = quantity.start, quantity.end, quantity.figure
    before = words[start - 1] if start else ""
    after = words[end] if end < len(words) else ""
    if before in ("aged", "age", "ages") or _aged(words, end) or (before in _BETWEEN_AGES and _in_ages(words, figure, after)):
        return AGE
    if before in _THEN and words[start - 2 : start - 1] == [","] and after in (",", ")", ""):
        return AGE  # "Amy Rudd, then 19, broke her back"
    if "and" in (before, after) and _pair_of_ages(line, start, end):
        return AGE
    if words[max(0, start - 2) : start] in (["age", "of"], ["younger", "than"], ["older", "than"]):
        return AGE  # "under the age of 13"
    if before == "-" and start > 2 and words[start - 2] == "of" and words[start - 3] == "-" and line.glued(start):
        return OTHER  # "mother-of-four"
    if before == "every":
        return OTHER  # "three in every ten deaths"
    if before == "but" and words[start - 2 : start - 1] == ["all"]:
        return OTHER  # "all but 45 of the defenders died"
    if after == "year" or (after == "-" and words[end + 1 : end + 2] == ["year"]):
        return OTHER
    if after == "in" and quantity.qualifier is Qualifier.EXACT and _odds(words, end + 1, quantity.low):
        return OTHER  # "kills one in 50"
    if words[figure][0] not in "0123456789":
        return OTHER if after == "-" and line.glued(end) and line.glued(end + 1) and words[end + 1] not in _COUNTING else COUNT
    if before in ("a", "an") and start == figure:
        return OTHER
    if before in known.currency or (words[figure - 1] in known.currency and figure):
        return OTHER
    if after in ("%", "percent", "pct", "\u20ac", "\u00b0", "$") or words[end : end + 2] == ["per", "cent"]:
        return OTHER
    if line.glued(figure) and _glued_name(line, figure):
        return OTHER
    if line.glued(end) and end < len(words) and _glued_after(line, end):
        return OTHER
    if _dated(line, quantity, before, after):
        return OTHER
    labelled = start == figure and before in known.designators and (start < 2 or words[start - 2] not in _EACH)
    return OTHER if labelled and _labels(words, figure, quantity, after) else COUNT


_EACH = frozenset(("every", "each", "per", "average", "same", "that"))  # "every day 12 people die": no day 12


def _labels(words: list[str], figure: int, quantity: Quantity, after: str) -> bool:
    """Return whether a number names what stands before it: "flight 301 was", "ward 12"; but "in Arlo district 38 were"."""
    known, before = tables(), words[figure - 1]
    named = after in known.goes_on or (after in known.befalls and words[figure - 2 : figure - 1] not in _ARTICLES)
    counts = after and after[0].isalpha() and (not named or before in known.areas)
    return not (counts and quantity.high and quantity.high > 31)


_ARTICLES = (["the"], ["a"], ["that"], ["this"])  # "of those on the bus 47 died"


def _pair_of_ages(line: Line, start: int, end: int) -> bool:
    """Return whether a number is one of two ages behind a name: "Ivo and Rui Maric, 19 and 21, who ran a booth"."""
    words = line.words
    first = start if words[end : end + 1] == ["and"] else start - 2
    pair = words[first : first + 3]
    if first < 2 or len(pair) < 3 or pair[1] != "and" or words[first - 1] != "," or not line.capital(first - 2):
        return False
    ages = all(word.isdecimal() and int(word) <= OLDEST for word in (pair[0], pair[2]))
    return ages and words[first + 3 : first + 4] in ([","], [")"], ["."], [";"])


OLDEST = 110  # years


def _odds(words: list[str], at: int, part: int | None) -> bool:
    """Return whether a number above `part` stands at `at` that is neither a year nor followed by what it counts: "one in 50"."""
    after = words[at + 1] if at + 1 < len(words) else "."
    bare = not after[0].isalpha() or after in ("of", "people", "children", "who", "and", "dies", "is", "are")
    if at >= len(words) or not bare:
        return False
    of = int(words[at]) if words[at].isdecimal() and len(words[at]) < 4 else tables().values.get(words[at], 0)
    return of > (part or 0)


def _glued_name(line: Line, figure: int) -> bool:
    """Return whether digits belong to what is before them (F-16, H1N1, 9:30, $40), unlike "IMPACT1 death" of flattened tables."""
    before = line.words[figure - 1]
    if before == "/" and figure > 1 and (harm := lexicon().singles.get(line.words[figure - 2])) and harm.outcome:
        return False  # "5 killed/12 injured"
    if before in ("-", "/", ":", ".", "_", "#", "@", "+", "=", "\\"):
        return before != "-" or line.glued(figure - 1)
    return before[0].isalpha() and len(before) < 5


def _glued_after(line: Line, end: int) -> bool:
    """Return whether letters or marks glued after the digits make them no count (7.62mm, 9:30, 12/03, 1990s, 3-storey)."""
    after = line.words[end]
    if after in ("/", ":", "_", "\u00b0", "'s", "=", "\\"):
        return end + 1 < len(line.words) and (after != ":" or line.glued(end + 1))
    if after == "-":
        return line.glued(end + 1) and line.words[end + 1] not in _COUNTING
    return after[0].isalpha()


_YEAR_AFTER = frozenset(("in", "since", "until", "during", "early", "late", "mid", "before", "after", "year"))
_PERHAPS_YEAR_AFTER = frozenset(("of", "by", "from", "to", "for", "the", "summer", "winter", "spring", "autumn", "fall"))
_NO_NOUNS = frozenset(("and", "the", "in", "was", "were", "is", "when", "with", "as", "to", "by"))


_CLOCK = 4  # digits


def _dated(line: Line, quantity: Quantity, before: str, after: str) -> bool:
    """Return whether the number is part of a date, a time, or is a year."""
    words, months, figure, end = line.words, tables().months, quantity.figure, quantity.end
    value = quantity.low or 0
    plain = words[figure].isdecimal() and end == figure + 1
    if not plain or (quantity.start < figure and before in months):
        return False  # "In April | a total of 31 people"
    if after == "hours" and len(words[figure]) == _CLOCK:
        return True  # "at 1000 hours local time"
    if value <= 31 and before in months and words[figure - 2 : figure - 1] == ["in"] and after and after[0].isalpha():
        return False  # "In April 31 civilians were killed"; but "in April 2021 by"
    if value <= 31 and before == "." and words[figure - 2 : figure - 1] and words[figure - 2] in months:
        return True  # "Aug. 22"
    if value <= 31 and (before in months or (after in months and quantity.start == figure)):
        return not (before == "may" and not line.capital(figure - 1))
    if after in ("am", "pm", "a.m", "p.m", "gmt", "utc", "hrs", "o'clock") or (
        after in ("a", "p") and words[end + 1 : end + 3] == [".", "m"]
    ):
        return True
    if 1000 <= value <= 2100 and len(words[figure]) == 4 and quantity.qualifier is Qualifier.EXACT:
        return _year(words, figure, before, after)
    return bool(2 <= value <= 31 and before == "of" and words[figure - 2 : figure - 1] == ["day"])


def _year(words: list[str], figure: int, before: str, after: str) -> bool:
    """Return whether four bare digits are a year: by the word before them, or because no noun follows that they could count."""
    counted = lexicon().singles.get(after)
    if before in tables().months or before in _YEAR_AFTER:
        return True
    if before == "," and figure > 1 and (words[figure - 2].isdecimal() or words[figure - 2] in tables().months):
        return True
    if before in _PERHAPS_YEAR_AFTER:
        return counted is None or counted.role != PEOPLE
    return not (after and after[0].isalpha() and after not in _NO_NOUNS)


_BETWEEN_AGES = frozenset((",", "and", "or", "to", "&"))
_MOST_AGES = 12
_BEHIND_AGES = frozenset(("and", "or", "&", "were", "when", "respectively", "to"))


def _in_ages(words: list[str], at: int, after: str) -> bool:
    """Return whether a number is one of several ages: "her daughters, ages 6 and 9,", not "a boy aged 9 and 12 others"."""
    if after[:1].isalnum() and after not in _BEHIND_AGES:
        return False
    digits = words[at].isdecimal()
    for back in range(at - 1, max(-1, at - 3 * _MOST_AGES), -1):
        word = words[back]
        if word in ("aged", "ages"):
            return True
        if word not in _BETWEEN_AGES and not (word.isdecimal() if digits else word in tables().values):
            return False
    return False


def _aged(words: list[str], end: int) -> bool:
    """Return whether "years old", "-year-old", "yr old", "-year-olds" follows."""
    behind = words[end : end + 4]
    if behind[:1] == ["-"]:
        behind = behind[1:]
    if behind[:1] and behind[0] in _BETWEEN_AGES and end + 2 < len(words) and words[end + 2] in _UNITS:
        return words[end + 1].isdecimal() and words[end + 3 : end + 4] == ["old"]  # "64 and 66 years old"
    if behind[:1] == ["yo"] or behind[:3] == ["y", "/", "o"]:
        return True  # "a 71yo woman"
    return bool(behind) and behind[0] in _UNITS and not {"old", "olds"}.isdisjoint(behind[1:3])
