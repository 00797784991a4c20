"""From words to pieces of a clause: people counted, people meant, things, and the words that tell what befell them.

A clause becomes a string of one-character codes, so that a rule of grammar is a pattern over that string. The codes of single words are
those of `lexicon.ROLES`; this module adds:

    M  people counted ("at least 63 Syrian soldiers")     N  a number that stands alone ("63")
    U  counted, of a kind we do not know ("six Jesuits")   X  things counted ("two homes")
    S  one person meant, without a number ("a soldier")    G  people meant, without a number ("the soldiers")
    D  counted harm ("184 deaths")
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from aggregator.core.model import Qualifier
from parsers.text import numbers
from parsers.text.lexicon import Word, lexicon
from parsers.text.numbers import Quantity
from parsers.text.tokens import Line

PUNCTUATION = {",": ",", ".": ".", ";": ";", ":": ":", "-": "-", "(": "(", ")": ")", "[": "(", "]": ")", '"': '"', "'s": "'", "'": '"', "/": "/"}
UNKNOWN, NAME, WORDISH = "x", "C", "e"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Tokens [start, end) with one code. `word` is the entry of its head; `quantity` its number; `name` tells that it is somebody's name."""

    code: str
    start: int
    end: int
    word: Word | None = None
    quantity: Quantity | None = None
    head: int = -1  # token of the head noun; -1: none
    words_from: int = -1  # first token of the victims' words; -1: none
    name: tuple[int, int] | None = None  # tokens of a personal name inside
    partitive: bool = False  # "three of them"

    @property
    def outcome_word(self) -> Word | None:
        """The trigger this piece is, if it is one."""
        return self.word if self.word and self.word.outcome else None


def lex(line: Line, *, shouted: bool) -> list[Piece]:
    """Return one piece a word, phrase or quantity."""
    table, words, pieces, i = lexicon(), line.words, list[Piece](), 0
    while i < len(words):
        word = words[i]
        entry, end = _phrase(table.phrases.get(word), words, i)
        if entry is None and numbers.begins(word) and (quantity := numbers.read(line, i)):
            while pieces and pieces[-1].start >= quantity.start:
                pieces.pop()
            start = quantity.start
            if pieces and pieces[-1].end > start:
                start = pieces[-1].end
            code = {numbers.COUNT: "Q", numbers.AGE: "g", numbers.OTHER: "u"}[quantity.kind]
            if quantity.kind == numbers.AGE:
                end = _age_end(words, quantity.end)
                pieces.append(Piece(code=code, start=i, end=end))
                i = end
                continue
            pieces.append(Piece(code=code, start=start, end=quantity.end, quantity=quantity))
            i = quantity.end
            continue
        if entry is None:
            entry, end = table.singles.get(word), i + 1
        code = entry.role if entry else _guess(line, i, shouted=shouted)
        if entry and code == "u" and entry.form == "singular":
            code = "f"
        pieces.append(Piece(code=code, start=i, end=end, word=entry))
        i = end
    return pieces


def _phrase(phrases: list[tuple[tuple[str, ...], Word]] | None, words: list[str], i: int) -> tuple[Word | None, int]:
    """Return the longest phrase of the vocabulary that stands at `i`, and where it ends."""
    for phrase, word in phrases or ():
        if tuple(words[i : i + len(phrase)]) == phrase:
            return word, i + len(phrase)
    return None, i


def _age_end(words: list[str], end: int) -> int:
    """Return where "12-year-old", "12 years old" ends."""
    while end < len(words) and words[end] in ("-", "year", "years", "month", "months", "old", "week", "weeks", "day", "days", "yrs", "yr"):
        end += 1
    return end


def _guess(line: Line, i: int, *, shouted: bool) -> str:
    """Return the code of a word the vocabulary does not know."""
    word = line.words[i]
    if not word[0].isalpha():
        return PUNCTUATION.get(word, "?")
    if word.endswith("n't"):
        return "n"
    if not shouted and line.capital(i):
        return NAME
    if word.endswith("ly") and len(word) > 4:
        return "d"
    if word.endswith(("ed", "ing")) and len(word) > 4:
        return WORDISH
    return UNKNOWN


_MODIFIER = "[jxCekgHAfd']"
_HEADS = "P+(?:c[jxCe]{0,3}P+(?![qh]))?"
_NP = re.compile(
    rf"""
    (?P<noun>Q(?:[jxCe]|f(?!P)){{0,4}}O)                        # 184 deaths
  | (?P<none>[Z](?:[jxCef]){{0,4}}[OPHA]|0(?:ot?(?:Q)?[jxCef]{{0,3}}[PHr]?)?) # no casualties, none of the 40 passengers
  | (?P<people>[ts]?Q(?:o[ts]*Q?)?(?:{_MODIFIER}-?){{0,8}}?(?:{_HEADS}))   # at least 63 Syrian soldiers
  | (?P<one>[ts]?Q(?:o[ts]+)?(?:{_MODIFIER}-?){{0,8}}?H(?![PH])(?:oQ)?)       # one young man
  | (?P<them>Q(?:oa?[rwt](?![xCjef]*[uf])))                    # three of them
  | (?P<things>[ts]?Q-?(?:[jxCe'-]){{0,4}}?[uf])             # two homes
  | (?P<kind>[ts]?Q(?:o[ts]?)?(?:[jxCk]-?){{0,3}}[xC](?!P))              # six Jesuits
  | (?P<bare>[ts]?Q)                                        # 63
  | (?P<single>(?:(?:[asx]|t|[C'-]*')[jxCekgfdAQ']{{0,7}}?|^[jxCekg]{{0,5}}?|(?<=[.:;-])[jxC]{{0,4}}?|g?)H+(?:oQ)?)                   # a soldier, his mother
  | (?P<plural>[ats]?[jxCekgfA]{{0,5}}?P+)                     # the soldiers
  | (?P<name>(?:k\.?)*C(?:['.-]{{0,2}}[Ck]\.?)*)                      # Nahil Aouni Mushtaha
  | (?P<aged>[at]g)                                            # a 17-year-old
    """,
    re.VERBOSE,
)
_CODE = {
    "noun": "D", "none": "M", "people": "M", "one": "M", "them": "N", "things": "X", "kind": "U", "bare": "N",
    "single": "S", "plural": "G", "name": "S", "aged": "S",
}  # fmt: skip


def chunk(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with noun phrases put together."""
    codes = "".join(piece.code for piece in pieces)
    out: list[Piece] = []
    done = 0
    for match in _NP.finditer(codes):
        out += pieces[done : match.start()]
        out += _build(match.lastgroup or "", pieces[match.start() : match.end()])
        done = match.end()
    return out + pieces[done:]


def _build(kind: str, parts: list[Piece]) -> list[Piece]:
    """Return the pieces that one matched noun phrase becomes."""
    if parts[0].code in "ts" and kind in ("people", "one", "things", "kind", "bare"):
        return [parts[0], *_build(kind, parts[1:])]
    quantity = next((part.quantity for part in parts if part.quantity), None)
    first, last = parts[0], parts[-1]
    heads = [part for part in parts if part.code in "PH"]
    code = _CODE[kind]
    if kind in ("people", "one") and quantity:
        numbered = [part for part in parts if part.code == "Q"]
        if len(numbered) == 2 and last.code == "Q":  # a family of five
            quantity = numbered[1].quantity
        head = next((p for p in parts if p.code == "P"), heads[-1]) if kind == "people" else heads[-1]
        if quantity and quantity.low == 1 and head.code == "P" and head.word and head.word.form == "plural" and not _same(head.word):
            return [replace(parts[0], code="N"), *parts[1:]] if False else [Piece(code="X", start=first.start, end=last.end)]
        words_from = parts[1].start if len(parts) > 1 else first.start
        partitive = any(part.code == "o" for part in parts)
        if partitive:
            words_from = next(part.end for part in parts if part.code == "o")
        return [Piece(code=code, start=first.start, end=last.end, word=head.word, quantity=quantity, head=head.start, words_from=words_from, partitive=partitive)]
    if kind == "none":
        number = Quantity(start=first.start, end=first.end, low=0, high=0, qualifier=Qualifier.NONE, figure=first.start)
        if last.code in "OA" and last.word:
            return [Piece(code="D", start=first.start, end=last.end, word=last.word, quantity=number)]
        return [Piece(code="M", start=first.start, end=last.end, word=last.word, quantity=number, head=last.start, words_from=-1 if last is first else parts[1].start)]
    if kind == "single":
        numbered = [part for part in parts if part.code == "Q"]
        head = heads[-1]
        if last.code == "Q" and last.quantity:
            return [Piece(code="M", start=first.start, end=last.end, word=head.word, quantity=last.quantity, head=head.start, words_from=first.start)]
        return [Piece(code="S", start=first.start, end=last.end, word=head.word, head=head.start, words_from=first.start)]
    if kind == "name":
        return [Piece(code="S", start=first.start, end=last.end, words_from=first.start, name=(first.start, last.end))]
    if kind == "aged":
        return [Piece(code="S", start=first.start, end=last.end, words_from=first.start)]
    if kind == "plural":
        return [Piece(code="G", start=first.start, end=last.end, word=heads[-1].word, head=heads[-1].start, words_from=first.start)]
    return [
        Piece(code=code, start=first.start, end=last.end, word=last.word if kind == "noun" else None, quantity=quantity,
              words_from=parts[1].start if kind in ("kind", "noun") and len(parts) > 1 else -1, partitive=kind == "them")
    ]  # fmt: skip


def _same(word: Word) -> bool:
    """Return whether a noun has one form for one and many (staff, police)."""
    return word.lemma in ("staff", "police", "personnel", "crew", "taliban", "dead", "people", "injured", "wounded", "missing")
