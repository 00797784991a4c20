"""Finds place names in the words of a place: which of them the gazetteer knows, and what the words beside them say of their kind.

Choosing among the candidates is `aggregator/places.py`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aggregator.core import gazetteer
from aggregator.core.gazetteer import ADMIN1, AREA, NATION, Entry


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the words: its candidates, the words next to it that tell a kind, and whether it only names a building there.

    `key` is the name folded as the gazetteer folds it.
    """

    start: int
    end: int
    key: str
    candidates: tuple[Entry, ...]
    beside: frozenset[str]
    building: bool
    words: int


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a place, lower-cased without possessive endings, with where they stand and the document's countries."""

    text: str
    spans: tuple[re.Match[str], ...]
    low: tuple[str, ...]
    countries: tuple[str, ...]

    def phrase(self, at: int, size: int) -> str:
        phrase = self.text[self.spans[at].start() : self.spans[at + size - 1].end()].rstrip(".")
        return phrase.removesuffix("'s").removesuffix("’s")

    def capital(self, at: int) -> bool:
        word = self.spans[at].group()
        return word != word.lower() or word[0].isdigit()

    def gap(self, at: int) -> str:
        """What stands between a word and the next."""
        return self.text[self.spans[at].end() : self.spans[at + 1].start()] if at + 1 < len(self.spans) else ""


_WORD = re.compile(r"[^\W_](?:[\w’'.]|-(?=\w))*")
_DIRECTION = re.compile(r"^(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)?$|^central$")
_JOINED = frozenset("al el as ash ar ad an at az de la le les du des del of the and on da do dos di en upon sur y e i".split())
_NOISE = frozenset(
    "the of in a an and at on to near from section town city capital southern northern eastern western part".split()
)
_STREETS = frozenset("street streets st road roads rd avenue avenues ave boulevard blvd lane drive highway square".split())
_BUILDINGS = frozenset(
    "tower towers building hotel inn mall restaurant bar club theatre theater stadium church mosque temple cathedral school "
    "university college bank company market bridge hospital clinic airport station terminal prison jail port base junction "
    "center centre mine factory plant house home embassy consulate cemetery monument".split()
)
_OPEN = frozenset("junction market bridge port base station terminal airport prison mine plant".split())
_UNITS = frozenset("canton province department district state region city town village municipality county capital".split())
_NOT_ALONE = _JOINED | _STREETS | _BUILDINGS | _UNITS
_QUARTERS = frozenset(
    "neighbourhood neighborhood quarter street hospital school mosque church embassy consulate university".split()
)
_KNOWN_TOWN, _KNOWN_VILLAGE = 20_000, 1_000  # people: a building is named after such a town, an open place after such a village


def find(text: str, countries: tuple[str, ...]) -> list[Named]:
    """Return the longest known names of `text` from left to right. `countries` are those the document speaks of."""
    spans = tuple(_WORD.finditer(text))
    low = tuple(span.group().lower().rstrip(".").removesuffix("'s").removesuffix("’s") for span in spans)
    words = _Words(text, spans, low, countries)
    named: list[Named] = []
    at = 0
    while at < len(spans):
        size = next((n for n in range(min(6, len(spans) - at), 0, -1) if _fits(words, at, n)), 0)
        if size:
            found = _camp(words, at, size) or _usable(words, at, size, _candidates(words, at, size))
            after = low[at + size : at + size + 3]
            if found:
                building = any(word in _BUILDINGS for word in after)
                start, end, key = spans[at].start(), spans[at + size - 1].end(), gazetteer.fold(words.phrase(at, size))
                named.append(Named(start, end, key, found, _beside(words, at, size), building, size))
        at += size or 1
    return named


def _beside(words: _Words, at: int, size: int) -> frozenset[str]:
    """The words that tell a name's kind: in it ("Mexico City"), the two behind it, and those before it ("the city of")."""
    behind = words.low[at + size : at + size + 2] if words.gap(at + size - 1).strip() == "" else ()
    before = words.low[max(0, at - 3) : at] if at and words.low[at - 1] in ("of", "the", "a") else words.low[max(0, at - 1) : at]
    return frozenset((*before, *words.low[at : at + size][1:], *behind))


def _fits(words: _Words, at: int, size: int) -> bool:
    """Whether the `size` words from `at` may be a name and are one: capitals at both ends, no comma inside."""
    if _DIRECTION.match(words.spans[at].group()):
        # "north Darfur", "northern Gaza": a unit or area of its own, or only a part of what follows.
        return size > 1 and words.capital(at + size - 1) and bool(_part(words, at, size))
    if not words.capital(at) or not words.capital(at + size - 1) or words.spans[at].group()[0].isdigit():
        return False
    if size == 1 and (words.low[at] in _NOT_ALONE or (words.text.isupper() and words.low[at] in _NOISE)):
        return False
    if any(not words.capital(at + k) and words.low[at + k] not in _JOINED for k in range(1, size)):
        return False
    return not any("," in words.gap(at + k) for k in range(size - 1)) and bool(_candidates(words, at, size))


def _part(words: _Words, at: int, size: int) -> tuple[Entry, ...]:
    found = gazetteer.lookup(words.phrase(at, size), sure=True)
    return tuple(
        each for each in found if each.kind in (AREA, ADMIN1) and (not words.countries or each.country in words.countries)
    )


def _candidates(words: _Words, at: int, size: int) -> tuple[Entry, ...]:
    if _DIRECTION.match(words.spans[at].group()):
        return _part(words, at, size)
    phrase, countries = words.phrase(at, size), words.countries
    if words.text[: words.spans[at].start()].rstrip().endswith(","):
        state = gazetteer.short(phrase)
        if state:
            return state
    exact = gazetteer.lookup(phrase)
    # A name inside longer words may be somebody's; the whole of them, or one with its holder behind it, is a place.
    sure = size == len(words.spans) or words.gap(at + size - 1).startswith(",") or "," in words.text[: words.spans[at].start()]
    if sure and not exact:
        exact = tuple(each for each in gazetteer.lookup(phrase, sure=True) if not countries or each.country in countries)
    country = gazetteer.country_of(phrase)
    if country and not any(each.kind == NATION for each in exact):
        people = gazetteer.nation(country)
        return (
            (*exact, people) if people and words.low[at + size : at + size + 1] not in [(word,) for word in _QUARTERS] else exact
        )
    if any(each.country in countries or each.country is None for each in exact):
        return exact
    return exact + tuple(each for home in countries[:3] for each in gazetteer.similar(phrase, home))


def _camp(words: _Words, at: int, size: int) -> tuple[Entry, ...]:
    """The camp called after a town, where "camp" or "refugee camp" stands behind the name."""
    if "camp" not in words.low[at + size : at + size + 2]:
        return ()
    return tuple(each for each in gazetteer.lookup(f"{words.phrase(at, size)} camp") if each.kind == AREA)


def _usable(words: _Words, at: int, size: int, candidates: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Drop the names of streets and people's, and of buildings not called after a town of the document's countries."""
    after = words.low[at + size : at + size + 3]
    inside = [each for each in candidates if each.country in words.countries]
    if (after and after[0] in _STREETS) or (after[:1] == ("and",) and any(word in _STREETS for word in words.low[at + size :])):
        return tuple(each for each in candidates if each.kind == NATION)
    if any(word in _BUILDINGS for word in after):
        least = _KNOWN_VILLAGE if any(word in _OPEN for word in after) else _KNOWN_TOWN
        known = [each for each in inside if each.population >= least or each.kind == AREA]
        return (*(each for each in candidates if each.kind in (NATION, ADMIN1) and each not in known), *known)
    if _goes_on(words, at, size):  # "Khair Khana", "Abu Lebda": a name of which only a part is known may be another's
        known = [each for each in candidates if each.kind == NATION or (each.kind == AREA and each.reach >= gazetteer.LARGE)]
        return (*known, *(each for each in inside if each not in known))
    return candidates


def _goes_on(words: _Words, at: int, size: int) -> bool:
    """Whether a capitalised word that the gazetteer does not know as part of the name stands right before or behind it."""
    if words.text.isupper():
        return False
    behind = at + size < len(words.spans) and words.gap(at + size - 1) == " " and words.capital(at + size)
    if at == 0 or words.gap(at - 1) != " " or words.low[at - 1] in _JOINED or _DIRECTION.match(words.low[at - 1]):
        return behind
    previous = words.spans[at - 1].group()
    return behind or (previous[0].isupper() and not previous.endswith(("'s", "’s")))
