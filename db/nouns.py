"""What can be listed: each noun's tables, columns, orders, and how its rows are reached by event and by claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from db import columns as k
from db.columns import Column
from db.parameters import FILTERS, Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A sort: SQL keys with their direction; the last key is unique."""

    keys: tuple[tuple[str, bool], ...]
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Noun:
    """One list, equal only to itself. `tables` is its FROM now, `tables_then` as of a moment (`{t}`).

    `alias` carries known_at and retired_at. `through` reaches the claims behind a row: `{conditions}` on alias `c`
    (`through_in`: the same, starting from the claims; `through_then`, `through_then_in`: the same, as of a moment). `plain` is
    true of a row whose texts need no look when they are written as CSV. `ruled`: a row holds one value, which a rule chose.
    """

    name: str
    doc: str
    alias: str
    tables: str
    columns: tuple[Column, ...]
    orders: Mapping[str, Order]
    tables_then: str = ""
    base: str = ""
    levels: tuple[str, ...] = ()
    through: str = ""
    through_in: str = ""
    through_then: str = ""
    through_then_in: str = ""
    timed: bool = True
    ruled: bool = False
    plain: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def own(self) -> str:
        """The name under which parameters keep this noun's own conditions."""
        return self.extra.get("own", self.name)

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the filters this noun takes."""
        return tuple(parameter for parameter in FILTERS if self.takes(parameter))

    def takes(self, parameter: Parameter) -> bool:
        """Whether a filter means something here."""
        if self.own in parameter.own:
            return True
        if "claim" in self.levels and parameter.claim:
            return True
        return ("event" in self.levels and bool(parameter.event)) or (bool(self.through) and bool(parameter.claim))


def by(*keys: str, doc: str) -> Order:
    """Return an order by these SQL keys; a leading `-` means downwards."""
    return Order(keys=tuple((key.removeprefix("-"), key.startswith("-")) for key in keys), doc=doc)


EVENT_FIELDS = (
    *("title", "sentence", "country", "admin1", "place_text", "place_name", "lat", "lon", "place_precision", "geoname"),
    *("first_day", "last_day", "days_basis", "cause", "documents", "claims", "claimants", "conflicts"),
    *("killed_low", "killed_high", "killed_open", "killed_best", "killed_best_claim", "killed_bests"),
)
EVENTS_THEN = (
    "(SELECT x.seq, x.id, x.known_at, v.known_at AS updated_at, x.retired_at, x.retired_reason, x.split_from, "
    "CASE WHEN x.retired_at <= {t} THEN x.merged_into END AS merged_into, "
    + ", ".join(f"json_extract(v.header, '$.{name}') AS {name}" for name in EVENT_FIELDS)
    + " FROM events x JOIN event_versions v ON v.event = x.id"
    + " AND v.known_at = (SELECT max(y.known_at) FROM event_versions y WHERE y.event = x.id AND y.known_at <= {t}))"
)

CLAIMS_THEN = "claims c LEFT JOIN event_claims ec ON ec.claim = c.id AND {held:ec}"

CLAIMS = Noun(
    name="claims",
    doc="One row a claim: what one text says, with its bounds, its source chain and its exact words.",
    alias="c",
    tables="claims c LEFT JOIN documents d ON d.id = c.document",
    tables_then="claims c LEFT JOIN documents d ON d.id = c.document "
    "LEFT JOIN event_claims ec ON ec.claim = c.id AND ec.known_at <= {t} AND (ec.retired_at IS NULL OR ec.retired_at > {t})",
    columns=k.CLAIM_COLUMNS,
    plain="c.plain AND {review:c} IS NULL",
    levels=("claim",),
    orders={
        "known": by("c.seq", doc="in the order in which the service learned them"),
        "-known": by("-c.seq", doc="newest knowledge first"),
        "-published": by("-c.published", "-c.seq", doc="latest printed first"),
        "published": by("c.published", "c.seq", doc="earliest printed first"),
        "as_of": by("c.as_of", "c.seq", doc="by the moment the count speaks for"),
    },
)
EVENTS = Noun(
    name="events",
    doc="One row an event: the range of its killed, who speaks of it, and whether they agree.",
    alias="e",
    tables="events e",
    tables_then=EVENTS_THEN + " e",
    columns=k.EVENT_COLUMNS,
    ruled=True,
    levels=("event",),
    through="EXISTS (SELECT 1 FROM claims c WHERE c.event = e.id AND {live:c} AND {conditions})",
    through_in="e.id IN (SELECT c.event FROM claims c WHERE {live:c} AND {conditions})",
    through_then="EXISTS (SELECT 1 FROM event_claims ec JOIN claims c ON c.id = ec.claim "
    "WHERE ec.event = e.id AND {held:ec} AND {live:c} AND {conditions})",
    orders={
        "-day": by("-e.first_day", "-e.seq", doc="latest first"),
        "day": by("e.first_day", "e.seq", doc="earliest first"),
        "known": by("e.seq", doc="in the order in which the service learned of them"),
        "-updated": by("-e.updated_at", "-e.seq", doc="last changed first"),
        "-killed": by("-e.killed_low", "-e.seq", doc="largest lower bound of killed first"),
        "-conflicts": by("-e.conflicts", "-e.seq", doc="most conflicts first"),
    },
)
FIGURES = Noun(
    name="figures",
    doc="One row an estimate: the range of one outcome, population and basis of an event, and the claims behind it.",
    alias="s",
    tables="estimates s JOIN events e ON e.id = s.event",
    tables_then="estimates s JOIN " + EVENTS_THEN + " e ON e.id = s.event",
    columns=k.ESTIMATE_COLUMNS,
    ruled=True,
    levels=("event",),
    through="EXISTS (SELECT 1 FROM estimate_claims x JOIN claims c ON c.id = x.claim WHERE x.estimate = s.id AND {conditions})",
    orders={"known": by("s.seq", doc="in the order in which they were made"), "-known": by("-s.seq", doc="newest first")},
)
RELATION_TABLES = "relations r JOIN claims a ON a.id = r.a JOIN claims b ON b.id = r.b LEFT JOIN {events} e ON e.id = r.event"
SIZE = "CASE WHEN r.gap IS NOT NULL THEN r.gap WHEN r.size = 'extreme' THEN 1e300 ELSE 0.0 END"
RELATIONS = Noun(
    name="relations",
    doc="One row a pair of claims of one event and how they stand to each other.",
    alias="r",
    tables=RELATION_TABLES.replace("{events}", "events"),
    tables_then=RELATION_TABLES.replace("{events}", EVENTS_THEN),
    columns=k.RELATION_COLUMNS,
    levels=("event",),
    through="EXISTS (SELECT 1 FROM claims c WHERE c.id IN (r.a, r.b) AND {conditions})",
    orders={
        "known": by("r.seq", doc="in the order in which they were found"),
        "-known": by("-r.seq", doc="newest first"),
        "-size": by("-" + SIZE, "-r.seq", doc="largest disagreement first"),
    },
)
CONFLICTS = Noun(
    name="conflicts",
    doc="One row a conflict: two claims of one event that cannot both be right, largest first.",
    alias="r",
    tables=RELATIONS.tables,
    tables_then=RELATIONS.tables_then,
    columns=k.RELATION_COLUMNS,
    base="r.type LIKE 'conflict%'",
    levels=RELATIONS.levels,
    through=RELATIONS.through,
    orders={name: RELATIONS.orders[name] for name in ("-size", "known", "-known")},
    extra={"own": "relations"},
)
SOURCES = Noun(
    name="sources",
    doc="One row a canonical source: who can vouch for a figure.",
    alias="o",
    tables="sources o",
    columns=k.SOURCE_COLUMNS,
    orders={"id": by("o.id", doc="by id")},
    timed=False,
)
FEEDS = Noun(
    name="feeds",
    doc="One row a feed: what is fetched, and how it fares.",
    alias="f",
    tables="feeds f",
    columns=k.FEED_COLUMNS,
    orders={"id": by("f.id", doc="by id")},
    timed=False,
)
DOCUMENTS = Noun(
    name="documents",
    doc="One row a document: where it was printed and by whom; its text only where its licence allows.",
    alias="d",
    tables="documents d",
    columns=k.DOCUMENT_COLUMNS,
    orders={
        "known": by("d.seq", doc="in the order in which the service learned them"),
        "-published": by("-d.published", "-d.seq", doc="latest printed first"),
    },
    through="EXISTS (SELECT 1 FROM claims c WHERE c.document = d.id AND {live:c} AND {conditions})",
    through_in="d.id IN (SELECT c.document FROM claims c WHERE {live:c} AND {conditions})",
    through_then=f"EXISTS (SELECT 1 FROM {CLAIMS_THEN} WHERE c.document = d.id AND {{live:c}} AND {{conditions}})",
    through_then_in=f"d.id IN (SELECT c.document FROM {CLAIMS_THEN} WHERE {{live:c}} AND {{conditions}})",
)
CHANGES = Noun(
    name="changes",
    doc="One row a change: what was added or revised (upsert) or stopped holding (tombstone).",
    alias="g",
    tables="changes g",
    columns=k.CHANGE_COLUMNS,
    orders={"seq": by("g.seq", doc="in the order in which they happened")},
    timed=False,
)

NOUNS = {n.name: n for n in (CLAIMS, EVENTS, FIGURES, RELATIONS, CONFLICTS, SOURCES, FEEDS, DOCUMENTS, CHANGES)}
