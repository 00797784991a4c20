"""From words to the pieces of a clause: people counted, one person meant, things, and the words that tell what befell them.

A clause becomes a string of one-character codes, so that a rule of grammar is a pattern over a short string. The codes of single
words are those of `lexicon`; this module adds the codes of noun phrases:

    M  people counted ("at least 63 Syrian soldiers")     N  a number that stands alone ("63", "three of them")
    U  counted, of a kind we do not know ("six Jesuits")  X  things counted ("two homes")
    S  one person meant without a number ("a soldier")    G  people meant without a number ("the soldiers")
    D  counted harm ("184 deaths", "no casualties")       g  an age
    =  a free-standing dash; two of them read as ( and )
    =  a dash that stands free, and `(` `)` where two of them enclose something
"""

from __future__ import annotations

import re
from itertools import pairwise

from aggregator.core.model import Qualifier
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.afterwards import hostages, unbracketed
from parsers.text.allegiance import described, whom_they_say
from parsers.text.lexicon import Word
from parsers.text.nominals import spouses
from parsers.text.persons import believed, persons, surnames
from parsers.text.personwords import bodies, of_number, pairs, peoples
from parsers.text.pieces import Piece, opened
from parsers.text.quantities import Quantity
from parsers.text.someone import someone
from parsers.text.such import such_and
from parsers.text.tokens import Line

# A word inside a noun phrase: adjectives, names, nouns used as adjectives, a state ("wounded"), a bracket ("(British)").
_WORD = r"(?:[jxCekfHd'1]|\([jCxe]{1,3}\)|P(?=['H])|u(?=[PH])|-(?=[jxCekfHPVEIA])|(?<![AVfH])[AV](?=[jxCe]{0,3}[PH](?!,?q)))"
_NAME = r"C(?:\.?-?C)*"
_OF_NAME = rf"o[ts]?k?{_NAME}(?![-'C])"
_LEAD = r"(?:[ats]|(?:[tk]*[CxHfj]{1,4}')|(?<=[VEKo,c])(?=g))"  # an article, "Amal's"; "killed 14-year-old girl" has none
_FROM, _MANY = r"(?:[po][tsa]?[jxC]{0,2}[Cf])?", r"Q[jxCe]{0,3}[PH]+(?!,?q|')"  # "from Velsk", "three boys" and no speakers
_PHRASES = (  # what a noun phrase is, its pattern over codes, an example; the first that fits wins
    ("harm", r"Q-?(?:(?:[jxCefHdV]|P(?=O))-?){0,5}?O", "184 deaths, 27 storm-related deaths"),
    ("none", r"Z[jxCefHPd]{0,4}?O|Z[jxCefdH]{0,4}?[PHA]|Z[jxC]{1,3}(?=[bh])", "no casualties, no villager"),
    (
        "nobody",
        r"0(?<!b0)(?!o[ts]?Q?[jxCe]{0,3}[uf]+(?!'))(?!o[ts]Q[jxCef]{0,3}P(?:V[^.,;]*[bh]|w))(?:o[ts]?Q?(?:[jxCef]{1,3}')?[jxCef]{0,3}[PHr]?)?",
        "none of the 40 passengers",
    ),
    ("part", r"Q(?=o[ts]?Q|o[ts]?r|ot[,.)VAIbhmwp])", "one of the 63, three of them"),
    ("other_half", r"Q(?<=jcQ)j{1,2}[jxCe]{0,4}P+(?![P'])", "two female and one male aid workers"),
    ("slip", rf"Q(?<=[PHC]cQ){_WORD}{{0,3}}?P(?=d*b)", "11 rebels and one Turkish soldiers"),
    (
        "people",
        rf"Q(?:o[tsaj]*)?{_WORD}{{0,3}}?g?{_WORD}{{0,8}}?P+(?!')(?:c[jxCe]{{0,3}}P+(?!q|'))?",
        "63 Syrian soldiers and militiamen, two 14-year-old boys",
    ),
    ("one", rf"Q(?:o[tsj]+)?{_WORD}{{0,8}}?H+(?![PHu])", "one young man"),
    ("things", r"Q-?(?:o[ts]?)?(?:[jxCekHdg'-]|[AV](?=[uf])){0,4}?[uf]+", "two homes"),
    ("nth", r"[ts]?1[jxCef]{0,3}(?:H(?=z)|O)", "the 63rd soldier to die"),
    ("half", r"Qj{1,2}(?=,?c?Q)", "one male and one female aid worker"),
    ("kind", r"Q(?:o[ts]?)?(?:[jxCke]-?){0,3}[xC](?!P)", "six Jesuits"),
    ("bare", r"Q", "63"),
    ("a_death", r"a[jxC1]{0,2}O", "another fatality"),
    (
        "single",
        rf"{_LEAD}+{_WORD}{{0,7}}?g?{_WORD}{{0,3}}?H+(?!['HP])(?:oQ(?![jxCe]{{0,3}}[PHuf])|{_OF_NAME})?",
        "a soldier, Amal's 12-year-old son",
    ),
    (
        "headline",
        rf"(?:(?<![\s\S])|(?<=[.:;,cW\"]))g?(?:[jxCekgf]|[Pu](?=H)|-(?=[jxCeH])|A(?=[jx]?H)){{0,5}}?H+(?:{_OF_NAME}|oQ(?![jxCe]{{0,3}}[PHuf]))?(?:o[tsa]?[jxC]{{0,2}}[fj])?(?=C|g|,|[bVIJKvq(<]|A[,.;:cpW=]|A$|d[VI](?=[.;pW]|,Vy|$)|ecd*V|p|c[sat]?j*H|cs?Q)",
        "Woman killed in Queens",
    ),
    (
        "headline_part",
        r"(?<=[pvo])[jxCe]{0,2}?H+(?:oQ(?![jxCe]{0,3}[PHuf]))?(?=(?:,[Qg],)?(?:V|A)(?:[yp.,;]|$))",
        "Vigil for boy killed",
    ),
    ("coordinate", r"(?<=c)[jxCekg]{0,3}?H+(?=[.;:)oWw]|$)", "killed a man and woman"),
    ("headline_object", r"(?:(?<=K)|(?<=wV))[jxCe]{0,2}?H+(?=[pW,.;c]|$)", "Sniper kills farmer in olive grove"),
    ("titled", r"H(?=(?:k\.?)*C)", "Senator Rosa Vidal"),
    ("plural", r"[atsj]*(?:[jxCekgfeH]|(?<=[xC])-(?=[xeCjH])|(?<=[ats])V){0,4}?P+", "the soldiers"),
    ("ordinal", r"a1(?![jxCekfuHPOoQ])|t1(?=(?:hd*)?bd*[VA])", "wounded a third, the fourth was killed"),
    ("another", r"a(?=d*(?:[VIb]|hd*b|A(?![xfeCjk])|v[jfx]{0,2}O))|tj(?=d*[bhVI])", "one was killed and another wounded"),
    ("one_more", r"a(?<=[VEK]a)(?=[,.;Wycpd]|$)", "killed two and wounded another"),
    ("aged", r"[at]g(?![jxCekf]{0,3}[HP]|[jxe]{0,2}[fu]+d*[bhVI])", "a 17-year-old"),
    ("place", r"C(?:\.?-?[CKx])*[fu]+", "Anhui Province"),
    ("name", r"(?:g-?)?(?:k\.?)*C(?:\.?-?[Ck])*(?!'[^OE])", "29-year-old Nahil Aouni Mushtaha"),
    (
        "listed",
        rf"a(?:(?<=P,a)[jxC]{{0,2}}x(?={_FROM},?c{_MANY}|,{_MANY},?c[tsaQ][jxCe]{{0,3}}[PH])|(?<=H,a)[jxC]{{0,2}}x(?={_FROM}c{_MANY}))",
        "two guards, a coroner and three boys",
    ),
    (
        "someone",
        r"[at][jCxkg]{1,3}(?=d*[bVIw]|c[ats])|(?<=[VEK])[at][jCxeg]{1,3}(?=[c,.;poy)]|$)|(?<=c)a[jxe]{1,3}(?=[,.;p]|$)",
        "the custodian was killed, shot the stripper",
    ),
)
# Named by an empty group at its end, so that `re` sees at the first code which phrases cannot be.
_NP = re.compile(f"(?=[QZ0ts1agCkxHfjePV])(?:{'|'.join(f'(?:{pattern})(?P<{kind}>)' for kind, pattern, _ in _PHRASES)})")
_CODE = {
    "harm": "D",
    "none": "M",
    "nobody": "M",
    "part": "N",
    "people": "M",
    "one": "M",
    "slip": "M",
    "things": "X",
    "kind": "U",
    "bare": "N",
    "half": "N",
    "plural": "G",
    "place": "f",
}


def chunk(line: Line, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with noun phrases put together and ages, names and their descriptions joined to their persons."""
    pieces = surnames(line, opened(unbracketed(pieces)))
    codes = "".join([piece.code for piece in pieces])
    out: list[Piece] = []
    done = 0
    for match in _NP.finditer(codes):
        out += pieces[done : match.start()]
        parts = pieces[match.start() : match.end()]
        built = _build(line, match.lastgroup or "", parts)
        of_things = match.lastgroup == "one" and _goes_on(line, built, pieces[match.end() : match.end() + 1])
        out.append(built.but(code="X") if of_things else built)
        done = match.end()
    out = whom_they_say(line.words, described(line.words, out + pieces[done:]))
    return persons(believed(line, such_and(line, spouses(_crews(hostages(line.words, out)), line.words))))


def _goes_on(line: Line, one: Piece, behind: list[Piece]) -> bool:
    """Return whether "six rebel" goes on with the noun that is counted: "six rebel | barges"; no "six rebel were killed"."""
    several = one.quantity is not None and one.quantity.high != 1
    noun = line.words[behind[0].start] if several and behind and behind[0].code == "x" else ""
    return len(noun) > 3 and noun.endswith("s") and not noun.endswith("ss")


def _crews(pieces: list[Piece]) -> list[Piece]:
    """Give "its crew of eight" its number: a plural whose "of" number is its own."""
    for at in range(len(pieces) - 2):
        crew, of, number = pieces[at : at + 3]
        if crew.code in "GS" and of.code == "o" and number.code == "N" and crew.word and crew.word.lemma in of_number():
            whole = crew.but(code="M", end=number.end, quantity=number.quantity)
            return [*pieces[:at], whole, *_crews(pieces[at + 3 :])]
    return pieces


def _build(line: Line, kind: str, parts: list[Piece]) -> Piece:
    """Return the piece that one matched noun phrase becomes."""
    first, last = parts[0], parts[-1]
    quantity = next((part.quantity for part in parts if part.quantity), None)
    heads = [part for part in parts if part.code in "PH"]
    piece = Piece(_CODE.get(kind, "S"), first.start, last.end, quantity=quantity)
    if kind in ("people", "one", "slip"):
        return _counted(piece, parts, heads, slip=kind == "slip")
    if kind == "other_half":
        return piece.but(code="M", word=heads[0].word, head=heads[0].start, words=_outer(parts[1:]))
    if kind in ("none", "nobody"):
        zero = Quantity(start=first.start, end=first.end, low=0, high=0, qualifier=Qualifier.NONE, figure=first.start)
        words = (parts[1].start, last.end) if len(parts) > 1 and heads else None
        return piece.but(code="D" if last.code in "OA" else "M", word=last.word, quantity=zero, words=words)
    if kind == "harm":
        if last.word and last.word.lemma in read_vocabulary("en/outcomes")["killed"]["happenings"]:
            return piece.but(code="X")
        if last.word and last.word.lemma in read_vocabulary("en/outcomes")["injured"]["happenings"]:
            return piece.but(code="O", word=last.word, quantity=None)
        code = "M" if last.word and last.word.lemma == "casualty" else "D"
        return piece.but(code=code, word=last.word, words=_outer(parts[1:-1]))
    if kind == "kind":
        return piece.but(words=_outer([part for part in parts[1:] if part.code not in "ots"]))
    if kind in ("single", "headline", "coordinate", "headline_object", "headline_part", "titled", "plural"):
        if kind == "single" and heads[0].word and heads[0].word.lemma in bodies() and any(part.code == "1" for part in parts):
            return _nth(line, piece, parts)  # "recovered a 13th body"
        return _uncounted(line, piece, parts, heads)
    if kind in ("another", "one_more") and line.words[first.start] in ("a", "an"):
        return first  # "heard a shot"
    if kind == "name":
        start = next(part.start for part in parts if part.code in "Ck")
        if last.end - start < 3 and line.words[last.end - 1] in peoples():
            return piece.but(code="G")  # "Kurds and Arabs were killed": nobody's name
        return piece.but(name=(start, last.end), words=(start, last.end))
    if kind == "nth":
        return _nth(line, piece, parts)
    if kind == "a_death":
        counts = last.word is not None and last.word.lemma in _DEATHS and last.word.form == "singular"
        return piece.but(code="D", word=last.word) if counts else last
    if kind in ("someone", "listed"):
        return someone(line, piece, parts, listed=kind == "listed")
    if kind in ("aged", "ordinal"):
        return piece.but(words=(first.start, last.end))
    return piece


def _outer(parts: list[Piece]) -> tuple[int, int] | None:
    """Return the tokens that these parts cover, or None."""
    return (parts[0].start, parts[-1].end) if parts else None


def _counted(piece: Piece, parts: list[Piece], heads: list[Piece], *, slip: bool) -> Piece:
    """People with a number: the head is the first plural noun; "one village soldiers" is no person."""
    many = [part for part in heads if part.code == "P"]
    head = next((a for a, b in pairwise(many) if a.end != b.start), many[-1]) if many else heads[-1]
    one = piece.quantity is not None and piece.quantity.low == piece.quantity.high == 1
    of = any(part.code == "o" for part in parts)
    if (
        one
        and not of
        and not slip
        and head.code == "P"
        and head.word
        and head.word.form == "plural"
        and not _invariant(head.word)
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
    return piece.but(
        code="D" if last.code == "O" else "M",
        word=last.word,
        quantity=number,
        words=(last.start, last.end) if last.code == "H" else None,
    )


_STATES = frozenset(("injured", "missing", "displaced", "homeless", "trapped", "abducted", "killed", "affected"))


_DEATHS = frozenset(("death", "fatality"))
_OTHERS = "others-only"


def _invariant(word: Word) -> bool:
    """Return whether a noun has one form for one and many (staff, police)."""
    return word.lemma == word.text


def _uncounted(line: Line, piece: Piece, parts: list[Piece], heads: list[Piece]) -> Piece:
    """One person or people without a number: a soldier, his mother, a couple, a family of five, the soldiers."""
    if parts[0].code == "t" and len(parts) > 1 and parts[1].code == "a":
        piece, parts = piece.but(start=parts[1].start), parts[1:]  # "reported that | a national staff"
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
    if last.code == "Q" and last.quantity and head.word and head.word.lemma in of_number():
        return piece.but(code="M", word=head.word._replace(unit="person"), quantity=last.quantity, head=head.start, words=words)
    numbers = read_vocabulary("en/victims")["means"]
    many = head.word.text if head.word and not line.capital(head.start) else None  # the twins, but not the Twins
    means = numbers.get(head.word.lemma if piece.code == "S" else many) if head.word else None
    if means is None and piece.code == "G" and head.word and head.word.lemma in pairs():
        means = 2 if line.words[piece.start] in ("his", "her", "both") else None
    if means:
        two = Quantity(start=piece.start, end=head.end, low=means, high=means, figure=piece.start)
        return piece.but(code="M", word=head.word, quantity=two, head=head.start, words=words)
    return piece.but(quantity=None, word=head.word, head=head.start, words=words)
