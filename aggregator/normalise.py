"""Claims to figures: what was said, beside what we made of it in people, places, days and sources.

Nothing is dropped and nothing is guessed: what cannot be resolved stays empty and is named in `Figure.flags`:

    no_place, unresolved_place           no place words; words that name no one place we know
    no_window, unresolved_window,        no words for when; words that give no day; words relative to something unknown;
    unanchored_window, future_window,    a day after publication; an end before its beginning
    inverted_window
    no_publication_day                   the document has no date; relative words are read against its dateline's, or not at all
    no_claimant                          nobody is named and the publisher is unknown
    cites_itself                         the claimant is also the one who is said to cite it
    subset_unknown, subset_cycle         part of a claim that is not there; part of itself, directly or round about
    not_people                           counted in a unit that no context turns into people
    inverted_bounds                      the low lies above the high
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from aggregator import claimants, dates
from aggregator.core import units
from aggregator.core.model import Claim, Document, Figure, Place, Precision, Role, SourceKind, Step, Window
from aggregator.echoes import echoed
from aggregator.parties import party
from aggregator.places import Surroundings, resolve, surroundings
from aggregator.populations import population
from aggregator.sources import Claimant

UNNAMED = "an unnamed publisher"
READ = 30_000  # characters of a document in which a full name may decide between two sources
ANCHORS = (Precision.DAY, Precision.MINUTE)


def normalise(document: Document, claims: Sequence[Claim], *, households: str | None = None) -> tuple[Figure, ...]:
    """Return one figure per claim of `document`, in the same order. Never raises for any text.

    `households` names a context of `vocab/households.toml` in which households become people; without one they do not.
    Raises UnknownName when there is no such context.
    """
    if not claims:
        return ()
    reader = _Reader(document, surroundings(document), households, _parents(claims))
    return echoed(document, [reader.figure(claim) for claim in claims])


@dataclass(slots=True)
class _Reader:
    """One document being read: what is carried from claim to claim is the last day told and who has spoken."""

    document: Document
    around: Surroundings
    households: str | None
    parents: dict[str, str]
    anchor: Window = dates.EMPTY
    told: dict[str, tuple[int | None, Window]] = field(default_factory=dict)  # see `_once`
    spoken: tuple[Claimant, ...] = ()
    publisher: Claimant | None = None

    def figure(self, claim: Claim) -> Figure:
        flags: list[str] = []
        place = self._place(claim, flags)
        chain, speaker = self._who(claim, place, flags)
        window, as_of, basis = self._when(claim, flags)
        people = units.people(
            claim.low, claim.high, claim.unit, context=self.households, country=place.country or self.around.main
        )
        if not people.known:
            flags.append("not_people")
        if claim.low is not None and claim.high is not None and claim.low > claim.high:
            flags.append("inverted_bounds")
        flags += self._subset(claim)
        fights, side = party(speaker, place, self.around, claim.cause.code, claim=claim, text=self.document.text)
        return Figure(
            claim=replace(claim, attribution=chain) if chain != claim.attribution else claim,
            claimant=speaker.key,
            claimant_name=speaker.name,
            claimant_kind=speaker.kind,
            side=side,
            party=fights,
            publisher=None if self._carrier(claim).name == UNNAMED else self._carrier(claim).key,
            published=_in_utc(self.document.published),
            place=place,
            window=window,
            as_of=_in_utc(as_of),
            as_of_basis=basis,
            people_low=people.low,
            people_high=people.high,
            population=population(claim),
            flags=tuple(flags),
        )

    # --- where

    def _place(self, claim: Claim, flags: list[str]) -> Place:
        if claim.place.country is not None or claim.place.lat is not None:  # a format read it from fields
            return claim.place
        if not claim.place.text:
            flags.append("no_place")
            return claim.place
        place = resolve(claim.place.text, self.around)
        if place.precision is None:
            flags.append("unresolved_place")
            return claim.place
        return place

    # --- who

    def _who(self, claim: Claim, place: Place, flags: list[str]) -> tuple[tuple[Step, ...], Claimant]:
        """Return the chain with its sources found, and the claimant: who vouches, else who prints it."""
        carrier = self._carrier(claim)
        chain, speaker, passed = [], None, set()
        for step in claim.attribution:
            who = self._publisher() if step.role is Role.PUBLISHER else self._resolve(step.name, place, carrier)
            chain.append(replace(step, source=who.source) if step.source is None and who.source else step)
            if step.role is Role.CLAIMANT and speaker is None:
                speaker = who
            elif step.role in (Role.CITED_BY, Role.RELAY):
                passed.add(who.key)
        if speaker is None:
            speaker = carrier
        elif speaker.key in passed:
            flags.append("cites_itself")
        if speaker.name == UNNAMED:
            flags.append("no_claimant")
        if speaker not in self.spoken:
            self.spoken = (*self.spoken, speaker)[-20:]
        return tuple(chain), speaker

    def _resolve(self, name: str, place: Place, carrier: Claimant) -> Claimant:
        before = (self._publisher(), *self.spoken)
        who = claimants.resolve(
            name, self.around, place=place, publisher=carrier.key, text=self.document.text[:READ], before=before
        )
        return replace(carrier, name=who.name) if who.key == carrier.key else who

    def _publisher(self) -> Claimant:
        """Who prints the document: the publisher named, else its web site, else the document itself, which is nobody else's."""
        if self.publisher is None:
            name = (self.document.publisher or "").strip() or _site(self.document.url)
            self.publisher = (
                claimants.resolve(name, self.around, text=self.document.text[:READ], own_voice=True)
                if name
                else Claimant(f"@{self.document.id}", UNNAMED)
            )
        return self.publisher

    def _carrier(self, claim: Claim) -> Claimant:
        """Who tells it in their own voice: the wire whose line or byline it carries, else the publisher."""
        for step in claim.attribution:
            if step.role is Role.RELAY:
                who = claimants.resolve(step.name, self.around)
                if who.kind is SourceKind.WIRE_AGENCY:
                    return who
        return self._publisher()

    # --- when

    def _when(self, claim: Claim, flags: list[str]) -> tuple[Window, datetime | None, str]:
        published = self.document.published or dates.dateline(self.document.text[:READ])
        as_of, basis = dates.moment(claim.as_of_text, published, anchor=self.anchor)
        anchor = self.anchor
        if anchor.start is None and as_of is not None and basis == "stated":  # "said on Monday that ... the day before"
            anchor = Window(start=as_of.date(), end=as_of.date(), precision=Precision.DAY)
        reading = dates.window(claim.window_text, published, anchor=anchor, as_of=as_of)
        if basis == "published" and reading.speaks_for is not None:
            as_of, basis = dates.moment(claim.window_text, published, anchor=self.anchor)
        if reading.window != dates.window(claim.window_text, published, as_of=as_of).window:
            reading = replace(reading, window=self._once(claim, reading.window))
        flags += reading.flags
        if self.document.published is None:
            flags.append("no_publication_day")
            basis = "dateline" if published is not None and basis == "published" else basis
        window = reading.window
        if window.start and window.end and window.precision in ANCHORS and not claim.background:
            self.anchor = window
        return window, as_of, basis

    def _once(self, claim: Claim, window: Window) -> Window:
        """Return the window of words that count from another day: where they are carried on from claim to claim, as first read.

        "The day before" is one day however many figures it is said of; said again in another sentence, it is counted anew.
        """
        words = (claim.window_text or "").lower()
        home = claim.sentence_start if words in claim.sentence.lower() else None
        first, known = self.told.get(words, (None, None))
        if known is None or (None not in (home, first) and home != first):
            self.told[words] = home, window
            return window
        self.told[words] = home if first is None else first, known
        return known

    # --- parts

    def _subset(self, claim: Claim) -> list[str]:
        if claim.subset_of is None:
            return []
        seen, node = {claim.id}, claim.subset_of
        while node in self.parents and node not in seen:
            seen.add(node)
            node = self.parents[node]
        if node == claim.id:
            return ["subset_cycle"]
        return ["subset_unknown"] if claim.subset_of not in self.parents else []


def _in_utc(moment: datetime | None) -> datetime | None:
    """Return a moment in UTC: the publisher's clock counts while words are read, what comes of them is compared."""
    return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else moment


def _site(url: str | None) -> str:
    """Return the host of a web address without its "www.", or nothing."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _parents(claims: Sequence[Claim]) -> dict[str, str]:
    """Return every claim's parent by its id; a claim that is no part is its own end (empty)."""
    return {claim.id: claim.subset_of or "" for claim in claims}
