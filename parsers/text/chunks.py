"""From words to the pieces of a clause: people counted, one person meant, things, and the words that tell what befell them.

A clause becomes a string of one-character codes, so that a rule of grammar is a pattern over a short string. The codes of single words
are those of `lexicon`; this module adds the codes of noun phrases:

    M  people counted ("at least 63 Syrian soldiers")     N  a number that stands alone ("63", "three of them")
    U  counted, of a kind we do not know ("six Jesuits")  X  things counted ("two homes")
    S  one person meant without a number ("a soldier")    G  people meant without a number ("the soldiers")
    D  counted harm ("184 deaths", "no casualties")       g  an age
    =  a free-standing dash; two of them read as ( and )
    =  a dash that stands free, and `(` `)` where two of them enclose something
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from aggregator.core.model import Qualifier
from aggregator.core.vocab import read as read_vocabulary
from parsers.text import numbers
from parsers.text.lexicon import Word, lexicon
from parsers.text.numbers import Quantity
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


@dataclass(slots=True, eq=False)
class Piece:
    """Tokens [start, end) with one code; never changed once made (not `frozen`, which would make it thrice as slow to make). `word` is the entry of its head; `quantity` its number; `name` the tokens of a personal name.

    `head` is the token of the head noun and `words` the tokens that say who they are; both None where the text gives a bare figure.
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
    table, words, pieces, i = lexicon(), line.words, list[Piece](), 0
    singles, phrases, openings = table.singles, table.phrases, numbers.openings()
    while i < len(words):
        word = words[i]
        entry, end = _phrase(phrases[word], words, i) if word in phrases else (None, i + 1)
        if entry is None and (word in openings or word[0] in "0123456789") and (quantity := numbers.read(line, i)):
            while pieces and pieces[-1].start >= quantity.start:
                pieces.pop()
            pieces.append(_number(words, quantity, pieces[-1].end if pieces else 0))
            i = pieces[-1].end
            continue
        if entry is None:
            entry, end = singles.get(word), i + 1
        if word == "may" and _month(line, pieces, i, shouted):
            entry = singles["june"]
        if entry is None:
            pieces.append(Piece(_guess(line, i, shouted), i, end))
        else:
            pieces.append(Piece("f" if entry.role == "u" and entry.form == "singular" else entry.role, i, end, entry))
        i = end
    return _dashes(pieces)


def _month(line: Line, pieces: list[Piece], i: int, shouted: bool) -> bool:
    """Return whether "may" is the month: behind a day, or with a capital inside a sentence in lower case."""
    return i > 0 and (pieces[-1].code in "u1" or (not shouted and line.capital(i)))


def _dashes(pieces: list[Piece]) -> list[Piece]:
    """Read a pair of free-standing dashes as a bracket: "six priests -- five Spaniards and a Salvadoran -- were killed"."""
    marks = [i for i, piece in enumerate(pieces) if piece.code == "="]
    for left, right in zip(marks[::2], marks[1::2], strict=False):
        if pieces[left - 1].code in "VIAOT" and pieces[left + 1].code == "Q":
            continue  # "Injured - 40"
        pieces[left], pieces[right] = pieces[left].but(code="("), pieces[right].but(code=")")
    return pieces


def _phrase(phrases: list[tuple[tuple[str, ...], Word]], words: list[str], i: int) -> tuple[Word | None, int]:
    """Return the longest phrase of the vocabulary that stands at `i`, and where it ends."""
    for phrase, word in phrases:
        if tuple(words[i : i + len(phrase)]) == phrase:
            return word, i + len(phrase)
    return None, i


def _number(words: list[str], quantity: Quantity, floor: int) -> Piece:
    """Return a quantity as a piece; an age takes its "-year-old" with it."""
    start, end = max(floor, quantity.start), quantity.end
    if quantity.kind == numbers.AGE:
        while end < len(words) and words[end] in _AGE_WORDS:
            end += 1
        return Piece("g", max(floor, quantity.figure), end)
    if quantity.kind == numbers.ORDINAL and quantity.low:
        return Piece("1", quantity.start, end, quantity=quantity)
    return Piece("Q" if quantity.kind == numbers.COUNT else "u", start, end, quantity=quantity)


_AGE_WORDS = frozenset(("-", "year", "years", "month", "months", "old", "week", "weeks", "day", "days", "yrs", "yr", "olds"))
_COMMON = re.compile(
    r".{3,}(?:tion|tions|ment|ments|ness|ity|ities|ism|ance|ence|ship|ous|ive|able|ible|ful|less|ical|ing|ed|ly)$"
)


def _guess(line: Line, i: int, shouted: bool) -> str:
    """Return the code of a word the vocabulary does not know: by its mark, its capital or its ending."""
    word = line.words[i]
    if word[0].isalpha():
        if line.text[line.starts[i]].isupper() and not ((shouted or i == 0) and _everyday(word)):
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


_WORD = r"(?:[jxCekfHd'1]|\([jCxe]{1,3}\)|P(?=['H])|-(?=[jxCekfHPVEIA])|(?<![AVfH])[AV](?=[jxCe]{0,3}[PH](?!,?q)))"
_NP = re.compile(
    rf"""
    (?P<harm>Q-?(?:[jxCefHPdV]-?){{0,5}}?O)                                    # 184 deaths, 27 storm-related deaths
  | (?P<none>Z(?:[jxCefHP]){{0,4}}?O|Z(?:[jxCefdH]){{0,4}}?[PHA]|Z[jxC]{{1,3}}(?=[bh])|0(?:o[ts]?Q?[jxCef]{{0,3}}[PHr]?)?)  # no casualties, none of the 40 passengers
  | (?P<part>Q(?=o[ts]?Q|o[ts]?r|ot[,.)VAIbhmwp]))                             # one of the 63, three of them
  | (?P<people>Q(?:o[tsaj]*)?{_WORD}{{0,8}}?P+(?!')(?:c[jxCe]{{0,3}}P+(?!q|'))?)      # at least 63 Syrian soldiers and militiamen
  | (?P<one>Q(?:o[tsj]+)?{_WORD}{{0,8}}?H+(?![PHu]))                            # one young man
  | (?P<things>Q-?(?:o[ts]?)?(?:[jxCekHd'-]|V(?=[uf])){{0,4}}?[uf]+)                                 # two homes
  | (?P<nth>[ts]?1[jxCef]{{0,3}}(?:H(?=z)|O))                                     # the 63rd soldier to die
  | (?P<half>Qj{{1,2}}(?=,?c?Q))                                                  # one male and one female aid worker
  | (?P<kind>Q(?:o[ts]?)?(?:[jxCke]-?){{0,3}}[xC](?!P))                         # six Jesuits
  | (?P<bare>Q)                                                                # 63
  | (?P<a_death>a[jxC1]{{0,2}}O)                                               # another fatality
  | (?P<single>(?:[ats]+|(?:[tk]*[CxHfj]{{1,4}}')|(?<=[VEKo,c])(?=g))+{_WORD}{{0,7}}?g?{_WORD}{{0,3}}?H+(?!['HP])(?:oQ(?![jxCe]{{0,3}}[PHuf])|o[ts]?k?C(?:\.?-?C)*(?!'))?)  # a soldier, Amal's 12-year-old son
  | (?P<headline>(?:(?<![\s\S])|(?<=[.:;,c"]))g?[jxCekg]{{0,4}}?H+(?:o[ts]?k?C(?:\.?-?C)*(?!'))?(?=C|g|,|[bVIJvq(<]|p)) # Woman killed in Queens
  | (?P<titled>H(?=(?:k\.?)*C))                                                # Senator Rosa Vidal
  | (?P<plural>[atsj]*(?:[jxCekgfeH]|(?<=[ats])V){{0,4}}?P+)                                    # the soldiers
  | (?P<ordinal>a1(?![jxCekfuHPOoQ]))                                          # wounded a third
  | (?P<another>a(?=d*[VIAb])|tj(?=d*[bhVI]))                                   # one was killed and another wounded
  | (?P<aged>[at]g(?![jxCekf]{{0,3}}[HP]))                                     # a 17-year-old
  | (?P<place>C(?:\.?-?[CKx])*[fu]+)                                           # Anhui Province
  | (?P<name>(?:g-?)?(?:k\.?)*C(?:\.?-?[Ck])*(?!'[^OE]))                       # 29-year-old Nahil Aouni Mushtaha
  | (?P<someone>[at][jCxekg]{{1,3}}(?=d*[bVIw]|c[ats])|(?<=[VEK])[at][jCxeg]{{1,3}}(?=[c,.;poy)]|$)|(?<=c)a[jxe]{{1,3}}(?=[,.;p]|$))  # the custodian was killed, shot the stripper
    """,
    re.VERBOSE,
)
_CODE = {
    "harm": "D",
    "none": "M",
    "part": "N",
    "people": "M",
    "one": "M",
    "things": "X",
    "kind": "U",
    "bare": "N",
    "half": "N",
    "plural": "G",
    "place": "f",
}


def chunk(line: Line, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with noun phrases put together and ages, names and their descriptions joined to their persons."""
    codes = "".join([piece.code for piece in pieces])
    out: list[Piece] = []
    done = 0
    for match in _NP.finditer(codes):
        out += pieces[done : match.start()]
        out.append(_build(line, match.lastgroup or "", pieces[match.start() : match.end()]))
        done = match.end()
    return _persons(line, out + pieces[done:])


def _build(line: Line, kind: str, parts: list[Piece]) -> Piece:
    """Return the piece that one matched noun phrase becomes."""
    first, last = parts[0], parts[-1]
    quantity = next((part.quantity for part in parts if part.quantity), None)
    heads = [part for part in parts if part.code in "PH"]
    piece = Piece(_CODE.get(kind, "S"), first.start, last.end, quantity=quantity)
    if kind in ("people", "one"):
        return _counted(piece, parts, heads)
    if kind == "none":
        zero = Quantity(start=first.start, end=first.end, low=0, high=0, qualifier=Qualifier.NONE, figure=first.start)
        words = (parts[1].start, last.end) if len(parts) > 1 and heads else None
        return piece.but(code="D" if last.code in "OA" else "M", word=last.word, quantity=zero, words=words)
    if kind == "harm":
        code = "M" if last.word and last.word.lemma == "casualty" else "D"
        return piece.but(code=code, word=last.word, words=_outer(parts[1:-1]))
    if kind == "kind":
        return piece.but(words=_outer([part for part in parts[1:] if part.code not in "ots"]))
    if kind in ("single", "headline", "titled", "plural"):
        return _uncounted(piece, parts, heads)
    if kind == "name":
        start = next(part.start for part in parts if part.code in "Ck")
        return piece.but(name=(start, last.end), words=(start, last.end))
    if kind == "nth":
        return _nth(line, piece, parts)
    if kind == "a_death":
        return (
            piece.but(code="D", word=last.word)
            if last.word and last.word.lemma in _DEATHS and last.word.form == "singular"
            else last
        )
    if kind == "someone" and line.words[last.start] in lexicon().common:
        return piece.but(code="f")
    if kind in ("aged", "someone", "ordinal"):
        return piece.but(words=(first.start, last.end))
    return piece


def _outer(parts: list[Piece]) -> tuple[int, int] | None:
    """Return the tokens that these parts cover, or None."""
    return (parts[0].start, parts[-1].end) if parts else None


def _counted(piece: Piece, parts: list[Piece], heads: list[Piece]) -> Piece:
    """People with a number: the head is the first plural noun; "one village soldiers" is no person."""
    many = [part for part in heads if part.code == "P"]
    head = next((a for a, b in zip(many, many[1:], strict=False) if a.end != b.start), many[-1]) if many else heads[-1]
    quantity = piece.quantity
    one = quantity is not None and quantity.low == quantity.high == 1
    if (
        one
        and head.word
        and head.word.form == "plural"
        and head.code == "P"
        and not _invariant(head.word)
        and not any(p.code == "o" for p in parts)
    ):
        return piece.but(code="X")
    words = [part for part in parts[1:] if part.code not in "ots" or part.start > head.start]
    state = next((p.word for p in parts if p.code in "AV" and p.word and p.word.outcome in _STATES), None)
    word = head.word
    if state and word and word.outcome is None:
        word = word._replace(outcome=state.outcome)
    return piece.but(word=word, head=head.start, words=_outer(words))


def _nth(line: Line, piece: Piece, parts: list[Piece]) -> Piece:
    """The 63rd soldier to die, the ninth death of the year: so many by now."""
    ordinal = next(part for part in parts if part.code == "1")
    value = ordinal.quantity.low if ordinal.quantity else read_vocabulary("en/numbers")["ordinals"].get(line.words[ordinal.start])
    if not value or value < 2:
        return piece.but(code="S", quantity=None, word=parts[-1].word, words=(piece.start, piece.end))
    number = Quantity(start=ordinal.start, end=ordinal.end, low=value, high=value, figure=ordinal.start, flags=("ordinal",))
    last = parts[-1]
    return piece.but(code="D" if last.code == "O" else "M", word=last.word, quantity=number, words=(last.start, last.end) if last.code == "H" else None)


_STATES = frozenset(("injured", "missing", "displaced", "homeless", "trapped", "abducted", "killed", "affected"))


@cache
def _of_number() -> frozenset[str]:
    """The nouns whose "of" number is their own: a family of five."""
    return frozenset(read_vocabulary("en/victims")["of_number"])


_DEATHS = frozenset(("death", "fatality"))
_OTHERS = "others-only"


def _invariant(word: Word) -> bool:
    """Return whether a noun has one form for one and many (staff, police)."""
    return word.lemma == word.text


def _uncounted(piece: Piece, parts: list[Piece], heads: list[Piece]) -> Piece:
    """One person or people without a number: a soldier, his mother, a couple, a family of five, the soldiers."""
    last, head = parts[-1], heads[-1]
    words = (parts[0].start, head.end)
    if head.word and head.word.lemma == "life":
        return piece.but(code="f" if piece.code == "S" else "G", word=head.word)
    if head.word and head.word.lemma == _OTHERS:
        number = Quantity(
            start=head.start, end=head.end, low=None, high=None, qualifier=Qualifier.VAGUE, vague="others", figure=head.start
        )
        return piece.but(code="M", word=head.word, quantity=number, head=head.start, words=words)
    if piece.code == "G" and parts[0].code == "a" and head.word and _invariant(head.word):
        piece = piece.but(code="S")  # an international staff
    if last.code == "Q" and last.quantity and head.word and head.word.lemma in _of_number():
        return piece.but(code="M", word=head.word._replace(unit="person"), quantity=last.quantity, head=head.start, words=words)
    means = read_vocabulary("en/victims")["means"].get(head.word.lemma) if head.word and piece.code == "S" else None
    if means:
        two = Quantity(start=piece.start, end=head.end, low=means, high=means, figure=piece.start)
        return piece.but(code="M", word=head.word, quantity=two, head=head.start, words=words)
    return piece.but(quantity=None, word=head.word, head=head.start, words=words)


# --------------------------------------------------------------------------------------------------- persons: names, ages, descriptions

_AGED = re.compile(r"(?<=S)(?:,N(?=[,.;)wc\"]|$)|\(N\)|,g(?=[,.;)wc\"]|$)|\(g\)|\(S\))")
_DESCRIBED = re.compile(r"S,?S(?=[,.;:)(VbIJhdwcm&p\"-]|$)")


def _persons(line: Line, pieces: list[Piece]) -> list[Piece]:
    """Join ages to the person before them, and a name to its description on either side ("his brother, Jamar,")."""
    codes = "".join([piece.code for piece in pieces])
    if "S" not in codes:
        return pieces
    for match in reversed(list(_AGED.finditer(codes))):
        person = pieces[match.start() - 1]
        alias = match.group() == "(S)" and person.name
        if alias or all(_age(piece) for piece in pieces[match.start() : match.end()]):
            inside = pieces[match.start() + 1]
            if alias and inside.word:
                person = person.but(word=inside.word, words=(person.start, inside.end))
            pieces[match.start() - 1 : match.end()] = [person]
    codes = "".join([piece.code for piece in pieces])
    at = 0
    while match := _DESCRIBED.search(codes, at):
        first, second = pieces[match.start()], pieces[match.end() - 1]
        joined = _described(first, second, comma=match.end() - match.start() == 3)
        if joined:
            pieces[match.start() : match.end()] = [joined]
            codes = codes[: match.start()] + "S" + codes[match.end() :]
            at = match.start()
        else:
            at = match.end() - 1
    return pieces


def _age(piece: Piece) -> bool:
    """Return whether a piece inside ", 37," may be an age: a small bare number."""
    q = piece.quantity
    return piece.code in "g,()" or bool(
        q and q.qualifier is Qualifier.EXACT and q.end - q.start == 1 and q.low is not None and q.low <= 110 and not q.vague
    )


def _described(first: Piece, second: Piece, *, comma: bool) -> Piece | None:
    """Return a person made of a name and a description, or None where these are two persons."""
    if (first.name is None) == (second.name is None):
        return None
    if first.name is not None and not comma:
        return None
    named, other = (first, second) if first.name else (second, first)
    starts = [span[0] for span in (first.words, second.words) if span]
    ends = [span[1] for span in (first.words, second.words) if span]
    words = (min(starts), max(ends)) if starts else None
    return named.but(start=first.start, end=second.end, word=other.word, head=other.head, words=words)
