"""Text to claims: the sentences that may tell of harm, read by the grammar, each finding with its words, bounds and people."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from aggregator.core.model import BoundBasis, Claim, Document, Outcome, Qualifier, Stance, Status, Victims, content_id
from aggregator.core.vocab import read as read_vocabulary
from parsers.records import merged
from parsers.text import basis, causes, denials, numbers, trie, victims
from parsers.text.chunks import Piece, chunk, lex
from parsers.text.clean import fold, shouted
from parsers.text.context import enrich
from parsers.text.clause import Finding
from parsers.text.grammar import read
from parsers.text.lexicon import lexicon
from parsers.text.sentences import Span, split
from parsers.text.tokens import Line, has_camel, tokenise

EXTRACTOR = "grammar-1"


@cache
def _candidates() -> re.Pattern[str]:
    """The words that can make a sentence speak of harm, as one alternation over folded text."""
    table = lexicon()
    words = [word for word, entry in table.singles.items() if entry.outcome]
    words += [
        " ".join(phrase) for phrases in table.phrases.values() for phrase, entry in phrases if entry.outcome and "-" not in phrase
    ]
    return trie.words(words)


@cache
def _lists() -> re.Pattern[str]:
    """The words that go on from what was told: "they", "identified as"."""
    table = lexicon()
    words = [word for word, entry in table.singles.items() if entry.role == "R"]
    return trie.words([*words, *(" ".join(p) for phrases in table.phrases.values() for p, entry in phrases if entry.role == "R")])


def extract(document: Document, *, policy: str = "default") -> tuple[Claim, ...]:
    """Return the claims that `document.text` makes, in the order of the text.

    What a format read from fields stands in place of what the prose of the same line would give.

    `policy` (default, acled or strict) says which bounds vague words have. Any string is survived.
    """
    reader = _Reader(document, policy)
    return merged(document.structured, enrich(document, reader.sentences, tuple(reader.read())))


class _Reader:
    """One document while it is read, sentence by sentence: what came before gives "he" and "they" their meaning."""

    def __init__(self, document: Document, policy: str) -> None:
        self.document, self.policy = document, policy
        self.folded = fold(document.text)
        self.loud = shouted(document.text)
        self.sentences = split(document.text)
        self.claims: list[Claim] = []
        self.camel = has_camel(document.text)

    def read(self) -> list[Claim]:
        """Return the claims of all sentences."""
        candidates, told = _candidates(), -2
        for number, (start, end) in enumerate(self.sentences):
            if (
                candidates.search(self.folded, start, end)
                or (self.camel and has_camel(self.document.text, start, end))
                or (told >= 0 and _lists().search(self.folded, start, end))
                or (number == told + 1 and self.folded.startswith("they", start))
            ):
                before = len(self.claims)
                self._sentence(number)
                told = number if len(self.claims) > before else told
        return sorted(self.claims, key=lambda claim: (claim.start, claim.end, claim.outcome))

    def _pieces(self, number: int) -> tuple[Line, list[Piece]]:
        """Return a sentence as tokens and pieces."""
        line = tokenise(self.folded, self.document.text, *self.sentences[number])
        return line, chunk(line, lex(line, shouted=self.loud))

    def _sentence(self, number: int) -> None:
        """Add the claims of one sentence."""
        if _words("fiction").search(self.folded, *self.sentences[number]):
            return
        line, pieces = self._pieces(number)
        last = self.claims[-1] if self.claims else None
        span = self.sentences[number]
        findings = read(pieces, line.words, last.outcome if last else None)
        findings = [f for f in findings if not self._natural(f, span)]
        denial = denials.cue(self.folded, *span)
        told = basis.sentence(self.folded, *span) if findings else []
        named = causes.find(self.folded, *span) if findings else []
        ids = {f.piece: content_id(self.document.id, *_span(line, pieces[f.piece]), f.outcome) for f in reversed(findings)}
        whole_before = next((c.id for c in reversed(self.claims) if c.explicit and (c.high or 2) > 1), None)
        for finding in findings:
            if pieces[finding.piece].code == "r":
                self._pronoun(number, line, pieces, finding)
                continue
            claim = _claim(self.document, line, pieces, finding, span, self.policy)
            whole = whole_before if finding.follows else ids.get(finding.whole) if finding.whole is not None else None
            trigger = line.starts[pieces[finding.trigger].start]
            claim = replace(
                claim,
                subset_of=whole if whole != claim.id else None,
                basis=basis.of(finding, pieces[finding.piece].quantity, told, end=claim.end),
                cause=causes.nearest(named, trigger),
                stance=denial.stance if denial and _colours(denial, claim) else claim.stance,
                victims=self._beside(claim.victims, whole, span),
            )
            self.claims.append(claim)
        if denial and not findings:
            self._denied(denial, pieces, span)

    def _beside(self, people: Victims, whole: str | None, span: Span) -> Victims:
        """Let parts, "others" and persons named beside their relatives take the status that the rest of the sentence gives."""
        if people.status is not Status.UNKNOWN:
            return people
        for claim in reversed(self.claims):
            if claim.id == whole:
                return victims.inherit(people, claim.victims)
            if claim.sentence_start != span[0]:
                continue
            if people.text and people.text.lower().endswith("others"):
                return victims.inherit(people, claim.victims)
        return people

    def _natural(self, finding: Finding, span: Span) -> bool:
        """Return whether a single death in this sentence is told as a natural one."""
        return finding.rule in ("happens", "possessive", "state", "of") and _words("natural").search(self.folded, *span) is not None

    def _denied(self, denial: denials.Denial, pieces: list[Piece], span: Span) -> None:
        """Add a claim without a number: harm denied, or a toll that could not be verified."""
        word = next((piece.trigger for piece in pieces if piece.trigger and piece.code in "VIAOTDKEGM"), None)
        if word is None and not denials.about_harm(self.folded, *span, told=bool(self.claims)):
            return
        outcome = word.outcome if word and word.outcome else self.claims[-1].outcome if self.claims else Outcome.KILLED
        self.claims.append(_numberless(self.document, outcome, denial, span))

    def _pronoun(self, number: int, line: Line, pieces: list[Piece], finding: Finding) -> None:
        """Add a claim about the person that "he" or "she" means: the first one of this sentence, or else of the one before."""
        pronoun = line.words[pieces[finding.piece].start]
        if pronoun == "they":
            return self._they(number, finding)
        person = _person(pieces[: finding.piece], pronoun)
        at = number
        if person is None and number:
            at = number - 1
            line, pieces = self._pieces(at)
            person = _person(pieces, pronoun)
        if person is None:
            return None
        claim = _claim(self.document, line, pieces, finding, self.sentences[at], self.policy, person)
        if not any(c.outcome is claim.outcome and c.start <= claim.start < c.end for c in self.claims):
            self.claims.append(claim)

    def _they(self, number: int, finding: Finding) -> None:
        """Add claims about the people counted in the sentence before, where it told nothing of them itself."""
        if not number or any(c.sentence_start == self.sentences[number - 1][0] for c in self.claims):
            return
        line, pieces = self._pieces(number - 1)
        for piece in pieces:
            if piece.code == "M":
                self.claims.append(_claim(self.document, line, pieces, finding, self.sentences[number - 1], self.policy, piece))


_HE = frozenset(("man", "boy", "father", "son", "husband", "brother", "uncle", "nephew"))
_SHE = frozenset(("woman", "girl", "mother", "daughter", "wife", "sister", "aunt", "niece"))


def _person(pieces: list[Piece], pronoun: str) -> Piece | None:
    """Return the first single person among the pieces that the pronoun fits; a name behind a preposition is a place's."""
    other = _HE if pronoun == "she" else _SHE
    for before, piece in zip([None, *pieces], pieces, strict=False):
        one = piece.code == "S" or (piece.code == "M" and piece.quantity and piece.quantity.high == 1)
        if (
            one
            and not (piece.word and piece.word.lemma in other)
            and not (piece.name and not piece.word and before and before.code in "po")
        ):
            return piece
    return None


def _colours(denial: denials.Denial, claim: Claim) -> bool:
    """Return whether a cue speaks of this figure: a denial of what stands behind it, a doubt or retraction of all in the sentence."""
    return denial.stance is not Stance.DENIES or claim.start >= denial.start


def _numberless(document: Document, outcome: Outcome, denial: denials.Denial, span: Span) -> Claim:
    """Return a denial or doubt without a number; its quote is the cue and what it denies, to the end of the clause."""
    stop = min(
        [i for i in (document.text.find(mark, denial.end, span[1]) for mark in (".", ";", ",")) if i >= 0], default=span[1]
    )
    start, end = denial.start, max(denial.end, min(stop, span[1], denial.end + 120))
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
        stance=denial.stance,
        rule="denial",
        extractor=EXTRACTOR,
        confidence=0.7,
    )


@cache
def _words(kind: str) -> re.Pattern[str]:
    """The words that tell of a natural death, or that a sentence is no report."""
    return trie.words(read_vocabulary("en/negatives")[kind])


def _span(line: Line, piece: Piece) -> Span:
    """Return the offsets of a claim's quote: the figure with its qualifier, a name, or the victim's words."""
    if piece.quantity:
        q = piece.quantity
        last = q.end
        if q.qualifier is Qualifier.NONE:
            last = q.start + 1
        first = q.figure if q.qualifier is Qualifier.EXACT else max(piece.start, q.start)
        return line.starts[first], line.ends[last - 1]
    first, last = piece.name or piece.words or (piece.start, piece.end)
    return line.starts[first], line.ends[last - 1]


def _claim(
    document: Document, line: Line, pieces: list[Piece], finding: Finding, at: Span, policy: str, piece: Piece | None = None
) -> Claim:
    """Return one finding as a claim about its piece, or about `piece` when that is whom a pronoun means."""
    piece = piece or pieces[finding.piece]
    start, end = _span(line, piece)
    quantity = piece.quantity
    low, high, best, bound = numbers.bounds(quantity, policy) if quantity else (1, 1, 1, BoundBasis.STATED)
    like = pieces[finding.like] if finding.like is not None else None
    return Claim(
        id=content_id(document.id, start, end, finding.outcome),
        document=document.id,
        start=start,
        end=end,
        quote=document.text[start:end],
        sentence=document.text[at[0] : at[1]],
        sentence_start=at[0],
        outcome=finding.outcome,
        low=low,
        high=high,
        best=best,
        stated_low=quantity.low if quantity else 1,
        stated_high=quantity.high if quantity else 1,
        qualifier=quantity.qualifier if quantity else Qualifier.EXACT,
        bound_basis=bound,
        policy=policy if bound is BoundBasis.LEXICAL_POLICY else None,
        unit=piece.word.unit if piece.word and piece.code == "M" else "person",
        explicit=quantity is not None,
        victims=victims.describe(line, piece, like),
        rule=finding.rule,
        extractor=EXTRACTOR,
        confidence=_confidence(finding, piece),
        flags=_flags(piece),
    )


def _flags(piece: Piece) -> tuple[str, ...]:
    """Return what a reader of the claim should know: a number that is ambiguous, a quote that names a person."""
    flags = piece.quantity.flags if piece.quantity else ()
    return (*flags, "named_person") if piece.name else flags


def _confidence(finding: Finding, piece: Piece) -> float:
    """Return how far the rule and the kind of people can be trusted, 0 to 1: a bare name less than a counted noun."""
    base = {"M": 0.95, "D": 0.95, "N": 0.9, "U": 0.8, "S": 0.75}.get(piece.code, 0.6)
    return round(base - (0.1 if finding.rule in ("named", "shared", "toll", "split", "itemised") else 0.0), 2)
