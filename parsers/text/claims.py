"""Text to claims: the sentences that may tell of harm, read by the grammar, each finding with its words, bounds and people.

text -> clean.fold, sentences.split -> a sentence that may tell of harm -> tokens -> chunks (with numbers and lexicon)
     -> grammar (with clause and parts) -> making, victims, basis, causes, denials -> context.enrich -> claims
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

from aggregator.core.model import Claim, Document
from aggregator.core.vocab import read as read_vocabulary
from parsers.records import merged
from parsers.text import columns, denials, indirect, trie
from parsers.text.clean import fold, shouted, unquoted
from parsers.text.context import SPEAKER, enrich
from parsers.text.corrections import corrected
from parsers.text.estimates import bounded
from parsers.text.lexicon import lexicon
from parsers.text.sentences import Span, split
from parsers.text.story import Story
from parsers.text.tokens import has_camel


@cache
def _harm() -> trie.Finder:
    """The words that can make a sentence speak of harm, as one alternation over folded text."""
    table = lexicon()
    words = [word for word, entry in table.singles.items() if entry.outcome]
    phrases = [" ".join(phrase) for known in table.phrases.values() for phrase, entry in known if entry.outcome]
    carried = ["treated at", "treated in", "drove himself to", "drove herself to", "drove themselves to"]
    carried += [f"{verb} to" for verb in read_vocabulary("en/outcomes")["injured"]["carried"]["verbs"]]
    return trie.words([*words, *(phrase for phrase in phrases if "-" not in phrase), *indirect.openings(), *carried])


@cache
def _lists() -> trie.Finder:
    """The words that go on from what was told: "identified as", "named"."""
    table = lexicon()
    words = [word for word, entry in table.singles.items() if entry.role == "R"]
    phrases = [" ".join(phrase) for known in table.phrases.values() for phrase, entry in known if entry.role == "R"]
    return trie.words([*words, *phrases])


@cache
def _parts() -> trie.Finder:
    """The words that make a sentence speak of those counted in the one before: "of them", "they included", "were children"."""
    nouns = (word for word, entry in lexicon().singles.items() if entry.role == "P" and entry.outcome is None)
    return trie.words([*read_vocabulary("en/grammar")["continues"]["words"], *(f"were {noun}" for noun in nouns)])


def extract(document: Document, *, policy: str = "default") -> tuple[Claim, ...]:
    """Return the claims that `document.text` makes, in the order of the text.

    What a format read from fields stands in place of what the prose of the same line would give.

    `policy` (default, acled or strict) says which bounds vague words have. Any string is survived.
    """
    folded = fold(document.text)
    told = [at for words in (_harm(), denials.cues()) for at in words.everywhere(folded)]
    if not told and not has_camel(document.text):  # most news
        return document.structured
    sentences = split(unquoted(document.text))
    claims = _tell(document, folded, sentences, _numbers(sentences, told), policy)
    claims = enrich(document, sentences, bounded(folded, _with_tables(document, folded, claims, policy)))
    return merged(document.structured, corrected(document, folded, _once(claims)))


def _once(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Return the claims without those whose words are a speaker's name, and each once: "he" may mean one told of already."""
    found: dict[str, Claim] = {}
    for claim in claims:
        if SPEAKER not in claim.flags:
            found.setdefault(claim.id, claim)
    return tuple(found.values())


def _tell(document: Document, folded: str, sentences: tuple[Span, ...], speak: set[int], policy: str) -> tuple[Claim, ...]:
    """Return the claims of the sentences that may tell of harm, as far as their own words and the ones before tell.

    `speak` are the numbers of the sentences that hold a word of harm or of denial.
    """
    text = document.text
    story = Story(document, folded, sentences, shouted=shouted(text), policy=policy)
    if has_camel(text):
        speak |= {number for number, span in enumerate(sentences) if has_camel(text, *span)}
    if not speak:
        return ()
    go_on, last = _numbers(sentences, _lists().everywhere(folded)), -2
    parts = _numbers(sentences, _parts().everywhere(folded))
    for number in range(min(speak), len(sentences)):
        follows = number == last + 1 and folded.startswith("they", sentences[number][0])
        follows = follows or (number == last + 1 and number in parts)
        if (number in speak or follows or (last >= 0 and number in go_on)) and story.tell(number):
            last = number
    return tuple(sorted(story.claims, key=lambda claim: (claim.start, claim.end, claim.outcome)))


def _with_tables(document: Document, folded: str, claims: tuple[Claim, ...], policy: str) -> tuple[Claim, ...]:
    """Return the claims with those of the document's tables, which stand in place of what was read of the same cells."""
    cells = tuple(columns.tables(document, folded, policy))
    if not cells:
        return claims
    rows = {(claim.sentence_start, claim.sentence_start + len(claim.sentence)) for claim in cells}
    prose = [claim for claim in claims if not any(start <= claim.start < end for start, end in rows)]
    return tuple(sorted((*prose, *cells), key=lambda claim: (claim.start, claim.end, claim.outcome)))


def _numbers(sentences: tuple[Span, ...], places: Iterable[int]) -> set[int]:
    """Return the numbers of the sentences in which these offsets lie."""
    ends = [end for _, end in sentences]
    return {bisect_right(ends, at) for at in places} - {len(sentences)}
