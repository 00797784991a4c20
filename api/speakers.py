"""Which claimants somebody means who types a name as it stands on a page: a key, or a name, whatever its case and article."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aggregator.core.errors import QueryTooLong
from db.nouns import CONFLICTS
from db.queries import Query
from db.reading import Reading
from db.values import MOST_VALUES

OFFERED = 100
LONGEST = 80
NEAR = 5
ARTICLE = re.compile(r"(?:the|an?) (?=\S)")


def folded(name: str) -> str:
    """Return a name without what people type in several ways: case, blanks, an article in front."""
    return ARTICLE.sub("", " ".join(name.casefold().split()), count=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """The claimants of all conflicts. `named` are (key, name), who is in most conflicts first; `keys` has each by how it may be
    typed, folded. Where they were too many to be read in time (not `read`), what is typed is taken for keys.
    """

    named: tuple[tuple[str, str], ...] = ()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read: bool = True

    def meant(self, typed: str) -> tuple[str, ...]:
        """Return the keys meant: of the whole text, since names hold commas, else of its parts; none where one is unknown."""
        if not self.read:
            return tuple(part.strip().lower() for part in typed.split(",") if part.strip())[:MOST_VALUES] or (typed,)
        if whole := self.keys.get(folded(typed), ()):
            return whole
        parts = [self.keys.get(folded(part), ()) for part in typed.split(",")]
        return tuple(dict.fromkeys(key for part in parts for key in part))[:MOST_VALUES] if all(parts) else ()

    def near(self, typed: str) -> list[str]:
        """Return the names most like what was typed: those that hold it, then those spelt like it."""
        asked = folded(typed)
        names = self._names()
        holding = [said for said in names if asked and asked in said]
        alike = difflib.get_close_matches(asked, list(names), NEAR, 0.6)
        return [names[said] for said in dict.fromkeys([*holding, *alike])][:NEAR]

    def offered(self) -> list[str]:
        """Return the names to offer, each once; long ones would make a small page a large one."""
        return [name for name in self._names().values() if len(name) <= LONGEST][:OFFERED]

    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for _, name in self.named:
            names.setdefault(folded(name), name)
        return names


def speakers(found: Iterable[tuple[str, str, int]]) -> Speakers:
    """Return the claimants of (key, name, how often) rows; one that comes twice counts with both."""
    often: dict[tuple[str, str], int] = {}
    for key, name, number in found:
        often[key, name or key] = often.get((key, name or key), 0) + number
    named = tuple(sorted(often, key=lambda pair: (-often[pair], pair)))
    keys: dict[str, list[str]] = {}
    for key, name in named:
        for typed in {folded(key), folded(key.replace("_", " ")), folded(name)}:
            keys.setdefault(typed, []).append(key)
    return Speakers(named=named, keys={typed: tuple(dict.fromkeys(some)) for typed, some in keys.items()})


class Known:
    """The claimants of all conflicts, read again only when the data has changed."""

    def __init__(self) -> None:
        self._held: tuple[tuple[int, str], Speakers] | None = None

    def of(self, reading: Reading) -> Speakers:
        """Return them as of this reading."""
        revision = reading.revision()
        mark = (int(revision), revision.made)
        held = self._held
        if held is None or held[0] != mark:
            sides = [Query(noun=CONFLICTS).counted(f"{x}.claimant, {x}.claimant_name, count(*)", "GROUP BY 1, 2") for x in "ab"]
            try:
                found = [row for side in sides for row in reading.rows(side)]
            except QueryTooLong:
                return Speakers(read=False)
            held = self._held = (mark, speakers((row[0], row[1], row[2]) for row in found))
        return held[1]
