"""How each figure stands within its event before any two are compared: its bounds, its speaker, and whether it is the whole toll.

A figure counts the whole unless its text makes it a part ("including 12 children"), or names it beside the other parts of one
sum ("two soldiers and a civilian"), or gives a larger total beside it. What a figure calls its people ("17 militants") does not
make it a part: that is what they are said to have been.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aggregator.core import vocab
from aggregator.core.codes import DOUBTS
from aggregator.core.gazetteer import country_of, is_demonym
from aggregator.core.model import Basis, Figure, Outcome
from aggregator.intervals import Bounds, bounds
from aggregator.speakers import speakers

NAME = re.compile(r"\b[A-Z][a-z]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A figure with what its event makes of it.

    `population` is `all` for a whole; `sum` names the parts it adds up with; `parent` is the whole that a part is said to be of;
    `until` is when its speaker was last known to repeat it.
    """

    figure: Figure
    bounds: Bounds
    speaker: str
    whole: bool = True
    population: str = "all"
    sum: tuple[str, ...] = ()
    parent: str | None = None
    until: datetime | None = None

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.figure.claim.id

    @property
    def outcome(self) -> Outcome:
        """What befell the people counted."""
        return self.figure.claim.outcome

    @property
    def basis(self) -> Basis:
        """What the count runs over; one over a few days only ("since Saturday") is the incident's own while it goes on."""
        claim, window = self.figure.claim, self.figure.window
        if claim.basis is not Basis.CUMULATIVE or claim.background or window.start is None or window.end is None:
            return claim.basis
        if 0 < (window.end - window.start).days <= vocab.read("reconcile")["scope"]["incident_days"]:
            return Basis.INCIDENT
        return claim.basis

    @property
    def abroad(self) -> str | None:
        """The country this counts, where the event's toll is another country's."""
        return self.population if self.population.startswith("in ") else None

    @property
    def doubt(self) -> bool:
        """Whether this says that another's figure does not hold, instead of giving one."""
        return self.figure.claim.stance in DOUBTS

    @property
    def when(self) -> datetime | None:
        """The moment the figure speaks for, else the moment it was published.

        A day without an hour ("as of 18 October") counts to its end, or to publication where that came first.
        """
        as_of, published = self.figure.as_of, self.figure.published
        if as_of is None or self.figure.as_of_basis == "published" or (as_of.hour, as_of.minute) != (0, 0):
            return as_of or published
        end = as_of.replace(hour=23, minute=59, second=59)
        return min(end, published) if published is not None and published > as_of else end

    @property
    def order(self) -> tuple[float, float, str, bool, int, str]:
        """Sorts by as-of, publication, document and place in the text, a text's own voice after those it quotes.

        Unknown moments come first.
        """
        published = self.figure.published
        return (
            self.when.timestamp() if self.when else 0.0,
            published.timestamp() if published else 0.0,
            self.figure.claim.document,
            self.figure.claim.claimant is None,
            self.figure.claim.start,
            self.id,
        )


def stand(figures: Sequence[Figure]) -> tuple[Standing, ...]:
    """Return every figure of an event as a Standing, oldest first. The order given does not matter."""
    speaker = speakers(figures)
    parts, here = _parts(figures), {f.claim.id for f in figures}
    standing = [
        Standing(
            figure=f,
            bounds=bounds(f),
            speaker=speaker[f.claim.id],
            whole=f.claim.id not in parts,
            population=(nation(f) or part_name(f)) if f.claim.id in parts else "all",
            parent=f.claim.subset_of if f.claim.id in parts and f.claim.subset_of in here else None,
        )
        for f in figures
    ]
    standing = _by_country(_named_elsewhere(_within_document(standing)))
    return tuple(sorted(standing, key=lambda s: s.order))


def _by_country(standing: list[Standing]) -> list[Standing]:
    """Tell the tolls of an event's countries apart: beside the country that most figures count, another's dead are a part."""
    placed = [s for s in standing if s.whole and not s.doubt and s.figure.place.country]
    if len({s.figure.place.country for s in placed}) < 2:
        return standing
    told = [s for s in placed if _tells_place(s.figure)]
    countries = [s.figure.place.country or "" for s in sorted(told, key=lambda s: s.order)]
    if len(set(countries)) < 2:
        return standing
    main = max(countries, key=lambda country: (countries.count(country), -countries.index(country)))
    abroad = {s.id: f"in {s.figure.place.country}" for s in told if s.figure.place.country != main}
    return [replace(s, whole=False, population=abroad[s.id]) if s.id in abroad else s for s in standing]


def _tells_place(figure: Figure) -> bool:
    """Whether the figure's own sentence names its place; one carried over from elsewhere in the text proves nothing."""
    words = figure.claim.place.text
    return words is not None and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", figure.claim.sentence) is not None


def part_name(figure: Figure) -> str:
    """Return what to call the part a figure counts: its population, else its groups or status, else `part`."""
    victims = figure.claim.victims
    rules = vocab.read("reconcile")["populations"]
    for name in (figure.population, *victims.groups, victims.status.value):
        if name != "all" and name not in rules["none"]:
            return str(rules["same"].get(name, name))
    return "part"


def _parts(figures: Iterable[Figure]) -> set[str]:
    """Return the ids of claims that lie within another: links that lead round in a circle make no part."""
    parent = {f.claim.id: f.claim.subset_of for f in figures if f.claim.subset_of}
    circular = set()
    for start in parent:
        seen, node = {start}, parent[start]
        while node in parent and node not in seen:
            seen.add(node)
            node = parent[node]
        if node == start:
            circular.add(start)
    return set(parent) - circular


def nation(figure: Figure) -> str | None:
    """Return the name, lower-case, by which the counted are told from others ("three Polish nationals" -> polish), or None.

    The people of a country have one name in singular and plural: "464 Iranians" and "464 Iranian pilgrims" -> iranian.
    """
    found = NAME.search(figure.claim.victims.text or "")
    if found is None:
        return None
    name = found.group().casefold()
    one = name.removesuffix("s")
    return one if name != one and is_demonym(one) and country_of(one) == country_of(name) else name


def _within_document(standing: list[Standing]) -> list[Standing]:
    """Sort out several wholes that one speaker gives in one document: parts of a sum, or a total and lesser counts.

    What a text counts in its own voice below the toll it attributes to somebody is a part of that toll too.
    """
    accounts: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
    told: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
    for s in standing:
        if s.whole and not s.doubt and not s.bounds.empty and s.basis is Basis.INCIDENT:
            # at one moment: a later word of the same speaker is a revision
            accounts[(s.figure.claim.document, s.speaker, s.outcome, s.bounds.unit, s.when)].append(s)
            told[(s.figure.claim.document, s.outcome, s.bounds.unit)].append(s)
    changed: dict[str, Standing] = {}
    for account in accounts.values():
        account.sort(key=lambda s: s.figure.claim.start)
        for addends in _sums(account):
            ids = tuple(s.id for s in addends)
            changed |= {s.id: replace(s, whole=False, population=part_name(s.figure), sum=ids) for s in addends}
        changed |= _lesser(account, account, changed)
    for said in told.values():
        attributed = [s for s in said if s.figure.claim.claimant is not None]
        changed |= _lesser([s for s in said if s.figure.claim.claimant is None], attributed, changed)
    return [changed.get(s.id, s) for s in standing]


def _lesser(said: Sequence[Standing], totals: Sequence[Standing], changed: Mapping[str, Standing]) -> dict[str, Standing]:
    """Return those of `said`, as parts, that lie below the largest of `totals`."""
    left = [s for s in totals if s.id not in changed]
    if not left:
        return {}
    total = max(left, key=lambda s: (s.bounds.bottom, s.bounds.top or 0, -s.figure.claim.start))
    below = (s for s in said if s.id not in changed and s.id != total.id and _below(s.bounds, total.bounds))
    return {s.id: replace(s, whole=False, population=nation(s.figure) or part_name(s.figure), parent=total.id) for s in below}


def _below(some: Bounds, total: Bounds) -> bool:
    """Whether a count lies below a total, or says no more than "some of them" beside it."""
    return total.bottom > some.bottom == 1 if some.high is None else some.high < total.bottom


def _sums(account: list[Standing]) -> list[list[Standing]]:
    """Return runs of figures of one sentence that count different people: "two soldiers and a civilian were killed"."""
    sentences: dict[int, list[Standing]] = defaultdict(list)
    for s in account:
        sentences[s.figure.claim.sentence_start].append(s)
    runs = []
    for said in sentences.values():
        kinds = [part_name(s.figure) for s in said]
        if len(said) > 1 and "part" not in kinds and len(set(kinds)) == len(kinds) and len(sentences) == 1:
            runs.append(said)
    return runs


def _named_elsewhere(standing: list[Standing]) -> list[Standing]:
    """Make a part of a count of people whom another text counts as a part of the event's, or of a group that is never everyone.

    One outlet says eight died, two of them Poles; a ministry says two Polish citizens died: both speak of the same part.
    """
    groups = set(vocab.read("reconcile")["populations"]["parts"])
    wholes = [s for s in standing if s.whole and not s.doubt and s.bounds.low is not None]
    named = {(s.outcome, s.population) for s in standing if not s.whole}
    result = []
    for s in standing:
        if s.whole and not s.doubt and s.bounds.low is not None:
            for own in (nation(s.figure), part_name(s.figure)):
                known = own == nation(s.figure) and ((s.outcome, own) in named or _foreign(s.figure))
                told = own in groups or known or _none_of_some(s, own)
                if not own or not told:
                    continue
                if any(_larger(w, s) and (own == "part" or own not in (nation(w.figure), part_name(w.figure))) for w in wholes):
                    s = replace(s, whole=False, population=own)
                    break
        result.append(s)
    return result


def _foreign(figure: Figure) -> bool:
    """Whether the counted are told to be another country's people than the one where they were harmed: "464 Iranian pilgrims"."""
    people, here = NAME.search(figure.claim.victims.text or ""), figure.place.country
    home = country_of(people.group()) if people and is_demonym(people.group()) else None
    return home is not None and here is not None and home != here


def _none_of_some(s: Standing, own: str | None) -> bool:
    """Whether nobody of some people is told: "no civilians were killed", "none of its workers died"; the others are left out."""
    return s.bounds.high == 0 and (own not in (None, "part") or _WHOSE.match(s.figure.claim.victims.text or "") is not None)


_WHOSE = re.compile(r"(?:its|his|her|their|our|my)\b", re.IGNORECASE)


def _larger(whole: Standing, other: Standing) -> bool:
    return whole.outcome == other.outcome and whole.basis == other.basis and whole.bounds.bottom > (other.bounds.top or 0)
