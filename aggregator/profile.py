"""What a report is known by when reports are compared: its telling words, its day, place, cause and scene, and its counts."""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from aggregator.core import gazetteer, vocab
from aggregator.core.model import Basis, Document, Figure, Place, Precision, Window
from aggregator.happenings import background
from aggregator.places import surroundings
from aggregator.scenes import hows, kind_words, scenes

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SENTENCE = re.compile(r"[^.!?\n]+")
POINT = frozenset({Precision.EXACT, Precision.NEAR, Precision.ADMIN2})
TOLD = frozenset({Precision.DAY, Precision.MINUTE, Precision.WEEK, Precision.MONTH})
LONGEST_SPAN = 45  # days: a longer window tells no time that two reports could share
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Telling:
    """A word of a report that may tell which event is meant: its weight, and up to four sentences (hashes) it stands in."""

    weight: float
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One report of one happening. `unit` is the document's id, or that and a number where it reports several.

    `span` are `day` and `last_day` as ordinals, `printed` is `published` as one: numbers are what is compared a million times.
    `named` are the countries (ISO alpha-3) that its document speaks of, `scenes` the kinds of place and people that it tells of.
    `keys` are its most telling words; `sentences` are hashes of its longer sentences; `day` is the day of the harm where told.
    """

    unit: str
    document: str
    figures: tuple[Figure, ...]
    keys: Mapping[str, Telling]
    sentences: frozenset[int]
    day: date | None
    last_day: date | None
    published: date | None
    said_at: datetime | None
    span: tuple[int, int] | None
    printed: int | None
    place: Place
    named: frozenset[str]
    causes: frozenset[str]
    scenes: frozenset[str]
    counts: frozenset[tuple[str, int]]

    @property
    def order(self) -> tuple[float, str]:
        """Sorts by publication, then unit; undated reports come last."""
        return (self.said_at.timestamp() if self.said_at else math.inf, self.unit)


@cache
def common() -> frozenset[str]:
    """Return the words that tell nothing."""
    return frozenset(vocab.read("en/report_words")["words"].split())


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word without case, accents, possessive or plural ending: the same word, however it is written."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    plain = plain.replace("’", "'").removesuffix("'s").removesuffix("'")
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss") else plain


def keys_of(text: str) -> list[tuple[str, bool]]:
    """Return the keys of one sentence, each with whether it is a name: words, and pairs of names that follow each other.

    In a sentence all in capitals every word may be a name, and no pair is one.
    """
    found = WORD.findall(text)
    shouting = sum(w.isupper() for w in found) > 0.7 * len(found) > 2
    keys: list[tuple[str, bool]] = []
    before: tuple[str, str] | None = None
    for word in found:
        folded = fold(word)
        if len(folded) < 2 and not folded.isdigit():
            before = None
            continue
        name = word[0].isupper() or (word.isdigit() and len(word) > 2)
        if folded in common() or word.casefold() in common() or (name and gazetteer.country_of(word)):
            before = None
            continue
        town = known_town(word) if name else ""
        if town or name or len(folded) > 2:
            keys.append((town or folded, name))
        if before is not None and name and not shouting and not gazetteer.country_of(f"{before[1]} {word}"):
            keys.append((known_town(f"{before[1]} {word}") or f"{before[0]} {folded}", True))
        before = (folded, word) if name else None
    return keys


@lru_cache(maxsize=65536)
def known_town(name: str) -> str:
    """Return one key for all the ways to write a town's or province's name, or nothing where none or several are so called."""
    found = gazetteer.lookup(name.removesuffix("'s").removesuffix("’s"))
    if not found:
        return ""
    first, *others = sorted(found, key=lambda e: (-e.population, e.record))
    clear = first.population >= 1000 and all(first.population >= 10 * e.population for e in others)
    return f"@{first.geoname or first.name}" if clear else ""


def telling(text: str, opening: int) -> tuple[dict[str, Telling], frozenset[int]]:
    """Return the most telling words of a text and the hashes of its longer sentences; very long texts are read to LONGEST.

    What tells is decided by the text alone (names before other words, often before once, the first `opening` characters before
    the rest), so that a report is known by the same words whatever other reports there are.
    """
    w = rules("wording")
    counts: Counter[str] = Counter()
    weight: dict[str, float] = {}
    stands: dict[str, list[int]] = {}
    sentences = []
    for match in SENTENCE.finditer(text[:LONGEST]):
        sentence = match.group().strip()
        known = zlib.crc32(" ".join(sentence.casefold().split()).encode("utf-8", "surrogatepass"))
        if len(sentence.split()) >= w["standing_words"]:
            sentences.append(known)
        for key, name in keys_of(sentence):
            counts[key] += 1
            kind = w["pair"] if " " in key else w["kind"] if key in kind_words() else w["name"] if name else w["word"]
            weight[key] = max(weight.get(key, 0.0), kind * (w["first"] if match.start() < opening else 1.0))
            where = stands.setdefault(key, [])
            if known not in where and len(where) < 4:
                where.append(known)
    score = {key: round(weight[key] * (1 + math.log(n)), 6) for key, n in counts.items()}
    kept = sorted(score, key=lambda key: (-score[key], key))[: w["keep"]]
    return {key: Telling(score[key], tuple(stands[key])) for key in kept}, frozenset(sentences)


@cache
def rules(part: str) -> dict[str, Any]:
    """Return one table of `vocab/grouping.toml`."""
    return dict(vocab.read("grouping")[part])


def profile(unit: str, document: Document, text: str, figures: Sequence[Figure]) -> Profile:
    """Return what a report is known by. `figures` are those of this happening; background ones tell nothing about it."""
    told = [f for f in figures if not background(f)] or list(figures)
    wholes = [f for f in told if f.claim.subset_of is None] or told
    here = [f for f in wholes if f.claim.basis is Basis.INCIDENT] or wholes
    title = document.title if unit == document.id else None
    body = text if not title or text.startswith(title) else f"{title}.\n{text}"
    opening = (body[: rules("wording")["scene_characters"]], *dict.fromkeys(f.claim.sentence for f in here))
    day, last = _days(here, document.published)
    keys, sentences = telling(body, rules("wording")["first_characters"])
    return Profile(
        unit=unit,
        document=document.id,
        figures=tuple(figures),
        keys=keys,
        sentences=sentences,
        day=day,
        last_day=last,
        published=document.published.date() if document.published else None,
        said_at=document.published,
        span=(day.toordinal(), (last or day).toordinal()) if day else None,
        printed=document.published.toordinal() if document.published else None,
        place=_place(here, document),
        named=frozenset(surroundings(document).countries),
        causes=frozenset(f.claim.cause.code for f in here if f.claim.cause.code) or hows(opening),
        scenes=scenes(opening),
        counts=_counts(here),
    )


def _days(figures: Sequence[Figure], published: datetime | None) -> tuple[date | None, date | None]:
    """Return the first and last day that most figures tell; of several, the narrower, then the nearer to publication."""
    told = Counter(days for f in figures if (days := _exact(f.window)))
    if not told:
        return None, None
    most = max(told.values())
    near = published.date() if published else date.max
    return min(
        (days for days, n in told.items() if n == most), key=lambda days: (days[1] - days[0], abs((near - days[1]).days), days)
    )


def _exact(window: Window) -> tuple[date, date] | None:
    if window.start is None or window.precision not in TOLD:
        return None
    end = window.end or window.start
    return (window.start, end) if 0 <= (end - window.start).days <= LONGEST_SPAN else None


def _place(figures: Sequence[Figure], document: Document) -> Place:
    """Return the place that most figures tell, the finer first; where none tells one, the country the document speaks of."""
    told = Counter(f.place for f in figures if f.place.country)
    if told:
        return max(told, key=lambda p: (p.precision in POINT, told[p], p.name or "", p.text or ""))
    main = surroundings(document).main if figures else None
    return Place(country=main, precision=Precision.COUNTRY) if main else Place()


def place_key(place: Place) -> str:
    """Return the key of a place, or nothing where it is known no finer than its province."""
    if place.precision not in POINT:
        return ""
    return f"@{place.geoname or place.name}" if place.geoname or place.name else ""


def country_key(place: Place) -> str:
    """Return the key of a place's country, or nothing."""
    return f"@{place.country}" if place.country else ""


def _counts(figures: Sequence[Figure]) -> frozenset[tuple[str, int]]:
    return frozenset((f.claim.outcome.value, f.claim.stated_low) for f in figures if f.claim.stated_low)
