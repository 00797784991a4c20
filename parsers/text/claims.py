"""Text to claims: the sentences that may tell of harm, read by the grammar, each finding with its words, bounds and people."""

from __future__ import annotations

import re
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
from parsers.text.tokens import Line, tokenise

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
    firsts |= {"lives"}
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
    text = document.text
    folded = fold(text)
    loud = shouted(text)
    sentences = split(text)
    claims: list[Claim] = []
    candidates = _candidates()
    for start, end in sentences:
        if candidates.search(folded, start, end):
            claims += _sentence(document, folded, start, end, policy=policy, loud=loud)
    return (*document.structured, *enrich(document, sentences, tuple(claims)))


def _sentence(document: Document, folded: str, start: int, end: int, *, policy: str, loud: bool) -> list[Claim]:
    """Return the claims of one sentence."""
    line = tokenise(folded, document.text, start, end)
    if not line.words:
        return []
    pieces = chunk(line, lex(line, shouted=loud))
    findings = read(pieces, line.words)
    ids = {f.piece: content_id(document.id, *_span(line, pieces[f.piece]), f.outcome) for f in reversed(findings)}
    claims = []
    for finding in findings:
        claim = _claim(document, line, pieces, finding, (start, end), policy)
        whole = ids.get(finding.whole) if finding.whole is not None else None
        claims.append(claim if whole is None else _with_whole(claim, whole))
    return claims


def _with_whole(claim: Claim, whole: str) -> Claim:
    from dataclasses import replace

    return replace(claim, subset_of=whole)


def _span(line: Line, piece: Piece) -> Span:
    """Return the offsets of a claim's quote: the figure with its qualifier, a name, or the victim's words."""
    if piece.quantity:
        q = piece.quantity
        last = q.end
        if q.qualifier is Qualifier.NONE:
            last = q.start + 1
        first = max(piece.start, q.start) if piece.code != "M" or q.start >= piece.start else q.start
        return line.starts[first], line.ends[last - 1]
    first, last = piece.name or (piece.start, piece.end)
    return line.starts[first], line.ends[last - 1]


def _claim(document: Document, line: Line, pieces: list[Piece], finding: Finding, sentence: Span, policy: str) -> Claim:
    """Return one finding as a claim."""
    piece = pieces[finding.piece]
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
