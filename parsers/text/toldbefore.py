"""People counted in a sentence before: "Two raiders fired at a mill. The raiders were shot dead" tells of two.

A bare "the raiders" takes the number that the sentences right before, or its own before it, gave them, where they gave one only.
The words are `vocab/en/grammar.toml`'s (`told_before`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from aggregator.core.model import Claim, Outcome, Qualifier
from aggregator.core.vocab import read as read_vocabulary
from parsers.text import grammar
from parsers.text.clause import Finding
from parsers.text.making import Sentence, quoted
from parsers.text.pieces import Piece
from parsers.text.quantities import TOLD_BEFORE, Quantity

SENTENCES = 4  # back to which a plural may point
CLAIMS = 40  # back to which the same may have been told
_GOES_ON = frozenset("wo'")  # "the raiders who fled", "the raiders of Tora": not all of them


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(read_vocabulary("en/grammar")["told_before"][kind])


def bare(sentence: Sentence) -> list[int]:
    """Return the plurals of a sentence that may mean people counted before: "the raiders", no "the other raiders"."""
    words, pieces = sentence.line.words, sentence.pieces
    return [
        at
        for at, piece in enumerate(pieces)
        if piece.code == "G"
        and piece.word is not None
        and piece.word.role == "P"
        and piece.word.unit == "person"
        and piece.word.outcome in (None, Outcome.ABDUCTED)
        and piece.head == piece.start + 1
        and words[piece.start] == "the"
        and not (at + 1 < len(pieces) and pieces[at + 1].code in _GOES_ON)
        and not (at > 1 and pieces[at - 1].code == "o" and pieces[at - 2].code not in "da")
    ]


def findings(sentence: Sentence, earlier: Sequence[Sentence], claims: Sequence[Claim], own: Sequence[Finding]) -> list[Finding]:
    """Return what a sentence tells of people counted in `earlier` ones or before in it, and let its pieces have their numbers.

    `own` is what it tells of those whom it counts itself.
    """
    known = {at: first for at in bare(sentence) if (first := _first(sentence, at, earlier, claims, own))}
    if not known:
        return []
    pieces = list(sentence.pieces)
    for at, (_, count) in known.items():
        pieces[at] = _as_many(pieces[at], count)
    found = [f for f in grammar.read(pieces, sentence.line.words) if f.piece in known]
    found = [f for f in found if not _told(f, *known[f.piece], sentence.pieces[f.piece], claims)]
    found = [f for f in found if not any(_same(f, o) and _at(sentence, o.piece) == known[f.piece][0] for o in own)]
    for finding in found:
        sentence.pieces[finding.piece] = pieces[finding.piece]
    return found


def _as_many(piece: Piece, count: int) -> Piece:
    number = Quantity(piece.start, piece.end, low=count, high=count, flags=(TOLD_BEFORE,), figure=piece.start)
    return piece.but(code="M", quantity=number)


def given(piece: Piece) -> bool:
    """Return whether the number of a piece is that of a sentence before."""
    return piece.quantity is not None and TOLD_BEFORE in piece.quantity.flags


def _at(sentence: Sentence, piece: int) -> int:
    return quoted(sentence.line, sentence.pieces[piece])[0]


def _first(
    here: Sentence, at: int, earlier: Sequence[Sentence], claims: Sequence[Claim], own: Sequence[Finding]
) -> tuple[int, int] | None:
    """Return where people were counted first, as an offset, and how many; None where several counts may be meant."""
    again = here.pieces[at]
    lemma = again.word.lemma if again.word else ""
    if lemma in _words("captives"):
        taken = [c for c in claims if c.outcome is Outcome.ABDUCTED and earlier and c.sentence_start >= earlier[0].span[0]]
        exact = {(c.start, c.low or 0) for c in taken if c.qualifier is Qualifier.EXACT and c.low and c.low > 1}
        numbers = [(f.piece, here.pieces[f.piece].quantity) for f in own if f.outcome is Outcome.ABDUCTED and f.piece < at]
        exact |= {(_at(here, piece), q.low or 0) for piece, q in numbers if q and _exact(q)}
        return exact.pop() if len(exact) == len(taken) + len(numbers) == 1 else None
    alike = _words("doers") | _words("attackers") if lemma in _words("attackers") else frozenset((lemma,))
    counted = []
    for sentence in (*earlier, here):
        for n, piece in enumerate(sentence.pieces[: at if sentence is here else None]):
            if piece.word is None or piece.word.lemma not in alike:
                continue
            if sentence is here and n and here.pieces[n - 1].code in "oty":
                return None  # "killed two of the five robbers; the robbers were shot"
            if piece.quantity is not None:
                counted.append((quoted(sentence.line, piece)[0], piece.quantity))
            elif piece.code == "S" and sentence.line.words[piece.start] in _words("more"):
                return None  # "another raider"
    same = {(q.low, q.high) for _, q in counted}
    first, number = counted[-1] if counted else (0, None)
    return (first, number.low or 0) if number is not None and len(same) == 1 and _exact(number) else None


def _exact(number: Quantity) -> bool:
    """Return whether a number says how many people there are, and more than one."""
    exact = number.qualifier is Qualifier.EXACT and not number.vague and number.low == number.high
    return exact and (number.low or 0) > 1


def _same(finding: Finding, told: Finding) -> bool:
    """Return whether the same was told: "Two died. The men were shot" tells of a wound that they died of."""
    return told.outcome is finding.outcome or (told.outcome is Outcome.KILLED and finding.outcome is Outcome.INJURED)


def _told(finding: Finding, at: int, count: int, again: Piece, claims: Sequence[Claim]) -> bool:
    """Return whether the text told the same of these people, or of some of them, before: "Both died. The raiders were shot"."""
    noun = again.word.lemma if again.word else ""
    for claim in claims[-CLAIMS:]:
        how = (
            claim.outcome is Outcome.KILLED and finding.outcome is Outcome.INJURED
        )  # "Two died. The men were shot": so they died
        if claim.outcome is not finding.outcome and not how:
            continue
        who = (claim.victims.text or "").lower()
        if claim.start == at or (claim.start > at and not who) or (noun in who and (claim.start > at or claim.low == count)):
            return True
    return False
