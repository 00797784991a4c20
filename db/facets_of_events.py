"""What is said of each event, and how many events each thing is said of: kept by SQLite while rows are written, whoever writes.

An event counts once for a value however many of its claims say it. So each event keeps the distinct values of its claims that
hold (`said`, JSON), and `event_tallies` how many events have each value, by the outcomes that are told of them: of all events
(country '') and of each country's. A change to an event's claims takes its `said` away, and what it counted with it: triggers do
that, at a cost that does not grow with the event. The writer says it anew when it has regrouped (`say`); until then such an
event, one of few, is counted from its claims (db/summaries.py). So the counts are right between any two statements.

The SQL here is that of a step of the schema: where it has to change, a new step replaces the triggers and fills anew.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from aggregator.core.model import Figure
from db.kept import put

ALL = ""  # as a country, all events; as a facet, every event, whatever is said of it
OF_CLAIM = {  # the one of many values last
    "outcome": "outcome",
    "population": "population",
    "qualifier": "qualifier",
    "basis": "basis",
    "stance": "stance",
    "source_kind": "claimant_kind",
    "claimant": "claimant",
}
OF_EVENT = {
    "country": "{row}country",
    "cause": "{row}cause",
    "has_conflict": "CASE WHEN {row}conflicts > 0 THEN 'true' ELSE 'false' END",
    "year": "substr({row}first_day, 1, 4)",
}
CLAIMANTS = ',"claimant":'  # a quote within a text would be escaped: this stands nowhere else
AT_ONCE = 1000  # lists of claimants
LISTED = ", ".join(f"'{name}', json_group_array(DISTINCT c.{column} ORDER BY c.{column})" for name, column in OF_CLAIM.items())
SAID = f"(SELECT json_object({LISTED}) FROM claims c WHERE c.event = {{id}} AND c.retired_at IS NULL)"
MEANT = ("said", "country", "cause", "conflicts", "first_day", "retired_at")  # of an event, what its tallies come from


def told(row: str, number: int) -> str:
    """Return the SELECT of the tallies of a trigger's row, `new.` or `old.`, each with this number; none where it is not said."""
    fields = " UNION ALL ".join(f"SELECT '{name}', {sql.replace('{row}', row)}" for name, sql in OF_EVENT.items())
    return f"""SELECT p.country, v.facet, v.value, json_extract({row}said, '$.outcome'), {number}
        FROM (SELECT '{ALL}' AS country UNION ALL SELECT {row}country WHERE {row}country IS NOT NULL) p,
        (SELECT '{ALL}' AS facet, '{ALL}' AS value UNION ALL {fields} UNION ALL
        SELECT k.key, j.value FROM json_each({row}said) k, json_each(k.value) j) v
        WHERE v.value IS NOT NULL AND {row}retired_at IS NULL AND {row}said IS NOT NULL"""


def counted(rows: str) -> str:
    """Return the statement that adds these tallies."""
    return f"""INSERT INTO event_tallies (country, facet, value, outcomes, events) {rows}
        ON CONFLICT (country, facet, value, outcomes) DO UPDATE SET events = events + excluded.events;"""


SCHEMA = """
ALTER TABLE events ADD COLUMN said TEXT;    -- what its claims say, kept by triggers: see db/facets_of_events.py
CREATE INDEX events_unsaid ON events (id) WHERE said IS NULL AND retired_at IS NULL;
CREATE TABLE event_tallies (                -- of how many events each value is said; country '': all, facet '': whatever is said
    country TEXT NOT NULL,
    facet TEXT NOT NULL,
    value TEXT NOT NULL,
    outcomes TEXT NOT NULL,                 -- the outcomes told of these events, as JSON
    events INTEGER NOT NULL,
    PRIMARY KEY (country, facet, value, outcomes)
) STRICT, WITHOUT ROWID;
"""
CHANGED = " OR ".join(f"old.{name} IS NOT new.{name}" for name in MEANT)
FORGOTTEN = "UPDATE events SET said = NULL WHERE id = {row}event AND said IS NOT NULL;"
TRIGGERS = f"""
CREATE TRIGGER events_tally_insert AFTER INSERT ON events WHEN new.said IS NOT NULL BEGIN {counted(told("new.", 1))} END;
CREATE TRIGGER events_tally_update AFTER UPDATE OF {", ".join(MEANT)} ON events WHEN {CHANGED} BEGIN
    {counted(told("old.", -1))} {counted(told("new.", 1))}
END;
CREATE TRIGGER events_tally_delete AFTER DELETE ON events WHEN old.said IS NOT NULL BEGIN {counted(told("old.", -1))} END;
CREATE TRIGGER claims_event_insert AFTER INSERT ON claims WHEN new.event IS NOT NULL BEGIN
    {FORGOTTEN.replace("{row}", "new.")}
END;
CREATE TRIGGER claims_event_update AFTER UPDATE OF event, retired_at, {", ".join(OF_CLAIM.values())} ON claims BEGIN
    {FORGOTTEN.replace("{row}", "old.")} {FORGOTTEN.replace("{row}", "new.")}
END;
CREATE TRIGGER claims_event_delete AFTER DELETE ON claims WHEN old.event IS NOT NULL BEGIN
    {FORGOTTEN.replace("{row}", "old.")}
END;
"""


def said(figures: Iterable[Figure]) -> str:
    """Return what SAID gives of these claims, before they are stored."""
    rows = [
        (f.claim.outcome, f.population, f.claim.qualifier, f.claim.basis, f.claim.stance, f.claimant_kind, f.claimant)
        for f in figures
    ]
    values = zip(*rows, strict=True) if rows else [()] * len(OF_CLAIM)
    return _json({name: sorted({str(value) for value in each}) for name, each in zip(OF_CLAIM, values, strict=True)})


def say(run: Callable[..., Any], events: Sequence[str]) -> None:
    """Work out with `run(sql, values)` what is said of those of these events of which it was taken away."""
    for event in events:
        run(
            f"UPDATE events SET said = {SAID.replace('{id}', 'events.id')} WHERE id = ? AND said IS NULL AND retired_at IS NULL",
            [event],
        )


def fill(run: Callable[..., Any]) -> None:
    """Work all of it out, with `run(sql, values)`, for rows written without the triggers; what is said already stays."""
    run(f"UPDATE events SET said = {SAID.replace('{id}', 'events.id')} WHERE said IS NULL AND retired_at IS NULL")
    tally(run)


def tally(run: Callable[..., Any]) -> None:
    """Count of how many events each thing is said: in Python, which need not sort; its memory grows with the kinds of events.

    Events are alike in all but their claimants, which are therefore read apart, many events' at once.
    """
    kinds: Counter[tuple[str, tuple[str | None, ...]]] = Counter()
    alike: Counter[tuple[str, str | None]] = Counter()
    claimants: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    waiting: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    fields = ", ".join(sql.replace("{row}", "") for sql in OF_EVENT.values())
    for text, *own in run(f"SELECT said, {fields} FROM events WHERE said IS NOT NULL AND retired_at IS NULL"):
        few, _, many = text.partition(CLAIMANTS)
        kinds[few, tuple(own)] += 1
        lists = waiting[few, own[0]]
        lists.append(many[:-1])
        if len(lists) == AT_ONCE:
            claimants[few, own[0]].update(_listed(waiting.pop((few, own[0]))))
    for key, lists in waiting.items():
        claimants[key].update(_listed(lists))
    read = {few: json.loads(f"{few}}}") for few, _ in claimants}
    outcomes = {few: _json(values["outcome"]) for few, values in read.items()}
    told: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(
        Counter
    )  # by place and outcomes: facets with their values
    for (few, fields_here), number in kinds.items():
        alike[few, fields_here[0]] += number
        here = [(name, value) for name, value in zip(OF_EVENT, fields_here, strict=True) if value is not None]
        for place in dict.fromkeys((ALL, fields_here[0] or ALL)):
            for each in here:
                told[place, outcomes[few]][each] += number
    for (few, country), number in alike.items():
        said_here = {(name, value): number for name, each in read[few].items() for value in each} | {(ALL, ALL): number}
        said_here |= {("claimant", name): many for name, many in claimants[few, country].items()}
        for place in dict.fromkeys((ALL, country or ALL)):
            told[place, outcomes[few]].update(said_here)
    rows = sorted((place, *said, these, number) for (place, these), each in told.items() for said, number in each.items())
    run("DELETE FROM event_tallies")
    put(run, "event_tallies", rows)


def _listed(lists: Sequence[str]) -> Iterator[str]:
    """The members of many JSON lists."""
    return chain.from_iterable(json.loads(f"[{','.join(lists)}]"))


def _json(value: object) -> str:
    """As SQLite writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
