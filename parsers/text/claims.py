"""Text to claims: the sentences that may tell of harm, read by the grammar, each finding with its words, bounds and people."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from aggregator.core.model import (
    Basis,
    Cause,
    Claim,
    Document,
    Qualifier,
    Stance,
    Status,
    Victims,
    content_id,
)
from parsers.text import numbers
from parsers.text.chunks import Piece, chunk, lex
from parsers.text.clean import fold, shouted
from parsers.text.grammar import Finding, read
from parsers.text.lexicon import lexicon
from parsers.text.sentences import Span, split
from parsers.text.tokens import Line, has_camel, tokenise

try:
    from parsers.text.context import enrich
except ImportError:

    def enrich(document: Document, sentences: tuple[Span, ...], claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return claims


EXTRACTOR = "grammar-1"


@cache
def _candidates() -> re.Pattern[str]:
    """The words that can make a sentence speak of harm, as one alternation over folded text."""
    table = lexicon()
    firsts = {word for word, entry in table.singles.items() if entry.outcome}
    firsts |= {phrase[0] for phrases in table.phrases.values() for phrase, entry in phrases if entry.outcome}
    firsts |= {word for word, entry in table.singles.items() if entry.role == "R"}
    firsts |= {phrase[0] for phrases in table.phrases.values() for phrase, entry in phrases if entry.role == "R"} - {"as", "known"}
    return re.compile(r"(?<![^\W\d_])(?:" + _trie(sorted(firsts)) + r")(?![^\W\d_])")


def _trie(words: list[str]) -> str:
    """Return the words as one pattern in which a common beginning is tried once."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}

    def pattern(node: dict) -> str:  # type: ignore[type-arg]
        ends = "" in node
        branches = [re.escape(c) + pattern(child) for c, child in sorted(node.items()) if c]
        if not branches:
            return ""
        inner = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
        return inner + "?" if ends else inner

    return pattern(tree)


def extract(document: Document, *, policy: str = "default") -> tuple[Claim, ...]:
    """Return the claims that `document.text` makes, in the order of the text, before those a format read from fields.

    `policy` (default, acled or strict) says which bounds vague words have. Any string is survived.
    """
    reader = _Reader(document, policy)
    return (*document.structured, *enrich(document, reader.sentences, tuple(reader.read())))


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
        line, pieces = self._pieces(number)
        last = self.claims[-1] if self.claims else None
        findings = read(pieces, line.words, last.outcome if last else None)
        ids = {f.piece: content_id(self.document.id, *_span(line, pieces[f.piece]), f.outcome) for f in reversed(findings)}
        whole_before = next((c.id for c in reversed(self.claims) if c.explicit and (c.high or 2) > 1), None)
        for finding in findings:
            if pieces[finding.piece].code == "r":
                self._pronoun(number, line, pieces, finding)
                continue
            claim = _claim(self.document, line, pieces[finding.piece], finding, self.sentences[number], self.policy)
            whole = whole_before if finding.follows else ids.get(finding.whole) if finding.whole is not None else None
            self.claims.append(replace(claim, subset_of=whole) if whole else claim)

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
            return
        claim = _claim(self.document, line, person, finding, self.sentences[at], self.policy)
        if not any(c.outcome is claim.outcome and c.start <= claim.start < c.end for c in self.claims):
            self.claims.append(claim)


    def _they(self, number: int, finding: Finding) -> None:
        """Add claims about the people counted in the sentence before, where it told nothing of them itself."""
        if not number or any(c.sentence_start == self.sentences[number - 1][0] for c in self.claims):
            return
        line, pieces = self._pieces(number - 1)
        for piece in pieces:
            if piece.code == "M":
                self.claims.append(_claim(self.document, line, piece, finding, self.sentences[number - 1], self.policy))


_HE = frozenset(("man", "boy", "father", "son", "husband", "brother", "uncle", "nephew"))
_SHE = frozenset(("woman", "girl", "mother", "daughter", "wife", "sister", "aunt", "niece"))


def _person(pieces: list[Piece], pronoun: str) -> Piece | None:
    """Return the first person among the pieces that the pronoun fits."""
    other = _HE if pronoun == "she" else _SHE
    return next((p for p in pieces if p.code == "S" and not (p.word and p.word.lemma in other)), None)


def _span(line: Line, piece: Piece) -> Span:
    """Return the offsets of a claim's quote: the figure with its qualifier, a name, or the victim's words."""
    if piece.quantity:
        q = piece.quantity
        last = q.end
        if q.qualifier is Qualifier.NONE:
            last = q.start + 1
        first = max(piece.start, q.start) if piece.code != "M" or q.start >= piece.start else q.start
        return line.starts[first], line.ends[last - 1]
    first, last = piece.name or piece.words or (piece.start, piece.end)
    return line.starts[first], line.ends[last - 1]


def _claim(document: Document, line: Line, piece: Piece, finding: Finding, sentence: Span, policy: str) -> Claim:
    """Return one finding as a claim."""
    start, end = _span(line, piece)
    quantity = piece.quantity
    if quantity:
        low, high, best, bound = numbers.bounds(quantity, policy)
        stated = (quantity.low, quantity.high)
        qualifier = quantity.qualifier
    else:
        low, high, best, bound, stated, qualifier = 1, 1, 1, numbers.BoundBasis.STATED, (1, 1), Qualifier.EXACT
    word = piece.word if piece.code in "MSG" else None
    words = _words(document, line, piece)
    return Claim(
        id=content_id(document.id, start, end, finding.outcome),
        document=document.id,
        start=start,
        end=end,
        quote=document.text[start:end],
        sentence=document.text[sentence[0] : sentence[1]],
        sentence_start=sentence[0],
        outcome=finding.outcome,
        low=low,
        high=high,
        best=best,
        stated_low=stated[0],
        stated_high=stated[1],
        qualifier=qualifier,
        bound_basis=bound,
        policy=policy if bound is numbers.BoundBasis.LEXICAL_POLICY else None,
        unit=word.unit if word else "person",
        explicit=quantity is not None,
        victims=Victims(text=words, groups=(word.group,) if word and word.group else (), status=word.status if word else Status.UNKNOWN),
        cause=Cause(),
        basis=finding.basis or (Basis.INCREMENT if quantity and quantity.increment else Basis.INCIDENT),
        stance=Stance.ASSERTS,
        rule=finding.rule,
        extractor=EXTRACTOR,
        flags=quantity.flags if quantity else (),
    )


def _words(document: Document, line: Line, piece: Piece) -> str | None:
    """Return the victims' words as they stand, or None where the text gives only a figure."""
    if piece.words is None:
        return None
    first, last = piece.words
    return document.text[line.starts[first] : line.ends[last - 1]]
