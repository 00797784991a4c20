"""Quantities: a number with its range and its qualifiers, as the text bounds them.

Nothing is guessed: what `numerals` cannot tell stays ambiguous. What only looks like a count is told apart in `kinds`.
"""

from __future__ import annotations

from functools import cache

from aggregator.core import gazetteer
from aggregator.core.model import Qualifier
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.kinds import kind
from parsers.text.lexicon import NOUN, PEOPLE, ROLES, STATE, TRANSITIVE, lexicon
from parsers.text.numerals import Numeral, in_digits, in_words
from parsers.text.quantities import COUNT, OTHER, SPAN, Quantity, begins, tables
from parsers.text.tokens import Line


def read(line: Line, i: int) -> Quantity | None:
    """Return the quantity at token `i` with its qualifier words, which may stand before `i`; None if there is none."""
    words = line.words
    if not begins(words[i]) or (i and words[i - 1] == "how"):
        return None
    if words[i] == "a" and (i + 1 == len(words) or words[i + 1] not in tables().after_a):
        return None
    first = in_digits(line, i) if words[i][0] in "0123456789" else in_words(line, i)
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


_ASIDE = 7  # tokens of a bracket that may stand behind the first number of a range
_JOINS = frozenset(("-", "to", "or", "and"))


def _ranged(line: Line, quantity: Quantity, first: Numeral) -> Quantity:
    """Widen to a range: A-B, A to B, A or B, between A and B. A range that falls is none (a score, a change)."""
    words, j = line.words, quantity.end
    if first.value is None or j + 1 >= len(words):
        return _vaguely(line, quantity, first.vague) if first.vague and j + 1 < len(words) else quantity
    if words[j] in _BUT_PERHAPS:
        told = j + 1 + (words[j] == "," and words[j + 1] in _BUT_PERHAPS)
        if told < len(words) and words[told] in _PERHAPS:
            return _perhaps(line, quantity, first.value, told + 1)
    previous = words[quantity.start - 1] if quantity.start else ""
    if words[j] == "(" and previous == "between" and ")" in words[j : j + _ASIDE]:
        j = words.index(")", j) + 1  # "between 10 (government) and 60 (opposition)"
    if j + 1 >= len(words) or words[j] not in _JOINS:
        return quantity
    if (
        (words[j] == "and" and previous != "between" and not _as_few(words, quantity.start))
        or not (begins(words[j + 1]) or (words[j] != "-" and words[j + 1] in ("as", "up")))
        or (words[j] == "to" and previous in ("from", "by") and not _anywhere(words, quantity.start))
        or (words[j] == "to" and first.value <= 31 and _of_month(words, quantity.start))
    ):
        return quantity
    if words[j] == "-" and (line.glued(j) != line.glued(j + 1) or _clock(line, quantity.start)):
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
    second = in_digits(line, k) if words[k][0] in "0123456789" else in_words(line, k)
    if second is None or second.value is None:
        return quantity
    low = first.value
    if second.scaled and not first.scaled and low < 1000 <= second.value and words[quantity.start][0] in "0123456789":
        low *= _scale(words[k], second.value)
    if low >= second.value:
        return quantity._replace(kind=OTHER, end=second.end) if words[j] == "-" else quantity
    return quantity._replace(end=second.end, low=low, high=second.value, qualifier=Qualifier.BETWEEN)


def _of_month(words: list[str], start: int) -> bool:
    """Return whether a number is a day of the month before it: "since Oct. 7 | to 37,084"."""
    at = start - 2 if start > 1 and words[start - 1] == "." else start - 1
    return at >= 0 and words[at] in tables().months


def _clock(line: Line, start: int) -> bool:
    """Return whether a number is the minutes of a time: "19:40 - 37 people were hurt"."""
    return start > 1 and line.words[start - 1] == ":" and line.glued(start) and line.glued(start - 1)


_BUT_PERHAPS, _PERHAPS = frozenset((",", "and", "or", "but")), frozenset(("possibly", "perhaps", "maybe"))


def _perhaps(line: Line, quantity: Quantity, low: int, k: int) -> Quantity:
    """Return "four, possibly five" and "four, and perhaps as many as five," as a range; `k` is where the second part starts."""
    words, comma = line.words, line.words[quantity.end] == ","
    k = next((k + len(phrase) for phrase in _AS_MANY if tuple(words[k : k + len(phrase)]) == phrase), k)
    if k >= len(words) or not begins(words[k]) or words[k] == "a":
        return quantity
    second = in_digits(line, k) if words[k][0] in "0123456789" else in_words(line, k)
    if second is None or second.value is None or second.value <= low:
        return quantity
    end = second.end + (comma and _to_its_noun(words, second.end))
    return quantity._replace(end=end, low=low, high=second.value, qualifier=Qualifier.BETWEEN)


def _to_its_noun(words: list[str], end: int) -> bool:
    """Return whether a comma parts a number from its noun: "10, and perhaps as many as 25, | people", "seven, possibly eight, |
    armed Ruritanians"."""
    if words[end : end + 1] != [","]:
        return False
    for word in words[end + 1 : end + 4]:
        known = lexicon().singles.get(word)
        if word in gazetteer.peoples() or (known is not None and known.role == PEOPLE):
            return True
        if known is None or known.role not in _DESCRIBES:
            return False
    return False


_DESCRIBES = frozenset((ROLES["adjective"], STATE))


def _vaguely(line: Line, quantity: Quantity, first: str) -> Quantity:
    """Return "dozens or hundreds", "dozens, possibly hundreds," and "scores, if not hundreds," as one vague range."""
    words, at = line.words, quantity.end
    comma = words[at] == ","
    k = at + comma
    joint = next((joint for joint in _OR_MORE if tuple(words[k : k + len(joint)]) == joint), ())
    k += len(joint)
    if not joint or (comma and joint == ("or",)) or k >= len(words) or not begins(words[k]) or words[k][0] in "0123456789":
        return quantity
    second = in_words(line, k)
    vague = read_vocabulary("en/numbers")["vague"]
    if second is None or not second.vague or not _rises(vague[first]["default"], vague[second.vague]["default"]):
        return quantity
    end = second.end + (comma and words[second.end : second.end + 2] == [",", "of"])
    return quantity._replace(end=end, vague=f"{first}{SPAN}{second.vague}")


def _rises(first: list[int | str], second: list[int | str]) -> bool:
    """Return whether the bounds of one vague word lie above those of another."""
    return all(isinstance(low, int) and isinstance(high, int) and low < high for low, high in zip(first, second, strict=True))


_OR_MORE = (
    ("possibly",),
    ("perhaps",),
    ("maybe",),
    ("if", "not"),
    ("or", "even"),
    ("or", "possibly"),
    ("or", "perhaps"),
    ("or",),
)


_AS_MANY = (("as", "many", "as"), ("as", "high", "as"), ("up", "to"))


def _scale(word: str, value: int) -> int:
    """Return what the digits of `word` were multiplied by: 1,000,000 in "2 to 3.5 million"."""
    stated = float(word.replace(",", "")) if word[0] in "0123456789" else 0.0
    return round(value / stated) if stated else 1


_HARMS = frozenset(TRANSITIVE.values())
_PUTS = frozenset("put puts putting placed places estimated estimate estimates".split())
_RANGES = frozenset("anywhere range ranges ranged ranging vary varies varied varying".split())


def _as_few(words: list[str], start: int) -> bool:
    """Return whether a range opens with "as few as"."""
    return words[max(0, start - 3) : start] == ["as", "few", "as"]


def _anywhere(words: list[str], start: int) -> bool:
    """Return whether "from" belongs to a range: it opens the sentence or a bracket, or stands behind "anywhere" or "ranged"."""
    if start == 1 or words[start - 2] in _RANGES or words[start - 2] in (":", "("):
        return True
    verb = lexicon().singles.get(words[start - 2])
    if verb is not None and verb.outcome is not None and verb.role in _HARMS:
        noun = lexicon().singles.get(words[start + 3]) if start + 3 < len(words) else None
        return noun is not None and noun.role == PEOPLE  # "killed from 5 to 9 | people", not "killed from 5 to 9 | May"
    return not _PUTS.isdisjoint(words[max(0, start - 6) : start - 1])  # "put the toll from 80 to as high as 900"


def _qualified(line: Line, quantity: Quantity) -> Quantity:
    """Take in the qualifier words before and after the number."""
    words, known, start = line.words, tables(), quantity.start
    if quantity.qualifier is Qualifier.BETWEEN:
        if start and words[start - 1] in ("between", "from"):
            start -= 2 if start > 1 and words[start - 2] == "anywhere" else 1
        elif start and words[start - 1] in ("some", "about", "around", "approximately"):
            start -= 1
        elif _as_few(words, start):
            start -= 3
        else:
            for phrase, _ in known.before.get(words[start - 1], ()) if start else ():
                if tuple(words[max(0, start - len(phrase)) : start]) == phrase:
                    start -= len(phrase)
                    break
        return quantity._replace(start=start)
    for phrase, code in known.before.get(words[start - 1], ()) if start else ():
        if tuple(words[max(0, start - len(phrase)) : start]) == phrase and not (phrase == ("over",) and _about(words, quantity)):
            start -= len(phrase)
            if quantity.vague is None:
                quantity = quantity._replace(start=_believed(words, start), qualifier=code)
            elif code is not Qualifier.ABOUT or phrase != ("some",):
                quantity = quantity._replace(start=start)
            break
    for phrase, code in known.after.get(words[quantity.end], ()) if quantity.end < len(words) else ():
        end = quantity.end + len(phrase)
        if words[end : end + 1] == ["than"]:
            continue  # "killed 60 and more than 150 were hurt"
        if tuple(words[quantity.end : end]) == phrase and quantity.vague is None:
            quantity = quantity._replace(end=end, qualifier=code)
            break
    if quantity.end < len(words) and words[quantity.end] == "+" and line.glued(quantity.end):
        quantity = quantity._replace(end=quantity.end + 1, qualifier=Qualifier.MORE_THAN)
    if quantity.qualifier is Qualifier.EXACT and _maybe_more(words, quantity.end):
        quantity = quantity._replace(qualifier=Qualifier.AT_LEAST)
    return _increment(line, quantity)


def _believed(words: list[str], start: int) -> int:
    """Return where a bounded number begins with the words that say it is believed: "what is thought to be | at least"."""
    opening = words[max(0, start - 5) : start]
    so = len(opening) == 5 and opening[0] == "what" and opening[3:] == ["to", "be"]
    return start - 5 if so and f"what {opening[1]} {opening[2]} to be" in _taken_for() else start


@cache
def _taken_for() -> frozenset[str]:
    return frozenset(phrase for phrase in read_vocabulary("en/qualifiers")["before"]["about"] if phrase.startswith("what "))


_NOUN_WORDS = 4  # between a number and the comma before "maybe more"


def _maybe_more(words: list[str], end: int) -> bool:
    """Return whether "nine people, maybe more," goes on from the number."""
    comma = next((at for at, word in enumerate(words[end : end + _NOUN_WORDS], end) if word == ","), None)
    if comma is None or words[comma + 1 : comma + 2] == [] or words[comma + 1] not in _PERHAPS:
        return False
    return words[comma + 2 : comma + 3] == ["more"] and words[comma + 3 : comma + 4] in ([","], ["."], [";"], [])


def _about(words: list[str], quantity: Quantity) -> bool:
    """Return whether "over" tells what for: "charged over three killings", not "arrested over 30 people"."""
    if words[max(0, quantity.start - 2)] not in tables().over_about:
        return False
    nouns = (lexicon().singles.get(word) for word in words[quantity.end : quantity.end + 3])
    return any(noun is not None and noun.role == NOUN for noun in nouns)


def _opens(words: list[str], at: int) -> bool:
    """Return whether a word opens its clause: "| Other two people were hurt", not "the other two"."""
    return at == 0 or words[at - 1] in (".", ",", ";", "and", "while")


def _bounded_more(words: list[str], quantity: Quantity, more: int) -> Quantity:
    """Take in the qualifier of an increment, whose own words begin at `more`: "at least | an additional 151"."""
    for phrase, code in tables().before.get(words[more - 1], ()) if more and quantity.qualifier is Qualifier.EXACT else ():
        if tuple(words[max(0, more - len(phrase)) : more]) == phrase:
            return quantity._replace(start=more - len(phrase), qualifier=code)
    return quantity


def _increment(line: Line, quantity: Quantity) -> Quantity:
    """See "another 12", "an additional 12", "12 more"."""
    words, start = line.words, quantity.start
    for phrase in tables().increments if start and words[start - 1] in tables().increments_last else ():
        if tuple(words[max(0, start - len(phrase)) : start]) == phrase and (phrase != ("other",) or _opens(words, start - 1)):
            return _bounded_more(words, quantity, start - len(phrase))._replace(increment=True)
    after = words[quantity.end : quantity.end + 1]
    return quantity._replace(increment=True) if after and after[0] in tables().increments_after else quantity
