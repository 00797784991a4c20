"""How one figure stands within its event before any two are compared: its bounds, its speaker, and whether it is the whole toll.

`wholes` finds it out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aggregator.core import vocab
from aggregator.core.codes import DOUBTS
from aggregator.core.gazetteer import country_of, is_demonym
from aggregator.core.model import Basis, Claim, Figure, Outcome
from aggregator.intervals import Bounds, outer

NAME = re.compile(r"\b[A-Z][a-z]{2,}")
ATTACKERS = "attackers"  # the population of those who did the harm and were killed since


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A figure with what its event makes of it.

    `population` is `all` for a whole; `sum` names the parts it adds up with; `parent` is the whole that a part is said to be of;
    `until` is when its speaker was last known to repeat it; `since` says that it is of those who died of wounds after a larger
    toll; `wide`, that it runs over a wider place since before the event. `onto` is the toll of its own text on top of which it
    comes, and `besides` are those who come on top of it. `named` is what its words call people of whom somebody says that none
    were harmed; `villagers` says that its text tells some of these, without the word, to be civilians. `short` is a number that
    its text tells in full elsewhere, and `running` one whose period is that of a running total.
    """

    figure: Figure
    bounds: Bounds
    speaker: str
    whole: bool = True
    population: str = "all"
    sum: tuple[str, ...] = ()
    parent: str | None = None
    until: datetime | None = None
    since: bool = False
    wide: bool = False
    onto: str | None = None
    besides: tuple[Standing, ...] = ()
    named: str = ""
    villagers: bool = False
    short: bool = False
    running: bool = False

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.figure.claim.id

    @property
    def reach(self) -> Bounds:
        """The bounds with those who come on top of it: "nine were shot dead ... the gunman also died" reaches ten."""
        return outer([self.bounds, *(s.bounds for s in self.besides)])

    def beside(self, other: Standing) -> bool:
        """Whether the two count different people of one toll, by what their text says."""
        return (other.id in self.sum and self.id in other.sum) or self.onto == other.id or other.onto == self.id

    @property
    def outcome(self) -> Outcome:
        """What befell the people counted."""
        return self.figure.claim.outcome

    @property
    def basis(self) -> Basis:
        """What the count runs over; one over a few days only ("since Saturday") is the incident's own while it goes on."""
        claim, window = self.figure.claim, self.figure.window
        if self.since:
            return Basis.INCREMENT
        if self.onto:
            return Basis.INCIDENT
        if self.running:
            return Basis.CUMULATIVE
        if self.wide or claim.basis is not Basis.CUMULATIVE or claim.background or window.start is None or window.end is None:
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
    def order(self) -> tuple[float, float, str, bool, bool, int, str]:
        """Sorts by as-of, publication, document and place in the text, a text's own voice after those it quotes.

        A number told in short comes after the one told in full. Unknown moments come first.
        """
        published = self.figure.published
        return (
            self.when.timestamp() if self.when else 0.0,
            published.timestamp() if published else 0.0,
            self.figure.claim.document,
            self.figure.claim.claimant is None,
            self.short,
            self.figure.claim.start,
            self.id,
        )


def part_name(figure: Figure) -> str:
    """Return what to call the part a figure counts: its population, else its groups or status, else `part`."""
    victims = figure.claim.victims
    rules = vocab.read("reconcile")["populations"]
    for name in (figure.population, *victims.groups, victims.status.value):
        if name != "all" and name not in rules["none"]:
            return str(rules["same"].get(name, name))
    return "part"


def nation(figure: Figure) -> str | None:
    """Return the name, lower-case, by which the counted are told from others ("three Polish nationals" -> polish), or None.

    The people of a country have one name in singular and plural: "464 Iranians" and "464 Iranian pilgrims" -> iranian.
    """
    found = _people(figure)
    if found is None:
        return None
    name = found.casefold()
    one = name.removesuffix("s")
    return one if name != one and is_demonym(one) and country_of(one) == country_of(name) else name


def _people(figure: Figure) -> str | None:
    """Return the first name among the words for the counted, of a people or a land; "The attacker" has none.

    A name that no list has is one in running text only, where other words have no capital: "two Ardovian traders".
    """
    words, claim = figure.claim.victims.text or "", figure.claim
    if not words and claim.high != 0:  # "Four French killed", a headline's
        told = _NOUN.match(claim.sentence, max(0, claim.end - claim.sentence_start))
        return told[1] if told and is_demonym(told[1]) else None
    running = re.search(r"\b[a-z]{3,}", words) is not None and not claim.sentence.lstrip().startswith(words)
    return next((name for name in NAME.findall(words) if running or _listed(name)), None)


_NOUN = re.compile(r" ([A-Z][a-z]{2,})\b")


def _listed(name: str) -> bool:
    some = name.casefold().removesuffix("s") + "s"
    return is_demonym(name) or country_of(name) is not None or some in vocab.read("en/victims")["peoples"]["plurals"]


def foreign(figure: Figure) -> bool:
    """Whether the counted are told to be another country's people than the one where they were harmed: "464 Iranian pilgrims"."""
    people, here = _people(figure), figure.place.country
    home = country_of(people) if people and is_demonym(people) else None
    return home is not None and here is not None and home != here


def goes_on(before: Claim, after: Claim) -> bool:
    """Whether nothing but the people of the first count and a comma or "and" stand between two counts of one sentence."""
    between = before.until(after).strip()
    told = (before.victims.text or "").strip()
    return bool(told) and _AND.fullmatch(between.removeprefix(told).strip()) is not None


_AND = re.compile(r",|,? ?(?:and|plus|as well as)")


def larger(toll: Sequence[Standing], other: Standing) -> bool:
    """Whether a whole, or the parts of one sum, lies above all that another figure of one outcome and basis allows."""
    alike = all(s.outcome == other.outcome and s.basis == other.basis for s in toll)
    return alike and outer([s.bounds for s in toll]).bottom > (other.bounds.top or 0)
