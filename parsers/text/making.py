"""A finding of the grammar as a claim: its quote and offsets, its bounds under a policy, its people."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aggregator.core.model import Basis, BoundBasis, Cause, Claim, Document, Outcome, Qualifier, Stance, content_id
from parsers.text import quantities, victims
from parsers.text.clause import Finding
from parsers.text.denials import Denial, over
from parsers.text.pieces import Piece
from parsers.text.sentences import Span
from parsers.text.tokens import Line

EXTRACTOR = "grammar-1"
ONE_OF = "one_of_two_outcomes"  # flag: each of the people met this or the other: "dead or missing"
_UNSURE = frozenset(("named", "them", "toll", "split", "itemised", "apart", "gapped", "continued"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document as tokens and pieces; `span` are its offsets."""

    document: Document
    span: Span
    line: Line
    pieces: list[Piece]


def claim(
    sentence: Sentence,
    finding: Finding,
    policy: str,
    person: Piece | None = None,
    *,
    basis: Basis = Basis.INCIDENT,
    cause: Cause | None = None,
    stance: Stance = Stance.ASSERTS,
) -> Claim:
    """Return what a finding says of its people, or of `person` when that is whom its pronoun means."""
    document, line, pieces = sentence.document, sentence.line, sentence.pieces
    piece = person or pieces[finding.piece]
    start, end = quoted(line, piece)
    quantity = piece.quantity
    low, high, best, bound = quantities.bounds(quantity, policy) if quantity else (1, 1, 1, BoundBasis.STATED)
    like = pieces[finding.like] if finding.like is not None and person is None else None
    word = like.word if like else piece.word
    return Claim(
        id=content_id(document.id, start, end, finding.outcome),
        document=document.id,
        start=start,
        end=end,
        quote=document.text[start:end],
        sentence=document.text[sentence.span[0] : sentence.span[1]],
        sentence_start=sentence.span[0],
        outcome=finding.outcome,
        low=low,
        high=high,
        best=best,
        stated_low=quantity.low if quantity else 1,
        stated_high=quantity.high if quantity else 1,
        qualifier=quantity.qualifier if quantity else Qualifier.EXACT,
        bound_basis=bound,
        policy=policy if bound is BoundBasis.LEXICAL_POLICY else None,
        unit=word.unit if word and quantity else "person",
        explicit=quantity is not None and quantity.vague != quantities.PLURAL and quantities.UNSTATED.isdisjoint(quantity.flags),
        victims=victims.describe(line, piece, like),
        cause=cause or Cause(),
        basis=basis,
        stance=stance,
        rule=finding.rule,
        extractor=EXTRACTOR,
        confidence=_confidence(finding, piece),
        flags=_flags(piece),
    )


def one_of(claim: Claim) -> Claim:
    """Return a claim that counts people of whom each met this or something else, "dead or missing": at most all of them."""
    qualifier = Qualifier.UP_TO if claim.qualifier is Qualifier.EXACT else claim.qualifier
    return replace(claim, low=None, best=None, qualifier=qualifier, flags=(*claim.flags, ONE_OF))


def either(sentence: Sentence, findings: list[Finding]) -> set[int]:
    """Return the people of whom a sentence leaves open which of two things befell each: "70 people are dead or missing"."""
    words, pieces = sentence.line.words, sentence.pieces
    found = _each_of(sentence, findings)
    if "or" not in words:
        return found
    for one in findings:
        for other in findings:
            between = words[pieces[one.trigger].end : pieces[other.trigger].start]
            if one.piece == other.piece and one.outcome is not other.outcome and between == ["or"]:
                found.add(one.piece)
    return found


_LISTED = frozenset((",", "and", "or", "&"))


def _each_of(sentence: Sentence, findings: list[Finding]) -> set[int]:
    """Return the people of whom a list of harm that opens with death counts all: "9,198 killed, wounded and missing"."""
    words, pieces = sentence.line.words, sentence.pieces
    found = set[int]()
    if len(findings) < 2:
        return found
    for first in findings:
        others = (
            [f for f in findings if f.piece == first.piece and f.outcome is not first.outcome]
            if first.outcome is Outcome.KILLED
            else []
        )
        if not others or any(f.trigger < first.trigger for f in others):
            continue
        harms = {word for f in others for word in words[pieces[f.trigger].start : pieces[f.trigger].end]}
        between = words[pieces[first.trigger].end : max(pieces[f.trigger].start for f in others)]
        if between and set(between) <= _LISTED | harms:
            found.add(first.piece)
    return found


def denial(document: Document, folded: str, span: Span, outcome: Outcome, cue: Denial) -> Claim:
    """Return a denial or doubt without a number; its quote is the cue and what it is about, to the end of the clause."""
    stops = [at for at in (document.text.find(mark, cue.end, span[1]) for mark in ".;,") if at >= 0]
    last = min([*stops, span[1], cue.end + 120])
    start, end = cue.start, max(cue.end, over(folded, cue.end, last))
    return Claim(
        id=content_id(document.id, start, end, outcome),
        document=document.id,
        start=start,
        end=end,
        quote=document.text[start:end],
        sentence=document.text[span[0] : span[1]],
        sentence_start=span[0],
        outcome=outcome,
        qualifier=Qualifier.VAGUE,
        explicit=False,
        stance=cue.stance,
        rule="denial",
        extractor=EXTRACTOR,
        confidence=0.7,
    )


def quoted(line: Line, piece: Piece) -> Span:
    """Return the offsets of a claim's quote: the figure with its qualifier, a name, or the words that mean one person."""
    quantity = piece.quantity
    if quantity is None:
        first, end = piece.name or piece.words or (piece.start, piece.end)
    else:
        first = quantity.figure if quantity.qualifier is Qualifier.EXACT else max(piece.start, quantity.start)
        end = quantity.start + 1 if quantity.qualifier is Qualifier.NONE else quantity.end
    return line.starts[first], line.ends[end - 1]


def _flags(piece: Piece) -> tuple[str, ...]:
    """Return what a reader of the claim should know: a number that is ambiguous, a quote that names a person."""
    flags = piece.quantity.flags if piece.quantity else ()
    return (*flags, "named_person") if piece.name else flags


def _confidence(finding: Finding, piece: Piece) -> float:
    """Return how far the rule and the kind of people can be trusted, 0 to 1: a bare name less than a counted noun."""
    base = {"M": 0.95, "D": 0.95, "N": 0.9, "U": 0.8, "S": 0.75}.get(piece.code, 0.6)
    return round(base - (0.1 if finding.rule in _UNSURE else 0.0), 2)
