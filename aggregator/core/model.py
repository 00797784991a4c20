"""The line as types, in the order in which a sentence becomes an estimate.

    Source -> Snapshot -> Document -> Claim -> Figure -> Event -> Estimate (+ Relation)

Every value is frozen; a step makes a new one. People are integers; an open bound is `None`; nothing is ever averaged.
Its codes (what befell, which qualifier, ...) are in codes.py, and may be taken from here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from aggregator.core.codes import (
    Basis,
    BestRule,
    BoundBasis,
    Outcome,
    Precision,
    Qualifier,
    RelationType,
    Role,
    SourceKind,
    Stance,
    Status,
    Support,
)

__all__ = (
    "Basis", "Best", "BestRule", "BoundBasis", "Cause", "Claim", "Document", "Estimate", "Event", "Figure", "Outcome",
    "Place", "Precision", "Qualifier", "Relation", "RelationType", "Role", "Snapshot", "Source", "SourceKind", "Stance",
    "Status", "Step", "Support", "Tally", "Victims", "Window", "content_id",
)  # fmt: skip


def content_id(*parts: object) -> str:
    """Return a stable 20-hex-digit id for these values: the same content has the same id in every run and on every machine."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something we fetch on a schedule: one `parsers/sources/*.toml`; the file's name is the id.

    `publisher` is who prints what it carries: an id of `vocab/sources.toml` or a name. `every_minutes` is the base interval.
    `options` are the format's own settings, as written in the file.
    """

    id: str
    name: str
    publisher: str
    kind: SourceKind
    format: str
    url: str
    homepage: str = ""
    language: str = "en"
    licence: str = ""
    full_text: bool = False
    every_minutes: int = 60
    jitter_seconds: int = 60
    min_documents: int = 0
    enabled: bool = True
    needs: str = ""
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The bytes of one reply or file, as they came, with how they came. `id` names the bytes: their SHA-256."""

    id: str
    source: str
    url: str
    body: bytes
    media_type: str
    fetched_at: datetime
    charset: str | None = None
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None

    @staticmethod
    def digest(body: bytes) -> str:
        """Return the id of these bytes."""
        return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of an attribution chain, innermost (the claimant) first. `source` is a canonical id, or None: never a guess."""

    role: Role
    name: str
    source: str | None = None
    verb: str | None = None
    stance: Stance = Stance.ASSERTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Victims:
    """The people harmed: the words, the vocabulary groups they belong to (children, women, soldiers, ...), and their status."""

    text: str | None = None
    groups: tuple[str, ...] = ()
    status: Status = Status.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What harmed them: the words and a code of `vocab/causes.toml`."""

    text: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where: the words and, once resolved, ISO 3166 alpha-3 country, admin1 name, WGS 84 degrees and how near that is.

    Two candidates left means all but `text` stay empty. `geoname` is the GeoNames id.
    """

    text: str | None = None
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Precision | None = None
    geoname: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When the harm happened: first and last day, both included, either may be open, and how finely the text told."""

    start: date | None = None
    end: date | None = None
    precision: Precision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a text says: one bounded count of people with one outcome. Law: `document.text[start:end] == quote`.

    `low`/`high` count `unit`s, None is open; `best` is the stated value where one was stated; `stated_low`/`stated_high` are the
    printed values before the qualifier is read. `subset_of` is the id of the claim whose people include these. A denial or a
    doubt without a number has all five None. `rule` and `extractor` say what made the claim; `confidence` is 0 to 1.
    """

    id: str
    document: str
    start: int
    end: int
    quote: str
    sentence: str
    sentence_start: int
    outcome: Outcome
    low: int | None = None
    high: int | None = None
    best: int | None = None
    stated_low: int | None = None
    stated_high: int | None = None
    qualifier: Qualifier = Qualifier.EXACT
    bound_basis: BoundBasis = BoundBasis.STATED
    policy: str | None = None
    unit: str = "person"
    explicit: bool = True
    victims: Victims = field(default_factory=Victims)
    cause: Cause = field(default_factory=Cause)
    basis: Basis = Basis.INCIDENT
    window_text: str | None = None
    as_of_text: str | None = None
    place: Place = field(default_factory=Place)
    attribution: tuple[Step, ...] = ()
    stance: Stance = Stance.ASSERTS
    subset_of: str | None = None
    background: bool = False
    rule: str = ""
    extractor: str = ""
    confidence: float = 1.0
    flags: tuple[str, ...] = ()

    @property
    def claimant(self) -> Step | None:
        """The step that vouches for the figure, or None when the text speaks in its publisher's voice."""
        return next((step for step in self.attribution if step.role is Role.CLAIMANT), None)

    @property
    def before(self) -> str:
        """The words of its sentence before it."""
        return self.sentence[: max(0, self.start - self.sentence_start)]

    @property
    def behind(self) -> str:
        """The words of its sentence behind it."""
        return self.sentence[max(0, self.end - self.sentence_start) :]

    def until(self, other: Claim) -> str:
        """Return the words of its sentence between it and another claim behind it."""
        return self.behind[: max(0, other.start - self.end)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article, report or record as clean text; every offset in a claim points into `text`.

    `text` opens with the headline where the outlet has one. `publisher` is a name as written or a canonical id. `structured` are
    claims that a format read from fields instead of prose (their quotes stand in `text` all the same). `published` keeps the
    publisher's own clock where it was told: its date is the day that "on Monday" is read against.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: datetime | None = None
    language: str | None = None
    licence: str | None = None
    source: str | None = None
    snapshot: str | None = None
    structured: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One document's own toll of its one incident for one outcome. `claims` are indexes into the document's claims."""

    low: int | None
    high: int | None
    high_open: bool
    best: int | None
    stated_high: int | None
    claims: tuple[int, ...]
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A claim and what we made of it: the same statement in people, places, days and canonical sources.

    `claimant` is a canonical source id, or the lower-cased name as written, or the publisher where the text speaks in its own
    voice: the key by which independence is counted. `people_low`/`people_high` are None where open, or where the unit is not
    people and no context converts it. `population` is `all`, or the part counted (civilian, combatant, children, women, ...).
    """

    claim: Claim
    claimant: str
    claimant_name: str
    claimant_kind: SourceKind = SourceKind.UNKNOWN
    side: str | None = None
    party: bool = False
    publisher: str | None = None
    published: datetime | None = None
    place: Place = field(default_factory=Place)
    window: Window = field(default_factory=Window)
    as_of: datetime | None = None
    as_of_basis: str = "published"
    people_low: int | None = None
    people_high: int | None = None
    population: str = "all"
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How figure `a` stands to figure `b` (claim ids), by which rule, and why, in a sentence a person can read.

    `gap` is the higher figure's low over the lower figure's high (None when there is none or it is infinite); `size` is minor,
    moderate, major or extreme, for interval conflicts only.
    """

    a: str
    b: str
    type: RelationType
    rule: str
    explanation: str
    gap: float | None = None
    size: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The one value that a rule chooses out of a range, and the id of the claim that gave it."""

    rule: BestRule
    value: int
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The range of one (outcome, population, basis) of an event. `agreed` is where everyone could be right, or None.

    `best_claim` is the id of the claim that gave `best` under `best_rule`; `bests` is what every rule chooses; `claims` are the
    survivors that made the range; `group` is all, parties or third_parties: whose figures these are.
    """

    outcome: Outcome
    population: str
    basis: Basis
    low: int | None
    high: int | None
    high_open: bool
    agreed: tuple[int, int | None] | None
    best: int | None
    best_rule: BestRule
    best_claim: str | None
    support: Support
    claimants: int
    claims: tuple[str, ...]
    unit: str = "person"
    group: str = "all"
    bests: tuple[Best, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One happening: the figures and documents that speak of it and what they come to. `id` is minted once and kept.

    `days_basis` is `stated` where a report tells the days of the harm, `published` where they are only the first report's.
    """

    id: str
    documents: tuple[str, ...]
    figures: tuple[Figure, ...]
    place: Place = field(default_factory=Place)
    first_day: date | None = None
    last_day: date | None = None
    days_basis: str = "stated"
    cause: str | None = None
    estimates: tuple[Estimate, ...] = ()
    relations: tuple[Relation, ...] = ()
    sentence: str = ""
