"""Text to claims: the sentences that may tell of harm, read by the grammar, each finding with its words, bounds and people.

text -> clean.fold, sentences.split -> a sentence that may tell of harm -> tokens -> chunks (with numbers and lexicon)
     -> grammar (with clause and parts) -> making, victims, basis, causes, denials -> context.enrich -> claims
"""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.model import Claim, Document
from aggregator.core.vocab import read as read_vocabulary
from parsers.records import merged
from parsers.text import columns, denials, moves, trie
from parsers.text.clean import fold, shouted
from parsers.text.context import SPEAKER, enrich
from parsers.text.lexicon import lexicon
from parsers.text.sentences import Span, split
from parsers.text.story import Story
from parsers.text.tokens import has_camel


@cache
def _harm() -> re.Pattern[str]:
    """The words that can make a sentence speak of harm, as one alternation over folded text."""
    table = lexicon()
    words = [word for word, entry in table.singles.items() if entry.outcome]
    phrases = [" ".join(phrase) for known in table.phrases.values() for phrase, entry in known if entry.outcome]
    carried = [f"{verb} to" for verb in read_vocabulary("en/outcomes")["injured"]["carried"]["verbs"]]
    return trie.words([*words, *(phrase for phrase in phrases if "-" not in phrase), *moves.openings(), *carried])


@cache
def _lists() -> re.Pattern[str]:
    """The words that go on from what was told: "identified as", "named"."""
    table = lexicon()
    words = [word for word, entry in table.singles.items() if entry.role == "R"]
    phrases = [" ".join(phrase) for known in table.phrases.values() for phrase, entry in known if entry.role == "R"]
    return trie.words([*words, *phrases])


@cache
def _parts() -> re.Pattern[str]:
    """The words that make a sentence speak of those counted in the one before: "of them", "they included", "were children"."""
    nouns = (word for word, entry in lexicon().singles.items() if entry.role == "P" and entry.outcome is None)
    return trie.words([*read_vocabulary("en/grammar")["continues"]["words"], *(f"were {noun}" for noun in nouns)])


def extract(document: Document, *, policy: str = "default") -> tuple[Claim, ...]:
    """Return the claims that `document.text` makes, in the order of the text.

    What a format read from fields stands in place of what the prose of the same line would give.

    `policy` (default, acled or strict) says which bounds vague words have. Any string is survived.
    """
    folded = fold(document.text)
    if not _speaks(document.text, folded):
        return document.structured
    sentences = split(document.text)
    told = _tell(document, folded, sentences, policy)
    claims = enrich(document, sentences, _with_tables(document, folded, told, policy))
    return merged(document.structured, _once(claims))


def _speaks(text: str, folded: str) -> bool:
    """Return whether any word of the text may tell of harm; most news holds none, and is left after one look."""
    return any(words.search(folded) for words in (_harm(), denials.cues())) or has_camel(text)


def _once(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Return the claims without those whose words are a speaker's name, and each once: "he" may mean one told of already."""
    found: dict[str, Claim] = {}
    for claim in claims:
        if SPEAKER not in claim.flags:
            found.setdefault(claim.id, claim)
    return tuple(found.values())


def _tell(document: Document, folded: str, sentences: tuple[Span, ...], policy: str) -> tuple[Claim, ...]:
    """Return the claims of the sentences that may tell of harm, as far as their own words and the ones before tell."""
    text = document.text
    story = Story(document, folded, sentences, shouted=shouted(text), policy=policy)
    speak = _holding(_harm(), folded, sentences) | _holding(denials.cues(), folded, sentences)
    if has_camel(text):
        speak |= {number for number, span in enumerate(sentences) if has_camel(text, *span)}
    if not speak:
        return ()
    go_on, last = _holding(_lists(), folded, sentences), -2
    parts = _holding(_parts(), folded, sentences)
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


def _holding(words: re.Pattern[str], folded: str, sentences: tuple[Span, ...]) -> set[int]:
    """Return the numbers of the sentences that hold one of the words."""
    found, number = set(), 0
    for match in words.finditer(folded):
        while number < len(sentences) and sentences[number][1] <= match.start():
            number += 1
        found.add(number)
    return found - {len(sentences)}
