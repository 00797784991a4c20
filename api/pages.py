"""The pages of events: the list with its range bars, and one event with everything that is said of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from aggregator.core.codes import DOUBTS
from aggregator.core.ends import in_words
from aggregator.core.errors import UnknownName
from aggregator.core.flags import ASIDE, meaning
from aggregator.core.model import BestRule, Outcome
from api import plots, reviewed, words
from api.forms import ON_A_PAGE, filled, no_query, question
from api.nouns import moved
from api.reference import known_sources
from api.reply import next_url
from api.review import desk
from api.store import snapshot
from api.world import fitted
from db.columns import RULES
from db.nouns import CLAIMS, EVENTS, FIGURES, RELATIONS
from db.queries import Query, read_rule
from db.reading import Reading
from db.shapes import Shape

blueprint = Blueprint("pages", __name__)
SHOWN = 40
PANELS = 5
ROWS = 30
REASONS = 15
MOST_READ = 10_000  # rows of one event that its page is made of; an event of hundreds of reports has some thousands
CHANGES_READ = 300  # the latest estimates of one event among which those that no longer hold are looked for
CHANGES = 20
NEARBY = 4.0
RANK = {outcome.value: number for number, outcome in enumerate(Outcome)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of an attribution chain, as the page shows it."""

    role: str
    name: str
    source: str | None
    verb: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One estimate with the plot of its claims, of all or of some (`caption` says so).

    `giver` is the claim whose value was chosen as the one value, `singles` how many claimants give a single one: None where not
    all of their claims were read.
    """

    title: str
    caption: str
    words: str
    agreed: str
    estimate: Any
    plot: plots.Plot
    giver: Any
    singles: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One kind of relation with its largest `rows` of `number`; those that explain a difference are `loud`."""

    heading: str
    loud: bool
    rows: Sequence[Any]
    number: int


@blueprint.app_context_processor
def shared() -> dict[str, object]:
    """What every template may use."""
    return {"w": words, "reviewed": reviewed, "deciding": desk().enabled}


@blueprint.get("/")
def index() -> str:
    """Events with their ranges, filtered."""
    query = Query.parse(EVENTS, filled(), limit=50, controls=ON_A_PAGE)
    with snapshot() as reading:
        page = reading.page(query, Shape.CELLS)
        countries = reading.rows(
            Query(noun=EVENTS).counted("e.country, count(*)", "GROUP BY 1 HAVING e.country <> '' ORDER BY 1")
        )
    return render_template(
        "events.html",
        plot=plots.events_plot(page.rows),
        args=request.args,
        countries=countries,
        outcomes=[outcome.value for outcome in Outcome],
        orders=list(EVENTS.orders.items()),
        following=next_url(query, page.cursor),
        question=question(),
        mapped=question("sort", "include_deleted"),
        revision=page.revision,
    )


@blueprint.get("/events/<identity>")
def event(identity: str) -> Response | str:
    """One event: its sentence, its figures by claimant, over time, why they differ, and the claims in their own words."""
    log, rule = scale_asked(), read_rule(request.args.get("best_rule", RULES[0]))
    with snapshot() as reading:
        found = reading.one(EVENTS, identity)
        if found.merged_into:
            return redirect(moved(f"/events/{found.merged_into}"), 301)
        claims = of_event(reading, CLAIMS, identity)
        estimates = sorted(of_event(reading, FIGURES, identity, rule=rule), key=importance)
        past = gone(reading, CLAIMS, identity, MOST_READ)
        history = [s for s in gone(reading, FIGURES, identity, CHANGES_READ) if s.group == "all"][-CHANGES:]
        relations = of_event(reading, RELATIONS, identity)
        known = known_sources(reading)
        revision = reading.revision()
    corrected = [reviewed.decided(c) for c in claims]
    panels = [panel for s in estimates if s.group == "all" and (panel := panel_of(s, corrected, log))][:PANELS]
    ordered = shown(claims, panels)
    return render_template(
        "event.html",
        event=found,
        around=around(found),
        panels=panels,
        time=plots.time_plot(over_time(corrected, estimates, relations), log),
        reasons=reasons(relations),
        claims=ordered,
        chains={c.id: chain(c) for c in ordered},
        flags={c.id: json.loads(c.flags or "[]") for c in ordered},
        meaning=meaning,
        estimates=estimates,
        history=history,
        ranges={s.id: range_words(s, [*corrected, *past]) for s in [*estimates, *history]},
        gone=past[-CHANGES:],
        known=known,
        families=families(panels),
        rule=rule.value,
        rules=RULES,
        revision=revision,
    )


def around(event: Any) -> str:
    """Return the address of the map around an event, nothing when its place has no position."""
    if event.lat is None or event.lon is None:
        return ""
    return f"/map?bbox={fitted(event.lon - NEARBY, event.lat - 1, event.lon + NEARBY, event.lat + 1).box()}"


def scale_asked() -> bool | None:
    """Return whether the page asks for a logarithmic or a linear scale, or leaves it to the data."""
    no_query("scale", "best_rule")
    asked_for = request.args.get("scale")
    if asked_for not in (None, "log", "linear"):
        raise UnknownName(f"scale is {asked_for!r}", field="scale", valid=("log", "linear"))
    return None if asked_for is None else asked_for == "log"


def of_event(reading: Reading, noun: Any, identity: str, *, rule: BestRule = BestRule.GTD) -> list[Any]:
    """Return an event's rows of one noun."""
    query = Query(noun=noun, limit=MOST_READ, best_rule=rule).having("event", identity)
    return list(reading.page(query, Shape.CELLS).rows)


def gone(reading: Reading, noun: Any, identity: str, most: int) -> list[Any]:
    """Return which of the latest `most` rows of an event no longer hold, oldest first."""
    query = Query(noun=noun, limit=most, include_deleted=True, sort="-known").having("event", identity)
    return [row for row in reversed(reading.page(query, Shape.CELLS).rows) if row.retired_at]


def importance(estimate: Any) -> tuple[object, ...]:
    """The order in which estimates are shown: the whole toll of the incident first."""
    return (
        estimate.group != "all",
        estimate.population != "all",
        estimate.basis not in ("incident", "cumulative"),
        RANK.get(estimate.outcome, 99),
        -estimate.claimants,
        estimate.id,
    )


def over_time(claims: Sequence[Any], estimates: Sequence[Any], relations: Sequence[Any] = ()) -> list[Any]:
    """Return the claims of the whole toll of killed: not those of a part, such as one country's, nor background, nor doubts.

    A count of a part that was replaced since makes no estimate: its relations tell that it was one.
    """
    whole, parts = set[str](), set[str]()
    for estimate in estimates:
        (whole if estimate.population == "all" else parts).update(json.loads(estimate.claims or "[]"))
    parts |= {r.a for r in relations if r.type == "subset"}
    newer = [(r.a, r.b) for r in relations if r.type in ("supersedes", "revised_down", "copy_of")]
    while found := {one for pair in newer for one in pair if not parts.isdisjoint(pair)} - parts:
        parts |= found
    return [
        c
        for c in claims
        if (c.outcome, c.population) == ("killed", "all")
        and c.basis in ("incident", "cumulative")
        and c.stance not in DOUBTS
        and not (c.background or c.subset_of or ASIDE.intersection(json.loads(c.flags or "[]")))
        and c.id not in parts - whole
    ]


def range_words(estimate: Any, claims: Sequence[Any]) -> tuple[str, str]:
    """Return an estimate's range and where all could be right, each end as the claims behind it say it."""
    behind = set(json.loads(estimate.claims or "[]"))
    said = [claim for claim in claims if claim.id in behind]
    agreed = in_words(estimate.agreed_low, estimate.agreed_high, said=said) if estimate.agreed else ""
    return in_words(estimate.low, estimate.high, bool(estimate.high_open), said), agreed


def panel_of(estimate: Any, claims: Sequence[Any], log: bool | None) -> Panel | None:
    """Return the panel of one estimate, or None when none of its claims is shown."""
    behind = set(json.loads(estimate.claims or "[]"))
    rows = [c for c in claims if c.id in behind]
    if not rows:
        return None
    some = plots.some_of(rows, ROWS, estimate.best_claim)
    whose = "" if estimate.population == "all" else f", {words.spaced(estimate.population)}"
    unit = "" if estimate.unit == "person" else f" ({words.spaced(estimate.unit)}s)"
    basis = "" if estimate.basis == "incident" else f", {estimate.basis}"
    said, agreed = range_words(estimate, claims)
    return Panel(
        title=f"{words.outcome(estimate.outcome).capitalize()}{whose}{basis}{unit}",
        words=said,
        agreed=agreed,
        caption=caption(len(some), len(rows), len(behind)),
        estimate=estimate,
        plot=plots.claims_plot(some, estimate=estimate, log=log),
        singles=len({c.claimant for c in rows if c.best is not None}) if len(rows) == len(behind) else None,
        giver=next((c for c in claims if c.id == estimate.best_claim), None),
    )


def caption(some: int, read: int, number: int) -> str:
    """Return what the plot of an estimate shows: `some` of the `read` ones of the `number` claims that made its range."""
    if some == number:
        return "What each claimant says, lowest first; each claimant's latest claim."
    said = f"What {some} of {words.number(number)} claimants say, each in their latest claim, lowest first"
    if read < number:
        return f"{said}. This page reads {words.number(read)} of them; the CSV below has all."
    return f"{said}: the lowest, the highest, the latest, the one value's, and others evenly between."


def shown(claims: Sequence[Any], panels: Sequence[Panel]) -> list[Any]:
    """Return the claims that the page quotes, first those of its plots, plot by plot; in the order of outcome and time."""
    plotted = {track.row.id: n for n, panel in reversed([*enumerate(panels)]) for track in panel.plot.tracks}
    kept = sorted(claims, key=lambda c: plotted.get(c.id, len(panels)))[:SHOWN]
    return sorted(kept, key=lambda c: (RANK.get(c.outcome, 99), c.population != "all", c.as_of or "", c.id))


def chain(claim: Any) -> tuple[Step, ...]:
    """Return a claim's attribution chain."""
    steps = json.loads(claim.attribution or "[]")
    return tuple(Step(role=s["role"], name=s["name"], source=s["source"], verb=s["verb"]) for s in steps)


def reasons(relations: Sequence[Any]) -> list[Reason]:
    """Return the relations under their headings, those that explain a difference first, the largest first within."""
    groups = []
    for code, heading in words.RELATIONS.items():
        rows = sorted((r for r in relations if r.type == code), key=lambda r: (-(r.gap or 1e9 if r.size else 0), r.id))
        if rows:
            groups.append(Reason(heading=heading, loud=code in words.LOUD, rows=rows[:REASONS], number=len(rows)))
    return groups


def families(panels: Sequence[Panel]) -> list[tuple[str, str]]:
    """Return the colour families that the first plot uses, in the order of the legend."""
    used = {track.family for panel in panels[:1] for track in panel.plot.tracks}
    return [(code, name) for code, (name, _) in words.FAMILIES.items() if code in used]
