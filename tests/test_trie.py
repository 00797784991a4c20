"""A finder finds exactly what its pattern finds, wherever it looks first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.text import trie

PHRASES = ("killed", "death toll", "in a coma", "in care", "a co-pilot", "co-pilot died", "died", "the died of", "number of dead")
FINDER = trie.words(PHRASES)
PARTS = st.sampled_from(
    [*(word for phrase in PHRASES for word in phrase.split()), *PHRASES, "x", "é", "_", "-", " ", "  ", "\n", "\u00a0", "7", "."]
)
TEXTS = st.lists(PARTS, max_size=30).flatmap(lambda parts: st.sampled_from(["".join(parts), " ".join(parts)]))


@settings(max_examples=500, deadline=None)
@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_a_finder_finds_what_its_pattern_finds(text: str, start: int, length: int) -> None:
    spans = [match.span() for match in FINDER.pattern.finditer(text)]
    assert [match.span() for match in FINDER.finditer(text)] == spans
    assert list(FINDER.everywhere(text)) == [at for at, _ in spans]
    window = [match.span() for match in FINDER.pattern.finditer(text, start, start + length)]
    assert [match.span() for match in FINDER.finditer(text, start, start + length)] == window
    first = FINDER.search(text, start, start + length)
    assert (first.span() if first else None) == (window[0] if window else None)


def test_the_words_of_the_text_before_are_forgotten() -> None:
    assert FINDER.search("nine killed") is not None
    assert FINDER.search("nine") is None
    assert FINDER.search("nine killed") is not None


def test_a_word_that_a_window_cuts_off_counts_as_the_pattern_has_it() -> None:
    assert FINDER.search("killedx", 0, 6) is not None
    assert FINDER.search("killedx") is None


@pytest.mark.parametrize("phrase", ("", "2 dead", "-x", "éa"))
def test_a_phrase_that_begins_with_no_plain_letter_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="must begin with a letter"):
        trie.words([phrase])
