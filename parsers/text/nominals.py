"""Words that only their place makes nouns, adjectives or part of a name: "a female", "one staff driver", "Ivo T."."""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.model import Qualifier
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.lexicon import lexicon
from parsers.text.pieces import Piece, one
from parsers.text.quantities import OF_OTHERS, Quantity

_NAMELESS = {"male": "man", "female": "woman"}
_ALONE = re.compile(r"(?:[atg]|(Q))(j)(?=$|[.;:)bhIpwdW]|[,c](?![jxCe])|V(?![jxCe]{0,2}[HP]))")


def nameless(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "a male, a female and a baby" as nouns; no "a male nurse", no "one male and one female guard"."""
    if _NAMELESS.keys().isdisjoint(words):
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in _ALONE.finditer(codes):
        piece = pieces[match.start(2)]
        known = _NAMELESS.get(words[piece.start])
        counted = match[1] and (not one(pieces[match.start()]) or codes[match.end() : match.end() + 1] in (",", "c"))
        if known and not counted:
            pieces[match.start(2)] = piece.but(code="H", word=lexicon().singles[known]._replace(lemma=words[piece.start]))
    return pieces


_ONE_OF_THE_STAFF = re.compile(r"Q[jxCe]{0,2}(P)H")


def of_the_staff(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read the first noun of "one staff driver", which is the same for one and for many, as what kind of driver it is."""
    codes = "".join([piece.code for piece in pieces])
    for match in _ONE_OF_THE_STAFF.finditer(codes) if "PH" in codes else ():
        kind = pieces[match.start(1)]
        if one(pieces[match.start()]) and kind.word and kind.word.lemma == kind.word.text and not kind.word.outcome:
            pieces[match.start(1)] = kind.but(code="j")
    return pieces


_DONE_TO = re.compile(r"[ts](v)(?=[jxCe]{0,2}[HP])|[Qat]([vY])(?=[jxCe]{0,2}[HP]d*[bhVIJm])|[Qats]([vY])(?=[jxCe]{0,2}[HP])")
_DOING = 3  # the group of what only a present participle is: "two fleeing boys", but "two | released prisoners and fled"


def described(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read the participle of "three of the targeted clerics", "two freed hostages were", "a fleeing boy" as an adjective."""
    codes = "".join([piece.code for piece in pieces])
    for match in _DONE_TO.finditer(codes):
        verb, article = pieces[match.start() + 1], pieces[match.start()]
        ending = ("ing",) if match.lastindex == _DOING else ("ed", "ing")
        if words[verb.start].endswith(ending) and verb.end - verb.start == 1 and words[article.start] not in _POINTING:
            pieces[match.start() + 1] = verb.but(code="e", word=None)
    return pieces


_MOSTLY = re.compile(r"Q(i)(?=[jxCe]{1,3}P)")


def mostly(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "mostly" of "11 mostly young people" as how they are; what "12, mostly women" tells is a part of them."""
    if _LARGELY.isdisjoint(words):
        return pieces
    for match in _MOSTLY.finditer("".join([piece.code for piece in pieces])):
        most = pieces[match.start(1)]
        if words[most.start] in _LARGELY and most.end - most.start == 1:
            pieces[match.start(1)] = most.but(code="j", word=None)
    return pieces


_LARGELY = frozenset(("mostly", "mainly"))
_POINTING = frozenset(("that", "this", "these", "those", "both"))  # "those attacked officers"
_NO_VERB = re.compile(r"m(?=C\.C)")
_INITIAL = re.compile(r"C(?:\.?C)*(\.)(?=[VKIvbhce,d])")


def initials(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Leave out the marks within a name: "Ivo T. shot"."""
    codes = "".join([piece.code for piece in pieces])
    for match in _NO_VERB.finditer(codes) if "." in words else ():
        if words[pieces[match.start()].start] in ("will", "may") and len(words[pieces[match.start() + 1].start]) == 1:
            pieces[match.start()] = pieces[match.start()].but(code="C", word=None)  # "a clerk, Will R. Mora"
            codes = codes[: match.start()] + "C" + codes[match.start() + 1 :]
    gone = set[int]()
    for match in _INITIAL.finditer(codes) if "C." in codes else ():
        at = match.start(1)
        if match.end(1) - match.start() > 2 and len(words[pieces[at - 1].start]) == 1:
            gone.add(at)
    return [piece for at, piece in enumerate(pieces) if at not in gone] if gone else pieces


@cache
def _spouse_nouns() -> frozenset[str]:
    return frozenset(read_vocabulary("en/victims")["pairs"]["spouses"])


_AND_THEIR_OWN = re.compile(r"M,?c(G)")


def spouses(pieces: list[Piece], words: list[str]) -> list[Piece]:
    """Count "their wives" of "four clerks and their wives": as many as the clerks."""
    if "their" not in words:
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in _AND_THEIR_OWN.finditer(codes) if "cG" in codes else ():
        who, their = pieces[match.start()], pieces[match.start(1)]
        many, kin = who.quantity, their.word.lemma if their.word else ""
        exact = many is not None and many.qualifier is Qualifier.EXACT and not one(who)
        if many and exact and kin in _spouse_nouns() and words[their.start] == "their":
            number = Quantity(their.start, their.end, low=many.low, high=many.high, flags=(OF_OTHERS,), figure=their.start)
            pieces[match.start(1)] = their.but(code="M", quantity=number)
    return pieces


_AS_MANY = re.compile(r"(Q)[jxCef]{0,4}P+c(W)(Q)(?=[jxCef]{0,3}P)")


_AS_MANY_HURT = re.compile(r"(Q)[^.;:QW]{0,12}c(?:V(W)(Q)(?=$|[.,;]|[HPj][.,;])|(W)(Q)(?=bV))")


def _as_many_hurt(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Count "as many" of "killed nine guards and injured as many" and of "and as many were injured"."""
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_AS_MANY_HURT.finditer(codes))):
        at = match.start(2) if match[2] else match.start(4)
        many = pieces[match.start(1)].quantity
        if words[pieces[at].start : pieces[at + 1].end] == ["as", "many"] and many and many.qualifier is Qualifier.EXACT:
            how = pieces[at]
            number = Quantity(how.start, pieces[at + 1].end, low=many.low, high=many.high, flags=(OF_OTHERS,), figure=how.start)
            pieces[at : at + 2] = [pieces[at + 1].but(start=how.start, quantity=number)]
    return pieces


def as_many(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Count "as many clerks" of "nine guards and as many clerks": as many as the guards."""
    if "many" not in words:
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_AS_MANY.finditer(codes))):
        first, how, last = (pieces[match.start(n)] for n in (1, 2, 3))
        many = first.quantity
        if words[how.start : last.end] == ["as", "many"] and many and many.qualifier is Qualifier.EXACT:
            number = Quantity(how.start, last.end, low=many.low, high=many.high, flags=(OF_OTHERS,), figure=how.start)
            pieces[match.start(2) : match.end(3)] = [last.but(start=how.start, quantity=number)]
    return _as_many_hurt(words, pieces)
