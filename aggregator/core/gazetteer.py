"""Looks names up in the gazetteer that ships in `vocab/places/`: countries, well-known areas, first- and second-level
units and populated places of GeoNames (CC BY 4.0), with the ways in which Latin script spells them.

Nothing is read before the first lookup (under half a second); after it a lookup is one search in a sorted list. `lookup` gives
every candidate and chooses none: choosing needs the document, see `aggregator/places.py`.

    >>> [entry.country for entry in lookup("Khan Younis")]
    ['PSE']
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from aggregator.core import vocab
from aggregator.core.errors import VocabularyError

FOLDER = vocab.HOME / "places"
NATION, AREA, ADMIN1, ADMIN2, TOWN = "nation", "area", "admin1", "admin2", "town"
LARGE = 20.0  # km: a smaller area is a quarter, a camp or a village, whose name says nothing of a country
ALIKE = 0.7  # names of one skeleton less alike than this are two names
_KINDS = {"n": NATION, "1": ADMIN1, "2": ADMIN2, "t": TOWN}

_DROP = re.compile(r"['’‘ʻʼʾʿ`´\u0300-\u036f]")
_SPACE = re.compile(r"[^0-9a-zœ-ʯ]+")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ə": "a"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One named place. `country` is ISO 3166 alpha-3 (None for an area that spans several); `lat`/`lon` are WGS 84 degrees.

    `within` are the record numbers of the places that hold it, innermost first. Our own areas have no `geoname`, and a `reach`:
    the rough distance in km from their middle to their edge.
    """

    record: int
    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    population: int
    geoname: int | None
    within: tuple[int, ...]
    reach: float = 0.0


def fold(name: str) -> str:
    """Return the form under which a name is looked up: lower case, no accents or apostrophes, one space for anything else."""
    if name.isascii():
        if name.isalpha():
            return name.lower()
        return _SPACE.sub(" ", _DROP.sub("", name.lower())).strip()
    text = unicodedata.normalize("NFKD", name.casefold()).translate(_LETTERS)
    return _SPACE.sub(" ", _DROP.sub("", text)).strip()


_ARTICLE = re.compile(r"\b(?:al|el|ul|as|ash|ar|ad|an|at|az|us|ush|ur|ud|un|ut|uz|es|esh|er|ed|en|et|ez|il) ")
_ROMAN = (
    ("sch", "sh"), ("tch", "ch"), ("dj", "j"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("zh", "z"), ("ck", "k"),
    ("ph", "f"), ("q", "k"), ("c", "k"), ("x", "ks"), ("w", "v"), ("p", "b"),
)  # fmt: skip
_QUIET = re.compile(r"[aeiouyh ]")
_DOUBLE = re.compile(r"(.)\1+")


def skeleton(folded: str) -> str:
    """Return the consonants of a folded name, with the pairs that romanisations of Arabic and its neighbours confuse made one.

    >>> skeleton("maaret misrin") == skeleton("maarrat misrin")
    True
    """
    text = _ARTICLE.sub("", folded + " ").strip()
    for pair, one in _ROMAN:
        text = text.replace(pair, one)
    return _DOUBLE.sub(r"\1", _QUIET.sub("", text))


class _Table:
    """The two shipped lists: `places` by record number, `names` sorted, each line a folded name, a tab and record numbers."""

    def __init__(self) -> None:
        self.places = _lines("places.tsv.gz")
        self.names = _lines("names.tsv.gz")

    def records(self, key: str) -> list[int]:
        wanted = key.encode("utf-8", "replace") + b"\t"
        at = bisect_left(self.names, wanted)
        if at == len(self.names) or not self.names[at].startswith(wanted):
            return []
        return [int(number) for number in self.names[at][len(wanted) :].split(b" ")]


def _lines(file: str) -> list[bytes]:
    try:
        return gzip.decompress((FOLDER / file).read_bytes()).split(b"\n")
    except (OSError, EOFError) as error:
        raise VocabularyError(f"cannot be read: {error}", file=f"places/{file}") from error


@cache
def _table() -> _Table:
    return _Table()


@lru_cache(maxsize=16384)
def entry(record: int) -> Entry:
    """Return the place of a record number."""
    geoname, name, kind, parent, lat, lon, population, country = _table().places[record].decode("utf-8").split("\t")
    within: tuple[int, ...] = ()
    admin1 = name if kind == "1" else None
    if parent:
        holder = entry(int(parent))
        within = (holder.record, *holder.within)
        admin1 = admin1 or holder.admin1
        country = country or holder.country or ""
    return Entry(
        record=record,
        name=name,
        kind=_KINDS[kind],
        country=country or None,
        admin1=admin1,
        lat=float(lat) if lat else None,
        lon=float(lon) if lon else None,
        population=int(population or 0),
        geoname=int(geoname) if geoname else None,
        within=within,
    )


@lru_cache(maxsize=65536)
def lookup(name: str, *, sure: bool = False) -> tuple[Entry, ...]:
    """Return every place of this name, the most populous first; () when there is none or the name is on the stop list.

    `sure` says that the text itself makes it a place ("Jackson, Mississippi"): the stop list is not asked.
    """
    key = fold(name)
    if not key or (not sure and key in _stops()):
        return ()
    areas = _areas().get(key.removeprefix("the "), ())
    found = [each for each in (entry(record) for record in _table().records(key)) if not _instead(each, areas)]
    return (*areas, *sorted(found, key=lambda each: (-each.population, each.record)))


def _instead(unit: Entry, areas: tuple[Entry, ...]) -> bool:
    """Whether one of our areas stands for a unit of its name, as it does where the gazetteer's unit holds no towns."""
    return unit.kind in (ADMIN1, ADMIN2) and any(
        each.name in _whole() and (unit.kind == ADMIN2 or each.country == unit.country) for each in areas
    )


@cache
def _short() -> Mapping[str, tuple[str, str]]:
    rows = vocab.read("places/short")["short"]
    return MappingProxyType({word: (row["country"], row["name"]) for row in rows for word in row["also"]})


@lru_cache(maxsize=1024)
def short(name: str) -> tuple[Entry, ...]:
    """Return the first-level unit that a short name stands for ("Calif.", "MI"): ask only where it follows a comma."""
    country, unit = _short().get(name.rstrip("."), (None, ""))
    return tuple(each for each in lookup(unit, sure=True) if each.kind == ADMIN1 and each.country == country) if country else ()


@cache
def _great() -> frozenset[tuple[str, str]]:
    return frozenset((row["country"], row["name"]) for row in vocab.read("places/short")["short"])


def great(place: Entry) -> bool:
    """Return whether a place is a first-level unit so well known that news shortens its name: Florida is no small town."""
    return place.kind == ADMIN1 and (place.country or "", place.name) in _great()


@lru_cache(maxsize=16384)
def similar(name: str, country: str) -> tuple[Entry, ...]:
    """Return the places of `country` whose name differs from this one only as romanisations do; () where we keep none."""
    folded = fold(name)
    bones = skeleton(folded)
    if len(bones) < 4:
        return ()
    found = [entry(record) for record in _table().records(f"~{country} {bones}")]
    return tuple(each for each in found if _alike(folded, fold(each.name)) >= ALIKE)


def _alike(one: str, other: str) -> float:
    """How much of two folded names is the same, 0 to 1, articles and spaces apart."""
    left, right = (_ARTICLE.sub("", name + " ").replace(" ", "") for name in (one, other))
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def known(name: str) -> bool:
    """Return whether some place has this name."""
    return bool(lookup(name))


@cache
def _stops() -> frozenset[str]:
    """Names that are places somewhere and nearly always something else in the news."""
    data = vocab.read("places/stop")
    return frozenset(fold(word) for part in data["stop"].values() for word in part.split(","))


@cache
def countries() -> Mapping[str, str]:
    """Return ISO alpha-3 codes by folded country name, alias and demonym ("syria", "syrian", "drc")."""
    found: dict[str, str] = {}
    for row in vocab.read("places/countries")["country"]:
        for word in (row["name"], *row.get("aliases", ()), *row.get("demonyms", ()), *_plurals(row)):
            found[fold(word)] = row["iso3"]
    return MappingProxyType(found)


def _plurals(row: dict[str, Any]) -> list[str]:
    return [f"{word}s" for word in row.get("demonyms", ()) if not word.endswith(("s", "sh", "ch", "ese", "x"))]


def country_of(word: str) -> str | None:
    """Return the ISO alpha-3 code that a country's name or demonym stands for, or None."""
    return countries().get(fold(word))


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(
        fold(word) for row in vocab.read("places/countries")["country"] for word in (*row.get("demonyms", ()), *_plurals(row))
    )


@cache
def peoples() -> frozenset[str]:
    """Return the plurals of nationalities, folded: "afghans"."""
    return frozenset(fold(word) for row in vocab.read("places/countries")["country"] for word in _plurals(row))


def is_demonym(word: str) -> bool:
    """Whether a word names a country's people ("Syrian"), not the country."""
    return fold(word) in _demonyms()


@cache
def _areas() -> Mapping[str, tuple[Entry, ...]]:
    """Our own areas by folded name; their record numbers are below zero."""
    found: dict[str, tuple[Entry, ...]] = {}
    for number, row in enumerate(vocab.read("places/areas")["area"], 1):
        area = Entry(
            record=-number,
            name=row["name"],
            kind=AREA,
            country=row.get("country"),
            admin1=None,
            lat=row["lat"],
            lon=row["lon"],
            population=0,
            geoname=None,
            within=(),
            reach=float(row["reach"]),
        )
        for name in {fold(name).removeprefix("the ") for name in (row["name"], *row.get("aliases", ()))}:
            found[name] = (*found.get(name, ()), area)
    return MappingProxyType(found)


@cache
def _whole() -> frozenset[str]:
    """The areas that stand for the gazetteer's unit of their name."""
    return frozenset(row["name"] for row in vocab.read("places/areas")["area"] if row.get("instead"))


@cache
def signs() -> Mapping[str, tuple[str, bool]]:
    """Return what speaks of a country, by folded words: its ISO alpha-3 code, and whether it names only the country's people."""
    found = {
        word: (area.country, False) for word, areas in _areas().items() for area in areas if area.country and area.reach >= LARGE
    }
    found |= {word: (country, word in _demonyms()) for word, country in countries().items()}
    return MappingProxyType(found)


def country_of_area(name: str) -> str | None:
    """Return the ISO alpha-3 code of the country in which one of our own large areas lies ("Darfur"), or None."""
    return next((area.country for area in _areas().get(fold(name).removeprefix("the "), ()) if area.reach >= LARGE), None)


@cache
def _capitals() -> Mapping[str, str]:
    rows = vocab.read("places/countries")["country"]
    return {fold(name): row["iso3"] for row in rows for name in (row.get("capital", ""), *row.get("capital_aliases", ())) if name}


def country_of_capital(name: str) -> str | None:
    """Return the ISO alpha-3 code of the country whose capital has this name ("Tehran", "Delhi"), or None."""
    return _capitals().get(fold(name))


@cache
def nation(country: str) -> Entry | None:
    """Return the place that is a whole country, by its ISO alpha-3 code."""
    row = next((row for row in vocab.read("places/countries")["country"] if row["iso3"] == country), None)
    return next((each for each in lookup(row["name"], sure=True) if each.kind == NATION), None) if row else None


@cache
def capital(country: str) -> Entry | None:
    """Return the capital of a country, by its ISO alpha-3 code."""
    name = next((row.get("capital", "") for row in vocab.read("places/countries")["country"] if row["iso3"] == country), "")
    return next((each for each in lookup(name, sure=True) if each.kind == TOWN and each.country == country), None)
