"""Persons put together: a name with its age, its alias and its description on either side ("his brother, Jamar, 37,")."""

from __future__ import annotations

import re

from aggregator.core import gazetteer
from aggregator.core.model import Qualifier
from parsers.text.kinds import OLDEST
from parsers.text.personwords import crafts
from parsers.text.pieces import Piece
from parsers.text.tokens import Line

_AGED = re.compile(r"(?<=S)(?:\.?,N(?=[,.;)wc\"]|$)|\(N\)|,g(?=[,.;)wc\"]|$)|\(g\)|\(S\))")
_DESCRIBED = re.compile(r"S,?S(?=[,.;:)(VbIJhdwcm&p\"-]|$)")


def persons(pieces: list[Piece]) -> list[Piece]:
    """Join ages to the person before them, and a name to its description on either side ("his brother, Jamar,")."""
    codes = "".join([piece.code for piece in pieces])
    if "N" in codes and "," in codes:
        pieces = _without_ages(pieces, codes)
        codes = "".join([piece.code for piece in pieces])
    if "S" not in codes:
        return pieces
    for aged in reversed(list(_AGED.finditer(codes))):
        person = pieces[aged.start() - 1]
        alias = aged.group() == "(S)" and person.name
        if alias or all(_age(piece) for piece in pieces[aged.start() : aged.end()]):
            inside = pieces[aged.start() + 1]
            if alias and inside.word:
                person = person.but(word=inside.word, words=(person.start, inside.end))
            pieces[aged.start() - 1 : aged.end()] = [person]
    codes = "".join([piece.code for piece in pieces])
    for known in reversed(list(_KNOWN_AS.finditer(codes))) if "W" in codes else ():
        person, how, name = pieces[known.start()], pieces[known.start() + 1], pieces[known.end() - 1]
        told = how.word is not None and how.word.lemma == "known" and name.name is not None and person.name is None
        if told and (joined := _described(person, name, comma=False)):
            pieces[known.start() : known.end()] = [joined]
            codes = codes[: known.start()] + "S" + codes[known.end() :]
    at = 0
    while match := _DESCRIBED.search(codes, at):
        first, second = pieces[match.start()], pieces[match.end() - 1]
        comma = match.end() - match.start() == 3
        listed = comma and first.name and _LIST.match(codes, match.end()) and second.word and _with_him(second)
        joined = (
            None
            if listed
            or (comma and first.name and _inside(pieces, match.start()))
            or (comma and first.name and _cited(pieces, codes, match))
            else _described(first, second, comma=comma)
        )
        if joined:
            pieces[match.start() : match.end()] = [joined]
            codes = codes[: match.start()] + "S" + codes[match.end() :]
            at = match.start()
        else:
            at = match.end() - 1
    return pieces


_BELIEVED = re.compile(r"[MS](d)[GS](?=d?[bhVI])")


def believed(line: Line, pieces: list[Piece]) -> list[Piece]:
    """Leave out what people are held to be, before their verb: "five men | believed to be rebels | were killed"."""
    if "be" not in line.words:
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_BELIEVED.finditer(codes))):
        how = pieces[match.start(1)]
        if line.words[how.end - 2 : how.end] == ["to", "be"]:
            pieces = [*pieces[: match.start(1)], *pieces[match.end() :]]
    return pieces


_KNOWN_AS = re.compile(r"S[dj]WS")  # "a commander known as Abu Adu"
_AGES = re.compile(r"(?<=[MG])(?:[,=]([Ng](?:,[Ng])*,?c[Ng])(?=[,.;)=]|$)|\(([Ng](?:,[Ng])*,?c[Ng])\))")
_ASIDE = re.compile(
    r"(?:(?<=[SfCGXxHM1])|(?<=td)),(N),(?=[dbhvVIw])"
)  # "Jan Point, 27, was found": nobody is counted between commas
_BOTH = re.compile(r"(?<=[MS]),?[tdN](N)(?=[,.;)]|$)")


def _without_ages(pieces: list[Piece], codes: str) -> list[Piece]:
    """Return the pieces without the ages of several people: "two brothers, 14 and 12,", "a man and a woman, both 19,"."""
    spans = []
    for match in _AGES.finditer(codes):
        ages = [piece for piece in pieces[match.start() : match.end()] if piece.code in "Ng"]
        before = pieces[match.start() - 1]
        people = before.quantity
        counted = before.code == "G" or (people and people.low == people.high == len(ages))
        if counted and all(_age(piece) for piece in ages):
            spans.append(match.span())
    for match in _ASIDE.finditer(codes):
        who = match.start() - 1
        count = pieces[who].quantity
        one = pieces[who].code != "M" or (count is not None and count.high == 1)
        if one and _age(pieces[match.start(1)]):
            spans.append((match.start(), match.end() - 1))
            if pieces[who].code == "f" and pieces[who].word is None:  # no place has an age
                name = pieces[who].start, pieces[who].end
                pieces = [*pieces[:who], pieces[who].but(code="S", name=name, words=name), *pieces[who + 1 :]]
    for match in _BOTH.finditer(codes):
        both = pieces[match.start(1) - 1]
        two = both.quantity is not None and both.quantity.low == both.quantity.high == 2
        if (two or (both.word and both.word.lemma in ("each", "all"))) and _age(pieces[match.start(1)]):
            spans.append(match.span())
    for start, end in sorted(spans, reverse=True):
        pieces = [*pieces[:start], *pieces[end:]]
    return pieces


_LIST = re.compile(r"(?:,[SM])*,?c[MSN]")  # "Ardan, his driver and two guards were killed"
_COMPANY = frozenset(("driver", "bodyguard", "aide", "interpreter", "cameraman", "friend", "colleague", "assistant", "secretary"))


def _with_him(piece: Piece) -> bool:
    """Return whether a description is of one who goes with another, and so may be a second person in a list."""
    return piece.word is not None and (piece.word.group == "family" or piece.word.lemma in _COMPANY)


def _cited(pieces: list[Piece], codes: str, match: re.Match[str]) -> bool:
    """Return whether a name is a source's and the other person the subject: "According to the AP, a girl died"."""
    at = match.start()
    return (
        codes[max(0, at - 2) : at] == "qz" and codes[match.end() : match.end() + 1] in tuple("bhVIJ") and pieces[at].word is None
    )


_PLACED = frozenset(("in", "at", "near", "outside", "inside", "across", "around"))


def _inside(pieces: list[Piece], at: int) -> bool:
    """Return whether a name is a place's, by the word before it: "in Kasu, a guard was shot"."""
    word = pieces[at - 1].word if at else None
    if word is not None and word.lemma == "of":
        return (
            at > 1 and pieces[at - 2].code in "xCSf"
        )  # "along the Line of Control, a guard"; not "the murder of Karim, a guard"
    return word is not None and word.lemma in _PLACED


def _age(piece: Piece) -> bool:
    """Return whether a piece inside ", 37," may be an age: a small bare number."""
    q = piece.quantity
    return piece.code in "g,()." or bool(
        q and q.qualifier is Qualifier.EXACT and q.end - q.start == 1 and q.low is not None and q.low <= OLDEST and not q.vague
    )


def _described(first: Piece, second: Piece, *, comma: bool) -> Piece | None:
    """Return a person made of a name and a description, or None where these are two persons."""
    if (first.name is None) == (second.name is None):
        return None
    if first.name is not None and not comma:
        return None
    named, other = (first, second) if first.name else (second, first)
    if other.word and other.word.unit == "household":
        return None  # "of the Amari family, 11-year-old Rana"
    starts = [span[0] for span in (first.words, second.words) if span]
    ends = [span[1] for span in (first.words, second.words) if span]
    words = (min(starts), max(ends)) if starts else None
    return named.but(start=first.start, end=second.end, word=other.word, head=other.head, words=words)


def surnames(line: Line, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with "Mason" or "Sellers" of "Ivo Mason was killed" as the name that it is, and no craft."""
    for at in range(1, len(pieces) - 1) if not crafts().isdisjoint(line.words) else ():
        first, last, then = pieces[at - 1 : at + 2]
        if last.code not in "HP" or first.code not in "Ck" or line.words[last.start] not in crafts() or last.end - last.start > 1:
            continue
        written = line.capital(first.start) and line.capital(last.start) and not line.capital(then.start)
        if written and not gazetteer.is_demonym(line.words[first.start]):
            pieces = [*pieces[:at], last.but(code="C", word=None), *pieces[at + 1 :]]
    return pieces
