"""What a report is known by when reports are compared: its telling words, its day, its place, its cause and its counts."""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from aggregator.core import vocab
from aggregator.core.model import Basis, Document, Figure, Place, Precision, Window
from aggregator.sketches import sketch

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SENTENCE = re.compile(r"[^.!?\n]+")
POINT = frozenset({Precision.EXACT, Precision.NEAR, Precision.ADMIN2})
A_DAY = frozenset({Precision.DAY, Precision.MINUTE})
LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One sentence: a hash that tells it from others, its length in words, and its keys (a name's key counts double)."""

    hash: int
    length: int
    keys: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One report of one happening. `unit` is the document's id, or that and a number where it reports several.

    `first_keys` are the keys of its title and opening. `day` is the day of the harm where told.
    """

    unit: str
    document: str
    figures: tuple[Figure, ...]
    sentences: tuple[Words, ...]
    first_keys: frozenset[str]
    sketch: tuple[int, ...]
    day: date | None
    last_day: date | None
    said_at: datetime | None
    place: Place
    causes: frozenset[str]
    counts: frozenset[tuple[str, int]]

    @property
    def published(self) -> date | None:
        """The day of the report."""
        return self.said_at.date() if self.said_at else None

    @property
    def order(self) -> tuple[float, str]:
        """Sorts by publication, then unit; undated reports come last."""
        return (self.said_at.timestamp() if self.said_at else math.inf, self.unit)


@cache
def common() -> frozenset[str]:
    """Return the words that tell nothing."""
    return frozenset(vocab.read("en/common")["words"].split())


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word without case, accents, possessive or plural ending: the same word, however it is written."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    plain = plain.replace("’", "'").removesuffix("'s").removesuffix("'")
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss") else plain


def keys_of(text: str) -> list[tuple[str, bool]]:
    """Return the keys of one sentence, each with whether it is a name: words, and pairs of names that follow each other."""
    found = WORD.findall(text)
    shouting = sum(w.isupper() for w in found) > 0.7 * len(found) > 2
    keys: list[tuple[str, bool]] = []
    before: str | None = None
    for word in found:
        folded = fold(word)
        if len(folded) < 2 and not folded.isdigit():
            before = None
            continue
        name = (word[0].isupper() and not shouting) or (word.isdigit() and len(word) > 2)
        if folded in common() or word.casefold() in common():
            before = None
            continue
        if len(folded) > 2 or name:
            keys.append((folded, name))
        if before is not None and name:
            keys.append((f"{before} {folded}", True))
        before = folded if name else None
    return keys


def words_of(text: str) -> tuple[Words, ...]:
    """Return the sentences of a text with their keys; very long texts are read to LONGEST characters."""
    result = []
    for match in SENTENCE.finditer(text[:LONGEST]):
        sentence = match.group().strip()
        if keys := keys_of(sentence):
            plain = " ".join(sentence.casefold().split()).encode("utf-8", "surrogatepass")
            result.append(Words(hash=zlib.crc32(plain), length=len(sentence.split()), keys=tuple(keys)))
    return tuple(result)


def profile(unit: str, document: Document, text: str, figures: Sequence[Figure]) -> Profile:
    """Return what a report is known by. `figures` are those of this happening; background ones tell nothing about it."""
    first = vocab.read("grouping")["wording"]["first_characters"]
    told = [f for f in figures if not f.claim.background] or list(figures)
    here = [f for f in told if f.claim.basis is Basis.INCIDENT] or told
    title = document.title or ""
    body = text if not title or text.startswith(title) else f"{title}.\n{text}"
    day, last = _days(here)
    return Profile(
        unit=unit,
        document=document.id,
        figures=tuple(figures),
        sentences=words_of(body),
        first_keys=frozenset(key for s in words_of(body[:first]) for key, _ in s.keys),
        sketch=sketch(text[:LONGEST]),
        day=day,
        last_day=last,
        said_at=document.published,
        place=_place(here),
        causes=frozenset(f.claim.cause.code for f in here if f.claim.cause.code),
        counts=_counts(here),
    )


def _days(figures: Sequence[Figure]) -> tuple[date | None, date | None]:
    """Return the first and last day that most figures tell, where they tell one to the day."""
    told = Counter(days for f in figures if (days := _exact(f.window)))
    if not told:
        return None, None
    most = max(told.values())
    return min(days for days, n in told.items() if n == most)


def _exact(window: Window) -> tuple[date, date] | None:
    if window.start is None or window.precision not in A_DAY:
        return None
    end = window.end or window.start
    return (window.start, end) if 0 <= (end - window.start).days <= 3 else None


def _place(figures: Sequence[Figure]) -> Place:
    """Return the place that most figures tell, the finer first."""
    told = Counter(f.place for f in figures if f.place.country)
    if not told:
        return Place()
    return max(told, key=lambda p: (p.precision in POINT, told[p], p.name or "", p.text or ""))


def _counts(figures: Sequence[Figure]) -> frozenset[tuple[str, int]]:
    return frozenset((f.claim.outcome.value, f.claim.stated_low) for f in figures if f.claim.stated_low)
