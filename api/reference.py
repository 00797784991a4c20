"""The pages that explain: conflicts, sources, documents, codebook, methods, data, status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from flask import Blueprint, current_app, render_template, request

from api import plots, words
from api.codebook import TYPES, control_entries, entries, flag_entries, parameter_entry
from api.forms import ON_A_PAGE, filled, no_query, question
from api.methods import QUALIFIERS, RELATIONS_SAID, measured
from api.reply import next_url
from api.snapshots import shelf
from api.speakers import Known
from api.store import snapshot
from api.texts import parts_of
from db import details
from db.nouns import CLAIMS, CONFLICTS, DOCUMENTS, EVENTS, FEEDS, NOUNS, RELATIONS, SOURCES
from db.parameters import FILTERS
from db.queries import MOST, Query, Statement
from db.reading import Reading
from db.shapes import Shape

blueprint = Blueprint("reference", __name__)
PAIRS = 35
BETWEEN = ("source", "other_source")
LATEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A conflict with the plot of its two claims."""

    row: Any
    plot: plots.Plot


def known_sources(reading: Reading) -> set[str]:
    """Return the ids of the canonical sources."""
    return {row[0] for row in reading.rows(Statement(sql="SELECT id FROM sources", values={}))}


def event_titles(reading: Reading, rows: Sequence[Any]) -> dict[str, str]:
    """Return the titles of the events these rows belong to."""
    wanted = tuple(sorted({row.event for row in rows if row.event}))
    if not wanted:
        return {}
    found = reading.page(Query(noun=EVENTS, limit=MOST).having("event", *wanted), Shape.CELLS).rows
    return {event.id: event.title for event in found}


def heard() -> Known:
    """Return what the current application knows of the claimants of conflicts."""
    found: Known = current_app.extensions.setdefault("speakers", Known())
    return found


def opened(query: Query) -> Query:
    """Return the query from where this request's cursor goes on: a cursor belongs to the keys, however they were typed."""
    cursor = dict(filled()).get("cursor")
    return replace(query, after=query.opened(cursor)) if cursor else query


@blueprint.get("/conflicts")
def conflicts() -> str:
    """The largest disagreements first. `source` and `other_source` may be names as the page shows them."""
    asked = {name: words for name, words in filled() if name in BETWEEN}
    checked = Query.parse(CONFLICTS, [pair for pair in filled() if pair[0] != "cursor"], limit=PAIRS, controls=ON_A_PAGE)
    with snapshot() as reading:
        known = heard().of(reading)
        meant = {name: known.meant(words) for name, words in asked.items()}
        query = opened(reduce(lambda query, name: query.having(name, *meant[name]), meant, checked))
        page = reading.page(query, Shape.CELLS)
        wanted = tuple(dict.fromkeys(id for row in page.rows for id in (row.a, row.b)))
        claims = (
            {c.id: c for c in reading.page(Query(noun=CLAIMS, limit=MOST).having("claim", *wanted), Shape.CELLS).rows}
            if wanted
            else {}
        )
        countries = reading.rows(
            Query(noun=CONFLICTS).counted("e.country, count(*)", "GROUP BY 1 HAVING e.country <> '' ORDER BY 1")
        )
    pairs = [Pair(row=row, plot=plots.claims_plot([claims[id] for id in (row.a, row.b) if id in claims])) for row in page.rows]
    return render_template(
        "conflicts.html",
        pairs=pairs,
        args=request.args,
        sizes=("extreme", "major", "moderate", "minor"),
        countries=countries,
        claimants=known.offered(),
        unknown={asked[name]: known.near(asked[name]) for name in meant if not meant[name]},
        following=next_url(query, page.cursor),
        question=question(**{name: ",".join(keys) for name, keys in meant.items() if keys}),
        revision=page.revision,
    )


@blueprint.get("/sources")
def sources() -> str:
    """Who vouches for figures, by kind."""
    no_query()
    with snapshot() as reading:
        rows = reading.page(Query(noun=SOURCES, limit=MOST), Shape.CELLS).rows
        revision = reading.revision()
    speaking = sorted((s for s in rows if s.claims), key=lambda s: (-s.claims, s.name))
    groups = [(code, name, [s for s in speaking if words.family(s.kind) == code]) for code, (name, _) in words.FAMILIES.items()]
    return render_template(
        "sources.html", groups=[g for g in groups if g[2]], silent=len(rows) - len(speaking), revision=revision
    )


@blueprint.get("/sources/<identity>")
def source(identity: str) -> str:
    """One source: what it says, how it compares, what it revised."""
    no_query()
    with snapshot() as reading:
        found = reading.one(SOURCES, identity)
        query = Query(noun=CLAIMS, limit=LATEST, sort="-published").having("claimant", identity)
        claims = [c for c in reading.page(query, Shape.CELLS).rows if c.low is not None or c.high is not None]
        others = details.unless_too_long(lambda: details.compared(reading, identity, briefly=True))
        carriers = details.unless_too_long(lambda: details.carriers(reading, identity))
        own = Query(noun=RELATIONS, limit=LATEST, sort="-known").having("claimant", identity)
        revisions = reading.page(own.having("type", "revised_down", "retracts", "supersedes"), Shape.CELLS).rows
        titles = event_titles(reading, claims)
        known = known_sources(reading)
        revision = reading.revision()
    main = Counter(c.outcome for c in claims).most_common(1)[0][0] if claims else ""
    return render_template(
        "source.html",
        source=found,
        plot=plots.claims_plot([c for c in claims if c.outcome == main]),
        main=main,
        rest=[c for c in claims if c.outcome != main],
        others=others,
        carriers=carriers,
        revisions=[r for r in revisions if r.a_claimant == r.b_claimant],
        titles=titles,
        known=known,
        revision=revision,
    )


@blueprint.get("/documents/<identity>")
def document(identity: str) -> str:
    """One document: its sentences that carry figures, or its text where the licence allows."""
    no_query()
    with snapshot() as reading:
        found = reading.one(DOCUMENTS, identity)
        query = Query(noun=CLAIMS, limit=MOST).having("document", identity)
        claims = sorted(reading.page(query, Shape.CELLS).rows, key=lambda c: (c.start, c.end, c.id))
        text = details.open_text(reading, identity)
        titles = event_titles(reading, claims)
        known = known_sources(reading)
        revision = reading.revision()
    return render_template(
        "document.html",
        document=found,
        claims=claims,
        parts=parts_of(claims, text),
        whole=text is not None,
        titles=titles,
        known=known,
        revision=revision,
    )


@blueprint.get("/codebook")
def codebook() -> str:
    """Every list, column and filter."""
    no_query()
    return render_template(
        "codebook.html",
        lists=entries(),
        parameters=[*(parameter_entry(p) for p in FILTERS), *control_entries()],
        types={kind.value: said for kind, said in TYPES.items()},
        flags=flag_entries(),
    )


@blueprint.get("/methods")
def methods() -> str:
    """How a sentence becomes a range."""
    no_query()
    return render_template("methods.html", qualifiers=QUALIFIERS, relations=RELATIONS_SAID, measured=measured())


@blueprint.get("/data")
def data() -> str:
    """Download and cite."""
    no_query()
    with snapshot() as reading:
        totals = details.totals(reading)
        revision = reading.revision()
    return render_template(
        "data.html", nouns=list(NOUNS.values()), changed=totals.changed, revision=revision, frozen=shelf().newest()
    )


@blueprint.get("/status")
def status() -> str:
    """What the store holds, how the feeds fare, what could not be read."""
    no_query()
    with snapshot() as reading:
        totals = details.totals(reading)
        feeds = sorted(
            reading.page(Query(noun=FEEDS, limit=MOST), Shape.CELLS).rows, key=lambda f: (not f.enabled, -f.failures, f.name)
        )
        problems = details.problems(reading)
        revision = reading.revision()
    return render_template("status.html", totals=totals, feeds=feeds, problems=problems, revision=revision)
