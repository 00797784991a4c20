"""From tokens to pieces: one a word, phrase or quantity, by the vocabulary, by neighbours (`neighbours`) or by a guess."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from aggregator.core.vocab import read as read_vocabulary
from parsers.text.afterwards import (
    all_but,
    all_of_whom,
    compounds,
    dashes,
    heads,
    of_a_nation,
    parts_of_days,
    repointed,
    taken_to_care,
)
from parsers.text.ages import without_ages
from parsers.text.hyphens import joined
from parsers.text.kinds import FIRED
from parsers.text.lexicon import Word, lexicon
from parsers.text.living import read_as_dead
from parsers.text.multiples import multiple, multiples
from parsers.text.neighbours import BY_NEIGHBOURS, at_a_place, compound, doubtful, meant
from parsers.text.nominals import as_many, described, initials, mostly, nameless, of_the_staff
from parsers.text.numbers import read as read_number
from parsers.text.organisations import forces, organisations
from parsers.text.pieces import Piece
from parsers.text.quantities import AGE, COUNT, ORDINAL, Quantity, openings
from parsers.text.rejected import rejected
from parsers.text.slashes import either
from parsers.text.such import both
from parsers.text.tokens import Line
from parsers.text.wordnames import names

PUNCTUATION = {
    ",": ",",
    ".": ".",
    ";": ";",
    ":": ":",
    "-": "-",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    '"': '"',
    "'": '"',
    " ": ";",
    "|": ":",
}


def lex(line: Line, *, shouted: bool) -> list[Piece]:
    """Return one piece a word, phrase or quantity."""
    words, pieces, i = line.words, list[Piece](), 0
    singles, phrases, starts, plain = lexicon().singles, _phrases(), openings(), _plain()
    while i < len(words):
        word = words[i]
        if word in _JUNIOR and (end := _of_a_name(line, pieces, i)) > i:
            pieces.append(Piece("C", i, end))
            i = end
            continue
        if known := plain.get(word):
            if known.role == "u" and pieces and pieces[-1].code == "C" and _surname(line, i, shouted):
                known = Word("C")  # "Jamie Banks"
            pieces.append(Piece(known.role, i, i + 1, known))
            i += 1
            continue
        entry: Word | None = None
        if (opened := phrases.get(word)) and i + 1 < len(words) and (here := opened.get(words[i + 1])):
            entry, end = _phrase(here, words, i)
            if entry and entry.role == "T" and _goes_on(phrases, words, end):
                entry = None  # "revised | the number of people killed"
            if word == "shot" and words[i + 1] == "at" and at_a_place(words, pieces, i):
                entry, end = singles["shot"], i + 1
        if entry is None and word in multiples() and (several := multiple(words, i)):
            pieces.append(several)
            i = several.end
            continue
        if entry is None and (word in starts or word[0] in "0123456789") and (quantity := read_number(line, i)):
            while pieces and pieces[-1].start >= quantity.start:
                pieces.pop()
            pieces.append(_number(words, quantity, pieces[-1].end if pieces else 0))
            i = pieces[-1].end
            continue
        if entry is None:
            entry, end = singles.get(word), i + 1
        if word in doubtful():
            entry = meant(line, pieces, i, end, entry, shouted=shouted)
        if entry is not None and entry.outcome and entry.role not in "HP" and compound(line, end):
            entry = None  # "die-hard", "dead-end"
        if entry is not None and entry.role == "C" and not _in_name(line, i, end):
            entry = None  # "a hired van"
        if not pieces and entry is not None and entry.role == "K" and words[end : end + 1] == [","]:
            entry = None  # "Lynch, 34, was arrested": a name
        if entry is None and _model(line, i):
            first = pieces.pop().start if pieces and pieces[-1].code == "P" else i  # "a police K-9"
            pieces.append(Piece("f", first, i + 3))
            i += 3
            continue
        if entry is None:
            pieces.append(Piece(_guess(line, i, shouted, opens=not pieces or pieces[-1].code in _OPENING), i, end))
        else:
            pieces.append(Piece(entry.role, i, end, entry))
        i = end
    pieces = [
        p for p, after in zip(pieces, [*pieces[1:], None], strict=True) if not (p.code == "." and after and after.code == ",")
    ]
    pieces = joined(line, pieces)
    pieces = forces(line, organisations(line, pieces if shouted else names(line, pieces)))
    for step in _STEPS:
        pieces = step(words, pieces)
    return dashes(pieces)


# What is read anew once all words are in pieces, in this order.
_STEPS = (
    initials,
    parts_of_days,
    nameless,
    of_the_staff,
    described,
    mostly,
    as_many,
    either,
    rejected,
    heads,
    repointed,
    taken_to_care,
    all_but,
    all_of_whom,
    both,
    compounds,
    of_a_nation,
    read_as_dead,
    without_ages,
)


@cache
def _no_names() -> frozenset[str]:
    """The words in capitals that name nobody."""
    return frozenset(read_vocabulary("en/grammar")["no_names"]["words"])


@cache
def _phrases() -> dict[str, dict[str, list[tuple[tuple[str, ...], Word]]]]:
    """Return the phrases of the vocabulary by their first word and their second, the longest first."""
    found: dict[str, dict[str, list[tuple[tuple[str, ...], Word]]]] = {}
    for phrase, word in (item for known in lexicon().phrases.values() for item in known):
        found.setdefault(phrase[0], {}).setdefault(phrase[1], []).append((phrase, word))
    return found


@cache
def _plain() -> dict[str, Word]:
    """Return the words that open no phrase and no quantity: one look-up tells what they are."""
    table, starts = lexicon(), openings()
    plain = {word: entry for word, entry in table.singles.items() if word not in table.phrases and word not in starts}
    plain = {word: entry for word, entry in plain.items() if not entry.outcome or entry.role in "HP"}  # see `compound`
    return {word: entry for word, entry in plain.items() if word not in BY_NEIGHBOURS and word[0] not in "0123456789"}


def _goes_on(phrases: dict[str, dict[str, list[tuple[tuple[str, ...], Word]]]], words: list[str], end: int) -> bool:
    """Return whether the last word before `end` goes on with "of": "the number | of people killed", "the toll | of the quake"."""
    if words[end : end + 1] != ["of"]:
        return False
    here, alone = phrases.get(words[end - 1], {}).get("of"), lexicon().singles.get(words[end - 1])
    return (alone is not None and alone.role == "T") or (here is not None and _phrase(here, words, end - 1)[0] is not None)


def _phrase(phrases: list[tuple[tuple[str, ...], Word]], words: list[str], i: int) -> tuple[Word | None, int]:
    """Return the first of these phrases that stands at `i`, and where it ends."""
    for phrase, word in phrases:
        if tuple(words[i : i + len(phrase)]) == phrase:
            return word, i + len(phrase)
    return None, i


def _number(words: list[str], quantity: Quantity, floor: int) -> Piece:
    """Return a quantity as a piece; an age takes its "-year-old" with it."""
    start, end = max(floor, quantity.start), quantity.end
    if quantity.kind == AGE:
        while end < len(words) and words[end] in _AGE_WORDS:
            end += 1
        end -= words[end - 1] == "-"  # "66 years old - were killed"
        if words[end - 1] == "olds":  # "two 16-year-olds": a noun in the plural
            known = lexicon().singles["children" if quantity.low and quantity.low < ADULT else "adults"]
            return Piece(known.role, max(floor, quantity.figure), end, known)
        return Piece("g", max(floor, quantity.figure), end)
    if words[end : end + 1] == ["shot"] and start and words[start - 1] in FIRED:
        return Piece("u", start, end + 1, quantity=quantity)
    if quantity.kind == ORDINAL and quantity.low:
        return Piece("1", quantity.start, end, quantity=quantity)
    return Piece("Q" if quantity.kind == COUNT else "u", start, end, quantity=quantity)


ADULT = 18  # years
_AGE_WORDS = frozenset(
    ("-", "year", "years", "month", "months", "old", "week", "weeks", "day", "days", "yrs", "yr", "olds", "yo", "y", "/", "o")
)
_COMMON = re.compile(r".{3,}(?:tions?|ments?|ness|ity|ities|ism|ance|ence|ship|ous|ive|able|ible|ful|less|ical|ing|ed|ly)$")


_OPENING = '=:"'  # a word behind these may have a capital as the first word of a sentence has


def _in_name(line: Line, start: int, end: int) -> bool:
    """Return whether a word of names ("van", "de") is written like one, or stands beside a word that is."""
    return any(0 <= at < len(line.words) and line.text[line.starts[at]].isupper() for at in (start - 1, start, end))


_JUNIOR = frozenset(("jr", "sr", "ii", "iii"))


def _of_a_name(line: Line, pieces: list[Piece], i: int) -> int:
    """Return where a "Jr." behind a name ends, with its full stop; `i` where there is none. A comma before it goes."""
    dot = line.words[i + 1 : i + 2] == ["."] and i + 2 < len(line.words)
    last = "".join([piece.code for piece in pieces[-3:]])
    for marks in (".,", ","):
        if last.endswith(f"C{marks}"):
            del pieces[-len(marks) :]  # "Mora, Jr.", "Mora T., Jr."
            break
    return i + 1 + dot if pieces and pieces[-1].code == "C" and line.capital(i) else i


def _surname(line: Line, i: int, shouted: bool) -> bool:
    """Return whether a word is written like the end of a name in a sentence that has small letters."""
    return not shouted and line.capital(i) and line.capital(i - 1)


def _guess(line: Line, i: int, shouted: bool, *, opens: bool) -> str:
    """Return the code of a word the vocabulary does not know: by its mark, its capital or its ending."""
    word = line.words[i]
    if word[0].isalpha():
        common = word in _no_names() or ((shouted or opens) and _everyday(word) and not (opens and _named(line, i, shouted)))
        if line.text[line.starts[i]].isupper() and (word == "us" or not common):
            return "C"
        return _by_ending(word)
    if word == "'s":
        return "'"
    if word == "'" and line.glued(i) and line.words[i - 1].endswith("s"):
        return "'"  # the workers' canteen
    if word[0] in "-\u2014" and (word != "-" or (not line.glued(i) and not line.glued(i + 1))):
        return "="  # a dash, not a hyphen
    return PUNCTUATION.get(word[0], "?")


def _named(line: Line, i: int, shouted: bool) -> bool:
    """Return whether the text writes an unlisted word with a capital behind small letters as well: "shot Manning"."""
    word = line.words[i]
    return not shouted and word.endswith(("ing", "ed")) and word not in lexicon().common and word in _within(line.text)


@lru_cache(maxsize=4)
def _within(text: str) -> frozenset[str]:
    """Return the words in -ing and -ed that a text writes with a capital behind small letters, in small letters."""
    return frozenset(word.lower() for word in _CAPITALS.findall(text))


_CAPITALS = re.compile(r"(?<=[a-z] )[A-Z][a-z]+(?:ing|ed)\b")


def _model(line: Line, i: int) -> bool:
    """Return whether capitals stand before a hyphen and a number, as in what is no person: "AK-47", "K-9"."""
    if not line.text[line.starts[i]].isupper():
        return False
    behind = line.words[i + 1 : i + 3]
    return len(behind) == 2 and behind[0] == "-" and behind[1].isdigit() and line.glued(i + 1) and line.glued(i + 2)


@lru_cache(8192)
def _everyday(word: str) -> bool:
    """Return whether a word is an everyday one, by the list or by its ending, and so no name."""
    return word in lexicon().common or _COMMON.match(word) is not None


@lru_cache(8192)
def _by_ending(word: str) -> str:
    """Return the code of an unknown word in lower case."""
    if word.endswith("n't"):
        return "n"
    if len(word) > 4:
        if word.endswith("ly"):
            return "d"
        if word.endswith(("ed", "ing")):
            return "e"
    return "x"
