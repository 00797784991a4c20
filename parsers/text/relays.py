"""Who carried a speaker's words: the agencies that the text says it has them from, in the claim's sentence or elsewhere.

"Konashenkov said, according to the Associated Press ... Konashenkov added, per Sputnik": both relayed what he said.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.text import trie
from parsers.text.reading import Reading
from parsers.text.speech import words

MOST = 3  # relays named beside one claim


@cache
def _carried() -> re.Pattern[str]:
    """A sentence part that hands over an agency: "according to the AP", "per Sputnik", "Sputnik quotes"."""
    name = "|".join(re.escape(wire) for wire in sorted(words().wires, key=len, reverse=True))
    lead = r"according to|\bper|quoted by|cited by|reported by|\btold|as reported by"
    return re.compile(
        rf"(?:(?:{lead})(?:\s+[\w'’-]+){{0,3}}?\s+(?P<after>{name})\b)|(?:\b(?P<before>{name})\s+(?:quote[sd]?|cite[sd]?|quoting|citing)\b)"
    )


@cache
def _wires() -> trie.Finder:
    return trie.words(words().wires)


def carriers(reading: Reading, name: str) -> list[str]:
    """Return the agencies, as written and each once, that carry words of the person or body `name` anywhere in the text."""
    last = name.split()[-1] if name.split() else ""
    if len(last) < 4 or not last[:1].isupper() or last.lower() in words().wires:
        return []
    if not _wires().known_to(reading.lower):
        return []
    found: dict[str, str] = {}
    for start, end in reading.spans:
        if reading.lower.find(last.lower(), start, end) < 0:
            continue
        for match in _carried().finditer(reading.lower, start, end):
            group = "after" if match["after"] else "before"
            found.setdefault(match[group].removeprefix("the "), reading.text[slice(*match.span(group))])
    return list(found.values())[:MOST]
