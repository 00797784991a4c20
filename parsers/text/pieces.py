"""From tokens to pieces: one a word, phrase or quantity, each with a one-character code that says what it does in a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.kinds import FIRED
from parsers.text.lexicon import Word, lexicon
from parsers.text.numbers import read as read_number
from parsers.text.quantities import AGE, COUNT, ORDINAL, Quantity, openings
from parsers.text.tokens import Line

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


MULTIPLE = "multiple"  # the lemma of "triple homicide", whatever the noun


@dataclass(slots=True, eq=False)
class Piece:
    """Tokens [start, end) with one code; never changed once made (a frozen class would be thrice as slow to make).

    `word` is the entry of its head and `head` its token, `quantity` its number, `name` the tokens of a personal name, `words` the
    tokens that say who they are; None where the text gives none.
    """

    code: str
    start: int
    end: int
    word: Word | None = None
    quantity: Quantity | None = None
    head: int | None = None
    words: tuple[int, int] | None = None
    name: tuple[int, int] | None = None

    def but(self, **changes: Any) -> Piece:
        """Return a copy with these fields changed."""
        other = Piece(self.code, self.start, self.end, self.word, self.quantity, self.head, self.words, self.name)
        for field, value in changes.items():
            setattr(other, field, value)
        return other

    @property
    def trigger(self) -> Word | None:
        """The word that tells of harm, if this piece is or holds one."""
        return self.word if self.word and self.word.outcome else None


def lex(line: Line, *, shouted: bool) -> list[Piece]:
    """Return one piece a word, phrase or quantity."""
    words, pieces, i = line.words, list[Piece](), 0
    singles, phrases, starts, plain = lexicon().singles, _phrases(), openings(), _plain()
    while i < len(words):
        word = words[i]
        if known := plain.get(word):
            pieces.append(Piece(known.role, i, i + 1, known))
            i += 1
            continue
        entry: Word | None = None
        if (opened := phrases.get(word)) and i + 1 < len(words) and (here := opened.get(words[i + 1])):
            entry, end = _phrase(here, words, i)
            if entry and entry.role == "T" and _goes_on(phrases, words, end):
                entry = None  # "revised | the number of people killed"
            if word == "shot" and words[i + 1] == "at" and _at_a_place(words, pieces, i):
                entry, end = singles["shot"], i + 1
        if entry is None and word in _multiples() and (several := _multiple(words, i)):
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
        if word in _doubtful():
            entry = _meant(line, pieces, i, end, entry, shouted=shouted)
        if entry is not None and entry.outcome and entry.role not in "HP" and _compound(line, end):
            entry = None  # "die-hard", "dead-end"
        if entry is None:
            pieces.append(Piece(_guess(line, i, shouted), i, end))
        else:
            pieces.append(Piece(entry.role, i, end, entry))
        i = end
    return _dashes(_ages(words, _all_but(words, _carried(words, _unquoted(pieces)))))


_BUT_SO_MANY = re.compile(r"dBuo(?:r|tG)")


def _all_but(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "all but two of them" as one phrase, like "most of them"."""
    if "but" not in words or "all" not in words:
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_BUT_SO_MANY.finditer(codes))):
        first, last = pieces[match.start()], pieces[match.end() - 1]
        if words[first.start] == "all":
            pieces[match.start() : match.end()] = [Piece("i", first.start, last.end, lexicon().singles["including"])]
    return pieces


_BY_NEIGHBOURS = ("may", "minor", "us", "that", "murders", "remaining", "local")


@cache
def _doubtful() -> frozenset[str]:
    """Return the words that `_meant` tells by their neighbours."""
    return _known_by() | set(_BY_NEIGHBOURS)


def _meant(line: Line, pieces: list[Piece], i: int, end: int, entry: Word | None, *, shouted: bool) -> Word | None:
    """Return the entry that the word at `i` has between its neighbours; `entry`, up to `end`, is what it is alone."""
    words, singles = line.words, lexicon().singles
    word, behind = words[i], words[i + 1] if i + 1 < len(words) else ""
    if word == "may" and _month(line, pieces, i, shouted):
        return singles["june"]
    if word == "local" and behind.isalpha() and ((known := singles.get(behind)) is None or known.role in "jHPC"):
        return singles["former"]  # "local NGO officer", but "a local was killed"
    if word == "remaining" and pieces and pieces[-1].code in "ts":
        return singles["former"]  # "the remaining two"
    if word == "us" and not shouted and _country(line, i):
        return None
    if word == "minor" and behind in _wounds():
        return singles["small"]  # "minor burns"
    if word == "murders" and entry and _murders(words, pieces, i):
        return entry._replace(role="K", form="third")  # "husband murders wife"
    if word == "that" and pieces and pieces[-1].code == "q" and (known := singles.get(behind)) and known.role in "ats":
        return singles["whether"]  # "said that a man was killed": no man of that kind
    if word == "that" and i and (verb := singles.get(behind)) and verb.outcome and verb.role in "VK":
        return singles["which"]  # "a shot that killed his son"
    if word in _known_by() and end == i + 1 and pieces and pieces[-1].quantity:
        return singles["local"]  # "three identified men"
    return entry


_DISTANT = re.compile(r'Q(")[jxCeAdH]{0,3}P(")')


def _unquoted(pieces: list[Piece]) -> list[Piece]:
    """Read '80 "terrorists" were killed' without the marks by which a text keeps its distance from a word."""
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_DISTANT.finditer(codes))):
        del pieces[match.start(2)], pieces[match.start(1)]
    return pieces


def _ages(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Leave out "aged 8", "aged 8 and 10" and ", ages 8 and 10,": who they are of is told before; "and" joins nobody."""
    if _AGED.isdisjoint(words):
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_SEVERAL.finditer(codes))):
        if words[pieces[max(match.start(1), match.start(2))].start] in _AGED:
            del pieces[match.start() : match.end()]
            codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_ONE_AGED.finditer(codes))):
        if words[pieces[match.end() - 2].start] in _AGED:
            del pieces[match.start() : match.end()]
    return pieces


_ONE_AGED = re.compile(r"(?:(?<=[HPC]),)?[xeVdj]g(?=[,.;)wcbhVIp\"]|$)")  # "a boy aged 9 and 12 others", "Ana, aged 9, and"
_AGED = frozenset(("aged", "ages"))
_SEVERAL = re.compile(r",([xeVdj])g(?:,?c?g)+,|,?([xeVdj])g(?:,?c?g)+")


def _murders(words: list[str], pieces: list[Piece], i: int) -> bool:
    """Return whether "murders" is what somebody does: between a person and whom."""
    behind = lexicon().singles.get(words[i + 1]) if i + 1 < len(words) else None
    return bool(pieces) and pieces[-1].code in "HC" and behind is not None and behind.role in "asHP"


@cache
def _multiples() -> dict[str, int]:
    """The words that count the victims of a noun behind them: a triple homicide."""
    found: dict[str, int] = read_vocabulary("en/numbers")["multiples"]
    return found


@cache
def _befallen() -> dict[tuple[str, ...], Outcome]:
    """The nouns of harm that are told as double or triple, in words."""
    data, lasting = read_vocabulary("en/outcomes"), (Outcome.KILLED, Outcome.INJURED)
    return {tuple(noun.split()): outcome for outcome in lasting for noun in data[outcome.value]["multiple"]}


def _multiple(words: list[str], i: int) -> Piece | None:
    """Return "triple homicide" at `i` as counted harm, or None."""
    at = i + 1 + (words[i + 1 : i + 2] == ["-"])
    for end in (at + 2, at + 1):
        if (outcome := _befallen().get(tuple(words[at:end]))) and words[end : end + 1] != ["-"]:  # no "double murder-suicide"
            n = _multiples()[words[i]]
            number = Quantity(start=i, end=i + 1, low=n, high=n, figure=i)
            return Piece("D", i, end, Word("D", outcome, "singular", lemma=MULTIPLE), number)
    return None


def _at_a_place(words: list[str], pieces: list[Piece], i: int) -> bool:
    """Return whether "shot at" tells where people were shot: "were shot at a party", "Five shot at party"; not at whom."""
    data, behind = read_vocabulary("en/outcomes")["injured"]["shot_at"], words[i + 2 : i + 6]
    if not behind or not behind[0][0].isalnum() or behind[0] in data["aimed"] or not pieces:
        return False
    if any(piece.code == "b" for piece in pieces[-3:] if piece.code in "bd"):
        return True
    if any(piece.code in "vVKEhb" for piece in pieces) or len(pieces) > 6:
        return False
    last, singles = pieces[-1], lexicon().singles
    who = last.code == "Q" or (last.word is not None and last.word.group in ("children", "women", "people", "civilians"))
    aimed = any(word in data["targets"] or ((known := singles.get(word)) and known.role in "PH") for word in behind)
    return who and not aimed


def _compound(line: Line, end: int) -> bool:
    """Return whether a hyphen and another word are glued to a word that ends at `end`."""
    words = line.words
    return end + 1 < len(words) and words[end] == "-" and line.glued(end) and line.glued(end + 1) and words[end + 1][0].isalpha()


def _carried(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "taken to Grant Medical Center" as one word of injury, whatever the hospital is called."""
    data = _carrying()
    if data[0].isdisjoint(words) and "treated" not in words:
        return pieces
    at = 0
    while at < len(pieces) - 2:
        first = pieces[at]
        if first.end - first.start == 1 and _carries(words, first, data[0]):
            behind = at + 1 if pieces[at + 1].end - pieces[at + 1].start > 1 else at + 2  # "to hospitals" may be one piece
            behind = next((i for i in range(behind, min(len(pieces), at + 11)) if not _named(pieces[i].code)), len(pieces))
            behind += pieces[at + 1].code == "A" and behind == at + 1
            last = next(
                (i for i in range(behind - 1, at, -1) if " ".join(words[pieces[i].end - 2 : pieces[i].end]).endswith(data[1])),
                None,
            )
            if last is not None:
                word = Word("V", Outcome.INJURED, "participle", lemma="taken to hospital")
                pieces[at : last + 1] = [Piece("V", first.start, pieces[last].end, word)]
        at += 1
    return pieces


def _carries(words: list[str], verb: Piece, verbs: frozenset[str]) -> bool:
    """Return whether a verb and the word behind it lead to care: "taken to", "treated at"."""
    after = words[verb.end] if verb.end < len(words) else ""
    return after == "to" if words[verb.start] in verbs else words[verb.start] == "treated" and after in ("at", "in")


def _named(code: str) -> bool:
    """Return whether a piece of this code may be part of a hospital's name."""
    return code in "tsajxCfukoH'-de1PzQ"


@cache
def _no_names() -> frozenset[str]:
    """The words in capitals that name nobody."""
    return frozenset(read_vocabulary("en/grammar")["no_names"]["words"])


@cache
def _known_by() -> frozenset[str]:
    """The words of giving names that right behind a number only describe its people."""
    return frozenset(read_vocabulary("en/grammar")["described"]["words"])


@cache
def _wounds() -> frozenset[str]:
    """The words for wounds, of which "minor" tells how bad they are."""
    return frozenset(read_vocabulary("en/movements")["wounds"])


@lru_cache(1)
def _carrying() -> tuple[frozenset[str], tuple[str, ...]]:
    """The words that carry people to care, and the last words of where they are carried."""
    carried = read_vocabulary("en/outcomes")["injured"]["carried"]
    return frozenset(carried["verbs"]), (*(f" {word}" for word in carried["to"]), *carried["centres"])


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
    plain = {word: entry for word, entry in plain.items() if not entry.outcome or entry.role in "HP"}  # see `_compound`
    return {word: entry for word, entry in plain.items() if word not in _BY_NEIGHBOURS and word[0] not in "0123456789"}


def _month(line: Line, pieces: list[Piece], i: int, shouted: bool) -> bool:
    """Return whether "may" is the month: behind a day, or with a capital inside a sentence in lower case."""
    return i > 0 and (pieces[-1].code in "u1" or (not shouted and line.capital(i)))


def _country(line: Line, i: int) -> bool:
    """Return whether "us" is the United States: in capitals, and no currency."""
    return line.text.startswith("US", line.starts[i]) and line.words[i + 1 : i + 2] != ["$"]


def _dashes(pieces: list[Piece]) -> list[Piece]:
    """Read a pair of free-standing dashes as a bracket: "six priests -- five Spaniards and a Salvadoran -- were killed"."""
    marks = [i for i, piece in enumerate(pieces) if piece.code == "="]
    for left, right in zip(marks[::2], marks[1::2], strict=False):
        if pieces[left - 1].code in "VIAOT" and pieces[left + 1].code == "Q":
            continue  # "Injured - 40"
        if pieces[left + 1].code in "VIAOT" and pieces[left + 2].code == ":":
            continue  # "- Deaths: 27 - Injured: 114"
        pieces[left], pieces[right] = pieces[left].but(code="("), pieces[right].but(code=")")
    return pieces


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
_AGE_WORDS = frozenset(("-", "year", "years", "month", "months", "old", "week", "weeks", "day", "days", "yrs", "yr", "olds"))
_COMMON = re.compile(r".{3,}(?:tions?|ments?|ness|ity|ities|ism|ance|ence|ship|ous|ive|able|ible|ful|less|ical|ing|ed|ly)$")


def _guess(line: Line, i: int, shouted: bool) -> str:
    """Return the code of a word the vocabulary does not know: by its mark, its capital or its ending."""
    word = line.words[i]
    if word[0].isalpha():
        common = word in _no_names() or ((shouted or i == 0) and _everyday(word))
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
