"""Every parameter that a list takes, declared once: name, type, meaning, valid values, and its SQL at the level it speaks of.

A parameter may speak of a claim (alias `c`), of an event (alias `e`), or of one noun's own rows. A list that is not of claims is
filtered by the claims behind its rows, all conditions on the same claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aggregator.core import model as m
from db.columns import SIZES, SUPPORT, Type, codes
from db.shortcuts import WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter. In its SQL `{}` stands for the bound value, or the bound values where `many`.

    `claim` and `event` are conditions at those levels, `own` at a noun's. `selective` says that few claims meet it, so that a
    list of events does better to start from the claims.
    """

    name: str
    type: Type
    doc: str
    claim: str = ""
    event: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    valid: tuple[str, ...] = ()
    many: bool = False
    selective: bool = False


CONFLICT_OF_CLAIM = (
    "EXISTS (SELECT 1 FROM relations k WHERE {held:k} AND k.type LIKE 'conflict%' AND (k.a = c.id OR k.b = c.id)) = {}"
)
CHAIN_HAS = "c.claimant IN ({}) OR c.id IN (SELECT t.claim FROM attributions t WHERE t.source IN ({}))"
DAYS = {
    "from": "coalesce({a}.window_end, {a}.window_start) >= {{}}",
    "to": "coalesce({a}.window_start, {a}.window_end) <= {{}}",
}

FILTERS = (
    Parameter(
        name="event",
        type=Type.ID,
        many=True,
        selective=True,
        doc="Of these events.",
        claim="{event} IN ({})",
        event="e.id IN ({})",
        own={"relations": "r.event IN ({})", "figures": "s.event IN ({})"},
    ),
    Parameter(
        name="claim",
        type=Type.ID,
        many=True,
        selective=True,
        doc="These claims, by id.",
        claim="c.id IN ({})",
        own={"relations": "(r.a IN ({}) OR r.b IN ({}))"},
    ),
    Parameter(
        name="document",
        type=Type.ID,
        many=True,
        selective=True,
        doc="Stated in these documents.",
        claim="c.document IN ({})",
        own={"documents": "d.id IN ({})"},
    ),
    Parameter(
        name="country",
        type=Type.COUNTRY,
        many=True,
        doc="ISO 3166-1 alpha-3 codes of where the harm happened.",
        claim="c.country IN ({})",
        event="e.country IN ({})",
    ),
    Parameter(
        name="admin1",
        type=Type.TEXT,
        many=True,
        doc="First-level areas, by name.",
        claim="c.admin1 IN ({})",
        event="e.admin1 IN ({})",
    ),
    Parameter(
        name="outcome",
        type=Type.CODE,
        many=True,
        valid=codes(m.Outcome),
        doc="What befell the people counted.",
        claim="c.outcome IN ({})",
        own={"figures": "s.outcome IN ({})", "relations": "a.outcome IN ({})"},
    ),
    Parameter(
        name="population",
        type=Type.TEXT,
        many=True,
        doc="Whose toll: all, civilian, combatant, children, women, ...",
        claim="c.population IN ({})",
        own={"figures": "s.population IN ({})", "relations": "a.population IN ({})"},
    ),
    Parameter(
        name="qualifier",
        type=Type.CODE,
        many=True,
        valid=codes(m.Qualifier),
        doc="How the text bounds its number.",
        claim="c.qualifier IN ({})",
    ),
    Parameter(
        name="vague",
        type=Type.BOOLEAN,
        doc="Only (or no) vague words such as 'dozens'.",
        claim="(c.qualifier = 'vague') = {}",
    ),
    Parameter(
        name="basis",
        type=Type.CODE,
        many=True,
        valid=codes(m.Basis),
        doc="What the count runs over.",
        claim="c.basis IN ({})",
        own={"figures": "s.basis IN ({})"},
    ),
    Parameter(
        name="stance",
        type=Type.CODE,
        many=True,
        valid=codes(m.Stance),
        doc="What the speaker does with the figure.",
        claim="c.stance IN ({})",
    ),
    Parameter(
        name="source",
        type=Type.TEXT,
        many=True,
        selective=True,
        doc="Who vouches for the figure or passed it on: canonical ids, or names in lower case.",
        claim=f"({CHAIN_HAS})",
        own={"relations": "(a.claimant IN ({}) OR b.claimant IN ({}))"},
    ),
    Parameter(
        name="claimant",
        type=Type.TEXT,
        many=True,
        selective=True,
        doc="Who vouches for the figure: canonical ids, or names in lower case.",
        claim="c.claimant IN ({})",
        own={"relations": "(a.claimant IN ({}) OR b.claimant IN ({}))"},
    ),
    Parameter(
        name="source_kind",
        type=Type.CODE,
        many=True,
        valid=codes(m.SourceKind),
        doc="What sort of body vouches for the figure.",
        claim="c.claimant_kind IN ({})",
        own={"relations": "(a.claimant_kind IN ({}) OR b.claimant_kind IN ({}))"},
    ),
    Parameter(
        name="date_from",
        type=Type.DAY,
        doc="The harm was, or went on, on this day or later.",
        claim=DAYS["from"].format(a="c"),
        event="coalesce(e.last_day, e.first_day) >= {}",
    ),
    Parameter(
        name="date_to",
        type=Type.DAY,
        doc="The harm was, or began, on this day or earlier.",
        claim=DAYS["to"].format(a="c"),
        event="coalesce(e.first_day, e.last_day) <= {}",
    ),
    Parameter(
        name="as_of_from",
        type=Type.MOMENT,
        doc="The count speaks for this moment or a later one.",
        claim="c.as_of >= {}",
    ),
    Parameter(
        name="as_of_to",
        type=Type.UNTIL,
        doc="The count speaks for this moment or an earlier one; a day is included to its end.",
        claim="c.as_of <= {}",
    ),
    Parameter(
        name="published_from",
        type=Type.MOMENT,
        doc="Printed at this moment or later.",
        claim="c.published >= {}",
        own={"documents": "d.published >= {}"},
    ),
    Parameter(
        name="published_to",
        type=Type.UNTIL,
        doc="Printed at this moment or earlier; a day is included to its end.",
        claim="c.published <= {}",
        own={"documents": "d.published <= {}"},
    ),
    Parameter(
        name="updated_since",
        type=Type.MOMENT,
        doc="Learned, changed or withdrawn since this moment.",
        claim="(max(c.known_at, ifnull(c.retired_at, '')) >= {} OR c.id IN (SELECT v.claim FROM reviews v "
        "WHERE max(v.since, ifnull(v.until, '')) >= {}))",
        event="e.updated_at >= {}",
        own={
            "figures": "max(s.known_at, ifnull(s.retired_at, '')) >= {}",
            "relations": "max(r.known_at, ifnull(r.retired_at, '')) >= {}",
        },
    ),
    Parameter(
        name="min",
        type=Type.INTEGER,
        doc="The figure is at least this many: its lower bound is stated and no smaller. Of an event, the low end of its killed.",
        claim="c.low >= {}",
        own={"events": "e.killed_low >= {}", "figures": "s.low >= {}"},
    ),
    Parameter(
        name="max",
        type=Type.INTEGER,
        doc="The figure is at most this many: its upper bound is stated, not open, and no larger. Of an event, its killed.",
        claim="c.high <= {}",
        own={"events": "(e.killed_high <= {} AND e.killed_open = 0)", "figures": "(s.high <= {} AND s.high_open = 0)"},
    ),
    Parameter(
        name="q",
        type=Type.WORDS,
        selective=True,
        doc='Words in the quote, the sentence, the place or the claimant; all must occur; "..." is a phrase, word* a beginning.',
        claim=WORDS,
    ),
    Parameter(
        name="bbox",
        type=Type.BOX,
        doc="west,south,east,north in degrees; west > east crosses the antimeridian.",
        claim="{box:c}",
        event="{box:e}",
    ),
    Parameter(
        name="placed",
        type=Type.BOOLEAN,
        doc="Whether its place has a position: false keeps what is known by country at most.",
        claim="(c.lat IS NOT NULL) = {}",
        event="(e.lat IS NOT NULL) = {}",
    ),
    Parameter(
        name="cause",
        type=Type.TEXT,
        many=True,
        doc="Causes, by code.",
        claim="c.cause_code IN ({})",
        event="e.cause IN ({})",
    ),
    Parameter(
        name="has_conflict",
        type=Type.BOOLEAN,
        doc="Whether sources disagree on it.",
        claim=CONFLICT_OF_CLAIM,
        event="(e.conflicts > 0) = {}",
    ),
    Parameter(
        name="support",
        type=Type.CODE,
        many=True,
        valid=SUPPORT,
        doc="How well independent claimants support the range.",
        own={
            "figures": "s.support IN ({})",
            "events": "e.id IN (SELECT k.event FROM estimates k WHERE {held:k} AND k.support IN ({}))",
        },
    ),
    Parameter(
        name="type",
        type=Type.CODE,
        many=True,
        valid=codes(m.RelationType),
        doc="How the two claims stand to each other.",
        own={"relations": "r.type IN ({})"},
    ),
    Parameter(
        name="size",
        type=Type.CODE,
        many=True,
        valid=SIZES,
        doc="How large the conflict is.",
        own={"relations": "r.size IN ({})"},
    ),
    Parameter(
        name="other_source",
        type=Type.TEXT,
        many=True,
        doc="With `source`: the other side's claimant.",
        own={"relations": "(a.claimant IN ({}) OR b.claimant IN ({})) AND a.claimant <> b.claimant"},
    ),
    Parameter(
        name="kind",
        type=Type.CODE,
        many=True,
        valid=codes(m.SourceKind),
        doc="What sort of body it is.",
        own={"sources": "o.kind IN ({})", "feeds": "f.kind IN ({})"},
    ),
    Parameter(
        name="since",
        type=Type.INTEGER,
        doc="Changes after this number.",
        own={"changes": "g.seq > {}"},
    ),
)

BY_NAME = {parameter.name: parameter for parameter in FILTERS}
