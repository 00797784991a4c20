"""What is read anew once a sentence is in pieces: "all but two", ages, "taken to hospital", marks of distance, dashes."""

from __future__ import annotations

import re
from functools import lru_cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.lexicon import Word, lexicon
from parsers.text.pieces import Piece, behind_dateline

_BUT_SO_MANY = re.compile(r"dBuo(?:r|tG)")


def all_but(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "all but two of them" as one phrase, like "most of them"."""
    if "but" not in words or "all" not in words:
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_BUT_SO_MANY.finditer(codes))):
        first, last = pieces[match.start()], pieces[match.end() - 1]
        if words[first.start] == "all":
            pieces[match.start() : match.end()] = [Piece("i", first.start, last.end, lexicon().singles["including"])]
    return pieces


@lru_cache(maxsize=1)
def _weekdays() -> frozenset[str]:
    return frozenset(read_vocabulary("en/time")["weekdays"])


def parts_of_days(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "Friday night" as one time: "wounded eight late Friday night", but "three Friday night raids"."""
    days, parts = _weekdays(), read_vocabulary("en/time")["parts_of_day"]
    pieces = _last_night(words, pieces) if "last" in words else pieces
    if days.isdisjoint(words):
        return pieces
    for at in range(len(pieces) - 2, -1, -1):
        if at + 1 == len(pieces):
            continue  # the words before "Friday night" have joined it
        day, part = pieces[at : at + 2]
        if words[day.end - 1] not in days or part.end - part.start > 1 or words[part.start] not in parts:
            continue
        if at + 2 == len(pieces) or pieces[at + 2].code not in "ufxO":
            late = at > 0 and words[pieces[at - 1].start] in ("late", "early")
            pieces[at - late : at + 2] = [day.but(start=pieces[at - late].start, end=part.end)]
    return pieces


_LAST = frozenset(("night", "week", "weekend", "month", "year"))


def _last_night(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "last night" as one time: "injured six last night", but "six last month alone" and "the last week's raids"."""
    for at in range(len(pieces) - 2, 0, -1):
        behind = pieces[at + 2].code if at + 2 < len(pieces) else "."
        spell = words[pieces[at].start : pieces[at + 1].end]
        if len(spell) == 2 and spell[0] == "last" and spell[1] in _LAST and pieces[at - 1].code in "QN" and behind in ".,;pcq)":
            pieces[at : at + 2] = [pieces[at].but(code="d", end=pieces[at + 1].end, word=None)]
    return pieces


_WHOM = re.compile(r"d(i)[dbhVIA]")


def all_of_whom(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "the 19 passengers, all of whom died" as "who died"."""
    if "whom" not in words:
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_WHOM.finditer(codes))):
        first, last = pieces[match.start()], pieces[match.start(1)]
        if words[first.start] in ("all", "both") and words[last.end - 1] == "whom":
            pieces[match.start() : match.start(1) + 1] = [Piece("w", first.start, last.end, lexicon().singles["who"])]
    return pieces


_DISTANT = re.compile(r'Q(")[jxCeAdH]{0,3}P(")')
_QUOTED = re.compile(r'"Q"(?=[jxCeHd]{0,3}[PAO]|[hbIV])')
_SLASH = re.compile(r"[VA](\?)(?=Q)")
_PAIR = re.compile(r"K[jx]{0,2}H+(,)[jx]{0,2}H+(?=[;.:pW]|$)")


def repointed(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read '80 "terrorists" were killed' without the marks by which a text keeps its distance from a word.

    The comma of a headline's "kills father, son" is an "and".
    """
    codes = "".join([piece.code for piece in pieces])
    for match in _SLASH.finditer(codes) if "?Q" in codes else ():
        if words[pieces[match.start(1)].start] == "/":
            pieces[match.start(1)] = pieces[match.start(1)].but(code="c")  # "5 killed/12 injured"
    for match in _PAIR.finditer(codes) if "K" in codes else ():
        pieces[match.start(1)] = pieces[match.start(1)].but(code="c")
    for match in reversed(list(_QUOTED.finditer(codes))) if '"Q"' in codes else ():
        del pieces[match.end() - 1], pieces[match.start()]  # 'said "at least 20" people had died'
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_DISTANT.finditer(codes))):
        del pieces[match.start(2)], pieces[match.start(1)]
    return pieces


def taken_to_care(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "taken to Grant Medical Center" as one word of injury, whatever the hospital is called."""
    data = _carrying()
    if data[0].isdisjoint(words) and "treated" not in words and "drove" not in words:
        return pieces
    at = 0
    while at < len(pieces) - 2:
        first, start = pieces[at], at
        if words[first.start] == "drove" and words[first.end : first.end + 1] and words[first.end] in _SELVES:
            at += 1  # "drove himself | to the hospital"
        if pieces[at].end - pieces[at].start == 1 and _carries(words, pieces[at], data[0]):
            behind = at + 1 if pieces[at + 1].end - pieces[at + 1].start > 1 else at + 2  # "to hospitals" may be one piece
            behind = next(
                (
                    i
                    for i in range(behind, min(len(pieces), at + 11))
                    if not (_named(pieces[i].code) or words[pieces[i - 1].start] == "st")
                ),
                len(pieces),
            )
            behind += pieces[at + 1].code == "A" and behind == at + 1
            cared = behind < len(pieces) and _for_treatment(words, pieces[behind].start)
            last = next(
                (i for i in range(behind - 1, at, -1) if " ".join(words[pieces[i].end - 2 : pieces[i].end]).endswith(data[1])),
                None,
            )
            if last is None and cared:
                last = behind - 1
            if last is not None:
                word = Word("V" if start == at else "I", Outcome.INJURED, "participle", lemma="taken to hospital")
                pieces[start : last + 1] = [Piece(word.role, first.start, pieces[last].end, word)]
        at = start + 1
    return pieces


def _carries(words: list[str], verb: Piece, verbs: frozenset[str]) -> bool:
    """Return whether a verb and the word behind it lead to care: "taken to", "treated at"."""
    after = words[verb.end] if verb.end < len(words) else ""
    if words[verb.start] in _SELVES:
        return after == "to" and words[verb.start - 1] == "drove"
    return after == "to" if words[verb.start] in verbs else words[verb.start] == "treated" and after in ("at", "in")


_SELVES = frozenset(("himself", "herself", "themselves"))


def _for_treatment(words: list[str], at: int) -> bool:
    """Return whether "for treatment" stands at `at`: "transferred to the capital | for treatment", not "of malaria"."""
    behind = words[at : at + 4]
    told = behind[:2] == ["for", "treatment"] or (behind[:1] == ["for"] and behind[2:3] == ["treatment"])
    return told and "of" not in behind and "for" not in behind[1:]


def _named(code: str) -> bool:
    """Return whether a piece of this code may be part of a hospital's name."""
    return code in "tsajxCfukoH'-de1PzQ"


@lru_cache(1)
def _carrying() -> tuple[frozenset[str], tuple[str, ...]]:
    """The words that carry people to care, and the last words of where they are carried."""
    carried = read_vocabulary("en/outcomes")["injured"]["carried"]
    return frozenset(carried["verbs"]), (*(f" {word}" for word in carried["to"]), *carried["centres"])


_HEAD_OF = re.compile(r"[ta][jxCe]?(x)o[tsa]?(?:[jxCeu]|C-C|(?<=C)'){0,6}(?=[xuCfv](?:[.,;)cbhVIpodB]|$))")
_LIVING = re.compile(r"[tsa]?[jxCe]*[HPQGS]")


def heads(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "the head of the bank" as who leads it; "the head of a man" stays what it is."""
    if "head" not in words:
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in _HEAD_OF.finditer(codes):
        at = match.start(1)
        if words[pieces[at].start] == "head" and not _LIVING.match(codes, at + 2):
            pieces[at] = pieces[at].but(code="H", word=lexicon().singles["leader"])
    return pieces


_STATES = frozenset(("dead", "wounded", "injured"))
_NATION = re.compile(r"Q(j)A(?![f])")


def of_a_nation(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "900 Ukrainian dead" as 900 dead."""
    if _STATES.isdisjoint(words):
        return pieces
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_NATION.finditer(codes))):
        if words[pieces[match.end() - 1].start] in _STATES:
            del pieces[match.start(1)]
    return pieces


_COMPOUND = re.compile(r"Q[jxCefH]{0,3}(P)u")


def compounds(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read the people of "two police vans" as what kind of vans they are."""
    codes = "".join([piece.code for piece in pieces])
    for match in _COMPOUND.finditer(codes) if "Pu" in codes else ():
        things = pieces[match.end() - 1]
        if things.end - things.start == 1 and words[things.start].isalpha():
            pieces[match.start(1)] = pieces[match.start(1)].but(code="j")
    return pieces


def dashes(pieces: list[Piece]) -> list[Piece]:
    """Read a pair of free-standing dashes as a bracket: "six priests -- five Spaniards and a Salvadoran -- were killed"."""
    marks = [i for i, piece in enumerate(pieces) if piece.code == "="]
    if len(marks) > 1 and marks[0] < behind_dateline(pieces):
        marks = marks[1:]
    for left, right in zip(marks[::2], marks[1::2], strict=False):
        if pieces[left - 1].code in "VIAOT" and pieces[left + 1].code == "Q":
            continue  # "Injured - 40"
        if pieces[left + 1].code in "VIAOT" and pieces[left + 2].code == ":":
            continue  # "- Deaths: 27 - Injured: 114"
        pieces[left], pieces[right] = pieces[left].but(code="("), pieces[right].but(code=")")
    return pieces


# "2 Red Cross (1 Swiss, 1 Italian) staff", "at least ten, perhaps more, people"
_AND_HIS = re.compile(r"(?<=[HPC])\(c[atsQ][jxCef]{0,3}[HP]+\)(?=[bh])")
_BRACKET = re.compile(r"Q[jxCef]{0,5}(\([^()iVAEIO]{1,16}\)|,[dx]j,)(?=[jxCe]{0,3}[PH])")


def unbracketed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without brackets that stand between a number and its noun, and "a clerk (and his son) were" without."""
    codes = "".join([piece.code for piece in pieces])
    for match in reversed(list(_AND_HIS.finditer(codes))) if "(c" in codes else ():
        if (verb := pieces[match.end()].word) and verb.lemma in ("were", "are", "have"):
            pieces = [*pieces[: match.start()], *pieces[match.start() + 1 : match.end() - 1], *pieces[match.end() :]]
            codes = codes[: match.start()] + codes[match.start() + 1 : match.end() - 1] + codes[match.end() :]
    inside = [match.span(1) for match in _BRACKET.finditer(codes)]
    return [piece for at, piece in enumerate(pieces) if not any(start <= at < end for start, end in inside)] if inside else pieces


_SEIZED = re.compile(r"[vx][MNUSGtsadjfc,]{0,6}$")


def _seizing(words: list[str], before: list[Piece]) -> bool:
    """Return whether the words before people are a verb of seizing them: "took two nurses and | their children | hostage".

    A form that is a noun as well ("holds") stands as a word of any sort (x).
    """
    verb = _SEIZED.search("".join([piece.code for piece in before]))
    return verb is not None and words[before[verb.start()].start] in read_vocabulary("en/grammar")["sets"]["seizes"]


def hostages(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Read "took a woman hostage" as a woman and what she was made, where "the woman hostage" is one person."""
    if "hostage" not in words and "captive" not in words:
        return pieces
    out: list[Piece] = []
    for piece in pieces:
        last = piece.head if piece.code == "S" and piece.trigger and piece.head is not None else 0
        somebody = lexicon().singles.get(words[last - 1]) if last > piece.start else None
        if somebody and somebody.role in "HP" and not somebody.outcome and _seizing(words, out[-8:]):
            code = "S" if somebody.role == "H" else "G"
            who = piece.but(code=code, end=last, head=last - 1, word=somebody, words=(piece.start, last))
            out += [who, Piece("H", last, piece.end, piece.word)]
        else:
            out.append(piece)
    return out
